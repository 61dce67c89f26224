"""Days as cells: a plan's days from left to right, the wall after its last day, then the days that follow.

Every screen, page or picture that draws days beside one another takes its cells from here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from models.language import monday_of
from models.rules.calendar import ONE_DAY, WorkCalendar, days_between

DAY_CELLS: Final = 3
"""Cells of a day where days are shown."""
MOST_WEEK_CELLS: Final = 7 * DAY_CELLS
"""Cells of a week at most."""
WEEKEND_FROM: Final = 6
"""Cells of a week from which on the weekend has cells of its own."""
LEAST_AFTER, MOST_AFTER = 6, 24
"""Cells that are kept for what goes on after the plan's last day, where weeks are shown."""


class Zoom(StrEnum):
    """How much a roadmap shows at once."""

    WEEK = "week"
    """The whole plan, as wide as there is room."""
    DAY = "day"
    """Each day apart; one moves along."""


@dataclass(frozen=True)
class Axis:
    """Days as cells: day 1 in cell 0, those before it in cells below 0, the wall after the last day, then the rest."""

    start: date
    """Day 1."""
    end: date
    """The plan's last day."""
    week_cells: int
    """Cells of a week, at least 1."""

    def _offset(self, weekday: int) -> int:
        """The first cell of a weekday in its week; a weekend shares Friday's cell where there are few."""
        cells = self.week_cells
        if cells >= 7:
            return weekday * cells // 7
        return min(weekday, 5) if cells == 6 else min(weekday, 4) * cells // 5

    def _steady(self, day: date) -> int:
        """Where a day would begin if there were no wall: weeks are equally wide."""
        weeks = (monday_of(day) - monday_of(self.start)).days // 7
        return weeks * self.week_cells + self._offset(day.weekday()) - self._offset(self.start.weekday())

    @cached_property
    def _after_end(self) -> int:
        return self._steady(self.end + ONE_DAY)

    @cached_property
    def _before_start(self) -> int:
        return self._steady(self.start - ONE_DAY)

    @cached_property
    def wall(self) -> int:
        """The cell after the plan's last day, in which no day falls."""
        return max(self._after_end, self._steady(self.end) + 1)

    def begins(self, day: date) -> int:
        """The first cell of a day."""
        if day < self.start:
            return self._steady(day) - self._before_start - 1
        if day <= self.end:
            return self._steady(day)
        return self.wall + 1 + self._steady(day) - self._after_end

    def column(self, day: date) -> int:
        """The cell of a day: the middle one of its cells."""
        first = self.begins(day)
        ends = self.wall if day == self.end else self.begins(day + ONE_DAY)
        return first + max(ends - first - 1, 0) // 2

    def days_in(self, column: int) -> tuple[date, date] | None:
        """The first and the last day that a cell stands for; None for the wall."""
        if column == self.wall:
            return None
        low, high, steady = self.start, self.end, column
        if column < 0:
            low, high, steady = date.min, self.start - ONE_DAY, column + 1 + self._before_start
        elif column > self.wall:
            low, high, steady = self.end + ONE_DAY, date.max, column - self.wall - 1 + self._after_end
        week, cell = divmod(steady + self._offset(self.start.weekday()), self.week_cells)
        monday = monday_of(self.start) + timedelta(weeks=week)
        # The last weekday that begins at or before the cell, and the first that begins where it does.
        last = max(each for each in range(7) if self._offset(each) <= cell)
        first = min(each for each in range(7) if self._offset(each) == self._offset(last))
        found = monday + timedelta(days=first), monday + timedelta(days=last)
        return max(low, min(found[0], high)), max(low, min(found[1], high))


def room_after(width: int) -> int:
    """Cells that are kept for what goes on after the wall, of so many in all."""
    return max(LEAST_AFTER, min(MOST_AFTER, width // 6))


def axis_for(calendar: WorkCalendar, width: int, zoom: Zoom) -> Axis:
    """The axis on which a plan fits into so many cells; where it cannot, or days are shown, one must move along."""
    if zoom is Zoom.DAY:
        return Axis(calendar.start, calendar.end, MOST_WEEK_CELLS)
    after = room_after(width)
    for cells in range(MOST_WEEK_CELLS, 1, -1):
        axis = Axis(calendar.start, calendar.end, cells)
        if axis.wall + 1 + after <= width:
            return axis
    return Axis(calendar.start, calendar.end, 1)


@dataclass(frozen=True)
class View:
    """The part of an axis that shows."""

    axis: Axis
    first: int
    """The cell of the axis that shows at the left edge."""
    width: int

    def place(self, day: date) -> int:
        """Where a day shows, from 0 at the left edge; below 0 or from `width` on where it does not."""
        return self.axis.column(day) - self.first

    @cached_property
    def wall(self) -> int:
        """Where the wall shows, as for a day."""
        return self.axis.wall - self.first

    @cached_property
    def cells(self) -> tuple[tuple[date, date] | None, ...]:
        """The first and last day of each cell; None for the wall."""
        return tuple(self.axis.days_in(self.first + place) for place in range(self.width))

    def week_starts(self) -> list[tuple[int, int]]:
        """Where weeks begin that show, with their number in the plan: 1 in the week of its start, 0 and less before it.

        The days of the last week that lie after the wall do not count as a beginning.
        """
        found = []
        start_week = monday_of(self.axis.start)
        for monday in self._mondays():
            first = self.axis.start if monday == start_week else monday
            found.append((self.axis.begins(first) - self.first, (monday - start_week).days // 7 + 1))
        return [(place, week) for place, week in found if 0 <= place < self.width]

    def _mondays(self) -> Iterable[date]:
        days = [cell for cell in self.cells if cell is not None]
        if days:
            monday, last = monday_of(days[0][0]), days[-1][1]
            while monday <= last:
                yield monday
                monday += timedelta(weeks=1)


class Shade(StrEnum):
    """Whether people work in a cell's days."""

    NONE = ""
    WEEKEND = "weekend"
    CLOSED = "closed"
    """A public holiday or a closed week, in half of its weekdays at least."""


def shades(view: View, calendar: WorkCalendar, closed: Collection[date] = ()) -> tuple[Shade, ...]:
    """Whether people work in the days of each cell.

    Args:
        closed: Mondays of closed weeks beside those of the calendar.
    """
    found = (_shade(cell, calendar, closed) for cell in view.cells)
    if view.axis.week_cells < WEEKEND_FROM:
        # The weekend has no cell of its own, but for what the wall leaves of the last one.
        found = (Shade.NONE if each is Shade.WEEKEND else each for each in found)
    return tuple(found)


def _shade(cell: tuple[date, date] | None, calendar: WorkCalendar, closed: Collection[date]) -> Shade:
    if cell is None:
        return Shade.NONE
    first, last = cell
    weekdays = [day for day in days_between(first, last) if day.weekday() < 5]
    if not weekdays:
        return Shade.WEEKEND
    off = sum(not calendar.is_workday(day) or monday_of(day) in closed for day in weekdays)
    return Shade.CLOSED if 2 * off >= len(weekdays) else Shade.NONE


def labels_in(labels: Iterable[tuple[int, str]], width: int, taken: Collection[int] = ()) -> str:
    """A line of `width` cells with labels at their places, first come first served; one without room is left out.

    Args:
        labels: each with the cell at which it begins; its letters are one cell wide.
        taken: cells that no label may cover.
    """
    line = [" "] * width
    used = set(taken)
    for place, label in labels:
        cells = range(place, place + len(label))
        # A blank stays between two labels.
        if place >= 0 and place + len(label) <= width and used.isdisjoint({place - 1, *cells, cells.stop}):
            line[place : place + len(label)] = label
            used.update(cells)
    return "".join(line)
