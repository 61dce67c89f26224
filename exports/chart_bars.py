"""Charts of bars in text: throughput by week, slips by reason, lights by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from exports.chart_parts import Dot, Drawing, Entry, Line, Role, cells, clipped, scale, weight_ticks
from exports.charts import Frame, plotted
from models.language import _, decimal_text, number_text
from models.rules.lights import WORST_FIRST
from models.rules.lights_by_week import LightsByWeek, lights_text
from models.rules.slips import ReasonSlips, Slips, slips_text
from models.rules.throughput import ThroughputWeeks, throughput_text
from models.rules.words import SHAPES, WORDS, Light

_LIGHT_ROLES: Final[dict[Light, Role]] = {
    Light.RED: "red",
    Light.AMBER: "amber",
    Light.GREY: "grey",
    Light.GREEN: "green",
}

_THICKEST: Final = 3
"""Rows of a horizontal bar at most."""


def _slots(count: int, columns: int) -> list[tuple[int, int]]:
    """The first and the last column of each of `count` bars side by side, a gap between them where there is room."""
    edges = [place * columns // count for place in range(count + 1)]
    gap = 1 if columns // count > 2 else 0
    return [(left, max(right - 1 - gap, left)) for left, right in pairwise(edges)]


def _centred(text: str, slot: tuple[int, int], row: int, role: Role) -> list[Dot]:
    """A text in the middle of a bar; nothing where it is wider than the bar and the gaps beside it."""
    left, right = slot
    if len(text) > right - left + 2:
        return []
    first = left + (right - left + 1 - len(text)) // 2
    return [Dot(max(first, 0) + place, row, letter, role) for place, letter in enumerate(text)]


def _week_ticks(weeks: Sequence[int], slots: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """The number of each week beneath the middle of its bar, as many as have room."""
    each = next(n for n in (1, 2, 3, 4, 6, 13, 10**6) if n * (slots[0][1] - slots[0][0] + 2) > 2)
    return [
        ((left + right) // 2, str(week))
        for week, (left, right) in zip(weeks, slots, strict=True)
        if (week - 1) % each == 0
    ]


# Throughput.


def throughput_drawing(
    series: ThroughputWeeks, *, width: int, height: int, ascii: bool = False, day: date, title: str
) -> Drawing:
    """A bar for each week of the plan, and the pace so far beside the one that is needed."""
    frame, sentence = Frame(width, height, ascii, title), throughput_text(series)
    if not series.weeks or not (series.done or series.remaining):
        return frame.in_words(sentence)
    entries = [Entry("█", _("done in a week of the plan"), "done")]
    if not series.weeks[-1].is_over:
        entries.append(Entry("▒", _("week not over"), "work"))
    entries.append(Entry("•", _("{pace} a week so far").format(pace=decimal_text(series.pace)), "ideal"))
    needed = series.needed_pace
    if needed is not None:
        entries.append(Entry("─", _("{pace} a week needed").format(pace=decimal_text(needed)), "scope"))

    def body(rows: int, told: set[Role]) -> list[Line]:
        highest = max(max(week.done for week in series.weeks), needed or 0, series.pace)
        # A row stays free above the highest bar for its figure.
        to = scale(highest, max(rows - 1, 2))
        margin, y_ticks = weight_ticks(to)
        columns = width - margin - 1
        slots = _slots(series.count, columns)
        dots: list[Dot] = []
        for week, slot in zip(series.weeks, slots, strict=False):
            role: Role = "done" if week.is_over else "work"
            mark = "█" if week.is_over else "▒"
            top = to.row(week.done) if week.done else -1
            dots += [
                Dot(column, row, mark, role)
                for column in range(slot[0], slot[1] + 1)
                for row in range(top + 1)
            ]
        lines: list[tuple[float | None, str, Role]] = [(needed, "─", "scope"), (series.pace, "•", "ideal")]
        for value, mark, role in lines:
            if value is not None and role in told:
                dots += [Dot(column, to.row(value), mark, role) for column in range(columns)]
        for week, slot in zip(series.weeks, slots, strict=False):
            top = to.row(week.done) if week.done else -1
            dots += _centred(f" {number_text(week.done)} ", slot, min(top + 1, rows - 1), "text")
        x_ticks = _week_ticks(range(1, series.count + 1), slots)
        return plotted(dots, columns=columns, rows=rows, x_ticks=x_ticks, y_ticks=y_ticks)

    paces: set[Role] = {entry.role for entry in entries} - {"work"}
    return frame.drawn(sentence, entries, paces, body)


# Slips by reason.


def slips_drawing(
    series: Slips, *, width: int, height: int, ascii: bool = False, day: date, title: str
) -> Drawing:
    """A bar for each reason, most working days first; those that have no room are summed in the last."""
    frame, sentence = Frame(width, height, ascii, title), slips_text(series)
    if not series.reasons:
        return frame.in_words(sentence)
    entries = [Entry("█", _("working days that dates moved later (milestones)"), "dropped")]

    def body(rows: int, _told: set[Role]) -> list[Line]:
        shown = list(series.reasons)
        told = [(each.name, each.workdays, _slips_words([each])) for each in shown]
        if len(told) > rows:
            rest = shown[rows - 1 :]
            told = told[: rows - 1]
            told.append((_("other reasons"), sum(each.workdays for each in rest), _slips_words(rest)))
        apart = min(rows // len(told), _THICKEST + 1)
        thick = max(apart - 1, 1)
        margin = min(max(cells(name) for name, _days, _words in told), width // 2)
        figures = max(cells(words) for _name, _days, words in told) + 1
        columns = width - margin - 1
        longest = max(columns - figures, 3)
        most = max(max(days for _name, days, _words in told), 1)
        dots: list[Dot] = []
        y_ticks = []
        for place, (name, days, words) in enumerate(told):
            top = rows - 1 - place * apart
            row = top - (thick - 1) // 2
            bar = max(round(days / most * longest), 1) if days else 0
            dots += [Dot(column, top - at, "█", "dropped") for at in range(thick) for column in range(bar)]
            dots += [
                Dot(bar + 1 + at, row, letter, "text")
                for at, letter in enumerate(words)
                if letter != " " and bar + 1 + at < columns
            ]
            y_ticks.append((row, clipped(name, margin).rjust(margin)))
        lines = plotted(dots, columns=columns, rows=rows, x_ticks=[], y_ticks=y_ticks)
        return lines[: rows + 1]

    return frame.drawn(sentence, entries, {"dropped"}, body, beneath=1)


def _slips_words(some: Sequence[ReasonSlips]) -> str:
    """The figures at the end of a bar."""
    days = sum(each.workdays for each in some)
    milestones = len({slip.milestone.uid for each in some for slip in each.slips})
    return f"{number_text(days)} ({number_text(milestones)})"


# Lights by week.


def lights_drawing(
    series: LightsByWeek, *, width: int, height: int, ascii: bool = False, day: date, title: str
) -> Drawing:
    """The open milestones of each frozen week by their lights, the worst at the bottom, each with its count."""
    frame, sentence = Frame(width, height, ascii, title), lights_text(series)
    known = series.known
    if not known:
        return frame.in_words(sentence)
    _week, now = known[-1]
    entries = [
        Entry(
            SHAPES[light], f"{_(WORDS[light])} {number_text(getattr(now, light.value))}", _LIGHT_ROLES[light]
        )
        for light in WORST_FIRST
    ]
    if len(known) < len(series.weeks):
        entries.append(Entry("?", _("no data"), "caption"))

    def body(rows: int, told: set[Role]) -> list[Line]:
        columns = width - 1
        slots = _slots(series.count, columns)
        most = max(max(week.lit for week, _counts in known), 1)
        dots: list[Dot] = []
        for each, slot in zip(series.weeks, slots, strict=False):
            if each.counts is None:
                dots += _centred("?", slot, 0, "caption") if "caption" in told else []
                continue
            bottom = 0
            counts = [(light, int(getattr(each.counts, light.value))) for light in WORST_FIRST]
            for (light, count), tall in zip(
                counts, _heights([n for _l, n in counts], most, rows), strict=True
            ):
                role = _LIGHT_ROLES[light]
                dots += [
                    Dot(column, row, SHAPES[light][0], role)
                    for column in range(slot[0], slot[1] + 1)
                    for row in range(bottom, bottom + tall)
                ]
                if tall:
                    middle = bottom + (tall - 1) // 2
                    dots += _centred(_padded(number_text(count), slot), slot, middle, "text")
                bottom += tall
        x_ticks = _week_ticks(range(1, series.count + 1), slots)
        return plotted(dots, columns=columns, rows=rows, x_ticks=x_ticks, y_ticks=[])

    return frame.drawn(sentence, entries, set(_LIGHT_ROLES.values()), body)


def _padded(text: str, slot: tuple[int, int]) -> str:
    """A count with blanks around it where the bar is wide enough, so that it is not read with the signs beside it."""
    return f" {text} " if slot[1] - slot[0] + 1 >= len(text) + 2 else text


def _heights(counts: Sequence[int], most: int, rows: int) -> list[int]:
    """The rows of each part of a column of which `most` would fill all `rows`; whatever there is has one at least."""
    heights = [max(round(count / most * rows), 1) if count else 0 for count in counts]
    while sum(heights) > rows:
        tallest = max(range(len(heights)), key=heights.__getitem__)
        if heights[tallest] <= 1:
            break
        heights[tallest] -= 1
    return heights
