"""A cell being edited in its place: over the table, with its choices and what is wrong right under it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click
from textual.geometry import Region
from textual.widgets import Label

from models.language import _
from models.rules.fields import Value
from screens.dialog import Dialog
from screens.widgets.form_entries import Entry
from screens.widgets.form_field import EntryField
from screens.widgets.table_lines import clean

WAIT_SECONDS: Final = 0.3
"""After so long a person is told that it is being saved."""

SENTENCE_WIDTH: Final = 44
"""Cells in which a sentence about a fault reads well, however narrow the cell is."""

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
        without: Callable[[], Awaitable[str]] | None = None,
    ) -> None:
        """Edits `value` as `entry` says.

        Args:
            region: where the cell shows now, in screen coordinates; empty when it is out of view.
            title: a line above, for what is asked of something else than the cell itself.
            typed: what stands in the line at first, where that is not the value.
            without: what esc saves first, where the value is only asked besides another; as `save` answers.
        """
        super().__init__()
        self._field = EntryField(entry, value, is_open=True, typed=typed)
        self._save = save
        self._without = without
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
        """Begins to edit; follows the cell whenever what lies behind is laid out anew."""
        self._field.line.focus()
        self._place()
        behind = self.app.screen_stack[-2]
        behind.screen_layout_refresh_signal.subscribe(self, lambda _screen: self._follow())

    def on_resize(self) -> None:
        """Keeps within the terminal."""
        self._follow()

    def _place(self) -> None:
        boxes = self.query("#cell")
        if not boxes:
            return  # It was closed before the screen was laid out again.
        cell, room, box = self._region(), self.app.size, boxes.first()
        wanted = SENTENCE_WIDTH if self._field.has_class("-fault") else 0
        width = min(max(cell.width, self._width, wanted), room.width - 2)
        box.styles.width = width
        box.styles.max_height = room.height - 2
        above = 1 if self._title else 0
        x, y = (cell.x, cell.y - above) if cell else ((room.width - width) // 2, room.height // 3)
        # The box is as high as its choices; where it would leave the screen it moves up.
        height = box.outer_size.height or 1
        box.styles.offset = (max(0, min(x, room.width - width)), max(0, min(y, room.height - 1 - height)))

    @on(EntryField.Edited)
    @on(EntryField.Refused)
    def _follow(self) -> None:
        self.call_after_refresh(self._place)

    @on(EntryField.Submitted)
    async def _try_to_save(self, message: EntryField.Submitted) -> None:
        message.stop()
        await self._finish(lambda: self._save(message.value))

    async def _finish(self, save: Callable[[], Awaitable[str]]) -> None:
        """Closes once it is saved, or says what is wrong; one at a time."""
        if self._is_saving:
            return
        self._is_saving = True
        # Another program may be saving for seconds; most changes are written before a person could read this.
        waiting = self.set_timer(WAIT_SECONDS, lambda: self._field.tell(_("Saving…")))
        fault = await save()
        waiting.stop()
        if not fault:
            self.dismiss(True)
            return
        self._is_saving = False
        self._without = None
        self._field.tell(fault, is_fault=True)

    def action_close_dialog(self) -> None:
        """Leaves the value as it was; what was asked besides it is saved without it."""
        if self._without is None:
            self.dismiss(None)
        else:
            self.run_worker(self._finish(self._without), group="change")

    def on_click(self, event: Click) -> None:
        """A click beside the cell leaves it as it was."""
        if event.widget is self:
            self.action_close_dialog()
