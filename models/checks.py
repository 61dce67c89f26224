"""The rules that the whole plan keeps, checked on the rows that a revision touched, before it is written for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, func, select

from models.clock import check_zone
from models.errors import InvalidValue, RuleBroken
from models.language import _, date_text
from models.rules.dependencies import dropped_text
from models.rules.fields import EXISTS, KINDS, FieldType, Value, split_member
from models.rules.narrative import MAX_WORDS, word_count
from models.rules.network import begun_with, circle_text, find_cycle
from models.rules.words import WORDS, Publicity, Status, Weekday
from models.tables import TABLE_OF_KIND, TABLE_OF_SET

RowKey = tuple[str, str]
Rows = Mapping[RowKey, Mapping[str, Value]]


def check_values(connection: Connection, rows: Rows, before: Rows, day: date | None) -> None:
    """Before rows are written: raises InvalidValue or RuleBroken when one does not fit by itself or its id is taken.

    Args:
        rows: the touched rows as they would stand.
        before: of each, the fields that changed, with the values before.
        day: today; an actual date that is set cannot be later. None where an undo restores what stood before.
    """
    changed = _changed(rows, before)
    for (kind, uid), row in changed.items():
        if row[EXISTS] is True:
            check_row(kind, row, day if "actual" in before[kind, uid] else None)
    _check_ids(connection, changed, before)
    _check_weeks(connection, changed, before)


def check_links(connection: Connection, rows: Rows, before: Rows, *, is_new: bool = True) -> None:
    """Once rows are written: raises RuleBroken when one refers to what is not alive, or milestones wait in a circle.

    Args:
        is_new: whether somebody agrees on this now; False for a loaded history and for an undo, which bring what stood
            once, also where a milestone was dropped since.
    """
    changed = _changed(rows, before)
    _check_references(connection, changed, before)
    if is_new:
        _check_dropped(connection, changed, before)
    _check_removed(connection, changed, before)
    kinds = {kind for kind, _uid in changed}
    if "charter" in kinds:
        _check_one_charter(connection)
    if "dependency" in kinds:
        _check_cycles(connection, changed)
    if "question" in kinds:
        _check_questions(connection)


def _changed(rows: Rows, before: Rows) -> Rows:
    return {key: rows[key] for key, fields in before.items() if fields}


def _label(kind: str, row: Mapping[str, Value]) -> str:
    return str(row.get("id") or _(KINDS[kind].label))


def check_row(kind: str, row: Mapping[str, Value], day: date | None) -> None:
    """Raises InvalidValue or RuleBroken when a row does not fit by itself.

    Args:
        row: every field of the kind.
        day: today, where an actual date is set, which cannot be later; None where it stands as it stood.
    """
    label = _label(kind, row)
    for field in KINDS[kind].fields:
        if field.required and row.get(field.name) is None:
            raise InvalidValue(
                _("{where}: {field} cannot be empty.").format(where=label, field=_(field.label))
            )
    base = KINDS[kind].named_by
    named = base is None or kind in {"charter", "closed_week", "dependency", "narrative"}
    if not named and not any(row.get(f.name) for f in KINDS[kind].fields if f.base == base):
        field = next(f for f in KINDS[kind].fields if f.base == base)
        raise InvalidValue(_("{where}: {field} cannot be empty.").format(where=label, field=_(field.label)))
    if check := _CHECKS.get(kind):
        check(label, row, day)


def _check_charter(label: str, row: Mapping[str, Value], day: date | None) -> None:
    check_zone(str(row["zone"]))


def _check_closed_week(label: str, row: Mapping[str, Value], day: date | None) -> None:
    monday = row["monday"]
    if isinstance(monday, date) and monday.weekday() != 0:
        raise InvalidValue(
            _("{where}: {date} is no Monday; a closed week begins on one.").format(
                where=label, date=date_text(monday)
            )
        )


def _check_narrative(label: str, row: Mapping[str, Value], day: date | None) -> None:
    for field in KINDS["narrative"].fields:
        if field.language is not None and (count := word_count(row.get(field.name))) > MAX_WORDS:
            raise InvalidValue(
                _("The narrative of week {week} has {count} words, and at most {most} fit the page.").format(
                    week=row["week"], count=count, most=MAX_WORDS
                )
            )


def _check_milestone(label: str, row: Mapping[str, Value], day: date | None) -> None:
    actual = row.get("actual")
    if row["status"] == Status.DONE and actual is None:
        raise InvalidValue(
            _("{where}: a done milestone has an actual date; change its status first.").format(where=label)
        )
    if day is not None and isinstance(actual, date) and actual > day:
        raise InvalidValue(
            _("{where}: the actual date {date} is in the future.").format(where=label, date=date_text(actual))
        )


def _check_initiative(label: str, row: Mapping[str, Value], day: date | None) -> None:
    if row["publicity"] in {Publicity.SECRET, Publicity.PARTLY_SECRET} and not row.get("secrecy_ground"):
        raise InvalidValue(
            _("{where}: a secret record needs the legal ground of its secrecy.").format(where=label)
        )
    if row.get("light") and not row.get("light_reason"):
        raise InvalidValue(
            _("{where}: a light that a person sets needs a reason of one sentence.").format(where=label)
        )


def _check_body(label: str, row: Mapping[str, Value], day: date | None) -> None:
    meets, first, agenda = row.get("meets"), row.get("first_meeting"), row.get("agenda")
    every_weeks = row["every_weeks"]
    if meets is None:
        if first is not None or agenda is not None or every_weeks != 1:
            raise InvalidValue(
                _(
                    "{where}: say on which weekday it meets; without it the rest of its rhythm means nothing."
                ).format(where=label)
            )
    elif isinstance(first, date) and first.weekday() != Weekday(str(meets)).number:
        raise InvalidValue(
            _("{where}: {date} is no {weekday}, on which it meets.").format(
                where=label, date=date_text(first), weekday=_(WORDS[Weekday(str(meets))])
            )
        )
    elif every_weeks != 1 and first is None:
        raise InvalidValue(
            _("{where}: it does not meet every week, so name a day on which it meets, to count from.").format(
                where=label
            )
        )


def _check_dependency(label: str, row: Mapping[str, Value], day: date | None) -> None:
    if row["waiting"] == row["provider"]:
        raise RuleBroken(_("{where}: a milestone cannot wait for itself.").format(where=label))


def _check_handoff(label: str, row: Mapping[str, Value], day: date | None) -> None:
    sent, due = row["sent"], row["due"]
    if isinstance(sent, date) and isinstance(due, date) and due < sent:
        raise InvalidValue(
            _("{where}: it is due on {due}, before it was sent on {sent}.").format(
                where=label, due=date_text(due), sent=date_text(sent)
            )
        )


_CHECKS: dict[str, Callable[[str, Mapping[str, Value], date | None], None]] = {
    "charter": _check_charter,
    "narrative": _check_narrative,
    "closed_week": _check_closed_week,
    "milestone": _check_milestone,
    "initiative": _check_initiative,
    "body": _check_body,
    "dependency": _check_dependency,
    "handoff": _check_handoff,
}


def _check_ids(connection: Connection, rows: Rows, before: Rows) -> None:
    """Living rows of a kind have different ids; the database holds it too, this says it in a sentence."""
    new_ids: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for (kind, uid), row in rows.items():
        touched = before[kind, uid].keys() & {"id", EXISTS}
        if touched and row[EXISTS] is True and row.get("id") is not None:
            folded = str(row["id"]).casefold()
            if new_ids[kind].setdefault(folded, uid) != uid:
                raise _taken(kind, str(row["id"]))
    for kind, ids in new_ids.items():
        table = TABLE_OF_KIND[kind]
        for uid, visible in connection.execute(select(table.c.uid, table.c.id).where(table.c.alive == True)):  # noqa: E712
            touched = before.get((kind, uid), {}).keys() & {"id", EXISTS}
            if not touched and ids.get(str(visible).casefold(), uid) != uid:
                raise _taken(kind, str(visible))


def _check_weeks(connection: Connection, rows: Rows, before: Rows) -> None:
    """A week has one living narrative; the database holds it too, this says it in a sentence."""
    wanted: dict[int, str] = {}
    for (kind, uid), row in rows.items():
        is_touched = kind == "narrative" and before[kind, uid].keys() & {"week", EXISTS}
        if is_touched and row[EXISTS] is True and wanted.setdefault(int(str(row["week"])), uid) != uid:
            raise _told_already(row["week"])
    if not wanted:
        return
    table = TABLE_OF_KIND["narrative"]
    living = select(table.c.uid, table.c.week).where(table.c.alive == True, table.c.week.in_(wanted))  # noqa: E712
    for uid, week in connection.execute(living):
        touched = before.get(("narrative", uid), {}).keys() & {"week", EXISTS}
        if not touched and wanted[week] != uid:
            raise _told_already(week)


def _told_already(week: Value) -> RuleBroken:
    return RuleBroken(
        _("Week {week} has a narrative already, and a week has only one; change that one.").format(week=week)
    )


def _taken(kind: str, visible_id: str) -> InvalidValue:
    return InvalidValue(
        _("There is already a {kind} with the id “{id}”.").format(kind=_(KINDS[kind].label), id=visible_id)
    )


def _check_references(connection: Connection, rows: Rows, before: Rows) -> None:
    """What a touched row refers to must be alive."""
    wanted: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for key, row in rows.items():
        kind = key[0]
        if row[EXISTS] is not True:
            continue
        whole = EXISTS in before[key]
        for field in KINDS[kind].fields:
            value = row.get(field.name)
            if (
                field.type is FieldType.REFERENCE
                and value is not None
                and (whole or field.name in before[key])
            ):
                wanted[str(field.refers_to)][str(value)] = (_label(kind, row), field.label)
        for name in before[key]:
            if (parts := split_member(name)) and row.get(name):
                wanted[KINDS[kind].sets[parts[0]]][parts[1]] = (
                    _label(kind, row),
                    KINDS[KINDS[kind].sets[parts[0]]].label,
                )
    for kind, uids in wanted.items():
        table = TABLE_OF_KIND[kind]
        alive = set(connection.scalars(select(table.c.uid).where(table.c.alive == True)))  # noqa: E712
        for uid, (label, field_label) in uids.items():
            if uid not in alive:
                raise RuleBroken(
                    _("{where}: its {field} does not exist any more.").format(
                        where=label, field=_(field_label)
                    )
                )


def _check_removed(connection: Connection, rows: Rows, before: Rows) -> None:
    """Nothing that is alive refers to a removed row."""
    for (kind, uid), row in rows.items():
        if row[EXISTS] is True or EXISTS not in before[kind, uid]:
            continue
        for user in KINDS.values():
            for field in user.fields:
                if field.refers_to == kind and user.name != "confirmation":
                    _check_unused(connection, kind, row, user.name, uid, field.name)
        for user in KINDS.values():
            for set_name, member_kind in user.sets.items():
                if member_kind == kind:
                    _check_no_member(connection, kind, row, user.name, set_name, uid)


def _check_unused(
    connection: Connection, kind: str, row: Mapping[str, Value], user: str, uid: str, field: str
) -> None:
    table = TABLE_OF_KIND[user]
    using = (table.c[field] == uid) & (table.c.alive == True)  # noqa: E712
    if not KINDS[user].has_id:
        if connection.scalar(select(table.c.uid).where(using).limit(1)) is not None:
            raise _in_use(kind, row, [_(KINDS[user].label)])
    elif users := connection.scalars(select(table.c.id).where(using).order_by(table.c.id).limit(4)).all():
        raise _in_use(kind, row, users)


def _check_no_member(
    connection: Connection, kind: str, row: Mapping[str, Value], user: str, set_name: str, uid: str
) -> None:
    table, members = TABLE_OF_KIND[user], TABLE_OF_SET[set_name]
    users = connection.scalars(
        select(table.c.id)
        .join(members, members.c.initiative == table.c.uid)
        .where(members.c.member == uid, table.c.alive == True)  # noqa: E712
        .order_by(table.c.id)
        .limit(4)
    ).all()
    if users:
        raise _in_use(kind, row, users)


def _in_use(kind: str, row: Mapping[str, Value], users: Any) -> RuleBroken:
    names = ", ".join(str(user) for user in users[:3]) + (" …" if len(users) > 3 else "")
    return RuleBroken(
        _("{where} is still needed by {users}, so it cannot be removed.").format(
            where=_label(kind, row), users=names
        )
    )


def _check_one_charter(connection: Connection) -> None:
    table = TABLE_OF_KIND["charter"]
    if connection.scalar(select(func.count()).select_from(table).where(table.c.alive == True)) != 1:  # noqa: E712
        raise RuleBroken(_("A plan has one frame, which can be changed but neither removed nor made twice."))


def _check_dropped(connection: Connection, rows: Rows, before: Rows) -> None:
    """Nobody agrees anew on a dependency with a dropped milestone."""
    table = TABLE_OF_KIND["milestone"]
    for (kind, uid), row in rows.items():
        fields = before[kind, uid]
        if kind != "dependency" or row[EXISTS] is not True:
            continue
        for end in ("waiting", "provider"):
            if EXISTS not in fields and end not in fields:
                continue
            found = connection.execute(
                select(table.c.id, table.c.status).where(table.c.uid == row[end])
            ).first()
            if found is not None and found.status is Status.DROPPED:
                raise RuleBroken(f"{_label(kind, row)}: {dropped_text(end, found.id)}")


def _check_cycles(connection: Connection, changed: Rows) -> None:
    table = TABLE_OF_KIND["dependency"]
    wanted = [
        (str(row["waiting"]), str(row["provider"]))
        for (kind, _uid), row in changed.items()
        if kind == "dependency"
    ]
    if loop := _loop(connection, table.c.waiting, table.c.provider, "milestone", wanted):
        raise RuleBroken(circle_text(loop))


def _check_questions(connection: Connection) -> None:
    table = TABLE_OF_KIND["question"]
    if loop := _loop(connection, table.c.uid, table.c.parent, "question"):
        raise RuleBroken(
            _("Questions would be parts of each other in a circle: {loop}.").format(loop=" → ".join(loop))
        )


def _loop(
    connection: Connection,
    source: Column[Any],
    target: Column[Any],
    kind: str,
    wanted: Iterable[tuple[str, str]] = (),
) -> list[str] | None:
    """The ids of rows of a kind that living links lead round from one to the next; None where they do not.

    Args:
        wanted: links with one of which the loop begins where it holds any.
    """
    table = TABLE_OF_KIND[kind]
    alive = source.table.c.alive
    links = connection.execute(select(source, target).where(alive == True, target.is_not(None)))  # noqa: E712
    loop = find_cycle((one, other) for one, other in links)
    if loop is None:
        return None
    known = connection.execute(select(table.c.uid, table.c.id).where(table.c.uid.in_(loop)))
    ids = {row.uid: str(row.id) for row in known}
    return [ids[uid] for uid in begun_with(loop, wanted)]
