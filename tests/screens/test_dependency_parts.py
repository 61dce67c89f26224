"""The parts of the screen of dependencies that need no screen: the twigs of a tree, a dependency in words."""

from __future__ import annotations

from datetime import date

import pytest

from models import language
from models.edits import changes
from models.plan import Plan
from models.rules.network import Branch
from models.rules.records import Dependency
from screens.widgets.dependency_chain import DEEPEST, nodes_of
from screens.widgets.dependency_look import DependencyLook, Line
from screens.widgets.dependency_words import arrow_text, counts_text, line_text, settled_text, trouble_text


def look_at(plan: Plan, id_: str, **values: object) -> tuple[DependencyLook, Line]:
    """A dependency of the sample, after some changes of it."""
    row: Dependency = plan.state().find("dependency", id_)
    if values:
        plan.apply(changes("dependency", row, values), source="command")  # type: ignore[arg-type]
    look = DependencyLook(plan.state())
    return look, look.line(row.uid)


# The tree.


def test_twigs_lead_from_row_to_row() -> None:
    tree = Branch("a", None, (Branch("b", None, (Branch("c", None),)), Branch("d", None)))
    assert [node.twig + node.branch.uid for node in nodes_of(tree)] == ["├─ b", "│  └─ c", "└─ d"]


def test_a_row_that_is_very_far_away_has_its_distance_in_place_of_twigs() -> None:
    tree = Branch("end", None)
    for n in range(DEEPEST + 1):
        tree = Branch(f"m{n}", None, (tree,))
    assert nodes_of(tree)[-1].twig == f"…{DEEPEST + 1} "


def test_a_chain_longer_than_the_stack_of_python_is_told_whole() -> None:
    tree = Branch("end", None)
    for n in range(5_000):
        tree = Branch(f"m{n}", None, (tree,))
    assert len(nodes_of(tree)) == 5_000


# Words.


def test_whoever_waits_is_told_how_long_after_the_need_it_comes(plan: Plan) -> None:
    look, line = look_at(plan, "X26", need_by=date(2018, 11, 7), promised=date(2018, 11, 12))
    assert arrow_text(look, line, line.link.waiting) == (
        "waits for C4.2 of KYMP, promised 11-12, 3 working days after needed: Service levels after overlaps"
    )


def test_whoever_provides_is_told_who_waits_and_by_when(plan: Plan) -> None:
    look, line = look_at(plan, "X26", need_by=date(2018, 11, 7), promised=date(2018, 11, 7))
    assert arrow_text(look, line, line.link.provider) == (
        "C1.2 of KESKE waits for it, by 11-07, promised 11-07, on the day it is needed: Service levels after overlaps"
    )


def test_a_forecast_that_stands_for_a_promise_is_called_one(plan: Plan) -> None:
    look, line = look_at(plan, "X13")
    assert "forecast 10-29, 5 working days before needed" in arrow_text(look, line, line.link.waiting)


def test_what_comes_on_the_saturday_after_a_friday_comes_after_it_is_needed(plan: Plan) -> None:
    look, line = look_at(plan, "X26", need_by=date(2018, 11, 9), promised=date(2018, 11, 10))
    assert (line.slack, trouble_text(look, line)) == (0, "after it is needed")


def test_what_is_overdue_says_by_how_much(plan: Plan) -> None:
    look, line = look_at(plan, "X35")
    assert trouble_text(look, line) == "overdue by 1 working day"


@pytest.mark.parametrize(("state", "told"), [("declined", "declined"), ("delivered", "delivered")])
def test_what_no_longer_stands_is_told_by_its_state(plan: Plan, state: str, told: str) -> None:
    _look, line = look_at(plan, "X26", state=state)
    assert (settled_text(line), line.marks) == (told, "")


def test_what_is_closed_is_told_by_the_end_that_closed_it(plan: Plan) -> None:
    _look, line = look_at(plan, "X38")
    assert settled_text(line) == "P1.6 done on 2018-09-12"


def test_a_dependency_in_one_line_has_both_titles(plan: Plan) -> None:
    look, line = look_at(plan, "X26", note="asked twice\nby phone")
    assert line_text(look, line) == (
        "X26 Service levels after overlaps · soft, accepted · C1.2 Service levels for divisions waits for "
        "C4.2 Overlapping systems identified · 1 working day after needed · asked twice"
    )


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", "1 overdue, 1 without a promise"),
        ("fi", "1 myöhässä, 1 ilman lupausta"),
        ("sv", "1 försenat, 1 utan löfte"),
    ],
)
def test_one_that_is_overdue_is_counted_in_the_singular(plan: Plan, code: str, told: str) -> None:
    _look, line = look_at(plan, "X35")
    with language.speaking(code):
        assert counts_text([line]) == told


def test_in_finnish_one_whose_dates_do_not_line_up_is_counted_in_the_singular(plan: Plan) -> None:
    _look, line = look_at(plan, "X26")
    with language.speaking("fi"):
        assert counts_text([line]).startswith("1, jonka päivät eivät täsmää")


def test_counts_name_only_what_is_wrong(plan: Plan) -> None:
    _look, line = look_at(plan, "X26", promised=date(2018, 10, 23))
    assert counts_text([line]) == ""
