"""`tracker status`: the figures of the plan on a day."""

from __future__ import annotations

from typing import Final

import click

from models.language import N_, _, date_text, number_text
from models.rules.figures import Figures, figures
from models.rules.lights import LightCounts
from models.rules.records import text
from models.rules.state import PlanState
from tracker.cli.grammar import Command
from tracker.cli.output import Column, light_text, write_json, write_line, write_pairs, write_table
from tracker.cli.session import Session

LABELS: Final = {
    "in_scope": N_("milestones in scope"),
    "done": N_("of these done"),
    "open": N_("of these open"),
    "weight_in_scope": N_("weight in scope"),
    "weight_done": N_("weight done"),
    "weight_remaining": N_("weight remaining"),
    "ideal_remaining": N_("weight remaining by the baseline"),
    "overdue": N_("late"),
    "blocked": N_("blocked"),
    "at_risk": N_("at risk"),
    "stale": N_("stale"),
    "decisions_open": N_("decisions due and not made"),
    "deps_overdue": N_("dependencies overdue"),
    "deps_overdue_cross_division": N_("of these between divisions"),
    "handoffs_late": N_("hand-offs not returned in time"),
    "dropped_total": N_("dropped so far"),
    "added_total": N_("added after the baseline"),
}
"""What each figure is called; week and day stand in the heading."""

LIGHT_COLUMNS: Final = {
    "red": N_("red"),
    "amber": N_("amber"),
    "green": N_("green"),
    "grey": N_("grey"),
    "done": N_("done"),
    "dropped": N_("dropped"),
}


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


def day_line(found: Figures, state: PlanState) -> str:
    """The day of evaluation, as a date, as a day and as a week of the plan."""
    day, days = found.day_no, state.charter.days
    if day < 1:
        sentence = _("{date}: the plan begins on {first}")
    elif day > days:
        sentence = _("{date}: the plan ended on {last}, its day {days} (calendar days, the first is day 1)")
    else:
        sentence = _(
            "{date}: day {day} of {days} (calendar days, the first is day 1), week {week} of {weeks}"
        )
    return sentence.format(
        date=date_text(found.snapshot_date),
        first=date_text(state.calendar.start),
        last=date_text(state.calendar.end),
        day=day,
        days=days,
        week=found.week,
        weeks=state.calendar.weeks,
    )


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
