"""Late, stale, silently slipping, and the traffic light of a milestone and of what is made of milestones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from models.rules.calendar import WorkCalendar
from models.rules.records import Milestone
from models.rules.words import Light, Status

RED_AFTER_LATE_WORKDAYS: Final = 5
"""More working days late than this is red."""
RED_WHEN_BLOCKED_WITHIN_DAYS: Final = 10
"""Blocked with the date at most this many calendar days away, or past, is red."""
AMBER_WHEN_UNSTARTED_WITHIN_DAYS: Final = 7
"""Not started with the date at most this many calendar days away is amber."""
STALE_AFTER_DAYS: Final = 10
"""More calendar days than this since the last update is stale."""


def is_late(milestone: Milestone, day: date) -> bool:
    """Open, and its forecast lies before the day."""
    return milestone.is_open and milestone.forecast < day


def late_workdays(milestone: Milestone, day: date, calendar: WorkCalendar) -> int:
    """Working days after the forecast up to and including the day; 0 where it is not late.

    Public holidays are left out, closed weeks are not. A milestone can be late by 0 working days: on the Saturday after
    a Friday.
    """
    if not is_late(milestone, day):
        return 0
    return calendar.variance(milestone.forecast, day)


def is_stale(milestone: Milestone, day: date) -> bool:
    """Open, started, and more than ten days since the last change or confirmation."""
    return (
        milestone.is_open
        and milestone.status is not Status.NOT_STARTED
        and (day - milestone.updated_on).days > STALE_AFTER_DAYS
    )


def is_silent_slip(milestone: Milestone, day: date) -> bool:
    """Late, and neither its date, status nor reason changed since the forecast passed."""
    return is_late(milestone, day) and milestone.course_on <= milestone.forecast


def light(milestone: Milestone, day: date, calendar: WorkCalendar) -> Light | None:
    """The milestone's light on a day; None when it is done, dropped or removed. The first that fits counts."""
    if not milestone.is_open:
        return None
    status, days_left = milestone.status, (milestone.forecast - day).days
    late = late_workdays(milestone, day, calendar)
    blocked = status is Status.BLOCKED
    if late > RED_AFTER_LATE_WORKDAYS or (blocked and days_left <= RED_WHEN_BLOCKED_WITHIN_DAYS):
        return Light.RED
    near = status is Status.NOT_STARTED and days_left <= AMBER_WHEN_UNSTARTED_WITHIN_DAYS
    if late >= 1 or blocked or status is Status.AT_RISK or near:
        return Light.AMBER
    return Light.GREY if is_stale(milestone, day) else Light.GREEN


WORST_FIRST: Final = tuple(Light)
"""Red, amber, grey, green."""


def worst(lights: Iterable[Light | None]) -> Light | None:
    """The worst of some lights; None where there is none."""
    found = set(lights)
    return next((candidate for candidate in WORST_FIRST if candidate in found), None)


@dataclass(frozen=True)
class LightCounts:
    """How many milestones of an initiative, a stream or a plan have which light, or are closed."""

    red: int = 0
    amber: int = 0
    green: int = 0
    grey: int = 0
    done: int = 0
    dropped: int = 0

    @property
    def worst(self) -> Light | None:
        """The worst light that any of them has; None where all are closed."""
        return worst(one for one in WORST_FIRST if getattr(self, one.value))


def light_counts(milestones: Iterable[Milestone], day: date, calendar: WorkCalendar) -> LightCounts:
    """Counts the lights of milestones on a day; removed ones do not count."""
    return counts((light(m, day, calendar), m) for m in milestones if m.alive)


def counts(lit: Iterable[tuple[Light | None, Milestone]]) -> LightCounts:
    """Counts lights that are known already, each with its milestone."""
    return LightCounts(**Counter((light or milestone.status).value for light, milestone in lit))
