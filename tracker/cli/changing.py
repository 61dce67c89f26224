"""`tracker add`, `set`, `remove`, `confirm` and `baseline`: the commands that write to the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from exports.data import edits_json
from models.edits import changes, creation, membership, new_uid
from models.errors import InvalidValue, RuleBroken, UsageError
from models.language import N_, _, date_text, ngettext, number_text
from models.rules.fields import KINDS, Value
from models.rules.numbering import next_initiative_id, next_milestone_id, next_position
from models.rules.state import PlanState
from models.rules.words import WORDS
from models.telling import names_for, told
from tracker.cli.grammar import Command, OneOf
from tracker.cli.main import tell
from tracker.cli.output import write_json, write_line
from tracker.cli.rows import Found, find
from tracker.cli.session import Session
from tracker.cli.values import Assigned, assigned

if TYPE_CHECKING:
    from models.history import Revision
    from models.plan import Plan

ADDED: Final = (
    "milestone",
    "initiative",
    "division",
    "unit",
    "owner",
    "stream",
    "theme",
    "question",
    "reason",
    "dependency",
    "decision",
    "body",
)
"""The kinds that `add` makes."""


@click.command(
    cls=Command,
    help=N_(
        "Fields are written as field=value; title= and name= write the plan's working language. A milestone gets "
        "the next id of its initiative and that initiative's division unless told otherwise."
    ),
    examples=(
        'tracker add milestone initiative=A1 title="Pilot decided" forecast=2018-11-05 weight=3',
        "tracker add dependency id=X50 waiting=A1.3 provider=A1.2 need_by=5.11.2018",
        'tracker add stream id=E name="New stream"',
    ),
)
@click.argument("kind_name", metavar="KIND", type=OneOf(ADDED))
@click.argument("assignments", metavar="FIELD=VALUE…", nargs=-1)
@click.option("--note", metavar="TEXT", help=N_("Why, for the history."))
@click.pass_obj
def add(session: Session, kind_name: str, assignments: tuple[str, ...], note: str | None) -> None:
    """Adds a row."""
    with session.writing() as plan:
        state = plan.state()
        kind = KINDS[kind_name]
        given = assigned(
            state, kind, assignments, today=plan.today, where=_("new {kind}").format(kind=_(kind.label))
        )
        _complete(state, kind_name, given.values)
        uid = new_uid()
        edits = creation(kind_name, given.values, members=given.members, uid=uid)
        revision = plan.apply(edits, source="command", reason=note)
        tell_revision(session, plan, revision)
        row = plan.state().get(kind_name, uid)
        _warn_of_dates(state, Found(kind_name, row), given)


def _complete(state: PlanState, kind_name: str, values: dict[str, Value]) -> None:
    """Fills in what follows from what a person gave: the id, the division, the place at the end."""
    if kind_name == "milestone":
        row = _named(state, kind_name, "initiative", values)
        values.setdefault("id", next_milestone_id(state, row))
        values.setdefault("division", row.lead)
    if kind_name == "initiative":
        values.setdefault("id", next_initiative_id(state, _named(state, kind_name, "stream", values)))
    if KINDS[kind_name].field("position") is not None:
        values["position"] = next_position(state, kind_name)


def _named(state: PlanState, kind_name: str, name: str, values: dict[str, Value]) -> Any:
    """The row that a new row belongs to; raises InvalidValue where a person named none."""
    row = state.get(name, str(values.get(name)))
    if row is None:
        kind = KINDS[kind_name]
        raise InvalidValue(
            _("{where}: {field} cannot be empty.").format(
                where=_("new {kind}").format(kind=_(kind.label)), field=_(KINDS[name].label)
            )
        )
    return row


@click.command(
    "set",
    cls=Command,
    help=N_(
        "ID is the visible id of anything, or “plan”. Dates: 2018-10-19, 19.10.2018, today, +5 for five working days "
        "later. An empty value clears a field; themes=T1,T2 sets all themes. A status is its code or its word in "
        "any of three languages."
    ),
    examples=(
        "tracker set A1.2 status=blocked reason=legal",
        'tracker set A1.2 forecast=+5 --note "supplier late"',
        'tracker set A1 owner= themes=T1,T2 title="Ennakoiva esiopetuspaikka"',
    ),
)
@click.argument("said", metavar="ID")
@click.argument("assignments", metavar="FIELD=VALUE…", nargs=-1)
@click.option("--note", metavar="TEXT", help=N_("Why, for the history."))
@click.pass_obj
def set_fields(session: Session, said: str, assignments: tuple[str, ...], note: str | None) -> None:
    """Changes a row."""
    if not assignments:
        raise UsageError(_("Say what to change: field=value, such as forecast=2018-10-19."))
    with session.writing() as plan:
        state = plan.state()
        found = find(state, said)
        given = assigned(
            state, KINDS[found.kind], assignments, today=plan.today, where=found.id, row=found.row
        )
        edits = changes(found.kind, found.row, given.values)
        for set_name, uids in given.members.items():
            edits += membership(found.kind, found.row, set_name, uids)
        if not edits:
            _tell_nothing(session, _("{id} is so already, so nothing was changed.").format(id=found.id))
            return
        revision = plan.apply(edits, source="command", reason=note)
        tell_revision(session, plan, revision)
        _warn_of_dates(state, found, given)


@click.command(
    cls=Command,
    help=N_("What others still refer to cannot be removed."),
    examples=("tracker remove A1.3", "tracker undo"),
)
@click.argument("said", metavar="ID…", nargs=-1, required=True)
@click.option("--note", metavar="TEXT", help=N_("Why, for the history."))
@click.pass_obj
def remove(session: Session, said: tuple[str, ...], note: str | None) -> None:
    """Removes rows, as one change."""
    from models.edits import removal

    with session.writing() as plan:
        state = plan.state()
        found = _distinct(find(state, each) for each in said)
        if any(each.kind == "charter" for each in found):
            raise UsageError(_("The plan itself cannot be removed; delete its file."))
        edits = [removal(each.kind, each.row) for each in found]
        tell_revision(session, plan, plan.apply(edits, source="command", reason=note))


@click.command(
    cls=Command,
    help=N_("A confirmation counts as an update: what is confirmed is not stale for ten days."),
    examples=("tracker confirm A1.2 A1.3", 'tracker confirm A1.2 --note "phone call"'),
)
@click.argument("said", metavar="ID…", nargs=-1, required=True)
@click.option("--note", metavar="TEXT", help=N_("Where it was said, such as a meeting."))
@click.pass_obj
def confirm(session: Session, said: tuple[str, ...], note: str | None) -> None:
    """Confirms milestones, as one change."""
    with session.writing() as plan:
        state = plan.state()
        found = _distinct(find(state, each, ["milestone"]) for each in said)
        for each in found:
            if not each.row.is_open:
                raise RuleBroken(
                    _("{id} is {status}; only open milestones can be confirmed.").format(
                        id=each.id, status=_(WORDS[each.row.status])
                    )
                )
        revision = plan.confirm([each.row.uid for each in found], reference=note)
        if session.as_json:
            tell_revision(session, plan, revision)
            return
        ids = ", ".join(each.id for each in found)
        write_line(_("Confirmed without change: {ids}.").format(ids=ids))


def _distinct(found: Iterable[Found]) -> list[Found]:
    return list({(each.kind, each.row.uid): each for each in found}.values())


@click.command(
    cls=Command,
    help=N_(
        "“tracker baseline confirm” keeps each milestone's forecast and weight as its baseline, once in the life "
        "of a plan; undo takes it back."
    ),
    examples=("tracker baseline", "tracker baseline confirm"),
)
@click.argument("what", metavar="[confirm]", type=OneOf(["confirm"]), required=False)
@click.pass_obj
def baseline(session: Session, what: str | None) -> None:
    """Shows or confirms the baseline."""
    if what == "confirm":
        with session.writing() as plan:
            revision = plan.confirm_baseline()
            _tell_baseline(session, plan, plan.today, revision)
        return
    with session.reading() as (plan, _state):
        _tell_baseline(session, plan, session.day(plan), None)


def _tell_baseline(session: Session, plan: Plan, day: date, revision: Revision | None) -> None:
    state = plan.state(day)
    kept = [m for m in state.milestones if m.baseline is not None]
    weight = sum(m.baseline_weight or 0 for m in kept)
    confirmed = state.charter.baseline_on
    if session.as_json:
        found: dict[str, Any] = {"baseline_on": confirmed, "milestones": len(kept), "weight": weight}
        write_json(found if revision is None else {**found, "revision": revision.number})
        return
    if confirmed is None:
        write_line(_("The baseline is not confirmed yet; tracker baseline confirm does it."))
        return
    sentence = ngettext(
        "The baseline was confirmed on {date}: {milestones} milestone, weight {weight}.",
        "The baseline was confirmed on {date}: {milestones} milestones, weight {weight}.",
        len(kept),
    )
    write_line(
        sentence.format(
            date=date_text(confirmed), milestones=number_text(len(kept)), weight=number_text(weight)
        )
    )


# What was written.


def tell_revision(session: Session, plan: Plan, revision: Revision) -> None:
    """Says what a change did: a line for each edit, or an object."""
    state = plan.state()
    names = names_for(plan, state, revision.told)
    if session.as_json:
        write_json({"revision": revision.number, "edits": edits_json(revision.told, names)})
        return
    for line in told(revision.told, names, briefly=True):
        write_line(line.sentence)


def _tell_nothing(session: Session, sentence: str) -> None:
    if session.as_json:
        write_json({"revision": None, "edits": []})
    else:
        write_line(sentence)


def _warn_of_dates(state: PlanState, found: Found, given: Assigned) -> None:
    """A date outside the plan is saved, as some things end later; but nobody should do it unawares."""
    for name, value in given.values.items():
        field = KINDS[found.kind].field(name)
        if field and field.within_plan and isinstance(value, date) and not state.calendar.holds(value):
            tell(
                _(
                    "{id}: {field} {date} lies outside the plan, which runs from {first} to {last}; it was saved."
                ).format(
                    id=found.id,
                    field=_(field.label),
                    date=date_text(value),
                    first=date_text(state.calendar.start),
                    last=date_text(state.calendar.end),
                )
            )
