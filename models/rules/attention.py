"""What needs attention on a day: what is late, silent, blocked, stale, due, overdue or next, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from models.language import N_, _, date_text, ngettext
from models.rules import lights
from models.rules.agenda import agenda_matters, decided_by, decider_of
from models.rules.dependencies import (
    Concern,
    concern,
    ends,
    need_by_of,
    promised_of,
    slack,
    unanswered_workdays,
)
from models.rules.figures import due_decisions, late_handoffs
from models.rules.records import Body, Decision, Dependency, Handoff, Milestone, Owner, text
from models.rules.state import PlanState
from models.rules.watermelon import Dates, Watermelon, reasons_text, watermelons
from models.rules.words import WORDS, Light, Status

NEXT_DAYS: Final = 7
"""A milestone is among the next ones, and a decision among those for the agenda, up to so many calendar days ahead."""


class Section(StrEnum):
    """A kind of thing that needs attention, in the order in which they are told."""

    LATE = "late"
    SILENT = "silent"
    WATERMELONS = "watermelons"
    BLOCKED = "blocked"
    STALE = "stale"
    DECISIONS = "decisions"
    AGENDA = "agenda"
    DEPENDENCIES = "dependencies"
    MISALIGNED = "misaligned"
    UNANSWERED = "unanswered"
    HANDOFFS = "handoffs"
    NEXT = "next"
    UNPROMISED = "unpromised"


TITLES: Final[dict[Section, str]] = {
    Section.LATE: N_("Late"),
    Section.SILENT: N_("Silent slips"),
    Section.WATERMELONS: N_("Watermelons (green outside)"),
    Section.BLOCKED: N_("Blocked or at risk"),
    Section.STALE: N_("Stale"),
    Section.DECISIONS: N_("Decisions due"),
    Section.AGENDA: N_("For the agenda"),
    Section.DEPENDENCIES: N_("Overdue dependencies"),
    Section.MISALIGNED: N_("Dates that do not line up"),
    Section.UNANSWERED: N_("Dependencies without an answer"),
    Section.HANDOFFS: N_("Late hand-offs"),
    Section.NEXT: N_("Next milestones"),
    Section.UNPROMISED: N_("Dependencies without a promised date"),
}
"""The English heading of each section."""


@dataclass(frozen=True)
class Item:
    """One thing that needs attention."""

    section: Section
    kind: str
    """The kind of its row: `milestone`, `decision`, `dependency` or `handoff`."""
    row: Any
    when: date
    """The date that matters: the forecast, when it is needed or due, of a decision for the agenda the day by which it
    must be there, of an overdue dependency the provider's forecast, of one whose dates do not line up the promised
    date, of one without an answer the day on which it was asked for."""
    days: int
    """Late, dependencies: working days late. Silent, decisions, hand-offs: calendar days since `when`. Stale: calendar
    days since the last update. Misaligned: working days from the need-by to the promised date. Unanswered: working days
    since `when`. Blocked, agenda, next, unpromised: calendar days until `when`, negative once it has passed.
    Watermelons: working days by which the forecast moved away."""
    light: Light | None = None
    owner: Owner | None = None
    """Who answers for it; of a dependency, for the providing milestone."""
    waiting: Milestone | None = None
    provider: Milestone | None = None
    watermelon: Watermelon | None = None
    body: Body | None = None
    """Of a decision: who decides, where the plan has a row of that body."""

    @property
    def milestone(self) -> Milestone | None:
        """The milestone to look at: its own, or the one that a dependency waits for."""
        return self.row if self.kind == "milestone" else self.provider


@dataclass(frozen=True)
class Attention:
    """All that needs attention on a day, by section; every section is there, the empty ones too."""

    day: date
    sections: Mapping[Section, tuple[Item, ...]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing needs attention."""
        return not any(self.sections.values())


def attention(state: PlanState, past: Sequence[Dates] = ()) -> Attention:
    """What needs attention on the state's day.

    A milestone stands in every section that it belongs to, a dependency in that of its worst concern alone. Sections of
    what the figures of the day count hold just the rows that they count: late ones are those of `overdue`, and so on.

    Args:
        past: what the last snapshots hold, for watermelons.
    """
    day = state.day
    found: dict[Section, list[Item]] = {section: [] for section in Section}
    for milestone in state.milestones:
        if milestone.is_open:
            for section, days in _sections_of(milestone, state):
                found[section].append(_milestone_item(section, milestone, days, state))
    found[Section.WATERMELONS] = [
        replace(
            _milestone_item(Section.WATERMELONS, one.milestone, one.moved_workdays, state), watermelon=one
        )
        for one in watermelons(state, past)
    ]
    found[Section.DECISIONS] = [
        _decision_item(Section.DECISIONS, decision, decision.needed, (day - decision.needed).days, state)
        for decision in due_decisions(state)
    ]
    found[Section.AGENDA] = [
        _decision_item(Section.AGENDA, decision, closes, (closes - day).days, state)
        for decision, closes in agenda_matters(state, NEXT_DAYS)
    ]
    for link in state.dependencies:
        if (worst := concern(link, state)) is not None:
            item = _dependency_item(worst, link, state)
            found[item.section].append(item)
    found[Section.HANDOFFS] = [_handoff_item(handoff, day) for handoff in late_handoffs(state)]
    for section, items in found.items():
        # What is due soonest comes first where days lie ahead, what waits longest elsewhere; ids keep their order.
        items.sort(key=lambda item: item.days if section in _AHEAD else -item.days)
    return Attention(day, {section: tuple(items) for section, items in found.items()})


_AHEAD: Final = frozenset({Section.BLOCKED, Section.AGENDA, Section.NEXT, Section.UNPROMISED})


def _sections_of(milestone: Milestone, state: PlanState) -> list[tuple[Section, int]]:
    day, days_left = state.day, (milestone.forecast - state.day).days
    sections = []
    if lights.is_late(milestone, day):
        sections.append((Section.LATE, state.late_workdays(milestone)))
    if lights.is_silent_slip(milestone, day):
        sections.append((Section.SILENT, -days_left))
    if milestone.status in {Status.BLOCKED, Status.AT_RISK}:
        sections.append((Section.BLOCKED, days_left))
    if lights.is_stale(milestone, day):
        sections.append((Section.STALE, (day - milestone.updated_on).days))
    if 0 <= days_left <= NEXT_DAYS:
        sections.append((Section.NEXT, days_left))
    return sections


def items_of(milestone: Milestone, state: PlanState) -> tuple[Item, ...]:
    """What speaks of one open milestone, a section each in the order of the sections; watermelons left out."""
    return tuple(
        _milestone_item(section, milestone, days, state) for section, days in _sections_of(milestone, state)
    )


def _milestone_item(section: Section, milestone: Milestone, days: int, state: PlanState) -> Item:
    return Item(
        section,
        "milestone",
        milestone,
        milestone.forecast,
        days,
        state.light_by_milestone[milestone.uid],
        state.owner_of(milestone),
    )


def _decision_item(section: Section, decision: Decision, when: date, days: int, state: PlanState) -> Item:
    return Item(section, "decision", decision, when, days, body=decider_of(decision, state))


_SECTIONS: Final = {
    Concern.OVERDUE: Section.DEPENDENCIES,
    Concern.BROKEN: Section.MISALIGNED,
    Concern.UNANSWERED: Section.UNANSWERED,
    Concern.NO_PROMISE: Section.UNPROMISED,
}


def _dependency_item(worst: Concern, link: Dependency, state: PlanState) -> Item:
    waiting, provider = ends(link, state)
    if worst is Concern.OVERDUE:
        when, days = provider.forecast, state.late_workdays(provider)
    elif worst is Concern.BROKEN:
        when, days = promised_of(link, state), -slack(link, state)
    elif worst is Concern.UNANSWERED:
        when, days = link.state_on, unanswered_workdays(link, state)
    else:
        when = need_by_of(link, state)
        days = (when - state.day).days
    return Item(
        _SECTIONS[worst],
        "dependency",
        link,
        when,
        days,
        state.light_by_milestone[provider.uid],
        state.owner_of(provider),
        waiting,
        provider,
    )


def _handoff_item(handoff: Handoff, day: date) -> Item:
    return Item(Section.HANDOFFS, "handoff", handoff, handoff.due, (day - handoff.due).days)


def id_text(item: Item, state: PlanState) -> str:
    """The id by which people know an item; of a hand-off, its division's."""
    if item.kind == "handoff":
        return state.id_of("division", item.row.division) or str(item.row.id)
    return str(item.row.id)


def what_text(item: Item, state: PlanState) -> str:
    """What an item is about, without its id: a title; who waits for whom; a hand-off's division."""
    if item.waiting is not None and item.provider is not None:
        return _("{waiting} waits for {provider}: {what}").format(
            waiting=item.waiting.id, provider=item.provider.id, what=text(item.row, "what")
        )
    if item.kind == "handoff":
        division = state.get("division", item.row.division)
        return text(division, "name") if division is not None else ""
    return text(item.row, "title")


def why_text(item: Item, state: PlanState) -> str:
    """Why an item needs attention, in a few words."""
    days = item.days
    if item.section in {Section.LATE, Section.DEPENDENCIES}:
        if days == 0:
            return _("no working day late yet")
        return ngettext("{days} working day late", "{days} working days late", days).format(days=days)
    if item.watermelon is not None:
        return reasons_text(item.watermelon)
    if item.section in _DEPENDENCY_WORDS:
        return _DEPENDENCY_WORDS[item.section](days)
    if item.section is Section.SILENT:
        return _("silent since {date}").format(date=date_text(item.row.course_on))
    if item.section is Section.BLOCKED:
        status, reason = _(WORDS[item.row.status]), state.get("reason", item.row.reason)
        return f"{status}: {text(reason, 'name')}" if reason is not None else status
    if item.section is Section.STALE:
        return ngettext("{days} day without an update", "{days} days without an update", days).format(
            days=days
        )
    if item.section is Section.NEXT:
        return _in_days(days)
    if item.section is Section.AGENDA:
        return _closing(days)
    if days == 0:
        return _("needed today")
    return ngettext("due {days} day ago", "due {days} days ago", days).format(days=days)


def _too_late(days: int) -> str:
    if days == 0:
        return _("promised a day off too late")
    return ngettext("{days} working day too late", "{days} working days too late", days).format(days=days)


def _asked(days: int) -> str:
    return ngettext("asked {days} working day ago", "asked {days} working days ago", days).format(days=days)


def _needed(days: int) -> str:
    if days == 0:
        return _("needed today")
    if days < 0:
        return ngettext("needed {days} day ago", "needed {days} days ago", -days).format(days=-days)
    return ngettext("needed in {days} day", "needed in {days} days", days).format(days=days)


_DEPENDENCY_WORDS: Final = {
    Section.MISALIGNED: _too_late,
    Section.UNANSWERED: _asked,
    Section.UNPROMISED: _needed,
}


def _closing(days: int) -> str:
    if days == 0:
        return _("agenda closes today")
    if days < 0:
        return ngettext("agenda closed {days} day ago", "agenda closed {days} days ago", -days).format(
            days=-days
        )
    return ngettext("agenda closes in {days} day", "agenda closes in {days} days", days).format(days=days)


def _in_days(days: int) -> str:
    return _("today") if days == 0 else ngettext("in {days} day", "in {days} days", days).format(days=days)


def who_text(item: Item) -> str:
    """Who answers for an item: the owner's role, or the body that decides; says so where nobody is named."""
    if item.kind == "decision":
        return decided_by(item.row, item.body)
    if item.kind == "handoff":
        return ""
    return text(item.owner, "role") if item.owner is not None else _("owner missing")
