"""Reads the plan: current rows, and rows as they were known on a day or at a revision, as frozen records."""

from __future__ import annotations

import gc
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.dialects.sqlite import dialect

from models.edits import decode
from models.errors import PlanFileError
from models.holidays import holidays_around
from models.language import _
from models.rules.burndown import ScopeChange
from models.rules.calendar import WorkCalendar
from models.rules.course import CourseChange
from models.rules.fields import EXISTS, KINDS, FieldType, Kind, Value, split_member
from models.rules.records import Charter
from models.rules.state import PlanState, order_rows
from models.tables import EDIT, REVISION, SCOPE_EDITS, TABLE_OF_KIND, TABLE_OF_SET

DIALECT = dialect()

STATE_KINDS = tuple(name for name in KINDS if name != "confirmation")
"""The kinds of a plan's state; confirmations are history, and many."""


@dataclass(frozen=True)
class Moment:
    """Up to when the plan is asked for: what was known by the end of a day, or with a revision, or with both."""

    day: date | None = None
    revision: int | None = None

    @property
    def later(self) -> str:
        """SQL: the edit `e` came after the moment."""
        if self.day is not None and self.revision is not None:
            return (
                "e.number IN (SELECT number FROM edit WHERE known > :day"
                " UNION SELECT number FROM edit WHERE revision > :revision)"
            )
        return "e.known > :day" if self.day is not None else "e.revision > :revision"

    @property
    def index(self) -> str:
        """SQL: the index that finds the later edits; left to itself SQLite walks through the whole history."""
        if self.day is not None and self.revision is not None:
            return ""
        return f"INDEXED BY {'ix_edit_known' if self.day is not None else 'ix_edit_revision'}"

    @property
    def earlier(self) -> str:
        """SQL: the edit `p` belongs to the moment."""
        if self.day is not None and self.revision is not None:
            return "p.known <= :day AND p.revision <= :revision"
        return "p.known <= :day" if self.day is not None else "p.revision <= :revision"

    @property
    def parameters(self) -> dict[str, object]:
        """The values behind the names in that SQL."""
        day: dict[str, object] = {} if self.day is None else {"day": self.day.isoformat()}
        return day if self.revision is None else {**day, "revision": self.revision}


Overrides = Mapping[str, Mapping[str, Mapping[str, Value]]]
"""By kind and uid: the fields that were different then, and what they were."""


def values_then(connection: Connection, moment: Moment) -> Overrides:
    """What was different at a moment: every field that changed later, with the value it had then.

    One indexed query over the later edits; for each field it takes the last edit that belongs to the moment. A row that
    did not exist then has None for `exists`, also where a clock that was put back removed it or brought it back before
    it was made.
    """
    rows = connection.execute(
        text(
            "SELECT e.kind, e.uid, e.field, (SELECT p.new FROM edit p WHERE p.uid = e.uid AND p.field = e.field"
            f" AND {moment.earlier} ORDER BY p.number DESC LIMIT 1), e.field = 'exists' AND NOT EXISTS (SELECT 1"
            f" FROM edit p WHERE p.uid = e.uid AND p.field = 'exists' AND p.old IS NULL AND {moment.earlier})"
            f" FROM edit e {moment.index} WHERE {moment.later} GROUP BY e.uid, e.field"
        ),
        moment.parameters,
    ).all()
    found: dict[str, dict[str, dict[str, Value]]] = defaultdict(lambda: defaultdict(dict))
    for kind, uid, field, kept, is_created_later in rows:
        found[kind][uid][field] = None if kept is None or is_created_later else decode(kind, field, kept)
    return found


@cache
def _select_kind(kind: str, which: str) -> tuple[str, tuple[Callable[[Any], Any] | None, ...]]:
    """SQL for the rows of a kind, their columns in the order of its record and then `alive`; and how each is read.

    Args:
        which: `all`, `living` or `removed`.
    """
    table = TABLE_OF_KIND[kind]
    columns = [table.c[name] for name in ("uid", *(field.name for field in KINDS[kind].fields), "alive")]
    names = ", ".join(f'"{column.name}"' for column in columns)
    where = {"all": "", "living": " WHERE alive = 1", "removed": " WHERE alive = 0"}[which]
    readers = tuple(column.type.result_processor(DIALECT, None) for column in columns)
    return f"SELECT {names} FROM {table.name}{where}", readers


def _columns(
    connection: Connection, kind: str, which: str, uids: Collection[str] | None = None
) -> list[Iterable[Any]]:
    """The columns of the rows of a kind. Read column by column: twice as fast as row by row at 10,000 rows.

    Args:
        uids: only these rows, of `all`.
    """
    question, readers = _select_kind(kind, which)
    if uids is not None:
        question += f" WHERE uid IN ({', '.join('?' * len(uids))})"
    cursor = connection.exec_driver_sql(question, tuple(uids or ())).cursor
    rows = cursor.fetchall() if cursor is not None else []
    columns = list(zip(*rows, strict=True)) or [() for _reader in readers]
    return [
        column if reader is None else map(reader, column)
        for column, reader in zip(columns, readers, strict=True)
    ]


def _members(connection: Connection, kind: Kind, then: Mapping[str, Mapping[str, Value]]) -> dict[str, Any]:
    """The sets of every row of a kind: by uid, then by set name."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: {name: set() for name in kind.sets})
    for name in kind.sets:
        table = TABLE_OF_SET[name]
        for uid, member in connection.execute(select(table.c.initiative, table.c.member)):
            found[uid][name].add(member)
    for uid, fields in then.items():
        for field, value in fields.items():
            if parts := split_member(field):
                (found[uid][parts[0]].add if value else found[uid][parts[0]].discard)(parts[1])
    return {uid: {name: frozenset(members) for name, members in sets.items()} for uid, sets in found.items()}


def rows_of(
    connection: Connection,
    kind_name: str,
    then: Mapping[str, Mapping[str, Value]] | None = None,
    *,
    uids: Collection[str] | None = None,
) -> list[tuple[bool, Any]]:
    """Every row of a kind, tombstones included, as (whether it is alive, record).

    Args:
        then: fields that were different at the moment asked for, by uid.
        uids: only these rows; None for all.
    """
    kind, then = KINDS[kind_name], then or {}
    names = [field.name for field in kind.fields]
    places = {name: place for place, name in enumerate(("uid", *names, EXISTS))}
    words = {field.name: field.words for field in kind.fields if field.type is FieldType.WORD}
    make = _maker(kind, _members(connection, kind, then) if kind.sets else {})
    found = []
    for row in zip(*_columns(connection, kind_name, "all", uids), strict=True):
        changed = then.get(row[0])
        if changed is None:
            found.append((row[-1], make(row)))
            continue
        values = list(row)
        for name, value in changed.items():
            if name in places:
                word = words.get(name)
                values[places[name]] = word(str(value)) if word and value is not None else value
        found.append((values[-1] is True, make(values)))
    return found


def _maker(kind: Kind, sets: Mapping[str, Mapping[str, frozenset[str]]]) -> Callable[[Sequence[Any]], Any]:
    """What makes a record of a kind from its columns, the last of which is `alive`."""
    make = kind.record._make
    if kind.name == "milestone":
        return make  # type: ignore[no-any-return]
    if kind.sets:
        none = {name: frozenset[str]() for name in kind.sets}
        return lambda values: make([*values[:-1], *sets.get(values[0], none).values()])
    return lambda values: make(values[:-1])


def living_rows(connection: Connection, kind_name: str, which: str = "living") -> list[Any]:
    """The living rows of a kind as they stand now, or with `removed` its tombstones."""
    kind = KINDS[kind_name]
    make = _maker(kind, _members(connection, kind, {}) if kind.sets else {})
    return list(map(make, zip(*_columns(connection, kind_name, which), strict=True)))


def scope_changes(
    connection: Connection, moment: Moment | None = None, *, after: int = 0
) -> tuple[ScopeChange, ...]:
    """The changes that moved weight into or out of scope, in their order, up to a revision where one is asked for.

    Those after a day are not left out: what a field held before its first change stands in that change alone.

    Args:
        after: only those of revisions later than this one.
    """
    within = " AND revision <= :revision" if moment and moment.revision is not None else ""
    rows = connection.execute(
        text(
            "SELECT uid, field, old, new, known FROM edit p INDEXED BY ix_edit_scope"
            f" WHERE {SCOPE_EDITS}{within} AND revision > :after ORDER BY number"
        ),
        {"after": after, **({"revision": moment.revision} if moment and within else {})},
    )
    return tuple(
        ScopeChange(uid, field, _scope_value(field, old), _scope_value(field, new), date.fromisoformat(known))
        for uid, field, old, new, known in rows
    )


def course_changes(
    connection: Connection,
    *,
    uids: Collection[str] | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
) -> tuple[CourseChange, ...]:
    """All changes of the forecast, status and reason of milestones, in their order; 300,000 edits take 0.1 s.

    As for the changes of scope, those after a day are not left out.

    Args:
        uids: only those of these milestones; None for all.
        since: leave out those that belong to this moment.
        until: leave out those that do not belong to this one; has a day and a revision.
    """
    within, values = "", dict[str, object]()
    if uids is not None:
        within, values = (
            " AND e.uid IN (SELECT value FROM json_each(:uids))",
            {"uids": json.dumps(list(uids))},
        )
    if since is not None and until is not None:
        within += f" AND {since.later} AND e.known <= :until_day AND e.revision <= :until_revision"
        values |= {**since.parameters, "until_day": until.parameters["day"], "until_revision": until.revision}
    rows = connection.execute(
        text(
            "SELECT uid, field, old, new, known, revision FROM edit e WHERE kind = 'milestone' AND"
            f" (field = 'reason' OR (field IN ('forecast', 'status') AND old IS NOT NULL)){within}"
            " ORDER BY number"
        ),
        values,
    )
    return tuple(
        CourseChange(
            uid,
            field,
            _course_value(field, old),
            _course_value(field, new),
            date.fromisoformat(known),
            revision,
        )
        for uid, field, old, new, known, revision in rows
    )


def _course_value(field: str, kept: str | None) -> Any:
    return decode("milestone", field, kept)


def _scope_value(field: str, kept: str | None) -> Any:
    return decode("milestone", field, kept)


def last_revision(connection: Connection, moment: Moment | None = None) -> int:
    """The number of the last revision, of all or of those that belong to a moment; 0 for none."""
    question = select(func.max(REVISION.c.number))
    if moment is not None and moment.day is not None:
        question = question.where(REVISION.c.known <= moment.day)
    if moment is not None and moment.revision is not None:
        question = question.where(REVISION.c.number <= moment.revision)
    return connection.scalar(question) or 0


def is_all_known(connection: Connection, day: date) -> bool:
    """Whether nothing became known after a day, so that the plan as of it is the plan as it stands."""
    latest: date | None = connection.scalar(select(func.max(EDIT.c.known)))
    return latest is None or latest <= day


def charter_now(connection: Connection) -> Charter:
    """The plan's frame as it stands now; raises PlanFileError where the file has lost it."""
    found = living_rows(connection, "charter")
    if not found:
        raise PlanFileError(_("The file has lost the plan's name and days; go back to its last backup."))
    charter: Charter = found[0]
    return charter


def _charter_before_its_time(connection: Connection, then: Overrides) -> Charter:
    """The frame for a day before the plan was made: as it is now, but for a baseline that was not known yet."""
    charter = charter_now(connection)
    baseline_on = then["charter"][charter.uid].get("baseline_on", charter.baseline_on)
    return charter._replace(baseline_on=baseline_on if isinstance(baseline_on, date) else None)


def plan_state(connection: Connection, day: date, *, at_revision: int | None = None) -> PlanState:
    """The plan as known by the end of `day`, which is also the day of evaluation.

    Args:
        at_revision: ask for the plan as it stood with that revision instead; `day` is then only the day of evaluation.
    """
    if at_revision is not None:
        moment = Moment(revision=at_revision) if last_revision(connection) > at_revision else None
    else:
        moment = None if is_all_known(connection, day) else Moment(day=day)
    with collector_paused():
        return _plan_state(connection, day, moment)


def state_as_frozen(connection: Connection, day: date, revision: int) -> PlanState:
    """The plan as a snapshot of `day` saw it: with what its history knew by that day, up to that revision."""
    if last_revision(connection) == revision and is_all_known(connection, day):
        return plan_state(connection, day)
    with collector_paused():
        return _plan_state(connection, day, Moment(day, revision))


def state_now(connection: Connection, day: date) -> PlanState:
    """The plan as it stands with its last revision, evaluated on a day; within a transaction that reads or writes."""
    return plan_state(connection, day, at_revision=last_revision(connection))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Holds Python's garbage collector while many rows are made: it would walk through all of them, again and again.

    At 10,000 milestones that takes as long as reading them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _plan_state(connection: Connection, day: date, moment: Moment | None) -> PlanState:
    rows: dict[str, tuple[Any, ...]] = {}
    removed: dict[str, list[Any]] = {}
    then = values_then(connection, moment) if moment else {}
    for kind in STATE_KINDS:
        if moment is None:
            rows[kind] = order_rows(kind, living_rows(connection, kind))
            continue
        everything = rows_of(connection, kind, then.get(kind))
        rows[kind] = order_rows(kind, (row for alive, row in everything if alive))
        removed[kind] = [row for alive, row in everything if not alive]
    if moment is None:
        removed = {kind: living_rows(connection, kind, "removed") for kind in ("milestone", "initiative")}
    charter = rows["charter"][0] if rows["charter"] else _charter_before_its_time(connection, then)
    return PlanState(
        day=day,
        revision=last_revision(connection, moment),
        charter=charter,
        calendar=calendar_of(connection, charter, day, rows["closed_week"]),
        rows=rows,
        # A row that did not exist yet has no day of creation, and no id.
        removed_milestones=tuple(row for row in removed["milestone"] if row.created_on is not None),
        removed_initiatives=by_uid(row for row in removed["initiative"] if row.id is not None),
        scope_changes=scope_changes(connection, moment),
    )


def by_uid(rows: Iterable[Any]) -> tuple[Any, ...]:
    """Rows in the order of their uids."""
    return tuple(sorted(rows, key=attrgetter("uid")))


def calendar_of(
    connection: Connection, charter: Charter, day: date, closed_weeks: tuple[Any, ...] = ()
) -> WorkCalendar:
    """The plan's calendar; weeks closed for everybody are not worked, those of one division are.

    Args:
        day: a day that its holidays must reach.
    """
    bare = WorkCalendar(charter.start, charter.days)
    last = max(day, bare.end)
    first = min(day, charter.start)
    return WorkCalendar(
        start=charter.start,
        days=charter.days,
        holidays=holidays_around(connection, charter.country, first, last),
        closed_mondays=frozenset(week.monday for week in closed_weeks if week.division is None),
    )
