"""What of a plan may be published, and what is left out on which ground.

Publicity is a field of initiatives; what belongs to one is as public as it is. What belongs to none is public.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from models.rules.records import Initiative
from models.rules.state import PlanState
from models.rules.words import Publicity


@dataclass(frozen=True)
class LeftOut:
    """Rows of one kind that may not be published, all on the same ground."""

    kind: str
    """`initiative`, `milestone`, `dependency` or `decision`."""
    publicity: Publicity
    ground: str | None
    """The legal ground of secrecy, where one is given."""
    count: int


@dataclass(frozen=True)
class PublicPart:
    """What of a plan may be published."""

    state: PlanState
    """As if the rest had never been there: every figure of it is one of public rows."""
    left_out: tuple[LeftOut, ...]


def public_part(state: PlanState, later: PlanState | None = None) -> PublicPart:
    """The part of a plan that may be published.

    Args:
        later: the plan as it stands now, where `state` is of the past: what is not public any more stays out too.
    """
    grounds = {
        each.uid: (each.publicity, each.secrecy_ground)
        for known in (state, later)
        if known is not None
        for each in (*known.removed_initiatives, *known.initiatives)
        if each.publicity is not Publicity.PUBLIC
    }
    hidden = {m.uid: m.initiative for m in _milestones(state) if m.initiative in grounds}
    counted: Counter[tuple[str, Publicity, str | None]] = Counter()

    def kept(kind: str, behind: Any) -> tuple[Any, ...]:
        """The public rows of a kind; `behind` tells which initiatives a row speaks of."""
        found = []
        for row in state.rows[kind]:
            closed = [grounds[uid] for uid in behind(row) if uid in grounds]
            if closed:
                counted[kind, *min(closed, key=_strictest_first)] += 1
            else:
                found.append(row)
        return tuple(found)

    rows = dict(state.rows) | {
        "initiative": kept("initiative", lambda row: (row.uid,)),
        "milestone": kept("milestone", lambda row: (row.initiative,)),
        "dependency": kept("dependency", lambda row: (hidden.get(row.waiting), hidden.get(row.provider))),
        "decision": kept("decision", lambda row: (row.initiative,)),
    }
    public = replace(
        state,
        rows=rows,
        removed_milestones=tuple(m for m in state.removed_milestones if m.uid not in hidden),
        removed_initiatives=_without(state.removed_initiatives, grounds),
        scope_changes=tuple(change for change in state.scope_changes if change.uid not in hidden),
    )
    return PublicPart(
        public, tuple(LeftOut(*ground, count) for ground, count in sorted(counted.items(), key=_order))
    )


_STRICTEST_FIRST = (Publicity.SECRET, Publicity.PARTLY_SECRET, Publicity.NOT_PUBLIC, Publicity.PUBLIC)
_KINDS = ("initiative", "milestone", "dependency", "decision")


def _strictest_first(ground: tuple[Publicity, str | None]) -> int:
    return _STRICTEST_FIRST.index(ground[0])


def _order(counted: tuple[tuple[str, Publicity, str | None], int]) -> tuple[int, int, str]:
    (kind, publicity, ground), _count = counted
    return _KINDS.index(kind), _STRICTEST_FIRST.index(publicity), ground or ""


def _milestones(state: PlanState) -> Iterable[Any]:
    return (*state.milestones, *state.removed_milestones)


def _without(initiatives: Iterable[Initiative], uids: Collection[str]) -> tuple[Initiative, ...]:
    return tuple(each for each in initiatives if each.uid not in uids)


def publicity_of(initiatives: Iterable[Initiative]) -> Publicity:
    """The strictest class of some initiatives; public where there is none."""
    found = {each.publicity for each in initiatives}
    return next((publicity for publicity in _STRICTEST_FIRST if publicity in found), Publicity.PUBLIC)
