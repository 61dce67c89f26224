"""Dates moved on the roadmap: whom a slip hits is shown first, then one date is saved, or all of them as one change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from driving import DEMO_DAY, NORMAL, SMALL, Driven, check_golden, driven, opened
from textual.widgets import OptionList, Static

from models.edits import changes
from models.plan import Plan
from screens.widgets.slip_panel import SlipPanel


def words(run: Driven, name: str) -> str:
    return str(run.screen.query_one(f"#slip-{name}", Static).render())


def is_drafting(run: Driven) -> bool:
    return bool(run.screen.query_one(SlipPanel).display)


def milestone(run: Driven, visible_id: str) -> Any:
    """A milestone as it stands in the file."""
    assert isinstance(run.app.plan, Plan)
    return run.app.plan.state().find("milestone", visible_id)


def revision(run: Driven) -> int:
    assert run.app.plan is not None
    return run.app.plan.last_revision()


async def moving(run: Driven, visible_id: str, *keys: str) -> None:
    """Goes to a milestone on the roadmap and presses keys."""
    await run.press("2")
    run.screen.reveal("milestone", run.screen.answer.state.find("milestone", visible_id).uid)
    await run.settle()
    await run.press(*keys)


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_a_date_being_moved_looks_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await moving(run, "A4.2", "greater_than_sign", "greater_than_sign")
        check_golden(f"roadmap-moving-{size[0]}x{size[1]}", run.text())


async def test_keys_move_the_date_at_the_cursor_by_working_days_and_weeks(plan_path: Path) -> None:
    expected = {
        "right_square_bracket": "2018-11-02, 1 working day later",
        "shift+right": "2018-11-02, 1 working day later",
        "left_square_bracket": "2018-10-31, 1 working day earlier",
        "greater_than_sign": "2018-11-08, 5 working days later",
        "less_than_sign": "2018-10-25, 5 working days earlier",
    }
    found = {}
    async with driven(plan_path, day=DEMO_DAY) as run:
        await moving(run, "A4.2")
        for key in expected:
            await run.press(key)
            found[key] = words(run, "heading").partition(" → ")[2]
            await run.press("escape")
    assert found == expected


async def test_back_at_its_own_date_nothing_is_moved(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await moving(run, "A4.2", "right_square_bracket", "left_square_bracket")
        assert not is_drafting(run)


async def test_a_date_before_that_of_its_provider_is_told(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await moving(run, "C2.3", "left_square_bracket")
        assert words(run, "hit").endswith(
            "It cannot be met before A4.2, for which it waits: forecast 2018-11-01."
        )


async def test_a_date_after_the_wall_is_told(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await moving(run, "A4.2", *["greater_than_sign"] * 3)
        assert words(run, "heading").endswith("15 working days later, after day 90")


async def test_all_who_are_hit_are_shown_with_their_working_days_and_marked_in_their_rows(
    plan_path: Path,
) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=(120, 60)) as run:
        await moving(run, "A4.2", "greater_than_sign", "greater_than_sign")
        state = run.screen.answer.state
        slip = state.network.slip(state.find("milestone", "A4.2").uid, date(2018, 11, 15))
        assert len(slip.moved) >= 2
        for each in slip.moved:
            line = run.line_with(f" {state.get('milestone', each.uid).id} ")
            assert line.split()[-3:] == [
                "2018-11-15",
                f"+{each.workdays}",
                state.id_of("milestone", each.because),
            ]
        assert "◆" in run.line_with("C2 Common identification")


async def test_nothing_is_written_before_it_is_saved(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("2")
        before = revision(run)
        await moving(run, "A4.2", "greater_than_sign", "escape")
        assert (revision(run), is_drafting(run), run.scope()) == (before, False, "roadmap")


async def test_enter_asks_why_and_saves_the_one_date_with_its_reason_as_one_change(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        before = milestone(run, "C2.3").forecast
        await moving(run, "A4.2", "greater_than_sign", "enter")
        assert "A4.2 2018-11-08: why?" in run.text()
        assert run.screen.query_one(OptionList).option_count == len(run.app.plan.state().reasons)
        await run.press("1")
        await run.until(lambda: not is_drafting(run))
        with opened(plan_path, DEMO_DAY) as plan:
            fields = {edit.field for edit in plan.history(limit=1)[0].told}
        found = (
            milestone(run, "A4.2").forecast,
            milestone(run, "C2.3").forecast,
            fields <= {"forecast", "reason"},
        )
        assert found == (date(2018, 11, 8), before, True)


async def test_escape_at_the_question_saves_the_date_and_leaves_the_reason(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        before = milestone(run, "A4.2").reason
        await moving(run, "A4.2", "greater_than_sign", "enter", "escape")
        await run.until(lambda: not is_drafting(run))
        found = milestone(run, "A4.2")
        assert (found.forecast, found.reason) == (date(2018, 11, 8), before)


async def test_an_earlier_date_is_saved_without_asking_why(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await moving(run, "A4.2", "left_square_bracket", "enter")
        await run.until(lambda: not is_drafting(run))
        assert milestone(run, "A4.2").forecast == date(2018, 10, 31)


async def test_a_moves_all_who_are_pushed_as_one_change_and_undo_takes_it_back(plan_path: Path) -> None:
    pushed, soft = ("A4.2", "C2.3", "C5.3"), "A5.3"

    def forecasts() -> list[date]:
        return [milestone(run, each).forecast for each in (*pushed, soft)]

    async with driven(plan_path, day=DEMO_DAY) as run:
        before, number = forecasts(), revision(run)
        await moving(run, "A4.2", "greater_than_sign", "greater_than_sign", "a", "escape")
        await run.until(lambda: not is_drafting(run))
        assert (forecasts(), revision(run)) == ([date(2018, 11, 15)] * 3 + before[3:], number + 1)
        await run.press("u")
        assert forecasts() == before


async def test_where_nobody_is_hit_moving_all_is_not_offered(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await moving(run, "A4.2", "left_square_bracket")
        titles = [label.title for label in run.screen.query_one("#hints").labels]
        assert ("Move all" in titles, words(run, "hit")) == (False, "Nobody who waits for it is hit.")


async def test_enter_is_told_to_save_while_a_date_is_being_moved(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await moving(run, "A4.2", "right_square_bracket")
        drafting = run.screen.query_one("#hints").labels[0].title
        await run.press("escape")
        assert (drafting, run.screen.query_one("#hints").labels[0].title) == ("Save", "Open")


async def test_another_milestone_is_not_moved_before_the_first_is_saved(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await moving(run, "A4.2", "right_square_bracket", "up", "right_square_bracket")
        assert run.notices()[-1] == "A4.2 is being moved: enter saves its date, esc drops it."


async def test_where_no_open_milestone_is_at_the_cursor_the_key_says_so_or_leads_to_one(
    plan_path: Path,
) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await moving(run, "A4.1", "right_square_bracket")
        of_done = run.notices()[-1]
        await run.press("home", "right_square_bracket")
        of_stream = run.notices()[-1]
        run.screen.reveal("initiative", run.screen.answer.state.find("initiative", "A4").uid)
        await run.settle()
        await run.press("right_square_bracket")
        uid = run.screen.answer.state.find("milestone", "A4.2").uid
        assert of_done == "A4.1 is done or dropped; only dates of open milestones are moved."
        assert of_stream.startswith("Go to an initiative and press enter")
        assert (run.screen.current_row(), is_drafting(run)) == (("milestone", uid), False)


async def test_a_date_that_somebody_else_moved_meanwhile_drops_the_draft(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await moving(run, "A4.2", "right_square_bracket")
        with opened(plan_path, DEMO_DAY) as plan:
            row = plan.state().find("milestone", "A4.2")
            plan.apply(changes("milestone", row, {"forecast": date(2018, 11, 12)}), source="command")
        told = "A4.2 was changed meanwhile; the date that was being moved is dropped."
        await run.until(lambda: told in run.notices())
        assert not is_drafting(run)


async def test_a_change_elsewhere_keeps_the_draft(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await moving(run, "A4.2", "right_square_bracket")
        before = run.screen.answer
        with opened(plan_path, DEMO_DAY) as plan:
            plan.confirm([plan.state().find("milestone", "A3.2").uid])
        await run.until(lambda: run.screen.answer is not before)
        assert "→ 2018-11-02" in words(run, "heading")


async def test_the_days_follow_a_date_that_is_moved_out_of_view(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=SMALL) as run:
        await moving(run, "A4.2", "z", *["greater_than_sign"] * 4)
        assert "◆" in run.line_with("A4.2 Integ")
