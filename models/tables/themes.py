"""Streams, themes, questions and reasons: what initiatives and slips are sorted by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.tables.base import STRICT, Base, Row, line, reference, required_line, required_number, unique_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class StreamTable(Row, Base):
    """Programme entities that group initiatives."""

    __tablename__ = "stream"
    __table_args__ = (unique_id("stream"), STRICT)

    id: Mapped[str] = required_line()
    name_fi: Mapped[str | None] = line()
    name_sv: Mapped[str | None] = line()
    name_en: Mapped[str | None] = line()
    position: Mapped[int] = required_number(0)


class ThemeTable(Row, Base):
    """Themes that initiatives serve."""

    __tablename__ = "theme"
    __table_args__ = (unique_id("theme"), STRICT)

    id: Mapped[str] = required_line()
    name_fi: Mapped[str | None] = line()
    name_sv: Mapped[str | None] = line()
    name_en: Mapped[str | None] = line()
    short_fi: Mapped[str | None] = line()
    short_sv: Mapped[str | None] = line()
    short_en: Mapped[str | None] = line()


class QuestionTable(Row, Base):
    """Questions that the plan must answer."""

    __tablename__ = "question"
    __table_args__ = (unique_id("question"), STRICT)

    id: Mapped[str] = required_line()
    parent: Mapped[str | None] = reference("question")
    name_fi: Mapped[str | None] = line()
    name_sv: Mapped[str | None] = line()
    name_en: Mapped[str | None] = line()


class ReasonTable(Row, Base):
    """Reasons that people give for a slip, a block or a drop."""

    __tablename__ = "reason"
    __table_args__ = (unique_id("reason"), STRICT)

    id: Mapped[str] = required_line()
    name_fi: Mapped[str | None] = line()
    name_sv: Mapped[str | None] = line()
    name_en: Mapped[str | None] = line()
