"""`tracker show`: everything the plan knows of one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from exports.data import row_json
from models.language import N_, _, date_text, ngettext, number_text
from models.rules import agenda, dependencies, lights
from models.rules.dependencies import CONCERN_WORDS, Concern
from models.rules.fields import KINDS, FieldType
from models.rules.records import Decision, Dependency, Milestone, text
from models.rules.state import PlanState, Scope
from models.rules.words import WORDS
from models.telling import names_for, told
from tracker.cli.grammar import Command
from tracker.cli.output import light_text, write_json, write_line, write_pairs, write_table
from tracker.cli.rows import Found, find
from tracker.cli.session import Session
from tracker.cli.tables import View, columns_of, json_of, next_dates, texts_of

if TYPE_CHECKING:
    from models.plan import Plan

LAST_CHANGES = 5
"""How many changes are shown; `tracker history ID` has them all."""


@click.command(
    cls=Command,
    help=N_("ID is the visible id of anything in the plan, or “plan”; kind:ID where two kinds share one."),
    examples=("tracker show A1.2", "tracker show SOTE --json", "tracker show stream:P"),
)
@click.argument("said", metavar="ID")
@click.pass_obj
def show(session: Session, said: str) -> None:
    """Writes one row."""
    with session.reading() as (plan, state):
        found = find(state, said)
        if session.as_json:
            write_json({"type": found.kind, **_object(state, found)})
            return
        title = text(found.row, base) if (base := KINDS[found.kind].named_by) else ""
        write_line(f"{found.id}  {title}  ({_(KINDS[found.kind].label)})")
        write_line()
        write_pairs([*_fields(state, found), *_findings(state, found)])
        _write_links(state, found)
        _write_parts(state, found)
        _write_changes(session, plan, state, found)


def _object(state: PlanState, found: Found) -> dict[str, Any]:
    if found.kind == "charter":
        return row_json(state, KINDS["charter"], found.row, all_languages=True)
    return json_of(View(state), found.kind, found.row, all_languages=True)


def _fields(state: PlanState, found: Found) -> Iterator[tuple[str, str]]:
    """The fields that hold something, but those that the first line has."""
    kind, row = KINDS[found.kind], found.row
    told: set[str] = {"id", "position", "owner", str(kind.named_by)}
    if found.kind == "decision" and row.decider is not None:
        told.add("body")  # The body's own row stands in its place.
    if found.kind == "body" and row.meets is None:
        told.add("every_weeks")
    for field in kind.fields:
        key = field.base or field.name
        value = getattr(row, field.name)
        if key in told or value is None or (field.type is FieldType.FLAG and not value):
            continue
        told.add(key)
        yield _(field.label), _field_text(state, field, row)
    for set_name, member_kind in kind.sets.items():
        members = [r.id for r in state.rows[member_kind] if r.uid in getattr(row, set_name)]
        if members:
            yield _(SET_TITLES[set_name]), ", ".join(members)


SET_TITLES = {
    "supporting": N_("supporting divisions"),
    "themes": N_("themes"),
    "questions": N_("questions"),
}


def _field_text(state: PlanState, field: Any, row: Any) -> str:
    value = getattr(row, field.name)
    if field.base is not None:
        return text(row, field.base)
    if field.refers_to is not None:
        return _named(state, field.refers_to, value)
    if field.words is not None:
        return _(WORDS[value])
    if isinstance(value, bool):
        return _("yes")
    if isinstance(value, (int, str)):
        return number_text(value) if isinstance(value, int) else value
    return date_text(value)


def _named(state: PlanState, kind: str, uid: str) -> str:
    row, base = state.get(kind, uid), KINDS[kind].named_by
    return f"{row.id}  {text(row, base) if base else ''}".strip()


def _findings(state: PlanState, found: Found) -> Iterator[tuple[str, str]]:
    """What the rules say of the row."""
    row = found.row
    if found.kind in {"milestone", "initiative"}:
        owner = state.owner_of(row) if found.kind == "milestone" else state.get("owner", row.owner)
        yield _("owner"), _named(state, "owner", owner.uid) if owner is not None else _("owner missing")
    if found.kind == "milestone":
        yield from _milestone_findings(state, row)
    elif found.kind == "dependency":
        yield from _dependency_findings(state, row)
    elif found.kind == "decision":
        yield from _decision_findings(state, row)
    elif found.kind == "body":
        yield from _pairs(
            zip((_("next meeting"), _("on the agenda by")), next_dates(state, row), strict=True)
        )
    elif found.kind in {"initiative", "stream", "division", "theme"}:
        counts = state.light_counts(state.milestones_of(Scope(found.kind, row.uid)))
        light = light_text(counts.worst)
        if found.kind == "initiative" and row.light is not None:
            light = _("{computed}, by the milestones").format(computed=light)
        yield _("light"), light or "–"


def _dependency_findings(state: PlanState, row: Dependency) -> Iterator[tuple[str, str]]:
    if not dependencies.is_live(row, state):
        return
    days = dependencies.slack(row, state)
    yield (
        _("slack"),
        ngettext("{days} working day", "{days} working days", abs(days)).format(days=number_text(days)),
    )
    for concern, test in (
        (Concern.OVERDUE, dependencies.is_overdue),
        (Concern.BROKEN, dependencies.is_broken),
    ):
        if test(row, state):
            yield _(CONCERN_WORDS[concern]), _("yes")


def _decision_findings(state: PlanState, row: Decision) -> Iterator[tuple[str, str]]:
    body = agenda.decider_of(row, state)
    if body is not None:
        meeting = agenda.meeting_by(body, row.needed, state.calendar)
        yield from _pairs([(_("meeting"), meeting), (_("on the agenda by"), agenda.agenda_by(row, state))])


def _pairs(dates: Iterable[tuple[str, date | None]]) -> Iterator[tuple[str, str]]:
    """The dates that there are, for people."""
    return ((label, date_text(day)) for label, day in dates if day is not None)


def _milestone_findings(state: PlanState, row: Milestone) -> Iterator[tuple[str, str]]:
    yield _("stream"), _named(state, "stream", state.stream_of(row))
    if (light := state.light_by_milestone[row.uid]) is not None:
        yield _("light"), light_text(light)
    if lights.is_late(row, state.day):
        days = state.late_workdays(row)
        yield (
            _("late"),
            ngettext("{days} working day", "{days} working days", days).format(days=number_text(days)),
        )
    if lights.is_silent_slip(row, state.day):
        yield _("silent slip"), _("yes")
    if lights.is_stale(row, state.day):
        yield _("stale"), _("yes")


def _write_links(state: PlanState, found: Found) -> None:
    """Of a milestone: whom it waits for, and who waits for it."""
    if found.kind != "milestone":
        return
    for title, own_end, other_end in (
        (_("Waits for"), "waiting", "provider"),
        (_("Is waited for by"), "provider", "waiting"),
    ):
        links = [link for link in state.dependencies if getattr(link, own_end) == found.row.uid]
        if links:
            write_line()
            write_line(title)
        for link in links:
            other = state.get("milestone", getattr(link, other_end))
            agreed = f"({link.id}, {_(WORDS[link.kind])})"
            write_line(f"  {other.id}  {text(other, 'title')}  {date_text(other.forecast)}  {agreed}")


def _write_parts(state: PlanState, found: Found) -> None:
    """Of an initiative its milestones, of a stream its initiatives."""
    rows: Sequence[Any]
    if found.kind == "initiative":
        kind, rows = "milestone", state.milestones_of_initiative.get(found.row.uid, ())
    elif found.kind == "stream":
        kind, rows = "initiative", [i for i in state.initiatives if i.stream == found.row.uid]
    else:
        return
    if rows:
        view = View(state)
        write_line()
        write_table(columns_of(kind), [texts_of(view, kind, row) for row in rows], "")


def _write_changes(session: Session, plan: Plan, state: PlanState, found: Found) -> None:
    known = [revision for revision in plan.history(uid=found.row.uid) if revision.known <= state.day]
    if not known:
        return
    write_line()
    write_line(_("Last changes"))
    for revision in known[:LAST_CHANGES]:
        names = names_for(plan, state, revision.told)
        for line in told(revision.told, names, briefly=True):
            change = f"{line.old} → {line.new}" if line.old else line.new
            write_line(f"  {date_text(revision.known)}  {line.field}: {change}")
