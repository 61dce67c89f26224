"""Burndown and burn-up in text: weight by day of the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

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
    column_of,
    dotted,
    is_number,
    marked,
    scale,
    steps,
    weight_ticks,
)
from exports.charts import Frame, date_ticks, plotted, today_entry
from models.language import _, number_text
from models.rules.burndown import BurndownDay, BurndownSummary, burnup_text, summary, summary_text


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
    return _Chart(rows, series, summary_text, day, Frame(width, height, ascii, title)).drawn()


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
    return _Chart(rows, series, burnup_text, day, Frame(width, height, ascii, title)).drawn()


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
    """Weight by day of the plan: what burndown and burn-up share."""

    rows: Sequence[BurndownDay]
    series: Sequence[_Series]
    """In the order in which they are drawn: the last lies on top and comes first in the legend."""
    sentence_of: Callable[[BurndownSummary], str]
    """Its words, which stand for it where there is no room or nothing to draw."""
    day: date
    frame: Frame

    def drawn(self) -> Drawing:
        """The chart, or its sentence where it has no room or nothing to draw."""
        entries = self._entries()
        needed = {line.role for line in self.series} & {entry.role for entry in entries}
        return self.frame.drawn(self.sentence_of(summary(self.rows, self.day)), entries, needed, self._body)

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
            entries.append(today_entry(self.day, today + 1, len(self.rows)))
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
        margin, y_ticks = weight_ticks(to)
        columns = self.frame.width - margin - 1
        count = len(self.rows)
        dots: list[Dot] = []
        today = self._today()
        if today is not None and "today" in told:
            dots += [Dot(column_of(today, count, columns), row, "┊", "today") for row in range(rows)]
        for line in self.series:
            if line.role in told:
                dots += line.dots(columns, to)
        x_ticks = date_ticks([row.day for row in self.rows], columns)
        lines = plotted(dots, columns=columns, rows=rows, x_ticks=x_ticks, y_ticks=y_ticks)
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
