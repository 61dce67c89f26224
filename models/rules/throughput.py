"""Throughput: weight done, by week of the plan and by working day; what is past only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from models.language import _, current, date_text, monday_of, number_text
from models.rules.calendar import ONE_DAY, WorkCalendar
from models.rules.records import Milestone
from models.rules.words import Status

WORKDAYS_OF_WEEK: Final = 5
"""Weeks are compared as if each had so many working days."""


@dataclass(frozen=True)
class DoneDay:
    """Weight done on one day."""

    day: date
    done: int
    is_workday: bool


@dataclass(frozen=True)
class ThroughputWeek:
    """Weight done in one week of the plan."""

    week: int
    first: date
    """Its first day that belongs to the plan: a Monday, but for a plan that starts on another day."""
    last: date
    """Its last day that belongs to the plan."""
    days: tuple[DoneDay, ...]
    """Its days up to the day of evaluation."""

    @property
    def done(self) -> int:
        """Weight done on all of its days."""
        return sum(day.done for day in self.days)

    @property
    def is_over(self) -> bool:
        """Whether all of its days are known."""
        return bool(self.days) and self.days[-1].day >= self.last


@dataclass(frozen=True)
class Throughput:
    """Weight done week by week, and what is left."""

    weeks: tuple[ThroughputWeek, ...]
    """From week 1 to the week of the day of evaluation, or the last one of the plan."""
    count: int
    """How many weeks the plan has."""
    remaining: int
    """In scope and not done."""
    workdays_left: int
    """Working days of the plan after the day of evaluation."""

    @property
    def done(self) -> int:
        """Weight done in all weeks."""
        return sum(week.done for week in self.weeks)

    @property
    def workdays(self) -> int:
        """Working days of the plan so far."""
        return sum(day.is_workday for week in self.weeks for day in week.days)


def throughput(milestones: Iterable[Milestone], *, calendar: WorkCalendar, day: date) -> Throughput:
    """Weight of done milestones by the week of their actual date, from day 1 on.

    Args:
        milestones: the living ones, as known on `day`.
    """
    done: defaultdict[date, int] = defaultdict(int)
    remaining = 0
    for milestone in milestones:
        if milestone.status is Status.DONE and milestone.actual is not None:
            done[milestone.actual] += milestone.weight
        elif milestone.in_scope:
            remaining += milestone.weight
    weeks: list[ThroughputWeek] = []
    until = min(day, calendar.end)
    first = calendar.start
    while first <= until:
        last = min(monday_of(first) + timedelta(days=6), calendar.end)
        known = min(last, until)
        days = tuple(
            DoneDay(when, done.get(when, 0), calendar.is_workday(when))
            for when in (first + timedelta(days=n) for n in range((known - first).days + 1))
        )
        weeks.append(ThroughputWeek(len(weeks) + 1, first, last, days))
        first = last + ONE_DAY
    left = max(calendar.workdays(max(day, calendar.start - ONE_DAY), calendar.end), 0)
    return Throughput(tuple(weeks), calendar.weeks, remaining, left)


def throughput_text(series: Throughput) -> str:
    """What throughput says, in one or two sentences in the reader's language; a week is one of five working days."""
    if not series.weeks:
        return _("The plan has not begun yet, so nothing could be done.")
    pace = series.done / series.workdays * WORKDAYS_OF_WEEK if series.workdays else 0.0
    sentence = _("{done} done by {date}: {pace} a week.").format(
        done=number_text(series.done), date=date_text(series.weeks[-1].days[-1].day), pace=_one_decimal(pace)
    )
    if series.remaining and series.workdays_left:
        needed = series.remaining / series.workdays_left * WORKDAYS_OF_WEEK
        sentence += " " + _("To finish the other {remaining} in time takes {pace} a week.").format(
            remaining=number_text(series.remaining), pace=_one_decimal(needed)
        )
    elif series.remaining:
        sentence += " " + _("{remaining} remain.").format(remaining=number_text(series.remaining))
    return sentence


def _one_decimal(number: float) -> str:
    """A number with one decimal, as the reader writes it."""
    whole, part = divmod(round(number * 10), 10)
    return f"{number_text(whole)}{'.' if current() == 'en' else ','}{part}"
