"""Plans as files: makes, opens, migrates, backs up and examines them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from models.apply import write
from models.clock import Clock, check_zone
from models.defaults import default_reasons
from models.doctor import damage
from models.edits import creation
from models.engine import APPLICATION_ID, check_file, engine_for, form_of, plan_file_errors, writing
from models.errors import PlanFileError
from models.holidays import keep_holidays
from models.language import _
from models.migrations import HEAD, migrate
from models.person import person_key
from models.plan import Plan
from models.rules.calendar import WorkCalendar
from models.rules.fields import Value

if TYPE_CHECKING:
    from models.replaying import Told


def create(
    path: Path,
    charter: Mapping[str, Value],
    *,
    clock: Clock,
    person: str,
    history_from: date | None = None,
    load: Callable[[Plan], None] | None = None,
) -> Plan:
    """Makes a new plan and opens it.

    Args:
        charter: fields of the plan's frame; `start` is needed, the rest has defaults.
        history_from: the first day of a history that is loaded next, which brings reasons of its own; None for a plan
            that begins today, with the usual reasons for a slip.
        load: writes what the plan holds from its beginning; what it raises passes through, and no plan is made.

    Raises:
        PlanFileError: something is at that path already, or nothing can be written there.
    """

    def fill(engine: Engine) -> None:
        _fill(engine, path, charter, clock, person, history_from)
        if load is not None:
            load(Plan(path, engine, clock, person))

    _make(path, fill)
    return open_plan(path, clock=clock, person=person)


def create_again(path: Path, told: Told, *, name: str, clock: Clock, person: str) -> str | None:
    """Makes a plan of a whole history that a file tells, and answers with a sentence where its seals differ.

    Such a sentence is also kept, with the seals that were told, as the last revision of the new plan.

    Args:
        name: what the file is called, for that revision.

    Raises:
        PlanFileError: something is at that path already, or nothing can be written there.
        TrackerError: something that is told does not fit; no plan is made.
    """
    from models.queries import charter_now
    from models.replaying import (  # Of no use to who only opens a plan.
        differing_text,
        note,
        replay,
        seals_text,
    )

    sentences: list[str] = []

    def fill(engine: Engine) -> None:
        with writing(engine, path) as connection:
            differing = replay(connection, told, clock.today("UTC"))
            if differing:
                zone = charter_now(connection).zone
                sentences.append(differing_text(differing, is_left_out=told.is_left_out))
                note(
                    connection,
                    f"{name}: {seals_text(differing)}",
                    day=clock.today(zone),
                    at=clock.now(zone),
                    person=person_key(connection, person),
                )

    _make(path, fill)
    return sentences[0] if sentences else None


def _make(path: Path, fill: Callable[[Engine], None]) -> None:
    """Makes the file of a plan and has it filled, whole or not at all; raises PlanFileError."""
    if path.exists():
        raise PlanFileError(
            _("{path} is there already; nothing was written. Choose another name.").format(path=path)
        )
    if not path.parent.is_dir():
        raise PlanFileError(_("There is no folder {path}; make it first.").format(path=path.parent))
    # Whole under another name first: nobody ever opens a half-made plan.
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.touch()
        with plan_file_errors(path), closing(sqlite3.connect(unfinished)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.commit()
        engine = engine_for(unfinished)
        try:
            _migrate(engine, path)
            fill(engine)
        finally:
            engine.dispose()
        os.link(unfinished, path)
    except FileExistsError:
        raise PlanFileError(
            _("{path} is there already; nothing was written. Choose another name.").format(path=path)
        ) from None
    except OSError as error:
        raise PlanFileError(
            _("{path} cannot be made: {detail}.").format(path=path, detail=os.strerror(error.errno or 0))
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _fill(
    engine: Engine,
    path: Path,
    charter: Mapping[str, Value],
    clock: Clock,
    person: str,
    history_from: date | None,
) -> None:
    start, zone = charter["start"], str(charter.get("zone") or "Europe/Helsinki")
    if not isinstance(start, date):
        raise TypeError("a plan needs its first day")
    check_zone(zone)
    edits = creation("charter", charter) + (default_reasons() if history_from is None else [])
    day = history_from or clock.today(zone)
    days = charter.get("days") or 90
    with writing(engine, path) as connection:
        write(
            connection,
            edits,
            day=day,
            at=clock.now(zone),
            person=person_key(connection, person),
            source="created",
        )
        last = WorkCalendar(start, int(str(days))).end
        keep_holidays(connection, str(charter.get("country") or "FI"), start, max(last, clock.today(zone)))


def open_plan(path: Path, *, clock: Clock, person: str) -> Plan:
    """Opens a plan; one of an older form is backed up and migrated first.

    Raises:
        PlanFileError: the file is missing, foreign, newer, damaged, or cannot be read.
    """
    check_file(path)
    engine = engine_for(path)
    with plan_file_errors(path):
        with engine.connect() as connection:
            form = form_of(connection, path)
        if form != HEAD:
            backup(path, path.with_name(f"{path.name}.before-{HEAD}"))
            _migrate(engine, path)
        return Plan(path, engine, clock, person)


def _migrate(engine: Engine, path: Path) -> None:
    """Migrates in one transaction; foreign keys are off meanwhile, as tables may be copied, and checked at the end."""
    with plan_file_errors(path), engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.cursor().execute("PRAGMA foreign_keys = OFF")
        writer = connection.execution_options(tracker_writes=True)
        with writer.begin():
            migrate(writer)
        raw.cursor().execute("PRAGMA foreign_keys = ON")


def backup(path: Path, target: Path) -> Path:
    """Copies a plan as one whole, while others may be writing to it; returns the copy's path.

    An existing target is left alone and the copy gets a number. Who may read the plan may read the copy.
    """
    check_file(path)
    if not target.parent.is_dir():
        raise PlanFileError(_("There is no folder {path}; make it first.").format(path=target.parent))
    copy, number = target, 1
    while copy.exists():
        number += 1
        copy = target.with_name(f"{target.name}.{number}")
    _copy(path, copy, like=path, named=copy)
    return copy


def archive_copy(path: Path, target: Path, *, persons: bool) -> Path:
    """Copies a plan for an archive, in the form that this version knows.

    Args:
        persons: whether the logins of those who worked on it stay; the history has only keys for them.
    """
    copy = backup(path, target)
    if not persons:
        with plan_file_errors(copy), closing(sqlite3.connect(copy)) as connection:
            connection.execute("UPDATE person SET login = NULL")
            connection.commit()
            connection.execute("VACUUM")  # What was overwritten stays in free pages until then.
    return copy


def _copy(source: Path, target: Path, *, like: Path, named: Path) -> None:
    """Copies a plan to `target`, whole or not at all, with the rights of the file `like`.

    Raises PlanFileError that speaks of `named`.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.touch()
        shutil.copymode(like, part)
        with (
            plan_file_errors(source),
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as plan,
            closing(sqlite3.connect(part)) as copy,
        ):
            plan.backup(copy)
        os.replace(part, target)
    except OSError as error:
        raise PlanFileError(
            _("{path} cannot be made: {detail}.").format(path=named, detail=os.strerror(error.errno or 0))
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def backup_name(path: Path, at: datetime) -> Path:
    """Where a backup goes unless told otherwise: beside the plan, named by its moment."""
    return path.with_name(f"{path.stem}.{at:%Y-%m-%d-%H%M}.backup{path.suffix}")


def restore(path: Path, source: Path, at: datetime) -> Path | None:
    """Puts a copy of `source` in the place of the plan at `path`, and what stood there beside it.

    Returns where that went, None where nothing stood there. A damaged plan is kept byte for byte.

    Raises:
        PlanFileError: `source` is no sound plan of a form that this version knows, or nothing can be written.
    """
    if not source.exists():
        raise PlanFileError(_("There is no backup at {path}.").format(path=source))
    if faults := damage(source):
        raise PlanFileError(
            _("{path} is damaged itself ({detail}), so nothing was changed; choose another backup.").format(
                path=source, detail=faults[0].rstrip(".")
            )
        )
    if path.exists() and path.samefile(source):
        raise PlanFileError(_("{path} is the plan itself, not a backup of it.").format(path=source))
    # A link keeps pointing where it pointed: the file behind it is replaced.
    path = path.resolve() if path.is_symlink() else path
    if not path.parent.is_dir():
        raise PlanFileError(_("There is no folder {path}; make it first.").format(path=path.parent))
    fresh = path.with_name(f".{path.name}.{os.getpid()}.restored")
    _copy(source, fresh, like=path if path.exists() else source, named=path)
    try:
        kept = _keep_aside(path, at)
        os.replace(fresh, path)
    except OSError as error:
        raise PlanFileError(
            _("{path} cannot be made: {detail}.").format(path=path, detail=os.strerror(error.errno or 0))
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _keep_aside(path: Path, at: datetime) -> Path | None:
    """Copies what stands at `path`; an unfinished journal goes with it, as it would spoil another plan there."""
    if not path.exists():
        return None
    journal = path.with_name(f"{path.name}-journal")
    target = backup_name(path, at)
    if not journal.exists():
        with suppress(PlanFileError):
            return backup(path, target)
    kept, number = target, 1
    while kept.exists():
        number += 1
        kept = target.with_name(f"{target.name}.{number}")
    shutil.copy(path, kept)
    if journal.exists():
        os.replace(journal, kept.with_name(f"{kept.name}-journal"))
    return kept
