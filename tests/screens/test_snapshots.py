"""Snapshots: the frozen weeks, taking one, comparing two or one with now."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from driving import DEMO_DAY, NORMAL, SMALL, check_golden, driven, opened

from models.clock import Clock
from models.edits import changes, removal
from models.store import create

MONDAY = DEMO_DAY + timedelta(days=3)


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_list_looks_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await run.press("8")
        check_golden(f"snapshots-{size[0]}x{size[1]}", run.text())


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_comparison_of_two_weeks_looks_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await run.press("8", "space", "space", "d")
        check_golden(f"comparison-{size[0]}x{size[1]}", run.text())


async def test_t_freezes_the_week(plan_path: Path) -> None:
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "t", "enter")
        assert run.notices()[-1] == "Week 10 is frozen as it stands on 2018-10-22."


async def test_a_week_that_was_just_frozen_is_listed(plan_path: Path) -> None:
    async with driven(plan_path, day=MONDAY) as run:
        await run.press("8", "t", "enter")
        assert run.lines()[3].split()[:3] == ["►", "10", "2018-10-22"]


async def test_t_on_a_frozen_week_says_that_it_stays(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "t")
        assert "was frozen already" in run.notices()[-1]


async def test_t_on_a_frozen_week_takes_no_second_snapshot(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        before = len(run.app.plan.snapshots.all())
        await run.press("8", "t", "t")
        assert len(run.app.plan.snapshots.all()) == before


async def test_a_plan_without_snapshots_says_which_key_takes_one(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    create(path, {"start": DEMO_DAY}, clock=Clock(DEMO_DAY), person="tester").close()
    async with driven(path, day=DEMO_DAY) as run:
        await run.press("8")
        assert "No week is frozen yet. Press t to freeze this one." in run.text()


async def test_one_snapshot_is_compared_with_now(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        milestone = plan.state().find("milestone", "D1.2")
        plan.apply(changes("milestone", milestone, {"status": "at_risk"}), source="command")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "d")
        assert "status: from in progress to at risk" in run.text()


async def test_the_comparison_says_between_which_weeks(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "space", "space", "d")
        assert "From week 8, 2018-10-12 to week 9, 2018-10-19" in run.lines()[2]


async def test_two_snapshots_without_a_difference_say_so(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "d")
        assert "Nothing changed between the two." in run.text()


async def test_three_marked_snapshots_are_too_many(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "space", "space", "space", "d")
        assert run.notices()[-1] == "Two snapshots are compared, and 3 are marked."


async def test_the_programs_own_dates_are_no_difference(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        plan.confirm([plan.state().find("milestone", "D1.2").uid])
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "d")
        assert "last update" not in run.text()


async def test_escape_returns_to_the_list(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "d", "escape")
        assert run.scope() == "snapshots"


async def test_a_correction_is_compared_with_the_version_before(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        milestone = plan.state().find("milestone", "D1.2")
        plan.apply(changes("milestone", milestone, {"status": "at_risk"}), source="command")
        plan.snapshots.take(correction="D1.2 was wrong")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "space", "space", "d")
        assert "week 9, 2018-10-19, version 2" in run.lines()[2]


async def test_d_groups_the_comparison_by_division(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "space", "space", "d", "d")
        assert run.line_with("SOTE Social").startswith(" ▾ SOTE")


async def test_enter_on_a_change_leads_to_its_milestone(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "space", "space", "d", "right_square_bracket", "enter")
        assert (run.scope(), run.screen.current_row()[0]) == ("milestones", "milestone")


async def test_enter_on_a_removed_row_leads_to_its_history(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        plan.apply([removal("dependency", plan.state().find("dependency", "X22"))], source="command")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "d", "right_square_bracket", "enter")
        assert (run.scope(), "X22" in run.lines()[2]) == ("history", True)


async def test_enter_on_another_change_shows_both_values(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        milestone = plan.state().find("milestone", "D1.2")
        plan.apply(changes("milestone", milestone, {"note": "[b]ask[/b] " * 30}), source="command")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8", "d", "right_square_bracket", "enter")
        assert (run.scope(), "[b]ask[/b]" in run.text()) == ("EditDetail", True)


async def test_a_long_reason_is_not_cut_in_a_small_terminal(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=SMALL) as run:
        await run.press("8", "space", "space", "d", "end", "home", "pagedown")
        assert "…" not in "".join(run.lines()[4:-1])
