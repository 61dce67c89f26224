"""History: who changed a row, when, from what to what; the plan's latest changes; the whole text of one."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import DEMO_DAY, NORMAL, SMALL, check_golden, driven, opened

from models.edits import changes


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_history_of_a_row_looks_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await run.press("H")
        check_golden(f"history-{size[0]}x{size[1]}", run.text())


async def test_a_change_says_its_person_and_reason(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY, "Maija") as plan:
        milestone = plan.state().find("milestone", "D1.2")
        plan.apply(changes("milestone", milestone, {"weight": 8}), source="command", reason="counted again")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("H")
        assert "Maija · by the command line · counted again" in run.text()


async def test_values_are_told_in_words(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("H")
        assert "in progress" in run.line_with("not started")


async def test_a_loaded_value_says_its_file_and_line(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("H")
        assert "events.csv:" in run.line_with("in progress")


async def test_a_change_of_somebody_else_joins_the_list(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("H")
        with opened(plan_path, DEMO_DAY, "Maija") as plan:
            milestone = plan.state().find("milestone", "D1.2")
            plan.apply(changes("milestone", milestone, {"weight": 8}), source="command")
        await run.until(lambda: "Maija" in run.text())


async def test_w_shows_the_latest_changes_of_the_plan(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("H", "w")
        assert "The plan's latest changes" in run.lines()[2]


async def test_h_without_a_row_shows_the_plan(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "H")
        assert "The plan's latest changes" in run.lines()[2]


async def test_enter_shows_a_long_text_whole(plan_path: Path) -> None:
    note = "First line of a long note.\n" + "word " * 40 + "the end of it"
    with opened(plan_path, DEMO_DAY) as plan:
        milestone = plan.state().find("milestone", "D1.2")
        plan.apply(changes("milestone", milestone, {"note": note}), source="command")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("H", "enter")
        assert "the end of it" in " ".join(run.text().split()).replace("│ ", "").replace(" │", "")


async def test_escape_returns_to_where_one_was(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("H", "escape")
        assert run.scope() == "today"


async def test_a_removed_row_keeps_its_name(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY, "tester") as plan:
        state = plan.state()
        linked = {end for link in state.dependencies for end in (link.waiting, link.provider)}
        gone = next(m for m in state.milestones if m.uid not in linked)
        plan.remove("milestone", gone, source="command")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "H")
        assert run.line_with("removed").split()[1] == gone.id
