"""The form of a new round: whom to ask, by when, where the workbooks go; what speaks against it is told beforehand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual import on
from textual.message import Message

from models.errors import Cancelled, InvalidValue, TrackerError
from models.language import LANGUAGES, NAMES, _, ngettext, number_text
from models.rules.fields import Value
from models.rules.records import Division
from models.rules.rounds import doubts_for_all, rows_for, usual_due
from models.rules.state import PlanState
from screens.base import Shell
from screens.widgets.form import Fault, Form, FormField, Values
from screens.widgets.form_entries import Choice, ChoiceEntry, DateEntry, choices_of

if TYPE_CHECKING:
    from exports.handoff import Made
    from models.plan import Plan

PROGRESS_STEP: Final = 250
"""Rows after which the form says how far a workbook has come."""


@dataclass(frozen=True)
class FolderEntry:
    """A folder, as a path."""

    label: str

    def written(self, value: Value) -> str:
        return "" if value is None else str(value)

    def read(self, typed: str) -> str:
        if not typed.strip():
            raise InvalidValue(_("Say into which folder the workbooks go."))
        return typed.strip()

    def hint(self, typed: str) -> str:
        return _("A folder that is not there is made")

    def choices(self, typed: str) -> tuple[Choice, ...]:
        return ()

    @property
    def width(self) -> int:
        return 50


class RoundForm(Form):
    """Makes the workbooks of a round one after another, and keeps what was made where one of them fails."""

    @dataclass
    class Progressed(Message):
        """How far the workbooks have come."""

        sentence: str

    def __init__(
        self,
        state: PlanState,
        divisions: Sequence[Division],
        shell: Shell,
        folder: Path,
        told: Callable[[], None],
    ) -> None:
        """Asks for a round of some divisions.

        Args:
            divisions: those that have something to answer.
            folder: where the workbooks go unless the person says otherwise.
            told: called after each workbook, as the plan changed.
        """
        self._state, self._divisions, self._shell, self._told = state, tuple(divisions), shell, told
        self.made: dict[str, Made] = {}
        """What was made, by the uid of the division."""
        self._is_making = False
        self._is_stopped = False
        self._counts = {division.uid: len(rows_for(state, division.uid).own) for division in divisions}
        super().__init__(
            _("New round"), self._form_fields(folder), self._make, preview=self._told_of, verb=_("Make")
        )

    def _form_fields(self, folder: Path) -> list[FormField]:
        state = self._state
        uids = {division.uid for division in self._divisions}
        named = [choice for choice in choices_of(state, "division") if choice.value in uids]
        languages = [Choice(code, NAMES[code]) for code in LANGUAGES]
        due = usual_due(state.calendar, state.day)
        return [
            FormField("division", ChoiceEntry(_("division"), named, _("all that have open milestones"))),
            FormField("due", DateEntry(_("due"), state.calendar, state.day, required=True), due),
            FormField("folder", FolderEntry(_("folder")), str(folder)),
            FormField("language", ChoiceEntry(_("language"), languages, _("each division's own"))),
        ]

    def _asked(self, values: Values) -> tuple[Division, ...]:
        chosen = values.get("division")
        return tuple(each for each in self._divisions if chosen in (None, each.uid))

    def _told_of(self, values: Values) -> str:
        """How many workbooks with how many rows, and what speaks against the date."""
        asked, due = self._asked(values), values.get("due")
        rows = ", ".join(f"{each.id} {number_text(self._counts[each.uid])}" for each in asked)
        told = ngettext("{count} workbook; rows: {rows}.", "{count} workbooks; rows: {rows}.", len(asked))
        sentences = [told.format(count=len(asked), rows=rows)]
        if isinstance(due, date):
            state = self._state
            sentences += doubts_for_all(state.calendar, state.closed_weeks, asked, state.day, due)
        return " ".join(sentences)

    async def action_save_form(self) -> None:
        """Begins to make the workbooks; the form stays alive meanwhile."""
        if not self._is_making:
            self.run_worker(super().action_save_form(), group="round", exclusive=True)

    def action_close_dialog(self) -> None:
        """While workbooks are made, stops; else closes the form."""
        if self._is_making:
            self.leave()
        else:
            super().action_close_dialog()

    def leave(self) -> None:
        """While workbooks are made, stops; else closes the form."""
        if self._is_making:
            self._is_stopped = True
            self.say(_("Stopping…"))
        else:
            super().leave()

    @on(Progressed)
    def _show_progress(self, message: Progressed) -> None:
        if self._is_making:
            self.say(message.sentence)

    async def _make(self, values: Values) -> Fault | None:
        self._is_making, self._is_stopped = True, False
        try:
            return await self._make_all(values)
        finally:
            self._is_making = False

    async def _make_all(self, values: Values) -> Fault | None:
        from exports.files import make_folder

        folder, language = Path(str(values["folder"])).expanduser(), values.get("language")
        due = values["due"]
        assert isinstance(due, date)
        asked = self._asked(values)
        spoken = str(language) if language is not None else None
        try:
            await self._shell.aside(partial(make_folder, folder))
            for number, division in enumerate(asked, 1):
                if division.uid in self.made:
                    continue
                if self._is_stopped:
                    raise Cancelled(_("Stopped."))
                place = f"{division.id} ({number}/{len(asked)})"
                self.say(_("Making {place}… esc stops").format(place=place))
                self.made[division.uid] = await self._shell.write(
                    partial(self._make_one, division, due, folder, spoken, place)
                )
                self._told()
        except TrackerError as error:
            # What was made before stands; undone ones are told of by the plan's history.
            return Fault(" ".join([error.sentence, self._made_text()]).strip())
        return None

    def _make_one(
        self, division: Division, due: date, folder: Path, language: str | None, place: str, plan: Plan
    ) -> Made:
        """Makes one workbook, in the thread that writes."""
        from exports.handoff import make_handoff
        from importers.handoff import expect_no_difference

        def progress(done: int, total: int) -> None:
            if self._is_stopped:
                raise Cancelled(_("Stopped."))
            if done % PROGRESS_STEP == 0:
                told = _("Making {place}: {done} of {total} rows… esc stops")
                self.post_message(
                    self.Progressed(
                        told.format(place=place, done=number_text(done), total=number_text(total))
                    )
                )

        return make_handoff(
            plan,
            division,
            due,
            folder,
            verify=expect_no_difference,
            language=language,
            source="screen",
            progress=progress,
        )

    def _made_text(self) -> str:
        if not self.made:
            return ""
        ids = ", ".join(made.sent.id for made in self.made.values())
        return _("Made already: {ids}; they are not made again from here.").format(ids=ids)
