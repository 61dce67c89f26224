"""Asks for one of a few things: a status, a reason, an owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.dialog import Dialog


@dataclass(frozen=True)
class Choice:
    """One of the things."""

    value: str
    """What the dialog gives back."""
    title: str
    """In the reader's language."""


class Chooser(Dialog[str]):
    """Gives back the value of the chosen one; a digit chooses at once."""

    CSS_PATH = "choose.tcss"

    def __init__(self, title: str, choices: Sequence[Choice], current: str | None = None) -> None:
        """Offers `choices` under a title; the cursor begins at the one whose value is `current`."""
        super().__init__()
        self._title = title
        self._choices = tuple(choices)
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield OptionList(*(Option(self._line(n)) for n in range(len(self._choices))), id="choices")

    def _line(self, place: int) -> Content:
        digit = str(place + 1) if place < 9 else " "
        return Content.assemble((digit, "bold"), "  ", Content(self._choices[place].title))

    def on_mount(self) -> None:
        """Puts the cursor on what holds now."""
        box = self.query_one("#box")
        box.border_title = Text(self._title)
        # The title stands in the frame, with a corner and two blanks on either side.
        box.styles.min_width = cell_len(self._title) + 6
        values = [choice.value for choice in self._choices]
        options = self.query_one(OptionList)
        options.highlighted = values.index(self._current) if self._current in values else 0
        options.focus()

    def on_key(self, event: Key) -> None:
        """Takes a digit as the choice."""
        place = "123456789".find(event.character or "-")
        if 0 <= place < len(self._choices):
            event.stop()
            self.dismiss(self._choices[place].value)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index].value)
