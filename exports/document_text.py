"""A document as plain text: for a terminal, a window or an e-mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from exports.chart_parts import as_ascii, cells
from exports.document import Block, Bullets, Cell, Column, Document, Figure, Lit, Paragraph, Table
from models.language import NO_BREAK_SPACE
from models.rules.text import visible
from models.rules.words import SHAPES

GAP: Final = "  "
LONGEST_WORD: Final = 24
"""A longer word may be parted between the lines of a cell."""
MUCH_LONGER: Final = 1.5
"""A table that takes so many times the lines of a list is written as one."""
LEAST_PAGE: Final = 20
"""No page is narrower."""
_BLANKS: Final = re.compile(r"[^\S\u00a0]+")


def text_of(document: Document, width: int = 80, ascii: bool = False) -> str:
    """The document as lines of at most `width` cells, ending in a line break; a word longer than that is parted.

    Args:
        ascii: whether only ASCII is used: signs by their stand-ins, letters without their dots.
    """
    width = max(width, LEAST_PAGE)
    lines = [*wrapped(document.title, width)]
    lines += ["=" * min(width, max(map(cells, lines), default=0))]
    for line in document.lead:
        lines += wrapped(line, width)
    for section in document.sections:
        title = wrapped(section.title, width)
        lines += ["", *title, "-" * max(map(cells, title))]
        # The heading says what the only table of a part is.
        has_captions = sum(isinstance(block, Table | Figure) for block in section.blocks) > 1
        for place, block in enumerate(section.blocks):
            told = _block(block, width, has_captions)
            lines += ["", *told] if place and isinstance(block, Table | Figure) else told
    if document.footer:
        lines += ["", "-" * width]
        for line in document.footer:
            lines += wrapped(line, width)
    told_text = "\n".join(line.rstrip() for line in lines) + "\n"
    return as_ascii(told_text) if ascii else told_text


def _block(block: Block, width: int, has_caption: bool) -> list[str]:
    match block:
        case Paragraph():
            return [line for part in block.text.splitlines() or [""] for line in wrapped(part, width)]
        case Bullets():
            return [line for item in block.items for line in _bullet(item, width)]
        case Table():
            return _table(block, width, has_caption)
        case Figure():
            return _table(block.table, width, has_caption)


def _bullet(item: str, width: int, mark: str = "• ") -> list[str]:
    first, *rest = wrapped(item, width - cells(mark))
    return [f"{mark}{first}", *(f"{' ' * cells(mark)}{line}" for line in rest)]


# Tables.


def _table(table: Table, width: int, has_caption: bool) -> list[str]:
    caption = wrapped(table.caption, width) if has_caption else []
    if not table.rows:
        return caption
    body = [[cell_text(cell) for cell in row] for row in table.rows]
    titles = [_line(column.title) for column in table.columns]
    widths = [max(map(cells, column)) for column in zip(titles, *body, strict=True)]
    listed = _as_list(table.columns, titles, body, width)
    if not _narrow(widths, _least_widths(table.columns, titles, body), width):
        return caption + listed
    lines = [*_row(titles, widths, table.columns), GAP.join("-" * each for each in widths)]
    for row in body:
        lines += _row(row, widths, table.columns)
    # Narrow columns of long texts are hard to read, and take a page of their own.
    return caption + (listed if len(lines) > MUCH_LONGER * len(listed) else lines)


def cell_text(cell: Cell) -> str:
    """A cell as one line; a light by its shape and its word."""
    if isinstance(cell, Lit):
        shape = SHAPES[cell.light].partition(" ")[0]
        return f"{shape} {_line(cell.text)}".strip()
    return _line(cell)


def _least_widths(
    columns: Sequence[Column], titles: Sequence[str], body: Sequence[Sequence[str]]
) -> list[int]:
    """How narrow each column may become: its words stay whole, and where it does not give way its cells on one line."""
    found = []
    for column, title, texts in zip(columns, titles, zip(*body, strict=True), strict=True):
        longest = max(map(cells, _words(title)), default=0)
        parts = [word for text in texts for word in _words(text)] if column.gives_way else texts
        inside = max(map(cells, parts), default=0)
        found.append(max(longest, min(inside, LONGEST_WORD) if column.gives_way else inside))
    return found


def _narrow(widths: list[int], least: Sequence[int], width: int) -> bool:
    """Takes from the widest columns that can give until the table fits; whether it does."""
    room = width - cells(GAP) * (len(widths) - 1)
    while sum(widths) > room:
        able = [place for place, each in enumerate(widths) if each > least[place]]
        if not able:
            return False
        widths[max(able, key=widths.__getitem__)] -= 1
    return True


def _row(row: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> list[str]:
    parts = [wrapped(text, width) for text, width in zip(row, widths, strict=True)]
    lines = []
    for place in range(max(map(len, parts), default=1)):
        line = [
            _aligned(part[place] if place < len(part) else "", width, column.is_number)
            for part, width, column in zip(parts, widths, columns, strict=True)
        ]
        lines.append(GAP.join(line))
    return lines


def _as_list(
    columns: Sequence[Column], titles: Sequence[str], body: Sequence[Sequence[str]], width: int
) -> list[str]:
    """The rows of a table for which there is no room: each a list of what its cells say."""
    lines = []
    for row in body:
        # A bare number says nothing without its title.
        lines += _bullet(f"{titles[0]} {row[0]}" if columns[0].is_number else row[0], width)
        said = [
            f"{title.replace(' ', NO_BREAK_SPACE)}: {text}"
            for title, text in zip(titles[1:], row[1:], strict=True)
            if text
        ]
        lines += [f"  {line}" for line in wrapped(" · ".join(said), width - 2)]
    return lines


def _aligned(text: str, width: int, to_right: bool) -> str:
    blanks = " " * (width - cells(text))
    return blanks + text if to_right else text + blanks


# Words.


def _words(text: str) -> list[str]:
    """What blanks stand between; those that must not break a line hold a word together."""
    return [word for word in _BLANKS.split(visible(text)) if word]


def _line(text: str) -> str:
    return " ".join(_words(text))


def wrapped(text: str, width: int) -> list[str]:
    """A text on lines of at most `width` cells, at least one line; control characters are written out."""
    lines, line = [], ""
    for word in _words(text):
        if line and cells(line) + 1 + cells(word) <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        *parted, line = _parted(word, width)
        lines += parted
    return [*lines, line] if line or not lines else lines


def _parted(word: str, width: int) -> list[str]:
    """A word in pieces of at most `width` cells."""
    if cells(word) <= width:
        return [word]
    pieces, piece = [], ""
    for character in word:
        if piece and cells(piece + character) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
