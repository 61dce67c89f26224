"""Frozen weeks: taken once, numbered, corrected beside the old, compared, and made again from the history."""

from __future__ import annotations

from datetime import date

import pytest
from builders import Office, day, new_office, properties
from histories import Step, played, steps
from hypothesis import given
from hypothesis import strategies as st

from models.edits import Edit
from models.errors import NotFound, RuleBroken
from models.frozen import rows_of_state
from models.rules.figures import figures
from models.snapshots import fridays


@pytest.fixture
def working(office: Office) -> Office:
    """The office on the Friday of week 1 with the milestones A1.1 and A1.2."""
    office.add("A1.1", weight=3)
    office.add("A1.2", weight=5)
    return office.at(day(5))


def compared(office: Office, week: int, other: int | None = None) -> list[tuple[str, object, object]]:
    """What lies between two snapshots, without the program's own dates."""
    return [
        (edit.field, edit.old, edit.new)
        for edit in office.plan.snapshots.compare(week, other)
        if edit.field not in ("updated_on", "course_on")
    ]


def test_a_snapshot_tells_its_week_its_day_and_its_number(working: Office) -> None:
    taken, is_new = working.plan.snapshots.take()
    assert (taken.number, taken.week, taken.iso_week, taken.version, taken.day, is_new) == (
        1,
        1,
        "2018-W34",
        1,
        day(5),
        True,
    )


def test_a_snapshot_keeps_the_figures_of_its_day(working: Office) -> None:
    assert working.plan.snapshots.take()[0].figures == figures(working.plan.state())


def test_a_snapshot_stays_as_it_was_taken(working: Office) -> None:
    before = working.plan.snapshots.take()[0]
    working.set("A1.1", status="done")
    assert working.plan.snapshots.of_week(1) == before


def test_a_week_is_frozen_once(working: Office) -> None:
    first, _ = working.plan.snapshots.take()
    working.set("A1.1", status="done")
    assert working.at(day(6)).plan.snapshots.take() == (first, False)


def test_a_correction_stands_beside_the_old_version(working: Office) -> None:
    working.plan.snapshots.take()
    working.plan.snapshots.take(correction="A milestone was missing")
    assert [(s.week, s.version, s.reason) for s in working.plan.snapshots.all()] == [
        (1, 1, None),
        (1, 2, "A milestone was missing"),
    ]


def test_the_snapshot_of_a_week_is_its_last_version(working: Office) -> None:
    working.plan.snapshots.take()
    working.plan.snapshots.take(correction="Again")
    assert working.plan.snapshots.of_week(1).version == 2


def test_the_snapshot_of_a_past_week_holds_what_was_known_then(working: Office) -> None:
    working.at(day(20)).set("A1.1", status="done")
    taken, _ = working.plan.snapshots.take(day(12))
    assert (taken.week, taken.figures.done) == (2, 0)


def test_a_week_that_was_not_frozen_is_not_found(working: Office) -> None:
    with pytest.raises(NotFound, match="Week 7 has no snapshot"):
        working.plan.snapshots.of_week(7)


def test_a_day_before_the_plan_cannot_be_frozen(working: Office) -> None:
    with pytest.raises(RuleBroken, match="before the plan begins"):
        working.plan.snapshots.take(day(0))


def test_a_day_on_which_nothing_was_known_cannot_be_frozen(office: Office) -> None:
    start = date(2018, 1, 1)
    office.set_frame(start=start, days=365)
    with pytest.raises(RuleBroken, match="Nothing of the plan was known"):
        office.plan.snapshots.take(start)


def test_a_comparison_shows_a_changed_cell(working: Office) -> None:
    working.plan.snapshots.take()
    working.at(day(12)).set("A1.1", weight=8)
    working.plan.snapshots.take()
    assert compared(working, 1, 2) == [("weight", 3, 8)]


def test_a_comparison_shows_a_dropped_milestone(working: Office) -> None:
    working.plan.snapshots.take()
    working.at(day(12)).set("A1.1", status="dropped")
    working.plan.snapshots.take()
    assert compared(working, 1, 2) == [("status", "not_started", "dropped")]


def test_a_comparison_shows_a_removed_row(working: Office) -> None:
    uid = working.uid("milestone", "A1.1")
    working.plan.snapshots.take()
    working.at(day(12)).remove("A1.1")
    working.plan.snapshots.take()
    assert working.plan.snapshots.compare(1, 2) == (Edit("milestone", uid, "exists", True, False),)


def test_a_comparison_shows_a_new_row(working: Office) -> None:
    working.plan.snapshots.take()
    uid = working.at(day(12)).add("A1.3").uid
    working.plan.snapshots.take()
    assert working.plan.snapshots.compare(1, 2) == (Edit("milestone", uid, "exists", None, True),)


def test_a_comparison_backwards_shows_the_way_back(working: Office) -> None:
    working.plan.snapshots.take()
    working.at(day(12)).set("A1.1", weight=8)
    working.plan.snapshots.take()
    assert compared(working, 2, 1) == [("weight", 8, 3)]


def test_a_comparison_with_now_shows_what_changed_since(working: Office) -> None:
    working.plan.snapshots.take()
    working.at(day(8)).set("A1.1", weight=8)
    assert compared(working, 1) == [("weight", 3, 8)]


def test_a_snapshot_compared_with_itself_shows_nothing(working: Office) -> None:
    working.plan.snapshots.take()
    assert working.plan.snapshots.compare(1, 1) == ()


def test_a_comparison_shows_the_members_of_sets(working: Office) -> None:
    theme = working.uid("theme", "T2")
    working.plan.snapshots.take()
    edit = Edit("initiative", working.uid("initiative", "A1"), f"themes.{theme}", None, True)
    working.at(day(8)).plan.apply([edit], source="screen")
    assert working.plan.snapshots.compare(1) == (edit,)


def test_the_fridays_of_a_plan_from_a_saturday_begin_in_the_week_of_its_start() -> None:
    assert fridays(day(6), day(20)) == [day(5), day(12), day(19)]


weeks = st.lists(st.integers(1, 90), min_size=2, max_size=4)


@properties
@given(steps(), weeks)
def test_property_a_snapshot_comes_out_the_same_when_it_is_made_again_from_the_history(
    history: list[Step], days: list[int]
) -> None:
    with new_office() as office:
        played(office, history)
        for number in days:
            taken, _ = office.plan.snapshots.take(day(number))
            again = office.plan.state(taken.day, at_revision=taken.revision)
            assert office.plan.snapshots.rows(taken.number) == rows_of_state(again)
            assert taken.figures == figures(again)


@properties
@given(steps(), st.integers(1, 40), st.integers(41, 90))
def test_property_the_edits_of_a_comparison_lead_from_the_one_snapshot_to_the_other(
    history: list[Step], first: int, second: int
) -> None:
    with new_office() as office:
        played(office, history)
        taken = [office.plan.snapshots.take(day(number))[0] for number in (first, second)]
        then, now = (dict(office.plan.snapshots.rows(each.number)) for each in taken)
        for edit in office.plan.snapshots.compare(taken[0].week, taken[1].week):
            key = (edit.kind, edit.uid)
            if edit.field == "exists":
                then.pop(key, None)
                if edit.new:
                    then[key] = now[key]
            else:
                row = {**then[key], edit.field: edit.new}
                then[key] = {name: value for name, value in row.items() if value is not None}
    assert then == now
