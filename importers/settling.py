"""Turns what a proposal takes into the edits that write it and the memory that its next return is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from importers.draft import Draft
from importers.proposal import CellChange, NewRow
from importers.reading import Coined
from models.edits import Edit, changes, creation, membership, removal
from models.imports import Brought, Standing
from models.rules.fields import EXISTS, KINDS
from models.rules.numbering import next_id
from models.sheets import Column, Form, Shows

CONFIRMED = "confirmed"


def settle(
    draft: Draft,
    standing: Standing,
    forms: Mapping[str, Form],
    *,
    sent_file: str,
    confirmed_by: str,
    coined: Mapping[str, Coined],
    language: str,
) -> tuple[tuple[Edit, ...], tuple[Brought, ...]]:
    """The edits of all that is taken, and what to remember of all that is settled.

    Args:
        confirmed_by: the source of confirmations, `office` or `handoff`.
        coined: rows that cells name and nobody has, by the uid that they will have.
        language: of the names of those.
    """
    edits = _coined_rows(draft, standing, coined, language)
    brought: list[Brought] = []
    order = list(KINDS)
    for new in sorted(draft.new_rows, key=lambda row: order.index(row.kind)):
        if new.is_taken:
            edits += new.edits
            brought += _brought_row(new, forms[new.kind])
    by_row: defaultdict[tuple[str, str], list[CellChange]] = defaultdict(list)
    for change in draft.cells:
        by_row[change.kind, change.uid].append(change)
    for (kind, uid), cells in by_row.items():
        taken = [cell for cell in cells if cell.is_taken]
        if taken:
            edits += _row_edits(standing, forms[kind], uid, taken, sent_file, confirmed_by)
        for cell in cells:
            if cell.is_settled:
                brought += _brought(
                    forms[kind].columns[forms[kind].places[cell.key]], uid, cell.base, cell.theirs
                )
    for missing in draft.missing_rows:
        row = standing.now.get(missing.kind, missing.uid)
        if missing.is_removed and row is not None:
            edits.append(removal(missing.kind, row, origin=missing.sheet))
    return tuple(edits), tuple(brought)


def _coined_rows(draft: Draft, standing: Standing, coined: Mapping[str, Coined], language: str) -> list[Edit]:
    """What creates the rows that cells name and nobody has, as far as such a cell is taken."""
    named = {cell.theirs for cell in draft.cells if cell.is_taken}
    named |= {value for row in draft.new_rows if row.is_taken for value in row.values.values()}
    edits: list[Edit] = []
    taken = {kind: [row.id for row in rows] for kind, rows in standing.now.rows.items() if KINDS[kind].has_id}
    for uid, row in coined.items():
        if uid in named:
            id_ = next_id(row.kind.upper(), taken[row.kind])
            taken[row.kind].append(id_)
            edits += creation(
                row.kind, {"id": id_, f"{KINDS[row.kind].named_by}_{language}": row.name}, uid=uid
            )
    return edits


def _row_edits(
    standing: Standing, form: Form, uid: str, cells: list[CellChange], sent_file: str, confirmed_by: str
) -> list[Edit]:
    record = standing.row(form.kind, uid)
    edits: list[Edit] = []
    if standing.now.get(form.kind, uid) is None:
        edits.append(Edit(form.kind, uid, EXISTS, False, True, f"{cells[0].sheet}!{cells[0].cell}"))
    for cell in cells:
        column, origin = form.columns[form.places[cell.key]], f"{cell.sheet}!{cell.cell}"
        if column.shows is Shows.CONFIRMED:
            if cell.theirs:
                values: dict[str, Any] = {
                    "milestone": uid,
                    "day": standing.now.day,
                    "source": confirmed_by,
                    "reference": sent_file,
                }
                edits += creation("confirmation", values, origin=origin)
        elif column.set_name is not None:
            edits += membership(form.kind, record, column.set_name, cell.theirs, origin=origin)
        elif column.field is not None:
            edits += changes(form.kind, record, {column.field.name: cell.theirs}, origin=origin)
    return edits


def _brought(column: Column, uid: str, base: Any, theirs: Any) -> list[Brought]:
    """What to remember of one cell; of a set, the members that came or went."""
    if column.set_name is not None:
        before, after = frozenset(base or ()), frozenset(theirs or ())
        return [
            Brought(uid, f"{column.set_name}.{member}", member in after) for member in sorted(before ^ after)
        ]
    if column.shows is Shows.CONFIRMED:
        return [Brought(uid, CONFIRMED, bool(theirs))]
    return [Brought(uid, column.field.name, theirs)] if column.field is not None else []


def _brought_row(row: NewRow, form: Form) -> list[Brought]:
    """What to remember of a new row: that the file brought it, and what it said."""
    found = [Brought(row.uid, EXISTS, True)]
    for column in form.columns:
        if column.key in row.values:
            found += _brought(column, row.uid, None, row.values[column.key])
    return found
