"""What a snapshot holds, against what the history makes of its day, against its seal and the snapshot before it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from models.rules.calendar import iso_week
from models.rules.fields import EXISTS, KINDS
from models.rules.seal import seal

Name = TypeVar("Name")

RowKey = tuple[str, str]
"""The kind and the uid of a row."""

FIELDS_CAME_WITH: Final[Mapping[tuple[str, str], str]] = {("dependency", "state_on"): "0003"}
"""By kind and field: the form of the file with which a field came that stands in the history of days before it."""
FIGURES_CAME_WITH: Final[Mapping[str, str]] = {"theme_lights": "0004", "division_lights": "0004"}
"""The same for figures. A snapshot of an earlier form lacks them, and that is no fault."""


class Fault(StrEnum):
    """What can be wrong with a snapshot."""

    GAP = "gap"
    """The snapshot numbered before it is missing."""
    CHAIN = "chain"
    """It does not carry the seal of the snapshot before it."""
    SEAL = "seal"
    """Its seal is not that of what it holds."""
    COLUMN = "column"
    """Its week, ISO week or version is not what its day and its place make it."""
    UNREADABLE = "unreadable"
    """A row, its figures or a column cannot be read."""
    ROW_ADDED = "row_added"
    ROW_MISSING = "row_missing"
    FIELD = "field"
    FIGURE = "figure"
    NO_HISTORY = "no_history"
    """The history cannot make the plan of its day."""
    NO_SNAPSHOT = "no_snapshot"
    """Rows of a snapshot that is not there itself."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a snapshot."""

    fault: Fault
    number: int
    """The snapshot's."""
    kind: str = ""
    """Of a row: its kind."""
    uid: str = ""
    name: str = ""
    """The field of the row, the figure (a light as `lights.A.red`), or the column of the snapshot."""
    frozen: Any = None
    """What the snapshot holds, as its JSON has it."""
    told: Any = None
    """What the history tells, in the same form."""


@dataclass(frozen=True)
class Kept:
    """A snapshot as it lies in the file, nothing of it read."""

    columns: Mapping[str, Any]
    """Those of `models.rules.seal.SEALED`, and `seal`."""
    rows: Sequence[tuple[str, str, str]] = ()
    """Kind, uid and fields as JSON text."""

    @property
    def number(self) -> int:
        """Counted from 1 in the order of taking."""
        return int(self.columns["number"])


def chain_findings(chain: Sequence[Kept]) -> Iterator[Finding]:
    """Numbers and versions without gaps, and each snapshot with the seal of the one before it.

    That the newest ones were taken away cannot be seen here: nothing in the file carries their seals. A page that was
    printed with one, or a copy of the plan, tells it.

    Args:
        chain: all snapshots of a plan by number; their rows are not needed.
    """
    last, previous = 0, ""
    versions: dict[Any, int] = {}
    for each in chain:
        week, version = each.columns["week"], each.columns["version"]
        for number in range(last + 1, each.number):
            yield Finding(Fault.GAP, each.number, told=number)
        if each.number == last + 1 and each.columns["previous"] != previous:
            yield Finding(Fault.CHAIN, each.number, frozen=each.columns["previous"], told=previous)
        if version != versions.get(week, 0) + 1 and each.number == last + 1:
            yield Finding(
                Fault.COLUMN, each.number, name="version", frozen=version, told=versions.get(week, 0) + 1
            )
        last, previous = each.number, each.columns["seal"]
        versions[week] = version


def seal_findings(kept: Kept) -> Iterator[Finding]:
    """Whether the seal is that of what the snapshot holds."""
    made = seal(kept.columns, kept.rows)
    if made != kept.columns["seal"]:
        yield Finding(Fault.SEAL, kept.number, frozen=kept.columns["seal"], told=made)


def day_of(kept: Kept) -> date | None:
    """The day of evaluation; None where it cannot be read."""
    text = kept.columns["day"]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def moment_findings(kept: Kept) -> Iterator[Finding]:
    """Whether the moment of taking can be read."""
    try:
        datetime.fromisoformat(kept.columns["at"])
    except ValueError:
        yield Finding(Fault.UNREADABLE, kept.number, name="at")


def content_findings(
    kept: Kept, day: date, week: int, rows: Iterable[tuple[str, str, str]], figures: str
) -> Iterator[Finding]:
    """What differs between a snapshot and what the history makes of its day.

    Args:
        day: its day of evaluation; `week` is the plan's week of it.
        rows: as `models.frozen.rows_to_freeze` makes them of the history.
        figures: as `models.frozen.figures_text` makes them of it.
    """
    for name, told in (("week", week), ("iso_week", iso_week(day))):
        if kept.columns[name] != told:
            yield Finding(Fault.COLUMN, kept.number, name=name, frozen=kept.columns[name], told=told)
    yield from _row_findings(kept, {(kind, uid): fields for kind, uid, fields in rows})
    yield from _figure_findings(kept, figures)


def _row_findings(kept: Kept, told: Mapping[RowKey, str]) -> Iterator[Finding]:
    frozen = {(kind, uid): fields for kind, uid, fields in kept.rows}
    if frozen == told:
        return
    for kind, uid in sorted(frozen.keys() | told.keys()):
        then, now = frozen.get((kind, uid)), told.get((kind, uid))
        if then is None:
            yield Finding(Fault.ROW_MISSING, kept.number, kind, uid, EXISTS, None, True)
        elif then != now and (fields := object_of(then)) is None:
            yield Finding(Fault.UNREADABLE, kept.number, kind, uid)
        elif now is None:
            yield Finding(Fault.ROW_ADDED, kept.number, kind, uid, EXISTS, True, None)
        elif then != now:
            came_later = _came_later(kept, FIELDS_CAME_WITH)
            for name, old, new in _differing(fields or {}, object_of(now) or {}):
                if old is not None or (kind, name) not in came_later:
                    yield Finding(Fault.FIELD, kept.number, kind, uid, name, old, new)


def _figure_findings(kept: Kept, told: str) -> Iterator[Finding]:
    text = kept.columns["figures"]
    if text == told:
        return
    frozen = object_of(text)
    if frozen is None:
        yield Finding(Fault.UNREADABLE, kept.number, name="figures")
        return
    came_later = _came_later(kept, FIGURES_CAME_WITH)
    now = object_of(told) or {}
    then = {name: frozen.get(name, now.get(name)) if name in came_later else frozen.get(name) for name in now}
    then |= {name: value for name, value in frozen.items() if name not in now}
    for name, old, new in _differing(dict(_flat(then)), dict(_flat(now))):
        yield Finding(Fault.FIGURE, kept.number, name=name, frozen=old, told=new)


def _flat(found: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Values by name; those of an object in an object by the names of both."""
    for name, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _came_later(kept: Kept, came_with: Mapping[Name, str]) -> frozenset[Name]:
    """What came with a later form than the snapshot's; one that says none is of the earliest."""
    return frozenset(name for name, form in came_with.items() if str(kept.columns["form"]) < form)


def _differing(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in (*now, *(name for name in then if name not in now)):
        old, new = then.get(name), now.get(name)
        # True is 1 to Python, and 1.0 too.
        if old != new or type(old) is not type(new):
            yield name, old, new


def object_of(text: str) -> dict[str, Any] | None:
    """A JSON object; None where the text is none, or one that a snapshot could not hold."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def visible_id(kind: str, fields: Mapping[str, Any]) -> str:
    """The visible id in a frozen row; empty where its kind has none or the row lost it."""
    found = fields.get("id") if kind in KINDS and KINDS[kind].has_id else None
    return found if isinstance(found, str) else ""
