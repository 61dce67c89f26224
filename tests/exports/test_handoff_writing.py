"""The hand-off of a division as a file: its language and name, put in place whole or nothing of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import openpyxl
import pytest
from handing import DUE, column, make, row

from exports import files
from exports.handoff import file_name, make_handoff
from models.edits import changes, creation
from models.errors import Cancelled, ExportFailed, RuleBroken
from models.plan import Plan

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


def test_the_file_is_named_by_plan_round_division_and_date(plan: Plan, tmp_path: Path) -> None:
    made = make(plan, "SOTE", tmp_path)
    assert made.path.name == "Helsinki-s-digitalisation-plan_HO-09-SOTE-2_SOTE_2018-10-26.xlsx"


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
