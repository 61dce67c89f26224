"""Makes plans: of a folder of CSV files with its history, or empty."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from models.clock import Clock
from models.errors import FileRefused, PlanFileError, TrackerError
from models.language import _

if TYPE_CHECKING:
    from models.rules.fields import Value


def plan_from_folder(
    folder: Path,
    path: Path,
    *,
    clock: Clock,
    person: str,
    until: date | None = None,
    start: date | None = None,
    days: int | None = None,
    charter: Mapping[str, Value] | None = None,
) -> None:
    """Makes a plan of a folder of CSV files, history included; the whole plan stands at `path`, or nothing.

    Args:
        until: leave out what became known later, and let the clock stand at that day; None takes everything.
        start: day 1; None for what the folder says.
        days: length in calendar days; None for what the folder says, else 90.
        charter: fields of the plan's frame that stand above the folder's.

    Raises:
        FileRefused: a file of the folder is missing, damaged, or breaks a rule of the plan.
        PlanFileError: something is at `path` already, or nothing can be written there.
    """
    from importers.folder import read_folder, with_charter
    from models.loading import load
    from models.store import create

    refuse_taken(path)
    loaded = read_folder(folder, until=until, start=start, days=days)
    frame = {**loaded.charter, **(charter or {})}
    try:
        create(
            path,
            frame,
            clock=clock if until is None else Clock(until),
            person=person,
            history_from=loaded.first_day,
            load=lambda plan: load(
                plan,
                with_charter(loaded.batches, plan.charter().uid),
                reason=folder.resolve().name,
                until=until,
            ),
        ).close()
    except (FileRefused, PlanFileError):
        raise
    except TrackerError as error:
        raise FileRefused(
            "damaged", _("{path} cannot be loaded: {why}").format(path=folder, why=error.sentence)
        ) from error


def plan_from_json(file: Path, path: Path, *, clock: Clock, person: str) -> str | None:
    """Makes a plan of a JSON export, history and snapshots included; the whole plan stands at `path`, or nothing.

    Returns a sentence where snapshots have other seals than the file tells; None where all are the same.

    Raises:
        FileRefused: the file is no export of a plan, of another version, damaged, or breaks a rule of the plan.
        PlanFileError: something is at `path` already, or nothing can be written there.
    """
    from importers.plan_json import read_plan
    from models.store import create_again

    refuse_taken(path)
    told = read_plan(file)
    try:
        return create_again(path, told, name=file.name, clock=clock, person=person)
    except (FileRefused, PlanFileError):
        raise
    except TrackerError as error:
        raise FileRefused(
            "damaged", _("{path} cannot be loaded: {why}").format(path=file, why=error.sentence)
        ) from error


def refuse_taken(path: Path) -> None:
    """Raises PlanFileError where no new plan can stand at `path`."""
    if os.path.lexists(path):
        raise PlanFileError(
            _("{path} is there already; nothing was written. Choose another name.").format(path=path)
        )
    if not path.parent.is_dir():
        raise PlanFileError(_("There is no folder {path}; make it first.").format(path=path.parent))


def empty_plan(path: Path, charter: Mapping[str, Value], *, clock: Clock, person: str) -> None:
    """Makes a plan without rows but the usual reasons; raises PlanFileError or InvalidValue."""
    from models.store import create

    refuse_taken(path)
    create(path, charter, clock=clock, person=person).close()
