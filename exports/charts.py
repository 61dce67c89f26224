"""The canvas of charts in text, drawn by plotext: for screens, the command line and reports, all from the same series.

plotext is imported when the first chart is drawn, because its import takes 200 ms. It keeps one figure for the whole
process, so that one chart is drawn at a time, under a lock, and the figure is cleared before and after. What the charts
show is drawn beside this module, in `chart_burndown` and its like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from threading import Lock
from typing import Final, get_args

from exports.chart_parts import (
    Dot,
    Drawing,
    Entry,
    Line,
    Piece,
    Role,
    cells,
    clipped,
    column_of,
    drawing,
    legend,
    one_line,
    wrapped,
)
from models.language import _, short_date_text

LEAST_WIDTH: Final = 30
LEAST_HEIGHT: Final = 7
"""Below this many cells and lines a sentence with the figures stands for the chart."""
LEAST_ROWS: Final = 3
"""A canvas of fewer rows says nothing."""
BENEATH: Final = 2
"""Lines beneath the canvas: the axis and its dates."""

_ROLES: Final[tuple[Role, ...]] = get_args(Role)
_LOCK: Final = Lock()
_COLOURED = re.compile(r"\x1b\[38;5;(?P<role>\d+)m(?P<text>[^\x1b]*)\x1b\[0m|(?P<plain>[^\x1b]+)|\x1b\[0m")
_WEEK: Final = 7
_WEEKS_APART: Final = (1, 2, 4, 8, 13, 26, 52)
"""How many weeks may lie between two dates beneath the axis."""
_HALF: Final = 3
"""Cells on either side of the middle of a date."""


@dataclass(frozen=True)
class Frame:
    """The space of a chart, and what stands around its canvas."""

    width: int
    """In cells; below 30 a sentence stands for the chart."""
    height: int
    """In lines; below 7 a sentence likewise."""
    ascii: bool
    """Whether only ASCII may be written."""
    title: str
    """The first line; an empty one leaves its line to the chart."""

    def drawn(
        self,
        sentence: str,
        entries: Sequence[Entry],
        needed: set[Role],
        body: Callable[[int, set[Role]], list[Line]],
        beneath: int = BENEATH,
    ) -> Drawing:
        """The chart with its title and its legend, or the sentence where it has no room or nothing to draw.

        Args:
            sentence: what the chart says in words.
            entries: the legend, what matters most first; the last are left out where there is no room.
            needed: the roles without whose entries it is no chart; none where there is nothing to draw.
            body: draws the canvas, given its rows and the roles that the legend tells.
            beneath: lines beneath the canvas.
        """
        if self.width < LEAST_WIDTH or self.height < LEAST_HEIGHT or not needed:
            return self.in_words(sentence)
        title = one_line(self.title)
        head: list[Line] = [(Piece(clipped(title, self.width), "title"),)] if title else []
        for lines_allowed in range(1 if self.height < 14 else 2, 4):
            lines, named = legend(entries, self.width, lines_allowed)
            rows = self.height - len(head) - len(lines) - beneath
            roles = {entry.role for entry in named}
            # What the legend has no room for is not drawn, and without one of its lines it is no chart.
            if rows >= LEAST_ROWS and needed <= roles:
                return self._filled([*head, *lines, *body(rows, roles)])
        return self.in_words(sentence)

    def in_words(self, sentence: str) -> Drawing:
        """A sentence in place of the chart."""
        lines: list[Line] = [(Piece(line),) for line in wrapped(sentence, self.width, self.height)]
        return self._filled(lines, is_words=True)

    def _filled(self, lines: Sequence[Line], *, is_words: bool = False) -> Drawing:
        return drawing(lines, width=self.width, height=self.height, ascii=self.ascii, is_words=is_words)


def today_entry(day: date, number: int, days: int) -> Entry:
    """The legend's entry for the line of the day of evaluation, which is day `number` of `days`."""
    words = _("{date}, day {number} of {days}")
    return Entry("┊", words.format(date=short_date_text(day), number=number, days=days), "today")


def date_ticks(days: Sequence[date], columns: int) -> list[tuple[int, str]]:
    """The dates beneath the axis: the first day, the last, and Mondays between, one or more weeks apart."""
    count = len(days)
    last = (column_of(count - 1, count, columns), short_date_text(days[-1]))
    if count == 1:
        return [last]
    first = (0, short_date_text(days[0]))
    room = range(len(first[1]) + 1, last[0] - len(last[1]) - 1)
    for weeks in _WEEKS_APART:
        ticks = [
            (column, short_date_text(day))
            for index, day in enumerate(days)
            if day.weekday() == 0 and (day - _monday(days[0])).days // _WEEK % weeks == 0
            # A date stands with its middle at its column.
            if (column := column_of(index, count, columns)) - _HALF in room and column + _HALF in room
        ]
        if all(right - left > len(text) + 1 for (left, text), (right, _text) in pairwise(ticks)):
            return [first, *ticks, last]
    return [first, last]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def plotted(
    dots: Sequence[Dot],
    *,
    columns: int,
    rows: int,
    x_ticks: Sequence[tuple[int, str]],
    y_ticks: Sequence[tuple[int, str]],
) -> list[Line]:
    """The canvas of `columns` by `rows` cells with its axes and their labels, drawn by plotext.

    The last line holds the labels below; where there are none, it is the axis.

    The colour of each role is its number, which is read back from plotext's text.
    """
    import plotext

    margin = max((cells(label) for _row, label in y_ticks), default=0)
    with _LOCK:
        plotext.clear_figure()
        try:
            plotext.limit_size(False, False)
            plotext.theme("clear")
            plotext.plot_size(margin + 1 + columns, rows + 1 + bool(x_ticks))
            plotext.xlim(0, max(columns - 1, 1))
            plotext.ylim(0, max(rows - 1, 1))
            plotext.xaxes(True, False)
            plotext.yaxes(True, False)
            plotext.xticks([column for column, _text in x_ticks], [text for _column, text in x_ticks])
            plotext.yticks([row for row, _text in y_ticks], [text for _row, text in y_ticks])
            # Of dots in one cell the last is seen, whatever order their roles come in.
            seen = {(dot.column, dot.row): dot for dot in dots}.values()
            for role in dict.fromkeys(dot.role for dot in seen):
                mine = [dot for dot in seen if dot.role == role]
                plotext.scatter(
                    [dot.column for dot in mine],
                    [dot.row for dot in mine],
                    marker=[dot.mark for dot in mine],
                    color=_ROLES.index(role),
                )
            text = str(plotext.build())
        finally:
            plotext.clear_figure()
    return [_pieces(line) for line in text.removesuffix("\n").split("\n")]


def _pieces(line: str) -> Line:
    """A line of plotext's as pieces; what has no colour belongs to the axes."""
    pieces = []
    for found in _COLOURED.finditer(line):
        if found["text"]:
            pieces.append(Piece(found["text"], _ROLES[int(found["role"])]))
        elif found["plain"]:
            pieces.append(Piece(found["plain"], "axis"))
    return tuple(pieces)
