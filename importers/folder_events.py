"""What the events of a folder say of time: in which order they happened, and when the plan began."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from importers.tables import CsvRow
from models.errors import FileRefused
from models.language import _

_NUMBERED: Final = re.compile(r"(\D*)([0-9]+)")


def in_order(events: Sequence[CsvRow]) -> list[CsvRow]:
    """The events as they happened, whatever order the file's rows have been sorted into.

    Within a day a milestone is created before anything else happens; then the numbers of the event ids tell the order,
    and where they do not (some are missing, are there twice, or are no numbers), the file's own order stands.
    """
    numbers = _numbers(events)
    ordered = sorted(
        zip(events, numbers, strict=True),
        key=lambda one: (one[0].needed_day("date"), one[0].text("kind") != "created", one[1]),
    )
    return [event for event, _number in ordered]


def creations(milestones: Iterable[CsvRow], events: Iterable[CsvRow]) -> list[CsvRow]:
    """The events that create the milestones of which `events` tell no creation, but their own column `created`.

    The date of such a milestone is what its first change of date calls the old one, else its baseline date.
    """
    created: set[str] = set()
    first_due: dict[str, str | None] = {}
    for event in events:
        if event.text("kind") == "created":
            created.add(event.needed("milestone_id").casefold())
        elif event.text("kind") == "due_changed":
            first_due.setdefault(event.needed("milestone_id").casefold(), event.text("old"))
    found = []
    for row in milestones:
        visible_id, day = row.needed("id"), row.text("created")
        if day is not None and visible_id.casefold() not in created:
            due = first_due.get(visible_id.casefold()) or row.needed("baseline_due")
            cells = {"kind": "created", "milestone_id": visible_id, "date": day, "new": due}
            found.append(CsvRow(row.file, row.line, cells))
    return found


def _numbers(events: Sequence[CsvRow]) -> Sequence[int]:
    """A number for each event by which those of one day are ordered."""
    ids = [_NUMBERED.fullmatch(event.text("event_id") or "") for event in events]
    found = {(each[1], int(each[2])) for each in ids if each is not None}
    if len(found) < len(events) or len({prefix for prefix, _number in found}) > 1:
        return range(len(events))
    return [int(each[2]) for each in ids if each is not None]


def first_day(events: Iterable[CsvRow]) -> date:
    """Day 1 as most events count it, else the day of the first event; refuses a file without events."""
    days = [event.needed_day("date") for event in events]
    if not days:
        raise FileRefused(
            "damaged", _("events.csv is empty, so nobody can tell when the plan begins; add --start.")
        )
    counted: Counter[date] = Counter(
        day - timedelta(days=number - 1)
        for day, number in zip(days, (event.number("day_no") for event in events), strict=True)
        if number is not None
    )
    return counted.most_common(1)[0][0] if counted else min(days)
