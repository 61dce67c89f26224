"""Writes the public part of a plan as a workbook to read: a named table for each kind of row, nothing hidden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from exports.data import FILES
from exports.files import write_atomically
from exports.layout import fitting, set_height, set_paper, set_print_area
from exports.public import INTERNAL_FIELDS, INTERNAL_KINDS, PublicPlan
from exports.workbook import Book, Format, Look, Page
from exports.workbook import Column as Width
from models.errors import ExportFailed
from models.language import _, date_text, number_text, speaking
from models.presenting import Presenter
from models.rules.fields import FieldType
from models.rules.records import text
from models.rules.state import PlanState
from models.rules.text import without_addresses
from models.rules.words import WORDS, Light
from models.sheets import Column, Form, Shows, plan_forms

GUIDE_WIDTH: Final = 110
FIRST_ROW: Final = 2
_FORMATS: Final = {FieldType.DATE: Format.DATE, FieldType.NUMBER: Format.WHOLE}


def public_workbook(
    public: PublicPlan, path: Path, *, language: str, moment: datetime, force: bool = False
) -> None:
    """Writes the workbook; it carries no marks by which rows are known, so it cannot be imported back.

    Args:
        language: of its words and of the texts in its main columns.
        moment: when it is made.

    Raises ExportFailed.
    """

    def build(draft: Path) -> None:
        with speaking(language):
            _PublicBook(public, language, moment).save(draft)

    write_atomically(build, path, partial(_verified, len(_forms(language)) + 1), overwrite=force)


def _verified(sheets: int, draft: Path) -> None:
    """Opens the draft once more and counts its sheets."""
    book = openpyxl.load_workbook(draft, read_only=True)
    try:
        if len(book.sheetnames) != sheets:
            raise ExportFailed(_("The workbook did not read back whole, so it was not written: try again."))
    finally:
        book.close()


def _forms(language: str) -> list[Form]:
    return [form for kind, form in plan_forms(language).items() if kind not in INTERNAL_KINDS]


def _columns(form: Form) -> list[Column]:
    """The columns of a sheet that are for everybody."""
    return [
        column
        for column in form.columns
        if column.shows is not Shows.CONFIRMED and column.key not in INTERNAL_FIELDS
    ]


class _PublicBook:
    """One workbook in the making; words are those of the language that is current."""

    def __init__(self, public: PublicPlan, language: str, moment: datetime) -> None:
        self._public, self._language = public, language
        self._name = without_addresses(text(public.state.charter, "name")) or _("Plan")
        self._book = Book(title=self._name, moment=moment)

    def save(self, path: Path) -> None:
        """Writes everything."""
        self._write_guide()
        for form in _forms(self._language):
            self._write_sheet(form)
        self._book.save(path)

    def _write_guide(self) -> None:
        state = self._public.state
        page = self._book.add_page(_("Guide"), [Width(GUIDE_WIDTH)])
        page.write((self._name,), Look.TITLE)
        day = _("The public part of the plan as known on {date}.").format(date=date_text(state.day))
        for line in (day, *self._public.sentences):
            row = page.write((line,), Look.PLAIN)
            set_height(page.sheet, row, (line,), (GUIDE_WIDTH,))
        page.write((None,), Look.PLAIN)
        page.write((_("The sheets"),), Look.TITLE)
        for form in _forms(self._language):
            count = number_text(len(state.rows[form.kind]))
            page.write((_("{sheet}: {count} rows").format(sheet=form.name, count=count),), Look.PLAIN)
        set_paper(page.sheet, footer=self._name)

    def _write_sheet(self, form: Form) -> None:
        columns = _columns(form)
        widths = [
            fitting(column.width, column.header) + 2 for column in columns
        ]  # The filter's button stands there.
        page = self._book.add_page(
            form.name,
            [
                Width(width, _FORMATS.get(c.type, Format.TEXT))
                for width, c in zip(widths, columns, strict=True)
            ],
            freeze=f"{'C' if columns[1].key == 'title' else 'B'}{FIRST_ROW}",
        )
        headers = [column.header for column in columns]
        page.write(headers, Look.HEADER)
        set_height(page.sheet, page.rows, headers, widths, is_bold=True)
        for row in _shown(self._public.state, form, columns):
            number = page.write(row, Look.INPUT)
            set_height(page.sheet, number, row, widths)
        if page.rows < FIRST_ROW:
            page.write_empty(1, Look.INPUT)  # A table has one row at least.
        _make_table(page, FILES[form.kind], headers)
        _colour_lights(page, columns)
        page.sheet.print_title_rows = "1:1"
        set_paper(page.sheet, footer=f"{self._name}: {form.name}")
        last = sum(column in columns for column in form.columns[: form.printed])
        set_print_area(page.sheet, first=1, last=last, last_row=page.rows)


def _shown(state: PlanState, form: Form, columns: Sequence[Column]) -> list[list[Any]]:
    """What stands in the cells of a sheet, row by row."""
    presenter = Presenter(state, form)
    places = [form.places[column.key] for column in columns]
    return [
        [
            without_addresses(cell) if isinstance(cell, str) else cell
            for cell in map(shown.__getitem__, places)
        ]
        for shown in (presenter.shown(presenter.values(row)) for row in state.rows[form.kind])
    ]


def _make_table(page: Page, name: str, headers: Sequence[str]) -> None:
    """Makes the rows a named table."""
    area = f"A1:{get_column_letter(len(headers))}{page.rows}"
    table = cast(Any, Table(displayName=name, ref=area))
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    # openpyxl would look the headers up in cells that a write-only sheet does not keep.
    for number, header in enumerate(headers, 1):
        table.tableColumns.append(TableColumn(id=number, name=header))
    page.sheet.tables.add(table)


def _colour_lights(page: Page, columns: Sequence[Column]) -> None:
    words = {_(WORDS[light]): light for light in Light}
    for number, column in enumerate(columns, 1):
        if column.volatile or (column.field is not None and column.field.words is Light):
            letter = get_column_letter(number)
            page.colour(f"{letter}{FIRST_ROW}:{letter}{page.rows}", words)
