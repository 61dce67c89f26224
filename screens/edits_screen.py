"""What the screens that list edits share: a heading, the list, the full text of one edit, the way back."""

from __future__ import annotations

from typing import Generic

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from screens.base import Answer, PlanScreen
from screens.widgets.edits import EditLine, EditList
from screens.widgets.table import LineTable


class EditsScreen(PlanScreen[Answer], Generic[Answer]):
    """A list of edits over another screen; esc returns there."""

    def compose_body(self) -> ComposeResult:
        """The heading and the list."""
        yield Static(id="heading", markup=False)
        yield EditList(id="edits")

    @property
    def edits(self) -> EditList:
        """The list."""
        return self.query_one("#edits", EditList)

    def say_heading(self, heading: str) -> None:
        """Says above the list what it lists."""
        self.query_one("#heading", Static).update(heading)

    def current_line(self) -> EditLine | None:
        """The line at the cursor; None on a heading."""
        return self.edits.line(self.edits.cursor_item)

    def current_row(self) -> tuple[str, str] | None:
        line = self.current_line()
        return (line.kind, line.uid) if line is not None else None

    def row_as_text(self) -> str:
        line = self.current_line()
        return "\t".join((line.title, line.field, line.old, line.new)) if line is not None else ""

    def step_back(self) -> bool:
        """Closes this screen."""
        self.app.pop_screen()
        return True

    @on(LineTable.Activated, "#edits")
    def _open(self, message: LineTable.Activated) -> None:
        message.stop()
        self.action_open_edit()

    def action_open_edit(self) -> None:
        """Shows both values in full; enter once more leads to the row."""
        from screens.edit_detail import EditDetail

        line = self.current_line()
        if line is None:
            return

        def go(wanted: bool | None) -> None:
            if wanted and not self.shell.open_row(line.kind, line.uid):
                self.tell_no_screen()

        self.app.push_screen(EditDetail(line), go)
