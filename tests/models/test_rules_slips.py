"""Slips by reason: which moves count, for how many working days, and under which reason."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from builders import START, Office, day, loaded_plan, new_office, properties
from histories import Step, Told, played, steps
from hypothesis import given
from hypothesis import strategies as st
from replay import finnish_holidays

from models.rules.slips import Slips, slips_text
from models.rules.state import Scope


def slips_on(office: Office, number: int = 90, scope: Scope | None = None) -> Slips:
    return office.plan.series.slips(office.plan.state(day(number)), scope)


def told(found: Slips) -> list[tuple[str | None, int, int]]:
    """Reason, working days and milestones."""
    return [
        (each.reason.id if each.reason else None, each.workdays, each.milestones) for each in found.reasons
    ]


@pytest.fixture
def baselined(office: Office) -> Office:
    """Two milestones, both due on Friday of week 6, with a baseline of day 5."""
    office.add("A1.1", forecast=day(40))
    office.add("A1.2", forecast=day(40))
    office.at(day(5)).plan.confirm_baseline()
    return office


def move(office: Office, number: int, to: int, name: str = "A1.1", reason: str | None = None) -> None:
    """On a day, moves a milestone to another day, both by their numbers."""
    values = {"reason": office.uid("reason", reason)} if reason else {}
    office.at(day(number)).set(name, forecast=day(to), **values)


def test_a_forecast_that_moves_later_is_a_slip_of_the_working_days_between(baselined: Office) -> None:
    move(baselined, 20, 47, reason="legal")
    assert told(slips_on(baselined)) == [("legal", 5, 1)]


def test_a_forecast_that_moves_earlier_is_none(baselined: Office) -> None:
    move(baselined, 20, 33)
    assert told(slips_on(baselined)) == []


def test_from_a_friday_to_the_saturday_no_working_day_is_lost(baselined: Office) -> None:
    move(baselined, 20, 41)
    assert told(slips_on(baselined)) == [(None, 0, 1)]


def test_a_public_holiday_is_no_working_day(baselined: Office) -> None:
    baselined.set_frame(start=date(2018, 11, 1))
    baselined.at(date(2018, 11, 2)).set("A1.1", forecast=date(2018, 12, 5))
    baselined.at(date(2018, 11, 3)).set("A1.1", forecast=date(2018, 12, 7))
    (reason,) = baselined.plan.series.slips(baselined.plan.state(date(2018, 11, 4))).reasons
    assert reason.slips[-1].workdays == 1


def test_up_to_the_day_of_the_baseline_moves_are_planning(baselined: Office) -> None:
    move(baselined, 5, 47)
    assert told(slips_on(baselined)) == []


def test_without_a_baseline_there_are_none(office: Office) -> None:
    office.add("A1.1", forecast=day(40))
    office.at(day(8)).set("A1.1", forecast=day(50))
    assert (slips_on(office).reasons, slips_on(office).baseline_on) == ((), None)


def test_as_of_a_day_later_slips_are_not_known(baselined: Office) -> None:
    move(baselined, 20, 47)
    assert [told(slips_on(baselined, n)) for n in (19, 20)] == [[], [(None, 5, 1)]]


def test_a_milestone_that_came_after_the_baseline_slips_too(baselined: Office) -> None:
    baselined.at(day(10)).add("A1.3", forecast=day(40))
    move(baselined, 20, 47, "A1.3")
    assert told(slips_on(baselined)) == [(None, 5, 1)]


def test_what_was_dropped_later_has_slipped_all_the_same(baselined: Office) -> None:
    move(baselined, 20, 47, reason="legal")
    baselined.at(day(25)).set("A1.1", status="dropped")
    assert told(slips_on(baselined)) == [("legal", 5, 1)]


def test_what_was_removed_is_left_out(baselined: Office) -> None:
    move(baselined, 20, 47)
    baselined.at(day(25)).remove("A1.1")
    assert told(slips_on(baselined)) == []


def test_a_move_that_is_undone_the_same_day_leaves_no_trace(baselined: Office) -> None:
    move(baselined, 20, 47)
    baselined.plan.undo()
    assert told(slips_on(baselined)) == []


def test_a_move_that_is_taken_back_later_has_slipped_all_the_same(baselined: Office) -> None:
    move(baselined, 20, 47)
    move(baselined, 22, 40)
    assert told(slips_on(baselined)) == [(None, 5, 1)]


def test_two_moves_of_one_day_are_one_slip(baselined: Office) -> None:
    move(baselined, 20, 43)
    move(baselined, 20, 47)
    (reason,) = slips_on(baselined).reasons
    assert [(slip.old, slip.new) for slip in reason.slips] == [(day(40), day(47))]


# The reason at that time.


def test_a_slip_keeps_its_reason_when_another_is_given_later(baselined: Office) -> None:
    move(baselined, 20, 47, reason="legal")
    move(baselined, 30, 54, reason="funding")
    assert told(slips_on(baselined)) == [("legal", 5, 1), ("funding", 5, 1)]


def test_the_reason_that_stood_before_counts_where_none_is_given(baselined: Office) -> None:
    baselined.at(day(10)).set("A1.1", status="blocked", reason=baselined.uid("reason", "legal"))
    move(baselined, 20, 47)
    assert told(slips_on(baselined)) == [("legal", 5, 1)]


def test_a_reason_that_the_milestone_was_created_with_counts(baselined: Office) -> None:
    baselined.at(day(6)).add("A1.3", forecast=day(40), reason=baselined.uid("reason", "funding"))
    move(baselined, 20, 47, "A1.3")
    assert told(slips_on(baselined)) == [("funding", 5, 1)]


def test_a_slip_keeps_its_reason_when_the_milestone_is_done_that_day(baselined: Office) -> None:
    move(baselined, 20, 47, reason="legal")
    baselined.set("A1.1", status="done")
    assert told(slips_on(baselined)) == [("legal", 5, 1)]


def test_a_reason_that_left_the_list_counts_as_none(baselined: Office) -> None:
    move(baselined, 20, 47, reason="legal")
    baselined.at(day(21)).set("A1.1", reason=None)
    baselined.remove("legal", "reason")
    assert told(slips_on(baselined)) == [(None, 5, 1)]


def test_the_reason_with_the_most_working_days_comes_first(baselined: Office) -> None:
    move(baselined, 20, 47, "A1.1", "legal")
    move(baselined, 20, 61, "A1.2", "funding")
    assert told(slips_on(baselined)) == [("funding", 15, 1), ("legal", 5, 1)]


def test_of_equal_working_days_the_reason_of_more_milestones_comes_first(baselined: Office) -> None:
    baselined.at(day(6)).add("A1.3", forecast=day(40))
    move(baselined, 20, 47, "A1.3", "legal")
    move(baselined, 20, 43, "A1.1", "funding")
    move(baselined, 20, 46, "A1.2", "funding")
    assert told(slips_on(baselined)) == [("funding", 5, 2), ("legal", 5, 1)]


def test_a_part_of_the_plan_has_the_slips_of_its_own_milestones(baselined: Office) -> None:
    division = baselined.uid("division", "KASKO")
    baselined.at(day(6)).add("B1.1", forecast=day(40), division=division)
    move(baselined, 20, 47)
    move(baselined, 20, 54, "B1.1")
    assert told(slips_on(baselined, scope=Scope("division", division))) == [(None, 10, 1)]


# Against others.


def test_the_slips_of_the_sample_are_those_that_its_file_tells(tmp_path: Path, sample_folder: Path) -> None:
    expected: dict[str, set[tuple[str, str, str, str]]] = defaultdict(set)
    with (sample_folder / "slips.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["old_due"] < row["new_due"]:
                slip = (row["milestone"], row["event_date"], row["old_due"], row["new_due"])
                expected[row["reason"]].add(slip)
    with loaded_plan(tmp_path / "plan.db", sample_folder) as plan:
        found = plan.series.slips(plan.state(day(90)))
    assert {
        each.reason.id if each.reason else "": {
            (slip.milestone.id, str(slip.day), str(slip.old), str(slip.new)) for slip in each.slips
        }
        for each in found.reasons
    } == expected


def replayed(history: Told, asked: int) -> int:
    """Working days of all slips, day after day, counted from the list of writes."""
    holidays = finnish_holidays(2018) | finnish_holidays(2019)
    on, total = history.baseline_on, 0
    if on is None:
        return 0
    for number in range((on - START).days + 2, asked + 1):
        before, after = history.rows(day(number - 1)), history.rows(day(number))
        for name, row in after.items():
            if not history.rows(day(asked))[name]["exists"] or name not in before:
                continue
            each, new = before[name]["forecast"], row["forecast"]
            while each < new:
                each += day(2) - day(1)
                total += each.isoweekday() <= 5 and each not in holidays
    return total


@properties
@given(steps(), st.integers(1, 110))
def test_all_slips_together_are_what_a_replay_of_the_history_counts(history: list[Step], asked: int) -> None:
    with new_office() as office:
        written = played(office, history)
        found = slips_on(office, asked)
    assert sum(each.workdays for each in found.reasons) == replayed(written, asked)


# In words.


def test_slips_are_told_with_the_reason_that_cost_most(baselined: Office) -> None:
    move(baselined, 20, 47, "A1.1", "legal")
    move(baselined, 20, 61, "A1.2", "funding")
    assert slips_text(slips_on(baselined)) == (
        "2 milestones slipped by 20 working days together since the baseline. Most for: Waiting for funding (15)."
    )


def test_a_plan_without_a_slip_says_so(baselined: Office) -> None:
    assert slips_text(slips_on(baselined)) == "No date has moved later since the baseline."


def test_a_plan_without_a_baseline_says_that_nothing_is_counted(office: Office) -> None:
    assert slips_text(slips_on(office)).endswith("it is not confirmed yet.")
