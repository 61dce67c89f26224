"""The charts of the workbook for stakeholders: native ones, which a person can click on and copy.

Series are told apart by dash or pattern as well as by colour, every chart has a text for who does not see it, and what
it draws stands in a table (see `stakeholder_data`).
"""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import Any, Final

from exports.stakeholder_data import Data, bars
from exports.stakeholder_source import Told
from exports.tables_workbook import (
    SHORT_DATES,
    Placed,
    TablesBook,
)
from models.language import N_, _, date_text, monday_of, number_text
from models.rules.burndown import has_work, summary, summary_text
from models.rules.lights import WORST_FIRST
from models.rules.lights_by_week import lights_text
from models.rules.roadmap import Span
from models.rules.slips import slips_text
from models.rules.words import WORDS, Light

MOST_REASONS: Final = 15
"""The rest stand in the table alone."""
BAR_PIXELS: Final = 19
FEW_BARS: Final = 15
PIXELS_OF_FEW: Final = 28
"""Pixels of a bar, and of one where there are few."""
AROUND_BARS: Final = 130
"""Pixels of a chart of bars for its title, axis and legend."""
DATES_ON_AXIS: Final = 14

_INK, _AMBER, _QUIET = "#1F3864", "#B35900", "#595959"
_LIGHT_FILLS: Final[dict[Light, dict[str, Any]]] = {
    Light.RED: {"fill": {"color": "#B00020"}},
    Light.AMBER: {
        "pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#B35900", "bg_color": "#FFE0A3"}
    },
    Light.GREY: {"pattern": {"pattern": "dotted_grid", "fg_color": "#404040", "bg_color": "#E7E6E6"}},
    Light.GREEN: {"fill": {"color": "#B7DFB9"}},
}
_FONT: Final = {"size": 9, "bold": False}
_TITLE_FONT: Final = {"size": 12, "bold": True, "color": _INK}
_GRID: Final = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}

ROADMAP_ABOUT: Final = N_(
    "A bar for each row, from its first to its last milestone in scope, as met or expected; the striped part goes on "
    "after the last day of its baseline. The topmost bar is the plan itself."
)


def _chart(book: TablesBook, kind: str, title: str, width: int, height: int, subtype: str = "") -> Any:
    named = {"type": kind, "name": title}
    chart = book.book.add_chart(named | {"subtype": subtype} if subtype else named)
    chart.set_title({"name": title, "name_font": _TITLE_FONT, "overlay": False})
    chart.set_size({"width": width, "height": height})
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_chartarea({"border": {"color": "#BFBFBF"}})
    return chart


def _height(bars: int) -> int:
    return AROUND_BARS + bars * (PIXELS_OF_FEW if bars <= FEW_BARS else BAR_PIXELS)


def _axis(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "name_font": _FONT, "num_font": _FONT, **more}


def burndown_chart(
    book: TablesBook, said: Told, data: Data, width: int, height: int
) -> tuple[Any, str] | None:
    """Weight by day: remaining, ideal and scope; with its text. None where nothing is in scope."""
    if not has_work(said.burndown):
        return None
    title = _("Burndown")
    chart = _chart(book, "line", title, width, height)
    lines: list[tuple[str, int, dict[str, Any]]] = [
        (_("Remaining"), 1, {"color": _INK, "width": 3}),
        (_("Ideal"), 2, {"color": _AMBER, "width": 2, "dash_type": "dash"}),
        (_("Scope"), 3, {"color": _QUIET, "width": 1.5, "dash_type": "round_dot"}),
    ]
    if said.state.charter.baseline_on is None:
        del lines[1]
    for name, column, line in lines:
        chart.add_series(
            {
                "name": name,
                "categories": data.burndown.cells(0),
                "values": data.burndown.cells(column),
                "line": line,
            }
        )
    weeks = ceil(len(said.burndown) / 7 / DATES_ON_AXIS)
    chart.set_x_axis(
        _axis(
            _("day"),
            date_axis=True,
            num_format=SHORT_DATES[book.language],
            major_unit=7 * weeks,
            major_unit_type="days",
        )
    )
    chart.set_y_axis(_axis(_("weight"), min=0, num_format="0", major_gridlines=_GRID))
    alt = _(
        "Line chart of the weight that remains day by day, beside the ideal line and the scope. {sentence}"
    )
    return chart, alt.format(sentence=summary_text(summary(said.burndown, said.state.day)))


def lights_chart(book: TablesBook, said: Told, data: Data, width: int, height: int) -> tuple[Any, str] | None:
    """Open milestones of each frozen week by their lights; with its text. None where no week is frozen."""
    if not said.lights.known:
        return None
    chart = _chart(book, "column", _("Lights by week"), width, height, "stacked")
    for column, light in enumerate(WORST_FIRST, 3):
        chart.add_series(
            {
                "name": _(WORDS[light]).capitalize(),
                "categories": data.lights.cells(2),
                "values": data.lights.cells(column),
                "gap": 40,
                "border": {"color": "#404040", "width": 0.5},
                # A zero would stand on the border between two parts.
                "data_labels": {
                    "value": True,
                    "num_format": "0;;",
                    "font": {"size": 8, "color": "#000000"},
                    "fill": {"color": "#FFFFFF"},
                },
                **_LIGHT_FILLS[light],
            }
        )
    has_gaps = len(said.lights.known) < len(said.lights.weeks)
    chart.set_x_axis(_axis(_("week of the plan (? = no data)") if has_gaps else _("week of the plan")))
    chart.set_y_axis(_axis(_("open milestones"), min=0, num_format="0", major_gridlines=_GRID))
    alt = _("Stacked columns of the open milestones by their light, one for each frozen week. {sentence}")
    return chart, alt.format(sentence=lights_text(said.lights))


def slips_chart(book: TablesBook, said: Told, data: Data, width: int) -> tuple[Any, str] | None:
    """A bar for each reason; with its text. None where no date has moved later."""
    count = min(len(said.slips.reasons), MOST_REASONS)
    if not count:
        return None
    place = data.slips
    shown = Placed(place.sheet, place.first, place.first + count - 1, place.column)
    chart = _chart(book, "bar", _("Slips by reason"), width, _height(count))
    chart.add_series(
        {
            "name": _("Working days"),
            "categories": shown.cells(0),
            "values": shown.cells(1),
            "gap": 50,
            "fill": {"color": _INK},
            "data_labels": {"value": True, "font": _FONT},
        }
    )
    chart.set_legend({"none": True})
    chart.set_y_axis(_axis(_("reason"), reverse=True, interval_unit=1))
    chart.set_x_axis(
        _axis(_("working days"), min=0, num_format="0", major_gridlines=_GRID, label_position="high")
    )
    return chart, _("Bars of the working days by which dates moved later. {sentence}").format(
        sentence=slips_text(said.slips)
    )


_BARS: Final[tuple[tuple[int, str, dict[str, Any]], ...]] = (
    (2, N_("work"), {"fill": {"color": "#2F5597"}, "border": {"color": _INK, "width": 0.75}}),
    (
        3,
        N_("after the baseline's last day"),
        {
            "pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#B35900", "bg_color": "#FFFFFF"},
            "border": {"color": "#B35900", "width": 0.75},
        },
    ),
    (
        4,
        N_("days of the plan gone"),
        {
            "pattern": {"pattern": "percent_50", "fg_color": "#404040", "bg_color": "#FFFFFF"},
            "border": {"color": "#404040", "width": 0.75},
        },
    ),
    (
        5,
        N_("days of the plan left"),
        {"fill": {"color": "#FFFFFF"}, "border": {"color": "#404040", "width": 0.75}},
    ),
)


def roadmap_chart(book: TablesBook, said: Told, data: Data, width: int) -> tuple[Any, str]:
    """Bars over the days of the plan, the plan itself on top; with its text."""
    day = said.state.day
    title = _("Roadmap on {date}").format(date=date_text(day))
    chart = _chart(book, "bar", title, width, _height(data.bars), "stacked")
    labels = data.roadmap.cells(0)
    # What lies before a bar is a series too, one that is not seen; so bars begin on their days.
    chart.add_series(
        {
            "name": _("before"),
            "categories": labels,
            "values": data.roadmap.cells(1),
            "fill": {"none": True},
            "border": {"none": True},
            "gap": 60,
        }
    )
    for column, name, look in _BARS:
        chart.add_series(
            {"name": _(name), "categories": labels, "values": data.roadmap.cells(column), **look}
        )
    # LibreOffice counts the entries of a legend from its end: so the last one, which explains itself, goes too.
    chart.set_legend({"position": "bottom", "font": _FONT, "delete_series": [0, len(_BARS)]})
    told = _ends(said)
    # The axis begins and ends on Mondays, so that every mark on it is one.
    first, last = monday_of(told.first), monday_of(told.last) + timedelta(weeks=1)
    weeks = ceil((last - first).days / 7 / DATES_ON_AXIS)
    chart.set_y_axis(_axis(_("initiative"), reverse=True, interval_unit=1))
    chart.set_x_axis(
        _axis(
            _("day"),
            min=_serial(first),
            max=_serial(last),
            major_unit=7 * weeks,
            num_format=SHORT_DATES[book.language],
            major_gridlines=_GRID,
        )
    )
    sentence = _("Bars: {count}, from {first} to {last}.").format(
        count=number_text(data.bars - 1), first=date_text(told.first), last=date_text(told.last)
    )
    return chart, f"{title}. {_(ROADMAP_ABOUT)} {sentence}"


def _ends(said: Told) -> Span:
    """The first and the last day that a bar tells of, those of the plan itself included."""
    calendar = said.state.calendar
    spans = [Span(calendar.start, calendar.end), *(lane.bar for _words, lane in bars(said) if lane.bar)]
    return Span(min(span.first for span in spans), max(span.last for span in spans))


def _serial(day: date) -> int:
    """A day as Excel counts it."""
    return (day - date(1899, 12, 30)).days
