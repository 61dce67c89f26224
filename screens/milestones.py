"""Screen 4: all milestones, edited in their cells, many at once, or by a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual.binding import BindingType

from models.edits import changes
from models.language import _, date_text, ngettext, number_text
from models.rules.fields import Value
from models.rules.records import Milestone, text
from models.rules.state import PlanState, Scope
from models.rules.words import Status
from models.telling import Names, value_text
from screens.commands import bindings
from screens.list_base import Rows
from screens.list_editing import EditableList
from screens.row_editing import Attempt, Besides
from screens.widgets.columns import ListColumn, Look
from screens.widgets.columns_milestones import MILESTONE_COLUMNS, milestone_roll
from screens.widgets.detail_milestone import milestone_detail
from screens.widgets.form import Fault, Form, Question, Values
from screens.widgets.form_entries import ChoiceEntry, Entry, choices_of, entry_for
from screens.widgets.form_milestones import (
    bulk_edits,
    bulk_fields,
    bulk_preview,
    edit_values,
    new_milestone,
    suggest_for_milestone,
    wants_reason,
)

if TYPE_CHECKING:
    from models.history import Revision

PART_OF = "milestones-of-"
"""Before the kind of a part of the plan, in a kind that `reveal` takes: `milestones-of-initiative`."""


class MilestonesScreen(EditableList[Look, Milestone]):
    """All milestones, or those of one part of the plan."""

    NAME = "milestones"
    KIND = "milestone"
    BINDINGS: ClassVar[list[BindingType]] = bindings("milestones")

    def __init__(self) -> None:
        super().__init__()
        self.part: Scope | None = None

    # The list.

    def columns(self) -> Sequence[ListColumn[Look, Milestone]]:
        """Every column of milestones."""
        return MILESTONE_COLUMNS

    def rows_of(self, state: PlanState) -> Rows[Look, Milestone]:
        """The milestones of the part that is listed."""
        part = self.part
        look, milestones = Look(state), state.milestones_of(part)
        return Rows(look, part, {each.uid: each for each in milestones}, milestone_roll(look, milestones))

    def detail_of(self, row: Milestone, revisions: Sequence[Revision]) -> RenderableType:
        """Everything about a milestone."""
        assert self.answer is not None
        return milestone_detail(self.answer.look, row, revisions)

    def empty_text(self) -> str:
        """Which key adds a milestone; first there must be an initiative."""
        if self.answer is not None and not self.state.initiatives:
            return _("No initiatives yet, and a milestone belongs to one. Press 3, then n for the first.")
        if self.part is not None:
            return _("No milestones here yet. Press n for a new one, esc for the whole plan.")
        return _("No milestones yet. Press n for a new one.")

    def count_text(self) -> str:
        """How many milestones there are."""
        count = 0 if self.answer is None else len(self.answer.by_uid)
        return ngettext("{count} milestone", "{count} milestones", count)

    def show(self, result: Rows[Look, Milestone]) -> None:
        """Shows the milestones; an answer for the part that was listed before is made one for this."""
        state = result.look.state
        if self.part is not None and state.get(self.part.kind, self.part.uid) is None:
            self.part = None
        if result.part != self.part:
            result = self.answer = self.rows_of(state)
        super().show(result)

    # A part of the plan.

    def part_text(self) -> str:
        """The id and title of the part."""
        if self.part is None:
            return ""
        row: Any = self.state.get(self.part.kind, self.part.uid)
        base = "title" if self.part.kind == "initiative" else "name"
        return "" if row is None else f"{row.id} {text(row, base)}"

    def reveal(self, kind: str, uid: str) -> None:
        """Goes to a milestone, or lists a part of the plan for `milestones-of-` and its kind."""
        if kind.startswith(PART_OF):
            self._take_part(Scope(kind.removeprefix(PART_OF), uid))
        else:
            super().reveal(kind, uid)

    def _take_part(self, part: Scope | None) -> None:
        self.part = part
        if self.answer is not None:
            self.filter_bar.put("")
            self.listing = self.listing.filtered_by("")
            self.answer = self.rows_of(self.state)
            self.show(self.answer)

    def leave_part(self) -> None:
        """Lists all milestones again."""
        if self.part is not None:
            self._take_part(None)

    def step_back(self) -> bool:
        """After the filter, out of the part; whoever came for the part goes back to where they came from."""
        if super().step_back():
            return True
        if self.part is None:
            return False
        self.leave_part()
        self.shell.return_from_row()
        return True

    def _go_to(self, uid: str) -> None:
        if self.part is not None and self.answer is not None and uid not in self.answer.by_uid:
            self.leave_part()
        super()._go_to(uid)

    # In the cells.

    def entry_of(self, row: Milestone, field: str) -> Entry:
        """As any field; no owner is told as the initiative's."""
        if field == "owner":
            return entry_for(
                self.state, "milestone", "owner", where=row.id, nothing=_("the initiative's owner")
            )
        return super().entry_of(row, field)

    def values_of(self, row: Milestone, field: str, value: Value) -> dict[str, Value]:
        """A day on which it was met makes it done."""
        return edit_values(row, field, value)

    def asked_besides(self, row: Milestone, wanted: Values) -> Besides | None:
        """Asks why, where it slips, is blocked or dropped."""
        reasons = choices_of(self.state, "reason")
        if not reasons or not wants_reason(row, wanted):
            return None
        names = Names([self.state])
        told = (value_text("milestone", name, value, names) for name, value in wanted.items())
        title = _("{change}: why? esc leaves the reason as it is").format(change=", ".join(told))
        return Besides("reason", ChoiceEntry(_("reason"), reasons), title)

    def action_edit_status(self) -> None:
        """Sets the status of the milestone at the cursor."""
        row = self.row(self.table.cursor_key)
        if row is not None:
            self.edit_field(row, "status", "status")

    # Several at once.

    def action_edit_selected(self) -> None:
        """Changes all selected milestones by one form."""
        milestones = self.chosen_rows()
        if not milestones:
            return
        attempt = Attempt(self, milestones)

        async def save(values: Values) -> Fault | None:
            state = self.state
            fault = await attempt.save(lambda row: bulk_edits(state, [row], values))
            return Fault(fault) if fault else None

        def saved(is_saved: bool | None) -> None:
            if is_saved:
                self.table.select(())

        form = Form(
            _("Change selected milestones"),
            bulk_fields(self.state),
            save,
            preview=lambda values: bulk_preview(self.state, milestones, values),
            verb=_("Change"),
        )
        self.app.push_screen(form, saved)

    def action_drop_rows(self) -> None:
        """Drops the selected milestones, or the one at the cursor, with a reason."""
        milestones = [row for row in self.chosen_rows() if row.status is not Status.DROPPED]
        if not milestones:
            return
        attempt = Attempt(self, milestones)

        async def save(value: Value) -> str:
            wanted: dict[str, Value] = {"status": Status.DROPPED.value, "reason": value}
            return await attempt.save(lambda row: changes("milestone", row, wanted))

        self.edit_in_place(
            ChoiceEntry(_("reason"), choices_of(self.state, "reason"), _("no reason")),
            next((each.uid for each in self.state.reasons if each.id == "dropped"), None),
            save,
            column="status",
            title=_("Drop {ids}: why?").format(ids=self.names_of(milestones)),
            done=lambda: self.table.select(()),
        )

    def action_confirm_rows(self) -> None:
        """Says of the selected milestones, or of the one at the cursor: no change."""
        uids = [row.uid for row in self.chosen_rows() if row.is_open]
        if not uids:
            self.tell(_("What is done or dropped needs no confirmation."))
            return
        told = ngettext(
            "{count} milestone confirmed without change.",
            "{count} milestones confirmed without change.",
            len(uids),
        ).format(count=number_text(len(uids)))
        self.work(lambda plan: plan.confirm(uids, source="screen"), then=lambda _revision: self.tell(told))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A baseline is confirmed once, and of some milestones."""
        if action == "confirm_baseline" and self.answer is not None:
            return True if self.state.milestones and self.state.charter.baseline_on is None else None
        return super().check_action(action, parameters)

    def action_confirm_baseline(self) -> None:
        """Confirms the baseline, after asking."""
        question = _(
            "Confirm the baseline as of {date}? Each milestone keeps the forecast and the weight it has now; what is "
            "added later counts as added. Undo takes it back."
        ).format(date=date_text(self.state.day))

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                told = _("The baseline is confirmed.")
                self.work(
                    lambda plan: plan.confirm_baseline(source="screen"),
                    then=lambda _revision: self.tell(told),
                )

        self.app.push_screen(Question(question, _("Confirm")), answered)

    def action_add_row(self) -> None:
        """Asks for a new milestone, of the part that is listed or of the initiative at the cursor."""
        state, row = self.state, self.row(self.table.cursor_key)
        if not state.initiatives:
            self.tell(_("A milestone belongs to an initiative; add one first, on screen 3."))
            return
        uid = row.initiative if row is not None else None
        if self.part is not None and self.part.kind == "initiative":
            uid = self.part.uid
        fields = new_milestone(state, state.get("initiative", uid))
        self.add_by_form(
            _("New milestone"), fields, lambda name, values: suggest_for_milestone(state, name, values)
        )
