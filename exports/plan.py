"""Writes the whole plan as a workbook that can be edited and imported back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from exports.files import write_atomically
from exports.layout import set_height, set_paper
from exports.sheets import GUIDE_WIDTH, Progress, SheetBook
from exports.workbook import Column as Width
from exports.workbook import Look
from models.handoff import plan_file
from models.language import N_, _, date_text, number_text, speaking
from models.plan import Plan
from models.rules.state import PlanState
from models.sheets import Form, plan_forms

Verify = Callable[[Path, PlanState], None]
"""Opens the finished file and raises unless it reads back as the plan; `importers.plan.expect_no_difference`."""

_GUIDE: Final = (
    N_(
        "This workbook holds the whole plan. Edit it, save it as .xlsx and import it back: "
        "tracker import FILE --dry-run shows first what would change."
    ),
    N_(
        "White and yellow cells can be edited; yellow ones may not be left empty. "
        "Grey cells are only shown: an edit there changes nothing."
    ),
    N_(
        "Rows can be sorted, filtered and moved, and columns too: every row is known by a hidden mark of its own."
    ),
    N_(
        "A new row goes into the empty rows below the others, or between them by inserting a row. "
        "Leave its id empty and it gets the next one."
    ),
    N_(
        "Do not delete a row: set its status to dropped instead. "
        "A deleted row is only proposed for removal, and stays until somebody ticks it."
    ),
    N_(
        "Dates are written as 2018-10-19 or 19.10.2018. Lists offer the words that a cell takes; "
        "words of all three languages are understood."
    ),
    N_(
        "Rows that refer to others name them by their id, several of them with blanks between; "
        "owners and reasons are named by their words."
    ),
    N_(
        "What others change in the plan meanwhile is not lost: the import compares every cell three ways "
        "and asks where both sides changed it."
    ),
)


def write_plan(
    plan: Plan,
    path: Path,
    *,
    verify: Verify,
    language: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> PlanState:
    """Writes the plan workbook, reads it back and puts it in place; returns the plan as it was written.

    Args:
        verify: see `Verify`; exports do not know importers, so whoever knows both hands it in.
        language: of its words and of the texts in its main columns; None for the plan's own.
        force: whether a file that is there already is replaced.

    Raises ExportFailed when it cannot be written, is too large or does not read back; nothing is left then.
    """
    state = plan.state(at_revision=plan.last_revision())
    spoken = language or str(state.charter.language)

    def build(draft: Path) -> None:
        # What goes wrong is told in the reader's language, not in the workbook's.
        book = _PlanBook(
            state,
            plan_forms(spoken),
            state.rows,
            plan=plan,
            language=spoken,
            sent_file=plan_file(state.revision),
            progress=progress,
        )
        with speaking(spoken):
            book.save(draft)

    write_atomically(build, path, partial(_verified, verify, state), overwrite=force)
    return state


def _verified(verify: Verify, state: PlanState, draft: Path) -> None:
    verify(draft, state)


class _PlanBook(SheetBook):
    """One plan workbook in the making."""

    def instruction(self, form: Form) -> str:
        """What may be edited."""
        if not form.is_editable:
            return _("These rows are only shown here; nothing on this sheet is imported.")
        return _("Yellow cells may not be empty, grey cells are only shown; new rows go below the others.")

    def write_guide(self) -> None:
        """What the workbook is and how it is edited."""
        page = self.book.add_page(_("Guide"), [Width(4), Width(GUIDE_WIDTH)])
        page.write((None, self.name), Look.TITLE)
        page.write(
            (
                None,
                _("The whole plan on {date}, day {day} of {days}.").format(
                    date=date_text(self.state.day),
                    day=self.state.calendar.day_number(self.state.day),
                    days=self.state.charter.days,
                ),
            ),
            Look.INSTRUCTION,
        )
        page.write((None, None), Look.PLAIN)
        for number, line in enumerate(_GUIDE, 1):
            row = page.write((str(number), _(line)), Look.PLAIN)
            set_height(page.sheet, row, (_(line),), (GUIDE_WIDTH,), least_lines=2)
        page.write((None, None), Look.PLAIN)
        page.write((None, _("The sheets")), Look.TITLE)
        for form in self.forms.values():
            count = number_text(len(self.state.rows[form.kind]))
            page.write((None, _("{sheet}: {count} rows").format(sheet=form.name, count=count)), Look.PLAIN)
        set_paper(page.sheet, footer=self.name)
        page.protect()
