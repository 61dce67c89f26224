"""`tracker burndown`: remaining weight day by day, as a chart or as rows."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any, Final

import click

from models.language import N_
from models.rules.burndown import BurndownDay
from models.rules.fields import KINDS
from models.rules.records import text
from models.rules.state import Scope
from tracker.cli.grammar import Command, Whole, only_ascii
from tracker.cli.output import knows_shapes, write, write_json
from tracker.cli.rows import find
from tracker.cli.session import Session

PARTS: Final = ("stream", "division", "initiative", "theme")
"""The kinds of parts of a plan that have a burndown of their own."""
DEFAULT_WIDTH: Final = 100
DEFAULT_HEIGHT: Final = 24


@click.command(
    cls=Command,
    help=N_(
        "With --json one object for each day of the plan: date, remaining, ideal, scope, added, dropped; weights at "
        "the end of the day, null where nothing is known."
    ),
    examples=(
        "tracker burndown",
        "tracker burndown --for SOTE --width 80 --height 20",
        "tracker burndown --as-of 2018-10-19 --json",
    ),
)
@click.option("--for", "part", metavar="ID", help=N_("A stream, a division, an initiative or a theme."))
@click.option(
    "--width", type=Whole(1, 1000), metavar="N", help=N_("Cells across; the terminal's unless told.")
)
@click.option(
    "--height", type=Whole(1, 500), metavar="N", help=N_("Lines; at most the terminal's unless told.")
)
@only_ascii
@click.pass_obj
def burndown(session: Session, part: str | None, width: int | None, height: int | None) -> None:
    """Draws or tells the burndown."""
    with session.reading() as (_plan, state):
        scope, title = None, text(state.charter, "name")
        if part is not None:
            found = find(state, part, PARTS)
            scope = Scope(found.kind, found.row.uid)
            title = f"{found.id} {text(found.row, str(KINDS[found.kind].named_by))}"
        rows = state.burndown(scope)
        if session.as_json:
            write_json([row_json(row) for row in rows])
            return
        from exports.chart_burndown import burndown_chart

        size = shutil.get_terminal_size((DEFAULT_WIDTH, DEFAULT_HEIGHT))
        chart = burndown_chart(
            rows,
            width=width or size.columns,
            height=height or min(DEFAULT_HEIGHT, max(size.lines - 1, 1)),
            ascii=session.only_ascii or not knows_shapes(),
            day=state.day,
            title=title,
            colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"),
        )
        write(chart.rstrip())  # Where there is nothing to draw, the rest of the height is empty.


def row_json(row: BurndownDay) -> dict[str, Any]:
    """One day by the names of the interchange format; weights."""
    return {
        "date": row.day,
        "remaining": row.remaining,
        "ideal": row.ideal,
        "scope": row.scope,
        "added": row.added,
        "dropped": row.dropped,
    }
