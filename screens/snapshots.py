"""The frozen weeks of the plan: take one, list them, compare two or one with now."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from models.language import N_, _, date_text, number_text
from models.rules.words import SHAPES, Light
from screens.base import PlanScreen
from screens.commands import bindings
from screens.comparison import ComparisonScreen
from screens.widgets.table import CellValue, Column, LineTable

if TYPE_CHECKING:
    from models.plan import Plan
    from models.snapshots import Snapshot

LIGHTS: Final = (Light.RED, Light.AMBER, Light.GREEN, Light.GREY)

WIDE: Final = 120
"""From this many cells on, the list shows more figures."""

MORE_FIGURES: Final[dict[str, str]] = {
    "overdue": N_("Late"),
    "blocked": N_("Blocked"),
    "at_risk": N_("At risk"),
    "stale": N_("Stale"),
}
"""Figures that a wide list shows too, with their English titles."""


class SnapshotsScreen(PlanScreen["tuple[Snapshot, ...]"]):
    """A row for each snapshot, the newest at the top."""

    NAME = "snapshots"
    CSS_PATH = "snapshots.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("snapshots")

    def __init__(self) -> None:
        super().__init__()
        self._by_key: dict[str, Snapshot] = {}

    def compose_body(self) -> ComposeResult:
        """The table."""
        yield LineTable(id="snapshots")

    @property
    def table(self) -> LineTable:
        """The table."""
        return self.query_one("#snapshots", LineTable)

    def ask(self, plan: Plan) -> tuple[Snapshot, ...]:
        return plan.snapshots.all()

    def show(self, result: tuple[Snapshot, ...]) -> None:
        self._by_key = {str(snapshot.number): snapshot for snapshot in reversed(result)}
        table = self.table
        table.empty_text = Text(_("No week is frozen yet. Press t to freeze this one."))
        table.set_columns(_columns(self.is_wide))
        table.set_source(self._cells)
        table.set_rows(tuple(self._by_key))

    def _cells(self, key: str) -> list[CellValue]:
        snapshot = self._by_key[key]
        figures = snapshot.figures
        ideal = figures.ideal_remaining
        counts = [sum(getattr(each, light.value) for each in figures.lights.values()) for light in LIGHTS]
        return [
            str(snapshot.week),
            date_text(snapshot.day),
            str(snapshot.version),
            number_text(figures.weight_in_scope),
            number_text(figures.weight_done),
            number_text(figures.weight_remaining),
            "–" if ideal is None else number_text(ideal),
            *(number_text(count) for count in counts),
            *(number_text(getattr(figures, name)) for name in (MORE_FIGURES if self.is_wide else ())),
            snapshot.reason or "",
        ]

    @property
    def is_wide(self) -> bool:
        """Whether there is room for more figures."""
        return self.size.width >= WIDE

    def on_resize(self) -> None:
        """Lays the list out for the new width."""
        self.table.set_columns(_columns(self.is_wide))
        self.table.refresh_all()

    def row_as_text(self) -> str:
        key = self.table.cursor_key
        return "\t".join(str(cell) for cell in self._cells(key)) if key is not None else ""

    def action_take_snapshot(self) -> None:
        """Freezes this week; says so when it is frozen already."""
        self.work(lambda plan: plan.snapshots.take(), then=self._tell_taken)

    def _tell_taken(self, taken: tuple[Snapshot, bool]) -> None:
        snapshot, is_new = taken
        sentence = _("Week {week} is frozen as it stands on {date}.")
        if not is_new:
            sentence = _("Week {week} was frozen already, as it stood on {date}; it stays so.")
        self.tell(sentence.format(week=snapshot.week, date=date_text(snapshot.day)))

    @on(LineTable.Activated, "#snapshots")
    def _open(self, message: LineTable.Activated) -> None:
        message.stop()
        self.action_compare()

    def action_compare(self) -> None:
        """Compares the two marked snapshots, or the one at the cursor with the plan as it is now."""
        marked = sorted(
            (self._by_key[key] for key in self.table.selected_keys), key=lambda s: (s.day, s.number)
        )
        if len(marked) > 2:
            self.tell(_("Two snapshots are compared, and {count} are marked.").format(count=len(marked)))
            return
        if not marked and self.table.cursor_key is not None:
            marked = [self._by_key[self.table.cursor_key]]
        if marked:
            self.app.push_screen(ComparisonScreen(marked[0], marked[1] if len(marked) == 2 else None))

    def action_show_page(self) -> None:
        """Shows the weekly page of the snapshot at the cursor, or of this week where none is frozen."""
        from screens.page import PageScreen

        key = self.table.cursor_key
        self.app.push_screen(PageScreen(self._by_key[key] if key is not None else None))


def _columns(is_wide: bool) -> tuple[Column, ...]:
    return (
        Column("week", _("Week"), 6, align="right", frozen=True),
        Column("date", _("Date"), 10),
        Column("version", _("Version"), 7, align="right"),
        Column("scope", _("In scope"), 8, align="right"),
        Column("done", _("Done"), 6, align="right"),
        Column("remaining", _("Remaining"), 9, align="right"),
        Column("ideal", _("Ideal"), 6, align="right"),
        *(Column(light.value, SHAPES[light], 3, align="right") for light in LIGHTS),
        *(
            Column(name, _(title), 9, align="right")
            for name, title in (MORE_FIGURES if is_wide else {}).items()
        ),
        Column("reason", "", 1, flexible=True),
    )
