"""`tracker snapshot compare`: what lies between two frozen weeks, or a week and now."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import Ran, Run

Do = Callable[..., Ran]


@pytest.fixture
def do(run: Run, plan_path: Path) -> Do:
    """Runs a command on the sample as known on the Friday of week 9."""

    def run_on_plan(*arguments: object) -> Ran:
        return run("--plan", plan_path, "--today", "2018-10-19", *arguments)

    return run_on_plan


def compared(do: Do, *arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = do("snapshot", "compare", *arguments, "--format", "json").json
    return found


def test_what_changed_stands_under_its_stream(do: Do) -> None:
    lines = do("snapshot", "compare", 8, 9).stdout.splitlines()
    start = lines.index("A Digital citizen services")
    assert lines[start + 1 : start + 3] == [
        "  A1.2  Legal basis for the data use clarified",
        "    moved from 2018-10-17 to 2018-10-29, 8 working days later, reason: Legal or data protection clarification",
    ]


def test_the_numbers_stand_at_the_top(do: Do) -> None:
    assert do("snapshot", "compare", 8, 9).stdout.splitlines()[:4] == [
        "From week 8, 2018-10-12 to week 9, 2018-10-19",
        "Scope: milestones 114 → 113, weight 281 → 279: dropped 1 (−2)",
        "Done: milestones 46 → 50, weight 94 → 103: done 4 (+9)",
        "Dates: moved later 10",
    ]


def test_by_division_it_stands_under_its_division(do: Do) -> None:
    lines = do("snapshot", "compare", 8, 9, "--by", "division").stdout.splitlines()
    assert "KASKO Education Division" in lines


def test_a_long_line_is_broken_in_a_narrow_terminal(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert max(map(len, do("snapshot", "compare", 8, 9).stdout.splitlines())) <= 80


def test_the_list_as_json_agrees_with_the_figures(do: Do) -> None:
    summary = compared(do, 8, 9)["summary"]
    then, now = (do("snapshot", "show", week, "--json").json for week in (8, 9))
    assert summary["from"]["weight_in_scope"] == then["weight_in_scope"]
    assert summary["to"]["weight_done"] == now["weight_done"]


def test_json_alone_is_the_list_of_edits(do: Do) -> None:
    assert isinstance(do("snapshot", "compare", 8, 9, "--json").json, list)


def test_a_move_as_data_has_its_dates_working_days_and_reason(do: Do) -> None:
    entry = next(each for each in compared(do, 8, 9)["entries"] if each["id"] == "A1.2")
    assert {name: entry["changes"][0][name] for name in ("change", "old", "new", "workdays", "reason")} == {
        "change": "moved",
        "old": "2018-10-17",
        "new": "2018-10-29",
        "workdays": 8,
        "reason": "legal",
    }


def test_a_version_is_named_behind_a_dot(do: Do) -> None:
    do("set", "A1.3", "weight=13")
    do("snapshot", "take", "--correction", "wrong weight")
    found = compared(do, "9.1", "9")
    assert (found["from"]["version"], found["to"]["version"], len(found["entries"])) == (1, 2, 1)


def test_a_removed_row_is_told_with_its_title(do: Do) -> None:
    removed = do("show", "X22", "--json").json
    do("remove", "X22")
    (entry,) = compared(do, 9)["entries"]
    assert (entry["id"], entry["is_there"]) == (removed["id"], False)
    assert removed["what_en"] in entry["title"]


def test_the_later_week_first_says_that_it_leads_backwards(do: Do) -> None:
    assert "tells the way back" in do("snapshot", "compare", 9, 8).stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("x",), "WEEK: “x” is no week; write 3, or 3.1 for the first version of week 3."),
        (("9.0",), "WEEK: “9.0” is no week; write 3, or 3.1 for the first version of week 3."),
        (("9", "8."), "OTHER: “8.” is no week; write 3, or 3.1 for the first version of week 3."),
        (("9.7",), "Week 9 has no version 7: its versions are 1 to 1."),
    ],
)
def test_what_is_no_snapshot_is_a_sentence(do: Do, words: tuple[str, ...], sentence: str) -> None:
    assert do("snapshot", "compare", *words).stderr.strip().endswith(sentence)


def test_the_list_is_written_to_a_file(do: Do, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    do("snapshot", "compare", 8, 9, "--format", "json", "--out", path)
    assert json.loads(path.read_text(encoding="utf-8")) == compared(do, 8, 9)


def test_a_file_that_is_there_is_kept(do: Do, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text("mine", encoding="utf-8")
    ran = do("snapshot", "compare", 8, 9, "--format", "json", "--out", path)
    assert (ran.status != 0, path.read_text(encoding="utf-8")) == (True, "mine")


def test_no_address_stands_among_the_edits(do: Do) -> None:
    do("set", "A1.2", "title=ask matti.meikalainen@hel.fi")
    ran = do("snapshot", "compare", "9", "--json")
    assert "ask " in ran.stdout
    assert "meikalainen@" not in ran.stdout
