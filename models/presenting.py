"""Turns the rows of a plan into what stands in a workbook's cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from models.handoff import token
from models.language import _, speaking
from models.rules.fields import KINDS, FieldType
from models.rules.records import natural_key, text
from models.rules.state import PlanState
from models.rules.text import without_addresses
from models.rules.words import WORDS
from models.sheets import CellValue, Column, Form, Shows


class Presenter:
    """Turns the rows of a plan into the values of a form's cells, and those into what stands in the cells."""

    def __init__(self, state: PlanState, form: Form) -> None:
        """Words are those of the language that is current when this is made."""
        self.state, self.form = state, form
        self._values = [_getter(state, form.kind, column) for column in form.columns]
        self._shown = [_shower(state, column) for column in form.columns]
        self.codes = [_coder(state, column) for column in form.columns]
        """For each column, what turns a value into its code: a visible id in place of a uid."""

    def values(self, record: Any) -> tuple[CellValue, ...]:
        """The values of a row, one for each column."""
        return tuple([get(record) for get in self._values])

    def shown(self, values: tuple[CellValue, ...]) -> tuple[Any, ...]:
        """What stands in the cells of a row: text, number, date or nothing."""
        return tuple(
            [
                value if show is None or value is None else show(value)
                for show, value in zip(self._shown, values, strict=True)
            ]
        )


def _getter(state: PlanState, kind: str, column: Column) -> Callable[[Any], CellValue]:
    if column.shows is Shows.CONFIRMED:
        return lambda _record: None
    if column.computed is not None:
        computed = column.computed
        return lambda record: computed(state, record)
    if kind == "milestone" and column.key == "owner":
        return lambda record: owner.uid if (owner := state.owner_of(record)) is not None else None
    name = column.set_name or (column.field.name if column.field is not None else column.key)
    if column.falls_back and column.field is not None and column.field.base is not None:
        base, language = column.field.base, column.field.language
        return lambda record: text(record, base, language) or None
    place = KINDS[kind].record._fields.index(name)
    if column.shows is Shows.WORD:
        return lambda record: None if record[place] is None else record[place].value
    return lambda record: record[place]


def _shower(state: PlanState, column: Column) -> Callable[[CellValue], Any] | None:
    match column.shows:
        case Shows.WORD if column.field is not None and column.field.words is not None:
            words = {member.value: _(WORDS[member]) for member in column.field.words}
            return lambda value: words.get(value, value)
        case Shows.FLAG | Shows.CONFIRMED:
            yes = _("yes")
            return lambda value: yes if value else None
        case Shows.NAME:
            return names_of(state, str(column.refers_to)).get
        case Shows.VALUE if column.type in (FieldType.LINE, FieldType.TEXT):
            return without_addresses
        case Shows.ID | Shows.SET:
            return _coder(state, column)
    return None


def _coder(state: PlanState, column: Column) -> Callable[[CellValue], Any]:
    if column.shows in (Shows.ID, Shows.NAME):
        kind = str(column.refers_to)
        ids = {row.uid: row.id for row in state.rows[kind]}
        return lambda value: ids.get(value, value)
    if column.set_name is not None:
        kind = next(k.sets[column.set_name] for k in KINDS.values() if column.set_name in k.sets)
        ids = {row.uid: row.id for row in state.rows[kind]}
        return lambda value: joined(ids.get(uid, uid) for uid in value) if value else None
    return lambda value: value


def joined(ids: Iterable[str]) -> str:
    """Visible ids in one cell: with blanks between them, or with commas where an id holds a blank itself."""
    found = sorted(ids, key=natural_key)
    return (", " if any(" " in each for each in found) else " ").join(found)


def names_of(state: PlanState, kind: str) -> Mapping[str, str]:
    """The name of each row of a kind in the current language, its id where it has none, by uid."""
    base = str(KINDS[kind].named_by)
    return {row.uid: without_addresses(text(row, base)) or row.id for row in state.rows[kind]}


def sent_texts(
    rows: Mapping[str, Iterable[Any]], sent_file: str, language: str
) -> dict[str, tuple[str | None, ...]]:
    """What `_base` says of each row as it was sent: its id and its name, by token.

    Args:
        rows: those that were sent, by kind.
    """
    found: dict[str, tuple[str | None, ...]] = {}
    with speaking(language):  # What stands for an address is a word of the workbook, whoever reads it.
        for kind, of_kind in rows.items():
            name = f"{KINDS[kind].named_by}_{language}"
            for row in of_kind:
                found[token(row.uid, sent_file)] = (
                    row.id,
                    without_addresses(getattr(row, name) or "") or None,
                )
    return found
