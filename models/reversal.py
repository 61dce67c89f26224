"""Undo and redo: the edits that take back a revision or do it once more, and what of them is left alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Literal

from sqlalchemy import Connection, select

from models.apply import CHUNK, cells_still_holding, read_rows
from models.edits import Edit
from models.history import Revision, is_bookkeeping, reversed_revisions
from models.rules.consequences import DATES_TOLD, dates_moved_by
from models.rules.fields import EXISTS
from models.tables import EDIT, REVISION, TABLE_OF_KIND

REVERSING = ("undo", "redo")
"""Sources of revisions that say nothing new."""


def reversing(
    connection: Connection, target: Revision, source: Literal["undo", "redo"]
) -> tuple[list[Edit], tuple[Edit, ...]]:
    """The edits that undo or redo a revision, and those left alone because somebody changed their cells since.

    A row that the revision made stays, and is named, where somebody changed any of its cells since.
    """
    edits = inverse(target.edits) if source == "undo" else again(target.edits)
    made = {edit.uid for edit in target.edits if edit.field == EXISTS and edit.old is None}
    theirs = _changed_since(connection, target.number, made) if source == "undo" else set()
    wanted = [e for e in edits if e.uid not in theirs and e.field not in DATES_TOLD.get(e.kind, ())]
    hold, overtaken = cells_still_holding(connection, wanted)
    kept = [e for e in edits if e.uid in theirs] + [e for e in overtaken if not is_bookkeeping(e)]
    undone = reversed_revisions(connection) ^ {target.number}
    restored = [
        edit
        for kind, uids in _rows_told_of(target).items()
        for edit in _dates_restored(connection, kind, uids, hold, undone)
    ]
    return hold + restored, tuple(kept)


def inverse(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that take back others, the last first; a created row is removed whole, its fields left in it."""
    edits = list(edits)
    created = {edit.uid for edit in edits if edit.field == EXISTS and edit.new is True}
    taken_back = []
    for edit in reversed(edits):
        if edit.field == EXISTS:
            taken_back.append(edit._replace(old=edit.new, new=not edit.new, origin=None))
        elif edit.uid not in created:
            taken_back.append(edit._replace(old=edit.new, new=edit.old, origin=None))
    return taken_back


def again(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that do others once more after they were undone: a created row comes back whole."""
    edits = list(edits)
    created = {edit.uid for edit in edits if edit.field == EXISTS and edit.new is True}
    return [
        edit._replace(old=False, origin=None)
        if edit.field == EXISTS and edit.new is True
        else edit._replace(origin=None)
        for edit in edits
        if edit.field == EXISTS or edit.uid not in created
    ]


def _changed_since(connection: Connection, number: int, uids: Collection[str]) -> set[str]:
    """Those of some rows that a later revision, still in force, changed."""
    undone = reversed_revisions(connection)
    found: set[str] = set()
    for some in _chunks(uids):
        question = (
            select(EDIT.c.uid, EDIT.c.revision)
            .join(REVISION, REVISION.c.number == EDIT.c.revision)
            .where(EDIT.c.uid.in_(some), EDIT.c.revision > number, REVISION.c.source.not_in(REVERSING))
        )
        found |= {uid for uid, revision in connection.execute(question) if revision not in undone}
    return found


def _rows_told_of(target: Revision) -> dict[str, set[str]]:
    """By kind: the rows whose dates a revision moved."""
    told = {
        kind: {e.uid for e in target.edits if e.kind == kind and dates_moved_by(kind, e.field)}
        for kind in DATES_TOLD
    }
    confirmed = {str(e.new) for e in target.edits if e.kind == "confirmation" and e.field == "milestone"}
    told["milestone"] |= confirmed
    return told


def _dates_restored(
    connection: Connection, kind: str, uids: Collection[str], hold: Iterable[Edit], undone: Collection[int]
) -> list[Edit]:
    """The edits that give rows of a kind the dates that the revisions in force tell of them.

    Args:
        hold: edits that come first; rows that they remove keep their dates.
        undone: the revisions that are not in force.
    """
    removed = {edit.uid for edit in hold if edit.field == EXISTS and edit.new is not True}
    told = _dates_told(connection, kind, uids, undone)
    edits = []
    for (_kind, uid), row in read_rows(connection, [(kind, uid) for uid in uids]).items():
        if row[EXISTS] is True and uid not in removed:
            edits += [Edit(kind, uid, f, row[f], when) for f, when in told[uid].items() if row[f] != when]
    return edits


def _dates_told(
    connection: Connection, kind: str, uids: Collection[str], undone: Collection[int]
) -> defaultdict[str, dict[str, date]]:
    """By row: the last day on which something happened that moves each of its dates."""
    edit = EDIT.c
    moments: list[tuple[int, str, str, date]] = []
    for some in _chunks(uids):
        changes = (
            select(edit.number, edit.revision, edit.uid, edit.field, edit.old, edit.new, edit.known)
            .join(REVISION, REVISION.c.number == edit.revision)
            .where(edit.kind == kind, edit.uid.in_(some), REVISION.c.source.not_in(REVERSING))
        )
        for number, revision, uid, field, old, new, known in connection.execute(changes):
            # The dates of its making stand as long as the row does, also where the making itself was undone.
            if field in DATES_TOLD[kind] and (old is None or revision not in undone):
                moments.append((number, uid, field, date.fromisoformat(new)))
            if revision not in undone:
                moments += [(number, uid, name, known) for name in dates_moved_by(kind, field)]
        if kind == "milestone":
            moments += _confirmed(connection, some, undone)
    told: defaultdict[str, dict[str, date]] = defaultdict(dict)
    for _number, uid, name, when in sorted(moments):
        told[uid][name] = when
    return told


def _confirmed(
    connection: Connection, uids: Collection[str], undone: Collection[int]
) -> list[tuple[int, str, str, date]]:
    """When milestones were confirmed, by revisions in force."""
    edit, confirmation = EDIT.c, TABLE_OF_KIND["confirmation"].c
    confirmations = (
        select(edit.number, edit.revision, confirmation.milestone, edit.known)
        .join(REVISION, REVISION.c.number == edit.revision)
        .join(TABLE_OF_KIND["confirmation"], confirmation.uid == edit.uid)
        .where(confirmation.milestone.in_(uids), edit.field == EXISTS, REVISION.c.source.not_in(REVERSING))
    )
    return [
        (number, uid, "updated_on", known)
        for number, revision, uid, known in connection.execute(confirmations)
        if revision not in undone
    ]


def _chunks(uids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(uids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
