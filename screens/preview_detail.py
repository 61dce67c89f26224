"""One line of an import preview in full: what was sent, what stands here, what came back, and why it was left."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from models.language import _
from screens.dialog import Dialog
from screens.widgets.preview_lines import PreviewLine


class PreviewDetail(Dialog[str]):
    """Gives back `theirs` or `ours` where the person chooses one."""

    CSS_PATH = "edit_detail.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("t", "take('theirs')"),
        ("o", "take('ours')"),
        ("q,enter", "close_dialog"),
    ]

    def __init__(self, line: PreviewLine) -> None:
        super().__init__()
        self._line = line

    def compose(self) -> ComposeResult:
        line = self._line
        here = _("Here ({by})").format(by=line.by) if line.by else _("Here")
        values = (
            (_("As sent"), line.base),
            (here, line.ours),
            (_("There"), line.theirs),
            (_("Why"), line.why if line.theirs or line.where else ""),
        )
        with VerticalScroll(id="box"):
            yield Static(line.name, classes="title", markup=False)
            for label, value in values:
                if value:
                    yield Static(label, classes="label", markup=False)
                    yield Static(value, classes="value", markup=False)

    def on_mount(self) -> None:
        """Lets the arrows scroll it."""
        box = self.query_one("#box")
        box.border_title = Text(self._line.where)
        box.border_subtitle = _("t theirs · o ours · esc closes")
        box.focus()

    def action_take(self, side: str) -> None:
        """Chooses a side."""
        self.dismiss(side)
