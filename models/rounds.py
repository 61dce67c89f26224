"""The rounds of hand-offs of an open plan: made, remembered as they were sent, and what came back unreadable."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, insert, select

from models import imports, queries, review
from models.damage import read_from_file
from models.edits import Edit, changes, creation, new_uid
from models.errors import NotFound, RuleBroken
from models.imports import Return
from models.language import _
from models.review import Review
from models.rules.records import Division, Handoff
from models.rules.rounds import RoundRows, check_cancelling, check_sending, round_id, rows_for
from models.rules.state import PlanState
from models.tables import SENT_FILE

if TYPE_CHECKING:
    from models.history import Revision
    from models.plan import Plan


MOST_PLACES: Final = 3
"""Cells that the history names when several are set aside together."""


@dataclass(frozen=True)
class SentFile:
    """What went out as a hand-off: the plan as it stood with a revision, and which of its rows."""

    id: str
    """The visible id of the hand-off; no other file ever has it."""
    handoff: str
    """The uid of the hand-off."""
    division: str
    """The uid of its division."""
    revision: int
    language: str
    """The language of its words and texts."""
    rows: Mapping[str, frozenset[str]]
    """By kind, the uids of the rows that were sent; those of others that are only shown included."""


class Rounds:
    """What an open plan knows of its hand-offs; `plan.rounds`."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def make(self, division: str, due: date, language: str, *, source: str = "command") -> SentFile:
        """Makes a round for a division as one revision, and writes down what its workbook will hold.

        Args:
            division: its uid.
            language: of its words and texts: `fi`, `sv` or `en`.

        Raises RuleBroken where the division has no open milestone to ask about.
        """
        plan = self._plan
        with plan.writing() as connection:
            state = queries.state_now(connection, plan.today)
            asked = state.get("division", division)
            if asked is None:
                raise NotFound(_("The division is not in the plan any more."))
            rows = rows_for(state, division)
            if not rows.own:
                raise nothing_to_ask(asked)
            id_ = self._next_id(connection, state, asked)
            edits, uid = _creation(state, asked, id_, due, rows)
            number = plan.write(connection, edits, source=source, reason=_("hand-off made"))
            _keep(connection, SentFile(id_, uid, division, number, language, _uids(rows)))
        return self.sent_file(id_)

    def _next_id(self, connection: Connection, state: PlanState, division: Division) -> str:
        taken = [*connection.scalars(select(SENT_FILE.c.id)), *(each.id for each in state.handoffs)]
        return round_id(state.calendar.week_number(state.day), division.id, taken)

    def mark_sent(
        self, uids: Iterable[str], day: date | None = None, *, source: str = "command"
    ) -> Revision | None:
        """Says that workbooks were sent, as one revision; None where nothing changes.

        Args:
            day: corrects what was said before; None is today, for what was not sent yet.

        Raises NotFound and RuleBroken; nothing was changed then.
        """
        plan = self._plan
        sent = day or plan.today
        rows = self._handoffs(uids)
        for row in rows:
            check_sending(row, sent, plan.today, corrects=day is not None)
        return self._mark(rows, {"sent": sent}, _("hand-off sent"), source)

    def cancel(self, uids: Iterable[str], *, source: str = "command") -> Revision | None:
        """Calls hand-offs off, as one revision; a file that comes back all the same is still merged.

        Raises NotFound and RuleBroken; nothing was changed then.
        """
        today = self._plan.today
        rows = self._handoffs(uids)
        for row in rows:
            check_cancelling(row, today)
        return self._mark(rows, {"cancelled": today}, _("hand-off cancelled"), source)

    def _handoffs(self, uids: Iterable[str]) -> list[Handoff]:
        state = self._plan.state()
        found: list[Handoff | None] = [state.get("handoff", uid) for uid in uids]
        rows = [row for row in found if row is not None]
        if len(rows) < len(found):
            raise NotFound(_("The hand-off is not in the plan any more."))
        return rows

    def _mark(
        self, rows: Iterable[Handoff], values: dict[str, Any], reason: str, source: str
    ) -> Revision | None:
        edits = [edit for row in rows for edit in changes("handoff", row, values)]
        return self._plan.apply(edits, source=source, reason=reason) if edits else None

    def sent_files(self) -> tuple[SentFile, ...]:
        """All files that went out, the oldest first."""
        with self._plan.reading() as connection:
            return _sent_files(connection)

    def sent_file(self, id_: str) -> SentFile:
        """The file that went out under the id of a hand-off; raises NotFound."""
        for found in self.sent_files():
            if found.id.casefold() == id_.casefold():
                return found
        raise NotFound(_("No workbook was made for a hand-off {id}.").format(id=id_))

    # What came back.

    def returns(self, id_: str) -> tuple[Return, ...]:
        """The files that came back of the hand-off with that id, as far as their imports stand, the oldest first."""
        with self._plan.reading() as connection:
            return imports.returns_of(connection, id_)

    def content_of(self, returned: Return) -> bytes:
        """The bytes of a file that came back; raises NotFound."""
        with self._plan.reading() as connection:
            content = imports.kept_content(connection, returned.sha256)
        if content is None:
            raise NotFound(_("{file} is not in the inbox.").format(file=returned.name))
        return content

    # What came back and could not be read.

    def reviews(self, id_: str | None = None) -> tuple[Review, ...]:
        """The cells that wait to be mended, the oldest first; of one hand-off, by its id, where asked."""
        with self._plan.reading() as connection:
            found = review.open_reviews(connection)
        return tuple(each for each in found if id_ in (None, each.sent_file))

    def review(self, number: int) -> Review:
        """One of them; raises NotFound."""
        with self._plan.reading() as connection:
            return _review(connection, number)

    def mend(self, number: int, edits: Sequence[Edit], *, source: str = "command") -> Revision | None:
        """Applies the edits that stand for a cell under review, as one revision, and takes it off the list.

        No edits where the value stands in the plan already. Raises NotFound, and what `Plan.apply` raises.
        """
        return self._end([number], edits, source, _("mended: {cells}"))

    def set_aside(self, numbers: Iterable[int], *, source: str = "command") -> Revision | None:
        """Takes cells off the list without a change of their rows, as one revision that undo takes back.

        Raises NotFound; nothing was taken off then.
        """
        return self._end(numbers, (), source, _("set aside: {cells}"))

    def _end(
        self, numbers: Iterable[int], edits: Sequence[Edit], source: str, reason: str
    ) -> Revision | None:
        """Takes cells off the list, after which their hand-offs wait for so many things less."""
        plan = self._plan
        with plan.writing() as connection:
            ended = [_review(connection, number) for number in dict.fromkeys(numbers)]
            edits = [*edits, *_fewer_open(connection, plan.today, ended)]
            told = reason.format(cells=_places(ended))
            written = plan.write(connection, edits, source=source, reason=told) if edits else None
            for each in ended:
                review.end(connection, each.number, written)
        return plan.revision(written) if written is not None else None


def _review(connection: Connection, number: int) -> Review:
    found = next((each for each in review.open_reviews(connection) if each.number == number), None)
    if found is None:
        raise NotFound(_("Nothing under review has the number {number}.").format(number=number))
    return found


def _places(cells: Sequence[Review]) -> str:
    """Where the cells stand, for the history: the first ones."""
    told = [f"{each.file}, {each.cell.sheet}!{each.cell.cell}" for each in cells[:MOST_PLACES]]
    return "; ".join(told) + (" …" if len(cells) > MOST_PLACES else "")


def nothing_to_ask(division: Division) -> RuleBroken:
    """The refusal of a round for a division that has no open milestone."""
    return RuleBroken(
        _("{division} has no open milestone to ask about, so nothing was made.").format(division=division.id)
    )


def _fewer_open(connection: Connection, day: date, ended: Iterable[Review]) -> list[Edit]:
    """What the hand-offs note whose cells are dealt with; a plan workbook has none."""
    counts = Counter(each.sent_file for each in ended)
    state = queries.state_now(connection, day)
    edits: list[Edit] = []
    for sent in _sent_files(connection):
        handoff = state.get("handoff", sent.handoff)
        if handoff is not None and handoff.undecided and counts[sent.id]:
            left = max(handoff.undecided - counts[sent.id], 0)
            edits += changes("handoff", handoff, {"undecided": left})
    return edits


def _uids(rows: RoundRows) -> dict[str, frozenset[str]]:
    return {
        "milestone": frozenset(row.uid for row in rows.milestones),
        "dependency": frozenset(row.uid for row in rows.dependencies),
    }


def _creation(
    state: PlanState, division: Division, id_: str, due: date, rows: RoundRows
) -> tuple[list[Edit], str]:
    uid = new_uid()
    values: dict[str, Any] = {
        "id": id_,
        "division": division.uid,
        "week": max(state.calendar.week_number(state.day), 0),
        "due": due,
        "rows_sent": len(rows.own),
    }
    return creation("handoff", values, uid=uid), uid


def _keep(connection: Connection, sent: SentFile) -> None:
    connection.execute(
        insert(SENT_FILE),
        {
            "id": sent.id,
            "handoff": sent.handoff,
            "division": sent.division,
            "revision": sent.revision,
            "language": sent.language,
            "rows": json.dumps({kind: sorted(uids) for kind, uids in sent.rows.items()}),
        },
    )


def _sent_files(connection: Connection) -> tuple[SentFile, ...]:
    rows = connection.execute(select(SENT_FILE).order_by(SENT_FILE.c.revision, SENT_FILE.c.id))
    return tuple(
        SentFile(row.id, row.handoff, row.division, row.revision, row.language, _rows(row.rows))
        for row in rows
    )


def _rows(kept: str) -> dict[str, frozenset[str]]:
    with read_from_file(kept):
        return {str(kind): frozenset(map(str, uids)) for kind, uids in json.loads(kept).items()}
