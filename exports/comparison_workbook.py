"""A comparison as a workbook: in numbers, everything that the list tells as one table, and what else differs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from exports.comparison import part_id, seal_texts, why
from exports.files import write_content
from exports.tables_workbook import (
    Column,
    Look,
    Table,
    TablesBook,
    Value,
    capital,
    width_of,
    write_table_sheet,
)
from models.comparing import Compared
from models.language import _, date_text
from models.rules.comparison import By, Change, Entry, Facet, LightChange, Tally, groups, light_change
from models.rules.comparison_words import (
    CHANGE_WORDS,
    LIGHT_CHANGE_WORDS,
    backwards_text,
    heading_text,
    kind_text,
    title_text,
    told_facets,
    value_text,
)


def write_comparison(
    found: Compared,
    target: Path,
    *,
    plan_name: str,
    moment: datetime,
    by: By = "stream",
    force: bool = False,
) -> None:
    """Writes the workbook, in the current language.

    Raises:
        ExportFailed: something is at `target` already and `force` is false, or it cannot be written.
    """
    content = comparison_workbook(found, plan_name=plan_name, moment=moment, by=by)
    write_content(content, target, overwrite=force)


def comparison_workbook(found: Compared, *, plan_name: str, moment: datetime, by: By = "stream") -> bytes:
    """The bytes of the workbook."""
    heading = heading_text(found.comparison)
    book = TablesBook(title=f"{plan_name}: {heading}", subject=_("Comparison of snapshots"), moment=moment)
    footer = f"{plan_name} · {heading}"
    _write_summary(book, footer, plan_name, found)
    write_table_sheet(
        book,
        _("Changes"),
        footer,
        _("What changed"),
        [heading],
        Table(
            "Changes",
            _("Each thing that changed, a row each."),
            _change_columns(),
            list(_change_rows(found, by)),
        ),
        frozen_columns=3,
    )
    if found.edits:
        write_table_sheet(
            book,
            _("Other changes"),
            footer,
            _("Other changes"),
            [heading],
            Table(
                "OtherChanges",
                _("Texts, references and rows of other kinds that changed."),
                [
                    Column(_("Id"), 12),
                    Column(_("Title"), 40),
                    Column(_("Field"), 24),
                    Column(_("Was"), 36),
                    Column(_("Becomes"), 36),
                ],
                [(each.id, each.title, each.field, each.old, each.new) for each in found.told()],
            ),
        )
    return book.content()


def _write_summary(book: TablesBook, footer: str, plan_name: str, found: Compared) -> None:
    columns = [
        Column(_("What"), 44),
        Column(capital(_("milestones")), 14, Look.WHOLE),
        Column(capital(_("weight")), 14, Look.WHOLE),
    ]
    sheet = book.add_sheet(_("Summary"), footer)
    sheet.set_widths([width_of(column, has_filter=False) for column in columns])
    sheet.write_title(plan_name)
    sheet.write_heading(heading_text(found.comparison))
    for line in (backwards_text(found.comparison), _("Nothing differs.") if found.is_empty else ""):
        if line:
            sheet.write_lines(line)
    sheet.skip()
    header_row = sheet.row
    about = _("How many milestones changed in which way, and their weight.")
    sheet.write_table(Table("Summary", about, columns, list(_summary_rows(found))))
    sheet.keep_in_view(header_row)
    sheet.skip()
    for line in seal_texts(found):
        sheet.write_lines(line)


def _summary_rows(found: Compared) -> Iterator[tuple[Value, ...]]:
    """The numbers that a reader can add up: each change with the sign with which it counts."""
    summary = found.comparison.summary
    then, now = summary.then, summary.now
    yield capital(_("in scope before")), then.in_scope, then.weight_in_scope
    yield _row(_("added"), summary.added, 1)
    yield _row(_("brought back"), summary.brought_back, 1)
    yield _row(_("dropped"), summary.dropped, -1)
    yield _row(_("removed"), summary.removed, -1)
    yield capital(_("weights changed")), None, summary.reweighed
    yield capital(_("in scope now")), now.in_scope, now.weight_in_scope
    yield capital(_("done before")), then.done, then.weight_done
    yield _row(_("done"), summary.done, 1)
    yield _row(_("reopened"), summary.reopened, -1)
    yield _row(_("dropped or removed"), summary.done_gone, -1)
    yield capital(_("weights changed")), None, summary.done_reweighed
    yield capital(_("done now")), now.done, now.weight_done
    yield capital(_("moved later")), summary.later, None
    yield capital(_("moved earlier")), summary.earlier, None
    light = capital(_(CHANGE_WORDS[Change.LIGHT]))
    for change, count in summary.lights.items():
        yield f"{light}: {_(LIGHT_CHANGE_WORDS[change])}", count, None


def _row(what: str, tally: Tally, sign: int) -> tuple[Value, ...]:
    return capital(what), sign * tally.counted, sign * tally.weight


def _change_columns() -> list[Column]:
    return [
        Column(_("Stream"), 14),
        Column(_("Division"), 10),
        Column(_("Id"), 8),
        Column(_("Title"), 36),
        Column(_("Kind"), 12),
        Column(_("What changed"), 18),
        Column(_("Old date"), 12, Look.DATE),
        Column(_("New date"), 12, Look.DATE),
        Column(capital(_("working days")), 10, Look.WHOLE),
        Column(_("Was"), 18),
        Column(_("Becomes"), 18),
        Column(_("Reason"), 26),
    ]


def _change_rows(found: Compared, by: By) -> Iterator[tuple[Value, ...]]:
    for group in groups(found.comparison, by):
        for entry in group.entries:
            head = (
                part_id(entry.stream, "stream", found) or "",
                part_id(entry.division, "division", found) or "",
                entry.row.id,
                title_text(entry),
                kind_text(entry),
            )
            for facet in told_facets(entry):
                yield (*head, *_facet_cells(facet, entry))


def _facet_cells(facet: Facet, entry: Entry) -> tuple[Value, ...]:
    """What changed, its dates, working days, other values and reason."""
    what = _(CHANGE_WORDS[facet.change])
    if facet.change is Change.LIGHT:
        change = light_change(facet.old, facet.new) or LightChange.SAME
        what = f"{what}: {_(LIGHT_CHANGE_WORDS[change])}"
    reason = why(facet)
    if facet.passed is not None:
        reason = _("{date} passed and nobody moved it").format(date=date_text(facet.passed))
    old_day, old = _parted(facet.old)
    new_day, new = _parted(facet.new)
    if facet.change is Change.OWNER:
        old, new = (said or _("owner missing") for said in (old, new))
    return capital(what), old_day, new_day, facet.workdays, old, new, reason


def _parted(value: Any) -> tuple[date | None, str]:
    """A value as a date, or in words."""
    return (value, "") if isinstance(value, date) else (None, value_text(value))
