"""The line over a list: what is typed as a filter, which part of the plan is shown, and how many of how many rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from models.language import _, number_text
from screens.widgets.table_lines import clean


class FilterLine(Input, inherit_bindings=True):
    """The line itself; enter and the arrows go to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down,up,pagedown,pageup", "submit", show=False)]


class FilterBar(Horizontal):
    """Filters as a person types. The screen hears `Typed`, and `Left` when the list shall have the focus again."""

    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    _part = ""
    _told = ""

    @dataclass
    class Typed(Message):
        """Another filter is typed."""

        text: str

    @dataclass
    class Left(Message):
        """The person goes to the list."""

    def compose(self) -> ComposeResult:
        """The part of the plan, the line, the count."""
        part = Static(id="part", markup=False)
        part.display = False
        yield part
        yield FilterLine(compact=True, select_on_focus=False, id="line")
        yield Static(id="count", markup=False)

    @property
    def line(self) -> Input:
        """The line in which a person types."""
        return self.query_one("#line", Input)

    def show(self, *, part: str, shown: int, known: int, selected: int, noun: str) -> None:
        """Says which part of the plan is listed, and how many rows.

        Args:
            part: the part's name; empty for the whole plan.
            shown: rows that pass the filter.
            known: rows of the plan.
            selected: rows that are selected.
            noun: what rows are called, `{count}` of them.
        """
        if part != self._part:
            self._part = part
            name = self.query_one("#part", Static)
            name.update(clean(part))
            name.display = bool(part)
        self.line.placeholder = _("/ filters by any word of a row")
        if shown == known:
            told = noun.format(count=number_text(known))
        else:
            told = _("{shown} of {known}").format(shown=number_text(shown), known=number_text(known))
        if selected:
            told = _("{count} selected").format(count=number_text(selected)) + " · " + told
        if told != self._told:
            self._told = told
            # Without a new layout: that would draw the whole screen again for each letter typed.
            self.query_one("#count", Static).update(told, layout=False)

    def put(self, text: str) -> None:
        """Sets another filter; the screen hears of it as if it were typed."""
        self.line.value = text

    @on(Input.Changed)
    def _tell(self, message: Input.Changed) -> None:
        message.stop()
        self.post_message(self.Typed(message.value))

    @on(Input.Submitted)
    def _go(self, message: Input.Submitted) -> None:
        message.stop()
        self.post_message(self.Left())

    def action_leave(self) -> None:
        """Clears the filter, and goes to the list."""
        self.put("")
        self.post_message(self.Left())
