"""Every chart, declared once: what it asks the plan for, what it says, how it is drawn, and the figures behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from exports import chart_tables as tables
from exports.chart_bars import lights_drawing, slips_drawing, throughput_drawing
from exports.chart_burndown import burndown_drawing, burnup_drawing
from exports.chart_flow import flow_drawing
from exports.chart_forecast import ForecastSeries, forecast_drawing, forecast_text
from exports.chart_parts import Drawing, Line, Piece, drawing, one_line, wrapped
from exports.chart_trend import trend_drawing, trend_words
from exports.charts import Frame
from models.language import N_, _
from models.rules.burndown import (
    BurndownDay,
    BurndownSummary,
    burnup_text,
    has_work,
    nothing_text,
    summary,
    summary_text,
)
from models.rules.flow import flow_text
from models.rules.lights_by_week import lights_text
from models.rules.slips import slips_text
from models.rules.throughput import throughput_text

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.state import PlanState, Scope

SENTENCE_LINES: Final = 3
"""What a chart says takes so many lines at most."""


@dataclass(frozen=True)
class ChartKind:
    """One of the charts. Its series is what `ask` answers; the other functions take it."""

    name: str
    """On the command line, and in the name of a saved file."""
    title: str
    """In English; `_()` translates it."""
    unit: str
    """What its figures are, in English."""
    ask: Callable[[Plan, PlanState, Scope | None], Any]
    """The series of the plan or of a part of it, with what the state knows; for a worker."""
    sentence: Callable[[Any, date], str]
    """What it says on the day of evaluation, in the reader's language."""
    draw: Callable[..., Drawing]
    """Called with the series and `width`, `height`, `ascii`, `day` and `title`."""
    table: Callable[[Any], tables.Table]
    """The figures behind it: headers in the reader's language, then the rows."""
    as_json: Callable[[Any], Any]
    """The same for programs."""

    def heading(self, part: str) -> str:
        """Its title of a part of the plan, with its unit, on one line; a plan may have no name."""
        words = _("{chart}: {part} – {unit}") if part else _("{chart} – {unit}")
        return one_line(words.format(chart=_(self.title), part=part, unit=_(self.unit)))

    def page(
        self, series: Any, part: str, *, width: int, height: int, ascii: bool = False, day: date
    ) -> Drawing:
        """Its heading, what it says and the chart itself, as exactly `height` lines of at most `width` cells."""
        head: list[Line] = [(Piece(line, "title"),) for line in wrapped(self.heading(part), width, 2)]
        said: list[Line] = [
            (Piece(line),) for line in wrapped(self.sentence(series, day), width, SENTENCE_LINES)
        ]
        room = height - len(head) - len(said)
        drawn = self.draw(series, width=width, height=max(room, 1), ascii=ascii, day=day, title="")
        lines = [*head, *said, *(() if drawn.is_words else drawn.lines)]
        return drawing(lines, width=width, height=height, ascii=ascii)


def _weight_text(text_of: Callable[[BurndownSummary], str], rows: Sequence[BurndownDay], day: date) -> str:
    """What a burndown or a burn-up says; of a plan without work, that there is none."""
    return text_of(summary(rows, day)) if has_work(rows) else nothing_text()


def _weight_drawing(
    draw: Callable[..., Drawing],
    text_of: Callable[[BurndownSummary], str],
    rows: Sequence[BurndownDay],
    *,
    day: date,
    **size: Any,
) -> Drawing:
    """A burndown or a burn-up; of a plan without work a sentence instead of an empty frame."""
    if not has_work(rows):
        words = Frame(size["width"], size["height"], size.get("ascii", False), size.get("title", ""))
        return words.in_words(_weight_text(text_of, rows, day))
    return draw(rows, day=day, **size)


CHARTS: Final = (
    ChartKind(
        "burndown",
        N_("Burndown"),
        N_("weight left at the end of each day"),
        lambda _plan, state, scope: state.burndown(scope),
        partial(_weight_text, summary_text),
        partial(_weight_drawing, burndown_drawing, summary_text),
        tables.burndown_table,
        tables.burndown_json,
    ),
    ChartKind(
        "burnup",
        N_("Burn-up"),
        N_("weight done at the end of each day"),
        lambda _plan, state, scope: state.burndown(scope),
        partial(_weight_text, burnup_text),
        partial(_weight_drawing, burnup_drawing, burnup_text),
        tables.burndown_table,
        tables.burnup_json,
    ),
    ChartKind(
        "flow",
        N_("Flow"),
        N_("weight that came in, was begun and left"),
        lambda plan, state, scope: plan.series.flow(state, scope),
        flow_text,
        flow_drawing,
        tables.flow_table,
        tables.flow_json,
    ),
    ChartKind(
        "trend",
        N_("Trend"),
        N_("forecast dates upwards, report dates to the right"),
        lambda plan, state, scope: plan.snapshots.trend(state, scope),
        lambda found, _day: trend_words(found),
        trend_drawing,
        tables.trend_table,
        tables.trend_json,
    ),
    ChartKind(
        "forecast",
        N_("Forecast"),
        N_("weight left, and when none will be"),
        lambda plan, state, scope: ForecastSeries(
            state.burndown(scope), state.forecast(scope), plan.snapshots.track_record(state.day, scope)
        ),
        lambda series, _day: forecast_text(series),
        forecast_drawing,
        tables.forecast_table,
        tables.forecast_json,
    ),
    ChartKind(
        "throughput",
        N_("Throughput"),
        N_("weight done in each week of the plan"),
        lambda _plan, state, scope: state.throughput(scope),
        lambda series, _day: throughput_text(series),
        throughput_drawing,
        tables.throughput_table,
        tables.throughput_json,
    ),
    ChartKind(
        "slips",
        N_("Slips"),
        N_("working days by reason since the baseline"),
        lambda plan, state, scope: plan.series.slips(state, scope),
        lambda series, _day: slips_text(series),
        slips_drawing,
        tables.slips_table,
        tables.slips_json,
    ),
    ChartKind(
        "lights",
        N_("Lights"),
        N_("open milestones by light in each frozen week"),
        lambda plan, state, scope: plan.series.lights(state, scope),
        lambda series, _day: lights_text(series),
        lights_drawing,
        tables.lights_table,
        tables.lights_json,
    ),
)
"""The charts from left to right."""

NAMES: Final = tuple(kind.name for kind in CHARTS)


def chart(name: str) -> ChartKind:
    """The chart of that name; raises KeyError."""
    return next(kind for kind in CHARTS if kind.name == name)
