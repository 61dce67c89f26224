"""Throughput: weight done on each working day so far, from which the forecast draws, and by week of the plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from models.language import _, date_text, decimal_text, monday_of, number_text
from models.rules.burndown import nothing_text
from models.rules.calendar import ONE_DAY, WorkCalendar, days_between
from models.rules.progress import weights
from models.rules.records import Milestone
from models.rules.words import Status

WORKDAYS_OF_WEEK: Final = 5
"""Weeks are compared as if each had so many working days."""


class Throughput(NamedTuple):
    """What was done on one working day."""

    day: date
    weight: int
    milestones: int


@dataclass(frozen=True)
class ThroughputWeek:
    """What was done in one week of the plan."""

    week: int
    first: date
    """Its first day that belongs to the plan: a Monday, but for a plan that starts on another day."""
    last: date
    """Its last day that belongs to the plan."""
    days: tuple[Throughput, ...]
    """Its working days up to the day of evaluation."""
    is_over: bool
    """Whether no working day of it is still to come."""

    @property
    def done(self) -> int:
        """Weight done in it."""
        return sum(day.weight for day in self.days)


@dataclass(frozen=True)
class ThroughputWeeks:
    """Weight done week by week, and what is left."""

    day: date
    """The day of evaluation, or the last one of the plan."""
    weeks: tuple[ThroughputWeek, ...]
    """From week 1 to that of the day."""
    count: int
    """How many weeks the plan has."""
    remaining: int
    """In scope and not done by the day."""
    workdays_left: int
    """Working days of the plan after the day of evaluation."""

    @property
    def done(self) -> int:
        """Weight done in all weeks."""
        return sum(week.done for week in self.weeks)

    @property
    def workdays(self) -> int:
        """Working days of the plan so far."""
        return sum(len(week.days) for week in self.weeks)

    @property
    def pace(self) -> float:
        """Weight done in a week of five working days so far."""
        return self.done / self.workdays * WORKDAYS_OF_WEEK if self.workdays else 0.0

    @property
    def needed_pace(self) -> float | None:
        """Weight to do in a week of five working days to finish in time; None where none remains, or no day."""
        if not self.remaining or not self.workdays_left:
            return None
        return self.remaining / self.workdays_left * WORKDAYS_OF_WEEK


def throughput(
    milestones: Iterable[Milestone], *, calendar: WorkCalendar, day: date
) -> tuple[Throughput, ...]:
    """What was done on each working day from day 1 to `day`, days with nothing done included.

    What was met on a weekend, a holiday or in a closed week counts on the working day before it: that day is always
    part of the history already. Before the first working day there is none, so that one takes it.
    """
    workdays = [each for each in days_between(calendar.start, day) if calendar.is_workday(each)]
    if not workdays:
        return ()
    weight: Counter[date] = Counter()
    count: Counter[date] = Counter()
    for milestone in milestones:
        if milestone.status is Status.DONE and milestone.alive and milestone.actual is not None:
            weight[milestone.actual] += milestone.weight
            count[milestone.actual] += 1
    found = dict.fromkeys(workdays, (0, 0))
    for met in weight:
        if calendar.start <= met <= day:
            on = max(calendar.workday_on_or_before(met), workdays[0])
            found[on] = (found[on][0] + weight[met], found[on][1] + count[met])
    return tuple(Throughput(each, *found[each]) for each in workdays)


def throughput_weeks(
    milestones: Iterable[Milestone], *, calendar: WorkCalendar, day: date
) -> ThroughputWeeks:
    """Weight done by week, from day 1 to `day` or the last day of the plan; see `throughput` for weekends.

    What was met after the last day is not done in the last week, not even on the weekend after it: as on the burn-up.

    Args:
        milestones: the living ones, as known on `day`.
    """
    found = list(milestones)
    until = min(day, calendar.end)
    by_week: defaultdict[int, list[Throughput]] = defaultdict(list)
    for each in throughput(found, calendar=calendar, day=until):
        by_week[calendar.week_number(each.day)].append(each)
    weeks: list[ThroughputWeek] = []
    first = calendar.start
    while first <= until:
        last = min(monday_of(first) + timedelta(days=6), calendar.end)
        number = len(weeks) + 1
        is_over = day >= last or calendar.workdays(day, last) == 0
        weeks.append(ThroughputWeek(number, first, last, tuple(by_week[number]), is_over))
        first = last + ONE_DAY
    done_later = sum(m.weight for m in found if m.in_scope and m.actual is not None and m.actual > until)
    remaining = weights(found).remaining + done_later
    left = calendar.workdays(max(day, calendar.start - ONE_DAY), calendar.end)
    return ThroughputWeeks(until, tuple(weeks), calendar.weeks, remaining, max(left, 0))


def throughput_text(series: ThroughputWeeks) -> str:
    """What throughput says, in one or two sentences in the reader's language; a week is one of five working days."""
    if not series.weeks:
        return _("The plan has not begun yet, so nothing could be done.")
    if not series.done and not series.remaining:
        return nothing_text()
    sentence = _("{done} done by {date}: {pace} a week.").format(
        done=number_text(series.done), date=date_text(series.day), pace=decimal_text(series.pace)
    )
    if series.needed_pace is not None:
        return f"{sentence} " + _("To finish the other {remaining} in time takes {pace} a week.").format(
            remaining=number_text(series.remaining), pace=decimal_text(series.needed_pace)
        )
    if series.remaining:
        return f"{sentence} " + _("{remaining} remain.").format(remaining=number_text(series.remaining))
    return sentence
