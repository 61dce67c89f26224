"""Sealed snapshots: whatever is changed in one behind the program's back is found, and nothing else is."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

import pytest
from builders import Office, day, new_office, office_at, properties
from histories import Step, played, steps
from hypothesis import given, settings
from hypothesis import strategies as st
from older import first_form

from models import queries
from models.clock import Clock
from models.edits import changes
from models.errors import Cancelled, NotFound, NothingToUndo
from models.frozen import rows_to_freeze
from models.plan import Plan
from models.rebuilding import Rebuilding
from models.rules.figures import figures
from models.rules.seal import SEALED, seal
from models.rules.verification import Fault
from models.store import backup, open_plan, restore
from models.verifying import Verification


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with three snapshots of weeks 1 and 2, the second a correction; copy it, never write to it."""
    path = tmp_path_factory.mktemp("sealed") / "plan.db"
    office = office_at(path)
    office.add("A1.1", weight=3)
    office.add("A1.2", weight=5)
    office.link("X1", "A1.1", "A1.2")
    office.at(day(5)).plan.snapshots.take()
    office.set("A1.1", status="in_progress")
    office.plan.snapshots.take(correction="A1.1 had begun")
    office.at(day(12)).set("A1.2", note="much\nto say")
    office.plan.snapshots.take()
    office.plan.close()
    return path


@pytest.fixture
def path(sealed: Path, tmp_path: Path) -> Path:
    """A copy of `sealed`."""
    return Path(shutil.copyfile(sealed, tmp_path / "plan.db"))


def tampered(path: Path, *statements: str) -> Verification:
    """What is found once statements were run with the safeguards taken away and put back."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _name, sql in triggers:
            connection.execute(sql)
        connection.commit()
    return verification(path)


def verification(path: Path, **asked: int) -> Verification:
    with open_plan(path, clock=Clock(day(13)), person="auditor") as plan:
        return plan.snapshots.verify(**asked)


def sentences(found: Verification) -> list[str]:
    return [each.sentence for each in found.found]


CHANGED_SEAL = (
    "Week 1, version 2: the seal does not fit what the snapshot holds; something in it was changed."
)


def test_snapshots_that_nobody_touched_are_sound(path: Path) -> None:
    assert verification(path) == Verification(3, ())


@pytest.mark.parametrize(
    "change",
    [
        "number = 7",
        "week = 6",
        "iso_week = '2018-W01'",
        "version = 3",
        "day = '2018-08-23'",
        "day = 'yesterday'",
        "revision = 2",
        "at = '2018-08-24T00:00:00+00:00'",
        "person = (SELECT key FROM person WHERE key <> snapshot.person LIMIT 1)",
        "reason = 'Another reason'",
        "reason = NULL",
        "figures = replace(figures, '\"week\": 1', '\"week\": 2')",
        "figures = '[]'",
        "figures = replace(figures, ': ', ':')",
        "form = ''",
        "previous = ''",
        "seal = replace(seal, substr(seal, 1, 1), 'x')",
        "reason = CAST(x'ff' AS TEXT)",
    ],
)
def test_a_change_of_any_column_is_found(path: Path, change: str) -> None:
    found = tampered(path, f"UPDATE snapshot SET {change} WHERE number = 2")
    assert Fault.SEAL in {each.finding.fault for each in found.found}


def test_every_column_of_a_snapshot_is_tried_by_the_test_above() -> None:
    tried = test_a_change_of_any_column_is_found.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {change.partition(" ")[0] for change in tried} == {*SEALED, "seal"}


FIRST = "WHERE snapshot = 2 AND kind = 'milestone' AND uid = (SELECT uid FROM milestone WHERE id = 'A1.1')"
ANY_ROW = "rowid = (SELECT min(rowid) FROM snapshot_row WHERE snapshot = 2 AND kind = '{kind}')"


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            f"UPDATE snapshot_row SET fields = json_set(fields, '$.weight', 12) {FIRST}",
            "Week 1, version 2: milestone A1.1: weight reads “12”, by its history “3”.",
        ),
        (
            f"UPDATE snapshot_row SET fields = json_set(fields, '$.weight', 'x') {FIRST}",
            "Week 1, version 2: milestone A1.1: weight reads “x”, by its history “3”.",
        ),
        (
            f"UPDATE snapshot_row SET fields = json_set(fields, '$.forecast', 'soon') {FIRST}",
            "Week 1, version 2: milestone A1.1: forecast reads “soon”, by its history “2018-11-07”.",
        ),
        (
            f"UPDATE snapshot_row SET fields = json_set(fields, '$.status', 'done') {FIRST}",
            "Week 1, version 2: milestone A1.1: status reads “done”, by its history “in progress”.",
        ),
        (
            f"UPDATE snapshot_row SET fields = json_set(fields, '$.lie', json('{{}}')) {FIRST}",
            "Week 1, version 2: milestone A1.1: lie reads “{}”, by its history “”.",
        ),
        (
            f"UPDATE snapshot_row SET fields = json_remove(fields, '$.id') {FIRST}",
            "Week 1, version 2: milestone A1.1: id reads “”, by its history “A1.1”.",
        ),
        (
            f"UPDATE snapshot_row SET fields = '[' {FIRST}",
            "Week 1, version 2: milestone A1.1 cannot be read.",
        ),
        (
            f"UPDATE snapshot_row SET fields = CAST(x'7bff' AS TEXT) {FIRST}",
            "Week 1, version 2: milestone A1.1 cannot be read.",
        ),
        (
            f"UPDATE snapshot_row SET fields = replace(hex(zeroblob(50000)), '0', '[') {FIRST}",
            "Week 1, version 2: milestone A1.1 cannot be read.",
        ),
        (
            f"UPDATE snapshot_row SET uid = 'other' {FIRST}",
            "Week 1, version 2: milestone A1.1 is missing from the snapshot, although the history has it.",
        ),
        (
            f"UPDATE snapshot_row SET kind = 'decision' {FIRST}",
            "Week 1, version 2: decision A1.1 stands in the snapshot, and by the history it was not there.",
        ),
        (
            f"UPDATE snapshot_row SET kind = 'secret' {FIRST}",
            "Week 1, version 2: secret stands in the snapshot, and by the history it was not there.",
        ),
        (
            f"UPDATE snapshot_row SET kind = '', uid = 'lost' {FIRST}",
            "Week 1, version 2: lost stands in the snapshot, and by the history it was not there.",
        ),
        (
            f"UPDATE snapshot_row SET kind = '', uid = '' {FIRST}",
            "Week 1, version 2: – stands in the snapshot, and by the history it was not there.",
        ),
        (
            f"DELETE FROM snapshot_row {FIRST}",
            "Week 1, version 2: milestone A1.1 is missing from the snapshot, although the history has it.",
        ),
        (
            "INSERT INTO snapshot_row VALUES (2, 'milestone', 'new', '{\"id\": \"A1.9\"}')",
            "Week 1, version 2: milestone A1.9 stands in the snapshot, and by the history it was not there.",
        ),
    ],
)
def test_a_change_of_a_row_is_found_and_named(path: Path, statement: str, sentence: str) -> None:
    found = sentences(tampered(path, statement))
    assert sentence in found
    assert CHANGED_SEAL in found


def test_no_row_of_a_snapshot_can_be_changed_unseen(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT kind, uid FROM snapshot_row WHERE snapshot = 2").fetchall()
    with closing(sqlite3.connect(path)) as connection:
        for trigger in ("snapshot_row_no_update", "snapshot_row_no_late_insert"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.commit()
    with open_plan(path, clock=Clock(day(13)), person="auditor") as plan:
        for key in rows:
            with closing(sqlite3.connect(path)) as connection:
                where = "snapshot = 2 AND kind = ? AND uid = ?"
                (kept,) = connection.execute(f"SELECT fields FROM snapshot_row WHERE {where}", key).fetchone()
                for fields, is_sound in (('{"id": "lie"}', False), (kept, True)):
                    connection.execute(f"UPDATE snapshot_row SET fields = ? WHERE {where}", (fields, *key))
                    connection.commit()
                    assert (not plan.snapshots.verify(1).found) is is_sound, key


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("at = 'x' WHERE number = 3", "Week 2, version 1: its at cannot be read."),
        ("day = '2018-W35-5' WHERE number = 3", "Week 2, version 1: its day cannot be read."),
    ],
)
def test_a_moment_that_no_snapshot_has_is_named(path: Path, change: str, sentence: str) -> None:
    assert sentence in sentences(tampered(path, f"UPDATE snapshot SET {change}"))


def test_a_figure_is_named_with_both_values(path: Path) -> None:
    found = tampered(
        path, "UPDATE snapshot SET figures = json_set(figures, '$.weight_done', 99) WHERE number = 2"
    )
    assert "Week 1, version 2: the figure weight done reads “99”, by the history “0”." in sentences(found)


def test_a_light_is_named_by_its_part(path: Path) -> None:
    found = tampered(
        path, "UPDATE snapshot SET figures = json_set(figures, '$.lights.A.red', 4) WHERE number = 2"
    )
    assert "Week 1, version 2: the figure lights.A.red reads “4”, by the history “0”." in sentences(found)


def test_a_snapshot_that_was_taken_away_leaves_a_gap(path: Path) -> None:
    found = tampered(
        path, "DELETE FROM snapshot_row WHERE snapshot = 2", "DELETE FROM snapshot WHERE number = 2"
    )
    assert sentences(found) == ["Week 2, version 1: snapshot number 2, taken before it, is missing."]


def test_rows_whose_snapshot_was_taken_away_are_found(path: Path) -> None:
    found = tampered(path, "DELETE FROM snapshot WHERE number = 3")
    assert sentences(found) == ["Rows of snapshot number 3 are there, but the snapshot itself is missing."]


def test_the_newest_snapshot_taken_away_with_its_rows_leaves_no_trace(path: Path) -> None:
    found = tampered(
        path, "DELETE FROM snapshot_row WHERE snapshot = 3", "DELETE FROM snapshot WHERE number = 3"
    )
    assert found == Verification(2, ())


def sealed_anew(path: Path) -> str:
    """The statement that seals snapshot 2 for what it holds now."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        columns = dict(connection.execute("SELECT * FROM snapshot WHERE number = 2").fetchone())
        rows = connection.execute("SELECT kind, uid, fields FROM snapshot_row WHERE snapshot = 2").fetchall()
    return f"UPDATE snapshot SET seal = '{seal(columns, [tuple(row) for row in rows])}' WHERE number = 2"


def test_a_snapshot_that_was_changed_and_sealed_anew_is_found_by_the_next_and_by_the_history(
    path: Path,
) -> None:
    tampered(path, f"UPDATE snapshot_row SET fields = json_set(fields, '$.weight', 12) {FIRST}")
    assert sentences(tampered(path, sealed_anew(path))) == [
        "Week 1, version 2: milestone A1.1: weight reads “12”, by its history “3”.",
        "Week 2, version 1: it does not carry the seal of the snapshot taken before it.",
    ]


def test_a_row_of_the_plan_that_was_changed_says_nothing_of_the_snapshots(path: Path) -> None:
    assert tampered(path, "UPDATE milestone SET weight = 12").found == ()


def test_a_history_that_was_changed_is_found(path: Path) -> None:
    found = tampered(path, "UPDATE edit SET new = '7' WHERE field = 'weight' AND new = '3'")
    assert "Week 1, version 1: milestone A1.1: weight reads “3”, by its history “7”." in sentences(found)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM edit WHERE field = 'forecast'",
        "UPDATE edit SET new = 'x' WHERE field = 'forecast'",
        "UPDATE edit SET new = 'x' WHERE field = 'stream'",
        "UPDATE edit SET new = 'x' WHERE kind = 'charter' AND field = 'start'",
    ],
)
def test_a_history_that_makes_no_plan_is_a_sentence(path: Path, statement: str) -> None:
    assert [each.finding.fault for each in tampered(path, statement).found] == [Fault.NO_HISTORY] * 3


def test_the_snapshots_of_one_week_are_verified_alone(path: Path) -> None:
    tampered(path, "UPDATE snapshot SET reason = 'x' WHERE number = 2")
    found = [verification(path, week=week) for week in (1, 2)]
    assert [(each.snapshots, len(each.found)) for each in found] == [(2, 1), (1, 0)]


def test_a_week_without_a_snapshot_cannot_be_verified(path: Path) -> None:
    with pytest.raises(NotFound, match="Week 9 has no snapshot"):
        verification(path, week=9)


def test_verifying_tells_how_far_it_has_come_and_can_be_ended(path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, count: int) -> None:
        seen.append((done, count))
        if done == 2:
            raise Cancelled("Stopped.")

    with open_plan(path, clock=Clock(day(13)), person="auditor") as plan, pytest.raises(Cancelled):
        plan.snapshots.verify(progress=progress)
    assert seen == [(0, 3), (1, 3), (2, 3)]


# What is sound.


def test_the_sample_is_sound(whole_plan: Plan) -> None:
    assert whole_plan.snapshots.verify() == Verification(13, ())


def test_a_milestone_made_after_the_day_of_a_snapshot_and_changed_before_it_by_a_clock_put_back_is_no_fault(
    office: Office,
) -> None:
    office.at(day(35)).add("A1.1")
    office.at(day(26)).plan.confirm_baseline()
    office.plan.snapshots.take(day(32))
    assert office.plan.snapshots.verify().found == ()


def test_a_plan_without_snapshots_is_sound(office: Office) -> None:
    assert office.plan.snapshots.verify() == Verification(0, ())


def test_a_backup_and_what_was_restored_of_it_are_sound(path: Path, tmp_path: Path) -> None:
    copy = backup(path, tmp_path / "copy.db")
    restore(path, copy, Clock(day(13)).now("Europe/Helsinki"))
    assert [verification(each) for each in (copy, path)] == [Verification(3, ())] * 2


def as_taken_by_earlier_versions(path: Path) -> None:
    """Takes from the snapshots of a plan what earlier versions did not freeze."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER IF EXISTS snapshot_row_no_update")
        connection.execute("DROP TRIGGER IF EXISTS snapshot_no_update")
        connection.execute(
            "UPDATE snapshot_row SET fields = json_remove(fields, '$.state_on') WHERE kind = 'dependency'"
        )
        connection.execute(
            "UPDATE snapshot SET figures = json_remove(figures, '$.theme_lights', '$.division_lights')"
        )
        connection.commit()


def test_snapshots_of_an_older_form_are_sound_once_the_plan_is_migrated(whole_plan_path: Path) -> None:
    as_taken_by_earlier_versions(whole_plan_path)
    assert verification(first_form(whole_plan_path)) == Verification(13, ())


def test_a_change_in_a_snapshot_of_an_older_form_is_found(whole_plan_path: Path) -> None:
    as_taken_by_earlier_versions(whole_plan_path)
    verification(first_form(whole_plan_path))
    found = tampered(
        whole_plan_path, "UPDATE snapshot SET figures = json_set(figures, '$.stale', 77) WHERE number = 5"
    )
    assert [each.finding.fault for each in found.found] == [Fault.SEAL, Fault.FIGURE]


def test_a_snapshot_stays_sound_when_the_country_gets_another_calendar(path: Path) -> None:
    with open_plan(path, clock=Clock(day(13)), person="office") as plan:
        plan.apply(changes("charter", plan.charter(), {"country": "SE", "days": 120}), source="command")
        assert plan.snapshots.verify().found == ()


weeks = st.lists(st.tuples(st.integers(0, 25), st.integers(-20, 90)), min_size=1, max_size=4)


@settings(properties, max_examples=properties.max_examples // 2)
@given(steps(backwards=True), weeks, st.booleans())
def test_property_whatever_was_done_its_snapshots_are_sound(
    history: list[Step], taken: list[tuple[int, int]], is_corrected: bool
) -> None:
    """Milestones made, moved, removed, brought back, undone, the clock put back, snapshots of any day in between."""
    with new_office() as office:
        told = None
        for place, at in taken:
            begun, history = history[:place], history[place:]
            told = played(office, begun, told=told, first=day(at))
            when = day(max(1, min(at, 90)))
            with suppress(NothingToUndo):
                office.plan.undo()
                _found, is_new = office.plan.snapshots.take(when)
                office.plan.redo()
                if not is_new and is_corrected:
                    office.plan.snapshots.take(when, correction="Again")
        played(office, history, told=told)
        assert [each.sentence for each in office.plan.snapshots.verify().found] == []


@properties
@given(steps(backwards=True), st.lists(st.integers(-10, 95), min_size=1, max_size=4))
def test_property_the_history_alone_makes_what_the_tables_and_the_history_make(
    history: list[Step], days: list[int]
) -> None:
    with new_office() as office:
        played(office, history)
        last, rebuilding = office.plan.last_revision(), Rebuilding()
        with office.plan.reading() as connection:
            for number in days:
                when, revision = day(number), max(1, last - number % 7)
                again = rebuilding.state(connection, when, revision)
                known = queries.state_as_frozen(connection, when, revision)
                assert rows_to_freeze(again) == rows_to_freeze(known)
                assert (again.removed_milestones, figures(again)) == (
                    known.removed_milestones,
                    figures(known),
                )


# What docs/seal.md says.


@pytest.fixture
def shell() -> str:
    """The sqlite3 shell, where this machine has one."""
    found = shutil.which("sqlite3")
    if found is None:
        pytest.skip("no sqlite3 shell here")
    return found


def documented() -> str:
    """The command of docs/seal.md."""
    text = (Path(__file__).parents[2] / "docs" / "seal.md").read_text(encoding="utf-8")
    return text.split("```")[1].strip()


def test_the_questions_of_the_documentation_make_the_seal(sealed: Path) -> None:
    with closing(sqlite3.connect(sealed)) as connection:
        lines = [
            line
            for question in documented().split('"')[1].split(";")
            if question.strip()
            for (line,) in connection.execute(question)
        ]
        (kept,) = connection.execute("SELECT seal FROM snapshot WHERE number = 3").fetchone()
    assert hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest() == kept


def test_the_command_of_the_documentation_makes_the_seal(shell: str, sealed: Path) -> None:
    ran = subprocess.run(
        ["sh", "-c", documented()], cwd=sealed.parent, capture_output=True, text=True, check=True
    )
    with closing(sqlite3.connect(sealed)) as connection:
        (kept,) = connection.execute("SELECT seal FROM snapshot WHERE number = 3").fetchone()
    assert ran.stdout.split()[0] == kept
