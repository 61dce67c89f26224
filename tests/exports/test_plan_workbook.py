"""The plan workbook as it goes out: its sheets, marks, formats and guards, and that nothing broken is put in place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import exports.plan
from exports.plan import SPARE_ROWS, write_plan
from importers.plan import expect_no_difference
from models.edits import changes
from models.errors import Cancelled, ExportFailed
from models.handoff import stamp_in, token_in
from models.language import speaking
from models.plan import Plan
from models.sheets import SHEET_LABELS, header_words, plan_forms


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.xlsx"


@pytest.fixture
def book(plan: Plan, path: Path) -> Any:
    """The workbook, opened by openpyxl."""
    write_plan(plan, path, verify=expect_no_difference, language="en")
    return openpyxl.load_workbook(path)


def data_sheets(book: Any) -> Iterator[Any]:
    return (sheet for sheet in book.worksheets if str(sheet["A2"].value).startswith("sheet:"))


def test_the_sheets_stand_in_their_order(book: Any) -> None:
    assert book.sheetnames == ["Guide", *SHEET_LABELS.values(), "_lists", "_base", "_meta"]


def test_the_hidden_sheets_are_hidden(book: Any) -> None:
    states = [book[name].sheet_state for name in ("Guide", "Milestones", "_lists", "_base", "_meta")]
    assert states == ["visible", "visible", "hidden", "veryHidden", "veryHidden"]


def test_the_sheets_have_names_of_the_language(plan: Plan, path: Path) -> None:
    write_plan(plan, path, verify=expect_no_difference, language="sv")
    with speaking("sv"):
        names = [form.name for form in plan_forms("sv").values()]
    assert openpyxl.load_workbook(path).sheetnames[1:-3] == names


def test_the_stamp_stands_in_every_place(plan: Plan, book: Any) -> None:
    stamp = stamp_in(book["_meta"]["B1"].value)
    assert stamp is not None
    assert (stamp.plan, stamp.revision) == (plan.charter().uid, plan.last_revision())
    places = {sheet["A1"].value for sheet in data_sheets(book)}
    places |= {book["_meta"]["B1"].value, book.properties.keywords, book.custom_doc_props.props[0].value}
    assert places == {str(stamp)}


def test_every_row_has_a_token_that_names_it(plan: Plan, book: Any) -> None:
    tokens = [token_in(book["Milestones"].cell(row, 1).value) for row in range(5, 5 + 114)]
    assert {token.uid for token in tokens if token} == {m.uid for m in plan.state().milestones}


def test_the_column_of_tokens_and_the_row_of_keys_are_hidden(book: Any) -> None:
    sheet = book["Milestones"]
    assert (sheet.column_dimensions["A"].hidden, sheet.row_dimensions[3].hidden) == (True, True)


def test_the_milestones_have_all_keys_of_a_handoff(book: Any) -> None:
    wanted = {
        "token",
        "id",
        "initiative",
        "title",
        "owner",
        "status",
        "reason",
        "baseline",
        "forecast",
        "actual",
        "confirmed",
        "note",
    }
    assert wanted <= {cell.value for cell in book["Milestones"][3]}


def test_the_dependencies_have_all_keys_of_a_handoff(book: Any) -> None:
    wanted = {
        "token",
        "id",
        "waiting",
        "waiting_division",
        "provider",
        "provider_division",
        "what",
        "need_by",
        "promised",
        "state",
        "note",
    }
    assert wanted <= {cell.value for cell in book["Dependencies"][3]}


def test_empty_formatted_rows_follow_the_data(book: Any) -> None:
    assert book["Milestones"].max_row == 4 + 114 + SPARE_ROWS


def test_only_four_number_formats_are_used(book: Any) -> None:
    formats = {
        cell.number_format
        for sheet in data_sheets(book)
        for row in sheet.iter_rows(min_row=5)
        for cell in row
    }
    assert formats <= {"@", "yyyy-mm-dd", "0", "#,##0.00"}


def test_dates_are_dates(book: Any) -> None:
    columns = {cell.value: cell.column for cell in book["Milestones"][3]}
    assert isinstance(book["Milestones"].cell(5, columns["forecast"]).value, datetime)


def test_there_are_no_formulas_merges_or_tables(book: Any) -> None:
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert not sheet.tables
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_data_cells_are_unlocked_and_headers_are_locked(book: Any) -> None:
    sheet = book["Milestones"]
    assert {cell.protection.locked for cell in sheet[5]} == {False}
    assert {cell.protection.locked for cell in sheet[4]} == {True}


def test_the_guard_has_no_password_and_lets_people_sort(book: Any) -> None:
    guard = book["Milestones"].protection
    assert (guard.sheet, guard.password, guard.sort, guard.insertRows) == (True, None, False, False)


def test_drop_downs_lie_behind_names(book: Any) -> None:
    names = {rule.formula1 for rule in book["Milestones"].data_validations.dataValidation}
    assert names <= set(book.defined_names)
    assert "list_status" in names


def test_the_lists_hold_the_words_of_the_language(plan: Plan, path: Path) -> None:
    write_plan(plan, path, verify=expect_no_difference, language="fi")
    book = openpyxl.load_workbook(path)
    place = book.defined_names["list_status"].attr_text.partition("!")[2].replace("$", "")
    assert [cell.value for (cell,) in book["_lists"][place]][:2] == ["ei aloitettu", "kesken"]


def test_a_milestone_shows_its_initiatives_owner_by_role(plan: Plan, book: Any) -> None:
    columns = {cell.value: cell.column for cell in book["Milestones"][3]}
    assert book["Milestones"].cell(5, columns["owner"]).value == "Development Manager, Early Education, KASKO"


def test_text_that_looks_like_a_formula_is_written_as_text(plan: Plan, path: Path) -> None:
    row = plan.state().find("milestone", "A1.1")
    plan.apply(changes("milestone", row, {"note": "=1+1"}), source="command")
    write_plan(plan, path, verify=expect_no_difference)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    columns = {cell.value: cell.column for cell in sheet[3]}
    assert (sheet.cell(5, columns["note"]).value, sheet.cell(5, columns["note"]).data_type) == ("=1+1", "s")


@pytest.mark.parametrize("kind", list(SHEET_LABELS))
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_two_columns_of_a_sheet_have_the_same_header(kind: str, language: str) -> None:
    with speaking(language):
        headers = [column.header for column in plan_forms(language)[kind].columns]
    assert len(set(headers)) == len(headers)


def test_every_header_is_known_when_it_comes_back() -> None:
    for kind in SHEET_LABELS:
        words = header_words(kind)
        assert all(words[column.key] for column in plan_forms("fi")[kind].columns)


# Put in place whole, or not at all.


def test_a_file_that_is_there_is_not_replaced(plan: Plan, path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(ExportFailed):
        write_plan(plan, path, verify=expect_no_difference)
    assert path.read_text() == "mine"


def test_a_file_that_is_there_is_replaced_when_told_to(plan: Plan, path: Path) -> None:
    path.write_text("mine")
    write_plan(plan, path, verify=expect_no_difference, force=True)
    assert openpyxl.load_workbook(path).sheetnames


def test_a_workbook_that_reads_back_otherwise_is_not_put_in_place(plan: Plan, path: Path) -> None:
    def verify(draft: Path, state: Any) -> None:
        row = plan.state().find("milestone", "A1.1")
        plan.apply(changes("milestone", row, {"note": "meanwhile"}), source="command")
        expect_no_difference(draft, plan.state())

    with pytest.raises(ExportFailed, match="did not read back"):
        write_plan(plan, path, verify=verify)
    assert list(path.parent.glob("*.xlsx")) == []


def test_a_plan_that_could_not_be_read_back_is_refused(
    plan: Plan, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports.plan, "MAX_CELLS", 1000)
    with pytest.raises(ExportFailed, match="export it as CSV or JSON"):
        write_plan(plan, path, verify=expect_no_difference)


def test_progress_reaches_all_rows(plan: Plan, path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_plan(
        plan, path, verify=expect_no_difference, progress=lambda done, total: told.append((done, total))
    )
    assert told[-1][0] == told[-1][1] > 200


def test_a_cancelled_export_leaves_nothing(plan: Plan, path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        raise Cancelled("no")

    with pytest.raises((Cancelled, ExportFailed)):
        write_plan(plan, path, verify=expect_no_difference, progress=cancel)
    assert [each.name for each in path.parent.iterdir() if "xlsx" in each.name] == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_names_of_the_sheets_fit_their_tabs(language: str) -> None:
    with speaking(language):
        names = [form.name for form in plan_forms(language).values()]
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert len(set(names)) == len(names)


def test_dates_and_numbers_keep_clear_of_the_text_beside_them(book: Any) -> None:
    sheet = book["Divisions"]
    columns = {cell.value: cell.column for cell in sheet[3]}
    number, day = (sheet.cell(5, columns[key]).alignment for key in ("headcount", "valid_from"))
    assert (number.horizontal, number.indent, day.horizontal) == ("right", 1, "left")


def test_the_header_of_a_number_stands_above_it(book: Any) -> None:
    sheet = book["Divisions"]
    columns = {cell.value: cell.column for cell in sheet[3]}
    assert sheet.cell(4, columns["headcount"]).alignment.horizontal == "right"


def test_a_title_has_a_row_high_enough_for_its_letters(book: Any) -> None:
    assert all(sheet.row_dimensions[1].height > sheet["B1"].font.size * 1.3 for sheet in data_sheets(book))


def test_a_header_of_two_lines_is_seen_whole(book: Any) -> None:
    assert book["Hand-offs"].row_dimensions[4].height == 30
