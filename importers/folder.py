"""A folder of CSV files, history included, becomes a plan: what was known on each day, as batches of edits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from importers.folder_agreements import Agreements, Dated
from importers.folder_events import creations, first_day, in_order
from importers.folder_frame import initiatives, organisation
from importers.folder_known import Known
from importers.folder_milestones import CHARTER, Milestones
from importers.tables import CsvRow, read_csv
from models.edits import Edit
from models.errors import FileRefused
from models.language import LANGUAGES, _, current
from models.loading import Batch
from models.rules.fields import Value

NEEDED: Final = ("streams", "divisions", "initiatives", "milestones", "events")
"""Files without which a folder is no plan."""


@dataclass(frozen=True)
class LoadedPlan:
    """What a folder says of a plan."""

    charter: dict[str, Value]
    batches: tuple[Batch, ...]
    """In the order of their days."""

    @property
    def first_day(self) -> date:
        """The day from which anything is known."""
        return self.batches[0].day


def read_folder(
    folder: Path, *, until: date | None = None, start: date | None = None, days: int | None = None
) -> LoadedPlan:
    """Reads a plan with its history.

    Args:
        until: leave out what became known later; None takes everything.
        start: the plan's first day; None takes it from the folder (`plan.csv`, else the day numbers of the events).
        days: its length in calendar days; None takes the folder's, else 90.

    Raises:
        FileRefused: a file is missing or damaged; the sentence names file, line and column.
    """
    if not folder.is_dir():
        raise FileRefused("damaged", _("There is no folder {path}.").format(path=folder))
    files = {path.stem: read_csv(path) for path in sorted(folder.glob("*.csv")) if path.stem in _READ}
    missing = [f"{name}.csv" for name in NEEDED if name not in files]
    if missing:
        raise FileRefused(
            "damaged",
            _("{path} is not the folder of a plan: it lacks {files}.").format(
                path=folder, files=", ".join(missing)
            ),
        )
    events = files["events"] = in_order(files["events"])
    charter = _charter(files, folder, start, days)
    files["events"] = in_order([*events, *creations(files["milestones"], events)])
    return LoadedPlan(charter, _batches(files, charter, until))


_READ: Final = frozenset(
    (
        *NEEDED,
        *("plan", "units", "owners", "themes", "questions", "reasons", "bodies"),
        *("dependencies", "decisions", "confirmations", "handoffs", "narratives"),
    )
)


def _charter(
    files: dict[str, list[CsvRow]], folder: Path, start: date | None, days: int | None
) -> dict[str, Value]:
    told = files.get("plan") or []
    row = told[0] if told else CsvRow("plan.csv", 2, {})
    first = start or row.day("start") or first_day(files["events"])
    names: dict[str, Value] = {f"name_{code}": row.text(f"name_{code}") for code in LANGUAGES}
    if not any(names.values()):
        names[f"name_{current()}"] = folder.resolve().name
    return {
        **names,
        "start": first,
        "days": days or row.number("days") or 90,
        "country": row.text("country") or "FI",
        "zone": row.text("zone") or "Europe/Helsinki",
        "language": row.text("language") or current(),
    }


def _batches(
    files: dict[str, list[CsvRow]], charter: dict[str, Value], until: date | None
) -> tuple[Batch, ...]:
    """Everything that became known, day by day."""
    start, known = charter["start"], Known()
    assert isinstance(start, date)
    milestones = Milestones(files, known)
    frame = organisation(files, known) + initiatives(files, known)
    told: list[Dated] = [
        (event.needed_day("date"), partial(milestones.edits_of, event)) for event in files["events"]
    ]
    told += Agreements(files, known, milestones, start).dated()
    told = [(day, work) for day, work in told if until is None or day <= until]
    by_day: defaultdict[date, list[Edit]] = defaultdict(list)
    by_day[min([start, *(day for day, _work in told)])] += frame
    # What became known on one day stays in the order of the files.
    for day, work in sorted(told, key=lambda one: one[0]):
        by_day[day] += work()
    for row in milestones.rows.values():
        milestones.creation_day(row, "id")
    return tuple(Batch(day, edits) for day, edits in sorted(by_day.items()) if edits)


def with_charter(batches: Iterable[Batch], uid: str) -> list[Batch]:
    """The batches with the plan's own uid where the reader could not know it."""
    return [
        Batch(batch.day, [e._replace(uid=uid) if e.uid == CHARTER else e for e in batch.edits], batch.reason)
        for batch in batches
    ]
