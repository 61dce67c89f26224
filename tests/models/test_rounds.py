"""The rounds of an open plan: made, never renamed or rewritten, and a plan of the form before them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import Office, day
from older import first_form

from models.clock import Clock
from models.doctor import doctor
from models.errors import NotFound, RuleBroken
from models.migrations import HEAD
from models.rounds import SentFile
from models.store import open_plan
from models.tables.triggers import TRIGGERS


@pytest.fixture
def working(office: Office) -> Office:
    """SOTE has A1.1 and A1.2, and the clock stands in week 2."""
    for id_ in ("A1.1", "A1.2"):
        office.add(id_)
    return office.at(day(8))


def made(office: Office, code: str = "SOTE") -> SentFile:
    return office.plan.rounds.make(
        office.uid("division", code), office.plan.today + timedelta(6), "en", source="screen"
    )


# Making.


def test_a_round_is_one_revision_and_a_row_of_the_plan(working: Office) -> None:
    before = working.plan.last_revision()
    sent = made(working)
    row = working.row("handoff", sent.id)
    assert (sent.id, sent.revision, sent.handoff) == ("HO-02-SOTE", before + 1, row.uid)
    assert (row.week, row.due, row.sent, row.rows_sent) == (2, day(14), None, 2)


def test_what_was_sent_names_its_rows(working: Office) -> None:
    working.link("X1", "A1.2", "A1.1")
    sent = made(working)
    assert sent.rows == {
        "milestone": {working.uid("milestone", "A1.1"), working.uid("milestone", "A1.2")},
        "dependency": {working.uid("dependency", "X1")},
    }


def test_the_plan_with_the_revision_of_a_round_is_what_was_sent(working: Office) -> None:
    sent = made(working)
    working.set("A1.1", title_en="Changed since")
    then = working.plan.state(working.plan.today, at_revision=sent.revision)
    assert then.find("milestone", "A1.1").title_en == "Title of A1.1"


def test_a_round_is_found_again_when_the_plan_is_opened(working: Office) -> None:
    sent = made(working)
    with open_plan(working.path, clock=working.plan.clock, person="other") as plan:
        assert plan.rounds.sent_files() == (sent,)


def test_a_round_is_found_by_its_id_in_any_case(working: Office) -> None:
    sent = made(working)
    assert working.plan.rounds.sent_file("ho-02-sote") == sent


def test_a_hand_off_that_no_workbook_was_made_for_is_not_found(working: Office) -> None:
    with pytest.raises(NotFound, match="No workbook was made for a hand-off HO-01"):
        working.plan.rounds.sent_file("HO-01")


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_a_division_without_an_open_milestone_gets_no_round(working: Office, status: str) -> None:
    working.set("A1.1", status=status)
    working.remove("A1.2")
    before = working.plan.last_revision()
    with pytest.raises(RuleBroken, match="SOTE has no open milestone to ask about, so nothing was made"):
        made(working)
    assert (working.plan.last_revision(), working.plan.rounds.sent_files()) == (before, ())


def test_a_division_that_only_others_wait_for_gets_no_round(working: Office) -> None:
    with pytest.raises(RuleBroken):
        made(working, "KASKO")


def test_a_division_that_is_gone_gets_no_round(working: Office) -> None:
    uid = working.uid("division", "KASKO")
    working.remove("B1", "initiative")
    working.remove("KASKO", "division")
    with pytest.raises(NotFound):
        working.plan.rounds.make(uid, day(14), "en")


def test_a_round_before_the_plan_begins_is_of_week_0(working: Office) -> None:
    assert made(working.at(day(-20))).id == "HO-00-SOTE"


# Ids.


def test_the_second_round_of_a_week_has_a_number(working: Office) -> None:
    assert [made(working).id for _time in range(3)] == ["HO-02-SOTE", "HO-02-SOTE-2", "HO-02-SOTE-3"]


def test_the_id_of_a_round_that_was_undone_is_not_used_again(working: Office) -> None:
    made(working)
    working.plan.undo()
    assert made(working).id == "HO-02-SOTE-2"


def test_the_id_of_a_hand_off_that_was_typed_in_is_not_used_again(working: Office) -> None:
    division = working.uid("division", "SOTE")
    working.add_row("handoff", id="ho-02-sote", division=division, week=2, due=day(14))
    assert made(working).id == "HO-02-SOTE-2"


# What was sent never changes.


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sent_file SET language = 'fi'",
        "DELETE FROM sent_file",
        "INSERT OR REPLACE INTO sent_file SELECT id, handoff, division, revision, 'fi', rows FROM sent_file",
    ],
)
def test_what_was_sent_stands_as_it_was_written(working: Office, statement: str) -> None:
    made(working)
    with (
        closing(sqlite3.connect(working.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="sent_file rows stand as they were written"),
    ):
        connection.execute(statement)


def test_a_round_that_was_undone_is_remembered_as_sent(working: Office) -> None:
    sent = made(working)
    working.plan.undo()
    assert (working.plan.rounds.sent_files(), working.plan.state().handoffs) == ((sent,), ())


def test_a_plan_with_rounds_is_sound(working: Office) -> None:
    made(working)
    working.plan.undo()
    assert doctor(working.path) == []


# A plan of the form before the rounds.


def dumped(path: Path, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()


OLD = "uid, id, division, week, sent, due, returned, rows_sent, rows_changed, conflicts, note"


@pytest.fixture
def older(whole_template: Path, tmp_path: Path) -> Path:
    """The sample of the form before the rounds, with its 40 loaded hand-offs."""
    return first_form(Path(shutil.copyfile(whole_template, tmp_path / "older.db")))


def migrated(path: Path) -> Path:
    open_plan(path, clock=Clock(date(2018, 11, 16)), person="tester").close()
    return path


def test_the_older_form_is_the_first(older: Path) -> None:
    assert dumped(older, "alembic_version", "version_num, 1") == [("0001", 1)]


@pytest.mark.parametrize("table", ["handoff", "edit", "revision", "milestone", "snapshot_row", "inbox"])
def test_the_migration_keeps_every_row(older: Path, table: str) -> None:
    columns = OLD if table == "handoff" else "*"
    before = dumped(older, table, columns)
    # What a later migration tells of itself stands behind the history.
    assert dumped(migrated(older), table, columns)[: len(before)] == before
    assert table == "inbox" or before


def test_the_migration_leaves_all_safeguards_in_place(older: Path) -> None:
    with closing(sqlite3.connect(migrated(older))) as connection:
        found = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        }
    assert found >= set(TRIGGERS)


def test_the_migrated_plan_is_sound_and_backed_up(older: Path) -> None:
    assert doctor(migrated(older)) == []
    assert doctor(older.with_name(f"older.db.before-{HEAD}")) == []


def test_the_migrated_tables_are_those_of_a_new_plan(older: Path, whole_template: Path) -> None:
    def columns(path: Path) -> set[tuple[object, ...]]:
        with closing(sqlite3.connect(path)) as connection:
            tables = [
                name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            ]
            return {(t, *row[1:]) for t in tables for row in connection.execute(f"PRAGMA table_info({t})")}

    assert columns(migrated(older)) == columns(whole_template)


def test_the_migrated_ids_of_hand_offs_differ_in_more_than_case(older: Path) -> None:
    row = "uid || 'x', lower(id), alive"
    unique = pytest.raises(sqlite3.IntegrityError, match=r"handoff\.id")
    with closing(sqlite3.connect(migrated(older))) as connection, unique:
        connection.execute(
            f"INSERT INTO handoff (uid, id, alive, division, week, due)"
            f" SELECT {row}, division, week, due FROM handoff LIMIT 1"
        )


def test_a_migrated_plan_makes_rounds(older: Path) -> None:
    with open_plan(older, clock=Clock(date(2018, 10, 31)), person="tester") as plan:
        division = plan.state().find("division", "SOTE")
        sent = plan.rounds.make(division.uid, date(2018, 11, 6), "fi")
        assert sent.id == "HO-11-SOTE-2"
