"""Reads `field=value` as a person types it: dates, words of three languages, visible ids, sets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from importers.cells import NO, YES
from models.edits import checked
from models.errors import InvalidValue, UsageError
from models.language import _
from models.rules.fields import Field, FieldType, Kind, Value
from models.rules.state import PlanState
from models.rules.words import words_in_all_languages
from screens.widgets.form_entries import DateEntry
from tracker.cli.grammar import nearest
from tracker.cli.rows import find

T = TypeVar("T")
_BETWEEN_MEMBERS: Final = re.compile(r"[,;\s]+")


@dataclass
class Assigned:
    """What a person gave to a row."""

    values: dict[str, Value] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    """Uids of the members of each set that was given."""


def assigned(
    state: PlanState,
    kind: Kind,
    assignments: Iterable[str],
    *,
    today: date,
    where: str,
    row: Any = None,
) -> Assigned:
    """Reads each `field=value` for a row of a kind.

    Args:
        today: the day that `today` means.
        where: names the row in sentences.
        row: the row as it stands: `+5` counts working days from its present date; None for a new row.

    Raises:
        UsageError: no such field, or the same one twice.
        InvalidValue, NotFound: a value that its field cannot take.
    """
    found = Assigned()
    for each in assignments:
        name, equals, typed = each.partition("=")
        name = name.strip().casefold().replace("-", "_")
        if not equals or not name:
            raise UsageError(
                _("“{text}” changes nothing; write field=value, such as forecast=2018-10-19.").format(
                    text=each
                )
            )
        if name in kind.sets:
            uids = [
                find(state, said, [kind.sets[name]]).row.uid for said in _BETWEEN_MEMBERS.split(typed) if said
            ]
            _put(found.members, name, uids, where)
        else:
            described = _field_called(kind, name, state.charter.language)
            present = getattr(row, described.name, None)
            value = _value(state, described, typed, today, present, f"{where} {described.name}")
            _put(found.values, described.name, checked(described, value, where), where)
    return found


def _put(into: dict[str, T], name: str, value: T, where: str) -> None:
    if name in into:
        raise UsageError(_("{where}: {field} is given twice.").format(where=where, field=name))
    into[name] = value


def _field_called(kind: Kind, name: str, language: str) -> Field:
    """The field of that name; a text without a language means the plan's working language."""
    known = {f.name for f in kind.fields if not f.by_program} | {f.base for f in kind.fields if f.base}
    described = kind.field(name) or kind.field(f"{name}_{language}")
    if described is not None and not described.by_program:
        return described
    if described is not None:
        raise UsageError(_("The program keeps {field} itself; nobody sets it.").format(field=name))
    names = sorted([*known, *kind.sets])
    if near := nearest(name, names):
        raise UsageError(
            _("{kind}: there is no field “{field}”; did you mean {near}?").format(
                kind=_(kind.label), field=name, near=near
            )
        )
    raise UsageError(
        _("{kind}: there is no field “{field}”; the fields are {names}.").format(
            kind=_(kind.label), field=name, names=", ".join(names)
        )
    )


def _value(state: PlanState, described: Field, typed: str, today: date, present: Any, where: str) -> Value:
    """The value that was typed, not yet held against the limits of its field; nothing typed is None."""
    bare = typed.strip()
    if not bare:
        return None
    match described.type:
        case FieldType.DATE:
            base = present if isinstance(present, date) else None
            return _day(state, bare, today, base, where)
        case FieldType.NUMBER:
            return _number(bare, where)
        case FieldType.FLAG:
            return _flag(bare, where)
        case FieldType.WORD:
            return word_from(described.words, bare, where)
        case FieldType.REFERENCE:
            return str(find(state, bare, [str(described.refers_to)]).row.uid)
        case _:
            return typed


def _day(state: PlanState, typed: str, today: date, base: date | None, where: str) -> date | None:
    try:
        return DateEntry(where, state.calendar, today, base).read(typed)
    except InvalidValue as error:
        raise InvalidValue(_("{where}: {why}").format(where=where, why=error.sentence)) from error


def _number(typed: str, where: str) -> int:
    digits = "".join(typed.split())
    if re.fullmatch(r"[+-]?[0-9]{1,12}", digits):
        return int(digits)
    raise InvalidValue(_("{where}: “{text}” is no whole number.").format(where=where, text=typed))


def _flag(typed: str, where: str) -> bool:
    said = _alike(typed)
    if said in YES or said == "1":
        return True
    if said in NO or said == "0":
        return False
    raise InvalidValue(_("{where}: “{text}” is neither yes nor no.").format(where=where, text=typed))


def word_from(words: type[StrEnum] | None, typed: str, where: str) -> str:
    """The code of a word of a closed list, said as its code or in any language of the interface.

    Raises:
        InvalidValue: the list has no such word; the sentence names all codes.
    """
    by_code = words_in_all_languages(words) if words is not None else {}
    said = _alike(typed)
    for code, spoken in by_code.items():
        if said in {_alike(code), *map(_alike, spoken)}:
            return code
    raise InvalidValue(
        _("{where}: “{text}” is not on the list; choose one of {words}.").format(
            where=where, text=typed, words=", ".join(by_code)
        )
    )


def _alike(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
