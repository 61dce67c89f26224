"""A chart as a picture: an SVG that stands on its own, without fonts, styles or scripts from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape

from exports.chart_parts import Drawing, Line, Role, cells, line_cells
from models.language import current
from models.rules.text import visible

CELL: Final = 8.4
"""Width of a cell."""
LINE: Final = 18
"""Height of a line."""
SIZE: Final = 14
"""Size of the letters, with which most monospace fonts are about a cell wide."""
EDGE: Final = 16
"""Room around the chart."""
PAPER: Final = "#ffffff"
INK: Final = "#1a1a1a"
COLOURS: Final[Mapping[Role, str]] = {
    "axis": "#5f5f5f",
    "remaining": "#00629b",
    "done": "#00629b",
    "ideal": "#00713a",
    "scope": "#8a2c8a",
    "added": "#8a2c8a",
    "dropped": "#8a2c8a",
    "today": "#5f5f5f",
    "work": "#00713a",
    "waiting": "#4a5f9e",
    "wall": "#b3001b",
    "fan": "#3d7d9b",
    "trend": "#00713a",
    "other": "#8a5a00",
    "silent": "#b3001b",
    "red": "#b3001b",
    "amber": "#8a5a00",
    "grey": "#5f5f5f",
    "green": "#00713a",
}
"""Each at least 4.5 times as dark as the paper; what is not told is ink."""
SHADES: Final = {"█": 1.0, "▒": 0.5, "░": 0.25}
"""Blocks are drawn as areas, so that no gap shows between lines."""


def chart_svg(drawn: Drawing, title: str, sentence: str) -> str:
    """The chart under its title and what it says; both are told to screen readers too."""
    head = [title, *sentence.split("\n"), ""]
    lines: list[Line] = list(drawn.lines)
    while lines and not lines[-1]:
        lines.pop()
    width = max([cells(text) for text in head] + [line_cells(line) for line in lines] + [1])
    across = round(width * CELL + 2 * EDGE)
    down = (len(head) + len(lines)) * LINE + 2 * EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" width="{across}" height="{down}"'
        f' role="img" aria-labelledby="title said" lang="{current()}">',
        f'<title id="title">{_text(title)}</title>',
        f'<desc id="said">{_text(sentence)}</desc>',
        f'<rect width="{across}" height="{down}" fill="{PAPER}"/>',
        f'<g font-family="ui-monospace, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="{SIZE}"'
        f' fill="{INK}" xml:space="preserve">',
    ]
    for place, text in enumerate(head):
        weight = ' font-weight="bold"' if not place else ""
        parts += _run(text, 0, place, INK, weight)
    for place, line in enumerate(lines, len(head)):
        column = 0
        for piece in line:
            parts += _run(piece.text, column, place, COLOURS.get(piece.role, INK))
            column += cells(piece.text)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _text(text: str) -> str:
    return escape(visible(text))


def _run(text: str, column: int, line: int, colour: str, more: str = "") -> Iterator[str]:
    """A run of text, its blanks left out, its blocks as areas, stretched to just its cells."""
    for start, run in _runs(text):
        x, wide = EDGE + (column + start) * CELL, cells(run) * CELL
        if run[0] in SHADES:
            y = EDGE + line * LINE
            yield (
                f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="{LINE}" fill="{colour}"'
                f' fill-opacity="{SHADES[run[0]]}"/>'
            )
        else:
            y = EDGE + line * LINE + SIZE
            fill = "" if colour == INK else f' fill="{colour}"'
            yield (
                f'<text x="{x:.1f}" y="{y}" textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs"'
                f"{fill}{more}>{_text(run)}</text>"
            )


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """The runs of a text without two blanks in a row, or of one kind of block, each with its first cell."""
    run, start, column = "", 0, 0
    for letter in text:
        is_block, was_block = letter in SHADES, bool(run) and run[0] in SHADES
        parts_here = is_block and (not was_block or run[0] != letter)
        if run and (parts_here or (was_block and not is_block) or (letter == " " and run.endswith(" "))):
            if run.strip():
                yield start, run.rstrip()
            run = ""
        if not run:
            if letter == " ":
                column += 1
                continue
            start = column
        run += letter
        column += cells(letter)
    if run.strip():
        yield start, run.rstrip()
