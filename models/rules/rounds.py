"""Rounds of hand-offs: which rows a division gets, how far a round has come, what speaks against its date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from models.errors import RuleBroken
from models.language import _, date_text, monday_of, ngettext
from models.rules.calendar import ONE_DAY, WorkCalendar
from models.rules.records import ClosedWeek, Dependency, Division, Handoff, Milestone, natural_key, text
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


def is_overtaken(handoff: Handoff, all_of_them: Iterable[Handoff], day: date) -> bool:
    """Whether a later round of the same division has come back by the end of a day."""
    return any(
        later.division == handoff.division
        and (later.sent or later.due, later.due, later.week)
        > (handoff.sent or handoff.due, handoff.due, handoff.week)
        and later.returned is not None
        and later.returned <= day
        for later in all_of_them
    )


def reminded_of(state: PlanState, division: str) -> tuple[Handoff, ...]:
    """What a reminder to a division names: what was sent and did not come back, nor a later round of it."""
    return tuple(
        each
        for each in rounds_of(state, division)
        if each.sent is not None
        and is_awaited(each, state.day)
        and not is_overtaken(each, state.handoffs, state.day)
    )


def days_left(calendar: WorkCalendar, handoff: Handoff, day: date) -> int:
    """Working days until it is due, 0 on that day; below 0 the working days that it is late.

    Late is counted as milestones are: public holidays are left out, closed weeks are not.
    """
    if handoff.due >= day:
        return calendar.workdays(day, handoff.due)
    return -calendar.variance(handoff.due, day)


def days_to_answer(handoff: Handoff) -> int | None:
    """Calendar days from sending to the first return; None where either is not known."""
    if handoff.sent is None or handoff.returned is None:
        return None
    return (handoff.returned - handoff.sent).days


@dataclass(frozen=True)
class Response:
    """How a division answered what it was sent; cancelled rounds and those that were never sent are left out."""

    rounds: int
    """Rounds that were sent."""
    answered: int
    """Rounds that came back."""
    rows_sent: int
    rows_changed: int
    rows_confirmed: int
    rejects: int
    """Cells that could not be read."""
    days_to_answer: float | None
    """Calendar days from sending to the first return, on average; None before the first."""

    @property
    def rows_per_round(self) -> int | None:
        """Rows of a round on average, to the nearest; None before the first."""
        return round(self.rows_sent / self.rounds) if self.rounds else None


def response_of(handoffs: Iterable[Handoff], day: date) -> Response:
    """How the hand-offs of a division were answered by the end of a day."""
    sent = [
        each
        for each in handoffs
        if each.sent is not None and each.sent <= day and state_of(each, day) is not HandoffState.CANCELLED
    ]
    back = [each for each in sent if each.returned is not None and each.returned <= day]
    days = [count for each in back if (count := days_to_answer(each)) is not None]
    return Response(
        rounds=len(sent),
        answered=len(back),
        rows_sent=sum(each.rows_sent or 0 for each in sent),
        rows_changed=sum(each.rows_changed or 0 for each in back),
        rows_confirmed=sum(each.rows_confirmed or 0 for each in back),
        rejects=sum(each.rejects or 0 for each in back),
        days_to_answer=sum(days) / len(days) if days else None,
    )


def rounds_of(state: PlanState, division: str) -> tuple[Handoff, ...]:
    """The hand-offs of a division, by its uid, the oldest first."""
    found = [each for each in state.handoffs if each.division == division]
    return tuple(sorted(found, key=lambda each: (each.week, each.sent or each.due, natural_key(each.id))))


def asked_divisions(state: PlanState) -> tuple[Division, ...]:
    """The divisions that a round for all asks: those that have something to answer.

    The central administration updates its own rows and is asked only by name. Raises RuleBroken where there is none.
    """
    open_ones = {milestone.division for milestone in state.milestones if milestone.is_open}
    found = tuple(each for each in state.divisions if each.uid in open_ones and not each.central)
    if not found:
        raise RuleBroken(_("No division has an open milestone to ask about, so nothing was made."))
    return found


def check_sending(handoff: Handoff, sent: date, day: date, *, corrects: bool = False) -> None:
    """Raises RuleBroken where a hand-off cannot have been sent on the day `sent`, as known on a day.

    Args:
        corrects: whether an earlier day of sending may be replaced.
    """
    _check_not_cancelled(handoff, day)
    if handoff.sent is not None and not corrects:
        raise RuleBroken(
            _("{id} was sent on {date} already.").format(id=handoff.id, date=date_text(handoff.sent))
        )
    if sent > day:
        raise RuleBroken(_("{date} is still to come; nothing was sent on it.").format(date=date_text(sent)))
    if handoff.returned is not None and handoff.returned < sent:
        raise RuleBroken(
            _("{id} came back on {date}, so it was sent on that day at the latest.").format(
                id=handoff.id, date=date_text(handoff.returned)
            )
        )


def check_cancelling(handoff: Handoff, day: date) -> None:
    """Raises RuleBroken where a hand-off cannot be called off any more."""
    _check_not_cancelled(handoff, day)
    if handoff.returned is not None:
        raise RuleBroken(
            _("{id} came back on {date}; what has come back cannot be called off.").format(
                id=handoff.id, date=date_text(handoff.returned)
            )
        )


def _check_not_cancelled(handoff: Handoff, day: date) -> None:
    if state_of(handoff, day) is HandoffState.CANCELLED:
        raise RuleBroken(
            _("{id} was cancelled on {date}, so nothing was changed.").format(
                id=handoff.id, date=date_text(handoff.cancelled)
            )
        )


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


def usual_due(calendar: WorkCalendar, day: date) -> date:
    """The first due date that leaves a round, sent on a day, the usual working days to answer."""
    return calendar.add_workdays(day - ONE_DAY, LEAST_WORKDAYS)


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


def doubts_for_all(
    calendar: WorkCalendar,
    closed_weeks: Iterable[ClosedWeek],
    divisions: Sequence[Division],
    day: date,
    due: date,
) -> tuple[str, ...]:
    """What speaks against a due date for several divisions: what is true of all of them once, then each one's own."""
    if len(divisions) == 1:
        return doubts(calendar, closed_weeks, divisions[0], day, due)
    weeks = tuple(closed_weeks)
    told: list[str] = []
    if divisions:
        everyone = divisions[0]._replace(uid="", id=_("Every division"))
        told += doubts(calendar, weeks, everyone, day, due)
    for division in divisions:
        own = [week for week in weeks if week.division == division.uid]
        general = doubts(calendar, (), division, day, due)
        told += [each for each in doubts(calendar, own, division, day, due) if each not in general]
    return tuple(told)
