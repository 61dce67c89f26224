"""The frozen weeks of the plan: take one, correct it, list, verify, compare two or one with now."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from models.clock import in_zone
from models.language import N_, _, clock_text, date_text, number_text
from models.rules.seal import short_seal
from models.rules.weeks import correction_text
from models.rules.words import SHAPES, Light
from screens.commands import bindings
from screens.comparison import ComparisonScreen
from screens.snapshots_base import SnapshotsBase
from screens.widgets.table import CellValue, Column, LineTable

if TYPE_CHECKING:
    from models.plan import Plan
    from models.snapshots import Snapshot

LIGHTS: Final = (Light.RED, Light.AMBER, Light.GREEN, Light.GREY)

WIDE: Final = 120
"""From this many cells on, the list shows more figures."""

VERY_WIDE: Final = 140
"""From this many cells on, it shows the first digits of the seals too."""

MORE_FIGURES: Final[dict[str, str]] = {
    "overdue": N_("Late"),
    "blocked": N_("Blocked"),
    "at_risk": N_("At risk"),
    "stale": N_("Stale"),
}
"""Figures that a wide list shows too, with their English titles."""


class SnapshotsScreen(SnapshotsBase):
    """A row for each snapshot, the newest at the top."""

    NAME = "snapshots"
    CSS_PATH = "snapshots.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("snapshots")

    def __init__(self) -> None:
        super().__init__()
        self._by_key: dict[str, Snapshot] = {}

    def compose_body(self) -> ComposeResult:
        """The table, and under it what it has no room for."""
        yield LineTable(id="snapshots")
        yield Static(id="about", markup=False)

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
        table.set_columns(self._columns())
        table.set_source(self._cells)
        table.set_rows(tuple(self._by_key))
        if self.taken is not None and table.move_cursor(str(self.taken)):
            self.taken = None
        self._tell_about()

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
            *([short_seal(snapshot.seal)] if self.is_very_wide else []),
            self._correction_of(snapshot),
        ]

    def _correction_of(self, snapshot: Snapshot) -> str:
        newest = max(each.version for each in self._by_key.values() if each.week == snapshot.week)
        return correction_text(snapshot.reason, snapshot.version, newest)

    @property
    def is_wide(self) -> bool:
        """Whether there is room for more figures."""
        return self.size.width >= WIDE

    @property
    def is_very_wide(self) -> bool:
        """Whether there is room for the seals too."""
        return self.size.width >= VERY_WIDE

    def on_resize(self) -> None:
        """Lays the list out for the new width."""
        self.table.set_columns(self._columns())
        self.table.refresh_all()
        self._tell_about()

    def _columns(self) -> tuple[Column, ...]:
        return _columns(self.is_wide, with_seal=self.is_very_wide)

    @on(LineTable.Highlighted, "#snapshots")
    def _follow(self, message: LineTable.Highlighted) -> None:
        message.stop()
        self._tell_about()

    def _tell_about(self) -> None:
        """Says of the snapshot at the cursor who took it when, what it corrects, and its seal."""
        key = self.table.cursor_key
        found = self._by_key.get(key) if key is not None else None
        frame = self.shell.plan
        told = "" if found is None or frame is None else about_text(found, frame.zone)
        if found is not None and (correction := self._correction_of(found)):
            told += f"\n{correction}"
        self.query_one("#about", Static).update(told)

    def row_as_text(self) -> str:
        key = self.table.cursor_key
        return "\t".join(str(cell) for cell in self._cells(key)) if key is not None else ""

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
        if not marked:
            self.tell(_("No week is frozen yet. Press t to freeze this one."))
        else:
            self.app.push_screen(ComparisonScreen(marked[0], marked[1] if len(marked) == 2 else None))

    def action_show_page(self) -> None:
        """Shows the weekly page of the snapshot at the cursor, or of this week where none is frozen."""
        from screens.page import PageScreen

        key = self.table.cursor_key
        self.app.push_screen(PageScreen(self._by_key[key] if key is not None else None))


def about_text(snapshot: Snapshot, zone: str) -> str:
    """Who took a snapshot, when, up to which revision, and its seal."""
    moment = in_zone(snapshot.at, zone)
    taken = _("Taken on {date} at {time} by {person}, up to revision {revision}").format(
        date=date_text(moment.date()),
        time=clock_text(moment),
        person=snapshot.person,
        revision=number_text(snapshot.revision),
    )
    return "\n".join([taken, " ".join([_("Seal"), snapshot.seal])])


def _columns(is_wide: bool, *, with_seal: bool) -> tuple[Column, ...]:
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
        *([Column("seal", _("Seal"), 8)] if with_seal else []),
        Column("reason", "", 1, flexible=True),
    )
