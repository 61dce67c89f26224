"""6 Charts: every chart of the plan or a part of it, the figures behind it, copied as text and saved."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from exports.chart_kinds import CHARTS, ChartKind, chart
from exports.chart_parts import Drawing, Piece, cells
from exports.chart_svg import chart_svg
from models.language import _
from models.rules.text import visible
from screens.base import PlanScreen
from screens.commands import bindings, find, keys_text
from screens.widgets.chart import Chart, Picture
from screens.widgets.frame import Label, LabelLine, shortened
from screens.widgets.part_picker import PartPicker, PlanPart, part_of, parts_of
from screens.widgets.save_dialog import SaveDialog
from screens.widgets.table import CellValue, Column, LineTable

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.state import Scope

LEAST_SAVED_WIDTH, LEAST_SAVED_HEIGHT = 60, 16
"""A chart that is copied or saved is as large as the one on the screen, and at least so many cells and lines."""


FIRST_LINE: Final = 5
"""So many charts stand on the first line, the others below them with the table and the part."""


@dataclass(frozen=True)
class Shown:
    """What the screen asks the plan for."""

    kind: ChartKind
    day: date
    """The day of evaluation."""
    part: PlanPart
    series: Any
    """What the chart is drawn of."""
    parts: tuple[PlanPart, ...]
    """What else can be chosen."""
    is_empty: bool
    """Whether the part has no milestone."""


class KindLine(LabelLine):
    """The charts, the part of the plan and the table, each with its key."""

    def _words(self) -> list[str]:
        """What each label says; the last, which may be the name of any part of the plan, gives way."""
        words = super()._words()
        over = sum(map(cells, words)) - self.size.width
        if words and over > 0:
            last = self.labels[-1]
            words[-1] = f" {last.key} {shortened(last.title, cells(last.title) - over)} "
        return words


class ChartsScreen(PlanScreen[Shown]):
    """One chart at a time, with a sentence above it that says what it shows."""

    NAME = "charts"
    CSS_PATH = "charts.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings("charts")

    _kind: ChartKind = CHARTS[0]
    _scope: Scope | None = None
    """The chosen part; None for the whole plan."""
    _table: tuple[tuple[str, ...], ...] = ()
    """The figures behind the chart, without their headers."""

    def compose_body(self) -> ComposeResult:
        """The charts' names, the title and the sentence, and the chart or the table behind it."""
        yield KindLine(id="kinds")
        yield KindLine(id="more-kinds")
        yield Static(id="title", markup=False)
        yield Static(id="words", markup=False)
        yield Static(id="empty", markup=False)
        chart = Chart(id="chart")
        # The sentence stands above it already.
        chart.words = False
        yield chart
        yield LineTable((), self._cells, id="figures")

    def ask(self, plan: Plan) -> Shown:
        """The series of the chart and its part; of the whole plan where the part is gone."""
        state = plan.state(plan.today)
        kind, scope = self._kind, self._scope
        part = part_of(scope, state)
        if part is None:
            scope, part = None, part_of(None, state)
            assert part is not None
        is_empty = not state.milestones_ever_of(scope)
        return Shown(kind, state.day, part, kind.ask(plan, state, scope), parts_of(state), is_empty)

    def show(self, result: Shown) -> None:
        """Shows the chart, its words and its table."""
        if self._scope is not None and result.part.scope is None:
            self._scope = None
            self.tell(
                _("The part that was shown is no longer in the plan: this is the whole plan."), "warning"
            )
        self.set_class(result.is_empty, "-empty")
        self._show_kinds(result)
        self.query_one("#title", Static).update(self._title(result))
        self.query_one("#words", Static).update(self._sentence(result))
        self.query_one("#empty", Static).update(self._empty_text(result))
        self.query_one(Chart).show(Picture(result.kind.draw, result.series, result.day))
        self._show_figures(result)

    def _empty_text(self, result: Shown) -> str:
        """Which key leads to something to draw."""
        if result.part.scope is None:
            return _("Nothing is in scope yet. Press {key}, then {new} for the first milestone.").format(
                key=self._key("plan.milestones"), new=self._key("milestones.new")
            )
        return _("Nothing is in scope here yet. Press {key} to choose another part of the plan.").format(
            key=self._key("charts.part")
        )

    def _key(self, command_id: str) -> str:
        return keys_text(find(command_id), self.shell.keymap, first=True)

    def _show_kinds(self, result: Shown) -> None:
        def label(command_id: str, title: str, is_on: bool = False) -> Label:
            command = find(command_id)
            return Label(self._key(command_id), title, command.action, is_on)

        kinds = [label(f"charts.{kind.name}", _(kind.title), kind is self._kind) for kind in CHARTS]
        self.query_one("#kinds", KindLine).labels = tuple(kinds[:FIRST_LINE])
        self.query_one("#more-kinds", KindLine).labels = (
            *kinds[FIRST_LINE:],
            label("charts.table", _("Table"), self.has_class("-table")),
            label("charts.part", visible(result.part.words)),
        )

    def _sentence(self, result: Shown) -> str:
        return result.kind.sentence(result.series, result.day)

    def _title(self, result: Shown) -> str:
        return result.kind.heading(result.part.words)

    # The table behind the chart.

    def _show_figures(self, result: Shown) -> None:
        headers, *figures = result.kind.table(result.series)
        self._table = tuple(figures)
        widths = [max(cells(row[place]) for row in (headers, *figures)) for place in range(len(headers))]
        table = self.query_one(LineTable)
        table.set_columns(
            [
                Column(str(place), header, width + 1, "right" if place else "left", frozen=not place)
                for place, (header, width) in enumerate(zip(headers, widths, strict=True))
            ]
        )
        table.set_rows([str(place) for place in range(len(figures))])
        table.refresh_all()

    def _cells(self, key: str) -> Sequence[CellValue]:
        return self._table[int(key)]

    # What a person does.

    def action_show_chart(self, name: str) -> None:
        """Shows the chart of that name."""
        self._show_kind(chart(name))

    def action_step_chart(self, step: int) -> None:
        """Shows the chart so many places to the right, round and round."""
        self._show_kind(CHARTS[(CHARTS.index(self._kind) + step) % len(CHARTS)])

    def _show_kind(self, kind: ChartKind) -> None:
        """Asks for its series; what is shown stays until they are there."""
        if kind is not self._kind:
            self._kind = kind
            if self.answer is not None:
                # What a large plan's history tells may take a second.
                self._show_kinds(self.answer)
                waiting = _("{title} …").format(title=kind.heading(self.answer.part.words))
                self.query_one("#title", Static).update(waiting)
            self.reload()

    def action_toggle_table(self) -> None:
        """Shows the figures behind the chart, or the chart again."""
        self.toggle_class("-table")
        if self.has_class("-table"):
            self.query_one(LineTable).focus()
        else:
            self.set_focus(None)
        self._show_again()

    def action_choose_part(self) -> None:
        """Chooses of which part of the plan the chart is."""
        if self.answer is not None:
            self.app.push_screen(PartPicker(self.answer.parts, self.answer.part.scope), self._choose_part)

    def _choose_part(self, part: PlanPart | None) -> None:
        if part is not None and part.scope != self._scope:
            self._scope = part.scope
            self.reload()

    def _show_again(self) -> None:
        if self.answer is not None:
            self.show(self.answer)

    def step_back(self) -> bool:
        """Leaves the table."""
        if not self.has_class("-table"):
            return False
        self.action_toggle_table()
        return True

    def current_row(self) -> tuple[str, str] | None:
        """The part that is shown."""
        return (self._scope.kind, self._scope.uid) if self._scope is not None else None

    def retranslate(self) -> None:
        """Asks for the names of the parts again, in the new language."""
        self.reload()

    # Copying and saving.

    def action_copy_row(self) -> None:
        """Copies the chart as text, or the table with tabs between its cells."""
        if self.answer is not None:
            self.run_worker(self._copy(self.answer), group="copy", exclusive=True)

    async def _copy(self, shown: Shown) -> None:
        if self.has_class("-table"):
            table = shown.kind.table(shown.series)
            self.app.copy_to_clipboard("\n".join("\t".join(row) for row in table))
            self.tell(_("The table is copied as text."))
        else:
            self.app.copy_to_clipboard(self._text(shown, await self._drawn(shown)))
            self.tell(_("The chart is copied as text."))

    def action_save_chart(self) -> None:
        """Saves the chart, or the table, as a text or as a picture."""
        if self.answer is not None:
            self.run_worker(self._ask_where(self.answer), group="save", exclusive=True)

    async def _ask_where(self, shown: Shown) -> None:
        part = re.sub(r"[^\w-]+", "-", shown.part.id) or "plan"
        name = f"{shown.kind.name}-{part}-{shown.day.isoformat()}.txt"
        drawn = await self._drawn(shown)
        picture = chart_svg(drawn, self._title(shown), self._sentence(shown))
        self.app.push_screen(SaveDialog(self._text(shown, drawn), name, picture=picture), self._tell_saved)

    def _tell_saved(self, path: Path | None) -> None:
        if path is not None:
            self.tell(_("Saved as {path}.").format(path=visible(str(path))))

    def _text(self, shown: Shown, drawn: Drawing) -> str:
        """What is shown as text: its title, its sentence, and the chart or the table."""
        head = (self._title(shown), self._sentence(shown), "")
        return "\n".join((*head, drawn.text(), "")) if drawn.lines else "\n".join(head)

    async def _drawn(self, shown: Shown) -> Drawing:
        """The chart or the table as it is copied and saved; nothing where words stand for the chart."""
        if self.has_class("-table"):
            lines = _aligned(shown.kind.table(shown.series))
            return Drawing(tuple((Piece(line),) for line in lines))
        size = self.query_one(Chart).size
        picture = Picture(shown.kind.draw, shown.series, shown.day)
        drawn = await asyncio.to_thread(
            picture.drawn, max(size.width, LEAST_SAVED_WIDTH), max(size.height, LEAST_SAVED_HEIGHT)
        )
        return Drawing(()) if drawn.is_words else drawn


def _aligned(table: list[tuple[str, ...]]) -> list[str]:
    """The rows of a table as lines, the first column to the left, figures to the right."""
    widths = [max(cells(row[place]) for row in table) for place in range(len(table[0]))]
    return [
        "  ".join(
            text + " " * (width - cells(text)) if place == 0 else " " * (width - cells(text)) + text
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    ]
