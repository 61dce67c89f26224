"""Revisions and their edits as they are read, and which of them a person can undo and redo."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, func, or_, select

from models.edits import Edit, decode
from models.errors import NotFound
from models.language import _
from models.rules.fields import EXISTS, KINDS
from models.tables import EDIT, PERSON, REVISION

UNDOABLE_SOURCES: Final = ("screen", "command", "import")
"""What a person did and may take back; a loaded history and an undo itself are not undone."""

BOOKKEEPING_FIELDS: Final = frozenset({"created_on", "updated_on", "course_on", "state_on", "position"})
"""Fields that the program keeps for its own reckoning; the others of its own are told to people."""


@dataclass(frozen=True)
class Revision:
    """Edits that one person applied at one moment for one reason."""

    number: int
    at: str
    """The moment, ISO text in UTC."""
    known: date
    """The day on which the program learnt it."""
    person: str
    """Login of the person; a dash once it was erased."""
    source: str
    reason: str | None
    reverses: int | None
    """The revision that this one undoes or redoes."""
    edits: tuple[Edit, ...] = ()

    @property
    def told(self) -> tuple[Edit, ...]:
        """The edits that people made or read about; the program's own bookkeeping left out."""
        return tuple(edit for edit in self.edits if not is_bookkeeping(edit))


def is_bookkeeping(edit: Edit) -> bool:
    """Whether an edit only keeps one of the program's own dates."""
    field = KINDS[edit.kind].field(edit.field) if edit.kind in KINDS else None
    return bool(field and field.by_program and field.name in BOOKKEEPING_FIELDS)


@dataclass(frozen=True)
class Reversal:
    """What an undo or a redo did."""

    revision: Revision
    """The revision that it wrote."""
    of: Revision
    """The revision that it undid or redid."""
    kept: tuple[Edit, ...]
    """Edits that were left alone, because somebody changed their cells since."""


def revisions(
    connection: Connection,
    *,
    numbers: Iterable[int] | None = None,
    uid: str | None = None,
    field: str | None = None,
    limit: int | None = None,
) -> tuple[Revision, ...]:
    """Revisions with their edits, the newest first.

    Args:
        numbers: only these.
        uid: only edits of that row, and only revisions that have any.
        field: only edits of that field, and of the row's existence.
        limit: at most so many revisions.
    """
    chosen = select(REVISION, PERSON.c.login).join(PERSON, PERSON.c.key == REVISION.c.person)
    touching = select(EDIT.c.revision).where(EDIT.c.uid == uid)
    if field is not None:
        touching = touching.where(EDIT.c.field.in_([field, EXISTS]))
    if uid is not None:
        chosen = chosen.where(REVISION.c.number.in_(touching))
    if numbers is not None:
        chosen = chosen.where(REVISION.c.number.in_(list(numbers)))
    chosen = chosen.order_by(REVISION.c.number.desc())
    found = connection.execute(chosen.limit(limit) if limit is not None else chosen).all()
    if not found:
        return ()
    wanted = select(EDIT).where(EDIT.c.revision.in_([row.number for row in found])).order_by(EDIT.c.number)
    if uid is not None:
        wanted = wanted.where(EDIT.c.uid == uid)
    if field is not None:
        wanted = wanted.where(EDIT.c.field.in_([field, EXISTS]))
    edits: dict[int, list[Edit]] = {row.number: [] for row in found}
    for row in connection.execute(wanted):
        edits[row.revision].append(edit_from(row))
    return tuple(
        Revision(
            number=row.number,
            at=row.at,
            known=row.known,
            person=row.login or "–",
            source=row.source,
            reason=row.reason,
            reverses=row.reverses,
            edits=tuple(edits[row.number]),
        )
        for row in found
    )


def edit_from(row: Any) -> Edit:
    """An edit from a row of the history."""
    return Edit(
        row.kind,
        row.uid,
        row.field,
        decode(row.kind, row.field, row.old),
        decode(row.kind, row.field, row.new),
        row.origin,
    )


def in_force(connection: Connection, number: int) -> bool:
    """Whether a revision stands: it was not undone, or was redone since."""
    last = connection.scalar(
        select(REVISION.c.source)
        .where(REVISION.c.reverses == number)
        .order_by(REVISION.c.number.desc())
        .limit(1)
    )
    return last != "undo"


def reversed_revisions(connection: Connection) -> set[int]:
    """The numbers of the revisions that are undone now."""
    state: dict[int, bool] = {}
    for number, source in connection.execute(
        select(REVISION.c.reverses, REVISION.c.source)
        .where(REVISION.c.reverses.is_not(None))
        .order_by(REVISION.c.number)
    ):
        state[number] = source == "undo"
    return {number for number, undone in state.items() if undone}


def last_changes(
    connection: Connection, fields: Mapping[str, Collection[str]], day: date
) -> dict[str, tuple[int, str]]:
    """The last revision up to a day that changed one of some fields of a row, and its moment in ISO text; by uid.

    Args:
        fields: by kind.
    """
    wanted = or_(*((EDIT.c.kind == kind) & EDIT.c.field.in_(names) for kind, names in fields.items()))
    last = (
        select(EDIT.c.uid, func.max(EDIT.c.revision).label("number"))
        .where(wanted, EDIT.c.known <= day)
        .group_by(EDIT.c.uid)
        .subquery()
    )
    found = connection.execute(
        select(last.c.uid, last.c.number, REVISION.c.at).join(REVISION, REVISION.c.number == last.c.number)
    )
    return {row.uid: (row.number, row.at) for row in found}


def moment_of(connection: Connection, number: int) -> str | None:
    """The moment at which a revision was written, ISO text in UTC; None where there is none."""
    at: str | None = connection.scalar(select(REVISION.c.at).where(REVISION.c.number == number))
    return at


def stacks(connection: Connection, person: str) -> tuple[list[int], list[int]]:
    """What a person can undo and redo: two stacks of revision numbers, the next one last.

    A revision that somebody else undid is in neither.

    Args:
        person: the person's key.
    """
    undo: list[int] = []
    redo: list[int] = []
    rows = connection.execute(
        select(REVISION.c.number, REVISION.c.source, REVISION.c.reverses)
        .where(REVISION.c.person == person)
        .order_by(REVISION.c.number)
    )
    for number, source, reverses in rows:
        if source in UNDOABLE_SOURCES:
            undo.append(number)
            redo.clear()
        elif source == "undo":
            if reverses in undo:
                undo.remove(reverses)
            redo.append(reverses)
        elif source == "redo":
            if reverses in redo:
                redo.remove(reverses)
            undo.append(reverses)
    undone = reversed_revisions(connection)
    return [number for number in undo if number not in undone], [
        number for number in redo if number in undone
    ]


def revision(connection: Connection, number: int) -> Revision:
    """One revision with its edits; raises NotFound."""
    found = revisions(connection, numbers=[number])
    if not found:
        raise NotFound(_("There is no revision {number}.").format(number=number))
    return found[0]
