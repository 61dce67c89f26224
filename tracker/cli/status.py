"""`tracker status`: the figures of the plan on a day."""

from __future__ import annotations

import click

from models.language import N_, _, number_text
from models.rules.figure_words import LABELS, LIGHT_COLUMNS, day_line
from models.rules.figures import Figures, figures
from models.rules.lights import LightCounts
from models.rules.records import text
from models.rules.state import PlanState
from tracker.cli.grammar import Command
from tracker.cli.output import Column, light_text, write_json, write_line, write_pairs, write_table
from tracker.cli.session import Session


@click.command(
    cls=Command,
    help=N_("The figures are those of the weekly snapshot, on any day."),
    examples=("tracker status", "tracker status --as-of 2018-10-19 --json"),
)
@click.pass_obj
def status(session: Session) -> None:
    """Writes the figures."""
    with session.reading() as (_plan, state):
        found = figures(state)
        if session.as_json:
            from exports.data import figures_json

            write_json(figures_json(found))
            return
        write_line(text(state.charter, "name") or session.path().name)
        write_figures(found, state)


def write_figures(found: Figures, state: PlanState) -> None:
    """Writes the day, the figures and the lights of the streams."""
    write_line(day_line(found, state))
    write_line()
    write_pairs((_(label), _figure_text(getattr(found, name))) for name, label in LABELS.items())
    write_line()
    names = {stream.id: text(stream, "name") for stream in state.streams}
    write_table(
        [Column(_("stream")), Column(_("name"), gives_way=True), Column(_("light")), *_light_columns()],
        [
            [stream, names.get(stream, ""), light_text(counts.worst), *_light_counts(counts)]
            for stream, counts in found.lights.items()
        ],
        _("The plan has no streams yet; tracker add stream makes one."),
    )


def _light_columns() -> list[Column]:
    return [Column(_(label), is_number=True) for label in LIGHT_COLUMNS.values()]


def _light_counts(counts: LightCounts) -> list[str]:
    return [number_text(getattr(counts, name)) for name in LIGHT_COLUMNS]


def _figure_text(value: int | None) -> str:
    return "–" if value is None else number_text(value)
