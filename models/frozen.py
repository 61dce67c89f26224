"""The rows and figures of a plan as a snapshot keeps them, and what lies between two sets of rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, func, select

from models import queries
from models.damage import read_from_file
from models.edits import Edit, decode, encode, stored
from models.rules.course import Stood
from models.rules.fields import EXISTS, KINDS, FieldType, Value
from models.rules.figures import LIGHT_NAMES, Figures
from models.rules.lights import LightCounts
from models.rules.state import PlanState, order_rows
from models.rules.words import Status
from models.tables import SNAPSHOT_ROW

FEW_ROWS: Final = 500
"""Up to so many rows are asked for by their uids; SQLite takes a limited number of values in one question."""

WORK_KINDS: Final = ("charter", "closed_week", "division", "stream", "theme", "initiative", "milestone")
"""The kinds of which lights and forecasts are made."""

Rows = Mapping[tuple[str, str], Mapping[str, Value]]
"""Rows as plain fields, by kind and uid."""


def rows_to_freeze(state: PlanState) -> list[tuple[str, str, str]]:
    """The rows of a state as a snapshot keeps them: kind, uid and the fields that are not empty as JSON; in that order.

    10,000 milestones take 60 ms; to write each day of them in a way of its own would double that.
    """
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
    iso, found = _IsoDays(), []
    for kind, rows in state.rows.items():
        described = KINDS[kind]
        names = [field.name for field in described.fields]
        days = [place for place, field in enumerate(described.fields) if field.type is FieldType.DATE]
        for row in rows:
            values = list(row[1 : len(names) + 1])
            for place in days:
                values[place] = iso[values[place]]
            fields = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            for name in described.sets:
                if members := getattr(row, name):
                    fields[name] = sorted(members)
            found.append((kind, row.uid, dump(fields)))
    return sorted(found)


class _IsoDays(dict[date | None, str | None]):
    """Writes each distinct day once."""

    def __missing__(self, day: date | None) -> str | None:
        self[day] = found = None if day is None else day.isoformat()
        return found


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else encode(value)


def _fields(kind: str, row: Any) -> dict[str, Any]:
    """The fields of a record that are not empty, its sets included."""
    names = (*(field.name for field in KINDS[kind].fields), *KINDS[kind].sets)
    found = {name: getattr(row, name) for name in names}
    return {name: value for name, value in found.items() if value is not None and value != frozenset()}


def figures_text(found: Figures) -> str:
    """Figures as a snapshot keeps them."""
    return json.dumps(asdict(found), ensure_ascii=False, default=_plain)


def figures_from(kept: str) -> Figures:
    """Figures as a snapshot keeps them; raises DatabaseError where they cannot be read."""
    with read_from_file(kept):
        fields = json.loads(kept)
        fields["snapshot_date"] = date.fromisoformat(fields["snapshot_date"])
        for name in LIGHT_NAMES:
            fields[name] = {part: LightCounts(**counts) for part, counts in fields.get(name, {}).items()}
        return Figures(**fields)


def frozen_rows(connection: Connection, number: int) -> Rows:
    """The rows of a snapshot as plain fields; a set is told member by member."""
    rows = connection.execute(
        select(SNAPSHOT_ROW.c.kind, SNAPSHOT_ROW.c.uid, SNAPSHOT_ROW.c.fields).where(
            SNAPSHOT_ROW.c.snapshot == number
        )
    )
    return {(kind, uid): thawed(kind, fields) for kind, uid, fields in rows}


def thawed(kind: str, kept: str) -> dict[str, Value]:
    """A frozen row as plain fields, a set member by member; raises DatabaseError where it cannot be read."""
    found: dict[str, Value] = {}
    with read_from_file(kept):
        for name, value in json.loads(kept).items():
            if isinstance(value, list):
                found |= {f"{name}.{member}": True for member in value}
            else:
                found[name] = value if isinstance(value, (bool, int)) else decode(kind, name, value)
    return found


def frozen_records(
    connection: Connection, number: int, kind: str, uids: Collection[str] | None = None
) -> list[Any]:
    """The rows of a kind in a snapshot, as records.

    Args:
        uids: only these; None for all.
    """
    chosen = select(SNAPSHOT_ROW.c.uid, SNAPSHOT_ROW.c.fields).where(
        SNAPSHOT_ROW.c.snapshot == number, SNAPSHOT_ROW.c.kind == kind
    )
    if uids is not None and len(uids) <= FEW_ROWS:
        chosen = chosen.where(SNAPSHOT_ROW.c.uid.in_(uids))
    wanted = None if uids is None else frozenset(uids)
    rows = connection.execute(chosen)
    return thawed_records(kind, ((uid, kept) for uid, kept in rows if wanted is None or uid in wanted))


def frozen_forecasts(connection: Connection, number: int) -> dict[str, date]:
    """The forecast dates of all milestones in a snapshot, by uid; ten times as fast as their records."""
    forecast = func.json_extract(SNAPSHOT_ROW.c.fields, "$.forecast")
    rows = connection.execute(
        select(SNAPSHOT_ROW.c.uid, forecast).where(
            SNAPSHOT_ROW.c.snapshot == number, SNAPSHOT_ROW.c.kind == "milestone"
        )
    ).all()
    with read_from_file("forecast"):
        return {uid: date.fromisoformat(kept) for uid, kept in rows}


def frozen_courses(connection: Connection, number: int) -> dict[str, Stood]:
    """How each milestone stood in a snapshot, by uid; five times as fast as their records."""
    rows = connection.execute(
        select(
            SNAPSHOT_ROW.c.uid,
            func.json_extract(SNAPSHOT_ROW.c.fields, "$.forecast"),
            func.json_extract(SNAPSHOT_ROW.c.fields, "$.status"),
        ).where(SNAPSHOT_ROW.c.snapshot == number, SNAPSHOT_ROW.c.kind == "milestone")
    ).all()
    with read_from_file("forecast"):
        return {uid: Stood(date.fromisoformat(forecast), Status(status)) for uid, forecast, status in rows}


def frozen_state(connection: Connection, number: int, day: date) -> PlanState:
    """What a snapshot holds of the work: `WORK_KINDS`, and no other rows; it asks no history.

    Args:
        day: the snapshot's day of evaluation.
    """
    rows: dict[str, tuple[Any, ...]] = dict.fromkeys(queries.STATE_KINDS, ())
    with queries.collector_paused():
        for kind in WORK_KINDS:
            rows[kind] = order_rows(kind, frozen_records(connection, number, kind))
    charter = rows["charter"][0] if rows["charter"] else queries.charter_now(connection)
    return PlanState(
        day=day,
        revision=0,
        charter=charter,
        calendar=queries.calendar_of(connection, charter, day, rows["closed_week"]),
        rows=rows,
    )


def whole_frozen_state(connection: Connection, number: int, day: date, revision: int, form: str) -> PlanState:
    """All that a snapshot holds; of what was removed by then, and of the changes of scope, the history tells.

    Args:
        form: the form of the file in which it was taken; in the earliest ones its rows lack fields that rules need, and
            the history stands in for them.
    """
    then = queries.state_as_frozen(connection, day, revision)
    if not form:
        return then
    rows: dict[str, tuple[Any, ...]] = {}
    with queries.collector_paused():
        for kind in queries.STATE_KINDS:
            rows[kind] = order_rows(kind, frozen_records(connection, number, kind))
    charter = rows["charter"][0] if rows["charter"] else then.charter
    calendar = queries.calendar_of(connection, charter, day, rows["closed_week"])
    return replace(then, rows=rows, charter=charter, calendar=calendar)


def thawed_records(kind: str, rows: Iterable[tuple[str, str]]) -> list[Any]:
    """Frozen rows, each a uid and what was kept, as records; raises DatabaseError where one cannot be read."""
    make, (names, readers) = KINDS[kind].record._make, _readers(kind)
    found, kept_rows = [], list(rows)
    with read_from_file(f"{kind} of a snapshot"):
        # Read as one text: twice as fast as row by row.
        told = json.loads(f"[{','.join(kept for _uid, kept in kept_rows)}]")
        for (uid, _kept), fields in zip(kept_rows, told, strict=True):
            values = [uid, *map(fields.get, names)]
            for place, reader, empty in readers:
                value = values[place]
                values[place] = empty if value is None else value if reader is None else reader(value)
            found.append(make(values))
    return found


class _DaysOfTexts(dict[str, date]):
    """Reads each distinct day once."""

    def __missing__(self, kept: str) -> date:
        self[kept] = day = date.fromisoformat(kept)
        return day


@cache
def _readers(
    kind: str,
) -> tuple[tuple[str, ...], list[tuple[int, Callable[[Any], Any] | None, Any]]]:
    """The fields of a kind's record behind its uid; and of those that are more than what JSON has for them or nothing:

    their place in the record, how each is read, and what an empty one is.
    """
    described = KINDS[kind]
    day = _DaysOfTexts().__getitem__
    readers: list[tuple[str, Callable[[Any], Any] | None, Any]] = [
        (
            field.name,
            day if field.type is FieldType.DATE else _member_of(field.words) if field.words else None,
            field.default,
        )
        for field in described.fields
    ]
    readers += [("alive", None, True)] if kind == "milestone" else []
    readers += [(name, frozenset, frozenset()) for name in described.sets]
    return tuple(name for name, _reader, _empty in readers), [
        (place, reader, empty)
        for place, (_name, reader, empty) in enumerate(readers, start=1)
        if reader is not None or empty is not None
    ]


def _member_of(words: type[StrEnum]) -> Callable[[Any], Any]:
    """Finds a member of a closed list by its code; quicker than asking the list itself."""
    return {member.value: member for member in words}.__getitem__


def rows_of_state(state: PlanState) -> Rows:
    """The rows of a state as plain fields, to be compared with those of a snapshot."""
    found: dict[tuple[str, str], dict[str, Value]] = {}
    for kind, rows in state.rows.items():
        for row in rows:
            fields: dict[str, Value] = {}
            for name, value in _fields(kind, row).items():
                if isinstance(value, frozenset):
                    fields |= {f"{name}.{member}": True for member in value}
                else:
                    fields[name] = stored(value)
            found[kind, row.uid] = fields
    return found


def differences(then: Rows, now: Rows) -> tuple[Edit, ...]:
    """What lies between two sets of rows, as the edits that lead from the one to the other."""
    edits = []
    for key in sorted(then.keys() | now.keys()):
        kind, uid = key
        before, after = then.get(key), now.get(key)
        if before is None:
            edits.append(Edit(kind, uid, EXISTS, None, True))
        elif after is None:
            edits.append(Edit(kind, uid, EXISTS, True, False))
        for name in sorted((before or {}).keys() | (after or {}).keys()):
            old, new = (before or {}).get(name), (after or {}).get(name)
            if old != new and before is not None and after is not None:
                edits.append(Edit(kind, uid, name, old, new))
    return tuple(edits)
