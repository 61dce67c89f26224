"""Keeps the plan as it stands now, and after a change reads only the rows that changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Final

from sqlalchemy import Connection, select

from models import queries
from models.rules.state import PlanState, order_rows
from models.tables import EDIT

MANY_ROWS: Final = 500
"""From so many changed rows on, everything is read anew: one long reading is quicker than many short ones."""

FRAME_KINDS: Final = frozenset({"charter", "closed_week"})
"""Kinds whose change moves the calendar, and with it everything."""


class Latest:
    """The plan as it stands, shared by all who ask.

    What a revision left alone is the same record in the next state, so that an edit of one milestone neither reads nor
    holds 10,000 others again. May be asked from several threads.
    """

    def __init__(self) -> None:
        self._kept: PlanState | None = None
        self._reading = Lock()

    def state(self, connection: Connection, day: date) -> PlanState:
        """The plan as it stands with its last revision, evaluated on a day; the same as reading all of it."""
        # Who asks while another reads waits for the same answer.
        with self._reading:
            self._kept = self._followed(connection, day)
            return self._kept

    def _followed(self, connection: Connection, day: date) -> PlanState:
        kept, number = self._kept, queries.last_revision(connection)
        if kept is None or kept.day != day or kept.revision > number:
            return queries.plan_state(connection, day, at_revision=number)
        if kept.revision == number:
            return kept
        changed = _changed_since(connection, kept.revision)
        if sum(map(len, changed.values())) >= MANY_ROWS or changed.keys() & FRAME_KINDS:
            return queries.plan_state(connection, day, at_revision=number)
        return _with_changed(connection, kept, number, changed)


def _changed_since(connection: Connection, revision: int) -> dict[str, set[str]]:
    """The uids of the rows that later revisions changed, by kind; no more than MANY_ROWS of them."""
    question = select(EDIT.c.kind, EDIT.c.uid).where(EDIT.c.revision > revision).distinct().limit(MANY_ROWS)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for kind, uid in connection.execute(question):
        found[kind].add(uid)
    return found


def _with_changed(
    connection: Connection, kept: PlanState, number: int, changed: dict[str, set[str]]
) -> PlanState:
    """The state with the changed rows in the places of what they were."""
    rows, removed, initiatives = dict(kept.rows), kept.removed_milestones, kept.removed_initiatives
    for kind in changed.keys() & set(queries.STATE_KINDS):
        uids = changed[kind]
        now = queries.rows_of(connection, kind, uids=uids)
        living = [row for alive, row in now if alive]
        rows[kind] = order_rows(kind, (*(row for row in rows[kind] if row.uid not in uids), *living))
        if kind == "milestone":
            gone = [row for alive, row in now if not alive]
            removed = (*(row for row in removed if row.uid not in uids), *gone)
        elif kind == "initiative":
            gone = [row for alive, row in now if not alive]
            initiatives = queries.by_uid([*(row for row in initiatives if row.uid not in uids), *gone])
    return replace(
        kept,
        revision=number,
        rows=rows,
        removed_milestones=removed,
        removed_initiatives=initiatives,
        scope_changes=(*kept.scope_changes, *queries.scope_changes(connection, after=kept.revision)),
    )
