"""Dates moved by keys on screen 2: whom that hits is seen first, then one date is saved or all of them at once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from models.edits import Edit, changes
from models.errors import TrackerError
from models.language import _, date_text, ngettext, number_text
from models.rules.calendar import ONE_DAY
from models.rules.fields import Value
from models.rules.records import Milestone, text
from models.rules.roadmap import StepUnit, by_date, stepped
from screens.base import Changed
from screens.roadmap_base import RoadmapBase
from screens.widgets.frame import HintLine
from screens.widgets.roadmap_look import RoadmapLook
from screens.widgets.slip_panel import Draft, SlipPanel

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.state import PlanState


class RoadmapMoving(RoadmapBase):
    """The draft of a date: made by keys, kept over changes of the plan, saved or dropped."""

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

    def action_move_date(self, step: int, unit: StepUnit) -> None:
        """Moves the milestone's date by a working day or a week; nothing is saved yet."""
        if self._is_saving or self._is_saved or self.answer is None:
            return
        milestone = self._milestone_to_move()
        if milestone is None:
            return
        state = self.answer.state
        day = self.draft.day if self.draft is not None else milestone.forecast
        wanted = stepped(state.calendar, day, step, unit)
        if wanted is None:
            return
        if wanted == milestone.forecast:
            self.drop_draft()
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

    def drop_draft(self) -> None:
        """Forgets the date that is being moved."""
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
        self.save_draft(is_all=True)

    def save_draft(self, *, is_all: bool) -> None:
        """Asks why, where the date slips, then saves it, or also the dates of those that it pushes."""
        draft = self.draft
        if draft is None:
            return
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
