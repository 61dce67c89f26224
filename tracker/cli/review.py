"""`tracker review`: returned cells that could not be read, listed, mended or set aside."""

from __future__ import annotations

from typing import Any

import click

from models.edits import changes
from models.errors import RuleBroken
from models.language import N_, _
from models.review import Review
from models.rules.fields import KINDS
from models.rules.state import PlanState
from tracker.cli.grammar import Command, Entry, Group, Whole, say_what
from tracker.cli.output import Column, write_json, write_line, write_table
from tracker.cli.session import Session
from tracker.cli.values import assigned

NUMBER = Whole(1, 999_999_999)


@click.command(
    "review",
    cls=Group,
    entries={
        "list": Entry("tracker.cli.review:list_reviews", N_("List the cells that wait to be mended.")),
        "mend": Entry("tracker.cli.review:mend", N_("Put a value in the place of an unreadable one.")),
        "dismiss": Entry("tracker.cli.review:dismiss", N_("Take a cell off the list without a change.")),
    },
    invoke_without_command=True,
    help=N_("What came back in a workbook and could not be read is kept here until somebody deals with it."),
)
@click.pass_context
def review(ctx: click.Context) -> None:
    """The commands about cells under review."""
    say_what(ctx)


@click.command("list", cls=Command, examples=("tracker review list", "tracker review list --json"))
@click.pass_obj
def list_reviews(session: Session) -> None:
    """Lists the cells."""
    with session.open() as plan:
        state, found = plan.state(), plan.rounds.reviews()
    if session.as_json:
        write_json([_json(state, each) for each in found])
        return
    columns = [
        Column(_("number"), is_number=True),
        Column(_("file"), gives_way=True),
        Column(_("cell")),
        Column(_("id")),
        Column(_("field")),
        Column(_("what stands there"), gives_way=True),
        Column(_("why"), gives_way=True, leaves=1),
    ]
    write_table(
        columns,
        (
            (
                str(each.number),
                each.file,
                f"{each.cell.sheet}!{each.cell.cell}",
                _id(state, each) or _("new row"),
                each.cell.key,
                each.cell.text,
                each.cell.why,
            )
            for each in found
        ),
        _("Nothing waits to be mended."),
    )


def _id(state: PlanState, each: Review) -> str | None:
    return state.id_of(each.cell.kind, each.cell.uid)


def _json(state: PlanState, each: Review) -> dict[str, Any]:
    cell = each.cell
    return {
        "number": each.number,
        "at": each.at,
        "file": each.file,
        "handoff": each.sent_file,
        "sheet": cell.sheet,
        "cell": cell.cell,
        "kind": cell.kind,
        "id": _id(state, each),
        "field": cell.key,
        "text": cell.text,
        "why": cell.why,
    }


@click.command(
    cls=Command,
    help=N_("The value is written as for tracker set; an empty one clears the field."),
    examples=("tracker review mend 3 2018-10-29",),
)
@click.argument("number", metavar="NUMBER", type=NUMBER)
@click.argument("value", metavar="VALUE")
@click.pass_obj
def mend(session: Session, number: int, value: str) -> None:
    """Mends a cell."""
    with session.writing() as plan:
        found, state = plan.rounds.review(number), plan.state()
        cell = found.cell
        row = state.get(cell.kind, cell.uid)
        if not found.can_be_mended or row is None or cell.field is None:
            raise RuleBroken(
                _(
                    "The row of {sheet}!{cell} is not in the plan, so it cannot be mended here: add the row, "
                    "then take the cell off the list with tracker review dismiss {number}."
                ).format(sheet=cell.sheet, cell=cell.cell, number=number)
            )
        kind = KINDS[cell.kind]
        given = assigned(state, kind, [f"{cell.field}={value}"], today=plan.today, where=str(row.id), row=row)
        revision = plan.rounds.mend(number, changes(cell.kind, row, given.values))
    if session.as_json:
        write_json({"applied": revision.number if revision is not None else None})
    else:
        write_line(_("{id} {field} is mended.").format(id=row.id, field=cell.key))


@click.command(cls=Command, examples=("tracker review dismiss 3",))
@click.argument("number", metavar="NUMBER", type=NUMBER)
@click.pass_obj
def dismiss(session: Session, number: int) -> None:
    """Takes a cell off the list."""
    with session.writing() as plan:
        plan.rounds.set_aside([number])
    if session.as_json:
        write_json({"dismissed": number})
    else:
        write_line(
            _("Number {number} is off the list; the file itself stays in the inbox.").format(number=number)
        )
