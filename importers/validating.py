"""Holds what a file brings against the rules of the plan, so that one wrong cell never stops all the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from importers.agreements import circles, dropped_ends
from importers.draft import Draft
from importers.proposal import CellChange, Reject
from models.edits import stored
from models.errors import TrackerError
from models.imports import Standing
from models.language import _
from models.rules import consequences
from models.rules.fields import EXISTS, KINDS, FieldType, Value
from models.sheets import Form

Row = dict[str, Value]


def validate(draft: Draft, standing: Standing, forms: Mapping[str, Form]) -> None:
    """Turns the cells that the rules of the plan forbid into rejects, and new rows into rows that cannot be created."""
    _check_arrivals(draft, forms)
    _check_rows(draft, standing, forms)
    _check_ids(draft, standing)
    _check_dependencies(draft, standing)


def _check_arrivals(draft: Draft, forms: Mapping[str, Form]) -> None:
    """What refers to a new row waits until that row is created."""
    why = _("It names a new row of this file that is not created yet.")
    waiting = {row.uid for row in draft.new_rows if not row.is_taken}
    if not waiting:
        return
    for row in list(draft.new_rows):
        if row.is_taken and any(_names(value, waiting) for value in row.values.values()):
            _refuse_row(draft, row.uid, why)
    _reject(draft, {id(c): why for c in draft.cells if c.is_taken and _names(c.theirs, waiting)})


def _names(value: Any, uids: set[str]) -> bool:
    return not uids.isdisjoint(value) if isinstance(value, frozenset) else value in uids


def _check_rows(draft: Draft, standing: Standing, forms: Mapping[str, Form]) -> None:
    by_row: defaultdict[tuple[str, str], list[CellChange]] = defaultdict(list)
    for change in draft.cells:
        if change.is_taken:
            by_row[change.kind, change.uid].append(change)
    wrong: dict[int, str] = {}
    for (kind, uid), changes in by_row.items():
        record = standing.row(kind, uid)
        if record is None:
            wrong.update((id(change), _("This row is gone from the plan.")) for change in changes)
            continue
        if standing.now.get(kind, uid) is not None:
            for change in [change for change in changes if _is_inherited(forms[kind], record, change)]:
                wrong[id(change)] = _(
                    "The owner is that of the initiative: change it there, or name another."
                )
                changes.remove(change)
        for change, why in _faults(standing, forms[kind], record, changes):
            wrong[id(change)] = why
    _reject(draft, wrong)


def _is_inherited(form: Form, record: Any, change: CellChange) -> bool:
    """Whether a cell shows what another row gives it, so that writing `change` would change nothing."""
    field = form.columns[form.places[change.key]].field
    return field is not None and stored(getattr(record, field.name)) == change.theirs


def _faults(
    standing: Standing, form: Form, record: Any, changes: list[CellChange]
) -> Iterable[tuple[CellChange, str]]:
    """The changes of one row that its rules forbid; the one alone that is to blame, where it can be told."""
    why = _fault(standing, form, record, changes)
    if why is None:
        return
    for change in changes:
        rest = [other for other in changes if other is not change]
        if _fault(standing, form, record, rest) is None:
            yield change, why
            return
    for change in changes:
        yield change, why


def _fault(standing: Standing, form: Form, record: Any, changes: Iterable[CellChange]) -> str | None:
    """Why the rules do not allow a row with some changes; None where they do."""
    from models.checks import check_row

    kind = form.kind
    row: Row = {f.name: stored(getattr(record, f.name)) for f in KINDS[kind].fields}
    before: Row = {}
    for change in changes:
        field = form.columns[form.places[change.key]].field
        if field is not None:
            before[field.name] = row[field.name]
            row[field.name] = change.theirs
    if before:
        row.update(consequences.of(kind, row, before, standing.now.day))
    row[EXISTS] = True
    try:
        check_row(kind, row, standing.now.day if "actual" in before else None)
    except TrackerError as error:
        return error.sentence
    if standing.now.get(kind, record.uid) is None:
        # The row comes back from its removal: what it refers to must be there.
        for field in KINDS[kind].fields:
            value = row.get(field.name)
            if field.type is not FieldType.REFERENCE or value is None:
                continue
            if standing.now.get(str(field.refers_to), str(value)) is None:
                return _("The row cannot come back, because its {field} was removed.").format(
                    field=_(field.label)
                )
    return None


def _check_ids(draft: Draft, standing: Standing) -> None:
    """Rows keep different ids: a changed one that is taken already is a reject."""
    renamed = {change.uid: change for change in draft.cells if change.key == "id" and change.is_taken}
    if not renamed:
        return
    taken: defaultdict[str, set[str]] = defaultdict(set)
    for kind, rows in standing.now.rows.items():
        if KINDS[kind].has_id:
            taken[kind] = {row.id.casefold() for row in rows if row.uid not in renamed}
    for row in draft.new_rows:
        taken[row.kind].add(str(row.codes.get("id", "")).casefold())
    wrong = {}
    for change in renamed.values():
        wanted = str(change.theirs).casefold()
        if wanted in taken[change.kind]:
            wrong[id(change)] = _("Another row has this id already.")
        taken[change.kind].add(wanted)
    _reject(draft, wrong)


def _check_dependencies(draft: Draft, standing: Standing) -> None:
    """Nobody waits for what is dropped, nor milestones for each other in a circle."""
    for find in (dropped_ends, circles):
        rows, cells = find(draft, standing)
        for uid, why in rows.items():
            _refuse_row(draft, uid, why)
        _reject(draft, cells)


def _refuse_row(draft: Draft, uid: str, why: str) -> None:
    for place, row in enumerate(draft.new_rows):
        if row.uid == uid:
            draft.new_rows[place] = replace(row, edits=())
            draft.rejects.append(
                Reject(row.sheet, f"A{row.row}", row.kind, None, None, "provider", None, "", "", why)
            )


def _reject(draft: Draft, wrong: Mapping[int, str]) -> None:
    if not wrong:
        return
    for change in draft.cells:
        if (why := wrong.get(id(change))) is not None:
            draft.rejects.append(
                Reject(
                    sheet=change.sheet,
                    cell=change.cell,
                    kind=change.kind,
                    uid=change.uid,
                    id=change.id,
                    key=change.key,
                    field=change.field,
                    label=change.label,
                    text=change.shown[2],
                    why=why,
                )
            )
    draft.cells = [change for change in draft.cells if id(change) not in wrong]
