"""What is said of a date that is moved, on the screen and on the command line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from models.language import _, date_text
from models.rules.records import Milestone

if TYPE_CHECKING:
    from models.rules.state import PlanState


def held_text(state: PlanState, milestone: Milestone, day: date) -> str:
    """That a milestone cannot be met on a day, as what it waits for comes later; nothing where it can."""
    uid = state.network.held_by(milestone.uid, day)
    if uid is None:
        return ""
    provider: Milestone = state.get("milestone", uid)
    return _("It cannot be met before {provider}, for which it waits: forecast {date}.").format(
        provider=provider.id, date=date_text(provider.forecast)
    )
