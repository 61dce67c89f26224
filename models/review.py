"""The review list: returned cells that could not be read, kept until somebody mends them or sets them aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from models import history
from models.tables import REVIEW, REVIEWED

Place = tuple[str, str, str]
"""The row, the key of the column and what stands there."""


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


def keep(
    connection: Connection,
    unread: Iterable[Unread],
    *,
    file: str,
    sent_file: str,
    revision: int | None,
    at: datetime,
) -> None:
    """Puts the cells of an import on the list; one that is known from an earlier return with the same text is not."""
    known = {place_of(each.cell) for each in _standing(connection) if each.sent_file == sent_file}
    rows = [
        {
            "revision": revision,
            "at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "file": file,
            "sent_file": sent_file,
            **each._asdict(),
        }
        for each in unread
        if place_of(each) not in known
    ]
    if rows:
        connection.execute(insert(REVIEW), rows)


def place_of(cell: Any) -> Place:
    """What tells one unreadable cell from another, wherever its row was moved.

    Args:
        cell: `Unread`, or anything else with its `sheet`, `cell`, `uid`, `key` and `text`.
    """
    return cell.uid or f"{cell.sheet}!{cell.cell}", cell.key, cell.text


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


def open_reviews(connection: Connection) -> tuple[Review, ...]:
    """The cells that wait for somebody, the oldest first; undoing what mended one brings it back."""
    ended = _ended(connection)
    return tuple(each for each in _standing(connection) if each.number not in ended)


def dealt_with(connection: Connection, sent_file: str) -> frozenset[Place]:
    """The cells of a file that went out which somebody mended or set aside, with what stood in them."""
    ended = _ended(connection)
    return frozenset(
        place_of(each.cell)
        for each in _standing(connection)
        if each.sent_file == sent_file and each.number in ended
    )


def _ended(connection: Connection) -> set[int]:
    undone = history.reversed_revisions(connection)
    return {
        row.review
        for row in connection.execute(select(REVIEWED))
        if row.revision is None or row.revision not in undone
    }


def end(connection: Connection, number: int, revision: int | None) -> None:
    """Takes a cell off the list: mended by a revision, or set aside."""
    connection.execute(insert(REVIEWED), {"review": number, "revision": revision})
