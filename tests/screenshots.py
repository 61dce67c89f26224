"""Draws the pictures of the README from the sample plan: `make screenshots`."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from datetime import date
from pathlib import Path

from models.clock import Clock
from tracker.app import TrackerApp
from tracker.loading import plan_from_folder
from tracker.settings import Settings

DAY = date(2018, 10, 19)
SHOTS = (
    ("today", "1"),
    ("roadmap", "2"),
    ("dependencies", "5"),
    ("initiatives", "3"),
    ("milestones", "4"),
    ("charts", "6"),
    ("handoffs", "7"),
    ("snapshots", "8"),
    ("page", "p"),
)
"""The name of each picture and the key of its screen."""

FONT_FACE = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
"""A picture fetches no fonts from anywhere; the reader's monospace font does."""


async def draw(folder: Path, plan: Path, size: tuple[int, int]) -> None:
    """One picture of each screen."""
    app = TrackerApp(plan, Clock(DAY), Settings(), "office")
    async with app.run_test(size=size) as pilot:
        await settle(app)
        for name, key in SHOTS:
            await pilot.press(key)
            await pilot.pause(1.5)
            picture = app.export_screenshot(title="tracker")
            target = folder / f"{name}.svg"
            target.write_text(FONT_FACE.sub("", picture), encoding="utf-8")
            print(target)  # noqa: T201


async def settle(app: TrackerApp) -> None:
    """Waits until the plan is open."""
    for _turn in range(200):
        if app.plan is not None:
            return
        await asyncio.sleep(0.05)


def main() -> None:
    """Draws into the folder that was asked for."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        sample = Path(__file__).parent.parent / "tracker" / "sample"
        plan = Path(temporary) / "sample.db"
        plan_from_folder(sample, plan, clock=Clock(DAY), person="office", until=DAY)
        asyncio.run(draw(folder, plan, (120, 40)))


if __name__ == "__main__":
    main()
