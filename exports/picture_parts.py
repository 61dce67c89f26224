"""What a picture of a page is put together from: its paper, texts, lines and the scale of its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from exports.chart_parts import scale
from exports.chart_svg import COLOURS, INK, PAPER
from models.language import current, number_text
from models.rules.text import visible

WIDE: Final = 440
"""Units across: half a page of paper, or a phone held upright, shows the letters in a readable size."""
TALL: Final = 210
SIZE: Final = 12
"""Size of the letters."""
FONT: Final = "Arial, 'Liberation Sans', 'Nimbus Sans', Helvetica, sans-serif"
GRID: Final = "#d4d4d4"
"""Lines that only help the eye."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 22, 36
_LETTER = 0.56
"""Width of a letter as a share of its size, which few fonts exceed over a whole word."""


class Box(NamedTuple):
    """A rectangle, in units from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether they share any ground."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


Point = tuple[float, float]
"""Across and down."""

PLOT: Final = Box(_LEFT, _TOP, WIDE - _RIGHT, TALL - _BOTTOM)
"""Where the series are drawn."""


def picture(title: str, sentence: str, parts: Iterable[str], *, tall: float = TALL) -> str:
    """A whole picture: what it is, what it says, and its parts in the order in which they are drawn."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {tall:g}" width="{WIDE}" height="{tall:g}"'
        f' role="img" lang="{current()}" font-family="{FONT}" font-size="{SIZE}" fill="{INK}">'
        f"<title>{escaped(title)}</title><desc>{escaped(sentence)}</desc>"
        f'<rect width="{WIDE}" height="{tall:g}" fill="{PAPER}"/>'
    )
    return "\n".join([head, *parts, "</svg>", ""])


def escaped(text: str) -> str:
    """A text as it stands in a picture: shown as it is, whatever it holds."""
    return escape(visible(text))


def drawn_text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK) -> str:
    """A text whose letters stand on `y`."""
    fill = "" if colour == INK else f' fill="{colour}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{fill}>{escaped(text)}</text>'


def text_width(text: str) -> float:
    """About how wide a text is drawn."""
    return len(text) * SIZE * _LETTER


def stroke(points: Sequence[Point], colour: str, width: float, dash: str = "") -> str:
    """A line through points."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    through = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{through}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def rectangle(box: Box, fill: str, stroke: str = "", *, dash: str = "") -> str:
    """An area, with or without a frame."""
    frame = (f' stroke="{stroke}"' if stroke else "") + (f' stroke-dasharray="{dash}"' if dash else "")
    return (
        f'<rect x="{box.left:.1f}" y="{box.top:.1f}" width="{box.right - box.left:.1f}"'
        f' height="{box.bottom - box.top:.1f}" fill="{fill}"{frame}/>'
    )


@dataclass(frozen=True)
class Heights:
    """Figures upwards from 0, marked in round steps."""

    marks: tuple[int, ...]
    top: float
    """The figure at the upper edge."""

    @classmethod
    def up_to(cls, highest: int) -> Heights:
        """A scale on which `highest`, at least 1, uses nearly all of the room."""
        top = highest * 1.06
        marks = [value for _row, value in scale(highest, 10).ticks]
        return cls(tuple(mark for mark in marks if mark <= top), top)

    def y(self, value: float) -> float:
        """Where a figure lies."""
        return PLOT.bottom - value / self.top * (PLOT.bottom - PLOT.top)

    def drawn(self) -> Iterator[str]:
        """The marks with their lines across the picture."""
        for mark in self.marks:
            y = self.y(mark)
            colour = COLOURS["axis"] if not mark else GRID
            yield stroke([(PLOT.left, y), (PLOT.right, y)], colour, 1)
            yield drawn_text(PLOT.left - 5, y + SIZE / 3, number_text(mark), anchor="end")


def each_week(weeks: int) -> int:
    """Every how many weeks a number stands beneath the axis, so that two never touch."""
    room = (PLOT.right - PLOT.left) / max(weeks, 1)
    return next(n for n in (1, 2, 4, 13, 26, 52, 10**6) if n * room >= text_width("00") + 5)


def axis_title(text: str) -> str:
    """The unit of the weeks, beneath the figures at the left."""
    return drawn_text(PLOT.left - 5, PLOT.bottom + SIZE + 4, text, anchor="end")
