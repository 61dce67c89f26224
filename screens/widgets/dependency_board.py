"""The board: milestones of dependencies as cards, divisions down, the plan's weeks across; the arrows told in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import Static

from models.language import _, date_text, monday_of, short_date_text
from models.rules.records import Milestone, text
from models.rules.words import SHAPES, WORDS
from screens.widgets.columns import LIGHT_TONES, word
from screens.widgets.dependency_lines import LineColumn, LinesTable
from screens.widgets.dependency_look import APART, OVERDUE, DependencyLook, Line
from screens.widgets.dependency_pane import DependencyPane, Facts
from screens.widgets.dependency_words import arrow_text
from screens.widgets.table import Cell, CellValue, Column, LineTable

WEEK: Final = "week-"
"""Before the number of a week, in the key of its column; 0 is before the plan, one more than its weeks after it."""

ARROWS: Final = ("marks", "id", "arrow")
"""The columns of the arrows of a card."""

LEAST_ARROWS: Final = 4
"""Lines that are left to the arrows of a card."""


class ArrowsTable(LinesTable):
    """The dependencies of one milestone, told in words as it sees them."""

    seen_from: str = ""
    """The uid of that milestone."""

    def cell_of(self, column: LineColumn, look: DependencyLook, line: Line) -> CellValue:
        if column.key != "arrow":
            return super().cell_of(column, look, line)
        return Cell(arrow_text(look, line, self.seen_from), line.tone if line.marks else "")


class BoardPane(DependencyPane):
    """Divisions by weeks; a card is an open milestone in the week of its forecast."""

    _cards: Mapping[tuple[str, int], Sequence[str]] = {}
    _lines_of: Mapping[str, Sequence[Line]] = {}

    def compose(self) -> ComposeResult:
        """The board, the card at the cursor, its arrows."""
        yield LineTable(id="board")
        yield Static(id="card-told", classes="told", markup=False)
        yield ArrowsTable(ARROWS, id="arrows")

    @property
    def board(self) -> LineTable:
        """The upper table."""
        return self.query_one("#board", LineTable)

    @property
    def arrows(self) -> ArrowsTable:
        """The lower table."""
        return self.query_one("#arrows", ArrowsTable)

    def show(self, facts: Facts) -> None:
        is_first = self.facts is None
        self.facts = facts
        self._cards, self._lines_of = facts.cards, facts.look.lines_by_milestone
        self.board.empty_text = Text(_("No open milestone waits or is waited for."))
        self.board.set_source(self._row_cells)
        self._lay_out()
        self.board.set_rows(self._row_keys())
        self.board.refresh_all()
        if is_first:
            self._go_to_now()
        self._show_card()

    def _row_keys(self) -> list[str]:
        """As many rows of a division as it has cards in its fullest week; one where it has none."""
        if self.facts is None or not self._cards:
            return []
        keys = []
        for division in self.facts.look.state.divisions:
            some = [cards for (uid, _week), cards in self._cards.items() if uid == division.uid]
            height = max((len(cards) for cards in some), default=1)
            keys += [f"{division.uid}:{place}" for place in range(height)]
        return keys

    def _go_to_now(self) -> None:
        """Begins at the first card of this week or of the next that has one."""
        assert self.facts is not None
        now = self.facts.look.this_week
        ahead = [week for _uid, week in self._cards if week >= now] or [week for _uid, week in self._cards]
        if not ahead:
            return
        week = min(ahead)
        for division in self.facts.look.state.divisions:
            if self._cards.get((division.uid, week)):
                # From the last week back, so that as many of those to come show as there is room for.
                self.board.move_cursor(f"{division.uid}:0", self.board.columns[-1].key)
                self.board.move_cursor(column=f"{WEEK}{week}")
                return

    # The board.

    def on_resize(self, _event: Resize) -> None:
        """Lays the board out for the new size."""
        self._lay_out()
        self.board.refresh_all()

    def _lay_out(self) -> None:
        if self.facts is None:
            return
        look = self.facts.look
        weeks = look.state.calendar.weeks
        shown = list(range(1, weeks + 1))
        found = {week for _uid, week in self._cards}
        shown = [0] * (0 in found) + shown + [weeks + 1] * (weeks + 1 in found)
        ids = max((cell_len(each.id) for each in look.state.divisions), default=4)
        least = max(
            (cell_len(self._card_text(uid)) for cards in self._cards.values() for uid in cards), default=5
        )
        room = self.app.size.width - 4 - min(ids, 12)
        width = max(least, min(room // len(shown) - 1, 14))
        self.board.set_columns(
            [
                Column("division", "", min(ids, 12), frozen=True),
                *(Column(f"{WEEK}{week}", self._week_title(week, width), width) for week in shown),
            ]
        )
        # One line for the titles; the lower table needs its own.
        most = max(4, self.app.size.height - 7 - LEAST_ARROWS)
        self.board.styles.height = min(len(self._row_keys()) + 1, most)

    def _week_title(self, week: int, width: int) -> str:
        assert self.facts is not None
        calendar = self.facts.look.state.calendar
        if not 1 <= week <= calendar.weeks:
            return _("before") if week < 1 else _("after")
        told = str(week)
        monday = short_date_text(monday_of(calendar.start) + timedelta(weeks=week - 1))
        if len(told) + len(monday) + 1 <= width - 2:
            told = f"{told} {monday}"
        return f"▸{told}" if week == self.facts.look.this_week else told

    def _card_text(self, uid: str) -> str:
        look = self._look
        milestone = look.state.get("milestone", uid)
        shape = (SHAPES[look.state.light_by_milestone[uid]] or " ")[:1]
        return f"{shape} {milestone.id}{self._marks(uid)}"

    def _marks(self, uid: str) -> str:
        lines = self._lines_of.get(uid, ())
        is_overdue = any(line.is_overdue for line in lines)
        return OVERDUE * is_overdue + APART * any(line.is_apart for line in lines)

    @property
    def _look(self) -> DependencyLook:
        assert self.facts is not None
        return self.facts.look

    def _row_cells(self, key: str) -> list[CellValue]:
        if self.facts is None:
            return []
        division, _colon, place = key.partition(":")
        told: list[CellValue] = [self._look.division_ids.get(division, "") if place == "0" else ""]
        for column in self.board.columns[1:]:
            uid = self._card(key, column.key)
            if uid is None:
                told.append("")
            else:
                light = self._look.state.light_by_milestone[uid]
                told.append(Cell(self._card_text(uid), "error" if self._marks(uid) else LIGHT_TONES[light]))
        return told

    def _card(self, key: str, column: str) -> str | None:
        """The milestone in a cell, by its uid."""
        division, _colon, place = key.partition(":")
        if not column.startswith(WEEK):
            return None
        cards = self._cards.get((division, int(column.removeprefix(WEEK))), ())
        return cards[int(place)] if int(place) < len(cards) else None

    # The card at the cursor.

    @property
    def card(self) -> Milestone | None:
        """The milestone at the cursor of the board."""
        key = self.board.cursor_key
        uid = None if key is None else self._card(key, self.board.cursor_column)
        found: Milestone | None = None if uid is None else self._look.state.get("milestone", uid)
        return found

    @on(LineTable.Highlighted, "#board")
    def _card_changed(self, message: LineTable.Highlighted) -> None:
        message.stop()
        self._show_card()

    def _show_card(self) -> None:
        if self.facts is None:
            return
        card = self.card
        self.arrows.seen_from = "" if card is None else card.uid
        self.arrows.empty_text = Text(
            _("Move to a card with the arrows: here its dependencies are told.") if self._cards else ""
        )
        self.arrows.show_lines(self._look, self._lines_of.get(card.uid, ()) if card is not None else ())
        self.query_one("#card-told", Static).update("" if card is None else self._about(card))

    def _about(self, card: Milestone) -> str:
        state = self._look.state
        light = state.light_by_milestone[card.uid]
        facts = [
            self._look.division_of(card),
            _("forecast {date}").format(date=date_text(card.forecast)),
            word(card.status),
        ]
        if light is not None:
            facts.append(_("light {light}").format(light=_(WORDS[light])))
        return f"{card.id} {text(card, 'title')} · {' · '.join(facts)}"

    # What the screen asks.

    @property
    def milestone(self) -> str | None:
        """The card; in the list of its arrows the milestone at the other end."""
        line, card = self.line, self.card
        if line is None or card is None:
            return None if card is None else card.uid
        return line.link.provider if card.uid == line.link.waiting else line.link.waiting

    @property
    def row(self) -> tuple[str, str] | None:
        if self.line is not None:
            return "dependency", self.line.link.uid
        return None if self.card is None else ("milestone", self.card.uid)

    @property
    def row_text(self) -> str:
        return self._about(self.card) if self.board.has_focus and self.card is not None else super().row_text

    def go_to(self, uid: str) -> bool:
        line = self._look.every_line.get(uid)
        if line is None:
            return False
        for milestone in (line.link.waiting, line.link.provider):
            for (division, week), cards in self._cards.items():
                if milestone in cards:
                    self.board.move_cursor(f"{division}:{list(cards).index(milestone)}", f"{WEEK}{week}")
                    self._show_card()
                    self.arrows.move_cursor(uid)
                    self.arrows.focus()
                    return True
        return False
