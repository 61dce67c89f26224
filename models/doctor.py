"""Examines a plan's file: damage, missing parts, rows and snapshots that say something else than their history."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from models.engine import check_file, engine_for, plan_file_errors, reading, refuse_unknown_form
from models.frozen import figures_from, thawed
from models.language import _, ngettext, number_text
from models.migrations import HEAD
from models.rules.fields import EXISTS, KINDS, member_field, split_member
from models.tables import METADATA, TABLE_OF_KIND, TABLE_OF_SET
from models.tables.triggers import TRIGGERS
from models.verifying import verified

Rows = dict[tuple[str, str], dict[str, str | None]]
"""By kind and uid: what stands in each field."""


def doctor(path: Path) -> list[str]:
    """What is wrong with a plan's file, a sentence each; an empty list for a sound one.

    Raises:
        PlanFileError: it is no plan, one of a newer version, or damaged beyond examination.
    """
    check_file(path)
    with plan_file_errors(path), closing(_opened(path)) as plan:
        if faults := _faults_of_file(plan, path):
            return faults
        is_newest = _is_of_newest_form(plan)
        faults = [*(_missing_safeguards(plan) if is_newest else ()), *_gaps(plan), *_differences(plan)]
        if not is_newest:
            return faults + list(_unreadable_snapshots(plan))
    return faults + _faults_of_snapshots(path)


def damage(path: Path) -> list[str]:
    """As `doctor`, but only what is wrong with the file itself: what its rows say is not looked at."""
    check_file(path)
    with plan_file_errors(path), closing(_opened(path)) as plan:
        faults = _faults_of_file(plan, path)
        return faults + ([] if faults or not _is_of_newest_form(plan) else list(_missing_safeguards(plan)))


def _opened(path: Path) -> sqlite3.Connection:
    # Nothing is written, but on a connection that is read-only SQLite leaves the CHECK constraints out.
    plan = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    plan.execute("PRAGMA query_only = ON")
    return plan


def _faults_of_file(plan: sqlite3.Connection, path: Path) -> list[str]:
    faults = [
        _("The database is damaged: {detail}.").format(detail=line)
        for (line,) in plan.execute("PRAGMA integrity_check")
        if line != "ok"
    ]
    form = plan.execute("SELECT version_num FROM alembic_version").fetchone()
    refuse_unknown_form(form and form[0], path)
    faults += _dangling_references(plan)
    # The parts of an older form are made when it is migrated.
    return faults + (_missing_parts(plan) if _is_of_newest_form(plan) else [])


def _is_of_newest_form(plan: sqlite3.Connection) -> bool:
    form: tuple[str] | None = plan.execute("SELECT version_num FROM alembic_version").fetchone()
    return form is not None and form[0] == HEAD


def _dangling_references(plan: sqlite3.Connection) -> list[str]:
    found = Counter((table, parent) for table, _row, parent, _key in plan.execute("PRAGMA foreign_key_check"))
    return [
        ngettext(
            "A row of {table} refers to a row of {parent} that is not there.",
            "{count} rows of {table} refer to rows of {parent} that are not there.",
            count,
        ).format(count=number_text(count), table=table, parent=parent)
        for (table, parent), count in found.items()
    ]


def _missing_parts(plan: sqlite3.Connection) -> list[str]:
    made = {
        (kind, name): sql
        for kind, name, sql in plan.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    }
    faults = []
    for table in METADATA.sorted_tables:
        if ("table", table.name) not in made:
            faults.append(_("The table {name} is missing from the file.").format(name=table.name))
            continue
        columns = {row[1] for row in plan.execute(f'PRAGMA table_info("{table.name}")')}
        if not columns:
            continue
        parts = [f"{table.name}.{column.name}" for column in table.columns if column.name not in columns]
        parts += [str(index.name) for index in table.indexes if ("index", str(index.name)) not in made]
        faults += [_("The part {name} is missing from the file.").format(name=name) for name in sorted(parts)]
    return faults


def _missing_safeguards(plan: sqlite3.Connection) -> Iterator[str]:
    """Triggers that are not there, or do something else; the rest can be examined all the same."""
    made = dict(plan.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for name, sql in sorted(TRIGGERS.items()):
        if name not in made:
            yield _("The safeguard {name} is missing from the file.").format(name=name)
        elif made[name].split() != sql.split():
            yield _("The safeguard {name} is not as the program made it.").format(name=name)


def _gaps(plan: sqlite3.Connection) -> Iterator[str]:
    """Edits that do not follow the one before, or do not fit their revision; and gaps in the numbers of revisions."""
    last, count = plan.execute("SELECT max(number), count(*) FROM revision").fetchone()
    if last is not None and last != count:
        yield _("The history lacks a revision: the last is number {last}, and there are {count}.").format(
            last=number_text(last), count=number_text(count)
        )
    torn = plan.execute(
        "SELECT kind, uid, field, revision FROM (SELECT kind, uid, field, revision, number, old, lag(new) OVER"
        " (PARTITION BY uid, field ORDER BY number) AS before FROM edit) WHERE old IS NOT before ORDER BY number"
    )
    for kind, uid, field, revision in torn:
        yield _("The history of {row} has a gap before revision {revision}, at the field {field}.").format(
            row=_name(plan, kind, uid), revision=number_text(revision), field=field
        )
    # An edit repeats the day of its revision, by which the plan of a day is found.
    elsewhere = plan.execute(
        "SELECT e.kind, e.uid, e.field, e.revision FROM edit e JOIN revision r ON r.number = e.revision"
        " WHERE e.known IS NOT r.known ORDER BY e.number"
    )
    for kind, uid, field, revision in elsewhere:
        yield _(
            "The history of {row}: the change of {field} is not of the day of its revision {revision}."
        ).format(row=_name(plan, kind, uid), field=field, revision=number_text(revision))
    several = "SELECT uid FROM edit GROUP BY uid HAVING min(kind) <> max(kind)"
    for uid, kinds in plan.execute(
        f"SELECT uid, group_concat(DISTINCT kind) FROM edit WHERE uid IN ({several}) GROUP BY uid"
    ):
        yield _("The history tells the row {uid} as of several kinds: {kinds}.").format(
            uid=uid, kinds=", ".join(sorted(kinds.split(",")))
        )


def _differences(plan: sqlite3.Connection) -> Iterator[str]:
    """Rows and fields that are not what the last edits made them."""
    told, stored = _told_by_history(plan), _stored(plan)
    for kind, uid in sorted(stored.keys() | told.keys()):
        row, history = stored.get((kind, uid), {}), told.get((kind, uid), {})
        if EXISTS not in row:
            yield _("{row} is missing from the file, although the history has it.").format(
                row=_name(plan, kind, uid)
            )
        elif EXISTS not in history:
            yield _("{row} stands in the file without a history.").format(row=_name(plan, kind, uid))
        elif row != history:
            members = sorted(field for field in row.keys() | history.keys() if split_member(field))
            for field in (EXISTS, *(field.name for field in KINDS[kind].fields), *members):
                if row.get(field) != history.get(field):
                    yield _("{row}: {field} reads “{found}”, by its history “{told}”.").format(
                        row=_name(plan, kind, uid),
                        field=field,
                        found=row.get(field) or "",
                        told=history.get(field) or "",
                    )


def _told_by_history(plan: sqlite3.Connection) -> Rows:
    """What the last edits left in each field, as the history keeps it; a member that left its set is nothing."""
    found: Rows = defaultdict(dict)
    last = "SELECT max(number) FROM edit GROUP BY uid, field"
    for kind, uid, field, new in plan.execute(
        f"SELECT kind, uid, field, new FROM edit WHERE number IN ({last})"
    ):
        if kind in KINDS:
            found[kind, uid][field] = new
    return found


def _stored(plan: sqlite3.Connection) -> Rows:
    """What stands in the tables, written as the history writes it."""
    found: Rows = defaultdict(dict)
    for kind, table in TABLE_OF_KIND.items():
        # A form before the newest lacks some tables and columns, and of the latter SQLite answers with the name itself.
        columns = {row[1] for row in plan.execute(f'PRAGMA table_info("{table.name}")')}
        if not columns:
            continue
        fields = [field.name for field in KINDS[kind].fields if field.name in columns]
        names = ", ".join(f'"{name}"' for name in ("uid", "alive", *fields))
        for uid, *values in plan.execute(f'SELECT {names} FROM "{table.name}"'):
            found[kind, uid] = {
                field: None if value is None else str(value)
                for field, value in zip((EXISTS, *fields), values, strict=True)
            }
    for set_name, table in TABLE_OF_SET.items():
        for uid, member in plan.execute(f'SELECT initiative, member FROM "{table.name}"'):
            found["initiative", uid][member_field(set_name, member)] = "1"
    return found


def _faults_of_snapshots(path: Path) -> list[str]:
    """What differs between the snapshots, their seals and the history."""
    engine = engine_for(path)
    try:
        return [found.sentence for found in verified(partial(reading, engine, path)).found]
    finally:
        engine.dispose()


def _unreadable_snapshots(plan: sqlite3.Connection) -> Iterator[str]:
    """Snapshots of an older form, whose seals are made when it is migrated."""
    for number, week, figures in plan.execute("SELECT number, week, figures FROM snapshot ORDER BY number"):
        try:
            figures_from(figures)
            rows = plan.execute("SELECT kind, fields FROM snapshot_row WHERE snapshot = ?", (number,))
            for kind, fields in rows:
                thawed(kind, fields)
        except sqlite3.DatabaseError:
            yield _("The snapshot of week {week} cannot be read.").format(week=week)


def _name(plan: sqlite3.Connection, kind: str, uid: str) -> str:
    """How a sentence names a row: its kind, and its visible id as the file or the history knows it."""
    if kind not in KINDS:
        return f"{kind} {uid}"
    label = _(KINDS[kind].label)
    if not KINDS[kind].has_id:
        return label
    found = plan.execute(f'SELECT id FROM "{TABLE_OF_KIND[kind].name}" WHERE uid = ?', (uid,)).fetchone()
    found = (
        found
        or plan.execute(
            "SELECT new FROM edit WHERE uid = ? AND field = 'id' ORDER BY number DESC LIMIT 1", (uid,)
        ).fetchone()
    )
    return f"{label} {found[0]}" if found else label
