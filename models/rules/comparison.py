"""What lies between two states of a plan: one list of the rows that differ, with what differs of each.

Between two snapshots, or a snapshot and the plan on a day. Screen, command line, workbook and page show this list.

- A milestone or another row has one entry with a facet for each thing that differs; one that is the same has none.
- What counts is how the two differ, not the way between them: a date that moved twice has its net move, one that moved
  and came back is the same.
- Lights are compared as `light_change` says; the two days of evaluation differ, so that a light can change although
  nothing was written. What has the same light on both is counted and no facet.
- An entry belongs to the stream and division in which its row is now; a removed one, in which it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, Literal

from models.rules.lights import WORST_FIRST
from models.rules.records import Milestone, Reason, natural_key
from models.rules.words import Light

By = Literal["stream", "division"]

COMPARED: Final = ("initiative", "milestone", "dependency", "decision")
"""The kinds whose rows have entries; what differs in others stands among the plain edits."""


MANY: Final = 1_000_000
"""More versions than a snapshot has: the plan itself is later than its snapshots of the same day."""


class Change(StrEnum):
    """What a facet tells; in its words `old` and `new` are what it holds."""

    ADDED = "added"
    """`new`: of a milestone its forecast, of a decision by when it is needed."""
    BROUGHT_BACK = "brought_back"
    """It was removed or dropped, and is not any more; `new` as of one that is added."""
    REMOVED = "removed"
    """It is no longer there; `old` as the `new` of one that is added."""
    DROPPED = "dropped"
    DONE = "done"
    """`new`: the actual date."""
    REOPENED = "reopened"
    """It was done, or made, and is open again; `new`: its status."""
    DELIVERED = "delivered"
    """Of a dependency."""
    MADE = "made"
    """Of a decision; `old`: its outcome, `new`: the day."""
    MOVED = "moved"
    """A date: the forecast of a milestone, by when a decision is needed."""
    NEED_BY = "need_by"
    """A date of a dependency, or None."""
    PROMISED = "promised"
    """A date of a dependency, or None."""
    STATUS = "status"
    """From one open status to another."""
    STATE = "state"
    """Of a dependency: asked, accepted, declined; or delivered no longer."""
    OUTCOME = "outcome"
    """Of a decision that was made before."""
    ACTUAL = "actual"
    """The actual date of one that was done before."""
    LIGHT = "light"
    """Lights, None for no light; see `light_change`."""
    GIVEN_LIGHT = "given_light"
    """The light that a person set for an initiative, or None."""
    OWNER = "owner"
    """Owners, or None: a milestone's own, else its initiative's."""
    WEIGHT = "weight"
    INITIATIVE = "initiative"
    """To which a milestone belongs."""
    STREAM = "stream"
    """To which an initiative belongs."""
    DIVISION = "division"
    """Responsible for a milestone, or leading an initiative."""


TELLS: Final[Mapping[Change, frozenset[str]]] = {
    Change.DROPPED: frozenset({"status", "reason", "actual"}),
    Change.BROUGHT_BACK: frozenset({"status", "reason", "actual"}),
    Change.DONE: frozenset({"status", "reason", "actual"}),
    Change.REOPENED: frozenset({"status", "reason", "actual", "made", "outcome"}),
    Change.STATUS: frozenset({"status", "reason"}),
    Change.DELIVERED: frozenset({"state"}),
    Change.STATE: frozenset({"state"}),
    Change.MADE: frozenset({"made", "outcome"}),
    Change.OUTCOME: frozenset({"outcome"}),
    Change.MOVED: frozenset({"forecast", "reason", "needed"}),
    Change.NEED_BY: frozenset({"need_by"}),
    Change.PROMISED: frozenset({"promised"}),
    Change.ACTUAL: frozenset({"actual"}),
    Change.GIVEN_LIGHT: frozenset({"light", "light_reason"}),
    Change.OWNER: frozenset({"owner"}),
    Change.WEIGHT: frozenset({"weight"}),
    Change.INITIATIVE: frozenset({"initiative"}),
    Change.STREAM: frozenset({"stream"}),
    Change.DIVISION: frozenset({"division", "lead"}),
}
"""The fields of a row of which a facet says all; the others that differ stand among the plain edits."""


class LightChange(StrEnum):
    """How the light of a milestone changed."""

    WORSE = "worse"
    BETTER = "better"
    SAME = "same"
    NEWLY_RATED = "newly_rated"
    """It had no light: it was not there, done or dropped."""
    NO_LONGER_RATED = "no_longer_rated"
    """It has no light any more: it is done, dropped or removed."""


def light_change(old: Light | None, new: Light | None) -> LightChange | None:
    """How one light compares with another, in the order red, amber, grey, green; None where there is none at all.

    Done, dropped and what is not there have no light.
    """
    if old is None or new is None:
        if new is not None:
            return LightChange.NEWLY_RATED
        return LightChange.NO_LONGER_RATED if old is not None else None
    if old is new:
        return LightChange.SAME
    order = WORST_FIRST.index
    return LightChange.BETTER if order(new) > order(old) else LightChange.WORSE


@dataclass(frozen=True)
class Facet:
    """One thing that differs of a row."""

    change: Change
    old: Any = None
    """What it was: a date, a word of a closed list, a number or another row, as its change says; None for nothing."""
    new: Any = None
    workdays: int | None = None
    """Of two dates: by how many working days the new one is later; negative is earlier. As lateness is counted."""
    reason: Reason | None = None
    """Why, as the history or the row gives it."""
    times: int = 1
    """Of a date that moved: on how many days it did."""
    passed: date | None = None
    """Of a light that is worse because a date passed that nobody moved, nor said a word of: that date."""
    said: str | None = None
    """Of a light that a person set: why, in their words."""


@dataclass(frozen=True)
class Entry:
    """One row that differs."""

    kind: str
    """One of `COMPARED`."""
    before: Any
    """The row as it was; None where it was not there."""
    after: Any
    """The row as it is; None where it is not there any more."""
    facets: tuple[Facet, ...]
    """In the order in which people read them, at least one."""
    stream: str | None = None
    """Its uid; None for dependencies and decisions."""
    division: str | None = None
    """Its uid; of an initiative, the leading one."""
    light: Light | None = None
    """Of a milestone: its light now."""
    waiting: Milestone | None = None
    """Of a dependency: its two ends."""
    provider: Milestone | None = None

    @property
    def row(self) -> Any:
        """The row as it is; a removed one as it was."""
        return self.before if self.after is None else self.after

    def facet(self, change: Change) -> Facet | None:
        """What it tells of one thing; None where that is the same."""
        return next((facet for facet in self.facets if facet.change is change), None)

    @property
    def told_fields(self) -> frozenset[str]:
        """The fields of its row of which its facets say all."""
        return frozenset().union(*(TELLS.get(facet.change, ()) for facet in self.facets))


@dataclass(frozen=True)
class Side:
    """One of the two states."""

    day: date
    """The day of evaluation."""
    week: int
    """The plan's week."""
    version: int | None = None
    """Of a snapshot: 1, or more for a correction. None: the plan itself as known on the day."""
    seal: str = ""
    """Of a snapshot."""


@dataclass(frozen=True)
class Tally:
    """Milestones that changed in one way."""

    rows: int = 0
    """As many as have that facet."""
    counted: int = 0
    """Those of them that came into or out of what is counted: one that is added and dropped at once never counted."""
    weight: int = 0
    """Of those that are counted; of what came in as it is now, of what went out as it was."""


@dataclass(frozen=True)
class Total:
    """Milestones at one side."""

    in_scope: int = 0
    weight_in_scope: int = 0
    done: int = 0
    weight_done: int = 0


@dataclass(frozen=True)
class Summary:
    """The comparison in numbers, of milestones.

    In scope now = then + added + brought back - dropped - removed, and so for weight, with `reweighed` added. Done now
    = then + done - reopened - `done_gone`, and so for weight, with `done_reweighed` added. A property test says so.
    """

    then: Total
    now: Total
    added: Tally
    brought_back: Tally
    dropped: Tally
    removed: Tally
    done: Tally
    reopened: Tally
    done_gone: Tally
    """Done ones that were dropped or removed."""
    reweighed: int
    """Weight by which those in scope on both sides grew; negative where they shrank."""
    done_reweighed: int
    """The same of those done on both sides."""
    later: int
    """Milestones whose date moved later."""
    earlier: int
    """Milestones whose date moved earlier."""
    lights: Mapping[LightChange, int]
    """Every light change is there."""
    kinds: Mapping[str, Mapping[Change, int]]
    """By kind of row, how many have each facet."""


@dataclass(frozen=True)
class Comparison:
    """What lies between two states."""

    then: Side
    now: Side
    entries: tuple[Entry, ...]
    """By kind in the order of `COMPARED`, then by id."""
    summary: Summary
    parts: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """The plan's streams and divisions in their order, those that are gone last."""

    @property
    def is_backwards(self) -> bool:
        """Whether the first of the two is the later one."""
        return (self.now.day, self.now.version or MANY) < (self.then.day, self.then.version or MANY)


@dataclass(frozen=True)
class Group:
    """Entries that are shown together."""

    kind: str
    """`stream`, `division`, `dependency` or `decision`."""
    part: Any
    """The stream or division; None for the others."""
    entries: tuple[Entry, ...]
    """By id, an initiative before its milestones."""


def groups(comparison: Comparison, by: By = "stream") -> tuple[Group, ...]:
    """The entries by stream or division, dependencies and decisions after them; groups without entries are left out."""
    found: dict[str | None, list[Entry]] = {}
    for entry in comparison.entries:
        if entry.kind in {"initiative", "milestone"}:
            found.setdefault(entry.stream if by == "stream" else entry.division, []).append(entry)
    grouped = [
        Group(by, part, tuple(sorted(found[part.uid], key=by_id)))
        for part in comparison.parts[by]
        if part.uid in found
    ]
    for kind in ("dependency", "decision"):
        some = tuple(entry for entry in comparison.entries if entry.kind == kind)
        if some:
            grouped.append(Group(kind, None, some))
    return tuple(grouped)


def by_id(entry: Entry) -> tuple[Any, ...]:
    """What orders entries by the visible ids of their rows."""
    return natural_key(entry.row.id), entry.row.id
