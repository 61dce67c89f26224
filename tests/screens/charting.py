"""Drives the screen of charts by keys, for its tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from models.clock import Clock
from screens.charts import ChartsScreen
from screens.widgets.chart import Chart
from screens.widgets.frame import LabelLine
from tracker.app import TrackerApp
from tracker.settings import Settings

DAY = date(2018, 10, 19)
Driven = Pilot[int]


async def until(pilot: Driven, holds: Callable[[], bool]) -> None:
    """Waits until something holds; fails after ten seconds."""
    for _turn in range(500):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never held")


@asynccontextmanager
async def charts(path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driven]:
    """The program on the screen of charts, with a chart drawn."""
    app = TrackerApp(path, Clock(DAY), Settings(), "tester")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.frame is not None)
        await pilot.press("6")
        await until(pilot, lambda: isinstance(app.screen, ChartsScreen) and app.screen.answer is not None)
        await until(pilot, lambda: shown(pilot) != "")
        yield pilot


def screen_of(pilot: Driven) -> ChartsScreen:
    return next(each for each in pilot.app.screen_stack if isinstance(each, ChartsScreen))


def shown(pilot: Driven) -> str:
    drawing = screen_of(pilot).query_one(Chart).drawing
    return drawing.text() if drawing is not None else ""


def words(pilot: Driven) -> str:
    return str(screen_of(pilot).query_one("#words", Static).render())


def labels(pilot: Driven) -> list[str]:
    lines = ("#kinds", "#more-kinds")
    return [label.title for line in lines for label in screen_of(pilot).query_one(line, LabelLine).labels]


async def press_until(pilot: Driven, key: str, holds: Callable[[], bool]) -> None:
    await pilot.press(key)
    await until(pilot, holds)
