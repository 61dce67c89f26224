"""A text in a window of its own, to be read, scrolled and copied: a reminder, the files that were written."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from models.language import _
from screens.dialog import Dialog


class TextWindow(Dialog[bool]):
    """Shows a text; `y` copies it, esc closes it."""

    CSS_PATH = "text_window.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("y", "copy_text"), ("q,enter", "close_dialog")]

    def __init__(self, title: str, text: str, *, is_copied: bool = False) -> None:
        """Shows `text` under a title.

        Args:
            is_copied: whether it goes to the clipboard at once.
        """
        super().__init__()
        self._title, self._text, self._is_copied = title, text, is_copied

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="box"):
            yield Static(self._text, markup=False, id="text")

    def on_mount(self) -> None:
        """Lets the arrows scroll it."""
        box = self.query_one("#box")
        box.border_title = Text(self._title)
        box.border_subtitle = _("y copies · esc closes")
        box.focus()
        if self._is_copied:
            self.action_copy_text()

    def action_copy_text(self) -> None:
        """Puts it on the clipboard, by the terminal (OSC 52)."""
        self.app.copy_to_clipboard(self._text)
        self.query_one("#box").border_subtitle = _("copied · y copies again · esc closes")
