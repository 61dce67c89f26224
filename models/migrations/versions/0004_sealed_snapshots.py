"""Sealed snapshots, what a person says of each week, and bodies with their meetings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.rules.seal import SEALED, seal

revision = "0004"
down_revision = "0003"

WEEKDAYS = "'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'"


def upgrade() -> None:
    """Adds the tables and the column, and seals the snapshots that are there, one after the other."""
    _create_narratives()
    _create_bodies()
    op.execute(
        "ALTER TABLE decision ADD COLUMN decider TEXT CONSTRAINT fk_decision_decider REFERENCES body (uid)"
        " DEFERRABLE INITIALLY DEFERRED"
    )
    _seal_snapshots()


def _create_narratives() -> None:
    op.create_table(
        "narrative",
        *_row_columns(),
        sa.Column("week", sa.Integer(), nullable=False),
        *_in_three("text"),
        sa.PrimaryKeyConstraint("uid", name="pk_narrative"),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_narrative_week", "narrative", ["week"], unique=True, sqlite_where=sa.text("alive = 1")
    )


def _create_bodies() -> None:
    op.create_table(
        "body",
        *_row_columns(),
        sa.Column("id", sa.Text(), nullable=False),
        *_in_three("name"),
        sa.Column("meets", sa.Text(), nullable=True),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("first_meeting", sa.Text(), nullable=True),
        sa.Column("agenda", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_body"),
        sa.CheckConstraint(f"meets IN ({WEEKDAYS})", name=op.f("ck_body_meets")),
        sa.CheckConstraint(f"agenda IN ({WEEKDAYS})", name=op.f("ck_body_agenda")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_body_id",
        "body",
        [sa.text("id COLLATE NOCASE")],
        unique=True,
        sqlite_where=sa.text("alive = 1"),
    )


def _row_columns() -> tuple[sa.Column[str], sa.Column[int]]:
    return (
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
    )


def _in_three(base: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(f"{base}_{code}", sa.Text(), nullable=True) for code in ("fi", "sv", "en"))


def _seal_snapshots() -> None:
    """Copies the table into one with seals; what is frozen stays, without saying in which form it was taken."""
    connection = op.get_bind()
    op.create_table(
        "snapshot_sealed",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("iso_week", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_snapshot"),
        sa.UniqueConstraint("week", "version", name="uq_snapshot_week_version"),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name="fk_snapshot_revision"),
        sa.ForeignKeyConstraint(["person"], ["person.key"], name="fk_snapshot_person"),
        sqlite_strict=True,
    )
    previous = ""
    for found in connection.exec_driver_sql("SELECT * FROM snapshot ORDER BY number").mappings().all():
        rows = connection.exec_driver_sql(
            "SELECT kind, uid, fields FROM snapshot_row WHERE snapshot = ?", (found["number"],)
        ).all()
        kept = {name: found.get(name, "") for name in SEALED} | {"previous": previous}
        previous = kept["seal"] = seal(kept, [(row.kind, row.uid, row.fields) for row in rows])
        connection.exec_driver_sql(
            f"INSERT INTO snapshot_sealed ({', '.join(kept)}) VALUES ({', '.join('?' * len(kept))})",
            tuple(kept.values()),
        )
    # It speaks of the table that goes; all triggers are made anew after the migrations.
    op.execute("DROP TRIGGER IF EXISTS snapshot_row_no_late_insert")
    op.drop_table("snapshot")
    op.execute("ALTER TABLE snapshot_sealed RENAME TO snapshot")
