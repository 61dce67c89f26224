"""Hand-offs: rounds by division, how each answers, a new round, sent, reminded of, called off, what came back."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from driving import DEMO_DAY, LARGE, NORMAL, SMALL, Driven, check_golden, driven, opened
from handoffs_back import made_and_back, preview

from models.clock import Clock
from models.edits import creation
from models.rules.records import Handoff
from models.store import create

LATE_DAY = date(2018, 10, 25)
"""Two working days after the round of week 9 was due."""


@pytest.fixture(scope="module")
def returned(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan and two hand-offs of it that came back; copy the plan, never write to it."""
    folder = tmp_path_factory.mktemp("returned")
    shutil.copyfile(sample_template, folder / "plan.db")
    (folder / "back").mkdir()
    made_and_back(folder / "plan.db", folder / "back")
    return folder


@pytest.fixture
def returned_plan(returned: Path, tmp_path: Path) -> Path:
    """The plan that the hand-offs came back to."""
    return Path(shutil.copyfile(returned / "plan.db", tmp_path / "returned.db"))


def file_of(returned: Path, code: str) -> Path:
    return next((returned / "back").glob(f"*_{code}_*.xlsx"))


def handoff(path: Path, id_: str) -> Handoff:
    with opened(path, DEMO_DAY) as plan:
        found: Handoff = plan.state().find("handoff", id_)
        return found


async def fill_round(run: Driven, folder: Path, division: str = "") -> None:
    """Fills the form of a new round; no division is all of them."""
    await run.press("n")
    if division:
        await run.type(division)
        await run.press("enter")
    fields = run.screen._fields
    fields["folder"].line.value = ""
    fields["folder"].line.focus()
    await run.settle()
    await run.paste(str(folder))


@pytest.mark.parametrize("size", [NORMAL, SMALL, LARGE], ids=["120x40", "80x24", "200x60"])
async def test_hand_offs_look_as_kept(plan_path: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=LATE_DAY, size=size) as run:
        await run.press("7", "down")
        check_golden(f"handoffs-{size[0]}x{size[1]}", run.text())


async def test_hand_offs_in_finnish_look_as_kept(plan_path: Path) -> None:
    async with driven(plan_path, day=LATE_DAY, size=SMALL, spoken="fi") as run:
        await run.press("7")
        check_golden("handoffs-80x24-fi", run.text())


async def test_a_late_round_says_how_many_working_days(plan_path: Path) -> None:
    async with driven(plan_path, day=LATE_DAY) as run:
        await run.press("7")
        assert "missing, 2 days late" in run.line_with("HO-09-SOTE")


async def test_the_cursor_on_a_week_goes_to_its_round(plan_path: Path) -> None:
    async with driven(plan_path, day=LATE_DAY) as run:
        await run.press("7")
        assert run.screen.divisions.move_cursor(column="week-7")
        await run.settle()
        assert run.screen._handoff.id == "HO-07-SOTE"


async def test_a_plan_without_rounds_says_which_key_makes_one(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    with create(path, {"start": DEMO_DAY}, clock=Clock(DEMO_DAY), person="tester") as plan:
        plan.apply(creation("division", {"id": "X", "name_en": "Ex"}), source="command")
    async with driven(path, day=DEMO_DAY) as run:
        await run.press("7")
        assert "No rounds of X yet. Press n to make one." in run.text()


async def test_a_plan_without_open_milestones_says_that_there_is_nothing_to_ask(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    create(path, {"start": DEMO_DAY}, clock=Clock(DEMO_DAY), person="tester").close()
    async with driven(path, day=DEMO_DAY) as run:
        await run.press("7", "n")
        assert "No division has an open milestone" in run.notices()[-1]


async def test_a_new_round_of_one_division_is_made(plan_path: Path, tmp_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7")
        await fill_round(run, tmp_path / "out", "KASKO")
        await run.press("ctrl+s")
        assert "1 workbook is made" in run.text()
    assert [each.suffix for each in (tmp_path / "out").iterdir()] == [".xlsx"]


async def test_a_new_round_of_all_makes_a_workbook_for_each(plan_path: Path, tmp_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7")
        await fill_round(run, tmp_path / "out")
        await run.press("ctrl+s")
        await run.until(lambda: "4 workbooks are made" in run.text())
    assert len(list((tmp_path / "out").iterdir())) == 4


async def test_the_form_of_a_round_tells_its_doubts_before_anything_is_written(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7", "n")
        run.screen._fields["due"].line.value = "2018-10-23"
        await run.settle()
        assert "Every division has 3 working days to answer, 5 are usual." in " ".join(
            line.strip(" │") for line in run.lines()
        )
        assert run.app.plan.state().find("handoff", "HO-09-KESKE") is None


async def test_a_folder_that_cannot_be_made_is_told_and_what_was_typed_stays(
    plan_path: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7")
        await fill_round(run, tmp_path / "file" / "out", "KASKO")
        await run.press("ctrl+s")
        assert "cannot be made" in run.text()
        assert run.screen._fields["division"].typed.startswith("KASKO")


async def test_s_marks_the_round_at_the_cursor_as_sent(returned_plan: Path, tmp_path: Path) -> None:
    async with driven(returned_plan, day=DEMO_DAY) as run:
        await run.press("7")
        await fill_round(run, tmp_path / "out", "KYMP")
        await run.press("ctrl+s", "escape", "s")
        assert run.notices()[-1] == "Sent today: HO-09-KYMP-2."
    assert handoff(returned_plan, "HO-09-KYMP-2").sent == DEMO_DAY


async def test_u_takes_the_sending_back(plan_path: Path, tmp_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7")
        await fill_round(run, tmp_path / "out", "KYMP")
        await run.press("ctrl+s", "escape", "s", "u")
    assert handoff(plan_path, "HO-09-KYMP-2").sent is None


async def test_s_on_a_round_that_was_sent_says_when(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7", "s")
        assert run.notices()[-1] == "HO-09-SOTE was sent on 2018-10-17 already."


async def test_x_calls_a_round_off_after_asking(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7", "x", "y")
    assert handoff(plan_path, "HO-09-SOTE").cancelled == DEMO_DAY


async def test_x_on_what_came_back_says_that_it_cannot_be_called_off(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7", "down", "tab", "down", "x", "y")
        assert "HO-08-KASKO came back on 2018-10-16" in run.notices()[-1]


async def test_m_copies_the_reminder_of_a_division(plan_path: Path) -> None:
    async with driven(plan_path, day=LATE_DAY) as run:
        await run.press("7", "down", "m")
        assert "HO-09-KASKO lähetettiin 17.10.2018" in run.app.clipboard


async def test_a_reminder_names_every_selected_division(plan_path: Path) -> None:
    async with driven(plan_path, day=LATE_DAY) as run:
        await run.press("7", "space", "space", "m")
        assert ("HO-09-SOTE" in run.app.clipboard, "HO-09-KASKO" in run.app.clipboard) == (True, True)


async def test_late_hand_offs_on_today_open_here(plan_path: Path) -> None:
    async with driven(plan_path, day=LATE_DAY) as run:
        key = next(key for key in run.screen.table.keys if key.startswith("handoffs:"))
        run.screen.table.move_cursor(key)
        await run.press("enter")
        await run.until(lambda: run.scope() == "handoffs" and run.screen._handoff is not None)
        await run.settle()
        assert (run.screen.rounds.has_focus, run.screen._handoff.uid) == (True, key.partition(":")[2])


async def test_a_change_of_somebody_else_shows(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7")
        with opened(plan_path, DEMO_DAY) as plan:
            plan.rounds.cancel([plan.state().find("handoff", "HO-09-SOTE").uid])
        await run.until(lambda: "cancelled" in run.line_with("HO-09-SOTE"))


async def test_a_click_on_a_division_shows_its_rounds(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("7")
        await run.pilot.click("#divisions", offset=(6, 3))
        await run.settle()
        assert "HO-09-KUVA" in run.text()


# What came back.


async def test_enter_shows_what_a_round_brought(returned_plan: Path, returned: Path) -> None:
    async with driven(returned_plan, day=DEMO_DAY) as run:
        await run.press("7")
        await preview(run, file_of(returned, "KUVA"))
        await run.press("a", "escape", "down", "down", "enter")
        assert "2018-11-09" in run.line_with("Milestones!I6")


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_a_round_looks_as_kept(returned_plan: Path, returned: Path, size: tuple[int, int]) -> None:
    async with driven(returned_plan, day=DEMO_DAY, size=size) as run:
        await run.press("7")
        await preview(run, file_of(returned, "KASKO"))
        await run.press("a", "escape", "down", "enter")
        run.app.clear_notifications()
        await run.settle()
        check_golden(f"round-{size[0]}x{size[1]}", run.text())


async def test_p_opens_its_file_again_with_what_is_open(returned_plan: Path, returned: Path) -> None:
    async with driven(returned_plan, day=DEMO_DAY) as run:
        await run.press("7")
        await preview(run, file_of(returned, "KASKO"))
        await run.press("a", "escape", "down", "enter", "p")
        assert (run.scope(), "conflict" in run.line_with("2018-11-09")) == ("preview", True)


# The preview of a hand-off.


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_preview_of_a_hand_off_looks_as_kept(
    returned_plan: Path, returned: Path, size: tuple[int, int]
) -> None:
    async with driven(returned_plan, day=DEMO_DAY, size=size) as run:
        await preview(run, file_of(returned, "KASKO"))
        check_golden(f"preview-handoff-{size[0]}x{size[1]}", run.text())


async def test_the_preview_says_which_hand_off_it_is(returned_plan: Path, returned: Path) -> None:
    async with driven(returned_plan, day=DEMO_DAY) as run:
        await preview(run, file_of(returned, "KASKO"))
        expected = "HO-09-KASKO-2 · Education Division · sent 2018-10-19 · due 2018-10-25"
        assert expected in run.text()


async def test_the_choices_of_a_hand_off_survive_leaving(returned_plan: Path, returned: Path) -> None:
    async with driven(returned_plan, day=DEMO_DAY) as run:
        await preview(run, file_of(returned, "KASKO"))
        await run.press("n", "t", "escape")
        await preview(run, file_of(returned, "KASKO"))
        assert run.line_with("2018-11-09").split()[-1] == "theirs"


async def test_a_file_that_was_imported_says_so_on_top(returned_plan: Path, returned: Path) -> None:
    async with driven(returned_plan, day=DEMO_DAY) as run:
        await preview(run, file_of(returned, "KASKO"))
        await run.press("a")
        assert "The same file was imported already" in str(run.screen.query_one("#banner").render())


async def test_the_files_of_a_folder_come_one_after_another(returned_plan: Path, returned: Path) -> None:
    async with driven(returned_plan, day=DEMO_DAY) as run:
        await preview(run, returned / "back")
        assert "file 1 of 2 · HO-09-KASKO-2" in run.text()
        await run.press("f")
        assert "file 2 of 2 · HO-09-KUVA-2" in run.text()


async def test_several_files_can_be_given_at_once(returned_plan: Path, returned: Path) -> None:
    async with driven(returned_plan, day=DEMO_DAY) as run:
        await preview(run, f"'{file_of(returned, 'KUVA')}' {file_of(returned, 'KASKO')}")
        assert "file 1 of 2 · HO-09-KUVA-2" in run.text()


async def test_a_file_of_a_folder_that_is_refused_is_told_and_passed_over(
    returned_plan: Path, returned: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "some"
    folder.mkdir()
    (folder / "a.xlsx").write_text("hello")
    shutil.copy(file_of(returned, "KUVA"), folder / "b.xlsx")
    async with driven(returned_plan, day=DEMO_DAY) as run:
        await preview(run, folder)
        assert ("a.xlsx holds plain text" in run.notices()[-1], "HO-09-KUVA-2" in run.text()) == (True, True)


# Where a value comes from.


async def test_w_on_a_milestone_shows_the_file_and_cell_of_its_value(
    returned_plan: Path, returned: Path
) -> None:
    async with driven(returned_plan, day=DEMO_DAY) as run:
        await preview(run, file_of(returned, "KUVA"))
        await run.press("a", "escape", "4")
        uid = run.app.plan.state().find("milestone", "A5.3").uid
        run.screen.table.move_cursor(uid, "forecast")
        await run.press("w")
        heading = str(run.screen.query_one("#heading").render())
        assert (file_of(returned, "KUVA").name in heading, "Milestones!I6" in heading) == (True, True)


async def test_w_shows_the_history_of_one_field_alone(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("4")
        run.screen.table.move_cursor(run.app.plan.state().find("milestone", "D1.2").uid, "status")
        await run.press("w")
        fields = {line.field for line in run.screen.answer.lines}
        assert fields == {"status", "milestone"}


async def test_w_on_a_reckoned_column_says_so(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("4")
        run.screen.table.move_cursor(column="light")
        await run.press("w")
        assert "reckoned by the program" in run.notices()[-1]


async def test_w_in_the_preview_shows_where_our_value_comes_from(returned_plan: Path, returned: Path) -> None:
    async with driven(returned_plan, day=DEMO_DAY) as run:
        await preview(run, file_of(returned, "KASKO"))
        await run.press("n", "w")
        assert "anna · by the command line" in run.text()
