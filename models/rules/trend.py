"""Milestone trend analysis: how the forecast of each flagged milestone moved from one snapshot to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from models.rules import lights
from models.rules.calendar import WorkCalendar
from models.rules.progress import variance_workdays
from models.rules.records import Milestone
from models.rules.state import PlanState, Scope
from models.rules.words import Status

CHOSEN_LINES: Final = 12
"""Where nobody flagged a milestone, so many lines are chosen."""


class Direction(StrEnum):
    """Where a line leads."""

    FLAT = "flat"
    """On plan."""
    SLIPPING = "slipping"
    AHEAD = "ahead"


class Report(NamedTuple):
    """What was reported of some milestones on one day."""

    day: date
    milestones: Mapping[str, Milestone]
    """By uid; those that there were on the day."""


class TrendPoint(NamedTuple):
    """What was expected of a milestone on a day."""

    day: date
    """x: the day of the report."""
    expected: date
    """y: the forecast, or the actual date once there is one."""
    is_silent: bool
    """Below the diagonal while open: the date had passed and was not moved."""


@dataclass(frozen=True)
class TrendLine:
    """How the forecast of one milestone moved."""

    milestone: Milestone
    """As it is known on the day of evaluation."""
    points: tuple[TrendPoint, ...]
    """By day, at least one; of a milestone that is met the last one lies on the diagonal, at its actual date."""
    moved_workdays: int
    """Working days from the first point's date to the last one's; negative is earlier."""

    @property
    def direction(self) -> Direction:
        """Where the line leads."""
        if self.moved_workdays == 0:
            return Direction.FLAT
        return Direction.SLIPPING if self.moved_workdays > 0 else Direction.AHEAD

    @property
    def is_met(self) -> bool:
        """Whether the milestone is done, so that the line has come to its end on the diagonal."""
        return self.milestone.status is Status.DONE

    @property
    def is_silent(self) -> bool:
        """Whether it is a silent slip at its last point."""
        return self.points[-1].is_silent


@dataclass(frozen=True)
class Trend:
    """The lines of a milestone trend chart."""

    start: date
    """Day 1, where the axes begin."""
    wall: date
    """The last day of the plan."""
    day: date
    """The day of evaluation."""
    is_flagged: bool
    """Whether people flagged the milestones; else they were chosen, as `trend_milestones` says."""
    lines: tuple[TrendLine, ...]
    """In the order of the milestones."""


def trend_milestones(state: PlanState, scope: Scope | None = None) -> tuple[bool, tuple[Milestone, ...]]:
    """Which milestones have a line, and whether people flagged them.

    Where none is flagged, they are chosen: the silent slips, then those that are furthest from their baseline.
    """
    milestones = [m for m in state.milestones_of(scope) if m.alive]
    flagged = tuple(m for m in milestones if m.trend)
    if flagged:
        return True, flagged
    in_scope = [m for m in milestones if m.in_scope]
    in_scope.sort(key=lambda m: (not lights.is_silent_slip(m, state.day), -_distance(m, state.calendar)))
    chosen = {m.uid for m in in_scope[:CHOSEN_LINES]}
    return False, tuple(m for m in milestones if m.uid in chosen)


def _distance(milestone: Milestone, calendar: WorkCalendar) -> int:
    return abs(variance_workdays(milestone, calendar) or 0)


def trend(state: PlanState, reports: Iterable[Report], scope: Scope | None = None) -> Trend:
    """The trend of the plan or of a part of it, on the state's day.

    Args:
        reports: what the snapshots up to that day say of the milestones that `trend_milestones` names, by day.
    """
    is_flagged, milestones = trend_milestones(state, scope)
    told = list(reports)
    lines = (_line(milestone, told, state) for milestone in milestones)
    return Trend(
        start=state.calendar.start,
        wall=state.calendar.end,
        day=state.day,
        is_flagged=is_flagged,
        lines=tuple(line for line in lines if line is not None),
    )


def _line(milestone: Milestone, reports: Sequence[Report], state: PlanState) -> TrendLine | None:
    """The line of a milestone; None for one that was dropped before any report."""
    points = [
        _point(report.day, then)
        for report in reports
        if report.day < state.day
        and (then := report.milestones.get(milestone.uid)) is not None
        and then.in_scope
    ]
    met = milestone.actual if milestone.status is Status.DONE else None
    if met is not None:
        # What was reported after it was met, by people who did not know it yet, is beaten by the actual date.
        points = [*(point for point in points if point.day < met), TrendPoint(met, met, is_silent=False)]
    elif milestone.in_scope:
        points.append(_point(state.day, milestone))
    if not points:
        return None
    moved = state.calendar.variance(points[0].expected, points[-1].expected)
    return TrendLine(milestone, tuple(points), moved)


def _point(day: date, milestone: Milestone) -> TrendPoint:
    reached = milestone.actual if milestone.status is Status.DONE else None
    return TrendPoint(day, reached or milestone.forecast, lights.is_late(milestone, day))
