"""What screen 2 shows: streams or divisions and their initiatives by the weeks or days of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from models.language import _, date_text
from models.rules.roadmap import GroupKind, by_date, spots
from models.rules.state import PlanState
from models.rules.timeline import DAY_CELLS, Axis, Shade, View, Zoom, axis_for, room_after, shades
from screens.base import PlanScreen
from screens.widgets.columns import light_cell
from screens.widgets.roadmap_look import RoadmapLook, key_of
from screens.widgets.ruler import date_line, legend_text, number_line
from screens.widgets.sections import CLOSED, OPEN
from screens.widgets.slip_panel import Draft, SlipPanel
from screens.widgets.table import Cell, CellValue, Column
from screens.widgets.table_columns import GUTTER
from screens.widgets.table_lines import clean
from screens.widgets.timeline_table import TimelineTable

if TYPE_CHECKING:
    from models.plan import Plan

LIGHT_WIDTH: Final = 3
DATES_FROM: Final = 140
"""From this many cells on, the last day of a row and its variance stand beside it."""
DATE_COLUMNS: Final = (("last", 10), ("variance", 6))
LEAST_NAME: Final = 12
"""Cells that the name of the row at the cursor has at least, before what is known of it."""

_NO_DAYS: Final = Axis(date(2000, 1, 1), date(2000, 1, 1), 1)
"""Stands until the plan's own days are known."""


class RoadmapBase(PlanScreen[RoadmapLook]):
    """What the screen shows; what a person does with it is `RoadmapMoving`'s and `RoadmapScreen`'s."""

    AUTO_FOCUS = "#road"

    def __init__(self) -> None:
        super().__init__()
        self.zoom = Zoom.WEEK
        self.group_kind: GroupKind = "stream"
        self.draft: Draft | None = None
        self.folded: frozenset[str] = frozenset()
        """Keys of groups whose initiatives are hidden."""
        self.opened: frozenset[str] = frozenset()
        """Keys of initiatives whose milestones show."""
        self._first: int | None = None
        """The cell of the axis at the left edge; None for the usual one."""
        self._view = View(_NO_DAYS, 0, 1)
        self._shades: dict[frozenset[date], tuple[Shade, ...]] = {}
        self._wanted: tuple[str, str] | None = None

    def compose_body(self) -> ComposeResult:
        """Dates, the rows, what a moved date does, the row at the cursor in words, the signs."""
        yield Static(id="ruler", markup=False)
        yield TimelineTable(id="road")
        yield SlipPanel(id="slip")
        yield Static(id="about", markup=False)
        yield Static(id="legend", markup=False)

    @property
    def table(self) -> TimelineTable:
        """The rows."""
        return self.query_one("#road", TimelineTable)

    # The question.

    def ask(self, plan: Plan) -> RoadmapLook:
        look = RoadmapLook(plan.state(plan.today))
        # What takes longest at 10,000 milestones is reckoned here, in the worker.
        _reckoned = look.facts, look.groups, look.extent
        return look

    def show(self, result: RoadmapLook) -> None:
        table = self.table
        table.empty_text = Text(_empty_text(result.state))
        table.set_source(self._cells)
        self.lay_out()
        self.show_rows()
        if self._wanted is not None:
            self.go_to(*self._wanted)

    def retranslate(self) -> None:
        """Reads every word again."""
        if self.answer is not None:
            self.answer = RoadmapLook(self.answer.state)

    def on_resize(self) -> None:
        """Lays days and rows out for the new size."""
        self.lay_out()
        self.show_about()

    # Rows.

    def row_of(self, key: str | None) -> tuple[str, Any] | None:
        """Kind and record of a row."""
        if key is None or self.answer is None:
            return None
        kind, _blank, uid = key.partition(" ")
        row = self.answer.state.get(kind, uid)
        return None if row is None else (kind, row)

    def show_rows(self) -> None:
        """Shows the rows that are not folded away."""
        if self.answer is None:
            return
        shown = self.answer.groups[self.group_kind]
        self.table.headings = frozenset(shown)
        if not self.answer.state.initiatives:
            shown = {}
        keys: list[str] = []
        for key, group in shown.items():
            keys.append(key)
            for initiative in () if key in self.folded else group.initiatives:
                keys.append(key_of("initiative", initiative))
                if keys[-1] in self.opened:
                    milestones = by_date(self.answer.milestones_of("initiative", initiative))
                    keys += [key_of("milestone", each) for each in milestones]
        self.table.set_rows(keys)
        self.table.refresh_all()
        self.show_about()

    def go_to(self, kind: str, uid: str) -> None:
        """Puts the cursor on a row, unfolded where it was folded away."""
        row = None if self.answer is None else self.answer.state.get(kind, uid)
        if row is None:
            return
        self._wanted = None
        if kind in {"stream", "division"}:
            self.group_kind = "stream" if kind == "stream" else "division"
            self.lay_out()
        else:
            self.folded -= {self.group_key(kind, row)}
            if kind == "milestone":
                self.opened |= {f"initiative {row.initiative}"}
        self.show_rows()
        self.table.move_cursor(f"{kind} {uid}")

    def group_key(self, kind: str, row: Any) -> str:
        """The key of the group under which an initiative or milestone stands."""
        assert self.answer is not None
        initiative = row if kind == "initiative" else self.answer.state.get("initiative", row.initiative)
        uid = initiative.stream if self.group_kind == "stream" else initiative.lead
        return f"{self.group_kind} {uid}"

    # Days in cells.

    def lay_out(self) -> None:
        """Finds the cells of the days for the width of the terminal, the zoom and what was moved along."""
        if self.answer is None:
            return
        state, width = self.answer.state, self.size.width
        title = 20 if width < 90 else 30 if width < 160 else 44
        dates = DATE_COLUMNS if width >= DATES_FROM else ()
        left = GUTTER + (LIGHT_WIDTH + 1) + (title + 1) + 1
        # The bar that scrolls is at the right edge; a blank stands before each column.
        room = width - 1 - left - sum(cells + 1 for _key, cells in dates)
        axis = axis_for(state.calendar, room, self.zoom)
        low, usual, high = self._reach(axis, room)
        if self._first is not None:
            self._first = max(low, min(self._first, high))
        self._view = view = View(axis, usual if self._first is None else self._first, room)
        self._shades = {}
        self.table.set_columns(
            [
                Column("light", "", LIGHT_WIDTH),
                Column("what", self._heading(), title),
                Column("days", number_line(view, self.zoom, state.calendar), room),
                *(Column(key, _("Ends") if key == "last" else "±", cells, "right") for key, cells in dates),
            ]
        )
        words = _("by week") if self.zoom is Zoom.WEEK else _("by day")
        line = date_line(view, self.zoom, state.calendar, view.place(state.day))
        self.query_one("#ruler", Static).update(
            Content.assemble((f" {words}"[:left].ljust(left), "$text-muted"), line)
        )
        self.query_one("#legend", Static).update(legend_text(state.charter.days, width - 2))

    def _heading(self) -> str:
        return _("Stream, initiative") if self.group_kind == "stream" else _("Division, initiative")

    def _reach(self, axis: Axis, room: int) -> tuple[int, int, int]:
        """The first cell at the left edge at the least, as it usually is, and at the most."""
        assert self.answer is not None
        days = [*(self.answer.extent or ()), *(self.draft.moved.values() if self.draft is not None else ())]
        columns = [axis.column(min(days)), axis.column(max(days))] if days else [0]
        low, last = min(0, *columns), max(axis.wall + room_after(room), columns[-1] + 1)
        if self.zoom is Zoom.WEEK:
            usual = -1 if low < 0 else 0
        else:
            usual = axis.begins(self.answer.state.day) - room // 3
            usual = max(low, min(usual - usual % DAY_CELLS, last - room + 1))
        return low, usual, max(last - room + 1, usual)

    def pan(self, weeks: int) -> None:
        """Moves along the days, as far as there are any."""
        self._first = self._view.first + weeks * self._view.axis.week_cells
        self.lay_out()
        self.table.refresh_all()

    def pan_to_today(self) -> None:
        """Shows the usual part of the days again."""
        self._first = None
        self.lay_out()
        self.table.refresh_all()

    def pan_to(self, day: date) -> None:
        """Moves along as little as brings a day into view; where the whole plan shows, it stays."""
        place, view = self._view.place(day), self._view
        if self.zoom is Zoom.DAY and not 0 <= place < view.width:
            self._first = view.first + (place if place < 0 else place - view.width + 1)
            self.lay_out()

    # Cells.

    def _cells(self, key: str) -> Sequence[CellValue]:
        found, look = self.row_of(key), self.answer
        if found is None or look is None:
            return ()
        kind, row = found
        moved = self.draft.moved if self.draft is not None else {}
        lane = look.lane(kind, row, moved, has_marks=key in self.folded)
        if lane.closed not in self._shades:
            self._shades[lane.closed] = shades(self._view, look.state.calendar, lane.closed)
        days = self.table.days_text(spots(lane, self._view, look.state.day), self._shades[lane.closed])
        milestones = look.milestones_of(kind, row)
        title = look.title_of(kind, row)
        if kind == "milestone":
            what = Cell(f"    {title}", "" if row.is_open else "dim")
        elif kind == "initiative":
            sign = " " if not milestones else OPEN if key in self.opened else CLOSED
            what = Cell(f" {sign} {title}")
        else:
            what = Cell(f"{CLOSED if key in self.folded else OPEN} {title}")
        cells: list[CellValue] = [light_cell(look.light_of(milestones)), what, days]
        if len(self.table.columns) > len(cells):
            cells += [date_text(lane.bar.last) if lane.bar else "", look.variance(kind, row, lane)]
        return cells

    # The row at the cursor.

    def current_row(self) -> tuple[str, str] | None:
        found = self.row_of(self.table.cursor_key)
        return None if found is None else (found[0], found[1].uid)

    def row_as_text(self) -> str:
        found = self.row_of(self.table.cursor_key)
        if found is None or self.answer is None:
            return ""
        return "\t".join((self.answer.title_of(*found), *self.answer.facts_of(*found)))

    def show_about(self) -> None:
        """Says in words what stands at the cursor; a date that is being moved says more."""
        found, about = self.row_of(self.table.cursor_key), self.query_one("#about", Static)
        about.display = self.draft is None
        if found is None or self.answer is None:
            about.update("")
            return
        facts = clean(" · ".join(self.answer.facts_of(*found)))
        room = max(self.size.width - 2 - cell_len(facts) - 2, LEAST_NAME)
        name = Content(clean(self.answer.title_of(*found))).truncate(room, ellipsis=True)
        about.update(Content.assemble((name.plain, "bold"), "  ", facts))


def _empty_text(state: PlanState) -> str:
    if not state.streams or not state.divisions:
        return _("The plan is empty. Press 3, then n for its first stream, division and initiative.")
    return _("No initiatives yet. Press 3, then n for the first.")
