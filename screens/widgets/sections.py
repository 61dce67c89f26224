"""A table whose rows stand under headings: what needs attention by section, edits by the row they change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.strip import Strip

from screens.widgets.table import LineTable
from screens.widgets.table_lines import MARKS, Painter, RowState, Spread, fit

OPEN, CLOSED = "▾", "▸"


@dataclass(frozen=True)
class Group:
    """A heading and the keys of the rows under it."""

    key: str
    """The heading's own key, which no row has."""
    title: str
    keys: tuple[str, ...]
    count: str = ""
    """What stands behind the title, such as how many rows there are."""


class SectionTable(LineTable):
    """A table in groups; a heading spans the whole width, and opening it folds its rows away."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"section-table--heading", "section-table--count"}
    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    _groups: dict[str, Group] = {}
    _folded: frozenset[str] = frozenset()
    _spread: Callable[[str], Spread | None] = staticmethod(lambda _key: None)

    def set_spread(self, spread: Callable[[str], Spread | None]) -> None:
        """Asks `spread` of each row whether it is one long text over the columns; None for one that is not."""
        self._spread = spread
        self.refresh_all()

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Shows these groups; what was folded stays folded, cursor and selection stay where they can."""
        self._groups = {group.key: group for group in groups}
        self._folded &= self._groups.keys()
        at_start = self.cursor_key is None
        self.set_rows(self._visible_keys())
        if at_start and groups and groups[0].keys:
            self.move_cursor(groups[0].keys[0])

    @property
    def cursor_item(self) -> str | None:
        """The key of the current row; None on a heading."""
        key = self.cursor_key
        return None if key is None or key in self._groups else key

    @property
    def selected_items(self) -> tuple[str, ...]:
        """The keys of the selected rows, headings left out."""
        return tuple(key for key in self.selected_keys if key not in self._groups)

    def fold(self, key: str) -> None:
        """Folds the rows of a heading away, or shows them again."""
        self._folded = self._folded ^ {key}
        self.set_rows(self._visible_keys())
        self.refresh_rows([key])

    def go_to_group(self, step: int) -> None:
        """Moves the cursor to the first row of the group that is so many groups further."""
        headings = [key for key in self.keys if key in self._groups]
        if not headings or self.cursor_key is None:
            return
        places = {key: place for place, key in enumerate(self.keys)}
        here = max((n for n, key in enumerate(headings) if places[key] <= places[self.cursor_key]), default=0)
        group = self._groups[headings[(here + step) % len(headings)]]
        self.move_cursor(group.key if group.key in self._folded or not group.keys else group.keys[0])

    def _visible_keys(self) -> list[str]:
        keys = []
        for group in self._groups.values():
            keys.append(group.key)
            if group.key not in self._folded:
                keys += group.keys
        return keys

    @on(LineTable.Activated)
    def _fold_heading(self, message: LineTable.Activated) -> None:
        if message.key in self._groups:
            message.stop()
            self.fold(message.key)

    def _row_line(self, place: int, scroll_x: int, painter: Painter) -> Strip:
        key = self.keys[place]
        group = self._groups.get(key)
        if group is None and (spread := self._spread(key)) is not None:
            cursor = 0 if key == self.cursor_key else None
            return painter.spread_row(spread, RowState(place % 2 == 1, key in self._rows.selected, cursor, 0))
        if group is None:
            return super()._row_line(place, scroll_x, painter)
        is_current = group.key == self.cursor_key
        part = "line-table--cursor-row" if is_current else "section-table--heading"
        base = self.get_component_styles(part).rich_style + Style(bold=True)
        count = self.get_component_styles("section-table--count").rich_style.color
        mark = MARKS.cursor if is_current else " "
        fold = CLOSED if group.key in self._folded else OPEN
        pieces = [
            (f"{mark}{fold} {group.title}  ", Style.null()),
            (group.count, Style(color=count, bold=False)),
        ]
        width = max(1, self.size.width)
        line = fit(pieces, width, "left", MARKS.ellipsis)
        return Strip([Segment(text, base + style) for text, style in line], width)
