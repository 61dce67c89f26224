"""Hand-offs that came back, for the tests of what a person does with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from driving import DEMO_DAY, Driven, opened

from exports.handoff import make_handoff
from importers.handoff import expect_no_difference
from models.edits import changes
from models.plan import Plan

DUE = date(2018, 10, 25)


def made_and_back(plan_path: Path, folder: Path) -> dict[str, Path]:
    """Sends KASKO and KUVA a round and fills the workbooks in; in the plan one of the cells changed meanwhile.

    Row 5 has a forecast that nobody can read, row 6 a later one and an unknown status, row 7 is confirmed.
    """
    found = {}
    with opened(plan_path, DEMO_DAY, "anna") as plan:
        for code in ("KASKO", "KUVA"):
            found[code] = _back(plan, code, folder)
        milestone = plan.state().find("milestone", "A5.2")
        plan.apply(changes("milestone", milestone, {"forecast": date(2018, 11, 2)}), source="command")
    return found


def _back(plan: Plan, code: str, folder: Path) -> Path:
    division = plan.state().find("division", code)
    made = make_handoff(plan, division, DUE, folder, verify=expect_no_difference, language="en")
    plan.rounds.mark_sent([made.sent.handoff])
    book = openpyxl.load_workbook(made.path)
    sheet = book["Milestones"]
    columns = {cell.value: cell.column for cell in sheet[3]}

    def put(row: int, key: str, value: Any) -> None:
        sheet.cell(row, columns[key]).value = value

    put(5, "forecast", "next week")
    put(6, "forecast", date(2018, 11, 9))
    put(6, "status", "stuck")
    put(7, "confirmed", "yes")
    book.save(made.path)
    return made.path


async def preview(run: Driven, path: Path | str) -> None:
    """Opens the preview of a file, of a folder or of several files."""
    await run.press("I")
    entry = run.screen.query_one("#answer-path")
    entry.value = ""
    await run.paste(str(path))
    await run.press("enter")
