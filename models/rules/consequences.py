"""What follows from an edit of a milestone: fields that change with others, and the program's own dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from models.rules.fields import EXISTS, Value
from models.rules.words import Status

COURSE_FIELDS: Final = frozenset({"forecast", "status", "reason"})
"""What a silent slip has not changed."""
NO_UPDATE_FIELDS: Final = frozenset({"trend", "baseline", "baseline_weight"})
"""What the office marks for itself; it says nothing of how the milestone fares."""


def of_milestone(row: Mapping[str, Value], changed: Mapping[str, Value], day: date) -> dict[str, Value]:
    """The further fields that change when `changed` was done to a milestone on `day`.

    A milestone that becomes done gets the day as its actual date, where none is given, and loses its reason; one that
    is no longer done loses its actual date. Every change dates the last update, and a change of forecast,
    status or reason the last change of course.

    Args:
        row: the milestone after the change.
        changed: what the edits changed, by field, with the values before it.
    """
    if changed.get(EXISTS, True) is None:
        dates: dict[str, Value] = {"created_on": day, "updated_on": day, "course_on": day}
        if row.get("status") == Status.DONE and row.get("actual") is None:
            dates["actual"] = day
        return {name: value for name, value in dates.items() if row.get(name) is None}
    more: dict[str, Value] = {}
    if "status" in changed:
        if row["status"] == Status.DONE:
            if row["actual"] is None:
                more["actual"] = day
            if row["reason"] is not None:
                more["reason"] = None
        elif changed["status"] == Status.DONE and "actual" not in changed and row["actual"] is not None:
            more["actual"] = None
    told = changed.keys() - NO_UPDATE_FIELDS - {EXISTS}
    if told:
        more["updated_on"] = day
    if told & COURSE_FIELDS:
        more["course_on"] = day
    return {name: value for name, value in more.items() if row[name] != value}
