"""Every command of the program, declared once: bindings, footer, help, palette and the README's table come from it.

A screen takes its keys with `BINDINGS = bindings("milestones")` and writes the actions. To give a screen a command, add
it to the list of its scope in a module `commands_…`; a test refuses a key that
two commands in force together would share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from textual.binding import Binding, BindingType

from models.language import N_, _
from screens.command import Command, Place
from screens.commands_dependencies import DEPENDENCIES
from screens.commands_everywhere import PLACES, PLAN, PROGRAM
from screens.commands_handoffs import HANDOFFS, PREVIEW_REVIEW, REVIEW, ROUND
from screens.commands_lists import INITIATIVES, MILESTONES
from screens.commands_page import PAGE, PLAN_PAGE, SNAPSHOT_PAGE
from screens.commands_roadmap import ROADMAP
from screens.commands_screens import CHARTS, COMPARISON, HISTORY, PREVIEW, SNAPSHOTS, TODAY, WELCOME

__all__ = [
    "COMMANDS",
    "PLACES",
    "SCOPES",
    "Command",
    "Keymap",
    "Place",
    "bindings",
    "commands_of",
    "find",
    "hints",
    "in_force",
    "key_text",
    "keymap_problems",
    "keys_text",
]

SCOPES: Final[dict[str, str]] = {
    "today": N_("Today"),
    "roadmap": N_("Roadmap"),
    "initiatives": N_("Initiatives"),
    "milestones": N_("Milestones"),
    "dependencies": N_("Dependencies"),
    "charts": N_("Charts"),
    "handoffs": N_("Hand-offs"),
    "round": N_("One round"),
    "review": N_("Review list"),
    "snapshots": N_("Snapshots"),
    "comparison": N_("Comparison of snapshots"),
    "page": N_("Weekly page"),
    "history": N_("History"),
    "preview": N_("Import preview"),
    "welcome": N_("Welcome"),
    "plan": N_("Every screen of a plan"),
    "program": N_("Everywhere"),
}
"""Where commands are in force, with headings for people. Every screen of a plan has `plan` and `program` too."""

COMMANDS: Final[tuple[Command, ...]] = (
    *TODAY,
    *ROADMAP,
    *INITIATIVES,
    *MILESTONES,
    *DEPENDENCIES,
    *CHARTS,
    *HANDOFFS,
    *ROUND,
    *REVIEW,
    *SNAPSHOTS,
    SNAPSHOT_PAGE,
    *COMPARISON,
    *PAGE,
    *HISTORY,
    *PREVIEW,
    PREVIEW_REVIEW,
    *WELCOME,
    *PLAN,
    PLAN_PAGE,
    *PROGRAM,
)

MOST_HINTS: Final = 6
"""Commands that a footer shows beside `?`."""

Keymap = Mapping[str, str]
"""Keys that the person put in place of others, by the id of the command."""


def commands_of(*scopes: str) -> tuple[Command, ...]:
    """The commands of some scopes, in the order of the scopes."""
    return tuple(command for scope in scopes for command in COMMANDS if command.scope == scope)


def in_force(scope: str) -> tuple[Command, ...]:
    """The commands of a screen: its own, those of every screen of a plan, and those of the program."""
    scopes = (scope, "program") if scope == "welcome" else (scope, "plan", "program")
    return commands_of(*dict.fromkeys(scopes))


def bindings(scope: str) -> list[BindingType]:
    """Textual's bindings for the commands of one scope; the ids are the commands'."""
    return [
        Binding(
            command.keys,
            command.action,
            command.title,
            show=False,
            priority=command.priority,
            id=command.id,
            tooltip=command.help,
        )
        for command in commands_of(scope)
        if command.keys
    ]


def keymap_problems(keymap: Keymap) -> list[str]:
    """What is wrong with keys that the person put in place of others, a sentence each."""
    if not keymap:
        return []
    from screens.widgets.table_keys import BINDINGS

    known = {command.id for command in COMMANDS} | {each.id for each in BINDINGS if isinstance(each, Binding)}
    found = [
        _("The settings give a key to “{id}”, which is no command.").format(id=name)
        for name in keymap
        if name not in known
    ]
    for name in keymap.keys() & {command.id for command in COMMANDS}:
        for other in in_force(find(name).scope):
            shared = set(_keys(find(name), keymap)) & set(_keys(other, keymap))
            if other.id != name and shared:
                found.append(
                    _("The settings give the key {key} to two commands: {first} and {second}.").format(
                        key=key_text(min(shared)), first=_(find(name).title), second=_(other.title)
                    )
                )
    return found


def _keys(command: Command, keymap: Keymap) -> list[str]:
    keys = keymap.get(command.id, command.keys).split(",")
    return [key.strip() for key in keys if key.strip()]


def hints(scope: str) -> tuple[Command, ...]:
    """The commands that the footer of a screen shows, six at most."""
    return tuple(command for command in in_force(scope) if command.hint)[:MOST_HINTS]


def find(command_id: str) -> Command:
    """The command with that id; raises KeyError."""
    return next(command for command in COMMANDS if command.id == command_id)


_KEY_NAMES: Final[dict[str, str]] = {
    "question_mark": "?",
    "slash": "/",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "plus": "+",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "full_stop": ".",
    "comma": ",",
    "escape": N_("esc"),
    "enter": N_("enter"),
    "space": N_("space"),
    "tab": N_("tab"),
    "shift+tab": N_("shift+tab"),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": N_("page up"),
    "pagedown": N_("page down"),
    "home": N_("home"),
    "end": N_("end"),
}


def key_text(key: str) -> str:
    """A key as people know it: `?`, `esc`, `ctrl+r`."""
    return _(_KEY_NAMES[key]) if key in _KEY_NAMES else key


def keys_text(command: Command, keymap: Keymap | None = None, *, first: bool = False) -> str:
    """The keys of a command as people know them, those of their settings where given.

    Args:
        first: only the first key, for a footer.
    """
    keys = _keys(command, keymap or {})
    return " ".join(key_text(key) for key in (keys[:1] if first else keys))


def markdown_table(commands: Iterable[Command] = COMMANDS) -> str:
    """The table of all keys for the README, in the current language."""
    headings = (_("Where"), _("Key"), _("Command"), _("What it does"))
    lines = [f"| {' | '.join(headings)} |", "|---|---|---|---|"]
    for command in commands:
        keys = " ".join(f"`{key}`" for key in keys_text(command).split(" ")) if command.keys else "–"
        scope = _(SCOPES[command.scope])
        lines.append(f"| {scope} | {keys} | {_(command.title)} | {_(command.help)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    sys.stdout.write(markdown_table() + "\n")
