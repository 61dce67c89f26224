"""Drives the lists of milestones and initiatives by keys, for their tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import driving
from driving import DEMO_DAY, NORMAL, driven
from textual.pilot import Pilot
from textual.widgets import Static

from models.plan import Plan
from screens.list_editing import EditableList
from screens.widgets.table import LineTable
from tracker.settings import Settings

SPECIAL_KEYS = {" ": "space", ".": "full_stop", "-": "minus", "+": "plus", "[": "left_square_bracket"}


async def until(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    """Waits until something holds; fails after ten seconds."""
    for _turn in range(500):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError(f"it never held; the screen says:\n{screen_text(pilot)}")


@asynccontextmanager
async def listed(
    path: Path, place: str = "4", size: tuple[int, int] = NORMAL, settings: Settings | None = None
) -> AsyncIterator[Pilot[Any]]:
    """The program on a list, with its rows on the screen."""
    async with driven(path, day=DEMO_DAY, size=size, settings=settings, poll_seconds=0.2) as run:
        await run.press(place)
        await run.until(
            lambda: isinstance(run.app.screen, EditableList) and run.app.screen.answer is not None
        )
        await run.settle()
        yield run.pilot


def screen_of(pilot: Pilot[Any]) -> EditableList[Any, Any]:
    """The list, also where a window stands over it."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, EditableList))


def table_of(pilot: Pilot[Any]) -> LineTable:
    return screen_of(pilot).table


def screen_text(pilot: Pilot[Any]) -> str:
    """Everything that stands on the terminal, a line each."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def count_text(pilot: Pilot[Any]) -> str:
    return str(screen_of(pilot).query_one("#count", Static).render())


def shown_ids(pilot: Pilot[Any]) -> list[str]:
    """The ids of all rows that pass the filter, from top to bottom."""
    screen = screen_of(pilot)
    return [screen.answer.by_uid[key].id for key in screen.table.keys] if screen.answer else []


def current_id(pilot: Pilot[Any]) -> str:
    row: Any = screen_of(pilot).row(table_of(pilot).cursor_key)
    return str(row.id)


async def press(pilot: Pilot[Any], keys: str) -> None:
    """Presses keys written with blanks between them."""
    await pilot.press(*keys.split())
    await pilot.pause()


async def write(pilot: Pilot[Any], text: str) -> None:
    """Types a text, letter by letter."""
    await pilot.press(*(SPECIAL_KEYS.get(letter, letter) for letter in text))
    await pilot.pause()


async def go_to(pilot: Pilot[Any], visible_id: str, column: str | None = None) -> None:
    """Puts the cursor on a row, as another screen would."""
    screen = screen_of(pilot)
    assert screen.answer is not None
    uid = next(uid for uid, row in screen.answer.by_uid.items() if row.id == visible_id)
    assert screen.table.move_cursor(uid, column)
    await pilot.pause()


async def revised(pilot: Pilot[Any], plan: Plan, keys: str) -> None:
    """Presses keys, and waits until they made a revision that the list shows."""
    before = plan.last_revision()
    await press(pilot, keys)
    await until(pilot, lambda: plan.last_revision() > before)
    await until(pilot, lambda: screen_of(pilot).state.revision == plan.last_revision())
    await pilot.pause()


def milestone(plan: Plan, visible_id: str) -> Any:
    return plan.state().find("milestone", visible_id)


def initiative(plan: Plan, visible_id: str) -> Any:
    return plan.state().find("initiative", visible_id)


def editor_says(pilot: Pilot[Any]) -> str:
    """The sentence under the value that is being edited."""
    return str(pilot.app.screen.query_one(".told", Static).render())


def told_notices(pilot: Pilot[Any]) -> list[str]:
    return [notice.message for notice in pilot.app._notifications]


def check_golden(pilot: Pilot[Any], name: str) -> None:
    """Compares the screen with the text kept under `name`."""
    driving.check_golden(name, screen_text(pilot) + "\n")
