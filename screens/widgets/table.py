"""A table for lists of any length, moved through by keys and mouse; it knows its rows by their keys alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from screens.widgets.table_columns import GUTTER, Align, Column
from screens.widgets.table_keys import BINDINGS
from screens.widgets.table_lines import MARKS, Cell, CellValue, Marks, Tone
from screens.widgets.table_view import HEADER, LineView, Source

__all__ = [
    "MARKS",
    "Align",
    "Cell",
    "CellValue",
    "Column",
    "LineTable",
    "Marks",
    "Source",
    "Tone",
]


class LineTable(LineView):
    """A view of rows with a cursor on one cell and a selection of rows.

    A key press costs the same whatever the number of rows; one that changes the selection costs as much as
    there are selected rows. The methods are for the thread of the screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    @dataclass
    class TableMessage(Message):
        """What all messages of a table have in common."""

        table: LineTable

        @property
        def control(self) -> LineTable:
            """The table that posted the message."""
            return self.table

    @dataclass
    class Highlighted(TableMessage):
        """Another cell is the current one; `key` is None when no row is left."""

        key: str | None
        column: str

    @dataclass
    class Activated(TableMessage):
        """The current row was opened, by enter or a double click."""

        key: str
        column: str

    @dataclass
    class HeaderClicked(TableMessage):
        """The title of a column was clicked."""

        column: str

    @dataclass
    class SelectionChanged(TableMessage):
        """Other rows are selected than before, by the person or because a row left the list."""

        keys: frozenset[str]

    _told_cell: tuple[str | None, str] = (None, "")
    _told_selection: frozenset[str] = frozenset()

    @property
    def cursor_key(self) -> str | None:
        """The key of the current row; None while there are no rows."""
        return self._rows.cursor

    @property
    def cursor_column(self) -> str:
        """The key of the current column; empty while there are no columns."""
        return self.columns[self._column].key if self.columns else ""

    @property
    def selected_keys(self) -> tuple[str, ...]:
        """The keys of the selected rows in the order of the rows."""
        return self._rows.in_order()

    def set_columns(self, columns: Sequence[Column]) -> None:
        super().set_columns(columns)
        self._tell()

    def set_rows(self, keys: Sequence[str]) -> None:
        super().set_rows(keys)
        self._tell()

    def move_cursor(self, key: str | None = None, column: str | None = None) -> bool:
        """Moves the cursor to a row, a column or both, and shows it; False when one of them is not there."""
        place = self._rows.place if key is None else self._rows.places.get(key)
        column_place = self._column if column is None else self._table_layout.place(column)
        if place is None or column_place is None:
            return False
        self._go(place, column_place)
        return True

    def select(self, keys: Iterable[str]) -> None:
        """Selects these rows and no other; keys of no row are left out."""
        if self._rows.select(keys):
            self.refresh()
            self._tell()

    def _go(self, place: int, column: int) -> None:
        before, before_column = self._rows.place, self._column
        self._column = max(0, min(column, len(self.columns) - 1))
        self._rows.move(place)
        self._refresh_row(before)
        self._refresh_row(self._rows.place)
        if self._column != before_column:
            self._refresh_header()
        self._show_cursor()
        self._tell()

    def _toggle(self, key: str) -> None:
        self._rows.toggle(key)
        self._refresh_row(self._rows.places[key])
        self._tell()

    def _tell(self) -> None:
        """Posts what changed since the last time."""
        cell = self.cursor_key, self.cursor_column
        if cell != self._told_cell:
            self._told_cell = cell
            self.post_message(self.Highlighted(self, *cell))
        selected = self._rows.selected
        if selected is not self._told_selection and selected != self._told_selection:
            if bool(selected) != bool(self._told_selection):
                self.refresh_bindings()
            self._told_selection = selected
            self.post_message(self.SelectionChanged(self, selected))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaves escape to the screen while nothing is selected."""
        if action == "clear_selection":
            return bool(self._rows.selected)
        return super().check_action(action, parameters)

    def action_move(self, rows: int, columns: int) -> None:
        """Moves the cursor by so many rows down and columns to the right."""
        self._go(self._rows.place + rows, self._column + columns)

    def action_page(self, pages: float) -> None:
        """Moves the cursor down by so many pages, and what shows with it."""
        step = max(1, int(abs(pages) * self.page_rows)) * (1 if pages > 0 else -1)
        self._scroll(y=self.scroll_offset.y + step)
        self._go(self._rows.place + step, self._column)

    def action_first_row(self) -> None:
        """Moves the cursor to the first row."""
        self._go(0, self._column)

    def action_last_row(self) -> None:
        """Moves the cursor to the last row."""
        self._go(len(self.keys) - 1, self._column)

    def action_first_column(self) -> None:
        """Moves the cursor to the first column."""
        self._go(self._rows.place, 0)

    def action_last_column(self) -> None:
        """Moves the cursor to the last column."""
        self._go(self._rows.place, len(self.columns) - 1)

    def action_toggle_row(self) -> None:
        """Selects the current row or takes it out of the selection, and goes to the next."""
        if self.cursor_key is not None:
            self._toggle(self.cursor_key)
            self.action_move(1, 0)

    def action_select_rows(self) -> None:
        """Selects all rows."""
        self.select(self.keys)

    def action_clear_selection(self) -> None:
        """Selects no row."""
        self.select(())

    def action_activate(self) -> None:
        """Opens the current row."""
        if self.cursor_key is not None:
            self.post_message(self.Activated(self, self.cursor_key, self.cursor_column))

    # Mouse

    def _column_behind_arrow(self, x: int) -> int | None:
        """The column to which a click on an arrow of the header leads."""
        if x == 0:
            return self._table_layout.hidden_column(-1, self._scroll_column)
        if x == self._table_layout.width - 1:
            return self._table_layout.hidden_column(1, self._scroll_column)
        return None

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor; opens a row at the second click, selects in the gutter, tells of the header."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        column = self._table_layout.column_at(offset.x, self._scroll_column)
        if offset.y < HEADER:
            if (hidden := self._column_behind_arrow(offset.x)) is not None:
                self._go(self._rows.place, hidden)
            elif column is not None:
                self.post_message(self.HeaderClicked(self, self.columns[column].key))
            return
        place = offset.y - HEADER + self.scroll_offset.y
        if place >= len(self.keys):
            return
        self._go(place, self._column if column is None else column)
        if offset.x < GUTTER or event.ctrl:
            self._toggle(self.keys[place])
        elif event.chain == 2:
            self.action_activate()
