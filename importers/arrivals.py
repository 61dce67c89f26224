"""Rows that somebody added to a returned sheet: what they say, what they still need, and the edits that create them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from importers.cells import Read, read_text
from importers.cells import Reject as Unreadable
from importers.draft import Draft
from importers.grid import Cell, column_letters
from importers.proposal import NewRow, Reject
from importers.reading import Reader
from importers.rows import DataRow, FoundSheet
from importers.wording import Wording
from models.edits import creation, new_uid
from models.errors import TrackerError
from models.imports import Standing
from models.language import LANGUAGES, _
from models.rules import consequences
from models.rules.fields import EXISTS, KINDS, MAX_LINE, Value
from models.rules.numbering import next_id
from models.sheets import Column, Form, Shows

_STEMS: Final = {"dependency": "X", "decision": "D"}
"""How the ids of kinds begin that are numbered throughout, where the plan has none to go by."""
_FOLLOWS: Final = {
    ("milestone", "id"): "initiative",
    ("milestone", "division"): "initiative",
    ("initiative", "id"): "stream",
}
"""What a new row gets from another of its cells: without that one nobody needs to be told of both."""


class Arrivals:
    """The new rows of a whole file. Announce all of them before anything is read, as other cells may refer to them."""

    def __init__(
        self,
        draft: Draft,
        reader: Reader,
        wording: Wording,
        standing: Standing,
        *,
        division: str | None = None,
    ) -> None:
        """`division` is whose the new milestones are; None for that which leads their initiative."""
        self._division = division
        self._draft, self._reader, self._wording, self._standing = draft, reader, wording, standing
        self._uids: dict[tuple[str, int], str] = {}
        self._values: dict[str, dict[str, Value]] = {}
        """Fields of the rows that can be created, by uid."""
        self._typed: defaultdict[str, set[str]] = defaultdict(set)
        """Ids that somebody typed for new rows: no other new row gets one of them."""
        self._ids: defaultdict[str, set[str]] = defaultdict(set)
        for kind, rows in standing.now.rows.items():
            if KINDS[kind].has_id:
                self._ids[kind] = {row.id.casefold() for row in rows}

    def announce(self, found: FoundSheet, form: Form, row: DataRow) -> None:
        """Gives a new row its uid, and lets other cells find it by its id or name."""
        uid = self._uids[found.sheet.name, row.number] = new_uid()
        for column, text in _names(found, form, row.number):
            self._reader.announce(form.kind, text, uid)
            if column.key == "id":
                self._typed[form.kind].add(text.casefold())

    def announce_renamed(
        self, found: FoundSheet, form: Form, row: DataRow, uid: str, sent: Sequence[Any]
    ) -> None:
        """Lets other cells find a row that was sent by the id or name that the file gives it.

        Args:
            sent: what stood in its cells, a place for each column of the form.
        """
        for column, text in _names(found, form, row.number):
            if text != sent[form.places[column.key]]:
                self._reader.announce(form.kind, text, uid)

    def read(self, found: FoundSheet, form: Form, row: DataRow, held: str | None) -> None:
        """Reads a new row into the draft."""
        uid = self._uids[found.sheet.name, row.number]
        said: dict[str, Any] = {}
        rejects: list[Reject] = []
        for column in form.columns:
            cell = found.cell(row.number, column.key)
            if cell is None or not column.editable or column.shows is Shows.CONFIRMED:
                continue
            read = self._reader.read_any(column, cell)
            if isinstance(read, Unreadable):
                rejects.append(_reject(found, form, cell, column, read.text, read.why))
            elif read.value is not None and read.value is not False and read.value != frozenset():
                said[column.key] = read.value
                for code in read.warnings:
                    self._draft.warn(code, f"{found.name}!{cell.address}")
        if not said and not rejects:
            return
        values, members = _fields(form, said)
        values = self._completed(form.kind, values)
        rejects += self._needs(found, form, row, values, {reject.key for reject in rejects})
        edits: tuple[Any, ...] = ()
        if not self._is_fatal(form, rejects):
            self._ids[form.kind].add(str(values["id"]).casefold())
            fault = self._fault(form.kind, values)
            if fault is None:
                self._values[uid] = values
                self._wording.announce(uid, str(values["id"]))
                self._reader.announce(form.kind, str(values["id"]), uid)
                origin = f"{found.name}!{row.number}"
                edits = tuple(creation(form.kind, values, members=members, uid=uid, origin=origin))
            else:
                first = found.cell(row.number, "id") or Cell(row.number, 1)
                rejects.append(_reject(found, form, first, form.columns[0], "", fault))
        if not edits:
            self._reader.withdraw(form.kind, uid)
        self._draft.rejects += rejects
        self._draft.new_rows.append(self._row(found, form, row, uid, said, values, edits, held))

    def _row(
        self,
        found: FoundSheet,
        form: Form,
        row: DataRow,
        uid: str,
        said: Mapping[str, Any],
        values: Mapping[str, Value],
        edits: tuple[Any, ...],
        held: str | None,
    ) -> NewRow:
        told = {**said, "id": values.get("id")} if values.get("id") else said
        columns = {column.key: column for column in form.columns if column.key in told}
        return NewRow(
            sheet=found.name,
            row=row.number,
            kind=form.kind,
            uid=uid,
            values=said,
            codes={key: self._wording.code(columns[key], told[key]) for key in columns},
            shown={key: self._wording.words(columns[key], told[key]) for key in columns},
            edits=edits,
            held=held,
            is_skipped=(found.name, row.number) in self._draft.choices.skipped,
        )

    # What a row needs.

    def _completed(self, kind: str, values: dict[str, Value]) -> dict[str, Value]:
        """A row with what follows from what it says."""
        if kind == "milestone" and values.get("division") is None:
            values["division"] = self._division or self._field("initiative", values.get("initiative"), "lead")
        if KINDS[kind].field("position") is not None:
            values["position"] = len(self._ids[kind]) + 1
        if values.get("id") is None or str(values["id"]).casefold() in self._ids[kind]:
            values["id"] = self._proposed_id(kind, values) or values.get("id")
        return values

    def _field(self, kind: str, uid: Value, field: str) -> Value:
        if uid is None:
            return None
        row = self._standing.now.get(kind, str(uid))
        found: Value = getattr(row, field) if row is not None else self._values.get(str(uid), {}).get(field)
        return found

    def _proposed_id(self, kind: str, values: Mapping[str, Value]) -> str | None:
        """The id of a row that has none of its own; None where a person must give it."""
        taken = self._ids[kind] | self._typed[kind]
        if kind == "milestone":
            removed = (m.id for m in self._standing.now.removed_milestones)
            initiative = self._field("initiative", values.get("initiative"), "id")
            return next_id(f"{initiative}.", (*taken, *removed)) if initiative else None
        if kind == "initiative":
            stream = self._field("stream", values.get("stream"), "id")
            return next_id(str(stream), taken) if stream else None
        if kind in _STEMS:
            stems = Counter(row.id.rstrip("0123456789") for row in self._standing.now.rows[kind])
            return next_id(stems.most_common(1)[0][0] if stems else _STEMS[kind], taken, digits=2)
        return None

    def _needs(
        self,
        found: FoundSheet,
        form: Form,
        row: DataRow,
        values: Mapping[str, Value],
        already: set[str],
    ) -> list[Reject]:
        """A reject for each cell that a new row cannot be without."""
        rejects = []
        for column in form.columns:
            field = column.field
            if field is None or not column.required or column.key in already or field.default is not None:
                continue
            source = _FOLLOWS.get((form.kind, column.key))
            if source is not None and values.get(source) is None:
                continue
            if field.base is not None:
                is_there = any(values.get(f"{field.base}_{code}") is not None for code in LANGUAGES)
            else:
                is_there = values.get(field.name) is not None
            if is_there and column.key == "id" and str(values["id"]).casefold() in self._ids[form.kind]:
                why = _("Another row has this id already: give the new row one of its own.")
            elif not is_there:
                why = _("A new row needs this value.")
            else:
                continue
            cell = found.cell(row.number, column.key) or Cell(row.number, 0)
            rejects.append(_reject(found, form, cell, column, str(values.get(field.name) or ""), why))
        return rejects

    def _is_fatal(self, form: Form, rejects: list[Reject]) -> bool:
        """Whether a row cannot be created: something it needs is missing or unreadable."""
        needed = {
            c.key for c in form.columns if c.required and c.field is not None and c.field.default is None
        }
        return any(reject.key in needed for reject in rejects)

    def _fault(self, kind: str, values: Mapping[str, Value]) -> str | None:
        """Why the rules of the plan do not allow the row; None where they do."""
        from models.checks import check_row

        day = self._standing.now.day
        row: dict[str, Value] = {f.name: values.get(f.name, f.default) for f in KINDS[kind].fields}
        row = {name: value if value is not None else _default(kind, name) for name, value in row.items()}
        row.update(consequences.of(kind, row, {EXISTS: None}, day))
        try:
            check_row(kind, row, day)
        except TrackerError as error:
            return error.sentence
        return None


def _names(found: FoundSheet, form: Form, row: int) -> Iterator[tuple[Column, str]]:
    """The id and the names of a row, as far as they can be read."""
    named_by = KINDS[form.kind].named_by
    for column in form.columns:
        if column.field is None or (column.key != "id" and column.field.base != named_by):
            continue
        cell = found.cell(row, column.key)
        text = read_text(cell, MAX_LINE) if cell is not None else None
        if isinstance(text, Read) and text.value:
            yield column, text.value


def _default(kind: str, name: str) -> Value:
    field = KINDS[kind].field(name)
    return field.default if field is not None else None


def _fields(form: Form, said: Mapping[str, Any]) -> tuple[dict[str, Value], dict[str, frozenset[str]]]:
    """What a row says, as fields and as members of sets."""
    values: dict[str, Value] = {}
    members: dict[str, frozenset[str]] = {}
    for column in form.columns:
        if column.key not in said:
            continue
        if column.set_name is not None:
            members[column.set_name] = said[column.key]
        elif column.field is not None:
            values[column.field.name] = said[column.key]
    return values, members


def _reject(found: FoundSheet, form: Form, cell: Cell, column: Column, text: str, why: str) -> Reject:
    address = cell.address if cell.column else f"{column_letters(1)}{cell.row}"
    return Reject(
        sheet=found.name,
        cell=address,
        kind=form.kind,
        uid=None,
        id=None,
        key=column.key,
        field=column.field.name if column.field is not None else None,
        label=column.header,
        text=text,
        why=why,
    )
