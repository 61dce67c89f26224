"""The import preview: what came back, row by row; choices by one key; nothing written before it is applied."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from driving import DEMO_DAY, NORMAL, SMALL, Driven, check_golden, driven, opened

from exports.plan import write_plan
from importers.plan import expect_no_difference
from models.edits import changes


@pytest.fixture(scope="module")
def returned(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan, and a workbook of it that came back; copy them, never write to them."""
    folder = tmp_path_factory.mktemp("returned")
    with opened(Path(shutil.copyfile(sample_template, folder / "plan.db")), DEMO_DAY, "anna") as plan:
        write_plan(plan, folder / "back.xlsx", verify=expect_no_difference, language="en")
        _edit(folder / "back.xlsx")
        milestone = plan.state().find("milestone", "A2.1")
        plan.apply(changes("milestone", milestone, {"title_en": "Name of the office"}), source="command")
    return folder


@pytest.fixture
def plan_path(returned: Path, tmp_path: Path) -> Path:
    """The plan that the workbook came back to."""
    return Path(shutil.copyfile(returned / "plan.db", tmp_path / "plan.db"))


@pytest.fixture
def back(returned: Path, tmp_path: Path) -> Path:
    """A workbook that came back with changes, a conflict, a reject, a new, a copied and a missing row."""
    return Path(shutil.copyfile(returned / "back.xlsx", tmp_path / "back.xlsx"))


def _edit(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Milestones"]
    columns = {cell.value: cell.column for cell in sheet[3]}

    def put(row: int, **values: Any) -> None:
        for key, value in values.items():
            sheet.cell(row, columns[key]).value = value

    put(5, title="A new title [b]", note="Said [/] aloud")
    put(6, forecast="next week")
    put(7, forecast=date(2018, 12, 24))
    put(8, title="Name of the division")
    for column in range(1, len(columns) + 1):
        sheet.cell(120, column).value = sheet.cell(9, column).value
    put(120, title="A copy")
    put(125, initiative="A1", title="Quite new", forecast=date(2018, 11, 5))
    sheet.delete_rows(30)
    book.save(path)


async def preview(run: Driven, path: Path) -> None:
    """Opens the preview of a file by its path."""
    await run.press("I")
    entry = run.screen.query_one("#answer-path")
    entry.value = ""
    await run.paste(str(path))
    await run.press("enter")


async def to(run: Driven, text: str) -> None:
    """Moves the cursor to the first line that holds a text."""
    await run.press("home")
    for _step in range(40):
        if text in run.line_with("►"):
            return
        await run.press("down")
    raise AssertionError(f"no line with {text!r} in\n{run.text()}")


def row(plan_path: Path, id_: str) -> Any:
    with opened(plan_path, DEMO_DAY) as plan:
        return plan.state().find("milestone", id_)


@pytest.mark.parametrize("size", [NORMAL, SMALL], ids=["120x40", "80x24"])
async def test_the_preview_looks_as_kept(plan_path: Path, back: Path, size: tuple[int, int]) -> None:
    async with driven(plan_path, day=DEMO_DAY, size=size) as run:
        await preview(run, back)
        check_golden(f"preview-{size[0]}x{size[1]}", run.text())


async def test_opening_a_preview_writes_nothing(plan_path: Path, back: Path) -> None:
    before = plan_path.read_bytes()
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await to(run, "conflict")
        await run.press("t", "escape")
    assert plan_path.read_bytes() == before


async def test_a_refused_file_says_why_in_the_form(plan_path: Path) -> None:
    path = plan_path.with_name("text.xlsx")
    path.write_text("hello")
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, path)
        assert "text.xlsx holds plain text, not a workbook" in run.text()


async def test_a_missing_file_says_so_in_the_form(plan_path: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, plan_path.with_name("nowhere.xlsx"))
        assert "nowhere.xlsx cannot be read" in run.text()


async def test_a_conflict_shows_who_changed_it_here(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await to(run, "conflict")
        await run.press("enter")
        assert "Here (anna, 2018-10-19)" in run.text()


async def test_a_reject_shows_its_whole_reason(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await to(run, "next week")
        await run.press("enter")
        assert "write it as 2018-10-17 or" in run.text()


async def test_applying_writes_what_needs_no_decision(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await run.press("a")
    found = row(plan_path, "A1.1")
    assert (found.title_en, found.note) == ("A new title [b]", "Said [/] aloud")


async def test_applying_leaves_a_conflict_open(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await run.press("a")
        assert "conflict" in run.line_with("Name of the division")
    assert row(plan_path, "A2.1").title_en == "Name of the office"


async def test_t_on_a_conflict_takes_theirs(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await to(run, "conflict")
        await run.press("t", "a")
    assert row(plan_path, "A2.1").title_en == "Name of the division"


async def test_o_on_a_change_leaves_the_plan_as_it_is(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await to(run, "A new title")
        await run.press("o", "a")
    assert row(plan_path, "A1.1").title_en == "Service path described from the guardian's view"


async def test_o_on_a_heading_is_for_the_whole_row(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await to(run, "▾ A1.1")
        await run.press("o", "a")
    assert row(plan_path, "A1.1").note is None


async def test_many_marked_lines_are_chosen_at_once(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await run.press("*", "o", "a")
    assert [row(plan_path, id_).title_en for id_ in ("A1.1", "A2.1")] == [
        "Service path described from the guardian's view",
        "Name of the office",
    ]


async def test_a_decision_is_made_from_a_list(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await to(run, "stands in")
        await run.press("enter", "1", "a")
    assert row(plan_path, "A2.4").title_en == "A copy"


async def test_a_new_row_can_be_left_out(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await to(run, "Quite new")
        await run.press("o", "a")
    assert row(plan_path, "A1.4") is None


async def test_a_missing_row_stays_unless_it_is_chosen(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        assert run.line_with("B2.2").split()[-1] == "stays"
        await to(run, "B2.2")
        await run.press("t")
        assert run.line_with("B2.2").split()[-1] == "removed"


async def test_leaving_and_coming_back_loses_no_choice(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await to(run, "conflict")
        await run.press("t", "escape")
        await preview(run, back)
        assert run.line_with("Name of the division").split()[-1] == "theirs"


async def test_the_prompt_remembers_the_last_file(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await run.press("escape", "I")
        assert run.screen.query_one("#answer-path").value == str(back)


async def test_esc_returns_to_the_screen_below(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await run.press("8")
        await preview(run, back)
        await run.press("escape")
        assert run.scope() == "snapshots"


async def test_u_takes_the_import_back(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await run.press("a", "u")
    assert row(plan_path, "A1.1").note is None


async def test_after_an_undo_the_preview_shows_the_changes_again(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await run.press("a", "u")
        assert "A new title [b]" in run.text()


async def test_n_goes_to_what_a_person_must_decide(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        await run.press("n")
        assert "conflict" in run.line_with("►")


async def test_what_others_change_meanwhile_shows_in_the_preview(plan_path: Path, back: Path) -> None:
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, back)
        with opened(plan_path, DEMO_DAY) as plan:
            milestone = plan.state().find("milestone", "A1.3")
            plan.apply(changes("milestone", milestone, {"forecast": date(2018, 12, 1)}), source="command")
        await run.until(lambda: "conflict" in run.line_with("2018-12-24"))


async def test_an_untouched_file_says_that_it_changes_nothing(plan_path: Path) -> None:
    path = plan_path.with_name("same.xlsx")
    with opened(plan_path, DEMO_DAY) as plan:
        write_plan(plan, path, verify=expect_no_difference)
    async with driven(plan_path, day=DEMO_DAY) as run:
        await preview(run, path)
        assert "The file changes nothing." in run.text()
