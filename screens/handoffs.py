"""Screen 7: the rounds of hand-offs by division: what came back, what is late, how each division answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from models.errors import TrackerError
from models.language import _, date_text, ngettext, number_text
from models.rules.records import Division, Handoff, text
from models.rules.rounds import asked_divisions, reminded_of
from models.rules.words import HandoffState
from screens.base import Changed, PlanScreen
from screens.commands import bindings
from screens.widgets.columns_handoffs import (
    RoundsLook,
    decimal_text,
    division_cells,
    division_columns,
    round_cells,
    round_columns,
    week_of,
)
from screens.widgets.form import Question
from screens.widgets.table import CellValue, LineTable

if TYPE_CHECKING:
    from models.history import Revision
    from models.plan import Plan

MOST_DIVISIONS: Final = 12
"""Divisions that show at once, so that there is room for the rounds of one."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What the screen asks the plan for."""

    look: RoundsLook
    reviews: int
    """Returned cells that wait to be mended."""


class HandoffsScreen(PlanScreen[Facts]):
    """Tuesday: which hand-offs have not come back? Wednesday: the next round."""

    NAME = "handoffs"
    CSS_PATH = "handoffs.tcss"
    AUTO_FOCUS = "#divisions"
    BINDINGS: ClassVar[list[BindingType]] = bindings("handoffs")

    def __init__(self) -> None:
        super().__init__()
        self._wanted: str | None = None
        self._folder: Path | None = None
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
        return Facts(RoundsLook(plan.state()), len(plan.rounds.reviews()))

    def show(self, result: Facts) -> None:
        state = result.look.state
        self._by_uid = {each.uid: each for each in state.handoffs}
        self.divisions.empty_text = Text(_("No divisions yet. They come with an import: tracker import."))
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
        """The division, how it answers, and what waits to be mended."""
        assert self.answer is not None
        response = self.answer.look.responses[division.uid]
        facts = [text(division, "name")]
        count = self.answer.reviews
        if count:
            waiting = ngettext(
                "{count} cell waits to be mended: R", "{count} cells wait to be mended: R", count
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

    def _chosen(self) -> list[Handoff]:
        """The selected rounds; those that are newest of the selected divisions; else the one at the cursor."""
        if self.answer is None:
            return []
        if self.divisions.has_focus and self.divisions.selected_keys:
            newest = (self.answer.look.newest(key) for key in self.divisions.selected_keys)
            return [each for each in newest if each is not None]
        keys = self.rounds.selected_keys or ((self.rounds.cursor_key or ""),)
        return [self._by_uid[key] for key in keys if key in self._by_uid]

    def _chosen_divisions(self) -> list[Division]:
        if self.answer is None:
            return []
        keys = self.divisions.selected_keys or ((self.divisions.cursor_key or ""),)
        return [each for each in self.answer.look.state.divisions if each.uid in keys]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs a round is dimmed where there is none."""
        if action in {"open_round", "mark_sent", "cancel_rounds"} and self.answer is not None:
            return True if self._chosen() else None
        return super().check_action(action, parameters)

    # Actions.

    @on(LineTable.Activated)
    def _open(self, message: LineTable.Activated) -> None:
        message.stop()
        self.action_open_round()

    def action_open_round(self) -> None:
        """Shows everything about the round, and what its workbook brought."""
        from screens.round import RoundScreen

        if self._handoff is not None:
            self.app.push_screen(RoundScreen(self._handoff.uid))

    def action_make_round(self) -> None:
        """Asks for a new round and makes its workbooks."""
        from screens.new_round import RoundForm

        plan = self.shell.plan
        if self.answer is None or plan is None:
            return
        state = self.answer.look.state
        try:
            divisions = asked_divisions(state)
        except TrackerError as error:
            self.tell(error.sentence, "warning")
            return
        folder = self._folder or plan.path.parent
        form = RoundForm(state, divisions, self.shell, folder, self._tell_change)

        def closed(_made: bool | None) -> None:
            if form.made:
                self._tell_made(form)

        self.app.push_screen(form, closed)

    def _tell_change(self) -> None:
        self.post_message(Changed(0))

    def _tell_made(self, form: object) -> None:
        from screens.new_round import RoundForm
        from screens.text_window import TextWindow

        assert isinstance(form, RoundForm)
        made = list(form.made.values())
        self._folder = made[-1].path.parent
        self._wanted = made[0].sent.handoff
        paths = "\n".join(str(each.path) for each in made)
        sent = _("Once they are sent, press s.")
        title = ngettext("{count} workbook is made", "{count} workbooks are made", len(made))
        self.app.push_screen(TextWindow(title.format(count=len(made)), f"{paths}\n\n{sent}"))
        self.reload()

    def action_mark_sent(self) -> None:
        """Says that rounds were sent today."""
        rows = self._chosen()
        fresh = [each for each in rows if each.sent is None]
        if rows and not fresh:
            self.tell(
                _("{id} was sent on {date} already.").format(id=rows[0].id, date=date_text(rows[0].sent))
            )
            return
        self._write(
            fresh,
            lambda plan, uids: plan.rounds.mark_sent(uids, source="screen"),
            _("Sent today: {ids}."),
        )

    def action_cancel_rounds(self) -> None:
        """Calls rounds off, after asking."""
        rows = self._chosen()
        alive = [each for each in rows if self._state_of(each) is not HandoffState.CANCELLED]
        if rows and not alive:
            self.tell(
                _("{id} was cancelled on {date} already.").format(
                    id=rows[0].id, date=date_text(rows[0].cancelled)
                )
            )
            return
        question = _(
            "Call off {ids}? Nobody is reminded of it any more; a file that comes back all the same is still merged. "
            "Undo brings it back."
        ).format(ids=_ids(alive))

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                self._write(
                    alive,
                    lambda plan, uids: plan.rounds.cancel(uids, source="screen"),
                    _("Called off: {ids}."),
                )

        if alive:
            self.app.push_screen(Question(question, _("Call off")), answered)

    def _state_of(self, handoff: Handoff) -> HandoffState:
        assert self.answer is not None
        return self.answer.look.state_of(handoff)

    def _write(
        self,
        rows: Sequence[Handoff],
        call: Callable[[Plan, list[str]], Revision | None],
        sentence: str,
    ) -> None:
        """Changes rounds as one revision, and says which."""
        uids, ids = [each.uid for each in rows], _ids(rows)

        def told(_revision: Revision | None) -> None:
            self.rounds.select(())
            self.divisions.select(())
            self.tell(sentence.format(ids=ids))

        if rows:
            self.work(lambda plan: call(plan, uids), then=told)

    def action_remind(self) -> None:
        """Writes the reminders of the selected divisions, or of the one at the cursor."""
        from exports.reminder import reminder
        from screens.text_window import TextWindow

        if self.answer is None:
            return
        state = self.answer.look.state
        divisions = self._chosen_divisions()
        texts = [
            reminder(state, division, waiting)
            for division in divisions
            if (waiting := reminded_of(state, division.uid))
        ]
        if texts:
            title = _("Reminder for {divisions}").format(divisions=", ".join(each.id for each in divisions))
            self.app.push_screen(TextWindow(title, "\n\n".join(texts), is_copied=True))
        else:
            self.tell(_("Every hand-off that was sent has come back."))


def _ids(rows: Sequence[Handoff]) -> str:
    return ", ".join(each.id for each in rows)
