"""`tracker snapshot`: freezes a week, lists frozen weeks, shows one, compares two."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from exports.data import snapshot_json
from models.clock import in_zone
from models.errors import RuleBroken, UsageError
from models.language import N_, _, date_text, moment_text, number_text
from models.rules.checklist import checklist, open_text
from models.rules.seal import short_seal
from models.rules.weeks import correction_text, day_to_freeze
from tracker.cli.checklist import checklist_json, write_checklist
from tracker.cli.grammar import Command, Entry, Group, Whole, say_what
from tracker.cli.output import Column, write_json, write_line, write_pairs, write_table
from tracker.cli.session import Session
from tracker.cli.status import write_figures

if TYPE_CHECKING:
    from models.plan import Plan
    from models.snapshots import Snapshot

WEEK: Final = Whole(0, 999)


@click.command(
    "snapshot",
    cls=Group,
    entries={
        "take": Entry("tracker.cli.snapshots:take", N_("Freeze the week of today.")),
        "check": Entry(
            "tracker.cli.checklist:check", N_("Look through what is open before the week is frozen.")
        ),
        "list": Entry("tracker.cli.snapshots:list_snapshots", N_("List the weeks that are frozen.")),
        "show": Entry("tracker.cli.snapshots:show", N_("Show the figures of a frozen week.")),
        "verify": Entry(
            "tracker.cli.verifying:verify", N_("Make frozen weeks again from the history and compare.")
        ),
        "compare": Entry("tracker.cli.comparing:compare", N_("Tell what changed since a frozen week.")),
    },
    invoke_without_command=True,
    help=N_("A snapshot is one week of the plan, frozen for good; a correction stands beside it."),
)
@click.pass_context
def snapshot(ctx: click.Context) -> None:
    """The commands about snapshots."""
    say_what(ctx)


@click.command(
    cls=Command,
    help=N_(
        "A week that is frozen already stays as it is, unless a correction says why it needs a second version. What is "
        "open is told first; see tracker snapshot check."
    ),
    examples=(
        "tracker snapshot take",
        "tracker snapshot take --week 9",
        'tracker snapshot take --correction "wrong date of A1.2"',
    ),
)
@click.option(
    "--correction", metavar="TEXT", help=N_("Take a further version of the week; the text says why.")
)
@click.option(
    "--week",
    metavar="N",
    type=WEEK,
    help=N_("A week that is over, as of its Friday, with what was known by then."),
)
@click.option("--strict", is_flag=True, help=N_("Freeze nothing while something is open."))
@click.pass_obj
def take(session: Session, correction: str | None, week: int | None, strict: bool) -> None:
    """Freezes the week."""
    with session.writing() as plan:
        day = _day_of(plan, week, is_correction=bool(correction))
        state = plan.state(day)
        checked = checklist(state)
        if strict and checked.open_count:
            raise RuleBroken(
                _("{open} Nothing was frozen; tracker snapshot check tells what.").format(
                    open=open_text(checked)
                )
            )
        found, is_new = plan.snapshots.take(day, correction=correction or None)
    if session.as_json:
        write_json({**snapshot_json(found), "is_new": is_new, "checklist": checklist_json(checked)})
        return
    if is_new:
        write_line(open_text(checked))
        write_checklist(checked, state, briefly=True)
    sentence = (
        _("Week {week} is frozen as of {date}, version {version}.")
        if is_new
        else _(
            "Week {week} was frozen already as of {date}, version {version}; --correction takes another version."
        )
    )
    write_line(sentence.format(week=found.week, date=date_text(found.day), version=found.version))


def _day_of(plan: Plan, week: int | None, *, is_correction: bool) -> date:
    """The day as of which a week is frozen; raises RuleBroken, and UsageError for a correction of an earlier week."""
    if week is None:
        return plan.today
    calendar = plan.state().calendar
    if is_correction and calendar.week_number(plan.today) != week:
        raise UsageError(
            _(
                "--correction takes a further version of the week of today: what was known in an earlier week does "
                "not change."
            )
        )
    return day_to_freeze(calendar, week, plan.today)


@click.command("list", cls=Command, examples=("tracker snapshot list", "tracker snapshot list --json"))
@click.pass_obj
def list_snapshots(session: Session) -> None:
    """Lists the snapshots, those after --as-of left out."""
    with session.open() as plan:
        found = [s for s in plan.snapshots.all() if session.as_of is None or s.day <= session.as_of]
    if session.as_json:
        write_json([_json(each) for each in found])
        return
    newest = {each.week: each.version for each in found}
    titles = (
        _("week"),
        _("ISO week"),
        _("version"),
        _("date"),
        _("done"),
        _("remaining"),
        _("late"),
        _("stale"),
    )
    write_table(
        [
            *(Column(title, is_number=place not in {1, 3}) for place, title in enumerate(titles)),
            Column(_("seal"), leaves=2),
            Column(_("correction"), gives_way=True, leaves=1),
        ],
        [
            [
                str(each.week),
                each.iso_week,
                str(each.version),
                date_text(each.day),
                number_text(each.figures.weight_done),
                number_text(each.figures.weight_remaining),
                number_text(each.figures.overdue),
                number_text(each.figures.stale),
                short_seal(each.seal),
                correction_text(each.reason, each.version, newest[each.week]),
            ]
            for each in found
        ],
        _("No week is frozen yet; tracker snapshot take freezes this one."),
    )


@click.command(
    cls=Command,
    help=N_("The last version of the week unless --version names another."),
    examples=("tracker snapshot show 9", "tracker snapshot show 9 --version 1"),
)
@click.argument("week", metavar="WEEK", type=WEEK)
@click.option(
    "--version", metavar="N", type=WEEK, help=N_("A version of the week that a correction followed.")
)
@click.pass_obj
def show(session: Session, week: int, version: int | None) -> None:
    """Shows a snapshot's figures, as they were kept, and who sealed it when."""
    with session.open() as plan:
        found = plan.snapshots.of_week(week, version)
        if session.as_json:
            write_json(_json(found))
            return
        write_line(
            _("Snapshot of week {week} ({iso_week}), version {version}").format(
                week=found.week, iso_week=found.iso_week, version=found.version
            )
        )
        newest = plan.snapshots.of_week(week)
        if told := correction_text(found.reason, found.version, newest.version):
            write_line(told)
        write_figures(found.figures, plan.state(found.day))
        write_line()
        write_pairs(
            [
                (_("number"), number_text(found.number)),
                (_("taken"), moment_text(in_zone(found.at, plan.zone))),
                (_("by"), found.person),
                (_("last revision"), number_text(found.revision)),
                (_("seal"), found.seal),
                (_("seal before it"), found.previous or "–"),
            ]
        )


def _json(found: Snapshot) -> dict[str, Any]:
    """A snapshot with who took it, up to which revision, and in which form of the file."""
    return {
        **snapshot_json(found),
        "revision": found.revision,
        "person": found.person,
        "form": found.form or None,
    }
