"""Cumulative flow: weight that arrived, was begun and departed, day by day. No line ever falls or looks ahead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from models.language import _, date_text, number_text
from models.rules.burndown import ScopeChange, ScopeStep, nothing_text, scope_steps
from models.rules.calendar import WorkCalendar
from models.rules.course import CourseChange, by_milestone, values_by_day
from models.rules.records import Milestone
from models.rules.words import Status

_UNBEGUN: Final = frozenset({Status.NOT_STARTED, Status.DROPPED})


@dataclass(frozen=True)
class FlowDay:
    """Weight that had passed each line by the end of one day; all None after the day of evaluation."""

    day: date
    arrivals: int | None
    """Came into scope: at the creation, by more weight, or taken up again after it was dropped."""
    begun: int | None
    """Work on it began, or it departed without; what was put back to not started stays begun."""
    departures: int | None
    """Left what is open: done or dropped."""
    done: int | None
    """Departed as done."""
    dropped: int | None
    """Departed undone: dropped, removed, or weight taken off."""

    @property
    def open(self) -> int | None:
        """Arrived and not departed: what remains on the burndown of that day."""
        return None if self.arrivals is None or self.departures is None else self.arrivals - self.departures

    @property
    def in_work(self) -> int | None:
        """Begun and not departed."""
        return None if self.begun is None or self.departures is None else self.begun - self.departures


class _Passed:
    """Weight that passed each line, by day."""

    def __init__(self) -> None:
        self.arrivals: defaultdict[date, int] = defaultdict(int)
        self.in_work: defaultdict[date, int] = defaultdict(int)
        """What came into work, less what left it."""
        self.done: defaultdict[date, int] = defaultdict(int)
        self.dropped: defaultdict[date, int] = defaultdict(int)

    def add(self, steps: Sequence[ScopeStep], begun_on: date | None, done_on: date | None) -> None:
        """Adds one milestone.

        What leaves scope after it was done has departed already, as done.

        Args:
            steps: its weight in scope.
            begun_on: when work on it began; None where it never did.
            done_on: its actual date; None where it is not done.
        """
        for step in steps:
            rise = step.after - step.before
            is_done = done_on is not None and step.day > done_on
            if rise > 0:
                self.arrivals[step.day] += rise
                if is_done:
                    self.done[step.day] += rise
            elif not is_done:
                self.dropped[step.day] -= rise
        if done_on is not None:
            self.done[done_on] += _weight_on(steps, done_on)
        if begun_on is None:
            return
        before = 0
        for day in sorted({begun_on, *([done_on] if done_on else ()), *(step.day for step in steps)}):
            is_in_work = begun_on <= day and (done_on is None or day < done_on)
            now = _weight_on(steps, day) if is_in_work else 0
            self.in_work[day] += now - before
            before = now


def _weight_on(steps: Iterable[ScopeStep], day: date) -> int:
    """Weight in scope at the end of a day."""
    return next((step.after for step in reversed(list(steps)) if step.day <= day), 0)


def _begun_on(milestone: Milestone, changes: Sequence[CourseChange]) -> date | None:
    """The first day at whose end its status was neither not started nor dropped; None where there is none."""
    born = milestone.created_on
    line = values_by_day(born, changes).get("status", [(born, milestone.status)])
    return next((day for day, status in line if status not in _UNBEGUN), None)


def flow(
    milestones: Iterable[Milestone],
    changes: Iterable[ScopeChange],
    course: Iterable[CourseChange],
    *,
    calendar: WorkCalendar,
    day: date,
) -> tuple[FlowDay, ...]:
    """One row for each day of the plan, with what is known on `day`; arrivals less departures are what remains.

    Like the burndown it counts a milestone as done from its actual date, also where that became known later.

    Args:
        milestones: as known on `day`, removed ones included.
        changes: the changes of their scope, in the order in which they were written, from the first on.
        course: the changes of their status, likewise; others do not matter.
    """
    changes_of = by_milestone(changes)
    course_of = by_milestone(change for change in course if change.field == "status")
    passed = _Passed()
    for milestone in milestones:
        done_on = milestone.actual if milestone.status is Status.DONE else None
        steps = scope_steps(milestone, changes_of.get(milestone.uid, ()))
        passed.add(steps, _begun_on(milestone, course_of.get(milestone.uid, ())), done_on)
    days = list(calendar.all_days())
    lines = (
        _cumulated(by_day, days) for by_day in (passed.arrivals, passed.in_work, passed.done, passed.dropped)
    )
    return tuple(
        FlowDay(each, arrivals, in_work + done + dropped, done + dropped, done, dropped)
        if each <= day
        else FlowDay(each, None, None, None, None, None)
        for each, arrivals, in_work, done, dropped in zip(days, *lines, strict=True)
    )


def _cumulated(by_day: dict[date, int], days: Sequence[date]) -> list[int]:
    """The sums by the end of each day, with what came before the first."""
    if not days:
        return []
    before = sum(weight for day, weight in by_day.items() if day < days[0])
    return list(accumulate((by_day.get(day, 0) for day in days[1:]), initial=before + by_day.get(days[0], 0)))


def flow_on(rows: Sequence[FlowDay], day: date) -> FlowDay | None:
    """The row of a day, or of the last day of the plan after it; None where nothing is known yet."""
    return next((row for row in reversed(rows) if row.day <= day and row.arrivals is not None), None)


def flow_text(rows: Sequence[FlowDay], day: date) -> str:
    """What a cumulative flow says, in one or two sentences in the reader's language."""
    last = flow_on(rows, day)
    if last is None or last.arrivals is None:
        return _("Nothing is known of the work on {date}.").format(date=date_text(day))
    if not last.arrivals:
        return nothing_text()
    sentence = _(
        "Of {arrivals} that came in, {done} are done by {date}; {in_work} are in work, {waiting} not begun."
    )
    return sentence.format(
        arrivals=number_text(last.arrivals),
        done=number_text(last.done or 0),
        date=date_text(last.day),
        in_work=number_text(last.in_work or 0),
        waiting=number_text(last.arrivals - (last.begun or 0)),
    ) + (" " + _("{dropped} dropped.").format(dropped=number_text(last.dropped)) if last.dropped else "")
