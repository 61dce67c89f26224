"""Rounds of hand-offs: which rows a division gets, how far a round has come, what speaks against its date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from models.language import _, date_text, monday_of, ngettext
from models.rules.calendar import ONE_DAY, WorkCalendar
from models.rules.records import ClosedWeek, Dependency, Division, Handoff, Milestone, text
from models.rules.words import HandoffState

if TYPE_CHECKING:
    from models.rules.state import PlanState

LEAST_WORKDAYS: Final = 5
"""Working days that a division should have to answer, the day of sending included: Wednesday to Tuesday."""

_APART: Final = re.compile(r"[^\w-]+")


@dataclass(frozen=True)
class RoundRows:
    """What a division gets: its own rows, and those that it must know of."""

    own: tuple[Milestone, ...]
    """Its open milestones."""
    waiting: tuple[Milestone, ...]
    """Open milestones of others that wait for one of its own; only shown."""
    dependencies: tuple[Dependency, ...]
    """Those in which it waits or provides, and of which an end is open."""

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """All milestones on its sheet, its own first."""
        return (*self.own, *self.waiting)


def rows_for(state: PlanState, division: str) -> RoundRows:
    """The rows of a round for a division, by its uid."""
    by_uid = {milestone.uid: milestone for milestone in state.milestones if milestone.in_scope}
    own = tuple(each for each in by_uid.values() if each.is_open and each.division == division)
    dependencies, waiting = [], {}
    for link in state.dependencies:
        ends = by_uid.get(link.waiting), by_uid.get(link.provider)
        waits, provides = ends
        if waits is None or provides is None or not (waits.is_open or provides.is_open):
            continue
        if division in (waits.division, provides.division):
            dependencies.append(link)
        if provides.division == division and waits.division != division and waits.is_open:
            waiting[waits.uid] = waits
    others = tuple(each for each in by_uid.values() if each.uid in waiting)
    return RoundRows(own, others, tuple(dependencies))


def state_of(handoff: Handoff, day: date) -> HandoffState:
    """How far a hand-off has come by the end of a day."""
    if handoff.cancelled is not None and handoff.cancelled <= day:
        return HandoffState.CANCELLED
    if handoff.returned is not None and handoff.returned <= day:
        return HandoffState.RETURNED if handoff.undecided else HandoffState.MERGED
    if handoff.sent is None or handoff.sent > day:
        return HandoffState.MADE
    return HandoffState.MISSING if handoff.due < day else HandoffState.SENT


def is_awaited(handoff: Handoff, day: date) -> bool:
    """Whether the office still waits for its return."""
    return state_of(handoff, day) in (HandoffState.MADE, HandoffState.SENT, HandoffState.MISSING)


def days_to_answer(handoff: Handoff) -> int | None:
    """Calendar days from sending to the first return; None where either is not known."""
    if handoff.sent is None or handoff.returned is None:
        return None
    return (handoff.returned - handoff.sent).days


def round_id(week: int, division: str, taken: Iterable[str]) -> str:
    """The id of a new hand-off: `HO-09-KASKO`, and `HO-09-KASKO-2` for the second of a week.

    Args:
        week: the plan's week, 0 before the plan begins.
        division: the division's visible id; what a token cannot hold becomes a hyphen.
        taken: every id that was ever used.
    """
    used = {each.casefold() for each in taken}
    first = f"HO-{max(week, 0):02d}-{_APART.sub('-', division)}"
    number, found = 2, first
    while found.casefold() in used:
        found = f"{first}-{number}"
        number += 1
    return found


def workdays_to_answer(calendar: WorkCalendar, day: date, due: date) -> int:
    """Working days from the day of sending to the due date, both included; 0 where it is past."""
    return max(0, calendar.workdays(day - ONE_DAY, due))


def doubts(
    calendar: WorkCalendar,
    closed_weeks: Iterable[ClosedWeek],
    division: Division,
    day: date,
    due: date,
) -> tuple[str, ...]:
    """What speaks against a due date for a round that is sent on a day, in sentences; nothing of it forbids it."""
    told = []
    if due < day:
        told.append(_("{date} is past already.").format(date=date_text(due)))
    else:
        count = workdays_to_answer(calendar, day, due)
        if count < LEAST_WORKDAYS:
            told.append(
                ngettext(
                    "{division} has {count} working day to answer, {least} are usual.",
                    "{division} has {count} working days to answer, {least} are usual.",
                    count,
                ).format(division=division.id, count=count, least=LEAST_WORKDAYS)
            )
    if due > calendar.end:
        told.append(
            _("{date} is after the plan's last day, {end}.").format(
                date=date_text(due), end=date_text(calendar.end)
            )
        )
    days = [day + timedelta(days=n) for n in range((due - day).days + 1)]
    for each in days:
        if each in calendar.holidays and each.weekday() < 5:
            told.append(_("{date} is a public holiday.").format(date=date_text(each)))
    mondays = dict.fromkeys(monday_of(each) for each in days if each.weekday() < 5)
    for week in closed_weeks:
        if week.monday in mondays and week.division in (None, division.uid):
            name = text(week, "name")
            told.append(
                _("{division} is closed in the week of {date} ({name}).").format(
                    division=division.id, date=date_text(week.monday), name=name
                )
                if name
                else _("{division} is closed in the week of {date}.").format(
                    division=division.id, date=date_text(week.monday)
                )
            )
    return tuple(told)
