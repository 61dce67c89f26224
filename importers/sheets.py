"""The sheets of a workbook as plain cells, read from their XML in one pass, values and formulas together.

openpyxl's own loader needs two passes (it gives a formula or its value), builds every cell of a merge or of a
linked range however large, and takes what it does not know for an empty sheet. Its rules for dates and number
formats are the ones used here, and tests hold the two readers together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from importers import refusals
from importers.gate import MAX_CELLS
from importers.grid import Area, Cell, Sheet, State, Value
from importers.markup import MAIN, STRICT, Damaged, elements, parser
from models.rules.text import decoded

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384
MAX_STRINGS: Final = 1_000_000
"""Shared strings; more than there can be cells, by far."""
PROGRESS_STEP: Final = 5_000
"""Cells between two calls of a progress function."""

_C, _V, _F, _T, _ROW = f"{MAIN} c", f"{MAIN} v", f"{MAIN} f", f"{MAIN} t", f"{MAIN} row"
_IS, _SI, _PHONETIC, _MERGE = f"{MAIN} is", f"{MAIN} si", f"{MAIN} rPh", f"{MAIN} mergeCell"
_COL = f"{MAIN} col"
_TRUE: Final = ("1", "true")
_ISO_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?)?")
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")


class Format(NamedTuple):
    """How a style shows its numbers."""

    code: str
    is_date: bool
    is_duration: bool


@dataclass(frozen=True)
class Commons:
    """What the sheets of a workbook share."""

    strings: list[str]
    formats: list[Format | None]
    """By style; None where the style names a number format that is not defined."""
    epoch: datetime
    """The day 0 of its serial dates."""


def column_number(letters: str) -> int:
    """The number of a column; raises Damaged where there is no such column."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise Damaged
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= MAX_COLUMN:
        raise Damaged
    return number


class _SheetReader:
    """Turns the events of a sheet's XML into cells."""

    def __init__(self, commons: Commons, file: str, allowed: int, tick: Callable[[int], None]) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.hidden_rows: set[int] = set()
        self.merges: list[Area] = []
        self.seen = 0
        """Cells met so far, the empty ones included."""
        self._commons, self._file, self._allowed, self._tick = commons, file, allowed, tick
        self._columns: dict[str, int] = {}
        self._styled: list[tuple[int, int, str]] = []
        """First and last column, and their style."""
        self._style_by_column: dict[int, str] = {}
        self._root = False
        self._row = self._column = self._rows = 0
        self._type = "n"
        self._style = "0"
        self._formula = self._has_value = self._in_phonetic = False
        self._text: list[str] | None = None
        self._value = ""
        self._inline: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _C:
            self._start_cell(attributes)
        elif name == _V:
            self._has_value = True
            self._text = []
        elif name == _F:
            self._formula = True
        elif name == _T:
            self._text = None if self._in_phonetic else self._inline
        elif name == _ROW:
            self._start_row(attributes)
        elif name == _PHONETIC:
            self._in_phonetic = True
        elif name == _COL:
            self._start_column(attributes)
        elif name == _MERGE:
            self.merges.append(_area(attributes.get("ref", "")))
        elif not self._root:
            if name.startswith(STRICT):
                raise refusals.strict_ooxml(self._file)
            if name != f"{MAIN} worksheet":
                raise Damaged
            self._root = True

    def text(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def end(self, name: str) -> None:
        if name == _C:
            if self._formula or self._has_value or self._inline:
                self._keep_cell()
        elif name == _V:
            self._value = "".join(self._text or ())
            self._text = None
        elif name == _T:
            self._text = None
        elif name == _PHONETIC:
            self._in_phonetic = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._rows += 1
        number = attributes.get("r")
        self._row = int(float(number)) if number else self._row + 1
        self._column = 0
        if not 1 <= self._row <= MAX_ROW or self._rows > MAX_ROW:
            raise Damaged
        if attributes.get("hidden") in _TRUE:
            self.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.seen += 1
        if self.seen > self._allowed:
            raise refusals.bomb(self._file)
        if self.seen % PROGRESS_STEP == 0:
            self._tick(self.seen)
        place = attributes.get("r")
        if place:
            letters = place.rstrip("0123456789")
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = column_number(letters)
            self._column, self._row = column, int(place[len(letters) :])
            if not 1 <= self._row <= MAX_ROW:
                raise Damaged
        else:
            self._column += 1
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s") or self._style_of_column()
        self._formula = self._has_value = False
        self._value = ""
        self._inline.clear()

    def _start_column(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if (
            attributes.get("style")
            and first.isdecimal()
            and last.isdecimal()
            and len(self._styled) < MAX_COLUMN
        ):
            self._styled.append((int(first), int(last), attributes["style"]))

    def _style_of_column(self) -> str:
        """The style of a cell that names none: Gnumeric leaves it out where it is that of the whole column."""
        if not self._styled:
            return "0"
        style = self._style_by_column.get(self._column)
        if style is None:
            found = (style for first, last, style in self._styled if first <= self._column <= last)
            style = self._style_by_column[self._column] = next(found, "0")
        return style

    def _keep_cell(self) -> None:
        style = int(self._style)
        format_ = self._commons.formats[style]
        if format_ is None or style < 0:
            raise Damaged
        value, error = self._read(format_)
        place = (self._row, self._column)
        if place in self.cells:
            raise Damaged
        if value is None and error is None and not self._formula:
            return
        cached = self._formula and self._has_value and (self._value != "" or self._type == "str")
        self.cells[place] = Cell(*place, value, self._formula, cached, error, False, format_.code)

    def _read(self, format_: Format) -> tuple[Value, str | None]:
        """The cell's value, or its error."""
        kind, text = self._type, self._value
        if kind == "inlineStr":
            return decoded("".join(self._inline)) or None, None
        if text == "":
            return None, None
        if kind == "s":
            index = int(text)
            if index < 0:
                raise Damaged
            return self._commons.strings[index] or None, None
        if kind == "n":
            return _number(text, format_, self._commons.epoch), None
        if kind == "str":
            return decoded(text), None
        if kind == "b":
            return text in _TRUE, None
        if kind == "e":
            return None, text
        if kind == "d":
            return _timestamp(text), None
        raise Damaged


def _number(text: str, format_: Format, epoch: datetime) -> Value:
    """A number, or the day or time it stands for in a cell that shows dates."""
    number = int(text) if text.isdecimal() and len(text) < 16 else float(text)
    if not math.isfinite(number):
        raise Damaged
    if not format_.is_date:
        return (
            int(number)
            if isinstance(number, float) and number.is_integer() and abs(number) < 1e15
            else number
        )
    from openpyxl.utils.datetime import from_excel

    try:
        moment = from_excel(number, epoch, timedelta=format_.is_duration)
    except (OverflowError, ValueError):
        return number
    if isinstance(moment, datetime):
        return moment.date() if moment.time() == time() else moment
    return number if isinstance(moment, timedelta) else moment


def _timestamp(text: str) -> Value:
    """What a cell of type `d` says; what is no moment stays text, and so does one of a time zone: its day is unsure."""
    found = _ISO_TIMESTAMP.fullmatch(text)
    if found is None:
        return decoded(text)
    try:
        day = date.fromisoformat(found[1])
        clock = time.fromisoformat(found[2]) if found[2] else time()
    except ValueError:
        return text
    return day if clock == time() else datetime.combine(day, clock)


def _area(ref: str) -> Area:
    found = _AREA.fullmatch(ref)
    if found is None:
        raise Damaged
    columns = column_number(found[1]), column_number(found[3] or found[1])
    rows = int(found[2]), int(found[4] or found[2])
    if not 1 <= min(rows) <= max(rows) <= MAX_ROW:
        raise Damaged
    return min(rows), min(columns), max(rows), max(columns)


def read_sheet(
    name: str,
    state: State,
    chunks: Iterable[bytes],
    commons: Commons,
    *,
    file: str,
    part: str,
    allowed: int = MAX_CELLS,
    tick: Callable[[int], None] = lambda _seen: None,
) -> tuple[Sheet, int]:
    """A sheet, and how many cells its XML holds.

    Raises FileRefused for more than `allowed` cells, a document type or Strict Open XML, and a medley of
    other exceptions for XML that is broken. `tick` hears of the cells met so far.
    """
    found = _SheetReader(commons, file, allowed, tick)
    reader = parser(found.start, found.end, found.text, file, part)
    for chunk in chunks:
        reader.Parse(chunk, False)
    reader.Parse(b"", True)
    cells = found.cells
    max_row = max((row for row, _column in cells), default=0)
    _cover(cells, found.merges, file, max_row)
    return Sheet(name, state, cells, frozenset(found.hidden_rows), tuple(found.merges), max_row), found.seen


def _cover(cells: dict[tuple[int, int], Cell], merges: list[Area], file: str, max_row: int) -> None:
    """Marks what merges cover, within the rows and columns in use: a merge may span the whole sheet."""
    max_column = max((column for _row, column in cells), default=0)
    budget = MAX_CELLS
    for first_row, first_column, last_row, last_column in merges:
        rows = range(first_row, min(last_row, max_row) + 1)
        columns = range(first_column, min(last_column, max_column) + 1)
        budget -= len(rows) * len(columns)
        if budget < 0:
            raise refusals.bomb(file)
        for row in rows:
            for column in columns:
                if (row, column) != (first_row, first_column):
                    cells[row, column] = cells.get((row, column), Cell(row, column))._replace(covered=True)


class _Strings:
    """Collects the shared strings: the text of their runs, without phonetic hints."""

    def __init__(self, file: str) -> None:
        self.found: list[str] = []
        self._file = file
        self._runs: list[str] = []
        self._in_text = self._in_phonetic = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name == _T:
            self._in_text = not self._in_phonetic
        elif name == _PHONETIC:
            self._in_phonetic = True
        elif name == _SI:
            self._runs.clear()
            if len(self.found) >= MAX_STRINGS:
                raise refusals.bomb(self._file)

    def text(self, data: str) -> None:
        if self._in_text:
            self._runs.append(data)

    def end(self, name: str) -> None:
        if name == _T:
            self._in_text = False
        elif name == _PHONETIC:
            self._in_phonetic = False
        elif name == _SI:
            # openpyxl drops `x005F_` from shared strings, though not from inline ones.
            self.found.append(decoded("".join(self._runs)))


def read_strings(chunks: Iterable[bytes], file: str, part: str) -> list[str]:
    """The shared strings of a workbook, `_xHHHH_` decoded once."""
    found = _Strings(file)
    reader = parser(found.start, found.end, found.text, file, part)
    for chunk in chunks:
        reader.Parse(chunk, False)
    reader.Parse(b"", True)
    return found.found


def read_formats(chunks: Iterable[bytes], file: str, part: str) -> list[Format | None]:
    """The number format of each style; None for one that is not defined."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

    own: dict[int, str] = {}
    styles: list[int] = []
    for path, attributes, _text in elements(chunks, file, part):
        if path == "styleSheet/numFmts/numFmt":
            own[int(attributes["numFmtId"])] = attributes.get("formatCode", "General")
        elif path == "styleSheet/cellXfs/xf":
            styles.append(int(attributes.get("numFmtId", "0")))
    known: dict[int, Format | None] = {}
    for number in set(styles):
        code = own.get(number) or BUILTIN_FORMATS.get(number) or ("General" if number < 164 else None)
        known[number] = Format(code, is_date_format(code), is_timedelta_format(code)) if code else None
    return [known[number] for number in styles]
