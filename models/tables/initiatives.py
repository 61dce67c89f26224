"""Initiatives, and the divisions, themes and questions that belong to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Text

from models.rules.words import Light, Mode, Phase, Publicity
from models.tables.base import (
    STRICT,
    Base,
    Row,
    column,
    flag,
    line,
    number,
    one_of,
    reference,
    required_line,
    required_reference,
    required_word,
    unique_id,
    word,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class InitiativeTable(Row, Base):
    """Work that carries a goal of the plan."""

    __tablename__ = "initiative"
    __table_args__ = (
        CheckConstraint("priority BETWEEN 1 AND 9", name="priority"),
        CheckConstraint(
            "publicity NOT IN ('partly_secret', 'secret') OR secrecy_ground IS NOT NULL",
            name="secrecy_ground",
        ),
        one_of("phase", Phase),
        one_of("mode", Mode),
        one_of("publicity", Publicity),
        one_of("light", Light),
        unique_id("initiative"),
        STRICT,
    )

    id: Mapped[str] = required_line()
    stream: Mapped[str] = required_reference("stream")
    title_fi: Mapped[str | None] = line()
    title_sv: Mapped[str | None] = line()
    title_en: Mapped[str | None] = line()
    lead: Mapped[str] = required_reference("division")
    owner: Mapped[str | None] = reference("owner")
    flagship: Mapped[bool] = flag()
    phase: Mapped[Phase] = required_word(Phase)
    mode: Mapped[Mode | None] = word(Mode)
    priority: Mapped[int | None] = number()
    publicity: Mapped[Publicity] = required_word(Publicity)
    secrecy_ground: Mapped[str | None] = line()
    light: Mapped[Light | None] = word(Light)
    light_reason: Mapped[str | None] = line()


def _end(table: str) -> Any:
    """One of the two rows that belong together."""
    return column(Text, refers=f"{table}.uid", is_deferred=True, primary_key=True)


class SupportingTable(Base):
    """Divisions that help an initiative of another."""

    __tablename__ = "initiative_supporting"
    __table_args__ = (STRICT,)

    member: Mapped[str] = _end("division")
    initiative: Mapped[str] = _end("initiative")


class InitiativeThemeTable(Base):
    """Themes that an initiative serves."""

    __tablename__ = "initiative_themes"
    __table_args__ = (STRICT,)

    member: Mapped[str] = _end("theme")
    initiative: Mapped[str] = _end("initiative")


class InitiativeQuestionTable(Base):
    """Questions that an initiative helps to answer."""

    __tablename__ = "initiative_questions"
    __table_args__ = (STRICT,)

    member: Mapped[str] = _end("question")
    initiative: Mapped[str] = _end("initiative")
