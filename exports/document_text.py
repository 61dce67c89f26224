"""A document as plain text: for a terminal, a window or an e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from exports.chart_parts import as_ascii, cells, one_line
from exports.document import Block, Bullets, Cell, Column, Document, Figure, Lit, Paragraph, Table
from models.rules.text import visible
from models.rules.words import SHAPES

GAP: Final = "  "
LEAST_WIDTH: Final = 10
"""A column that gives way keeps so many cells; where even that is too much, each row becomes a list."""
LEAST_PAGE: Final = 20
"""No page is narrower."""


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
        for place, block in enumerate(section.blocks):
            told = _block(block, width, section.title)
            lines += ["", *told] if place and isinstance(block, Table | Figure) else told
    if document.footer:
        lines += ["", "-" * width]
        for line in document.footer:
            lines += wrapped(line, width)
    told_text = "\n".join(line.rstrip() for line in lines) + "\n"
    return as_ascii(told_text) if ascii else told_text


def _block(block: Block, width: int, heading: str) -> list[str]:
    match block:
        case Paragraph():
            return [line for part in block.text.splitlines() or [""] for line in wrapped(part, width)]
        case Bullets():
            return [line for item in block.items for line in _bullet(item, width)]
        case Table():
            return _table(block, width, heading)
        case Figure():
            return _table(block.table, width, heading)


def _bullet(item: str, width: int, mark: str = "• ") -> list[str]:
    first, *rest = wrapped(item, width - cells(mark))
    return [f"{mark}{first}", *(f"{' ' * cells(mark)}{line}" for line in rest)]


# Tables.


def _table(table: Table, width: int, heading: str) -> list[str]:
    # What the heading says already is not said again.
    caption = wrapped(table.caption, width) if table.caption != heading else []
    if not table.rows:
        return caption
    body = [[cell_text(cell) for cell in row] for row in table.rows]
    titles = [one_line(column.title) for column in table.columns]
    widths = [max(map(cells, column)) for column in zip(titles, *body, strict=True)]
    if not _narrow(table.columns, widths, _longest_words(titles), width):
        return caption + _as_list(titles, body, width)
    lines = [*caption, *_row(titles, widths, table.columns), GAP.join("-" * each for each in widths)]
    for row in body:
        lines += _row(row, widths, table.columns)
    return lines


def cell_text(cell: Cell) -> str:
    """A cell as one line; a light by its shape and its word."""
    if isinstance(cell, Lit):
        shape = SHAPES[cell.light].partition(" ")[0]
        return f"{shape} {one_line(cell.text)}".strip()
    return one_line(cell)


def _longest_words(titles: Iterable[str]) -> list[int]:
    return [max(map(cells, title.split()), default=0) for title in titles]


def _narrow(columns: Sequence[Column], widths: list[int], least: Sequence[int], width: int) -> bool:
    """Takes from the columns that give way, the widest first, then from long titles; whether the table fits."""
    room = width - cells(GAP) * (len(widths) - 1)

    def give(able: Sequence[int], keep: Sequence[int]) -> None:
        while sum(widths) > room:
            wide = [n for n in able if widths[n] > keep[n]]
            if not wide:
                return
            widths[max(wide, key=widths.__getitem__)] -= 1

    giving = [n for n, column in enumerate(columns) if column.gives_way]
    give(giving, [max(LEAST_WIDTH, each) for each in least])
    return sum(widths) <= room


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


def _as_list(titles: Sequence[str], body: Sequence[Sequence[str]], width: int) -> list[str]:
    """The rows of a table for which there is no room: each a list of what its cells say."""
    lines = []
    for row in body:
        lines += _bullet(row[0], width)
        for title, text in zip(titles[1:], row[1:], strict=True):
            if text:
                lines += [f"  {line}" for line in wrapped(f"{title}: {text}", width - 2)]
    return lines


def _aligned(text: str, width: int, to_right: bool) -> str:
    blanks = " " * (width - cells(text))
    return blanks + text if to_right else text + blanks


# Words.


def wrapped(text: str, width: int) -> list[str]:
    """A text on lines of at most `width` cells, at least one line; control characters are written out."""
    lines, line = [], ""
    for word in visible(text).split():
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
