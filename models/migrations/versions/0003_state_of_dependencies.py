"""Since when the state of a dependency stands: a new column, filled from the history, which tells it from now on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TOLD = """
SELECT r.number, r.known, r.source, r.reverses, e.uid
FROM revision r LEFT JOIN edit e ON e.revision = r.number AND e.kind = 'dependency' AND e.field = 'state'
WHERE e.uid IS NOT NULL OR r.source IN ('undo', 'redo')
ORDER BY r.number, e.number
"""
"""Every revision that gave dependencies a state, and every one that took another back."""


def upgrade() -> None:
    """Copies the table into one with the column, and writes its edits behind the history, each on its own day."""
    connection = op.get_bind()
    edits = list(_edits(connection.exec_driver_sql(TOLD).all()))
    last = {uid: day for _revision, uid, _before, day in edits}
    connection.exec_driver_sql("ALTER TABLE dependency RENAME TO dependency_without")
    op.drop_index("uq_dependency_id", "dependency_without")
    _create_table()
    kept = (
        "uid, alive, id, waiting, provider, kind, what_fi, what_sv, what_en, need_by, promised, state, note"
    )
    rows = connection.exec_driver_sql(f"SELECT {kept} FROM dependency_without").all()
    if rows:
        marks = ", ".join("?" * 14)
        connection.exec_driver_sql(
            f"INSERT INTO dependency ({kept}, state_on) VALUES ({marks})",
            [(*row, last[row[0]]) for row in rows],
        )
    connection.exec_driver_sql("DROP TABLE dependency_without")
    if edits:
        connection.exec_driver_sql(
            "INSERT INTO edit (revision, kind, uid, field, old, new, known)"
            " SELECT ?, 'dependency', ?, 'state_on', ?, ?, known FROM revision WHERE number = ?",
            [(number, uid, before, day, number) for number, uid, before, day in edits],
        )


def _edits(told: Iterable[Any]) -> Iterable[tuple[int, str, str | None, str]]:
    """The changes of the new column as the program would have made them: revision, uid, day before, day."""
    moments: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    touched: defaultdict[int, list[str]] = defaultdict(list)
    stands: dict[str, str] = {}
    undone: set[int] = set()
    for number, known, source, reverses, uid in told:
        if source in ("undo", "redo"):
            (undone.add if source == "undo" else undone.discard)(reverses)
            uids = touched[reverses]
        else:
            moments[uid].append((number, known))
            touched[number].append(uid)
            uids = [uid]
        for each in uids:
            # The day of its making stands, also where the making itself was undone.
            in_force = [day for when, day in moments[each] if when not in undone]
            day = in_force[-1] if in_force else moments[each][0][1]
            if stands.get(each) != day:
                yield number, each, stands.get(each), day
                stands[each] = day


def _create_table() -> None:
    op.create_table(
        "dependency",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what_fi", sa.Text(), nullable=True),
        sa.Column("what_sv", sa.Text(), nullable=True),
        sa.Column("what_en", sa.Text(), nullable=True),
        sa.Column("need_by", sa.Text(), nullable=True),
        sa.Column("promised", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_dependency"),
        sa.CheckConstraint("waiting <> provider", name=op.f("ck_dependency_two_ends")),
        sa.CheckConstraint("kind IN ('hard', 'soft')", name=op.f("ck_dependency_kind")),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'declined', 'delivered')", name=op.f("ck_dependency_state")
        ),
        sa.ForeignKeyConstraint(
            ["waiting"],
            ["milestone.uid"],
            name="fk_dependency_waiting",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["provider"],
            ["milestone.uid"],
            name="fk_dependency_provider",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_dependency_id",
        "dependency",
        [sa.text("id COLLATE NOCASE")],
        unique=True,
        sqlite_where=sa.text("alive = 1"),
    )
