"""A document as Markdown (CommonMark with GitHub's tables); what people wrote stays text, whatever it looks like."""

from __future__ import annotations

import re
from typing import Final

from exports.chart_parts import one_line
from exports.document import Block, Bullets, Cell, Document, Figure, Lit, Paragraph, Table
from models.rules.text import visible
from models.rules.words import SHAPES

_ACTIVE: Final = re.compile(r"([\\`*_{}\[\]<>|#~&!$@])")
"""What may begin emphasis, code, a link, a picture, a heading, HTML, an entity, a sum, or part the cells of a table."""
_AT_START: Final = re.compile(r"^([-+=:])|^(\d+)([.)])(?=\s|$)")
"""What would begin a list or a rule, or make a heading of the line before."""
_ADDRESS: Final = re.compile(r"(?<=\w)(://)|(?i:\b(www)(\.))")
"""What GitHub turns into a link by itself."""


def markdown_of(document: Document) -> str:
    """The document as Markdown, ending in a line break."""
    parts = [f"# {escaped(document.title)}"]
    if document.lead:
        parts.append(_lines([escaped(line) for line in document.lead]))
    for section in document.sections:
        parts.append(f"## {escaped(section.title)}")
        # The heading says what the only table of a part is.
        has_captions = sum(isinstance(block, Table | Figure) for block in section.blocks) > 1
        parts += [_block(block, has_captions) for block in section.blocks]
    if document.footer:
        parts += ["---", _lines([escaped(line) for line in document.footer])]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    return _AT_START.sub(_start, _inline(text))


def _inline(text: str) -> str:
    told = _ACTIVE.sub(r"\\\1", one_line(visible(text)))
    return _ADDRESS.sub(_without_link, told)


def _start(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _without_link(found: re.Match[str]) -> str:
    return "\\://" if found[1] else f"{found[2]}\\{found[3]}"


def _lines(lines: list[str]) -> str:
    """Lines of one paragraph that stay lines."""
    return "\\\n".join(lines)


def _block(block: Block, has_caption: bool) -> str:
    match block:
        case Paragraph():
            return _lines([escaped(line) for line in block.text.splitlines() if line.strip()])
        case Bullets():
            return "\n".join(f"- {escaped(item)}" for item in block.items)
        case Table():
            return _table(block, has_caption)
        case Figure():
            return _table(block.table, has_caption)


def _table(table: Table, has_caption: bool) -> str:
    titles = [_inline(column.title) for column in table.columns]
    marks = ["---:" if column.is_number else "---" for column in table.columns]
    rows = [titles, marks, *([_cell(cell) for cell in row] for row in table.rows)]
    told = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{escaped(table.caption)}\n\n{told}" if has_caption else told


def _cell(cell: Cell) -> str:
    if isinstance(cell, Lit):
        shape = SHAPES[cell.light].partition(" ")[0]
        return f"{shape} {_inline(cell.text)}".strip()
    return _inline(cell)
