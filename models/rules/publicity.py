"""What of a plan may be published, and what is left out on which ground.

Publicity is a field of initiatives; what belongs to one is as public as it is. What belongs to none is public.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

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
    hidden: Mapping[str, tuple[Any, ...]]
    """By kind, all rows that may not be published: removed ones too, and those that came later, in all their words."""


Ground = tuple[Publicity, str | None]
"""The class of what may not be published, and the legal ground where it is secret."""


def public_part(state: PlanState, later: PlanState | None = None) -> PublicPart:
    """The part of a plan that may be published.

    Args:
        later: the plan as it stands now, where `state` is of the past: what is not public any more stays out too, and
            what belongs by now to something that is not.
    """
    states = [known for known in (state, later) if known is not None]
    grounds = _grounds(states)
    counted = Counter(
        (kind, *grounds[row.uid]) for kind in _KINDS for row in state.rows[kind] if row.uid in grounds
    )

    def kept(rows: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(row for row in rows if row.uid not in grounds)

    public = replace(
        state,
        rows={**state.rows, **{kind: kept(state.rows[kind]) for kind in _KINDS}},
        removed_milestones=kept(state.removed_milestones),
        removed_initiatives=kept(state.removed_initiatives),
        scope_changes=kept(state.scope_changes),
    )
    return PublicPart(
        public,
        tuple(LeftOut(*ground, count) for ground, count in sorted(counted.items(), key=_order)),
        {
            kind: tuple(row for each in states for row in _ever(each, kind) if row.uid in grounds)
            for kind in _KINDS
        },
    )


def _grounds(known: Iterable[PlanState]) -> dict[str, Ground]:
    """Why rows may not be published, by uid; of several grounds the strictest."""
    states = list(known)
    found: dict[str, Ground] = {}

    def add(uid: str, grounds: Iterable[Ground]) -> None:
        before = [found[uid]] if uid in found else []
        found[uid] = min([*before, *grounds], key=_strictest_first)

    for row in (row for state in states for row in _ever(state, "initiative")):
        if row.publicity is not Publicity.PUBLIC:
            add(row.uid, [(row.publicity, row.secrecy_ground)])
    for kind, leans_on in _LEANS_ON.items():
        # Most rows lean on nothing hidden: of 30,000 dependencies each is looked at once, and few are kept.
        for row in (row for state in states for row in _ever(state, kind)):
            if hidden := [found[uid] for uid in leans_on(row) if uid in found]:
                add(row.uid, hidden)
    return found


def _ever(state: PlanState, kind: str) -> Iterable[Any]:
    """The rows of a kind, those included of which the state knows that they were removed."""
    removed = {"initiative": state.removed_initiatives, "milestone": state.removed_milestones}
    return (*removed.get(kind, ()), *state.rows[kind])


_LEANS_ON: Final[Mapping[str, Callable[[Any], Iterable[str | None]]]] = {
    "initiative": lambda row: (),
    "milestone": lambda row: (row.initiative,),
    "dependency": lambda row: (row.waiting, row.provider),
    "decision": lambda row: (row.initiative,),
}
"""By kind, the rows of which one speaks: it may not be published where one of these may not. In the order of the kinds
on which others lean."""
_KINDS: Final = tuple(_LEANS_ON)
_STRICTEST_FIRST: Final = (
    Publicity.SECRET,
    Publicity.PARTLY_SECRET,
    Publicity.NOT_PUBLIC,
    Publicity.PUBLIC,
)


def _strictest_first(ground: Ground) -> tuple[int, str]:
    return _STRICTEST_FIRST.index(ground[0]), ground[1] or ""


def _order(counted: tuple[tuple[str, Publicity, str | None], int]) -> tuple[int, int, str]:
    (kind, publicity, ground), _count = counted
    return _KINDS.index(kind), _STRICTEST_FIRST.index(publicity), ground or ""


def publicity_of(initiatives: Iterable[Initiative]) -> Publicity:
    """The strictest class of some initiatives; public where there is none."""
    found = {each.publicity for each in initiatives}
    return next((publicity for publicity in _STRICTEST_FIRST if publicity in found), Publicity.PUBLIC)
