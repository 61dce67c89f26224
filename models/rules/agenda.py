"""Who decides, when a body meets, and by when a matter must be on its agenda for a decision to come in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from models.rules.calendar import WorkCalendar
from models.rules.figures import is_made
from models.rules.records import Body, Decision, text
from models.rules.state import PlanState

ANY_MONDAY: Final = date.fromordinal(1)
"""From which weeks are counted where a body says no day of its own."""


def decider_of(decision: Decision, state: PlanState) -> Body | None:
    """The body that decides, where the plan has a row of it."""
    found: Body | None = state.get("body", decision.decider)
    return found


def decider_text(decision: Decision, state: PlanState, language: str | None = None) -> str:
    """Who decides, for people: the name of the body, else the text that stands in its place.

    Args:
        language: `fi`, `sv` or `en`; None for the language in which messages are made now.
    """
    return decided_by(decision, decider_of(decision, state), language)


def decided_by(decision: Decision, body: Body | None, language: str | None = None) -> str:
    """The same where the body is known already; None where the plan has no row of it."""
    return text(*named_decider(decision, body), language)


def named_decider(decision: Decision, body: Body | None) -> tuple[Decision | Body, str]:
    """The row that names who decides, and its text that does."""
    return (decision, "body") if body is None else (body, "name")


# Meetings. A body meets in closed weeks too: they are weeks without work on the plan, not without decisions.


def has_rhythm(body: Body) -> bool:
    """Whether its meetings can be told: it meets on a weekday, and where not every week, it is known in which."""
    return body.meets is not None and (body.every_weeks == 1 or body.first_meeting is not None)


def meetings(body: Body, first: date, last: date, calendar: WorkCalendar) -> Iterator[date]:
    """The days from `first` to `last`, both included, on which a body meets; none where it has no rhythm.

    The rhythm is counted from `first_meeting` in both directions. A meeting that would fall on a public holiday is not
    held, and none in its place.
    """
    if not has_rhythm(body):
        return
    day, step = _in_rhythm(body, first - timedelta(days=1)), timedelta(weeks=body.every_weeks)
    while (day := day + step) <= last:
        if day not in calendar.holidays:
            yield day


def meeting_by(body: Body, day: date, calendar: WorkCalendar) -> date | None:
    """The last meeting on or before a day; None where the body has no rhythm."""
    if not has_rhythm(body):
        return None
    found = _in_rhythm(body, day)
    while found in calendar.holidays:
        found -= timedelta(weeks=body.every_weeks)
    return found


def next_meeting(body: Body, day: date, calendar: WorkCalendar) -> date | None:
    """The first meeting on or after a day; None where the body has no rhythm."""
    return next(meetings(body, day, date.max - timedelta(weeks=body.every_weeks), calendar), None)


def _in_rhythm(body: Body, day: date) -> date:
    """The last day on or before `day` on which the body would meet, were there no public holidays."""
    assert body.meets is not None
    counted_from = body.first_meeting or ANY_MONDAY + timedelta(days=body.meets.number)
    return day - (day - counted_from) % timedelta(weeks=body.every_weeks)


def agenda_day(body: Body, meeting: date, calendar: WorkCalendar) -> date:
    """The day by which matters must be on the agenda of a meeting.

    The last agenda weekday before the meeting, a week before where both are the same weekday; where that is a public
    holiday, the working day before it. The day of the meeting itself where the body has no such weekday.
    """
    if body.agenda is None:
        return meeting
    closes = meeting - timedelta(days=(meeting.weekday() - body.agenda.number) % 7 or 7)
    return calendar.workday_on_or_before(closes) if closes in calendar.holidays else closes


def agenda_by(decision: Decision, state: PlanState) -> date | None:
    """By when a decision must be on its body's agenda to be made on the day on which it is needed, or before.

    None where no body is named, or it has no rhythm: then the day on which it is needed stands alone.
    """
    body = decider_of(decision, state)
    meeting = meeting_by(body, decision.needed, state.calendar) if body is not None else None
    return None if body is None or meeting is None else agenda_day(body, meeting, state.calendar)


def agenda_matters(state: PlanState, days: int) -> tuple[tuple[Decision, date], ...]:
    """Decisions still ahead whose agenda closes within so many calendar days or has closed already, with that day.

    What is needed today or was needed before is due and not among them.
    """
    found = []
    for decision in state.decisions:
        if decision.needed <= state.day or is_made(decision, state.day):
            continue
        closes = agenda_by(decision, state)
        if closes is not None and (closes - state.day).days <= days:
            found.append((decision, closes))
    return tuple(found)
