"""A screen that is a list: what a person does to see it otherwise, by filter, order, columns and selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import on

from models.language import _
from screens.list_base import ListBase
from screens.widgets.cell_editor import CellEditor
from screens.widgets.columns import Look, heading
from screens.widgets.columns_dialog import ColumnsDialog
from screens.widgets.filter import FilterBar
from screens.widgets.form_entries import Choice, ChoiceEntry
from screens.widgets.table import LineTable

if TYPE_CHECKING:
    from models.rules.fields import Value

Seen = TypeVar("Seen", bound=Look)
Row = TypeVar("Row")


class ListScreen(ListBase[Seen, Row], Generic[Seen, Row]):
    """Filters, sorts, chooses columns; the columns and the order are remembered."""

    @on(FilterBar.Typed)
    def _filter(self, message: FilterBar.Typed) -> None:
        message.stop()
        self.listing = self.listing.filtered_by(message.text)
        self.list_rows(is_same=True)

    @on(FilterBar.Left)
    def _leave_filter(self, message: FilterBar.Left) -> None:
        message.stop()
        self.table.focus()

    @on(LineTable.Highlighted, "#list")
    def _follow_cursor(self, message: LineTable.Highlighted) -> None:
        message.stop()
        self.detail.follow(message.key)

    @on(LineTable.SelectionChanged, "#list")
    def _follow_selection(self, message: LineTable.SelectionChanged) -> None:
        message.stop()
        self.listing = self.listing.selecting(message.keys)
        self._count()

    @on(LineTable.HeaderClicked, "#list")
    def _order_by_click(self, message: LineTable.HeaderClicked) -> None:
        message.stop()
        self._order_by(message.column)

    def action_focus_filter(self) -> None:
        """Begins to filter."""
        self.filter_bar.line.focus()

    def action_order_here(self) -> None:
        """Sorts by the column at the cursor, or turns the direction round."""
        self._order_by(self.table.cursor_column)

    def action_choose_order(self) -> None:
        """Asks by which column to sort; the one at the cursor is offered first."""
        here = self.table.cursor_column
        options = [Choice(column.key, heading(column.title)) for column in self.columns()]

        async def take(key: Value) -> str:
            self._order_by(str(key))
            return ""

        first = self.table.keys[self.table.scroll_offset.y] if self.table.keys else ""
        self.app.push_screen(
            CellEditor(
                ChoiceEntry(_("sort by"), options),
                here,
                take,
                region=lambda: self.table.cell_region(first, here),
                title=_("Sort by"),
            )
        )

    def action_choose_columns(self) -> None:
        """Asks which columns to show."""
        titles = [(column.key, heading(column.title)) for column in self.columns()]
        dialog = ColumnsDialog(titles, self.listing.columns, self.usual_columns())
        self.app.push_screen(dialog, self._take_columns)

    def _take_columns(self, chosen: tuple[str, ...] | None) -> None:
        if chosen:
            self.listing = self.listing.showing(chosen)
            self._set_columns()
            self.table.refresh_all()
            self._remember()

    def _order_by(self, column: str) -> None:
        self.listing = self.listing.ordered_by(column)
        self.list_rows(is_same=True)
        self._remember()

    def _remember(self) -> None:
        self.shell.settings.columns[self.NAME] = self.listing.kept()
        self.shell.save_settings()
