"""What every workbook we write shares: safe cells, few number formats, one look, protection, lists and lights."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, cast
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.formatting.rule import CellIsRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.writer.excel import ExcelWriter

from exports.files import write_atomically
from exports.layout import TITLE_POINTS
from models.errors import ExportFailed
from models.language import _
from models.rules.text import outgoing, utf16_units
from models.rules.words import Light

__all__ = ["Book", "Column", "Format", "Look", "Page", "Value", "put", "write_atomically"]

Value = str | int | float | bool | date | None

MAX_CELL: Final = 32_767
"""UTF-16 units that a cell can hold; longer text is refused when it is typed, so none should come here."""
LAST_COLUMN: Final = 16_384


class Format(StrEnum):
    """The number formats in use: LibreOffice rewrites most others into something of its own."""

    TEXT = "@"
    DATE = "yyyy-mm-dd"
    WHOLE = "0"
    DECIMAL = "#,##0.00"


class Look(StrEnum):
    """What a cell is for, seen at a glance; also the name of its style in the workbook."""

    TITLE = "tracker title"
    INSTRUCTION = "tracker instruction"
    PLAIN = "tracker plain"
    """Text that nobody edits, on the guide and the hidden sheets."""
    HEADER = "tracker header"
    INPUT = "tracker input"
    REQUIRED = "tracker required"
    """Input that may not stay empty."""
    CONTEXT = "tracker context"
    """Grey: shown for reference, an edit there changes nothing."""


_FILLS: Final = {Look.HEADER: "1F3864", Look.REQUIRED: "FFF9E5", Look.CONTEXT: "E7E6E6"}
_FONTS: Final = {
    Look.TITLE: Font(name="Calibri", size=14, bold=True),
    Look.INSTRUCTION: Font(name="Calibri", size=10, italic=True),
    Look.HEADER: Font(name="Calibri", size=11, bold=True, color="FFFFFF"),
}
_UNLOCKED: Final = frozenset({Look.INPUT, Look.REQUIRED, Look.CONTEXT})
"""Every data cell, the grey ones too: a row with one locked cell can be neither sorted nor deleted."""
_ONE_LINE: Final = frozenset({Look.TITLE, Look.INSTRUCTION})
_LIGHTS: Final = {
    Light.RED: ("FFC7CE", "9C0006"),
    Light.AMBER: ("FFEB9C", "7F5200"),
    Light.GREEN: ("C6EFCE", "006100"),
    Light.GREY: ("E7E6E6", "404040"),
}
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z_.]*")
"""Names of lists: without digits, so that none looks like a cell."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet."""

    width: float
    """In characters."""
    format: Format = Format.TEXT
    hidden: bool = False


def put(cell: Any, value: Value) -> None:
    """Sets an openpyxl cell's value as what it is: text is never a formula, an error or a number.

    Raises TypeError for an aware moment or a kind of value that no cell has, ValueError for an infinite number, and
    ExportFailed for a text that no cell can hold.
    """
    # Not through `cell.value`, which takes "=1" for a formula, cuts long text and costs five times as much.
    cell._value, cell.data_type = _as_written(value)


def _as_written(value: Value) -> tuple[Value, str]:
    """A value as it goes into a cell, and openpyxl's letter for its type."""
    if isinstance(value, str):
        if len(value) * 2 > MAX_CELL and utf16_units(value) > MAX_CELL:
            raise ExportFailed(
                _("The text that begins {start} is too long for a workbook's cell: shorten it.").format(
                    start=" ".join(outgoing(value[:40]).split())
                )
            )
        return outgoing(value), "s"
    if value is None:
        return None, "n"
    if isinstance(value, bool):
        return value, "b"
    if isinstance(value, date):
        if isinstance(value, datetime):
            if value.tzinfo is not None:
                raise TypeError(f"an aware moment has no one day: {value!r}")
            return value.date(), "d"
        return value, "d"
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise ValueError(f"no cell can hold {value!r}")
        return value, "n"
    raise TypeError(f"no cell can hold a {type(value).__name__}")


class Page:
    """One sheet, written row by row from the top; what stands around the rows can be set until the book is saved."""

    def __init__(self, book: Book, sheet: Any, columns: Sequence[Column]) -> None:
        self._book, self._columns = book, tuple(columns)
        self.sheet = sheet
        """openpyxl's write-only sheet, for charts."""
        self._rows: list[tuple[tuple[Look, ...], list[tuple[Value, str]]]] = []

    @property
    def rows(self) -> int:
        """Rows written so far."""
        return len(self._rows)

    def write(self, values: Sequence[Value], looks: Look | Sequence[Look], *, hidden: bool = False) -> int:
        """Writes one row and returns its number; `looks` is one for the row or one for each value.

        Data cells have the number format of their column, all others are text. Raises what `put` raises.
        """
        looks = (looks,) * len(values) if isinstance(looks, Look) else tuple(looks)
        if len(looks) != len(values) or len(values) > len(self._columns):
            raise ValueError(f"{len(values)} values, {len(looks)} looks and {len(self._columns)} columns")
        self._rows.append((looks, [_as_written(value) for value in values]))
        if hidden:
            self.sheet.row_dimensions[self.rows].hidden = True
        if Look.TITLE in looks:
            self.sheet.row_dimensions[self.rows].height = TITLE_POINTS
        return self.rows

    def cells(self) -> Iterator[list[Any]]:
        """The cells of each row, as openpyxl writes them; the same cells over and over, with other values."""
        prepared: dict[tuple[Look, ...], list[Any]] = {}
        for number, (looks, values) in enumerate(self._rows, 1):
            cells = prepared.get(looks)
            if cells is None:
                cells = prepared[looks] = [self._cell(place, look) for place, look in enumerate(looks)]
            for cell, (value, kind) in zip(cells, values, strict=True):
                cell.row, cell._value, cell.data_type = number, value, kind
            yield cells

    def _cell(self, place: int, look: Look) -> Any:
        format_ = self._columns[place].format
        cell = self._book.cell(self.sheet, look, format_ if look in _UNLOCKED else Format.TEXT)
        if look is Look.HEADER:
            _align(cell, format_)
        cell.column = place + 1
        return cell

    def write_empty(self, count: int, looks: Look | Sequence[Look]) -> None:
        """Writes empty formatted rows, for what a person will add."""
        looks = (looks,) * len(self._columns) if isinstance(looks, Look) else tuple(looks)
        for _row in range(count):
            self.write((None,) * len(looks), looks)

    def filter_and_print(self, header_row: int) -> None:
        """Puts the autofilter on the rows from the headers down, and the headers on every printed page."""
        last = max(self.rows, header_row)
        self.sheet.auto_filter.ref = f"A{header_row}:{get_column_letter(len(self._columns))}{last}"
        self.sheet.print_title_rows = f"{header_row}:{header_row}"

    def protect(self) -> None:
        """Locks what is not a data cell, without a password: a guard against accidents, not against people."""
        guard = self.sheet.protection
        guard.enable()
        # openpyxl's switches say what the guard forbids.
        guard.sort = guard.autoFilter = guard.insertRows = guard.deleteRows = False
        guard.formatCells = guard.formatColumns = guard.formatRows = True
        guard.insertColumns = guard.deleteColumns = True

    def drop_down(self, area: str, name: str, *, strict: bool = True, hint: str = "") -> None:
        """Offers the list `name` (see `Book.add_lists`) in the cells of `area`, such as F5:F80.

        A strict list refuses other values as they are typed; the other kind only suggests. `hint` is shown beside
        the cell, at most 255 characters.
        """
        rule = DataValidation(type="list", formula1=name, allow_blank=True, showErrorMessage=strict)
        if strict:
            rule.error = _("Choose one of the values on the list.")
        if hint:
            rule.showInputMessage, rule.prompt = True, hint[:255]
        rule.add(area)
        self.sheet.data_validations.append(rule)

    def colour(self, area: str, words: Mapping[str, Light]) -> None:
        """Colours the cells of `area` that hold one of the words; the word says the same to who sees no colour."""
        for word, light in words.items():
            fill, font = _LIGHTS[light]
            rule = CellIsRule(  # type: ignore[no-untyped-call]
                operator="equal",
                formula=['"{}"'.format(outgoing(word).replace('"', '""'))],
                fill=PatternFill("solid", start_color=fill, end_color=fill),
                font=Font(color=font),
            )
            self.sheet.conditional_formatting.add(area, rule)


class Book:
    """A workbook that is being written; nothing touches the disk before it is saved."""

    def __init__(
        self,
        *,
        title: str,
        moment: datetime,
        keywords: str = "",
        custom: Mapping[str, str] | None = None,
    ) -> None:
        """An empty workbook that says it was made at `moment`; `custom` are its custom text properties."""
        self.book = cast(Any, openpyxl.Workbook(write_only=True))
        self._pages: dict[Any, Page] = {}
        made = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
        properties = self.book.properties
        properties.title, properties.keywords, properties.creator = (
            outgoing(title),
            keywords or None,
            "Tracker",
        )
        properties.created = properties.modified = made.replace(microsecond=0)
        for name, value in (custom or {}).items():
            self.book.custom_doc_props.append(StringProperty(name=name, value=value))
        for look in Look:
            self.book.add_named_style(_named_style(look))

    def add_page(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        state: str = "visible",
        freeze: str | None = None,
        data_look: Look | None = None,
    ) -> Page:
        """A new sheet after the others; `state` is visible, hidden or veryHidden, `freeze` such as C5.

        With `data_look` whole columns have the look and format of their data, so that a row typed or inserted
        anywhere is text where it should be text, and is not locked.
        """
        sheet = self.book.create_sheet(name)
        sheet.sheet_state = state
        sheet.freeze_panes = freeze
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for number, column in enumerate(columns, 1):
            self._set_columns(sheet, number, number, column, data_look)
        if data_look is not None and len(columns) < LAST_COLUMN:
            self._set_columns(sheet, len(columns) + 1, LAST_COLUMN, Column(width=13), Look.INPUT)
        page = self._pages[sheet] = Page(self, sheet, columns)
        return page

    def _set_columns(self, sheet: Any, first: int, last: int, column: Column, look: Look | None) -> None:
        letter = get_column_letter(first)
        dimension = cast(
            Any, ColumnDimension(sheet, letter, column.width, hidden=column.hidden, min=first, max=last)
        )
        if look is not None:
            dimension._style = self.cell(sheet, look, column.format)._style
        sheet.column_dimensions[letter] = dimension

    def cell(self, sheet: Any, look: Look, format_: Format = Format.TEXT) -> Any:
        """A prepared empty cell of a sheet, for `put`."""
        cell: Any = WriteOnlyCell(sheet)
        cell.style = look.value
        cell.number_format = format_.value
        _align(cell, format_)
        return cell

    def add_lists(self, name: str, lists: Mapping[str, Sequence[str]]) -> None:
        """A hidden sheet with the values of the drop-downs, each list under its defined name."""
        page = self.add_page(name, [Column(30)] * max(len(lists), 1), state="hidden")
        page.write(list(lists), Look.PLAIN)
        longest = max((len(values) for values in lists.values()), default=0)
        for row in range(longest):
            page.write([values[row] if row < len(values) else None for values in lists.values()], Look.PLAIN)
        for number, (list_name, values) in enumerate(lists.items(), 1):
            if not _NAME.fullmatch(list_name):
                raise ValueError(f"no name for a list: {list_name!r}")
            letter = get_column_letter(number)
            place = f"{quote_sheetname(name)}!${letter}$2:${letter}${max(len(values), 1) + 1}"
            self.book.defined_names[list_name] = DefinedName(list_name, attr_text=place)

    def save(self, path: Path) -> None:
        """Writes the workbook, once; an OSError leaves a broken file behind, hence `write_atomically`."""
        # In memory first: on a full disk openpyxl closes its zip file as if it were whole.
        memory = io.BytesIO()
        with ZipFile(memory, "w", ZIP_DEFLATED) as archive:
            _Writer(self.book, archive, self._pages).write_data()
        path.write_bytes(memory.getbuffer())


class _Writer(ExcelWriter):
    """openpyxl's writer, with rows from our pages and no temporary files.

    Its own write-only sheets try each cell as a value first and catch the exception, a third of their time, and
    complain on standard error when a workbook is given up halfway.
    """

    def __init__(self, book: Any, archive: ZipFile, pages: Mapping[Any, Page]) -> None:
        super().__init__(book, archive)
        self._parts, self._pages = archive, pages

    def write_worksheet(self, ws: Any) -> None:
        """Writes one sheet into the archive."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer: Any = WorksheetWriter(ws, io.BytesIO())
        writer.write_top()
        stream = writer.xf.send(True)
        with stream.element("sheetData"):
            for number, cells in enumerate(self._pages[ws].cells(), 1):
                writer.write_row(stream, cells, number)
        writer.xf.send(None)
        writer.write_tail()
        ws._rels = writer._rels
        self._parts.writestr(ws.path[1:], writer.read())
        self.manifest.append(ws)


def _align(cell: Any, format_: Format) -> None:
    """Keeps dates and numbers clear of the text in the next column: dates at the left, numbers away from the border."""
    if format_ is not Format.TEXT:
        is_date = format_ is Format.DATE
        cell.alignment = Alignment(
            horizontal="left" if is_date else "right",
            indent=0 if is_date else 1,
            vertical="top",
            wrap_text=True,
        )


def _named_style(look: Look) -> NamedStyle:
    style = NamedStyle(look.value, number_format=Format.TEXT.value)
    style.font = _FONTS.get(look, Font(name="Calibri", size=11))
    style.alignment = Alignment(vertical="top", wrap_text=look not in _ONE_LINE)
    style.protection = Protection(locked=look not in _UNLOCKED)
    if look in _FILLS:
        style.fill = PatternFill("solid", start_color=_FILLS[look], end_color=_FILLS[look])
    if look in _UNLOCKED:
        thin = Side("thin", color="BFBFBF")
        style.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    return style
