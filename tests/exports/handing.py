"""Hand-offs written for the tests of what goes out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from exports.handoff import Made, make_handoff
from importers.handoff import expect_no_difference
from models.plan import Plan

DUE = date(2018, 10, 26)


def make(plan: Plan, code: str, target: Path, language: str | None = "en", **more: Any) -> Made:
    """The hand-off of a division, in a folder."""
    division = plan.state().find("division", code)
    return make_handoff(plan, division, DUE, target, verify=expect_no_difference, language=language, **more)


def column(sheet: Any, key: str) -> int:
    """The number of a column by its key."""
    return next(int(cell.column) for cell in sheet[3] if cell.value == key)


def row(sheet: Any, id_: str) -> int:
    """The number of the row with a visible id."""
    return next(n for n in range(5, sheet.max_row + 1) if sheet.cell(n, column(sheet, "id")).value == id_)
