"""What stands over and under days in cells: dates, numbers of weeks, today's mark, and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from models.language import _, short_date_text
from models.rules.calendar import WorkCalendar
from models.rules.roadmap import LAYER_SIGNS, LEGEND, Layer
from models.rules.timeline import View, Zoom, labels_in

TODAY_MARK: Final = "▼"

KEPT_LONGEST: Final = ("done", "slipped", "baseline", "today", "day {days}", "closed", "dropped", "work")
"""Words of the legend; the last of them go first where there is no room, and those that are not here before them."""


def number_line(view: View, zoom: Zoom, calendar: WorkCalendar) -> str:
    """The numbers of weeks, those after the plan's last as +1, +2; the days of months where days are shown."""
    if zoom is Zoom.DAY:
        days = dict.fromkeys(cell[0] for cell in view.cells if cell is not None)
        labels = [(view.axis.begins(day) - view.first, f"{day.day:>2}") for day in days]
    else:
        labels = [
            (place, str(week) if week <= calendar.weeks else f"+{week - calendar.weeks}")
            for place, week in view.week_starts()
            if week >= 1
        ]
    line = labels_in(labels, view.width)
    # The number of a week of one cell goes before the wall, which every row shows.
    if 0 <= view.wall < view.width and line[view.wall] == " ":
        line = f"{line[: view.wall]}{LAYER_SIGNS[Layer.WALL]}{line[view.wall + 1 :]}"
    return line


def date_line(view: View, zoom: Zoom, calendar: WorkCalendar, today: int) -> Content:
    """Mondays by their dates, what lies after the wall, and today's mark.

    Args:
        today: where today shows in the view; it may be out of it.
    """
    room = view.width - view.wall - 1
    after = _("after day {days}").format(days=calendar.days)
    labels = [(view.wall + 1, after if cell_len(after) <= room else _("after")), *_dates(view, zoom)]
    if not 0 <= today < view.width:
        return Content(labels_in(labels, view.width))
    line = labels_in(labels, view.width, {today})
    return Content.assemble(line[:today], (TODAY_MARK, "bold $text-accent"), line[today + 1 :])


def _dates(view: View, zoom: Zoom) -> Iterator[tuple[int, str]]:
    starts = [(place, week, view.cells[place]) for place, week in view.week_starts()]
    dated = [(place, week, short_date_text(cell[0])) for place, week, cell in starts if cell is not None]
    if zoom is Zoom.DAY:
        words = _("week {number}")
        yield from ((place, f"{words.format(number=week)} {day}") for place, week, day in dated)
        return
    # Every so many weeks, so that the dates stand at equal distances.
    longest = max((len(day) for _place, _week, day in dated), default=0)
    step = -(-(longest + 1) // view.axis.week_cells)
    yield from ((place, day) for place, _week, day in dated[::step])


def legend_text(days: int, width: int) -> str:
    """The signs and what they mean, as many as there is room for.

    Args:
        days: the length of the plan.
    """
    parts = [(word, f"{sign} {_(word).format(days=days)}") for sign, word in LEGEND]
    ranks = {word: rank for rank, word in enumerate(KEPT_LONGEST)}
    while parts and cell_len("  ".join(told for _word, told in parts)) > width:
        parts.remove(max(parts, key=lambda part: ranks.get(part[0], len(ranks))))
    return "  ".join(told for _word, told in parts)
