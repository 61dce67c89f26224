"""How each part of the weekly page is found in the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from models.language import LANGUAGES, monday_of
from models.rules.agenda import agenda_by, agenda_matters
from models.rules.attention import NEXT_DAYS, Item, Section, items_of
from models.rules.burndown import summary
from models.rules.course import CourseChange
from models.rules.dependencies import ends, is_cross_division, overdue_dependencies
from models.rules.figures import Figures, came_after, due_decisions, is_made, late_handoffs
from models.rules.lights import LightCounts
from models.rules.lights_by_week import LightsByWeek, LightsWeek, total
from models.rules.records import Decision, Handoff, Initiative, Milestone, Narrative, natural_key
from models.rules.rounds import state_of
from models.rules.slips import PastSlip, moves
from models.rules.state import PlanState
from models.rules.weekly import (
    DECISIONS_WITHIN_DAYS,
    Approvals,
    Before,
    Burndown,
    DecisionNeeded,
    Lights,
    OverdueLink,
    PartLights,
    Results,
    Rounds,
    WeekLights,
)
from models.rules.words import HandoffState, Light, Status

LEAST_NAME: Final = 3
"""A shorter title is no name by which a text could be told to speak of a row."""


# 3 Decisions.


def decisions_needed(state: PlanState) -> tuple[DecisionNeeded, ...]:
    """Those that are due, the longest overdue first, then those needed soon or for the next agendas, by day."""
    soon = state.day + timedelta(days=DECISIONS_WITHIN_DAYS)
    for_agendas = {decision.uid for decision, _closes in agenda_matters(state, NEXT_DAYS)}
    ahead = [
        each
        for each in state.decisions
        if (state.day < each.needed <= soon or each.uid in for_agendas) and not is_made(each, state.day)
    ]
    found: list[Decision] = [*due_decisions(state), *ahead]
    found.sort(key=lambda each: (each.needed, natural_key(each.id)))
    return tuple(
        DecisionNeeded(each, (state.day - each.needed).days, agenda_by(each, state)) for each in found
    )


# 4 Lights.


def lights_part(state: PlanState, figures: Figures, earlier: Sequence[WeekLights]) -> Lights:
    """The lights of the plan, its streams and its themes, this week and in the weeks before it.

    Args:
        earlier: the weeks before, the oldest first.
    """
    weeks = [
        LightsWeek(each.week, each.day, total(each.streams.values()) if each.day is not None else None)
        for each in earlier
    ]
    now = LightsWeek(figures.week, state.day, total(figures.lights.values()))
    by_stream: dict[str, list[Milestone]] = {}
    by_theme: dict[str, list[Milestone]] = {}
    for uid, milestones in state.milestones_of_initiative.items():
        initiative: Initiative = state.get("initiative", uid)
        by_stream.setdefault(initiative.stream, []).extend(milestones)
        for theme in initiative.themes:
            by_theme.setdefault(theme, []).extend(milestones)
    given = tuple(
        (each, state.light_counts(state.milestones_of_initiative.get(each.uid, ())))
        for each in state.initiatives
        if each.light is not None
    )
    return Lights(
        LightsByWeek((*weeks, now), state.calendar.weeks),
        tuple(
            _part("stream", row, by_stream, [each.streams for each in earlier], figures.lights, state)
            for row in state.streams
        ),
        tuple(
            _part("theme", row, by_theme, [each.themes for each in earlier], figures.theme_lights, state)
            for row in state.themes
        ),
        given,
    )


def _part(
    kind: str,
    row: Any,
    milestones: Mapping[str, Sequence[Milestone]],
    earlier: Iterable[Mapping[str, LightCounts]],
    now: Mapping[str, LightCounts],
    state: PlanState,
) -> PartLights:
    counts = now.get(row.id, LightCounts())
    light = counts.worst
    worst, others = None, 0
    if light is not None and light is not Light.GREEN:
        alike = [m for m in milestones.get(row.uid, ()) if state.light_by_milestone[m.uid] is light]
        if alike:
            heaviest = min(alike, key=lambda m: (-state.late_workdays(m), m.forecast, natural_key(m.id)))
            worst, others = _why(heaviest, light, state), len(alike) - 1
    return PartLights(kind, row, (*(each.get(row.id) for each in earlier), counts), worst, others)


def _why(milestone: Milestone, light: Light, state: PlanState) -> Item | None:
    """What makes a milestone's light what it is; one that has not begun is named by its status alone."""
    items = {item.section: item for item in items_of(milestone, state)}
    if light is Light.GREY:
        return items.get(Section.STALE)
    late = items.get(Section.LATE)
    if late is not None and late.days > 0 and milestone.status is not Status.BLOCKED:
        return late
    return items.get(Section.BLOCKED) or late or items.get(Section.NEXT)


# 5 Results and burndown.


def results_part(state: PlanState, before: Before) -> Results:
    """What was done, dropped, added and removed since the page before."""
    then, baseline_on = before.milestones, state.charter.baseline_on

    def is_new(milestone: Milestone, status: Status) -> bool:
        stood = then.get(milestone.uid)
        return milestone.status is status and (stood is None or stood.status is not status)

    return Results(
        done=tuple(m for m in state.milestones if is_new(m, Status.DONE)),
        dropped=tuple(m for m in state.milestones if is_new(m, Status.DROPPED)),
        added=tuple(
            m for m in state.milestones if m.in_scope and m.uid not in then and came_after(m, baseline_on)
        ),
        removed=tuple(
            sorted(
                (m for m in state.removed_milestones if m.uid in then),
                key=lambda m: (natural_key(m.id), m.id),
            )
        ),
    )


def burndown_part(state: PlanState) -> Burndown:
    """The burndown and the forecast of the whole plan."""
    days = state.burndown()
    return Burndown(days, summary(days, state.day), state.forecast())


# 6 and 10 Slips, and date changes that need approval.


def moved_dates(state: PlanState, before: Before) -> tuple[tuple[Milestone, date], ...]:
    """The milestones in scope that have another date than on the page before, and that date; none without a baseline.

    What moved before the baseline was planning, so that it counts from the baseline where that is newer than the page
    before. Moves there and back leave no trace, and what the page before did not know has not moved.
    """
    baseline_on = state.charter.baseline_on
    if baseline_on is None:
        return ()
    is_baseline_new = before.day <= baseline_on
    found = []
    for milestone in state.milestones:
        stood = before.milestones.get(milestone.uid)
        old = milestone.baseline if is_baseline_new else stood.forecast if stood is not None else None
        if old is not None and old != milestone.forecast and milestone.in_scope:
            found.append((milestone, old))
    return tuple(found)


def date_changes(
    state: PlanState, moved: Sequence[tuple[Milestone, date]], course: Iterable[CourseChange]
) -> tuple[PastSlip, ...]:
    """By how much each of `moved_dates` moved, and why: the reason given with the last of its moves."""
    told = moves(
        (milestone for milestone, _old in moved),
        course,
        calendar=state.calendar,
        baseline_on=state.charter.baseline_on,
        day=state.day,
    )
    last = {move.milestone.uid: move for move in told}
    found = []
    for milestone, old in moved:
        move = last.get(milestone.uid)
        found.append(
            PastSlip(
                milestone,
                move.day if move is not None else state.day,
                old,
                milestone.forecast,
                state.calendar.variance(old, milestone.forecast),
                move.reason if move is not None else milestone.reason,
            )
        )
    return tuple(found)


def slips_part(changes: Iterable[PastSlip]) -> tuple[PastSlip, ...]:
    """Those to a later day, the biggest first."""
    later = [each for each in changes if each.old < each.new]
    return tuple(sorted(later, key=lambda each: (-each.workdays, each.new, natural_key(each.milestone.id))))


def approvals_part(
    state: PlanState, changes: Iterable[PastSlip], course: Iterable[CourseChange]
) -> Approvals:
    """The date changes of flagged milestones: those of the week one by one, all since the baseline as a number."""
    flagged = [m for m in state.milestones if m.trend]
    ever = moves(
        flagged,
        course,
        calendar=state.calendar,
        baseline_on=state.charter.baseline_on,
        day=state.day,
    )
    moved = [each for each in changes if each.milestone.trend]
    moved.sort(key=lambda each: (-abs(each.workdays), each.new, natural_key(each.milestone.id)))
    return Approvals(tuple(moved), len(ever), len({each.milestone.uid for each in ever}), len(flagged))


# 7 Dependencies, 8 next week.


def dependencies_part(state: PlanState) -> tuple[OverdueLink, ...]:
    """Overdue dependencies between divisions, those that wait longest first."""
    found = []
    for link in overdue_dependencies(state):
        if is_cross_division(link, state):
            waiting, provider = ends(link, state)
            late = state.late_workdays(provider)
            found.append(OverdueLink(link, waiting, provider, provider.forecast, late))
    return tuple(sorted(found, key=lambda each: (-each.workdays, natural_key(each.link.id))))


def next_week_part(state: PlanState) -> tuple[Milestone, ...]:
    """Open milestones whose forecast lies in the next ISO week, by day."""
    monday = monday_of(state.day) + timedelta(days=7)
    last = monday + timedelta(days=6)
    found = [m for m in state.milestones if m.is_open and monday <= m.forecast <= last]
    return tuple(sorted(found, key=lambda m: (m.forecast, natural_key(m.id))))


# 11 Hand-offs.


def rounds_part(state: PlanState, before: Before) -> Rounds:
    """Hand-offs that were sent or came back since the page before, and all that are missing."""

    def is_new(handoff: Handoff, field: str) -> bool:
        when = getattr(handoff, field)
        then = before.handoffs.get(handoff.uid)
        known = None if then is None else getattr(then, field)
        return when is not None and when <= state.day and (known is None or known > before.day)

    standing = [each for each in state.handoffs if state_of(each, state.day) is not HandoffState.CANCELLED]
    return Rounds(
        tuple(each for each in standing if is_new(each, "sent")),
        tuple(each for each in standing if is_new(each, "returned")),
        late_handoffs(state),
    )


# What a public page may say.


def names_hidden(narrative: Narrative, hidden: Mapping[str, Iterable[Any]]) -> bool:
    """Whether a narrative names, by its id or its title, a row that may not be published.

    Args:
        hidden: such rows by their kind.
    """
    told = " ".join(str(getattr(narrative, f"text_{language}") or "") for language in LANGUAGES).casefold()
    for kind in ("initiative", "milestone", "decision"):
        for row in hidden[kind]:
            if re.search(rf"(?<!\w){re.escape(row.id.casefold())}(?!\w|\.\w)", told):
                return True
            titles = (str(getattr(row, f"title_{language}") or "").casefold() for language in LANGUAGES)
            if any(len(title) >= LEAST_NAME and title in told for title in titles):
                return True
    return False


def initiatives_named(
    state: PlanState,
    milestones: Iterable[Milestone],
    decisions: Iterable[Decision],
    initiatives: Iterable[Initiative],
) -> tuple[Initiative, ...]:
    """The initiatives behind rows of a page, each once."""
    uids = dict.fromkeys(
        [
            *(m.initiative for m in milestones),
            *(d.initiative for d in decisions if d.initiative is not None),
            *(each.uid for each in initiatives),
        ]
    )
    found = (state.initiative_ever(uid) for uid in uids)
    return tuple(each for each in found if each is not None)
