"""What stands in a workbook: cells and sheets as plain values that nothing can change or make fail later."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal, NamedTuple

Value = str | int | float | bool | date | datetime | time | None
State = Literal["visible", "hidden", "veryHidden"]
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


class Cell(NamedTuple):
    """One cell as a person sees it, with what there is to know about where its value comes from."""

    row: int
    column: int
    value: Value = None
    """Text has its `_xHHHH_` decoded once and its runs joined; a date without a time of day is a `date`."""
    formula: bool = False
    cached: bool = False
    """A formula whose calculated value stands in the file."""
    error: str | None = None
    """`#N/A` and the like; the value is None then."""
    covered: bool = False
    """Hidden under a merge: nobody could see or edit it."""
    number_format: str = "General"

    @property
    def address(self) -> str:
        """Such as I7."""
        return f"{column_letters(self.column)}{self.row}"

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all stands in it."""
        return self.value is None and not self.formula and self.error is None


@dataclass(frozen=True)
class Sheet:
    """One worksheet."""

    name: str
    state: State
    cells: dict[tuple[int, int], Cell] = field(repr=False)
    """By (row, column), from 1: the cells that hold something, and those that a merge covers."""
    hidden_rows: frozenset[int]
    merged: tuple[Area, ...]
    max_row: int
    """The last row in which a cell holds something; 0 for an empty sheet."""

    def at(self, row: int, column: int) -> Cell:
        """The cell at a place, an empty one where nothing stands."""
        return self.cells.get((row, column)) or Cell(row, column)


def column_letters(column: int) -> str:
    """The letters of a column, from A for 1 to XFD for 16,384."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
