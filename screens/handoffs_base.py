"""What screen 7 shows: divisions by rounds, and the rounds of the division at the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from models.language import _, decimal_text, ngettext, number_text
from models.rules.records import Division, Handoff, text
from screens.base import PlanScreen
from screens.widgets.columns_handoffs import (
    RoundsLook,
    division_cells,
    division_columns,
    round_cells,
    round_columns,
    week_of,
)
from screens.widgets.table import CellValue, LineTable

if TYPE_CHECKING:
    from models.plan import Plan

MOST_DIVISIONS: Final = 12
"""Divisions that show at once, so that there is room for the rounds of one."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What the screen asks the plan for."""

    look: RoundsLook
    reviews: int
    """Returned cells of the whole plan that wait to be mended."""


class HandoffsBase(PlanScreen[Facts]):
    """What the screen shows; what a person does with it is `HandoffsScreen`'s."""

    AUTO_FOCUS = "#divisions"

    def __init__(self) -> None:
        super().__init__()
        self._wanted: str | None = None
        self._by_uid: dict[str, Handoff] = {}

    def compose_body(self) -> ComposeResult:
        """The divisions, a line about the one at the cursor, its rounds, what the marks mean."""
        yield LineTable(id="divisions")
        yield Static(id="division", markup=False)
        yield LineTable(id="rounds")
        yield Static(id="legend", markup=False)

    @property
    def divisions(self) -> LineTable:
        """The upper table."""
        return self.query_one("#divisions", LineTable)

    @property
    def rounds(self) -> LineTable:
        """The lower table."""
        return self.query_one("#rounds", LineTable)

    # The question.

    def ask(self, plan: Plan) -> Facts:
        return Facts(RoundsLook(plan.state(plan.today)), len(plan.rounds.reviews()))

    def show(self, result: Facts) -> None:
        state = result.look.state
        self._by_uid = {each.uid: each for each in state.handoffs}
        self.divisions.empty_text = Text(_("No divisions yet. Press 3, then D for the first."))
        self._lay_out()
        self.divisions.set_source(self._division_cells)
        self.divisions.set_rows([each.uid for each in state.divisions])
        self.divisions.refresh_all()
        self.rounds.set_source(self._round_cells)
        self._show_rounds()
        if self._wanted is not None:
            self._go_to(self._wanted)

    def _lay_out(self) -> None:
        if self.answer is None:
            return
        look = self.answer.look
        self.divisions.set_columns(division_columns(look, self._room))
        shown = max(1, min(len(look.state.divisions), MOST_DIVISIONS, self.size.height // 3))
        # One line for the titles, one for the bar that scrolls sideways.
        self.divisions.styles.height = shown + 2
        self.query_one("#legend", Static).update(look.legend())

    @property
    def _room(self) -> int:
        """Cells for the columns of a table, the bar at its right edge left out."""
        return self.size.width - 1

    def on_resize(self) -> None:
        """Lays both tables out for the new size."""
        self._lay_out()
        self._show_rounds()
        self.divisions.refresh_all()
        self.rounds.refresh_all()

    def retranslate(self) -> None:
        """Reads the words of both tables again."""
        if self.answer is not None:
            self.answer = Facts(RoundsLook(self.answer.look.state), self.answer.reviews)

    # What stands at the cursor.

    @property
    def _division(self) -> Division | None:
        key = self.divisions.cursor_key
        if key is None or self.answer is None:
            return None
        found: Division | None = self.answer.look.state.get("division", key)
        return found

    @property
    def _handoff(self) -> Handoff | None:
        return self._by_uid.get(self.rounds.cursor_key or "")

    def _division_cells(self, key: str) -> list[CellValue]:
        if self.answer is None:
            return []
        look = self.answer.look
        return division_cells(look, look.state.get("division", key), self.divisions.columns)

    def _round_cells(self, key: str) -> list[CellValue]:
        return round_cells(self.answer.look, self._by_uid[key]) if self.answer is not None else []

    def _show_rounds(self) -> None:
        division = self._division
        if self.answer is None or division is None:
            self.rounds.empty_text = Text("")
            self.rounds.set_rows(())
            return
        self.rounds.empty_text = Text(
            _("No rounds of {division} yet. Press n to make one.").format(division=division.id)
        )
        look = self.answer.look
        self.rounds.set_columns(round_columns(look, division.uid, self._room))
        self.rounds.set_rows([each.uid for each in look.rounds[division.uid]])
        self.rounds.refresh_all()
        self._follow_week()
        self.query_one("#division", Static).update(self._about(division))
        self.refresh_bindings()

    def _about(self, division: Division) -> str:
        """The division and how it answers, and what of the whole plan waits to be mended."""
        assert self.answer is not None
        response = self.answer.look.responses[division.uid]
        facts = [text(division, "name")]
        if count := self.answer.reviews:
            waiting = ngettext(
                "{count} cell waits to be mended in all: R",
                "{count} cells wait to be mended in all: R",
                count,
            )
            facts.append(waiting.format(count=number_text(count)))
        if division.headcount is not None:
            facts.append(_("{count} employees").format(count=number_text(division.headcount)))
        if response.rows_per_round is not None:
            rows = response.rows_per_round
            facts.append(
                ngettext("{count} row a round", "{count} rows a round", rows).format(count=number_text(rows))
            )
        if response.days_to_answer is not None:
            days = decimal_text(response.days_to_answer)
            facts.append(_("answers in {days} days").format(days=days))
        return f"{division.id}  {' · '.join(facts)}"

    @on(LineTable.Highlighted, "#divisions")
    def _division_changed(self, message: LineTable.Highlighted) -> None:
        message.stop()
        shown = self.rounds.keys
        division = self._division
        if division is None or self.answer is None:
            return
        if shown != tuple(each.uid for each in self.answer.look.rounds[division.uid]):
            self._show_rounds()
        else:
            self._follow_week()
        self.query_one("#division", Static).update(self._about(division))

    def _follow_week(self) -> None:
        """Puts the lower cursor on the round of the week at the upper cursor."""
        week, division = week_of(self.divisions.cursor_column), self._division
        if week is None or division is None or self.answer is None or not self.divisions.has_focus:
            return
        found = self.answer.look.in_week(division.uid, week)
        if found is not None:
            self.rounds.move_cursor(found.uid)

    @on(LineTable.Highlighted, "#rounds")
    @on(LineTable.SelectionChanged)
    def _cursor_moved(self) -> None:
        self.refresh_bindings()

    def current_row(self) -> tuple[str, str] | None:
        return ("handoff", self._handoff.uid) if self._handoff is not None else None

    def row_as_text(self) -> str:
        table = self.rounds if self.rounds.has_focus else self.divisions
        key = table.cursor_key
        if key is None:
            return ""
        cells = self._round_cells(key) if table is self.rounds else self._division_cells(key)
        return "\t".join(each if isinstance(each, str) else getattr(each, "text", "") for each in cells)

    def reveal(self, kind: str, uid: str) -> None:
        """Goes to a hand-off."""
        if kind == "handoff":
            self._wanted = uid
            self._go_to(uid)

    def _go_to(self, uid: str) -> None:
        handoff = self._by_uid.get(uid)
        if handoff is None or self.answer is None:
            return
        self._wanted = None
        self.divisions.move_cursor(handoff.division)
        self._show_rounds()
        self.rounds.move_cursor(uid)
        self.rounds.focus()

    def step_back(self) -> bool:
        """From the rounds to the divisions."""
        if self.rounds.has_focus:
            self.divisions.focus()
            return True
        return False
