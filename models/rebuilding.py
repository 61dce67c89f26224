"""Makes the plan of a moment from its history alone: what stands in the tables of rows is not looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection

from models import queries
from models.damage import read_from_file
from models.rules.fields import EXISTS, KINDS, Field, FieldType, split_member
from models.rules.records import Charter
from models.rules.state import PlanState, order_rows

LATER = """
SELECT number, kind, uid, field, old IS NULL, new FROM edit
WHERE known <= :day AND revision <= :revision AND NOT (known <= :day_before AND revision <= :revision_before)
ORDER BY number
"""
"""The edits that belong to a moment and not to the one before it."""

RowKey = tuple[str, str]


class Rebuilding:
    """Goes through the history from one moment to the next.

    A moment is a day and a revision: what was known by the end of the day, up to that revision. Moments are asked for
    in any order; where neither goes back, only the edits between them are read: of 10,000 milestones the first moment
    takes a second and each week more a quarter.
    """

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._day, self._revision = date.min, 0
        self._last: dict[tuple[RowKey, str], int] = {}
        """The number of the edit that gave a field its value: one that became known later can be an earlier one."""
        self._fields: dict[RowKey, dict[str, str | None]] = {}
        self._born: set[RowKey] = set()
        self._records: dict[str, dict[str, Any]] = {}
        """By kind and uid, living rows and those that were removed."""

    def state(self, connection: Connection, day: date, revision: int) -> PlanState:
        """The plan of a moment, evaluated on its day, without its changes of scope.

        Raises:
            DatabaseError: the history cannot be read, or lacks what a row needs.
        """
        with queries.collector_paused(), read_from_file("history"):
            self._go_to(connection, day, revision)
            rows, removed = self._sorted()
            charter = rows["charter"][0] if rows["charter"] else self._charter_before_its_time(connection)
            return PlanState(
                day=day,
                revision=revision,
                charter=charter,
                calendar=queries.calendar_of(connection, charter, day, rows["closed_week"]),
                rows=rows,
                removed_milestones=tuple(removed["milestone"]),
                removed_initiatives=queries.by_uid(removed["initiative"]),
            )

    def _go_to(self, connection: Connection, day: date, revision: int) -> None:
        if day < self._day or revision < self._revision:
            self._forget()
        moments = {
            "day": day.isoformat(),
            "revision": revision,
            "day_before": self._day.isoformat(),
            "revision_before": self._revision,
        }
        touched: set[RowKey] = set()
        cursor = connection.exec_driver_sql(LATER, moments).cursor
        edits = cursor.fetchall() if cursor is not None else []
        for number, kind, uid, field, was_nothing, new in edits:
            key = kind, uid
            if kind not in KINDS or kind == "confirmation":
                continue
            if field == EXISTS and was_nothing:
                self._born.add(key)
                touched.add(key)
            if self._last.get((key, field), 0) < number:
                self._last[key, field] = number
                self._fields.setdefault(key, {})[field] = new
                touched.add(key)
        for kind, uid in touched:
            fields = self._fields[kind, uid]
            record = _record(kind, uid, fields, is_there=self._is_there((kind, uid)))
            self._records.setdefault(kind, {})[uid] = record
        self._day, self._revision = day, revision

    def _sorted(self) -> tuple[dict[str, tuple[Any, ...]], dict[str, list[Any]]]:
        """Living rows by kind, and the rows that were removed."""
        living: dict[str, tuple[Any, ...]] = {}
        removed: defaultdict[str, list[Any]] = defaultdict(list)
        for kind in queries.STATE_KINDS:
            found = []
            for uid, record in self._records.get(kind, {}).items():
                if self._is_there((kind, uid)):
                    found.append(record)
                elif (kind, uid) in self._born:
                    removed[kind].append(record)
            living[kind] = order_rows(kind, found)
        return living, removed

    def _is_there(self, key: RowKey) -> bool:
        """Whether a row is alive; a clock that was put back may have brought one back before it was made."""
        return key in self._born and self._fields[key].get(EXISTS) == "1"

    def _charter_before_its_time(self, connection: Connection) -> Charter:
        """The frame for a moment before the plan was made: as it is now, but for a baseline that was not known yet."""
        charter = queries.charter_now(connection)
        known = self._fields.get(("charter", charter.uid), {}).get("baseline_on")
        return charter._replace(baseline_on=None if known is None else date.fromisoformat(known))


def _record(kind: str, uid: str, fields: dict[str, str | None], *, is_there: bool) -> Any:
    """A row of what its last edits left in its fields."""
    described = KINDS[kind]
    values: list[Any] = [uid]
    for name, reader in _readers(kind):
        kept = fields.get(name)
        values.append(None if kept is None else kept if reader is None else reader(kept))
    if kind == "milestone":
        values.append(is_there)
    if described.sets:
        members: dict[str, set[str]] = {name: set() for name in described.sets}
        for name, kept in fields.items():
            if kept == "1" and (parts := split_member(name)) and parts[0] in members:
                members[parts[0]].add(parts[1])
        values += [frozenset(found) for found in members.values()]
    return described.record._make(values)


@cache
def _readers(kind: str) -> tuple[tuple[str, Callable[[str], Any] | None], ...]:
    return tuple((field.name, _reader(field)) for field in KINDS[kind].fields)


def _reader(field: Field) -> Callable[[str], Any] | None:
    if field.type is FieldType.DATE:
        return _day
    if field.type is FieldType.NUMBER:
        return int
    if field.type is FieldType.FLAG:
        return "1".__eq__
    return field.words


@lru_cache(maxsize=10_000)
def _day(kept: str) -> date:
    return date.fromisoformat(kept)
