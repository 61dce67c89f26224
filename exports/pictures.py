"""Pictures of a page: burndown and lights by week as small SVGs that are read on paper, on a phone and without colours.

A picture fetches nothing, its text is text, and it holds no ids, so that two of them never meet on one page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from exports.chart_parts import Role
from exports.chart_svg import COLOURS, PAPER
from exports.picture_parts import (
    PLOT,
    SIZE,
    TALL,
    WIDE,
    Box,
    Heights,
    Point,
    axis_title,
    drawn_text,
    each_week,
    picture,
    rectangle,
    stroke,
    text_width,
)
from models.language import _, date_text, number_text, short_date_text
from models.rules.burndown import BurndownDay, has_work, summary, summary_text
from models.rules.calendar import WorkCalendar
from models.rules.lights import WORST_FIRST
from models.rules.lights_by_week import LightsByWeek, LightsWeek, lights_text
from models.rules.words import SHAPES, WORDS, Light

# Burndown.


@dataclass(frozen=True)
class _Line:
    """One series of a burndown."""

    role: Role
    words: str
    """Its label, in English, with a place for the `weight`."""
    width: float
    dash: str
    values: Sequence[int | None]
    """One a day."""
    at: int | None
    """The day whose value the label tells: the last one known."""


def burndown_svg(days: Sequence[BurndownDay], *, day: date, calendar: WorkCalendar) -> str:
    """Remaining weight, the ideal line and scope by day of the plan; empty where there is no work to draw.

    Each line has a dash and a label of its own beside it. Weeks are numbered in their middle.

    Args:
        days: one for each day of the plan.
        day: the day of evaluation; nothing but the ideal line is drawn after it.
        calendar: that of the plan.
    """
    if not has_work(days):
        return ""
    known = max((n for n, each in enumerate(days) if each.day <= day), default=None)
    told = summary(days, day)
    lines = (
        _Line(
            "scope", _("scope {weight}"), 1.5, "9 3", [d.scope if d.day <= day else None for d in days], known
        ),
        _Line("ideal", _("ideal {weight}"), 1.5, "2 3", [d.ideal for d in days], known),
        _Line(
            "remaining",
            _("remaining {weight}"),
            3,
            "",
            [d.remaining if d.day <= day else None for d in days],
            known,
        ),
    )
    to = Heights.up_to(max(value for line in lines for value in line.values if value is not None))
    drawing = _Burndown(days, lines, to, day, calendar)
    return picture(_("Burndown"), summary_text(told), drawing.drawn())


@dataclass(frozen=True)
class _Burndown:
    days: Sequence[BurndownDay]
    lines: Sequence[_Line]
    to: Heights
    day: date
    calendar: WorkCalendar

    def x(self, index: float) -> float:
        """Where a day ends."""
        return PLOT.left + (index + 1) / len(self.days) * (PLOT.right - PLOT.left)

    def drawn(self) -> Iterator[str]:
        yield from self.to.drawn()
        yield from self._weeks()
        taken: list[Box] = []
        yield from self._walls(taken)
        courses = {line.role: self._course(line) for line in self.lines}
        labels = list(self._labels(courses, taken))
        # Paper beneath a name, so that no line of the grid runs through it.
        yield from (rectangle(box, PAPER) for box, _drawn in labels)
        for line in self.lines:
            yield from (stroke(run, COLOURS[line.role], line.width, line.dash) for run in courses[line.role])
        yield from (drawn for _box, drawn in labels)

    def _weeks(self) -> Iterator[str]:
        """A tick where each week begins, its number in the middle, the first and the last date below."""
        start = self.days[0].day
        each = each_week(self.calendar.weeks)
        monday = start - timedelta(days=start.weekday())
        for week in range(1, self.calendar.weeks + 1):
            first = max((monday - start).days - 1, -1)
            last = min((monday - start).days + 6, len(self.days) - 1)
            left, right = self.x(first), self.x(last)
            yield stroke([(left, PLOT.bottom), (left, PLOT.bottom + 4)], COLOURS["axis"], 1)
            if (week - 1) % each == 0:
                # A week of one day is narrower than its number.
                middle = min((left + right) / 2, WIDE - text_width(str(week)) / 2)
                yield drawn_text(middle, PLOT.bottom + SIZE + 4, str(week), anchor="middle")
            monday += timedelta(days=7)
        yield axis_title(_("wk"))
        below = TALL - 4
        yield drawn_text(PLOT.left, below, date_text(start))
        yield drawn_text(PLOT.right, below, date_text(self.days[-1].day), anchor="end")

    def _walls(self, taken: list[Box]) -> Iterator[str]:
        """The upright lines of the last day and of today; where they stand is added to `taken`."""
        axis = COLOURS["axis"]
        taken.append(Box(PLOT.right - 1, PLOT.top, PLOT.right + 1, PLOT.bottom))
        yield stroke([(PLOT.right, PLOT.top), (PLOT.right, PLOT.bottom)], axis, 1)
        if self.calendar.holds(self.day):
            x = self.x((self.day - self.days[0].day).days)
            words = " ".join((_("today"), short_date_text(self.day)))
            half = text_width(words) / 2
            middle = min(max(x, half), WIDE - half)
            taken.append(Box(x - 1, PLOT.top - 6, x + 1, PLOT.bottom))
            taken.append(Box(middle - half, 0, middle + half, PLOT.top - 6))
            yield stroke([(x, PLOT.top - 6), (x, PLOT.bottom)], axis, 1, "1 2")
            yield drawn_text(middle, PLOT.top - 9, words, anchor="middle")

    def _course(self, line: _Line) -> list[list[Point]]:
        """The line in steps, day by day, in as many pieces as what is not known leaves."""
        runs: list[list[Point]] = []
        before: int | None = None
        for index, value in enumerate(line.values):
            if value is not None:
                y = self.to.y(value)
                if before is None:
                    runs.append([(self.x(index - 1), y)])
                elif before != value:
                    runs[-1] += [(self.x(index - 1), self.to.y(before)), (self.x(index - 1), y)]
                if index + 1 == len(line.values) or line.values[index + 1] is None:
                    runs[-1].append((self.x(index), y))
            before = value
        return runs

    def _labels(self, courses: dict[Role, list[list[Point]]], taken: list[Box]) -> Iterator[tuple[Box, str]]:
        """The name of each line beside it, where it meets neither a line nor anything in `taken`."""
        for runs in courses.values():
            for run in runs:
                taken += [
                    Box(min(x, x2) - 1.5, min(y, y2) - 1.5, max(x, x2) + 1.5, max(y, y2) + 1.5)
                    for (x, y), (x2, y2) in pairwise(run)
                ]
        names: list[Box] = []
        for line in reversed(self.lines):
            value = line.values[line.at] if line.at is not None else line.values[0]
            if value is None or not courses[line.role]:
                continue
            words = line.words.format(weight=number_text(value))
            places = list(_places(courses[line.role][-1], self.x(line.at or 0), text_width(words)))[
                :_MOST_PLACES
            ]
            free = (place for place in places if not any(place.meets(each) for each in taken))
            # Where everything is taken, no other name is hidden at least.
            box = next(free, None) or min(places, key=lambda place: sum(place.meets(each) for each in names))
            names.append(box)
            taken.append(box)
            yield box, drawn_text(box.left, box.bottom - 3, words, colour=COLOURS[line.role])


_MOST_PLACES: Final = 800
"""How many places a name is tried at."""


def _places(run: Sequence[Point], near: float, width: float) -> Iterator[Box]:
    """Where the name of a line may stand, the best place first: after its end, then beside it, ever farther away.

    Args:
        near: where across the picture the value holds that the name tells.
    """
    high = SIZE + 2
    x, y = run[-1]

    def box(left: float, top: float) -> Box:
        left = min(max(left, PLOT.left + 3), PLOT.right - width - 3)
        top = min(max(top, PLOT.top - high + 2), PLOT.bottom - high - 1)
        return Box(left, top, left + width, top + high)

    if x + 6 + width < PLOT.right:
        for lines in (0, -0.5, 0.5, -1, 1, 2, 3, 4, 5, 6):
            yield box(x + 6, y + (lines - 0.5) * high)
    points = {
        (left[0] + (right[0] - left[0]) * share, left[1] + (right[1] - left[1]) * share)
        for left, right in pairwise(run)
        for share in (0.0, 0.5, 1.0)
    }
    for across, down in sorted(points, key=lambda point: (abs(point[0] - near), point)):
        for left in (across - width - 6, across + 6, across - width / 2):
            yield box(left, down - high - 3)
            yield box(left, down + 4)


# Lights by week.


def lights_svg(series: LightsByWeek) -> str:
    """The open milestones of each frozen week by their lights, the worst at the bottom; empty where none is frozen.

    Lights differ in how their areas are filled, in their order and in their shapes in the legend; each area wide and
    tall enough holds its count. A week without data has a dashed frame with a question mark.
    """
    known = series.known
    if not known:
        return ""
    to = Heights.up_to(max(max(week.lit for week, _counts in known), 1))
    # No dates stand below the weeks.
    return picture(_("Lights"), lights_text(series), _bars(series, to), tall=PLOT.bottom + SIZE + 8)


def _bars(series: LightsByWeek, to: Heights) -> Iterator[str]:
    yield from to.drawn()
    yield from _legend(len(series.known) < len(series.weeks))
    yield axis_title(_("wk"))
    found = {each.week: each for each in series.weeks}
    # From the plan's first week on there is room for those to come; a piece out of its middle stands alone.
    weeks = range(min(found), (series.count if min(found) == 1 else max(found)) + 1)
    room = (PLOT.right - PLOT.left) / len(weeks)
    each_nth = each_week(len(weeks))
    for place, number in enumerate(weeks):
        middle = PLOT.left + (place + 0.5) * room
        if place % each_nth == 0:
            yield drawn_text(middle, PLOT.bottom + SIZE + 4, str(number), anchor="middle")
        if number in found:
            yield from _bar(found[number], middle, min(room * 0.85, _WIDEST), to)


_WIDEST: Final = 48.0
"""A bar is never wider."""


def _bar(week: LightsWeek, middle: float, wide: float, to: Heights) -> Iterator[str]:
    """One week, from the bottom up."""
    left = middle - wide / 2
    if week.counts is None:
        top = PLOT.bottom - 40
        yield rectangle(Box(left, top, left + wide, PLOT.bottom), "none", COLOURS["axis"], dash="3 3")
        yield drawn_text(middle, top + 24, "?", anchor="middle")
        return
    below = 0
    for light in WORST_FIRST:
        count = int(getattr(week.counts, light.value))
        if not count:
            continue
        area = Box(left, to.y(below + count), left + wide, to.y(below))
        yield from _filled(area, light)
        words = number_text(count)
        if area.bottom - area.top >= SIZE + 2 and wide >= text_width(words) + 3:
            down = (area.top + area.bottom) / 2
            half = text_width(words) / 2 + 1.5
            yield rectangle(
                Box(middle - half, down - SIZE / 2 - 0.5, middle + half, down + SIZE / 2 + 0.5), PAPER
            )
            yield drawn_text(middle, down + SIZE * 0.37, words, anchor="middle")
        below += count


def _filled(area: Box, light: Light) -> Iterator[str]:
    """An area as its light fills it: red is full, amber has level lines, grey is empty, green has upright lines."""
    colour = COLOURS[_ROLES[light]]
    yield rectangle(area, colour if light is Light.RED else PAPER, colour)
    if light is Light.AMBER:
        down = area.bottom - 2.5
        while down > area.top + 1:
            yield stroke([(area.left, down), (area.right, down)], colour, 1.6)
            down -= 3.5
    if light is Light.GREEN:
        across = area.left + 3
        while across < area.right - 1:
            yield stroke([(across, area.top), (across, area.bottom)], colour, 1)
            across += 4


_ROLES: Final[dict[Light, Role]] = {
    Light.RED: "red",
    Light.AMBER: "amber",
    Light.GREY: "grey",
    Light.GREEN: "green",
}


def _legend(some_lack_data: bool) -> Iterator[str]:
    """How each light is filled, with its shape and its word; in the order of the areas from the bottom."""
    words = [f"{SHAPES[light][0]}\N{EN SPACE}{_(WORDS[light])}" for light in WORST_FIRST]
    last = "? " + _("no data") if some_lack_data else ""
    x, top, swatch = 6.0, 3.0, 18
    free = WIDE - 2 * x - swatch * len(words) - sum(map(text_width, (*words, last)))
    for light, said in zip(WORST_FIRST, words, strict=True):
        yield from _filled(Box(x, top, x + 14, top + 10), light)
        yield drawn_text(x + swatch, top + 9.5, said)
        x += swatch + text_width(said) + min(free / len(words), 14)
    if last:
        yield drawn_text(x, top + 9.5, last)
