"""Decisions that the plan needs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from models.rules.words import Outcome
from models.tables.base import (
    STRICT,
    Base,
    Row,
    day,
    line,
    one_of,
    reference,
    required_day,
    required_line,
    required_word,
    unique_id,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class DecisionTable(Row, Base):
    """What a body must decide, by when, and what it decided."""

    __tablename__ = "decision"
    __table_args__ = (one_of("outcome", Outcome), unique_id("decision"), STRICT)

    id: Mapped[str] = required_line()
    title_fi: Mapped[str | None] = line()
    title_sv: Mapped[str | None] = line()
    title_en: Mapped[str | None] = line()
    body_fi: Mapped[str | None] = line()
    body_sv: Mapped[str | None] = line()
    body_en: Mapped[str | None] = line()
    needed: Mapped[date] = required_day()
    made: Mapped[date | None] = day()
    outcome: Mapped[Outcome] = required_word(Outcome)
    question: Mapped[str | None] = reference("question")
    initiative: Mapped[str | None] = reference("initiative")
    stops: Mapped[str | None] = line()
    case_number: Mapped[str | None] = line()
