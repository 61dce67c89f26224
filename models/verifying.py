"""Verifies snapshots: makes each again from the history, and its seal of what it holds; says what differs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from models.edits import decode
from models.frozen import figures_text, rows_to_freeze
from models.language import N_, _, ngettext, number_text
from models.rebuilding import Rebuilding
from models.rules.fields import KINDS, Value
from models.rules.figure_words import LABELS
from models.rules.figures import figures
from models.rules.seal import SEALED
from models.rules.state import PlanState
from models.rules.verification import (
    Fault,
    Finding,
    Kept,
    chain_findings,
    content_findings,
    day_of,
    moment_findings,
    object_of,
    seal_findings,
    visible_id,
)
from models.rules.weeks import no_snapshot
from models.telling import Names, field_text, value_text

Progress = Callable[[int, int], None]
"""Called with how many snapshots are done, and how many there are; what it raises ends the work."""

_NUMBERS: Final = frozenset({"number", "week", "version", "revision"})


@dataclass(frozen=True)
class Found:
    """One thing that is wrong, for people."""

    finding: Finding
    week: int | None
    """Of the snapshot; None for rows of one that is not there."""
    version: int | None
    id: str
    """The visible id of the row; empty where it is about none, or about one without."""
    sentence: str


@dataclass(frozen=True)
class Verification:
    """What was looked at and what was found."""

    snapshots: int
    found: tuple[Found, ...]

    @property
    def sentence(self) -> str:
        """How many snapshots are as they were taken, or how many faults were found in them."""
        if self.found:
            count = len(self.found)
            return ngettext(
                "{count} fault was found in the snapshots; a backup or a printed page tells what stood there.",
                "{count} faults were found in the snapshots; a backup or a printed page tells what stood there.",
                count,
            ).format(count=number_text(count))
        if not self.snapshots:
            return _("No week is frozen yet, so there is nothing to verify.")
        return ngettext(
            "{count} snapshot is as it was taken.",
            "{count} snapshots are as they were taken.",
            self.snapshots,
        ).format(count=number_text(self.snapshots))


def verified(
    reading: Callable[[], AbstractContextManager[Connection]],
    week: int | None = None,
    *,
    progress: Progress | None = None,
) -> Verification:
    """Verifies all snapshots, or those of one week.

    That the newest snapshots were taken away is not found before the next one is compared with a seal that was printed:
    see `models.rules.verification.chain_findings`.

    Args:
        reading: opens a transaction; each snapshot gets one of its own, so that nobody who writes has to wait for all.

    Raises:
        NotFound: the week has no snapshot.
        DatabaseError: the file is damaged.
    """
    with reading() as connection:
        kept_chain = list(_chain(connection))
        strays = list(_strays(connection, {each.number for each in kept_chain}))
    chosen = [each for each in kept_chain if week is None or each.columns["week"] == week]
    if week is not None and not chosen:
        raise no_snapshot(week)
    of_chain: dict[int, list[Finding]] = {}
    for finding in chain_findings(kept_chain):
        of_chain.setdefault(finding.number, []).append(finding)
    rebuilding, found = Rebuilding(), list[Found]()
    if progress is not None:
        progress(0, len(chosen))
    for done, columns in enumerate(chosen, 1):
        with reading() as connection:
            kept = Kept(columns.columns, _rows(connection, columns.number))
            state, findings = _findings(connection, kept, rebuilding)
        findings = [*of_chain.get(kept.number, []), *findings]
        if findings:
            found += _told(kept, state, findings)
        if progress is not None:
            progress(done, len(chosen))
    if week is None:
        found += [Found(each, None, None, "", _stray_sentence(each)) for each in strays]
    return Verification(len(chosen), tuple(found))


# Reading what lies in the file, whatever it is.


def _chain(connection: Connection) -> Iterator[Kept]:
    names = (*SEALED, "seal")
    # As bytes: a text that is no UTF-8 would end the whole question.
    columns = ", ".join(name if name in _NUMBERS else f'CAST("{name}" AS BLOB)' for name in names)
    for row in connection.exec_driver_sql(f"SELECT {columns} FROM snapshot ORDER BY number"):
        yield Kept({name: _text(value) for name, value in zip(names, row, strict=True)})


def _rows(connection: Connection, number: int) -> list[tuple[str, str, str]]:
    cursor = connection.exec_driver_sql(
        "SELECT CAST(kind AS BLOB), CAST(uid AS BLOB), CAST(fields AS BLOB) FROM snapshot_row WHERE snapshot = ?",
        (number,),
    ).cursor
    rows = cursor.fetchall() if cursor is not None else []  # Bare rows: a third faster with 10,000 of them.
    return [(_text(kind), _text(uid), _text(fields)) for kind, uid, fields in rows]


def _text(value: Any) -> Any:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _strays(connection: Connection, numbers: set[int]) -> Iterator[Finding]:
    for (number,) in connection.exec_driver_sql(
        "SELECT DISTINCT snapshot FROM snapshot_row ORDER BY snapshot"
    ):
        if number not in numbers:
            yield Finding(Fault.NO_SNAPSHOT, number)


def _findings(
    connection: Connection, kept: Kept, rebuilding: Rebuilding
) -> tuple[PlanState | None, list[Finding]]:
    """What is wrong with one snapshot, and the plan that the history makes of its day, where it can."""
    found = list(seal_findings(kept))
    day = day_of(kept)
    if day is None:
        return None, [*found, Finding(Fault.UNREADABLE, kept.number, name="day")]
    found += moment_findings(kept)
    try:
        state = rebuilding.state(connection, day, kept.columns["revision"])
        rows, told = rows_to_freeze(state), figures_text(figures(state))
    except (DatabaseError, sqlite3.DatabaseError, ValueError, KeyError, TypeError, AttributeError):
        # A history from which edits were taken away makes rows without what every row has.
        return None, [*found, Finding(Fault.NO_HISTORY, kept.number)]
    week = state.calendar.week_number(day)
    return state, [*found, *content_findings(kept, day, week, rows, told)]


# In words.


def _told(kept: Kept, state: PlanState | None, findings: Iterable[Finding]) -> Iterator[Found]:
    plain = {(kind, uid): _plain(kind, fields) for kind, uid, fields in kept.rows}
    names = Names([state] if state is not None else [], [plain])
    week, version = kept.columns["week"], kept.columns["version"]
    for each in findings:
        shown = _id(each, names, plain) if each.kind else ""
        sentence = _("Week {week}, version {version}: {what}").format(
            week=week, version=version, what=_what(each, names, plain)
        )
        yield Found(each, week, version, shown, sentence)


def _plain(kind: str, kept: str) -> dict[str, Value]:
    """A frozen row as far as it can be read, for the names in sentences."""
    return {
        name: _value(kind, name, value)
        for name, value in (object_of(kept) or {}).items()
        if isinstance(value, (str, int))
    }


def _value(kind: str, name: str, value: str | int) -> Value:
    if isinstance(value, (bool, int)):
        return value
    try:
        return decode(kind, name, value)
    except sqlite3.DatabaseError:
        return value


def _id(finding: Finding, names: Names, plain: Mapping[tuple[str, str], Mapping[str, Value]]) -> str:
    kind, uid = finding.kind, finding.uid
    if kind not in KINDS or not KINDS[kind].has_id:
        return ""
    return str(names.field_of(kind, uid, "id") or visible_id(kind, plain.get((kind, uid), {})))


def _what(finding: Finding, names: Names, plain: Mapping[tuple[str, str], Mapping[str, Value]]) -> str:
    fault, name = finding.fault, finding.name
    frozen, told = _shown(finding, finding.frozen, names), _shown(finding, finding.told, names)
    # Somebody may have left a row without its kind.
    if finding.kind or finding.uid or fault in {Fault.ROW_ADDED, Fault.ROW_MISSING}:
        label = _(KINDS[finding.kind].label) if finding.kind in KINDS else finding.kind
        row = f"{label} {_id(finding, names, plain)}".strip() or finding.uid or "–"
        if fault is Fault.UNREADABLE:
            return _("{row} cannot be read.").format(row=row)
        if fault is Fault.ROW_ADDED:
            return _("{row} stands in the snapshot, and by the history it was not there.").format(row=row)
        if fault is Fault.ROW_MISSING:
            return _("{row} is missing from the snapshot, although the history has it.").format(row=row)
        return _("{row}: {field} reads “{found}”, by its history “{told}”.").format(
            row=row, field=field_text(finding.kind, name, names), found=frozen, told=told
        )
    if fault is Fault.FIGURE:
        return _("the figure {name} reads “{found}”, by the history “{told}”.").format(
            name=_(LABELS[name]) if name in LABELS else name, found=frozen, told=told
        )
    if fault is Fault.COLUMN:
        return _("its {column} reads “{found}”, and should be “{told}”.").format(
            column=name, found=frozen, told=told
        )
    if fault is Fault.UNREADABLE:
        return _("its {column} cannot be read.").format(column=name)
    return _(_SENTENCES[fault]).format(number=told)


_SENTENCES: Final = {
    Fault.GAP: N_("snapshot number {number}, taken before it, is missing."),
    Fault.CHAIN: N_("it does not carry the seal of the snapshot taken before it."),
    Fault.SEAL: N_("the seal does not fit what the snapshot holds; something in it was changed."),
    Fault.NO_HISTORY: N_("the history of its day is damaged, so it cannot be made again."),
}


def _shown(finding: Finding, value: Any, names: Names) -> str:
    """A value of a row as people write it; any other as it is."""
    if value is None or isinstance(value, bool):
        return "" if value is None else _("yes") if value else _("no")
    if isinstance(value, list):
        member = KINDS[finding.kind].sets.get(finding.name) if finding.kind in KINDS else None
        ids = [names.id_of(member, str(each)) if member else str(each) for each in value]
        return ", ".join(ids)
    if isinstance(value, int):
        return number_text(value)
    if not finding.kind or not isinstance(value, str):
        return str(value)
    return value_text(finding.kind, finding.name, _value(finding.kind, finding.name, value), names)


def _stray_sentence(finding: Finding) -> str:
    return _("Rows of snapshot number {number} are there, but the snapshot itself is missing.").format(
        number=number_text(finding.number)
    )
