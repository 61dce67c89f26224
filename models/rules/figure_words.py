"""What the figures of a plan are called, and the day of which they are."""

from __future__ import annotations

from typing import Final

from models.language import N_, _, date_text
from models.rules.figures import Figures
from models.rules.state import PlanState

LABELS: Final = {
    "in_scope": N_("milestones in scope"),
    "done": N_("of these done"),
    "open": N_("of these open"),
    "weight_in_scope": N_("weight in scope"),
    "weight_done": N_("weight done"),
    "weight_remaining": N_("weight remaining"),
    "ideal_remaining": N_("weight remaining by the baseline"),
    "overdue": N_("late"),
    "blocked": N_("blocked"),
    "at_risk": N_("at risk"),
    "stale": N_("stale"),
    "decisions_open": N_("decisions due and not made"),
    "deps_overdue": N_("dependencies overdue"),
    "deps_overdue_cross_division": N_("of these between divisions"),
    "handoffs_late": N_("hand-offs not returned in time"),
    "dropped_total": N_("dropped so far"),
    "added_total": N_("added after the baseline"),
}
"""What each figure is called; week and day stand in the heading."""

LIGHT_COLUMNS: Final = {
    "red": N_("red"),
    "amber": N_("amber"),
    "green": N_("green"),
    "grey": N_("grey"),
    "done": N_("done"),
    "dropped": N_("dropped"),
}


def day_line(found: Figures, state: PlanState) -> str:
    """The day of evaluation, as a date, as a day and as a week of the plan."""
    day, days = found.day_no, state.charter.days
    if day < 1:
        sentence = _("{date}: the plan begins on {first}")
    elif day > days:
        sentence = _("{date}: the plan ended on {last}, its day {days} (calendar days, the first is day 1)")
    else:
        sentence = _(
            "{date}: day {day} of {days} (calendar days, the first is day 1), week {week} of {weeks}"
        )
    return sentence.format(
        date=date_text(found.snapshot_date),
        first=date_text(state.calendar.start),
        last=date_text(state.calendar.end),
        day=day,
        days=days,
        week=found.week,
        weeks=state.calendar.weeks,
    )
