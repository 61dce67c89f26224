"""Plans as files: made whole or not at all, opened only where they are plans, and backed up."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from builders import CHARTER, START, Office, template

from models import engine, store
from models.clock import Clock
from models.doctor import doctor
from models.errors import InvalidValue, PlanFileError, TrackerError
from models.rules.fields import Value
from models.store import backup, create, open_plan


def opened(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(PlanFileError) as error:
        open_plan(path, clock=Clock(START), person="writer").close()
    return error.value.sentence


def made(path: Path, **charter: Value) -> str:
    """The sentence with which a new plan is refused."""
    with pytest.raises((PlanFileError, InvalidValue)) as error:
        create(path, CHARTER | charter, clock=Clock(START), person="writer").close()
    return error.value.sentence


def rewrite(path: Path, *statements: str) -> None:
    """Changes a file behind the program's back."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A file of a plan that nobody has open."""
    return Path(shutil.copyfile(template(), tmp_path / "copy.db"))


# Making.


def test_a_new_plan_is_opened_again(tmp_path: Path) -> None:
    create(tmp_path / "new.db", CHARTER, clock=Clock(START), person="writer").close()
    with open_plan(tmp_path / "new.db", clock=Clock(START), person="other") as plan:
        assert (plan.charter().start, plan.charter().days) == (START, 90)


def test_a_new_plan_has_the_usual_reasons(tmp_path: Path) -> None:
    with create(tmp_path / "new.db", CHARTER, clock=Clock(START), person="writer") as plan:
        assert plan.state().find("reason", "funding").name_en == "Waiting for funding"


def test_a_new_plan_is_one_file_alone(tmp_path: Path) -> None:
    create(tmp_path / "new.db", CHARTER, clock=Clock(START), person="writer").close()
    assert [path.name for path in tmp_path.iterdir()] == ["new.db"]


@pytest.mark.parametrize(
    "name", ["what? #1 100%.db", "a'b\"c.db", "suunnitelma 90 päivää.db", "-v", "[x].db"]
)
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    create(tmp_path / name, CHARTER, clock=Clock(START), person="writer").close()
    with open_plan(tmp_path / name, clock=Clock(START), person="writer") as plan:
        assert (plan.path.name, [path.name for path in tmp_path.iterdir()]) == (name, [name])


def test_a_plan_is_not_made_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "new.db").write_text("mine")
    assert made(tmp_path / "new.db").endswith("is there already; nothing was written. Choose another name.")


def test_a_file_that_is_in_the_way_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "new.db").write_text("mine")
    made(tmp_path / "new.db")
    assert (tmp_path / "new.db").read_text() == "mine"


def test_a_plan_is_not_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert made(tmp_path / "no" / "new.db") == f"There is no folder {tmp_path / 'no'}; make it first."


@pytest.mark.parametrize("charter", [{"country": "XX"}, {"zone": "Nowhere"}, {"days": 0}, {"language": "de"}])
def test_a_plan_that_is_refused_leaves_nothing(tmp_path: Path, charter: dict[str, Value]) -> None:
    made(tmp_path / "new.db", **charter)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("broken", ["_migrate", "write", "keep_holidays"])
def test_a_crash_while_a_plan_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def crash(*_arguments: object, **_more: object) -> None:
        raise RuntimeError("a crash in the middle")

    monkeypatch.setattr(store, broken, crash)
    with pytest.raises(RuntimeError):
        create(tmp_path / "new.db", CHARTER, clock=Clock(START), person="writer")
    assert list(tmp_path.iterdir()) == []


def test_a_plan_that_somebody_else_makes_at_the_same_moment_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*_arguments: object, **_more: object) -> None:
        (tmp_path / "new.db").write_text("theirs")

    monkeypatch.setattr(store, "keep_holidays", meanwhile)
    made(tmp_path / "new.db")
    assert (tmp_path / "new.db").read_text() == "theirs"


# Opening.


def test_a_missing_file_is_refused_with_how_to_make_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "missing.db"
    assert opened(path) == f"There is no plan at {path}; make one with: tracker new {path}"


def test_opening_a_missing_file_makes_none(tmp_path: Path) -> None:
    opened(tmp_path / "missing.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert opened(tmp_path) == f"{tmp_path} is a folder, not a plan."


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.db")
    assert opened(tmp_path / "pipe.db") == f"{tmp_path / 'pipe.db'} is not a plan: it is no SQLite file."


def test_a_plan_whose_name_is_no_text_is_made_and_opened(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path / "pl") + b"\xe4n.db"))
    create(path, CHARTER, clock=Clock(START), person="writer").close()
    with open_plan(path, clock=Clock(START), person="writer") as plan:
        assert plan.charter().start == START


def test_a_link_to_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "missing.db")
    assert opened(tmp_path / "link.db").startswith("There is no plan at")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"id,name\n1,x\n" * 50, b"\0" * 5000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    assert opened(tmp_path / "x.db").endswith("is not a plan: it is no SQLite file.")


@pytest.mark.parametrize("application_id", [0, 1])
def test_a_database_of_another_program_is_refused(tmp_path: Path, application_id: int) -> None:
    rewrite(tmp_path / "x.db", f"PRAGMA application_id = {application_id}", "CREATE TABLE note (text)")
    assert opened(tmp_path / "x.db").endswith("is a SQLite file of another program, not a plan.")


def test_a_refused_file_stays_as_it_was(tmp_path: Path) -> None:
    rewrite(tmp_path / "x.db", "CREATE TABLE note (text)")
    before = (tmp_path / "x.db").read_bytes()
    opened(tmp_path / "x.db")
    assert (tmp_path / "x.db").read_bytes() == before


def test_a_plan_of_a_newer_version_is_refused(copy: Path) -> None:
    rewrite(copy, "UPDATE alembic_version SET version_num = '0999'")
    assert "newer version of tracker" in opened(copy)


def test_a_plan_of_a_newer_version_stays_as_it_was(copy: Path) -> None:
    rewrite(copy, "UPDATE alembic_version SET version_num = '0999'")
    before = copy.read_bytes()
    opened(copy)
    assert copy.read_bytes() == before


def test_a_plan_without_its_tables_is_damaged(tmp_path: Path) -> None:
    rewrite(tmp_path / "x.db", f"PRAGMA application_id = {engine.APPLICATION_ID}", "CREATE TABLE note (text)")
    assert "is damaged (no such table: alembic_version)" in opened(tmp_path / "x.db")


def test_a_plan_that_does_not_say_its_form_is_damaged_and_not_newer(copy: Path) -> None:
    rewrite(copy, "DELETE FROM alembic_version")
    assert opened(copy).startswith(f"{copy} is damaged (it does not say which form it has)")


def test_a_plan_without_its_frame_is_damaged(copy: Path) -> None:
    rewrite(copy, "DELETE FROM charter")
    assert "go back to its last backup" in opened(copy)


@pytest.mark.parametrize(
    "damage",
    ["charter SET start = 'soon'", "milestone SET forecast = '19.10.2018'", "milestone SET trend = 7"],
)
def test_a_value_that_no_version_writes_is_damage(office: Office, damage: str) -> None:
    office.add("A1.1")
    rewrite(office.path, f"UPDATE {damage}")
    with pytest.raises(PlanFileError, match="is damaged"):
        office.plan.state()


def test_opening_and_reading_a_plan_leaves_its_bytes_alone(copy: Path) -> None:
    before = copy.read_bytes()
    with open_plan(copy, clock=Clock(START), person="writer") as plan:
        plan.state(date(2018, 10, 19))
    assert copy.read_bytes() == before


def test_a_plan_of_an_older_form_is_backed_up_first(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = copy.read_bytes()
    _pretend_newer_form(monkeypatch)
    open_plan(copy, clock=Clock(START), person="writer").close()
    with closing(sqlite3.connect(copy.with_name("copy.db.before-9999"))) as kept:
        old = list(kept.iterdump())
    (copy.parent / "before.db").write_bytes(before)
    with closing(sqlite3.connect(copy.parent / "before.db")) as original:
        assert old == list(original.iterdump())


def test_a_migration_makes_the_triggers_anew(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rewrite(copy, "DROP TRIGGER edit_no_update")
    _pretend_newer_form(monkeypatch)
    open_plan(copy, clock=Clock(START), person="writer").close()
    assert doctor(copy) == []


def _pretend_newer_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "HEAD", "9999")
    monkeypatch.setattr(engine, "HEAD", "9999")


# Files that may not be read or written.


def as_somebody_without_rights(act: Callable[[], object]) -> str:
    """What an act answers, or the sentence of its refusal, when a user without any rights does it."""
    if os.geteuid() != 0:
        return _answer(act)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgid(65534)
            os.setuid(65534)
            os.write(writer, _answer(act).encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as answer:
        return answer.read().decode()


def _answer(act: Callable[[], object]) -> str:
    try:
        return str(act())
    except TrackerError as error:
        return error.sentence
    except Exception as error:
        return repr(error)


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that everybody can look into, with a plan in it."""
    folder = tmp_path_factory.mktemp("shelf")
    for each in (folder, *list(folder.parents)[:3]):  # Workers of xdist have a folder more.
        each.chmod(0o755)
    shutil.copyfile(template(), folder / "plan.db")
    return folder


def _change(path: Path) -> str:
    with open_plan(path, clock=Clock(START), person="writer") as plan:
        return str(Office(plan).set("A1", "initiative", title_en="New").number)


def _read(path: Path) -> int:
    with open_plan(path, clock=Clock(START), person="writer") as plan:
        return len(plan.state().initiatives)


def test_a_file_that_may_only_be_read_is_read(shelf: Path) -> None:
    (shelf / "plan.db").chmod(0o444)
    assert as_somebody_without_rights(lambda: _read(shelf / "plan.db")) == "2"


def test_a_file_that_may_only_be_read_is_not_written_to(shelf: Path) -> None:
    path = shelf / "plan.db"
    path.chmod(0o444)
    assert as_somebody_without_rights(lambda: _change(path)) == (
        f"{path} may not be written to, so nothing was saved; copy it to a folder of your own."
    )


def test_a_file_in_a_folder_that_may_only_be_read_is_not_written_to(shelf: Path) -> None:
    path = shelf / "plan.db"
    path.chmod(0o666)
    shelf.chmod(0o555)
    assert as_somebody_without_rights(lambda: _change(path)) == (
        f"{path} may not be written to, so nothing was saved; copy it to a folder of your own."
    )


def test_a_file_that_may_not_be_read_is_refused(shelf: Path) -> None:
    path = shelf / "plan.db"
    path.chmod(0o000)
    sentence = as_somebody_without_rights(lambda: _read(path))
    assert sentence == f"{path} cannot be opened: Permission denied."


def test_no_plan_is_made_in_a_folder_that_may_only_be_read(shelf: Path) -> None:
    shelf.chmod(0o555)
    path = shelf / "new.db"
    sentence = as_somebody_without_rights(lambda: create(path, CHARTER, clock=Clock(START), person="writer"))
    assert sentence == f"{path} cannot be made: Permission denied."


# Backups.


def test_a_backup_holds_the_whole_plan(office: Office, tmp_path: Path) -> None:
    office.add("A1.1")
    copy = backup(office.path, tmp_path / "backup.db")
    with open_plan(copy, clock=Clock(START), person="writer") as plan:
        assert plan.state() == office.plan.state()


def test_a_backup_leaves_an_earlier_one_alone(office: Office, tmp_path: Path) -> None:
    names = [backup(office.path, tmp_path / "backup.db").name for _ in range(3)]
    assert names == ["backup.db", "backup.db.2", "backup.db.3"]


def test_a_backup_taken_while_somebody_writes_holds_what_stood_before(office: Office, tmp_path: Path) -> None:
    office.add("A1.1", weight=3)
    before = office.plan.state()
    with closing(sqlite3.connect(office.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE milestone SET weight = 13")
        copy = backup(office.path, tmp_path / "backup.db")
        other.execute("ROLLBACK")
    with open_plan(copy, clock=Clock(START), person="writer") as plan:
        assert plan.state() == before


def test_a_backup_of_what_is_no_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="There is no plan at"):
        backup(tmp_path / "missing.db", tmp_path / "backup.db")


def test_a_backup_into_a_folder_that_is_not_there_names_that_folder(office: Office, tmp_path: Path) -> None:
    with pytest.raises(PlanFileError) as error:
        backup(office.path, tmp_path / "no" / "backup.db")
    assert error.value.sentence == f"There is no folder {tmp_path / 'no'}; make it first."


def test_a_backup_is_for_the_eyes_of_those_who_may_read_the_plan(office: Office, tmp_path: Path) -> None:
    office.path.chmod(0o600)
    assert backup(office.path, tmp_path / "backup.db").stat().st_mode & 0o777 == 0o600


def test_a_restored_plan_has_the_rights_of_the_one_before(copy: Path, tmp_path: Path) -> None:
    source = backup(copy, tmp_path / "backup.db")
    copy.chmod(0o660)
    store.restore(copy, source, datetime(2018, 10, 19, 12))
    assert copy.stat().st_mode & 0o777 == 0o660


def test_a_restore_into_a_folder_that_may_only_be_read_names_the_plan(shelf: Path) -> None:
    source = backup(shelf / "plan.db", shelf / "backup.db")
    shelf.chmod(0o555)
    sentence = as_somebody_without_rights(
        lambda: store.restore(shelf / "plan.db", source, datetime(2018, 10, 19, 12))
    )
    assert sentence == f"{shelf / 'plan.db'} cannot be made: Permission denied."


def test_a_backup_leaves_no_part_behind(office: Office, tmp_path: Path) -> None:
    backup(office.path, tmp_path / "backup.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.db", "plan.db"]


def test_a_backup_into_a_folder_that_may_only_be_read_names_what_cannot_be_made(shelf: Path) -> None:
    shelf.chmod(0o555)
    target = shelf / "backup.db"
    sentence = as_somebody_without_rights(lambda: backup(shelf / "plan.db", target))
    assert sentence == f"{target} cannot be made: Permission denied."
