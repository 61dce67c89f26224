"""What a list on a screen shows: rows that pass a filter, in an order, with everything about the current one beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, Generic, TypeVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize

from models.errors import TrackerError
from models.language import _
from models.rules.state import PlanState, Scope
from screens.base import PlanScreen
from screens.listing import Listing, Roll
from screens.widgets.columns import ListColumn, Look, id_width, table_columns
from screens.widgets.detail import DetailPane
from screens.widgets.filter import FilterBar
from screens.widgets.table import CellValue, LineTable

if TYPE_CHECKING:
    from models.history import Revision
    from models.plan import Plan

Seen = TypeVar("Seen", bound=Look)
Row = TypeVar("Row")

BESIDE: Final = 120
"""From this many cells on, what is known of a row stands beside the list, and shows unless it was closed."""


LEAST_TITLE: Final = 22
"""Cells that the titles have at least."""


@dataclass(frozen=True, eq=False)
class Rows(Generic[Seen, Row]):
    """What a list shows, as it stands at one moment."""

    look: Seen
    part: Scope | None
    """The part of the plan that they belong to; None for all of it."""
    by_uid: Mapping[str, Row]
    roll: Roll


class ListBase(PlanScreen[Rows[Seen, Row]], Generic[Seen, Row]):
    """What a list shows; what a person does with it is `ListScreen`'s. See the hooks at its top."""

    KIND: ClassVar[str] = ""
    """The kind of its rows."""
    FIRST_COLUMN: ClassVar[str] = "id"
    """Where the cursor stands at first."""

    AUTO_FOCUS = "#list"
    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    def __init__(self) -> None:
        super().__init__()
        self.listing = Listing(self.usual_columns())
        self._wanted: str | None = None
        self._is_detail_wanted: bool | None = None
        self._is_placed = False

    # What a screen fills in.

    def columns(self) -> Sequence[ListColumn[Seen, Row]]:
        """Every column that it can show."""
        raise NotImplementedError

    def rows_of(self, state: PlanState) -> Rows[Seen, Row]:
        """The rows of a state; called in a worker thread, or where the language changed."""
        raise NotImplementedError

    def detail_of(self, row: Row, revisions: Sequence[Revision]) -> RenderableType:
        """Everything about a row."""
        raise NotImplementedError

    def empty_text(self) -> str:
        """What to do where the plan has no rows."""
        raise NotImplementedError

    def count_text(self) -> str:
        """`{count} milestones`, for a list that nothing is left out of."""
        raise NotImplementedError

    def part_text(self) -> str:
        """The part of the plan that is listed; empty for the whole."""
        return ""

    # The frame's hooks.

    def compose_body(self) -> ComposeResult:
        """The filter's line, the list, the pane."""
        self._place_pane()
        yield FilterBar()
        with Container(id="panes"):
            yield LineTable(id="list")
            yield DetailPane(self._about, id="detail")

    def on_mount(self) -> None:
        """Takes the columns and the order that the person chose once."""
        kept = self.shell.settings.columns.get(self.NAME)
        if isinstance(kept, dict):
            self.listing = self.listing.restored(kept, [column.key for column in self.columns()])
        self.table.set_source(self._cells)
        self._set_columns()
        self._show_pane()

    def ask(self, plan: Plan) -> Rows[Seen, Row]:
        """The rows as they stand now, in the order that is chosen."""
        rows = self.rows_of(plan.state(plan.today))
        rows.roll.arranged(self.listing)
        return rows

    def show(self, result: Rows[Seen, Row]) -> None:
        """Shows the rows that pass the filter."""
        self._set_columns()
        self.list_rows()
        if not self._is_placed:
            self._is_placed = self.table.move_cursor(column=self.FIRST_COLUMN)
        if self._wanted is not None:
            self._go_to(self._wanted)
        self.detail.follow(self.table.cursor_key, is_changed=True)
        if self.focused is None and self.is_current:
            self.table.focus()
        # The first typed letter finds the texts ready; folding 10,000 of them takes 40 ms.
        self.run_worker(self._prepare(result.roll), group="prepare", exclusive=True)

    async def _prepare(self, roll: Roll) -> None:
        with suppress(TrackerError):
            await self.shell.read(lambda _plan: roll.texts)

    def retranslate(self) -> None:
        """Reads every word of the rows again."""
        if self.answer is not None:
            self.answer = self.rows_of(self.answer.look.state)
        self.table.refresh_all()

    def current_row(self) -> tuple[str, str] | None:
        """The row at the cursor."""
        return None if self.table.cursor_key is None else (self.KIND, self.table.cursor_key)

    def row_as_text(self) -> str:
        """The cells of the row at the cursor, as far as they show."""
        key = self.table.cursor_key
        cells = [] if key is None else [_plain(cell) for cell in self._cells(key)]
        return "\t".join(cells)

    def reveal(self, kind: str, uid: str) -> None:
        """Goes to a row, out of the filter where that hides it."""
        if kind == self.KIND:
            self._wanted = uid
            if self.answer is not None and uid in self.answer.by_uid:
                self._go_to(uid)

    def open_row(self, kind: str, uid: str) -> None:
        """Shows a row of any kind on its own screen."""
        if kind == self.KIND:
            self.reveal(kind, uid)
        elif not self.shell.open_row(kind, uid):
            self.tell_no_screen()

    def _go_to(self, uid: str) -> None:
        if uid not in self.table.keys and self.answer is not None and uid in self.answer.by_uid:
            self.leave_part()
            self.filter_bar.put("")
            self.listing = self.listing.filtered_by("")
            self.list_rows()
        if self.table.move_cursor(uid):
            self._wanted = None

    def leave_part(self) -> None:
        """Lists the whole plan again, where a part was listed."""

    def step_back(self) -> bool:
        """From the pane to the list, then out of the filter, then the pane away where it covers the list."""
        if self.detail.has_focus or self.filter_bar.line.has_focus:
            self.table.focus()
        elif self.listing.filter:
            self.filter_bar.put("")
        elif self._is_detail_wanted and self.app.size.width < BESIDE:
            self.action_toggle_detail()
        else:
            return False
        return True

    # What shows.

    @property
    def table(self) -> LineTable:
        """The list."""
        return self.query_one("#list", LineTable)

    @property
    def detail(self) -> DetailPane:
        """The pane about the current row."""
        return self.query_one("#detail", DetailPane)

    @property
    def filter_bar(self) -> FilterBar:
        """The line over the list."""
        return self.query_one(FilterBar)

    def usual_columns(self) -> tuple[str, ...]:
        """The columns that show until others are chosen."""
        return tuple(column.key for column in self.columns() if column.is_usual)

    def column(self, key: str) -> ListColumn[Seen, Row] | None:
        """A column by its key."""
        return next((column for column in self.columns() if column.key == key), None)

    def shown_columns(self) -> list[ListColumn[Seen, Row]]:
        """The columns that show, from left to right."""
        by_key = {column.key: column for column in self.columns()}
        return [by_key[key] for key in self.listing.columns]

    def row(self, key: str | None) -> Row | None:
        """A row by its uid."""
        return None if key is None or self.answer is None else self.answer.by_uid.get(key)

    def _cells(self, key: str) -> Sequence[CellValue]:
        row, answer = self.row(key), self.answer
        if row is None or answer is None:
            return ()
        return [column.cell(answer.look, row) for column in self._shown]

    def _set_columns(self) -> None:
        rows = () if self.answer is None else tuple(self.answer.by_uid.values())
        self._shown = [each for each in self.shown_columns() if each.is_shown_empty or self._has_values(each)]
        widths = {"id": id_width(rows), "title": LEAST_TITLE}
        columns = table_columns(self._shown, widths)
        if tuple(columns) != self.table.columns:
            self.table.set_columns(columns)

    def _has_values(self, column: ListColumn[Seen, Row]) -> bool:
        answer = self.answer
        return answer is not None and any(
            column.order(answer.look, row) is not None for row in answer.by_uid.values()
        )

    def list_rows(self, *, is_same: bool = False) -> None:
        """Shows the rows that pass the filter, in their order.

        Args:
            is_same: whether only the choice of rows changed, not the rows themselves.
        """
        if self.answer is None:
            return
        keys = self.answer.roll.arranged(self.listing)
        self.table.set_rows(keys)
        if not is_same:
            self.table.refresh_all()
        order = self.listing.order
        self.table.set_sort(order.column if order else None, falling=bool(order and order.falling))
        if not keys:
            is_hidden = bool(self.listing.filter.strip()) and bool(self.answer.by_uid)
            hidden = _("Nothing fits the filter. Press esc to clear it.")
            self.table.empty_text = Text(hidden if is_hidden else self.empty_text())
        self._count()

    def _count(self) -> None:
        if self.answer is not None:
            self.filter_bar.show(
                part=self.part_text(),
                shown=len(self.table.keys),
                known=len(self.answer.roll.keys),
                selected=len(self.table.selected_keys),
                noun=self.count_text(),
            )

    # The pane.

    @property
    def is_detail_shown(self) -> bool:
        """Whether the pane shows: as the person wants it, else where there is room beside the list."""
        if self._is_detail_wanted is None:
            return self.app.size.width >= BESIDE
        return self._is_detail_wanted

    def on_resize(self, event: Resize) -> None:
        """Puts the pane beside the list, or under it."""
        self._place_pane()
        self._show_pane()

    def _place_pane(self) -> None:
        self.set_class(self.app.size.width >= BESIDE, "-beside")

    def _show_pane(self) -> None:
        self.detail.display = self.is_detail_shown
        self.detail.follow(self.table.cursor_key)

    def _about(self, key: str, revisions: Sequence[Revision]) -> RenderableType:
        row = self.row(key)
        return Text() if row is None else self.detail_of(row, revisions)

    def action_toggle_detail(self) -> None:
        """Shows the pane or hides it."""
        had_focus = self.detail.has_focus
        self._is_detail_wanted = not self.is_detail_shown
        self._show_pane()
        if had_focus:
            self.table.focus()


def _plain(cell: CellValue) -> str:
    return cell if isinstance(cell, str) else cell.plain if isinstance(cell, Text) else cell.text
