"""`tracker export` and `import` as a person and a script use them."""

from __future__ import annotations

import json
import os
import signal
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from models.clock import Clock
from models.edits import changes
from models.store import open_plan

DEMO_DAY = date(2018, 10, 19)


@pytest.fixture(autouse=True)
def _in_a_folder(plan_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PLAN", str(plan_path))
    monkeypatch.setenv("TRACKER_TODAY", DEMO_DAY.isoformat())
    monkeypatch.chdir(plan_path.parent)


@pytest.fixture
def edited(run: Any, plan_path: Path) -> Path:
    """The exported workbook with a new note on A1.2, which stands in row 6."""
    return edit(run, plan_path.parent / "back.xlsx", note="N")


def edit(run: Any, path: Path, **values: Any) -> Path:
    assert run("export", "xlsx", "--out", path, "--language", "en").status == 0
    book = openpyxl.load_workbook(path)
    sheet = book["Milestones"]
    columns = {cell.value: cell.column for cell in sheet[3]}
    for key, value in values.items():
        sheet.cell(6, columns[key]).value = value
    book.save(path)
    return path


def note(plan_path: Path) -> Any:
    with open_plan(plan_path, clock=Clock(DEMO_DAY), person="tester") as plan:
        return plan.state().find("milestone", "A1.2").note


def set_here(plan_path: Path, **values: Any) -> None:
    with open_plan(plan_path, clock=Clock(DEMO_DAY), person="anna") as plan:
        plan.apply(changes("milestone", plan.state().find("milestone", "A1.2"), values), source="command")


def answer(run: Any, *arguments: Any) -> Any:
    ran = run("import", *arguments, "--json")
    assert ran.status == 0, ran.stderr
    return json.loads(ran.stdout)


# Export.


def test_a_workbook_is_named_as_the_plan_unless_told_otherwise(run: Any, plan_path: Path) -> None:
    run("export", "xlsx")
    assert (plan_path.parent / "plan.xlsx").exists()


def test_a_file_that_is_there_is_a_fault_of_the_user(run: Any) -> None:
    run("export", "xlsx")
    ran = run("export", "xlsx")
    assert (ran.status, "replace it with --force" in ran.stderr) == (1, True)


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_force_never_replaces_a_plan(run: Any, plan_path: Path, form: str) -> None:
    before = plan_path.read_bytes()
    ran = run("export", form, "--out", plan_path, "--force")
    assert (ran.status, ran.stderr) == (
        1,
        f"{plan_path} is a plan, and no export replaces one: choose another name.\n",
    )
    assert plan_path.read_bytes() == before


def test_force_replaces_nothing_but_a_file(run: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    ran = run("export", "json", "--out", tmp_path / "pipe", "--force")
    assert (ran.status, (tmp_path / "pipe").is_fifo()) == (1, True)


def test_force_replaces_a_file(run: Any) -> None:
    run("export", "xlsx")
    assert run("export", "xlsx", "--force").status == 0


def test_a_workbook_of_an_earlier_day_is_refused_in_a_sentence(run: Any) -> None:
    ran = run("export", "xlsx", "--as-of", "2018-09-21")
    assert (ran.status, "leave --as-of out" in ran.stderr) == (1, True)


@pytest.mark.parametrize(("form", "made"), [("csv", "plan-csv/milestones.csv"), ("json", "plan.json")])
def test_the_other_forms_are_written_too(run: Any, plan_path: Path, form: str, made: str) -> None:
    assert run("export", form).status == 0
    assert (plan_path.parent / made).exists()


def test_a_script_is_told_where_the_file_is(run: Any, plan_path: Path) -> None:
    assert json.loads(run("export", "xlsx", "--out", "x.xlsx", "--json").stdout) == {"path": "x.xlsx"}


# Import.


def test_a_dry_run_shows_each_cell_with_its_address(run: Any, edited: Path) -> None:
    lines = run("import", edited, "--dry-run").stdout.splitlines()
    assert lines[:4] == ["back.xlsx: 1 change.", "", "Milestones: A1.2", "  L6 Note: – → N"]


def test_a_dry_run_writes_nothing(run: Any, edited: Path, plan_path: Path) -> None:
    before = plan_path.read_bytes()
    run("import", edited, "--dry-run")
    assert plan_path.read_bytes() == before


def test_a_dry_run_has_no_word_of_applying(run: Any, edited: Path) -> None:
    assert "applied" not in answer(run, edited, "--dry-run")


def test_an_import_applies_and_names_the_revision(run: Any, edited: Path, plan_path: Path) -> None:
    applied = answer(run, edited)["applied"]
    history = json.loads(run("history", "--json").stdout)
    assert (note(plan_path), history[0]["revision"]) == ("N", applied)


def test_an_import_says_how_it_is_taken_back(run: Any, edited: Path) -> None:
    assert "tracker undo takes it back" in run("import", edited).stdout


def test_an_import_that_brings_nothing_applies_nothing(run: Any, edited: Path) -> None:
    answer(run, edited)
    assert answer(run, edited)["applied"] is None


def test_a_conflict_says_who_changed_it_here_and_when(run: Any, edited: Path, plan_path: Path) -> None:
    set_here(plan_path, note="O")
    line = run("import", edited, "--dry-run").stdout.splitlines()[3]
    assert line == "  L6 Note: it was –; here O (anna, 2018-10-19); there N"


def test_a_conflict_names_its_choices(run: Any, edited: Path, plan_path: Path) -> None:
    set_here(plan_path, note="O")
    decisions = answer(run, edited, "--dry-run")["decisions"]
    assert [(each["code"], each["id"], each["choices"]) for each in decisions] == [
        ("conflict", "A1.2.note", ["theirs", "ours"])
    ]


@pytest.mark.parametrize(
    "option",
    [("--accept", "theirs"), ("--decide", "conflict:A1.2.note=theirs"), ("--decide", "conflict=theirs")],
)
def test_a_decision_is_taken(run: Any, edited: Path, plan_path: Path, option: tuple[str, str]) -> None:
    set_here(plan_path, note="O")
    answer(run, edited, *option)
    assert note(plan_path) == "N"


@pytest.mark.parametrize("decision", ["conflict:B9=theirs", "nonsense", "conflict:A1.2=mine"])
def test_a_decision_that_nothing_asks_for_is_a_fault_of_the_user(
    run: Any, edited: Path, plan_path: Path, decision: str
) -> None:
    set_here(plan_path, note="O")
    ran = run("import", edited, "--decide", decision)
    assert (ran.status, note(plan_path)) == (1, "O")


def test_a_refused_file_ends_with_status_two(run: Any, plan_path: Path) -> None:
    path = plan_path.parent / "text.xlsx"
    path.write_text("hello")
    ran = run("import", path)
    assert (ran.status, ran.stdout, "plain text" in ran.stderr) == (2, "", True)


def test_a_refused_file_tells_a_script_its_code(run: Any, plan_path: Path) -> None:
    path = plan_path.parent / "text.xlsx"
    path.write_text("hello")
    ran = run("import", path, "--dry-run", "--json")
    assert (ran.status, json.loads(ran.stdout)["code"]) == (2, "not-a-workbook")


def test_a_missing_file_is_refused_in_a_sentence(run: Any) -> None:
    ran = run("import", "nowhere.xlsx")
    assert (ran.status, "cannot be read" in ran.stderr) == (2, True)


def test_a_folder_gives_an_array_in_the_order_of_names(run: Any, edited: Path) -> None:
    folder = edited.parent / "round"
    folder.mkdir()
    (folder / "b.xlsx").write_bytes(edited.read_bytes())
    (folder / "a.xlsx").write_text("hello")
    (folder / "~$b.xlsx").write_text("lock")
    ran = run("import", folder, "--dry-run", "--json")
    found = [(each["outcome"], each["message"].partition(" ")[0]) for each in json.loads(ran.stdout)]
    assert (ran.status, found) == (2, [("refuse", "a.xlsx"), ("preview", "b.xlsx:")])


def test_a_folder_without_workbooks_is_a_fault_of_the_user(run: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("import", tmp_path / "empty").status == 1


def test_undo_takes_an_import_back(run: Any, edited: Path, plan_path: Path) -> None:
    run("import", edited)
    run("undo")
    assert note(plan_path) is None


def test_a_name_with_escapes_reaches_no_terminal(run: Any, edited: Path) -> None:
    evil = edited.with_name("a\x1b[31m.xlsx")
    evil.write_bytes(edited.read_bytes())
    ran = run("import", evil, "--dry-run")
    assert "\x1b" not in ran.stdout + ran.stderr


def test_a_file_whose_name_is_no_text_is_imported(run: Any, edited: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(edited.parent) + b"/odd\xff.xlsx"))
    try:
        odd.write_bytes(edited.read_bytes())
    except OSError:
        pytest.skip("this system has no such names")
    assert "odd<U+DCFF>.xlsx: 1 change" in run("import", odd).stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_never_replaced_by_a_file(run: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    ran = run("export", "xlsx", "--force", "--out", tmp_path / "pipe")
    assert (ran.status, (tmp_path / "pipe").is_fifo()) == (1, True)


@pytest.mark.skipif(os.name != "posix", reason="this system ends programs in another way")
def test_an_export_that_is_told_to_end_leaves_nothing(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_arguments: Any, **_more: Any) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("importers.plan.expect_no_difference", end)
    ran = run("export", "xlsx", "--out", tmp_path / "plan.xlsx")
    assert (ran.status, list(tmp_path.glob("*.xlsx"))) == (128 + signal.SIGTERM, [])


# For the public, and as a calendar.


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "ics"])
def test_a_public_export_says_what_it_left_out(run: Any, form: str) -> None:
    ran = run("export", form, "--public")
    assert ran.stdout.splitlines()[1] == "50 rows were left out, as they are not public."


def test_a_public_export_never_takes_the_name_of_a_whole_one(run: Any, plan_path: Path) -> None:
    run("export", "json", "--public")
    assert (plan_path.parent / "plan-public.json").exists()


def test_a_script_is_told_how_much_was_left_out(run: Any) -> None:
    found = json.loads(run("export", "csv", "--public", "--json").stdout)
    assert sum(each["count"] for each in found["left_out"]) == 50


def test_a_public_export_of_an_earlier_day_holds_what_was_known_then(run: Any, plan_path: Path) -> None:
    run("export", "json", "--public", "--as-of", "2018-08-22")
    found = json.loads((plan_path.parent / "plan-public.json").read_text(encoding="utf-8"))
    assert (found["day"], found["plan"]["baseline_on"]) == ("2018-08-22", None)


def test_a_calendar_of_a_division_is_written(run: Any, plan_path: Path) -> None:
    assert run("export", "ics", "--for", "SOTE", "--language", "sv").status == 0
    assert "Helsingfors digitaliseringsplan: SOTE" in (plan_path.parent / "plan.ics").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ics", "--as-of", "2018-09-21"), "leave --as-of out"),
        (("ics", "--for", "nobody"), "Nothing in the plan has the id “nobody”"),
        (("csv", "--for", "SOTE"), "--for goes with ics alone"),
        (("ics", "--public", "--for", "P2"), "Nothing in the plan has the id “P2”"),
    ],
)
def test_what_no_calendar_can_be_is_a_sentence(run: Any, arguments: tuple[str, ...], words: str) -> None:
    ran = run("export", *arguments)
    assert (ran.status, words in ran.stderr) == (1, True)
