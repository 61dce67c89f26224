"""3 Initiatives, driven by keys through the real application on the sample plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import DEMO_DAY
from lists import (
    check_golden,
    count_text,
    current_id,
    editor_says,
    go_to,
    initiative,
    listed,
    press,
    revised,
    screen_of,
    screen_text,
    shown_ids,
    table_of,
    told_notices,
    until,
    write,
)
from textual.widgets import Input

from models.clock import Clock
from models.edits import changes
from models.plan import Plan
from models.rules.lights import WORST_FIRST
from models.rules.progress import weights
from models.rules.words import SHAPES, Light, Phase
from models.store import create, open_plan
from screens.initiatives import InitiativesScreen
from screens.milestones import MilestonesScreen
from screens.widgets.form import Question


def line_of(text: str, visible_id: str) -> str:
    return next(line for line in text.split("\n") if f" {visible_id} " in line[:20])


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_screen_looks_as_it_was_drawn(plan_path: Path, size: tuple[int, int]) -> None:
    async with listed(plan_path, "3", size) as pilot:
        await go_to(pilot, "A2")
        await pilot.pause(0.3)
        check_golden(pilot, f"initiatives-{size[0]}x{size[1]}")


async def test_all_initiatives_of_the_plan_are_listed(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        assert shown_ids(pilot) == [each.id for each in plan.state().initiatives]


async def test_the_light_is_the_worst_of_the_milestones_and_each_is_counted(
    plan_path: Path, plan: Plan
) -> None:
    state = plan.state()
    counts = state.light_counts(state.milestones_of_initiative[initiative(plan, "C7").uid])
    told = " ".join(
        f"{SHAPES[each][0]}{getattr(counts, each.value)}"
        for each in WORST_FIRST
        if getattr(counts, each.value)
    )
    async with listed(plan_path, "3") as pilot:
        line = line_of(screen_text(pilot), "C7")
        assert line.split()[0] == SHAPES[counts.worst].split()[0]
        assert f" {told} ✓{counts.done} " in line


async def test_done_weight_stands_as_a_bar_and_in_numbers(plan_path: Path, plan: Plan) -> None:
    state = plan.state()
    done = weights(state.milestones_of_initiative[initiative(plan, "A7").uid])
    async with listed(plan_path, "3") as pilot:
        assert f"█████░░░ {done.done}/{done.scope}" in line_of(screen_text(pilot), "A7")


async def test_a_filter_finds_streams_and_owners(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        await press(pilot, "slash")
        await write(pilot, "chief information infrastructure")
        stream, owner = plan.state().find("stream", "C").uid, plan.state().find("owner", "CIO").uid
        wanted = [
            each.id for each in plan.state().initiatives if (each.stream, each.owner) == (stream, owner)
        ]
        assert wanted
        assert shown_ids(pilot) == wanted


async def test_the_worst_come_first_when_sorted_by_light(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        await go_to(pilot, "A1", "light")
        await press(pilot, "O")
        state = plan.state()
        places = []
        for key in table_of(pilot).keys:
            worst = state.light_counts(state.milestones_of_initiative[key]).worst
            places.append(len(WORST_FIRST) if worst is None else WORST_FIRST.index(worst))
        assert places == sorted(places)


@pytest.mark.parametrize("keys", ["enter", "m"])
async def test_a_key_leads_to_the_milestones_of_an_initiative(plan_path: Path, plan: Plan, keys: str) -> None:
    async with listed(plan_path, "3") as pilot:
        await go_to(pilot, "B2", "title")
        await press(pilot, keys)
        await until(pilot, lambda: isinstance(pilot.app.screen, MilestonesScreen))
        await until(pilot, lambda: shown_ids(pilot) == ["B2.1", "B2.2", "B2.3"])
        assert "B2 Data lake and API" in screen_text(pilot)


async def test_escape_leads_back_to_the_initiatives_and_lets_the_part_go(plan_path: Path) -> None:
    async with listed(plan_path, "3") as pilot:
        await go_to(pilot, "B2", "title")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MilestonesScreen))
        await until(pilot, lambda: len(shown_ids(pilot)) == 3)
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, InitiativesScreen))
        assert current_id(pilot) == "B2"
        await press(pilot, "4")
        await until(pilot, lambda: isinstance(pilot.app.screen, MilestonesScreen))
        await until(pilot, lambda: count_text(pilot) == "114 milestones")


async def test_a_new_milestone_there_belongs_to_the_initiative(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        await go_to(pilot, "B2", "title")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MilestonesScreen))
        await until(pilot, lambda: len(shown_ids(pilot)) == 3)
        await press(pilot, "n")
        assert [each.value for each in pilot.app.screen.query(Input)][1] == "B2.4"


async def test_the_pane_tells_the_milestones(plan_path: Path) -> None:
    async with listed(plan_path, "3", (120, 60)) as pilot:
        await go_to(pilot, "A1")
        await until(pilot, lambda: "A1.3 Two-area pilot" in screen_text(pilot))


async def test_a_phase_is_picked_by_its_number(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        await go_to(pilot, "A1", "phase")
        await revised(pilot, plan, "e 2")
        assert initiative(plan, "A1").phase is Phase.TRIAL


async def test_an_owner_is_found_by_the_role(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        await go_to(pilot, "A1", "owner")
        await press(pilot, "e")
        await write(pilot, "chief digital")
        await revised(pilot, plan, "enter")
        assert initiative(plan, "A1").owner == plan.state().find("owner", "CDO").uid


async def test_a_flagship_is_marked(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        await go_to(pilot, "A1", "flagship")
        await revised(pilot, plan, "e 1")
        assert initiative(plan, "A1").flagship is True


async def test_a_light_is_set_with_its_reason_as_one_change(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3", (200, 60)) as pilot:
        await go_to(pilot, "B1")
        await press(pilot, "L 1")
        await write(pilot, "The supplier stopped.")
        await revised(pilot, plan, "enter")
        row = initiative(plan, "B1")
        assert (row.light, row.light_reason) == (Light.RED, "The supplier stopped.")
        assert {edit.field for edit in plan.history(limit=1)[0].edits} == {"light", "light_reason"}
        await until(pilot, lambda: "■ R red: The supplier stopped." in screen_text(pilot))
        assert line_of(screen_text(pilot), "B1").split()[:5] == ["►", "▲", "A", "■", "R"]


async def test_a_light_without_a_reason_is_not_saved(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        before = plan.last_revision()
        await go_to(pilot, "B1")
        await press(pilot, "L 1 enter")
        assert editor_says(pilot) == "Say in one sentence why."
        assert plan.last_revision() == before


async def test_a_set_light_goes_back_to_the_computed_one(plan_path: Path, plan: Plan) -> None:
    values = {"light": "green", "light_reason": "All agreed."}
    plan.apply(changes("initiative", initiative(plan, "B1"), values), source="command")
    async with listed(plan_path, "3") as pilot:
        await go_to(pilot, "B1")
        await press(pilot, "L")
        await write(pilot, "as computed")
        await revised(pilot, plan, "enter")
        row = initiative(plan, "B1")
        assert (row.light, row.light_reason) == (None, None)


async def test_a_new_initiative_is_added_with_the_next_free_id(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        await go_to(pilot, "A1")
        await press(pilot, "n")
        await write(pilot, "Libraries open at night")
        await press(pilot, "enter")
        await write(pilot, "kuva")
        await press(pilot, "enter")
        await revised(pilot, plan, "ctrl+s")
        row = initiative(plan, "A8")
        assert row.title_fi == "Libraries open at night"
        assert row.lead == plan.state().find("division", "KUVA").uid
        assert current_id(pilot) == "A8"


async def test_an_initiative_with_milestones_is_not_removed_and_says_why(plan_path: Path) -> None:
    async with listed(plan_path, "3") as pilot:
        await go_to(pilot, "A1")
        await press(pilot, "delete")
        assert "A1.1, A1.2, A1.3" in told_notices(pilot)[-1]
        assert not isinstance(pilot.app.screen, Question)


async def test_an_edit_shows_on_the_other_screen_when_it_is_opened(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "4", (200, 60)) as pilot:
        await press(pilot, "3")
        await until(pilot, lambda: isinstance(screen_of(pilot), InitiativesScreen))
        await until(pilot, lambda: screen_of(pilot).answer is not None)
        await go_to(pilot, "A1", "owner")
        await press(pilot, "e")
        await write(pilot, "chief digital")
        await revised(pilot, plan, "enter")
        await press(pilot, "4")
        await until(pilot, lambda: isinstance(pilot.app.screen, MilestonesScreen))
        await until(pilot, lambda: "Chief Digital" in line_of(screen_text(pilot), "A1.1"))


async def test_text_that_looks_like_markup_is_shown_as_it_is(plan_path: Path, plan: Plan) -> None:
    row = initiative(plan, "A1")
    values = {"title_en": "x [/wip] [P1]", "light": "red", "light_reason": "[/b] why"}
    plan.apply(changes("initiative", row, values), source="command")
    async with listed(plan_path, "3", (120, 60)) as pilot:
        await go_to(pilot, "A1")
        await until(pilot, lambda: "[/b] why" in screen_text(pilot))
        assert screen_text(pilot).count("x [/wip] [P1]") >= 2
        await press(pilot, "m")
        await until(pilot, lambda: isinstance(pilot.app.screen, MilestonesScreen))
        await until(pilot, lambda: "A1 x [/wip] [P1]" in screen_text(pilot))


async def test_the_column_of_given_lights_shows_once_there_is_one(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        assert "Given" not in screen_text(pilot)
        row = initiative(plan, "A1")
        plan.apply(changes("initiative", row, {"light": "red", "light_reason": "why"}), source="command")
        await until(pilot, lambda: "Given" in screen_text(pilot))


# An empty plan.


def empty_plan(folder: Path) -> Path:
    """A plan without rows."""
    path = folder / "empty.db"
    create(path, {"start": DEMO_DAY}, clock=Clock(DEMO_DAY), person="tester").close()
    return path


async def test_an_empty_plan_says_which_key_adds_the_first_stream(tmp_path: Path) -> None:
    async with listed(empty_plan(tmp_path), "3") as pilot:
        assert "No streams yet, and an initiative belongs to one. Press n" in screen_text(pilot)


async def test_an_empty_plan_is_filled_by_one_key(tmp_path: Path) -> None:
    path = empty_plan(tmp_path)
    async with listed(path, "3") as pilot:
        await press(pilot, "n")
        await write(pilot, "A")
        await press(pilot, "tab")
        await write(pilot, "Services")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "No divisions yet" in screen_text(pilot))
        await press(pilot, "n")
        await write(pilot, "KASKO")
        await press(pilot, "tab")
        await write(pilot, "Education")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "No initiatives yet. Press n" in screen_text(pilot))
        await press(pilot, "n")
        await write(pilot, "Preschool")
        await press(pilot, "enter")
        await write(pilot, "kas")
        await press(pilot, "enter ctrl+s")
        await until(pilot, lambda: shown_ids(pilot) == ["A1"])
    with open_plan(path, clock=Clock(DEMO_DAY), person="tester") as plan:
        row = initiative(plan, "A1")
        state = plan.state()
        assert (state.id_of("stream", row.stream), state.id_of("division", row.lead)) == ("A", "KASKO")


async def test_a_new_stream_stands_behind_the_others(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        await press(pilot, "S")
        await write(pilot, "B0")
        await press(pilot, "tab")
        await write(pilot, "Between")
        await revised(pilot, plan, "ctrl+s")
        assert [stream.id for stream in plan.state().streams] == ["P", "A", "B", "C", "D", "B0"]


async def test_a_new_owner_can_be_chosen_at_once(plan_path: Path, plan: Plan) -> None:
    async with listed(plan_path, "3") as pilot:
        await press(pilot, "R")
        await write(pilot, "Head of Tests")
        await revised(pilot, plan, "ctrl+s")
        await go_to(pilot, "A1", "owner")
        await press(pilot, "e")
        await write(pilot, "tests")
        await revised(pilot, plan, "enter")
        assert plan.state().get("owner", initiative(plan, "A1").owner).role_fi == "Head of Tests"
