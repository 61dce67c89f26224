"""What a command and a place of the program are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One thing a person can do by a key, a click on the footer, or the palette."""

    id: str
    """`scope.verb`, under which the person's settings can put other keys: `keys."plan.undo" = "ctrl+z"`."""
    keys: str
    """Textual's names of the keys, with commas between; empty for what the palette alone offers."""
    action: str
    """Textual's action, run on the screen; `app.` before it runs it on the application."""
    title: str
    """Two or three words, in English; `_()` translates them."""
    help: str
    """One sentence, in English; `_()` translates it."""
    scope: str
    """Where it is in force: a name of `SCOPES`."""
    hint: bool = False
    """Whether the footer may show it; the first six of a screen are shown, its own before those of all screens."""
    priority: bool = False
    """Whether its keys win over the focused widget."""


@dataclass(frozen=True)
class Place:
    """A screen that a digit opens."""

    name: str
    """Also the scope of its commands."""
    digit: str
    title: str
    """In English; `_()` translates it."""
    help: str
    """What it shows, in English."""
    target: str
    """`module:Class`, imported when the screen is first shown."""
    kinds: tuple[str, ...] = ()
    """Kinds of rows that it shows: `app.open_row(kind, uid)` goes there."""
