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
