"""What a chart in text is put together from: widths in cells, scales in round numbers, steps, legends and lines."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal, NamedTuple

from models.language import number_text
from models.rules.signs import with_ascii_signs
from models.rules.text import visible

Role = Literal[
    "text",
    "title",
    "axis",
    "remaining",
    "done",
    "ideal",
    "scope",
    "added",
    "dropped",
    "today",
    "caption",
    "work",
    "waiting",
    "wall",
    "fan",
    "trend",
    "other",
    "silent",
    "red",
    "amber",
    "grey",
    "green",
]
"""What a piece of a chart is; whoever shows it gives each role its colour."""

ANSI: Final[Mapping[Role, str]] = {
    "text": "",
    "title": "1",
    "axis": "2",
    "remaining": "1;36",
    "done": "1;36",
    "ideal": "32",
    "scope": "35",
    "added": "35",
    "dropped": "35",
    "today": "",
    "caption": "",
    "work": "32",
    "waiting": "34",
    "wall": "1;31",
    "fan": "2;36",
    "trend": "36",
    "other": "33",
    "silent": "1;31",
    "red": "31",
    "amber": "33",
    "grey": "2",
    "green": "32",
}
"""Select Graphic Rendition codes by role: names of colours only, so that the terminal's own theme decides."""


class Piece(NamedTuple):
    """A run of text in one role."""

    text: str
    role: Role = "text"


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Drawing:
    """A chart as lines of text whose pieces say what they are."""

    lines: tuple[Line, ...]
    is_words: bool = False
    """Whether a sentence stands in place of the chart."""

    def text(self, *, colour: bool = False) -> str:
        """All lines; with `colour`, each coloured piece closes its own control sequence."""
        return "\n".join(_plain(line) if not colour else _coloured(line) for line in self.lines)


def _plain(line: Line) -> str:
    return "".join(piece.text for piece in line)


def _coloured(line: Line) -> str:
    return "".join(
        f"\x1b[{ANSI[piece.role]}m{piece.text}\x1b[0m"
        if ANSI[piece.role] and piece.text.strip()
        else piece.text
        for piece in line
    )


def cells(text: str) -> int:
    """How many cells of a terminal a text takes: none for a combining mark, two for a wide character."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(c) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def clipped(text: str, width: int) -> str:
    """A text of at most `width` cells; one that was cut ends in an ellipsis."""
    if cells(text) <= width:
        return text
    kept = ""
    for character in text:
        if cells(kept + character) > width - 1:
            break
        kept += character
    return (kept.rstrip() + "…") if width > 0 else ""


def one_line(text: str) -> str:
    """A person's text on one line, with nothing in it that a terminal would obey."""
    return visible(" ".join(text.split()))


def wrapped(text: str, width: int, height: int) -> list[str]:
    """A sentence on at most `height` lines of at most `width` cells; what has no room ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in one_line(text).split(" "):
        joined = f"{line} {word}" if line else word
        if line and cells(joined) > width:
            lines.append(clipped(line, width))
            line = word
        else:
            line = joined
    lines.append(clipped(line, width))
    if len(lines) > height:
        lines = lines[:height]
        if lines:
            lines[-1] = clipped(f"{lines[-1]}…", width) if cells(lines[-1]) >= width else f"{lines[-1]}…"
    return lines


def as_ascii(text: str) -> str:
    """A text in ASCII alone: marks by their stand-ins, letters without their dots and rings, `?` for the rest."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFKD", with_ascii_signs(text))
    return "".join(c for c in bare if not unicodedata.combining(c)).encode("ascii", "replace").decode("ascii")


# Scales.


class Scale(NamedTuple):
    """A vertical axis from 0 whose marked values lie an equal number of rows apart."""

    per_row: float
    """How much one row stands for."""
    ticks: tuple[tuple[int, int], ...]
    """(row, value), from row 0 up."""

    def row(self, value: float) -> int:
        """The row nearest to a value."""
        return math.floor(value / self.per_row + 0.5)


def weight_ticks(to: Scale) -> tuple[int, list[tuple[int, str]]]:
    """The width of a scale's labels in cells, and each with its row."""
    labels = [number_text(value) for _row, value in to.ticks]
    margin = max(cells(label) for label in labels)
    return margin, [(row, label.rjust(margin)) for (row, _value), label in zip(to.ticks, labels, strict=True)]


_ROUND: Final = ((10, 0.0), (20, 0.0), (50, 0.0), (25, 0.05), (30, 0.15), (40, 0.15), (15, 0.2))
"""Steps of a scale in tenths of a power of ten, and the share of height that one less round has to gain."""


def scale(highest: float, rows: int) -> Scale:
    """The scale in round numbers that uses most of `rows` rows for `highest`, in whole units of weight."""
    last = max(rows - 1, 1)
    most = max(math.ceil(highest), 1)
    apart_choices = {1, 2} if rows < 7 else {2, 3, 4, 5} if rows < 30 else {4, 5, 6, 8}
    # A weight of a few units is marked unit by unit, however far apart that is.
    apart_choices.add(max(last // most, *apart_choices) if last // most else 1)
    best: tuple[float, int, int] | None = None
    for apart in sorted(apart_choices):
        for tenths, less_round in _ROUND:
            step = _step(tenths, most * apart / last)
            # Of two scales that reach as high, the one with fewer marks is read more easily.
            cost = step / apart * (1 + less_round) - apart / 1000
            if best is None or cost < best[0]:
                best = (cost, step, apart)
    assert best is not None
    _cost, step, apart = best
    return Scale(step / apart, tuple((row, row // apart * step) for row in range(0, last + 1, apart)))


def _step(tenths: int, least: float) -> int:
    """The smallest whole number that is not below `least` and is `tenths` tenths of a power of ten."""
    power = 1
    while tenths * power < least * 10 or tenths * power % 10:
        power *= 10
    return tenths * power // 10


def column_of(index: int, count: int, columns: int) -> int:
    """The column of the point `index` of `count`: the first in column 0, the last in the last one."""
    return 0 if count < 2 else math.floor(index * (columns - 1) / (count - 1) + 0.5)


# Lines on the canvas.


class Dot(NamedTuple):
    """A mark on the canvas; column 0 is at the left, row 0 at the bottom."""

    column: int
    row: int
    mark: str
    role: Role


class Pen(NamedTuple):
    """The marks with which a line of steps is drawn."""

    level: str
    upright: str
    down_from: str
    """Where the line turns down."""
    down_to: str
    """Where it goes on after it fell."""
    up_from: str
    up_to: str


HEAVY: Final = Pen("━", "┃", "┓", "┗", "┛", "┏")
LIGHT: Final = Pen("─", "│", "┐", "└", "┘", "┌")


def is_number(value: float | None) -> bool:
    """Whether a value can be drawn: neither missing, nor endless, nor not a number."""
    return value is not None and math.isfinite(value)


def by_column(values: Sequence[float | None], columns: int) -> list[float | None]:
    """The value at each column: a day's holds until the next day's; of several days in one column, the last's."""
    count = len(values)
    result: list[float | None] = [None] * columns
    for index, value in enumerate(values):
        if not is_number(value):
            continue
        column = column_of(index, count, columns)
        result[column] = value
        if index + 1 < count and is_number(values[index + 1]):
            for between in range(column + 1, column_of(index + 1, count, columns)):
                result[between] = value
    return result


def steps(values: Sequence[float | None], to: Scale, pen: Pen, role: Role) -> list[Dot]:
    """A line that stays level and steps up or down, column by column."""
    dots: list[Dot] = []
    before: int | None = None
    for column, value in enumerate(values):
        if value is None:
            before = None
            continue
        row = to.row(value)
        if before is None or row == before:
            dots.append(Dot(column, row, pen.level, role))
        else:
            falls = row < before
            dots.append(Dot(column, before, pen.down_from if falls else pen.up_from, role))
            dots += (
                Dot(column, at, pen.upright, role) for at in range(min(row, before) + 1, max(row, before))
            )
            dots.append(Dot(column, row, pen.down_to if falls else pen.up_to, role))
        before = row
    return dots


def dotted(values: Sequence[float | None], to: Scale, mark: str, role: Role) -> list[Dot]:
    """A line of points, one a column, and one a row where it falls or rises steeply."""
    dots: list[Dot] = []
    before: int | None = None
    for column, value in enumerate(values):
        row = None if value is None else to.row(value)
        if row is not None:
            near = row if before is None else before + (row > before) - (row < before)
            dots += (Dot(column, at, mark, role) for at in range(min(row, near), max(row, near) + 1))
        before = row
    return dots


# Legends.


class Entry(NamedTuple):
    """A line's mark, and its words and figure."""

    mark: str
    words: str
    role: Role


def legend(entries: Sequence[Entry], width: int, height: int) -> tuple[list[Line], tuple[Entry, ...]]:
    """The legend on at most `height` lines of `width` cells, and the entries for which there was room.

    Entries come in the order of their weight: the last are left out first.
    """
    for count in range(len(entries), 0, -1):
        for gap, between in ((" ", " · "), (" ", "  "), (" ", " "), ("", " ")):
            lines = _legend_lines(entries[:count], gap, between, width)
            if len(lines) <= height and all(line_cells(line) <= width for line in lines):
                return lines, tuple(entries[:count])
    return [], ()


def _legend_lines(entries: Iterable[Entry], gap: str, between: str, width: int) -> list[Line]:
    lines: list[list[Piece]] = []
    used = 0
    for entry in entries:
        needed = cells(entry.mark + gap + entry.words)
        pieces = [Piece(entry.mark, entry.role), Piece(gap + entry.words)]
        if lines and used + cells(between) + needed <= width:
            lines[-1] += [Piece(between), *pieces]
            used += cells(between) + needed
        else:
            lines.append(pieces)
            used = needed
    return [tuple(line) for line in lines]


def marked(line: Line, marks: Mapping[int, Piece], margin: int) -> Line:
    """A line on which each mark takes the place of the character in its column, counted from `margin` on."""
    characters = [Piece(character, piece.role) for piece in line for character in piece.text]
    for column, mark in marks.items():
        characters[margin + column] = mark
    return tuple(
        Piece("".join(piece.text for piece in run), role)
        for role, run in groupby(characters, lambda each: each.role)
    )


def line_cells(line: Line) -> int:
    """The width of a line in cells."""
    return sum(cells(piece.text) for piece in line)


def drawing(
    lines: Iterable[Line], *, width: int, height: int, ascii: bool, is_words: bool = False
) -> Drawing:
    """Exactly `height` lines of at most `width` cells, in ASCII alone where that is asked for."""
    result: list[Line] = []
    for line in list(lines)[:height]:
        room = width
        pieces = []
        for piece in line:
            text = clipped(as_ascii(piece.text) if ascii else piece.text, room)
            text = as_ascii(text) if ascii else text
            room -= cells(text)
            pieces.append(Piece(text, piece.role))
        while pieces and not (text := pieces[-1].text.rstrip(" ")):
            pieces.pop()
        if pieces:
            pieces[-1] = Piece(text, pieces[-1].role)
        result.append(tuple(pieces))
    result += [()] * (height - len(result))
    return Drawing(tuple(result), is_words)
