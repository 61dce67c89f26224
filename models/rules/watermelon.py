"""Watermelons: green outside and red inside, milestones whose light says less than their dates do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from models.language import ngettext
from models.rules.dependencies import is_broken
from models.rules.lights import STALE_AFTER_DAYS
from models.rules.records import Dependency, Milestone
from models.rules.state import PlanState
from models.rules.words import Light, Status

AWAY_WORKDAYS: Final = 5
"""A forecast that moved away by so many working days is no longer green inside."""
LAST_SNAPSHOTS: Final = 3
"""Over how many snapshots a forecast may not move away."""


class Dates(NamedTuple):
    """The forecast dates of all milestones in one snapshot."""

    day: date
    forecasts: Mapping[str, date]
    """By uid."""


@dataclass(frozen=True)
class Watermelon:
    """A milestone that is called green, and what speaks against it."""

    milestone: Milestone
    moved_workdays: int
    """By how many working days the forecast moved away over the last three snapshots; negative came nearer."""
    broken: tuple[Dependency, ...]
    """Dependencies whose dates do not line up, of which it is the waiting or the providing side."""
    quiet_days: int | None
    """Calendar days since its last real change, where these are too many."""

    @property
    def has_moved_away(self) -> bool:
        """Whether its forecast moved away too far."""
        return self.moved_workdays >= AWAY_WORKDAYS

    @property
    def is_one(self) -> bool:
        """Whether anything speaks against its green."""
        return self.has_moved_away or bool(self.broken) or self.quiet_days is not None


def watermelons(state: PlanState, past: Sequence[Dates]) -> tuple[Watermelon, ...]:
    """The milestones that are called green although something speaks against it, in their order.

    A milestone is called green where its own light is, or where a person set its initiative's light to green: that
    green covers all of the initiative's open milestones. Against it speak

    - a forecast that moved away by five working days or more, from the oldest of the last three snapshots that holds
      the milestone to the present one; counted as lateness is, closed weeks of the plan not left out;
    - a dependency whose dates do not line up, on either side of it;
    - ten days without a real change, in one that is begun: of forecast, status or reason, as for a silent slip. A
      confirmation or a note is none. What has not begun has nothing to change yet.

    Args:
        past: what the snapshots up to the state's day hold, the oldest first; the last three count.
    """
    broken = _broken_links(state)
    recent = list(past)[-LAST_SNAPSHOTS:]
    called_green = {each.uid for each in state.initiatives if each.light is Light.GREEN}
    found = []
    for milestone in state.milestones:
        light = state.light_by_milestone[milestone.uid]
        if light is None or (light is not Light.GREEN and milestone.initiative not in called_green):
            continue
        told = (dates.forecasts.get(milestone.uid) for dates in recent)
        then = next((forecast for forecast in told if forecast is not None), milestone.forecast)
        moved = 0
        if then != milestone.forecast:
            moved = state.calendar.variance(then, milestone.forecast)
        quiet_days = (state.day - milestone.course_on).days
        is_quiet = milestone.status is not Status.NOT_STARTED and quiet_days > STALE_AFTER_DAYS
        one = Watermelon(
            milestone,
            moved,
            tuple(broken.get(milestone.uid, ())),
            quiet_days if is_quiet else None,
        )
        if one.is_one:
            found.append(one)
    return tuple(found)


def _broken_links(state: PlanState) -> Mapping[str, Sequence[Dependency]]:
    """The dependencies whose dates do not line up, by the uid of either end."""
    found: defaultdict[str, list[Dependency]] = defaultdict(list)
    for link in state.dependencies:
        if is_broken(link, state):
            found[link.waiting].append(link)
            found[link.provider].append(link)
    return found


def reasons_text(found: Watermelon) -> str:
    """What speaks against the green, in a few words, what weighs most first."""
    reasons = []
    if found.has_moved_away:
        moved = found.moved_workdays
        reasons.append(
            ngettext("{days} working day later", "{days} working days later", moved).format(days=moved)
        )
    if found.broken:
        ids = ", ".join(link.id for link in found.broken)
        reasons.append(
            ngettext("{ids} does not line up", "{ids} do not line up", len(found.broken)).format(ids=ids)
        )
    if found.quiet_days is not None:
        days = found.quiet_days
        reasons.append(
            ngettext("unchanged for {days} day", "unchanged for {days} days", days).format(days=days)
        )
    return "; ".join(reasons)
