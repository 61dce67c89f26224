"""What of a plan may be published: examples on a small plan, and what holds whatever is hidden."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import START, Office, day, properties
from hypothesis import given
from hypothesis import strategies as st

from models.clock import Clock
from models.language import speaking
from models.rules.publicity import LeftOut, public_part
from models.rules.publicity_words import left_out_sentences, left_out_text
from models.rules.state import PlanState
from models.rules.words import Publicity
from models.store import open_plan

KINDS = ("initiative", "milestone", "dependency", "decision")
ACT = "JulkL 24.1 § 7"


@pytest.fixture
def mixed(office: Office) -> Office:
    """A1 is public and B1 secret; each has a milestone, and a decision; A1.1 waits for B1.1."""
    office.add("A1.1")
    office.add("B1.1", initiative=office.uid("initiative", "B1"), division=office.uid("division", "KASKO"))
    office.link("X1", "A1.1", "B1.1")
    for visible_id, initiative in (("D1", "A1"), ("D2", "B1")):
        uid = office.uid("initiative", initiative)
        office.add_row("decision", id=visible_id, title_en="Money", needed=day(9), initiative=uid)
    office.add_row("decision", id="D3", title_en="Of nobody's", needed=day(9))
    hide(office, "B1")
    return office


def hide(office: Office, visible_id: str) -> None:
    office.set(visible_id, "initiative", publicity="secret", secrecy_ground=ACT)


def ids(state: PlanState, kind: str) -> list[str]:
    return [row.id for row in state.rows[kind]]


@pytest.mark.parametrize(
    ("kind", "kept"),
    [("initiative", ["A1"]), ("milestone", ["A1.1"]), ("dependency", []), ("decision", ["D1", "D3"])],
)
def test_what_belongs_to_a_secret_initiative_stays_out(mixed: Office, kind: str, kept: list[str]) -> None:
    assert ids(public_part(mixed.plan.state()).state, kind) == kept


def test_what_is_left_out_is_counted_with_its_ground(mixed: Office) -> None:
    assert public_part(mixed.plan.state()).left_out == tuple(
        LeftOut(kind, Publicity.SECRET, ACT, 1) for kind in KINDS
    )


@pytest.mark.parametrize("kind", ["theme", "question", "owner", "division", "stream", "body"])
def test_the_frame_of_a_plan_stays(mixed: Office, kind: str) -> None:
    state = mixed.plan.state()
    assert public_part(state).state.rows[kind] == state.rows[kind]


def test_a_removed_row_stays_out_too(mixed: Office) -> None:
    mixed.remove("X1", "dependency")
    mixed.remove("B1.1")
    state = mixed.plan.state()
    assert [m.id for m in state.removed_milestones] == ["B1.1"]
    assert public_part(state).state.removed_milestones == ()


def test_the_weight_of_a_hidden_milestone_is_in_no_figure(mixed: Office) -> None:
    state = public_part(mixed.plan.state()).state
    assert state.burndown()[0].scope == 1


def test_of_two_hidden_ends_the_stricter_ground_is_told(mixed: Office) -> None:
    mixed.set("A1", "initiative", publicity="not_public")
    (found,) = [each for each in public_part(mixed.plan.state()).left_out if each.kind == "dependency"]
    assert (found.publicity, found.ground) == (Publicity.SECRET, ACT)


def test_what_was_public_then_and_is_secret_now_stays_out(office: Office) -> None:
    office.add("A1.1")
    hide(office.at(day(5)), "A1")
    then = office.plan.state(START)
    assert (
        ids(public_part(then).state, "milestone"),
        ids(public_part(then, office.plan.state()).state, "milestone"),
    ) == (
        ["A1.1"],
        [],
    )


def test_what_was_moved_into_a_secret_initiative_stays_out_of_the_past(office: Office) -> None:
    office.add("A1.1")
    hide(office.at(day(5)), "B1")
    office.set("A1.1", initiative=office.uid("initiative", "B1"))
    assert ids(public_part(office.plan.state(START), office.plan.state()).state, "milestone") == []


# What always holds.

GROUNDS = st.sampled_from([Publicity.PUBLIC, Publicity.NOT_PUBLIC, Publicity.PARTLY_SECRET, Publicity.SECRET])


@pytest.fixture(scope="module")
def sample(whole_template: Path, tmp_path_factory: pytest.TempPathFactory) -> PlanState:
    """The sample as it stood on its last Friday."""
    path = shutil.copyfile(whole_template, tmp_path_factory.mktemp("publicity") / "plan.db")
    with open_plan(path, clock=Clock(date(2018, 11, 16)), person="tester") as plan:
        return plan.state()


def hidden(state: PlanState, classes: Mapping[int, Publicity]) -> PlanState:
    """The state with other classes of publicity, by the place of the initiative."""
    rows = [
        row._replace(publicity=classes.get(place, Publicity.PUBLIC), secrecy_ground=f"§ {place}")
        for place, row in enumerate(state.initiatives)
    ]
    return replace(state, rows={**state.rows, "initiative": tuple(rows)})


@properties
@given(classes=st.dictionaries(st.integers(0, 33), GROUNDS))
def test_property_the_counts_are_the_rows_that_are_missing(
    sample: PlanState, classes: Mapping[int, Publicity]
) -> None:
    state = hidden(sample, classes)
    part = public_part(state)
    counted: Counter[str] = Counter()
    for each in part.left_out:
        counted[each.kind] += each.count
    assert {k: counted[k] for k in KINDS} == {k: len(state.rows[k]) - len(part.state.rows[k]) for k in KINDS}


@properties
@given(classes=st.dictionaries(st.integers(0, 33), GROUNDS))
def test_property_no_row_refers_to_one_that_was_left_out(
    sample: PlanState, classes: Mapping[int, Publicity]
) -> None:
    state = hidden(sample, classes)
    public = public_part(state).state
    gone = {row.uid for kind in KINDS for row in state.rows[kind]} - {
        row.uid for kind in KINDS for row in public.rows[kind]
    }
    left = [*(row for rows in public.rows.values() for row in rows), *public.removed_milestones]
    assert not [row for row in left if gone & {value for value in row if isinstance(value, str)}]
    assert not gone & {change.uid for change in public.scope_changes}


@properties
@given(classes=st.dictionaries(st.integers(0, 33), GROUNDS))
def test_property_what_is_published_can_be_published_again(
    sample: PlanState, classes: Mapping[int, Publicity]
) -> None:
    public = public_part(hidden(sample, classes)).state
    assert public_part(public).left_out == ()


# In words.

LEFT_OUT = (
    LeftOut("initiative", Publicity.SECRET, ACT, 1),
    LeftOut("initiative", Publicity.NOT_PUBLIC, None, 2),
    LeftOut("milestone", Publicity.SECRET, ACT, 1200),
)


def test_the_sum_comes_first_and_then_each_ground() -> None:
    assert left_out_sentences(LEFT_OUT) == (
        "1,203 rows were left out, as they are not public.",
        "Not public: 2 initiatives.",
        f"Secret ({ACT}): 1 initiative, 1,200 milestones.",
    )


def test_the_words_are_the_readers() -> None:
    with speaking("fi"):
        assert left_out_text(LEFT_OUT[:1]) == (
            f"1 rivi jätettiin pois, koska se ei ole julkinen. Salassa pidettävä ({ACT}): 1 hanke."
        )


def test_nothing_left_out_is_said_too() -> None:
    assert left_out_text(()) == "Nothing was left out: all rows of the plan are public."


def test_a_legal_ground_holds_no_address() -> None:
    told = left_out_text((LeftOut("initiative", Publicity.SECRET, "ask a@example.com", 1),))
    assert "example" not in told
