"""Screen 3: the initiatives with their lights, done weight and next dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual.binding import BindingType

from models.edits import changes
from models.language import _, ngettext
from models.rules.fields import KINDS, Value
from models.rules.records import Initiative
from models.rules.state import PlanState
from screens.commands import bindings
from screens.list_base import Rows
from screens.list_editing import EditableList
from screens.milestones import PART_OF
from screens.row_editing import Attempt
from screens.widgets.columns import ListColumn
from screens.widgets.columns_initiatives import INITIATIVE_COLUMNS, InitiativeLook, initiative_roll
from screens.widgets.detail_initiative import initiative_detail
from screens.widgets.form_entries import TextEntry, entry_for
from screens.widgets.form_initiatives import new_initiative, suggest_for_initiative

if TYPE_CHECKING:
    from models.history import Revision


class InitiativesScreen(EditableList[InitiativeLook, Initiative]):
    """All initiatives."""

    NAME = "initiatives"
    KIND = "initiative"
    ENTER_EDITS = False
    BINDINGS: ClassVar[list[BindingType]] = bindings("initiatives")

    def columns(self) -> Sequence[ListColumn[InitiativeLook, Initiative]]:
        """Every column of initiatives."""
        return INITIATIVE_COLUMNS

    def rows_of(self, state: PlanState) -> Rows[InitiativeLook, Initiative]:
        """All initiatives."""
        look = InitiativeLook(state)
        by_uid = {each.uid: each for each in state.initiatives}
        return Rows(look, None, by_uid, initiative_roll(look, state.initiatives))

    def detail_of(self, row: Initiative, revisions: Sequence[Revision]) -> RenderableType:
        """Everything about an initiative."""
        assert self.answer is not None
        return initiative_detail(self.answer.look, row, revisions)

    def empty_text(self) -> str:
        """Which key adds an initiative; first there must be a stream and a division."""
        match self._missing:
            case "stream":
                return _("No streams yet, and an initiative belongs to one. Press n for the first.")
            case "division":
                return _("No divisions yet, and one of them leads an initiative. Press n for the first.")
        return _("No initiatives yet. Press n for a new one.")

    @property
    def _missing(self) -> str | None:
        """The kind of what an initiative needs and the plan has none of."""
        if self.answer is None:
            return None
        return next((kind for kind in ("stream", "division") if not self.state.rows[kind]), None)

    def count_text(self) -> str:
        """How many initiatives there are."""
        count = 0 if self.answer is None else len(self.answer.by_uid)
        return ngettext("{count} initiative", "{count} initiatives", count)

    def open_cell(self, key: str, column: str) -> None:
        """Shows the initiative's milestones."""
        self.shell.open_row(f"{PART_OF}initiative", key)

    def action_open_milestones(self) -> None:
        """Shows the milestones of the initiative at the cursor on their own screen."""
        if self.table.cursor_key is not None:
            self.open_cell(self.table.cursor_key, self.table.cursor_column)

    def edit_field(self, row: Initiative, field: str, column: str) -> None:
        """Edits a field; the light with its reason."""
        if field == "light":
            self._edit_light(row, column)
        else:
            super().edit_field(row, field, column)

    def action_set_light(self) -> None:
        """Sets another light than the computed one."""
        row = self.row(self.table.cursor_key)
        if row is not None:
            self._edit_light(row, "given")

    def _edit_light(self, row: Initiative, column: str) -> None:
        """Asks for the light, then for its reason, and saves both as one change."""
        attempt = Attempt(self, [row])
        chosen: Value = None

        async def choose(value: Value) -> str:
            nonlocal chosen
            chosen = value
            if value is None:
                return await attempt.save(
                    lambda each: changes("initiative", each, {"light": None, "light_reason": None})
                )
            return ""

        async def save(reason: Value) -> str:
            if not reason:
                return _("Say in one sentence why.")
            return await attempt.save(
                lambda each: changes("initiative", each, {"light": chosen, "light_reason": reason})
            )

        def ask_reason() -> None:
            described = KINDS["initiative"].field("light_reason")
            if chosen is not None and described is not None:
                self.edit_in_place(
                    TextEntry(described, row.id),
                    row.light_reason,
                    save,
                    column="title",
                    title=_("Why this light, in one sentence?"),
                )

        computed = _("as computed")
        self.edit_in_place(
            entry_for(self.state, "initiative", "light", nothing=computed),
            None if row.light is None else row.light.value,
            choose,
            column=column,
            title=_("The light of {id}").format(id=row.id),
            done=ask_reason,
        )

    def action_add_row(self) -> None:
        """Asks for a new initiative, of the stream at the cursor; first for what it needs and the plan lacks."""
        state, row = self.state, self.row(self.table.cursor_key)
        if (missing := self._missing) is not None:
            self.action_add_other(missing)
            return
        stream = state.get("stream", row.stream) if row is not None else state.streams[0]
        self.add_by_form(
            _("New initiative"),
            new_initiative(state, stream),
            lambda name, values: suggest_for_initiative(state, name, values),
        )
