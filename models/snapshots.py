"""Weekly snapshots: the rows and figures of a plan frozen for one ISO week, and what lies between two of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from models.damage import read_from_file
from models.edits import Edit, decode, encode, stored
from models.errors import NotFound, RuleBroken
from models.language import _, date_text, monday_of
from models.rules.fields import EXISTS, KINDS, Value
from models.rules.figures import Figures, figures
from models.rules.lights import LightCounts
from models.rules.state import PlanState
from models.tables import PERSON, SNAPSHOT, SNAPSHOT_ROW

FRIDAY: Final = 4
"""The weekday on which a week is frozen, Monday being 0."""

Rows = Mapping[tuple[str, str], Mapping[str, Value]]
"""Rows as plain fields, by kind and uid."""


@dataclass(frozen=True)
class Snapshot:
    """One frozen week."""

    number: int
    week: int
    """The plan's week."""
    iso_week: str
    version: int
    """1, or more for a correction that stands beside it."""
    day: date
    """The day of evaluation."""
    revision: int
    at: str
    person: str
    reason: str | None
    figures: Figures


def iso_week(day: date) -> str:
    """The ISO week of a day, such as 2018-W42."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def take(
    connection: Connection,
    state: PlanState,
    *,
    at: datetime,
    person: str,
    correction: str | None = None,
) -> tuple[int, bool]:
    """Freezes the week of the state's day; returns the snapshot's number and whether it is new.

    A week that is frozen already is left as it is, unless `correction` says why a further version is needed.

    Raises:
        RuleBroken: the day lies before the plan begins, or nothing was known on it yet.
    """
    week = state.calendar.week_number(state.day)
    if week < 1:
        raise RuleBroken(
            _("{date} is before the plan begins on {start}, so there is nothing to freeze.").format(
                date=date_text(state.day), start=date_text(state.calendar.start)
            )
        )
    if not state.revision:
        raise RuleBroken(
            _("Nothing of the plan was known on {date} yet, so there is nothing to freeze.").format(
                date=date_text(state.day)
            )
        )
    earlier = connection.execute(
        select(SNAPSHOT.c.number, SNAPSHOT.c.version)
        .where(SNAPSHOT.c.week == week)
        .order_by(SNAPSHOT.c.version.desc())
    ).first()
    if earlier is not None and correction is None:
        return int(earlier.number), False
    number = (
        connection.scalar(select(SNAPSHOT.c.number).order_by(SNAPSHOT.c.number.desc()).limit(1)) or 0
    ) + 1
    # The rows come first: a trigger lets none in once the snapshot itself is there.
    connection.execute(insert(SNAPSHOT_ROW), _frozen_rows(number, state))
    connection.execute(
        insert(SNAPSHOT),
        {
            "number": number,
            "week": week,
            "iso_week": iso_week(state.day),
            "version": 1 if earlier is None else earlier.version + 1,
            "day": state.day,
            "revision": state.revision,
            "at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "person": person,
            "reason": correction,
            "figures": _figures_json(figures(state)),
        },
    )
    return number, True


def _frozen_rows(number: int, state: PlanState) -> list[dict[str, Any]]:
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
    return [
        {"snapshot": number, "kind": kind, "uid": row.uid, "fields": dump(_fields(kind, row))}
        for kind, rows in state.rows.items()
        for row in rows
    ]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else encode(value)


def _fields(kind: str, row: Any) -> dict[str, Any]:
    """The fields of a record that are not empty, its sets included."""
    names = (*(field.name for field in KINDS[kind].fields), *KINDS[kind].sets)
    found = {name: getattr(row, name) for name in names}
    return {name: value for name, value in found.items() if value is not None and value != frozenset()}


def _figures_json(found: Figures) -> str:
    return json.dumps(asdict(found), ensure_ascii=False, default=_plain)


def figures_from(kept: str) -> Figures:
    """Figures as a snapshot keeps them; raises DatabaseError where they cannot be read."""
    with read_from_file(kept):
        fields = json.loads(kept)
        fields["snapshot_date"] = date.fromisoformat(fields["snapshot_date"])
        fields["lights"] = {stream: LightCounts(**counts) for stream, counts in fields["lights"].items()}
        return Figures(**fields)


def snapshots(connection: Connection) -> tuple[Snapshot, ...]:
    """All snapshots, by week and version."""
    rows = connection.execute(
        select(SNAPSHOT, PERSON.c.login)
        .join(PERSON, PERSON.c.key == SNAPSHOT.c.person)
        .order_by(SNAPSHOT.c.week, SNAPSHOT.c.version)
    )
    return tuple(
        Snapshot(
            number=row.number,
            week=row.week,
            iso_week=row.iso_week,
            version=row.version,
            day=row.day,
            revision=row.revision,
            at=row.at,
            person=row.login or "–",
            reason=row.reason,
            figures=figures_from(row.figures),
        )
        for row in rows
    )


def snapshot_of(connection: Connection, week: int) -> Snapshot:
    """The last version of a week's snapshot; raises NotFound when the week was not frozen."""
    found = [snapshot for snapshot in snapshots(connection) if snapshot.week == week]
    if not found:
        raise NotFound(
            _("Week {week} has no snapshot; tracker snapshot list shows those that were taken.").format(
                week=week
            )
        )
    return found[-1]


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


def fridays(first: date, last: date) -> list[date]:
    """The Fridays from the week of `first` up to `last`."""
    friday = monday_of(first) + timedelta(days=FRIDAY)
    found = []
    while friday <= last:
        found.append(friday)
        friday += timedelta(days=7)
    return found
