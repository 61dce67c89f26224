"""The plan as one JSON object: its name, its version, and the words that those who write and read it share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

FORMAT: Final = "tracker90"
"""What the object says it is."""
VERSION: Final = 2
"""Grows when a name in the object changes its meaning.

2: every row and every edit has its uid, revisions and snapshots the key of their person, and the object holds all
that a new plan needs to be the same: confirmations, files sent and what came back of them, public holidays.
docs/json.md has the whole list.
"""
CHARTER_NAME: Final = "plan"
"""Stands for the visible id that the plan's own frame does not have."""

FILES: Final = {
    "charter": "plan",
    "closed_week": "closed_weeks",
    "division": "divisions",
    "unit": "units",
    "owner": "owners",
    "stream": "streams",
    "theme": "themes",
    "question": "questions",
    "reason": "reasons",
    "initiative": "initiatives",
    "milestone": "milestones",
    "dependency": "dependencies",
    "decision": "decisions",
    "body": "bodies",
    "narrative": "narratives",
    "handoff": "handoffs",
}
"""By kind, the name of its CSV file and of its array in JSON."""
CONFIRMATIONS: Final = "confirmations"
"""The array of the one kind that is history alone."""
ROWS: Final = {**FILES, "confirmation": CONFIRMATIONS}
"""By kind, the name of its array in JSON, or of its object for the plan's frame."""

SOURCES: Final = ("created", "screen", "command", "import", "loaded", "undo", "redo")
"""How a revision can have come about."""


@dataclass(frozen=True)
class Item:
    """One fact of a record that is neither a row of the plan nor its history."""

    name: str
    type: Literal["text", "raw", "number", "day", "moment", "sha256", "uid", "revision", "uids", "language"]
    """`raw` is text that may hold anything; `uids` an object: by kind, uids of rows; a moment is ISO text in UTC."""
    label: str
    """What it is; the schema is published in English alone."""
    optional: bool = False


KEPT: Final[dict[str, tuple[Item, ...]]] = {
    "holidays": (
        Item("country", "text", "country"),
        Item("day", "day", "day"),
        Item("name", "text", "name"),
    ),
    "sent_files": (
        Item("id", "text", "hand-off"),
        Item("handoff", "uid", "uid of the hand-off"),
        Item("division", "uid", "uid of the division"),
        Item("revision", "revision", "the plan as it stood with this revision is what was sent"),
        Item("language", "language", "language of the workbook"),
        Item("rows", "uids", "by kind, the uids of the rows that were sent"),
    ),
    "inbox": (
        Item("sha256", "sha256", "SHA-256 of the file"),
        Item("name", "text", "name of the file"),
        Item("at", "moment", "when it came in"),
        Item("bytes", "number", "size in bytes"),
    ),
    "imports": (
        Item("sha256", "sha256", "SHA-256 of the file"),
        Item("sent_file", "text", "the hand-off or workbook that came back", optional=True),
        Item("revision", "revision", "what the import wrote", optional=True),
    ),
    "brought": (
        Item("revision", "revision", "what the import wrote"),
        Item("sent_file", "text", "the hand-off or workbook that came back"),
        Item("uid", "text", "the row, or the file of which something was decided"),
        Item("field", "text", "the cell, or the decision"),
        Item("value", "raw", "what it brought", optional=True),
    ),
    "reviews": (
        Item("number", "number", "number"),
        Item("revision", "revision", "what the import wrote", optional=True),
        Item("at", "moment", "when it was imported"),
        Item("file", "text", "name of the file"),
        Item("sent_file", "text", "the hand-off that came back"),
        Item("sheet", "text", "sheet"),
        Item("cell", "text", "cell"),
        Item("kind", "text", "kind"),
        Item("uid", "text", "uid of the row", optional=True),
        Item("key", "text", "key of the column"),
        Item("field", "text", "field", optional=True),
        Item("text", "raw", "what stands in the cell"),
        Item("why", "raw", "why it could not be read"),
    ),
    "reviewed": (
        Item("review", "number", "number of the cell under review"),
        Item("revision", "revision", "what took it off the list", optional=True),
    ),
}
"""Beside rows, snapshots and history: the arrays of what the plan remembers of its hand-offs, and its holidays.

Of the inbox, names and hashes are told and not the bytes; the archive bundle has those.
"""
