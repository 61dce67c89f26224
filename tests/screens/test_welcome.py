"""The welcome screen: ways to a plan, and what is said where one leads nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import DEMO_DAY, NORMAL, SMALL, Driven, check_golden, driven

from models.clock import Clock
from models.store import open_plan
from tracker.demo import Maker
from tracker.settings import Settings


@pytest.fixture
def maker() -> Iterator[Maker]:
    """Makes plans as the program does."""
    made = Maker(Clock(DEMO_DAY), "tester")
    yield made
    made.remove_copies()


async def put(run: Driven, text: str) -> None:
    """Puts a text in place of what the focused line holds."""
    await run.press("end", "ctrl+u")
    await run.paste(text)


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_first_run_looks_as_kept(maker: Maker, size: tuple[int, int]) -> None:
    async with driven(None, day=DEMO_DAY, maker=maker, size=size) as run:
        check_golden(f"welcome-{size[0]}x{size[1]}", run.text())


async def test_the_sample_opens_at_day_61(maker: Maker) -> None:
    async with driven(None, maker=maker) as run:
        await run.press("1")
        await run.until(lambda: run.scope() == "today" and "day 61 of 90" in run.text())


async def test_the_welcome_takes_no_keys_while_a_plan_opens(
    plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_open = asyncio.Event()
    async with driven(None, day=DEMO_DAY, settings=Settings(recent=[str(plan_path)])) as run:
        open_plan_file = run.app._desk.open

        async def slow(*arguments: Any) -> Any:
            await may_open.wait()
            return await open_plan_file(*arguments)

        monkeypatch.setattr(run.app._desk, "open", slow)
        await run.pilot.press("2")
        await run.until(lambda: run.app.current_mode == "opening")
        assert "Opening the plan…" in run.text()
        may_open.set()
        await run.until(lambda: "day 61 of 90" in run.text())


async def test_a_folder_becomes_a_plan(maker: Maker, sample_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.db"
    async with driven(None, day=DEMO_DAY, maker=maker) as run:
        await run.press("2")
        await run.paste(str(sample_folder))
        await run.press("enter")
        await put(run, str(target))
        await run.press("enter")
        await run.until(lambda: run.scope() == "today")
    with open_plan(target, clock=Clock(DEMO_DAY), person="tester") as plan:
        assert len(plan.state().initiatives) == 34


async def test_a_folder_without_a_plan_is_told_in_the_form(maker: Maker, tmp_path: Path) -> None:
    async with driven(None, day=DEMO_DAY, maker=maker) as run:
        await run.press("2")
        await run.paste(str(tmp_path / "nothing"))
        await run.press("enter", "enter")
        assert "There is no folder" in run.text()


async def test_an_empty_plan_begins_on_its_first_day(maker: Maker, tmp_path: Path) -> None:
    target = tmp_path / "new.db"
    async with driven(None, day=DEMO_DAY, maker=maker) as run:
        await run.press("3")
        await run.type("Our [new] plan")
        await run.press("enter")
        await put(run, "22.10.2018")
        await run.press("enter")
        await put(run, str(target))
        await run.press("enter")
        await run.until(lambda: run.scope() == "today")
        assert run.lines()[0].startswith(" Our [new] plan   starts in 3 days")


async def test_a_date_that_is_none_is_told_in_the_form(maker: Maker) -> None:
    async with driven(None, day=DEMO_DAY, maker=maker) as run:
        await run.press("3", "enter")
        await put(run, "22/10/2018")
        await run.press("enter", "enter")
        assert "“22/10/2018” is no date; write it like 2018-10-22." in run.text()


async def test_a_file_that_is_there_is_never_written_over(maker: Maker, plan_path: Path) -> None:
    before = plan_path.read_bytes()
    async with driven(None, day=DEMO_DAY, maker=maker) as run:
        await run.press("3", "enter", "enter")
        await put(run, str(plan_path))
        await run.press("enter")
        assert "is there already" in run.text()
    assert plan_path.read_bytes() == before


async def test_another_plan_opens_by_its_path(maker: Maker, plan_path: Path) -> None:
    async with driven(None, day=DEMO_DAY, maker=maker) as run:
        await run.press("4")
        await run.paste(str(plan_path))
        await run.press("enter")
        await run.until(lambda: run.scope() == "today")


async def test_a_recent_plan_opens_by_its_digit(maker: Maker, plan_path: Path) -> None:
    settings = Settings(recent=[str(plan_path)])
    async with driven(None, day=DEMO_DAY, maker=maker, settings=settings) as run:
        await run.press("5")
        await run.until(lambda: run.scope() == "today")


async def test_escape_closes_a_form_and_makes_nothing(maker: Maker) -> None:
    async with driven(None, day=DEMO_DAY, maker=maker) as run:
        await run.press("3", "escape")
        assert "Look at the sample plan" in run.text()


async def test_the_welcome_screen_returns_to_the_open_plan(maker: Maker, plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, maker=maker) as run:
        await run.press("ctrl+o", "escape")
        assert run.scope() == "today"


async def test_another_plan_takes_the_place_of_the_open_one(maker: Maker, plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, maker=maker) as run:
        await run.press("8", "ctrl+o", "1")
        await run.until(lambda: run.app.plan is not None and run.app.plan.path != plan_path)
        await run.until(lambda: run.scope() == "today")


async def test_the_welcome_screen_speaks_another_language_at_once(maker: Maker) -> None:
    async with driven(None, day=DEMO_DAY, maker=maker) as run:
        await run.press("3")
        await run.press("escape")
        run.app.action_speak("fi")
        await run.press("3")
        assert "22.10.2018" in run.text()


async def test_another_plan_begins_with_screens_of_its_own(maker: Maker, plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, maker=maker) as run:
        await run.press("H", "ctrl+o", "1")
        await run.until(lambda: run.app.plan is not None and run.app.plan.path != plan_path)
        await run.until(lambda: run.scope() == "today")
        assert len(run.app.screen_stack) == 1
