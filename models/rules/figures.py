"""The figures of a plan on a day: what `status` says, Today shows and a weekly snapshot keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Final

from models.rules import lights
from models.rules.dependencies import is_cross_division, overdue_dependencies
from models.rules.lights import LightCounts
from models.rules.progress import weights
from models.rules.records import Decision, Handoff, Milestone
from models.rules.rounds import is_overtaken, state_of
from models.rules.state import PlanState
from models.rules.words import HandoffState, Status


@dataclass(frozen=True)
class Figures:
    """Counts of rows and sums of weight at the end of a day. Field names are those of the plan's interchange format."""

    week: int
    snapshot_date: date
    day_no: int
    in_scope: int
    """Milestones created by the day and not dropped by it."""
    done: int
    open: int
    """In scope and not done."""
    weight_in_scope: int
    weight_done: int
    weight_remaining: int
    ideal_remaining: int | None
    """Weight of the baseline milestones whose baseline date is later; None before the baseline."""
    overdue: int
    """Late milestones."""
    blocked: int
    at_risk: int
    stale: int
    decisions_open: int
    deps_overdue: int
    deps_overdue_cross_division: int
    handoffs_late: int
    dropped_total: int
    added_total: int
    """Milestones that came after the baseline."""
    lights: dict[str, LightCounts]
    """By the visible id of each stream."""
    theme_lights: dict[str, LightCounts] = field(default_factory=dict)
    """By the visible id of each theme; a milestone counts in every theme of its initiative."""
    division_lights: dict[str, LightCounts] = field(default_factory=dict)
    """By the visible id of each division."""


LIGHT_NAMES: Final = ("lights", "theme_lights", "division_lights")
"""The figures that are lights by the id of a part of the plan."""
FIGURE_NAMES: Final = tuple(one.name for one in fields(Figures) if one.name not in LIGHT_NAMES)
"""The figures that are one number, in their order."""


def figures(state: PlanState) -> Figures:
    """All figures of the plan on the state's day."""
    day, calendar, milestones = state.day, state.calendar, state.milestones
    scope = [m for m in milestones if m.in_scope]
    done = [m for m in scope if m.status is Status.DONE]
    baseline_on = state.charter.baseline_on
    overdue_links = overdue_dependencies(state)
    ideal = None
    if baseline_on is not None:
        everything = (*milestones, *state.removed_milestones)
        ideal = sum(m.baseline_weight or 0 for m in everything if m.baseline is not None and m.baseline > day)
    weight_done, weight_in_scope = weights(milestones)
    return Figures(
        week=calendar.week_number(day),
        snapshot_date=day,
        day_no=calendar.day_number(day),
        in_scope=len(scope),
        done=len(done),
        open=len(scope) - len(done),
        weight_in_scope=weight_in_scope,
        weight_done=weight_done,
        weight_remaining=weight_in_scope - weight_done,
        ideal_remaining=ideal,
        overdue=sum(lights.is_late(m, day) for m in scope),
        blocked=sum(m.status is Status.BLOCKED for m in scope),
        at_risk=sum(m.status is Status.AT_RISK for m in scope),
        stale=sum(lights.is_stale(m, day) for m in scope),
        decisions_open=len(due_decisions(state)),
        deps_overdue=len(overdue_links),
        deps_overdue_cross_division=sum(is_cross_division(link, state) for link in overdue_links),
        handoffs_late=len(late_handoffs(state)),
        dropped_total=sum(m.status is Status.DROPPED for m in milestones),
        added_total=sum(came_after(m, baseline_on) for m in milestones),
        **lights_by_part(state),
    )


def lights_by_part(state: PlanState) -> dict[str, dict[str, LightCounts]]:
    """Lights, done and dropped of every stream, theme and division, by what `Figures` calls them."""
    streams: dict[str, list[Milestone]] = {row.uid: [] for row in state.streams}
    themes: dict[str, list[Milestone]] = {row.uid: [] for row in state.themes}
    divisions: dict[str, list[Milestone]] = {row.uid: [] for row in state.divisions}
    for uid, milestones in state.milestones_of_initiative.items():
        initiative = state.get("initiative", uid)
        streams[initiative.stream] += milestones
        for theme in initiative.themes:
            themes[theme] += milestones
        for milestone in milestones:
            divisions[milestone.division].append(milestone)

    def counted(kind: str, parts: Mapping[str, list[Milestone]]) -> dict[str, LightCounts]:
        return {row.id: state.light_counts(parts[row.uid]) for row in state.rows[kind]}

    return {
        "lights": counted("stream", streams),
        "theme_lights": counted("theme", themes),
        "division_lights": counted("division", divisions),
    }


def came_after(milestone: Milestone, baseline_on: date | None) -> bool:
    """Whether a milestone came into the plan after its baseline."""
    # One that was dropped before the baseline has none either.
    return baseline_on is not None and milestone.baseline is None and milestone.created_on >= baseline_on


def is_made(decision: Decision, day: date) -> bool:
    """Whether a decision was made by the end of a day."""
    return decision.made is not None and decision.made <= day


def due_decisions(state: PlanState) -> tuple[Decision, ...]:
    """Decisions needed on or before the day and not made by it."""
    return tuple(d for d in state.decisions if d.needed <= state.day and not is_made(d, state.day))


def late_handoffs(state: PlanState) -> tuple[Handoff, ...]:
    """Hand-offs sent and due before the day and not returned, no later round of the same division having come back."""
    return tuple(
        handoff
        for handoff in state.handoffs
        if state_of(handoff, state.day) is HandoffState.MISSING
        and not is_overtaken(handoff, state.handoffs, state.day)
    )
