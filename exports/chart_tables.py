"""The figures behind charts: objects for programs, and tables with headers in the reader's language for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, Final

from exports.chart_forecast import ForecastSeries
from exports.chart_parts import one_line
from exports.data import said_json
from models.language import _, date_text, number_text, percent_text, short_date_text
from models.rules.burndown import BurndownDay
from models.rules.calendar import FRIDAY
from models.rules.flow import FlowDay
from models.rules.forecast import PERCENTS
from models.rules.forecast_words import REFUSALS
from models.rules.lights import LightCounts
from models.rules.lights_by_week import LightsByWeek
from models.rules.records import text
from models.rules.slips import Slips
from models.rules.throughput import ThroughputWeeks
from models.rules.trend import Trend, TrendLine
from models.rules.words import WORDS, Light, Status

Table = list[tuple[str, ...]]
"""Its headers, then its rows."""

_COUNTS: Final = tuple(field.name for field in fields(LightCounts))


def figure_text(number: int | None) -> str:
    """A figure of a table; nothing where nothing is known."""
    return "" if number is None else number_text(number)


# Burndown and burn-up.


def burndown_json(rows: Sequence[BurndownDay]) -> list[dict[str, Any]]:
    """A row for each day by the names of the interchange format; weights."""
    names = ("remaining", "ideal", "scope", "added", "dropped")
    return [{"date": row.day, **{name: getattr(row, name) for name in names}} for row in rows]


def burnup_json(rows: Sequence[BurndownDay]) -> list[dict[str, Any]]:
    """A row for each day: done weight and scope."""
    return [{"date": row.day, "done": row.done, "scope": row.scope} for row in rows]


def burndown_table(rows: Sequence[BurndownDay]) -> Table:
    """The figures of both charts on Fridays, on the day of evaluation and on the last day.

    Added and dropped are the weight since the row above; what is not known yet is empty.
    """
    table: Table = [(_("Date"), _("Remaining"), _("Ideal"), _("Scope"), _("Done"), _("Added"), _("Dropped"))]
    last_known = max((row.day for row in rows if row.scope is not None), default=None)
    added = dropped = 0
    for row in rows:
        added += row.added
        dropped += row.dropped
        if row.day.weekday() != FRIDAY and row is not rows[-1] and row.day != last_known:
            continue
        changes = (None, None) if row.scope is None else (added, dropped)
        figures = (row.remaining, row.ideal, row.scope, row.done, *changes)
        table.append((date_text(row.day), *map(figure_text, figures)))
        added = dropped = 0
    return table


# Cumulative flow.


def flow_json(rows: Sequence[FlowDay]) -> list[dict[str, Any]]:
    """A row for each day: the weight that had passed each line; null where nothing is known."""
    names = ("arrivals", "begun", "departures", "done", "dropped")
    return [{"date": row.day, **{name: getattr(row, name) for name in names}} for row in rows]


def flow_table(rows: Sequence[FlowDay]) -> Table:
    """The lines and the weight between them on Fridays and on the day of evaluation."""
    table: Table = [
        (_("Date"), _("Arrived"), _("Begun"), _("Departed"), _("Done"), _("Dropped"), _("In work"), _("Open"))
    ]
    known = [row for row in rows if row.arrivals is not None]
    for row in known:
        if row.day.weekday() == FRIDAY or row is known[-1]:
            lines = (row.arrivals, row.begun, row.departures, row.done, row.dropped, row.in_work, row.open)
            table.append((date_text(row.day), *map(figure_text, lines)))
    return table


# Throughput.


def throughput_json(series: ThroughputWeeks) -> list[dict[str, Any]]:
    """A row for each week up to the day of evaluation, with its working days."""
    return [
        {
            "week": week.week,
            "from": week.first,
            "to": week.last,
            "done": week.done,
            "is_over": week.is_over,
            "workdays": [{"date": day.day, "done": day.weight} for day in week.days],
        }
        for week in series.weeks
    ]


def throughput_table(series: ThroughputWeeks) -> Table:
    """A row for each week: what was done in it, and by its end."""
    table: Table = [(_("Week"), _("From"), _("To"), _("Working days"), _("Done"), _("Done so far"))]
    so_far = 0
    for week in series.weeks:
        so_far += week.done
        figures = map(figure_text, (len(week.days), week.done, so_far))
        table.append((str(week.week), date_text(week.first), date_text(week.last), *figures))
    return table


# Slips by reason.


def slips_json(series: Slips) -> list[dict[str, Any]]:
    """A row for each reason, most working days first, with its slips."""
    return [
        {
            "reason": each.reason.id if each.reason is not None else None,
            "name": each.name,
            "workdays": each.workdays,
            "milestones": each.milestones,
            "slips": [
                {
                    "id": slip.milestone.id,
                    "date": slip.day,
                    "from": slip.old,
                    "to": slip.new,
                    "workdays": slip.workdays,
                }
                for slip in each.slips
            ],
        }
        for each in series.reasons
    ]


def slips_table(series: Slips) -> Table:
    """A row for each reason."""
    table: Table = [(_("Reason"), _("Working days"), _("Slips"), _("Milestones"))]
    for each in series.reasons:
        figures = map(figure_text, (each.workdays, len(each.slips), each.milestones))
        table.append((each.name, *figures))
    return table


# Lights by week.


def lights_json(series: LightsByWeek) -> list[dict[str, Any]]:
    """A row for each week; null where it was not frozen."""
    none = dict.fromkeys(_COUNTS)
    return [
        {"week": each.week, "date": each.day, **(asdict(each.counts) if each.counts else none)}
        for each in series.weeks
    ]


def lights_table(series: LightsByWeek) -> Table:
    """A row for each week; one that was not frozen says so."""
    words = [_(WORDS[word]).capitalize() for word in (*Light, Status.DONE, Status.DROPPED)]
    table: Table = [(_("Week"), _("Snapshot"), *words)]
    for each in series.weeks:
        if each.counts is None:
            table.append((str(each.week), _("no data"), *("" for _word in words)))
        else:
            counts = [getattr(each.counts, word.value) for word in (*Light, Status.DONE, Status.DROPPED)]
            table.append((str(each.week), date_text(each.day), *map(figure_text, counts)))
    return table


# Trend.


def trend_json(found: Trend) -> dict[str, Any]:
    """The axes and a line for each milestone, with a point for each report."""
    return {
        "start": found.start,
        "wall": found.wall,
        "date": found.day,
        "is_flagged": found.is_flagged,
        "lines": [
            {
                "id": line.milestone.id,
                "direction": line.direction,
                "moved_workdays": line.moved_workdays,
                "is_met": line.is_met,
                "is_silent": line.is_silent,
                "points": [
                    {"date": point.day, "expected": point.expected, "is_silent": point.is_silent}
                    for point in line.points
                ],
            }
            for line in found.lines
        ],
    }


def trend_table(found: Trend) -> Table:
    """A row for each milestone: where it was expected first and now, and what was reported between."""
    days = sorted({point.day for line in found.lines for point in line.points})
    table: Table = [
        (
            _("Milestone"),
            _("First"),
            _("Now"),
            _("Moved"),
            _("State"),
            *(short_date_text(day) for day in days),
        )
    ]
    for line in found.lines:
        reported = {point.day: short_date_text(point.expected) for point in line.points}
        table.append(
            (
                one_line(f"{line.milestone.id} {text(line.milestone, 'title')}"),
                date_text(line.points[0].expected),
                date_text(line.points[-1].expected),
                figure_text(line.moved_workdays),
                _state_text(line),
                *(reported.get(day, "") for day in days),
            )
        )
    return table


def _state_text(line: TrendLine) -> str:
    if line.is_silent:
        return _("silent slip")
    return _("met") if line.is_met else _(WORDS[line.milestone.status])


# Forecast.


def forecast_json(series: ForecastSeries) -> dict[str, Any]:
    """The dates of each chance, or why there are none, and the burndown so far."""
    return {**said_json(series.forecast), "burndown": burndown_json(series.rows)}


def forecast_table(series: ForecastSeries) -> Table:
    """A row for each week in which something was forecast, the present one last: what was said and what was done."""
    chances = [percent_text(percent / 100) for percent in PERCENTS]
    table: Table = [(_("Said on"), *chances, _("By the last day"), _("Done then"), _("Remaining"))]
    for said in (*series.record, series.forecast):
        dates = dict(said.dates)
        refusal = _(REFUSALS[said.refusal]) if said.refusal is not None else ""
        told = [date_text(dates.get(percent)) for percent in PERCENTS]
        figures = (said.by_end.weight if said.by_end else None, said.basis.weights.done, said.basis.remaining)
        table.append((date_text(said.day), refusal or told[0], *told[1:], *map(figure_text, figures)))
    return table
