"""Weekly snapshots: frozen rows and figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Integer, Text, UniqueConstraint

from models.tables.base import STRICT, Base, Day, column, line, required_line

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class SnapshotTable(Base):
    """One frozen week; a correction is a further version of the same week."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("week", "version"), STRICT)

    number: Mapped[int] = column(Integer, primary_key=True)
    week: Mapped[int] = column(Integer, nullable=False)
    """The plan's week."""
    iso_week: Mapped[str] = required_line()
    """Such as 2018-W42."""
    version: Mapped[int] = column(Integer, nullable=False)
    day: Mapped[date] = column(Day, nullable=False)
    """The day of evaluation."""
    revision: Mapped[int] = column(Integer, refers="revision.number", nullable=False)
    """The last revision that it holds."""
    at: Mapped[str] = required_line()
    """When it was taken, ISO text in UTC."""
    person: Mapped[str] = column(Text, refers="person.key", nullable=False)
    reason: Mapped[str | None] = line()
    """Why a correction was needed."""
    figures: Mapped[str] = required_line()
    """The figures of its day, as a JSON object."""
    form: Mapped[str] = required_line()
    """The form of the file (its newest migration) in which it was taken; empty before snapshots told it."""
    previous: Mapped[str] = required_line()
    """The seal of the snapshot numbered before it; empty for the first."""
    seal: Mapped[str] = required_line()
    """See `models.rules.seal`."""


class SnapshotRowTable(Base):
    """One row of the plan as it stood in a snapshot."""

    __tablename__ = "snapshot_row"
    __table_args__ = (STRICT,)

    snapshot: Mapped[int] = column(Integer, refers="snapshot.number", is_deferred=True, primary_key=True)
    kind: Mapped[str] = column(Text, primary_key=True)
    uid: Mapped[str] = column(Text, primary_key=True)
    fields: Mapped[str] = required_line()
    """Its fields as a JSON object."""
