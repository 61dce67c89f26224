"""One division: what it needs from the others and what they need from it, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Static

from models.language import _, number_text
from models.rules.records import Dependency
from screens.widgets.dependency_lines import OF_NEEDS, OF_SERVES, LinesTable
from screens.widgets.dependency_pane import DependencyPane, Facts
from screens.widgets.dependency_words import counts_text, line_text
from screens.widgets.table import LineTable

BESIDE: Final = 120
"""From this many cells on, the two lists stand side by side."""


class DivisionPane(DependencyPane):
    """We need, also from ourselves; and they need from us."""

    def compose(self) -> ComposeResult:
        """The two lists, each under what it is."""
        with Container(id="sides"):
            with Vertical():
                yield Static(id="needs-told", classes="told", markup=False)
                yield LinesTable(OF_NEEDS, id="needs")
            with Vertical():
                yield Static(id="serves-told", classes="told", markup=False)
                yield LinesTable(OF_SERVES, id="serves")

        yield Static(id="line-told", classes="told", markup=False)

    @property
    def needs(self) -> LinesTable:
        """What the division needs."""
        return self.query_one("#needs", LinesTable)

    @property
    def serves(self) -> LinesTable:
        """What the others need from it."""
        return self.query_one("#serves", LinesTable)

    def show(self, facts: Facts) -> None:
        self.facts = facts
        division, sides = facts.division, facts.sides
        if division is None or sides is None:
            return
        nobody = _("Nobody needs anything from {division}.")
        if len(facts.look.state.divisions) == 1:
            nobody = _("{division} is the only division. Press 3, then D for another.")
        nothing = _("{division} needs nothing from the others.")
        self._fill(self.needs, _("We need {count}"), sides.needs, nothing.format(division=division.id))
        self._fill(
            self.serves, _("They need {count} from us"), sides.serves, nobody.format(division=division.id)
        )
        self.tell_line()

    def _fill(self, table: LinesTable, title: str, links: Sequence[Dependency], nothing: str) -> None:
        """Shows one side under its title, which says how many there are and what is wrong with them."""
        assert self.facts is not None
        lines = self.facts.look.lines(links)
        table.empty_text = Text(nothing)
        table.show_lines(self.facts.look, lines)
        told, wrong = title.format(count=number_text(len(lines))), counts_text(lines)
        self.query_one(f"#{table.id}-told", Static).update(f"{told}: {wrong}" if wrong else told)

    @on(LineTable.Highlighted)
    def tell_line(self) -> None:
        """Tells everything about the dependency at the cursor, for which there is no room side by side."""
        look = None if self.facts is None else self.facts.look
        told = "" if look is None or self.line is None else line_text(look, self.line)
        self.query_one("#line-told", Static).update(told)

    def go_to(self, uid: str) -> bool:
        for table in (self.needs, self.serves):
            if table.move_cursor(uid):
                table.focus()
                return True
        return False
