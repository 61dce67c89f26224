"""The keys of the current screen, and of the widget that has the focus."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from models.language import _
from screens.base import Dialog
from screens.commands import SCOPES, Keymap, commands_of, key_text, keys_text
from screens.widgets.table_keys import BINDINGS as TABLE_BINDINGS

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
            scopes = (
                (self._scope, "program") if self._scope == "welcome" else (self._scope, "plan", "program")
            )
            for scope in scopes:
                rows = [
                    (keys_text(c, self._keymap), _(c.title), _(c.help)) for c in commands_of(scope) if c.keys
                ]
                yield from _section(_(SCOPES.get(scope, scope)), rows)
            if self._scope != "welcome":
                yield from _section(_("In lists"), self._table_rows())

    def _table_rows(self) -> list[Row]:
        rows = []
        for binding in TABLE_BINDINGS:
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


def _section(title: str, rows: list[Row]) -> ComposeResult:
    """A heading, and one table of three columns."""
    if not rows:
        return
    yield Static(title, classes="title", markup=False)
    table = Table.grid(padding=(0, 2))
    table.add_column(min_width=10, max_width=16)
    table.add_column(min_width=14, max_width=20)
    table.add_column(ratio=1)
    for keys, name, sentence in rows:
        table.add_row(Text(keys, "bold"), Text(name), Text(sentence, "dim"))
    yield Static(table, classes="rows")
