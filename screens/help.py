"""The keys of the current screen, and of the widget that has the focus."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from models.language import _
from screens.commands import SCOPES, Keymap, commands_of, key_text, keys_text
from screens.dialog import Dialog
from screens.widgets.table_keys import BINDINGS as TABLE_BINDINGS
from screens.widgets.table_keys import ROW_BINDINGS

WIDEST: Final = (10, 18)
"""Most cells for the keys and for the titles; longer ones go on in the next line."""

WITH_ROWS_ALONE: Final = {"roadmap"}
"""The screens whose list has no columns to go to."""

Row = tuple[str, str, str]
"""Keys, title and sentence of a command."""


class HelpScreen(Dialog[None]):
    """Everything that keys do on one screen, by where they do it."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("question_mark,f1,q,enter", "close_dialog")]

    def __init__(self, scope: str, keymap: Keymap) -> None:
        """Tells the keys of the screen whose commands have that scope."""
        super().__init__()
        self._scope = scope
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="box"):
            sections = self._sections()
            rows = [row for _title, some in sections for row in some]
            widths = [
                min(max(cell_len(row[place]) for row in rows), most) for place, most in enumerate(WIDEST)
            ]
            for title, some in sections:
                yield from _section(title, some, widths)

    def _sections(self) -> list[tuple[str, list[Row]]]:
        """The commands under the heading of where they are in force."""
        scopes = (self._scope, "program") if self._scope == "welcome" else (self._scope, "plan", "program")
        sections = []
        for scope in scopes:
            rows = [(keys_text(c, self._keymap), _(c.title), _(c.help)) for c in commands_of(scope) if c.keys]
            sections.append((_(SCOPES.get(scope, scope)), rows))
        if self._scope != "welcome":
            sections.append((_("In lists"), self._table_rows()))
        return sections

    def _table_rows(self) -> list[Row]:
        rows = []
        for binding in ROW_BINDINGS if self._scope in WITH_ROWS_ALONE else TABLE_BINDINGS:
            if isinstance(binding, Binding):
                keys = self._keymap.get(binding.id or "", binding.key).split(",")
                shown = " ".join(key_text(key) for key in keys)
                rows.append((shown, _(binding.description), _(binding.tooltip)))
        return rows

    def on_mount(self) -> None:
        """Lets the arrows scroll it."""
        box = self.query_one("#box")
        box.border_title = Text(_("Keys"))
        box.border_subtitle = Text(_("esc closes"))
        box.focus()


def _section(title: str, rows: list[Row], widths: list[int]) -> ComposeResult:
    """A heading, and one table of three columns, the first two as wide as in the other sections."""
    if not rows:
        return
    yield Static(title, classes="title", markup=False)
    table = Table.grid(padding=(0, 2))
    for width in widths:
        table.add_column(width=width)
    table.add_column(ratio=1)
    for keys, name, sentence in rows:
        table.add_row(Text(keys, "bold"), Text(name), Text(sentence, "dim"))
    yield Static(table, classes="rows")
