"""Dependencies between milestones."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from models.rules.words import DependencyKind, DependencyState
from models.tables.base import (
    STRICT,
    Base,
    Row,
    day,
    line,
    one_of,
    required_day,
    required_line,
    required_reference,
    required_word,
    unique_id,
)


class DependencyTable(Row, Base):
    """Agreements between two milestones: one waits for what the other provides."""

    __tablename__ = "dependency"
    __table_args__ = (
        CheckConstraint("waiting <> provider", name="two_ends"),
        one_of("kind", DependencyKind),
        one_of("state", DependencyState),
        unique_id("dependency"),
        STRICT,
    )

    id: Mapped[str] = required_line()
    waiting: Mapped[str] = required_reference("milestone")
    provider: Mapped[str] = required_reference("milestone")
    kind: Mapped[DependencyKind] = required_word(DependencyKind)
    what_fi: Mapped[str | None] = line()
    what_sv: Mapped[str | None] = line()
    what_en: Mapped[str | None] = line()
    need_by: Mapped[date | None] = day()
    promised: Mapped[date | None] = day()
    state: Mapped[DependencyState] = required_word(DependencyState)
    note: Mapped[str | None] = line()
    state_on: Mapped[date] = required_day()
