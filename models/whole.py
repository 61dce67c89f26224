"""All that a plan's file holds, read piece by piece within one transaction: what an export writes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Table, func, select

from models import queries
from models.damage import read_from_file
from models.edits import Edit, decode
from models.imports import kept_content
from models.interchange import KEPT
from models.migrations import HEAD
from models.rules.fields import KINDS
from models.rules.state import PlanState
from models.snapshots import Snapshot, snapshots
from models.tables import (
    BROUGHT,
    EDIT,
    HOLIDAY,
    IMPORT,
    INBOX,
    REVIEW,
    REVIEWED,
    REVISION,
    SENT_FILE,
    SNAPSHOT,
    SNAPSHOT_ROW,
    TABLE_OF_KIND,
)

if TYPE_CHECKING:
    from models.plan import Plan

KEPT_TABLES: Final[dict[str, Table]] = {
    "holidays": HOLIDAY,
    "sent_files": SENT_FILE,
    "inbox": INBOX,
    "imports": IMPORT,
    "brought": BROUGHT,
    "reviews": REVIEW,
    "reviewed": REVIEWED,
}
"""The table behind each array of `models.interchange.KEPT`."""


@dataclass(frozen=True)
class KeptRevision:
    """A revision as the file keeps it: with the key of its person, never a login."""

    number: int
    at: str
    known: date
    person: str
    source: str
    reason: str | None
    reverses: int | None
    edits: Iterator[Edit]
    """In their order; to be taken before the next revision is."""


@dataclass(frozen=True)
class KeptSnapshot:
    """A snapshot as the file keeps it."""

    found: Snapshot
    person: str
    """The person's key."""
    frozen: dict[str, Any] | None
    """Figures and rows, of one that was taken in an earlier form of the file: what is made of the history today may
    differ from what was frozen then. None for the others, which the history gives again."""


class Whole:
    """A plan as it stands with its last revision, and everything beside its rows."""

    def __init__(self, connection: Connection, today: date) -> None:
        self._connection = connection
        self.state: PlanState = queries.state_now(connection, today)
        """Evaluated today."""
        self.confirmations: list[Any] = sorted(
            queries.living_rows(connection, "confirmation"), key=lambda row: (row.day, row.uid)
        )
        self.ids: dict[str, str] = {}
        """The visible ids of all rows that were ever there, by uid."""
        for kind in KINDS.values():
            if kind.has_id:
                table = TABLE_OF_KIND[kind.name]
                self.ids |= {
                    uid: str(id_) for uid, id_ in connection.execute(select(table.c.uid, table.c.id))
                }

    def revisions(self) -> Iterator[KeptRevision]:
        """The history from its beginning; the edits of each are read while they are asked for, and but once."""
        edits = self._connection.exec_driver_sql(
            f"SELECT revision, kind, uid, field, old, new, origin FROM {EDIT.name} ORDER BY revision, number"
        )
        of_revision = groupby(edits, key=itemgetter(0))
        number, group = next(of_revision, (None, None))
        for row in self._connection.execute(select(REVISION).order_by(REVISION.c.number)):
            found: Iterator[Edit] = iter(())
            if has_edits := number == row.number and group is not None:
                found = map(_edit, group)
            yield KeptRevision(
                row.number, row.at, row.known, row.person, row.source, row.reason, row.reverses, found
            )
            if has_edits:
                number, group = next(of_revision, (None, None))

    def snapshots(self) -> Iterator[KeptSnapshot]:
        """The snapshots in the order in which they were taken."""
        found = self._connection.execute(select(SNAPSHOT.c.number, SNAPSHOT.c.person))
        persons = {number: str(key) for number, key in found}
        for each in sorted(snapshots(self._connection), key=lambda one: one.number):
            frozen = None if each.form == HEAD else self.frozen(each.number)
            yield KeptSnapshot(each, persons[each.number], frozen)

    def frozen(self, number: int) -> dict[str, Any]:
        """What a snapshot holds, as it was written: its figures, and its rows by kind and uid."""
        figures = self._connection.scalar(select(SNAPSHOT.c.figures).where(SNAPSHOT.c.number == number))
        rows: dict[str, dict[str, Any]] = {}
        with read_from_file(f"snapshot {number}"):
            for kind, uid, fields in self._connection.execute(
                select(SNAPSHOT_ROW.c.kind, SNAPSHOT_ROW.c.uid, SNAPSHOT_ROW.c.fields)
                .where(SNAPSHOT_ROW.c.snapshot == number)
                .order_by(SNAPSHOT_ROW.c.kind, SNAPSHOT_ROW.c.uid)
            ):
                rows.setdefault(kind, {})[uid] = json.loads(fields)
            return {"figures": json.loads(str(figures)), "rows": rows}

    def values_ever(self, kind: str, field: str) -> list[str]:
        """Every value that a field of any row of a kind ever had, as the history keeps it."""
        asked = select(EDIT.c.new).where(EDIT.c.kind == kind, EDIT.c.field == field, EDIT.c.new.is_not(None))
        return [str(value) for value in self._connection.scalars(asked.distinct())]

    def content(self, sha256: str) -> bytes:
        """The bytes of a file in the inbox; none where only its name is known."""
        return kept_content(self._connection, sha256) or b""

    def kept(self, name: str) -> Iterator[dict[str, Any]]:
        """The records of one of the arrays of `models.interchange.KEPT`, by the names of its items."""
        table = KEPT_TABLES[name]
        columns = [
            func.length(table.c.content).label("bytes") if item.name == "bytes" else table.c[item.name]
            for item in KEPT[name]
        ]
        order = [table.c.at] if name == "inbox" else []
        for row in self._connection.execute(select(*columns).order_by(*order, *table.primary_key.columns)):
            record = dict(row._mapping)
            for item in KEPT[name]:
                if item.type == "uids":
                    with read_from_file(record[item.name]):
                        record[item.name] = json.loads(record[item.name])
            yield record


def _edit(row: Any) -> Edit:
    _number, kind, uid, field, old, new, origin = row
    return Edit(kind, uid, field, decode(kind, field, old), decode(kind, field, new), origin)


@contextmanager
def whole(plan: Plan) -> Iterator[Whole]:
    """Everything of a plan as it stands at one moment, whoever writes meanwhile."""
    with plan.reading() as connection:
        yield Whole(connection, plan.today)
