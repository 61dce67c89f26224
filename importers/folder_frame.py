"""The frame of a folder's plan: its organisation and its initiatives, which stand from the first day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from importers.folder_known import Known
from importers.tables import CsvRow
from models.edits import Edit
from models.rules.words import Publicity

PUBLICITY: Final = {
    "julkinen": Publicity.PUBLIC,
    "ei-julkinen": Publicity.NOT_PUBLIC,
    "osittain salassa pidettävä": Publicity.PARTLY_SECRET,
    "salassa pidettävä": Publicity.SECRET,
}
"""The classes as Finnish offices write them."""


Files = Mapping[str, Sequence[CsvRow]]
"""The rows of each file of a folder, by its name without the ending."""


def organisation(files: Files, known: Known) -> list[Edit]:
    """The edits that create divisions, units, owners, streams, themes, questions, reasons and bodies."""
    edits: list[Edit] = []
    for place, row in enumerate(files["divisions"]):
        central = (row.text("kind") or "").casefold() in {"keskushallinto", "central administration"}
        values = known.names(row, "name", "name_") | {"headcount": row.number("headcount")}
        edits += known.create("division", row, "code", values | {"central": central, "position": place})
    for row in files.get("units", []):
        values = known.names(row, "name") | {"division": known.uid("division", row, "division")}
        edits += known.create("unit", row, "code", values)
    for row in files.get("owners", []):
        values = known.names(row, "role", "role_")
        values["division"] = known.uid_or_none("division", row, "division")
        edits += known.create("owner", row, "code", values)
    for place, row in enumerate(files["streams"]):
        edits += known.create("stream", row, "id", known.names(row, "name") | {"position": place})
    for row in files.get("themes", []):
        values = known.names(row, "name") | known.names(row, "short", "short_")
        edits += known.create("theme", row, "id", values)
    for row in files.get("questions", []):
        values = known.names(row, "name") | {"parent": known.uid_or_none("question", row, "parent")}
        edits += known.create("question", row, "id", values)
    for row in files.get("reasons", []):
        edits += known.create("reason", row, "code", known.names(row, "name"))
    return edits + bodies(files, known)


def bodies(files: Files, known: Known) -> list[Edit]:
    """The edits that create the bodies that decide; weekdays are written in English, as in `monday`."""
    edits: list[Edit] = []
    for row in files.get("bodies", []):
        values = known.names(row, "name") | {
            "meets": (row.text("meets") or "").casefold() or None,
            "every_weeks": row.number("every_weeks"),
            "first_meeting": row.day("first_meeting"),
            "agenda": (row.text("agenda") or "").casefold() or None,
        }
        edits += known.create("body", row, "id", values)
    return edits


def initiatives(files: Files, known: Known) -> list[Edit]:
    """The edits that create the initiatives, with the owners that they had at first."""
    edits: list[Edit] = []
    first_owner: dict[str, str | None] = {}
    for event in files["events"]:
        if event.text("kind") == "owner_changed":
            first_owner.setdefault(event.needed("milestone_id").casefold(), event.text("old"))
    for row in files["initiatives"]:
        visible_id = row.needed("id")
        # The value before a field's first event is that event's `old`; the file shows the outcome.
        owner = first_owner.get(visible_id.casefold(), row.text("owner"))
        publicity = (row.text("publicity") or "public").casefold()
        ground = row.text("secrecy_reason")
        edits += known.create(
            "initiative",
            row,
            "id",
            known.names(row, "title")
            | {
                "stream": known.uid("stream", row, "stream"),
                "lead": known.uid("division", row, "lead"),
                "owner": known.uid("owner", row, "owner", owner) if owner else None,
                "flagship": row.text("flagship") is not None,
                "mode": row.text("mode"),
                "priority": row.number("priority"),
                "publicity": str(PUBLICITY.get(publicity, publicity.replace(" ", "_"))),
                "secrecy_ground": ground,
            },
            supporting=known.members("division", row, "supporting"),
            themes=known.members("theme", row, "themes"),
            questions=known.members("question", row, "questions"),
        )
    return edits
