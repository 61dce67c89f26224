"""Every command of the program by its name, where its code lies, and what it does in one sentence."""

from __future__ import annotations

from typing import Final

import click

from models.language import N_
from tracker import __version__
from tracker.cli.grammar import Entry, Group, only_ascii
from tracker.cli.output import write
from tracker.cli.session import Session

COMMANDS: Final = {
    "demo": Entry("tracker.cli.opening:demo", N_("Open the bundled sample plan as a copy to play with.")),
    "new": Entry("tracker.cli.new:new", N_("Make a plan: an empty one, or one from CSV files or a JSON export.")),
    "status": Entry("tracker.cli.status:status", N_("Show the figures of the plan and the lights of its streams.")),
    "list": Entry("tracker.cli.listing:list_rows", N_("List milestones, initiatives or anything else of the plan.")),
    "show": Entry("tracker.cli.showing:show", N_("Show everything the plan knows of one row.")),
    "add": Entry("tracker.cli.changing:add", N_("Add a row to the plan.")),
    "set": Entry("tracker.cli.changing:set_fields", N_("Change fields of a row.")),
    "remove": Entry("tracker.cli.changing:remove", N_("Remove a row; undo brings it back.")),
    "confirm": Entry("tracker.cli.changing:confirm", N_("Say of open milestones that nothing has changed.")),
    "baseline": Entry("tracker.cli.changing:baseline", N_("Show the baseline, or confirm it.")),
    "chart": Entry("tracker.cli.charts:chart", N_("Draw a chart of the plan or of a part of it.")),
    "burndown": Entry("tracker.cli.charts:burndown", N_("Draw the burndown of the plan or of a part of it.")),
    "dependencies": Entry("tracker.cli.dependencies:dependencies", N_("Show who waits for whom, between divisions.")),
    "slip": Entry("tracker.cli.slip:slip", N_("Show whom a later date of a milestone would push; nothing is saved.")),
    "forecast": Entry("tracker.cli.forecast:forecast", N_("Tell when the work will be done at the pace so far.")),
    "week": Entry("tracker.cli.weeks:week", N_("Close weeks in which a division, or everybody, does not work.")),
    "report": Entry("tracker.cli.reporting:report", N_("Write the weekly page that goes to the Mayor.")),
    "snapshot": Entry("tracker.cli.snapshots:snapshot", N_("Freeze a week, look at frozen weeks, compare them.")),
    "narrative": Entry("tracker.cli.narrative:narrative", N_("Show or write what a person says of a week.")),
    "history": Entry("tracker.cli.history:history", N_("Show who changed what, and when.")),
    "undo": Entry("tracker.cli.history:undo", N_("Take back your last change, or the revision you name.")),
    "redo": Entry("tracker.cli.history:redo", N_("Do once more what you undid last.")),
    "export": Entry("tracker.cli.files:export", N_("Write the plan as a workbook, CSV files, JSON or a calendar.")),
    "import": Entry("tracker.cli.files:import_files", N_("Take in changes from a workbook, after a preview.")),
    "handoff": Entry("tracker.cli.handoffs:handoff", N_("Send workbooks to the divisions and follow their return.")),
    "review": Entry("tracker.cli.review:review", N_("Mend what came back and could not be read.")),
    "backup": Entry("tracker.cli.upkeep:backup", N_("Copy the plan while others use it, or go back to a copy.")),
    "doctor": Entry("tracker.cli.upkeep:doctor", N_("Examine the plan's file.")),
    "completion": Entry("tracker.cli.upkeep:completion", N_("Print what makes your shell complete commands.")),
}  # fmt: skip


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        write(f"tracker {__version__}")
        ctx.exit()


@click.command(
    "tracker",
    cls=Group,
    entries=COMMANDS,
    invoke_without_command=True,
    help=N_("Runs a 90-day plan in one file. Without a command it opens the plan on the screen."),
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help=N_("Show the version."),
)
@only_ascii
@click.pass_context
def root(ctx: click.Context) -> int | None:
    """The program itself."""
    if ctx.invoked_subcommand is not None:
        return None
    from tracker.cli.opening import open_screens

    return open_screens(ctx.ensure_object(Session))
