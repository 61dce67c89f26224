"""A cell being edited in its place: over the table, with its choices and what is wrong right under it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click
from textual.geometry import Region
from textual.widgets import Label

from models.rules.fields import Value
from screens.base import Dialog
from screens.widgets.form_entries import Entry
from screens.widgets.form_field import EntryField
from screens.widgets.table_lines import clean

Save = Callable[[Value], Awaitable[str]]
"""Saves a value; answers with a sentence when it could not be, else with an empty text."""


class CellEditor(Dialog[bool]):
    """Edits one value over its cell; closes with True once it is saved, with None by esc."""

    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    def __init__(
        self,
        entry: Entry,
        value: Value,
        save: Save,
        *,
        region: Callable[[], Region],
        title: str = "",
        typed: str = "",
    ) -> None:
        """Edits `value` as `entry` says.

        Args:
            region: where the cell shows now, in screen coordinates; empty when it is out of view.
            title: a line above, for what is asked of something else than the cell itself.
            typed: what stands in the line at first, where that is not the value.
        """
        super().__init__()
        self._field = EntryField(entry, value, is_open=True, typed=typed)
        self._save = save
        self._region = region
        self._title = title
        self._width = max(entry.width, len(title) + 2)
        self._is_saving = False

    def compose(self) -> ComposeResult:
        """The field, in a box that is put over the cell."""
        with Vertical(id="cell"):
            if self._title:
                yield Label(clean(self._title), markup=False, classes="title")
            yield self._field

    def on_mount(self) -> None:
        """Begins to edit."""
        self._field.line.focus()
        self._place()

    def on_resize(self) -> None:
        """Follows the cell, once the table behind has its new size."""
        self.call_after_refresh(self._place)

    def _place(self) -> None:
        cell, room = self._region(), self.app.size
        box = self.query_one("#cell")
        width = min(max(cell.width, self._width), room.width - 2)
        box.styles.width = width
        box.styles.max_height = room.height - 2
        above = 1 if self._title else 0
        x, y = (cell.x, cell.y - above) if cell else ((room.width - width) // 2, room.height // 3)
        # The box is as high as its choices; where it would leave the screen it moves up.
        height = box.outer_size.height or 1
        box.styles.offset = (max(0, min(x, room.width - width)), max(0, min(y, room.height - 1 - height)))

    @on(EntryField.Edited)
    def _follow_height(self) -> None:
        self.call_after_refresh(self._place)

    @on(EntryField.Submitted)
    async def _try_to_save(self, message: EntryField.Submitted) -> None:
        message.stop()
        if self._is_saving:
            return
        self._is_saving = True
        try:
            fault = await self._save(message.value)
        finally:
            self._is_saving = False
        if not fault:
            self.dismiss(True)
            return
        self._field.tell(fault, is_fault=True)
        self._follow_height()

    def on_click(self, event: Click) -> None:
        """A click beside the cell leaves it as it was."""
        if event.widget is self:
            self.dismiss(None)
