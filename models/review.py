"""The review list: returned cells that could not be read, kept until somebody mends them or sets them aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from models import history
from models.tables import IMPORT, REVIEW, REVIEWED


class Unread(NamedTuple):
    """A returned cell that could not be read."""

    sheet: str
    cell: str
    """Its address, such as I9."""
    kind: str
    uid: str | None
    """None for a cell of a new row."""
    key: str
    """The machine key of its column."""
    field: str | None
    """The field that a mended value goes to; None where there is none."""
    text: str
    """What stands in the cell, whole."""
    why: str

    @property
    def place(self) -> tuple[str, str]:
        """The cell, wherever its row stands by now."""
        return self.uid or f"{self.sheet}!{self.cell}", self.key


@dataclass(frozen=True)
class Review:
    """A cell under review."""

    number: int
    at: str
    """When the file was imported, ISO text in UTC."""
    file: str
    sent_file: str
    cell: Unread

    @property
    def can_be_mended(self) -> bool:
        """Whether a value can be put in its place here; a new row that was never created has none."""
        return self.cell.uid is not None and self.cell.field is not None


@dataclass(frozen=True)
class Kept:
    """What earlier returns of one sent file left on the list."""

    latest: Mapping[tuple[str, str], Review] = field(default_factory=dict)
    """What each cell said last, by its place."""
    waiting: frozenset[int] = frozenset()
    """Numbers of those that wait."""
    overtaken: frozenset[int] = frozenset()
    """Numbers of those that a later return took off the list, not a person."""

    def after(
        self, unread: Iterable[Unread], settled: Iterable[tuple[str, str]]
    ) -> tuple[tuple[Unread, ...], tuple[int, ...]]:
        """What an import puts on the list, and the numbers that it takes off.

        A text that a person dealt with is not asked about again; a cell that says something else by now waits no more.

        Args:
            unread: the cells that cannot be read.
            settled: the cells of which a value was settled, by uid and field.
        """
        new, off = [], []
        for each in unread:
            last = self.latest.get(each.place)
            if last is not None and last.cell.text == each.text and last.number not in self.overtaken:
                continue
            new.append(each)
            if last is not None:
                off.append(last.number)
        settled = frozenset(settled)
        off += [each.number for each in self.latest.values() if (each.cell.uid, each.cell.field) in settled]
        return tuple(new), tuple(number for number in dict.fromkeys(off) if number in self.waiting)

    def is_dealt_with(self, cell: Unread) -> bool:
        """Whether a person mended a cell or set it aside, and it still says the same."""
        last = self.latest.get(cell.place)
        is_ended = last is not None and last.number not in self.waiting | self.overtaken
        return is_ended and last is not None and last.cell.text == cell.text

    def waiting_after(self, unread: Iterable[Unread], settled: Iterable[tuple[str, str]]) -> int:
        """How many cells wait once an import is applied; see `after`."""
        new, off = self.after(unread, settled)
        return len(self.waiting) + len(new) - len(off)


def kept(connection: Connection, sent_file: str) -> Kept:
    """What earlier returns of a sent file left on the list."""
    standing = [each for each in _standing(connection) if each.sent_file == sent_file]
    ended = _ended(connection)
    imports = set(connection.scalars(select(IMPORT.c.revision).where(IMPORT.c.sent_file == sent_file)))
    return Kept(
        {each.cell.place: each for each in standing},
        frozenset(each.number for each in standing if each.number not in ended),
        frozenset(number for number, by in ended.items() if by is not None and by in imports),
    )


def keep(
    connection: Connection,
    unread: Iterable[Unread],
    settled: Iterable[tuple[str, str]],
    *,
    file: str,
    sent_file: str,
    revision: int | None,
    at: datetime,
) -> None:
    """Puts the cells of an import on the list, and takes off what it overtakes; see `Kept.after`."""
    new, off = kept(connection, sent_file).after(unread, settled)
    rows = [
        {
            "revision": revision,
            "at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "file": file,
            "sent_file": sent_file,
            **each._asdict(),
        }
        for each in new
    ]
    if rows:
        connection.execute(insert(REVIEW), rows)
    for number in off:
        end(connection, number, revision)


def _standing(connection: Connection) -> list[Review]:
    """All cells ever put on the list by imports that stand."""
    undone = history.reversed_revisions(connection)
    return [
        Review(
            row.number,
            row.at,
            row.file,
            row.sent_file,
            Unread(row.sheet, row.cell, row.kind, row.uid, row.key, row.field, row.text, row.why),
        )
        for row in connection.execute(select(REVIEW).order_by(REVIEW.c.number))
        if row.revision not in undone
    ]


def _ended(connection: Connection) -> dict[int, int | None]:
    """What took cells off the list and stands: the revision, by the cell's number."""
    undone = history.reversed_revisions(connection)
    return {
        row.review: row.revision
        for row in connection.execute(select(REVIEWED).order_by(REVIEWED.c.number))
        if row.revision is None or row.revision not in undone
    }


def open_reviews(connection: Connection) -> tuple[Review, ...]:
    """The cells that wait for somebody, the oldest first; undoing what took one off the list brings it back."""
    ended = _ended(connection)
    return tuple(each for each in _standing(connection) if each.number not in ended)


def end(connection: Connection, number: int, revision: int | None) -> None:
    """Takes a cell off the list: mended, set aside or overtaken by a revision."""
    connection.execute(insert(REVIEWED), {"review": number, "revision": revision})
