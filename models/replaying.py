"""Writes a whole history that a file tells into a new plan, as it was: same revisions, same rows, same snapshots."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from models import queries
from models.checks import check_links, check_values
from models.damage import read_from_file
from models.edits import Edit, encode
from models.errors import InvalidValue, TrackerError
from models.fold import Fold
from models.frozen import figures_from, figures_text, rows_to_freeze, thawed_records
from models.holidays import keep_holidays, kept_years, public_holidays
from models.language import _, ngettext, number_text
from models.rules.calendar import WorkCalendar
from models.rules.fields import EXISTS, KINDS, split_member
from models.rules.figures import figures
from models.rules.seal import seal
from models.tables import (
    EDIT,
    PERSON,
    REVISION,
    SNAPSHOT,
    SNAPSHOT_ROW,
    TABLE_OF_KIND,
    TABLE_OF_SET,
)
from models.tables.triggers import many_edits
from models.whole import KEPT_TABLES

CHUNK: Final = 5_000
"""Edits that are written at once."""


@dataclass(frozen=True)
class ToldRevision:
    """A revision as a file tells it."""

    number: int
    at: str
    known: date
    person: str
    """A key, as of all persons here."""
    source: str
    reason: str | None
    reverses: int | None
    edits: Iterable[Edit]


@dataclass(frozen=True)
class ToldSnapshot:
    """A snapshot as a file tells it."""

    number: int
    week: int
    iso_week: str
    version: int
    day: date
    revision: int
    at: str
    person: str
    reason: str | None
    form: str
    previous: str
    seal: str
    figures: Mapping[str, Any]
    """Its figures by name."""
    frozen: Mapping[str, Any] | None
    """`figures` and `rows` as they were written, of one whose rows the history may not give again."""


@dataclass(frozen=True)
class Told:
    """All that a file tells of a plan."""

    revisions: Iterable[ToldRevision]
    snapshots: Sequence[ToldSnapshot]
    kept: Mapping[str, Sequence[Mapping[str, Any]]]
    """The records of `models.interchange.KEPT`, by name."""
    check: Callable[[Fold], None]
    """Compares the rows that the history makes with those that the file tells; raises where they differ."""
    is_left_out: bool
    """Whether the file was written without the e-mail addresses of some texts."""


@dataclass(frozen=True)
class Differing:
    """A snapshot that is not the one that the file tells of."""

    week: int
    version: int
    told: str
    """The seal that the file tells."""
    made: str
    """The seal that it has now."""


def replay(connection: Connection, told: Told, today: date) -> tuple[Differing, ...]:
    """Writes all that is told into an empty plan, and returns the snapshots that came out otherwise than told.

    The program adds nothing of its own: what followed from an edit stands in the history already.

    Raises TrackerError with the number of the revision or of the snapshot where something does not fit.
    """
    fold = Fold()
    with many_edits(connection):
        last = _write_history(connection, told.revisions, fold)
    rows, before = fold.drafts()
    if not any(kind == "charter" for kind, _uid in rows):
        raise InvalidValue(_("The history makes no plan: it lacks the plan's own name and days."))
    told.check(fold)
    check_values(connection, rows, before, None)
    _write_rows(connection, rows)
    check_links(connection, rows, before, is_new=False)
    _write_kept(connection, told.kept, last)
    _keep_holidays(connection, fold, today)
    return _freeze(connection, told.snapshots, last)


def _write_history(connection: Connection, revisions: Iterable[ToldRevision], fold: Fold) -> int:
    persons: set[str] = set()
    waiting: list[tuple[Any, ...]] = []

    def write_edits() -> None:
        if waiting:
            connection.exec_driver_sql(
                f"INSERT INTO {EDIT.name} (revision, kind, uid, field, old, new, known, origin)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                waiting,
            )
            waiting.clear()

    number = 0
    for number, revision in enumerate(revisions, 1):
        _add_person(connection, revision.person, persons)
        _check_order(revision, number)
        connection.execute(
            insert(REVISION),
            {
                "number": number,
                "at": revision.at,
                "known": revision.known,
                "person": revision.person,
                "source": revision.source,
                "reason": revision.reason,
                "reverses": revision.reverses,
            },
        )
        known = revision.known.isoformat()
        try:
            for e in revision.edits:
                fold.take(e)
                waiting.append(
                    (number, e.kind, e.uid, e.field, encode(e.old), encode(e.new), known, e.origin)
                )
                if len(waiting) >= CHUNK:
                    write_edits()
            fold.settle()
        except (KeyError, TrackerError) as error:
            raise _at_revision(number, error) from error
    write_edits()
    return number


def _at_revision(number: int, error: Exception) -> TrackerError:
    if not isinstance(error, TrackerError):
        raise error
    return InvalidValue(_("Revision {number}: {why}").format(number=number_text(number), why=error.sentence))


def _check_order(revision: ToldRevision, number: int) -> None:
    if revision.number != number:
        raise InvalidValue(
            _("Revision {number} is missing: revision {found} stands in its place.").format(
                number=number_text(number), found=number_text(revision.number)
            )
        )
    if revision.reverses is not None and not 0 < revision.reverses < number:
        raise InvalidValue(
            _("Revision {number}: it takes back revision {other}, which does not come before it.").format(
                number=number_text(number), other=number_text(revision.reverses)
            )
        )


def _add_person(connection: Connection, key: str, known: set[str]) -> None:
    """Persons are known by their keys alone: whose they are is not told."""
    if key not in known:
        known.add(key)
        if connection.scalar(select(PERSON.c.key).where(PERSON.c.key == key)) is None:
            connection.execute(insert(PERSON), {"key": key, "login": None})


def _write_rows(connection: Connection, rows: Mapping[tuple[str, str], Mapping[str, Any]]) -> None:
    of_kind: dict[str, list[dict[str, Any]]] = {}
    members: dict[str, list[dict[str, Any]]] = {}
    for (kind, uid), row in rows.items():
        columns = {field.name: row[field.name] for field in KINDS[kind].fields}
        of_kind.setdefault(kind, []).append({"uid": uid, "alive": row[EXISTS], **columns})
        for name in row:
            if parts := split_member(name):
                members.setdefault(parts[0], []).append({"initiative": uid, "member": parts[1]})
    for kind in KINDS:
        if kind in of_kind:
            connection.execute(insert(TABLE_OF_KIND[kind]), of_kind[kind])
    for set_name, pairs in members.items():
        connection.execute(insert(TABLE_OF_SET[set_name]), pairs)


def _write_kept(connection: Connection, kept: Mapping[str, Sequence[Mapping[str, Any]]], last: int) -> None:
    for name, records in kept.items():
        rows = []
        for number, record in enumerate(records, 1):
            values = dict(record)
            revision = values.get("revision")
            if revision is not None and not 0 < revision <= last:
                raise InvalidValue(
                    _("{name}, record {number}: there is no revision {revision}.").format(
                        name=name, number=number_text(number), revision=number_text(revision)
                    )
                )
            if name == "inbox":
                # Its bytes are not told: empty ones stand for bytes that are elsewhere.
                values["content"] = b""
                del values["bytes"]
            if name == "sent_files":
                values["rows"] = json.dumps(values["rows"])
            rows.append(values)
        if rows:
            connection.execute(insert(KEPT_TABLES[name]), rows)


def _keep_holidays(connection: Connection, fold: Fold, today: date) -> None:
    """Looks up the holidays that are not told; of a country that the plan had earlier, only whether it has any."""
    charter = queries.charter_now(connection)
    countries = {
        e[0]
        for e in connection.execute(
            select(EDIT.c.new).where(EDIT.c.kind == "charter", EDIT.c.field == "country")
        )
    }
    for country in countries - {charter.country}:
        if not kept_years(connection, country):
            public_holidays(country, frozenset({charter.start.year}))
    end = WorkCalendar(charter.start, charter.days).end
    keep_holidays(connection, charter.country, charter.start, max(end, today))


def _freeze(connection: Connection, told: Sequence[ToldSnapshot], last: int) -> tuple[Differing, ...]:
    """Takes each snapshot again: the same person at the same moment, of what was known on the same day."""
    persons: set[str] = set()
    differing = []
    sealed = said = ""
    for number, each in enumerate(told, 1):
        if each.number != number or not 0 < each.revision <= last:
            raise InvalidValue(
                _("Snapshot {number}: it stands out of its order, or its revision is missing.").format(
                    number=number_text(number)
                )
            )
        _add_person(connection, each.person, persons)
        head: dict[str, Any] = {
            "previous": each.previous,
            "number": number,
            "week": each.week,
            "iso_week": each.iso_week,
            "version": each.version,
            "day": each.day.isoformat(),
            "revision": each.revision,
            "at": each.at,
            "person": each.person,
            "reason": each.reason,
            "form": each.form,
        }
        rows, head["figures"] = _contents(connection, each)
        is_same = each.previous == said and seal(head, rows) == each.seal
        if is_same:
            _check_figures(head["figures"], each)
        head["previous"] = sealed
        sealed, said = seal(head, rows), each.seal
        if not is_same:
            differing.append(Differing(each.week, each.version, each.seal, sealed))
        connection.exec_driver_sql(
            f"INSERT INTO {SNAPSHOT_ROW.name} (snapshot, kind, uid, fields) VALUES ({number}, ?, ?, ?)", rows
        )
        connection.execute(insert(SNAPSHOT), head | {"day": each.day, "seal": sealed})
    return tuple(differing)


def _contents(connection: Connection, told: ToldSnapshot) -> tuple[list[tuple[str, str, str]], str]:
    """The rows and the figures of a snapshot: made of the history, or as they were frozen where they are told."""
    if told.frozen is None:
        state = queries.state_as_frozen(connection, told.day, told.revision)
        if not state.revision:
            raise InvalidValue(
                _("Snapshot {number}: nothing was known on its day.").format(number=number_text(told.number))
            )
        return rows_to_freeze(state), figures_text(figures(state))
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    rows = [
        (kind, uid, dump(fields))
        for kind, by_uid in told.frozen["rows"].items()
        for uid, fields in by_uid.items()
    ]
    kept = json.dumps(told.frozen["figures"], ensure_ascii=False)
    with read_from_file(f"snapshot {told.number}"):
        figures_from(kept)
        for kind in told.frozen["rows"]:
            thawed_records(kind, [(uid, text) for each, uid, text in rows if each == kind])
    return sorted(rows), kept


def _check_figures(kept: str, told: ToldSnapshot) -> None:
    """Raises InvalidValue where the file tells other figures than those that were sealed."""
    for name, value in json.loads(kept).items():
        if told.figures.get(name) != value:
            raise InvalidValue(
                _("Snapshot {number}: {field} is not what was sealed; the seal counts.").format(
                    number=number_text(told.number), field=name
                )
            )


def _weeks(found: Sequence[Differing]) -> str:
    weeks = dict.fromkeys(_("week {week}").format(week=each.week) for each in found)
    return ", ".join(weeks)


def differing_text(found: Sequence[Differing], *, is_left_out: bool) -> str:
    """Which snapshots are not those that were told, and why, in one sentence.

    Args:
        is_left_out: whether the file was written without the e-mail addresses of some texts.
    """
    sentence = ngettext(
        "A snapshot has another seal here than in the file ({weeks}): {why}; the history keeps both seals.",
        "{count} snapshots have other seals here than in the file ({weeks}): {why}; the history keeps both seals.",
        len(found),
    )
    why = (
        _("e-mail addresses were left out of the file")
        if is_left_out
        else _("the history in the file does not give what was frozen")
    )
    return sentence.format(count=number_text(len(found)), weeks=_weeks(found), why=why)


def seals_text(found: Sequence[Differing]) -> str:
    """The seals that were told and those that stand now, for the history."""
    return "; ".join(
        _("week {week}, version {version}: told {told}, now {made}").format(
            week=each.week, version=each.version, told=each.told, made=each.made
        )
        for each in found
    )


def note(connection: Connection, sentence: str, *, day: date, at: datetime, person: str) -> None:
    """A revision without edits that keeps what has to be known of the loading."""
    number = queries.last_revision(connection) + 1
    connection.execute(
        insert(REVISION),
        {
            "number": number,
            "at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "known": day,
            "person": person,
            "source": "loaded",
            "reason": sentence,
            "reverses": None,
        },
    )
