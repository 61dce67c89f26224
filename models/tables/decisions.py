"""Decisions that the plan needs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from models.rules.words import Outcome, Weekday
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
    required_number,
    required_word,
    unique_id,
    word,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class BodyTable(Row, Base):
    """Who decides, and when it meets."""

    __tablename__ = "body"
    __table_args__ = (one_of("meets", Weekday), one_of("agenda", Weekday), unique_id("body"), STRICT)

    id: Mapped[str] = required_line()
    name_fi: Mapped[str | None] = line()
    name_sv: Mapped[str | None] = line()
    name_en: Mapped[str | None] = line()
    meets: Mapped[Weekday | None] = word(Weekday)
    every_weeks: Mapped[int] = required_number()
    first_meeting: Mapped[date | None] = day()
    agenda: Mapped[Weekday | None] = word(Weekday)


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
    decider: Mapped[str | None] = reference("body")
