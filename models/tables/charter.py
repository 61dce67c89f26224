"""The frame of the plan: its name, its days, its holidays and its closed weeks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, Text, text

from models.rules.words import LanguageCode
from models.tables.base import (
    STRICT,
    Base,
    Day,
    Row,
    column,
    day,
    line,
    one_of,
    reference,
    required_day,
    required_line,
    required_number,
    required_word,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class CharterTable(Row, Base):
    """The plan itself: one row."""

    __tablename__ = "charter"
    __table_args__ = (
        CheckConstraint("days BETWEEN 1 AND 1000", name="days"),
        one_of("language", LanguageCode),
        STRICT,
    )

    name_fi: Mapped[str | None] = line()
    name_sv: Mapped[str | None] = line()
    name_en: Mapped[str | None] = line()
    start: Mapped[date] = required_day()
    days: Mapped[int] = required_number()
    country: Mapped[str] = required_line()
    zone: Mapped[str] = required_line()
    language: Mapped[LanguageCode] = required_word(LanguageCode)
    baseline_on: Mapped[date | None] = day()


class NarrativeTable(Row, Base):
    """What a person says of each week."""

    __tablename__ = "narrative"
    __table_args__ = (
        Index("uq_narrative_week", "week", unique=True, sqlite_where=text("alive = 1")),
        STRICT,
    )

    week: Mapped[int] = required_number()
    text_fi: Mapped[str | None] = line()
    text_sv: Mapped[str | None] = line()
    text_en: Mapped[str | None] = line()


class ClosedWeekTable(Row, Base):
    """Weeks in which a division, or everybody, does not work on the plan."""

    __tablename__ = "closed_week"
    __table_args__ = (STRICT,)

    division: Mapped[str | None] = reference("division")
    monday: Mapped[date] = required_day()
    name_fi: Mapped[str | None] = line()
    name_sv: Mapped[str | None] = line()
    name_en: Mapped[str | None] = line()


class HolidayTable(Base):
    """Public holidays of the plan's country, kept so that past figures stand when the calendar library changes."""

    __tablename__ = "holiday"
    __table_args__ = (STRICT,)

    country: Mapped[str] = column(Text, primary_key=True)
    day: Mapped[date] = column(Day, primary_key=True)
    name: Mapped[str] = required_line()
