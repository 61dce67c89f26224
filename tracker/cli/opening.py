"""`tracker` and `tracker demo`: the plan, or the sample, on the screen."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from models.clock import Clock
from models.errors import PlanFileError, UsageError
from models.language import N_, _, date_text, number_text
from tracker.cli.grammar import Command, only_ascii
from tracker.cli.output import knows_shapes, write_json, write_line
from tracker.cli.session import Session


def open_screens(session: Session) -> int:
    """Opens the plan that is meant, or the welcome screen where none is; returns the exit status."""
    session.refuse_as_of()
    path = session.known_path()
    # Here only what needs no database: its import takes longer than the first screen.
    if path is not None and session.plan is not None and not path.is_file():
        raise PlanFileError(_no_plan(path))
    return _run(session, path, session.clock)


def _no_plan(path: Path) -> str:
    if path.is_dir():
        return _("{path} is a folder, not a plan.").format(path=path)
    return _("There is no plan at {path}; make one with: tracker new {path}").format(path=path)


def _run(session: Session, path: Path | None, clock: Clock) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(_("The screens need a terminal; tracker --help lists the commands that need none."))
    from tracker.app import run_app
    from tracker.demo import Maker

    session.opened = path
    maker = Maker(clock, session.person)
    try:
        return run_app(
            path,
            clock,
            session.settings,
            session.person,
            maker=maker,
            is_ascii=session.only_ascii or not knows_shapes(),
        )
    finally:
        maker.remove_copies()


@click.command(
    cls=Command,
    help=N_(
        "The copy is known until a day, 2018-10-19 unless --as-of says another, and its clock stands there. "
        "It is removed when you leave."
    ),
    examples=("tracker demo", "tracker demo --as-of 2018-11-16", "tracker demo --check"),
)
@click.option(
    "--check",
    is_flag=True,
    help=N_("Open no screen: load the whole sample, reckon its 13 weeks, write one line for each."),
)
@only_ascii
@click.pass_obj
def demo(session: Session, check: bool) -> int:
    """Opens or checks the sample."""
    from tracker.demo import SAMPLE_DAY, sample_plan, weekly_figures

    if check and session.as_json:
        from exports.data import figures_json

        write_json([figures_json(found) for found in weekly_figures(session.person)])
        return 0
    if check:
        for found in weekly_figures(session.person):
            write_line(
                _("week {week}, {date}: {done} of {scope} milestones done, weight {weight} remains").format(
                    week=found.week,
                    date=date_text(found.snapshot_date),
                    done=number_text(found.done),
                    scope=number_text(found.in_scope),
                    weight=number_text(found.weight_remaining),
                )
            )
        write_line("ok")
        return 0
    day = session.as_of or session.clock.fixed or SAMPLE_DAY
    with sample_plan(day, session.person) as path:
        return _run(session, path, Clock(day))
