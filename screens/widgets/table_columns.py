"""Where the columns of a table lie: their widths, which stay at the left, and what shows when scrolled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, Literal, NamedTuple

Align = Literal["left", "right", "center"]

GUTTER: Final = 2
"""Cells at the left edge for the marks of a row: the cursor's and the selection's."""

LEAST_SCROLLING: Final = 16
"""Cells that frozen columns leave to the others; where they would not, the last of them scroll along."""


@dataclass(frozen=True)
class Column:
    """One column of a table; a blank cell stands before it, which `width` does not count."""

    key: str
    title: str
    """What the header says, in the reader's language."""
    width: int
    """Cells, at least 1; for the flexible column the least it may shrink to."""
    align: Align = "left"
    frozen: bool = False
    """Stays at the left while the others scroll; counts for the columns at the left end only."""
    flexible: bool = False
    """Takes what the others leave of the table's width, where they do not all fit what those that do leave; one
    column of a table at most."""

    def __post_init__(self) -> None:
        if self.width < 1:
            raise ValueError(f"column {self.key!r} has no width")


class Part(NamedTuple):
    """What shows of one column's box, which is the blank before it and its cells."""

    column: int
    """The column's place, from 0."""
    x: int
    """Cells from the table's left edge to the first that shows."""
    start: int
    """The first cell of the box that shows, 0 where nothing is cut."""
    end: int
    """The cell of the box after the last that shows."""


class Layout:
    """The columns laid out in a table of a given width."""

    def __init__(self, columns: Sequence[Column], width: int) -> None:
        """Lays out `columns` in `width` cells.

        Raises ValueError for two columns of one key and for more than one flexible column.
        """
        if len({column.key for column in columns}) < len(columns):
            raise ValueError("two columns have the same key")
        if sum(column.flexible for column in columns) > 1:
            raise ValueError("only one column can be flexible")
        self.columns = tuple(columns)
        self.width = width
        spare = self._spare()
        self.widths = tuple(column.width + (spare if column.flexible else 0) for column in columns)
        """Cells of each column, without the blank before it."""
        edges = list(accumulate((cells + 1 for cells in self.widths), initial=GUTTER))
        self._boxes = tuple(pairwise(edges))
        self.total = edges[-1]
        """Cells of all columns side by side, the gutter included."""
        self._frozen = self._count_frozen()
        self.fixed = edges[self._frozen]
        """Cells at the left edge that never scroll: the gutter and the frozen columns."""
        self.reach = width + self._scroll_so_that_shows(self.total) if self.total > width else self.total
        """Cells to scroll over; more than `total` where the last position starts at a column."""
        self._parts: tuple[int, tuple[Part, ...]] = (-1, ())

    def _spare(self) -> int:
        """Cells that the flexible column takes beyond its width."""
        edges = list(accumulate((column.width + 1 for column in self.columns), initial=GUTTER))
        if edges[-1] <= self.width:
            return self.width - edges[-1]
        place = next((place for place, column in enumerate(self.columns) if column.flexible), len(edges))
        # One cell is left to the arrow that says that there are more.
        fitting = [edge for edge in edges[place + 1 :] if edge < self.width]
        return self.width - 1 - fitting[-1] if fitting else 0

    def _count_frozen(self) -> int:
        count = 0
        for column, (_left, right) in zip(self.columns, self._boxes, strict=True):
            fits = self.total <= self.width or right <= self.width - LEAST_SCROLLING
            if not (column.frozen and fits):
                break
            count += 1
        return count

    def place(self, key: str) -> int | None:
        """The place of the column `key`, from 0; None when the table has no such column."""
        return next((place for place, column in enumerate(self.columns) if column.key == key), None)

    def _scroll_so_that_shows(self, right: int) -> int:
        """The least scroll position that shows the cell before `right`, at a column's start if it can."""
        needed = max(0, right - self.width)
        for left, end in self._boxes[self._frozen :]:
            if needed <= left - self.fixed:
                return left - self.fixed
            if right <= end:
                break
        return needed

    def start_at_column(self, scroll_x: int) -> int:
        """The scroll position at or before `scroll_x` where a column starts, so that none is cut at its left.

        Within a column that is wider than the room beside the frozen ones it is `scroll_x` itself.
        """
        edge = self.fixed + scroll_x
        for left, right in self._boxes[self._frozen :]:
            if left <= edge < right and right - left <= self.width - self.fixed:
                return left - self.fixed
        return scroll_x

    def parts(self, scroll_x: int) -> tuple[Part, ...]:
        """What shows when the table is scrolled `scroll_x` cells to the right, from left to right."""
        if self._parts[0] != scroll_x:
            self._parts = scroll_x, tuple(self._find_parts(scroll_x))
        return self._parts[1]

    def _find_parts(self, scroll_x: int) -> list[Part]:
        parts = []
        for place, (left, right) in enumerate(self._boxes):
            is_frozen = place < self._frozen
            x = left if is_frozen else left - scroll_x
            first = x if is_frozen else max(x, self.fixed)
            last = min(x + right - left, self.width)
            if first < last:
                parts.append(Part(place, first, first - x, last - x))
        return parts

    def hidden_column(self, step: Literal[-1, 1], scroll_x: int) -> int | None:
        """The nearest column that does not show whole to the left (-1) or right (1); None where all of them do."""
        places = range(self._frozen, len(self._boxes))
        if step < 0:
            hidden = [place for place in places if self._boxes[place][0] < self.fixed + scroll_x]
            return hidden[-1] if hidden else None
        return next((place for place in places if self._boxes[place][1] > self.width + scroll_x), None)

    def right_edge(self, scroll_x: int) -> int:
        """Cells from the left edge to the end of the last column that shows."""
        parts = self.parts(scroll_x)
        return parts[-1].x + parts[-1].end - parts[-1].start if parts else GUTTER

    def column_at(self, x: int, scroll_x: int) -> int | None:
        """The place of the column that shows `x` cells from the left edge; None beside the columns."""
        for part in self.parts(scroll_x):
            if part.x <= x < part.x + part.end - part.start:
                return part.column
        return None

    def scroll_to(self, place: int, scroll_x: int) -> int:
        """The scroll position nearest to `scroll_x` that shows the whole column, or its start if too wide."""
        if place < self._frozen:
            return scroll_x
        left, right = self._boxes[place]
        if left < self.fixed + scroll_x:
            return left - self.fixed
        if right > self.width + scroll_x:
            return max(0, min(left - self.fixed, self._scroll_so_that_shows(right)))
        return scroll_x
