"""Revisions and their edits: append-only, and the only way in which the plan changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Index, Integer, Text, text

from models.tables.base import STRICT, Base, Day, column, line, required_line

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

SCOPE_EDITS = (
    "kind = 'milestone' AND old IS NOT NULL AND (field = 'exists' OR field = 'weight'"
    " OR (field = 'status' AND (old = 'dropped' OR new = 'dropped')))"
)
"""The edits that move weight into or out of scope; an index of their own keeps the burndown fast."""


class PersonTable(Base):
    """Names behind the keys in the history; the one place from which a person can be erased."""

    __tablename__ = "person"
    __table_args__ = (STRICT,)

    key: Mapped[str] = column(Text, primary_key=True)
    login: Mapped[str | None] = line()


class RevisionTable(Base):
    """Edits that one person applied at one moment for one reason."""

    __tablename__ = "revision"
    __table_args__ = (STRICT,)

    number: Mapped[int] = column(Integer, primary_key=True)
    at: Mapped[str] = required_line()
    """The moment, ISO text in UTC."""
    known: Mapped[date] = column(Day, nullable=False)
    """The day on which the program learnt it, in the plan's time zone."""
    person: Mapped[str] = column(Text, refers="person.key", nullable=False)
    source: Mapped[str] = required_line()
    """`screen`, `command`, `import`, `loaded`, `undo` or `redo`."""
    reason: Mapped[str | None] = line()
    """What the person said of it, or the name of the file it came from."""
    reverses: Mapped[int | None] = column(Integer, refers="revision.number", nullable=True)
    """The revision that this one undoes or redoes."""


class EditTable(Base):
    """One change of one field of one row."""

    __tablename__ = "edit"
    __table_args__ = (
        Index("ix_edit_uid_field", "uid", "field", "number"),
        Index("ix_edit_known", "known", "kind", "uid", "field"),
        Index("ix_edit_revision", "revision"),
        Index("ix_edit_scope", "known", sqlite_where=text(SCOPE_EDITS)),
        STRICT,
    )

    number: Mapped[int] = column(Integer, primary_key=True)
    revision: Mapped[int] = column(Integer, refers="revision.number", nullable=False)
    kind: Mapped[str] = required_line()
    uid: Mapped[str] = required_line()
    field: Mapped[str] = required_line()
    old: Mapped[str | None] = line()
    new: Mapped[str | None] = line()
    known: Mapped[date] = column(Day, nullable=False)
    """The revision's day again, so that the plan as of a day is one indexed query."""
    origin: Mapped[str | None] = line()
    """Where it came from: a sheet and cell, or a row of a loaded file."""
