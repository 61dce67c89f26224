"""Workbooks that are only read: sheets of named tables and native charts, made to be printed and read aloud too.

The one module that knows XlsxWriter, which writes charts that openpyxl cannot; what comes back goes out by
`exports.workbook` instead. Names of tables are the same in every language, so that another workbook can refer to them.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from exports.layout import LINE_POINTS, MOST_POINTS, TITLE_POINTS, fitting, most_lines
from models.errors import ExportFailed
from models.language import Language, _, current
from models.rules.text import decoded, outgoing, utf16_units, without_addresses
from models.rules.words import WORDS, Light

Value = str | int | date | None

MAX_CELL: Final = 32_767
"""UTF-16 units that a cell can hold."""
MAX_FOOTER: Final = 200
"""Letters of a footer; Excel refuses a file in which it is longer than 255."""
FILTER_WIDTH: Final = 2.5
"""In characters: the button of a filter, which would hide the end of a header."""
LETTERS_OF_WIDTH: Final = 0.95
"""Letters of running text that fit into one unit of width in any usual font."""

_LOCALES: Final[dict[Language, str]] = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
"""In which voice a program reads aloud, and which spelling it checks."""
_DATES: Final[dict[Language, str]] = {"fi": "d.m.yyyy", "sv": "d.m.yyyy", "en": "yyyy-mm-dd"}
SHORT_DATES: Final[dict[Language, str]] = {"fi": "d.m.", "sv": "d.m.", "en": "mm-dd"}
"""Dates without their year, for the axes of charts."""

_DARK: Final = "#1F3864"
_BORDER: Final = "#BFBFBF"
_LIGHTS: Final = {
    Light.RED: ("#FFC7CE", "#9C0006"),
    Light.AMBER: ("#FFEB9C", "#7F5200"),
    Light.GREEN: ("#C6EFCE", "#006100"),
    Light.GREY: ("#E7E6E6", "#404040"),
}


class Look(Enum):
    """What a cell or a column is."""

    TITLE = "title"
    HEADING = "heading"
    LINE = "line"
    """Running text outside tables."""
    HEADER = "header"
    TEXT = "text"
    DATE = "date"
    WHOLE = "whole"
    LIGHT = "light"
    """The word of a light, coloured too."""


_ONE_CELL: Final = {"border": 1, "border_color": _BORDER, "valign": "top"}
_FORMATS: Final[dict[Look, dict[str, Any]]] = {
    Look.TITLE: {"bold": True, "font_size": 14, "font_color": _DARK},
    Look.HEADING: {"bold": True, "font_size": 12, "font_color": _DARK},
    Look.LINE: {},
    Look.HEADER: {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": _DARK,
        "border": 1,
        "border_color": _BORDER,
        "text_wrap": True,
        "valign": "top",
    },
    Look.TEXT: {**_ONE_CELL, "text_wrap": True},
    Look.DATE: {**_ONE_CELL, "align": "left"},
    Look.WHOLE: {**_ONE_CELL, "align": "right", "indent": 1, "num_format": "0"},
    Look.LIGHT: {**_ONE_CELL, "text_wrap": True},
}


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    title: str
    """In the reader's language; no two of a table are the same."""
    width: float
    """In characters; a word of the title is never broken."""
    look: Look = Look.TEXT


@dataclass(frozen=True)
class Table:
    """Rows under headers."""

    name: str
    """ASCII, the same in every language."""
    about: str
    """What it holds, in a sentence, for who does not see it."""
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True)
class Placed:
    """Where the rows of a table stand; rows and columns are counted from 0."""

    sheet: str
    first: int
    """The first row below the headers."""
    last: int
    column: int

    def cells(self, column: int) -> list[Any]:
        """The cells of one of its columns, for a series of a chart."""
        place = self.column + column
        return [self.sheet, self.first, place, self.last, place]


def capital(words: str) -> str:
    """Words as they stand at the head of a column, or alone in a cell."""
    return words[:1].upper() + words[1:]


def cell_text(value: str) -> str:
    """A text as it may stand in a cell, a title or a description; without e-mail addresses.

    Raises ExportFailed for one that no cell can hold.
    """
    # XlsxWriter escapes `_xHHHH_` itself.
    found = decoded(outgoing(without_addresses(value)))
    if found.startswith("<r>") and found.endswith("</r>"):
        # XlsxWriter takes that for its own markup and would write it as it is.
        found += " "
    if len(found) * 2 > MAX_CELL and utf16_units(found) > MAX_CELL:
        raise ExportFailed(
            _("The text that begins {start} is too long for a workbook's cell: shorten it.").format(
                start=" ".join(found[:40].split())
            )
        )
    return found


def one_line(value: str) -> str:
    """The same on one line."""
    return " ".join(cell_text(value).split())


class TablesBook:
    """A workbook in the making, in the language that is current when this is made."""

    def __init__(self, *, title: str, subject: str, moment: datetime) -> None:
        """An empty workbook that says it was made at `moment`."""
        self.language = current()
        self._memory = io.BytesIO()
        # Text is written as text alone; no text becomes a formula, a link or a number.
        self.book: Any = xlsxwriter.Workbook(
            self._memory,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        """XlsxWriter's, for charts."""
        made = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
        self.book.set_properties(
            {
                "title": one_line(title),
                "subject": one_line(subject),
                "author": "Tracker",
                "created": made.replace(microsecond=0),
            }
        )
        looks = {look: dict(asked) for look, asked in _FORMATS.items()}
        looks[Look.DATE]["num_format"] = _DATES[self.language]
        self.formats: dict[Look, Any] = {look: self.book.add_format(asked) for look, asked in looks.items()}
        self.light_formats = [
            (capital(_(WORDS[light])), self.book.add_format({"bg_color": fill, "font_color": letters}))
            for light, (fill, letters) in _LIGHTS.items()
        ]

    def add_sheet(self, name: str, footer: str) -> Sheet:
        """A new sheet after the others, that prints on A4 across, as wide as the paper."""
        return Sheet(self, self.book.add_worksheet(name), footer)

    def content(self) -> bytes:
        """The bytes of the finished workbook; asked once."""
        self.book.close()
        return _speaking(self._memory, _LOCALES[self.language])


class Sheet:
    """One sheet, filled from the top; rows and columns are counted from 0."""

    def __init__(self, book: TablesBook, sheet: Any, footer: str) -> None:
        self._book = book
        self.sheet = sheet
        """XlsxWriter's, for charts and page breaks."""
        self.row = 0
        """The next free row."""
        self._widths: list[float] = []
        # A title such as 1917 is text, and no mark beside it says that it should be a number.
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
        # An ampersand begins a code of the footer.
        sheet.set_footer(f"&L{one_line(footer)[:MAX_FOOTER].replace('&', '&&')}&R&P / &N", {"margin": 0.2})

    def set_widths(self, widths: Sequence[float]) -> None:
        """The widths of the columns from the left, in characters."""
        self._widths = list(widths)
        for place, width in enumerate(widths):
            self.sheet.set_column(place, place, width)

    def write_title(self, title: str) -> None:
        """What the sheet is, in its first cell."""
        self._write_wrapped(title, Look.TITLE, sum(self._widths) * 0.7, TITLE_POINTS)

    def write_heading(self, heading: str) -> None:
        """What stands below it."""
        self._write_wrapped(heading, Look.HEADING, sum(self._widths) * 0.8, LINE_POINTS + 2)

    def write_lines(self, text: str) -> None:
        """Running text over the whole width, a row for each line: cells are never merged."""
        self._write_wrapped(text, Look.LINE, sum(self._widths) * LETTERS_OF_WIDTH, LINE_POINTS)

    def skip(self, rows: int = 1) -> None:
        """Leaves rows empty."""
        self.row += rows

    def _write_wrapped(self, text: str, look: Look, letters: float, points: float) -> None:
        for paragraph in cell_text(text).split("\n"):
            for line in textwrap.wrap(paragraph, max(int(letters), 20)) or [""]:
                self.sheet.set_row(self.row, points)
                # Once more: wrapping takes blanks away that a line needs to stay text.
                self.sheet.write_string(self.row, 0, cell_text(line), self._book.formats[look])
                self.row += 1

    def write_table(self, table: Table, *, column: int = 0, has_filter: bool = False) -> Placed:
        """Writes a table at the next free row, from that column on; one without rows gets an empty one."""
        sheet, formats = self.sheet, self._book.formats
        header_row, count = self.row, len(table.columns)
        rows = table.rows or [(None,) * count]
        titles = [each.title for each in table.columns]
        widths = self._widths[column : column + count]
        last = header_row + len(rows)
        sheet.add_table(
            header_row,
            column,
            last,
            column + count - 1,
            {
                "name": table.name,
                "description": cell_text(table.about),
                "autofilter": has_filter,
                "style": "Table Style Light 1",
                "columns": [{"header": title, "header_format": formats[Look.HEADER]} for title in titles],
            },
        )
        room = [width - (FILTER_WIDTH if has_filter else 0) for width in widths]
        self._set_height(header_row, most_lines(titles, room, is_bold=True))
        looks = [formats[each.look] for each in table.columns]
        wrapped = [place for place, each in enumerate(table.columns) if each.look is Look.TEXT]
        wrapped_widths = [widths[place] for place in wrapped]
        for number, values in enumerate(rows, header_row + 1):
            for place, (value, look) in enumerate(zip(values, looks, strict=True), column):
                if isinstance(value, str):
                    sheet.write_string(number, place, cell_text(value), look)
                elif value is None:
                    sheet.write_blank(number, place, None, look)
                elif isinstance(value, date):
                    sheet.write_datetime(number, place, value, look)
                else:
                    sheet.write_number(number, place, value, look)
            self._set_height(number, most_lines([values[place] for place in wrapped], wrapped_widths))
        for place, each in enumerate(table.columns, column):
            if each.look is Look.LIGHT:
                self._colour(header_row + 1, last, place)
        self.row = last + 1
        return Placed(sheet.get_name(), header_row + 1, last, column)

    def _set_height(self, row: int, lines: int) -> None:
        # LibreOffice gives a row no more height than it has, and charts stand where the rows above end.
        if lines > 1:
            self.sheet.set_row(row, min(lines * LINE_POINTS, MOST_POINTS))

    def _colour(self, first: int, last: int, column: int) -> None:
        """Colours the words of lights; the word says the same to who sees no colour."""
        for word, look in self._book.light_formats:
            quoted = '"{}"'.format(word.replace('"', '""'))
            self.sheet.conditional_format(
                first,
                column,
                last,
                column,
                {"type": "cell", "criteria": "==", "value": quoted, "format": look},
            )

    def keep_in_view(self, header_row: int, columns: int = 0) -> None:
        """Keeps the headers and the first columns in view, and has the headers on every printed page."""
        self.sheet.freeze_panes(header_row + 1, columns)
        self.sheet.repeat_rows(header_row)

    def insert_chart(
        self, row: int, column: int, chart: Any, alt: str, *, left: int = 0, top: int = 0
    ) -> None:
        """Puts a chart with its upper left corner in a cell, or so many pixels further; `alt` tells what it shows."""
        options = {"description": cell_text(alt), "x_offset": left, "y_offset": top, "object_position": 2}
        self.sheet.insert_chart(row, column, chart, options)


def width_of(column: Column, *, has_filter: bool) -> float:
    """The width in which no word of a column's title is broken."""
    return fitting(column.width, column.title) + (FILTER_WIDTH if has_filter else 0)


def write_table_sheet(
    book: TablesBook,
    name: str,
    footer: str,
    title: str,
    lines: Iterable[str],
    table: Table,
    *,
    frozen_columns: int = 1,
) -> Placed:
    """A sheet of one table: what it is, what is said of it, and its rows to be sorted and filtered."""
    sheet = book.add_sheet(name, footer)
    sheet.set_widths([width_of(column, has_filter=True) for column in table.columns])
    sheet.write_title(title)
    for line in lines:
        sheet.write_lines(line)
    header_row = sheet.row
    placed = sheet.write_table(table, has_filter=True)
    sheet.keep_in_view(header_row, frozen_columns)
    return placed


def _speaking(memory: io.BytesIO, locale: str) -> bytes:
    """The workbook with its language told; XlsxWriter knows none but American English."""
    finished = io.BytesIO()
    with ZipFile(memory) as read, ZipFile(finished, "w", ZIP_DEFLATED) as written:
        for part in read.infolist():
            content = read.read(part)
            if part.filename.startswith("xl/charts/"):
                content = content.replace(b'"en-US"', f'"{locale}"'.encode())
            elif part.filename == "docProps/core.xml":
                told = f"<dc:language>{locale}</dc:language></cp:coreProperties>"
                content = content.replace(b"</cp:coreProperties>", told.encode())
            written.writestr(part, content, ZIP_DEFLATED)
    return finished.getvalue()
