"""The review list: returned cells that could not be read, mended in place, set aside, opened."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from driving import DEMO_DAY, NORMAL, SMALL, check_golden, driven, opened
from handoffs_back import made_and_back

from importers.incoming import compared_with, keep_and_apply, open_incoming, read_bytes
from importers.proposal import Choices


@pytest.fixture(scope="module")
def waiting(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan into which two hand-offs were imported, with two unreadable cells each; copy it, never write to it."""
    folder = tmp_path_factory.mktemp("waiting")
    path = Path(shutil.copyfile(sample_template, folder / "plan.db"))
    files = made_and_back(path, folder)
    with opened(path, DEMO_DAY, "anna") as plan:
        for file in files.values():
            incoming = open_incoming(read_bytes(file), file.name)
            keep_and_apply(plan, incoming, incoming.propose(compared_with(plan, incoming), Choices()))
    return path


@pytest.fixture
def plan_path(waiting: Path, tmp_path: Path) -> Path:
    """A plan of one's own with four cells on its review list: A1.3, A5.2, A3.2 and A5.3."""
    return Path(shutil.copyfile(waiting, tmp_path / "plan.db"))


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_review_list_looks_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await run.press("7", "R")
        check_golden(f"review-{size[0]}x{size[1]}", run.text())


async def test_hand_offs_say_that_cells_wait(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7")
        assert "4 cells wait to be mended in all: R" in run.text()


async def test_mending_begins_with_what_stands_in_the_file(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7", "R", "e")
        assert run.app.focused.value == "next week"


async def test_a_mended_date_is_written_to_the_plan(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7", "R", "e")
        run.app.focused.value = "2018-11-08"
        await run.press("enter")
        assert run.app.plan.state().find("milestone", "A1.3").forecast == date(2018, 11, 8)
        assert "A1.3" not in run.text().replace("A1.3 Forecast is mended.", "")


async def test_what_still_cannot_be_read_is_told_and_stays(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7", "R", "e", "enter")
        assert "“next week” is no date" in " ".join(run.text().split())


async def test_u_puts_a_mended_cell_back_on_the_list(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7", "R", "down", "e", "3", "u")
        assert "4 returned cells could not be read" in run.text()


async def test_x_sets_a_cell_aside(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        before = run.app.plan.state().find("milestone", "A1.3")
        await run.press("7", "R", "x")
        assert "3 returned cells could not be read" in run.text()
        assert run.app.plan.state().find("milestone", "A1.3").forecast == before.forecast


async def test_the_selected_cells_are_set_aside_at_once(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7", "R", "asterisk", "x")
        assert "Nothing waits to be mended. Press esc to go back." in run.text()


async def test_enter_leads_to_the_row(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        uid = run.app.plan.state().find("milestone", "A1.3").uid
        await run.press("7", "R", "enter")
        await run.until(lambda: run.scope() == "milestones" and run.screen.table.cursor_key == uid)


async def test_w_shows_the_whole_text_and_its_file(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7", "R", "w")
        assert "Milestones!I5" in str(run.screen.query_one("#text").render())


async def test_escape_returns_to_where_one_was(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7", "R", "escape")
        assert run.scope() == "handoffs"
