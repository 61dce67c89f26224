"""`tracker handoff`: makes the workbooks of a round, says which were sent and came back, reminds of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from models.errors import UsageError
from models.language import N_, _, date_text, ngettext, number_text
from models.rules.records import Handoff, text
from models.rules.rounds import (
    asked_divisions,
    days_to_answer,
    doubts,
    is_awaited,
    reminded_of,
    rows_for,
    state_of,
)
from models.rules.words import WORDS
from tracker.cli.grammar import Command, Day, Entry, Group, say_what
from tracker.cli.main import tell
from tracker.cli.output import Column, write_json, write_line, write_pairs, write_table
from tracker.cli.rows import find
from tracker.cli.session import Session

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.records import Division
    from models.rules.state import PlanState


@click.command(
    "handoff",
    cls=Group,
    entries={
        "new": Entry("tracker.cli.handoffs:new", N_("Make the workbooks of a round.")),
        "list": Entry("tracker.cli.handoffs:list_handoffs", N_("List hand-offs and how far they have come.")),
        "show": Entry("tracker.cli.handoffs:show", N_("Show everything about a hand-off.")),
        "sent": Entry("tracker.cli.handoffs:sent", N_("Say that workbooks were sent.")),
        "remind": Entry("tracker.cli.handoffs:remind", N_("Write reminders to paste into a message.")),
        "cancel": Entry("tracker.cli.handoffs:cancel", N_("Call hand-offs off.")),
    },
    invoke_without_command=True,
    help=N_(
        "A hand-off is a workbook with a division's own rows, sent for an update and merged when it comes back."
    ),
)
@click.pass_context
def handoff(ctx: click.Context) -> None:
    """The commands about hand-offs."""
    say_what(ctx)


@click.command(
    cls=Command,
    help=N_(
        "Each workbook is in its division's own language unless --language says otherwise. What is sent is stored in "
        "the plan before the file is put in place. --force replaces a file of the same name."
    ),
    examples=(
        "tracker handoff new --all --due 2018-10-23 --out round",
        "tracker handoff new --division KASKO --due 23.10.2018 --out . --language sv",
    ),
)
@click.option(
    "--division", "codes", metavar="CODE", multiple=True, help=N_("The division to ask; may be repeated.")
)
@click.option(
    "--all",
    "everybody",
    is_flag=True,
    help=N_("Ask every division that has open milestones; the central administration only by name."),
)
@click.option("--due", metavar="DATE", type=Day(), required=True, help=N_("By when it should come back."))
@click.option("--out", metavar="DIR", required=True, help=N_("The folder to write to."))
@click.option("--force", is_flag=True, help=N_("Replace what is there already."))
@click.pass_obj
def new(session: Session, codes: tuple[str, ...], everybody: bool, due: date, out: str, force: bool) -> int:
    """Makes the workbooks."""
    if everybody == bool(codes):
        raise UsageError(_("Say whom to ask: --division CODE, or --all."))
    from exports.files import make_folder

    folder = Path(out).expanduser()
    made: list[dict[str, Any]] = []
    with session.writing() as plan:
        divisions = _asked(plan.state(), codes)
        make_folder(folder)
        try:
            for division in divisions:
                made.append(_make(session, plan, division, due, folder, force))
        finally:
            # What was made stands, whatever becomes of the rest.
            if made:
                _tell_made(session, made)
    return 0


def _tell_made(session: Session, made: list[dict[str, Any]]) -> None:
    if session.as_json:
        write_json(made)
        return
    for each in made:
        sentence = ngettext("{id}: {path}, {rows} row.", "{id}: {path}, {rows} rows.", each["rows_sent"])
        rows = number_text(each["rows_sent"])
        write_line(sentence.format(id=each["id"], path=each["path"], rows=rows))


def _asked(state: PlanState, codes: Iterable[str]) -> Sequence[Division]:
    """The divisions to ask: those that are named, else all that have something to answer; raises RuleBroken."""
    from models.rounds import nothing_to_ask

    named = list(dict.fromkeys(find(state, code, ["division"]).row for code in codes))
    for division in named:
        if not rows_for(state, division.uid).own:
            raise nothing_to_ask(division)
    return named or asked_divisions(state)


def _make(
    session: Session, plan: Plan, division: Division, due: date, folder: Path, force: bool
) -> dict[str, Any]:
    from exports.handoff import make_handoff
    from importers.handoff import expect_no_difference

    state = plan.state()
    warned = doubts(state.calendar, state.closed_weeks, division, plan.today, due)
    for sentence in warned:
        tell(sentence)
    made = make_handoff(
        plan, division, due, folder, verify=expect_no_difference, language=session.language, force=force
    )
    now = plan.state()
    answer = handoff_json(now, now.get("handoff", made.sent.handoff))
    return answer | {"path": str(made.path), "language": made.sent.language, "warnings": list(warned)}


@click.command(
    "list",
    cls=Command,
    help=N_("Hand-offs of all divisions, or of one; --open leaves out what has come back or was called off."),
    examples=("tracker handoff list --open", "tracker handoff list --division KASKO --json"),
)
@click.option("--division", "code", metavar="CODE", help=N_("Only those of one division."))
@click.option("--open", "only_open", is_flag=True, help=N_("Only those that have not come back."))
@click.pass_obj
def list_handoffs(session: Session, code: str | None, only_open: bool) -> None:
    """Lists hand-offs."""
    with session.reading() as (_plan, state):
        division = find(state, code, ["division"]).row.uid if code else None
        found = [
            each
            for each in state.handoffs
            if (division is None or each.division == division)
            and (not only_open or is_awaited(each, state.day))
        ]
    if session.as_json:
        write_json([handoff_json(state, each) for each in found])
        return
    columns = [
        Column(_("id")),
        Column(_("division")),
        Column(_("state")),
        Column(_("sent")),
        Column(_("due")),
        Column(_("returned")),
        Column(_("rows"), is_number=True),
        Column(_("changed"), is_number=True),
        Column(_("conflicts"), is_number=True, leaves=1),
    ]
    write_table(
        columns,
        (
            (
                each.id,
                state.id_of("division", each.division) or "",
                _(WORDS[state_of(each, state.day)]),
                _day(each.sent),
                _day(each.due),
                _day(each.returned),
                _count(each.rows_sent),
                _count(each.rows_changed),
                _count(each.conflicts),
            )
            for each in found
        ),
        _("No hand-offs. Make a round with: tracker handoff new --all --due DATE --out DIR"),
    )


def _day(day: date | None) -> str:
    return date_text(day) if day is not None else ""


def _count(count: int | None) -> str:
    return number_text(count) if count is not None else ""


def handoff_json(state: PlanState, row: Handoff) -> dict[str, Any]:
    """A hand-off as a script reads it."""
    return {
        "id": row.id,
        "division": state.id_of("division", row.division),
        "state": state_of(row, state.day).value,
        "week": row.week,
        "sent": row.sent,
        "due": row.due,
        "returned": row.returned,
        "cancelled": row.cancelled,
        "days_to_answer": days_to_answer(row),
        "rows_sent": row.rows_sent,
        "rows_changed": row.rows_changed,
        "rows_confirmed": row.rows_confirmed,
        "conflicts": row.conflicts,
        "rejects": row.rejects,
        "undecided": row.undecided,
        "note": row.note,
    }


@click.command(cls=Command, examples=("tracker handoff show HO-09-KASKO",))
@click.argument("said", metavar="ID")
@click.pass_obj
def show(session: Session, said: str) -> None:
    """Shows a hand-off."""
    with session.reading() as (plan, state):
        row = find(state, said, ["handoff"]).row
        waiting = plan.rounds.reviews(row.id)
        answer = handoff_json(state, row)
    if session.as_json:
        write_json(answer | {"review": [review.number for review in waiting]})
        return
    name = text(state.get("division", row.division), "name")
    pairs = (
        (_("hand-off"), row.id),
        (_("division"), name),
        (_("state"), _(WORDS[state_of(row, state.day)])),
        (_("sent"), _day(row.sent)),
        (_("due"), _day(row.due)),
        (_("returned"), _day(row.returned)),
        (_("cancelled"), _day(row.cancelled)),
        (_("days to answer"), _count(days_to_answer(row))),
        (_("rows sent"), _count(row.rows_sent)),
        (_("rows changed"), _count(row.rows_changed)),
        (_("rows confirmed"), _count(row.rows_confirmed)),
        (_("conflicts"), _count(row.conflicts)),
        (_("cells not readable"), _count(row.rejects)),
        (_("not decided"), _count(row.undecided)),
        (_("note"), row.note or ""),
    )
    write_pairs((label, value) for label, value in pairs if value)
    if waiting:
        write_line(
            ngettext(
                "{count} cell waits to be mended: tracker review list",
                "{count} cells wait to be mended: tracker review list",
                len(waiting),
            ).format(count=len(waiting))
        )


@click.command(
    cls=Command,
    examples=(
        "tracker handoff sent HO-09-KASKO",
        "tracker handoff sent HO-09-KASKO HO-09-SOTE --on 2018-10-17",
    ),
)
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option(
    "--on",
    "day",
    metavar="DATE",
    type=Day(),
    help=N_("When it was sent, also in place of an earlier day; else today."),
)
@click.pass_obj
def sent(session: Session, ids: tuple[str, ...], day: date | None) -> None:
    """Marks hand-offs as sent."""
    with session.writing() as plan:
        uids = _uids(plan, ids)
        plan.rounds.mark_sent(uids, day)
        _marked(session, plan, uids)


@click.command(cls=Command, examples=("tracker handoff cancel HO-09-KASKO",))
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.pass_obj
def cancel(session: Session, ids: tuple[str, ...]) -> None:
    """Calls hand-offs off; a file that comes back all the same is still merged."""
    with session.writing() as plan:
        uids = _uids(plan, ids)
        plan.rounds.cancel(uids)
        _marked(session, plan, uids)


def _uids(plan: Plan, ids: Iterable[str]) -> list[str]:
    state = plan.state()
    return [find(state, said, ["handoff"]).row.uid for said in ids]


def _marked(session: Session, plan: Plan, uids: Iterable[str]) -> None:
    """Says how far hand-offs have come now."""
    now = plan.state()
    found = [now.get("handoff", uid) for uid in uids]
    if session.as_json:
        write_json([handoff_json(now, row) for row in found])
        return
    for row in found:
        write_line(
            _("{id}: {state}, due {date}.").format(
                id=row.id, state=_(WORDS[state_of(row, now.day)]), date=_day(row.due)
            )
        )


@click.command(
    cls=Command,
    help=N_("One text for each division that has not answered, in its own language."),
    examples=("tracker handoff remind", "tracker handoff remind --division SOTE"),
)
@click.option("--division", "code", metavar="CODE", help=N_("Only for one division."))
@click.pass_obj
def remind(session: Session, code: str | None) -> None:
    """Writes reminders."""
    from exports.reminder import reminder

    with session.reading() as (_plan, state):
        wanted = find(state, code, ["division"]).row.uid if code else None
        texts = []
        for division in state.divisions:
            waiting = reminded_of(state, division.uid) if wanted in (None, division.uid) else ()
            if waiting:
                said = reminder(state, division, waiting, session.language)
                texts.append((division, [each.id for each in waiting], said))
    if session.as_json:
        write_json([{"division": d.id, "handoffs": ids, "text": said} for d, ids, said in texts])
        return
    if not texts:
        write_line(_("Nobody needs a reminder: what was sent came back, or a later round did."))
    for number, (_division, _ids, said) in enumerate(texts):
        if number:
            write_line()
        for line in said.split("\n"):
            write_line(line)
