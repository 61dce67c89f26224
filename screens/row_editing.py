"""How rows are changed on a screen: in their cells and by forms, as one revision each; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from textual.geometry import Region

from models.edits import Edit, changes, removal
from models.errors import StaleEdit, TrackerError
from models.language import LANGUAGES, _, ngettext, number_text
from models.rules.fields import KINDS, Value
from models.rules.needs import needed_by
from models.rules.state import PlanState
from models.telling import Names, value_text
from screens.base import Changed, PlanScreen
from screens.widgets.cell_editor import CellEditor
from screens.widgets.form import Fault, Form, FormField, Question, Values
from screens.widgets.form_entries import Entry, entry_for
from screens.widgets.form_milestones import creation_of
from screens.widgets.table import LineTable

Answer = TypeVar("Answer")

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

    def __init__(self, screen: RowEditing[Any], rows: Sequence[Any]) -> None:
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


class RowEditing(PlanScreen[Answer]):
    """A screen with rows of one kind that a person changes. See the hooks at its top."""

    KIND: ClassVar[str] = ""
    """The kind of its rows."""

    def __init__(self) -> None:
        super().__init__()
        self._unsaved_notes: dict[str, str] = {}

    # What a screen fills in.

    @property
    def state(self) -> PlanState:
        """The plan as the screen shows it; there is one wherever a person can act."""
        raise NotImplementedError

    @property
    def table(self) -> LineTable:
        """The table that has the cursor."""
        raise NotImplementedError

    def chosen_rows(self) -> Sequence[Any]:
        """The selected rows, else the one at the cursor."""
        raise NotImplementedError

    def row_at_cursor(self) -> Any:
        """The row at the cursor; None for none."""
        raise NotImplementedError

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

    # Parts.

    async def commit(self, edits: Sequence[Edit]) -> None:
        """Applies edits as one revision and tells every screen; raises what the plan raises."""
        await self.shell.write(lambda plan: plan.apply(edits, source="screen"))
        self.post_message(Changed())

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

    # The note.

    def action_edit_note(self) -> None:
        """Opens the note in the person's editor; what could not be saved is there again the next time."""
        row = self.row_at_cursor()
        if row is None:
            return
        edited = self.edit_text(self._unsaved_notes.get(row.uid, row.note or ""))
        if edited is None and row.uid not in self._unsaved_notes:
            return
        note = self._unsaved_notes[row.uid] if edited is None else edited
        self._unsaved_notes[row.uid] = note
        self.run_worker(self._save_note(Attempt(self, [row]), row.uid, note), group="note")

    async def _save_note(self, attempt: Attempt, uid: str, note: str) -> None:
        kept = attempt.rows[0]
        fault = await attempt.save(lambda row: changes(self.KIND, row, {"note": note.strip() or None}))
        if not fault:
            self._unsaved_notes.pop(uid, None)
            saved, removed = (
                _("The note of {id} is saved."),
                _("The note of {id} is removed; u brings it back."),
            )
            self.tell((saved if note.strip() else removed).format(id=kept.id))
        elif attempt.rows[0] == kept:
            self.tell(" ".join([fault, _("E opens your text again.")]), "error")
        else:
            theirs = attempt.rows[0].note or "–"
            sentence = _("Somebody else changed the note meanwhile to:\n\n{note}\n\nSave yours over it?")

            def answered(is_yes: bool | None) -> None:
                if is_yes:
                    self.run_worker(self._save_note(attempt, uid, note), group="note")

            self.app.push_screen(Question(sentence.format(note=theirs), _("Save mine")), answered)

    # Adding and removing.

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
            return await self.committed(edits)

        self.app.push_screen(Form(title, fields, save, suggest=suggest, verb=_("Add")))

    async def committed(self, edits: Sequence[Edit]) -> Fault | None:
        """`commit` for a form: answers with what went wrong."""
        try:
            await self.commit(edits)
        except TrackerError as error:
            return Fault(error.sentence)
        return None

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


def shown_field(row: Any, base: str, fallback: str) -> str:
    """The field whose text shows as a row's title, or as what a dependency hands over; that of language `fallback`
    where it has none."""
    from models.language import current

    for code in (current(), *LANGUAGES):
        if getattr(row, f"{base}_{code}"):
            return f"{base}_{code}"
    return f"{base}_{fallback}"


def _plain_value(value: Any) -> Value:
    return str(value) if isinstance(value, str) else value
