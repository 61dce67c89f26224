"""Which visible id a new row gets unless a person says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.rules.records import Initiative, Stream
from models.rules.state import PlanState

_NUMBER_AT_END = re.compile(r"[0-9]+$")


def next_milestone_id(state: PlanState, initiative: Initiative) -> str:
    """The initiative's id, a dot, and one more than the highest number that its milestones have or had."""
    taken = (m.id for m in (*state.milestones, *state.removed_milestones))
    return _after(f"{initiative.id}.", taken)


def next_initiative_id(state: PlanState, stream: Stream) -> str:
    """The stream's id and one more than the highest number that its initiatives have."""
    return _after(stream.id, (initiative.id for initiative in state.initiatives))


def next_dependency_id(state: PlanState) -> str:
    """As the last dependency's id with one more than the highest number of its kind; `X01` for the first."""
    ids = [link.id for link in state.dependencies]
    number = _NUMBER_AT_END.search(ids[-1]) if ids else None
    if number is None:
        return next_id("X", ids, digits=2)
    return next_id(ids[-1][: number.start()], ids, digits=len(number[0]))


def next_position(state: PlanState, kind: str) -> int:
    """The place of a new row at the end of its kind, counted from 0."""
    return max((row.position for row in state.rows[kind]), default=-1) + 1


def _after(start: str, taken: Iterable[str]) -> str:
    # The number of an id such as A1.2, where it stands right behind the start and ends the id.
    start_folded, highest = start.casefold(), 0
    for visible_id in taken:
        rest = visible_id.casefold().removeprefix(start_folded)
        if len(rest) < len(visible_id) and _NUMBER_AT_END.fullmatch(rest):
            highest = max(highest, int(rest))
    return f"{start}{highest + 1}"


def next_id(start: str, taken: Iterable[str], *, digits: int = 1) -> str:
    """`start` and one more than the highest number that follows it in `taken`, in at least so many digits."""
    found = _after(start, taken)
    return f"{start}{found[len(start) :].zfill(digits)}"
