"""Values of cells as a script reads them and as a person does, whichever state of the plan knows their rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from importers.reading import Coined
from models.imports import Standing
from models.language import _, date_text, number_text
from models.presenting import joined
from models.rules.fields import KINDS
from models.rules.records import text
from models.rules.words import WORDS
from models.sheets import CellValue, Column, Shows


class Wording:
    """Says values in the language that is current."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._arrived: dict[str, str] = {}
        self._coined: Mapping[str, Coined] = {}

    def announce(self, uid: str, visible_id: str) -> None:
        """Names a new row that other cells may refer to."""
        self._arrived[uid] = visible_id

    def know_coined(self, coined: Mapping[str, Coined]) -> None:
        """Knows the rows that cells name and that nobody has, by uid; more may come into it."""
        self._coined = coined

    def row(self, kind: str, uid: str) -> Any:
        """The row as it is now, else as it was when it was removed or sent; None for an unknown one."""
        standing = self._standing
        return (
            standing.now.get(kind, uid)
            or standing.removed.get(kind, {}).get(uid)
            or standing.base.get(kind, uid)
        )

    def id_of(self, kind: str, uid: str) -> str | None:
        """The visible id of a row; None for an unknown one."""
        row = self.row(kind, uid)
        return str(row.id) if row is not None else self._arrived.get(uid)

    def title_of(self, kind: str, uid: str) -> str:
        """The name of a row."""
        if uid in self._coined:
            return _("{name} (new)").format(name=self._coined[uid].name)
        row, base = self.row(kind, uid), KINDS[kind].named_by
        return text(row, base) if row is not None and base is not None else ""

    def code(self, column: Column, value: CellValue) -> Any:
        """A value as a script reads it."""
        if value is None:
            return None
        if column.coins and value in self._coined:
            return self._coined[value].name
        if column.shows in (Shows.ID, Shows.NAME):
            return self.id_of(str(column.refers_to), value)
        if column.shows is Shows.SET:
            return self._members(column, value)
        return value

    def words(self, column: Column, value: CellValue) -> str:
        """A value as a person reads it; nothing for an empty cell."""
        if value is None:
            return ""
        match column.shows:
            case Shows.WORD if column.field is not None and column.field.words is not None:
                return _(WORDS[column.field.words(value)])
            case Shows.FLAG | Shows.CONFIRMED:
                return _("yes") if value else _("no")
            case Shows.NAME:
                kind = str(column.refers_to)
                return self.title_of(kind, value) or self.id_of(kind, value) or ""
            case Shows.ID:
                return self.id_of(str(column.refers_to), value) or ""
            case Shows.SET:
                return self._members(column, value) or ""
        if isinstance(value, date):
            return date_text(value)
        return number_text(value) if isinstance(value, int) else str(value)

    def _members(self, column: Column, value: CellValue) -> str | None:
        kind = next(k.sets[str(column.set_name)] for k in KINDS.values() if column.set_name in k.sets)
        return joined(self.id_of(kind, uid) or uid for uid in value) or None
