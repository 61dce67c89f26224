"""Screen 5: who waits for whom, by divisions, of one division, by weeks, and along the chain of a milestone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.geometry import Region

from models.edits import changes
from models.language import _
from models.rules.fields import Value
from models.rules.records import text
from models.rules.words import WORDS, DependencyState
from screens.choose import Choice, Chooser
from screens.commands import bindings
from screens.dependencies_base import DependenciesBase
from screens.row_editing import Attempt, shown_field
from screens.widgets.cell_editor import CellEditor
from screens.widgets.dependency_lines import LinesTable
from screens.widgets.dependency_look import Line, View
from screens.widgets.form import Fault, Form, Values
from screens.widgets.form_dependencies import dependency_fields, new_dependency, suggest_for_dependency
from screens.widgets.form_entries import ChoiceEntry, choices_of
from screens.widgets.table import LineTable

NEEDS_A_LINE = frozenset({"edit_cell", "choose_state", "edit_note", "show_provenance", "remove_rows"})
"""Actions that are dimmed where the cursor is on no dependency."""

EVERY_DIVISION = "#all"
"""What the filter gives back for no division."""


class DependenciesScreen(DependenciesBase):
    """What do we need from KASKO, what do they need from us? Where do divisions block each other?"""

    NAME = "dependencies"
    CSS_PATH = "dependencies.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("dependencies")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs a dependency is dimmed where there is none at the cursor."""
        if action in NEEDS_A_LINE and self.answer is not None:
            return True if self.line is not None else None
        return super().check_action(action, parameters)

    # Views and filters.

    def _ask_for(self, view: View) -> None:
        self.view = view
        self.reload()

    def action_show_view(self, name: str) -> None:
        """Shows the view of that name."""
        self._ask_for(View(name))

    def action_choose_division(self) -> None:
        """Asks of which division what it needs and what is needed from it shall show."""

        def chosen(uid: str | None) -> None:
            if uid is not None:
                self.division = uid
                self._ask_for(View.DIVISION)

        if self.answer is None:
            return
        divisions = self._divisions()
        if len(divisions) < 2:
            self._ask_for(View.DIVISION)
        else:
            title = _("What does it need, and what do the others need from it?")
            self.app.push_screen(Chooser(title, divisions, self.division), chosen)

    def _divisions(self) -> list[Choice]:
        return [Choice(each.uid, f"{each.id}  {text(each, 'name')}") for each in self.state.divisions]

    def action_show_chain(self) -> None:
        """Shows the chain of the milestone at the cursor; where there is none, the plan's longest."""
        if self.answer is not None:
            self.root = self.pane.milestone or self.root
            self._ask_for(View.CHAIN)

    def action_find_milestone(self) -> None:
        """Asks for a milestone and shows its chain."""
        if self.answer is None or not self.state.milestones:
            return

        async def take(value: Value) -> str:
            self.root = str(value)
            self._ask_for(View.CHAIN)
            return ""

        entry = ChoiceEntry(_("milestone"), choices_of(self.state, "milestone"))
        title = _("The chain of which milestone?")
        self.app.push_screen(CellEditor(entry, None, take, region=Region, title=title))

    def action_filter_division(self) -> None:
        """Shows only the dependencies of a division."""

        def chosen(uid: str | None) -> None:
            if uid is not None:
                division = None if uid == EVERY_DIVISION else uid
                self.wanted = replace(self.wanted, division=division)
                self.reload()

        if self.answer is not None:
            choices = [*self._divisions(), Choice(EVERY_DIVISION, _("All divisions"))]
            title = _("Only dependencies of which division?")
            self.app.push_screen(Chooser(title, choices, self.wanted.division or EVERY_DIVISION), chosen)

    def action_toggle_overdue(self) -> None:
        """Shows only overdue dependencies, or all again."""
        self.wanted = replace(self.wanted, is_overdue=not self.wanted.is_overdue)
        self.reload()

    def action_toggle_cross(self) -> None:
        """Shows only dependencies between two divisions, or all again."""
        self.wanted = replace(self.wanted, is_cross_division=not self.wanted.is_cross_division)
        self.reload()

    def action_toggle_closed(self) -> None:
        """Shows also the dependencies that nobody waits for any more, or leaves them out again."""
        self.wanted = replace(self.wanted, with_closed=not self.wanted.with_closed)
        self.reload()

    # Going elsewhere.

    @on(LineTable.Activated)
    def _open(self, message: LineTable.Activated) -> None:
        message.stop()
        self.action_open_item()

    def action_open_item(self) -> None:
        """Opens the list of a cell, or the milestone at the cursor on its own screen."""
        if self.answer is None or self.pane.open_here():
            return
        uid = self.pane.milestone
        if uid is not None:
            self.shell.open_row("milestone", uid)

    def action_show_provenance(self) -> None:
        """Shows the edits behind the value at the cursor, or behind the whole dependency."""
        from screens.history import HistoryScreen

        if self.line is not None:
            self.app.push_screen(HistoryScreen(self.current_row(), self._field_at_cursor(self.line)))

    # Changing.

    def _field_at_cursor(self, line: Line) -> str | None:
        field = self.table.field_at_cursor if isinstance(self.table, LinesTable) else None
        return shown_field(line.link, "what", self.state.charter.language) if field == "what" else field

    def action_edit_cell(self) -> None:
        """Edits the value at the cursor in its cell; beside the cells that can be, the whole dependency by a form."""
        line = self.line
        if line is None:
            return
        field = self._field_at_cursor(line)
        if field is None:
            self._edit_by_form(line)
        else:
            self.edit_field(line.link, field, self.table.cursor_column)

    def _edit_by_form(self, line: Line) -> None:
        attempt = Attempt(self, [line.link])

        async def save(values: Values) -> Fault | None:
            fault = await attempt.save(lambda row: changes("dependency", row, values))
            return Fault(fault) if fault else None

        title = _("{id}: {waiting} waits for {provider}").format(
            id=line.link.id, waiting=line.waiting.id, provider=line.provider.id
        )
        self.app.push_screen(Form(title, dependency_fields(self.state, line.link), save))

    def action_choose_state(self) -> None:
        """Says how far the two sides have agreed on the selected dependencies, or on the one at the cursor."""
        lines = self.pane.chosen_lines
        if not lines:
            return

        def chosen(state: str | None) -> None:
            if state is not None:
                wanted: dict[str, Value] = {"state": state}
                edits = [edit for line in lines for edit in changes("dependency", line.link, wanted)]
                self.apply(edits, then=lambda _revision: self._told_state(lines, state))

        states = {line.link.state for line in lines}
        title = _("State of {ids}").format(ids=self.names_of([line.link for line in lines]))
        choices = [Choice(each.value, _(WORDS[each])) for each in DependencyState]
        self.app.push_screen(Chooser(title, choices, states.pop() if len(states) == 1 else None), chosen)

    def _told_state(self, lines: Sequence[Line], state: str) -> None:
        self.table.select(())
        ids = self.names_of([line.link for line in lines])
        self.tell(f"{ids}: {_(WORDS[DependencyState(state)])}")

    def action_add_row(self) -> None:
        """Asks for a new dependency; it begins with the milestone at the cursor as the one that waits."""
        if self.answer is None:
            return
        state = self.state
        if len(state.milestones) < 2:
            self.tell(_("A dependency lies between two milestones; add them first, on screen 4."))
            return
        self.add_by_form(
            _("New dependency"),
            new_dependency(state, self._who_waits()),
            lambda name, values: suggest_for_dependency(state, name, values),
        )

    def _who_waits(self) -> str | None:
        """The milestone that a new dependency begins with: the card, or the one whose chain shows."""
        if self.view not in (View.BOARD, View.CHAIN):
            return None
        milestone = self.state.get("milestone", self.pane.milestone)
        return milestone.uid if milestone is not None and milestone.is_open else None
