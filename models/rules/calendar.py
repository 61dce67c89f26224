"""Days, weeks and working days of a plan."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from models.language import monday_of

FRIDAY: Final = 4
"""The weekday on which a week is frozen, Monday being 0."""
ONE_DAY = timedelta(days=1)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included; none where the last is earlier."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def iso_week(day: date) -> str:
    """The ISO week of a day, such as 2018-W42."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


@dataclass(frozen=True)
class WorkCalendar:
    """When a plan runs and on which of its days people work.

    A working day is Monday to Friday and neither a public holiday nor in a closed week. Day 1 is the start.
    """

    start: date
    days: int
    """Length in calendar days."""
    holidays: frozenset[date] = frozenset()
    """Public holidays of the plan's country, on whatever weekday they fall."""
    closed_mondays: frozenset[date] = frozenset()
    """Mondays of the weeks in which nobody works on the plan."""

    @property
    def end(self) -> date:
        """The last day of the plan: start + days - 1."""
        return self.start + timedelta(days=self.days - 1)

    @property
    def last_workday(self) -> date:
        """The last working day that is not after the end."""
        return self.workday_on_or_before(self.end)

    def holds(self, day: date) -> bool:
        """Whether a day is one of the plan's, first and last included."""
        return self.start <= day <= self.end

    def all_days(self) -> Iterator[date]:
        """Every calendar day of the plan, first and last included."""
        return days_between(self.start, self.end)

    def day_number(self, day: date) -> int:
        """1 on the first day; 0 and less before it; more than `days` after the end."""
        return (day - self.start).days + 1

    def week_number(self, day: date) -> int:
        """1 in the ISO week of the start; weeks begin on Monday."""
        return (monday_of(day) - monday_of(self.start)).days // 7 + 1

    def monday_of_week(self, week: int) -> date:
        """The Monday of a week of the plan, also of the first one where the plan begins later in it."""
        return monday_of(self.start) + timedelta(weeks=week - 1)

    @property
    def weeks(self) -> int:
        """How many ISO weeks the plan touches: 13 for 90 days from a Monday, one more from another day."""
        return self.week_number(self.end)

    def is_workday(self, day: date) -> bool:
        """Monday to Friday, no public holiday, not in a closed week."""
        return day.weekday() < 5 and day not in self.holidays and monday_of(day) not in self.closed_mondays

    def workday_on_or_before(self, day: date) -> date:
        """The day itself where it is a working day, else the last one before it."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """The day that is `count` working days after `day` (before it where `count` is negative)."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    @cached_property
    def _weekday_holidays(self) -> list[date]:
        return sorted(day for day in self.holidays if day.weekday() < 5)

    @cached_property
    def _closed_workdays(self) -> list[date]:
        days = (monday + timedelta(days=n) for monday in self.closed_mondays for n in range(5))
        return sorted(day for day in days if day not in self.holidays)

    def workdays(self, after: date, up_to: date) -> int:
        """How many working days lie after `after` up to and including `up_to`; negative where `up_to` is earlier."""
        if up_to < after:
            return -self.workdays(up_to, after)
        return self.variance(after, up_to) - _between(self._closed_workdays, after, up_to)

    def variance(self, planned: date, reached: date) -> int:
        """By how many working days a date was missed, or moved; negative where it came earlier.

        Public holidays are left out, closed weeks are not: who is late is late in a closed week too. Lateness and every
        comparison of an old date with a new one is counted so.
        """
        if reached < planned:
            return -self.variance(reached, planned)
        count = _weekdays_before(reached) - _weekdays_before(planned)
        return count - _between(self._weekday_holidays, planned, reached)


def _weekdays_before(day: date) -> int:
    """Weekdays from Monday 1 January of year 1 up to and including `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def _between(days: list[date], after: date, up_to: date) -> int:
    return bisect_right(days, up_to) - bisect_right(days, after)
