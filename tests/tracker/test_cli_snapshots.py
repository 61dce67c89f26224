"""`tracker snapshot`: the check-list, past weeks, corrections, seals, verifying; and `tracker narrative`."""

from __future__ import annotations

import io
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from running import Ran, Run

Do = Callable[..., Ran]


@pytest.fixture
def do(run: Run, plan_path: Path) -> Do:
    """Runs a command on the sample on the Friday of week 9, which is frozen."""
    return lambda *words: run("--plan", plan_path, "--today", "2018-10-19", *words)


@pytest.fixture
def monday(run: Run, plan_path: Path) -> Do:
    """The same on the Monday of week 10, which is not."""
    return lambda *words: run("--plan", plan_path, "--today", "2018-10-22", *words)


# The check-list.


def test_the_check_list_names_what_is_open_worst_first(do: Do) -> None:
    assert do("snapshot", "check").stdout.splitlines()[:6] == [
        "2018-10-19: 12 things are open in week 9.",
        "looked for                found",
        "Stale                         3  B3.2, D1.2, D5.2",
        "Late hand-offs                2  HO-07-SOTE, HO-08-SOTE",
        "Decisions due                 1  D05",
        "Silent slips                  6  D1.2, B2.2, D2.2, B3.2, D6.2, P8.2",
    ]


def test_the_check_list_as_json_has_all_ids(do: Do) -> None:
    found = do("snapshot", "check", "--json").json
    assert {
        name: found[name] for name in ("week", "open", "stale", "decisions", "narrative", "untranslated")
    } == {
        "week": 9,
        "open": 12,
        "stale": ["B3.2", "D1.2", "D5.2"],
        "decisions": ["D05"],
        "narrative": {"needed": "fi", "is_missing": False, "missing": []},
        "untranslated": [],
    }


def test_the_check_list_is_told_before_a_week_is_frozen(monday: Do) -> None:
    lines = monday("snapshot", "take").stdout.splitlines()
    assert (lines[0], lines[-1]) == (
        "16 things are open in week 10.",
        "Week 10 is frozen as of 2018-10-22, version 1.",
    )


def test_a_week_that_is_frozen_already_is_not_looked_through(do: Do) -> None:
    assert len(do("snapshot", "take").stdout.splitlines()) == 1


def test_the_answer_of_take_holds_the_check_list(monday: Do) -> None:
    assert monday("snapshot", "take", "--json").json["checklist"]["open"] == 16


def test_strictly_nothing_is_frozen_while_something_is_open(monday: Do) -> None:
    ran = monday("snapshot", "take", "--strict")
    assert (ran.status, ran.stderr) == (
        1,
        "16 things are open in week 10. Nothing was frozen; tracker snapshot check tells what.\n",
    )
    assert max(each["week"] for each in monday("snapshot", "list", "--json").json) == 9


# Past weeks and corrections.


def test_a_week_that_is_over_is_frozen_as_of_its_friday(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "p.db", "--start", "2018-10-01", "--today", "2018-09-20")
    ran = run("--plan", tmp_path / "p.db", "--today", "2018-10-17", "snapshot", "take", "--week", 2, "--json")
    assert (ran.json["week"], ran.json["snapshot_date"]) == (2, "2018-10-12")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--week", 10], "Week 10 has not begun: its Monday is 2018-10-22."),
        (["--week", 14], "The plan has no week 14: its weeks are 1 to 13."),
        (
            ["--week", 8, "--correction", "x"],
            "--correction takes a further version of the week of today: what was known in an earlier week does not "
            "change.",
        ),
        (["--correction", " "], "Correction: reason cannot be empty."),
    ],
)
def test_what_cannot_be_frozen_is_one_sentence(do: Do, words: list[object], sentence: str) -> None:
    ran = do("snapshot", "take", *words)
    assert (ran.status, ran.stdout, ran.stderr) == (1, "", f"{sentence}\n")


def test_the_list_tells_which_version_was_corrected_and_why(do: Do) -> None:
    do("snapshot", "take", "--correction", "wrong [weight]")
    first, second = do("snapshot", "list").stdout.splitlines()[-2:]
    assert first.endswith("corrected by version 2")
    assert second.endswith("Correction: wrong [weight]")


def test_the_list_shows_the_first_digits_of_the_seals(do: Do) -> None:
    seal = do("snapshot", "show", 9, "--json").json["seal"]
    assert do("snapshot", "list").stdout.splitlines()[-1].split()[-1] == seal[:8]


def test_a_snapshot_shows_its_seal_and_who_took_it(do: Do) -> None:
    found, before = do("snapshot", "show", 9, "--json").json, do("snapshot", "show", 8, "--json").json
    shown = dict(line.split("  ", 1) for line in do("snapshot", "show", 9).stdout.splitlines()[-6:])
    assert {name: value.strip() for name, value in shown.items()} == {
        "number": "9",
        "taken": "2018-10-19 12:00",
        "by": "tester",
        "last revision": str(found["revision"]),
        "seal": found["seal"],
        "seal before it": before["seal"],
    }


def test_an_earlier_version_is_shown_when_it_is_asked_for(do: Do) -> None:
    do("snapshot", "take", "--correction", "wrong weight")
    assert do("snapshot", "show", 9, "--version", 1).stdout.splitlines()[1] == "corrected by version 2"


def test_a_version_that_is_not_there_is_a_sentence(do: Do) -> None:
    ran = do("snapshot", "show", 9, "--version", 3)
    assert (ran.status, ran.stderr) == (1, "Week 9 has no version 3: its versions are 1 to 1.\n")


# Verifying.


def test_snapshots_that_nobody_touched_are_as_they_were_taken(run: Run, whole_plan_path: Path) -> None:
    ran = run("--plan", whole_plan_path, "snapshot", "verify")
    assert (ran.status, ran.stdout) == (0, "13 snapshots are as they were taken.\n")


def tamper(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER snapshot_row_no_update")
        connection.execute(statement)
        connection.commit()


WEIGHT = "UPDATE snapshot_row SET fields = json_set(fields, '$.weight', 12) WHERE snapshot = 8 AND kind = 'milestone'"


def test_what_was_changed_is_told_and_makes_the_status_1(do: Do, plan_path: Path) -> None:
    tamper(plan_path, f'{WEIGHT} AND fields LIKE \'%"id":"A1.3"%\'')
    ran = do("snapshot", "verify", 8)
    assert (ran.status, ran.stdout.splitlines(), ran.stderr) == (
        1,
        [
            "Week 8, version 1: the seal does not fit what the snapshot holds; something in it was changed.",
            "Week 8, version 1: milestone A1.3: weight reads “12”, by its history “3”.",
        ],
        "2 faults were found in the snapshots; a backup or a printed page tells what stood there.\n",
    )


def test_what_was_changed_is_told_as_json(do: Do, plan_path: Path) -> None:
    tamper(plan_path, f'{WEIGHT} AND fields LIKE \'%"id":"A1.3"%\'')
    ran = do("snapshot", "verify", "--json")
    found: list[dict[str, Any]] = ran.json["found"]
    assert (ran.status, ran.json["snapshots"], len(found)) == (1, 9, 2)
    assert {
        name: found[1][name] for name in ("fault", "week", "kind", "id", "name", "frozen", "history")
    } == {
        "fault": "field",
        "week": 8,
        "kind": "milestone",
        "id": "A1.3",
        "name": "weight",
        "frozen": 12,
        "history": 3,
    }


def test_of_many_findings_the_first_are_told(do: Do, plan_path: Path) -> None:
    tamper(plan_path, WEIGHT)
    lines = do("snapshot", "verify").stdout.splitlines()
    assert (len(lines), lines[-1].startswith("… and ")) == (21, True)


def test_the_doctor_tells_the_same_beside_the_safeguard_that_is_missing(do: Do, plan_path: Path) -> None:
    tamper(plan_path, f'{WEIGHT} AND fields LIKE \'%"id":"A1.3"%\'')
    verified = do("snapshot", "verify").stdout.splitlines()
    assert do("doctor").stdout.splitlines() == [
        "The safeguard snapshot_row_no_update is missing from the file.",
        *verified,
    ]


def test_a_plan_without_snapshots_has_nothing_to_verify(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "p.db", "--start", "2018-10-01", "--today", "2018-10-01")
    ran = run("--plan", tmp_path / "p.db", "snapshot", "verify")
    assert (ran.status, ran.stdout) == (0, "No week is frozen yet, so there is nothing to verify.\n")


def test_a_copy_of_a_plan_is_as_sound_as_the_plan(do: Do, run: Run, plan_path: Path, tmp_path: Path) -> None:
    do("backup", tmp_path / "copy.db")
    assert run("--plan", tmp_path / "copy.db", "snapshot", "verify").status == 0
    shutil.copyfile(plan_path, tmp_path / "other.db")
    assert run("--plan", tmp_path / "other.db", "doctor").status == 0


# The narrative.


def test_a_narrative_is_written_and_its_words_are_counted(monday: Do) -> None:
    ran = monday("narrative", "Kaksi kokeilua päätettiin.")
    assert ran.stdout == "The narrative of week 10 is written (Finnish, 3 of 100 words).\n"
    assert monday("narrative").stdout.splitlines() == [
        "Finnish, 3 of 100 words:",
        "Kaksi kokeilua päätettiin.",
        "",
        "Week 10 has no narrative in: Swedish, English. tracker narrative TEXT writes one.",
    ]


def test_a_narrative_is_read_from_standard_input(monday: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Två försök.\nÄn så länge.\n".encode())))
    monday("narrative", "-", "--in", "sv")
    assert monday("narrative", "--json").json["texts"]["sv"] == {
        "week": 10,
        "language": "sv",
        "text": "Två försök.\nÄn så länge.",
        "words": 5,
    }


@pytest.mark.parametrize("given", [b"\xff\xfe", b"word " * 50_000])
def test_what_is_no_narrative_on_standard_input_is_a_sentence(
    monday: Do, monkeypatch: pytest.MonkeyPatch, given: bytes
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert monday("narrative", "-").stderr == (
        "What came on standard input is no text in UTF-8, or far too long; nothing was written.\n"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["x " * 101], "The narrative of week 10 has 101 words, and at most 100 fit the page."),
        (["x", "--week", 11], "Week 11 has not begun: its Monday is 2018-10-29."),
        (["--week", 40], "The plan has no week 40: its weeks are 1 to 13."),
        (["x", "--in", "de"], "--in: “de” is not on the list; choose one of fi, sv, en."),
    ],
)
def test_a_narrative_that_cannot_be_is_one_sentence(monday: Do, words: list[object], sentence: str) -> None:
    ran = monday("narrative", *words)
    assert (ran.status, ran.stdout, ran.stderr) == (1, "", f"{sentence}\n")


def test_a_narrative_is_taken_away_and_brought_back(monday: Do) -> None:
    monday("narrative", "Sanottu.")
    assert monday("narrative", "").stdout == (
        "The narrative of week 10 is taken away (Finnish); undo brings it back.\n"
    )
    assert monday("undo").stdout == "Undone: week 10 narrative: removed.\n"
    assert monday("narrative", "--json").json["texts"]["fi"]["text"] == "Sanottu."


def test_a_narrative_of_a_frozen_week_says_what_becomes_of_it(do: Do) -> None:
    assert "Week 9 is frozen as of 2018-10-19" in do("narrative", "Sanottu.").stdout.splitlines()[1]


def test_text_of_people_is_never_markup(monday: Do) -> None:
    monday("narrative", "[bold]=1+1 <script>")
    assert monday("narrative").stdout.splitlines()[1] == "[bold]=1+1 <script>"
