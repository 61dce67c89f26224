"""What is done with the frozen weeks beside comparing them: freezing, correcting, the narrative, verifying."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from models.errors import TrackerError
from models.language import Language, _, as_language, date_text
from screens.base import Changed, PlanScreen

if TYPE_CHECKING:
    from models.plan import Plan
    from models.snapshots import Snapshot
    from models.verifying import Verification
    from screens.freezing import Ready


class SnapshotsBase(PlanScreen["tuple[Snapshot, ...]"]):
    """The actions of the screen of snapshots that write to the plan or examine it."""

    def __init__(self) -> None:
        super().__init__()
        self._unsaved: dict[tuple[int, Language], str] = {}
        """Narratives that could not be saved, by week and language."""
        self.taken: int | None = None
        """The number of the snapshot just taken, until the list has it and the cursor is on it."""

    # Freezing.

    def action_take_snapshot(self) -> None:
        """Shows what is open and freezes this week; says so when it is frozen already."""
        self._prepare(self._begin_first)

    def action_correct_snapshot(self) -> None:
        """Takes a further version of this week, with the reason."""
        self._prepare(self._begin_correction)

    def _prepare(self, then: Callable[[Ready], None]) -> None:
        self.run_worker(self._get_ready(then), group="freezing", exclusive=True)

    async def _get_ready(self, then: Callable[[Ready], None]) -> None:
        from screens.freezing import ready_to_freeze

        try:
            ready = await self.shell.read(ready_to_freeze)
        except TrackerError as error:
            self.tell_error(error)
            return
        then(ready)

    def _begin_first(self, ready: Ready) -> None:
        if ready.frozen is not None:
            self._tell_taken((ready.frozen, False))
        else:
            self._ask_to_freeze(ready, is_correction=False)

    def _begin_correction(self, ready: Ready) -> None:
        if ready.frozen is None:
            self.tell(_("Week {week} is not frozen yet: t freezes it.").format(week=ready.week))
        else:
            self._ask_to_freeze(ready, is_correction=True)

    def _ask_to_freeze(self, ready: Ready, *, is_correction: bool) -> None:
        from screens.freezing import WRITE, FreezeDialog

        def answered(reason: str | None) -> None:
            if reason == WRITE:
                self._edit_narrative(ready, ready.checklist.language, then=self.action_take_snapshot)
            elif reason is not None:
                self.work(lambda plan: plan.snapshots.take(correction=reason or None), then=self._tell_taken)

        self.app.push_screen(FreezeDialog(ready, is_correction=is_correction), answered)

    def _tell_taken(self, taken: tuple[Snapshot, bool]) -> None:
        snapshot, is_new = taken
        self.taken = snapshot.number
        sentence = _("Week {week} is frozen as it stands on {date}.")
        if not is_new:
            sentence = _(
                "Week {week} was frozen already, as it stood on {date}; it stays so. c takes a correction."
            )
        elif snapshot.version > 1:
            sentence = _("Week {week} has the further version {version}; the one before it stays.")
        self.tell(sentence.format(week=snapshot.week, date=date_text(snapshot.day), version=snapshot.version))

    # The narrative.

    def action_write_narrative(self) -> None:
        """Writes what is to be said of this week, in a language that is asked for."""
        self._prepare(self._choose_language)

    def _choose_language(self, ready: Ready) -> None:
        from screens.freezing import language_chooser

        def chosen(code: str | None) -> None:
            if (language := as_language(code)) is not None:
                self._edit_narrative(ready, language)

        self.app.push_screen(language_chooser(ready), chosen)

    def _edit_narrative(
        self, ready: Ready, language: Language, *, then: Callable[[], None] | None = None
    ) -> None:
        """Opens the narrative in the editor; what could not be saved is there again the next time."""
        from screens.freezing import kept_text

        key = ready.week, language
        edited = self.edit_text(self._unsaved.get(key, kept_text(ready, language)))
        text = self._unsaved.get(key) if edited is None else edited
        if text is not None:
            self._unsaved[key] = text
            self.run_worker(self._save_narrative(ready, language, text, then), group="change")
        elif then is not None:
            then()

    async def _save_narrative(
        self, ready: Ready, language: Language, text: str, then: Callable[[], None] | None
    ) -> None:
        from models.narratives import frozen_text, narrative_edits, written_text

        def save(plan: Plan) -> str:
            edits = narrative_edits(ready.state, ready.week, language, text, today=plan.today)
            if edits:
                plan.apply(edits, source="screen")
            told = written_text(ready.week, language, text.strip(), is_changed=bool(edits))
            later = frozen_text(plan, ready.week) if edits and text.strip() else ""
            return f"{told} {later}".strip()

        try:
            told = await self.shell.write(save)
        except TrackerError as error:
            self.tell(" ".join([error.sentence, _("n opens your text again.")]), "error")
            return
        self._unsaved.pop((ready.week, language), None)
        self.tell(told)
        self.post_message(Changed())
        if then is not None:
            then()

    # Verifying.

    def action_verify(self) -> None:
        """Makes every snapshot again from the history, and tells what differs."""
        from screens.verifying import VerifyDialog

        def told(found: Verification | TrackerError | None) -> None:
            if isinstance(found, TrackerError):
                self.tell_error(found)
            elif found is not None and found.found:
                from screens.text_window import TextWindow

                sentences = "\n".join(each.sentence for each in found.found)
                self.app.push_screen(TextWindow(_("Verify"), f"{found.sentence}\n\n{sentences}"))
            elif found is not None:
                self.tell(found.sentence)

        self.app.push_screen(VerifyDialog(self.shell), told)
