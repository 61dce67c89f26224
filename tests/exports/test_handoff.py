"""The hand-off of a division as it goes out: its sheets, marks, guards and looks, and that no half of one is left."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exports import files
from exports.handoff import Made, file_name, make_handoff
from importers.handoff import expect_no_difference
from models.clock import Clock
from models.edits import changes, creation
from models.errors import Cancelled, ExportFailed, RuleBroken
from models.handoff import Stamp, token_in
from models.plan import Plan
from models.rules.records import text
from models.rules.state import PlanState
from models.store import open_plan

DUE = date(2018, 10, 26)
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


def make(plan: Plan, code: str, target: Path, language: str | None = "en", **more: Any) -> Made:
    division = plan.state().find("division", code)
    return make_handoff(plan, division, DUE, target, verify=expect_no_difference, language=language, **more)


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


def column(sheet: Any, key: str) -> int:
    return next(int(cell.column) for cell in sheet[3] if cell.value == key)


def row(sheet: Any, id_: str) -> int:
    return next(n for n in range(5, sheet.max_row + 1) if sheet.cell(n, column(sheet, "id")).value == id_)


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


# Language, texts and name.


def test_a_division_gets_its_own_language(plan: Plan, tmp_path: Path) -> None:
    division = plan.state().find("division", "KUVA")
    plan.apply(changes("division", division, {"language": "sv"}), source="command")
    made = make(plan, "KUVA", tmp_path, None)
    assert (made.sent.language, openpyxl.load_workbook(made.path).sheetnames[0]) == ("sv", "Anvisning")


def test_a_division_without_a_language_gets_the_plans(plan: Plan, tmp_path: Path) -> None:
    division = plan.state().find("division", "KUVA")
    plan.apply(changes("division", division, {"language": None}), source="command")
    assert make(plan, "KUVA", tmp_path, None).sent.language == "fi"


def test_a_title_that_is_missing_in_the_language_stands_there_in_another(plan: Plan, tmp_path: Path) -> None:
    milestone = plan.state().find("milestone", "A1.3")
    plan.apply(changes("milestone", milestone, {"title_sv": None}), source="command")
    sheet = openpyxl.load_workbook(make(plan, "KASKO", tmp_path, "sv").path)["Delmål"]
    assert sheet.cell(row(sheet, "A1.3"), column(sheet, "title")).value == milestone.title_fi


def test_text_that_looks_like_a_formula_stays_text(plan: Plan, tmp_path: Path) -> None:
    milestone = plan.state().find("milestone", "A1.3")
    plan.apply(changes("milestone", milestone, {"note": "=1+1", "title_en": "00042"}), source="command")
    sheet = openpyxl.load_workbook(make(plan, "KASKO", tmp_path).path)["Milestones"]
    cells = [sheet.cell(row(sheet, "A1.3"), column(sheet, key)) for key in ("note", "title")]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s"), ("00042", "s")]


def test_the_file_is_named_by_plan_round_division_and_date(sender: Plan, made: Made) -> None:
    name = text(sender.charter(), "name", "en").replace(" ", "-")
    assert made.path.name == f"{name}_{made.sent.id}_SOTE_2018-10-26.xlsx"


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("Plan / 90 päivää?", "SOTE", "Plan-90-päivää_HO-09-SOTE-2_SOTE_2018-10-26.xlsx"),
        ("..", "A/B:C", None),
        ("x" * 200, "SOTE", "x" * 60 + "_HO-09-SOTE-2_SOTE_2018-10-26.xlsx"),
    ],
)
def test_the_name_of_the_file_is_one_that_every_system_takes(
    plan: Plan, tmp_path: Path, name: str, code: str, expected: str | None
) -> None:
    plan.apply(changes("charter", plan.charter(), {"name_en": name}), source="command")
    division = plan.state().find("division", "SOTE")
    plan.apply(changes("division", division, {"id": code}), source="command")
    made = make(plan, code, tmp_path)
    assert file_name(plan.state(), made.sent) == made.path.name
    assert expected in (None, made.path.name)
    assert not set(made.path.name) & set('/\\:*?"<>| ')
    assert not made.path.name.startswith((".", "-"))


# Put in place whole, or nothing of it.


def standing(plan: Plan) -> list[str]:
    """The ids of hand-offs that no workbook was sent for in the sample."""
    return [each.id for each in plan.state().handoffs if each.sent is None]


def test_a_hand_off_is_not_written_over_another_file(plan: Plan, tmp_path: Path) -> None:
    first = make(plan, "SOTE", tmp_path)
    plan.undo(first.sent.revision)
    second = first.path.name.replace("SOTE-2", "SOTE-3")
    (tmp_path / second).write_text("mine")
    with pytest.raises(ExportFailed, match="is there already"):
        make(plan, "SOTE", tmp_path)
    assert ((tmp_path / second).read_text(), standing(plan)) == ("mine", [])


def test_a_hand_off_replaces_a_file_when_told_to(plan: Plan, tmp_path: Path) -> None:
    first = make(plan, "SOTE", tmp_path)
    (tmp_path / first.path.name.replace("SOTE-2", "SOTE-3")).write_text("mine")
    assert openpyxl.load_workbook(make(plan, "SOTE", tmp_path, force=True).path).sheetnames


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_folder_that_takes_no_file_leaves_no_round(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(code, os.strerror(code))

    (tmp_path / "out").mkdir()
    monkeypatch.setattr(files, "_flush", refuse)
    with pytest.raises(ExportFailed, match=os.strerror(code)):
        make(plan, "SOTE", tmp_path / "out")
    assert (list((tmp_path / "out").iterdir()), standing(plan)) == ([], [])


def test_a_folder_that_is_not_there_is_refused_before_a_round_is_made(plan: Plan, tmp_path: Path) -> None:
    before = plan.last_revision()
    with pytest.raises(ExportFailed, match="There is no folder"):
        make(plan, "SOTE", tmp_path / "none")
    assert plan.last_revision() == before


def test_a_workbook_that_reads_back_otherwise_leaves_no_round(plan: Plan, tmp_path: Path) -> None:
    def verify(*_arguments: object) -> None:
        raise ExportFailed("it did not read back")

    with pytest.raises(ExportFailed, match="did not read back"):
        make_handoff(plan, plan.state().find("division", "SOTE"), DUE, tmp_path, verify=verify)
    assert (list(tmp_path.glob("*.xlsx")), standing(plan)) == ([], [])


def test_a_hand_off_that_is_cancelled_while_it_is_written_leaves_no_round(plan: Plan, tmp_path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        raise Cancelled("no")

    with pytest.raises(Cancelled):
        make(plan, "SOTE", tmp_path, progress=cancel)
    assert (list(tmp_path.glob("*.xlsx")), standing(plan)) == ([], [])


def test_progress_reaches_all_rows_of_a_hand_off(plan: Plan, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    make(plan, "SOTE", tmp_path, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (14, 14)


def test_a_division_with_nothing_open_gets_no_file(plan: Plan, tmp_path: Path) -> None:
    plan.apply(creation("division", {"id": "NEW", "name_en": "New"}), source="command")
    with pytest.raises(RuleBroken, match="NEW has no open milestone"):
        make(plan, "NEW", tmp_path)
    assert list(tmp_path.glob("*.xlsx")) == []
