"""Today: what needs attention, worst first, and what one does about it from there."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import DEMO_DAY, LARGE, LAST_DAY, NORMAL, SMALL, Driven, check_golden, driven, opened

from models.clock import Clock
from models.edits import changes
from models.rules.attention import TITLES, attention
from models.rules.figures import figures
from models.store import create


def in_order(run: Driven, *texts: str) -> bool:
    """Whether texts follow one another on the screen."""
    places = [run.text().find(text) for text in texts]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize("size", [NORMAL, SMALL, LARGE], ids=["120x40", "80x24", "200x60"])
async def test_today_looks_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await run.until(lambda: run.screen.query_one("#burndown").drawing is not None)
        await run.settle()
        check_golden(f"today-{size[0]}x{size[1]}", run.text())


async def test_today_in_finnish_looks_as_kept(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=SMALL, spoken="fi") as run:
        await run.until(lambda: run.screen.query_one("#burndown").drawing is not None)
        await run.settle()
        check_golden("today-80x24-fi", run.text())


async def test_the_figures_are_those_of_the_rules(whole_plan_path: Path) -> None:
    with opened(whole_plan_path, LAST_DAY) as plan:
        found = figures(plan.state())
    async with driven(whole_plan_path, day=LAST_DAY) as run:
        behind = found.weight_remaining - (found.ideal_remaining or 0)
        expected = (
            f"done {found.weight_done} of {found.weight_in_scope} · remaining {found.weight_remaining},"
            f" {behind} behind the ideal line · milestones {found.done} of {found.in_scope}"
        )
        assert expected in run.text()


async def test_a_clock_that_stands_before_what_the_plan_knows_shows_what_was_known_on_its_day(
    whole_plan_path: Path,
) -> None:
    async with driven(whole_plan_path, day=DEMO_DAY) as run:
        assert "done 103 of 279 · remaining 176, 56 behind the ideal line" in run.text()


async def test_every_section_says_how_many_rows_it_has(plan_path: Path) -> None:
    with opened(plan_path, DEMO_DAY) as plan:
        late = len(attention(plan.state()).sections["late"])
    async with driven(plan_path, day=DEMO_DAY) as run:
        assert run.line_with("Late").split() == ["▾", "Late", str(late)]


async def test_sections_without_rows_are_told_together_in_one_line(whole_plan_path: Path) -> None:
    with opened(whole_plan_path, LAST_DAY) as plan:
        sections = attention(plan.state()).sections
        quiet = [TITLES[section].lower() for section, items in sections.items() if not items]
    async with driven(whole_plan_path, day=LAST_DAY, size=(200, 60)) as run:
        assert run.line_with("Nothing else").strip("▾ ") == f"Nothing else: {', '.join(quiet)}"


async def test_an_empty_plan_says_which_key_leads_on(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    create(path, {"start": DEMO_DAY}, clock=Clock(DEMO_DAY), person="tester").close()
    async with driven(path, day=DEMO_DAY) as run:
        assert "The plan is empty. Press 3, then n" in run.text()


async def test_enter_on_a_heading_folds_its_rows(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("up", "enter")
        assert in_order(run, "▸ Late", "▾ Silent slips")


async def test_a_bracket_goes_to_the_next_section(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("right_square_bracket")
        assert run.screen.table.cursor_key.startswith("silent:")


async def test_a_bracket_before_the_first_section_goes_to_the_last(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("left_square_bracket")
        assert run.screen.table.cursor_key == "#quiet"


async def test_c_confirms_the_milestone_at_the_cursor(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("c")
        state = run.app.plan.state()
        assert state.find("milestone", "D1.2").updated_on == DEMO_DAY


async def test_c_on_a_selection_is_one_revision(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        before = run.app.plan.last_revision()
        await run.press("space", "space", "c")
        assert run.app.plan.last_revision() == before + 1


async def test_confirming_is_undone_by_u(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        before = run.app.plan.state().find("milestone", "D1.2").updated_on
        await run.press("c", "u")
        assert run.app.plan.state().find("milestone", "D1.2").updated_on == before


async def test_s_and_a_digit_give_a_status(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("s", "3")
        assert run.app.plan.state().find("milestone", "D1.2").status == "at_risk"


async def test_a_status_moves_the_milestone_to_its_section(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("s", "5")
        assert "D1.2" not in run.text()


async def test_escape_leaves_the_status_as_it_was(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        before = run.app.plan.last_revision()
        await run.press("s", "escape")
        assert (run.scope(), run.app.plan.last_revision()) == ("today", before)


async def test_on_a_heading_confirming_is_dimmed(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("up")
        dim = [label.title for label in run.screen.query_one("#hints").labels if label.is_dim]
        assert dim == ["No change", "Status"]


async def test_y_copies_the_row(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("y")
        copied = run.app.clipboard.split("\t")
        assert copied[:4] == ["D1.2", "Theme of the first campaign", "2018-10-15", "4 working days late"]


async def test_a_change_keeps_the_cursor_on_its_row(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("down", "down")
        key = run.screen.table.cursor_key
        with opened(plan_path, DEMO_DAY) as plan:
            milestone = plan.state().find("milestone", "D1.2")
            plan.apply(changes("milestone", milestone, {"status": "done"}), source="command")
        await run.until(lambda: "D1.2" not in run.text())
        assert run.screen.table.cursor_key == key


async def test_a_narrow_list_leaves_the_owners_out(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=SMALL) as run:
        assert [column.key for column in run.screen.table.columns] == ["light", "id", "what", "when", "why"]


async def test_a_block_on_today_asks_why_and_both_are_one_change(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("s", "4")
        assert "blocked: why?" in run.text()
        await run.press("2")
        await run.until(lambda: run.scope() == "today")
        with opened(plan_path, DEMO_DAY) as plan:
            fields = [edit.field for edit in plan.history(limit=1)[0].told]
        assert fields == ["status", "reason"]
