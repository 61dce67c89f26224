"""Hand-off rounds, the files that came in, and what an earlier import of a workbook already brought."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Index, Integer, LargeBinary, Text

from models.tables.base import (
    STRICT,
    Base,
    Row,
    column,
    day,
    line,
    number,
    required_day,
    required_line,
    required_number,
    required_reference,
    unique_id,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class HandoffTable(Row, Base):
    """Rounds of questions to one division each."""

    __tablename__ = "handoff"
    __table_args__ = (unique_id("handoff"), STRICT)

    id: Mapped[str] = required_line()
    division: Mapped[str] = required_reference("division")
    week: Mapped[int] = required_number()
    sent: Mapped[date | None] = day()
    due: Mapped[date] = required_day()
    returned: Mapped[date | None] = day()
    cancelled: Mapped[date | None] = day()
    rows_sent: Mapped[int | None] = number()
    rows_changed: Mapped[int | None] = number()
    rows_confirmed: Mapped[int | None] = number()
    conflicts: Mapped[int | None] = number()
    rejects: Mapped[int | None] = number()
    undecided: Mapped[int | None] = number()
    note: Mapped[str | None] = line()


class SentFileTable(Base):
    """What a hand-off's workbook held when it went out: the base of record, written before the file is released."""

    __tablename__ = "sent_file"
    __table_args__ = (STRICT,)

    id: Mapped[str] = column(Text, primary_key=True)
    """The hand-off's visible id; never used again."""
    handoff: Mapped[str] = required_reference("handoff")
    division: Mapped[str] = required_reference("division")
    revision: Mapped[int] = column(Integer, refers="revision.number", nullable=False)
    """The plan as it stood with this revision is what was sent."""
    language: Mapped[str] = required_line()
    rows: Mapped[str] = required_line()
    """By kind, the uids of the rows that were sent, as a JSON object."""


class InboxTable(Base):
    """Every file that came in, byte for byte, kept before anything else is done with it."""

    __tablename__ = "inbox"
    __table_args__ = (STRICT,)

    sha256: Mapped[str] = column(Text, primary_key=True)
    name: Mapped[str] = required_line()
    at: Mapped[str] = required_line()
    """The moment, ISO text in UTC."""
    content: Mapped[bytes] = column(LargeBinary, nullable=False)


class BroughtTable(Base):
    """What an import last brought in for a cell of a workbook that went out: the base of its next return.

    It belongs to the revision of that import, so that undoing the import forgets it again.
    """

    __tablename__ = "brought"
    __table_args__ = (Index("ix_brought_sent_file", "sent_file", "uid", "field"), STRICT)

    number: Mapped[int] = column(Integer, primary_key=True)
    revision: Mapped[int] = column(Integer, refers="revision.number", nullable=False)
    sent_file: Mapped[str] = required_line()
    """The id of the workbook that went out."""
    uid: Mapped[str] = required_line()
    field: Mapped[str] = required_line()
    value: Mapped[str | None] = line()
    """As in the history."""


class ReviewTable(Base):
    """Returned cells that could not be read, kept until somebody mends them or sets them aside."""

    __tablename__ = "review"
    __table_args__ = (STRICT,)

    number: Mapped[int] = column(Integer, primary_key=True)
    revision: Mapped[int | None] = column(Integer, refers="revision.number", nullable=True)
    """The import's; None where it changed nothing else."""
    at: Mapped[str] = required_line()
    """The moment, ISO text in UTC."""
    file: Mapped[str] = required_line()
    """The name of the file that came back."""
    sent_file: Mapped[str] = required_line()
    sheet: Mapped[str] = required_line()
    cell: Mapped[str] = required_line()
    kind: Mapped[str] = required_line()
    uid: Mapped[str | None] = line()
    """None for a cell of a new row."""
    key: Mapped[str] = required_line()
    """The machine key of its column."""
    field: Mapped[str | None] = line()
    """The field that a mended value goes to."""
    text: Mapped[str] = required_line()
    why: Mapped[str] = required_line()


class ReviewedTable(Base):
    """What became of a cell under review: mended, set aside, or overtaken by what came back later."""

    __tablename__ = "reviewed"
    __table_args__ = (STRICT,)

    number: Mapped[int] = column(Integer, primary_key=True)
    review: Mapped[int] = column(Integer, refers="review.number", nullable=False)
    revision: Mapped[int | None] = column(Integer, refers="revision.number", nullable=True)
    """Undoing it brings the cell back; None where nothing else changed with it."""


class ImportTable(Base):
    """Files whose import was applied, and by which revision."""

    __tablename__ = "import"
    __table_args__ = (STRICT,)

    number: Mapped[int] = column(Integer, primary_key=True)
    sha256: Mapped[str] = required_line()
    sent_file: Mapped[str | None] = line()
    revision: Mapped[int | None] = column(Integer, refers="revision.number", nullable=True)
