"""Cumulative flow in text: bands of weight between the lines of arrivals and departures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from exports.chart_parts import (
    Dot,
    Drawing,
    Entry,
    Line,
    Role,
    Scale,
    by_column,
    column_of,
    is_number,
    scale,
    weight_ticks,
)
from exports.charts import Frame, date_ticks, plotted, today_entry
from models.language import N_, _, number_text
from models.rules.flow import FlowDay, flow_on, flow_text


class _Band(NamedTuple):
    """The weight between a line and the one below it."""

    role: Role
    mark: str
    words: str
    """For the legend, with a place for the `weight`."""


_BANDS: Final = (
    _Band("done", "█", N_("done {weight}")),
    _Band("dropped", "×", N_("dropped {weight}")),
    _Band("work", "▒", N_("in work {weight}")),
    _Band("waiting", "░", N_("not begun {weight}")),
)
"""From the bottom up: what departed, what is in work, and what waits below the line of arrivals."""


def _lines(row: FlowDay) -> tuple[int | None, ...]:
    """The upper edges of the bands."""
    return row.done, row.departures, row.begun, row.arrivals


def flow_drawing(
    rows: Sequence[FlowDay], *, width: int, height: int, ascii: bool = False, day: date, title: str
) -> Drawing:
    """Bands of done, dropped, begun and waiting weight, as exactly `height` lines of at most `width` cells."""
    frame = Frame(width, height, ascii, title)
    last = flow_on(rows, day)
    if last is None or not last.arrivals:
        return frame.in_words(flow_text(rows, day))
    edges = [value or 0 for value in _lines(last)]
    entries = [
        Entry(band.mark, _(band.words).format(weight=number_text(edge - below)), band.role)
        for band, edge, below in zip(_BANDS, edges, [0, *edges], strict=False)
        if edge > below or band.role != "dropped"
    ]
    entries.reverse()
    today = next((index for index, row in enumerate(rows) if row.day == day), None)
    needed = {entry.role for entry in entries}
    if today is not None:
        entries.append(today_entry(day, today + 1, len(rows)))

    def body(height: int, told: set[Role]) -> list[Line]:
        to = scale(max(row.arrivals or 0 for row in rows), height)
        margin, y_ticks = weight_ticks(to)
        columns = width - margin - 1
        dots = _band_dots(rows, columns, to)
        if today is not None and "today" in told:
            column = column_of(today, len(rows), columns)
            top = max((dot.row for dot in dots if dot.column == column), default=-1)
            dots += [Dot(column, row, "┊", "today") for row in range(top + 1, height)]
        x_ticks = date_ticks([row.day for row in rows], columns)
        return plotted(dots, columns=columns, rows=height, x_ticks=x_ticks, y_ticks=y_ticks)

    return frame.drawn(flow_text(rows, day), entries, needed, body)


def _band_dots(rows: Sequence[FlowDay], columns: int, to: Scale) -> list[Dot]:
    edges = [by_column([_lines(row)[place] for row in rows], columns) for place in range(len(_BANDS))]
    dots = []
    for column, values in enumerate(zip(*edges, strict=True)):
        filled = 0
        for band, value in zip(_BANDS, values, strict=True):
            if value is not None and is_number(value) and value > 0:
                upto = to.row(value) + 1
                dots += [Dot(column, row, band.mark, band.role) for row in range(filled, upto)]
                filled = max(filled, upto)
    return dots
