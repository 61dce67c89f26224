"""The review list: returned cells that could not be read, mended in place or set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from models.edits import changes
from models.errors import TrackerError
from models.language import _, ngettext, number_text
from models.rules.fields import KINDS, Value
from models.rules.state import PlanState
from models.telling import Names, field_text
from screens.base import Changed, PlanScreen
from screens.commands import bindings
from screens.widgets.cell_editor import CellEditor
from screens.widgets.columns import heading
from screens.widgets.form_entries import ChoiceEntry, entry_for
from screens.widgets.form_milestones import edit_values
from screens.widgets.table import Cell, CellValue, Column, LineTable

if TYPE_CHECKING:
    from models.history import Revision
    from models.plan import Plan
    from models.review import Review

NORMAL: Final = 100
"""From this many cells on, the name of the sheet stands beside the cell."""
WIDE: Final = 150
"""From this many cells on, the file's name has a column; the lines under the list tell it too."""


@dataclass(frozen=True, eq=False)
class Waiting:
    """The cells that wait, and the plan to which they belong."""

    state: PlanState
    reviews: dict[str, Review]
    """By their number, as text."""


class ReviewScreen(PlanScreen[Waiting]):
    """What came back and could not be read, until somebody deals with it."""

    NAME = "review"
    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("review")

    def compose_body(self) -> ComposeResult:
        """A heading, the cells, all about the one at the cursor."""
        yield Static(id="heading", markup=False)
        yield LineTable(id="cells")
        yield Static(id="about", markup=False)

    @property
    def table(self) -> LineTable:
        """The cells."""
        return self.query_one("#cells", LineTable)

    def ask(self, plan: Plan) -> Waiting:
        return Waiting(plan.state(), {str(each.number): each for each in plan.rounds.reviews()})

    def show(self, result: Waiting) -> None:
        count = len(result.reviews)
        told = ngettext(
            "{count} returned cell could not be read", "{count} returned cells could not be read", count
        )
        line = self.query_one("#heading", Static)
        line.update(told.format(count=number_text(count)))
        line.display = bool(count)
        table = self.table
        table.empty_text = Text(_("Nothing waits to be mended. Press esc to go back."))
        table.set_source(self._cells)
        table.set_columns(self._columns())
        table.set_rows(tuple(result.reviews))
        table.refresh_all()
        self._tell_about()

    def _columns(self) -> list[Column]:
        is_normal, is_wide = self.size.width >= NORMAL, self.size.width >= WIDE
        return [
            Column("id", _("Id"), 8, frozen=True),
            Column("field", _("Field"), 14),
            Column("text", _("What stands there"), 28 if is_normal else 18),
            Column("why", _("Why"), 16, flexible=True),
            Column("cell", _("Cell"), 20 if is_normal else 6),
            *([Column("file", _("File"), 50)] if is_wide else []),
        ]

    def _cells(self, key: str) -> list[CellValue]:
        found = self._review(key)
        if found is None or self.answer is None:
            return []
        cell = found.cell
        place = f"{cell.sheet}!{cell.cell}" if self.size.width >= NORMAL else cell.cell
        cells: list[CellValue] = [
            self._row_id(found),
            self._field(found),
            cell.text,
            Cell(cell.why, "warning"),
            Cell(place, "dim"),
            Cell(found.file, "dim"),
        ]
        return cells[: len(self.table.columns)]

    def _review(self, key: str | None) -> Review | None:
        return self.answer.reviews.get(key or "") if self.answer is not None else None

    @property
    def _current(self) -> Review | None:
        return self._review(self.table.cursor_key)

    def _row_id(self, found: Review) -> str:
        assert self.answer is not None
        return self.answer.state.id_of(found.cell.kind, found.cell.uid) or _("new row")

    def _field(self, found: Review) -> str:
        assert self.answer is not None
        if found.cell.field is None:
            return found.cell.key
        return heading(field_text(found.cell.kind, found.cell.field, Names([self.answer.state])))

    def _tell_about(self) -> None:
        found, told = self._current, ""
        if found is not None:
            cell = found.cell
            told = "\n".join((f"{found.file} · {cell.sheet}!{cell.cell}", f"“{cell.text}”", cell.why))
        about = self.query_one("#about", Static)
        about.update(told)
        about.display = bool(told)

    @on(LineTable.Highlighted, "#cells")
    @on(LineTable.SelectionChanged, "#cells")
    def _cursor_moved(self) -> None:
        self._tell_about()
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Lays the list out for the new width."""
        if self.answer is not None:
            self.table.set_columns(self._columns())
            self.table.refresh_all()

    def current_row(self) -> tuple[str, str] | None:
        found = self._current
        return (found.cell.kind, found.cell.uid) if found is not None and found.cell.uid is not None else None

    def row_as_text(self) -> str:
        found = self._current
        if found is None:
            return ""
        cell = found.cell
        return "\t".join(
            (
                self._row_id(found),
                self._field(found),
                cell.text,
                cell.why,
                f"{cell.sheet}!{cell.cell}",
                found.file,
            )
        )

    def step_back(self) -> bool:
        """Closes this screen."""
        self.app.pop_screen()
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs a cell is dimmed where the list is empty; a row where the plan has none."""
        if self.answer is not None and action in {"mend_cell", "set_aside", "show_whole"}:
            return True if self._current is not None else None
        if self.answer is not None and action == "open_row":
            return True if self.current_row() is not None else None
        return super().check_action(action, parameters)

    # Actions.

    @on(LineTable.Activated, "#cells")
    def _open(self, message: LineTable.Activated) -> None:
        message.stop()
        self.action_open_row()

    def action_open_row(self) -> None:
        """Goes to the row that the cell belongs to."""
        row = self.current_row()
        if row is None:
            self._tell_no_row()
        elif not self.shell.open_row(*row):
            self.tell_no_screen()

    def _tell_no_row(self) -> None:
        self.tell(
            _(
                "The row of this cell is not in the plan: add it by hand, then take the cell off the list with x."
            ),
            "warning",
        )

    def action_show_whole(self) -> None:
        """Shows all of the text and why it could not be read."""
        from screens.text_window import TextWindow

        found = self._current
        if found is not None:
            cell = found.cell
            told = f"{cell.text}\n\n{cell.why}\n\n{found.file}\n{cell.sheet}!{cell.cell}"
            self.app.push_screen(TextWindow(f"{self._row_id(found)} {self._field(found)}", told))

    def action_mend_cell(self) -> None:
        """Asks for the value, beginning with what stands in the file."""
        found = self._current
        if found is None or self.answer is None:
            return
        cell, state = found.cell, self.answer.state
        row = state.get(cell.kind, cell.uid)
        field = KINDS[cell.kind].field(cell.field) if cell.field is not None else None
        if row is None or field is None:
            self._tell_no_row()
            return
        key, name = str(found.number), field.name
        value: Value = getattr(row, name)
        entry = entry_for(state, cell.kind, name, where=str(row.id))

        async def save(typed: Value) -> str:
            values = edit_values(row, name, typed) if cell.kind == "milestone" else {name: typed}
            edits = changes(cell.kind, row, values)
            try:
                await self.shell.write(lambda plan: plan.rounds.mend(found.number, edits, source="screen"))
            except TrackerError as error:
                return error.sentence
            self.post_message(Changed())
            self.tell(_("{id} {field} is mended.").format(id=row.id, field=self._field(found)))
            return ""

        self.app.push_screen(
            CellEditor(
                entry,
                value,
                save,
                region=lambda: self.table.cell_region(key, "text"),
                title=f"{row.id} {entry.label}",
                typed="" if isinstance(entry, ChoiceEntry) else cell.text,
            )
        )

    def action_set_aside(self) -> None:
        """Takes cells off the list as one change that undo takes back."""
        keys: Sequence[str] = self.table.selected_keys or (self.table.cursor_key or "",)
        numbers = [found.number for key in keys if (found := self._review(key)) is not None]

        def told(_revision: Revision | None) -> None:
            sentence = ngettext(
                "{count} cell is off the list; the file itself stays in the inbox.",
                "{count} cells are off the list; the file itself stays in the inbox.",
                len(numbers),
            )
            self.table.select(())
            self.tell(sentence.format(count=number_text(len(numbers))))

        if numbers:
            self.work(lambda plan: plan.rounds.set_aside(numbers, source="screen"), then=told)
