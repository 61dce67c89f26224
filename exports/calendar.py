"""The dates of a plan as a calendar that phones and desktops take in; a second import updates what the first brought.

The one home of the icalendar library. Nothing in the file comes from the clock: it is the same whenever it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from icalendar import Calendar, Event

from exports.files import write_content
from exports.public import PublicPlan
from models.language import _, date_text, speaking
from models.plan import Plan
from models.rules.agenda import agenda_by, decider_of, decider_text
from models.rules.calendar import ONE_DAY
from models.rules.fields import EXISTS, KINDS
from models.rules.records import Decision, Handoff, Initiative, Milestone, text
from models.rules.rounds import is_awaited
from models.rules.state import PlanState, Scope
from models.rules.text import without_addresses
from models.rules.words import WORDS, Publicity, Status

PRODUCT: Final = "-//Tracker//tracker90//EN"
HOME: Final = "tracker90"
"""What follows the @ in the id of each entry."""
REFRESH: Final = timedelta(days=1)
"""How often a program that subscribes to the file should look again."""

_SHOWN: Final[Mapping[str, frozenset[str]]] = {
    kind: frozenset((EXISTS, "id", *names.split(), *(f"{base}_{code}" for code in ("fi", "sv", "en"))))
    for kind, base, names in (
        ("milestone", "title", "initiative division owner status forecast actual"),
        ("initiative", "title", "owner publicity"),
        (
            "decision",
            "title",
            "body_fi body_sv body_en needed made outcome initiative decider stops case_number",
        ),
        ("body", "name", "meets every_weeks first_meeting agenda"),
        ("owner", "role", ""),
        ("division", "name", ""),
        ("handoff", "note", "division due returned cancelled"),
        ("charter", "name", "country"),
    )
}
"""By kind, the fields of which the entries speak: a change of one of them makes a new edition of the entry."""


@dataclass(frozen=True)
class Entry:
    """One whole day in the calendar."""

    uid: str
    """Of the row and for what, such as `…-due`; the same in every file."""
    day: date
    summary: str
    facts: tuple[str, ...]
    """What is told of it beside, a line each."""
    category: str
    """Of what kind it is, for people."""
    is_public: bool
    is_cancelled: bool
    rows: tuple[str, ...]
    """Uids of the rows whose changes change it."""


def write_calendar(
    plan: Plan,
    path: Path,
    *,
    language: str,
    public: PublicPlan | None = None,
    scope: Scope | None = None,
    force: bool = False,
) -> int:
    """Writes milestones, decisions and hand-offs as a calendar and returns how many entries it has.

    Args:
        language: of its words and titles.
        public: the public part of the plan, where the calendar is for everybody.
        scope: a part of the plan; None for all of it.

    Raises ExportFailed.
    """
    state = plan.state(plan.today) if public is None else public.state
    with speaking(language):
        entries = tuple(_entries(plan, state, scope, is_internal=public is None))
        content = _calendar(plan, state, entries, language, public, scope).to_ical()
    write_content(content, path, overwrite=force)
    return len(entries)


# What is in it.


def _entries(plan: Plan, state: PlanState, scope: Scope | None, *, is_internal: bool) -> Iterator[Entry]:
    for milestone in (*state.milestones, *state.removed_milestones):
        if scope is None or scope.holds(milestone, state):
            yield _milestone_entry(state, milestone)
    once_named = plan.last_changes({"decision": frozenset({"decider"})}, state.day)
    removed = _removed(plan, state, "decision")
    for decision in (*state.decisions, *removed):
        initiative = state.initiative_ever(decision.initiative) if decision.initiative is not None else None
        if decision.initiative is not None and initiative is None:
            continue  # It belongs to what this calendar may not tell.
        if scope is None or (initiative is not None and _is_of(scope, initiative)):
            yield from _decision_entries(
                state, decision, is_removed=decision in removed, once_named=decision.uid in once_named
            )
    withdrawn = _removed(plan, state, "handoff") if is_internal else ()
    for handoff in (*state.handoffs, *withdrawn):
        if scope is None or (scope.kind, scope.uid) == ("division", handoff.division):
            yield _handoff_entry(state, handoff, is_removed=handoff in withdrawn)


def _removed(plan: Plan, state: PlanState, kind: str) -> tuple[Any, ...]:
    """The rows of a kind that were removed by the state's day."""
    return tuple(row for row in plan.removed(kind) if state.get(kind, row.uid) is None)


def _is_of(scope: Scope, initiative: Initiative) -> bool:
    """Whether an initiative belongs to a part of the plan; to a division where that leads it."""
    found = {
        "initiative": (initiative.uid,),
        "stream": (initiative.stream,),
        "division": (initiative.lead,),
        "theme": initiative.themes,
    }
    return scope.uid in found[scope.kind]


def _milestone_entry(state: PlanState, row: Milestone) -> Entry:
    initiative = state.initiative_ever(row.initiative)
    named_owner = row.owner or (initiative.owner if initiative is not None else None)
    owner, division = state.get("owner", named_owner), state.get("division", row.division)
    is_closed = row.status in (Status.DONE, Status.DROPPED)
    what = f"{row.id} {text(row, 'title')}"
    return Entry(
        f"{row.uid}-due",
        row.actual if row.status is Status.DONE and row.actual is not None else row.forecast,
        f"{what} ({_(WORDS[row.status])})" if is_closed else what,
        (
            _fact(_("status"), _(WORDS[row.status])),
            _fact(_("owner"), text(owner, "role") if owner is not None else _("owner missing")),
            *([_fact(_("division"), text(division, "name"))] if division is not None else []),
            *_initiative_facts(initiative),
        ),
        _kind("milestone"),
        _is_public(initiative),
        not row.in_scope,
        (row.uid, row.initiative, row.division, named_owner or ""),
    )


def _decision_entries(
    state: PlanState, row: Decision, *, is_removed: bool, once_named: bool
) -> Iterator[Entry]:
    initiative = state.initiative_ever(row.initiative) if row.initiative is not None else None
    what, body = f"{row.id} {text(row, 'title')}", decider_of(row, state)
    facts = [_fact(_("decided by"), decider)] if (decider := decider_text(row, state)) else []
    facts += [_fact(_("needed by"), date_text(row.needed)), _fact(_("outcome"), _(WORDS[row.outcome]))]
    facts += [_fact(_("what stops without it"), row.stops)] if row.stops else []
    facts += [_fact(_("case number"), row.case_number)] if row.case_number else []
    told = (*facts, *_initiative_facts(initiative))
    category, is_public = _kind("decision"), _is_public(initiative)
    behind = (row.uid, row.initiative or "", body.uid if body is not None else "")
    summary = _("Decision: {what}").format(what=what)
    yield Entry(
        f"{row.uid}-needed",
        row.made or row.needed,
        f"{summary} ({_(WORDS[row.outcome])})" if row.made is not None else summary,
        told,
        category,
        is_public,
        is_removed,
        behind,
    )
    closes = agenda_by(row, state)
    if closes is not None or once_named:
        yield Entry(
            f"{row.uid}-agenda",
            closes or row.needed,
            _("For the agenda: {what}").format(what=what),
            told,
            category,
            is_public,
            # Nobody need remember an agenda once the decision is made, or when its body has no meetings any more.
            is_removed or row.made is not None or closes is None,
            (*behind, state.charter.uid),
        )


def _handoff_entry(state: PlanState, row: Handoff, *, is_removed: bool) -> Entry:
    division = state.get("division", row.division)
    name = division.id if division is not None else ""
    return Entry(
        f"{row.uid}-due",
        row.due,
        _("Hand-off due: {division} ({id})").format(division=name, id=row.id),
        (_fact(_("division"), text(division, "name")),) if division is not None else (),
        _kind("handoff"),
        False,
        is_removed or not is_awaited(row, state.day),
        (row.uid, row.division),
    )


def _kind(name: str) -> str:
    label = _(KINDS[name].label)
    return label[:1].upper() + label[1:]


def _fact(label: str, value: str) -> str:
    return f"{label[:1].upper()}{label[1:]}: {value}"


def _initiative_facts(initiative: Initiative | None) -> list[str]:
    if initiative is None:
        return []
    return [_fact(_("initiative"), f"{initiative.id} {text(initiative, 'title')}")]


def _is_public(initiative: Initiative | None) -> bool:
    return initiative is None or initiative.publicity is Publicity.PUBLIC


# How it is written.


def _calendar(
    plan: Plan,
    state: PlanState,
    entries: Iterable[Entry],
    language: str,
    public: PublicPlan | None,
    scope: Scope | None,
) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", without_addresses(_name(state, scope)))
    if public is not None:
        calendar.add("X-WR-CALDESC", " ".join(public.sentences))
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    changed = plan.last_changes(_SHOWN, state.day)
    for entry in entries:
        calendar.add_component(_event(entry, changed, language))
    return calendar


def _name(state: PlanState, scope: Scope | None) -> str:
    name = text(state.charter, "name") or _("Plan")
    if scope is None:
        return name
    part = state.get(scope.kind, scope.uid)
    return f"{name}: {part.id} {text(part, str(KINDS[scope.kind].named_by))}"


def _event(entry: Entry, changed: Mapping[str, tuple[int, str]], language: str) -> Event:
    # The newest change of any row behind the entry: it grows with each of them, and never falls.
    edition, at = max((changed[uid] for uid in entry.rows if uid in changed), default=(0, _LONG_AGO))
    moment = datetime.fromisoformat(at).astimezone(UTC)
    spoken = {"LANGUAGE": language}
    event = Event()
    values: tuple[tuple[str, Any, dict[str, str]], ...] = (
        ("UID", f"{entry.uid}@{HOME}", {}),
        ("SEQUENCE", edition, {}),
        ("DTSTAMP", moment, {}),
        ("LAST-MODIFIED", moment, {}),
        ("DTSTART", entry.day, {}),
        ("DTEND", entry.day + ONE_DAY, {}),
        ("SUMMARY", without_addresses(entry.summary), spoken),
        ("DESCRIPTION", without_addresses("\n".join(entry.facts)), spoken),
        ("CATEGORIES", [entry.category], spoken),
        ("CLASS", "PUBLIC" if entry.is_public else "PRIVATE", {}),
        ("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED", {}),
        ("TRANSP", "TRANSPARENT", {}),
    )
    for name, value, parameters in values:
        event.add(name, value, parameters=parameters)
    return event


_LONG_AGO: Final = "2000-01-01T00:00:00+00:00"
"""For a row of which the history tells nothing."""
