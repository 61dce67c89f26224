"""Hand-offs that go out as workbooks: what was sent, what came back unreadable, and rounds that are only made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds columns to hand-offs, lets them be unsent, and creates the tables of sent files and of the review."""
    with op.batch_alter_table("handoff", table_kwargs={"sqlite_strict": True}) as handoff:
        handoff.alter_column("sent", existing_type=sa.Text(), nullable=True)
        handoff.add_column(sa.Column("cancelled", sa.Text(), nullable=True))
        handoff.add_column(sa.Column("rows_confirmed", sa.Integer(), nullable=True))
        handoff.add_column(sa.Column("rejects", sa.Integer(), nullable=True))
        handoff.add_column(sa.Column("undecided", sa.Integer(), nullable=True))
    # The copied table has an index that tells HO-1 from ho-1.
    op.drop_index("uq_handoff_id", "handoff")
    op.create_index(
        "uq_handoff_id",
        "handoff",
        [sa.text("id COLLATE NOCASE")],
        unique=True,
        sqlite_where=sa.text("alive = 1"),
    )
    op.create_table(
        "sent_file",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("handoff", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sent_file"),
        sa.ForeignKeyConstraint(
            ["handoff"], ["handoff.uid"], name="fk_sent_file_handoff", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["division"],
            ["division.uid"],
            name="fk_sent_file_division",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name="fk_sent_file_revision"),
        sqlite_strict=True,
    )
    op.create_table(
        "review",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sent_file", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_review"),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name="fk_review_revision"),
        sqlite_strict=True,
    )
    op.create_table(
        "reviewed",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_reviewed"),
        sa.ForeignKeyConstraint(["review"], ["review.number"], name="fk_reviewed_review"),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name="fk_reviewed_revision"),
        sqlite_strict=True,
    )
