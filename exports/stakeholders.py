"""Writes the workbook for stakeholders: the weekly page as sheets, tables and native charts, only to be read."""

from __future__ import annotations

import warnings
from pathlib import Path

import openpyxl

from exports.files import write_atomically
from exports.stakeholder_data import write_data
from exports.stakeholder_definitions import definitions_table
from exports.stakeholder_overview import write_overview
from exports.stakeholder_sheets import (
    CHART_DATA,
    DEFINITIONS,
    OVERVIEW,
    SHEETS,
    add_rows,
    add_table,
)
from exports.stakeholder_source import Told, told
from exports.tables_workbook import TablesBook
from models.errors import FileRefused
from models.language import _
from models.plan import Plan
from models.rules.weekly import WeeklyPage


def write_stakeholders(plan: Plan, page: WeeklyPage, path: Path, *, force: bool = False) -> None:
    """Writes a weekly page as a workbook that is only read, in the reader's language.

    Args:
        force: whether a file that is there already is replaced.

    Raises:
        ExportFailed: the file cannot be written; nothing is left then.
    """
    said = told(plan, page)

    def build(draft: Path) -> None:
        draft.write_bytes(_book(plan, said).content())

    write_atomically(build, path, _verify, overwrite=force)


def _book(plan: Plan, said: Told) -> TablesBook:
    book = TablesBook(title=said.week_text, subject=_("Weekly report"), moment=plan.now())
    footer = said.footer
    overview = book.add_sheet(_(OVERVIEW), footer)
    add_rows(book, said)
    add_table(book, said, DEFINITIONS, definitions_table(said.state), [_("What the words and figures mean.")])
    data_sheet = book.add_sheet(_(CHART_DATA), footer)
    title = _("{sheet}: {plan}").format(sheet=_(CHART_DATA), plan=said.week_text)
    data = write_data(data_sheet, said, title)
    write_overview(book, overview, said, data)
    return book


def _verify(draft: Path) -> None:
    """Opens the finished workbook as another program would; raises FileRefused where it is not whole."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            book = openpyxl.load_workbook(draft)
    # What openpyxl raises for a damaged file has no end, a warning is a fault here too.
    except Exception as error:
        raise FileRefused("damaged", _("it does not open again")) from error
    if book.sheetnames != [_(name) for name in SHEETS] or not all(sheet.tables for sheet in book.worksheets):
        raise FileRefused("damaged", _("a sheet or a table is missing"))
