"""Rounds of hand-offs: which rows a division gets, how far a round has come, and what speaks against its date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from builders import START, Office, calendar, day

from models.edits import creation
from models.rules.figures import figures, late_handoffs
from models.rules.records import ClosedWeek, Division, Handoff
from models.rules.rounds import (
    days_to_answer,
    doubts,
    is_awaited,
    round_id,
    rows_for,
    state_of,
    workdays_to_answer,
)
from models.rules.words import HandoffState

WEDNESDAY = date(2018, 10, 17)
TUESDAY = date(2018, 10, 23)


def handoff(**fields: Any) -> Handoff:
    values = dict.fromkeys(Handoff._fields) | {
        "uid": "h",
        "id": "HO-09-SOTE",
        "division": "d",
        "week": 9,
        "due": TUESDAY,
    }
    return Handoff(**values | fields)


def division(**fields: Any) -> Division:
    return Division(**dict.fromkeys(Division._fields) | {"uid": "d", "id": "SOTE"} | fields)


def closed(monday: date, **fields: Any) -> ClosedWeek:
    return ClosedWeek(**dict.fromkeys(ClosedWeek._fields) | {"uid": "c", "monday": monday} | fields)


# Rows.


@pytest.fixture
def working(office: Office) -> Office:
    """SOTE has A1.1 and A1.2, KASKO has B1.1 and B1.2."""
    kasko = {"division": office.uid("division", "KASKO"), "initiative": office.uid("initiative", "B1")}
    for id_ in ("A1.1", "A1.2"):
        office.add(id_)
    for id_ in ("B1.1", "B1.2"):
        office.add(id_, **kasko)
    return office


def own(office: Office, code: str = "SOTE") -> list[str]:
    return [each.id for each in rows_for(office.plan.state(), office.uid("division", code)).own]


def waiting(office: Office, code: str = "SOTE") -> list[str]:
    return [each.id for each in rows_for(office.plan.state(), office.uid("division", code)).waiting]


def links(office: Office, code: str = "SOTE") -> list[str]:
    return [each.id for each in rows_for(office.plan.state(), office.uid("division", code)).dependencies]


def test_a_division_gets_its_own_milestones(working: Office) -> None:
    assert (own(working), own(working, "KASKO")) == (["A1.1", "A1.2"], ["B1.1", "B1.2"])


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_a_division_gets_no_closed_milestone(working: Office, status: str) -> None:
    working.set("A1.1", status=status)
    assert own(working) == ["A1.2"]


def test_a_division_gets_no_removed_milestone(working: Office) -> None:
    working.remove("A1.1")
    assert own(working) == ["A1.2"]


def test_a_milestone_belongs_to_its_division_not_to_that_of_its_initiative(working: Office) -> None:
    working.set("A1.1", division=working.uid("division", "KASKO"))
    assert own(working, "KASKO") == ["A1.1", "B1.1", "B1.2"]


def test_a_division_sees_who_waits_for_it(working: Office) -> None:
    working.link("X1", "B1.1", "A1.1")
    assert waiting(working) == ["B1.1"]


def test_a_division_does_not_see_whom_it_waits_for(working: Office) -> None:
    working.link("X1", "A1.1", "B1.1")
    assert waiting(working) == []


def test_who_waits_twice_is_seen_once(working: Office) -> None:
    working.link("X1", "B1.1", "A1.1")
    working.link("X2", "B1.1", "A1.2")
    assert waiting(working) == ["B1.1"]


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_who_waited_and_is_closed_is_not_seen(working: Office, status: str) -> None:
    working.link("X1", "B1.1", "A1.1")
    working.set("B1.1", status=status)
    assert waiting(working) == []


def test_its_own_milestone_that_waits_for_another_of_its_own_stands_once(working: Office) -> None:
    working.link("X1", "A1.2", "A1.1")
    rows = rows_for(working.plan.state(), working.uid("division", "SOTE"))
    assert [each.id for each in rows.milestones] == ["A1.1", "A1.2"]


@pytest.mark.parametrize(("waits", "provides"), [("A1.1", "B1.1"), ("B1.1", "A1.1"), ("A1.1", "A1.2")])
def test_a_division_gets_the_dependencies_of_either_side(working: Office, waits: str, provides: str) -> None:
    working.link("X1", waits, provides)
    assert links(working) == ["X1"]


def test_a_division_gets_no_dependency_of_others(working: Office) -> None:
    working.link("X1", "B1.1", "B1.2")
    assert links(working) == []


def test_a_dependency_with_one_open_end_is_sent(working: Office) -> None:
    working.link("X1", "A1.1", "B1.1")
    working.set("B1.1", status="done")
    assert links(working) == ["X1"]


def test_a_dependency_whose_ends_are_both_done_is_not_sent(working: Office) -> None:
    working.link("X1", "A1.1", "B1.1")
    working.set("B1.1", status="done")
    working.set("A1.1", status="done")
    assert links(working) == []


def test_a_dependency_with_a_dropped_end_is_not_sent(working: Office) -> None:
    working.link("X1", "A1.1", "B1.1")
    working.set("B1.1", status="dropped")
    assert links(working) == []


# States.


@pytest.mark.parametrize(
    ("fields", "on", "state"),
    [
        ({}, WEDNESDAY, "made"),
        ({}, TUESDAY + timedelta(9), "made"),
        ({"sent": WEDNESDAY}, WEDNESDAY, "sent"),
        ({"sent": WEDNESDAY}, WEDNESDAY - timedelta(1), "made"),
        ({"sent": WEDNESDAY}, TUESDAY, "sent"),
        ({"sent": WEDNESDAY}, TUESDAY + timedelta(1), "missing"),
        ({"sent": WEDNESDAY, "returned": TUESDAY}, TUESDAY, "merged"),
        ({"sent": WEDNESDAY, "returned": TUESDAY, "undecided": 0}, TUESDAY, "merged"),
        ({"sent": WEDNESDAY, "returned": TUESDAY, "undecided": 2}, TUESDAY, "returned"),
        ({"sent": WEDNESDAY, "returned": TUESDAY}, WEDNESDAY, "sent"),
        ({"sent": WEDNESDAY, "returned": TUESDAY + timedelta(9)}, TUESDAY + timedelta(2), "missing"),
        ({"returned": TUESDAY}, TUESDAY, "merged"),
        ({"sent": WEDNESDAY, "cancelled": TUESDAY}, TUESDAY, "cancelled"),
        ({"sent": WEDNESDAY, "cancelled": TUESDAY}, WEDNESDAY, "sent"),
        ({"cancelled": WEDNESDAY, "returned": WEDNESDAY}, TUESDAY, "cancelled"),
    ],
)
def test_how_far_a_hand_off_has_come(fields: dict[str, Any], on: date, state: str) -> None:
    assert state_of(handoff(**fields), on) is HandoffState(state)


@pytest.mark.parametrize(
    ("fields", "awaited"),
    [
        ({}, True),
        ({"sent": WEDNESDAY}, True),
        ({"sent": date(2018, 10, 1), "due": date(2018, 10, 9)}, True),
        ({"returned": WEDNESDAY}, False),
        ({"returned": WEDNESDAY, "undecided": 1}, False),
        ({"cancelled": WEDNESDAY}, False),
    ],
)
def test_a_hand_off_is_awaited_until_it_comes_back_or_is_called_off(
    fields: dict[str, Any], awaited: bool
) -> None:
    assert is_awaited(handoff(**fields), WEDNESDAY) is awaited


def test_the_days_to_answer_are_calendar_days() -> None:
    assert days_to_answer(handoff(sent=WEDNESDAY, returned=TUESDAY)) == 6


@pytest.mark.parametrize("fields", [{"sent": WEDNESDAY}, {"returned": TUESDAY}])
def test_the_days_to_answer_are_not_known_before_both_ends_are(fields: dict[str, Any]) -> None:
    assert days_to_answer(handoff(**fields)) is None


# Ids.


@pytest.mark.parametrize(
    ("week", "code", "taken", "expected"),
    [
        (9, "KASKO", [], "HO-09-KASKO"),
        (9, "KASKO", ["HO-09-KASKO"], "HO-09-KASKO-2"),
        (9, "KASKO", ["HO-09-KASKO", "HO-09-KASKO-2"], "HO-09-KASKO-3"),
        (9, "KASKO", ["HO-09-KASKO-2"], "HO-09-KASKO"),
        (9, "KASKO", ["ho-09-kasko"], "HO-09-KASKO-2"),
        (0, "KASKO", [], "HO-00-KASKO"),
        (-3, "KASKO", [], "HO-00-KASKO"),
        (13, "KASKO", [], "HO-13-KASKO"),
        (9, "A.B C|D", [], "HO-09-A-B-C-D"),
        (9, "Kh-Ä1", [], "HO-09-Kh-Ä1"),
    ],
)
def test_the_id_of_a_round(week: int, code: str, taken: list[str], expected: str) -> None:
    assert round_id(week, code, taken) == expected


# Dates.


@pytest.mark.parametrize(
    ("sent_on", "due", "expected"),
    [
        (WEDNESDAY, TUESDAY, 5),
        (WEDNESDAY, WEDNESDAY, 1),
        (WEDNESDAY, date(2018, 10, 21), 3),
        (date(2018, 10, 20), TUESDAY, 2),
        (WEDNESDAY, date(2018, 10, 16), 0),
    ],
)
def test_the_working_days_to_answer_include_both_ends(sent_on: date, due: date, expected: int) -> None:
    assert workdays_to_answer(calendar(), sent_on, due) == expected


def test_a_public_holiday_is_no_day_to_answer() -> None:
    plan = calendar(holidays=frozenset({date(2018, 10, 19)}))
    assert workdays_to_answer(plan, WEDNESDAY, TUESDAY) == 4


def told(due: date, *weeks: ClosedWeek, **more: Any) -> tuple[str, ...]:
    return doubts(calendar(**more), weeks, division(), WEDNESDAY, due)


def test_wednesday_to_tuesday_is_long_enough() -> None:
    assert told(TUESDAY) == ()


def test_less_than_five_working_days_is_told() -> None:
    assert told(date(2018, 10, 22)) == ("SOTE has 4 working days to answer, 5 are usual.",)


def test_one_working_day_is_told_in_the_singular() -> None:
    assert told(WEDNESDAY) == ("SOTE has 1 working day to answer, 5 are usual.",)


def test_a_date_that_is_past_is_told_and_nothing_else() -> None:
    assert told(date(2018, 10, 16), closed(date(2018, 10, 15))) == ("2018-10-16 is past already.",)


def test_a_date_after_the_last_day_of_the_plan_is_told() -> None:
    assert told(date(2018, 11, 18)) == ("2018-11-18 is after the plan's last day, 2018-11-17.",)


def test_the_last_day_of_the_plan_is_no_doubt() -> None:
    assert told(date(2018, 11, 17)) == ()


def test_a_public_holiday_on_the_way_is_told() -> None:
    found = told(date(2018, 10, 26), holidays=frozenset({date(2018, 10, 19)}))
    assert found == ("2018-10-19 is a public holiday.",)


def test_a_public_holiday_on_a_weekend_is_no_doubt() -> None:
    assert told(TUESDAY, holidays=frozenset({date(2018, 10, 20)})) == ()


def test_a_public_holiday_after_the_due_date_is_no_doubt() -> None:
    assert told(TUESDAY, holidays=frozenset({date(2018, 10, 24)})) == ()


def test_a_closed_week_of_the_division_is_told_with_its_name() -> None:
    week = closed(date(2018, 10, 15), division="d", name_en="Autumn break")
    assert told(TUESDAY, week) == ("SOTE is closed in the week of 2018-10-15 (Autumn break).",)


def test_a_closed_week_without_a_name_is_told_too() -> None:
    assert told(TUESDAY, closed(date(2018, 10, 22))) == ("SOTE is closed in the week of 2018-10-22.",)


def test_a_closed_week_of_another_division_is_no_doubt() -> None:
    assert told(TUESDAY, closed(date(2018, 10, 22), division="other")) == ()


def test_a_closed_week_that_begins_after_a_due_sunday_is_no_doubt() -> None:
    assert "closed" not in " ".join(told(date(2018, 10, 28), closed(date(2018, 10, 29))))


def test_the_doubts_speak_the_language_of_who_reads_them() -> None:
    from models.language import speaking

    with speaking("fi"):
        assert told(date(2018, 10, 16)) == ("16.10.2018 on jo mennyt.",)


# Figures.


def late(office: Office, number: int) -> list[str]:
    return [each.id for each in late_handoffs(office.plan.state(day(number)))]


def asked(office: Office, name: str, **values: Any) -> None:
    fields = {"id": name, "week": 1, "due": day(9), "division": office.uid("division", "SOTE")}
    office.at(START).add_row("handoff", **(fields | values))


def test_a_hand_off_that_nobody_sent_is_never_late(office: Office) -> None:
    asked(office, "H1")
    assert (late(office, 20), figures(office.plan.state(day(20))).handoffs_late) == ([], 0)


def test_a_hand_off_that_was_sent_is_late_after_its_date(office: Office) -> None:
    asked(office, "H1", sent=day(3))
    assert (late(office, 9), late(office, 10)) == ([], ["H1"])


def test_a_hand_off_that_was_called_off_is_late_no_more(office: Office) -> None:
    asked(office, "H1", sent=day(3))
    office.at(day(12)).set("H1", "handoff", cancelled=day(12))
    assert (late(office, 11), late(office, 12)) == (["H1"], [])


def test_a_hand_off_that_came_back_in_part_is_not_late(office: Office) -> None:
    asked(office, "H1", sent=day(3))
    office.at(day(12)).set("H1", "handoff", returned=day(12), undecided=3)
    assert late(office, 13) == []


def test_a_later_unsent_round_makes_up_for_nothing(office: Office) -> None:
    asked(office, "H1", sent=day(3))
    asked(office, "H2", due=day(16), week=2)
    assert late(office, 20) == ["H1"]


def test_a_closed_week_of_the_plan_is_known_to_the_doubts(office: Office) -> None:
    office.plan.apply(creation("closed_week", {"monday": day(8), "name_en": "Break"}), source="screen")
    state = office.plan.state()
    found = doubts(state.calendar, state.closed_weeks, office.row("division", "SOTE"), day(3), day(9))
    assert found == (
        "SOTE has 3 working days to answer, 5 are usual.",
        "SOTE is closed in the week of 2018-08-27 (Break).",
    )
