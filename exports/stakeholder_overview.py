"""The first sheet of the workbook for stakeholders: the week in words, figures, lights and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from exports.report import footer, lead
from exports.report_parts import narrative
from exports.report_words import Teller
from exports.stakeholder_charts import burndown_chart, lights_chart, roadmap_chart, slips_chart
from exports.stakeholder_data import Data
from exports.stakeholder_sheets import light_value
from exports.stakeholder_source import Told
from exports.tables_workbook import Column, Look, Sheet, Table, TablesBook, capital, width_of
from models.language import _
from models.rules.burndown import has_work, nothing_text, summary, summary_text
from models.rules.figure_words import LABELS, LIGHT_COLUMNS
from models.rules.lights import LightCounts
from models.rules.lights_by_week import lights_text
from models.rules.slips import slips_text

_GAP: Final = 2.0
_BESIDE: Final = 13.0
"""The width of the columns under the charts, in characters, of which there are `_COUNT_BESIDE`."""
_COUNT_BESIDE: Final = 7
_CHART_WIDTH: Final = 660
_CHART_HEIGHTS: Final = (430, 370)
_FULL_WIDTH: Final = 1500
_ROW_PIXELS: Final = 20


def write_overview(book: TablesBook, sheet: Sheet, said: Told, data: Data) -> None:
    """Fills the sheet: words over the whole width, tables at the left, charts beside and below them."""
    columns = _light_columns(_("stream"))
    sheet.set_widths(
        [width_of(column, has_filter=False) for column in columns] + [_GAP] + [_BESIDE] * _COUNT_BESIDE
    )
    sheet.sheet.hide_gridlines(2)
    # The tables are made first: with them it is known which rows are not translated.
    tables = _tables(said)
    _write_words(sheet, said)
    beside = sheet.row
    _write_tables(sheet, tables)
    below = _insert_beside(book, sheet, said, data, beside, len(columns) + 1)
    sheet.row = max(sheet.row, below) + 1
    # The roadmap has a page of its own.
    sheet.sheet.set_h_pagebreaks([sheet.row])
    sheet.write_heading(_("Roadmap"))
    chart, alt = roadmap_chart(book, said, data, _FULL_WIDTH)
    sheet.insert_chart(sheet.row, 0, chart, alt)
    sheet.skip(chart.height // _ROW_PIXELS + 2)
    if (found := slips_chart(book, said, data, _FULL_WIDTH)) is not None:
        sheet.insert_chart(sheet.row, 0, *found)
        sheet.skip(found[0].height // _ROW_PIXELS + 1)
    sheet.sheet.print_area(0, 0, sheet.row, len(columns) + _COUNT_BESIDE)


def _write_words(sheet: Sheet, said: Told) -> None:
    page, teller = said.page, said.teller
    told = narrative(page, teller)
    sheet.write_title(_("{sheet}: {plan}").format(sheet=_("Overview"), plan=said.week_text))
    for line in (*lead(page), *footer(page, teller)):
        sheet.write_lines(line)
    sheet.skip()
    sheet.write_heading(_("What the office says of the week"))
    for block in told:
        sheet.write_lines(block.text)
    sheet.skip()
    sheet.write_heading(_("In words"))
    for line in words(said):
        sheet.write_lines(line)
    sheet.skip()


def words(said: Told) -> Sequence[str]:
    """What the charts say, a sentence or two each."""
    burndown = said.burndown
    return (
        summary_text(summary(burndown, said.state.day)) if has_work(burndown) else nothing_text(),
        lights_text(said.lights),
        slips_text(said.slips),
    )


def _tables(said: Told) -> Sequence[tuple[str, Table]]:
    """The tables with their headings."""
    found, teller = said.figures, said.teller
    return (
        (_("Figures"), figures_table(said)),
        (
            _("Lights by stream"),
            _lights_table("LightsByStream", "stream", _("stream"), found.lights, teller),
        ),
        (
            _("Lights by theme"),
            _lights_table("LightsByTheme", "theme", _("theme"), found.theme_lights, teller),
        ),
    )


def _write_tables(sheet: Sheet, tables: Sequence[tuple[str, Table]]) -> None:
    for number, (heading, table) in enumerate(tables):
        if number:
            sheet.skip()
        sheet.write_heading(heading)
        sheet.write_table(table)


def figures_table(said: Told) -> Table:
    """The figures of the day, as `tracker status` tells them."""
    columns = (Column(_("Figure"), 36), Column(_("Value"), 12, Look.WHOLE))
    values = {name: getattr(said.figures, name) for name in LABELS}
    rows = [
        (capital(_(label)), "–" if values[name] is None else values[name]) for name, label in LABELS.items()
    ]
    return Table("Figures", _("The figures of the plan on the day."), columns, rows)


def _light_columns(part: str) -> tuple[Column, ...]:
    return (
        Column(capital(part), 46),
        Column(capital(_("light")), 12, Look.LIGHT),
        *(Column(capital(_(label)), 9, Look.WHOLE) for label in LIGHT_COLUMNS.values()),
    )


def _lights_table(name: str, kind: str, part: str, found: Mapping[str, LightCounts], teller: Teller) -> Table:
    names = {row.id: teller.text(row, "name") for row in teller.state.rows[kind]}
    rows: list[Sequence[Any]] = [
        (
            f"{visible_id} {names.get(visible_id, '')}".strip(),
            light_value(counts.worst) or "–",
            *(getattr(counts, column) for column in LIGHT_COLUMNS),
        )
        for visible_id, counts in found.items()
    ]
    about = _("The worst light of each part of the plan, and its milestones by their light.")
    return Table(name, about, _light_columns(part), rows)


def _insert_beside(book: TablesBook, sheet: Sheet, said: Told, data: Data, row: int, column: int) -> int:
    """Puts two charts beside the tables; returns the first row below them."""
    top = 0
    for make, height in zip((burndown_chart, lights_chart), _CHART_HEIGHTS, strict=True):
        if (found := make(book, said, data, _CHART_WIDTH, height)) is not None:
            sheet.insert_chart(row, column, *found, top=top)
            top += height + 10
    return row + top // _ROW_PIXELS + 1
