"""Milestone trend: a point for each report, the diagonal, silent slips below it, and where the lines end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import Office, day

from models.clock import Clock
from models.plan import Plan
from models.rules.lights import is_silent_slip
from models.rules.state import Scope
from models.rules.trend import CHOSEN_LINES, Direction, Trend, TrendLine
from models.store import open_plan

FRIDAYS = [day(5 + 7 * week) for week in range(13)]


def flagged(office: Office, **fields: Any) -> None:
    office.add("A1.1", **{"trend": True, "forecast": day(40), **fields})


def freeze(office: Office, *weeks: int) -> None:
    for week in weeks:
        office.at(FRIDAYS[week - 1]).plan.snapshots.take()


def trend_on(office: Office, number: int) -> Trend:
    return office.plan.snapshots.trend(office.at(day(number)).plan.state(day(number)))


def line_on(office: Office, number: int) -> TrendLine:
    (line,) = trend_on(office, number).lines
    return line


def points(line: TrendLine) -> list[tuple[date, date]]:
    return [(point.day, point.expected) for point in line.points]


def test_a_line_has_a_point_for_each_snapshot_and_one_for_today(office: Office) -> None:
    flagged(office)
    freeze(office, 1)
    office.at(day(8)).set("A1.1", forecast=day(50))
    freeze(office, 2)
    assert points(line_on(office, 15)) == [(day(5), day(40)), (day(12), day(50)), (day(15), day(50))]


def test_on_the_day_of_a_snapshot_the_present_stands_for_it(office: Office) -> None:
    flagged(office)
    freeze(office, 1)
    office.set("A1.1", forecast=day(50))
    assert points(line_on(office, 5)) == [(day(5), day(50))]


def test_a_corrected_week_counts_once_by_its_newest_version(office: Office) -> None:
    flagged(office)
    freeze(office, 1)
    office.set("A1.1", forecast=day(50))
    office.plan.snapshots.take(correction="A date was wrong")
    assert points(line_on(office, 8)) == [(day(5), day(50)), (day(8), day(50))]


def test_as_of_a_day_only_the_versions_up_to_it_count(office: Office) -> None:
    flagged(office)
    office.at(day(3)).plan.snapshots.take()
    office.at(day(5)).set("A1.1", forecast=day(50))
    office.plan.snapshots.take(correction="A date was wrong")
    assert points(line_on(office, 4)) == [(day(3), day(40)), (day(4), day(40))]


def test_only_flagged_milestones_have_a_line_where_one_is_flagged(office: Office) -> None:
    flagged(office)
    office.add("A1.2")
    found = trend_on(office, 2)
    assert (found.is_flagged, [line.milestone.id for line in found.lines]) == (True, ["A1.1"])


def test_a_milestone_that_was_made_later_begins_later(office: Office) -> None:
    freeze(office, 1)
    office.at(day(9))
    flagged(office)
    assert points(line_on(office, 10)) == [(day(10), day(40))]


def test_a_line_ends_on_the_diagonal_when_it_is_met(office: Office) -> None:
    flagged(office)
    freeze(office, 1)
    office.at(day(9)).set("A1.1", status="done", actual=day(8))
    freeze(office, 2, 3)
    assert points(line_on(office, 30)) == [(day(5), day(40)), (day(8), day(8))]


def test_a_report_after_it_was_met_is_beaten_by_the_actual_date(office: Office) -> None:
    flagged(office)
    freeze(office, 1, 2)
    office.at(day(15)).set("A1.1", status="done", actual=day(11))
    assert points(line_on(office, 16)) == [(day(5), day(40)), (day(11), day(11))]


def test_a_line_of_a_dropped_one_ends_with_the_last_report_that_held_it(office: Office) -> None:
    flagged(office)
    freeze(office, 1)
    office.at(day(9)).set("A1.1", status="dropped")
    freeze(office, 2)
    assert points(line_on(office, 20)) == [(day(5), day(40))]


def test_one_that_was_dropped_before_any_report_has_no_line(office: Office) -> None:
    flagged(office, status="dropped")
    assert trend_on(office, 20).lines == ()


def test_a_date_that_passed_and_was_not_moved_is_a_silent_slip(office: Office) -> None:
    flagged(office, forecast=day(8))
    freeze(office, 1, 2, 3)
    assert [point.is_silent for point in line_on(office, 20).points] == [False, True, True, True]


def test_what_is_due_on_the_day_of_the_report_lies_on_the_diagonal(office: Office) -> None:
    flagged(office, forecast=day(12))
    freeze(office, 2)
    assert line_on(office, 12).is_silent is False


@pytest.mark.parametrize(
    ("forecast", "direction", "workdays"),
    [
        (day(40), Direction.FLAT, 0),
        (day(43), Direction.SLIPPING, 1),
        (day(47), Direction.SLIPPING, 5),
        (day(36), Direction.AHEAD, -4),
    ],
)
def test_the_direction_is_told_in_working_days(
    office: Office, forecast: date, direction: Direction, workdays: int
) -> None:
    flagged(office)
    freeze(office, 1)
    office.at(day(8)).set("A1.1", forecast=forecast)
    line = line_on(office, 9)
    assert (line.direction, line.moved_workdays) == (direction, workdays)


def test_the_last_day_of_the_plan_is_the_wall(office: Office) -> None:
    found = trend_on(office, 2)
    assert (found.start, found.wall, found.lines) == (day(1), day(90), ())


def test_a_part_of_the_plan_has_its_own_lines(office: Office) -> None:
    flagged(office)
    state = office.plan.state()
    lines = [
        office.plan.snapshots.trend(state, Scope("division", office.uid("division", each))).lines
        for each in ("SOTE", "KASKO")
    ]
    assert [len(each) for each in lines] == [1, 0]


# The sample, where nobody flagged a milestone.


@pytest.fixture
def sample(whole_plan_path: Path) -> Iterator[Plan]:
    """The sample on its last day."""
    with open_plan(whole_plan_path, clock=Clock(day(90)), person="tester") as opened:
        yield opened


def test_the_planted_silent_slips_are_flagged(sample: Plan) -> None:
    found = sample.snapshots.trend(sample.state())
    assert [line.milestone.id for line in found.lines if line.is_silent] == ["B5.3", "C3.3", "D2.3", "D4.3"]


def test_where_none_is_flagged_a_few_are_chosen(sample: Plan) -> None:
    found = sample.snapshots.trend(sample.state())
    assert (found.is_flagged, len(found.lines)) == (False, CHOSEN_LINES)


def test_a_planted_slip_lies_below_the_diagonal_from_the_friday_after_its_date(sample: Plan) -> None:
    found = sample.snapshots.trend(sample.state())
    (line,) = [line for line in found.lines if line.milestone.id == "D2.3"]
    assert [point.day for point in line.points if point.is_silent] == [FRIDAYS[11], FRIDAYS[12], day(90)]


@pytest.mark.parametrize("friday", FRIDAYS)
def test_every_point_is_what_the_plan_said_on_its_day(sample: Plan, friday: date) -> None:
    for line in sample.snapshots.trend(sample.state(day(90))).lines:
        for point in line.points:
            if point.day == friday and not (line.is_met and point is line.points[-1]):
                then = sample.state(friday).get("milestone", line.milestone.uid)
                assert (point.expected, point.is_silent) == (then.forecast, is_silent_slip(then, friday))
