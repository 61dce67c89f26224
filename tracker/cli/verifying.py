"""`tracker snapshot verify`: makes snapshots again from the history and compares them with what is frozen."""

from __future__ import annotations

from typing import Any

import click

from models.errors import TrackerError
from models.language import N_, _, number_text
from models.verifying import Found
from tracker.cli.grammar import Command, Whole
from tracker.cli.output import write_json, write_line
from tracker.cli.session import Session

MOST_TOLD = 20
"""Findings that are told as text; JSON has all."""


class NotAsTaken(TrackerError):
    """Snapshots that are not as they were taken."""


@click.command(
    cls=Command,
    help=N_(
        "Every snapshot, or those of WEEK, is made again from the history of changes, and its seal of what it holds. "
        "What differs is told, and the exit status is then 1. A newest snapshot that was taken away whole shows only "
        "in a page that was printed with its seal."
    ),
    examples=("tracker snapshot verify", "tracker snapshot verify 9 --json"),
)
@click.argument("week", metavar="[WEEK]", type=Whole(0, 999), required=False)
@click.pass_obj
def verify(session: Session, week: int | None) -> None:
    """Verifies; what is found makes the exit status 1."""
    with session.open() as plan:
        done = plan.snapshots.verify(week)
    if session.as_json:
        write_json({"snapshots": done.snapshots, "found": [found_json(each) for each in done.found]})
    else:
        for each in done.found[:MOST_TOLD]:
            write_line(each.sentence)
        if (rest := len(done.found) - MOST_TOLD) > 0:
            write_line(_("… and {count} more").format(count=number_text(rest)))
    if done.found:
        raise NotAsTaken(done.sentence)
    if not session.as_json:
        write_line(done.sentence)


def found_json(each: Found) -> dict[str, Any]:
    """One finding, with codes."""
    finding = each.finding
    return {
        "fault": finding.fault,
        "number": finding.number,
        "week": each.week,
        "version": each.version,
        "kind": finding.kind or None,
        "id": each.id or None,
        "name": finding.name or None,
        "frozen": finding.frozen,
        "history": finding.told,
        "sentence": each.sentence,
    }
