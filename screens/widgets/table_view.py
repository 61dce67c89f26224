"""What a table shows: rows of fixed columns under a header, of which only those in view are ever drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar, Final

from rich.text import Text
from textual.events import Resize
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.widgets.table_columns import Column, Layout
from screens.widgets.table_lines import (
    COMPONENT_CLASSES,
    CellValue,
    FittedCell,
    Painter,
    Palette,
    RowState,
    component_node,
)
from screens.widgets.table_rows import Rows

HEADER: Final = 1
"""Lines of the header, which stays at the top."""

KEPT_ROWS: Final = 256
"""Rows whose lines are kept once drawn; the oldest make room for others."""

KEPT_LINES: Final = 8
"""Looks that are kept of one row: with and without cursor and selection, at a few scroll positions."""

Source = Callable[[str], Sequence[CellValue]]
"""Answers the cells of the row with a given key, in the order of the columns."""


_DrawnRow = tuple[tuple[FittedCell, ...], dict[RowState, Strip]]
"""The cells of a row in their widths, and the lines drawn of them."""


class LineView(ScrollView, inherit_bindings=False):
    """Rows known by their keys, whose cells are asked of a source when they come into view.

    What was drawn is kept until told otherwise: `set_rows` alone shows no new values, `refresh_rows` and
    `refresh_all` do. Scrolling costs the same whatever the number of rows.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENT_CLASSES)
    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")
    ALLOW_SELECT: ClassVar[bool] = False

    empty_text: reactive[Text] = reactive(Text, init=False)
    """What stands in the middle when there are no rows; it should say which key brings some."""

    def __init__(
        self,
        columns: Sequence[Column] = (),
        cells: Source | None = None,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """A view of `columns` whose source is `cells`; both can be given later."""
        super().__init__(name=name, id=id, classes=classes)
        self._source: Source = cells or (lambda _key: ())
        self._rows = Rows()
        self._table_layout = Layout(columns, 0)
        self._column = 0
        self._sort: tuple[str, bool] | None = None
        self._drawn: dict[str, _DrawnRow] = {}
        self._painter: Painter | None = None
        self._palette: Palette | None = None
        self._notice: tuple[int, list[Strip]] | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns from left to right."""
        return self._table_layout.columns

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the rows from top to bottom."""
        return self._rows.keys

    @property
    def page_rows(self) -> int:
        """How many rows show at once, at least 1."""
        return max(1, self.scrollable_content_region.height - HEADER)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Shows other columns; the cursor stays on its column where that is still there.

        Raises ValueError for two columns of one key and for more than one flexible column.
        """
        current = self.columns[self._column].key if self.columns else ""
        self._table_layout = Layout(columns, self._table_layout.width)
        place = self._table_layout.place(current)
        self._column = max(0, min(self._column, len(columns) - 1)) if place is None else place
        self._fit_width()
        self.refresh_all()
        self.call_after_refresh(self._show_cursor)

    def set_source(self, cells: Source) -> None:
        """Asks `cells` for the rows from now on."""
        self._source = cells
        self.refresh_all()

    def set_rows(self, keys: Sequence[str]) -> None:
        """Shows these rows in this order; cursor, selection and scroll place stay on the rows that remain.

        10,000 keys take a few milliseconds. Raises ValueError for a key given twice.
        """
        rows = self._rows
        top, place = self.scroll_offset.y, rows.place
        showed_cursor = top <= place < top + self.page_rows
        top_key = rows.keys[top] if top < len(rows.keys) else ""
        rows.replace(keys)
        self._fit_width()
        self._scroll(y=rows.place - (place - top) if showed_cursor else rows.places.get(top_key, top))
        if showed_cursor and rows.keys:
            self._show(rows.place, None)
        self.refresh()

    def set_sort(self, column: str | None, *, falling: bool = False) -> None:
        """Shows after a column's title that the rows are sorted by it; the order itself is the caller's."""
        self._sort = None if column is None else (column, falling)
        self._refresh_header()

    def refresh_rows(self, keys: Iterable[str]) -> None:
        """Asks for these rows again, now for those in view."""
        for key in keys:
            self._drawn.pop(key, None)
            if (place := self._rows.places.get(key)) is not None:
                self._refresh_row(place)

    def refresh_all(self) -> None:
        """Asks for every row again when it is drawn, now for those in view."""
        self._forget_lines()
        self.refresh()

    def _forget_lines(self) -> None:
        self._drawn.clear()
        self._painter = None
        self._notice = None

    def scroll_to_key(self, key: str, column: str | None = None) -> bool:
        """Brings a row, and a column if given, into view without the cursor; False when one is not there."""
        place = self._rows.places.get(key)
        column_place = None if column is None else self._table_layout.place(column)
        if place is None or (column is not None and column_place is None):
            return False
        self._show(place, column_place)
        return True

    def cell_region(self, key: str, column: str) -> Region:
        """Where a cell's text shows, in screen coordinates; an empty region when it is out of view."""
        place, column_place = self._rows.places.get(key), self._table_layout.place(column)
        line = -1 if place is None else place - self.scroll_offset.y
        if 0 <= line < self.page_rows:
            for part in self._table_layout.parts(self._scroll_column):
                skipped = 0 if part.start else 1
                cells = part.end - part.start - skipped
                if part.column == column_place and cells > 0:
                    x, y = self.scrollable_content_region.offset
                    return Region(x + part.x + skipped, y + HEADER + line, cells, 1)
        return Region()

    @property
    def _scroll_column(self) -> int:
        """Cells by which the columns are drawn to the left."""
        return self._table_layout.start_at_column(self.scroll_offset.x)

    def _show_cursor(self) -> None:
        if self._rows.keys:
            self._show(self._rows.place, self._column if self.columns else None)

    def _show(self, place: int, column: int | None) -> None:
        top = self.scroll_offset.y
        self._scroll(
            None if column is None else self._table_layout.scroll_to(column, self._scroll_column),
            max(place - self.page_rows + 1, min(place, top)),
        )

    def _scroll(self, x: int | None = None, y: int | None = None) -> None:
        if self.container_size:
            self.scroll_to(x, y, animate=False, force=True)

    def _fit_width(self) -> None:
        """Tells the scroll bars how much there is in the present width."""
        self._lay_out()
        self.virtual_size = Size(self._table_layout.reach, HEADER + len(self._rows.keys))

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width != self._table_layout.width:
            self._table_layout = Layout(self.columns, width)
            self._forget_lines()

    def on_resize(self, event: Resize) -> None:
        """Lays the columns out anew and keeps the cursor in view."""
        self._fit_width()
        self._show_cursor()

    def watch_empty_text(self) -> None:
        """Draws the other text where no rows are."""
        self._notice = None

    def notify_style_update(self) -> None:
        """Reads the colours again when the focus, the theme or a class changed."""
        super().notify_style_update()
        self._palette = None

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the view."""
        if self._palette is None or self._palette.node is not component_node(self):
            self._palette = Palette(self)
            self._forget_lines()
            self._styles_cache.clear()
        # The first frame and the one after a resize are drawn before the event of the new size arrives.
        self._lay_out()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """The line `y` of the view, 0 being the header."""
        painter = self._find_painter()
        x, top = self._scroll_column, self.scroll_offset.y
        if y < HEADER:
            return painter.header(x, self._column, self._sort)
        place = y - HEADER + top
        if place < len(self._rows.keys):
            return self._row_line(place, x, painter)
        if not self._rows.keys and y < HEADER + self.page_rows:
            return self._notice_lines(painter)[y - HEADER]
        return painter.blank()

    def _find_painter(self) -> Painter:
        if self._painter is None:
            if self._palette is None:
                self._palette = Palette(self)
            self._painter = Painter(self._table_layout, self._palette, self.app.console, self.size.width)
        return self._painter

    def _row_line(self, place: int, scroll_x: int, painter: Painter) -> Strip:
        key = self._rows.keys[place]
        row = self._drawn.get(key)
        if row is None:
            if len(self._drawn) >= KEPT_ROWS:
                del self._drawn[next(iter(self._drawn))]
            row = self._drawn[key] = painter.fit(self._source(key)), {}
        cells, lines = row
        cursor = self._column if key == self._rows.cursor else None
        state = RowState(place % 2 == 1, key in self._rows.selected, cursor, scroll_x)
        line = lines.get(state)
        if line is None:
            if len(lines) >= KEPT_LINES:
                lines.clear()
            line = lines[state] = painter.row(cells, state)
        return line

    def _notice_lines(self, painter: Painter) -> list[Strip]:
        if self._notice is None or self._notice[0] != self.page_rows:
            self._notice = self.page_rows, painter.notice(self.empty_text, self.page_rows)
        return self._notice[1]

    def _refresh_row(self, place: int) -> None:
        line = place - self.scroll_offset.y
        if 0 <= line < self.page_rows:
            self.refresh(Region(0, HEADER + line, self.size.width, 1))

    def _refresh_header(self) -> None:
        self.refresh(Region(0, 0, self.size.width, HEADER))
