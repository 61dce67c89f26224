"""The plan as data: rows, edits and figures in JSON, and a folder of CSV files without e-mail addresses."""

from __future__ import annotations

import csv
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from models.edits import Edit, stored
from models.errors import ExportFailed
from models.interchange import CHARTER_NAME as CHARTER_NAME
from models.interchange import FILES as FILES
from models.language import _
from models.rules.fields import EXISTS, KINDS, FieldType, Kind, split_member
from models.rules.figures import FIGURE_NAMES, Figures
from models.rules.forecast import SURE_PERCENT
from models.rules.lights import LightCounts
from models.rules.records import text
from models.rules.state import PlanState
from models.rules.text import without_addresses
from models.telling import Names

if TYPE_CHECKING:
    from models.rules.forecast import Forecast
    from models.snapshots import Snapshot

_FORMULA_START: Final = re.compile(r"((?:^|[;\n\t])[^\S\n\t]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a spreadsheet begins to reckon: at the start of a text, and inside it where a spreadsheet that parts its cells
by semicolons or tabs, as those of Finland do, would begin another cell or row."""


# One row, one edit, some figures: what the command line answers in JSON too.


def row_json(state: PlanState, kind: Kind, row: Any, *, all_languages: bool = False) -> dict[str, Any]:
    """A row by the names of its fields: references as visible ids, codes, dates as days.

    Args:
        all_languages: each text in its three languages, instead of one in the reader's.
    """
    found: dict[str, Any] = {}
    for field in kind.fields:
        value = getattr(row, field.name)
        if field.name == "position":
            continue
        if field.type is FieldType.REFERENCE:
            found[field.name] = state.id_of(str(field.refers_to), value)
        elif field.base is not None and not all_languages:
            found.setdefault(field.base, text(row, field.base) or None)
        else:
            found[field.name] = stored(value)
    for set_name, member_kind in kind.sets.items():
        members = getattr(row, set_name)
        found[set_name] = [each.id for each in state.rows[member_kind] if each.uid in members]
    return found


def edits_json(edits: Iterable[Edit], names: Names) -> list[dict[str, Any]]:
    """Edits as plain objects: visible ids for uids; a member of a set is an edit of the set, added or taken away."""
    return [_edit_json(edit, names) for edit in edits]


def _edit_json(edit: Edit, names: Names) -> dict[str, Any]:
    field, old, new = edit.field, edit.old, edit.new
    described = KINDS[edit.kind].field(field) if edit.kind in KINDS else None
    if (parts := split_member(field)) and edit.kind in KINDS:
        field = parts[0]
        member = _id(KINDS[edit.kind].sets.get(field, field), parts[1], names)
        old, new = (member if old else None), (member if new else None)
    elif field != EXISTS and described is not None and described.type is FieldType.REFERENCE:
        kind = str(described.refers_to)
        old, new = (None if value is None else _id(kind, str(value), names) for value in (old, new))
    return {
        "kind": edit.kind,
        "id": _id(edit.kind, edit.uid, names),
        "field": field,
        "old": old,
        "new": new,
        "origin": edit.origin,
    }


def _id(kind: str, uid: str, names: Names) -> str:
    """The visible id of a row; `plan` for the plan itself, and the uid of a row that has no other."""
    if kind == "charter":
        return CHARTER_NAME
    found = names.field_of(kind, uid, "id") if kind in KINDS and KINDS[kind].has_id else None
    return uid if found is None else str(found)


def figures_json(found: Figures) -> dict[str, Any]:
    """The figures by the names of the interchange format."""
    return {name: getattr(found, name) for name in FIGURE_NAMES} | {"lights": _lights_json(found.lights)}


def _lights_json(found: Mapping[str, LightCounts]) -> dict[str, Any]:
    return {part: asdict(counts) for part, counts in found.items()}


def snapshot_json(found: Snapshot) -> dict[str, Any]:
    """A snapshot: when and why it was taken, and its figures."""
    return {
        "number": found.number,
        "iso_week": found.iso_week,
        "version": found.version,
        "taken_at": found.at,
        "reason": found.reason,
        "previous": found.previous,
        "seal": found.seal,
        **figures_json(found.figures),
        "theme_lights": _lights_json(found.figures.theme_lights),
        "division_lights": _lights_json(found.figures.division_lights),
    }


def plain(value: Any) -> Any:
    """What JSON has no form for: days as ISO text, sets in order."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


# A folder of CSV files.


def write_csv(
    state: PlanState,
    folder: Path,
    force: bool = False,
    *,
    files: Mapping[str, str] = FILES,
    leave_out: Collection[str] = (),
    also: Mapping[str, str] | None = None,
) -> None:
    """Writes a CSV file for each kind of row: UTF-8, commas, a header of field names, sets joined by blanks.

    What a spreadsheet would reckon as a formula gets an apostrophe before it. With `force`, files of the same
    names in an existing folder are replaced; others in it stay.

    Args:
        files: by kind, the name of its file; what is not named is not written.
        leave_out: fields that no file has.
        also: further files by their name, and their text.

    Raises:
        ExportFailed: something is at `folder` already and `force` is false, or it cannot be written.
    """
    _check_folder(folder, force)
    draft = folder.parent / f".tracker-{secrets.token_hex(6)}"
    try:
        draft.mkdir()
        for kind, name in files.items():
            _write_file(draft / f"{name}.csv", state, KINDS[kind], leave_out)
        for name, content in (also or {}).items():
            (draft / name).write_text(content, encoding="utf-8", newline="\n")
        if os.path.lexists(folder):
            for path in sorted(draft.iterdir()):
                os.replace(path, folder / path.name)
        else:
            os.rename(draft, folder)
    except OSError as error:
        raise ExportFailed(
            _(
                "{path} could not be written ({reason}): choose another folder or make room on the disk."
            ).format(path=folder, reason=error.strerror or error)
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _check_folder(folder: Path, force: bool) -> None:
    if os.path.lexists(folder) and not folder.is_dir():
        raise ExportFailed(_("{path} is a file: name a folder for the CSV files.").format(path=folder))
    if folder.is_dir() and not force:
        raise ExportFailed(
            _("{path} is there already: choose another name, or replace it with --force.").format(path=folder)
        )
    if not folder.parent.is_dir():
        raise ExportFailed(
            _("{path} cannot be written, as its folder is missing: create it or choose another.").format(
                path=folder
            )
        )


def _write_file(path: Path, state: PlanState, kind: Kind, leave_out: Collection[str] = ()) -> None:
    rows = [state.charter] if kind.name == "charter" else state.rows[kind.name]
    with path.open("w", encoding="utf-8", newline="") as file:
        write_rows(file, state, kind, rows, leave_out)
        file.flush()
        os.fsync(file.fileno())


def write_rows(
    file: TextIO, state: PlanState, kind: Kind, rows: Iterable[Any], leave_out: Collection[str] = ()
) -> None:
    """Writes rows of a kind as CSV, under a header of field names but those to leave out."""
    left_out = {"position", *leave_out}
    header = [field.name for field in kind.fields if field.name not in left_out] + list(kind.sets)
    writer = csv.writer(file)
    writer.writerow(header)
    for row in rows:
        found = row_json(state, kind, row, all_languages=True)
        writer.writerow(cells(found[name] for name in header))


def cells(values: Iterable[Any]) -> Iterator[str]:
    """Values as CSV cells: no address leaves, and nothing that a spreadsheet would reckon."""
    for value in values:
        if value is None:
            yield ""
        elif isinstance(value, bool):
            yield "yes" if value else "no"
        elif isinstance(value, list):
            yield " ".join(value)
        elif isinstance(value, str):
            yield _FORMULA_START.sub(r"\1'", without_addresses(value))
        else:
            yield value.isoformat() if isinstance(value, date) else str(value)


def said_json(found: Forecast) -> dict[str, Any]:
    """The dates of each chance, or why there are none, and what is done by the last day at least."""
    by_end = found.by_end
    return {
        "date": found.day,
        "refusal": found.refusal,
        "is_weak": found.is_weak,
        "dates": {str(percent): day for percent, day in found.dates} or None,
        "by_end": by_end
        and {
            "date": by_end.day,
            "percent": SURE_PERCENT,
            "weight": by_end.weight,
            "milestones": by_end.milestones,
        },
    }
