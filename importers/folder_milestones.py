"""The events of a folder: how its milestones came, moved, changed their status and owners, and got their baseline."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Final, cast

from importers.folder_frame import Files
from importers.folder_known import Known
from importers.tables import CsvRow
from models.edits import Edit, creation
from models.language import _, current
from models.rules.fields import Value
from models.rules.words import Status

CHARTER: Final = "charter"
"""Stands for the plan's own uid, which only the new plan knows."""


class Milestones:
    """Turns one event after another into edits."""

    def __init__(self, files: Files, known: Known) -> None:
        self._files, self._known = files, known
        self._created_ids: list[str] = []

    def edits_of(self, event: CsvRow) -> list[Edit]:
        """The edits of an event."""
        kind = event.needed("kind")
        if kind == "created":
            return self._created(event)
        if kind == "baseline_confirmed":
            return self._baseline(event)
        if kind == "owner_changed":
            return self._owner_changed(event)
        if kind not in {"status", "due_changed"}:
            raise event.refusal("kind", _("“{kind}” is no event that a plan knows.").format(kind=kind))
        uid = self._known.uid("milestone", event, "milestone_id")
        values: dict[str, Value] = {}
        if kind == "status":
            values["status"] = event.needed("new")
        else:
            values["forecast"] = event.needed_day("new")
        edits: list[Edit] = []
        if values.get("status", self._known.values.get((uid, "status"))) == Status.DONE:
            values["reason"] = None
        elif event.text("reason"):
            values["reason"] = self._reason(event, edits)
        if values.get("status") == Status.DONE:
            values["actual"] = event.day("date")
        elif self._known.values.get((uid, "status")) == Status.DONE and "status" in values:
            values["actual"] = None
        changes = self._known.changes("milestone", uid, values, event)
        if not changes:
            # Somebody told what was known already: that is an update too.
            confirmed: dict[str, Value] = {"milestone": uid, "day": event.needed_day("date")}
            changes = creation("confirmation", confirmed, origin=event.place)
        return edits + changes

    def _reason(self, event: CsvRow, edits: list[Edit]) -> str:
        """The reason that an event gives; one that no file lists is created with its code as its name."""
        code = event.needed("reason")
        if code.casefold() not in self._known.uids["reason"]:
            edits += self._known.create("reason", event, "reason", {f"name_{current()}": code})
        return self._known.uids["reason"][code.casefold()]

    def _created(self, event: CsvRow) -> list[Edit]:
        visible_id = event.needed("milestone_id")
        row = self.rows.get(visible_id.casefold())
        if row is None:
            raise event.refusal(
                "milestone_id", _("milestones.csv has no milestone “{id}”.").format(id=visible_id)
            )
        if visible_id.casefold() in self._known.uids["milestone"]:
            raise event.refusal("milestone_id", _("“{id}” is there twice.").format(id=visible_id))
        day, weight = event.needed_day("date"), row.number("weight")
        self._created_ids.append(visible_id.casefold())
        status = self._first_status.get(visible_id.casefold()) or str(Status.NOT_STARTED)
        edits: list[Edit] = []
        values = self._known.names(row, "title") | {
            "initiative": self._known.uid("initiative", row, "initiative"),
            "division": self._known.uid("division", row, "division"),
            "weight": 1 if weight is None else weight,
            "status": status,
            "forecast": event.needed_day("new"),
            "actual": day if status == Status.DONE else None,
            "reason": self._reason(event, edits) if event.text("reason") and status != Status.DONE else None,
        }
        edits += self._known.create("milestone", row, "id", values)
        if self._known.values.get(("charter", "baseline_on")):
            edits += self._baseline_of(row, event, came_later=True)
        return edits

    @cached_property
    def rows(self) -> dict[str, CsvRow]:
        """The rows of milestones.csv by their ids in small letters."""
        rows: dict[str, CsvRow] = {}
        for row in self._files["milestones"]:
            visible_id = row.needed("id")
            if rows.setdefault(visible_id.casefold(), row) is not row:
                raise row.refusal("id", _("“{id}” is there twice.").format(id=visible_id))
        return rows

    @cached_property
    def _first_status(self) -> dict[str, str | None]:
        """The status before each milestone's first event of status."""
        found: dict[str, str | None] = {}
        for event in self._files["events"]:
            if event.text("kind") == "status":
                found.setdefault(event.needed("milestone_id").casefold(), event.text("old"))
        return found

    @cached_property
    def _creation_days(self) -> dict[str, date]:
        """When each milestone came, by id, whether or not that is known yet."""
        return {
            event.needed("milestone_id").casefold(): event.needed_day("date")
            for event in self._files["events"]
            if event.text("kind") == "created"
        }

    def _baseline(self, event: CsvRow) -> list[Edit]:
        day = event.needed_day("date")
        if self._known.values.get(("charter", "baseline_on")):
            raise event.refusal("kind", _("the baseline is confirmed a second time."))
        self._known.values["charter", "baseline_on"] = day
        edits = [Edit("charter", CHARTER, "baseline_on", None, day, event.place)]
        for visible_id in self._created_ids:
            edits += self._baseline_of(self.rows[visible_id], event, came_later=False)
        return edits

    def _baseline_of(self, row: CsvRow, event: CsvRow, *, came_later: bool) -> list[Edit]:
        """A loaded plan says itself which milestones belong to its baseline, and with which dates.

        Without those columns, what was in scope at its confirmation belongs to it, with the forecast of that moment.
        """
        uid = self._known.uid("milestone", row, "id")
        due, said = row.day("baseline_due"), (row.text("added_to_scope") or "").casefold()
        if (
            "baseline_due" not in row.cells
            and not came_later
            and self._known.values[uid, "status"] != Status.DROPPED
        ):
            due = cast(date, self._known.values[uid, "forecast"])
        if due is None or said not in {"", "no", "0", "false"} or (not said and came_later):
            return []
        values: dict[str, Value] = {"baseline": due, "baseline_weight": self._known.values[uid, "weight"]}
        return self._known.changes("milestone", uid, values, event)

    def _owner_changed(self, event: CsvRow) -> list[Edit]:
        visible_id = event.needed("milestone_id").casefold()
        kind = "milestone" if visible_id in self._known.uids["milestone"] else "initiative"
        uid = self._known.uid(kind, event, "milestone_id")
        owner = self._known.uid("owner", event, "new") if event.text("new") else None
        return self._known.changes(kind, uid, {"owner": owner}, event)

    def creation_day(self, row: CsvRow, column: str) -> date:
        """When the milestone came that a column names, whether or not that is known yet."""
        visible_id = row.needed(column)
        day = self._creation_days.get(visible_id.casefold())
        if day is None:
            raise row.refusal(column, _("events.csv never creates “{id}”.").format(id=visible_id))
        return day
