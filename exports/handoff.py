"""Writes the hand-off of a division: its own rows in its own language, with what it needs to answer in five minutes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from exports.files import write_atomically
from exports.layout import set_height, set_paper
from exports.sheets import GUIDE_WIDTH, Progress, SheetBook
from exports.workbook import Column as Width
from exports.workbook import Look
from models.errors import ExportFailed
from models.handoff_sheets import handoff_forms, may_edit, sent_rows
from models.language import N_, _, date_text, number_text, speaking
from models.plan import Plan
from models.rounds import SentFile
from models.rules.records import Division, Handoff, text
from models.rules.state import PlanState
from models.sheets import Column, Form

Verify = Callable[[Path, PlanState, SentFile], None]
"""Opens the finished file and raises unless it reads back as it was sent; `importers.handoff.expect_no_difference`."""

_GUIDE: Final = (
    N_(
        "Look through your milestones and correct what has changed: the status, the forecast, the day on which it "
        "was met, the owner, the reason, the note."
    ),
    N_(
        "Where nothing has changed, choose “yes” in the column “No change”. An empty row counts as no answer."
    ),
    N_(
        "White and yellow cells can be edited; yellow ones may not be left empty. "
        "Grey cells are only shown: an edit there changes nothing."
    ),
    N_(
        "Dependencies: the side that waits says what it needs and by when; the side that provides says what it "
        "promises and how far it is."
    ),
    N_("A new row goes into the empty rows below the others. Leave its id empty: it gets the next one."),
    N_("Do not delete a row: set its status to dropped instead."),
    N_("Dates are written as 2018-10-19 or 19.10.2018."),
    N_("Save the file as .xlsx and send it back to the address it came from."),
)

_UNSAFE: Final = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Made:
    """A hand-off that was made."""

    sent: SentFile
    path: Path


def file_name(state: PlanState, sent: SentFile) -> str:
    """`<plan>_<hand-off>_<division>_<due date>.xlsx`, in characters that every system takes."""
    division, handoff = state.get("division", sent.division), state.get("handoff", sent.handoff)
    parts = (text(state.charter, "name", sent.language), sent.id, division.id, handoff.due.isoformat())
    return "_".join(_UNSAFE.sub("-", part).strip("-.")[:60] for part in parts) + ".xlsx"


def make_handoff(
    plan: Plan,
    division: Division,
    due: date,
    folder: Path,
    *,
    verify: Verify,
    language: str | None = None,
    source: str = "command",
    force: bool = False,
    progress: Progress | None = None,
) -> Made:
    """Makes a round for a division and writes its workbook into a folder.

    What is sent is stored in the plan before the file is put in place; where that fails, the round is undone.

    Args:
        language: of the workbook; None for the division's own, else the plan's.
        force: whether a file of that name is replaced.

    Raises ExportFailed, and RuleBroken where there is nothing to ask.
    """
    spoken = language or division.language or plan.charter().language
    if not folder.is_dir():
        raise ExportFailed(_("There is no folder {path}; make it first.").format(path=folder))
    sent = plan.rounds.make(division.uid, due, str(spoken), source=source)
    try:
        path = folder / file_name(plan.state(), sent)
        write_handoff(plan, sent, path, verify=verify, force=force, progress=progress)
    except BaseException:
        plan.undo(sent.revision)
        raise
    return Made(sent, path)


def write_handoff(
    plan: Plan,
    sent: SentFile,
    path: Path,
    *,
    verify: Verify,
    force: bool = False,
    progress: Progress | None = None,
) -> None:
    """Writes the workbook of a hand-off as it was sent, reads it back and puts it in place; raises ExportFailed."""
    state = plan.state(plan.today, at_revision=sent.revision)

    def build(draft: Path) -> None:
        with speaking(sent.language):
            _HandoffBook(state, sent, plan, progress).save(draft)

    write_atomically(build, path, partial(_verified, verify, state, sent), overwrite=force)


def _verified(verify: Verify, state: PlanState, sent: SentFile, draft: Path) -> None:
    verify(draft, state, sent)


class _HandoffBook(SheetBook):
    """One hand-off in the making."""

    def __init__(self, state: PlanState, sent: SentFile, plan: Plan, progress: Progress | None) -> None:
        super().__init__(
            state,
            handoff_forms(sent.language),
            sent_rows(state, sent),
            plan=plan,
            language=sent.language,
            sent_file=sent.id,
            progress=progress,
        )
        self._division: Division = state.get("division", sent.division)
        self._handoff: Handoff = state.get("handoff", sent.handoff)
        self._may_edit = may_edit(state, sent.division)

    def title_of(self, form: Form) -> str:
        """The division and the deadline on top."""
        return _("{division}: {sheet}, back by {date}").format(
            division=text(self._division, "name"), sheet=form.name.lower(), date=date_text(self._handoff.due)
        )

    def instruction(self, form: Form) -> str:
        """One line for each sheet."""
        if form.kind == "milestone":
            return _(
                "Correct what has changed, or choose “yes” under “No change”. Grey cells are only shown."
            )
        return _("Answer for your side of each dependency. Grey cells are only shown.")

    def is_shown(self, column: Column, row: Any) -> bool:
        """Of a sent row, what the division may not change; of a new one, what nobody fills in."""
        return not column.editable if row is None else not self._may_edit(row.uid, column)

    def write_guide(self) -> None:
        """Who asks, what for and by when; what may be edited and how."""
        page = self.book.add_page(_("Guide"), [Width(4), Width(GUIDE_WIDTH)])
        page.write((None, self.name), Look.TITLE)
        page.write(
            (
                None,
                _("A request for an update to {division}").format(division=text(self._division, "name")),
            ),
            Look.TITLE,
        )
        page.write(
            (
                None,
                _("Please return this workbook by {date}. Hand-off {id}, made on {made}.").format(
                    date=date_text(self._handoff.due), id=self.sent_file, made=date_text(self.state.day)
                ),
            ),
            Look.INSTRUCTION,
        )
        page.write((None, None), Look.PLAIN)
        why = _(
            "The office of the Chief Digital Officer asks for it, so that the plan shows what is true this week. "
            "Questions: answer the message that brought this file."
        )
        set_height(page.sheet, page.write((None, why), Look.PLAIN), (why,), (GUIDE_WIDTH,))
        page.write((None, None), Look.PLAIN)
        for number, line in enumerate(_GUIDE, 1):
            row = page.write((str(number), _(line)), Look.PLAIN)
            set_height(page.sheet, row, (_(line),), (GUIDE_WIDTH,), least_lines=2)
        page.write((None, None), Look.PLAIN)
        for form in self.forms.values():
            count = number_text(len(self.rows[form.kind]))
            page.write((None, _("{sheet}: {count} rows").format(sheet=form.name, count=count)), Look.PLAIN)
        set_paper(page.sheet, footer=self.name)
        page.protect()
