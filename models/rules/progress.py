"""How far work has come: done and total weight, what is next, and how far a date moved from the baseline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from models.rules.calendar import WorkCalendar
from models.rules.records import Milestone
from models.rules.words import Status


class Weights(NamedTuple):
    """Sums of weight among some milestones."""

    done: int
    scope: int
    """In scope, done ones included."""

    @property
    def remaining(self) -> int:
        """In scope and not done."""
        return self.scope - self.done

    @property
    def share(self) -> float:
        """Done weight as a share of the scope, from 0 to 1; 0 where nothing is in scope."""
        return self.done / self.scope if self.scope else 0.0


def weights(milestones: Iterable[Milestone]) -> Weights:
    """Done weight and weight in scope."""
    done = scope = 0
    for milestone in milestones:
        if milestone.in_scope:
            scope += milestone.weight
            done += milestone.weight if milestone.status is Status.DONE else 0
    return Weights(done, scope)


def next_milestone(milestones: Iterable[Milestone]) -> Milestone | None:
    """The open milestone with the earliest forecast, the first of equals; None where none is open."""
    return min((m for m in milestones if m.is_open), key=lambda m: m.forecast, default=None)


def variance_workdays(milestone: Milestone, calendar: WorkCalendar) -> int | None:
    """Working days from the baseline to the actual date, or to the forecast while it is open; negative is early.

    Counted as lateness is: public holidays left out, closed weeks not. None without a baseline.
    """
    if milestone.baseline is None:
        return None
    reached = milestone.actual if milestone.status is Status.DONE else None
    return calendar.variance(milestone.baseline, reached or milestone.forecast)
