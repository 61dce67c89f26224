"""When Python looks for garbage: not while modules are imported, which would cost a tenth of a short run."""

from __future__ import annotations

import gc
from typing import Final

ORDINARY: Final = gc.get_threshold()
IMPORTED_OBJECTS: Final = 200_000
"""New objects before Python looks for garbage; no command imports as many."""


def hold_off() -> None:
    """For the time of the imports, and for commands that end soon; the screens resume once a plan is open."""
    gc.set_threshold(IMPORTED_OBJECTS)


def resume() -> None:
    """For a program that stays: what was imported stays too, the rest is looked at in small, quick steps."""
    gc.freeze()
    gc.set_threshold(*ORDINARY)
