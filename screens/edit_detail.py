"""One edit in full: what a field was and what it became, however long, and the way to its row."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from models.language import _
from screens.dialog import Dialog
from screens.widgets.edits import EditLine


class EditDetail(Dialog[bool]):
    """Gives back True when the person wants to see the row."""

    CSS_PATH = "edit_detail.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("enter,o", "open_row"), ("q", "close_dialog")]

    def __init__(self, line: EditLine) -> None:
        super().__init__()
        self._line = line

    def compose(self) -> ComposeResult:
        line = self._line
        with VerticalScroll(id="box"):
            yield Static(line.title, classes="title", markup=False)
            for label, value in ((_("Was"), line.old), (_("Becomes"), line.new), (_("From"), line.note)):
                if value:
                    yield Static(label, classes="label", markup=False)
                    yield Static(value, classes="value", markup=False)

    def on_mount(self) -> None:
        """Lets the arrows scroll it."""
        box = self.query_one("#box")
        box.border_title = Text(self._line.field)
        box.border_subtitle = _("enter opens the row · esc closes")
        box.focus()

    def action_open_row(self) -> None:
        """Asks for the row."""
        self.dismiss(True)
