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
from models.rules.dependencies import Card
from models.rules.records import Milestone, text
from models.rules.words import SHAPES, WORDS
from screens.widgets.columns import LIGHT_TONES, word
from screens.widgets.dependency_lines import LineColumn, LinesTable
from screens.widgets.dependency_look import BROKEN, OVERDUE, DependencyLook, Line
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

    _cards: Mapping[str, Mapping[int, Sequence[Card]]] = {}
    """By the uid of the division, then by week."""

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
        self._cards = {} if facts.board is None else dict(facts.board.rows)
        self.board.empty_text = Text(_("No open milestone waits or is waited for."))
        self.board.set_source(self._row_cells)
        self._lay_out()
        self.board.set_rows(self._row_keys())
        self.board.refresh_all()
        if is_first:
            # Columns scroll once it is known how wide the board is.
            self.call_after_refresh(self._go_to_now)
        self._show_card()

    def _row_keys(self) -> list[str]:
        """As many rows of a division as it has cards in its fullest week; one where it has none."""
        if self.facts is None or not self._cards:
            return []
        keys = []
        for division in self.facts.look.state.divisions:
            weeks = self._cards.get(division.uid, {})
            height = max((len(cards) for cards in weeks.values()), default=1)
            keys += [f"{division.uid}:{place}" for place in range(height)]
        return keys

    def _go_to_now(self) -> None:
        """Begins at the first card of this week or of the next that has one."""
        assert self.facts is not None
        now = self.facts.look.this_week
        taken = {week for weeks in self._cards.values() for week in weeks}
        week = min((each for each in taken if each >= now), default=max(taken, default=0))
        for uid, weeks in self._cards.items():
            if weeks.get(week):
                # From the last week back, so that as many of those to come show as there is room for.
                self.board.move_cursor(f"{uid}:0", self.board.columns[-1].key)
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
        shown = () if self.facts.board is None else self.facts.board.weeks
        cards = [card for weeks in self._cards.values() for some in weeks.values() for card in some]
        ids = max((cell_len(each.id) for each in look.state.divisions), default=4)
        least = max((cell_len(self._card_text(card)) for card in cards), default=5)
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

    def _card_text(self, card: Card) -> str:
        shape = (SHAPES[self._look.state.light_by_milestone[card.milestone.uid]] or " ")[:1]
        return f"{shape} {card.milestone.id}{self._marks(card)}"

    def _marks(self, card: Card) -> str:
        return OVERDUE * card.is_overdue + BROKEN * card.is_broken

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
            card = self._card(key, column.key)
            if card is None:
                told.append("")
            else:
                light = self._look.state.light_by_milestone[card.milestone.uid]
                told.append(Cell(self._card_text(card), "error" if self._marks(card) else LIGHT_TONES[light]))
        return told

    def _card(self, key: str, column: str) -> Card | None:
        """What stands in a cell."""
        division, _colon, place = key.partition(":")
        if not column.startswith(WEEK):
            return None
        cards = self._cards.get(division, {}).get(int(column.removeprefix(WEEK)), ())
        return cards[int(place)] if int(place) < len(cards) else None

    # The card at the cursor.

    @property
    def card(self) -> Card | None:
        """The card at the cursor of the board."""
        key = self.board.cursor_key
        return None if key is None else self._card(key, self.board.cursor_column)

    @on(LineTable.Highlighted, "#board")
    def _card_changed(self, message: LineTable.Highlighted) -> None:
        message.stop()
        self._show_card()

    def _show_card(self) -> None:
        if self.facts is None:
            return
        card = self.card
        self.arrows.seen_from = "" if card is None else card.milestone.uid
        self.arrows.empty_text = Text(
            _("Move to a card with the arrows: here its dependencies are told.") if self._cards else ""
        )
        links = () if card is None else (*card.needs, *card.serves)
        self.arrows.show_lines(self._look, self._look.lines(links))
        self.query_one("#card-told", Static).update("" if card is None else self._about(card.milestone))

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
            return None if card is None else card.milestone.uid
        return line.link.provider if card.milestone.uid == line.link.waiting else line.link.waiting

    @property
    def row(self) -> tuple[str, str] | None:
        if self.line is not None:
            return "dependency", self.line.link.uid
        return None if self.card is None else ("milestone", self.card.milestone.uid)

    @property
    def row_text(self) -> str:
        if self.line is None and self.card is not None:
            return self._about(self.card.milestone)
        return super().row_text

    def go_to(self, uid: str) -> bool:
        """Puts the cursor on the card that waits, and on its arrow."""
        for division, weeks in self._cards.items():
            for week, cards in weeks.items():
                for place, card in enumerate(cards):
                    if any(link.uid == uid for link in card.needs):
                        self.board.move_cursor(f"{division}:{place}", f"{WEEK}{week}")
                        self._show_card()
                        self.arrows.focus()
                        return self.arrows.move_cursor(uid)
        return False
