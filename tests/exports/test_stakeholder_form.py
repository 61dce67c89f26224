"""How the workbook for stakeholders is made: for the eye, for paper, for who does not see it, and for odd plans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from builders import START, Office, day, office_at
from conftest import DEMO_DAY
from stakeholding import CHART, Written, day_of, opened, written

import exports
from exports.stakeholder_definitions import DEFINITIONS
from exports.stakeholder_sheets import SHEETS
from models.clock import Clock
from models.edits import creation
from models.errors import ExportFailed
from models.language import LANGUAGES, _, speaking
from models.plan import Plan
from models.rules.figure_words import LABELS
from models.rules.words import WORDS, Light, Publicity, Status

MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TABLES = {
    "Figures", "LightsByStream", "LightsByTheme", "Milestones", "Slips", "Dependencies", "Decisions", "Definitions",
    "BurndownData", "LightsByWeek", "RoadmapData", "SlipsByReason",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    """The sample in week 9, never changed here."""
    yield from opened(sample_template, tmp_path_factory.mktemp("form"), Clock(DEMO_DAY))


@pytest.fixture(scope="module", params=LANGUAGES)
def in_language(sample: Plan, request: pytest.FixtureRequest) -> tuple[str, Written]:
    """A language, and the workbook in it."""
    code = str(request.param)
    return code, written(sample, sample.path.with_name(f"{code}.xlsx"), week=9, language=code)


@pytest.fixture(scope="module")
def english(sample: Plan) -> Written:
    """The workbook in English."""
    return written(sample, sample.path.with_name("week.xlsx"), week=9)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A small plan on its first Monday."""
    found = office_at(tmp_path / "plan.db", START)
    yield found
    found.plan.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "stakeholders.xlsx"


# For the eye and for paper.


def test_the_sheets_have_names_of_the_language(in_language: tuple[str, Written]) -> None:
    code, workbook = in_language
    with speaking(code):
        assert workbook.book.sheetnames == [_(name) for name in SHEETS]


def test_the_tables_have_the_same_names_in_every_language(in_language: tuple[str, Written]) -> None:
    sheets = in_language[1].book.worksheets
    assert {name for sheet in sheets for name in sheet.tables} == TABLES


def test_every_column_of_a_table_has_a_header(in_language: tuple[str, Written]) -> None:
    for sheet in in_language[1].book.worksheets:
        for table in sheet.tables.values():
            headers = [cell.value for cell in sheet[table.ref][0]]
            assert all(headers)
            assert len({header.casefold() for header in headers}) == len(headers)


def test_the_first_cell_of_a_sheet_says_what_it_is(in_language: tuple[str, Written]) -> None:
    for sheet in in_language[1].book.worksheets:
        assert sheet["A1"].value.startswith(f"{sheet.title}: ")


def test_no_cells_are_merged(english: Written) -> None:
    assert not [name for name, text in english.parts("xl/worksheets/") if "mergeCell" in text]


def test_sheets_print_across_as_wide_as_the_paper_with_the_week_at_the_foot(english: Written) -> None:
    for sheet in english.book.worksheets:
        set_up = sheet.page_setup
        assert (set_up.orientation, set_up.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (set_up.fitToWidth or 1, set_up.fitToHeight) == (1, 0)
        assert sheet.oddFooter.left.text == "Helsinki's digitalisation plan, week 9"


def test_headers_stay_in_view_and_on_every_page(english: Written) -> None:
    for sheet in english.book.worksheets[1:]:
        header_row = int(re.findall(r"\d+", next(iter(sheet.tables.values())).ref)[0])
        assert int(re.findall(r"\d+", sheet.freeze_panes)[0]) == header_row + 1
        assert sheet.print_title_rows == f"${header_row}:${header_row}"


def test_dates_are_dates_in_the_form_of_the_language(in_language: tuple[str, Written]) -> None:
    code, workbook = in_language
    with speaking(code):
        sheet = workbook.book[_("Milestones")]
    forms = {cell.number_format for row in sheet.iter_rows() for cell in row if cell.is_date}
    assert forms == {"yyyy-mm-dd" if code == "en" else "d.m.yyyy"}


def test_a_light_is_a_word_that_is_coloured_too(english: Written) -> None:
    rules = english.book["Milestones"].conditional_formatting
    coloured = {rule.formula[0] for area in rules for rule in area.rules}
    assert coloured == {f'"{WORDS[light].capitalize()}"' for light in Light}


# For who does not see it.


def test_every_chart_has_a_text_for_who_does_not_see_it(in_language: tuple[str, Written]) -> None:
    workbook = in_language[1]
    assert len(workbook.charts()) == 4
    assert [len(text) > 60 for text in workbook.descriptions()] == [True] * 4


def test_every_chart_has_a_title_and_names_on_its_axes(english: Written) -> None:
    for chart in english.charts():
        assert chart.find(f"{CHART}chart/{CHART}title") is not None
        plot = chart.find(f"{CHART}chart/{CHART}plotArea")
        assert plot is not None
        axes = [part for part in plot if part.tag.endswith("Ax")]
        assert [axis.find(f"{CHART}title") is not None for axis in axes] == [True, True]


def test_lines_are_told_apart_by_their_dashes(english: Written) -> None:
    burndown = english.charts()[0]
    dashes = [
        dash.get("val") if (dash := series.find(f".//{MAIN}prstDash")) is not None else "solid"
        for series in burndown.iter(f"{CHART}ser")
    ]
    assert len(set(dashes)) == len(dashes) == 3


def test_every_table_says_what_it_holds(english: Written) -> None:
    parts = english.parts("xl/tables/")
    assert len(parts) == len(TABLES)
    assert not [name for name, text in parts if "altTextSummary=" not in text]


def test_the_language_is_told(in_language: tuple[str, Written]) -> None:
    code, workbook = in_language
    assert str(workbook.book.properties.language).startswith(code)
    assert not [name for name, text in workbook.parts("xl/charts/") if '"en-US"' in text]


def test_the_title_of_the_file_is_the_plan_and_its_week(english: Written) -> None:
    properties = english.book.properties
    assert (properties.title, properties.creator) == ("Helsinki's digitalisation plan, week 9", "Tracker")


# Definitions.


def test_every_figure_status_and_light_is_defined(in_language: tuple[str, Written]) -> None:
    code, workbook = in_language
    defined = {row[1].casefold() for row in workbook.rows("Definitions")}
    with speaking(code):
        used = {_(word).casefold() for word in (*LABELS.values(), *(WORDS[one] for one in (*Status, *Light)))}
    assert used <= defined


def test_definitions_name_the_days_and_limits_of_the_plan(in_language: tuple[str, Written]) -> None:
    meanings = [row[2] for row in in_language[1].rows("Definitions")]
    assert len(meanings) == len(DEFINITIONS)
    assert not [meaning for meaning in meanings if "{" in meaning]


# Text of people.


@pytest.mark.parametrize(
    "title",
    ["=1+1", "[x] [/wip]", "<r>bold</r>", "_x0041_", "a&b \"c\" 'd'", "https://hel.fi", "12", "x" * 400],
)
def test_what_people_write_stays_text(office: Office, path: Path, title: str) -> None:
    office.add("A1.1", title_en=title)
    workbook = written(office.plan, path)
    sheet = workbook.book["Milestones"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.column == 2 and cell.row == 4)
    assert cell.data_type == "s"
    assert cell.value.rstrip() == title
    assert cell.hyperlink is None


def test_a_narrative_stands_on_lines_of_its_own_as_it_was_written(office: Office, path: Path) -> None:
    told = "The week was good.\n<r>Really.</r>"
    office.plan.apply(creation("narrative", {"week": 1, "text_en": told}), source="screen")
    lines = [row[0].value for row in written(office.plan, path).book["Overview"].iter_rows()]
    assert "The week was good." in lines
    assert "<r>Really.</r>" in [str(line).strip() for line in lines]


@pytest.mark.parametrize("named", ["We stopped A1.1.", "Secret things were done.", "Work on a1 goes on."])
def test_a_narrative_that_names_what_is_not_public_is_not_published(
    office: Office, path: Path, named: str
) -> None:
    office.add("A1.1", title_en="Secret things")
    office.set("A1", "initiative", publicity=Publicity.NOT_PUBLIC)
    office.plan.apply(creation("narrative", {"week": 1, "text_en": named}), source="screen")
    assert named in written(office.plan, path).words()
    assert named not in written(office.plan, path, public=True, force=True).words()


def test_a_public_narrative_is_published(office: Office, path: Path) -> None:
    office.set("A1", "initiative", publicity=Publicity.NOT_PUBLIC)
    office.plan.apply(creation("narrative", {"week": 1, "text_en": "B1 and A10 are done."}), source="screen")
    assert "B1 and A10 are done." in written(office.plan, path, public=True).words()


def test_a_narrative_that_came_late_is_told_as_such(office: Office, path: Path) -> None:
    office.plan.snapshots.take()
    office.plan.apply(creation("narrative", {"week": 1, "text_en": "Good."}), source="screen")
    words = written(office.plan, path).words()
    assert "Good.\nWritten on 2018-08-20, after the week was frozen." in words


def test_no_address_leaves_the_office(office: Office, path: Path) -> None:
    address = "matti.meikalainen@hel.fi"
    office.add("A1.1", title_en=f"Ask {address}")
    office.set_frame(name_en=f"Plan of {address}")
    office.set("A1", "initiative", title_en=f"By {address}")
    workbook = written(office.plan, path)
    assert not [name for name, text in workbook.parts("") if address in text]


def test_rows_that_are_not_translated_are_listed(office: Office, path: Path) -> None:
    body = office.add_row("body", id="BOARD", name_en="City Board")
    office.add_row("decision", id="D1", title_en="Go", title_sv="Beslut", needed=day(3), decider=body.uid)
    office.add("A1.1", title_sv="Delmål")
    words = written(office.plan, path, language="sv").words()
    line = next(line for line in words.splitlines() if line.startswith("Inte översatt till svenska"))
    assert {"A1", "A", "BOARD"} <= set(re.findall(r"\w[\w.]*", line.partition(":")[2]))
    assert not re.search(r"\bA1\.1\b|\bD1\b", line)


def test_a_decision_says_by_when_it_must_be_on_an_agenda(office: Office, path: Path) -> None:
    board = office.add_row("body", id="BOARD", name_en="City Board", meets="monday", agenda="thursday")
    office.add_row("decision", id="D1", title_en="Go", needed=day(15), decider=board.uid)
    (row,) = written(office.plan, path).table("Decisions")
    assert "City Board" in row.values()
    assert day_of(row["On the agenda by"]) == day(11)


# The page of a frozen week.


def test_slips_after_the_freeze_on_its_day_are_not_in_the_workbook_of_its_week(
    office: Office, path: Path
) -> None:
    office.add("A1.1", forecast=day(30))
    office.plan.confirm_baseline()
    office.at(day(5)).plan.snapshots.take()
    office.set("A1.1", forecast=day(40))
    workbook = written(office.plan, path, week=1)
    assert [row[0] for row in workbook.rows("Slips")] == [None]
    assert "No date has moved later since the baseline." in workbook.words()


def test_the_lights_of_a_corrected_week_are_those_of_its_page(office: Office, path: Path) -> None:
    office.add("A1.1", forecast=day(30))
    office.plan.snapshots.take()
    office.add("A1.2", forecast=day(30))
    office.plan.snapshots.take(correction="A1.2 was forgotten")
    page = office.at(day(9)).plan.weekly.page(1)
    told = page.lights.plan.weeks[-1].counts
    assert told is not None
    first = written(office.plan, path, week=1).table("LightsByWeek")[0]
    assert first["Green"] == told.green == 2


# Odd plans.


def charts_of(workbook: Written) -> int:
    return len(workbook.charts())


def test_an_empty_plan_has_its_days_alone(office: Office, path: Path) -> None:
    workbook = written(office.plan, path)
    assert charts_of(workbook) == 1
    assert {name for sheet in workbook.book.worksheets for name in sheet.tables} == TABLES


def test_a_plan_without_a_baseline_has_no_ideal_line(office: Office, path: Path) -> None:
    office.add("A1.1", weight=3)
    burndown = written(office.plan, path).charts()[0]
    assert len(list(burndown.iter(f"{CHART}ser"))) == 2


def test_a_long_roadmap_shows_the_streams(office: Office, path: Path) -> None:
    home = office.row("initiative", "A1")
    for number in range(50):
        made = office.add_row(
            "initiative", id=f"C{number}", title_en="More", stream=home.stream, lead=home.lead
        )
        office.add(f"C{number}.1", initiative=made.uid)
    rows = written(office.plan, path).rows("RoadmapData")
    assert [row[0] for row in rows[1:]] == ["A A"]


def test_a_week_that_is_not_frozen_is_a_draft(office: Office, path: Path) -> None:
    overview = written(office.plan, path).book["Overview"]
    assert overview["A1"].value == "Overview: Plan of the tests, week 1 (draft)"


def test_a_frozen_week_is_told_as_its_last_version_holds_it(office: Office, path: Path) -> None:
    office.add("A1.1")
    office.plan.snapshots.take()
    office.add("A1.2")
    office.plan.snapshots.take(correction="A1.2 was forgotten")
    office.add("A1.3")
    workbook = written(office.plan, path)
    assert [row[0] for row in workbook.rows("Milestones")] == ["A1.1", "A1.2"]
    assert "version 2; corrected: A1.2 was forgotten" in workbook.words()


def test_the_weeks_after_the_plan_can_be_told(office: Office, path: Path) -> None:
    office.add("A1.1", forecast=day(120))
    office.at(day(110)).plan.snapshots.take()
    assert written(office.plan, path).rows("RoadmapData")[0][4:6] == (90, 0)


def test_a_file_that_is_there_is_replaced_only_where_that_is_asked(office: Office, path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(ExportFailed):
        written(office.plan, path)
    assert path.read_text() == "mine"
    written(office.plan, path, force=True)
    assert openpyxl.load_workbook(path).sheetnames


def test_a_workbook_that_does_not_open_again_is_not_put_in_place(
    office: Office, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(self: Any) -> bytes:
        return whole(self)[:2000]

    whole = exports.tables_workbook.TablesBook.content
    monkeypatch.setattr(exports.tables_workbook.TablesBook, "content", half)
    with pytest.raises(ExportFailed):
        written(office.plan, path)
    assert not path.exists()


def test_one_module_alone_knows_xlsxwriter() -> None:
    folder = Path(str(exports.__file__)).parent.parent
    found = [
        source.name
        for package in ("tracker", "screens", "importers", "exports", "models")
        for source in (folder / package).rglob("*.py")
        if re.search(r"^\s*(import|from) xlsxwriter", source.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert found == ["tables_workbook.py"]
