"""Which columns a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Label, OptionList
from textual.widgets.option_list import Option

from models.language import _
from screens.dialog import Dialog


class ColumnsDialog(Dialog[tuple[str, ...]]):
    """Lets a person choose columns; closes with their keys from left to right."""

    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", show=False, priority=True),
        Binding("space", "toggle_column", show=False),
        Binding("k", "go(-1)", show=False),
        Binding("j", "go(1)", show=False),
        Binding("shift+up,K", "move(-1)", show=False, priority=True),
        Binding("shift+down,J", "move(1)", show=False, priority=True),
        Binding("r", "take_usual", show=False),
    ]

    def __init__(
        self, columns: Sequence[tuple[str, str]], chosen: Sequence[str], usual: Sequence[str]
    ) -> None:
        """Offers columns.

        Args:
            columns: keys and titles of all columns.
            chosen: the keys of those shown now, from left to right.
            usual: what `r` goes back to.
        """
        super().__init__()
        self._titles = dict(columns)
        self._usual = tuple(usual)
        self._take(chosen)

    def _take(self, chosen: Sequence[str]) -> None:
        self._chosen = set(chosen)
        self._order = [*chosen, *(key for key in self._titles if key not in self._chosen)]

    def compose(self) -> ComposeResult:
        """The columns, ticked where they show."""
        with Vertical(id="box"):
            yield Label(_("Columns"), classes="title", markup=False)
            yield OptionList(compact=True, markup=False)
            yield Label(
                _("space shows or hides · shift+↑ ↓ moves · r as usual"), markup=False, classes="help"
            )
            with Horizontal(id="buttons"):
                yield Button(_("Save"), id="save", variant="primary", compact=True)
                yield Button(_("Cancel"), id="cancel", compact=True)

    def on_mount(self) -> None:
        """Shows the columns."""
        self._list.focus()
        self._show(0)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    @property
    def _place(self) -> int:
        return self._list.highlighted or 0

    def _show(self, place: int) -> None:
        self._list.set_options(
            Option(f"{'[x]' if key in self._chosen else '[ ]'} {self._titles[key]}") for key in self._order
        )
        self._list.highlighted = place

    @on(OptionList.OptionSelected)
    def _click(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        self.action_toggle_column()

    def action_toggle_column(self) -> None:
        """Shows a column or hides it; the last one stays."""
        place = self._place
        changed = self._chosen ^ {self._order[place]}
        if changed:
            self._chosen = changed
            self._show(place)

    def action_go(self, places: int) -> None:
        """Goes to another column."""
        self._list.highlighted = max(0, min(self._place + places, len(self._order) - 1))

    def action_move(self, places: int) -> None:
        """Moves a column to the left or right."""
        place = self._place
        target = place + places
        if 0 <= target < len(self._order):
            self._order[place], self._order[target] = self._order[target], self._order[place]
            self._show(target)

    def action_take_usual(self) -> None:
        """Goes back to the usual columns."""
        self._take(self._usual)
        self._show(0)

    async def action_accept(self) -> None:
        """Takes what is ticked, unless the focus is on the other button."""
        if isinstance(self.focused, Button) and self.focused.id == "cancel":
            self.dismiss(None)
            return
        self.dismiss(tuple(key for key in self._order if key in self._chosen))

    @on(Button.Pressed, "#save")
    async def _press_save(self) -> None:
        await self.action_accept()

    @on(Button.Pressed, "#cancel")
    def _press_cancel(self) -> None:
        self.dismiss(None)
