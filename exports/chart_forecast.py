"""Forecast in text: the burndown so far, the fan of dates by which all is done, and the wall of the last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from exports.chart_parts import (
    HEAVY,
    Dot,
    Drawing,
    Entry,
    Line,
    Role,
    Scale,
    by_column,
    column_of,
    scale,
    steps,
    weight_ticks,
)
from exports.charts import Frame, date_ticks, plotted, today_entry
from models.language import _, date_text, number_text, percent_text, short_date_text
from models.rules.burndown import BurndownDay
from models.rules.forecast import PERCENTS, SURE_PERCENT, Forecast
from models.rules.forecast_words import past_text, record_to_tell, summary_text

LONGEST_DAYS: Final = 400
"""The axis goes no further than so many days after day 1; later dates stand in the legend alone."""


@dataclass(frozen=True)
class ForecastSeries:
    """What the chart of a forecast shows."""

    rows: tuple[BurndownDay, ...]
    forecast: Forecast
    record: tuple[Forecast, ...] = ()
    """What was forecast in past weeks, by day."""


def forecast_text(series: ForecastSeries) -> str:
    """By when all is done, and what was said of it some weeks ago."""
    found = series.forecast
    past = record_to_tell(series.record, found)
    return " ".join(filter(None, (summary_text(found), past_text(past, found) if past else "")))


def forecast_drawing(
    series: ForecastSeries, *, width: int, height: int, ascii: bool = False, day: date, title: str
) -> Drawing:
    """What remains so far and when nothing will, as exactly `height` lines of at most `width` cells."""
    frame, found = Frame(width, height, ascii, title), series.forecast
    remaining = found.basis.remaining
    if found.refusal is not None or not series.rows:
        return frame.in_words(forecast_text(series))
    start, wall = found.basis.first, found.basis.last
    last = max(wall, min(found.dates[-1][1], start + timedelta(days=LONGEST_DAYS)), day)
    days = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    entries = [Entry("━", _("remaining {weight}").format(weight=number_text(remaining)), "remaining")]
    entries += [
        Entry(
            "•" if percent == SURE_PERCENT else "░",
            _("{percent} {date}").format(percent=percent_text(percent / 100), date=date_text(when)),
            "ideal" if percent == SURE_PERCENT else "fan",
        )
        for percent, when in found.dates
    ]
    entries.append(
        Entry(
            "│",
            _("day {number}, {date}").format(number=(wall - start).days + 1, date=short_date_text(wall)),
            "wall",
        )
    )
    at = (day - start).days
    entries.append(today_entry(day, at + 1, (wall - start).days + 1))

    def body(rows: int, told: set[Role]) -> list[Line]:
        to = scale(max(remaining, *(row.remaining or 0 for row in series.rows)), rows)
        margin, y_ticks = weight_ticks(to)
        columns = width - margin - 1
        by_day = {row.day: row.remaining for row in series.rows}
        values = by_column([by_day.get(each) for each in days], columns)

        def column(when: date) -> int:
            return column_of((when - start).days, len(days), columns)

        dots = [Dot(column(wall), row, "│", "wall") for row in range(rows)]
        if "today" in told:
            dots += [Dot(column(day), row, "┊", "today") for row in range(rows)]
        ends = [(percent, column(min(when, last))) for percent, when in found.dates]
        dots += _fan(column(day), remaining, [end for _percent, end in ends], to)
        dots += steps(values, to, HEAVY, "remaining")
        dots += _flags([(percent, end) for percent, end in ends], columns, rows)
        return plotted(dots, columns=columns, rows=rows, x_ticks=date_ticks(days, columns), y_ticks=y_ticks)

    return frame.drawn(forecast_text(series), entries, {"remaining", "ideal", "fan", "wall"}, body)


def _fan(today: int, remaining: int, ends: Sequence[int], to: Scale) -> list[Dot]:
    """Straight lines down from what remains today: the room between the first and the last, and the sure one."""
    sure = ends[PERCENTS.index(SURE_PERCENT)]
    dots = []
    for column in range(today + 1, ends[-1] + 1):
        low, high = (to.row(_left(remaining, today, end, column)) for end in (ends[0], ends[-1]))
        dots += [Dot(column, row, "░", "fan") for row in range(low, high + 1)]
    before = to.row(remaining)
    for column in range(today + 1, sure + 1):
        row = to.row(_left(remaining, today, sure, column))
        dots += [Dot(column, at, "•", "ideal") for at in range(row, max(before, row + 1))]
        before = row
    return dots


def _left(remaining: int, today: int, end: int, column: int) -> float:
    """What remains in a column on the straight line that reaches nothing in the column `end`."""
    return remaining * max(end - column, 0) / (end - today) if end > today else 0.0


def _flags(ends: Sequence[tuple[int, int]], columns: int, rows: int) -> list[Dot]:
    """The chances on poles above their dates, the later the lower, so that none hides another."""
    dots = []
    for place, (percent, column) in enumerate(ends):
        text = percent_text(percent / 100)
        height = min(len(ends) - place, rows - 1)
        dots += [Dot(column, row, "│", "text") for row in range(height)]
        first = column if column + len(text) <= columns else columns - len(text)
        dots += [Dot(first + at, height, letter, "text") for at, letter in enumerate(text)]
    return dots
