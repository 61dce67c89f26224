"""What an import would do, as lines of text: grouped by row, each cell with its address."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from models.language import _, date_text
from models.rules.merge import Verdict

if TYPE_CHECKING:
    from importers.proposal import CellChange, Proposal
    from models.plan import Plan

INDENT = "  "


def preview_lines(plan: Plan, proposal: Proposal) -> Iterator[str]:
    """What a proposal would do, the summary first."""
    yield proposal.message
    for (sheet, name), cells in groupby(proposal.cells, key=lambda cell: (cell.sheet, cell.id or "")):
        told = [line for cell in cells if (line := cell_line(plan, cell))]
        if told:
            yield ""
            yield f"{sheet}: {name}"
            yield from (INDENT + line for line in told)
    yield from _rejects(proposal)
    yield from _rows(proposal)
    if proposal.warnings:
        yield ""
        yield from (each.message for each in proposal.warnings)
    if proposal.decisions:
        yield ""
        yield _("A person must decide:")
        for decision in proposal.decisions:
            yield INDENT + decision.message
            yield INDENT * 2 + f"--decide '{decision.name}={'|'.join(decision.choices)}'"


def cell_line(plan: Plan, cell: CellChange) -> str:
    """One cell on one line; empty for what only we changed."""
    base, ours, theirs = (text or "–" for text in cell.shown)
    if cell.verdict is Verdict.OURS:
        return ""
    if cell.verdict is Verdict.SAME:
        sentence = _("{cell} {field}: {theirs}, as here already")
    elif cell.verdict is Verdict.CONFLICT:
        sentence = _("{cell} {field}: it was {base}; here {ours}{by}; there {theirs}")
    else:
        sentence = _("{cell} {field}: {base} → {theirs}")
    if cell.chosen is not None and cell.verdict is Verdict.CONFLICT:
        taken = _("theirs is taken") if cell.chosen == "theirs" else _("ours stays")
        sentence += f" ({taken})"
    return sentence.format(
        cell=cell.cell, field=cell.label, base=base, ours=ours, theirs=theirs, by=_by(plan, cell)
    )


def _by(plan: Plan, cell: CellChange) -> str:
    """Who gave a cell the value that it has here, and when."""
    if cell.verdict is not Verdict.CONFLICT:
        return ""
    from importers.incoming import last_change

    revision = last_change(plan, cell)
    return f" ({revision.person}, {date_text(revision.known)})" if revision is not None else ""


def _rejects(proposal: Proposal) -> Iterator[str]:
    if proposal.rejects:
        yield ""
        yield _("Not readable, so left as they are:")
    for reject in proposal.rejects:
        sentence = (
            _("{sheet}!{cell} {field}: “{text}”. {why}")
            if reject.text
            else _("{sheet}!{cell} {field}: {why}")
        )
        yield INDENT + sentence.format(
            sheet=reject.sheet, cell=reject.cell, field=reject.label, text=reject.text, why=reject.why
        )


def _rows(proposal: Proposal) -> Iterator[str]:
    if proposal.new_rows:
        yield ""
        yield _("New rows:")
    for row in proposal.new_rows:
        values = ", ".join(text for text in row.shown.values() if text)
        missing = "" if row.edits else " " + _("(it cannot be created as it stands)")
        yield f"{INDENT}{row.sheet}!{row.row}: {values}{missing}"
    if proposal.missing_rows:
        yield ""
        yield _("Missing rows, which stay unless somebody removes them:")
    for gone in proposal.missing_rows:
        edited = " " + _("(changed here meanwhile)") if gone.edited_here else ""
        removed = " " + _("(removed)") if gone.is_removed else ""
        yield f"{INDENT}{gone.id} {gone.title}{edited}{removed}"
