"""What a returned workbook proposes: every cell that differs, with its verdict, and what a person must decide first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from models.edits import Edit
from models.errors import ExportFailed
from models.imports import Brought
from models.language import _
from models.review import Unread
from models.rules.merge import Verdict

Side = Literal["theirs", "ours"]
Outcome = Literal["preview", "decide", "refuse"]

THEIRS: Final[Side] = "theirs"
OURS: Final[Side] = "ours"


@dataclass(frozen=True)
class Choices:
    """What a person decided so far. A proposal is made with choices; other choices make another proposal."""

    accept: Side | None = None
    """Whose value stands in all conflicts that are not decided one by one."""
    decided: Mapping[str, str] = field(default_factory=dict)
    """By `code` or `code:id`, in small letters: the choice that was made."""
    cells: Mapping[tuple[str, str], Side] = field(default_factory=dict)
    """By uid and key: whose value stands in one cell; also where only they changed it."""
    removals: frozenset[str] = frozenset()
    """Uids of missing rows that are to be removed."""
    skipped: frozenset[tuple[str, int]] = frozenset()
    """New rows that are not wanted now, by sheet and row."""
    remembered: Mapping[str, str] = field(default_factory=dict)
    """What was decided when the same file was imported before, by the name of the decision."""

    def of(self, code: str, *ids: str) -> str | None:
        """What was decided of a code, for the first of some ids that has a choice, else for the code as a whole."""
        for name in (*(f"{code}:{id_}" for id_ in ids), code):
            if (found := self.decided.get(name.casefold())) is not None:
                return found
        return None


@dataclass(frozen=True)
class CellChange:
    """A returned cell that is not as it was, or that we changed meanwhile."""

    sheet: str
    cell: str
    """The address, such as I7."""
    kind: str
    uid: str
    id: str | None
    key: str
    """The machine key of its column."""
    field: str | None
    """The field behind it; None for a set and for a confirmation."""
    label: str
    """Its column in the reader's language."""
    base: Any
    ours: Any
    theirs: Any
    """Values as `models.sheets` has them: codes, dates, uids."""
    codes: tuple[Any, Any, Any]
    """The three as a script reads them: visible ids in place of uids."""
    shown: tuple[str, str, str]
    """The three as a person reads them."""
    verdict: Verdict
    held: str | None = None
    """The decision, as `code:id`, without which it is not taken."""
    chosen: Side | None = None
    """Whose value stands, where a person chose; else the verdict says it."""

    @property
    def stands(self) -> Side | None:
        """Whose value stands once the proposal is applied; None while a person must decide."""
        if self.held is not None:
            return None
        if self.chosen is not None:
            return self.chosen
        if self.verdict is Verdict.CONFLICT:
            return None
        return THEIRS if self.verdict is Verdict.THEIRS else OURS

    @property
    def is_taken(self) -> bool:
        """Whether applying the proposal writes their value."""
        return self.stands == THEIRS and self.verdict in (Verdict.THEIRS, Verdict.CONFLICT)

    @property
    def is_settled(self) -> bool:
        """Whether applying the proposal settles the cell, so that it is not asked again."""
        return self.verdict is not Verdict.OURS and self.stands is not None


@dataclass(frozen=True)
class Reject:
    """A cell that could not be taken; its base value stays."""

    sheet: str
    cell: str
    kind: str
    uid: str | None
    """None for a new row."""
    id: str | None
    key: str
    field: str | None
    """The field behind it; None for a set and for a confirmation."""
    label: str
    text: str
    """What stands in the cell, whole."""
    why: str

    @property
    def unread(self) -> Unread:
        """As it stands on the review list."""
        return Unread(self.sheet, self.cell, self.kind, self.uid, self.key, self.field, self.text, self.why)


@dataclass(frozen=True)
class NewRow:
    """A row that somebody added."""

    sheet: str
    row: int
    kind: str
    uid: str
    """The uid it will have."""
    values: Mapping[str, Any]
    """By key, as `models.sheets` has them; empty cells left out."""
    codes: Mapping[str, Any]
    shown: Mapping[str, str]
    edits: tuple[Edit, ...] = ()
    """What creates it; nothing where it cannot be created as it stands."""
    held: str | None = None
    is_skipped: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether applying the proposal creates it."""
        return bool(self.edits) and self.held is None and not self.is_skipped


@dataclass(frozen=True)
class MissingRow:
    """A sent row that did not come back: a proposed removal."""

    sheet: str
    kind: str
    uid: str
    id: str
    title: str
    is_removed: bool
    """Ticked: applying the proposal removes it."""
    edited_here: bool
    """We changed it since it was sent."""


@dataclass(frozen=True)
class Warned:
    """Something that a person should hear of."""

    code: str
    message: str


@dataclass(frozen=True)
class Decision:
    """Something that a person must decide."""

    code: str
    id: str | None
    message: str
    choices: tuple[str, ...]

    @property
    def name(self) -> str:
        """How `--decide` names it."""
        return f"{self.code}:{self.id}" if self.id is not None else self.code


@dataclass(frozen=True)
class Proposal:
    """What applying a file would do. Nothing of it is written."""

    name: str
    """The file's name."""
    sha256: str
    outcome: Outcome
    code: str | None
    """Why it is refused."""
    message: str
    kind: str | None = None
    """`plan` or `handoff`."""
    sent_file: str | None = None
    division: str | None = None
    unchanged: int = 0
    """Cells that came back as they were sent, and that we left alone too."""
    cells: tuple[CellChange, ...] = ()
    rejects: tuple[Reject, ...] = ()
    new_rows: tuple[NewRow, ...] = ()
    missing_rows: tuple[MissingRow, ...] = ()
    warnings: tuple[Warned, ...] = ()
    decisions: tuple[Decision, ...] = ()
    asked: frozenset[str] = frozenset()
    """Names of all decisions, those that were made included."""
    edits: tuple[Edit, ...] = ()
    """What applying it writes."""
    brought: tuple[Brought, ...] = ()
    """What applying it remembers."""

    @property
    def counts(self) -> dict[str, int]:
        """How many cells have which verdict, and how many rows are new or missing."""
        found = {verdict.value: 0 for verdict in Verdict}
        for cell in self.cells:
            found[cell.verdict.value] += 1
        return {
            **found,
            "unchanged": self.unchanged,
            "reject": len(self.rejects),
            "new_rows": len(self.new_rows),
            "missing_rows": len(self.missing_rows),
        }

    @property
    def only_notes_return(self) -> bool:
        """Whether applying it writes nothing but what the plan notes of the hand-off."""
        return bool(self.edits) and all(edit.kind == "handoff" for edit in self.edits)

    @property
    def first_difference(self) -> str | None:
        """The first place in which anything came back otherwise than it was sent; None where nothing did."""
        places = [f"{each.sheet}!{each.cell}" for each in self.cells]
        places += [f"{each.sheet}!{each.cell}" for each in self.rejects]
        places += [each.code for each in self.warnings] + [each.code for each in self.decisions]
        places += [f"{row.sheet}!{row.row}" for row in self.new_rows] + [row.id for row in self.missing_rows]
        return places[0] if places else None

    @property
    def exit_status(self) -> int:
        """2 for a refused file."""
        return 2 if self.outcome == "refuse" else 0

    def as_json(self) -> dict[str, Any]:
        """What a script reads."""
        return {
            "outcome": self.outcome,
            "code": self.code,
            "message": self.message,
            "kind": self.kind,
            "handoff": self.sent_file,
            "division": self.division,
            "counts": self.counts,
            "cells": [
                {
                    "sheet": cell.sheet,
                    "cell": cell.cell,
                    "kind": cell.kind,
                    "id": cell.id,
                    "field": cell.key,
                    "base": plain(cell.codes[0]),
                    "ours": plain(cell.codes[1]),
                    "theirs": plain(cell.codes[2]),
                    "verdict": cell.verdict.value,
                }
                for cell in self.cells
            ],
            "rejects": [
                {
                    "sheet": reject.sheet,
                    "cell": reject.cell,
                    "kind": reject.kind,
                    "id": reject.id,
                    "field": reject.key,
                    "text": reject.text,
                    "why": reject.why,
                }
                for reject in self.rejects
            ],
            "new_rows": [
                {
                    "sheet": row.sheet,
                    "row": row.row,
                    "values": {key: plain(value) for key, value in row.codes.items()},
                }
                for row in self.new_rows
            ],
            "missing_rows": [row.id for row in self.missing_rows],
            "warnings": [{"code": each.code, "message": each.message} for each in self.warnings],
            "decisions": [
                {"code": each.code, "id": each.id, "message": each.message, "choices": list(each.choices)}
                for each in self.decisions
            ],
        }


def plain(value: Any) -> Any:
    """A value as JSON has it: dates in ISO form."""
    return value.isoformat() if isinstance(value, date) else value


def refused(name: str, sha256: str, code: str, sentence: str, *, sent_file: str | None = None) -> Proposal:
    """The answer to a file of which nothing can be taken."""
    return Proposal(name, sha256, "refuse", code, sentence, sent_file=sent_file)


def expect_nothing(proposal: Proposal, *, is_itself: bool) -> None:
    """Raises ExportFailed where a file that was just written proposes anything, or is not known as what was written."""
    first = proposal.first_difference
    if first is not None or not is_itself:
        raise ExportFailed(
            _(
                "The workbook did not read back as it was written ({place}), so nothing was put in place."
            ).format(place=first or proposal.sent_file)
        )
