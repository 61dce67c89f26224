"""When the work will be done and how much of it by the plan's last day, judged by the pace so far."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from models.language import monday_of
from models.rules.calendar import ONE_DAY, WorkCalendar, days_between
from models.rules.progress import Weights, weights
from models.rules.records import ClosedWeek, Milestone
from models.rules.resampling import Draws
from models.rules.throughput import Throughput, throughput
from models.rules.words import Status

PERCENTS: Final = (50, 70, 85, 95)
"""The chances for which a date is told."""
SURE_PERCENT: Final = 85
"""The chance with which people are told one date, and how much is done by the last day."""
LEAST_WORKDAYS: Final = 10
"""With fewer working days of history nothing is forecast."""
FIRM_WORKDAYS: Final = 30
"""With fewer working days of history a forecast is weak."""
HORIZON_WORKDAYS: Final = 1_300
"""Five years of working days. A forecast beyond them does not converge: it would say nothing about a plan of 90 days.
The holidays of the country are kept for so long, from the plan's end on."""


class Refusal(StrEnum):
    """Why there is no date."""

    NO_WORK = "no_work"
    """Nothing is in scope."""
    DONE = "done"
    TOO_LITTLE_HISTORY = "too_little_history"
    DOES_NOT_CONVERGE = "does_not_converge"
    """The 95 % date lies beyond the horizon, as it always does while nothing was done."""


class ReducedWeek(NamedTuple):
    """A week ahead in which less is done than in others, because it is closed for a division or for everybody."""

    monday: date
    factor: Fraction
    """How much of a working day each of its working days is worth, from 0 to 1."""


@dataclass(frozen=True)
class Basis:
    """What a forecast rests on."""

    first: date
    """Day 1 of the plan."""
    last: date
    """The plan's last day."""
    workdays: int
    """Working days of history, from day 1 to the day of evaluation, both included."""
    throughput: int
    """Weight done on them; what was done before day 1 is not in it."""
    weights: Weights
    """Weight done by now and in scope."""
    done_by_end: int | None
    """Weight done by the plan's last day; None before it."""
    milestones_done: int
    milestones_in_scope: int
    finished_on: date | None
    """When the last of it was done; None while anything remains."""
    reduced_weeks: tuple[ReducedWeek, ...]
    """The named weeks ahead, by date."""

    @property
    def remaining(self) -> int:
        """Weight in scope and not done."""
        return self.weights.remaining

    @property
    def days(self) -> int:
        """The number of the plan's last day."""
        return (self.last - self.first).days + 1


class ByEnd(NamedTuple):
    """What is done by the plan's last day at least, at 85 %; what is done already is counted in."""

    day: date
    weight: int
    milestones: int


@dataclass(frozen=True)
class Forecast:
    """What the pace so far says on a day."""

    day: date
    """The day of evaluation."""
    basis: Basis
    refusal: Refusal | None
    """Why there are no dates; None where there are."""
    dates: tuple[tuple[int, date], ...]
    """The date by which all is done with each chance of `PERCENTS`; empty where the forecast is refused."""
    by_end: ByEnd | None
    """None with less than ten days of history, where there is no work, and after the plan's last day."""

    @property
    def is_weak(self) -> bool:
        """Whether it rests on less than 30 working days."""
        return not self.refusal and self.basis.workdays < FIRM_WORKDAYS

    def at(self, percent: int) -> date | None:
        """The date with one of the chances; None where the forecast is refused."""
        return dict(self.dates).get(percent)


def reduced_weeks(
    closed_weeks: Iterable[ClosedWeek], milestones: Iterable[Milestone], *, day: date
) -> tuple[ReducedWeek, ...]:
    """The named weeks that end after `day`, with what is left of each of their days.

    A week closed for a division takes out that division's share of the weight that remains: while the division that
    has 60 % of it is away, a day is worth 40 % of a day. One closed for everybody is worth nothing.
    """
    closed: defaultdict[date, set[str | None]] = defaultdict(set)
    for week in closed_weeks:
        if week.monday + timedelta(days=7) > day:
            closed[monday_of(week.monday)].add(week.division)
    if not closed:
        return ()
    open_weight: Counter[str] = Counter()
    for milestone in milestones:
        if milestone.is_open:
            open_weight[milestone.division] += milestone.weight
    remaining = open_weight.total()
    found = []
    for monday, divisions in sorted(closed.items()):
        away = sum(open_weight[each] for each in divisions if each is not None)
        factor = Fraction(0) if None in divisions else 1 - Fraction(away, max(remaining, 1))
        if factor < 1:
            found.append(ReducedWeek(monday, factor))
    return tuple(found)


def forecast(
    milestones: Sequence[Milestone],
    *,
    calendar: WorkCalendar,
    closed_weeks: Iterable[ClosedWeek] = (),
    day: date,
) -> Forecast:
    """The forecast of some milestones, with what is known on `day`.

    A day ahead is drawn from the past working days, each as likely as any other; the dates are the nearest ranks of
    what such draws give, reckoned without chance. The first day ahead is the working day after `day`.
    """
    in_scope = [m for m in milestones if m.in_scope]
    done = [m for m in in_scope if m.status is Status.DONE]
    history = throughput(done, calendar=calendar, day=day)
    basis = Basis(
        first=calendar.start,
        last=calendar.end,
        workdays=len(history),
        throughput=sum(each.weight for each in history),
        weights=weights(in_scope),
        done_by_end=_done_by(calendar.end, done) if day >= calendar.end else None,
        milestones_done=len(done),
        milestones_in_scope=len(in_scope),
        finished_on=_last_met(done) if len(done) == len(in_scope) else None,
        reduced_weeks=reduced_weeks(closed_weeks, in_scope, day=day),
    )
    if not in_scope:
        return Forecast(day, basis, Refusal.NO_WORK, (), None)
    if not basis.remaining:
        all_of_it = ByEnd(calendar.end, basis.weights.done, basis.milestones_done)
        return Forecast(day, basis, Refusal.DONE, (), all_of_it if day <= calendar.end else None)
    if basis.workdays < LEAST_WORKDAYS:
        return Forecast(day, basis, Refusal.TOO_LITTLE_HISTORY, (), None)
    factors = dict(basis.reduced_weeks)
    draws = Draws([each.weight for each in history], basis.remaining)
    by_end = _by_end(draws, history, basis, calendar, day) if day <= calendar.end else None
    days_ahead = draws.days_until(PERCENTS, HORIZON_WORKDAYS) if basis.throughput else [None]
    counts = [count for count in days_ahead if count is not None]
    if len(counts) < len(PERCENTS):
        return Forecast(day, basis, Refusal.DOES_NOT_CONVERGE, (), by_end)
    dates = _dates_after(day, counts, calendar, factors)
    return Forecast(day, basis, None, tuple(zip(PERCENTS, dates, strict=True)), by_end)


def _done_by(day: date, done: Iterable[Milestone]) -> int:
    return sum(m.weight for m in done if m.actual is not None and m.actual <= day)


def _last_met(done: Iterable[Milestone]) -> date | None:
    return max((m.actual for m in done if m.actual is not None), default=None)


def _by_end(
    draws: Draws, history: Sequence[Throughput], basis: Basis, calendar: WorkCalendar, day: date
) -> ByEnd:
    factors = dict(basis.reduced_weeks)
    # Part of a day is not a day: the lower count.
    days_left = int(
        sum(_worth(each, calendar, factors) for each in days_between(day + ONE_DAY, calendar.end))
    )
    of_milestones = Draws(
        [each.milestones for each in history], basis.milestones_in_scope - basis.milestones_done
    )
    return ByEnd(
        calendar.end,
        basis.weights.done + draws.least_after(days_left, SURE_PERCENT),
        basis.milestones_done + of_milestones.least_after(days_left, SURE_PERCENT),
    )


def _worth(day: date, calendar: WorkCalendar, factors: dict[date, Fraction]) -> Fraction | int:
    """How much of a working day a day is."""
    return factors.get(monday_of(day), 1) if calendar.is_workday(day) else 0


def _dates_after(
    day: date, counts: Sequence[int], calendar: WorkCalendar, factors: dict[date, Fraction]
) -> list[date]:
    """The dates on which so many working days have passed since `day`, days of reduced weeks counting in part.

    Args:
        counts: rising, each at least 1.
    """
    dates = []
    passed: Fraction | int = 0
    for count in counts:
        while passed < count:
            day += ONE_DAY
            passed += _worth(day, calendar, factors)
        dates.append(day)
    return dates
