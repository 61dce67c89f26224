"""`tracker backup`, `doctor` and `completion`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

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


def test_a_backup_stands_beside_the_plan_named_by_its_moment(do: Run, plan_path: Path) -> None:
    ran = do("backup", "--json")
    assert ran.json == {"path": str(plan_path.with_name("plan.2018-10-19-1200.backup.db"))}


def test_a_backup_goes_where_it_is_told(do: Run, tmp_path: Path) -> None:
    do("backup", tmp_path / "copy.db")
    assert do("status", "--plan", tmp_path / "copy.db", "--json").json == do("status", "--json").json


def test_a_backup_into_a_folder_keeps_its_name(do: Run, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    do("backup", folder)
    assert [path.name for path in folder.iterdir()] == ["plan.2018-10-19-1200.backup.db"]


def test_a_backup_never_takes_the_place_of_a_file(do: Run, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious", encoding="utf-8")
    ran = do("backup", tmp_path / "copy.db", "--json")
    assert (tmp_path / "copy.db").read_text(encoding="utf-8") == "precious"
    assert ran.json["path"] == str(tmp_path / "copy.db.2")


def test_a_backup_into_a_missing_folder_is_a_sentence(do: Run, tmp_path: Path) -> None:
    ran = do("backup", tmp_path / "none" / "copy.db")
    assert (ran.status, ran.stderr) == (1, f"There is no folder {tmp_path / 'none'}; make it first.\n")


def test_a_backup_that_is_restored_brings_back_what_it_holds(do: Run, tmp_path: Path) -> None:
    do("backup", tmp_path / "copy.db")
    do("set", "A1.3", "weight=13")
    do("backup", "--restore", tmp_path / "copy.db")
    assert weight(do) == 3


def test_what_stood_in_the_place_of_a_restored_plan_is_kept(do: Run, tmp_path: Path) -> None:
    do("backup", tmp_path / "copy.db")
    do("set", "A1.3", "weight=13")
    kept = do("backup", "--restore", tmp_path / "copy.db", "--json").json["kept"]
    assert do("show", "A1.3", "--json", "--plan", kept).json["weight"] == 13


def test_a_damaged_plan_is_restored_and_kept_byte_for_byte(do: Run, plan_path: Path, tmp_path: Path) -> None:
    do("backup", tmp_path / "copy.db")
    plan_path.write_bytes(plan_path.read_bytes()[:50_000])
    damaged = plan_path.read_bytes()
    kept = do("backup", "--restore", tmp_path / "copy.db", "--json").json["kept"]
    assert Path(kept).read_bytes() == damaged
    assert weight(do) == 3


def test_an_unfinished_journal_does_not_spoil_the_restored_plan(
    do: Run, plan_path: Path, tmp_path: Path
) -> None:
    do("backup", tmp_path / "copy.db")
    left_behind = """
import sqlite3, os, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE milestone SET weight = 13")
connection.execute("CREATE TABLE filler AS SELECT * FROM edit")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", left_behind, str(plan_path)], check=True)
    journal = plan_path.with_name(f"{plan_path.name}-journal")
    assert journal.exists()
    do("backup", "--restore", tmp_path / "copy.db")
    assert (journal.exists(), do("doctor").status, weight(do)) == (False, 0, 3)


def test_a_deleted_plan_is_restored(do: Run, plan_path: Path, tmp_path: Path) -> None:
    do("backup", tmp_path / "copy.db")
    plan_path.unlink()
    assert do("backup", "--restore", tmp_path / "copy.db", "--json").json["kept"] is None
    assert weight(do) == 3


def test_a_damaged_backup_is_refused_and_the_plan_stays(do: Run, plan_path: Path, tmp_path: Path) -> None:
    do("backup", tmp_path / "copy.db")
    content = bytearray((tmp_path / "copy.db").read_bytes())
    content[8192:40960] = b"\x99" * (40960 - 8192)
    (tmp_path / "copy.db").write_bytes(content)
    before = plan_path.read_bytes()
    ran = do("backup", "--restore", tmp_path / "copy.db")
    assert (ran.status, ran.stderr.count("\n"), plan_path.read_bytes()) == (1, 1, before)


@pytest.mark.parametrize("content", [None, "hello"])
def test_what_is_no_backup_is_refused(do: Run, tmp_path: Path, plan_path: Path, content: str | None) -> None:
    source, before = tmp_path / "copy.db", plan_path.read_bytes()
    if content is not None:
        source.write_text(content, encoding="utf-8")
    ran = do("backup", "--restore", source)
    assert (ran.status, str(source) in ran.stderr, plan_path.read_bytes()) == (1, True, before)


def test_a_missing_backup_is_told_as_what_it_is(do: Run, tmp_path: Path) -> None:
    ran = do("backup", "--restore", tmp_path / "copy.db")
    assert (ran.status, ran.stderr) == (1, f"There is no backup at {tmp_path / 'copy.db'}.\n")


def test_a_target_beside_restore_is_refused_and_nothing_is_restored(
    do: Run, tmp_path: Path, plan_path: Path
) -> None:
    do("backup", tmp_path / "copy.db")
    before = plan_path.read_bytes()
    ran = do("backup", tmp_path / "other.db", "--restore", tmp_path / "copy.db")
    assert (ran.status, ran.stderr.count("\n"), plan_path.read_bytes()) == (1, 1, before)


def test_a_plan_behind_a_link_is_restored_where_it_lies(do: Run, tmp_path: Path, plan_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(plan_path)
    do("backup", tmp_path / "copy.db")
    do("set", "A1.3", "weight=9")
    do("backup", "--restore", tmp_path / "copy.db", "--plan", link)
    assert (link.is_symlink(), weight(do)) == (True, 3)


def test_a_plan_is_no_backup_of_itself(do: Run, plan_path: Path) -> None:
    ran = do("backup", "--restore", plan_path)
    assert (ran.status, ran.stderr) == (1, f"{plan_path} is the plan itself, not a backup of it.\n")


# Doctor.


def test_a_sound_plan_is_said_to_be_sound(do: Run, plan_path: Path) -> None:
    ran = do("doctor")
    assert (ran.status, ran.stdout.startswith(f"{plan_path} is sound (milestones: 114,")) == (0, True)


def test_a_missing_safeguard_is_named(do: Run, plan_path: Path) -> None:
    with closing(sqlite3.connect(plan_path)) as connection:
        name = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchone()[0]
        connection.execute(f"DROP TRIGGER {name}")
        connection.commit()
    ran = do("doctor")
    assert (ran.status, ran.stdout) == (1, f"The safeguard {name} is missing from the file.\n")
    assert (
        ran.stderr == f"{plan_path} has 1 fault; go back to its last backup with tracker backup --restore.\n"
    )


def test_faults_are_an_array_in_json(do: Run, plan_path: Path) -> None:
    with closing(sqlite3.connect(plan_path)) as connection:
        connection.execute("UPDATE milestone SET initiative = 'nowhere' WHERE id = 'A1.3'")
        connection.commit()
    assert do("doctor", "--json").json["faults"] == [
        "A row of milestone refers to a row of initiative that is not there."
    ]


def test_a_row_changed_behind_the_program_s_back_is_a_fault(do: Run, plan_path: Path) -> None:
    with closing(sqlite3.connect(plan_path)) as connection:
        connection.execute("UPDATE milestone SET weight = 12 WHERE id = 'A1.3'")
        connection.commit()
    ran = do("doctor")
    assert (ran.status, ran.stdout) == (1, "milestone A1.3: weight reads “12”, by its history “3”.\n")


def test_many_faults_are_told_by_the_first_and_their_number(do: Run, plan_path: Path) -> None:
    with closing(sqlite3.connect(plan_path)) as connection:
        connection.execute("UPDATE milestone SET weight = weight % 13 + 1")
        connection.commit()
    ran = do("doctor")
    assert (ran.stdout.splitlines()[-1], "has 114 faults" in ran.stderr) == ("… and 94 more", True)


def test_a_file_that_cannot_be_examined_is_no_empty_list_of_faults(do: Run, plan_path: Path) -> None:
    with closing(sqlite3.connect(plan_path)) as connection:
        connection.execute("DROP TABLE alembic_version")
        connection.commit()
    ran = do("doctor", "--json")
    assert (ran.status, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)


# Completion.


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_calls_the_program_back(run: Run, shell: str) -> None:
    ran = run("completion", shell)
    assert (ran.status, "_TRACKER_COMPLETE" in ran.stdout) == (0, True)


def test_an_unknown_shell_is_a_sentence(run: Run) -> None:
    ran = run("completion", "tcsh")
    assert ran.stderr == "SHELL: “tcsh” is not on the list; choose one of bash, zsh, fish.\n"


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("words", "completed"),
    [("tracker sta", "status"), ("tracker list mil", "milestones"), ("tracker burndown --asc", "--ascii")],
)
def test_bash_completes_commands_words_and_options(words: str, completed: str) -> None:
    surroundings = dict(
        os.environ,
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - 1),
        _TRACKER_COMPLETE="bash_complete",
    )
    ran = subprocess.run(
        [sys.executable, "-c", "import sys; from tracker.__main__ import main; sys.exit(main())"],
        capture_output=True, text=True, env=surroundings, check=False,
    )  # fmt: skip
    assert ran.stdout.split() == [f"plain,{completed}"]
