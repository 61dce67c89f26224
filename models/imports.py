"""What the plan remembers of files that came in: their bytes, what each brought, and what to compare a return with."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_once

from models import history, queries, review
from models.edits import Edit, decode, encode
from models.review import Kept, Unread
from models.rules.fields import EXISTS, Value
from models.rules.state import PlanState
from models.tables import BROUGHT, EDIT, IMPORT, INBOX

if TYPE_CHECKING:
    from models.history import Revision
    from models.plan import Plan


class Brought(NamedTuple):
    """What an import brought in for one cell of a sent file: the base of its next return."""

    uid: str
    """Of a row; the SHA-256 of the file for a decision, which counts for the same bytes alone."""
    field: str
    """A field, `set.member`, `confirmed`, `exists` for a row that the file brought in, or the name of a decision."""
    value: Value


@dataclass(frozen=True)
class PastImport:
    """A file whose import was applied."""

    sha256: str
    sent_file: str | None
    revision: int | None
    """None where it changed nothing."""
    in_force: bool
    """Whether its revision stands; undoing it undoes what it remembered."""


@dataclass(frozen=True)
class Standing:
    """All that a returned workbook is compared with, read at one moment."""

    base: PlanState
    """The plan as it was when the file was sent."""
    now: PlanState
    removed: Mapping[str, Mapping[str, Any]]
    """Rows that the plan had when the file was sent, or that it brought, and that are removed now: by kind and uid."""
    brought: Mapping[str, Mapping[str, Value]]
    """What earlier imports of the file brought in, by uid and field."""
    kinds: Mapping[str, str]
    """The kind of each row that earlier imports of the file brought in as a new one, by uid."""
    past: tuple[PastImport, ...] = ()
    """All imports, the oldest first."""
    moment: str | None = None
    """When the revision was written at which the file was sent."""
    decided: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What a person decided of earlier imports of the same file: by its SHA-256 and the name of the decision."""
    kept: Kept = field(default_factory=Kept)
    """What its earlier returns left on the review list."""

    @classmethod
    def still(cls, state: PlanState) -> Standing:
        """A plan compared with itself, as when a workbook is checked before it is released."""
        return cls(state, state, {}, {}, {})

    def row(self, kind: str, uid: str) -> Any:
        """The row as it is now, or as it was removed; None where there is neither."""
        return self.now.get(kind, uid) or self.removed.get(kind, {}).get(uid)

    def was_imported(self, sha256: str) -> bool:
        """Whether the same bytes were imported before, and that was not undone."""
        return any(each.sha256 == sha256 and each.in_force for each in self.past)


class Inbox:
    """The files that came in to an open plan; `plan.inbox`."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def standing(self, sent_file: str, at_revision: int) -> Standing:
        """What a return of a sent file is compared with.

        Args:
            at_revision: the plan's last revision when the file was sent.
        """
        with self._plan.reading() as connection:
            return standing(connection, self._plan.today, at_revision=at_revision, sent_file=sent_file)

    def keep(self, name: str, content: bytes) -> str:
        """Puts a file that came in into the inbox, before anything else is done with it; returns its SHA-256."""
        with self._plan.writing() as connection:
            return keep_file(connection, name, content, self._plan.now())

    def apply(
        self,
        edits: Sequence[Edit],
        brought: Sequence[Brought],
        *,
        sha256: str,
        sent_file: str | None,
        reason: str,
        file: str = "",
        unread: Sequence[Unread] = (),
    ) -> Revision | None:
        """Applies what a file brings as one revision and remembers it; answers None where it brings nothing.

        Args:
            brought: the cells that were decided, with the values that came back; undoing the revision forgets them.
            sha256: of the file, which is in the inbox.
            reason: what the history says of it.
            file: the file's name.
            unread: the cells that go on the review list.

        Raises what `apply` raises; nothing was applied then.
        """
        with self._plan.writing() as connection:
            number = None
            if edits or brought:
                number = self._plan.write(connection, list(edits), source="import", reason=reason)
            remember(connection, sha256=sha256, sent_file=sent_file, revision=number, brought=brought)
            if sent_file is not None:
                review.keep(
                    connection,
                    unread,
                    [(each.uid, each.field) for each in brought],
                    file=file,
                    sent_file=sent_file,
                    revision=number,
                    at=self._plan.now(),
                )
            return history.revision(connection, number) if number is not None else None


@dataclass(frozen=True)
class Return:
    """A file that came back and whose import stands."""

    sha256: str
    name: str
    at: str
    """When it was first put into the inbox, ISO text in UTC."""
    revision: int | None
    """None where it changed nothing."""


def returns_of(connection: Connection, sent_file: str) -> tuple[Return, ...]:
    """The files that came back of one that went out, as far as their imports stand, the oldest first."""
    undone = history.reversed_revisions(connection)
    rows = connection.execute(
        select(IMPORT.c.sha256, IMPORT.c.revision, INBOX.c.name, INBOX.c.at)
        .join(INBOX, INBOX.c.sha256 == IMPORT.c.sha256)
        .where(IMPORT.c.sent_file == sent_file)
        .order_by(IMPORT.c.number)
    )
    return tuple(
        Return(row.sha256, row.name, row.at, row.revision) for row in rows if row.revision not in undone
    )


def kept_content(connection: Connection, sha256: str) -> bytes | None:
    """The bytes of a file in the inbox; None where there is none of them, or they stayed behind with another plan."""
    content: bytes | None = connection.scalar(select(INBOX.c.content).where(INBOX.c.sha256 == sha256))
    return content or None


def sha256_of(content: bytes) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(content).hexdigest()


def keep_file(connection: Connection, name: str, content: bytes, at: datetime) -> str:
    """Puts a file into the inbox, once; returns its SHA-256."""
    sha256 = sha256_of(content)
    # A plan that was made of another one's JSON knows of the file, and not its bytes.
    connection.execute(delete(INBOX).where(INBOX.c.sha256 == sha256, func.length(INBOX.c.content) == 0))
    connection.execute(
        insert_once(INBOX)
        .values(
            sha256=sha256,
            name=name,
            at=at.astimezone(UTC).isoformat(timespec="seconds"),
            content=content,
        )
        .on_conflict_do_nothing()
    )
    return sha256


def remember(
    connection: Connection,
    *,
    sha256: str,
    sent_file: str | None,
    revision: int | None,
    brought: Iterable[Brought],
) -> None:
    """Notes that a file was imported and what it brought; part of the transaction that applies it."""
    rows = [
        {
            "revision": revision,
            "sent_file": sent_file,
            "uid": each.uid,
            "field": each.field,
            "value": encode(each.value),
        }
        for each in brought
    ]
    if rows:
        connection.execute(insert(BROUGHT), rows)
    connection.execute(insert(IMPORT), {"sha256": sha256, "sent_file": sent_file, "revision": revision})


def past_imports(connection: Connection) -> tuple[PastImport, ...]:
    """All imports, the oldest first."""
    undone = history.reversed_revisions(connection)
    return tuple(
        PastImport(row.sha256, row.sent_file, row.revision, row.revision not in undone)
        for row in connection.execute(select(IMPORT).order_by(IMPORT.c.number))
    )


def standing(connection: Connection, day: date, *, at_revision: int, sent_file: str) -> Standing:
    """What a return of a sent file is compared with.

    Args:
        day: the day of evaluation.
        at_revision: the plan's last revision when the file was sent.
    """
    # By its number, not by the day: a clock that stands in the past must not hide what is stored already.
    now = queries.state_now(connection, day)
    base = (
        now if now.revision == at_revision else queries.plan_state(connection, day, at_revision=at_revision)
    )
    kinds_of = {
        row.uid: row.kind
        for row in connection.execute(
            select(EDIT.c.uid, EDIT.c.kind)
            .where(EDIT.c.field == EXISTS, EDIT.c.uid.in_(select(BROUGHT.c.uid).where(_of_file(sent_file))))
            .distinct()
        )
    }
    brought, decided = _remembered(connection, sent_file, base, kinds_of)
    new = {uid: kinds_of[uid] for uid, fields in brought.items() if fields.get(EXISTS) and uid in kinds_of}
    return Standing(
        base,
        now,
        _removed(connection, base, now, new),
        brought,
        new,
        past_imports(connection),
        history.moment_of(connection, at_revision),
        decided,
        review.kept(connection, sent_file),
    )


def _of_file(sent_file: str) -> Any:
    return BROUGHT.c.sent_file == sent_file


def _remembered(
    connection: Connection, sent_file: str, base: PlanState, kinds: Mapping[str, str]
) -> tuple[dict[str, dict[str, Value]], dict[str, dict[str, str]]]:
    """The last value that each cell of the file brought in by an import that stands, and what was decided."""
    undone = history.reversed_revisions(connection)
    brought: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    decided: defaultdict[str, dict[str, str]] = defaultdict(dict)
    rows = connection.execute(select(BROUGHT).where(_of_file(sent_file)).order_by(BROUGHT.c.number)).all()
    if not rows:
        return {}, {}
    kind_of = {row.uid: kind for kind, of_kind in base.rows.items() for row in of_kind} | dict(kinds)
    for row in rows:
        name = row.field
        if row.revision in undone:
            continue
        if row.uid not in kind_of:
            decided[row.uid][name] = row.value
        elif name == "confirmed":
            brought[row.uid][name] = row.value == "1"
        else:
            brought[row.uid][name] = decode(kind_of[row.uid], name, row.value)
    return dict(brought), dict(decided)


def _removed(
    connection: Connection, base: PlanState, now: PlanState, new: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """The rows of the base, and those the file brought, that are tombstones now."""
    gone: defaultdict[str, set[str]] = defaultdict(set)
    if base is not now:
        for kind, rows in base.rows.items():
            gone[kind] |= {row.uid for row in rows} - {row.uid for row in now.rows[kind]}
    for uid, kind in new.items():
        if now.get(kind, uid) is None:
            gone[kind].add(uid)
    return {
        kind: {
            row.uid: row for alive, row in queries.rows_of(connection, kind) if not alive and row.uid in uids
        }
        for kind, uids in gone.items()
        if uids
    }
