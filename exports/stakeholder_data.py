"""The figures behind the charts of the workbook for stakeholders, in tables on a sheet of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from exports.stakeholder_source import Told
from exports.tables_workbook import Column, Look, Placed, Sheet, Table, Value, one_line, width_of
from models.language import _, date_text
from models.rules.lights import WORST_FIRST
from models.rules.lights_by_week import LightsWeek
from models.rules.records import Initiative, text
from models.rules.roadmap import Lane, Span, groups, lane_of, past_baseline
from models.rules.words import WORDS, Status

MOST_BARS: Final = 40
"""A roadmap of more bars than this cannot be read; it shows the flagships alone, or else the streams."""
LONGEST_LABEL: Final = 46
"""Letters beside a bar."""


@dataclass(frozen=True)
class Data:
    """Where the figures behind the charts stand."""

    burndown: Placed
    lights: Placed
    roadmap: Placed
    slips: Placed
    bars: int
    """Bars of the roadmap, that of the plan included."""


def write_data(sheet: Sheet, said: Told, title: str) -> Data:
    """Fills the sheet of chart data: its tables stand side by side, an empty column between two."""
    tables = (burndown_table(said), lights_table(said), roadmap_table(said), slips_table(said))
    widths: list[float] = []
    places = []
    for table in tables:
        places.append(len(widths))
        widths += [width_of(column, has_filter=False) for column in table.columns] + [2.0]
    sheet.set_widths(widths[:-1])
    sheet.write_title(title)
    sheet.write_lines(_("The figures behind the charts of the overview. What is not known yet is empty."))
    header_row = sheet.row
    placed = []
    for table, place in zip(tables, places, strict=True):
        sheet.row = header_row
        placed.append(sheet.write_table(table, column=place))
    sheet.keep_in_view(header_row)
    burndown, lights, roadmap, slips = placed
    return Data(burndown, lights, roadmap, slips, bars=len(tables[2].rows))


def burndown_table(said: Told) -> Table:
    """A row for each day of the plan; weights."""
    columns = (
        Column(_("Date"), 11, Look.DATE),
        Column(_("Remaining"), 10, Look.WHOLE),
        Column(_("Ideal"), 10, Look.WHOLE),
        Column(_("Scope"), 10, Look.WHOLE),
        Column(_("Added"), 10, Look.WHOLE),
        Column(_("Dropped"), 10, Look.WHOLE),
    )
    rows = [
        (row.day, row.remaining, row.ideal, row.scope, row.added or None, row.dropped or None)
        for row in said.burndown
    ]
    return Table("BurndownData", _("Weight at the end of each day of the plan."), columns, rows)


def lights_table(said: Told) -> Table:
    """A row for each week of the plan; milestones."""
    words = [_(WORDS[word]).capitalize() for word in (*WORST_FIRST, Status.DONE, Status.DROPPED)]
    columns = (
        Column(_("Week"), 8, Look.WHOLE),
        Column(_("Snapshot"), 12, Look.DATE),
        Column(_("On the chart"), 10),
        *(Column(word, 9, Look.WHOLE) for word in words),
    )
    told = {each.week: each for each in said.lights.weeks}
    rows = [_lights_row(week, told.get(week)) for week in range(1, said.lights.count + 1)]
    return Table("LightsByWeek", _("Milestones by their light in each frozen week."), columns, rows)


def _lights_row(week: int, told: LightsWeek | None) -> Sequence[Value]:
    names = [*(light.value for light in WORST_FIRST), "done", "dropped"]
    if told is None:
        return (week, None, str(week), *(None for _name in names))
    if told.counts is None:
        return (week, None, f"{week} ?", *(None for _name in names))
    return (week, told.day, str(week), *(getattr(told.counts, name) for name in names))


def slips_table(said: Told) -> Table:
    """A row for each reason, most working days first."""
    columns = (
        Column(_("Reason"), 36),
        Column(_("Working days"), 11, Look.WHOLE),
        Column(_("Slips"), 9, Look.WHOLE),
        Column(_("Milestones"), 11, Look.WHOLE),
    )
    rows = [(each.name, each.workdays, len(each.slips), each.milestones) for each in said.slips.reasons]
    return Table("SlipsByReason", _("Working days by which dates moved later, by reason."), columns, rows)


def roadmap_table(said: Told) -> Table:
    """The plan, then a row for each bar; days are calendar days, first and last included."""
    columns = (
        Column(_("Bar"), 50),
        Column(_("First day"), 11, Look.DATE),
        Column(_("Days of work"), 9, Look.WHOLE),
        Column(_("Days after the baseline"), 10, Look.WHOLE),
        Column(_("Days gone"), 9, Look.WHOLE),
        Column(_("Days left"), 9, Look.WHOLE),
        Column(_("Last day"), 11, Look.DATE),
    )
    calendar, day = said.state.calendar, said.state.day
    gone = min(max(calendar.day_number(day), 0), calendar.days)
    rows: list[Sequence[Value]] = [
        (_plan_label(said), calendar.start, None, None, gone, calendar.days - gone, calendar.end)
    ]
    for label, lane in bars(said):
        if lane.bar is not None:
            past = past_baseline(lane)
            rows.append(
                (
                    label,
                    lane.bar.first,
                    _days(lane.bar) - _days(past) or None,
                    _days(past) or None,
                    None,
                    None,
                    lane.bar.last,
                )
            )
    return Table("RoadmapData", _("The bars of the roadmap and their days."), columns, rows)


def _days(span: Span | None) -> int:
    return 0 if span is None else (span.last - span.first).days + 1


def _plan_label(said: Told) -> str:
    calendar, day = said.state.calendar, said.state.day
    if not calendar.holds(day):
        return _("The plan")
    return _("{date}: day {day} of {days}").format(
        date=date_text(day), day=calendar.day_number(day), days=calendar.days
    )


def bars(said: Told) -> list[tuple[str, Lane]]:
    """The bars of the roadmap with their labels, by stream: initiatives, or what of them has room."""
    state = said.state
    streams = groups(state, "stream")
    everything = [each for stream in streams for each in stream.initiatives]

    def lane(initiatives: Sequence[Initiative]) -> Lane:
        found = chain.from_iterable(state.milestones_of_initiative.get(each.uid, ()) for each in initiatives)
        return lane_of(state, list(found), {}, has_marks=False)

    flagships = [each for each in everything if each.flagship]
    for some in (everything, flagships):
        if some and len(some) <= MOST_BARS:
            return [(_label(each.id, text(each, "title")), lane([each])) for each in some]
    return [(_label(each.row.id, text(each.row, "name")), lane(each.initiatives)) for each in streams][
        :MOST_BARS
    ]


def _label(visible_id: str, words: str) -> str:
    label = one_line(f"{visible_id} {words}")
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"
