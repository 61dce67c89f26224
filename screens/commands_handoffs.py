"""The commands of Hand-offs, of one round, and of the review list."""

from __future__ import annotations

from typing import Final

from models.language import N_
from screens.command import Command


def _review(scope: str) -> Command:
    """The way to the review list, from where returned workbooks are dealt with."""
    return Command(
        f"{scope}.review",
        "R",
        "show_reviews",
        N_("Review list"),
        N_("Shows the returned cells that could not be read, to be mended or set aside."),
        scope,
    )


HANDOFFS: Final = (
    Command(
        "handoffs.open",
        "enter",
        "open_round",
        N_("Open"),
        N_("Shows everything about the round, and what its workbook brought."),
        "handoffs",
        hint=True,
    ),
    Command(
        "handoffs.new",
        "n",
        "make_round",
        N_("New round"),
        N_("Makes the workbooks of a round for one division or for all, and says where they are."),
        "handoffs",
        hint=True,
    ),
    Command(
        "handoffs.sent",
        "s",
        "mark_sent",
        N_("Sent"),
        N_("Says that the selected rounds, or the one at the cursor, were sent today."),
        "handoffs",
        hint=True,
    ),
    Command(
        "handoffs.remind",
        "m",
        "remind",
        N_("Remind"),
        N_("Writes a reminder in the division's language, and copies it to the clipboard."),
        "handoffs",
        hint=True,
    ),
    Command(
        "handoffs.cancel",
        "x",
        "cancel_rounds",
        N_("Call off"),
        N_("Calls the selected rounds off, or the one at the cursor."),
        "handoffs",
    ),
    _review("handoffs"),
    Command(
        "handoffs.other-table",
        "tab",
        "app.focus_next",
        N_("Other table"),
        N_("Goes from the divisions to the rounds of one, or back."),
        "handoffs",
    ),
)

ROUND: Final = (
    Command(
        "round.open",
        "enter",
        "open_edit",
        N_("Whole text"),
        N_("Shows the whole of both values, and leads to the row."),
        "round",
        hint=True,
    ),
    Command(
        "round.file",
        "p",
        "open_file",
        N_("Its file"),
        N_("Opens the last file that came back of this round once more, with what is still open in it."),
        "round",
        hint=True,
    ),
    _review("round"),
)

PREVIEW_REVIEW: Final = _review("preview")

REVIEW: Final = (
    Command(
        "review.open",
        "enter",
        "open_row",
        N_("Open"),
        N_("Goes to the row that the cell belongs to."),
        "review",
        hint=True,
    ),
    Command(
        "review.mend",
        "e",
        "mend_cell",
        N_("Mend"),
        N_("Puts a value in the place of the one that could not be read."),
        "review",
        hint=True,
    ),
    Command(
        "review.dismiss",
        "x",
        "set_aside",
        N_("Set aside"),
        N_("Takes the selected cells off the list, or the one at the cursor, without a change."),
        "review",
        hint=True,
    ),
    Command(
        "review.whole",
        "w",
        "show_whole",
        N_("Whole text"),
        N_("Shows the whole of what stands in the cell, and why it could not be read."),
        "review",
        hint=True,
    ),
)
