"""`tracker week`: the weeks in which a division, or everybody, does not work on the plan."""

from __future__ import annotations

from datetime import date, timedelta

import click

from models.edits import creation, removal
from models.errors import NotFound, RuleBroken
from models.language import N_, _, date_text, monday_of
from models.rules.fields import Value
from models.rules.records import ClosedWeek, Division, text
from models.rules.state import PlanState
from tracker.cli.changing import tell_revision
from tracker.cli.grammar import Command, Day, Entry, Group, say_what
from tracker.cli.output import Column, write_json, write_table
from tracker.cli.rows import find
from tracker.cli.session import Session

of_division = click.option(
    "--for", "part", metavar="DIVISION", help=N_("A division; without it the week is everybody's.")
)


@click.command(
    "week",
    cls=Group,
    entries={
        "list": Entry("tracker.cli.weeks:list_weeks", N_("List the closed weeks.")),
        "close": Entry("tracker.cli.weeks:close", N_("Close a week for a division, or for everybody.")),
        "open": Entry("tracker.cli.weeks:open_week", N_("Open a closed week again.")),
    },
    invoke_without_command=True,
    help=N_(
        "A week that is closed for everybody has no working days. One that is closed for a division, such as a school "
        "holiday, still has; the forecast takes out the division's share of the weight that remains."
    ),
)
@click.pass_context
def week(ctx: click.Context) -> None:
    """The commands about closed weeks."""
    say_what(ctx)


@click.command(
    cls=Command,
    help=N_("DATE is any day of the week."),
    examples=(
        "tracker week close 2018-12-24",
        'tracker week close 2018-10-15 --for KASKO --name "Autumn break"',
    ),
)
@click.argument("day", metavar="DATE", type=Day())
@of_division
@click.option("--name", metavar="TEXT", help=N_("What the week is called, in the plan's working language."))
@click.pass_obj
def close(session: Session, day: date, part: str | None, name: str | None) -> None:
    """Closes a week."""
    with session.writing() as plan:
        state = plan.state()
        division = _division(state, part)
        if _closed(state, day, division) is not None:
            raise RuleBroken(
                _("The week of {monday} is closed for {whom} already.").format(
                    monday=date_text(monday_of(day)), whom=_whom(division)
                )
            )
        values: dict[str, Value] = {
            "monday": monday_of(day),
            "division": division.uid if division is not None else None,
            f"name_{state.charter.language}": name,
        }
        tell_revision(session, plan, plan.apply(creation("closed_week", values), source="command"))


@click.command(
    "open",
    cls=Command,
    help=N_("DATE is any day of the week."),
    examples=("tracker week open 2018-10-15 --for KASKO",),
)
@click.argument("day", metavar="DATE", type=Day())
@of_division
@click.pass_obj
def open_week(session: Session, day: date, part: str | None) -> None:
    """Opens a closed week."""
    with session.writing() as plan:
        state = plan.state()
        division = _division(state, part)
        found = _closed(state, day, division)
        if found is None:
            raise NotFound(
                _("The week of {monday} is not closed for {whom}.").format(
                    monday=date_text(monday_of(day)), whom=_whom(division)
                )
            )
        tell_revision(session, plan, plan.apply([removal("closed_week", found)], source="command"))


@click.command("list", cls=Command, examples=("tracker week list", "tracker week list --json"))
@click.pass_obj
def list_weeks(session: Session) -> None:
    """Lists the closed weeks by date."""
    with session.reading() as (_plan, state):
        weeks = sorted(state.closed_weeks, key=lambda each: each.monday)
        if session.as_json:
            write_json(
                [
                    {
                        "monday": each.monday,
                        "division": state.id_of("division", each.division),
                        "name": text(each, "name") or None,
                    }
                    for each in weeks
                ]
            )
            return
        write_table(
            [
                Column(_("from")),
                Column(_("until")),
                Column(_("closed for")),
                Column(_("name"), gives_way=True),
            ],
            [
                [
                    date_text(each.monday),
                    date_text(each.monday + timedelta(days=6)),
                    _whom(state.get("division", each.division)),
                    text(each, "name"),
                ]
                for each in weeks
            ],
            _("No week is closed; tracker week close closes one."),
        )


def _division(state: PlanState, part: str | None) -> Division | None:
    return find(state, part, ["division"]).row if part is not None else None


def _whom(division: Division | None) -> str:
    return division.id if division is not None else _("everybody")


def _closed(state: PlanState, day: date, division: Division | None) -> ClosedWeek | None:
    """The closed week of a day, for just that division or just everybody."""
    wanted = division.uid if division is not None else None
    weeks = (each for each in state.closed_weeks if each.division == wanted)
    return next((each for each in weeks if each.monday == monday_of(day)), None)
