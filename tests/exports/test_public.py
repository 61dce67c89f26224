"""Public exports: nothing of what is not public in any of the forms, and never an e-mail address in any export."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile, is_zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.calendar import write_calendar
from exports.data import FILES, write_csv
from exports.data_json import write_json
from exports.plan import write_plan
from exports.public import PublicPlan, public_csv, public_json, public_part, public_plan
from exports.public_workbook import public_workbook
from importers.incoming import examine
from importers.plan import expect_no_difference
from models.clock import Clock
from models.edits import changes
from models.errors import ExportFailed
from models.plan import Plan
from models.rules.fields import KINDS, FieldType
from models.rules.publicity_words import internal_text, left_out_text
from models.rules.state import PlanState
from models.rules.words import Publicity
from models.store import open_plan

DAY = date(2018, 10, 19)
MOMENT = datetime(2018, 10, 19, 12, tzinfo=UTC)
FORMS = ("csv", "json", "xlsx", "ics")


def write_public(form: str, plan: Plan, public: PublicPlan, path: Path, language: str = "en") -> None:
    """Writes the public export in one of its forms."""
    match form:
        case "csv":
            public_csv(public, path, language=language)
        case "json":
            public_json(public, path, language=language)
        case "xlsx":
            public_workbook(public, path, language=language, moment=MOMENT)
        case _:
            write_calendar(plan, path, language=language, public=public)


def written(path: Path) -> str:
    """Everything that stands in a file, in the files of a folder, or in the parts of a workbook; lines unfolded."""
    if path.is_dir():
        return "".join(each.name + written(each) for each in sorted(path.iterdir()))
    if is_zipfile(path):
        with ZipFile(path) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return path.read_text(encoding="utf-8").replace("\n ", "")


@pytest.fixture
def made(plan: Plan, tmp_path: Path) -> Any:
    """Makes the public export in one of its forms and returns what stands in it."""

    def make(form: str) -> str:
        write_public(form, plan, public_plan(plan, DAY), tmp_path / f"out.{form}")
        return written(tmp_path / f"out.{form}")

    return make


# Whatever is hidden.

MARKED = ("initiative", "milestone", "dependency", "decision")


def marked(state: PlanState) -> PlanState:
    """The state with ids and texts that tell of which row they are: each holds the row's uid."""

    def mark(kind: str, row: Any) -> Any:
        texts = [
            f.name for f in KINDS[kind].fields if f.type in (FieldType.ID, FieldType.LINE, FieldType.TEXT)
        ]
        return row._replace(**{name: f"{name} {row.uid}" for name in texts if name != "secrecy_ground"})

    rows = {kind: tuple(mark(kind, row) for row in state.rows[kind]) for kind in MARKED}
    return replace(state, rows={**state.rows, **rows})


@pytest.fixture(scope="module")
def known(whole_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Plan, PlanState]]:
    """The sample, open, and its state with marks."""
    path = shutil.copyfile(whole_template, tmp_path_factory.mktemp("public") / "plan.db")
    with open_plan(path, clock=Clock(date(2018, 11, 16)), person="tester") as plan:
        yield plan, marked(plan.state())


@settings(max_examples=6, deadline=None)
@given(
    classes=st.dictionaries(st.integers(0, 33), st.sampled_from(list(Publicity)[1:]), min_size=1),
    form=st.sampled_from(FORMS),
)
def test_property_nothing_of_a_hidden_row_stands_in_a_public_file(
    known: tuple[Plan, PlanState], classes: Mapping[int, Publicity], form: str
) -> None:
    plan, state = known
    rows = [
        row._replace(publicity=classes.get(place, Publicity.PUBLIC), secrecy_ground=None)
        for place, row in enumerate(state.initiatives)
    ]
    state = replace(state, rows={**state.rows, "initiative": tuple(rows)})
    found = public_part(state)
    hidden = {row.uid for kind in MARKED for row in state.rows[kind]}
    hidden -= {row.uid for kind in MARKED for row in found.state.rows[kind]}
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"out.{form}"
        write_public(form, plan, PublicPlan(found.state, found.left_out), path)
        text = written(path)
    assert not [uid for uid in hidden if uid in text]


# What is told of it.


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_what_was_left_out(plan: Plan, made: Any, form: str) -> None:
    told = left_out_text(public_plan(plan, DAY).left_out).split(". ")[0]
    assert told == "50 rows were left out, as they are not public"
    assert told in made(form).replace("\\,", ",")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_that_what_is_internal_is_not_in_it(made: Any, form: str) -> None:
    assert internal_text() in made(form).replace("\\,", ",")


def test_the_words_are_those_of_the_language_asked_for(plan: Plan, tmp_path: Path) -> None:
    write_public("csv", plan, public_plan(plan, DAY), tmp_path / "out", "sv")
    assert "50 rader utelämnades" in (tmp_path / "out" / "README.txt").read_text(encoding="utf-8")


# What is internal.


def note(plan: Plan, text: str) -> None:
    for kind, visible_id in (("milestone", "A1.1"), ("dependency", "X01")):
        plan.apply(changes(kind, plan.state().find(kind, visible_id), {"note": text}), source="command")


@pytest.mark.parametrize("form", FORMS)
def test_notes_stay_in_the_office(plan: Plan, made: Any, form: str) -> None:
    note(plan, "between ourselves")
    assert "between ourselves" not in made(form)


@pytest.mark.parametrize("form", FORMS)
def test_hand_offs_stay_in_the_office(made: Any, form: str) -> None:
    assert "HO-" not in made(form)


def test_no_file_of_what_is_internal_is_written(plan: Plan, tmp_path: Path) -> None:
    write_public("csv", plan, public_plan(plan, DAY), tmp_path / "out")
    wanted = {f"{name}.csv" for name in FILES.values()} - {"handoffs.csv", "narratives.csv"} | {"README.txt"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == wanted


def test_no_column_of_notes_is_written(plan: Plan, tmp_path: Path) -> None:
    write_public("csv", plan, public_plan(plan, DAY), tmp_path / "out")
    with (tmp_path / "out" / "milestones.csv").open(encoding="utf-8") as file:
        assert "note" not in next(csv.reader(file))


def test_a_public_folder_is_not_mixed_with_a_whole_one(plan: Plan, tmp_path: Path) -> None:
    write_csv(plan.state(), tmp_path / "out")
    with pytest.raises(
        ExportFailed, match=r"holds (handoffs|narratives)\.csv, which is no part of a public export"
    ):
        public_csv(public_plan(plan, DAY), tmp_path / "out", language="en", force=True)


def test_public_json_has_neither_history_nor_snapshots(plan: Plan, tmp_path: Path) -> None:
    write_public("json", plan, public_plan(plan, DAY), tmp_path / "out.json")
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert not {"history", "snapshots", "handoffs", "narratives"} & set(found)


def test_public_json_cannot_be_taken_for_the_whole(plan: Plan, tmp_path: Path) -> None:
    write_public("json", plan, public_plan(plan, DAY), tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["format"] == "tracker90-public"


def test_public_json_counts_what_was_left_out_by_ground(plan: Plan, tmp_path: Path) -> None:
    write_public("json", plan, public_plan(plan, DAY), tmp_path / "out.json")
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["left_out"]
    assert found[-1] == {
        "kind": "decision",
        "publicity": "partly_secret",
        "ground": "JulkL 24.1 § 7 kohta",
        "count": 3,
    }


# The workbook.


@pytest.fixture
def book(plan: Plan, tmp_path: Path) -> Any:
    write_public("xlsx", plan, public_plan(plan, DAY), tmp_path / "out.xlsx")
    return openpyxl.load_workbook(tmp_path / "out.xlsx")


def test_the_public_workbook_hides_nothing(book: Any) -> None:
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}
    assert not [d for sheet in book.worksheets for d in sheet.column_dimensions.values() if d.hidden]


def test_each_sheet_of_the_public_workbook_is_a_named_table(book: Any) -> None:
    names = [name for sheet in book.worksheets[1:] for name in sheet.tables]
    assert names[:3] == ["milestones", "initiatives", "dependencies"]
    assert len(names) == len(book.worksheets) - 1


def test_a_table_reaches_over_all_rows_of_its_sheet(book: Any) -> None:
    sheet = book["Milestones"]
    assert sheet.tables["milestones"].ref == sheet.dimensions
    assert sheet.max_row == 1 + 114 - 25


def test_the_public_workbook_is_no_file_to_import(plan: Plan, tmp_path: Path) -> None:
    write_public("xlsx", plan, public_plan(plan, DAY), tmp_path / "out.xlsx")
    proposal = examine(plan, (tmp_path / "out.xlsx").read_bytes(), "out.xlsx")
    assert proposal.outcome == "refuse"


# Addresses never leave, in a public export or any other.


@pytest.fixture
def with_addresses(plan: Plan) -> Plan:
    """Every text of a row of each kind holds an address."""
    state = plan.state()
    for kind in (
        "charter",
        "milestone",
        "initiative",
        "dependency",
        "decision",
        "body",
        "division",
        "owner",
        "stream",
    ):
        row = state.charter if kind == "charter" else state.rows[kind][0]
        texts = [
            f
            for f in KINDS[kind].fields
            if (f.type in (FieldType.LINE, FieldType.TEXT) and f.base) or f.name == "note"
        ]
        edits = changes(kind, row, {f.name: f"{f.name} anna@example.com" for f in texts})
        plan.apply(edits, source="command", reason="told by anna@example.com")
    return plan


@pytest.mark.parametrize("form", FORMS)
def test_no_address_leaves_in_a_public_export(with_addresses: Plan, made: Any, form: str) -> None:
    text = made(form)
    assert "example.com" not in text
    assert "[e-mail address left out]" in text


@pytest.mark.parametrize("form", FORMS)
def test_no_address_leaves_in_an_export_of_everything(
    with_addresses: Plan, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"all.{form}"
    plan = with_addresses
    {
        "csv": partial(write_csv, plan.state(), path),
        "json": partial(write_json, plan, path),
        "xlsx": partial(write_plan, plan, path, verify=expect_no_difference),
        "ics": partial(write_calendar, plan, path, language="en"),
    }[form]()
    text = written(path)
    assert "example.com" not in text
    assert "[e-mail address left out]" in text
