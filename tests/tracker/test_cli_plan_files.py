"""A plan's file that is missing, foreign, newer, damaged or locked is one sentence, and stays as it is."""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from running import Run

READING = ("status", "list milestones", "show A1.1", "burndown", "history", "snapshot list", "doctor")


@pytest.mark.parametrize("line", READING)
def test_a_missing_plan_is_refused_and_not_made(run: Run, tmp_path: Path, line: str) -> None:
    path = tmp_path / "none.db"
    ran = run("--plan", path, *line.split())
    assert (ran.status, ran.stderr) == (1, f"There is no plan at {path}; make one with: tracker new {path}\n")
    assert not path.exists()


def test_a_folder_is_no_plan(run: Run, tmp_path: Path) -> None:
    ran = run("--plan", tmp_path, "status")
    assert (ran.status, ran.stderr) == (1, f"{tmp_path} is a folder, not a plan.\n")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + b"\0" * 200])
def test_another_kind_of_file_is_no_plan(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    ran = run("--plan", path, "status")
    assert (ran.status, ran.stderr) == (1, f"{path} is not a plan: it is no SQLite file.\n")
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_no_plan(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE things (name TEXT)")
        connection.commit()
    before = path.read_bytes()
    ran = run("--plan", path, "status")
    assert (ran.status, ran.stderr) == (1, f"{path} is a SQLite file of another program, not a plan.\n")
    assert path.read_bytes() == before


def test_a_plan_of_a_newer_program_is_left_alone(run: Run, plan_path: Path) -> None:
    with closing(sqlite3.connect(plan_path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    ran = run("--plan", plan_path, "set", "A1.3", "weight=5")
    assert (ran.status, ran.stderr) == (
        1,
        f"{plan_path} was made by a newer version of tracker; install that version to open it.\n",
    )


def test_a_plan_that_another_program_is_writing_to_is_refused_in_a_sentence(
    run: Run, plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.engine.BUSY_S", 0.05)
    with closing(sqlite3.connect(plan_path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        ran = run("--plan", plan_path, "set", "A1.3", "weight=5")
    assert (ran.status, ran.stderr) == (
        1,
        f"Another program is saving to {plan_path} just now, so nothing was done; try again in a moment.\n",
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_with_damaged_pages_never_ends_in_a_traceback(run: Run, plan_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(plan_path.read_bytes())
    for _time in range(60):
        place = chance.randrange(4096, len(content) - 400)
        content[place : place + 300] = chance.randbytes(300)
    plan_path.write_bytes(content)
    for line in ("status", "list milestones --json", "set A1.3 weight=5"):
        ran = run("--plan", plan_path, *line.split())
        assert ran.status in {0, 1}
        assert ran.stderr.count("\n") == ran.status


def test_a_plan_cut_in_half_is_told_to_be_damaged(run: Run, plan_path: Path) -> None:
    content = plan_path.read_bytes()
    plan_path.write_bytes(content[: len(content) // 2])
    ran = run("--plan", plan_path, "list", "milestones")
    assert ran.status == 1
    assert ran.stderr.startswith(f"{plan_path} is damaged (")
    assert ran.stderr.endswith("go back to its last backup with tracker backup --restore.\n")


def test_a_snapshot_that_somebody_wrote_in_is_told_to_be_damaged(run: Run, plan_path: Path) -> None:
    with closing(sqlite3.connect(plan_path)) as file:
        safeguard = "snapshot_row_no_update"
        (sql,) = file.execute("SELECT sql FROM sqlite_master WHERE name = ?", (safeguard,)).fetchone()
        file.execute(f"DROP TRIGGER {safeguard}")
        file.execute("UPDATE snapshot_row SET fields = '{}' WHERE kind = 'division'")
        file.execute(sql)
        file.commit()
    ran = run("--plan", plan_path, "snapshot", "compare", "8")
    assert ran.status == 1
    assert ran.stderr.startswith(f"{plan_path} is damaged (Week 1, version 1: the seal does not fit")


@pytest.fixture
def read_only_plan(plan_path: Path) -> Iterator[Path]:
    """A plan that may be read and not written, in a folder likewise."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-test-"))
    path = Path(shutil.copyfile(plan_path, folder / "plan.db"))
    path.chmod(0o444)
    folder.chmod(0o555)
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


def _respect_permissions() -> None:
    """Takes from root the right to write what nobody may write: PR_CAPBSET_DROP of CAP_DAC_OVERRIDE."""
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(24, 1, 0, 0, 0) != 0:
        raise OSError("root keeps its rights here")


def without_rights(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs the command line as a user to whom the rights of a file matter."""
    return subprocess.run(
        [sys.executable, "-m", "tracker", *map(str, arguments)],
        capture_output=True,
        text=True,
        preexec_fn=_respect_permissions,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="takes the rights of root away as Linux does")
def test_a_read_only_plan_can_be_read(read_only_plan: Path) -> None:
    ran = without_rights("--plan", read_only_plan, "status", "--as-of", "2018-10-19", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="takes the rights of root away as Linux does")
def test_a_read_only_plan_refuses_a_change_in_a_sentence(read_only_plan: Path) -> None:
    ran = without_rights("--plan", read_only_plan, "set", "A1.3", "weight=5", "--today", "2018-10-19")
    assert (ran.returncode, ran.stderr) == (
        1,
        f"{read_only_plan} may not be written to, so nothing was saved; copy it to a folder of your own.\n",
    )


def test_a_path_with_control_characters_is_never_printed_raw(run: Run) -> None:
    ran = run("--plan", "\x1b[31mred.db", "status")
    assert (ran.status, "\x1b" in ran.stderr) == (1, False)
