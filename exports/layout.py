"""How a sheet of data looks on the screen and on paper: heights of wrapped rows, margins, page numbers, print area."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

from openpyxl.utils import get_column_letter

LINE_POINTS: Final = 15.0
"""The height of a line in points."""
MOST_POINTS: Final = 400.0
"""Excel shows no higher row."""
LETTERS_TO_WIDTH: Final = 1.05
"""Letters that fit into one unit of a column's width; Calibri takes more, its stand-ins no more."""

BOLD_TO_WIDTH: Final = 1.15
"""Units of a column's width that a bold letter takes."""
TITLE_POINTS: Final = 21.0
"""The height of a row with a title, whose letters are larger, in points."""

_MARGIN: Final = 0.4
_MARGIN_WITH_FOOTER: Final = 0.6
"""In inches."""


def fitting(width: float, header: str) -> float:
    """The width of a column in which no word of its header, which is bold, is broken."""
    longest = max((len(word) for word in header.split()), default=0)
    return max(width, round(longest * BOLD_TO_WIDTH + 1, 1))


def set_height(
    sheet: Any,
    row: int,
    values: Sequence[Any],
    widths: Sequence[float],
    *,
    is_bold: bool = False,
    least_lines: int = 1,
) -> None:
    """Makes a row high enough for its wrapped texts: LibreOffice does not do it when it opens a file."""
    lines = most_lines(values, widths, is_bold=is_bold, least_lines=least_lines)
    if lines > 1:
        sheet.row_dimensions[row].height = min(lines * LINE_POINTS, MOST_POINTS)


def most_lines(
    values: Sequence[Any], widths: Sequence[float], *, is_bold: bool = False, least_lines: int = 1
) -> int:
    """How many lines a row takes whose texts are wrapped in columns of these widths."""
    letters = 1 / BOLD_TO_WIDTH if is_bold else LETTERS_TO_WIDTH
    lines = least_lines
    for value, width in zip(values, widths, strict=False):
        room = width * letters
        if isinstance(value, str) and (len(value) > room or "\n" in value):
            lines = max(lines, _lines(value, max(int(room), 1)))
    return lines


def _lines(text: str, room: int) -> int:
    """How many lines a text takes, broken at blanks, where `room` letters fit on each."""
    count = 0
    for line in text.split("\n"):
        used, lines = 0, 1
        for word in line.split(" "):
            if used and used + 1 + len(word) > room:
                lines, used = lines + 1, 0
            lines += max(ceil(len(word) / room) - 1, 0)
            used += len(word) % (room + 1) + (1 if used else 0)
        count += lines
    return count


def set_paper(sheet: Any, *, footer: str) -> None:
    """Narrow margins, and a footer with the page's number."""
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = _MARGIN
    margins.bottom, margins.footer, margins.header = _MARGIN_WITH_FOOTER, _MARGIN / 2, _MARGIN / 2
    # An ampersand begins a code of the footer.
    sheet.oddFooter.left.text = footer.replace("&", "&&")[:100]
    sheet.oddFooter.right.text = "&P / &N"


def set_print_area(sheet: Any, *, first: int, last: int, last_row: int) -> None:
    """Prints the columns from `first` to `last`, down to `last_row`."""
    sheet.print_area = f"{get_column_letter(first)}1:{get_column_letter(last)}{last_row}"
