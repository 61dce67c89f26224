"""4 Milestones, driven by keys through the real application on the sample plan: what it shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from driving import DEMO_DAY, driven
from lists import (
    check_golden,
    count_text,
    current_id,
    go_to,
    listed,
    milestone,
    press,
    screen_of,
    screen_text,
    shown_ids,
    table_of,
    until,
    write,
)
from textual.widgets import Input, OptionList

from models.clock import Clock
from models.edits import changes, creation
from models.plan import Plan
from models.rules.lights import is_late, is_stale
from models.rules.words import Status
from models.store import create, open_plan
from screens.listing import Order
from screens.milestones import MilestonesScreen
from screens.today import TodayScreen
from tracker.settings import load_settings


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_screen_looks_as_it_was_drawn(plan_path: Path, size: tuple[int, int]) -> None:
    async with listed(plan_path, size=size) as pilot:
        await go_to(pilot, "A2.2", "forecast")
        await pilot.pause(0.3)
        check_golden(pilot, f"milestones-{size[0]}x{size[1]}")


async def test_all_milestones_of_the_plan_are_listed(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        assert shown_ids(pilot) == [each.id for each in plan.state().milestones]


async def test_a_clock_that_stands_before_what_the_plan_knows_lists_the_milestones_of_its_day(
    whole_plan_path: Path, plan: Plan
) -> None:
    async with listed(whole_plan_path) as pilot:
        known = {each.id: each.status for each in screen_of(pilot).state.milestones}
    assert known == {each.id: each.status for each in plan.state().milestones}


async def test_an_owner_that_only_the_initiative_has_is_shown(plan_path: Path) -> None:
    async with listed(plan_path, size=(200, 60)) as pilot:
        line = next(line for line in screen_text(pilot).split("\n") if " A1.2 " in line)
        assert "Development Manager" in line


async def test_a_missing_owner_is_told(plan_path: Path, plan: Plan) -> None:
    initiative = plan.state().find("initiative", "A1")
    plan.apply(changes("initiative", initiative, {"owner": None}), source="command")
    async with listed(plan_path, size=(200, 60)) as pilot:
        line = next(line for line in screen_text(pilot).split("\n") if " A1.2 " in line)
        assert "owner missing" in line


# The filter.


async def test_typing_filters_at_once_and_says_how_many_are_left(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "slash")
        await write(pilot, "kasko at risk")
        # The owner of A1.2 sits in KASKO, A5.2 is its own.
        assert (shown_ids(pilot), count_text(pilot)) == (["A1.2", "A5.2"], "2 of 114")


@pytest.mark.parametrize(
    ("word", "holds"),
    [
        ("late", lambda m: is_late(m, DEMO_DAY)),
        ("stale", lambda m: is_stale(m, DEMO_DAY)),
        ("blocked", lambda m: m.status is Status.BLOCKED),
    ],
)
async def test_a_word_for_a_state_finds_the_milestones_in_it(
    plan_path: Path, plan: Plan, word: str, holds: object
) -> None:
    assert callable(holds)
    async with listed(plan_path) as pilot:
        await press(pilot, "slash")
        await write(pilot, word)
        titles = {each.id for each in plan.state().milestones if word in (each.title_en or "").lower()}
        assert set(shown_ids(pilot)) - titles == {each.id for each in plan.state().milestones if holds(each)}


async def test_escape_clears_the_filter_and_goes_to_the_list(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "slash")
        await write(pilot, "kasko")
        await press(pilot, "escape")
        assert (count_text(pilot), table_of(pilot).has_focus) == ("114 milestones", True)


async def test_enter_on_a_row_whose_details_show_goes_to_them_and_escape_comes_back(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        screen = screen_of(pilot)
        await press(pilot, "enter")
        went = (screen.detail.has_focus, screen.is_detail_shown)
        await press(pilot, "escape")
        assert (went, table_of(pilot).has_focus) == ((True, True), True)


async def test_enter_keeps_the_filter_and_escape_in_the_list_clears_it(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "slash k a s k o enter")
        assert table_of(pilot).has_focus
        await press(pilot, "escape")
        assert count_text(pilot) == "114 milestones"


async def test_a_filter_that_fits_nothing_says_which_key_clears_it(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "slash")
        await write(pilot, "zzz")
        assert "Nothing fits the filter. Press esc to clear it." in screen_text(pilot)


# The order.


async def test_a_key_sorts_by_the_column_at_the_cursor_and_turns_the_direction(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.1", "forecast")
        await press(pilot, "O")
        assert "Forecast ▲" in screen_text(pilot)
        rising = [table_of(pilot).keys[0], table_of(pilot).keys[-1]]
        await press(pilot, "O")
        assert "Forecast ▼" in screen_text(pilot)
        answer = screen_of(pilot).answer
        assert answer is not None
        first, last = (answer.by_uid[key].forecast for key in rising)
        assert first < last == answer.by_uid[table_of(pilot).keys[0]].forecast


async def test_a_column_can_be_chosen_for_the_order(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "o")
        await write(pilot, "weig")
        await press(pilot, "enter")
        weights = {each.id: each.weight for each in plan.state().milestones}
        assert [weights[each] for each in shown_ids(pilot)] == sorted(weights.values())


async def test_a_click_on_a_title_sorts(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await pilot.click("#list", offset=(14, 0))
        await pilot.pause()
        assert "Title ▲" in screen_text(pilot)


# Columns.


async def test_chosen_columns_and_the_order_are_there_at_the_next_start(
    plan_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "config.toml"
    async with listed(plan_path, settings=load_settings(path)) as pilot:
        await press(pilot, "v")
        await press(pilot, "down down down space enter")
        await press(pilot, "O")
        await until(pilot, path.exists)
        await pilot.pause(0.1)
    async with listed(plan_path, settings=load_settings(path)) as pilot:
        keys = [column.key for column in table_of(pilot).columns]
        assert keys[:4] == ["light", "id", "title", "forecast"]
        assert screen_of(pilot).listing.order == Order("id")


async def test_a_column_can_be_moved(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "v down down J enter")
        assert [column.key for column in table_of(pilot).columns][:4] == ["light", "id", "status", "title"]


async def test_escape_leaves_the_columns_as_they_were(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        before = table_of(pilot).columns
        await press(pilot, "v space escape")
        assert table_of(pilot).columns == before


# The pane.


async def test_the_pane_tells_in_words_what_a_milestone_waits_for(plan_path: Path) -> None:
    async with listed(plan_path, size=(120, 60)) as pilot:
        await go_to(pilot, "B6.2")
        await until(pilot, lambda: "Waits for" in screen_text(pilot))
        assert "A1.1 Service path described" in screen_text(pilot).partition("Waits for")[2]


async def test_the_pane_tells_who_changed_what_and_from_where(plan_path: Path, plan: Plan) -> None:
    plan.apply(changes("milestone", milestone(plan, "A1.2"), {"weight": 8}), source="command")
    async with listed(plan_path, size=(200, 60)) as pilot:
        await go_to(pilot, "A1.2")
        await until(pilot, lambda: "tester from the command line" in screen_text(pilot))
        assert "weight: 3 → 8" in screen_text(pilot)


async def test_a_narrow_terminal_shows_the_pane_when_asked_and_escape_closes_it(plan_path: Path) -> None:
    async with listed(plan_path, size=(80, 24)) as pilot:
        assert not screen_of(pilot).detail.display
        await press(pilot, "d")
        await until(pilot, lambda: "A1 Proactive preschool place" in screen_text(pilot))
        await press(pilot, "escape")
        assert not screen_of(pilot).detail.display


async def test_a_terminal_that_grows_shows_the_pane(plan_path: Path) -> None:
    async with listed(plan_path, size=(80, 24)) as pilot:
        await pilot.resize_terminal(130, 40)
        await until(pilot, lambda: screen_of(pilot).detail.display and "Initiative" in screen_text(pilot))


@pytest.mark.parametrize("spoken", ["en", "fi", "sv"])
async def test_no_word_of_a_status_and_no_date_is_cut_at_80_columns(plan_path: Path, spoken: str) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=(80, 24), spoken=spoken) as run:
        await run.press("4")
        header, *rows = run.lines()[3:-1]
        behind_the_title = header.index({"en": "Status", "fi": "Tila", "sv": "Status"}[spoken])
        assert [row for row in (header, *rows) if "…" in row[behind_the_title:]] == []


# Empty lists.


async def test_an_empty_plan_says_what_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    create(path, {"start": date(2018, 8, 20)}, clock=Clock(DEMO_DAY), person="tester").close()
    async with listed(path) as pilot:
        assert "No initiatives yet" in screen_text(pilot)


async def test_a_plan_without_milestones_says_which_key_adds_one(tmp_path: Path) -> None:
    path = tmp_path / "few.db"
    with create(path, {"start": date(2018, 8, 20)}, clock=Clock(DEMO_DAY), person="tester") as plan:
        frame = creation("stream", {"id": "S", "name_en": "s"}, uid="s")
        frame += creation("division", {"id": "D", "name_en": "d"}, uid="d")
        frame += creation("initiative", {"id": "S1", "title_en": "i", "stream": "s", "lead": "d"})
        plan.apply(frame, source="command")
    async with listed(path) as pilot:
        assert "Press n for a new one." in screen_text(pilot)


# Text of people, other screens, other people.


async def test_text_that_looks_like_markup_is_shown_as_it_is(plan_path: Path, plan: Plan) -> None:
    row = milestone(plan, "A1.2")
    words = {"title_en": "x [/wip] [P1]", "note": "[bold]n[/] [link=x]"}
    plan.apply(changes("milestone", row, words), source="command")
    async with listed(plan_path, size=(120, 60)) as pilot:
        await go_to(pilot, "A1.2", "title")
        await until(pilot, lambda: "[bold]n[/] [link=x]" in screen_text(pilot))
        assert screen_text(pilot).count("x [/wip] [P1]") >= 2
        await press(pilot, "slash")
        await write(pilot, "[/wip]")
        assert shown_ids(pilot) == ["A1.2"]


async def test_markup_in_the_names_of_others_is_shown_in_the_lists_of_choices(
    plan_path: Path, plan: Plan
) -> None:
    owner = plan.state().owners[0]
    plan.apply(changes("owner", owner, {"role_en": "Head [/of] [P1]"}), source="command")
    async with listed(plan_path) as pilot:
        await go_to(pilot, "A1.2", "owner")
        await press(pilot, "e")
        await write(pilot, "[/of]")
        prompts = [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]
        assert prompts == ["Head [/of] [P1]"]


async def test_another_screen_opens_a_row_that_the_filter_hides(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "slash k a s k o enter")
        screen_of(pilot).open_row("milestone", milestone(plan, "D3.1").uid)
        await pilot.pause()
        assert (current_id(pilot), count_text(pilot)) == ("D3.1", "114 milestones")


async def test_a_row_can_be_opened_from_elsewhere_and_escape_leads_back(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "1")
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        pilot.app.open_row("milestone", milestone(plan, "D3.1").uid)  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(pilot.app.screen, MilestonesScreen))
        await until(pilot, lambda: current_id(pilot) == "D3.1")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))


async def test_a_part_of_the_plan_is_listed_alone_and_named(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        stream = plan.state().find("stream", "B")
        screen_of(pilot).reveal("milestones-of-stream", stream.uid)
        await pilot.pause()
        wanted = [each.id for each in plan.state().milestones if plan.state().stream_of(each) == stream.uid]
        assert shown_ids(pilot) == wanted
        assert f"B {stream.name_en}" in screen_text(pilot)
        await press(pilot, "escape")
        assert count_text(pilot) == "114 milestones"


async def test_what_somebody_else_changes_shows_by_itself(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        with open_plan(plan_path, clock=Clock(DEMO_DAY), person="other") as other:
            row = other.state().find("milestone", "A1.2")
            other.apply(changes("milestone", row, {"title_en": "Told by another"}), source="command")
        await until(pilot, lambda: "Told by another" in screen_text(pilot))


async def test_another_language_says_titles_dates_and_filter_in_it(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path) as pilot:
        await pilot.app.run_action("speak('fi')")
        await until(pilot, lambda: "25.9.2018" in screen_text(pilot))
        await press(pilot, "slash")
        await write(pilot, milestone(plan, "A1.2").title_fi.lower())
        assert shown_ids(pilot) == ["A1.2"]


async def test_the_filter_keeps_what_is_typed_when_the_plan_changes(plan_path: Path) -> None:
    async with listed(plan_path) as pilot:
        await press(pilot, "slash k a s")
        await pilot.press("f5")
        await press(pilot, "k o")
        assert pilot.app.screen.query_one("#line", Input).value == "kasko"
