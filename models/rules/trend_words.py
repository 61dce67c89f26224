"""What a milestone trend says, in sentences."""

from __future__ import annotations

from models.language import _, ngettext, number_text
from models.rules.trend import Direction, Trend

TOLD_IDS = 4
"""So many ids are told in a sentence; the rest as a number."""


def trend_text(found: Trend) -> str:
    """How many dates move which way, and which slip in silence."""
    if not found.lines:
        return _("No milestone has a date to follow yet.")
    lines = found.lines
    silent = [line.milestone.id for line in lines if line.is_silent]
    told = [line for line in lines if not line.is_silent]
    slipping = sum(line.direction is Direction.SLIPPING for line in told)
    ahead = sum(line.direction is Direction.AHEAD for line in told)
    sentence = ngettext(
        "Of {count} milestone {slipping} moved later, {ahead} earlier, {flat} as planned.",
        "Of {count} milestones {slipping} moved later, {ahead} earlier, {flat} as planned.",
        len(lines),
    ).format(
        count=number_text(len(lines)),
        slipping=number_text(slipping),
        ahead=number_text(ahead),
        flat=number_text(len(told) - slipping - ahead),
    )
    if silent:
        ids = ", ".join(silent[:TOLD_IDS]) + (" …" if len(silent) > TOLD_IDS else "")
        sentence += " " + ngettext(
            "{count} date has passed and was not moved: {ids}.",
            "{count} dates have passed and were not moved: {ids}.",
            len(silent),
        ).format(count=number_text(len(silent)), ids=ids)
    return sentence


def chosen_text(found: Trend) -> str:
    """Which milestones are shown where nobody flagged any; nothing where people did, or there are none."""
    if found.is_flagged or not found.lines:
        return ""
    return _("No milestone is flagged for this chart: the furthest off are shown.")
