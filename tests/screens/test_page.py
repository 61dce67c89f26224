"""The weekly page on the screen: read, in three languages, copied and saved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from driving import DEMO_DAY, NORMAL, SMALL, check_golden, driven, opened
from textual.widgets import Static

from models.clock import Clock
from models.edits import changes
from models.store import create


async def test_p_opens_the_page_of_the_snapshot_at_the_cursor(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "down", "p")
        assert run.scope() == "page"
        assert "Week 8/13 (2018-W41), 2018-10-12" in run.text()


@pytest.mark.parametrize(("size", "spoken"), [(NORMAL, "en"), (SMALL, "fi")], ids=["120x40-en", "80x24-fi"])
async def test_the_page_looks_as_kept(plan_path: Path, size: tuple[int, int], spoken: str) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size, spoken=spoken) as run:
        await run.press("8", "p", "pagedown")
        check_golden(f"page-{size[0]}x{size[1]}-{spoken}", run.text())


async def test_a_version_has_a_page_of_its_own(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        plan.snapshots.take(correction="a wrong date")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "p")
        assert "Frozen, version 2; corrected: a wrong date" in run.text()


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_page_is_as_wide_as_the_screen_lets_it(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await run.press("8", "p")
        assert "2018-10-19, day 61/90 (calendar days, the first is" in run.line_with("Week 9/13")


async def test_the_page_scrolls_to_its_seal(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "p", "end")
        assert "Seal: " in run.text()


async def test_the_keys_of_vim_scroll_too(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "p", "G", "g")
        assert "Helsinki's digitalisation plan: week 9" in run.text()


async def test_l_shows_the_page_in_the_next_language(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "p", "l")
        assert "Helsingin digitalisaatiosuunnitelma: viikko 9" in run.text()
        await run.press("l")
        assert "Helsingfors digitaliseringsplan: vecka 9" in run.text()


async def test_the_language_of_the_page_leaves_that_of_the_program(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "p", "l")
        assert "Save" in run.lines()[-1]


async def test_y_copies_the_whole_page(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "p", "y")
        assert run.app.clipboard.startswith("Helsinki's digitalisation plan: week 9\n")
        assert "Seal: " in run.app.clipboard


@pytest.mark.parametrize(("name", "start"), [("a.txt", "Helsinki's"), ("a.md", "# Helsinki's")])
async def test_s_saves_the_page_by_the_ending_of_its_name(
    plan_path: Path, tmp_path: Path, name: str, start: str
) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "p", "s")
        run.screen.query_one("#path").value = str(tmp_path / name)
        await run.press("enter")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


async def test_the_palette_opens_the_draft_of_this_week(plan_path: Path) -> None:
    async with driven(plan_path, day=date(2018, 10, 22)) as run:
        await run.press("1", "ctrl+p")
        await run.type("weekly page")
        await run.press("enter")
        assert "Draft: week 10 is not frozen yet." in run.text()


async def test_escape_returns_to_where_the_person_came_from(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "p", "escape")
        assert run.scope() == "snapshots"


async def test_where_there_is_no_page_a_sentence_says_why(tmp_path: Path) -> None:
    path = tmp_path / "later.db"
    create(path, {"start": date(2018, 11, 1)}, clock=Clock(DEMO_DAY), person="tester").close()
    async with driven(path, day=DEMO_DAY) as run:
        await run.press("8", "p")
        assert "2018-10-19 is before the plan begins on 2018-11-01" in run.text()


async def test_what_looks_like_markup_is_shown(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        row = plan.state().find("milestone", "B1.2")
        plan.apply(changes("milestone", row, {"title_en": "[/bold] [red]x"}), source="command")
        plan.snapshots.take(correction="markup")
    async with driven(plan_path, day=DEMO_DAY, size=(120, 400)) as run:
        await run.press("8", "p")
        assert "B1.2 [/bold] [red]x" in run.text()


async def test_a_sentence_in_place_of_the_page_is_told_whole(whole_plan_path: Path) -> None:
    async with driven(whole_plan_path, day=DEMO_DAY, size=SMALL) as run:
        await run.press("8", "p")
        page = run.app.screen.query_one("#page", Static)
        page.update("word " * 40 + "end")
        await run.settle()
        assert "end" in run.text()
