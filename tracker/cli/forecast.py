"""`tracker forecast`: when the work will be done at the pace so far, and what was forecast before."""

from __future__ import annotations

from typing import Any

import click

from models.language import N_, _, date_text, number_text, percent_text
from models.rules.fields import KINDS
from models.rules.forecast import SURE_PERCENT, Forecast
from models.rules.forecast_words import (
    REFUSALS,
    basis_text,
    by_end_text,
    past_text,
    record_to_tell,
    summary_text,
    weeks_text,
)
from models.rules.records import text
from models.rules.state import PlanState, Scope
from tracker.cli.charts import PARTS
from tracker.cli.grammar import Command
from tracker.cli.output import Column, write_json, write_line, write_table
from tracker.cli.rows import find
from tracker.cli.session import Session


@click.command(
    cls=Command,
    help=N_(
        "Past working days are drawn at random, each as likely as any other, and added up until nothing remains; what "
        "such draws give is reckoned exactly. With --json one object: date; basis (workdays, throughput, remaining, "
        "scope, milestones_remaining, milestones, reduced_weeks with monday and factor); refusal (no_work, done, "
        "too_little_history, does_not_converge or null); is_weak; dates by chance in percent, or null; by_end (date, "
        "percent, weight and milestones done at least, those done already counted in) or null; what came of it: "
        "finished and done_by_end, or null; track_record: for each earlier snapshot date, refusal, is_weak, dates "
        "and by_end."
    ),
    examples=(
        "tracker forecast",
        "tracker forecast --for SOTE",
        "tracker forecast --as-of 2018-10-19 --json",
    ),
)
@click.option("--for", "part", metavar="ID", help=N_("A stream, a division, an initiative or a theme."))
@click.pass_obj
def forecast(session: Session, part: str | None) -> None:
    """Tells the forecast."""
    with session.reading() as (plan, state):
        scope, title = None, text(state.charter, "name") or _("The whole plan")
        if part is not None:
            row = find(state, part, PARTS)
            scope = Scope(row.kind, row.row.uid)
            title = f"{row.id} {text(row.row, str(KINDS[row.kind].named_by))}"
        found = state.forecast(scope)
        record = plan.snapshots.track_record(state.day, scope)
    if session.as_json:
        write_json({**forecast_json(found), "track_record": [_said_json(past) for past in record]})
        return
    if title:
        write_line(title)
    _write_forecast(found, state)
    _write_record(found, record, state)


def _write_forecast(found: Forecast, state: PlanState) -> None:
    for sentence in (
        basis_text(found.basis),
        weeks_text(found.basis),
        summary_text(found),
        by_end_text(found),
    ):
        if sentence:
            write_line(sentence)
    if not found.dates:
        return
    end, days = state.calendar.end, number_text(found.basis.days)
    write_line()
    write_table(
        [
            Column(_("chance"), is_number=True),
            Column(_("done by")),
            Column(_("working days after day {days}").format(days=days), is_number=True),
        ],
        [
            [percent_text(percent / 100), date_text(day), number_text(state.calendar.workdays(end, day))]
            for percent, day in found.dates
        ],
        "",
    )


def _write_record(found: Forecast, record: tuple[Forecast, ...], state: PlanState) -> None:
    write_line()
    reminded = record_to_tell(record, found)
    if reminded is not None:
        write_line(past_text(reminded, found))
    sure, days = percent_text(SURE_PERCENT / 100), number_text(found.basis.days)
    write_table(
        [
            Column(_("week"), is_number=True),
            Column(_("said on")),
            Column(_("date at {percent}").format(percent=sure)),
            Column(_("at least by day {days}").format(days=days), is_number=True),
            Column(_("done then"), is_number=True),
        ],
        [
            [
                str(state.calendar.week_number(past.day)),
                date_text(past.day),
                _said_text(past),
                number_text(past.by_end.weight) if past.by_end else "–",
                number_text(past.basis.weights.done),
            ]
            for past in (*record, found)
        ],
        "",
    )


def _said_text(found: Forecast) -> str:
    if found.refusal is not None:
        return _(REFUSALS[found.refusal])
    day = date_text(found.at(SURE_PERCENT))
    return _("{date} (weak)").format(date=day) if found.is_weak else day


def forecast_json(found: Forecast) -> dict[str, Any]:
    """A forecast with its basis; names stay as they are."""
    basis = found.basis
    return {
        "date": found.day,
        "basis": {
            "workdays": basis.workdays,
            "throughput": basis.throughput,
            "remaining": basis.remaining,
            "scope": basis.weights.scope,
            "milestones_remaining": basis.milestones_in_scope - basis.milestones_done,
            "milestones": basis.milestones_in_scope,
            "reduced_weeks": [
                {"monday": week.monday, "factor": round(float(week.factor), 3)}
                for week in basis.reduced_weeks
            ],
        },
        **_said_json(found),
        "finished": basis.finished_on,
        "done_by_end": basis.done_by_end,
    }


def _said_json(found: Forecast) -> dict[str, Any]:
    by_end = found.by_end
    return {
        "date": found.day,
        "refusal": found.refusal,
        "is_weak": found.is_weak,
        "dates": {str(percent): day for percent, day in found.dates} or None,
        "by_end": by_end
        and {
            "date": by_end.day,
            "percent": SURE_PERCENT,
            "weight": by_end.weight,
            "milestones": by_end.milestones,
        },
    }
