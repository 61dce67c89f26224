"""What a plan remembers of files that came in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from builders import Office

from models.edits import changes
from models.errors import StaleEdit
from models.imports import Brought, sha256_of

FILE = "PLAN-1"


def inbox(path: Path) -> list[tuple[str, str, bytes]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT sha256, name, content FROM inbox").fetchall()


def brought(office: Office, *cells: Brought) -> int:
    revision = office.plan.inbox.apply([], cells, sha256="s", sent_file=FILE, reason="a file")
    assert revision is not None
    return revision.number


def memory(office: Office) -> dict[str, dict[str, object]]:
    return {uid: dict(fields) for uid, fields in office.plan.inbox.standing(FILE, 1).brought.items()}


def division(office: Office) -> str:
    return str(office.plan.state().divisions[0].uid)


def test_a_file_is_kept_byte_for_byte(office: Office) -> None:
    sha256 = office.plan.inbox.keep("a.xlsx", b"\x00bytes")
    assert inbox(office.plan.path) == [(sha256, "a.xlsx", b"\x00bytes")]


def test_the_same_bytes_are_kept_once(office: Office) -> None:
    office.plan.inbox.keep("a.xlsx", b"bytes")
    office.plan.inbox.keep("b.xlsx", b"bytes")
    assert [name for _sha, name, _content in inbox(office.plan.path)] == ["a.xlsx"]


def test_what_a_file_brought_is_remembered(office: Office) -> None:
    uid = division(office)
    brought(office, Brought(uid, "name_en", "New"))
    assert memory(office) == {uid: {"name_en": "New"}}


def test_the_last_import_of_a_cell_counts(office: Office) -> None:
    uid = division(office)
    brought(office, Brought(uid, "headcount", 5))
    brought(office, Brought(uid, "headcount", 6))
    assert memory(office) == {uid: {"headcount": 6}}


def test_undoing_an_import_makes_it_forget(office: Office) -> None:
    number = brought(office, Brought(division(office), "headcount", 5))
    office.plan.undo(number)
    assert memory(office) == {}


def test_doing_it_again_makes_it_remember(office: Office) -> None:
    uid = division(office)
    brought(office, Brought(uid, "headcount", 5))
    office.plan.undo()
    office.plan.redo()
    assert memory(office) == {uid: {"headcount": 5}}


def test_another_file_remembers_nothing_of_it(office: Office) -> None:
    brought(office, Brought(division(office), "headcount", 5))
    assert office.plan.inbox.standing("PLAN-2", 1).brought == {}


def test_an_import_that_brings_nothing_makes_no_revision(office: Office) -> None:
    assert office.plan.inbox.apply([], [], sha256="s", sent_file=FILE, reason="a file") is None


def test_an_import_that_brought_nothing_is_known_as_imported(office: Office) -> None:
    sha256 = sha256_of(b"bytes")
    office.plan.inbox.apply([], [], sha256=sha256, sent_file=FILE, reason="a file")
    assert office.plan.inbox.standing(FILE, 1).was_imported(sha256)


def test_an_import_that_was_undone_is_not_known_as_imported(office: Office) -> None:
    brought(office, Brought(division(office), "headcount", 5))
    office.plan.undo()
    assert not office.plan.inbox.standing(FILE, 1).was_imported("s")


def test_a_stale_edit_leaves_nothing_of_the_import(office: Office) -> None:
    row = office.plan.state().divisions[0]
    edits = changes("division", row, {"headcount": 7})
    office.plan.apply(changes("division", row, {"headcount": 8}), source="command")
    with pytest.raises(StaleEdit):
        office.plan.inbox.apply(
            edits, [Brought(row.uid, "headcount", 7)], sha256="s", sent_file=FILE, reason="a file"
        )
    assert (memory(office), office.plan.inbox.standing(FILE, 1).past) == ({}, ())


def test_a_removed_row_is_told_among_the_removed(office: Office) -> None:
    plan = office.plan
    before = plan.last_revision()
    row = plan.state().reasons[0]
    plan.remove("reason", row, source="command")
    assert list(plan.inbox.standing(FILE, before).removed["reason"]) == [row.uid]
