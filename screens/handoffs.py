"""Screen 7: the rounds of hand-offs by division: what came back, what is late, how each division answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from models.errors import TrackerError
from models.language import _, ngettext
from models.rules.records import Division, Handoff
from models.rules.rounds import asked_divisions, reminded_of
from models.rules.words import HandoffState
from screens.base import Changed
from screens.commands import bindings
from screens.handoffs_base import HandoffsBase
from screens.widgets.form import Question
from screens.widgets.table import LineTable

if TYPE_CHECKING:
    from models.history import Revision
    from models.plan import Plan
    from screens.new_round import RoundForm


class HandoffsScreen(HandoffsBase):
    """Tuesday: which hand-offs have not come back? Wednesday: the next round."""

    NAME = "handoffs"
    CSS_PATH = "handoffs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("handoffs")

    def __init__(self) -> None:
        super().__init__()
        self._folder: Path | None = None
        """Where the last round was written."""

    # What is chosen.

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
        self.post_message(Changed())

    def _tell_made(self, form: RoundForm) -> None:
        from screens.text_window import TextWindow

        made = list(form.made.values())
        self._folder = made[-1].path.parent
        self._wanted = made[0].sent.handoff
        paths = "\n".join(str(each.path) for each in made)
        sent = _("Once they are sent, press s.")
        title = ngettext("{count} workbook is made", "{count} workbooks are made", len(made))
        self.app.push_screen(TextWindow(title.format(count=len(made)), f"{paths}\n\n{sent}"))
        self.reload()

    def action_mark_sent(self) -> None:
        """Says that rounds were sent today; of several those that were not sent yet."""
        rows = self._chosen()
        fresh = [each for each in rows if each.sent is None]
        self._write(
            fresh or rows[:1],
            lambda plan, uids: plan.rounds.mark_sent(uids, source="screen"),
            _("Sent today: {ids}."),
        )

    def action_cancel_rounds(self) -> None:
        """Calls rounds off, after asking; of several those that were not called off yet."""
        rows = self._chosen()
        alive = [each for each in rows if self._state_of(each) is not HandoffState.CANCELLED]
        question = _(
            "Call off {ids}? Nobody is reminded of it any more; a file that comes back all the same is still merged. "
            "Undo brings it back."
        ).format(ids=_ids(alive))

        def cancel(chosen: Sequence[Handoff]) -> None:
            self._write(
                chosen,
                lambda plan, uids: plan.rounds.cancel(uids, source="screen"),
                _("Called off: {ids}."),
            )

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                cancel(alive)

        if alive:
            self.app.push_screen(Question(question, _("Call off")), answered)
        else:
            cancel(rows[:1])

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
            self.tell(_("Nobody needs a reminder: what was sent came back, or a later round did."))


def _ids(rows: Sequence[Handoff]) -> str:
    return ", ".join(each.id for each in rows)
