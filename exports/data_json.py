"""Everything of a plan as one JSON object, a line at a time; never an e-mail address, a login or a file's bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from exports.data import plain, row_json, snapshot_json
from exports.files import write_atomically
from models.edits import Edit
from models.errors import FileRefused
from models.interchange import CHARTER_NAME, CONFIRMATIONS, FILES, FORMAT, KEPT, VERSION
from models.language import _
from models.migrations import HEAD
from models.rules.fields import KINDS, FieldType, split_member
from models.rules.text import without_addresses
from models.whole import KeptRevision, KeptSnapshot, Whole, whole

if TYPE_CHECKING:
    from models.plan import Plan

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, default=plain)
CHUNK: Final = 1 << 20
"""Bytes that are read back at once."""


def write_json(plan: Plan, path: Path, force: bool = False) -> None:
    """Writes the plan as it stands, its snapshots and its history as one object; persons are left out.

    It is written a row and a revision at a time: beside the rows of the plan, little stands in memory.

    Raises:
        ExportFailed: something is at `path` already and `force` is false, or it cannot be written.
    """

    def all_of_it() -> Iterator[bytes]:
        with whole(plan) as found:
            yield from pieces(found)

    _write(all_of_it, path, force)


def write_object(content: Mapping[str, Any], path: Path, force: bool = False) -> None:
    """Writes any object whose arrays get a line for each element, without e-mail addresses; raises ExportFailed."""

    def all_of_it() -> Iterator[bytes]:
        out, members = _Lines(), list(content.items())
        yield out.text("{\n")
        for number, (name, value) in enumerate(members, 1):
            is_array = isinstance(value, (list, tuple))
            found = b"".join(out.array(name, value)) if is_array else out.member(name, value)
            yield found if number < len(members) else found.removesuffix(b",\n") + b"\n"
        yield out.text("}\n")

    _write(all_of_it, path, force)


def _write(pieces_of: Callable[[], Iterator[bytes]], path: Path, force: bool) -> None:
    """Writes the pieces of a file and reads them back."""
    written = hashlib.sha256()

    def build(draft: Path) -> None:
        with draft.open("wb") as file:
            for piece in pieces_of():
                written.update(piece)
                file.write(piece)

    def verify(draft: Path) -> None:
        read = hashlib.sha256()
        with draft.open("rb") as file:
            while piece := file.read(CHUNK):
                read.update(piece)
        if read.digest() != written.digest():
            raise FileRefused("damaged", _("it does not read back as it was written"))

    write_atomically(build, path, verify, overwrite=force)


def pieces(found: Whole) -> Iterator[bytes]:
    """The object in UTF-8, with a line for each row, revision and record: good to compare by line."""
    out = _Lines()
    yield out.text("{\n" + f'"format": "{FORMAT}",\n"version": {VERSION},\n')
    yield out.member("day", found.state.day)
    yield out.member("revision", found.state.revision)
    yield out.member("form", HEAD)
    yield out.member(CHARTER_NAME, _row(found, "charter", found.state.charter))
    for kind, name in FILES.items():
        if kind != "charter":
            yield from out.array(name, (_row(found, kind, row) for row in found.state.rows[kind]))
    yield from out.array(CONFIRMATIONS, (_row(found, "confirmation", row) for row in found.confirmations))
    yield from out.array("snapshots", map(_snapshot, found.snapshots()))
    for name in KEPT:
        yield from out.array(name, found.kept(name))
    yield from out.history(found)
    yield out.text(f'"addresses_left_out": {out.left_out}\n' + "}\n")


class _Lines:
    """Writes the members of an object one after the other, and counts the texts that lost an address."""

    def __init__(self) -> None:
        self.left_out = 0

    def text(self, text: str) -> bytes:
        return text.encode()

    def member(self, name: str, value: Any) -> bytes:
        return f'"{name}": {self._dumped(value)},\n'.encode()

    def array(self, name: str, values: Iterable[Any]) -> Iterator[bytes]:
        before = f'"{name}": [\n'
        for value in values:
            yield f"{before}{self._dumped(value)}".encode()
            before = ",\n"
        yield (before + "],\n" if before.startswith('"') else "\n],\n").encode()

    def history(self, found: Whole) -> Iterator[bytes]:
        """The revisions with a line for each edit: a first import can hold hundreds of thousands of them."""
        before = '"history": ['
        for revision in found.revisions():
            head = self._dumped(_revision(revision))
            yield f'{before}\n{head[:-1]}, "edits": ['.encode()
            between = "\n"
            for edit in revision.edits:
                yield f"{between}{self._dumped(edit_json(edit, found.ids))}".encode()
                between = ",\n"
            yield b"]}"
            before = ","
        yield (before + "],\n" if before.startswith('"') else "\n],\n").encode()

    def _dumped(self, value: Any) -> str:
        text = _ENCODER.encode(value)
        return _ENCODER.encode(self._without_addresses(value)) if "@" in text else text

    def _without_addresses(self, value: Any) -> Any:
        if isinstance(value, str):
            kept = without_addresses(value)
            self.left_out += kept != value
            return kept
        if isinstance(value, list):
            return [self._without_addresses(each) for each in value]
        if isinstance(value, dict):
            return {name: self._without_addresses(each) for name, each in value.items()}
        return value


def _row(found: Whole, kind: str, row: Any) -> dict[str, Any]:
    return {"uid": row.uid, **row_json(found.state, KINDS[kind], row, all_languages=True)}


def _snapshot(each: KeptSnapshot) -> dict[str, Any]:
    found = snapshot_json(each.found) | {
        "day": each.found.day,
        "revision": each.found.revision,
        "form": each.found.form,
        "person": each.person,
    }
    return found if each.frozen is None else {**found, "frozen": each.frozen}


def _revision(revision: KeptRevision) -> dict[str, Any]:
    """A revision without its edits."""
    return {
        "revision": revision.number,
        "at": revision.at,
        "known": revision.known,
        "person": revision.person,
        "source": revision.source,
        "reason": revision.reason,
        "reverses": revision.reverses,
    }


def edit_json(edit: Edit, ids: dict[str, str]) -> dict[str, Any]:
    """An edit by visible ids for readers, and by uids so that it can be made again.

    `uid` is the row's; where the values are other rows, `old_uid` and `new_uid` stand beside their visible ids. A
    member of a set is an edit of the set, added (`new`) or taken away (`old`).

    Args:
        ids: visible ids by uid.
    """
    field, old, new = edit.field, edit.old, edit.new
    found: dict[str, Any] = {
        "kind": edit.kind,
        "id": CHARTER_NAME if edit.kind == "charter" else ids.get(edit.uid, edit.uid),
        "uid": edit.uid,
        "field": field,
    }
    described = KINDS[edit.kind].field(field) if edit.kind in KINDS else None
    if parts := split_member(field):
        found["field"] = parts[0]
        old, new = (parts[1] if old else None), (parts[1] if new else None)
    if parts or (described is not None and described.type is FieldType.REFERENCE):
        found |= {"old_uid": old, "new_uid": new}
        old, new = (None if value is None else ids.get(str(value), str(value)) for value in (old, new))
    return found | {"old": old, "new": new, "origin": edit.origin}
