"""Writes the reminder for a division that has not answered: a text to paste into a message."""

from __future__ import annotations

from collections.abc import Sequence

from models.language import _, date_text, ngettext, speaking
from models.rules.records import Division, Handoff, text
from models.rules.state import PlanState


def reminder(
    state: PlanState, division: Division, waiting: Sequence[Handoff], language: str | None = None
) -> str:
    """A text to paste into a message.

    Args:
        waiting: its hand-offs that were sent and did not come back.
        language: of the text; None for the division's own, else the plan's.
    """
    language = language or str(division.language or state.charter.language)
    with speaking(language):
        lines = [
            _("{division}: the update of the plan is missing").format(division=text(division, "name")),
            "",
        ]
        for each in waiting:
            assert each.sent is not None
            days = (state.day - each.due).days
            if days > 0:
                late = ngettext(
                    "{id} was sent on {sent} and was due on {due}, {days} day ago.",
                    "{id} was sent on {sent} and was due on {due}, {days} days ago.",
                    days,
                ).format(id=each.id, sent=date_text(each.sent), due=date_text(each.due), days=days)
            else:
                late = _("{id} was sent on {sent} and is due on {due}.").format(
                    id=each.id, sent=date_text(each.sent), due=date_text(each.due)
                )
            lines.append(late)
        lines += [
            "",
            _(
                "Please fill in the workbook and send it back, also where nothing has changed: then choose “yes” there."
            ),
        ]
        return "\n".join(lines)
