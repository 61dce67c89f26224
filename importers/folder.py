"""A folder of CSV files, history included, becomes a plan: what was known on each day, as batches of edits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Final, cast

from importers.folder_events import creations, first_day, in_order
from importers.tables import CsvRow, read_csv
from models.edits import Edit, checked, creation
from models.errors import FileRefused, InvalidValue
from models.language import LANGUAGES, _, current
from models.plan import Batch
from models.rules.calendar import WorkCalendar
from models.rules.fields import KINDS, Value
from models.rules.words import Publicity, Status

NEEDED: Final = ("streams", "divisions", "initiatives", "milestones", "events")
"""Files without which a folder is no plan."""

PUBLICITY: Final = {
    "julkinen": Publicity.PUBLIC,
    "ei-julkinen": Publicity.NOT_PUBLIC,
    "osittain salassa pidettävä": Publicity.PARTLY_SECRET,
    "salassa pidettävä": Publicity.SECRET,
}
"""The classes as Finnish offices write them."""


@dataclass(frozen=True)
class LoadedPlan:
    """What a folder says of a plan."""

    charter: dict[str, Value]
    batches: tuple[Batch, ...]
    """In the order of their days."""

    @property
    def first_day(self) -> date:
        """The day from which anything is known."""
        return self.batches[0].day


def read_folder(
    folder: Path, *, until: date | None = None, start: date | None = None, days: int | None = None
) -> LoadedPlan:
    """Reads a plan with its history.

    Args:
        until: leave out what became known later; None takes everything.
        start: the plan's first day; None takes it from the folder (`plan.csv`, else the day numbers of the events).
        days: its length in calendar days; None takes the folder's, else 90.

    Raises:
        FileRefused: a file is missing or damaged; the sentence names file, line and column.
    """
    if not folder.is_dir():
        raise FileRefused("damaged", _("There is no folder {path}.").format(path=folder))
    files = {path.stem: read_csv(path) for path in sorted(folder.glob("*.csv")) if path.stem in _READ}
    missing = [f"{name}.csv" for name in NEEDED if name not in files]
    if missing:
        raise FileRefused(
            "damaged",
            _("{path} is not the folder of a plan: it lacks {files}.").format(
                path=folder, files=", ".join(missing)
            ),
        )
    events = files["events"] = in_order(files["events"])
    charter = _charter(files, folder, start, days)
    files["events"] = in_order([*events, *creations(files["milestones"], events)])
    return LoadedPlan(charter, _Reader(files, charter, until).batches())


_READ: Final = frozenset(
    (
        *NEEDED,
        *("plan", "units", "owners", "themes", "questions", "reasons"),
        *("dependencies", "decisions", "confirmations", "handoffs"),
    )
)


def _charter(
    files: dict[str, list[CsvRow]], folder: Path, start: date | None, days: int | None
) -> dict[str, Value]:
    told = files.get("plan") or []
    row = told[0] if told else CsvRow("plan.csv", 2, {})
    first = start or row.day("start") or first_day(files["events"])
    names: dict[str, Value] = {f"name_{code}": row.text(f"name_{code}") for code in LANGUAGES}
    if not any(names.values()):
        names[f"name_{current()}"] = folder.resolve().name
    return {
        **names,
        "start": first,
        "days": days or row.number("days") or 90,
        "country": row.text("country") or "FI",
        "zone": row.text("zone") or "Europe/Helsinki",
        "language": row.text("language") or current(),
    }


@dataclass
class _Reader:
    """Turns files into batches; knows at each moment what the plan holds by then."""

    files: dict[str, list[CsvRow]]
    charter: dict[str, Value]
    until: date | None
    uids: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By kind: the uid behind each id of the files."""
    values: dict[tuple[str, str], Value] = field(default_factory=dict)
    """What a field of a row holds by then, by uid and field."""
    by_day: dict[date, list[Edit]] = field(default_factory=lambda: defaultdict(list))
    created: list[str] = field(default_factory=list)
    """Ids of the milestones that came by then."""

    @property
    def start(self) -> date:
        day = self.charter["start"]
        assert isinstance(day, date)
        return day

    def batches(self) -> tuple[Batch, ...]:
        """Everything that became known, day by day."""
        frame = self._organisation() + self._initiatives()
        later: list[tuple[date, int, Callable[[], list[Edit]]]] = []
        for place, event in enumerate(self.files["events"]):
            self._schedule(later, event.needed_day("date"), place, partial(self._event, event))
        place = len(later)
        for rows, read in (
            ("dependencies", self._dependency),
            ("confirmations", self._confirmation),
            ("decisions", self._decision),
            ("handoffs", self._handoff),
        ):
            for row in self.files.get(rows, []):
                for day, work in read(row):
                    place += 1
                    self._schedule(later, day, place, work)
        begin = min([self.start, *(day for day, _place, _work in later)])
        self.by_day[begin] = [*frame]
        for day, _place, work in sorted(later, key=lambda one: one[:2]):
            self.by_day[day] += work()
        for row in self._milestone_rows.values():
            self._creation_day(row, "id")
        return tuple(Batch(day, edits) for day, edits in sorted(self.by_day.items()) if edits)

    def _schedule(
        self,
        later: list[tuple[date, int, Callable[[], list[Edit]]]],
        day: date,
        place: int,
        work: Callable[[], list[Edit]],
    ) -> None:
        if self.until is None or day <= self.until:
            later.append((day, place, work))

    def _create(
        self, kind: str, row: CsvRow, column: str, values: dict[str, Value], **members: Iterable[str]
    ) -> list[Edit]:
        """The edits that create the row whose id stands in `column`."""
        visible_id = row.needed(column)
        folded = visible_id.casefold()
        if folded in self.uids[kind]:
            raise row.refusal(column, _("“{id}” is there twice.").format(id=visible_id))
        fitting = self._fitting(kind, {"id": visible_id, **values}, row)
        edits = creation(kind, fitting, members=members, origin=row.place)
        self.uids[kind][folded] = edits[0].uid
        self.values |= {(edit.uid, edit.field): edit.new for edit in edits}
        return edits

    def _fitting(self, kind: str, values: dict[str, Value], row: CsvRow) -> dict[str, Value]:
        """The values as their fields take them; refuses the file where one does not fit."""
        found: dict[str, Value] = {}
        for name, value in values.items():
            described = KINDS[kind].field(name)
            if described is not None and value is not None:
                try:
                    found[name] = checked(described, value, row.place)
                except InvalidValue as error:
                    raise FileRefused("damaged", error.sentence) from error
        return found

    def _uid(self, kind: str, row: CsvRow, column: str, visible_id: str | None = None) -> str:
        wanted = visible_id or row.needed(column)
        uid = self.uids[kind].get(wanted.casefold())
        if uid is None:
            raise row.refusal(
                column, _("there is no {kind} “{id}”.").format(kind=_(KINDS[kind].label), id=wanted)
            )
        return uid

    def _uid_or_none(self, kind: str, row: CsvRow, column: str) -> str | None:
        return self._uid(kind, row, column) if row.text(column) else None

    def _members(self, kind: str, row: CsvRow, column: str) -> list[str]:
        return [self._uid(kind, row, column, each) for each in (row.text(column) or "").split()]

    def _names(self, row: CsvRow, base: str, prefix: str = "") -> dict[str, Value]:
        return {f"{base}_{code}": row.text(f"{prefix}{code}") for code in LANGUAGES}

    def _organisation(self) -> list[Edit]:
        edits: list[Edit] = []
        for place, row in enumerate(self.files["divisions"]):
            central = (row.text("kind") or "").casefold() in {"keskushallinto", "central administration"}
            values = self._names(row, "name", "name_") | {"headcount": row.number("headcount")}
            edits += self._create("division", row, "code", values | {"central": central, "position": place})
        for row in self.files.get("units", []):
            values = self._names(row, "name") | {"division": self._uid("division", row, "division")}
            edits += self._create("unit", row, "code", values)
        for row in self.files.get("owners", []):
            values = self._names(row, "role", "role_")
            values["division"] = self._uid_or_none("division", row, "division")
            edits += self._create("owner", row, "code", values)
        for place, row in enumerate(self.files["streams"]):
            edits += self._create("stream", row, "id", self._names(row, "name") | {"position": place})
        for row in self.files.get("themes", []):
            values = self._names(row, "name") | self._names(row, "short", "short_")
            edits += self._create("theme", row, "id", values)
        for row in self.files.get("questions", []):
            values = self._names(row, "name") | {"parent": self._uid_or_none("question", row, "parent")}
            edits += self._create("question", row, "id", values)
        for row in self.files.get("reasons", []):
            edits += self._create("reason", row, "code", self._names(row, "name"))
        return edits

    def _initiatives(self) -> list[Edit]:
        edits: list[Edit] = []
        first_owner: dict[str, str | None] = {}
        for event in self.files["events"]:
            if event.text("kind") == "owner_changed":
                first_owner.setdefault(event.needed("milestone_id").casefold(), event.text("old"))
        for row in self.files["initiatives"]:
            visible_id = row.needed("id")
            # The value before a field's first event is that event's `old`; the file shows the outcome.
            owner = first_owner.get(visible_id.casefold(), row.text("owner"))
            publicity = (row.text("publicity") or "public").casefold()
            ground = row.text("secrecy_reason")
            edits += self._create(
                "initiative",
                row,
                "id",
                self._names(row, "title")
                | {
                    "stream": self._uid("stream", row, "stream"),
                    "lead": self._uid("division", row, "lead"),
                    "owner": self._uid("owner", row, "owner", owner) if owner else None,
                    "flagship": row.text("flagship") is not None,
                    "mode": row.text("mode"),
                    "priority": row.number("priority"),
                    "publicity": str(PUBLICITY.get(publicity, publicity.replace(" ", "_"))),
                    "secrecy_ground": ground,
                },
                supporting=self._members("division", row, "supporting"),
                themes=self._members("theme", row, "themes"),
                questions=self._members("question", row, "questions"),
            )
        return edits

    # Events.

    def _event(self, event: CsvRow) -> list[Edit]:
        kind = event.needed("kind")
        if kind == "created":
            return self._created(event)
        if kind == "baseline_confirmed":
            return self._baseline(event)
        if kind == "owner_changed":
            return self._owner_changed(event)
        if kind not in {"status", "due_changed"}:
            raise event.refusal("kind", _("“{kind}” is no event that a plan knows.").format(kind=kind))
        uid = self._uid("milestone", event, "milestone_id")
        values: dict[str, Value] = {}
        if kind == "status":
            values["status"] = event.needed("new")
        else:
            values["forecast"] = event.needed_day("new")
        edits: list[Edit] = []
        if values.get("status", self.values.get((uid, "status"))) == Status.DONE:
            values["reason"] = None
        elif event.text("reason"):
            values["reason"] = self._reason(event, edits)
        if values.get("status") == Status.DONE:
            values["actual"] = event.day("date")
        elif self.values.get((uid, "status")) == Status.DONE and "status" in values:
            values["actual"] = None
        changes = self._changes("milestone", uid, values, event)
        if not changes:
            # Somebody told what was known already: that is an update too.
            confirmed: dict[str, Value] = {"milestone": uid, "day": event.needed_day("date")}
            changes = creation("confirmation", confirmed, origin=event.place)
        return edits + changes

    def _changes(self, kind: str, uid: str, values: dict[str, Value], row: CsvRow) -> list[Edit]:
        edits = []
        for name, value in {**values, **self._fitting(kind, values, row)}.items():
            old = self.values.get((uid, name))
            if old != value:
                edits.append(Edit(kind, uid, name, old, value, row.place))
                self.values[uid, name] = value
        return edits

    def _reason(self, event: CsvRow, edits: list[Edit]) -> str:
        """The reason that an event gives; one that no file lists is created with its code as its name."""
        code = event.needed("reason")
        if code.casefold() not in self.uids["reason"]:
            edits += self._create("reason", event, "reason", {f"name_{current()}": code})
        return self.uids["reason"][code.casefold()]

    def _created(self, event: CsvRow) -> list[Edit]:
        visible_id = event.needed("milestone_id")
        row = self._milestone_rows.get(visible_id.casefold())
        if row is None:
            raise event.refusal(
                "milestone_id", _("milestones.csv has no milestone “{id}”.").format(id=visible_id)
            )
        if visible_id.casefold() in self.uids["milestone"]:
            raise event.refusal("milestone_id", _("“{id}” is there twice.").format(id=visible_id))
        day, weight = event.needed_day("date"), row.number("weight")
        self.created.append(visible_id.casefold())
        status = self._first_status.get(visible_id.casefold()) or str(Status.NOT_STARTED)
        edits: list[Edit] = []
        values = self._names(row, "title") | {
            "initiative": self._uid("initiative", row, "initiative"),
            "division": self._uid("division", row, "division"),
            "weight": 1 if weight is None else weight,
            "status": status,
            "forecast": event.needed_day("new"),
            "actual": day if status == Status.DONE else None,
            "reason": self._reason(event, edits) if event.text("reason") and status != Status.DONE else None,
        }
        edits += self._create("milestone", row, "id", values)
        if self.values.get(("charter", "baseline_on")):
            edits += self._baseline_of(row, event, came_later=True)
        return edits

    @cached_property
    def _milestone_rows(self) -> dict[str, CsvRow]:
        rows: dict[str, CsvRow] = {}
        for row in self.files["milestones"]:
            visible_id = row.needed("id")
            if rows.setdefault(visible_id.casefold(), row) is not row:
                raise row.refusal("id", _("“{id}” is there twice.").format(id=visible_id))
        return rows

    @cached_property
    def _first_status(self) -> dict[str, str | None]:
        """The status before each milestone's first event of status."""
        found: dict[str, str | None] = {}
        for event in self.files["events"]:
            if event.text("kind") == "status":
                found.setdefault(event.needed("milestone_id").casefold(), event.text("old"))
        return found

    @cached_property
    def _creation_days(self) -> dict[str, date]:
        """When each milestone came, by id, whether or not that is known yet."""
        return {
            event.needed("milestone_id").casefold(): event.needed_day("date")
            for event in self.files["events"]
            if event.text("kind") == "created"
        }

    def _baseline(self, event: CsvRow) -> list[Edit]:
        day = event.needed_day("date")
        if self.values.get(("charter", "baseline_on")):
            raise event.refusal("kind", _("the baseline is confirmed a second time."))
        self.values["charter", "baseline_on"] = day
        edits = [Edit("charter", CHARTER, "baseline_on", None, day, event.place)]
        for visible_id in self.created:
            edits += self._baseline_of(self._milestone_rows[visible_id], event, came_later=False)
        return edits

    def _baseline_of(self, row: CsvRow, event: CsvRow, *, came_later: bool) -> list[Edit]:
        """A loaded plan says itself which milestones belong to its baseline, and with which dates.

        Without those columns, what was in scope at its confirmation belongs to it, with the forecast of that moment.
        """
        uid = self._uid("milestone", row, "id")
        due, said = row.day("baseline_due"), (row.text("added_to_scope") or "").casefold()
        if (
            "baseline_due" not in row.cells
            and not came_later
            and self.values[uid, "status"] != Status.DROPPED
        ):
            due = cast(date, self.values[uid, "forecast"])
        if due is None or said not in {"", "no", "0", "false"} or (not said and came_later):
            return []
        values: dict[str, Value] = {"baseline": due, "baseline_weight": self.values[uid, "weight"]}
        return self._changes("milestone", uid, values, event)

    def _owner_changed(self, event: CsvRow) -> list[Edit]:
        visible_id = event.needed("milestone_id").casefold()
        kind = "milestone" if visible_id in self.uids["milestone"] else "initiative"
        uid = self._uid(kind, event, "milestone_id")
        owner = self._uid("owner", event, "new") if event.text("new") else None
        return self._changes(kind, uid, {"owner": owner}, event)

    # What other files tell.

    def _dependency(self, row: CsvRow) -> Iterable[tuple[date, Callable[[], list[Edit]]]]:
        """Known as soon as both of its milestones are."""
        days = [self._creation_day(row, column) for column in ("waiting", "provider")]

        def create() -> list[Edit]:
            values = self._names(row, "what") | {
                "waiting": self._uid("milestone", row, "waiting"),
                "provider": self._uid("milestone", row, "provider"),
                "kind": row.text("kind") or "hard",
                "need_by": row.day("need_by"),
                "promised": row.day("promised"),
                "state": row.text("state") or "accepted",
            }
            return self._create("dependency", row, "id", values)

        yield max(days), create

    def _creation_day(self, row: CsvRow, column: str) -> date:
        visible_id = row.needed(column)
        day = self._creation_days.get(visible_id.casefold())
        if day is None:
            raise row.refusal(column, _("events.csv never creates “{id}”.").format(id=visible_id))
        return day

    def _confirmation(self, row: CsvRow) -> Iterable[tuple[date, Callable[[], list[Edit]]]]:
        day = row.needed_day("date")

        def create() -> list[Edit]:
            values: dict[str, Value] = {
                "milestone": self._uid("milestone", row, "milestone_id"),
                "day": day,
                "source": row.text("source") or "office",
                "reference": row.text("reference"),
            }
            return creation("confirmation", self._fitting("confirmation", values, row), origin=row.place)

        yield day, create

    def _decision(self, row: CsvRow) -> Iterable[tuple[date, Callable[[], list[Edit]]]]:
        """Needed from the start; made, with its outcome, on its own day."""
        made = row.day("made")

        def create() -> list[Edit]:
            values = self._names(row, "title") | self._names(row, "body", "body_")
            return self._create(
                "decision",
                row,
                "id",
                values
                | {
                    "needed": row.needed_day("needed"),
                    "question": self._uid_or_none("question", row, "question"),
                    "initiative": self._uid_or_none("initiative", row, "initiative"),
                },
            )

        yield min(self.start, made or self.start), create
        if made is not None:
            outcome = row.text("outcome") or "approved"
            yield made, lambda: self._later("decision", row, "id", {"made": made, "outcome": outcome})

    def _handoff(self, row: CsvRow) -> Iterable[tuple[date, Callable[[], list[Edit]]]]:
        """Known when it is sent; what came back, on the day it did."""
        sent, due, returned = row.needed_day("sent"), row.needed_day("due"), row.day("returned")
        week = row.number("week")

        def create() -> list[Edit]:
            return self._create(
                "handoff",
                row,
                "handoff_id",
                {
                    "division": self._uid("division", row, "division"),
                    "week": WorkCalendar(self.start, 90).week_number(sent) if week is None else week,
                    "sent": sent,
                    "due": due,
                    "rows_sent": row.number("rows_sent"),
                },
            )

        yield sent, create
        outcome: dict[str, Value] = {
            "rows_changed": row.number("rows_changed"),
            "conflicts": row.number("conflicts"),
            "note": row.text("note"),
        }
        if returned is not None:
            outcome["returned"] = returned
            yield returned, lambda: self._later("handoff", row, "handoff_id", outcome)
        elif row.text("note"):
            yield due, lambda: self._later("handoff", row, "handoff_id", {"note": row.text("note")})

    def _later(self, kind: str, row: CsvRow, column: str, values: dict[str, Value]) -> list[Edit]:
        return self._changes(kind, self._uid(kind, row, column), values, row)


CHARTER: Final = "charter"
"""Stands for the plan's own uid, which only the new plan knows."""


def with_charter(batches: Iterable[Batch], uid: str) -> list[Batch]:
    """The batches with the plan's own uid where the reader could not know it."""
    return [
        Batch(batch.day, [e._replace(uid=uid) if e.uid == CHARTER else e for e in batch.edits], batch.reason)
        for batch in batches
    ]
