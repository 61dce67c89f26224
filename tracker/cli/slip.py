"""`tracker slip`: whom a later date of one milestone hits, before anything is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from models.language import N_, _, date_text, ngettext, number_text
from models.rules.fields import KINDS
from models.rules.records import Milestone, text
from models.rules.slip_words import held_text
from models.rules.words import WORDS
from tracker.cli.grammar import Command
from tracker.cli.output import Column, write_json, write_line, write_table
from tracker.cli.rows import find
from tracker.cli.session import Session
from tracker.cli.values import assigned

if TYPE_CHECKING:
    from models.rules.network import Slip
    from models.rules.state import PlanState


@click.command(
    cls=Command,
    help=N_(
        "DATE is the new forecast of the milestone ID; +5 means five working days later than now. An open milestone "
        "that waits (hard) is pushed to that date where it is later than its own; one that waits softly is only named. "
        "Nothing is saved. With --json: moved, each with id, from, to, workdays and because, and soft."
    ),
    examples=("tracker slip A1.2 2018-11-09", "tracker slip A1.2 +5 --json"),
)
@click.argument("said", metavar="ID")
@click.argument("typed", metavar="DATE")
@click.pass_obj
def slip(session: Session, said: str, typed: str) -> None:
    """Writes who is hit."""
    with session.reading() as (_plan, state):
        milestone: Milestone = find(state, said, ["milestone"]).row
        given = assigned(
            state,
            KINDS["milestone"],
            [f"forecast={typed}"],
            today=state.day,
            where=milestone.id,
            row=milestone,
        )
        found = state.network.slip(milestone.uid, given.values["forecast"])  # type: ignore[arg-type]
        if session.as_json:
            write_json(slip_json(found, state))
        else:
            _write_slip(found, milestone, state)


def slip_json(found: Slip, state: PlanState) -> dict[str, Any]:
    """A slip by visible ids; working days are those after `from` up to and including `to`."""
    ids = {milestone.uid: milestone.id for milestone in state.milestones}
    return {
        "moved": [
            {
                "id": ids[moved.uid],
                "from": moved.start,
                "to": moved.end,
                "workdays": moved.workdays,
                "because": ids[moved.because],
            }
            for moved in found.moved
        ],
        "soft": [ids[uid] for uid in found.soft],
    }


def _write_slip(found: Slip, milestone: Milestone, state: PlanState) -> None:
    write_line(_headline(found, milestone, state))
    if held := held_text(state, milestone, found.day):
        write_line(held)
    if found.moved:
        write_line()
        _write_moved(found, state)
        end = state.calendar.end
        late = len(found.carried_over(end))
        if late:
            sentence = ngettext(
                "{count} of them would come after the plan's last day, {date}.",
                "{count} of them would come after the plan's last day, {date}.",
                late,
            )
            write_line()
            write_line(sentence.format(count=number_text(late), date=date_text(end)))
    if found.soft:
        write_line()
        write_line(_("Passed and not pushed, because they wait softly:"))
        for uid in found.soft:
            waiting = state.get("milestone", uid)
            write_line(f"  {waiting.id}  {text(waiting, 'title')}  {date_text(waiting.forecast)}")


def _headline(found: Slip, milestone: Milestone, state: PlanState) -> str:
    """From when to when, and what that does, or why it does nothing."""
    words = {
        "id": milestone.id,
        "old": date_text(milestone.forecast),
        "new": date_text(found.day),
        "status": _(WORDS[milestone.status]),
    }
    if not milestone.is_open:
        return _("{id} is {status}: its date pushes nobody.").format(**words)
    if found.day <= milestone.forecast:
        return _("{id} from {old} to {new} is no later than now: nobody is pushed.").format(**words)
    days = state.calendar.workdays(milestone.forecast, found.day)
    told = ngettext(
        "{id} from {old} to {new}, {days} working day later",
        "{id} from {old} to {new}, {days} working days later",
        days,
    ).format(**words, days=number_text(days))
    if not found.moved:
        return _("{slip}: nobody is pushed.").format(slip=told)
    count = len(found.moved)
    return ngettext("{slip}: pushes {count} milestone.", "{slip}: pushes {count} milestones.", count).format(
        slip=told, count=number_text(count)
    )


def _write_moved(found: Slip, state: PlanState) -> None:
    milestones = [state.get("milestone", moved.uid) for moved in found.moved]
    write_table(
        [
            Column(_("id")),
            Column(_("title"), gives_way=True),
            Column(_("division"), leaves=1),
            Column(_("from")),
            Column(_("to")),
            Column(_("working days"), is_number=True),
            Column(_("because of")),
        ],
        [
            [
                each.id,
                text(each, "title"),
                state.id_of("division", each.division) or "",
                date_text(moved.start),
                date_text(moved.end),
                number_text(moved.workdays),
                state.id_of("milestone", moved.because) or "",
            ]
            for moved, each in zip(found.moved, milestones, strict=True)
        ],
        "",
    )
