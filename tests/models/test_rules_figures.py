"""The figures of a day, column by column, at the borders of their definitions."""

from __future__ import annotations

from datetime import date

import pytest
from builders import START, Office, day

from models.edits import Edit
from models.rules.figures import Figures, figures
from models.rules.lights import LightCounts
from models.rules.records import natural_key, text
from models.rules.state import Scope


@pytest.fixture
def working(office: Office) -> Office:
    """The office with A1.1 of SOTE and B1.1 of KASKO, both in progress and due on day 40."""
    office.add("A1.1", weight=3, status="in_progress", forecast=day(40))
    kasko = office.uid("division", "KASKO")
    office.add(
        "B1.1",
        weight=5,
        status="in_progress",
        forecast=day(40),
        division=kasko,
        initiative=office.uid("initiative", "B1"),
    )
    return office


def on(office: Office, number: int) -> Figures:
    return figures(office.plan.state(day(number)))


def test_week_and_day_are_counted_from_the_start(working: Office) -> None:
    found = on(working, 61)
    assert (found.week, found.day_no, found.snapshot_date) == (9, 61, date(2018, 10, 19))


def test_a_dropped_milestone_is_out_of_scope(working: Office) -> None:
    working.at(day(5)).set("A1.1", status="dropped")
    found = on(working, 5)
    assert (found.in_scope, found.weight_in_scope, found.dropped_total) == (1, 5, 1)


def test_a_removed_milestone_is_in_no_count(working: Office) -> None:
    working.at(day(5)).set("A1.1", status="dropped")
    working.remove("A1.1")
    found = on(working, 5)
    assert (found.in_scope, found.dropped_total, found.added_total) == (1, 0, 0)


def test_done_and_open_are_the_scope(working: Office) -> None:
    working.at(day(5)).set("A1.1", status="done")
    found = on(working, 5)
    assert (found.done, found.open, found.weight_done, found.weight_remaining) == (1, 1, 3, 5)


def test_a_milestone_due_today_is_not_overdue(working: Office) -> None:
    assert (on(working, 40).overdue, on(working, 41).overdue) == (0, 2)


def test_what_comes_after_the_baseline_is_added(working: Office) -> None:
    working.at(day(5)).plan.confirm_baseline()
    working.at(day(6)).add("A1.2")
    assert (on(working, 5).added_total, on(working, 6).added_total) == (0, 1)


def test_what_was_dropped_before_the_baseline_was_not_added_after_it(working: Office) -> None:
    working.at(day(3)).set("A1.1", status="dropped")
    working.at(day(5)).plan.confirm_baseline()
    assert on(working, 6).added_total == 0


def test_without_a_baseline_nothing_is_added(working: Office) -> None:
    assert on(working, 6).added_total == 0


def test_before_the_baseline_there_is_no_ideal(working: Office) -> None:
    working.at(day(5)).plan.confirm_baseline()
    assert (on(working, 4).ideal_remaining, on(working, 5).ideal_remaining) == (None, 8)


def test_a_removed_milestone_stays_in_the_ideal(working: Office) -> None:
    working.at(day(5)).plan.confirm_baseline()
    working.remove("A1.1")
    assert on(working, 6).ideal_remaining == 8


def test_the_day_before_the_plan_was_made_knows_no_baseline(office: Office) -> None:
    office.at(day(5)).plan.confirm_baseline()
    assert office.plan.state(date(2018, 1, 1)).charter.baseline_on is None


# Decisions.


def decided(office: Office, **values: object) -> Office:
    fields: dict[str, object] = {"id": "D1", "title_en": "What?", "needed": day(10)}
    office.add_row("decision", **(fields | values))  # type: ignore[arg-type]
    return office


def test_a_decision_is_open_from_the_day_on_which_it_is_needed(office: Office) -> None:
    decided(office)
    assert (on(office, 9).decisions_open, on(office, 10).decisions_open) == (0, 1)


def test_a_decision_made_on_the_day_is_no_longer_open(office: Office) -> None:
    decided(office).at(day(12)).set("D1", "decision", made=day(12), outcome="approved")
    assert (on(office, 11).decisions_open, on(office, 12).decisions_open) == (1, 0)


def test_a_decision_to_be_made_later_is_still_open(office: Office) -> None:
    decided(office, made=day(20))
    assert (on(office, 19).decisions_open, on(office, 20).decisions_open) == (1, 0)


# Dependencies.


def test_a_dependency_is_overdue_once_its_provider_is_late(working: Office) -> None:
    working.link("X1", "A1.1", "B1.1")
    assert (on(working, 40).deps_overdue, on(working, 41).deps_overdue) == (0, 1)


def test_a_dependency_is_not_overdue_because_its_waiting_side_is_late(working: Office) -> None:
    working.link("X1", "A1.1", "B1.1")
    working.set("B1.1", forecast=day(60))
    assert on(working, 41).deps_overdue == 0


@pytest.mark.parametrize("closed", ["A1.1", "B1.1"])
@pytest.mark.parametrize("status", ["done", "dropped"])
def test_a_dependency_with_a_closed_end_is_not_overdue(working: Office, closed: str, status: str) -> None:
    working.link("X1", "A1.1", "B1.1")
    working.at(day(39)).set(closed, status=status)
    assert on(working, 41).deps_overdue == 0


def test_a_dependency_crosses_divisions_by_those_of_its_milestones(working: Office) -> None:
    working.link("X1", "A1.1", "B1.1")
    assert on(working, 41).deps_overdue_cross_division == 1


def test_a_dependency_within_one_division_crosses_none(working: Office) -> None:
    working.link("X1", "A1.1", "B1.1")
    working.set("B1.1", division=working.uid("division", "SOTE"))
    found = on(working, 41)
    assert (found.deps_overdue, found.deps_overdue_cross_division) == (1, 0)


# Hand-offs.


def sent(office: Office, name: str, number: int, division: str = "SOTE", **values: object) -> None:
    """A hand-off sent on a day and due six days later."""
    fields: dict[str, object] = {
        "id": name,
        "week": number // 7 + 1,
        "sent": day(number),
        "due": day(number + 6),
    }
    fields["division"] = office.uid("division", division)
    office.at(day(number)).add_row("handoff", **(fields | values))  # type: ignore[arg-type]


def test_a_hand_off_is_late_from_the_day_after_it_was_due(office: Office) -> None:
    sent(office, "H1", 3)
    assert (on(office, 9).handoffs_late, on(office, 10).handoffs_late) == (0, 1)


def test_a_hand_off_that_comes_back_is_no_longer_late(office: Office) -> None:
    sent(office, "H1", 3)
    office.at(day(12)).set("H1", "handoff", returned=day(12))
    assert (on(office, 11).handoffs_late, on(office, 12).handoffs_late) == (1, 0)


def test_a_later_round_of_the_same_division_that_came_back_makes_up_for_it(office: Office) -> None:
    sent(office, "H1", 3)
    sent(office, "H2", 10)
    office.at(day(14)).set("H2", "handoff", returned=day(14))
    assert (on(office, 13).handoffs_late, on(office, 14).handoffs_late) == (1, 0)


def test_a_later_round_of_another_division_does_not(office: Office) -> None:
    sent(office, "H1", 3)
    sent(office, "H2", 10, "KASKO")
    office.at(day(14)).set("H2", "handoff", returned=day(14))
    assert on(office, 14).handoffs_late == 1


def test_an_earlier_round_that_came_back_does_not(office: Office) -> None:
    sent(office, "H1", 3)
    office.at(day(5)).set("H1", "handoff", returned=day(5))
    sent(office, "H2", 10)
    assert on(office, 17).handoffs_late == 1


# Streams and parts of the plan.


def test_a_stream_without_milestones_has_zeros(office: Office) -> None:
    assert on(office, 5).lights == {"A": LightCounts(), "B": LightCounts()}


def test_a_milestone_counts_in_the_stream_of_its_initiative(working: Office) -> None:
    working.set("B1", "initiative", stream=working.uid("stream", "A"))
    assert (on(working, 5).lights["A"].green, on(working, 5).lights["B"].green) == (2, 0)


@pytest.mark.parametrize(
    ("kind", "visible_id", "expected"),
    [
        ("stream", "A", ["A1.1"]),
        ("division", "KASKO", ["B1.1"]),
        ("initiative", "B1", ["B1.1"]),
        ("theme", "T1", ["A1.1", "B1.1"]),
        ("theme", "T2", []),
    ],
)
def test_a_part_of_the_plan_holds_its_milestones(
    working: Office, kind: str, visible_id: str, expected: list[str]
) -> None:
    scope = Scope(kind, working.uid(kind, visible_id))
    assert [m.id for m in working.plan.state().milestones_of(scope)] == expected


def test_a_milestone_without_an_owner_has_that_of_its_initiative(working: Office) -> None:
    state = working.plan.state()
    assert state.owner_of(state.find("milestone", "A1.1")) == state.find("owner", "CDO")


def test_the_own_owner_of_a_milestone_comes_first(working: Office) -> None:
    working.set("A1.1", owner=working.uid("owner", "CIO"))
    state = working.plan.state()
    assert state.owner_of(state.find("milestone", "A1.1")) == state.find("owner", "CIO")


def test_public_holidays_of_the_country_make_a_milestone_less_late(office: Office) -> None:
    office.at(START).set_frame(start=date(2019, 4, 1))
    office.add("A1.1", forecast=date(2019, 4, 18))
    state = office.plan.state(date(2019, 4, 25))
    # Good Friday and Easter Monday lie between.
    assert state.late_workdays(state.milestones[0]) == 3


def test_rows_are_found_in_any_case_of_letters(working: Office) -> None:
    assert working.plan.state().find("milestone", " a1.1 ").id == "A1.1"


def test_ids_are_ordered_as_people_do() -> None:
    ids = ["P10", "A1.10", "a1.2", "P1", "A1", "10", "9"]
    assert sorted(ids, key=natural_key) == ["9", "10", "A1", "a1.2", "A1.10", "P1", "P10"]


def test_a_missing_text_falls_back_to_the_next_language(office: Office) -> None:
    office.set("A1", "initiative", title_en=None, title_sv="Projekt")
    assert text(office.row("initiative", "A1"), "title", "fi") == "Projekt"


def test_the_plan_at_a_revision_knows_nothing_later(working: Office) -> None:
    number = working.plan.last_revision()
    working.set("A1.1", weight=13)
    uid = working.uid("milestone", "A1.1")
    working.plan.apply([Edit("milestone", uid, "note", None, "x")], source="screen")
    found = working.plan.state(at_revision=number).find("milestone", "A1.1")
    assert (found.weight, found.note) == (3, None)
