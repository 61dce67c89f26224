"""What follows from an edit: fields that change with others, and the program's own dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from models.rules.fields import EXISTS, Value
from models.rules.words import Outcome, Status

COURSE_FIELDS: Final = frozenset({"forecast", "status", "reason"})
"""What a silent slip has not changed."""
NO_UPDATE_FIELDS: Final = frozenset(
    {EXISTS, "trend", "baseline", "baseline_weight", "created_on", "updated_on", "course_on"}
)
"""What the office marks for itself and what the program keeps; it says nothing of how the milestone fares."""


DATES_TOLD: Final = {"milestone": ("updated_on", "course_on"), "dependency": ("state_on",)}
"""By kind: the dates that follow from the changes of a row; an undo reckons them anew."""


def dates_moved_by(kind: str, field: str) -> tuple[str, ...]:
    """The dates of a row that a change of one of its fields moves to the day of the change."""
    if kind == "dependency":
        return ("state_on",) if field == "state" else ()
    if kind != "milestone" or field in NO_UPDATE_FIELDS:
        return ()
    return ("updated_on", "course_on") if field in COURSE_FIELDS else ("updated_on",)


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
    more: dict[str, Value] = {name: day for field in changed for name in dates_moved_by("milestone", field)}
    if "status" in changed:
        if row["status"] == Status.DONE:
            if row["actual"] is None:
                more["actual"] = day
            if row["reason"] is not None:
                more["reason"] = None
        elif changed["status"] == Status.DONE:
            more["actual"] = None
    return {name: value for name, value in more.items() if row[name] != value}


def of_dependency(row: Mapping[str, Value], changed: Mapping[str, Value], day: date) -> dict[str, Value]:
    """The further field that changes when `changed` was done to a dependency on `day`: since when its state stands.

    Args: as for `of_milestone`.
    """
    if changed.get(EXISTS, True) is None:
        return {"state_on": day} if row.get("state_on") is None else {}
    return {"state_on": day} if "state" in changed and row["state_on"] != day else {}


def of_decision(row: Mapping[str, Value], changed: Mapping[str, Value], day: date) -> dict[str, Value]:
    """The further field that changes when `changed` was done to a decision on `day`.

    One that gets an outcome was made that day, where no day is given; one that is open again was not made.

    Args: as for `of_milestone`.
    """
    if "outcome" not in changed and changed.get(EXISTS, True) is not None:
        return {}
    if row.get("outcome") in (None, Outcome.OPEN):
        is_reopened = changed.get("outcome") not in (None, Outcome.OPEN) and "made" not in changed
        return {"made": None} if is_reopened and row.get("made") is not None else {}
    return {"made": day} if row.get("made") is None else {}


_FOLLOWS: Final = {"milestone": of_milestone, "dependency": of_dependency, "decision": of_decision}


def of(kind: str, row: Mapping[str, Value], changed: Mapping[str, Value], day: date) -> dict[str, Value]:
    """The further fields that change when `changed` was done to a row of any kind on `day`.

    Args: as for `of_milestone`.
    """
    follows = _FOLLOWS.get(kind)
    return follows(row, changed, day) if follows is not None else {}
