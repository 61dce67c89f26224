"""Screen 2: the roadmap, on which dates are moved by keys once it is seen whom that hits."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.binding import BindingType

from models.edits import Edit, changes
from models.errors import TrackerError
from models.language import _, date_text, ngettext, number_text
from models.rules.calendar import ONE_DAY
from models.rules.fields import Value
from models.rules.records import Milestone, text
from models.rules.roadmap import by_date
from models.rules.timeline import Zoom
from screens.base import Changed
from screens.commands import bindings
from screens.roadmap_base import RoadmapBase
from screens.widgets.frame import HintLine
from screens.widgets.roadmap_look import RoadmapLook
from screens.widgets.slip_panel import Draft, SlipPanel
from screens.widgets.table import LineTable

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.state import PlanState


class RoadmapScreen(RoadmapBase):
    """When does each initiative begin and end, what does day 90 cut off, and what would a later date do?"""

    NAME = "roadmap"
    CSS_PATH = "roadmap.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("roadmap")

    _is_saving = False
    _is_saved = False

    def show(self, result: RoadmapLook) -> None:
        """Shows the rows; a draft stands on what the plan says now."""
        self._keep_draft(result.state)
        super().show(result)
        self._show_draft()
        # The first key that moves a date finds the network ready.
        self.run_worker(self._prepare(result.state), group="prepare", exclusive=True)

    async def _prepare(self, state: PlanState) -> None:
        some = next((each for each in state.milestones if each.is_open), None)
        if some is None:
            return
        with suppress(TrackerError):
            await self.shell.read(lambda _plan: state.network.slip(some.uid, some.forecast + ONE_DAY))

    def on_resize(self) -> None:
        super().on_resize()
        self._show_draft()

    @on(LineTable.Highlighted, "#road")
    def _cursor_moved(self, message: LineTable.Highlighted) -> None:
        message.stop()
        self.show_about()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Moving the others too is offered while a date is being moved that pushes some."""
        if action == "save_all":
            return self.draft is not None and bool(self.draft.slip.moved)
        return super().check_action(action, parameters)

    def _show_hints(self) -> None:
        """While a date is being moved, the key that opens a row saves it."""
        super()._show_hints()
        if self.draft is not None:
            line = self.query_one(HintLine)
            line.labels = tuple(
                replace(each, title=_("Save")) if each.action == "open_row" else each for each in line.labels
            )

    # Folding and moving along.

    @on(LineTable.Activated)
    def _open(self, message: LineTable.Activated) -> None:
        message.stop()
        self.action_open_row()

    def action_open_row(self) -> None:
        """Saves a date that is being moved; else folds or unfolds, or goes to a milestone."""
        if self.draft is not None:
            self._ask_and_save(self.draft, is_all=False)
            return
        found = self.row_of(self.table.cursor_key)
        if found is not None and found[0] == "milestone":
            self.action_go_to_row()
        else:
            self.action_fold_row()

    def action_fold_row(self) -> None:
        """Folds the row at the cursor or unfolds it; from a milestone its initiative is folded."""
        key, found = self.table.cursor_key, self.row_of(self.table.cursor_key)
        if key is None or found is None:
            return
        kind, row = found
        if kind == "milestone":
            key = f"initiative {row.initiative}"
            self.opened ^= {key}
            self.show_rows()
            self.table.move_cursor(key)
            return
        if kind == "initiative":
            self.opened ^= {key}
        else:
            self.folded ^= {key}
        self.show_rows()

    def action_fold_all(self) -> None:
        """Folds all groups; unfolds them where all are folded."""
        if self.answer is None:
            return
        keys = frozenset(self.answer.groups[self.group_kind])
        found = self.row_of(self.table.cursor_key)
        self.folded = self.folded - keys if keys <= self.folded else self.folded | keys
        self.show_rows()
        if found is not None and found[0] in {"initiative", "milestone"}:
            self.table.move_cursor(self.group_key(*found))

    def action_toggle_zoom(self) -> None:
        """Shows weeks or days."""
        self.zoom = Zoom.DAY if self.zoom is Zoom.WEEK else Zoom.WEEK
        self.pan_to_today()

    def action_toggle_groups(self) -> None:
        """Groups by stream or by division; the cursor stays on its row."""
        current = self.current_row()
        self.group_kind = "division" if self.group_kind == "stream" else "stream"
        self.lay_out()
        self.show_rows()
        if current is not None and current[0] in {"initiative", "milestone"}:
            self.go_to(*current)
        else:
            self.table.action_first_row()

    def action_pan(self, weeks: int) -> None:
        """Moves along the days."""
        self.pan(weeks)

    def action_show_today(self) -> None:
        """Brings today's line into view."""
        self.pan_to_today()

    def reveal(self, kind: str, uid: str) -> None:
        """Goes to a stream, a division, an initiative or a milestone."""
        self._wanted = (kind, uid)
        self.go_to(kind, uid)

    def step_back(self) -> bool:
        """Drops a date that is being moved, then leaves the days for the weeks."""
        if self.draft is not None:
            self._drop_draft()
        elif self.zoom is Zoom.DAY:
            self.action_toggle_zoom()
        else:
            return False
        return True

    # Other screens.

    def action_go_to_row(self) -> None:
        """Shows the row on its own screen; of a stream or division its milestones."""
        row = self.current_row()
        if row is None:
            return
        kind, uid = row
        if kind in {"stream", "division"}:
            kind = f"milestones-of-{kind}"
        if not self.shell.open_row(kind, uid):
            self.tell_no_screen()

    def action_show_provenance(self) -> None:
        """Shows the edits behind a milestone's forecast, or behind the row."""
        from screens.history import HistoryScreen

        row = self.current_row()
        if row is not None:
            self.app.push_screen(HistoryScreen(row, "forecast" if row[0] == "milestone" else None))

    # Moving a date.

    def action_move_date(self, step: int, unit: Literal["day", "week"]) -> None:
        """Moves the milestone's date by a working day or a week; nothing is saved yet."""
        if self._is_saving or self._is_saved or self.answer is None:
            return
        milestone = self._milestone_to_move()
        if milestone is None:
            return
        state = self.answer.state
        day = self.draft.day if self.draft is not None else milestone.forecast
        wanted = _stepped(state, day, step, unit)
        if wanted is None:
            return
        if wanted == milestone.forecast:
            self._drop_draft()
            return
        self.draft = Draft(state, milestone, state.network.slip(milestone.uid, wanted))
        self.pan_to(wanted)
        self._show_draft()

    def _milestone_to_move(self) -> Milestone | None:
        """The milestone at the cursor; where none is, the keys lead to one."""
        found = self.row_of(self.table.cursor_key)
        if self.draft is not None:
            if found is not None and found[1].uid == self.draft.milestone.uid:
                return self.draft.milestone
            told = _("{id} is being moved: enter saves its date, esc drops it.")
            self.tell(told.format(id=self.draft.milestone.id), "warning")
            return None
        if found is None or self.answer is None:
            return None
        kind, row = found
        if kind == "milestone" and isinstance(row, Milestone):
            if row.is_open:
                return row
            self.tell(
                _("{id} is done or dropped; only dates of open milestones are moved.").format(id=row.id)
            )
        elif kind == "initiative":
            opened = [each for each in by_date(self.answer.milestones_of("initiative", row)) if each.is_open]
            if opened:
                self.go_to("milestone", opened[0].uid)
                self.tell(
                    _("These are the milestones of {id}; the keys move the one at the cursor.").format(
                        id=row.id
                    )
                )
            else:
                self.tell(_("{id} has no open milestone to move.").format(id=row.id))
        else:
            self.tell(_("Go to an initiative and press enter: its milestones are what is moved."))
        return None

    def _show_draft(self) -> None:
        self.query_one(SlipPanel).show(self.draft, width=self.size.width, height=self.size.height)
        self.query_one("#legend").display = self.draft is None
        self.table.refresh_all()
        self.show_about()
        self.refresh_bindings()
        if self.draft is not None:
            key = self.table.cursor_key
            self.call_after_refresh(lambda: self.table.scroll_to_key(key) if key is not None else None)

    def _drop_draft(self) -> None:
        self.draft, self._is_saved = None, False
        self.table.focus()
        self._show_draft()

    def _keep_draft(self, state: PlanState) -> None:
        """Makes the draft anew on a plan that changed; drops it where its milestone did."""
        if self.draft is None:
            return
        before = self.draft.milestone
        now = state.get("milestone", before.uid)
        if self._is_saved or now is None or not now.is_open or now.forecast != before.forecast:
            if not self._is_saved:
                told = _("{id} was changed meanwhile; the date that was being moved is dropped.")
                self.tell(told.format(id=before.id), "warning")
            self._is_saved = False
            self.draft = None
            self.table.focus()
        else:
            self.draft = Draft(state, now, state.network.slip(now.uid, self.draft.day))

    def action_save_all(self) -> None:
        """Saves the date, and the dates of those that it pushes, as one change."""
        if self.draft is not None:
            self._ask_and_save(self.draft, is_all=True)

    def _ask_and_save(self, draft: Draft, *, is_all: bool) -> None:
        """Asks why, where the date slips, then saves."""
        from screens.choose import Choice, Chooser
        from screens.widgets.form_milestones import wants_reason

        wanted: dict[str, Value] = {"forecast": draft.day}
        reasons = [Choice(each.uid, text(each, "name")) for each in draft.state.reasons]
        if not reasons or not wants_reason(draft.milestone, wanted):
            self._save(draft, wanted, is_all)
            return
        change = f"{draft.milestone.id} {date_text(draft.day)}"
        self.app.push_screen(
            Chooser(_("{change}: why? esc leaves the reason as it is").format(change=change), reasons),
            lambda uid: self._save(draft, wanted if uid is None else {**wanted, "reason": uid}, is_all),
        )

    def _save(self, draft: Draft, wanted: dict[str, Value], is_all: bool) -> None:
        edits = changes("milestone", draft.milestone, wanted)
        others = draft.slip.moved if is_all else ()
        for each in others:
            edits += changes("milestone", draft.state.get("milestone", each.uid), {"forecast": each.end})
        told = _("{id} is moved to {date}; u takes it back.")
        reason = None
        if others:
            told = ngettext(
                "{id} and {count} other are moved to {date}; u takes it back.",
                "{id} and {count} others are moved to {date}; u takes it back.",
                len(others),
            )
            reason = _("moved with {id}").format(id=draft.milestone.id)
        sentence = told.format(
            id=draft.milestone.id, date=date_text(draft.day), count=number_text(len(others))
        )
        if not self._is_saving:
            self._is_saving = True
            self.run_worker(self._write(edits, reason, sentence), group="change")

    async def _write(self, edits: list[Edit], reason: str | None, sentence: str) -> None:
        def written(plan: Plan) -> None:
            plan.apply(edits, source="screen", reason=reason)

        try:
            await self.shell.write(written)
        except TrackerError as error:
            self.tell_error(error)
            return
        finally:
            self._is_saving = False
        # The draft stands until the plan with the new dates is shown, so that nothing jumps back.
        self._is_saved = True
        self.tell(sentence)
        self.post_message(Changed())


def _stepped(state: PlanState, day: date, step: int, unit: Literal["day", "week"]) -> date | None:
    """The day that is a working day or a week further; None where there is none that a plan can hold."""
    calendar = state.calendar
    wanted = calendar.add_workdays(day, step)
    if unit == "week":
        further = calendar.workday_on_or_before(day + timedelta(weeks=step))
        # Over a closed week there may be no working day in that direction yet.
        wanted = max(wanted, further) if step > 0 else min(wanted, further)
    return wanted if 2000 <= wanted.year <= 2100 else None
