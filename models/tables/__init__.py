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
    cls.__tablename__: cls.__table__
    for cls in (
        charter.CharterTable,
        charter.NarrativeTable,
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
        decisions.BodyTable,
        decisions.DecisionTable,
        milestones.ConfirmationTable,
        handoffs.HandoffTable,
    )
}
"""The table of each kind of row; both have the same name and the same fields."""

TABLE_OF_SET: Final[dict[str, Table]] = {
    "supporting": initiatives.SupportingTable.__table__,
    "themes": initiatives.InitiativeThemeTable.__table__,
    "questions": initiatives.InitiativeQuestionTable.__table__,
}
"""The table of each set of an initiative."""

HOLIDAY: Final[Table] = charter.HolidayTable.__table__
PERSON: Final[Table] = history.PersonTable.__table__
REVISION: Final[Table] = history.RevisionTable.__table__
EDIT: Final[Table] = history.EditTable.__table__
SNAPSHOT: Final[Table] = snapshots.SnapshotTable.__table__
SNAPSHOT_ROW: Final[Table] = snapshots.SnapshotRowTable.__table__
INBOX: Final[Table] = handoffs.InboxTable.__table__
BROUGHT: Final[Table] = handoffs.BroughtTable.__table__
SENT_FILE: Final[Table] = handoffs.SentFileTable.__table__
REVIEW: Final[Table] = handoffs.ReviewTable.__table__
REVIEWED: Final[Table] = handoffs.ReviewedTable.__table__
IMPORT: Final[Table] = handoffs.ImportTable.__table__
SCOPE_EDITS: Final = history.SCOPE_EDITS
