"""Writes edits: checks that each still holds and breaks no rule, then rows and history in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from models.checks import check_links, check_values
from models.edits import Edit, checked, encode
from models.errors import InvalidValue, StaleCell, StaleEdit
from models.language import _
from models.rules import consequences
from models.rules.fields import EXISTS, KINDS, Value, split_member
from models.tables import REVISION, TABLE_OF_KIND, TABLE_OF_SET

CHUNK = 500
"""Rows asked for at once: SQLite takes a limited number of values in one question."""

RowKey = tuple[str, str]
"""The kind and the uid of a row."""


@dataclass
class Draft:
    """Rows as they stand and as they would stand, while edits are tried on them."""

    rows: dict[RowKey, dict[str, Value]] = field(default_factory=dict)
    """Every touched row, with `exists` and one entry for each member of its sets."""
    before: dict[RowKey, dict[str, Value]] = field(default_factory=lambda: defaultdict(dict))
    """Of each touched row, the fields that changed, with the values before."""
    edits: list[Edit] = field(default_factory=list)
    """All edits in their order, the consequences behind those that caused them."""

    def label(self, key: RowKey) -> str:
        """How a sentence names a row: its visible id, else the word for its kind."""
        return str(self.rows[key].get("id") or _(KINDS[key[0]].label))

    def put(self, edit: Edit) -> None:
        """Changes a row and remembers what stood there."""
        key = (edit.kind, edit.uid)
        self.before[key].setdefault(edit.field, edit.old)
        self.rows[key][edit.field] = edit.new
        self.edits.append(edit)


def read_rows(connection: Connection, keys: Iterable[RowKey]) -> dict[RowKey, dict[str, Value]]:
    """The rows behind some keys as they stand, tombstones included; a row that never was has only None for `exists`."""
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    found: dict[RowKey, dict[str, Value]] = {}
    for kind, uid in keys:
        if kind not in KINDS:
            raise InvalidValue(_("The plan has no rows of the kind “{kind}”.").format(kind=kind))
        if (kind, uid) not in found:
            found[kind, uid] = {EXISTS: None}
            by_kind[kind].append(uid)
    for kind, uids in by_kind.items():
        table = TABLE_OF_KIND[kind]
        names = ["uid", *(f.name for f in KINDS[kind].fields)]
        question = select(table.c.alive, *(table.c[name] for name in names))
        for start in range(0, len(uids), CHUNK):
            some = uids[start : start + CHUNK]
            for alive, uid, *values in connection.execute(question.where(table.c.uid.in_(some))):
                row = found[kind, uid]
                row[EXISTS] = alive
                for name, value in zip(names[1:], values, strict=True):
                    row[name] = str(value) if isinstance(value, str) else value
            for set_name in KINDS[kind].sets:
                members = TABLE_OF_SET[set_name]
                of_sets = select(members.c.initiative, members.c.member)
                for uid, member in connection.execute(of_sets.where(members.c.initiative.in_(some))):
                    found[kind, uid][f"{set_name}.{member}"] = True
    return found


def drafted(connection: Connection, edits: Sequence[Edit], day: date, *, own_dates: bool) -> Draft:
    """Tries edits on the rows they touch.

    Args:
        day: the day on which the plan learns them.
        own_dates: whether the program adds what follows from them (the last update, the actual date of what became
            done); an undo restores these itself.

    Raises:
        StaleEdit: the `old` of an edit does not stand any more.
        InvalidValue: a value that its field cannot take.
    """
    draft = Draft(read_rows(connection, ((edit.kind, edit.uid) for edit in edits)))
    stale = []
    for edit in edits:
        key = (edit.kind, edit.uid)
        row = draft.rows[key]
        now = row.get(edit.field)
        if now != edit.old or (edit.field != EXISTS and row[EXISTS] is not True):
            stale.append(StaleCell(edit.kind, draft.label(key), edit.field, edit.old, now))
            continue
        draft.put(edit._replace(new=_checked(draft, edit)))
    if stale:
        raise StaleEdit(_stale_sentence(stale), tuple(stale))
    if own_dates:
        _add_consequences(draft, day)
    for key, row in draft.rows.items():
        if row[EXISTS] is True:
            for one in KINDS[key[0]].fields:
                row.setdefault(one.name, None)
    return draft


def _checked(draft: Draft, edit: Edit) -> Value:
    parts = split_member(edit.field)
    if edit.field == EXISTS or (parts and parts[0] in KINDS[edit.kind].sets):
        return edit.new
    described = KINDS[edit.kind].field(edit.field)
    label = draft.label((edit.kind, edit.uid))
    if described is None:
        raise InvalidValue(_("{where}: there is no field “{field}”.").format(where=label, field=edit.field))
    return checked(described, edit.new, label)


def _stale_sentence(stale: Sequence[StaleCell]) -> str:
    cells = ", ".join(f"{cell.id} {cell.field}" for cell in stale[:3])
    if len(stale) > 3:
        cells += " …"
    return _(
        "Somebody else changed {cells} meanwhile, so nothing was saved; look at the new values and try again."
    ).format(cells=cells)


def _add_consequences(draft: Draft, day: date) -> None:
    for key, before in list(draft.before.items()):
        kind, uid = key
        row = draft.rows[key]
        if row[EXISTS] is not True:
            continue
        if kind == "confirmation" and before.get(EXISTS, True) is None:
            _date_confirmed(draft, str(row["milestone"]), day)
            continue
        for one in KINDS[kind].fields:
            row.setdefault(one.name, None)
        for name, value in consequences.of(kind, row, before, day).items():
            draft.put(Edit(kind, uid, name, row.get(name), value))


def _date_confirmed(draft: Draft, uid: str, day: date) -> None:
    """A confirmation dates the milestone's last update; the caller has put the milestone into the draft."""
    row = draft.rows.get(("milestone", uid))
    if row is not None and row.get(EXISTS) is True and row["updated_on"] != day:
        draft.put(Edit("milestone", uid, "updated_on", row["updated_on"], day))


def write(
    connection: Connection,
    edits: Sequence[Edit],
    *,
    day: date,
    at: datetime,
    person: str,
    source: str,
    reason: str | None = None,
    reverses: int | None = None,
    own_dates: bool = True,
    check: bool = True,
) -> int:
    """Applies edits as one revision and returns its number; the caller's transaction makes it whole.

    Args:
        person: the key of the person who does it.
        own_dates: see `drafted`.
        check: whether the rules of the plan are checked; a loaded history is checked once, at its end.
    """
    confirmed = [
        ("milestone", str(edit.new))
        for edit in edits
        if edit.kind == "confirmation" and edit.field == "milestone"
    ]
    draft = (
        drafted(connection, edits, day, own_dates=own_dates)
        if not confirmed
        else _with_confirmed(connection, edits, confirmed, day, own_dates)
    )
    if check:
        # An undo restores what stood, also where a clock that was put back makes it look like the future.
        check_values(connection, draft.rows, draft.before, day if reverses is None else None)
    write_rows(connection, draft)
    if check:
        check_links(connection, draft.rows, draft.before, is_new=reverses is None and source != "loaded")
    return write_history(
        connection,
        draft.edits,
        day=day,
        at=at,
        person=person,
        source=source,
        reason=reason,
        reverses=reverses,
    )


def _with_confirmed(
    connection: Connection, edits: Sequence[Edit], confirmed: Sequence[RowKey], day: date, own_dates: bool
) -> Draft:
    draft = drafted(connection, edits, day, own_dates=False)
    for key, row in read_rows(connection, [key for key in confirmed if key not in draft.rows]).items():
        draft.rows[key] = row
    if own_dates:
        _add_consequences(draft, day)
    return draft


def write_rows(connection: Connection, draft: Draft) -> None:
    """Writes the rows of a draft: new ones whole, others by the fields that changed."""
    inserts: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    updates: defaultdict[tuple[str, frozenset[str]], list[dict[str, Any]]] = defaultdict(list)
    for (kind, uid), before in draft.before.items():
        row = draft.rows[kind, uid]
        if EXISTS in before and before[EXISTS] is None:
            columns = {f.name: row.get(f.name) for f in KINDS[kind].fields}
            inserts[kind].append({"uid": uid, "alive": row[EXISTS], **columns})
        else:
            changed = {name: row[name] for name in before if name != EXISTS and not split_member(name)}
            if EXISTS in before:
                changed["alive"] = row[EXISTS]
            if changed:
                values = {f"new_{name}": value for name, value in changed.items()}
                updates[kind, frozenset(changed)].append({"row_uid": uid, **values})
    _let_go_of_ids(connection, draft)
    for kind in KINDS:
        if kind in inserts:
            connection.execute(insert(TABLE_OF_KIND[kind]), inserts[kind])
    for (kind, names), rows in updates.items():
        table = TABLE_OF_KIND[kind]
        new_values: dict[str, Any] = {
            name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names
        }
        connection.execute(update(table).where(table.c.uid == bindparam("row_uid")).values(new_values), rows)
    _write_members(connection, draft)


def _let_go_of_ids(connection: Connection, draft: Draft) -> None:
    """Frees the ids that rows give up, so that others take them in the same revision: unique indexes cannot wait."""
    for (kind, uid), before in draft.before.items():
        table = TABLE_OF_KIND[kind]
        if before.get(EXISTS) is True:
            connection.execute(update(table).where(table.c.uid == uid).values(alive=False))
        elif "id" in before and before["id"] is not None:
            connection.execute(update(table).where(table.c.uid == uid).values(id=uid))


def _write_members(connection: Connection, draft: Draft) -> None:
    for (kind, uid), before in draft.before.items():
        for name in before:
            if parts := split_member(name):
                table = TABLE_OF_SET[parts[0]]
                if draft.rows[kind, uid][name]:
                    connection.execute(insert(table), {"initiative": uid, "member": parts[1]})
                else:
                    connection.execute(
                        delete(table).where(table.c.initiative == uid, table.c.member == parts[1])
                    )


def write_history(
    connection: Connection,
    edits: Sequence[Edit],
    *,
    day: date,
    at: datetime,
    person: str,
    source: str,
    reason: str | None,
    reverses: int | None,
) -> int:
    """Writes a revision and its edits; returns the revision's number."""
    number = (connection.scalar(select(func.max(REVISION.c.number))) or 0) + 1
    connection.execute(
        insert(REVISION),
        {
            "number": number,
            "at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "known": day,
            "person": person,
            "source": source,
            "reason": reason,
            "reverses": reverses,
        },
    )
    known = day.isoformat()
    # Straight to the driver: a plan of 50,000 milestones comes with 700,000 edits.
    rows = [(number, e.kind, e.uid, e.field, encode(e.old), encode(e.new), known, e.origin) for e in edits]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO edit (revision, kind, uid, field, old, new, known, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
    return number


def cells_still_holding(connection: Connection, edits: Sequence[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Splits edits into those whose `old` still stands, in their order, and those overtaken by somebody."""
    rows = read_rows(connection, ((edit.kind, edit.uid) for edit in edits))
    hold: list[Edit] = []
    overtaken: list[Edit] = []
    for edit in edits:
        row = rows[edit.kind, edit.uid]
        alive = edit.field == EXISTS or row.get(EXISTS) is True
        if alive and row.get(edit.field) == edit.old:
            hold.append(edit)
            row[edit.field] = edit.new
        else:
            overtaken.append(edit)
    return hold, overtaken
