"""The two tables of Hand-offs: divisions by rounds with how they answered, and the rounds of one division."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from models.language import _, date_text, decimal_text, ngettext, number_text
from models.rules.records import Division, Handoff, text
from models.rules.rounds import (
    Response,
    days_left,
    is_awaited,
    is_overtaken,
    response_of,
    rounds_of,
    state_of,
)
from models.rules.words import ROUND_SHAPES, HandoffState
from screens.widgets.columns import Look, word
from screens.widgets.table_columns import GUTTER, Column
from screens.widgets.table_lines import Cell, CellValue, Tone

ROUND_TONES: Final[dict[HandoffState, Tone]] = {
    HandoffState.MADE: "",
    HandoffState.SENT: "",
    HandoffState.RETURNED: "warning",
    HandoffState.MERGED: "success",
    HandoffState.MISSING: "error",
    HandoffState.CANCELLED: "dim",
}

WEEK: Final = "week-"
"""Before the number of a week, in the key of its column."""
WEEK_WIDTH: Final = 2
LEAST_WEEKS: Final = 6
"""Weeks that show however narrow the table is; the others are left out from the first on."""

WIDEST_STANDING: Final = 32
"""Cells for how far the newest round has come, at most."""

NARROW, WIDE = 100, 160
"""From these many cells on, there is room for more."""


@dataclass(frozen=True, eq=False)
class RoundsLook(Look):
    """The hand-offs of a plan as they are shown."""

    @cached_property
    def rounds(self) -> dict[str, tuple[Handoff, ...]]:
        """The hand-offs of each division, by its uid, the newest first."""
        return {each.uid: rounds_of(self.state, each.uid)[::-1] for each in self.state.divisions}

    @cached_property
    def responses(self) -> dict[str, Response]:
        """How each division answered, by its uid."""
        return {uid: response_of(rounds, self.state.day) for uid, rounds in self.rounds.items()}

    @cached_property
    def last_week(self) -> int:
        """The last week that has a column: this one, or that of a later round."""
        now = self.state.calendar.week_number(self.state.day)
        return max([min(now, self.state.calendar.weeks), 1, *(each.week for each in self.state.handoffs)])

    def state_of(self, handoff: Handoff) -> HandoffState:
        """How far a hand-off has come."""
        return state_of(handoff, self.state.day)

    def in_week(self, division: str, week: int) -> Handoff | None:
        """The hand-off of a division in a week; of several the last that was not cancelled."""
        found = [each for each in self.rounds[division] if each.week == week]
        alive = [each for each in found if self.state_of(each) is not HandoffState.CANCELLED]
        return next(iter(alive or found), None)

    def newest(self, division: str) -> Handoff | None:
        """The last hand-off of a division that was not cancelled."""
        alive = (each for each in self.rounds[division] if self.state_of(each) is not HandoffState.CANCELLED)
        return next(alive, None)

    def is_overtaken(self, handoff: Handoff) -> bool:
        """Whether a later round of its division has come back."""
        return is_overtaken(handoff, self.rounds[handoff.division], self.state.day)

    def tone(self, handoff: Handoff) -> Tone:
        """The colour of its state; what is missing worries nobody once a later round came back."""
        state = self.state_of(handoff)
        if state is HandoffState.MISSING and self.is_overtaken(handoff):
            return "dim"
        return ROUND_TONES[state]

    def mark(self, handoff: Handoff | None) -> CellValue:
        """Its state in one cell."""
        if handoff is None:
            return ""
        return Cell(ROUND_SHAPES[self.state_of(handoff)], self.tone(handoff))

    def legend(self) -> Text:
        """What the marks mean, and which days are counted."""
        told = [f"{ROUND_SHAPES[state]} {word(state)}" for state in HandoffState]
        return Text("   ").join(Text(each) for each in (*told, _("days left and late are working days")))


def days_text(look: RoundsLook, handoff: Handoff) -> str:
    """Working days left or late of one that is awaited, unless a later round came back; nothing for others."""
    state = look.state
    if not is_awaited(handoff, state.day):
        return ""
    if look.is_overtaken(handoff):
        return _("overtaken")
    left = days_left(state.calendar, handoff, state.day)
    if handoff.due == state.day:
        return _("due today")
    if handoff.due > state.day:
        return ngettext("{days} day left", "{days} days left", left).format(days=left)
    return ngettext("{days} day late", "{days} days late", -left).format(days=-left)


def standing_text(look: RoundsLook, handoff: Handoff | None) -> str:
    """How far the newest round has come, in words, with the days that matter."""
    if handoff is None:
        return ""
    state = look.state_of(handoff)
    told = word(state)
    if state is HandoffState.RETURNED:
        count = handoff.undecided or 0
        more = ngettext("{count} to decide", "{count} to decide", count).format(count=number_text(count))
    else:
        more = days_text(look, handoff)
    return f"{told}, {more}" if more else told


def standing_width(look: RoundsLook, handoffs: Iterable[Handoff | None]) -> int:
    """Cells for how far some hand-offs have come, within bounds."""
    widest = max((cell_len(standing_text(look, each)) for each in handoffs), default=0)
    return max(16, min(widest, WIDEST_STANDING))


# The upper table.


def division_columns(look: RoundsLook, width: int) -> list[Column]:
    """The columns for a table of so many cells; as many of the last weeks as leave room for the figures."""
    ids = max((len(each.id) for each in look.state.divisions), default=4)
    title = _("Id") if width < NARROW else _("Division")
    first = [Column("id", title, max(cell_len(title), min(ids, 12)), frozen=True)]
    if width >= WIDE:
        first.append(Column("name", _("Name"), 24, flexible=True))
    standing = standing_width(look, [look.newest(each.uid) for each in look.state.divisions])
    first.append(Column("now", _("Newest round"), standing, flexible=width < WIDE))
    figures = [
        _figure("people", _("Staff"), 6),
        _figure("answered", _("Answered"), 4),
        _figure("rows", _("Rows"), 4),
        *([_figure("per-round", _("A round"), 4)] if width >= WIDE else []),
        _figure("changed", _("Changed"), 4),
        _figure("confirmed", _("Confirmed"), 4),
        _figure("rejects", _("Unreadable"), 4),
        _figure("days", _("Days"), 4),
    ]
    shown = figures if width >= NARROW else figures[:4]
    used = GUTTER + sum(column.width + 1 for column in (*first, *shown))
    count = max(LEAST_WEEKS, (width - used) // (WEEK_WIDTH + 1))
    weeks = range(max(1, look.last_week - count + 1), look.last_week + 1)
    return [
        *first,
        *(Column(f"{WEEK}{week}", str(week), WEEK_WIDTH, align="right") for week in weeks),
        *figures,
    ]


def _figure(key: str, title: str, width: int) -> Column:
    """A column of numbers, as wide as its title needs."""
    return Column(key, title, max(width, min(cell_len(title), 12)), align="right")


def week_of(column: str) -> int | None:
    """The week of a column; None for another column."""
    return int(column.removeprefix(WEEK)) if column.startswith(WEEK) else None


def division_cells(look: RoundsLook, division: Division, columns: Sequence[Column]) -> list[CellValue]:
    """The cells of a division."""
    response, newest = look.responses[division.uid], look.newest(division.uid)
    average = response.days_to_answer
    told: dict[str, CellValue] = {
        "id": division.id,
        "name": text(division, "name"),
        "now": standing_cell(look, newest),
        "people": "" if division.headcount is None else number_text(division.headcount),
        "answered": f"{response.answered}/{response.rounds}" if response.rounds else "",
        "rows": _count(response.rows_sent, response.rounds),
        "per-round": _count(response.rows_per_round, response.rounds),
        "changed": _count(response.rows_changed, response.answered),
        "confirmed": _count(response.rows_confirmed, response.answered),
        "rejects": _count(response.rejects, response.answered),
        "days": "" if average is None else decimal_text(average),
    }
    cells = []
    for column in columns:
        week = week_of(column.key)
        cells.append(told[column.key] if week is None else look.mark(look.in_week(division.uid, week)))
    return cells


def standing_cell(look: RoundsLook, handoff: Handoff | None) -> CellValue:
    """`standing_text` with its colour."""
    if handoff is None:
        return ""
    return Cell(standing_text(look, handoff), look.tone(handoff))


def _count(count: int | None, of: int) -> str:
    return number_text(count) if of and count is not None else ""


# The lower table.


def round_columns(look: RoundsLook, division: str, width: int) -> list[Column]:
    """The columns of the rounds of a division, by its uid, for a table of so many cells."""
    ids = max((len(each.id) for each in look.state.handoffs), default=11)
    more = [
        _figure("undecided", _("Undecided"), 4),
        Column("note", _("Note"), 10, flexible=True),
    ]
    return [
        Column("id", _("Id"), max(11, min(ids, 18)), frozen=True),
        Column("state", _("State"), standing_width(look, look.rounds[division]) + 2, flexible=width < WIDE),
        Column("sent", _("Sent"), 10),
        Column("due", _("Due"), 10),
        Column("returned", _("Returned"), 10),
        _figure("rows", _("Rows"), 4),
        _figure("changed", _("Changed"), 4),
        _figure("confirmed", _("Confirmed"), 4),
        _figure("conflicts", _("Conflicts"), 4),
        _figure("rejects", _("Unreadable"), 4),
        *(more if width >= WIDE else ()),
    ]


def round_cells(look: RoundsLook, handoff: Handoff) -> list[CellValue]:
    """The cells of a hand-off."""
    state = look.state_of(handoff)
    return [
        handoff.id,
        Cell(f"{ROUND_SHAPES[state]} {standing_text(look, handoff)}", look.tone(handoff)),
        date_text(handoff.sent),
        date_text(handoff.due),
        date_text(handoff.returned),
        *(
            "" if count is None else number_text(count)
            for count in (
                handoff.rows_sent,
                handoff.rows_changed,
                handoff.rows_confirmed,
                handoff.conflicts,
                handoff.rejects,
                handoff.undecided,
            )
        ),
        handoff.note or "",
    ]
