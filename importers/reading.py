"""Reads the cells of a returned sheet as their columns want it: words, other rows by id or name, sets of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from importers.cells import (
    Read,
    Reject,
    read_date,
    read_flag,
    read_text,
    read_whole,
    read_word,
    required,
    text_of,
)
from importers.grid import Cell
from models.imports import Standing
from models.language import LANGUAGES, _
from models.rules.fields import KINDS, MAX_ID, MAX_LINE, MAX_TEXT, FieldType
from models.rules.merge import NOT_RETURNED
from models.rules.text import normalised
from models.rules.words import words_in_all_languages
from models.sheets import CellValue, Column, Shows

_APART: Final = re.compile(r"[\s,;]+")
_LIMITS: Final = {FieldType.TEXT: MAX_TEXT, FieldType.ID: MAX_ID}


class Reader:
    """Reads cells against what the plan was when the file was sent, and what it is now."""

    def __init__(self, standing: Standing, *, shift: timedelta = timedelta(), date1904: bool = False) -> None:
        """`shift` is taken off every date cell; `date1904` tells from when the workbook counts its days."""
        self._standing, self._shift, self._date1904 = standing, shift, date1904
        self._words: dict[Any, dict[str, tuple[str, ...]]] = {}
        self._rows: dict[str, _Names] = {}
        self._arrivals: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def announce(self, kind: str, name: str, uid: str) -> None:
        """Lets other cells of the file refer to a new row by its id or name."""
        self._arrivals[kind].setdefault(_folded(name), uid)

    def withdraw(self, kind: str, uid: str) -> None:
        """A new row that was announced cannot be created."""
        names = self._arrivals[kind]
        for name in [name for name, announced in names.items() if announced == uid]:
            del names[name]

    def read(self, column: Column, cell: Cell, expected: CellValue = None) -> Read[Any] | Reject:
        """The value of a cell, or why it cannot be taken, as where a value is needed and none stands.

        Args:
            expected: what the cell held when it was sent; of several rows with one name it is the one meant.
        """
        found = self.read_any(column, cell, expected)
        return required(found) if column.required else found

    def read_any(self, column: Column, cell: Cell, expected: CellValue = None) -> Read[Any] | Reject:
        """The same, an empty cell taken wherever it stands."""
        if column.shows in (Shows.ID, Shows.NAME):
            return self._reference(column, cell, expected)
        if column.shows is Shows.SET:
            return self._set(column, cell, expected)
        if column.shows is Shows.FLAG:
            found = read_flag(cell)
            return found if isinstance(found, Reject) else Read(bool(found.value), found.warnings)
        if column.shows is Shows.CONFIRMED:
            found = read_flag(cell)
            return found if isinstance(found, Reject) else Read(found.value or None, found.warnings)
        if column.type is FieldType.DATE:
            return Read(expected) if self._is_bare(cell, expected) else read_date(self._moved(cell))
        if column.type is FieldType.NUMBER and column.field is not None:
            return read_whole(cell, column.field.low, column.field.high)
        if column.shows is Shows.WORD and column.field is not None and column.field.words is not None:
            if column.field.words not in self._words:
                self._words[column.field.words] = words_in_all_languages(column.field.words)
            return read_word(cell, self._words[column.field.words])
        read = read_text(cell, _LIMITS.get(column.type, MAX_LINE))
        if column.type is not FieldType.TEXT and not isinstance(read, Reject) and read.value:
            return Read(" ".join(read.value.split("\n")), read.warnings)
        return read

    def value(self, column: Column, cell: Cell) -> Any:
        """The value of a cell as the memory of an import holds it: nothing where it says nothing.

        NOT_RETURNED where it cannot be read.
        """
        found = self.read_any(column, cell)
        return NOT_RETURNED if isinstance(found, Reject) else found.value or None

    def _is_bare(self, cell: Cell, expected: CellValue) -> bool:
        """Whether a cell holds the date that was sent, its format cleared away or lost in a copy of the values."""
        if not isinstance(expected, date) or not isinstance(cell.value, int | float):
            return False
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, to_excel

        epoch = MAC_EPOCH if self._date1904 else WINDOWS_EPOCH
        return bool(cell.value == to_excel(expected, epoch))  # type: ignore[no-untyped-call]

    def _moved(self, cell: Cell) -> Cell:
        if not self._shift or not isinstance(cell.value, date):
            return cell
        try:
            return cell._replace(value=cell.value - self._shift)
        except OverflowError:
            return cell

    # Other rows.

    def _reference(self, column: Column, cell: Cell, expected: CellValue) -> Read[Any] | Reject:
        read = read_text(cell, MAX_LINE)
        if isinstance(read, Reject) or read.value is None:
            return read
        kind, by_name = str(column.refers_to), column.shows is Shows.NAME
        found = self._find(kind, read.value, expected, by_name=by_name)
        if found is None:
            return Reject(text_of(cell), self._why(kind, read.value, by_name=by_name))
        return Read(found, read.warnings)

    def _set(self, column: Column, cell: Cell, expected: CellValue) -> Read[Any] | Reject:
        read = read_text(cell, MAX_TEXT)
        if isinstance(read, Reject):
            return read
        kind = next(k.sets[str(column.set_name)] for k in KINDS.values() if column.set_name in k.sets)
        members = set()
        for name in _APART.split(read.value or ""):
            if name:
                found = self._find(kind, name, None, by_name=False)
                if found is None:
                    return Reject(text_of(cell), self._why(kind, name, by_name=False))
                members.add(found)
        return Read(frozenset(members), read.warnings)

    def _find(self, kind: str, name: str, expected: CellValue, *, by_name: bool) -> str | None:
        """The uid of the row that a name means; None for none, for several, and for one that is removed."""
        if kind not in self._rows:
            self._rows[kind] = _Names(kind, self._standing)
        meant = self._rows[kind].meant(name, by_name=by_name)
        if expected in meant:
            return str(expected)
        alive = {uid for uid in meant if self._standing.now.get(kind, uid) is not None}
        if len(alive) == 1:
            return alive.pop()
        return None if alive else self._arrivals[kind].get(_folded(name))

    def _why(self, kind: str, name: str, *, by_name: bool) -> str:
        """Why a name means no row."""
        label, meant = _(KINDS[kind].label), self._rows[kind].meant(name, by_name=by_name)
        if sum(self._standing.now.get(kind, uid) is not None for uid in meant) > 1:
            return _("More than one {kind} is called so: write its id instead.").format(kind=label)
        if meant:
            return _("This {kind} was removed from the plan: choose another from the list.").format(
                kind=label
            )
        return _("The plan has no {kind} of that name: choose one from the list.").format(kind=label)


class _Names:
    """The rows of a kind by what people call them."""

    def __init__(self, kind: str, standing: Standing) -> None:
        base = KINDS[kind].named_by
        fields = [f"{base}_{language}" for language in LANGUAGES]
        self._sent, self._now = (_by_id(state.rows[kind]) for state in (standing.base, standing.now))
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for state in (standing.base, standing.now):
            for row in state.rows[kind]:
                for field in fields:
                    if name := getattr(row, field):
                        self._names[_folded(name)].add(row.uid)

    def meant(self, name: str, *, by_name: bool) -> frozenset[str]:
        """Uids of the rows that a text can mean: as it was sent first, then as the plan is now.

        Args:
            by_name: whether it is a name before it is an id, or the other way round.
        """
        folded = _folded(name)
        uid, named = self._sent.get(folded) or self._now.get(folded), self._names.get(folded)
        return frozenset(named if named and (by_name or uid is None) else [uid] if uid else ())


def _by_id(rows: Iterable[Any]) -> Mapping[str, str]:
    return {_folded(row.id): row.uid for row in rows}


def _folded(name: str) -> str:
    return normalised(name).casefold()
