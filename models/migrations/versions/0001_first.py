"""The first form of a plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Creates every table and index."""
    op.create_table(
        "charter",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("name_fi", sa.Text(), nullable=True),
        sa.Column("name_sv", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("baseline_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_charter"),
        sa.CheckConstraint(
            "days BETWEEN 1 AND 1000",
            name=op.f("ck_charter_days"),
        ),
        sa.CheckConstraint(
            "language IN ('fi', 'sv', 'en')",
            name=op.f("ck_charter_language"),
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "closed_week",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("division", sa.Text(), nullable=True),
        sa.Column("monday", sa.Text(), nullable=False),
        sa.Column("name_fi", sa.Text(), nullable=True),
        sa.Column("name_sv", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_closed_week"),
        sa.ForeignKeyConstraint(
            ["division"],
            ["division.uid"],
            name="fk_closed_week_division",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "holiday",
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("country", "day", name="pk_holiday"),
        sqlite_strict=True,
    )
    op.create_table(
        "decision",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title_fi", sa.Text(), nullable=True),
        sa.Column("title_sv", sa.Text(), nullable=True),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("body_fi", sa.Text(), nullable=True),
        sa.Column("body_sv", sa.Text(), nullable=True),
        sa.Column("body_en", sa.Text(), nullable=True),
        sa.Column("needed", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("initiative", sa.Text(), nullable=True),
        sa.Column("stops", sa.Text(), nullable=True),
        sa.Column("case_number", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_decision"),
        sa.CheckConstraint(
            "outcome IN ('open', 'approved', 'rejected', 'noted')",
            name=op.f("ck_decision_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["question"], ["question.uid"], name="fk_decision_question", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["initiative"],
            ["initiative.uid"],
            name="fk_decision_initiative",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_decision_id",
        "decision",
        [sa.text("id COLLATE NOCASE")],
        unique=True,
        sqlite_where=sa.text("alive = 1"),
    )
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
        sa.PrimaryKeyConstraint("uid", name="pk_dependency"),
        sa.CheckConstraint(
            "waiting <> provider",
            name=op.f("ck_dependency_two_ends"),
        ),
        sa.CheckConstraint(
            "kind IN ('hard', 'soft')",
            name=op.f("ck_dependency_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'declined', 'delivered')",
            name=op.f("ck_dependency_state"),
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
    op.create_table(
        "handoff",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("returned", sa.Text(), nullable=True),
        sa.Column("rows_sent", sa.Integer(), nullable=True),
        sa.Column("rows_changed", sa.Integer(), nullable=True),
        sa.Column("conflicts", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_handoff"),
        sa.ForeignKeyConstraint(
            ["division"], ["division.uid"], name="fk_handoff_division", deferrable=True, initially="DEFERRED"
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_handoff_id",
        "handoff",
        [sa.text("id COLLATE NOCASE")],
        unique=True,
        sqlite_where=sa.text("alive = 1"),
    )
    op.create_table(
        "inbox",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_inbox"),
        sqlite_strict=True,
    )
    op.create_table(
        "brought",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sent_file", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_brought"),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name="fk_brought_revision"),
        sqlite_strict=True,
    )
    op.create_index("ix_brought_sent_file", "brought", ["sent_file", "uid", "field"])
    op.create_table(
        "import",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sent_file", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_import"),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name="fk_import_revision"),
        sqlite_strict=True,
    )
    op.create_table(
        "person",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_person"),
        sqlite_strict=True,
    )
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_revision"),
        sa.ForeignKeyConstraint(["person"], ["person.key"], name="fk_revision_person"),
        sa.ForeignKeyConstraint(["reverses"], ["revision.number"], name="fk_revision_reverses"),
        sqlite_strict=True,
    )
    op.create_table(
        "edit",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("known", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_edit"),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name="fk_edit_revision"),
        sqlite_strict=True,
    )
    op.create_index("ix_edit_known", "edit", ["known", "kind", "uid", "field"])
    op.create_index("ix_edit_revision", "edit", ["revision"])
    op.create_index(
        "ix_edit_scope",
        "edit",
        ["known"],
        sqlite_where=sa.text(
            "kind = 'milestone' AND old IS NOT NULL AND (field = 'exists' OR field = 'weight'"
            " OR (field = 'status' AND (old = 'dropped' OR new = 'dropped')))"
        ),
    )
    op.create_index("ix_edit_uid_field", "edit", ["uid", "field", "number"])
    op.create_table(
        "initiative",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("title_fi", sa.Text(), nullable=True),
        sa.Column("title_sv", sa.Text(), nullable=True),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("flagship", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("publicity", sa.Text(), nullable=False),
        sa.Column("secrecy_ground", sa.Text(), nullable=True),
        sa.Column("light", sa.Text(), nullable=True),
        sa.Column("light_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_initiative"),
        sa.CheckConstraint(
            "priority BETWEEN 1 AND 9",
            name=op.f("ck_initiative_priority"),
        ),
        sa.CheckConstraint(
            "publicity NOT IN ('partly_secret', 'secret') OR secrecy_ground IS NOT NULL",
            name=op.f("ck_initiative_secrecy_ground"),
        ),
        sa.CheckConstraint(
            "phase IN ('preparation', 'trial', 'in_use')",
            name=op.f("ck_initiative_phase"),
        ),
        sa.CheckConstraint(
            "mode IN ('joint', 'division')",
            name=op.f("ck_initiative_mode"),
        ),
        sa.CheckConstraint(
            "publicity IN ('public', 'not_public', 'partly_secret', 'secret')",
            name=op.f("ck_initiative_publicity"),
        ),
        sa.CheckConstraint(
            "light IN ('red', 'amber', 'grey', 'green')",
            name=op.f("ck_initiative_light"),
        ),
        sa.ForeignKeyConstraint(
            ["stream"], ["stream.uid"], name="fk_initiative_stream", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["lead"], ["division.uid"], name="fk_initiative_lead", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["owner.uid"], name="fk_initiative_owner", deferrable=True, initially="DEFERRED"
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_initiative_id",
        "initiative",
        [sa.text("id COLLATE NOCASE")],
        unique=True,
        sqlite_where=sa.text("alive = 1"),
    )
    op.create_table(
        "initiative_supporting",
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("initiative", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("member", "initiative", name="pk_initiative_supporting"),
        sa.ForeignKeyConstraint(
            ["member"],
            ["division.uid"],
            name="fk_initiative_supporting_member",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["initiative"],
            ["initiative.uid"],
            name="fk_initiative_supporting_initiative",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "initiative_themes",
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("initiative", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("member", "initiative", name="pk_initiative_themes"),
        sa.ForeignKeyConstraint(
            ["member"],
            ["theme.uid"],
            name="fk_initiative_themes_member",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["initiative"],
            ["initiative.uid"],
            name="fk_initiative_themes_initiative",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "initiative_questions",
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("initiative", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("member", "initiative", name="pk_initiative_questions"),
        sa.ForeignKeyConstraint(
            ["member"],
            ["question.uid"],
            name="fk_initiative_questions_member",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["initiative"],
            ["initiative.uid"],
            name="fk_initiative_questions_initiative",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "milestone",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("initiative", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("title_fi", sa.Text(), nullable=True),
        sa.Column("title_sv", sa.Text(), nullable=True),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Text(), nullable=True),
        sa.Column("baseline_weight", sa.Integer(), nullable=True),
        sa.Column("forecast", sa.Text(), nullable=False),
        sa.Column("actual", sa.Text(), nullable=True),
        sa.Column("trend", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("created_on", sa.Text(), nullable=False),
        sa.Column("updated_on", sa.Text(), nullable=False),
        sa.Column("course_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_milestone"),
        sa.CheckConstraint(
            "weight BETWEEN 1 AND 13",
            name=op.f("ck_milestone_weight"),
        ),
        sa.CheckConstraint(
            "status <> 'done' OR actual IS NOT NULL",
            name=op.f("ck_milestone_done_has_actual"),
        ),
        sa.CheckConstraint(
            "(baseline IS NULL) = (baseline_weight IS NULL)",
            name=op.f("ck_milestone_baseline_has_weight"),
        ),
        sa.CheckConstraint(
            "status IN ('not_started', 'in_progress', 'at_risk', 'blocked', 'done', 'dropped')",
            name=op.f("ck_milestone_status"),
        ),
        sa.ForeignKeyConstraint(
            ["initiative"],
            ["initiative.uid"],
            name="fk_milestone_initiative",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["division"],
            ["division.uid"],
            name="fk_milestone_division",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["owner.uid"], name="fk_milestone_owner", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["reason"], ["reason.uid"], name="fk_milestone_reason", deferrable=True, initially="DEFERRED"
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_milestone_initiative", "milestone", ["initiative"])
    op.create_index(
        "uq_milestone_id",
        "milestone",
        [sa.text("id COLLATE NOCASE")],
        unique=True,
        sqlite_where=sa.text("alive = 1"),
    )
    op.create_table(
        "confirmation",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("milestone", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_confirmation"),
        sa.CheckConstraint(
            "source IN ('round', 'handoff', 'office')",
            name=op.f("ck_confirmation_source"),
        ),
        sa.ForeignKeyConstraint(
            ["milestone"],
            ["milestone.uid"],
            name="fk_confirmation_milestone",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_confirmation_milestone", "confirmation", ["milestone"])
    op.create_table(
        "division",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name_fi", sa.Text(), nullable=True),
        sa.Column("name_sv", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("central", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("uid", name="pk_division"),
        sa.CheckConstraint(
            "headcount >= 0",
            name=op.f("ck_division_headcount"),
        ),
        sa.CheckConstraint(
            "language IN ('fi', 'sv', 'en')",
            name=op.f("ck_division_language"),
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_division_id",
        "division",
        [sa.text("id COLLATE NOCASE")],
        unique=True,
        sqlite_where=sa.text("alive = 1"),
    )
    op.create_table(
        "unit",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("name_fi", sa.Text(), nullable=True),
        sa.Column("name_sv", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_unit"),
        sa.CheckConstraint(
            "headcount >= 0",
            name=op.f("ck_unit_headcount"),
        ),
        sa.ForeignKeyConstraint(
            ["division"], ["division.uid"], name="fk_unit_division", deferrable=True, initially="DEFERRED"
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_unit_id", "unit", [sa.text("id COLLATE NOCASE")], unique=True, sqlite_where=sa.text("alive = 1")
    )
    op.create_table(
        "owner",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("role_fi", sa.Text(), nullable=True),
        sa.Column("role_sv", sa.Text(), nullable=True),
        sa.Column("role_en", sa.Text(), nullable=True),
        sa.Column("division", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_owner"),
        sa.ForeignKeyConstraint(
            ["division"], ["division.uid"], name="fk_owner_division", deferrable=True, initially="DEFERRED"
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_owner_id", "owner", [sa.text("id COLLATE NOCASE")], unique=True, sqlite_where=sa.text("alive = 1")
    )
    op.create_table(
        "snapshot",
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
        sa.PrimaryKeyConstraint("number", name="pk_snapshot"),
        sa.UniqueConstraint("week", "version", name="uq_snapshot_week_version"),
        sa.ForeignKeyConstraint(["revision"], ["revision.number"], name="fk_snapshot_revision"),
        sa.ForeignKeyConstraint(["person"], ["person.key"], name="fk_snapshot_person"),
        sqlite_strict=True,
    )
    op.create_table(
        "snapshot_row",
        sa.Column("snapshot", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("snapshot", "kind", "uid", name="pk_snapshot_row"),
        sa.ForeignKeyConstraint(
            ["snapshot"],
            ["snapshot.number"],
            name="fk_snapshot_row_snapshot",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "stream",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name_fi", sa.Text(), nullable=True),
        sa.Column("name_sv", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("uid", name="pk_stream"),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_stream_id",
        "stream",
        [sa.text("id COLLATE NOCASE")],
        unique=True,
        sqlite_where=sa.text("alive = 1"),
    )
    op.create_table(
        "theme",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name_fi", sa.Text(), nullable=True),
        sa.Column("name_sv", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("short_fi", sa.Text(), nullable=True),
        sa.Column("short_sv", sa.Text(), nullable=True),
        sa.Column("short_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_theme"),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_theme_id", "theme", [sa.text("id COLLATE NOCASE")], unique=True, sqlite_where=sa.text("alive = 1")
    )
    op.create_table(
        "question",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("name_fi", sa.Text(), nullable=True),
        sa.Column("name_sv", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_question"),
        sa.ForeignKeyConstraint(
            ["parent"], ["question.uid"], name="fk_question_parent", deferrable=True, initially="DEFERRED"
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_question_id",
        "question",
        [sa.text("id COLLATE NOCASE")],
        unique=True,
        sqlite_where=sa.text("alive = 1"),
    )
    op.create_table(
        "reason",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name_fi", sa.Text(), nullable=True),
        sa.Column("name_sv", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_reason"),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_reason_id",
        "reason",
        [sa.text("id COLLATE NOCASE")],
        unique=True,
        sqlite_where=sa.text("alive = 1"),
    )
