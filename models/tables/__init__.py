"""What is stored: one file per subject. Only the store and what it is made of read these."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table

from models.tables import (
    charter,
    decisions,
    dependencies,
    handoffs,
    history,
    initiatives,
    milestones,
    organisation,
    snapshots,
    themes,
)
from models.tables.base import Base

METADATA: Final = Base.metadata

TABLE_OF_KIND: Final[dict[str, Table]] = {
    cls.__tablename__: cls.__table__  # type: ignore[misc]
    for cls in (
        charter.CharterTable,
        charter.ClosedWeekTable,
        organisation.DivisionTable,
        organisation.UnitTable,
        organisation.OwnerTable,
        themes.StreamTable,
        themes.ThemeTable,
        themes.QuestionTable,
        themes.ReasonTable,
        initiatives.InitiativeTable,
        milestones.MilestoneTable,
        dependencies.DependencyTable,
        decisions.DecisionTable,
        milestones.ConfirmationTable,
        handoffs.HandoffTable,
    )
}
"""The table of each kind of row; both have the same name and the same fields."""

TABLE_OF_SET: Final[dict[str, Table]] = {
    "supporting": initiatives.SupportingTable.__table__,  # type: ignore[dict-item]
    "themes": initiatives.InitiativeThemeTable.__table__,  # type: ignore[dict-item]
    "questions": initiatives.InitiativeQuestionTable.__table__,  # type: ignore[dict-item]
}
"""The table of each set of an initiative."""

HOLIDAY: Final[Table] = charter.HolidayTable.__table__  # type: ignore[assignment]
PERSON: Final[Table] = history.PersonTable.__table__  # type: ignore[assignment]
REVISION: Final[Table] = history.RevisionTable.__table__  # type: ignore[assignment]
EDIT: Final[Table] = history.EditTable.__table__  # type: ignore[assignment]
SNAPSHOT: Final[Table] = snapshots.SnapshotTable.__table__  # type: ignore[assignment]
SNAPSHOT_ROW: Final[Table] = snapshots.SnapshotRowTable.__table__  # type: ignore[assignment]
INBOX: Final[Table] = handoffs.InboxTable.__table__  # type: ignore[assignment]
BROUGHT: Final[Table] = handoffs.BroughtTable.__table__  # type: ignore[assignment]
SENT_FILE: Final[Table] = handoffs.SentFileTable.__table__  # type: ignore[assignment]
REVIEW: Final[Table] = handoffs.ReviewTable.__table__  # type: ignore[assignment]
REVIEWED: Final[Table] = handoffs.ReviewedTable.__table__  # type: ignore[assignment]
IMPORT: Final[Table] = handoffs.ImportTable.__table__  # type: ignore[assignment]
SCOPE_EDITS: Final = history.SCOPE_EDITS
