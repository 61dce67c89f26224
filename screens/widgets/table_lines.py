"""Draws the lines of a table: texts cleaned and cut to their cells, in the colours of the style sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from rich.cells import cell_len, get_character_cell_size
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.dom import DOMNode
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.table_columns import GUTTER, Align, Column, Layout, Part

Tone = Literal["", "dim", "accent", "success", "warning", "error"]

TONES: Final[tuple[Tone, ...]] = ("dim", "accent", "success", "warning", "error")
"""The colours a cell can ask for by name; each is a component class of the table's style sheet."""

PREFIX: Final = "line-table--"
COMPONENTS: Final = (
    "header",
    "header-cursor",
    "even-row",
    "odd-row",
    "selected",
    "cursor-row",
    "cursor-cell",
    "mark",
    "empty",
)
COMPONENT_CLASSES: Final = frozenset(PREFIX + name for name in (*COMPONENTS, *TONES))

HIDDEN_CHARACTER: Final = "·"
"""Stands for a control character, which a terminal would obey instead of showing it."""


@dataclass(frozen=True)
class Cell:
    """A text, shown as it is, with a colour that follows the theme."""

    text: str
    tone: Tone = ""


CellValue: TypeAlias = str | Text | Cell
Piece: TypeAlias = tuple[str, Style]
FittedCell: TypeAlias = tuple[Piece, ...]


class Spread(NamedTuple):
    """A row that is not laid out in columns: one long text between a first and a last cell."""

    first: CellValue
    text: CellValue
    last: CellValue


NO_STYLE: Final = Style.null()


@dataclass(frozen=True)
class Marks:
    """The signs a table draws, each one cell wide."""

    cursor: str = "►"
    selected: str = "✓"
    ascending: str = "▲"
    descending: str = "▼"
    ellipsis: str = "…"
    more_left: str = "◂"
    more_right: str = "▸"


MARKS: Final = Marks()


class _Cleaning(dict[int, str | None]):
    """What becomes of each character, found once and then remembered."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        kind = unicodedata.category(character)
        shown: str | None = character
        if character in "\t\n\v\f\r\x85" or kind in ("Zl", "Zp"):
            shown = " "
        elif kind in ("Cc", "Cs"):
            shown = HIDDEN_CHARACTER
        elif kind == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
            # Joiners, marks of direction, variation selectors: terminals disagree on the width they give.
            shown = None
        self[code] = shown
        return shown


_CLEANING: Final = _Cleaning()


def clean(text: str) -> str:
    """`text` in characters of known width: breaks and tabs are blanks, other control characters a dot."""
    return text if text.isascii() and text.isprintable() else text.translate(_CLEANING)


def fit(pieces: Sequence[Piece], width: int, align: Align, ellipsis: str = MARKS.ellipsis) -> FittedCell:
    """The cleaned pieces in exactly `width` cells, 1 or more: padded with blanks, or cut with an ellipsis."""
    sizes = [len(text) if text.isascii() else cell_len(text) for text, _style in pieces]
    used = sum(sizes)
    if used <= width:
        fitted = list(pieces)
    else:
        fitted, used = [], 0
        for (text, style), size in zip(pieces, sizes, strict=True):
            if used + size < width:
                fitted.append((text, style))
                used += size
                continue
            head = _head(text, width - 1 - used)
            fitted.append((head + ellipsis, style))
            used += cell_len(head) + 1
            break
    free = width - used
    before = {"left": 0, "right": free, "center": free // 2}[align]
    if len(fitted) == 1 and fitted[0][1] is NO_STYLE:
        return ((" " * before + fitted[0][0] + " " * (free - before), NO_STYLE),)
    return ((" " * before, NO_STYLE), *fitted, (" " * (free - before), NO_STYLE))


def _head(text: str, room: int) -> str:
    used = 0
    for end, character in enumerate(text):
        used += get_character_cell_size(character)
        if used > room:
            return text[:end]
    return text


class Palette:
    """The styles of a table's components as its style sheet and theme have them now."""

    def __init__(self, widget: Widget) -> None:
        """Reads the styles of `widget`, which has this module's component classes."""
        self.node = component_node(widget)
        """Where the styles were read; the style sheet puts another one there whenever it is applied anew."""
        self.base = widget.rich_style
        self.parts = {name: widget.get_component_styles(PREFIX + name).rich_style for name in COMPONENTS}
        self.tones: dict[str, Style] = {"": NO_STYLE}
        for name in TONES:
            styles = widget.get_component_styles(PREFIX + name)
            self.tones[name] = Style(color=styles.rich_style.color) + styles.text_style
        self.mark = Style(color=self.parts["mark"].color, bold=self.parts["mark"].bold)


def component_node(widget: Widget) -> DOMNode | None:
    """What changes with every application of the style sheet, be it for the focus or the theme."""
    return widget.get_component_styles(PREFIX + COMPONENTS[0]).node


class RowState(NamedTuple):
    """What the look of a row depends on beside its cells."""

    is_even: bool
    is_selected: bool
    cursor: int | None
    """The place of the current column where the row is the current one, else None."""
    scroll_x: int


class Painter:
    """Draws lines of `layout.width` cells and fills them up to `width`."""

    def __init__(self, layout: Layout, palette: Palette, console: Console, width: int) -> None:
        self._layout = layout
        self._palette = palette
        self._console = console
        self._width = width

    def fit(self, values: Sequence[CellValue]) -> tuple[FittedCell, ...]:
        """The cells of a row in the widths of the columns; cells that are missing at the end are blank."""
        fitted = []
        for place, (column, width) in enumerate(zip(self._layout.columns, self._layout.widths, strict=True)):
            pieces = self._pieces(values[place], width) if place < len(values) else []
            fitted.append(fit(pieces, width, column.align, MARKS.ellipsis))
        return tuple(fitted)

    def _pieces(self, value: CellValue, width: int) -> list[Piece]:
        # A text of many pages is cut before it is measured; no script needs 16 characters a cell.
        most = 16 * width + 64
        if isinstance(value, str):
            return [(clean(value[:most]), NO_STYLE)]
        if isinstance(value, Cell):
            return [(clean(value.text[:most]), self._palette.tones[value.tone])]
        segments = value[:most].render(self._console) if len(value) > most else value.render(self._console)
        return [(clean(text), style or NO_STYLE) for text, style, _control in segments if text]

    def _begin_row(self, state: RowState) -> tuple[Style, list[Piece]]:
        """The style of a row, and the gutter with its marks."""
        styles = self._palette.parts
        if state.cursor is not None:
            base = styles["cursor-row"]
        elif state.is_selected:
            base = styles["selected"]
        else:
            base = styles["even-row" if state.is_even else "odd-row"]
        marks = " " if state.cursor is None else MARKS.cursor
        marks += MARKS.selected if state.is_selected else " "
        return base, [(marks, base if marks.isspace() else base + self._palette.mark)]

    def spread_row(self, spread: Spread, state: RowState) -> Strip:
        """The line of a row whose text goes over all columns but the first and the last."""
        base, line = self._begin_row(state)
        first, last = (self._layout.widths[place] for place in (0, -1))
        room = max(1, self._layout.width - GUTTER - first - last - 3)
        for value, width in ((spread.first, first), (spread.text, room), (spread.last, last)):
            pieces = fit(self._pieces(value, width), width, "left", MARKS.ellipsis)
            line += [(" ", base), *((text, base + style) for text, style in pieces)]
        return self._strip(line, self._layout.width, base)

    def row(self, cells: Sequence[FittedCell], state: RowState) -> Strip:
        """The line of one row."""
        styles = self._palette.parts
        base, line = self._begin_row(state)
        for part in self._layout.parts(state.scroll_x):
            over = styles["cursor-cell"] if part.column == state.cursor else None
            line += self._box(cells[part.column], part, base, over)
        return self._strip(line, self._layout.right_edge(state.scroll_x), base)

    def header(self, scroll_x: int, cursor: int | None, sort: tuple[str, bool] | None) -> Strip:
        """The line of titles; `sort` is the sorted column's key and whether it falls."""
        styles = self._palette.parts
        base = styles["header"]
        line = [(" " * GUTTER, base)]
        for part in self._layout.parts(scroll_x):
            column, width = self._layout.columns[part.column], self._layout.widths[part.column]
            style = styles["header-cursor"] if part.column == cursor else NO_STYLE
            line += self._box(self._title(column, width, sort, style), part, base, None)
        strip = self._strip(line, self._layout.right_edge(scroll_x), base)
        return self._with_arrows(strip, scroll_x, base + styles["mark"])

    def _with_arrows(self, header: Strip, scroll_x: int, style: Style) -> Strip:
        """The header with an arrow at each end where more columns are."""
        last = self._layout.width - 1
        for step, place, mark in ((-1, 0, MARKS.more_left), (1, last, MARKS.more_right)):
            if self._layout.hidden_column(step, scroll_x) is not None:  # type: ignore[arg-type]
                arrow = Strip([Segment(mark, style)], 1)
                header = Strip.join([header.crop(0, place), arrow, header.crop(place + 1)])
        return header

    def _title(self, column: Column, width: int, sort: tuple[str, bool] | None, style: Style) -> FittedCell:
        title, arrow = clean(column.title), ""
        if sort is not None and sort[0] == column.key:
            arrow = MARKS.descending if sort[1] else MARKS.ascending
            if cell_len(title) + 1 < width:
                arrow = " " + arrow
            room = width - len(arrow)
            if cell_len(title) > room:
                title = _head(title, room - 1) + MARKS.ellipsis if room else ""
        return fit([(title, style), (arrow, NO_STYLE)], width, column.align, MARKS.ellipsis)

    def _box(self, cell: FittedCell, part: Part, base: Style, over: Style | None) -> list[Piece]:
        """What shows of a column's box: the blank before its cells and the cells."""
        box = [(" ", base), *((text, base if style is NO_STYLE else base + style) for text, style in cell)]
        if over is not None:
            box = [(text, style + over) for text, style in box]
        length = self._layout.widths[part.column] + 1
        return box if (part.start, part.end) == (0, length) else self._cut(box, part, length)

    def _cut(self, box: list[Piece], part: Part, length: int) -> list[Piece]:
        """A part of a box; where it is cut within a text, an ellipsis stands at the cut."""
        whole = Strip([Segment(text, style) for text, style in box], length)
        shown = whole.crop(part.start, part.end)
        ellipsis = Segment(MARKS.ellipsis, box[0][1])
        if whole.crop(0, part.start).text.strip():
            shown = Strip([ellipsis, *shown.crop(1)])
        if whole.crop(part.end).text.strip() and shown.cell_length > 1:
            shown = Strip([*shown.crop(0, shown.cell_length - 1), ellipsis])
        return [(text, style or NO_STYLE) for text, style, _control in shown]

    def _strip(self, line: list[Piece], used: int, base: Style) -> Strip:
        """The pieces, `used` cells long, as a line with as few changes of style as there can be."""
        segments = []
        run, current = "", base
        for text, style in line:
            if style is not current and style != current:
                segments.append(Segment(run, current))
                run, current = "", style
            run += text
        segments.append(Segment(run, current))
        if used < self._width:
            segments.append(Segment(" " * (self._width - used), base))
        return Strip([segment for segment in segments if segment.text], max(used, self._width))

    def blank(self) -> Strip:
        """A line with nothing in it."""
        return Strip.blank(self._width, self._palette.base)

    def notice(self, text: Text, height: int) -> list[Strip]:
        """`height` lines with `text` in their middle."""
        base = self._palette.parts["empty"]
        room = max(1, self._layout.width - 4)
        strips = []
        for wrapped in text.wrap(self._console, room)[:height]:
            line = fit(self._pieces(wrapped, room), room, "center", MARKS.ellipsis)
            pieces = [("  ", base), *((text, base + style) for text, style in line)]
            strips.append(self._strip(pieces, 2 + room, base))
        blank = Strip.blank(self._width, base)
        above = (height - len(strips)) // 2
        return [blank] * above + strips + [blank] * (height - above - len(strips))
