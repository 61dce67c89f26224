"""A comparison as a document, as data and as a workbook: the list that the screen shows."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from exports.comparison import comparison_document, comparison_json
from exports.document import Lit, Table
from models.clock import Clock
from models.comparing import Compared
from models.edits import changes, removal
from models.language import speaking
from models.plan import Plan
from models.rules.comparison import groups
from models.rules.comparison_words import entry_text
from models.rules.words import Light
from models.store import open_plan

DAY = date(2018, 10, 19)
HOSTILE = "=1+1 <script> [b] me@city.fi"


@pytest.fixture
def changed(plan: Plan) -> Plan:
    """The sample in which, since week 8, A1.3 got a title that no file may obey and D1.2 was removed."""
    state = plan.state()
    milestone = state.find("milestone", "A1.3")
    plan.apply(changes("milestone", milestone, {"title_en": HOSTILE, "weight": 13}), source="screen")
    plan.apply([removal("milestone", state.find("milestone", "D1.2"))], source="screen")
    return plan


def compared(plan: Plan) -> Compared:
    return plan.snapshots.comparison(plan.snapshots.of_week(8))


def tables(found: Compared) -> list[Table]:
    document = comparison_document(found, "Plan")
    return [block for section in document.sections for block in section.blocks if isinstance(block, Table)]


def test_the_document_has_a_row_for_each_entry_of_the_list(changed: Plan) -> None:
    found = compared(changed)
    told = [
        row[3] for table in tables(found) for row in table.rows if len(row) == 5 and len(table.columns) == 5
    ]
    expected = [
        entry_text(entry)
        for group in groups(found.comparison)
        if group.part is not None
        for entry in group.entries
    ]
    assert told[: len(expected)] == expected


def test_a_light_is_told_with_its_word(changed: Plan) -> None:
    cells = {row[0]: row[-1] for table in tables(compared(changed)) for row in table.rows}
    assert cells["A1.2"] == Lit(Light.AMBER, "amber")


def test_a_removed_milestone_has_that_word_in_place_of_its_light(changed: Plan) -> None:
    cells = {row[0]: row[-1] for table in tables(compared(changed)) for row in table.rows}
    assert cells["D1.2"] == Lit(None, "removed")


def test_no_address_leaves_the_house(changed: Plan) -> None:
    found = compared(changed)
    assert "me@city.fi" not in f"{comparison_document(found, HOSTILE)}{comparison_json(found)}"


def test_the_document_is_of_the_language_that_is_spoken(changed: Plan) -> None:
    with speaking("fi"):
        document = comparison_document(compared(changed), "Suunnitelma")
    assert (document.language, document.sections[0].title) == ("fi", "Lukuina")


def test_an_empty_comparison_says_so(plan: Plan) -> None:
    week = plan.snapshots.of_week(9)
    document = comparison_document(plan.snapshots.comparison(week, week), "Plan")
    assert "Nothing differs." in document.lead


def test_the_seals_of_both_weeks_stand_at_the_end(plan: Plan) -> None:
    weeks = plan.snapshots.of_week(8), plan.snapshots.of_week(9)
    footer = comparison_document(plan.snapshots.comparison(*weeks), "Plan").footer
    assert [line.rpartition(" ")[2] for line in footer] == [week.seal for week in weeks]


# The workbook.


@pytest.fixture(scope="module")
def book(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> object:
    """The workbook of week 8 compared with a plan that was changed since, opened again."""
    openpyxl = pytest.importorskip("openpyxl")
    from exports.comparison_workbook import comparison_workbook

    path = tmp_path_factory.mktemp("book") / "plan.db"
    path.write_bytes(sample_template.read_bytes())
    with open_plan(path, clock=Clock(DAY), person="tester") as plan:
        milestone = plan.state().find("milestone", "A1.3")
        plan.apply(changes("milestone", milestone, {"title_en": HOSTILE, "weight": 13}), source="screen")
        content = comparison_workbook(compared(plan), plan_name=HOSTILE, moment=plan.now())
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_workbook_has_its_sheets(book: object) -> None:
    assert book.sheetnames == ["Summary", "Changes", "Other changes"]  # type: ignore[attr-defined]


def test_its_summary_adds_up(book: object) -> None:
    rows = {
        row[0].value: (row[1].value, row[2].value)
        for row in book["Summary"].iter_rows(max_col=3)  # type: ignore[index]
    }
    for column in (0, 1):
        came = [rows[name][column] or 0 for name in ("Added", "Brought back", "Dropped", "Removed")]
        reweighed = 13 - 3 if column else 0
        assert rows["In scope before"][column] + sum(came) + reweighed == rows["In scope now"][column]


def test_its_dates_are_dates_and_its_texts_are_no_formulas(book: object) -> None:
    cells = [cell for row in book["Changes"].iter_rows() for cell in row]  # type: ignore[index]
    assert {cell.data_type for cell in cells} <= {"s", "d", "n"}
    assert any(cell.is_date for cell in cells)


def test_no_cells_are_merged_and_the_changes_are_a_table(book: object) -> None:
    sheet = book["Changes"]  # type: ignore[index]
    assert (list(sheet.merged_cells.ranges), list(sheet.tables)) == ([], ["Changes"])
