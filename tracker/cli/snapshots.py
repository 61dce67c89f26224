"""`tracker snapshot`: freezes a week, lists frozen weeks, shows one, compares two."""

from __future__ import annotations

from typing import Final

import click

from exports.data import snapshot_json
from models.language import N_, _, date_text, number_text
from tracker.cli.grammar import Command, Entry, Group, Whole, say_what
from tracker.cli.output import Column, write_json, write_line, write_table
from tracker.cli.session import Session
from tracker.cli.status import write_figures

WEEK: Final = Whole(0, 999)


@click.command(
    "snapshot",
    cls=Group,
    entries={
        "take": Entry("tracker.cli.snapshots:take", N_("Freeze the week of today.")),
        "list": Entry("tracker.cli.snapshots:list_snapshots", N_("List the weeks that are frozen.")),
        "show": Entry("tracker.cli.snapshots:show", N_("Show the figures of a frozen week.")),
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
        "A week that is frozen already stays as it is, unless a correction says why it needs a second version."
    ),
    examples=("tracker snapshot take", 'tracker snapshot take --correction "wrong date of A1.2"'),
)
@click.option(
    "--correction", metavar="TEXT", help=N_("Take a further version of the week; the text says why.")
)
@click.pass_obj
def take(session: Session, correction: str | None) -> None:
    """Freezes the week."""
    with session.writing() as plan:
        found, is_new = plan.snapshots.take(correction=correction or None)
    if session.as_json:
        write_json({**snapshot_json(found), "is_new": is_new})
        return
    sentence = (
        _("Week {week} is frozen as of {date}, version {version}.")
        if is_new
        else _(
            "Week {week} was frozen already as of {date}, version {version}; --correction takes another version."
        )
    )
    write_line(sentence.format(week=found.week, date=date_text(found.day), version=found.version))


@click.command("list", cls=Command, examples=("tracker snapshot list", "tracker snapshot list --json"))
@click.pass_obj
def list_snapshots(session: Session) -> None:
    """Lists the snapshots, those after --as-of left out."""
    with session.open() as plan:
        found = [s for s in plan.snapshots.all() if session.as_of is None or s.day <= session.as_of]
    if session.as_json:
        write_json([snapshot_json(each) for each in found])
        return
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
        [Column(title, is_number=place not in {1, 3}) for place, title in enumerate(titles)],
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
            ]
            for each in found
        ],
        _("No week is frozen yet; tracker snapshot take freezes this one."),
    )  # fmt: skip


@click.command(cls=Command, examples=("tracker snapshot show 9",))
@click.argument("week", metavar="WEEK", type=WEEK)
@click.pass_obj
def show(session: Session, week: int) -> None:
    """Shows a snapshot's figures, as they were kept."""
    with session.open() as plan:
        found = plan.snapshots.of_week(week)
        if session.as_json:
            write_json(snapshot_json(found))
            return
        write_line(
            _("Snapshot of week {week} ({iso_week}), version {version}").format(
                week=found.week, iso_week=found.iso_week, version=found.version
            )
        )
        if found.reason:
            write_line(_("Correction: {reason}").format(reason=found.reason))
        write_figures(found.figures, plan.state(found.day))
