"""How the rows of a list are changed: in their cells, by forms, all selected ones at once; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.geometry import Region

from models.edits import Edit, changes, removal
from models.errors import StaleEdit, TrackerError
from models.language import LANGUAGES, _, ngettext, number_text
from models.rules.fields import KINDS, Value
from models.rules.needs import needed_by
from models.rules.state import PlanState
from models.telling import Names, value_text
from screens.base import Changed
from screens.list_screen import ListScreen
from screens.widgets.cell_editor import CellEditor
from screens.widgets.columns import ListColumn, Look
from screens.widgets.form import Fault, Form, FormField, Question, Values
from screens.widgets.form_entries import Entry, entry_for
from screens.widgets.form_milestones import creation_of
from screens.widgets.form_others import OTHERS, new_other
from screens.widgets.table import LineTable

if TYPE_CHECKING:
    pass

Seen = TypeVar("Seen", bound=Look)
Row = TypeVar("Row")

MOST_NAMED = 3
"""Rows that a sentence names before it says how many there are."""


@dataclass(frozen=True)
class Besides:
    """A second value that is asked with the first."""

    field: str
    entry: Entry
    title: str
    """The question, and what esc does."""


class Attempt:
    """A change being tried. Once somebody else wrote meanwhile, the next try writes over that, knowingly."""

    def __init__(self, screen: EditableList[Any, Any], rows: Sequence[Any]) -> None:
        self.screen = screen
        self.rows = list(rows)

    async def save(self, make: Callable[[Any], list[Edit]]) -> str:
        """Applies the edits that `make` gives for each row as one revision; answers with what went wrong."""
        edits = [edit for row in self.rows for edit in make(row)]
        if not edits:
            return ""
        try:
            await self.screen.commit(edits)
        except StaleEdit as error:
            return self._take_over(error)
        except TrackerError as error:
            return error.sentence
        return ""

    def _take_over(self, error: StaleEdit) -> str:
        names = Names([self.screen.state])
        told = []
        for cell in error.cells:
            if cell.expected == cell.found:
                return _("Somebody else removed {id} meanwhile, so nothing was saved.").format(id=cell.id)
            self.rows = [
                row._replace(**{cell.field: cell.found})
                if row.id == cell.id and hasattr(row, cell.field)
                else row
                for row in self.rows
            ]
            found = value_text(cell.kind, cell.field, _value(cell.found), names) or "–"
            told.append(found if len(self.rows) == 1 else f"{cell.id} {found}")
        return _(
            "Somebody else wrote “{found}” meanwhile. Enter again saves yours over it, esc keeps theirs."
        ).format(found=", ".join(told[:MOST_NAMED]))


def _value(found: object) -> Value:
    return found  # type: ignore[return-value]


class EditableList(ListScreen[Seen, Row]):
    """A list whose rows a person changes. See the hooks at its top."""

    ENTER_EDITS: ClassVar[bool] = True
    """Whether enter edits a cell that can be; the id and the light open the row in any case."""

    # What a screen fills in.

    def field_of(self, column: ListColumn[Seen, Row], row: Any) -> str | None:
        """The field that is edited in a cell; a title's in the language that shows."""
        if column.field != "title":
            return column.field
        return shown_title(row, self.state.charter.language)

    def entry_of(self, row: Any, field: str) -> Entry:
        """How a field of a row is typed or chosen."""
        value = getattr(row, field)
        base = value if KINDS[self.KIND].field(field) and not isinstance(value, str) else None
        return entry_for(self.state, self.KIND, field, where=row.id, base=base)

    def values_of(self, row: Any, field: str, value: Value) -> dict[str, Value]:
        """The fields that one typed value changes."""
        return {field: value}

    def asked_besides(self, row: Any, wanted: Values) -> Besides | None:
        """What is asked with a change of a row and saved with it as one; None where nothing is."""
        return None

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

    async def commit(self, edits: Sequence[Edit]) -> None:
        """Applies edits as one revision and tells every screen; raises what the plan raises."""
        await self.shell.write(lambda plan: plan.apply(edits, source="screen"))
        self.post_message(Changed())

    def chosen_rows(self) -> list[Row]:
        """The selected rows, else the one at the cursor."""
        keys = self.table.selected_keys or ((self.table.cursor_key,) if self.table.cursor_key else ())
        return [row for key in keys if (row := self.row(key)) is not None]

    def names_of(self, rows: Sequence[Any]) -> str:
        """The ids of some rows, or of the first and how many there are."""
        ids = [row.id for row in rows]
        if len(ids) <= MOST_NAMED:
            return ", ".join(ids)
        return _("{ids} and {count} more").format(
            ids=", ".join(ids[:MOST_NAMED]), count=number_text(len(ids) - MOST_NAMED)
        )

    def edit_in_place(
        self,
        entry: Entry,
        value: Value,
        save: Callable[[Value], Any],
        *,
        column: str,
        title: str = "",
        done: Callable[[], None] | None = None,
        without: Callable[[], Any] | None = None,
    ) -> None:
        """Edits a value over the cell at the cursor's row.

        Args:
            column: over which column; where it is out of view, over the cursor's.
            title: what is asked, where it is not the cell itself.
            done: called once it is saved.
            without: what esc saves, where the value is only asked besides another.
        """
        key = self.table.cursor_key or ""

        def region() -> Region:
            return self.table.cell_region(key, column) or self.table.cell_region(
                key, self.table.cursor_column
            )

        def closed(saved: bool | None) -> None:
            if saved and done is not None:
                done()

        self.app.push_screen(
            CellEditor(entry, value, save, region=region, title=title, without=without), closed
        )

    def edit_field(self, row: Any, field: str, column: str) -> None:
        """Edits one field of a row in its cell, and what is asked besides; both are one revision."""
        attempt = Attempt(self, [row])
        typed: Value = None
        besides: Besides | None = None

        async def write(more: Values) -> str:
            return await attempt.save(
                lambda each: changes(self.KIND, each, {**self.values_of(each, field, typed), **more})
            )

        async def save(value: Value) -> str:
            nonlocal typed, besides
            typed = value
            besides = self.asked_besides(row, self.values_of(row, field, value))
            return "" if besides is not None else await write({})

        def ask() -> None:
            if besides is not None:
                name = besides.field
                self.edit_in_place(
                    besides.entry,
                    getattr(row, name),
                    lambda value: write({name: value}),
                    column=column,
                    title=besides.title,
                    without=lambda: write({}),
                )

        self.edit_in_place(
            self.entry_of(row, field), _plain_value(getattr(row, field)), save, column=column, done=ask
        )

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

    def action_remove_rows(self) -> None:
        """Removes rows, after asking; says what still needs them."""
        rows: list[Any] = list(self.chosen_rows())
        if not rows:
            return
        users = needed_by(self.state, self.KIND, [row.uid for row in rows])
        if users:
            sentence = _("{rows} cannot be removed while {users} still need it; remove those first.")
            needing = [row for _kind, row in users]
            self.tell(sentence.format(rows=self.names_of(rows), users=self.names_of(needing)), "warning")
            return
        question = ngettext(
            "Remove {ids}? It leaves every list and chart from today on; undo brings it back.",
            "Remove {ids}? They leave every list and chart from today on; undo brings them back.",
            len(rows),
        ).format(ids=self.names_of(rows))

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                self.apply([removal(self.KIND, row) for row in rows])

        self.app.push_screen(Question(question, _("Remove")), answered)

    def add_by_form(
        self, title: str, fields: Sequence[FormField], suggest: Callable[[str, Values], Any]
    ) -> None:
        """Asks for a new row and shows it once it is there."""

        async def save(values: Values) -> Fault | None:
            edits = creation_of(self.state, self.KIND, values)
            if isinstance(edits, Fault):
                return edits
            # Its uid is known beforehand, so that the list goes to it as soon as it has it.
            self.reveal(self.KIND, edits[0].uid)
            return await self._committed(edits)

        self.app.push_screen(Form(title, fields, save, suggest=suggest, verb=_("Add")))

    async def _committed(self, edits: Sequence[Edit]) -> Fault | None:
        try:
            await self.commit(edits)
        except TrackerError as error:
            return Fault(error.sentence)
        return None

    def action_add_other(self, kind: str) -> None:
        """Asks for a new stream, division or owner, which the rows of the list can then refer to."""
        title, told, _more = OTHERS[kind]
        visible_id = ""

        async def save(values: Values) -> Fault | None:
            nonlocal visible_id
            edits = creation_of(self.state, kind, values)
            visible_id = str(values["id"])
            return edits if isinstance(edits, Fault) else await self._committed(edits)

        def saved(is_saved: bool | None) -> None:
            if is_saved:
                self.tell(_(told).format(id=visible_id))

        self.app.push_screen(Form(_(title), new_other(self.state, kind), save, verb=_("Add")), saved)


def shown_title(row: Any, fallback: str) -> str:
    """The field whose text shows as a row's title; that of language `fallback` where it has none."""
    from models.language import current

    for code in (current(), *LANGUAGES):
        if getattr(row, f"title_{code}"):
            return f"title_{code}"
    return f"title_{fallback}"


def _plain_value(value: Any) -> Value:
    return str(value) if isinstance(value, str) else value
