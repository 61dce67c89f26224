"""Chooses a part of the plan: all of it, a stream, a division, an initiative or a theme, found by typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input

from models.language import N_, _
from models.rules.fields import KINDS
from models.rules.records import text
from models.rules.state import PlanState, Scope
from screens.dialog import Dialog
from screens.listing import folded, words_of
from screens.widgets.table import Cell, CellValue, Column, LineTable

WHOLE: Final = N_("The whole plan")
PART_KINDS: Final[dict[str, str]] = {
    "stream": N_("Stream"),
    "division": N_("Division"),
    "initiative": N_("Initiative"),
    "theme": N_("Theme"),
}
"""The kinds of `Scope`, and what people call one."""


@dataclass(frozen=True)
class PlanPart:
    """One part that can be chosen."""

    scope: Scope | None
    """None for the whole plan."""
    kind: str
    """What it is, in the reader's language; empty for the whole plan."""
    id: str
    title: str

    @property
    def key(self) -> str:
        """Its key in a list."""
        return "" if self.scope is None else f"{self.scope.kind} {self.scope.uid}"

    @property
    def words(self) -> str:
        """What it is called on one line: kind, id and name."""
        return " ".join(part for part in (self.kind, self.id, self.title) if part)


def part_of(scope: Scope | None, state: PlanState) -> PlanPart | None:
    """A part as people know it; None where the plan does not hold it any more."""
    if scope is None:
        return PlanPart(None, "", "", _(WHOLE))
    row = state.get(scope.kind, scope.uid)
    if row is None:
        return None
    base = KINDS[scope.kind].named_by
    return PlanPart(scope, _(PART_KINDS[scope.kind]), row.id, text(row, base) if base else "")


def parts_of(state: PlanState) -> tuple[PlanPart, ...]:
    """Every part of a plan: the whole, then streams, divisions, initiatives and themes in their orders."""
    scopes: list[Scope | None] = [None]
    scopes += [Scope(kind, row.uid) for kind in PART_KINDS for row in state.rows[kind]]
    return tuple(part for scope in scopes if (part := part_of(scope, state)) is not None)


class PartPicker(Dialog[PlanPart]):
    """Gives back the chosen part."""

    CSS_PATH = "part_picker.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("up", "move('move(-1, 0)')"),
        ("down", "move('move(1, 0)')"),
        ("pageup", "move('page(-1)')"),
        ("pagedown", "move('page(1)')"),
    ]

    def __init__(self, parts: Sequence[PlanPart], current: Scope | None) -> None:
        """Offers `parts`, the cursor on `current`."""
        super().__init__()
        self._parts = {part.key: part for part in parts}
        self._found_by = {part.key: folded(part.words) for part in parts}
        self._current = next((part.key for part in parts if part.scope == current), "")

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Input(placeholder=_("Type a part of its name or id"), id="sought")
            yield LineTable(
                [
                    Column("kind", _("Part"), max(len(_(kind)) for kind in PART_KINDS.values())),
                    Column("id", _("Id"), 8),
                    Column("title", _("Name"), 20, flexible=True),
                ],
                self._cells,
                id="parts",
            )

    def on_mount(self) -> None:
        """Offers every part."""
        self.query_one("#box").border_title = _("Chart of")
        table = self.query_one(LineTable)
        table.can_focus = False
        table.empty_text = Text(_("No part of the plan is called so."))
        table.set_rows(list(self._parts))
        table.move_cursor(self._current)

    def _cells(self, key: str) -> Sequence[CellValue]:
        part = self._parts[key]
        return Cell(part.kind, "dim"), part.id, part.title

    @on(Input.Changed, "#sought")
    def _narrow(self, event: Input.Changed) -> None:
        """Leaves the parts that have every typed word; one whose id is typed comes first."""
        words = words_of(event.value)
        keys = [key for key, found_by in self._found_by.items() if all(word in found_by for word in words)]
        if words:
            keys.sort(key=lambda key: folded(self._parts[key].id) not in words)
        table = self.query_one(LineTable)
        table.set_rows(keys)
        if keys:
            table.move_cursor(keys[0] if words else self._current)

    async def action_move(self, action: str) -> None:
        """Moves the cursor while the typing goes on."""
        await self.query_one(LineTable).run_action(action)

    @on(Input.Submitted, "#sought")
    def _choose_current(self) -> None:
        key = self.query_one(LineTable).cursor_key
        if key is not None:
            self.dismiss(self._parts[key])

    @on(LineTable.Activated, "#parts")
    def _choose(self, event: LineTable.Activated) -> None:
        self.dismiss(self._parts[event.key])
