"""`tracker review` as a person and a script use it: what came back unreadable is listed, mended or set aside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from running import Ran, Run


@pytest.fixture(autouse=True)
def _in_a_folder(plan_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PLAN", str(plan_path))
    monkeypatch.setenv("TRACKER_TODAY", "2018-10-19")
    monkeypatch.chdir(plan_path.parent)


@pytest.fixture
def book(run: Run) -> dict[str, Any]:
    """A hand-off of SOTE that came back with an unreadable date of A2.2 and a new row without its date."""
    (made,) = run(
        *("handoff", "new", "--division", "SOTE", "--due", "2018-10-26", "--out", "."),
        *("--language", "en", "--json"),
    ).json
    book = openpyxl.load_workbook(made["path"])
    sheet = book["Milestones"]
    columns = {cell.value: cell.column for cell in sheet[3]}
    row = next(n for n in range(5, 20) if sheet.cell(n, columns["id"]).value == "A2.2")
    sheet.cell(row, columns["forecast"]).value = "next week"
    for key, value in {"initiative": "A1", "title": "New", "forecast": "soon"}.items():
        sheet.cell(40, columns[key]).value = value
    book.save(made["path"])
    run("import", made["path"])
    found: dict[str, Any] = made
    return found


def waiting(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run("review", "list", "--json").json
    return found


def sentence(ran: Ran, status: int = 1) -> str:
    assert (ran.status, ran.stdout) == (status, ""), ran
    assert "Traceback" not in ran.stderr
    return ran.stderr


def number(run: Run, id_: str | None) -> int:
    return next(int(each["number"]) for each in waiting(run) if each["id"] == id_)


def test_a_script_reads_every_cell_that_waits(run: Run, book: dict[str, Any]) -> None:
    first = next(each for each in waiting(run) if each["id"] == "A2.2")
    assert {key: first[key] for key in ("file", "handoff", "sheet", "kind", "field", "text")} == {
        "file": Path(book["path"]).name,
        "handoff": book["id"],
        "sheet": "Milestones",
        "kind": "milestone",
        "field": "forecast",
        "text": "next week",
    }
    assert set(first) == {
        *("number", "at", "file", "handoff", "sheet", "cell", "kind", "id", "field", "text", "why")
    }


def test_a_person_reads_the_text_and_why(run: Run, book: dict[str, Any]) -> None:
    text = run("review", "list").stdout
    assert "next week" in text
    assert "new row" in text


def test_an_empty_list_says_so(run: Run) -> None:
    ran = run("review", "list")
    assert (ran.status, ran.stdout, waiting(run)) == (0, "Nothing waits to be mended.\n", [])


def test_a_mended_cell_is_written_and_off_the_list(run: Run, book: dict[str, Any]) -> None:
    ran = run("review", "mend", number(run, "A2.2"), "12.11.2018")
    assert (ran.status, ran.stdout) == (0, "A2.2 forecast is mended.\n")
    assert run("show", "A2.2", "--json").json["forecast"] == "2018-11-12"
    assert [each["id"] for each in waiting(run)] == [None]


def test_mending_tells_a_script_the_revision(run: Run, book: dict[str, Any]) -> None:
    answer = run("review", "mend", number(run, "A2.2"), "2018-11-12", "--json").json
    assert answer == {"applied": run("history", "--json").json[0]["revision"]}


def test_a_value_that_cannot_be_taken_leaves_the_cell_waiting(run: Run, book: dict[str, Any]) -> None:
    sentence(run("review", "mend", number(run, "A2.2"), "next week"))
    assert len(waiting(run)) == 2


def test_a_cell_of_a_new_row_cannot_be_mended_here(run: Run, book: dict[str, Any]) -> None:
    new = number(run, None)
    assert f"tracker review dismiss {new}" in sentence(run("review", "mend", new, "2018-11-12"))


def test_a_cell_whose_row_was_removed_cannot_be_mended_here(run: Run, book: dict[str, Any]) -> None:
    returned = openpyxl.load_workbook(book["path"])
    sheet = returned["Dependencies"]
    columns = {cell.value: cell.column for cell in sheet[3]}
    row = next(n for n in range(5, 20) if sheet.cell(n, columns["id"]).value == "X15")
    sheet.cell(row, columns["need_by"]).value = "soon"
    returned.save(book["path"])
    run("import", book["path"])
    waits = number(run, "X15")
    assert run("remove", "X15").status == 0
    assert f"dismiss {waits}" in sentence(run("review", "mend", waits, "2018-11-12"))


def test_a_dismissed_cell_is_off_the_list_and_undo_brings_it_back(run: Run, book: dict[str, Any]) -> None:
    new = number(run, None)
    assert run("review", "dismiss", new, "--json").json == {"dismissed": new}
    assert [each["id"] for each in waiting(run)] == ["A2.2"]
    run("undo")
    assert len(waiting(run)) == 2


def test_the_round_is_merged_once_nothing_waits(run: Run, book: dict[str, Any]) -> None:
    def state() -> Any:
        return run("handoff", "show", book["id"], "--json").json["state"]

    assert state() == "returned"
    run("review", "mend", number(run, "A2.2"), "2018-11-12")
    run("review", "dismiss", number(run, None))
    assert state() == "merged"


@pytest.mark.parametrize("command", [("mend", 99, "x"), ("dismiss", 99)])
def test_a_number_that_is_not_on_the_list_is_refused(run: Run, command: tuple[object, ...]) -> None:
    assert "Nothing under review has the number 99." in sentence(run("review", *command))


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "1.5", "9999999999999"])
def test_a_number_that_is_none_is_refused(run: Run, wrong: str) -> None:
    sentence(run("review", "dismiss", "--", wrong))


def test_a_cell_is_shown_with_its_hand_off(run: Run, book: dict[str, Any]) -> None:
    text = run("handoff", "show", book["id"]).stdout
    assert text.endswith("2 cells wait to be mended: tracker review list\n")
