"""Divisions, their units, and the roles that own things."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint

from models.rules.words import LanguageCode
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
    required_line,
    required_number,
    required_reference,
    unique_id,
    word,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class DivisionTable(Row, Base):
    """Divisions and the central administration."""

    __tablename__ = "division"
    __table_args__ = (
        CheckConstraint("headcount >= 0", name="headcount"),
        one_of("language", LanguageCode),
        unique_id("division"),
        STRICT,
    )

    id: Mapped[str] = required_line()
    name_fi: Mapped[str | None] = line()
    name_sv: Mapped[str | None] = line()
    name_en: Mapped[str | None] = line()
    headcount: Mapped[int | None] = number()
    central: Mapped[bool] = flag()
    language: Mapped[LanguageCode | None] = word(LanguageCode)
    valid_from: Mapped[date | None] = day()
    valid_to: Mapped[date | None] = day()
    position: Mapped[int] = required_number(0)


class UnitTable(Row, Base):
    """Parts of a division that keep a name of their own."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("headcount >= 0", name="headcount"), unique_id("unit"), STRICT)

    id: Mapped[str] = required_line()
    division: Mapped[str] = required_reference("division")
    name_fi: Mapped[str | None] = line()
    name_sv: Mapped[str | None] = line()
    name_en: Mapped[str | None] = line()
    headcount: Mapped[int | None] = number()
    valid_from: Mapped[date | None] = day()
    valid_to: Mapped[date | None] = day()


class OwnerTable(Row, Base):
    """Role titles that answer for things; never a person's name."""

    __tablename__ = "owner"
    __table_args__ = (unique_id("owner"), STRICT)

    id: Mapped[str] = required_line()
    role_fi: Mapped[str | None] = line()
    role_sv: Mapped[str | None] = line()
    role_en: Mapped[str | None] = line()
    division: Mapped[str | None] = reference("division")
