"""Milestones and the confirmations that they are as they were."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index

from models.rules.words import ConfirmationSource, Status
from models.tables.base import (
    STRICT,
    Base,
    Row,
    day,
    flag,
    line,
    number,
    one_of,
    reference,
    required_day,
    required_line,
    required_number,
    required_reference,
    required_word,
    unique_id,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class MilestoneTable(Row, Base):
    """Dated, weighted results of initiatives."""

    __tablename__ = "milestone"
    __table_args__ = (
        CheckConstraint("weight BETWEEN 1 AND 13", name="weight"),
        CheckConstraint("status <> 'done' OR actual IS NOT NULL", name="done_has_actual"),
        CheckConstraint("(baseline IS NULL) = (baseline_weight IS NULL)", name="baseline_has_weight"),
        one_of("status", Status),
        unique_id("milestone"),
        Index("ix_milestone_initiative", "initiative"),
        STRICT,
    )

    id: Mapped[str] = required_line()
    initiative: Mapped[str] = required_reference("initiative")
    division: Mapped[str] = required_reference("division")
    title_fi: Mapped[str | None] = line()
    title_sv: Mapped[str | None] = line()
    title_en: Mapped[str | None] = line()
    owner: Mapped[str | None] = reference("owner")
    weight: Mapped[int] = required_number()
    status: Mapped[Status] = required_word(Status)
    reason: Mapped[str | None] = reference("reason")
    note: Mapped[str | None] = line()
    baseline: Mapped[date | None] = day()
    baseline_weight: Mapped[int | None] = number()
    forecast: Mapped[date] = required_day()
    actual: Mapped[date | None] = day()
    trend: Mapped[bool] = flag()
    created_on: Mapped[date] = required_day()
    updated_on: Mapped[date] = required_day()
    course_on: Mapped[date] = required_day()


class ConfirmationTable(Row, Base):
    """Days on which somebody said of a milestone: no change."""

    __tablename__ = "confirmation"
    __table_args__ = (
        one_of("source", ConfirmationSource),
        Index("ix_confirmation_milestone", "milestone"),
        STRICT,
    )

    milestone: Mapped[str] = required_reference("milestone")
    day: Mapped[date] = required_day()
    source: Mapped[ConfirmationSource] = required_word(ConfirmationSource)
    reference: Mapped[str | None] = line()
