"""What a date that is being moved would do: to itself, to those who wait for it, and which key saves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from models.language import _, date_text, ngettext, number_text
from models.rules.network import Moved, Slip
from models.rules.records import Milestone, text
from models.rules.slip_words import held_text
from models.rules.state import PlanState
from models.rules.words import WORDS, DependencyKind
from screens.widgets.columns import id_width
from screens.widgets.table import Cell, CellValue, Column, LineTable
from screens.widgets.table_lines import clean

MOST_LINES: Final = 8
"""Milestones that are hit which show at once; the others are scrolled to."""


@dataclass(frozen=True)
class Draft:
    """A date that is being moved and not saved yet."""

    state: PlanState
    milestone: Milestone
    slip: Slip

    @property
    def day(self) -> date:
        """The date that is wanted."""
        return self.slip.day

    @cached_property
    def moved(self) -> Mapping[str, date]:
        """Every date that would change, by the uid of its milestone."""
        return {self.milestone.uid: self.day, **{each.uid: each.end for each in self.slip.moved}}

    def heading(self, width: int) -> str:
        """What happens to the milestone itself; its title is cut where there is no room."""
        workdays = self.state.calendar.workdays(self.milestone.forecast, self.day)
        sentence = (
            ngettext("{days} working day later", "{days} working days later", workdays)
            if self.day > self.milestone.forecast
            else ngettext("{days} working day earlier", "{days} working days earlier", -workdays)
        )
        told = sentence.format(days=number_text(abs(workdays)))
        if self.day > self.state.calendar.end:
            told += ", " + _("after day {days}").format(days=self.state.charter.days)
        told = f"  {date_text(self.milestone.forecast)} → {date_text(self.day)}, {told}"
        name = clean(f"{self.milestone.id} {text(self.milestone, 'title')}")
        room = max(width - cell_len(told), cell_len(self.milestone.id))
        return Content(name).truncate(room, ellipsis=True).plain + told

    def hit_text(self) -> str:
        """How many others are hit, and whether the milestone itself would come too early."""
        pushed, soft = len(self.slip.moved), len(self.slip.soft)
        told = []
        if pushed:
            sentence = ngettext(
                "{count} other is pushed to {date}",
                "{count} others are pushed to {date}",
                pushed,
            )
            told.append(sentence.format(count=number_text(pushed), date=date_text(self.day)))
        if soft:
            sentence = ngettext(
                "{count} waits softly and keeps its date", "{count} wait softly and keep their dates", soft
            )
            told.append(sentence.format(count=number_text(soft)))
        hit = "; ".join(told) + "." if told else _("Nobody who waits for it is hit.")
        return f"{hit} {held}" if (held := held_text(self.state, self.milestone, self.day)) else hit

    def keys_text(self) -> str:
        """Which keys save it."""
        if self.slip.moved:
            return _("enter saves this date alone · a moves the others too · esc drops it")
        return _("enter saves this date · esc drops it")

    def hit(self) -> list[str]:
        """Uids of all that are hit, in the order of the chain; those that wait softly after them."""
        return [*(each.uid for each in self.slip.moved), *self.slip.soft]

    def cells(self, uid: str) -> list[CellValue]:
        """What a line tells of one that is hit: who, its dates, working days, because of whom."""
        state = self.state
        milestone: Milestone = state.get("milestone", uid)
        told: list[CellValue] = [milestone.id, text(milestone, "title"), date_text(milestone.forecast)]
        moved = self._by_uid.get(uid)
        if moved is None:
            return [*told, Cell(_("stays"), "dim"), "", Cell(_(WORDS[DependencyKind.SOFT]), "dim")]
        return [
            *told,
            Cell(date_text(moved.end), "error" if moved.end > state.calendar.end else "warning"),
            f"+{number_text(moved.workdays)}",
            str(state.id_of("milestone", moved.because)),
        ]

    @cached_property
    def _by_uid(self) -> dict[str, Moved]:
        return {each.uid: each for each in self.slip.moved}


class SlipPanel(Vertical):
    """Shows a draft; hidden while there is none."""

    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    _draft: Draft | None = None

    def compose(self) -> ComposeResult:
        """The sentences, the milestones that are hit, the keys."""
        yield Static(id="slip-heading", markup=False)
        yield Static(id="slip-hit", markup=False)
        yield LineTable((), self._cells, id="slip-table")
        yield Static(id="slip-keys", markup=False)

    def show(self, draft: Draft | None, *, width: int, height: int) -> None:
        """Shows a draft, or nothing.

        Args:
            width, height: of the terminal; a quarter of its lines at most show milestones that are hit.
        """
        self._draft = draft
        self.display = draft is not None
        if draft is None:
            return
        for name, words in (
            ("heading", draft.heading(width - 2)),
            ("hit", draft.hit_text()),
            ("keys", draft.keys_text()),
        ):
            self.query_one(f"#slip-{name}", Static).update(words)
        table, hit = self.query_one(LineTable), draft.hit()
        table.display = bool(hit)
        table.styles.height = 1 + min(len(hit), MOST_LINES, max(height // 4, 1))
        table.set_columns(self._columns([draft.state.get("milestone", uid) for uid in hit]))
        table.set_rows(hit)
        table.refresh_all()

    def _columns(self, milestones: Sequence[Milestone]) -> list[Column]:
        ids = id_width(milestones)
        return [
            Column("id", _("Id"), ids),
            Column("what", _("What"), 16, flexible=True),
            Column("now", _("Now"), 10),
            Column("becomes", _("Becomes"), 10),
            Column("days", _("Days"), 5, "right"),
            Column("because", _("Because of"), 10),
        ]

    def _cells(self, uid: str) -> Sequence[CellValue]:
        return self._draft.cells(uid) if self._draft is not None else ()
