"""The hand-off of a division as it goes out: its sheets, marks, lists, guards and looks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from handing import column, make, row

from exports.handoff import Made
from models.clock import Clock
from models.handoff import Stamp, token_in
from models.plan import Plan
from models.rules.state import PlanState
from models.store import open_plan

GREY = "00E7E6E6"
YELLOW = "00FFF9E5"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("handoffs")


@pytest.fixture(scope="module")
def sender(sample_template: Path, folder: Path) -> Iterator[Plan]:
    """The sample plan, which makes hand-offs for all tests that only look at one."""
    copy = shutil.copyfile(sample_template, folder / "plan.db")
    with open_plan(copy, clock=Clock(date(2018, 10, 19)), person="tester") as opened:
        yield opened


@pytest.fixture(scope="module")
def made(sender: Plan, folder: Path) -> Made:
    """The hand-off of SOTE in English; look at it, do not change it."""
    return make(sender, "SOTE", folder)


@pytest.fixture(scope="module")
def book(made: Made) -> Any:
    return openpyxl.load_workbook(made.path)


@pytest.fixture(scope="module")
def state(sender: Plan, made: Made) -> PlanState:
    return sender.state(sender.today, at_revision=made.sent.revision)


DATA = ("Milestones", "Dependencies")


def fill(sheet: Any, id_: str | int, key: str) -> str:
    number = id_ if isinstance(id_, int) else row(sheet, id_)
    return str(sheet.cell(number, column(sheet, key)).fill.fgColor.rgb)


def greys(sheet: Any, id_: str | int) -> set[str]:
    """The keys of the grey cells of a row."""
    return {cell.value for cell in sheet[3][1:] if fill(sheet, id_, cell.value) == GREY}


# Sheets and marks.


def test_the_sheets_of_a_hand_off_stand_in_their_order_and_state(book: Any) -> None:
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("Guide", "visible"),
        ("Milestones", "visible"),
        ("Dependencies", "visible"),
        ("_lists", "hidden"),
        ("_base", "veryHidden"),
        ("_meta", "veryHidden"),
    ]


@pytest.mark.parametrize(
    ("language", "names"),
    [("fi", ["Ohje", "Välitavoitteet", "Riippuvuudet"]), ("sv", ["Anvisning", "Delmål", "Beroenden"])],
)
def test_the_sheets_of_a_hand_off_have_names_of_its_language(
    sender: Plan, folder: Path, language: str, names: list[str]
) -> None:
    path = make(sender, "KASKO", folder, language).path
    assert openpyxl.load_workbook(path).sheetnames[:3] == names


def test_the_milestones_have_the_keys_of_the_contract(book: Any) -> None:
    keys = [cell.value for cell in book["Milestones"][3]]
    wanted = "token id initiative title owner status reason baseline forecast actual confirmed note"
    assert keys == [*wanted.split(), "light"]


def test_the_dependencies_have_the_keys_of_the_contract(book: Any) -> None:
    keys = [cell.value for cell in book["Dependencies"][3]]
    wanted = "token id waiting waiting_division provider provider_division what need_by promised state note"
    assert keys == wanted.split()


@pytest.mark.parametrize("name", DATA)
def test_the_marks_of_rows_and_columns_are_hidden(book: Any, name: str) -> None:
    sheet = book[name]
    hidden_rows = [number for number in range(1, 20) if sheet.row_dimensions[number].hidden]
    hidden_columns = [letter for letter, each in sheet.column_dimensions.items() if each.hidden]
    assert (hidden_rows, hidden_columns) == ([3], ["A"])


def test_the_stamp_of_a_hand_off_stands_in_every_place(state: PlanState, made: Made, book: Any) -> None:
    stamp = str(Stamp(state.charter.uid, made.sent.id, made.sent.revision))
    places = [
        book["Milestones"]["A1"].value,
        book["Dependencies"]["A1"].value,
        book["_meta"]["B1"].value,
        book.properties.keywords,
        book.custom_doc_props.props[0].value,
    ]
    assert places == [stamp] * 5


@pytest.mark.parametrize(("name", "kind"), [("Milestones", "milestone"), ("Dependencies", "dependency")])
def test_every_sent_row_has_its_token_and_no_other_has_one(
    made: Made, book: Any, name: str, kind: str
) -> None:
    written = [cell.value for cell in book[name]["A"][4:]]
    tokens = [token_in(text) for text in written if text]
    assert {(each.uid, each.sent_file) for each in tokens if each} == {
        (uid, made.sent.id) for uid in made.sent.rows[kind]
    }
    assert len(tokens) == len(made.sent.rows[kind])


def test_the_canaries_and_the_count_of_rows_stand_in_meta(made: Made, book: Any) -> None:
    facts = {line[0].value: [cell.value for cell in line[1:]] for line in book["_meta"].iter_rows()}
    assert facts["canary day"][1].date() == date(2018, 10, 17)
    assert facts["canary number"][2] == 1234.5
    assert facts["canary text"][0] == "äö\nåÅ – 1/2"
    assert facts["rows"][0] == str(sum(map(len, made.sent.rows.values())))


def test_the_divisions_own_milestones_come_first(made: Made, book: Any, state: PlanState) -> None:
    sheet = book["Milestones"]
    divisions = [
        state.id_of("division", state.find("milestone", sheet.cell(n, 2).value).division)
        for n in range(5, 5 + len(made.sent.rows["milestone"]))
    ]
    assert divisions == ["SOTE"] * 9 + ["KESKE"]


# What people see.


@pytest.mark.parametrize("name", DATA)
def test_the_deadline_stands_on_top(book: Any, name: str) -> None:
    assert (
        book[name]["B1"].value
        == f"Social Services and Health Care Division: {name.lower()}, back by 2018-10-26"
    )


def test_the_guide_says_who_asks_and_by_when(made: Made, book: Any) -> None:
    lines = [cell.value for cell in book["Guide"]["B"] if cell.value]
    assert lines[2] == (
        f"Please return this workbook by 2018-10-26. Hand-off {made.sent.id}, made on 2018-10-19."
    )
    assert "Do not delete a row: set its status to dropped instead." in lines


def test_the_deadline_is_written_as_the_division_writes_dates(sender: Plan, folder: Path) -> None:
    path = make(sender, "KASKO", folder, "fi").path
    title = openpyxl.load_workbook(path)["Välitavoitteet"]["B1"].value
    assert title.endswith("välitavoitteet, palautus viimeistään 26.10.2018")


@pytest.mark.parametrize("name", DATA)
def test_fifty_empty_formatted_rows_follow(made: Made, book: Any, name: str) -> None:
    kind = {"Milestones": "milestone", "Dependencies": "dependency"}[name]
    sheet, sent = book[name], len(made.sent.rows[kind])
    assert sheet.max_row == 4 + sent + 50
    assert {sheet.cell(sheet.max_row, column(sheet, "note")).number_format} == {"@"}


@pytest.mark.parametrize("name", DATA)
def test_only_the_allowed_number_formats_are_used(book: Any, name: str) -> None:
    sheet = book[name]
    dates = {"baseline", "forecast", "actual", "need_by", "promised"}
    for cell in sheet[3]:
        formats = {sheet.cell(n, cell.column).number_format for n in range(5, sheet.max_row + 1)}
        assert formats == ({"yyyy-mm-dd"} if cell.value in dates else {"@"})


def test_the_light_of_a_milestone_is_told_in_words(book: Any, state: PlanState) -> None:
    sheet = book["Milestones"]
    found = sheet.cell(row(sheet, "D5.2"), column(sheet, "light")).value
    assert found == state.light_by_milestone[state.find("milestone", "D5.2").uid].value
    assert "M5:M64" in {str(area.sqref) for area in sheet.conditional_formatting}


def test_nothing_that_other_programs_stumble_over_is_in_it(made: Made, book: Any) -> None:
    import zipfile

    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert not sheet.tables
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    names = zipfile.ZipFile(made.path).namelist()
    assert not [n for n in names if "chart" in n or "media" in n or "externalLink" in n]


@pytest.mark.parametrize("name", DATA)
def test_a_sheet_prints_on_a4_landscape_with_its_headers(book: Any, name: str) -> None:
    sheet = book[name]
    setup = sheet.page_setup
    assert (str(setup.paperSize), setup.orientation, setup.fitToWidth, setup.fitToHeight) == (
        "9",
        "landscape",
        1,
        0,
    )
    assert (sheet.print_title_rows, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("$4:$4", True)


@pytest.mark.parametrize("name", DATA)
def test_a_sheet_has_a_filter_and_frozen_headers(made: Made, book: Any, name: str) -> None:
    kind = {"Milestones": "milestone", "Dependencies": "dependency"}[name]
    sheet = book[name]
    last = 4 + len(made.sent.rows[kind])
    letter = {"Milestones": "M", "Dependencies": "K"}[name]
    assert sheet.auto_filter.ref == f"A4:{letter}{last}"
    assert str(sheet.freeze_panes).endswith("5")


# Who may edit what.


def test_of_its_own_milestones_only_what_is_asked_is_white(book: Any) -> None:
    assert greys(book["Milestones"], "A2.2") == {"id", "initiative", "baseline", "light"}


def test_a_milestone_of_another_division_is_all_grey(book: Any) -> None:
    keys = {cell.value for cell in book["Milestones"][3][1:]}
    assert greys(book["Milestones"], "D2.3") == keys


def test_the_waiting_side_may_edit_its_side(book: Any) -> None:
    assert greys(book["Dependencies"], "X15") == {
        "id",
        "waiting",
        "waiting_division",
        "provider",
        "provider_division",
        "promised",
        "state",
    }


def test_the_providing_side_may_edit_its_side(book: Any) -> None:
    assert greys(book["Dependencies"], "X32") == {
        "id",
        "waiting",
        "waiting_division",
        "provider",
        "provider_division",
        "what",
        "need_by",
    }


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Milestones", {"title", "status", "forecast"}),
        ("Dependencies", {"what"}),
    ],
)
def test_what_may_not_be_empty_is_yellow(book: Any, name: str, keys: set[str]) -> None:
    sheet = book[name]
    own = {"Milestones": "A2.2", "Dependencies": "X15"}[name]
    assert {cell.value for cell in sheet[3][1:] if fill(sheet, own, cell.value) == YELLOW} == keys


def test_a_spare_row_is_grey_only_where_nobody_fills_in(book: Any) -> None:
    assert greys(book["Milestones"], book["Milestones"].max_row) == {"baseline", "light"}
    assert greys(book["Dependencies"], book["Dependencies"].max_row) == {
        "waiting_division",
        "provider_division",
    }


@pytest.mark.parametrize("name", DATA)
def test_every_data_cell_is_unlocked_and_every_header_locked(book: Any, name: str) -> None:
    sheet = book[name]
    assert {cell.protection.locked for line in sheet.iter_rows(min_row=5) for cell in line} == {False}
    assert {cell.protection.locked for line in sheet.iter_rows(max_row=4) for cell in line} == {True}


@pytest.mark.parametrize("name", DATA)
def test_the_guard_lets_people_sort_filter_and_add_rows(book: Any, name: str) -> None:
    guard = book[name].protection
    # True: forbidden.
    allowed = (guard.sort, guard.autoFilter, guard.insertRows, guard.deleteRows)
    formats = (guard.formatColumns, guard.formatRows)
    assert (guard.sheet, guard.password, allowed, formats) == (True, None, (False,) * 4, (True, True))


def test_the_guide_is_locked(book: Any) -> None:
    assert (book["Guide"].protection.sheet, book["Guide"]["B5"].protection.locked) == (True, True)


# Lists.


def offered(book: Any, name: str) -> dict[str, tuple[str, bool]]:
    """By key: the name of the list, and whether other values are refused."""
    sheet = book[name]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            key = sheet.cell(3, area.min_col).value
            found[key] = (rule.formula1, bool(rule.showErrorMessage and rule.errorStyle in (None, "stop")))
    return found


def test_the_lists_of_milestones_lie_behind_names(book: Any) -> None:
    lists = offered(book, "Milestones")
    assert {key: name for key, (name, _strict) in lists.items()} == {
        "initiative": "list_initiative_ids",
        "owner": "list_owner_names",
        "status": "list_status",
        "reason": "list_reason_names",
        "confirmed": "list_yes",
    }
    assert {name for name, _strict in lists.values()} <= set(book.defined_names)


def test_only_the_words_of_a_status_are_enforced(book: Any) -> None:
    lists = offered(book, "Milestones")
    assert {key for key, (_name, strict) in lists.items() if strict} == {"status"}


def test_the_state_of_a_dependency_is_a_list(book: Any) -> None:
    assert offered(book, "Dependencies")["state"] == ("list_dependencystate", True)


def test_the_words_of_a_list_are_those_of_the_division(sender: Plan, folder: Path) -> None:
    book = openpyxl.load_workbook(make(sender, "KASKO", folder, "sv").path)
    place = book.defined_names["list_status"].attr_text.partition("!")[2].replace("$", "")
    assert [cell.value for (cell,) in book["_lists"][place]][:2] == ["inte påbörjad", "pågår"]


def test_a_list_reaches_the_spare_rows(book: Any) -> None:
    sheet = book["Milestones"]
    areas = [str(rule.sqref) for rule in sheet.data_validations.dataValidation]
    assert all(area.endswith(str(sheet.max_row)) for area in areas)
