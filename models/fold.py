"""A history folded into rows, edit by edit, with every rule that holds between one edit and the next."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final

from models.checks import check_row
from models.edits import Edit
from models.errors import InvalidValue, RuleBroken
from models.language import _, date_text
from models.rules.fields import EXISTS, KINDS, MAX_TEXT, Field, FieldType, Value, split_member
from models.rules.text import problem_in, sentence, tidied, visible

UID: Final = re.compile(r"[^\s.|]{1,64}")
"""What a uid looks like: tokens of hand-offs are cut at dots, their stamps at bars."""
MOST_SHOWN: Final = 40
"""Characters of a wrong value that a sentence shows."""

RowKey = tuple[str, str]


@dataclass
class _Row:
    """A row as it stands."""

    alive: bool
    fields: dict[str, Value]


class Fold:
    """Rows by kind and uid, as the edits so far have made them."""

    def __init__(self) -> None:
        self.rows: dict[RowKey, _Row] = {}
        self._kind_of: dict[str, str] = {}
        """A uid is one row's, whatever the kind."""
        self._touched: dict[RowKey, set[str]] = defaultdict(set)
        self._removed: dict[str, RowKey] = {}

    def take(self, edit: Edit) -> None:
        """One edit; raises InvalidValue or RuleBroken where it does not fit what stands."""
        row = self.rows.get((edit.kind, edit.uid))
        now = (row.alive if edit.field == EXISTS else row.fields.get(edit.field)) if row else None
        if now != edit.old or type(now) is not type(edit.old):
            raise RuleBroken(
                _("{where}: {field} is told to have been “{old}”, and was “{now}”.").format(
                    where=self.label(edit.kind, edit.uid),
                    field=edit.field,
                    old=_shown(edit.old),
                    now=_shown(now),
                )
            )
        if edit.field == EXISTS:
            self._exist(edit, row)
        elif row is None or not row.alive:
            raise RuleBroken(
                _("{where}: {field} changes of a row that is not there.").format(
                    where=self.label(edit.kind, edit.uid), field=edit.field
                )
            )
        else:
            self._check(edit)
            if edit.new is None:
                row.fields.pop(edit.field, None)
            else:
                row.fields[edit.field] = edit.new
        self._touched[edit.kind, edit.uid].add(edit.field)

    def _exist(self, edit: Edit, row: _Row | None) -> None:
        if not isinstance(edit.new, bool) or edit.new == edit.old:
            raise RuleBroken(
                _("{where}: a row is made, removed or brought back, not “{value}”.").format(
                    where=self.label(edit.kind, edit.uid), value=_shown(edit.new)
                )
            )
        if row is not None:
            row.alive = edit.new
        elif not UID.fullmatch(edit.uid) or edit.uid in self._kind_of or problem_in(edit.uid):
            raise InvalidValue(_("“{uid}” cannot be the uid of a new row.").format(uid=_shown(edit.uid)))
        else:
            self.rows[edit.kind, edit.uid] = _Row(edit.new, {})
            self._kind_of[edit.uid] = edit.kind
        if edit.new:
            self._removed.pop(edit.uid, None)
        else:
            self._removed[edit.uid] = (edit.kind, edit.uid)

    def _check(self, edit: Edit) -> None:
        kind = KINDS[edit.kind]
        if parts := split_member(edit.field):
            if parts[0] not in kind.sets or edit.new not in (True, None) or edit.new == edit.old:
                raise InvalidValue(
                    _("{where}: “{value}” does not fit {field}.").format(
                        where=self.label(*_key(edit)), value=_shown(edit.new), field=edit.field
                    )
                )
            return
        field = kind.field(edit.field)
        if field is None:
            raise InvalidValue(
                _("{where}: there is no field “{field}”.").format(
                    where=self.label(*_key(edit)), field=_shown(edit.field)
                )
            )
        if edit.new is not None and (why := misfit(field, edit.new)):
            raise InvalidValue(f"{self.label(*_key(edit))}: {why}")

    def settle(self) -> None:
        """The end of a revision: raises InvalidValue or RuleBroken where a row that it touched cannot stand so."""
        for (kind, uid), names in self._touched.items():
            row = self.rows[kind, uid]
            if not row.alive:
                continue
            whole = EXISTS in names
            for field in KINDS[kind].fields:
                if not whole and field.name not in names:
                    continue
                value = row.fields.get(field.name)
                if value is None and field.required:
                    raise InvalidValue(
                        _("{where}: {field} cannot be empty.").format(
                            where=self.label(kind, uid), field=_(field.label)
                        )
                    )
                if value is not None and field.refers_to is not None:
                    self._check_target(kind, uid, field.label, field.refers_to, str(value))
            for name in row.fields if whole else names:
                if (parts := split_member(name)) and name in row.fields:
                    member = KINDS[kind].sets[parts[0]]
                    self._check_target(kind, uid, KINDS[member].label, member, parts[1])
            if kind == "charter":
                check_row(kind, self.whole_row(kind, uid), None)
        self._check_removed()
        self._touched.clear()

    def _check_target(self, kind: str, uid: str, label: str, target: str, value: str) -> None:
        found = self.rows.get((target, value))
        # What a confirmation speaks of may be gone by then.
        if found is None or not (found.alive or kind == "confirmation"):
            raise RuleBroken(
                _("{where}: its {field} does not exist any more.").format(
                    where=self.label(kind, uid), field=_(label)
                )
            )

    def _check_removed(self) -> None:
        """Nothing that is alive may refer to what was removed; seldom is anything, so all rows are looked through."""
        gone, self._removed = self._removed, {}
        if not gone:
            return
        for (kind, uid), row in self.rows.items():
            if not row.alive or kind == "confirmation":
                continue
            for field in KINDS[kind].fields:
                if field.refers_to is not None and (key := gone.get(str(row.fields.get(field.name)))):
                    self._refuse_removal(key, kind, uid)
            if KINDS[kind].sets:
                for name in row.fields:
                    if (parts := split_member(name)) and (key := gone.get(parts[1])):
                        self._refuse_removal(key, kind, uid)

    def _refuse_removal(self, key: RowKey, kind: str, uid: str) -> None:
        raise RuleBroken(
            _("{where} is still needed by {users}, so it cannot be removed.").format(
                where=self.label(*key), users=self.label(kind, uid)
            )
        )

    def whole_row(self, kind: str, uid: str) -> dict[str, Value]:
        """Every field of a row, `exists` and the members of its sets among them."""
        row = self.rows[kind, uid]
        empty: dict[str, Value] = dict.fromkeys(field.name for field in KINDS[kind].fields)
        return empty | row.fields | {EXISTS: row.alive}

    def label(self, kind: str, uid: str) -> str:
        """How a sentence names a row: by its kind and its visible id."""
        row = self.rows.get((kind, uid))
        id_ = row.fields.get("id") if row else None
        return f"{_(KINDS[kind].label)} {_shown(id_ or uid)}" if KINDS[kind].has_id else _(KINDS[kind].label)

    def drafts(self) -> tuple[dict[RowKey, dict[str, Value]], Mapping[RowKey, Mapping[str, Value]]]:
        """All rows, and for each the fields that it has, as if the plan had never held any."""
        rows = {key: self.whole_row(*key) for key in self.rows}
        return rows, {key: dict.fromkeys(row) for key, row in rows.items()}


def _key(edit: Edit) -> RowKey:
    return edit.kind, edit.uid


def _shown(value: object) -> str:
    """A value from outside as one short piece of a sentence."""
    if value is None:
        return ""
    line = " ".join(visible(str(value)).split())
    return line if len(line) <= MOST_SHOWN else f"{line[: MOST_SHOWN - 1]}…"


def misfit(field: Field, value: Value) -> str | None:
    """Why a value cannot stand in a field, as a sentence; None where it can.

    A text may be longer than a person may type: what stands for an e-mail address can be longer than the address.
    """
    if _fits(field, value):
        return None
    if field.type is FieldType.DATE and isinstance(value, date):
        return _("{date} is outside the years 2000 to 2100.").format(date=date_text(value))
    is_text = isinstance(value, str) and field.words is None
    if is_text and (problem := problem_in(str(value), MAX_TEXT)) is not None:
        return _("{field} cannot be saved. {problem}").format(
            field=_(field.label), problem=sentence(problem, MAX_TEXT)
        )
    return _("“{value}” does not fit {field}.").format(value=_shown(value), field=_(field.label))


def _fits(field: Field, value: Value) -> bool:
    if field.type is FieldType.DATE:
        return isinstance(value, date) and 2000 <= value.year <= 2100
    if field.type is FieldType.NUMBER:
        return type(value) is int and field.low <= value <= field.high
    if field.type is FieldType.FLAG:
        return isinstance(value, bool)
    if not isinstance(value, str) or not value:
        return False
    if field.words is not None:
        return value in _codes(field.words)
    if problem_in(value, MAX_TEXT) is not None or tidied(value) != value:
        return False
    return field.type is FieldType.TEXT or "\n" not in value


@cache
def _codes(words: type[StrEnum]) -> frozenset[str]:
    return frozenset(member.value for member in words)
