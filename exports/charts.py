"""Charts drawn as text by plotext: for screens, the command line and reports, all from the same series.

plotext is imported when the first chart is drawn, because its import takes 200 ms. It keeps one figure for the whole
process, so that one chart is drawn at a time, under a lock, and the figure is cleared before and after.
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
    HEAVY,
    LIGHT,
    Dot,
    Drawing,
    Entry,
    Line,
    Piece,
    Role,
    Scale,
    by_column,
    cells,
    clipped,
    column_of,
    dotted,
    drawing,
    is_number,
    legend,
    marked,
    one_line,
    scale,
    steps,
    wrapped,
)
from models.language import _, number_text, short_date_text
from models.rules.burndown import BurndownDay, BurndownSummary, burnup_text, summary, summary_text

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


def burndown_chart(
    rows: Sequence[BurndownDay],
    *,
    width: int,
    height: int,
    ascii: bool = False,
    day: date,
    title: str,
    colour: bool = False,
) -> str:
    """Remaining weight against the ideal line and scope, as exactly `height` lines of at most `width` cells.

    Args:
        rows: one for each day of the plan; what is None is not drawn.
        width: in cells; below 30 a sentence with the figures stands for the chart.
        height: in lines; below 7 a sentence likewise.
        ascii: whether only ASCII may be written.
        day: the day of evaluation: nothing but the ideal line is drawn after it.
        title: the first line; an empty one leaves its line to the chart.
        colour: whether colours are written as ANSI control sequences, each closed on its line.
    """
    drawn = burndown_drawing(rows, width=width, height=height, ascii=ascii, day=day, title=title)
    return drawn.text(colour=colour)


def burnup_chart(
    rows: Sequence[BurndownDay],
    *,
    width: int,
    height: int,
    ascii: bool = False,
    day: date,
    title: str,
    colour: bool = False,
) -> str:
    """Done weight against scope; the rest as for `burndown_chart`."""
    drawn = burnup_drawing(rows, width=width, height=height, ascii=ascii, day=day, title=title)
    return drawn.text(colour=colour)


def burndown_drawing(
    rows: Sequence[BurndownDay], *, width: int, height: int, ascii: bool = False, day: date, title: str
) -> Drawing:
    """The chart of `burndown_chart` as pieces that say what they are, for whoever colours them by a theme."""
    remaining = [row.remaining if row.day <= day else None for row in rows]
    scope = [row.scope if row.day <= day else None for row in rows]
    ideal = [row.ideal for row in rows]
    series = (
        _Series("scope", scope, _("scope {weight}"), "─"),
        _Series("ideal", ideal, _("ideal {weight}"), "•"),
        _Series("remaining", remaining, _("remaining {weight}"), "━"),
    )
    return _Chart(rows, series, summary_text, day, title, width, height, ascii).drawn()


def burnup_drawing(
    rows: Sequence[BurndownDay], *, width: int, height: int, ascii: bool = False, day: date, title: str
) -> Drawing:
    """The chart of `burnup_chart` as pieces that say what they are."""
    done = [row.done if row.day <= day else None for row in rows]
    scope = [row.scope if row.day <= day else None for row in rows]
    series = (
        _Series("scope", scope, _("scope {weight}"), "─"),
        _Series("done", done, _("done {weight}"), "━"),
    )
    return _Chart(rows, series, burnup_text, day, title, width, height, ascii).drawn()


@dataclass(frozen=True)
class _Series:
    """One line of a chart."""

    role: Role
    values: Sequence[float | None]
    """One a day."""
    words: str
    """For the legend, with a place for the `weight`."""
    mark: str

    def dots(self, columns: int, to: Scale) -> list[Dot]:
        values = by_column(self.values, columns)
        if self.role == "ideal":
            return dotted(values, to, self.mark, self.role)
        return steps(values, to, HEAVY if self.mark == HEAVY.level else LIGHT, self.role)


@dataclass(frozen=True)
class _Chart:
    """Weight by day of the plan: the frame that burndown and burn-up share."""

    rows: Sequence[BurndownDay]
    series: Sequence[_Series]
    """In the order in which they are drawn: the last lies on top and comes first in the legend."""
    sentence_of: Callable[[BurndownSummary], str]
    """Its words, which stand for it where there is no room or nothing to draw."""
    day: date
    title: str
    width: int
    height: int
    ascii: bool

    def drawn(self) -> Drawing:
        """The chart, or its sentence where it has no room or nothing to draw."""
        entries = self._entries()
        lines_to_tell = {line.role for line in self.series} & {entry.role for entry in entries}
        if self.width < LEAST_WIDTH or self.height < LEAST_HEIGHT or not lines_to_tell:
            return self._sentence()
        title = one_line(self.title)
        head: list[Line] = [(Piece(clipped(title, self.width), "title"),)] if title else []
        for lines_allowed in range(1 if self.height < 14 else 2, 4):
            lines, named = legend(entries, self.width, lines_allowed)
            rows = self.height - len(head) - len(lines) - BENEATH
            roles = {entry.role for entry in named}
            # What the legend has no room for is not drawn, and without one of its lines it is no chart.
            if rows >= LEAST_ROWS and lines_to_tell <= roles:
                body = self._body(rows, roles)
                return drawing((*head, *lines, *body), width=self.width, height=self.height, ascii=self.ascii)
        return self._sentence()

    def _sentence(self) -> Drawing:
        text = self.sentence_of(summary(self.rows, self.day))
        lines: list[Line] = [(Piece(line),) for line in wrapped(text, self.width, self.height)]
        return drawing(lines, width=self.width, height=self.height, ascii=self.ascii)

    def _today(self) -> int | None:
        """The index of the day of evaluation among the plan's days."""
        return next((index for index, row in enumerate(self.rows) if row.day == self.day), None)

    def _entries(self) -> list[Entry]:
        """The legend, what matters most first."""
        entries = []
        at = self._today()
        if at is None and self.rows:
            at = 0 if self.day < self.rows[0].day else len(self.rows) - 1
        for line in reversed(self.series):
            value = line.values[at] if at is not None else None
            if value is not None and is_number(value):
                entries.append(Entry(line.mark, line.words.format(weight=number_text(int(value))), line.role))
        today = self._today()
        if today is not None:
            entries.append(
                Entry(
                    "┊",
                    _("{date}, day {number} of {days}").format(
                        date=short_date_text(self.day), number=today + 1, days=len(self.rows)
                    ),
                    "today",
                )
            )
        added = sum(row.added for row in self.rows if row.day <= self.day)
        dropped = sum(row.dropped for row in self.rows if row.day <= self.day)
        if added:
            entries.append(Entry("▲", _("added {weight}").format(weight=number_text(added)), "added"))
        if dropped:
            entries.append(Entry("▼", _("dropped {weight}").format(weight=number_text(dropped)), "dropped"))
        return entries

    def _body(self, rows: int, told: set[Role]) -> list[Line]:
        """The canvas with its axes, the marks of added and dropped weight, and the dates."""
        highest = max(float(v) for line in self.series for v in line.values if v is not None and is_number(v))
        to = scale(highest, rows)
        labels = [number_text(value) for _row, value in to.ticks]
        margin = max(cells(label) for label in labels)
        columns = self.width - margin - 1
        count = len(self.rows)
        dots: list[Dot] = []
        today = self._today()
        if today is not None and "today" in told:
            dots += [Dot(column_of(today, count, columns), row, "┊", "today") for row in range(rows)]
        for line in self.series:
            if line.role in told:
                dots += line.dots(columns, to)
        y_ticks = [(row, label.rjust(margin)) for (row, _value), label in zip(to.ticks, labels, strict=True)]
        x_ticks = _dates([row.day for row in self.rows], columns)
        lines = _plotted(dots, columns=columns, rows=rows, x_ticks=x_ticks, y_ticks=y_ticks)
        lines[-2] = marked(lines[-2], self._scope_marks(columns, told), margin + 1)
        return lines

    def _scope_marks(self, columns: int, told: set[Role]) -> dict[int, Piece]:
        """The marks, by column, of the days on which weight came or went; what shares a column moves aside."""
        known = [
            (column_of(n, len(self.rows), columns), row)
            for n, row in enumerate(self.rows)
            if row.day <= self.day
        ]
        marks = {column: Piece("▲", "added") for column, row in known if row.added and "added" in told}
        for column in sorted({column for column, row in known if row.dropped and "dropped" in told}):
            beside = (place for place in (column, column - 1, column + 1) if 0 <= place < columns)
            place = next((place for place in beside if place not in marks), column)
            marks[place] = Piece("▼", "dropped")
        return marks


def _dates(days: Sequence[date], columns: int) -> list[tuple[int, str]]:
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


def _plotted(
    dots: Sequence[Dot],
    *,
    columns: int,
    rows: int,
    x_ticks: Sequence[tuple[int, str]],
    y_ticks: Sequence[tuple[int, str]],
) -> list[Line]:
    """The canvas of `columns` by `rows` cells with its axes and their labels, drawn by plotext.

    The colour of each role is its number, which is read back from plotext's text.
    """
    import plotext

    margin = max((cells(label) for _row, label in y_ticks), default=0)
    with _LOCK:
        plotext.clear_figure()
        try:
            plotext.limit_size(False, False)
            plotext.theme("clear")
            plotext.plot_size(margin + 1 + columns, rows + 2)
            plotext.xlim(0, max(columns - 1, 1))
            plotext.ylim(0, max(rows - 1, 1))
            plotext.xaxes(True, False)
            plotext.yaxes(True, False)
            plotext.xticks([column for column, _text in x_ticks], [text for _column, text in x_ticks])
            plotext.yticks([row for row, _text in y_ticks], [text for _row, text in y_ticks])
            for role in dict.fromkeys(dot.role for dot in dots):
                mine = [dot for dot in dots if dot.role == role]
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


__all__ = [
    "Drawing",
    "burndown_chart",
    "burndown_drawing",
    "burnup_chart",
    "burnup_drawing",
]
