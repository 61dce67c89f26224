"""Opens a SQLite file as a plan, safely: never a new empty database, never a foreign or newer one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError

from models.errors import PlanFileError, RuleBroken
from models.language import _
from models.migrations import HEAD

APPLICATION_ID: Final = 0x54524B39
"""`TRK9` in the file's header: this SQLite file is a plan."""

BUSY_S: Final = 5.0
"""How long a write waits for another program's write, in seconds."""


def engine_for(path: Path) -> Engine:
    """An engine on an existing file. Writing transactions take the lock when they begin, not half-way."""

    def connect() -> sqlite3.Connection:
        # mode=rw: a missing file is an error, never a new database.
        return sqlite3.connect(
            f"file:{quote(os.fsencode(path))}?mode=rw",
            uri=True,
            timeout=BUSY_S,
            isolation_level=None,
            check_same_thread=False,
        )

    engine = create_engine("sqlite://", creator=connect, pool_size=3, max_overflow=5, poolclass=_pool_class())
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _pool_class() -> Any:
    from sqlalchemy.pool import QueuePool

    return QueuePool


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA trusted_schema = OFF")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("tracker_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """A transaction that sees the plan as it stands at its first question, whoever writes meanwhile."""
    with plan_file_errors(path), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """A transaction that writes: all of it, or nothing."""
    with plan_file_errors(path), engine.connect() as connection:
        writer = connection.execution_options(tracker_writes=True)
        with writer.begin():
            yield writer


@contextmanager
def plan_file_errors(path: Path) -> Iterator[None]:
    """Turns the database's errors into sentences."""
    try:
        yield
    except IntegrityError as error:
        raise RuleBroken(
            _("The plan's rules do not allow this change ({detail}), so nothing was saved.").format(
                detail=str(error.orig)
            )
        ) from error
    except (OperationalError, DatabaseError, sqlite3.DatabaseError) as error:
        raise PlanFileError(_sentence(path, error)) from error
    except UnicodeDecodeError as error:
        # SQLite's own words about a damaged page can hold bytes of it.
        raise PlanFileError(_damaged(path, _("text that cannot be read"))) from error


def _sentence(path: Path, error: Exception) -> str:
    detail = str(error.orig if isinstance(error, DBAPIError) else error)
    if "locked" in detail or "busy" in detail:
        return _(
            "Another program is saving to {path} just now, so nothing was done; try again in a moment."
        ).format(path=path)
    if "readonly" in detail:
        return _(
            "{path} may not be written to, so nothing was saved; copy it to a folder of your own."
        ).format(path=path)
    if "full" in detail:
        return _("The disk that holds {path} is full, so nothing was saved; make room and try again.").format(
            path=path
        )
    if "malformed" in detail or "not a database" in detail or "no such" in detail or "corrupt" in detail:
        return _damaged(path, detail)
    return _("{path} cannot be used: {detail}.").format(path=path, detail=detail)


def _damaged(path: Path, detail: str) -> str:
    return _(
        "{path} is damaged ({detail}); go back to its last backup with tracker backup --restore."
    ).format(path=path, detail=detail)


def _no_database(path: Path) -> str:
    return _("{path} is not a plan: it is no SQLite file.").format(path=path)


def check_file(path: Path) -> None:
    """Raises PlanFileError unless the file is there, readable, a SQLite file, and a plan."""
    try:
        if path.is_dir():
            raise PlanFileError(_("{path} is a folder, not a plan.").format(path=path))
        if not path.exists():
            raise PlanFileError(
                _("There is no plan at {path}; make one with: tracker new {path}").format(path=path)
            )
        if not path.is_file():  # A pipe would wait for somebody to write to it.
            raise PlanFileError(_no_database(path))
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise PlanFileError(
            _("{path} cannot be opened: {detail}.").format(path=path, detail=os.strerror(error.errno or 0))
        ) from error
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise PlanFileError(_no_database(path))
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise PlanFileError(_("{path} is a SQLite file of another program, not a plan.").format(path=path))


def is_plan(path: Path) -> bool:
    """Whether the file at `path` is a plan, sound or not."""
    try:
        check_file(path)
    except PlanFileError:
        return False
    return True


def form_of(connection: Connection, path: Path) -> str:
    """The migration that the file has reached; raises PlanFileError where it is unknown."""
    form = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    refuse_unknown_form(form, path)
    return str(form)


def refuse_unknown_form(form: str | None, path: Path) -> None:
    """Raises PlanFileError for a file that has reached no migration, or one that is not known yet, thus newer."""
    if form is None:
        raise PlanFileError(_damaged(path, _("it does not say which form it has")))
    if form not in {f"{number:04d}" for number in range(1, int(HEAD) + 1)}:
        raise PlanFileError(
            _("{path} was made by a newer version of tracker; install that version to open it.").format(
                path=path
            )
        )
