"""What nobody can change behind the program's back, and what happens when several write at once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from builders import START, Office, day, loaded_plan

from models import engine
from models.clock import Clock
from models.doctor import doctor
from models.errors import PlanFileError
from models.store import open_plan


@pytest.fixture
def kept(office: Office) -> Office:
    """The office with a milestone, a file in its inbox and a snapshot."""
    office.add("A1.1", weight=3)
    office.at(day(5)).plan.snapshots.take()
    rewrite(office.path, "INSERT INTO inbox VALUES ('abc', 'file.xlsx', '2018-08-20T09:00:00+00:00', x'00')")
    return office


def rewrite(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def refused(office: Office, statement: str) -> str:
    """What the file itself says to a statement; nothing changed."""
    with closing(sqlite3.connect(office.path)) as connection:
        before = list(connection.iterdump())
    with pytest.raises(sqlite3.IntegrityError) as error:
        rewrite(office.path, statement)
    with closing(sqlite3.connect(office.path)) as connection:
        assert list(connection.iterdump()) == before
    return str(error.value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE edit SET new = 'other' WHERE number = 1",
        "DELETE FROM edit WHERE number = 1",
        "REPLACE INTO edit SELECT number, revision, kind, uid, field, old, 'x', known, origin FROM edit",
        "UPDATE edit SET number = number + 1000",
        "DELETE FROM edit",
    ],
)
def test_an_edit_of_the_history_stands_as_it_was_written(kept: Office, statement: str) -> None:
    assert refused(kept, statement) == "edit rows stand as they were written"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET reason = 'other'",
        "DELETE FROM revision WHERE number = 2",
        "REPLACE INTO revision SELECT number, at, known, person, source, 'x', reverses FROM revision",
    ],
)
def test_a_revision_stands_as_it_was_written(kept: Office, statement: str) -> None:
    assert refused(kept, statement) == "revision rows stand as they were written"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE snapshot SET figures = '{}'",
        "DELETE FROM snapshot",
        "REPLACE INTO snapshot SELECT number, week, iso_week, version, day, revision, at, person, 'x', figures,"
        " form, previous, seal FROM snapshot",
        "REPLACE INTO snapshot SELECT 99, week, iso_week, version, day, revision, at, person, 'x', figures,"
        " form, previous, seal FROM snapshot",
    ],
)
def test_a_snapshot_stands_as_it_was_taken(kept: Office, statement: str) -> None:
    assert refused(kept, statement) == "snapshot rows stand as they were written"


@pytest.mark.parametrize("statement", ["UPDATE snapshot_row SET fields = '{}'", "DELETE FROM snapshot_row"])
def test_a_row_of_a_snapshot_stands_as_it_was_taken(kept: Office, statement: str) -> None:
    assert refused(kept, statement) == "snapshot_row rows stand as they were written"


@pytest.mark.parametrize("verb", ["INSERT", "REPLACE"])
def test_no_row_comes_late_into_a_snapshot(kept: Office, verb: str) -> None:
    late = f"{verb} INTO snapshot_row SELECT 1, 'milestone', uid, '{{}}' FROM milestone"
    assert refused(kept, late) == "a snapshot is closed once it is taken"


def test_a_file_in_the_inbox_stands_byte_for_byte(kept: Office) -> None:
    assert refused(kept, "UPDATE inbox SET content = x'01'") == "inbox rows stand as they were written"


def test_a_row_cannot_be_deleted_while_others_refer_to_it(kept: Office) -> None:
    with closing(sqlite3.connect(kept.path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM initiative")
        with pytest.raises(sqlite3.IntegrityError):
            connection.commit()


def test_an_undo_of_everything_leaves_the_whole_history(kept: Office) -> None:
    with closing(sqlite3.connect(kept.path)) as connection:
        before = connection.execute("SELECT * FROM edit").fetchall()
    kept.plan.undo()
    with closing(sqlite3.connect(kept.path)) as connection:
        assert connection.execute("SELECT * FROM edit").fetchall()[: len(before)] == before


# Several at once.


@contextmanager
def holding_the_lock(path: Path, seconds: float) -> Iterator[None]:
    """Another program holds the lock on the file for a while."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            held.set()
            done.wait(seconds)
            connection.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_a_write_waits_for_the_write_of_another_program(office: Office) -> None:
    edits = office.milestone_edits("A1.1")
    with holding_the_lock(office.path, 0.2):
        office.plan.apply(edits, source="screen")
    assert office.milestone("A1.1").id == "A1.1"


def test_a_write_that_has_waited_too_long_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_S", 0.05)
    with open_plan(office.path, clock=Clock(START), person="writer") as hasty:
        edits = Office(hasty).milestone_edits("A1.1")
        with (
            holding_the_lock(office.path, 5),
            pytest.raises(PlanFileError, match="Another program is saving"),
        ):
            hasty.apply(edits, source="screen")


def test_a_plan_is_read_while_another_program_holds_the_lock(office: Office) -> None:
    office.add("A1.1")
    with holding_the_lock(office.path, 5):
        assert office.milestone("A1.1").id == "A1.1"


def test_a_change_that_another_program_has_not_finished_is_not_seen(office: Office) -> None:
    office.add("A1.1", weight=3)
    with closing(sqlite3.connect(office.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE milestone SET weight = 13")
        assert office.milestone("A1.1").weight == 3
        other.execute("ROLLBACK")


def test_threads_that_write_at_once_lose_nothing(office: Office) -> None:
    edits = [office.milestone_edits(f"A1.{number}") for number in range(24)]
    failed: list[Exception] = []

    def work(mine: list[object]) -> None:
        for each in mine:
            try:
                office.plan.apply(each, source="screen")  # type: ignore[arg-type]
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=work, args=(edits[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failed, len(office.plan.state().milestones)) == ([], 24)


WRITE_MANY = """
import sys
from datetime import date
from pathlib import Path
from models.clock import Clock
from models.edits import Edit, creation
from models.doctor import doctor
from models.store import open_plan

with open_plan(Path(sys.argv[1]), clock=Clock(date(2018, 8, 20)), person=sys.argv[2]) as plan:
    for number in range(15):
        values = {"id": f"{sys.argv[2]}{number}", "role_en": "Somebody"}
        plan.apply(creation("owner", values), source="screen")
"""


def test_processes_that_write_at_once_lose_nothing(office: Office) -> None:
    surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    workers = [
        subprocess.Popen([sys.executable, "-c", WRITE_MANY, str(office.path), name], env=surroundings)
        for name in ("ann", "bea")
    ]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert len(office.plan.state().owners) == 2 + 30


def test_of_two_edits_of_one_cell_at_once_one_is_refused(office: Office) -> None:
    office.add("A1.1", weight=3)
    rivals = [office.edits("A1.1", weight=weight) for weight in (5, 8)]
    outcomes: list[str] = []

    def work(edits: list[object]) -> None:
        try:
            office.plan.apply(edits, source="screen")  # type: ignore[arg-type]
            outcomes.append("saved")
        except Exception as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=work, args=(edits,)) for edits in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["StaleEdit", "saved"]


def test_revisions_of_several_writers_are_numbered_without_gaps(office: Office) -> None:
    with office.somebody_else() as other:
        for number in range(3):
            office.add(f"A1.{number}")
            other.add(f"B1.{number}")
    numbers = sorted(revision.number for revision in office.plan.history())
    assert numbers == list(range(1, len(numbers) + 1))


# Watching.


def test_a_change_by_another_program_is_noticed(office: Office) -> None:
    version = office.plan.watch()
    before = version()
    with office.somebody_else() as other:
        other.add("A1.1")
    assert version() != before


def test_where_nobody_writes_nothing_is_noticed(office: Office) -> None:
    version = office.plan.watch()
    before = version()
    office.plan.state()
    assert version() == before


def test_a_closed_plan_lets_go_of_its_file(office: Office) -> None:
    office.plan.watch()()
    office.plan.close()
    time.sleep(0)
    links = [os.path.realpath(link) for link in Path("/proc/self/fd").glob("*")]
    assert str(office.path.resolve()) not in links


def test_a_loaded_plan_has_all_its_safeguards(sample_folder: Path, tmp_path: Path) -> None:
    loaded_plan(tmp_path / "loaded.db", sample_folder, until=day(20)).close()
    assert doctor(tmp_path / "loaded.db") == []
