"""Slips by reason: working days by which forecasts moved later after the baseline, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from models.language import _, ngettext, number_text
from models.rules.calendar import WorkCalendar
from models.rules.course import CourseChange, by_milestone
from models.rules.records import Milestone, Reason, text


@dataclass(frozen=True)
class PastSlip:
    """The forecast of one milestone was later at the end of a day than at the end of the day before."""

    milestone: Milestone
    day: date
    """When the program learnt it."""
    old: date
    new: date
    workdays: int
    """Working days after the old date up to and including the new one; 0 from a Friday to the Saturday after it."""
    reason: str | None
    """Uid of the reason that stood with the change; None where none was given."""


@dataclass(frozen=True)
class ReasonSlips:
    """All slips for one reason."""

    reason: Reason | None
    """None for slips without one, or with one that is no longer on the plan's list."""
    slips: tuple[PastSlip, ...]
    """In the order of their days."""

    @property
    def workdays(self) -> int:
        """Working days of all of them together."""
        return sum(slip.workdays for slip in self.slips)

    @property
    def milestones(self) -> int:
        """How many milestones slipped for it."""
        return len({slip.milestone.uid for slip in self.slips})

    @property
    def name(self) -> str:
        """What people call it, in the reader's language."""
        return text(self.reason, "name") if self.reason is not None else _("no reason given")


def slips(
    milestones: Iterable[Milestone],
    course: Iterable[CourseChange],
    *,
    calendar: WorkCalendar,
    baseline_on: date | None,
    day: date,
) -> tuple[PastSlip, ...]:
    """The slips after the day of the baseline up to `day`, in the order of their days; none without a baseline.

    Moves of one day count as one, so that what is undone the same day leaves no trace. What is moved earlier again on
    another day has slipped all the same. Working days are counted as lateness is: without public holidays, with closed
    weeks.

    Args:
        milestones: as known on `day`; dropped ones slipped too.
        course: the changes of their course, in the order in which they were written, from the first on.
    """
    found = moves(milestones, course, calendar=calendar, baseline_on=baseline_on, day=day)
    return tuple(move for move in found if move.old < move.new)


def moves(
    milestones: Iterable[Milestone],
    course: Iterable[CourseChange],
    *,
    calendar: WorkCalendar,
    baseline_on: date | None,
    day: date,
) -> tuple[PastSlip, ...]:
    """The moves of forecasts that `slips` counts, and those to an earlier day: their working days are negative."""
    if baseline_on is None:
        return ()
    course_of = by_milestone(course)
    found = []
    for milestone in milestones:
        for when, old, new, reason in course_moves(milestone.created_on, course_of.get(milestone.uid, ())):
            if baseline_on < when <= day and old != new:
                workdays = calendar.variance(old, new)
                found.append(PastSlip(milestone, when, old, new, workdays, reason))
    return tuple(sorted(found, key=lambda move: move.day))


class Move(NamedTuple):
    """The forecast at the end of a day was another one than at the end of the day before."""

    day: date
    old: date
    new: date
    reason: str | None
    """Uid of the reason that stood with the change; None where none was given."""


def course_moves(born: date, changes: Sequence[CourseChange], reason: str | None = None) -> Iterator[Move]:
    """The moves that the changes of one milestone's course come to, in the order of their days.

    Args:
        born: the day of creation, on which a change is no move; one before all days where the changes begin later.
        reason: the one that stood before the changes.
    """
    line: list[tuple[date, date, str | None]] = []
    for _number, together in groupby(changes, lambda change: change.revision):
        moved: CourseChange | None = None
        for change in together:
            if change.field == "reason":
                reason = None if change.new is None else str(change.new)
            elif change.field == "forecast":
                moved = change
                if not line and isinstance(change.old, date):
                    line = [(born, change.old, None)]
        if moved is not None and isinstance(moved.new, date):
            # As for every field: what is written last stands from its day on.
            day = max(moved.day, born)
            while line and line[-1][0] >= day:
                line.pop()
            line.append((day, moved.new, reason))
    for (_day, old, _reason), (day, new, why) in pairwise(line):
        yield Move(day, old, new, why)


@dataclass(frozen=True)
class Slips:
    """The slips of a plan or of a part of it by their reasons."""

    reasons: tuple[ReasonSlips, ...]
    """Most working days first, then most milestones; those without a reason last of equals."""
    baseline_on: date | None
    """When the baseline was confirmed, from which slips are counted; None where it is not."""


def by_reason(found: Iterable[PastSlip], reasons: Mapping[str, Reason], *, baseline_on: date | None) -> Slips:
    """Slips by their reasons.

    Args:
        reasons: those of the plan by uid.
    """
    groups: defaultdict[str | None, list[PastSlip]] = defaultdict(list)
    for slip in found:
        groups[slip.reason if slip.reason in reasons else None].append(slip)
    grouped = [ReasonSlips(reasons[uid] if uid else None, tuple(some)) for uid, some in groups.items()]
    grouped.sort(key=lambda each: (-each.workdays, -each.milestones, each.reason is None, each.name))
    return Slips(tuple(grouped), baseline_on)


def slips_text(series: Slips) -> str:
    """What slips say, in one or two sentences in the reader's language."""
    found = series.reasons
    if series.baseline_on is None:
        return _("Slips are counted from the baseline on, and it is not confirmed yet.")
    if not found:
        return _("No date has moved later since the baseline.")
    workdays = sum(each.workdays for each in found)
    moved = len({slip.milestone.uid for each in found for slip in each.slips})
    sentence = ngettext(
        "{count} milestone slipped by {workdays} working days since the baseline.",
        "{count} milestones slipped by {workdays} working days together since the baseline.",
        moved,
    ).format(count=number_text(moved), workdays=number_text(workdays))
    if len(found) > 1 and found[0].workdays:
        sentence += " " + _("Most for: {reason} ({workdays}).").format(
            reason=found[0].name, workdays=number_text(found[0].workdays)
        )
    return sentence
