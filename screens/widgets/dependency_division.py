"""One division: what it needs from the others and what they need from it, side by side."""

from __future__ import annotations

from typing import Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Static

from models.language import _
from models.rules.records import text
from screens.widgets.dependency_lines import OF_NEEDS, OF_SERVES, LinesTable
from screens.widgets.dependency_pane import DependencyPane, Facts
from screens.widgets.dependency_words import counts_text, line_text
from screens.widgets.table import LineTable

BESIDE: Final = 120
"""From this many cells on, the two lists stand side by side."""


class DivisionPane(DependencyPane):
    """We need, and they need from us. What a division waits for within itself is in neither."""

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
        division = facts.division
        if division is None:
            return
        name = text(division, "name") or division.id
        lines = [line for line in facts.look.lines if line.touches(division.uid)]
        needs = [line for line in lines if line.waiting.division == division.uid and line.is_cross]
        serves = [line for line in lines if line.provider.division == division.uid and line.is_cross]
        for table, told, some, title, nothing in (
            (self.needs, "#needs-told", needs, _("We need"), _("{division} needs nothing from the others.")),
            (
                self.serves,
                "#serves-told",
                serves,
                _("They need from us"),
                _("Nobody needs anything from {division}."),
            ),
        ):
            table.empty_text = Text(nothing.format(division=name))
            table.show_lines(facts.look, some)
            self.query_one(told, Static).update(f"{title}: {counts_text(some)}")
        self.tell_line()

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
