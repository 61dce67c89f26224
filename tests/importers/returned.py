"""Workbooks as they go out, edited as people and programs do, and looked at when they come back."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from exports.handoff import make_handoff
from exports.plan import write_plan
from importers import handoff
from importers.incoming import apply, examine
from importers.plan import expect_no_difference
from importers.proposal import Choices, Proposal
from models.edits import changes
from models.handoff import stamp_in
from models.plan import Plan

KEY_ROW, FIRST_ROW = 3, 5
DUE = date(2018, 10, 26)
"""By when the hand-offs of the tests should come back."""


class Workbook:
    """A plan workbook of a plan, open in openpyxl."""

    def __init__(self, plan: Plan, raw: bytes) -> None:
        self.plan, self.raw = plan, raw
        self.name = "returned.xlsx"
        self.book = openpyxl.load_workbook(io.BytesIO(raw))

    @classmethod
    def of(cls, plan: Plan, folder: Path, language: str = "en") -> Workbook:
        """The workbook of a plan as it stands now."""
        path = folder / f"out-{len(list(folder.iterdir()))}.xlsx"
        write_plan(plan, path, verify=expect_no_difference, language=language)
        return cls(plan, path.read_bytes())

    @property
    def sent_file(self) -> str:
        """The id under which it went out."""
        stamp = stamp_in(self.sheet("milestone")["A1"].value)
        assert stamp is not None
        return stamp.sent_file

    def sheet(self, kind: str) -> Worksheet:
        """The sheet of a kind of rows."""
        found: Worksheet = next(
            sheet for sheet in self.book.worksheets if sheet.cell(2, 1).value == f"sheet:{kind}"
        )
        return found

    def columns(self, kind: str) -> dict[str, int]:
        """The numbers of its columns by key."""
        return {str(cell.value): cell.column for cell in self.sheet(kind)[KEY_ROW] if cell.value}

    def row(self, kind: str, id_: str) -> int:
        """The number of the row with a visible id."""
        sheet, column = self.sheet(kind), self.columns(kind)["id"]
        return next(n for n in range(FIRST_ROW, sheet.max_row + 1) if sheet.cell(n, column).value == id_)

    def last(self, kind: str) -> int:
        """The number of the last row with a token."""
        sheet = self.sheet(kind)
        return max(n for n in range(FIRST_ROW, sheet.max_row + 1) if sheet.cell(n, 1).value)

    def cell(self, kind: str, row: str | int, key: str) -> Any:
        """A cell, by its row's id or number."""
        number = row if isinstance(row, int) else self.row(kind, row)
        return self.sheet(kind).cell(number, self.columns(kind)[key])

    def put(self, kind: str, row: str | int, key: str, value: Any) -> None:
        """Types a value into a cell; text stays text."""
        cell = self.cell(kind, row, key)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"

    def copy(self, kind: str, source: int, target: int) -> None:
        """Copies a row with its token."""
        sheet = self.sheet(kind)
        for column in range(1, len(self.columns(kind)) + 1):
            sheet.cell(target, column).value = sheet.cell(source, column).value

    def content(self) -> bytes:
        """The workbook as openpyxl saves it."""
        memory = io.BytesIO()
        self.book.save(memory)
        return memory.getvalue()

    def look(self, content: bytes | None = None, **choices: Any) -> Proposal:
        """What importing it would do."""
        return examine(self.plan, content or self.content(), self.name, Choices(**choices))

    def take(self, content: bytes | None = None, **choices: Any) -> Proposal:
        """Imports it; returns the proposal that was applied."""
        content = content or self.content()
        self.plan.inbox.keep(self.name, content)
        proposal = self.look(content, **choices)
        apply(self.plan, proposal)
        return proposal


class HandoffWorkbook(Workbook):
    """The hand-off of a division, open in openpyxl."""

    @classmethod
    def made(
        cls, plan: Plan, division: str, folder: Path, language: str | None = "en", due: date = DUE
    ) -> HandoffWorkbook:
        """The workbook of a new round."""
        asked = plan.state().find("division", division)
        made = make_handoff(plan, asked, due, folder, verify=handoff.expect_no_difference, language=language)
        return cls(plan, made.path.read_bytes())

    @property
    def id(self) -> str:
        """The visible id of the hand-off, as the first row token says it."""
        return str(self.sheet("milestone").cell(FIRST_ROW, 1).value).split(".")[1]

    @property
    def round(self) -> Any:
        """What the plan says of it."""
        return self.plan.state().find("handoff", self.id)


def changed(proposal: Proposal, verdict: str = "theirs") -> dict[tuple[str | None, str], Any]:
    """The returned codes of the cells with a verdict, by id and key."""
    return {(c.id, c.key): c.codes[2] for c in proposal.cells if c.verdict.value == verdict}


def warned(proposal: Proposal) -> set[str]:
    """The codes of its warnings."""
    return {each.code for each in proposal.warnings}


def asked(proposal: Proposal) -> set[str]:
    """The codes of its open decisions."""
    return {each.code for each in proposal.decisions}


def difference(proposal: Proposal) -> dict[str, int]:
    """The counts that are not nought, of what came back otherwise than it was sent."""
    same = ("unchanged", "ours")
    return {name: count for name, count in proposal.counts.items() if count and name not in same}


def set_here(plan: Plan, kind: str, id_: str, **values: Any) -> None:
    """An edit in the office meanwhile."""
    plan.apply(changes(kind, plan.state().find(kind, id_), values), source="command")


def milestone(plan: Plan, id_: str) -> Any:
    """A milestone as it stands."""
    return plan.state().find("milestone", id_)
