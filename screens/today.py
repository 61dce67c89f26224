"""1 Today: which day of the plan it is, how it stands in figures, lights and a burndown, and what needs attention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from models.language import _, date_text, number_text
from models.rules.attention import (
    TITLES,
    Item,
    Section,
    attention,
    id_text,
    what_text,
    who_text,
    why_text,
)
from models.rules.figures import Figures, figures
from models.rules.records import text
from models.rules.state import PlanState
from models.rules.words import SHAPES
from screens.base import PlanScreen
from screens.commands import bindings
from screens.widgets.chart import Chart, Picture
from screens.widgets.columns import LIGHT_TONES
from screens.widgets.light_board import LightBoard, StreamLights
from screens.widgets.sections import Group, SectionTable
from screens.widgets.table import Cell, CellValue, Column, LineTable, Tone

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.burndown import BurndownDay
    from models.rules.fields import Value
    from models.rules.records import Milestone

WHY_TONES: Final[dict[Section, Tone]] = {
    Section.LATE: "error",
    Section.SILENT: "error",
    Section.DEPENDENCIES: "error",
}


def _why_tone(item: Item) -> Tone:
    if item.section is Section.AGENDA and item.days < 0:  # The decision is still ahead; its agenda is not.
        return "warning"
    return WHY_TONES.get(item.section, "")


@dataclass(frozen=True)
class Facts:
    """What the screen asks the plan for."""

    state: PlanState
    figures: Figures
    burndown: tuple[BurndownDay, ...]
    items: Mapping[str, Item]
    """Every row of the list by its key: an item stands in the list once for each of its sections."""
    keys: Mapping[Section, tuple[str, ...]]
    """The keys of each section's rows, in their order."""
    id_width: int
    """Cells of the longest id in the list."""

    @classmethod
    def of(cls, plan: Plan) -> Facts:
        """Asks the plan; 10,000 milestones take a few hundred milliseconds."""
        state = plan.state(plan.today)
        found = attention(state, plan.snapshots.last_dates(state.day))
        keys = {
            section: tuple(f"{section}:{item.row.uid}" for item in items)
            for section, items in found.sections.items()
        }
        items = {
            key: item
            for section, some in keys.items()
            for key, item in zip(some, found.sections[section], strict=True)
        }
        id_width = max((len(id_text(item, state)) for item in items.values()), default=0)
        return cls(state, figures(state), state.burndown(), items, keys, id_width)


class TodayScreen(PlanScreen[Facts]):
    """Monday 8.30: what is stale, late, blocked?"""

    NAME = "today"
    CSS_PATH = "today.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("today")

    def compose_body(self) -> ComposeResult:
        """Figures, lights beside the burndown, and the list."""
        yield Static(id="figures", markup=False)
        with Horizontal(id="picture"):
            yield LightBoard(id="lights")
            yield Chart(id="burndown")
        yield SectionTable(id="attention")

    @property
    def table(self) -> SectionTable:
        """The list of what needs attention."""
        return self.query_one("#attention", SectionTable)

    def ask(self, plan: Plan) -> Facts:
        return Facts.of(plan)

    def show(self, result: Facts) -> None:
        self._show_figures(result.figures)
        self.query_one(LightBoard).show(
            [StreamLights(stream, result.figures.lights[stream.id]) for stream in result.state.streams]
        )
        table = self.table
        table.empty_text = Text(_empty_text(result.state))
        self.query_one("#picture").display = bool(result.state.streams)
        table.set_columns(self._columns())
        table.set_source(self._cells)
        table.refresh_all()
        table.set_groups(self._groups(result))
        # The chart's library takes a fifth of a second to import; the list is painted before.
        self.call_after_refresh(self._draw_chart, result)

    def _show_figures(self, found: Figures) -> None:
        self.query_one("#figures", Static).update(figures_text(found, self.size.width - 2))

    def _draw_chart(self, result: Facts) -> None:
        from exports.chart_burndown import burndown_drawing

        has_work = any(row.scope or row.ideal for row in result.burndown)
        chart = self.query_one(Chart)
        chart.display = has_work
        if has_work:
            chart.show(Picture(burndown_drawing, result.burndown, result.state.day))

    def _groups(self, result: Facts) -> list[Group]:
        groups = [
            Group(f"#{section}", _(TITLES[section]), keys, number_text(len(keys)))
            for section, keys in result.keys.items()
            if keys
        ]
        quiet = [_(TITLES[section]).casefold() for section, keys in result.keys.items() if not keys]
        if groups and quiet:
            groups.append(
                Group("#quiet", _("Nothing else: {sections}").format(sections=", ".join(quiet)), ())
            )
        return groups

    def _columns(self) -> tuple[Column, ...]:
        width = self.size.width
        ids = self.answer.id_width if self.answer is not None else 0
        return (
            Column("light", "", 3),
            Column("id", _("Id"), max(4, min(ids, 12))),
            Column("what", _("What"), 16, flexible=True),
            Column("when", _("Date"), 10),
            Column("why", _("Why"), 24 if width < 100 else 28 if width < 160 else 48),
            *([Column("who", _("Who"), 24 if width < 160 else 44)] if width >= 100 else []),
        )

    @property
    def _items(self) -> Mapping[str, Item]:
        return self.answer.items if self.answer is not None else {}

    def _cells(self, key: str) -> list[CellValue]:
        item = self._items.get(key)
        if item is None or self.answer is None:
            return []
        return [
            Cell(SHAPES[item.light], LIGHT_TONES[item.light]),
            id_text(item, self.answer.state),
            what_text(item, self.answer.state),
            date_text(item.when),
            Cell(why_text(item, self.answer.state), _why_tone(item)),
            who_text(item),
        ]

    def on_resize(self) -> None:
        """Lays the list out for the new width."""
        if self.answer is not None:
            self.table.set_columns(self._columns())
            self._show_figures(self.answer.figures)

    # What stands at the cursor.

    @property
    def _item(self) -> Item | None:
        return self._items.get(self.table.cursor_item or "")

    def current_row(self) -> tuple[str, str] | None:
        return (self._item.kind, self._item.row.uid) if self._item is not None else None

    def row_as_text(self) -> str:
        item = self._item
        if item is None or self.answer is None:
            return ""
        state = self.answer.state
        facts = (id_text(item, state), what_text(item, state), date_text(item.when), why_text(item, state))
        return "\t".join((*facts, who_text(item)))

    def _milestones(self) -> list[Milestone]:
        """The open milestones of the selected rows, else of the row at the cursor, each once."""
        keys: Iterable[str] = self.table.selected_items or (self.table.cursor_item or "",)
        found = {
            item.milestone.uid: item.milestone
            for key in keys
            if (item := self._items.get(key)) is not None and item.milestone is not None
        }
        return list(found.values())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs a milestone is dimmed where the cursor is on none."""
        if action in {"confirm_item", "choose_status"} and self.answer is not None:
            return True if self._milestones() else None
        return super().check_action(action, parameters)

    @on(LineTable.Highlighted, "#attention")
    @on(LineTable.SelectionChanged, "#attention")
    def _cursor_moved(self) -> None:
        self.refresh_bindings()

    # Actions.

    @on(LineTable.Activated, "#attention")
    def _open(self, message: LineTable.Activated) -> None:
        message.stop()
        self.action_open_item()

    def action_open_item(self) -> None:
        """Goes to the milestone or the dependency, or to the initiative of a decision; folds a section."""
        item, key = self._item, self.table.cursor_key
        if item is None:
            if key is not None:
                self.table.fold(key)
            return
        kind, uid = item.kind, item.row.uid
        if item.milestone is not None and item.kind != "dependency":
            kind, uid = "milestone", item.milestone.uid
        elif item.kind == "decision" and item.row.initiative is not None:
            kind, uid = "initiative", item.row.initiative
        if not self.shell.open_row(kind, uid):
            self.tell_no_screen()

    def action_confirm_item(self) -> None:
        """Says of the milestones: no change."""
        milestones = self._milestones()
        ids = ", ".join(milestone.id for milestone in milestones)
        uids = [milestone.uid for milestone in milestones]
        if uids:
            self.work(
                lambda plan: plan.confirm(uids, source="screen"),
                then=lambda _revision: self.tell(_("Confirmed without change: {ids}.").format(ids=ids)),
            )

    def action_choose_status(self) -> None:
        """Asks for a status, and why where it stops, and gives both to the milestones as one change."""
        from models.edits import changes
        from models.rules.words import WORDS, Status
        from screens.choose import Choice, Chooser
        from screens.widgets.form_milestones import wants_reason

        milestones = self._milestones()
        if not milestones:
            return

        def save(wanted: dict[str, Value]) -> None:
            self.apply([e for m in milestones for e in changes("milestone", m, wanted)])
            self.table.select(())

        def set_status(chosen: str | None) -> None:
            if chosen is None or self.answer is None:
                return
            wanted: dict[str, Value] = {"status": chosen}
            reasons = [Choice(each.uid, text(each, "name")) for each in self.answer.state.reasons]
            if not reasons or not any(wants_reason(m, wanted) for m in milestones):
                save(wanted)
                return
            why = _("{change}: why? esc leaves the reason as it is").format(change=_(WORDS[Status(chosen)]))
            self.app.push_screen(
                Chooser(why, reasons), lambda uid: save(wanted if uid is None else {**wanted, "reason": uid})
            )

        now = milestones[0].status if len({m.status for m in milestones}) == 1 else None
        title = _("Status of {ids}").format(ids=", ".join(m.id for m in milestones[:5]))
        choices = [Choice(each.value, _(WORDS[each])) for each in Status]
        self.app.push_screen(Chooser(title, choices, now), set_status)

    def action_go_section(self, step: int) -> None:
        """Goes to another section."""
        self.table.go_to_group(step)


def _empty_text(state: PlanState) -> str:
    """Which key leads on from an empty list."""
    if state.milestones:
        return _("Nothing needs attention today. Press 4 for all milestones.")
    if state.initiatives:
        return _("The plan has no milestones yet. Press 4, then n for the first.")
    return _("The plan is empty. Press 3, then n for its first stream, division and initiative.")


def figures_text(found: Figures, width: int) -> str:
    """Done and remaining weight and where it is beside the ideal line, in words; the last facts only where they fit."""
    done = _("done {done} of {scope}").format(
        done=number_text(found.weight_done), scope=number_text(found.weight_in_scope)
    )
    remaining = _("remaining {remaining}").format(remaining=number_text(found.weight_remaining))
    milestones = _("milestones {done} of {scope}").format(
        done=number_text(found.done), scope=number_text(found.in_scope)
    )
    line, *more = f"{done} · {remaining}, {_ideal_text(found)}", milestones
    for fact in more:
        if cell_len(f"{line} · {fact}") <= width:
            line += f" · {fact}"
    return line


def _ideal_text(found: Figures) -> str:
    if found.ideal_remaining is None:
        return _("no baseline yet")
    behind = found.weight_remaining - found.ideal_remaining
    if behind == 0:
        return _("just on the ideal line")
    sentence = _("{weight} behind the ideal line") if behind > 0 else _("{weight} ahead of the ideal line")
    return sentence.format(weight=number_text(abs(behind)))
