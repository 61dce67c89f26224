"""Milestone trend analysis in text: report dates to the right, forecast dates upwards, a line for each milestone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final, NamedTuple

from exports.chart_parts import LIGHT, Dot, Drawing, Entry, Line, Role, Scale, cells, column_of, steps
from exports.charts import Frame, date_ticks, plotted
from models.language import N_, _, short_date_text
from models.rules.calendar import ONE_DAY
from models.rules.text import visible
from models.rules.trend import Direction, Trend, TrendLine
from models.rules.trend_words import chosen_text, trend_text


class _End(NamedTuple):
    """How a line ends: with a mark that says where it leads."""

    mark: str
    role: Role
    words: str
    """For the legend."""


_SILENT: Final = _End("■", "silent", N_("passed, not moved"))
_SLIPPING: Final = _End("▲", "other", N_("later"))
_AHEAD: Final = _End("▼", "trend", N_("earlier"))
_FLAT: Final = _End("►", "trend", N_("as planned"))
_MET: Final = _End("●", "done", N_("met"))
_ENDS: Final = (_SILENT, _SLIPPING, _AHEAD, _FLAT, _MET)
"""What matters most first."""
_OPEN: Final = {Direction.SLIPPING: _SLIPPING, Direction.AHEAD: _AHEAD, Direction.FLAT: _FLAT}

_POINT: Final = "•"
"""What one report said."""
_AS_IT_IS: Final = Scale(1, ())
"""For values that are rows already."""
_WEEKS_APART: Final = (1, 2, 4, 8, 13, 26, 52)
"""How many weeks may lie between two dates beside the axis."""

_FARTHEST_ROWS: Final = 4
"""An id stands at most so many rows above or below the end of its line; farther off nobody would look for it."""


def trend_words(found: Trend) -> str:
    """What the chart says, and which milestones it shows."""
    return " ".join(filter(None, (trend_text(found), chosen_text(found))))


def _end_of(line: TrendLine) -> _End:
    if line.is_silent:
        return _SILENT
    return _MET if line.is_met else _OPEN[line.direction]


def trend_drawing(
    found: Trend, *, width: int, height: int, ascii: bool = False, day: date, title: str
) -> Drawing:
    """The triangle of dates with its lines, as exactly `height` lines of at most `width` cells."""
    frame, sentence = Frame(width, height, ascii, title), trend_words(found)
    if not found.lines:
        return frame.in_words(sentence)
    wall = _("day {number}, {date}").format(
        number=(found.wall - found.start).days + 1, date=short_date_text(found.wall)
    )
    ends = {_end_of(line) for line in found.lines}
    entries = [Entry("═", wall, "wall")]
    entries += [Entry(end.mark, _(end.words), end.role) for end in _ENDS if end in ends]
    entries.append(Entry("╱", _("date reached"), "axis"))
    needed = {entry.role for entry in entries}

    def body(rows: int, _told: set[Role]) -> list[Line]:
        return _Triangle(found, width, rows).drawn()

    return frame.drawn(sentence, entries, needed, body)


@dataclass(frozen=True)
class _Triangle:
    """The canvas of a trend."""

    found: Trend
    width: int
    rows: int

    @cached_property
    def _days(self) -> list[date]:
        """The days along the axis below."""
        return [self.found.start + n * ONE_DAY for n in range((self.found.wall - self.found.start).days + 1)]

    @cached_property
    def _last(self) -> date:
        """The latest date beside the axis: twice the plan's length at most; what lies beyond is drawn there."""
        latest = max(point.expected for line in self.found.lines for point in line.points)
        longest = self.found.wall + (self.found.wall - self.found.start)
        return min(max(latest, self.found.wall), longest) + 3 * ONE_DAY

    def _row(self, when: date) -> int:
        share = (when - self.found.start) / (self._last - self.found.start)
        return min(max(round(share * (self.rows - 1)), 0), self.rows - 1)

    def drawn(self) -> list[Line]:
        """All of it."""
        y_ticks = self._y_ticks()
        margin = max(cells(label) for _row, label in y_ticks)
        columns = self.width - margin - 1
        # To the right of the last report there is room for the ids that end in one row.
        plot = columns - min(self._ids_room(), columns // 3)
        dots = [Dot(column, self._row(self.found.wall), "═", "wall") for column in range(columns)]
        dots += self._diagonal(plot)
        # What slips in silence lies on top.
        lines = sorted(self.found.lines, key=lambda line: -_ENDS.index(_end_of(line)))
        drawn = [(line, self._line(line, plot)) for line in lines]
        for _line, own in drawn:
            dots += own
        # No line hides where another ends.
        dots += [own[-1] for _line, own in drawn]
        dots += _labels(drawn, columns, self.rows)
        labels = [(row, label.rjust(margin)) for row, label in y_ticks]
        x_ticks = date_ticks(self._days, plot)
        return plotted(dots, columns=columns, rows=self.rows, x_ticks=x_ticks, y_ticks=labels)

    def _diagonal(self, plot: int) -> list[Dot]:
        """Where the date of a report is the date that it reports."""
        last = len(self._days) - 1
        days = [self._days[round(column * last / max(plot - 1, 1))] for column in range(plot)]
        return [Dot(column, self._row(day), "╱", "axis") for column, day in enumerate(days)]

    def _ids_room(self) -> int:
        """Cells for the ids of the lines that end in the same row."""
        room: defaultdict[int, int] = defaultdict(int)
        for line in self.found.lines:
            if not line.is_met:
                room[self._row(line.points[-1].expected)] += cells(visible(line.milestone.id)) + 1
        return max(room.values(), default=0)

    def _column(self, when: date, plot: int) -> int:
        at = min(max((when - self.found.start).days, 0), len(self._days) - 1)
        return column_of(at, len(self._days), plot)

    def _line(self, line: TrendLine, plot: int) -> list[Dot]:
        """Level from one report to the next, with the mark of its end last."""
        end, rows = _end_of(line), {self._column(p.day, plot): self._row(p.expected) for p in line.points}
        first, last = min(rows), max(rows)
        values: list[float | None] = [None] * first
        for column in range(first, last + 1):
            values.append(rows.get(column, values[-1] if values else None))
        points = [Dot(column, row, _POINT, end.role) for column, row in rows.items()]
        return [
            *steps(values, _AS_IT_IS, LIGHT, end.role),
            *points,
            Dot(last, rows[last], end.mark, end.role),
        ]

    def _y_ticks(self) -> list[tuple[int, str]]:
        """The dates beside the axis: day 1, the wall, and Mondays that stand clear of them."""
        fixed = {self._row(when): when for when in (self.found.start, self.found.wall)}
        monday = self.found.start - timedelta(days=self.found.start.weekday())
        for weeks in _WEEKS_APART:
            ticks = dict(fixed)
            when = monday + timedelta(weeks=weeks)
            while when <= self._last:
                row = self._row(when)
                if all(abs(row - other) > 1 for other in fixed):
                    ticks[row] = when
                when += timedelta(weeks=weeks)
            if len(ticks) <= max(self.rows // 3, 3):
                break
        return [(row, short_date_text(when)) for row, when in sorted(ticks.items())]


def _labels(drawn: Sequence[tuple[TrendLine, list[Dot]]], columns: int, rows: int) -> list[Dot]:
    """The id of each line to the right of its end, or in the nearest row where there is room for it."""
    taken = {(dot.column, dot.row) for _line, dots in drawn for dot in dots}
    labels: list[Dot] = []
    # The line drawn last matters most, and chooses its place first.
    for line, dots in reversed(drawn):
        end, text = dots[-1], visible(line.milestone.id)
        place = _room_for(len(text), end, taken, columns, rows)
        if place is not None:
            column, row = place
            label = [Dot(column + at, row, letter, end.role) for at, letter in enumerate(text)]
            # A cell beside an id stays free, so that two can be told apart: the wall and the diagonal give way.
            if column + len(text) < columns and (column + len(text), row) not in taken:
                label.append(Dot(column + len(text), row, " ", end.role))
            taken |= {(at, row) for at in range(column - 1, column + len(text) + 1)}
            labels += label
    return labels


def _room_for(
    wide: int, end: Dot, taken: set[tuple[int, int]], columns: int, rows: int
) -> tuple[int, int] | None:
    """The nearest place for an id of so many cells beside the end of its line; None where there is none."""
    for away in range(_FARTHEST_ROWS + 1):
        for row in dict.fromkeys((end.row, end.row - away, end.row + away)):
            for column in range(end.column + 1, min(end.column + columns // 3, columns - wide) + 1):
                cells_of_it = range(column, column + wide)
                if 0 <= row < rows and not any((at, row) in taken for at in cells_of_it):
                    return column, row
    return None
