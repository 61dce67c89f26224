"""`tracker history`, `undo`, `redo` and `snapshot`: what was changed, what was frozen, and the way back."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from running import Ran, Run

DAY = "2018-10-19"


@pytest.fixture
def do(run: Run, plan_path: Path) -> Run:
    """Runs a command on a copy of the sample, on the Friday of week 9."""

    def done(*arguments: object) -> Ran:
        return run("--plan", plan_path, "--today", DAY, *arguments)

    return done


def weight(do: Run) -> int:
    return int(do("show", "A1.3", "--json").json["weight"])


# History.


def test_the_newest_change_comes_first(do: Run) -> None:
    do("set", "A1.3", "weight=5")
    do("set", "A1.3", "weight=6")
    newest = do("history", "--json").json[:2]
    assert [edit["new"] for revision in newest for edit in revision["edits"]] == [6, 5]


def test_the_json_of_a_revision_says_who_when_and_what(do: Run) -> None:
    do("set", "A1.3", "reason=legal", "--note", "why")
    found = do("history", "--limit", "1", "--json").json[0]
    assert found.keys() == {"revision", "at", "known", "person", "source", "reason", "reverses", "edits"}
    assert found["edits"] == [
        {
            "kind": "milestone",
            "id": "A1.3",
            "field": "reason",
            "old": None,
            "new": "legal",
            "origin": None,
        }
    ]


def test_members_of_sets_are_told_by_their_ids(do: Run) -> None:
    do("set", "A1", "themes=T1,T4")
    edits = do("history", "--limit", "1", "--json").json[0]["edits"]
    assert {(edit["field"], edit["old"], edit["new"]) for edit in edits} == {
        ("themes", "T2", None),
        ("themes", None, "T4"),
    }


def test_the_history_of_one_row_holds_nothing_of_others(do: Run) -> None:
    ids = {edit["id"] for revision in do("history", "A1.2", "--json").json for edit in revision["edits"]}
    assert ids == {"A1.2"}


def test_the_history_of_a_loaded_row_tells_file_and_line(do: Run) -> None:
    origins = [edit["origin"] for each in do("history", "A1.2", "--json").json for edit in each["edits"]]
    assert origins[0].startswith("events.csv:")


def test_a_removed_row_has_its_history_still(do: Run) -> None:
    do("remove", "X22")
    newest = do("history", "x22", "--json").json[0]["edits"]
    assert [(edit["id"], edit["field"], edit["new"]) for edit in newest] == [("X22", "exists", False)]


def test_history_as_of_a_day_holds_nothing_later(do: Run) -> None:
    days = [each["known"] for each in do("history", "--as-of", "2018-09-14", "--json").json]
    assert max(days) <= "2018-09-14"


def test_text_tells_the_last_changes_alone(do: Run) -> None:
    headings = [line for line in do("history").stdout.splitlines() if not line.startswith(" ")]
    assert len(headings) == 20


def test_an_undo_that_found_everything_changed_is_not_told_as_a_confirmation(
    do: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    do("set", "A1.3", "weight=5")
    monkeypatch.setenv("LOGNAME", "somebody-else")
    do("set", "A1.3", "weight=6")
    monkeypatch.delenv("LOGNAME")
    do("undo")
    assert do("history", "--limit", 1).stdout.splitlines()[1] == "  nothing was changed"


def test_a_limit_is_kept(do: Run) -> None:
    assert len(do("history", "--limit", "3", "--json").json) == 3


def test_json_has_all_changes_unless_told(do: Run) -> None:
    everything = do("history", "--json").json
    assert [each["revision"] for each in everything] == list(range(len(everything), 0, -1))


# Undo and redo.


def test_undo_takes_back_the_last_change_and_says_which(do: Run) -> None:
    do("set", "A1.3", "weight=5")
    assert do("undo").stdout == "Undone: A1.3 weight: 3 → 5.\n"
    assert weight(do) == 3


def test_redo_does_it_again(do: Run) -> None:
    do("set", "A1.3", "weight=5")
    do("undo")
    assert do("redo").stdout == "Done again: A1.3 weight: 3 → 5.\n"
    assert weight(do) == 5


def test_a_named_revision_is_taken_back_and_later_changes_stand(do: Run) -> None:
    number = do("set", "A1.3", "weight=5", "--json").json["revision"]
    do("set", "A1.3", "status=at_risk")
    do("undo", number)
    found = do("show", "A1.3", "--json").json
    assert (found["weight"], found["status"]) == (3, "at_risk")


def test_what_was_changed_since_is_kept_and_named(do: Run) -> None:
    number = do("set", "A1.3", "weight=5", "status=at_risk", "--json").json["revision"]
    do("set", "A1.3", "weight=7")
    found = do("undo", number, "--json").json
    assert [(edit["field"], edit["old"], edit["new"]) for edit in found["kept"]] == [("weight", 5, 3)]
    assert weight(do) == 7


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("undo", "There is nothing of yours to undo."),
        ("redo", "There is nothing of yours to redo."),
        ("undo 1", "Revision 1 cannot be undone: it is not a change made by a person."),
        ("undo 99999", "There is no revision 99999."),
        ("undo x", "REVISION: “x” is no whole number from 1 to 1000000000."),
    ],
)
def test_what_cannot_be_undone_is_a_sentence(do: Run, line: str, sentence: str) -> None:
    ran = do(*line.split())
    assert (ran.status, ran.stderr) == (1, f"{sentence}\n")


# Snapshots.


def test_the_snapshots_of_a_loaded_plan_hold_the_figures_of_their_fridays(
    run: Run, whole_plan_path: Path
) -> None:
    with (Path(__file__).parents[1] / "data" / "snapshots.csv").open(encoding="utf-8") as file:
        wanted = [(int(row["week"]), int(row["weight_remaining"])) for row in csv.DictReader(file)]
    found = run("--plan", whole_plan_path, "snapshot", "list", "--json").json
    assert [(each["week"], each["weight_remaining"]) for each in found] == wanted


def test_a_week_is_frozen_once(do: Run) -> None:
    do("--today", "2018-10-22", "snapshot", "take")
    first = do("snapshot", "take", "--today", "2018-10-22", "--json").json
    do("set", "A1.3", "weight=13", "--today", "2018-10-23")
    again = do("snapshot", "take", "--today", "2018-10-23", "--json").json
    assert (first["week"], again["is_new"], again["weight_in_scope"]) == (10, False, first["weight_in_scope"])


def test_a_correction_stands_beside_the_first_version(do: Run) -> None:
    do("set", "A1.3", "weight=13")
    found = do("snapshot", "take", "--correction", "wrong weight", "--json").json
    assert (found["version"], found["is_new"], found["reason"]) == (2, True, "wrong weight")
    assert [each["version"] for each in do("snapshot", "list", "--json").json if each["week"] == 9] == [1, 2]


def test_a_snapshot_shows_what_was_kept(do: Run) -> None:
    shown = do("snapshot", "show", "8").stdout
    assert shown.startswith("Snapshot of week 8 (2018-W41), version 1\n2018-10-12: day 54 of 90")


def test_two_snapshots_are_compared_as_edits(do: Run) -> None:
    edits: list[dict[str, Any]] = do("snapshot", "compare", "8", "9", "--json").json
    changed = {(edit["id"], edit["field"]): (edit["old"], edit["new"]) for edit in edits}
    assert changed["A1.2", "forecast"] == ("2018-10-17", "2018-10-29")


def test_a_snapshot_is_compared_with_now_removed_rows_included(do: Run) -> None:
    do("remove", "X22")
    do("set", "A1.3", "weight=5")
    lines = [line.split() for line in do("snapshot", "compare", "9").stdout.splitlines()]
    found = [(line[0], then[-1]) for line, then in pairwise(lines) if line and line[0] in {"A1.3", "X22"}]
    assert found == [("A1.3", "5"), ("X22", "removed")]


def test_a_snapshot_is_compared_with_the_plan_as_of_a_day(do: Run) -> None:
    as_of_the_week = do("snapshot", "compare", 7, 8, "--json").json
    assert do("snapshot", "compare", 7, "--as-of", "2018-10-12", "--json").json == as_of_the_week


def test_a_snapshot_compared_with_itself_says_that_nothing_differs(do: Run) -> None:
    assert do("snapshot", "compare", "9", "9").stdout == "Nothing differs.\n"


@pytest.mark.parametrize("line", ["show 44", "compare 44", "compare 9 44"])
def test_a_week_that_was_not_frozen_is_a_sentence(do: Run, line: str) -> None:
    ran = do("snapshot", *line.split())
    assert (ran.status, ran.stderr) == (
        1,
        "Week 44 has no snapshot; tracker snapshot list shows those that were taken.\n",
    )


def test_before_the_plan_begins_there_is_nothing_to_freeze(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "p.db", "--start", "2019-01-07", "--today", "2018-12-01")
    ran = run("--plan", tmp_path / "p.db", "--today", "2018-12-03", "snapshot", "take")
    assert (ran.status, ran.stderr) == (
        1,
        "2018-12-03 is before the plan begins on 2019-01-07, so there is nothing to freeze.\n",
    )
