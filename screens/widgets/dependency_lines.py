"""A table of dependencies, one a line: its columns by the room there is, and the field behind each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rich.cells import cell_len
from textual.events import Resize

from models.language import N_, date_text, short_date_text, signed_text
from models.rules.records import Milestone, text
from models.rules.words import DependencyKind, DependencyState
from screens.widgets.columns import heading, light_cell, word
from screens.widgets.dependency_look import FORECAST, STATE_TONES, DependencyLook, Line
from screens.widgets.dependency_words import trouble_text
from screens.widgets.table import Align, Cell, CellValue, Column, LineTable

ROOMY: Final = 98
"""From this many cells on, what is wrong is told in words."""

SPACIOUS: Final = 150
"""From this many cells on, milestones have their titles, and dates their year."""


@dataclass(frozen=True)
class LineColumn:
    """One column of dependencies."""

    key: str
    title: str
    """In English; `_()` translates it."""
    width: int
    """Cells at least; ids, words and dates make it as wide as they are."""
    cell: Callable[[DependencyLook, Line, int], CellValue]
    """The cell, given the cells of the whole table."""
    field: str | None = None
    """The field that is edited in it; None where nothing is. `what` is that of the language that shows."""
    align: Align = "left"
    flexible: bool = False
    least_room: int = 0
    """It shows in tables of so many cells or more."""


def day_text(day: date, room: int) -> str:
    """A date, without its year where there is little room."""
    return date_text(day) if room >= SPACIOUS else short_date_text(day)


def _date_cell(line: Line, day: date, is_given: bool, room: int, *, is_late: bool) -> CellValue:
    told = day_text(day, room)
    if not line.is_active:
        return Cell(told if is_given else "", "dim")
    return Cell(told if is_given else FORECAST + told, "error" if is_late else "" if is_given else "dim")


def _need_by(_look: DependencyLook, line: Line, room: int) -> CellValue:
    return _date_cell(line, line.need_by, line.link.need_by is not None, room, is_late=False)


def _promised(_look: DependencyLook, line: Line, room: int) -> CellValue:
    is_late = line.is_broken or line.is_overdue
    return _date_cell(line, line.promised, line.link.promised is not None, room, is_late=is_late)


def _slack(_look: DependencyLook, line: Line, _room: int) -> CellValue:
    if not line.is_active:
        return ""
    return Cell(signed_text(line.slack), "error" if line.slack < 0 else "warning" if not line.slack else "")


def _state(_look: DependencyLook, line: Line, _room: int) -> CellValue:
    return Cell(word(line.link.state), STATE_TONES[line.link.state] if line.is_active else "dim")


def _trouble(look: DependencyLook, line: Line, _room: int) -> CellValue:
    return Cell(trouble_text(look, line), line.tone)


def end_text(look: DependencyLook, milestone: Milestone, room: int, *, is_told: bool = True) -> str:
    """A milestone at one end: its id, its division where `is_told`, its title where there is room."""
    told = f"{milestone.id} {look.division_of(milestone)}" if is_told else milestone.id
    return f"{told}  {text(milestone, 'title')}" if room >= SPACIOUS else told


def _end_cell(look: DependencyLook, milestone: Milestone, room: int, *, is_told: bool = True) -> CellValue:
    return Cell(end_text(look, milestone, room, is_told=is_told), "" if milestone.is_open else "dim")


_COLUMNS: Final = {
    column.key: column
    for column in (
        LineColumn("marks", "", 3, lambda _look, line, _room: Cell(line.marks, line.tone)),
        LineColumn("id", N_("Id"), 3, lambda _look, line, _room: line.link.id),
        LineColumn("light", "", 3, lambda _look, line, _room: light_cell(line.light)),
        LineColumn(
            "what",
            N_("what is handed over"),
            8,
            lambda _look, line, _room: text(line.link, "what"),
            "what",
            flexible=True,
        ),
        LineColumn("waiting", N_("waits"), 4, lambda look, line, room: _end_cell(look, line.waiting, room)),
        LineColumn(
            "provider", N_("provides"), 4, lambda look, line, room: _end_cell(look, line.provider, room)
        ),
        LineColumn(
            "our-waiting",
            N_("ours"),
            4,
            lambda look, line, room: _end_cell(look, line.waiting, room, is_told=False),
        ),
        LineColumn(
            "our-provider",
            N_("ours"),
            4,
            lambda look, line, room: _end_cell(look, line.provider, room, is_told=False),
        ),
        LineColumn("need_by", N_("needed"), 5, _need_by, "need_by"),
        LineColumn("promised", N_("promise"), 5, _promised, "promised"),
        LineColumn("slack", N_("slack"), 5, _slack, align="right"),
        LineColumn("state", N_("state"), 8, _state, "state"),
        LineColumn("trouble", N_("what is wrong"), 14, _trouble, least_room=ROOMY),
        LineColumn(
            "kind", N_("kind"), 4, lambda _look, line, _room: Cell(word(line.link.kind), "dim"), "kind"
        ),
        LineColumn("arrow", N_("what waits for what"), 20, lambda _look, _line, _room: "", flexible=True),
        LineColumn(
            "note",
            N_("note"),
            10,
            lambda _look, line, _room: (line.link.note or "").partition("\n")[0],
            "note",
        ),
    )
}

_DATES: Final = ("need_by", "promised", "slack")
_MORE: Final = ("kind", "note")

OF_TWO: Final = ("marks", "id", "light", "what", "waiting", "provider", *_DATES, "trouble", "state", *_MORE)
"""The columns of dependencies between any two."""

OF_NEEDS: Final = (
    "marks",
    "id",
    "what",
    "our-waiting",
    "provider",
    *_DATES,
    "state",
    "light",
    "trouble",
    *_MORE,
)
"""The columns of what one division needs."""

OF_SERVES: Final = (
    "marks",
    "id",
    "what",
    "our-provider",
    "waiting",
    *_DATES,
    "state",
    "light",
    "trouble",
    *_MORE,
)
"""The columns of what others need from one division."""

WIDEST: Final = {
    "trouble": 34,
    "waiting": 30,
    "provider": 30,
    "our-waiting": 26,
    "our-provider": 26,
    "note": 20,
    "what": 20,
}
"""Cells at most, where what stands in a column makes it as wide as it needs."""


class LinesTable(LineTable):
    """Dependencies, one a line; the keys of its rows are their uids."""

    _look: DependencyLook | None = None
    _lines: Mapping[str, Line] = {}

    def __init__(self, kept: Sequence[str], *, id: str) -> None:
        """A table with the columns of these keys, as far as there is room."""
        super().__init__(id=id)
        self._kept = tuple(kept)
        self._shown: tuple[LineColumn, ...] = ()

    def show_lines(self, look: DependencyLook, lines: Sequence[Line]) -> None:
        """Shows these dependencies in this order."""
        self._look, self._lines = look, {line.link.uid: line for line in lines}
        self.set_source(self._cells)
        self._place_columns()
        self.set_rows(tuple(self._lines))
        self.refresh_all()

    @property
    def line(self) -> Line | None:
        """The dependency at the cursor."""
        return self._lines.get(self.cursor_key or "")

    @property
    def chosen_lines(self) -> list[Line]:
        """The selected dependencies, else the one at the cursor."""
        keys = self.selected_keys or ((self.cursor_key or ""),)
        return [self._lines[key] for key in keys if key in self._lines]

    @property
    def field_at_cursor(self) -> str | None:
        """The field that is edited in the column at the cursor."""
        column = next((each for each in self._shown if each.key == self.cursor_column), None)
        return None if column is None else column.field

    def column_of(self, field: str) -> str:
        """The column in which a field shows; the cursor's where none does."""
        return next((each.key for each in self._shown if each.field == field), self.cursor_column)

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width or self.app.size.width

    def _cells(self, key: str) -> list[CellValue]:
        line, look = self._lines.get(key), self._look
        if line is None or look is None:
            return []
        return [self.cell_of(column, look, line) for column in self._shown]

    def cell_of(self, column: LineColumn, look: DependencyLook, line: Line) -> CellValue:
        """One cell."""
        return column.cell(look, line, self._room)

    def on_resize(self, _event: Resize) -> None:
        """Chooses the columns anew for the room there is."""
        if self._look is not None:
            self._place_columns()

    def _place_columns(self) -> None:
        room = self._room
        self._shown = tuple(column for key in self._kept if (column := _COLUMNS[key]).least_room <= room)
        columns = [self._placed(column, room) for column in self._shown]
        if tuple(columns) != self.columns:
            self.set_columns(columns)

    def _placed(self, column: LineColumn, room: int) -> Column:
        title = heading(column.title) if column.title else ""
        width = column.width
        match column.key:
            case "need_by" | "promised":
                # A sign stands before a forecast; the longest day has two digits twice.
                width = max(cell_len(day_text(date(2018, 12, 30), room)) + 1, min(cell_len(title), 7))
            case "what" if room >= ROOMY:
                # What one gives to the other is read before the kind and the note, which are scrolled to.
                width = max(width, min(self._widest(column, room), WIDEST["what"]))
            case "state":
                width = max(cell_len(word(each)) for each in DependencyState)
            case "kind":
                width = max(cell_len(word(each)) for each in DependencyKind)
            case "trouble" | "waiting" | "provider" | "our-waiting" | "our-provider" | "id" | "note":
                width = max(width, min(self._widest(column, room), WIDEST.get(column.key, 12)))
        if not column.flexible:
            width = max(width, min(cell_len(title), 12 if room >= ROOMY else 5))
        return Column(column.key, title, width, column.align, flexible=column.flexible)

    def _widest(self, column: LineColumn, room: int) -> int:
        """Cells of the widest of the first lines, which show; the others are cut where they are wider."""
        look = self._look
        if look is None:
            return 0
        cells = (column.cell(look, line, room) for line in list(self._lines.values())[:200])
        return max(
            (
                cell_len(
                    each if isinstance(each, str) else each.plain if not isinstance(each, Cell) else each.text
                )
                for each in cells
            ),
            default=0,
        )
