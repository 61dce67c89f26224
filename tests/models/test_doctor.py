"""The examination of a file: what is wrong with it is named, and nothing is named of what the program wrote."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from builders import Office, day, loaded_plan, new_office, properties
from histories import Step, played, steps
from hypothesis import given

from models.doctor import damage, doctor
from models.errors import PlanFileError


@pytest.fixture
def kept(office: Office) -> Office:
    """The office with two milestones, one waiting for the other, a theme set anew and a snapshot."""
    office.add("A1.1", weight=3)
    office.add("A1.2")
    office.link("X1", "A1.1", "A1.2")
    office.at(day(5)).plan.snapshots.take()
    return office


def rewrite(path: Path, *statements: str) -> None:
    """Changes a file behind the program's back."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_sound_plan_has_no_faults(kept: Office) -> None:
    assert doctor(kept.path) == []


def test_a_loaded_plan_has_no_faults(sample_folder: Path, tmp_path: Path) -> None:
    loaded_plan(tmp_path / "loaded.db", sample_folder).close()
    assert doctor(tmp_path / "loaded.db") == []


@properties
@given(steps(backwards=True))
def test_no_history_that_the_program_wrote_is_a_fault(history: list[Step]) -> None:
    with new_office() as office:
        played(office, history)
        while office.plan.state().milestones:
            office.plan.undo()
        assert doctor(office.path) == []


@pytest.mark.parametrize(
    ("damage_done", "fault"),
    [
        (
            ["DROP TRIGGER edit_no_delete"],
            "The safeguard edit_no_delete is missing from the file.",
        ),
        (
            [
                "DROP TRIGGER edit_no_update",
                "CREATE TRIGGER edit_no_update BEFORE UPDATE ON edit BEGIN SELECT 1; END",
            ],
            "The safeguard edit_no_update is not as the program made it.",
        ),
        (
            ["PRAGMA foreign_keys = OFF", "UPDATE milestone SET owner = 'nobody' WHERE id = 'A1.1'"],
            "A row of milestone refers to a row of owner that is not there.",
        ),
        (
            ["PRAGMA foreign_keys = OFF", "UPDATE milestone SET owner = 'nobody'"],
            "2 rows of milestone refer to rows of owner that are not there.",
        ),
        (
            ["PRAGMA ignore_check_constraints = ON", "UPDATE milestone SET weight = 99 WHERE id = 'A1.1'"],
            "The database is damaged: CHECK constraint failed in milestone.",
        ),
        (["DROP INDEX ix_edit_known"], "The part ix_edit_known is missing from the file."),
        (["ALTER TABLE decision DROP COLUMN stops"], "The part decision.stops is missing from the file."),
        (["DROP TABLE holiday"], "The table holiday is missing from the file."),
        (
            ["UPDATE milestone SET weight = 12 WHERE id = 'A1.1'"],
            "milestone A1.1: weight reads “12”, by its history “3”.",
        ),
        (
            ["DELETE FROM initiative_themes WHERE initiative = (SELECT uid FROM initiative WHERE id = 'A1')"],
            None,
        ),
        (
            ["DELETE FROM dependency"],
            "dependency X1 is missing from the file, although the history has it.",
        ),
        (
            ["INSERT INTO owner (uid, alive, id) VALUES ('u', 1, 'CTO')"],
            "owner CTO stands in the file without a history.",
        ),
    ],
)
def test_a_fault_is_named(kept: Office, damage_done: list[str], fault: str | None) -> None:
    rewrite(kept.path, *damage_done)
    found = doctor(kept.path)
    assert (found == [fault]) if fault is not None else (len(found) == 1 and "themes." in found[0])


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE edit SET new = '7' WHERE field = 'weight' AND new = '3'",
            "milestone A1.1: weight reads “3”, by its history “7”.",
        ),
        (
            "DELETE FROM edit WHERE field = 'note' AND new = 'first'",
            "The history of milestone A1.1 has a gap before revision 7, at the field note.",
        ),
        (
            "DELETE FROM revision WHERE number = (SELECT max(number) - 1 FROM revision)",
            "The history lacks a revision: the last is number 9, and there are 8.",
        ),
        (
            "UPDATE edit SET known = '2018-12-01' WHERE field = 'note' AND new = 'second'",
            "The history of milestone A1.1: the change of note is not of the day of its revision 7.",
        ),
        (
            "UPDATE edit SET kind = 'nothing' WHERE field = 'note' AND new = 'first'",
            "The history tells the row {uid} as of several kinds: milestone, nothing.",
        ),
        (
            "UPDATE snapshot SET figures = '{}'",
            "Week 1, version 1: the seal does not fit what the snapshot holds; something in it was changed.",
        ),
        (
            "UPDATE snapshot_row SET fields = '[' WHERE kind = 'charter'",
            "Week 1, version 1: plan cannot be read.",
        ),
    ],
)
def test_a_history_that_was_written_anew_is_named_though_its_safeguards_were_put_back(
    kept: Office, statement: str, fault: str
) -> None:
    kept.set("A1.1", note="first")
    kept.set("A1.1", note="second")
    kept.plan.apply([], source="screen")
    kept.plan.apply([], source="screen")
    with closing(sqlite3.connect(kept.path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _name, sql in triggers:
            connection.execute(sql)
        connection.commit()
    assert fault.replace("{uid}", kept.milestone("A1.1").uid) in doctor(kept.path)


def test_the_damage_of_a_file_says_nothing_of_its_rows(kept: Office) -> None:
    rewrite(kept.path, "UPDATE milestone SET weight = 12 WHERE id = 'A1.1'")
    assert damage(kept.path) == []


def test_what_is_no_plan_is_not_examined(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError):
        doctor(tmp_path / "missing.db")
