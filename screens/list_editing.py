"""How the rows of a list are changed: in the cells at the cursor, and all selected ones at once."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from textual import on

from models.language import _
from models.rules.state import PlanState
from screens.list_base import Rows
from screens.list_screen import ListScreen
from screens.row_editing import RowEditing, shown_field
from screens.widgets.columns import ListColumn, Look
from screens.widgets.form import Fault, Form, Values
from screens.widgets.form_milestones import creation_of
from screens.widgets.form_others import OTHERS, new_other
from screens.widgets.table import LineTable

Seen = TypeVar("Seen", bound=Look)
Row = TypeVar("Row")


class EditableList(ListScreen[Seen, Row], RowEditing[Rows[Seen, Row]]):
    """A list whose rows a person changes. See the hooks at its top."""

    ENTER_EDITS: ClassVar[bool] = True
    """Whether enter edits a cell that can be; the id and the light open the row in any case."""

    # What a screen fills in.

    def field_of(self, column: ListColumn[Seen, Row], row: Any) -> str | None:
        """The field that is edited in a cell; a title's in the language that shows."""
        if column.field != "title":
            return column.field
        return shown_field(row, "title", self.state.charter.language)

    def open_cell(self, key: str, column: str) -> None:
        """Opens a row, by enter: everything about it shows, and where it does, the arrows scroll it."""
        if self.is_detail_shown:
            self.detail.focus()
        else:
            self.action_toggle_detail()

    # Parts.

    @property
    def state(self) -> PlanState:
        """The plan as the list shows it; there is one wherever a person can act."""
        assert self.answer is not None
        return self.answer.look.state

    def chosen_rows(self) -> list[Row]:
        """The selected rows, else the one at the cursor."""
        keys = self.table.selected_keys or ((self.table.cursor_key,) if self.table.cursor_key else ())
        return [row for key in keys if (row := self.row(key)) is not None]

    def row_at_cursor(self) -> Any:
        """The row at the cursor; None for none."""
        return self.row(self.table.cursor_key)

    # What the person does.

    @on(LineTable.Activated, "#list")
    def _open_or_edit(self, message: LineTable.Activated) -> None:
        message.stop()
        column = self.column(message.column)
        is_edited = self.ENTER_EDITS and column is not None and column.field is not None
        if is_edited and message.column not in {"id", "light"}:
            self.action_edit_cell()
        else:
            self.open_cell(message.key, message.column)

    def action_edit_cell(self) -> None:
        """Edits the cell at the cursor in its place."""
        row, column = self.row(self.table.cursor_key), self.column(self.table.cursor_column)
        if row is None or column is None:
            return
        field = self.field_of(column, row)
        if field is None:
            self.tell(_("This column is reckoned by the program; move to another with the arrows."))
        else:
            self.edit_field(row, field, column.key)

    def action_show_provenance(self) -> None:
        """Shows the edits behind the value at the cursor: when, who, from which file, sheet and cell."""
        from screens.history import HistoryScreen

        row, column = self.row(self.table.cursor_key), self.column(self.table.cursor_column)
        if row is None or column is None:
            return
        field = self.field_of(column, row)
        if field is None:
            self.tell(_("This column is reckoned by the program; H shows the history of the whole row."))
        else:
            self.app.push_screen(HistoryScreen(self.current_row(), field))

    def action_add_other(self, kind: str) -> None:
        """Asks for a new stream, division or owner, which the rows of the list can then refer to."""
        title, told, _more = OTHERS[kind]
        visible_id = ""

        async def save(values: Values) -> Fault | None:
            nonlocal visible_id
            edits = creation_of(self.state, kind, values)
            visible_id = str(values["id"])
            return edits if isinstance(edits, Fault) else await self.committed(edits)

        def saved(is_saved: bool | None) -> None:
            if is_saved:
                self.tell(_(told).format(id=visible_id))

        self.app.push_screen(Form(_(title), new_other(self.state, kind), save, verb=_("Add")), saved)
