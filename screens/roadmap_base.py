"""What screen 2 shows: streams or divisions and their initiatives by the weeks or days of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from models.language import _, date_text, ngettext, number_text, short_date_text
from models.rules.lights import worst
from models.rules.progress import variance_workdays
from models.rules.records import Initiative, Milestone, text
from models.rules.roadmap import (
    LAYER_SIGNS,
    LEGEND,
    Group,
    GroupKind,
    Layer,
    Span,
    baseline_span,
    by_date,
    carried_over,
    groups,
    lane_of,
    milestone_lane,
    span_of,
    spots,
)
from models.rules.state import PlanState
from models.rules.timeline import Axis, Shade, View, Zoom, axis_for, labels_in, room_after, shades
from models.rules.words import SHAPES, WORDS, Status
from screens.base import PlanScreen
from screens.widgets.columns import light_cell
from screens.widgets.columns_initiatives import InitiativeLook, counts_text
from screens.widgets.sections import CLOSED, OPEN
from screens.widgets.slip_panel import Draft, SlipPanel
from screens.widgets.table import Cell, CellValue, Column
from screens.widgets.table_columns import GUTTER
from screens.widgets.table_lines import clean
from screens.widgets.timeline_table import TimelineTable

if TYPE_CHECKING:
    from models.plan import Plan

LIGHT_WIDTH: Final = 3
TODAY_MARK: Final = "▼"
_NO_DAYS: Final = Axis(date(2000, 1, 1), date(2000, 1, 1), 1)
"""Stands until the plan's own days are known."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What the screen asks the plan for."""

    look: InitiativeLook

    @property
    def state(self) -> PlanState:
        """The plan as it stands."""
        return self.look.state

    @cached_property
    def groups(self) -> dict[GroupKind, dict[str, Group]]:
        """Streams and divisions with their initiatives, by the keys of their rows."""
        kinds: tuple[GroupKind, ...] = ("stream", "division")
        return {
            kind: {f"{kind} {group.row.uid}": group for group in groups(self.state, kind)} for kind in kinds
        }

    def milestones(self, initiative: Initiative) -> Sequence[Milestone]:
        """The milestones of an initiative."""
        return self.look.facts[initiative.uid].milestones

    def milestones_of_group(self, group: Group) -> list[Milestone]:
        """The milestones of all initiatives of a group."""
        return [each for initiative in group.initiatives for each in self.milestones(initiative)]


class RoadmapBase(PlanScreen[Facts]):
    """What the screen shows; what a person does with it is `RoadmapScreen`'s."""

    AUTO_FOCUS = "#road"

    def __init__(self) -> None:
        super().__init__()
        self.zoom = Zoom.WEEK
        self.group_kind: GroupKind = "stream"
        self.draft: Draft | None = None
        self._folded: frozenset[str] = frozenset()
        """Keys of groups whose initiatives are hidden."""
        self._opened: frozenset[str] = frozenset()
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

    def ask(self, plan: Plan) -> Facts:
        look = InitiativeLook(plan.state(plan.today))
        facts = Facts(look)
        assert look.facts is not None  # Reckoned here, in the worker, as the groups are.
        assert facts.groups is not None
        return facts

    def show(self, result: Facts) -> None:
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
            self.answer = Facts(InitiativeLook(self.answer.state))

    def on_resize(self) -> None:
        """Lays days and rows out for the new size."""
        self.lay_out()

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
            if key in self._folded:
                continue
            for initiative in group.initiatives:
                keys.append(f"initiative {initiative.uid}")
                if keys[-1] in self._opened:
                    keys += [f"milestone {each.uid}" for each in by_date(self.answer.milestones(initiative))]
        self.table.set_rows(keys)
        self.table.refresh_all()
        self.show_about()

    def go_to(self, kind: str, uid: str) -> None:
        """Puts the cursor on a row, unfolded where it was folded away."""
        if self.answer is None:
            return
        state = self.answer.state
        row = state.get(kind, uid)
        if row is None:
            return
        self._wanted = None
        if kind in {"stream", "division"}:
            self.group_kind = "stream" if kind == "stream" else "division"
            self.lay_out()
        else:
            initiative = row if kind == "initiative" else state.get("initiative", row.initiative)
            group = initiative.stream if self.group_kind == "stream" else initiative.lead
            self._folded -= {f"{self.group_kind} {group}"}
            if kind == "milestone":
                self._opened |= {f"initiative {initiative.uid}"}
        self.show_rows()
        self.table.move_cursor(f"{kind} {uid}")

    # Days in cells.

    def lay_out(self) -> None:
        """Finds the cells of the days for the width of the terminal, the zoom and what was moved along."""
        if self.answer is None:
            return
        state, width = self.answer.state, self.size.width
        title = 20 if width < 90 else 30 if width < 160 else 44
        dates = width >= 140
        # The bar at the right edge, the gutter, and the blank before each column.
        room = width - 1 - GUTTER - (LIGHT_WIDTH + 1) - (title + 1) - 1 - (18 if dates else 0)
        axis = axis_for(state.calendar, room, self.zoom)
        low, usual, high = self._reach(axis, room)
        first = usual if self._first is None else max(low, min(self._first, high))
        if self._first is not None:
            self._first = first
        self._view = View(axis, first, room)
        self._shades = {}
        columns = [
            Column("light", "", LIGHT_WIDTH),
            Column("what", self._heading(), title),
            Column("days", self._week_line(), room),
        ]
        if dates:
            columns += [Column("last", _("Ends"), 10), Column("variance", "±", 6, "right")]
        self.table.set_columns(columns)
        self.query_one("#ruler", Static).update(self._ruler(GUTTER + LIGHT_WIDTH + 1 + title + 2))
        self.query_one("#legend", Static).update(legend_text(state.charter.days, width - 2))

    def _reach(self, axis: Axis, room: int) -> tuple[int, int, int]:
        """The first cell at the left edge at the least, as it usually is, and at the most."""
        assert self.answer is not None
        state = self.answer.state
        days = [each.forecast for each in state.milestones]
        days += [each.actual for each in state.milestones if each.actual is not None]
        days += [each.baseline for each in state.milestones if each.baseline is not None]
        days += self.draft.moved.values() if self.draft is not None else ()
        low = min(0, axis.column(min(days))) if days else 0
        last = max(axis.wall + room_after(room), axis.column(max(days)) + 1 if days else 0)
        if self.zoom is Zoom.WEEK:
            usual = -1 if low < 0 else 0
        else:
            usual = axis.begins(state.day) - room // 3
            usual = max(low, min(usual - usual % 3, last - room + 1))
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

    def _heading(self) -> str:
        return _("Stream, initiative") if self.group_kind == "stream" else _("Division, initiative")

    def _week_line(self) -> str:
        """The numbers of weeks, or the days of months where days are shown."""
        view = self._view
        if self.zoom is Zoom.DAY:
            days = {cell[0]: None for cell in view.cells if cell is not None}
            labels = [(view.axis.begins(day) - view.first, f"{day.day:>2}") for day in days]
        else:
            weeks = self.answer.state.calendar.weeks if self.answer is not None else 0
            labels = [
                (place, str(week) if week <= weeks else f"+{week - weeks}")
                for place, week in view.week_starts()
                if week >= 1
            ]
        line = labels_in(labels, view.width)
        # The number of a week of one cell goes before the wall, which every row shows.
        if 0 <= view.wall < view.width and line[view.wall] == " ":
            line = f"{line[: view.wall]}{LAYER_SIGNS[Layer.WALL]}{line[view.wall + 1 :]}"
        return line

    def _ruler(self, left: int) -> Content:
        """Mondays by their dates, where the plan ends, and today."""
        assert self.answer is not None
        view, state = self._view, self.answer.state
        starts = view.week_starts()
        room = view.width - view.wall - 1
        after = _("after day {days}").format(days=state.charter.days)
        labels = [(view.wall + 1, after if len(after) <= room else _("after"))]
        if self.zoom is Zoom.DAY:
            week_words = _("week {number}")
            dated = [
                (place, f"{week_words.format(number=week)} {self._monday_text(place)}")
                for place, week in starts
            ]
        else:
            longest = max((cell_len(self._monday_text(place)) for place, _week in starts), default=0)
            # Every so many weeks, so that the dates stand at equal distances.
            step = -(-(longest + 1) // view.axis.week_cells)
            dated = [
                (place, self._monday_text(place))
                for number, (place, _week) in enumerate(starts)
                if number % step == 0
            ]
        today = view.place(state.day)
        taken = {today} if 0 <= today < view.width else set()
        line = labels_in([*labels, *dated], view.width, taken)
        about = self._ruler_words()
        about = about[:left] + " " * (left - len(about))
        if not taken:
            return Content.assemble((about, "$text-muted"), line)
        return Content.assemble(
            (about, "$text-muted"), line[:today], (TODAY_MARK, "bold $text-accent"), line[today + 1 :]
        )

    def _monday_text(self, place: int) -> str:
        cell = self._view.cells[place]
        return "" if cell is None else short_date_text(cell[0])

    def _ruler_words(self) -> str:
        return " " + (_("by week") if self.zoom is Zoom.WEEK else _("by day"))

    def _shades_of(self, closed: frozenset[date]) -> tuple[Shade, ...]:
        assert self.answer is not None
        if closed not in self._shades:
            self._shades[closed] = shades(self._view, self.answer.state.calendar, closed)
        return self._shades[closed]

    # Cells.

    def _cells(self, key: str) -> Sequence[CellValue]:
        found, answer = self.row_of(key), self.answer
        if found is None or answer is None:
            return ()
        kind, row = found
        state, moved = answer.state, self.draft.moved if self.draft is not None else {}
        if kind == "milestone":
            light = state.light_by_milestone[row.uid]
            lane = milestone_lane(state, row, moved)
            what: CellValue = Cell(f"    {row.id} {text(row, 'title')}", "" if row.is_open else "dim")
            milestones: Sequence[Milestone] = [row]
        elif kind == "initiative":
            light = answer.look.worst(row)
            milestones = answer.milestones(row)
            lane = lane_of(state, milestones, moved, division=row.lead)
            sign = " " if not milestones else OPEN if key in self._opened else CLOSED
            what = f" {sign} {row.id} {text(row, 'title')}"
        else:
            group = answer.groups[self.group_kind][key]
            milestones = answer.milestones_of_group(group)
            light = worst(state.light_by_milestone[each.uid] for each in milestones)
            is_folded = key in self._folded
            division = row.uid if kind == "division" else None
            lane = lane_of(state, milestones, moved, division=division, has_marks=is_folded)
            what = f"{CLOSED if is_folded else OPEN} {row.id} {text(row, 'name')}"
        days = self.table.days_text(spots(lane, self._view, state.day), self._shades_of(lane.closed))
        cells: list[CellValue] = [light_cell(light), what, days]
        if len(self.table.columns) > len(cells):
            cells += [date_text(lane.bar.last) if lane.bar else "", self._variance(kind, milestones)]
        return cells

    def _variance(self, kind: str, milestones: Sequence[Milestone]) -> CellValue:
        """Working days between the last day of the baseline and the last day now."""
        assert self.answer is not None
        calendar = self.answer.state.calendar
        if kind == "milestone":
            days = variance_workdays(milestones[0], calendar)
        else:
            span, baseline = span_of(milestones), baseline_span(milestones)
            if span is None or baseline is None:
                return ""
            days = calendar.workdays(baseline.last, span.last, closed_weeks=False)
        if not days:
            return ""
        return Cell(f"{days:+d}", "warning" if days > 0 else "success")

    # The row at the cursor in words.

    def current_row(self) -> tuple[str, str] | None:
        found = self.row_of(self.table.cursor_key)
        return None if found is None else (found[0], found[1].uid)

    def row_as_text(self) -> str:
        found = self.row_of(self.table.cursor_key)
        if found is None:
            return ""
        kind, row = found
        title = text(row, "name" if kind in {"stream", "division"} else "title")
        return "\t".join((row.id, title, *self._facts(kind, row)))

    def show_about(self) -> None:
        """Says in words what stands at the cursor."""
        found = self.row_of(self.table.cursor_key)
        about = self.query_one("#about", Static)
        about.display = self.draft is None
        if found is None:
            about.update("")
            return
        kind, row = found
        title = text(row, "name" if kind in {"stream", "division"} else "title")
        facts = " · ".join(self._facts(kind, row))
        room = max(self.size.width - 2 - cell_len(facts) - 2, 12)
        name = Content(clean(f"{row.id} {title}")).truncate(room, ellipsis=True)
        about.update(Content.assemble((name.plain, "bold"), "  ", facts))

    def _facts(self, kind: str, row: Any) -> list[str]:
        assert self.answer is not None
        if kind == "milestone":
            return self._milestone_facts(row)
        answer = self.answer
        if kind == "initiative":
            milestones = list(answer.milestones(row))
        else:
            milestones = answer.milestones_of_group(answer.groups[self.group_kind][f"{kind} {row.uid}"])
        told = [_span_text(span_of(milestones))]
        if (baseline := baseline_span(milestones)) is not None:
            told.append(_("baseline {dates}").format(dates=_span_text(baseline)))
        told.append(counts_text(answer.state.light_counts(milestones)))
        if dropped := sum(each.status is Status.DROPPED for each in milestones):
            told.append(
                ngettext("{count} dropped", "{count} dropped", dropped).format(count=number_text(dropped))
            )
        if after := len(carried_over(milestones, answer.state.calendar)):
            told.append(
                _("{count} after day {days}").format(count=number_text(after), days=answer.state.charter.days)
            )
        if kind == "initiative" and row.light is not None:
            told.append(_("light set: {light}").format(light=SHAPES[row.light]))
        return [each for each in told if each]

    def _milestone_facts(self, row: Milestone) -> list[str]:
        assert self.answer is not None
        state = self.answer.state
        day = row.actual if row.status is Status.DONE else row.forecast
        told = [f"{_(WORDS[row.status])} {date_text(day)}"]
        if row.baseline is not None:
            told.append(_("baseline {dates}").format(dates=date_text(row.baseline)))
            if days := variance_workdays(row, state.calendar):
                sentence = ngettext("{days} working day", "{days} working days", abs(days))
                told.append(sentence.format(days=f"{days:+d}"))
        elif state.charter.baseline_on is not None:
            told.append(_("added after the baseline"))
        if row.reason is not None and row.is_open:
            told.append(text(state.get("reason", row.reason), "name"))
        told.append(str(state.id_of("division", row.division) or ""))
        return [each for each in told if each]


def _span_text(span: Span | None) -> str:
    """Without its years, so that two of them have room in a line."""
    return "" if span is None else f"{short_date_text(span.first)} – {short_date_text(span.last)}"


def _empty_text(state: PlanState) -> str:
    if not state.streams or not state.divisions:
        return _("The plan is empty. Press 3, then n for its first stream, division and initiative.")
    return _("No initiatives yet. Press 3, then n for the first.")


_IMPORTANT: Final = ("done", "slipped", "baseline", "today", "day {days}", "closed", "dropped", "work")


def legend_text(days: int, width: int) -> str:
    """The signs and what they mean; those that everybody knows go first where there is no room."""
    parts = [(word, f"{sign} {_(word).format(days=days)}") for sign, word in LEGEND]
    ranks = {word: rank for rank, word in enumerate(_IMPORTANT)}
    while parts and cell_len("  ".join(told for _word, told in parts)) > width:
        parts.remove(max(parts, key=lambda part: ranks.get(part[0], len(ranks))))
    return "  ".join(told for _word, told in parts)
