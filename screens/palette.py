"""The command palette: finds any command of the screen by a few letters of its name, and runs it."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from textual import actions, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.screen import Screen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from models.language import _
from screens.commands import Command, Keymap, in_force, keys_text
from screens.dialog import Dialog

PAGE: Final = 7
"""Commands by which the highlight moves for a page; each takes two lines or three."""


class Palette(Dialog[str]):
    """Gives back the action of the chosen command."""

    CSS_PATH = "palette.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("up", "move(-1)"),
        ("down", "move(1)"),
        ("pageup", f"move({-PAGE})"),
        ("pagedown", f"move({PAGE})"),
    ]

    def __init__(self, screen: Screen[Any], scope: str, keymap: Keymap) -> None:
        """Offers the commands that are in force on `screen`."""
        super().__init__()
        self._keymap = keymap
        self._commands = [command for command in in_force(scope) if _is_allowed(screen, command)]

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Input(placeholder=_("Find a command…"), id="sought")
            yield OptionList(id="commands")

    def on_mount(self) -> None:
        """Shows every command."""
        self.query_one(OptionList).can_focus = False
        self._offer("")

    @on(Input.Changed, "#sought")
    def _narrow(self, event: Input.Changed) -> None:
        self._offer(event.value)

    def _offer(self, sought: str) -> None:
        matcher = Matcher(sought)
        scored = [
            (matcher.match(_(command.title)) if sought else 1.0, place, command)
            for place, command in enumerate(self._commands)
        ]
        found = [entry for entry in scored if entry[0] > 0]
        if not found:
            words = sought.casefold()
            found = [(1.0, n, c) for n, c in enumerate(self._commands) if words in _(c.help).casefold()]
        found.sort(key=lambda entry: (-entry[0], entry[1]))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(self._line(command), id=command.id) for _score, _place, command in found)
        if not found:
            options.add_option(Option(Content(_("No command is called so.")), disabled=True))
        options.highlighted = 0 if found else None

    def _line(self, command: Command) -> Content:
        keys = keys_text(command, self._keymap)
        return Content.assemble(
            (_(command.title), "bold"),
            "  ",
            (keys, "$text-primary"),
            "\n",
            (_(command.help), "dim"),
        )

    def action_move(self, places: int) -> None:
        """Moves the highlight while the typing goes on."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            options.highlighted = max(0, min(options.highlighted + places, options.option_count - 1))

    @on(Input.Submitted, "#sought")
    def _choose_highlighted(self) -> None:
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(next(c.action for c in self._commands if c.id == event.option_id))


def _is_allowed(screen: Screen[Any], command: Command) -> bool:
    """Whether the screen takes the command now."""
    namespace, name, parameters = actions.parse(command.action)
    return bool(namespace) or screen.check_action(name, parameters) is True
