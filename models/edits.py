"""The edit, the one currency of change: what it is, how edits are made, and what a field can take."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from models.damage import damaged
from models.errors import InvalidValue
from models.language import _, date_text
from models.rules.fields import (
    EXISTS,
    KINDS,
    MAX_ID,
    MAX_LINE,
    MAX_TEXT,
    Field,
    FieldType,
    Value,
    member_field,
)
from models.rules.text import problem_in, sentence, tidied


class Edit(NamedTuple):
    """One field of one row goes from one value to another."""

    kind: str
    uid: str
    field: str
    """A field of the kind, `exists`, or `set.member` for a member of a set."""
    old: Value
    """What must still stand there for the edit to hold."""
    new: Value
    origin: str | None = None
    """Where it came from: a sheet and cell, or a row of a loaded file."""


def new_uid() -> str:
    """A uid that no other row has or will have; it holds no dot."""
    return secrets.token_hex(8)


def creation(
    kind: str,
    values: Mapping[str, Value],
    *,
    members: Mapping[str, Iterable[str]] | None = None,
    uid: str | None = None,
    origin: str | None = None,
) -> list[Edit]:
    """The edits that create a row: `exists`, then each field that is not empty, defaults included.

    Args:
        members: uids of the members of the row's sets, by the set's name.
    """
    description, uid = KINDS[kind], uid or new_uid()
    edits = [Edit(kind, uid, EXISTS, None, True, origin)]
    for field in description.fields:
        value = values.get(field.name, field.default)
        if value is None:
            value = field.default
        if value is not None:
            edits.append(Edit(kind, uid, field.name, None, value, origin))
    for set_name, uids in (members or {}).items():
        edits += [Edit(kind, uid, member_field(set_name, each), None, True, origin) for each in uids]
    return edits


def changes(kind: str, row: Any, values: Mapping[str, Value], *, origin: str | None = None) -> list[Edit]:
    """The edits that give a record the `values` which differ from its own."""
    return [
        Edit(kind, row.uid, name, stored(getattr(row, name)), value, origin)
        for name, value in values.items()
        if stored(getattr(row, name)) != value
    ]


def membership(
    kind: str, row: Any, set_name: str, uids: Iterable[str], *, origin: str | None = None
) -> list[Edit]:
    """The edits, one per member, that make a record's set hold just `uids`."""
    now, wanted = frozenset(getattr(row, set_name)), frozenset(uids)
    gone = [
        Edit(kind, row.uid, member_field(set_name, each), True, None, origin) for each in sorted(now - wanted)
    ]
    come = [
        Edit(kind, row.uid, member_field(set_name, each), None, True, origin) for each in sorted(wanted - now)
    ]
    return gone + come


def removal(kind: str, row: Any, *, origin: str | None = None) -> Edit:
    """The edit that turns a row into a tombstone, which undo brings back."""
    return Edit(kind, row.uid, EXISTS, True, False, origin)


def stored(value: Any) -> Value:
    """A record's value as an edit holds it: a member of a closed list becomes its plain code."""
    return str(value) if isinstance(value, str) else value


def encode(value: Value) -> str | None:
    """A value as the history keeps it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)


def decode(kind: str, field_name: str, kept: str | None) -> Value:
    """A value of the history as an edit holds it. Fields that the program no longer knows stay text."""
    if kept is None:
        return None
    field = KINDS[kind].field(field_name) if kind in KINDS else None
    if field_name == EXISTS or "." in field_name or (field and field.type is FieldType.FLAG):
        return kept == "1"
    try:
        if field and field.type is FieldType.DATE:
            return date.fromisoformat(kept)
        if field and field.type is FieldType.NUMBER:
            return int(kept)
    except ValueError:
        raise damaged(kept) from None
    return kept


def checked(field: Field, value: Value, where: str) -> Value:
    """The value as it may be stored, text tidied; raises InvalidValue with a sentence that names `where`.

    References are not looked up here. Dates are limited to the years 2000 to 2100.
    """
    if value is None or (isinstance(value, str) and not tidied(value)):
        if field.required:
            raise InvalidValue(
                _("{where}: {field} cannot be empty.").format(where=where, field=_(field.label))
            )
        return None
    if field.type is FieldType.DATE:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise _unfit(field, value, where)
        if not 2000 <= value.year <= 2100:
            raise InvalidValue(
                _("{where}: {date} is outside the years 2000 to 2100.").format(
                    where=where, date=date_text(value)
                )
            )
        return value
    if field.type is FieldType.NUMBER:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _unfit(field, value, where)
        if not field.low <= value <= field.high:
            raise InvalidValue(
                _("{where}: {field} must be a whole number from {low} to {high}, not {value}.").format(
                    where=where, field=_(field.label), low=field.low, high=field.high, value=value
                )
            )
        return value
    if field.type is FieldType.FLAG:
        if not isinstance(value, bool):
            raise _unfit(field, value, where)
        return value
    if not isinstance(value, str):
        raise _unfit(field, value, where)
    if field.type is FieldType.WORD:
        if field.words is None or value not in {member.value for member in field.words}:
            raise _unfit(field, value, where)
        return str(value)
    return _checked_text(field, value, where)


def _checked_text(field: Field, value: str, where: str) -> str:
    tidy = tidied(value)
    if field.type is not FieldType.TEXT:
        tidy = " ".join(tidy.split("\n"))
    limit = {FieldType.TEXT: MAX_TEXT, FieldType.ID: MAX_ID}.get(field.type, MAX_LINE)
    problem = problem_in(tidy, limit)
    if problem is not None:
        raise InvalidValue(
            _("{where}: {field} cannot be saved. {problem}").format(
                where=where, field=_(field.label), problem=sentence(problem, limit)
            )
        )
    return tidy


def _unfit(field: Field, value: Value, where: str) -> InvalidValue:
    return InvalidValue(
        _("{where}: “{value}” does not fit {field}.").format(where=where, field=_(field.label), value=value)
    )
