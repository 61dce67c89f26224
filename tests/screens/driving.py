"""Drives the real application on a real plan file by keys, and reads its screen as text."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from textual.events import Paste
from textual.pilot import Pilot

from models import language
from models.clock import Clock
from models.plan import Plan
from models.store import open_plan
from screens.base import PlanScreen
from screens.welcome import PlanMaker
from tracker.app import TrackerApp
from tracker.settings import Settings

GOLDEN = Path(__file__).parent / "golden"
DEMO_DAY, LAST_DAY = date(2018, 10, 19), date(2018, 11, 16)
"""Where the clocks of the sample's two plans stand; see tests/conftest.py."""
NORMAL, SMALL, LARGE = (120, 40), (80, 24), (200, 60)
"""Sizes of terminals: columns and lines."""
ROUNDS = 400
"""How often `until` looks before it gives up; each look lets the program work for 10 ms."""


@dataclass
class Driven:
    """A running application and its pilot."""

    app: TrackerApp
    pilot: Pilot[Any]

    @property
    def screen(self) -> Any:
        """The screen on top."""
        return self.app.screen

    async def settle(self) -> None:
        """Waits until nothing is asked, written or drawn any more."""
        # What a worker brings may ask the next one.
        for _round in range(ROUNDS):
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
            if not len(self.app.workers):
                return

    async def until(self, what: Any) -> None:
        """Waits until a condition holds; fails when it does not in a few seconds."""
        for _round in range(ROUNDS):
            if what():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"not so within {ROUNDS / 100:g} seconds; the screen shows\n{self.text()}")

    async def press(self, *keys: str) -> None:
        """Presses keys one after another, each when the one before has had its effect."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Types a text into what has the focus."""
        await self.pilot.press(*("space" if character == " " else character for character in text))
        await self.settle()

    async def paste(self, text: str) -> None:
        """Pastes a text into what has the focus."""
        assert self.app.focused is not None
        self.app.focused.post_message(Paste(text))
        await self.settle()

    def lines(self) -> list[str]:
        """What the screen shows, without blanks at the ends."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.lines()) + "\n"

    def line_with(self, text: str) -> str:
        """The first line that holds a text."""
        found = next((line for line in self.lines() if text in line), None)
        assert found is not None, f"no line holds {text!r} in\n{self.text()}"
        return found

    def notices(self) -> list[str]:
        """All notices so far, the oldest first."""
        return [notice.message for notice in self.app._notifications]

    def scope(self) -> str:
        """Which screen of the plan is shown."""
        return str(getattr(self.app.screen, "NAME", type(self.app.screen).__name__))


@asynccontextmanager
async def driven(
    path: Path | None,
    *,
    day: date | None = None,
    size: tuple[int, int] = NORMAL,
    settings: Settings | None = None,
    maker: PlanMaker | None = None,
    person: str = "tester",
    poll_seconds: float = 0.02,
    spoken: str = "en",
) -> AsyncIterator[Driven]:
    """Runs the application on the plan at `path` until the `with` block ends.

    Args:
        day: where its clock stands.
        poll_seconds: how often it looks for changes of others.
    """
    language.use(spoken)
    app = TrackerApp(path, Clock(day), settings or Settings(), person, maker=maker, poll_seconds=poll_seconds)
    async with app.run_test(size=size, notifications=True) as pilot:
        run = Driven(app, pilot)
        await run.until(lambda: _is_ready(app))
        await run.settle()
        # A text that came last may have moved what stands around it.
        await pilot.pause()
        yield run


def _is_ready(app: TrackerApp) -> bool:
    if app.current_mode == "opening":
        return False
    return not isinstance(app.screen, PlanScreen) or app.screen.answer is not None


def opened(path: Path, day: date, person: str = "somebody else") -> Plan:
    """The same file opened a second time, by another person."""
    return open_plan(path, clock=Clock(day), person=person)


def check_golden(name: str, text: str) -> None:
    """Compares a screen with the text kept under `name`; UPDATE_GOLDEN=1 keeps this one instead.

    The seals of snapshots, which are others in every run, are noughts.
    """
    text = re.sub(r"\b[0-9a-f]{64}\b", "0" * 64, text)
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text == kept, f"{path.name} differs; look at it, then run with UPDATE_GOLDEN=1"
