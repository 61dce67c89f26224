"""The course of a milestone: how its date, status and reason changed, as the history tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol, TypeVar

from models.rules.words import Status


class CourseChange(NamedTuple):
    """A change of a milestone's forecast, status or reason; its creation is none, but for a reason given with it."""

    uid: str
    """The milestone."""
    field: str
    """`forecast`, `status` or `reason`."""
    old: date | str | None
    new: date | str | None
    day: date
    """When the program learnt it."""
    revision: int
    """The change belongs together with the others of its revision."""


class Stood(NamedTuple):
    """How a milestone stood on a day."""

    forecast: date
    status: Status


class FieldChange(Protocol):
    """What a line of values is made of."""

    @property
    def uid(self) -> str:
        """The row."""

    @property
    def field(self) -> str:
        """The field."""

    @property
    def old(self) -> Any:
        """The value before."""

    @property
    def new(self) -> Any:
        """The value from then on."""

    @property
    def day(self) -> date:
        """When the program learnt it."""


Change = TypeVar("Change", bound=FieldChange)


def by_milestone(changes: Iterable[Change]) -> Mapping[str, Sequence[Change]]:
    """Changes by the uid of their milestone, each in the order in which it was written."""
    found: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        found[change.uid].append(change)
    return found


def values_by_day(born: date, changes: Iterable[FieldChange]) -> dict[str, list[tuple[date, Any]]]:
    """The values that fields had at the end of days, as (from this day on, value) in the order of the days.

    The first stands from the creation on. A field that never changed is not told.

    Args:
        born: the day of creation.
        changes: of one row, in the order in which they were written.
    """
    values: dict[str, list[tuple[date, Any]]] = {}
    for change in changes:
        line = values.setdefault(change.field, [(born, change.old)])
        # What is written last stands from its day on, also where that day lies before those of earlier writes.
        day = max(change.day, born)
        while line and line[-1][0] >= day:
            line.pop()
        line.append((day, change.new))
    return values
