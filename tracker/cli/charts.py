"""`tracker chart` and `tracker burndown`: charts of the plan or of a part of it, or the series behind them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import click

from exports.chart_parts import Drawing
from models.language import N_, _
from models.rules.fields import KINDS
from models.rules.records import text
from models.rules.state import PlanState, Scope
from tracker.cli.grammar import Command, OneOf, Whole, only_ascii
from tracker.cli.output import knows_shapes, write, write_json
from tracker.cli.rows import find
from tracker.cli.session import Session

PARTS: Final = ("stream", "division", "initiative", "theme")
"""The kinds of parts of a plan that have a burndown of their own."""
DEFAULT_WIDTH: Final = 100
DEFAULT_HEIGHT: Final = 24


CHART_NAMES: Final = (
    "burndown",
    "burnup",
    "flow",
    "trend",
    "forecast",
    "throughput",
    "slips",
    "lights",
)
"""The names of `exports.chart_kinds.CHARTS`, told here so that the help does not import what draws them."""


of_part = click.option(
    "--for", "part", metavar="ID", help=N_("A stream, a division, an initiative or a theme.")
)


def sized(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of whatever draws a chart: of which part, and how large."""
    width = click.option(
        "--width", type=Whole(1, 1000), metavar="N", help=N_("Cells across; the terminal's unless told.")
    )
    height = click.option(
        "--height", type=Whole(1, 500), metavar="N", help=N_("Lines; at most the terminal's unless told.")
    )
    return of_part(width(height(only_ascii(command))))


class Part(NamedTuple):
    """What a chart is of."""

    scope: Scope | None
    """None for the whole plan."""
    title: str

    @classmethod
    def said(cls, state: PlanState, said: str | None) -> Part:
        """The part that a person names by its id; the whole plan for None. Raises NotFound, UsageError."""
        if said is None:
            return cls(None, text(state.charter, "name") or _("The whole plan"))
        found = find(state, said, PARTS)
        return cls(
            Scope(found.kind, found.row.uid), f"{found.id} {text(found.row, str(KINDS[found.kind].named_by))}"
        )


@click.command(
    cls=Command,
    help=N_(
        "KIND is burndown, burnup, flow, trend, forecast, throughput, slips or lights. With --json the series behind "
        "the chart: a row for each day, week or reason; of a trend its lines, of a forecast its dates and burndown."
    ),
    examples=(
        "tracker chart flow",
        "tracker chart trend --for KASKO --width 120 --height 40",
        "tracker chart lights --as-of 2018-10-19 --json",
    ),
)
@click.argument("kind", metavar="KIND", type=OneOf(CHART_NAMES))
@sized
@click.pass_obj
def chart(session: Session, kind: str, part: str | None, width: int | None, height: int | None) -> None:
    """Draws or tells any chart."""
    with session.reading() as (plan, state):
        from exports.chart_kinds import chart

        found, of = chart(kind), Part.said(state, part)
        series = found.ask(plan, state, of.scope)
        if session.as_json:
            write_json(found.as_json(series))
            return
        columns, lines = _size(width, height)
        drawn = found.page(
            series, of.title, width=columns, height=lines, ascii=_only_ascii(session), day=state.day
        )
        _write(drawn)


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
@sized
@click.pass_obj
def burndown(session: Session, part: str | None, width: int | None, height: int | None) -> None:
    """Draws or tells the burndown."""
    with session.reading() as (_plan, state):
        of = Part.said(state, part)
        rows = state.burndown(of.scope)
        if session.as_json:
            from exports.chart_tables import burndown_json

            write_json(burndown_json(rows))
            return
        from exports.chart_burndown import burndown_drawing

        columns, lines = _size(width, height)
        drawn = burndown_drawing(
            rows, width=columns, height=lines, ascii=_only_ascii(session), day=state.day, title=of.title
        )
        _write(drawn)


def _size(width: int | None, height: int | None) -> tuple[int, int]:
    """Cells across and lines, as they were asked for or as the terminal has them."""
    size = shutil.get_terminal_size((DEFAULT_WIDTH, DEFAULT_HEIGHT))
    return width or size.columns, height or min(DEFAULT_HEIGHT, max(size.lines - 1, 1))


def _only_ascii(session: Session) -> bool:
    return session.only_ascii or not knows_shapes()


def _write(drawn: Drawing) -> None:
    """Writes a chart, in colours on a terminal that may have them."""
    chart = drawn.text(colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    write(chart.rstrip())  # Where there is nothing to draw, the rest of the height is empty.
