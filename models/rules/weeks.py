"""Which weeks of a plan can be frozen or written about, and as of which day."""

from __future__ import annotations

from datetime import date, timedelta

from models.errors import NotFound, RuleBroken
from models.language import _, date_text
from models.rules.calendar import FRIDAY, WorkCalendar
from models.rules.state import PlanState


def check_day(state: PlanState) -> None:
    """Raises RuleBroken for a day that cannot be frozen."""
    day, calendar = state.day, state.calendar
    if calendar.week_number(day) < 1:
        raise RuleBroken(
            _("{date} is before the plan begins on {start}, so there is nothing to freeze.").format(
                date=date_text(day), start=date_text(calendar.start)
            )
        )
    if not state.revision:
        raise RuleBroken(
            _("Nothing of the plan was known on {date} yet, so there is nothing to freeze.").format(
                date=date_text(day)
            )
        )


def day_to_freeze(calendar: WorkCalendar, week: int, today: date) -> date:
    """The day as of which a week is frozen: today in the week of today, of an earlier one its Friday.

    In the plan's first week it is not before the first day, in its last not after the last.

    Raises:
        RuleBroken: the week is none of the plan's, or has not begun.
    """
    check_week(calendar, week, today)
    if calendar.week_number(today) == week:
        return today
    friday = calendar.monday_of_week(week) + timedelta(days=FRIDAY)
    friday = max(friday, calendar.start)
    return min(friday, calendar.end) if week <= calendar.weeks else friday


def check_week(calendar: WorkCalendar, week: int, today: date) -> None:
    """Raises RuleBroken for a week that is none of the plan's, or has not begun.

    What is left open at the plan's end is frozen week by week too, as long as somebody works on it.
    """
    last = max(calendar.weeks, calendar.week_number(today))
    if not 1 <= week <= last:
        raise RuleBroken(
            _("The plan has no week {week}: its weeks are 1 to {weeks}.").format(week=week, weeks=last)
        )
    if (monday := calendar.monday_of_week(week)) > today:
        raise RuleBroken(
            _("Week {week} has not begun: its Monday is {monday}.").format(
                week=week, monday=date_text(monday)
            )
        )


def no_snapshot(week: int) -> NotFound:
    """The error for a week that was not frozen."""
    return NotFound(
        _("Week {week} has no snapshot; tracker snapshot list shows those that were taken.").format(week=week)
    )


def correction_text(reason: str | None, version: int, newest: int) -> str:
    """Why a version of a week's snapshot was taken, and which corrected it; empty for the only version.

    Args:
        newest: the last version of the week.
    """
    told = [_("Correction: {reason}").format(reason=reason)] if reason else []
    if version < newest:
        told.append(_("corrected by version {version}").format(version=version + 1))
    return "; ".join(told)
