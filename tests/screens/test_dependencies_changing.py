"""Dependencies changed, added and removed on their screen, and plans that hold few of them or none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from driving import DEMO_DAY, driven
from links import change, dependency, fill_new, go_to_line, told

from models.clock import Clock
from models.edits import creation
from models.rules.words import DependencyState
from models.store import create

# Changing.


async def test_s_sets_the_state_and_u_takes_it_back(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26")
        await run.press("s", "3")
        declined = dependency(plan_path, "X26").state
        await run.press("u")
        assert (declined, dependency(plan_path, "X26").state) == (
            DependencyState.DECLINED,
            DependencyState.ACCEPTED,
        )


async def test_s_sets_the_state_of_all_that_are_selected(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X35")
        await run.press("space", "space", "s", "4")
        found = {dependency(plan_path, each).state for each in ("X26", "X35")}
        assert found == {DependencyState.DELIVERED}


async def test_e_edits_the_cell_at_the_cursor(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        for column, typed in (("need_by", "2018-11-07"), ("promised", "2018-11-12"), ("what", "Levels")):
            await go_to_line(run, "X26", column)
            await run.press("e")
            await run.paste(typed)
            await run.press("enter")
    changed = dependency(plan_path, "X26")
    expected = (date(2018, 11, 7), date(2018, 11, 12), "Levels")
    assert (changed.need_by, changed.promised, changed.what_en) == expected


async def test_e_beside_the_cells_that_can_be_edited_opens_a_form_of_all_of_it(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26", "id")
        await run.press("e")
        run.screen._fields["note"].line.value = "agreed by phone"
        run.screen._fields["promised"].line.value = "2018-10-23"
        await run.settle()
        await run.press("ctrl+s")
    changed = dependency(plan_path, "X26")
    assert (changed.note, changed.promised) == ("agreed by phone", date(2018, 10, 23))


async def test_n_adds_a_dependency_needed_by_the_forecast_of_whoever_waits_and_goes_to_it(
    plan_path: Path,
) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await fill_new(run, "D3.3", "C2.2")
        added = dependency(plan_path, "X43")
        assert run.screen.line.link.id == "X43"
        assert (added.state, added.what_fi) == (DependencyState.ASKED, "A list")
        assert added.need_by == run.screen.state.find("milestone", "D3.3").forecast


async def test_a_circle_is_refused_by_its_name_and_what_was_typed_stays(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await fill_new(run, "C2.2", "C5.3")
        said = " ".join(line.strip(" │") for line in run.lines())
        assert ("C2.2 → C5.3 → C2.3 → A4.2 → C2.2" in said, run.screen._fields["what_fi"].typed) == (
            True,
            "A list",
        )


async def test_delete_removes_a_dependency_after_asking(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26")
        await run.press("delete", "y")
    assert dependency(plan_path, "X26") is None


async def test_a_change_of_somebody_else_shows(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("5")
        await go_to_line(run, "X26")
        change(plan_path, "X26", state="declined")
        await run.until(lambda: "declined" in run.line_with("X26"))


# Plans with little in them.


def small_plan(path: Path, *divisions: str, milestones: int = 0) -> None:
    """Makes a plan with some divisions and milestones of the first, and no dependencies."""
    with create(path, {"start": DEMO_DAY}, clock=Clock(DEMO_DAY), person="tester") as plan:
        edits = [edit for each in divisions for edit in creation("division", {"id": each, "name_en": each})]
        if milestones:
            stream = creation("stream", {"id": "S", "name_en": "Stream"})
            initiative = creation(
                "initiative", {"id": "S1", "title_en": "Work", "stream": stream[0].uid, "lead": edits[0].uid}
            )
            edits += [*stream, *initiative]
            for number in range(milestones):
                values = {
                    "id": f"S1.{number + 1}",
                    "title_en": f"Step {number + 1}",
                    "initiative": initiative[0].uid,
                    "division": edits[0].uid,
                    "forecast": DEMO_DAY,
                }
                edits += creation("milestone", values)
        if edits:
            plan.apply(edits, source="command")


@pytest.mark.parametrize(
    ("divisions", "milestones", "sentence"),
    [
        ((), 0, "The plan is empty. Press 3, then n"),
        (("X", "Y"), 2, "No dependencies yet. Press n: who waits, for what, and by when."),
    ],
    ids=["empty plan", "no dependencies"],
)
async def test_a_plan_without_dependencies_says_what_to_do_in_every_view(
    tmp_path: Path, divisions: tuple[str, ...], milestones: int, sentence: str
) -> None:
    small_plan(tmp_path / "small.db", *divisions, milestones=milestones)
    async with driven(tmp_path / "small.db", day=DEMO_DAY) as run:
        await run.press("5")
        for view in "mbc":
            await run.press(view)
            assert sentence in run.text(), view


async def test_one_division_waits_for_itself_for_there_is_no_other(tmp_path: Path) -> None:
    small_plan(tmp_path / "small.db", "X", milestones=2)
    async with driven(tmp_path / "small.db", day=DEMO_DAY) as run:
        await run.press("5")
        await fill_new(run, "S1.2", "S1.1")
        assert told(run, "cell").startswith("X waits for itself · 1 dependency")
        await run.press("d")
        assert "X is the only division. Press 3, then D for another." in run.text()
