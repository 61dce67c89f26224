"""A table whose last column is days from left to right: bars, marks, today's line and the wall after the last day."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.strip import Strip

from models.rules.roadmap import LIGHT_OF_KIND, Layer, MarkKind, Spot, sign_of
from models.rules.timeline import Shade
from screens.widgets.columns import LIGHT_TONES
from screens.widgets.table import LineTable
from screens.widgets.table_keys import ROW_BINDINGS
from screens.widgets.table_lines import PREFIX as TONE_PREFIX
from screens.widgets.table_lines import Painter, Tone

PREFIX: Final = "timeline--"
COMPONENTS: Final = ("bar", "past", "ghost", "today", "wall", "more", "moved", "closed", "shade", "heading")

_LAYER_PARTS: Final[dict[Layer, str]] = {
    Layer.GHOST: "ghost",
    Layer.BAR: "bar",
    Layer.PAST: "past",
    Layer.TODAY: "today",
    Layer.WALL: "wall",
    Layer.BEFORE: "more",
    Layer.AFTER: "more",
}
_MARK_TONES: Final[dict[MarkKind, Tone]] = {
    **{kind: LIGHT_TONES[light] for kind, light in LIGHT_OF_KIND.items()},
    MarkKind.DONE: "success",
    MarkKind.DROPPED: "dim",
    MarkKind.BASELINE: "dim",
}


class TimelineTable(LineTable, inherit_bindings=False):
    """Rows are moved through up and down; the keys to the left and right, and those that select, are the screen's."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {PREFIX + name for name in COMPONENTS}
    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = ROW_BINDINGS

    headings: frozenset[str] = frozenset()
    """Keys of the rows that are headings of others."""

    _styles: dict[str, Style] | None = None

    def _forget_lines(self) -> None:
        super()._forget_lines()
        self._styles = None

    def days_text(self, spots: Sequence[Spot], shades: Sequence[Shade]) -> Text:
        """The cells of one row in the colours of the theme."""
        text = Text(no_wrap=True)
        cells = (
            (sign_of(spot, shade), self._part(spot), shade) for spot, shade in zip(spots, shades, strict=True)
        )
        for (part, shade), some in groupby(cells, key=lambda cell: cell[1:]):
            style = self._style(part)
            if shade is not Shade.NONE:
                style = self._style("shade") + (style if part else self._style("closed"))
            text.append("".join(sign for sign, _part, _shade in some), style)
        return text

    def _part(self, spot: Spot) -> str:
        if spot.layer is not Layer.MARK:
            return _LAYER_PARTS.get(spot.layer, "")
        kind = spot.marks[0].kind
        return "moved" if kind is MarkKind.MOVED else f"tone {_MARK_TONES[kind]}"

    def _style(self, part: str) -> Style:
        if self._styles is None:
            self._styles = {"": Style.null()}
        found = self._styles.get(part)
        if found is None:
            found = self._styles[part] = self._read_style(part)
        return found

    def _read_style(self, part: str) -> Style:
        if part.startswith("tone "):
            styles = self.get_component_styles(TONE_PREFIX + part.removeprefix("tone "))
        else:
            styles = self.get_component_styles(PREFIX + part)
        style = Style(color=styles.rich_style.color) + styles.text_style
        if part in {"shade", "moved", "heading"}:
            style += Style(bgcolor=styles.rich_style.bgcolor)
        return style

    def _row_line(self, place: int, scroll_x: int, painter: Painter) -> Strip:
        strip = super()._row_line(place, scroll_x, painter)
        key = self.keys[place]
        if key not in self.headings or key == self.cursor_key:
            return strip
        over = Style(bgcolor=self._style("heading").bgcolor, bold=True)
        return Strip(
            [Segment(text, (style or Style.null()) + over) for text, style, _control in strip],
            strip.cell_length,
        )
