"""Tells which row of a returned sheet is which sent row, which are new, and which are missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from importers.draft import Draft
from importers.grid import Cell
from importers.rows import DataRow, FoundSheet
from importers.stamps import one_line
from models.language import _
from models.rules.merge import (
    NOT_RETURNED,
    Copies,
    judge_copies,
    looks_like_accident,
    match_by_content,
    same_row,
)
from models.sheets import Column, Form, Shows

Look = Sequence[Any]
"""What stands in the cells of a row, a place for each column of its form."""


@dataclass
class Sorted:
    """The rows of one sheet, told apart."""

    known: list[tuple[DataRow, str, str | None]] = field(default_factory=list)
    """Rows that were sent: with their uid, and the decision without which nothing of them is taken."""
    new: list[tuple[DataRow, str | None]] = field(default_factory=list)
    """Rows that somebody added, with the decision that they wait for."""
    missing: list[str] = field(default_factory=list)
    """Uids of sent rows that did not come back."""


class Sorter:
    """Sorts the rows of one sheet."""

    def __init__(
        self,
        draft: Draft,
        found: FoundSheet,
        form: Form,
        sent_file: str,
        sent: Mapping[str, Look],
        brought: Mapping[str, tuple[Look, Look]],
        read: Callable[[Column, Cell], Any],
        name_of: Callable[[str], str],
    ) -> None:
        """See `sort`.

        Args:
            sent: what stood in each row as it was sent, by uid.
            brought: rows that earlier imports of this file brought in as new ones, and that have no token: what
                would stand in their cells, and the values that were brought.
            read: the value of a cell; NOT_RETURNED where it cannot be read.
            name_of: the visible id of a row, by uid.
        """
        self._draft, self._found, self._form, self._sent_file = draft, found, form, sent_file
        self._sent, self._brought, self._read, self._name_of = sent, dict(brought), read, name_of
        self._sorted = Sorted()
        self._numbers = [
            found.columns.get(column.key) if not column.volatile else None for column in form.columns
        ]

    def sort(self) -> Sorted:
        """Which row is which; what a person must decide is noted in the draft."""
        claims: defaultdict[str, list[DataRow]] = defaultdict(list)
        doubtful: list[DataRow] = []
        foreign: list[DataRow] = []
        copies = Counter(row.token for row in self._found.rows)
        for row in self._found.rows:
            token = row.token
            is_own = token is not None and token.sent_file == self._sent_file and token.uid in self._sent
            if (copies[token] > 1 or not is_own) and self._is_brought_again(row):
                continue
            if token is None:
                doubtful.append(row)
            elif is_own:
                claims[token.uid].append(row)
            else:
                foreign.append(row)
        cleared = set()
        for uid, rows in claims.items():
            filled = [row for row in rows if not self._is_empty(row)]
            if not filled:
                cleared.add(uid)
            elif len(filled) == 1:
                self._sorted.known.append((filled[0], uid, None))
            else:
                self._judge_copies(uid, filled)
        unclaimed = {uid: look for uid, look in self._sent.items() if uid not in claims}
        claimed = self._match(doubtful, unclaimed)
        claimed |= self._set_aside(foreign, {u: look for u, look in unclaimed.items() if u not in claimed})
        self._sorted.missing = [
            uid for uid in self._sent if uid in cleared or uid in unclaimed.keys() - claimed
        ]
        return self._sorted

    def look(self, row: DataRow) -> Look:
        """What stands in a row's cells, blanks as nothing."""
        sheet, number = self._found.sheet, row.number
        found: list[Any] = []
        for column in self._numbers:
            if column is None:
                found.append(NOT_RETURNED)
                continue
            cell = sheet.cells.get((number, column))
            if cell is None:
                found.append(None)
            elif cell.error is not None:
                found.append(cell.error)
            elif isinstance(cell.value, str):
                found.append(cell.value if cell.value.strip() else None)
            else:
                found.append(cell.value)
        return found

    def _is_empty(self, row: DataRow) -> bool:
        return all(value is None or value is NOT_RETURNED for value in self.look(row))

    def _place(self, row: DataRow) -> str:
        return f"{self._found.name}!{row.number}"

    # Copies.

    def _judge_copies(self, uid: str, rows: list[DataRow]) -> None:
        judged, counting = judge_copies(self._shown(uid), [self.look(row) for row in rows])
        if judged is Copies.IDENTICAL:
            self._sorted.known.append((rows[0], uid, None))
            return
        name = self._name_of(uid)
        places = ", ".join(self._place(row) for row in rows)
        if judged is Copies.ONE_EDITED:
            self._judge_edited_copy(uid, rows, counting, name, places)
            return
        choices = (*(f"row{row.number}" for row in rows), "none")
        chosen = self._draft.decide(
            "duplicate-token",
            name,
            _("{id} stands in several rows that differ ({rows}): say which one counts.").format(
                id=name, rows=places
            ),
            choices,
        )
        for row in rows:
            if chosen == f"row{row.number}":
                self._sorted.known.append((row, uid, None))

    def _judge_edited_copy(
        self, uid: str, rows: list[DataRow], counting: int, name: str, places: str
    ) -> None:
        sent = self._shown(uid)
        edited = [row for row in rows if not same_row(sent, self.look(row))]
        chosen = self._draft.decide(
            "duplicate-token",
            name,
            _(
                "{id} stands in several rows ({rows}), one of them as it was sent: "
                "say whether the other is a new row, a change of {id}, or nothing."
            ).format(id=name, rows=places),
            ("new", "change", "none"),
        )
        held = None if chosen else f"duplicate-token:{name}"
        self._sorted.known.append((edited[0] if chosen == "change" else rows[counting], uid, None))
        if chosen in (None, "new"):
            self._sorted.new.append((edited[0], held))

    def _shown(self, uid: str) -> Look:
        return [
            NOT_RETURNED if number is None else value
            for number, value in zip(self._numbers, self._sent[uid], strict=True)
        ]

    # Rows without a token to trust.

    def _match(self, rows: list[DataRow], unclaimed: Mapping[str, Look]) -> set[str]:
        """Matches rows by their content; returns the uids of sent rows that were found again."""
        rows = [row for row in rows if row.is_damaged or not self._is_empty(row)]
        if not rows:
            return set()
        found = set()
        brought = {uid: look for uid, (look, _values) in self._brought.items()}
        matched = match_by_content([self.look(row) for row in rows], {**unclaimed, **brought})
        for place, row in enumerate(rows):
            if place in matched:
                uid, _share = matched[place]
                found.add(uid)
                self._confirm(row, uid)
            else:
                self._arrived(row)
        return found

    def _is_brought_again(self, row: DataRow) -> bool:
        """Whether a row says what an earlier import of the file took for a new row; it is that row then.

        Compared by what they mean: a person writes `T9 T1` or the name of a row where we would write `T1 T9` or its id.
        """
        if not self._brought:
            return False
        values = self._values(row)
        uid = next((uid for uid, (_look, sent) in self._brought.items() if same_row(sent, values)), None)
        if uid is None:
            return False
        del self._brought[uid]
        self._sorted.known.append((row, uid, None))
        return True

    def _values(self, row: DataRow) -> Look:
        """What the cells of a row mean; those that are not read again are left out."""
        return [
            self._read(column, self._found.sheet.at(row.number, number))
            if number is not None and column.editable and column.shows is not Shows.CONFIRMED
            else NOT_RETURNED
            for column, number in zip(self._form.columns, self._numbers, strict=True)
        ]

    def _arrived(self, row: DataRow) -> None:
        if not row.is_damaged:
            self._sorted.new.append((row, None))
            return
        if self._is_empty(row):
            return
        name = self._place(row)
        chosen = self._draft.decide(
            "damaged-token",
            name,
            _(
                "The hidden mark of {row} is damaged, and no sent row is like it: say whether it is new."
            ).format(row=name),
            ("new", "none"),
        )
        if chosen != "none":
            self._sorted.new.append((row, None if chosen else f"damaged-token:{name}"))

    def _confirm(self, row: DataRow, uid: str) -> None:
        """Asks whether a row is the sent one that it is most like."""
        code, name = ("damaged-token" if row.is_damaged else "lost-token"), self._name_of(uid)
        sentence = _("The hidden mark of {row} is missing; by its content it is {id}: say whether it is.")
        if row.is_damaged:
            sentence = _("The hidden mark of {row} is damaged; by its content it is {id}: say whether it is.")
        chosen = self._draft.decide(
            code, name, sentence.format(row=self._place(row), id=name), ("same", "new", "none")
        )
        if chosen in (None, "same"):
            self._sorted.known.append((row, uid, None if chosen else f"{code}:{name}"))
        elif chosen == "new":
            self._sorted.new.append((row, None))

    def _set_aside(self, rows: list[DataRow], unclaimed: Mapping[str, Look]) -> set[str]:
        """Asks what to do with rows of other files; returns the uids of sent rows that they turn out to be."""
        matched = match_by_content([self.look(row) for row in rows], unclaimed)
        found = set()
        for place, row in enumerate(rows):
            name = self._place(row)
            uid = matched[place][0] if place in matched else None
            token = row.token
            chosen = self._draft.decide(
                "foreign-row",
                name,
                _("{row} comes from another file ({sent_file}) and was set aside: say what it is.").format(
                    row=name, sent_file=one_line(token.sent_file) if token is not None else ""
                ),
                ("same", "new", "none") if uid else ("new", "none"),
            )
            if uid is not None:
                found.add(uid)
            if chosen == "same" and uid is not None:
                self._sorted.known.append((row, uid, None))
            elif chosen == "new":
                self._sorted.new.append((row, None))
        return found


def ask_for_missing(draft: Draft, found: FoundSheet, missing: Sequence[str], sent: int) -> str | None:
    """What was decided of many missing rows together; None where nothing was, or few are missing."""
    if not looks_like_accident(sent, len(missing)):
        return None
    return draft.decide(
        "mass-removal",
        found.kind,
        _(
            "{missing} of {sent} rows of {sheet} are missing, which looks like an accident: "
            "say whether they stay in the plan."
        ).format(missing=len(missing), sent=sent, sheet=found.name),
        ("keep", "remove"),
    )
