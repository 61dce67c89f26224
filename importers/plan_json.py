"""A plan's JSON export becomes a plan again: everything that it tells is read, checked, and handed on to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from importers.json_text import JsonObject
from models.edits import Edit
from models.errors import FileRefused
from models.fold import UID, Fold
from models.interchange import CHARTER_NAME, FORMAT, KEPT, ROWS, SOURCES, VERSION
from models.language import LANGUAGES, _, number_text
from models.replaying import Told, ToldRevision, ToldSnapshot
from models.rules.fields import EXISTS, KINDS, MAX_TEXT, FieldType, Value, member_field, split_member
from models.rules.text import problem_in, visible

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+00:00", re.ASCII)
_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KEY: Final = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)
MOST: Final = 1_000_000_000
"""Larger numbers no plan holds."""
MOST_CHARACTERS: Final = 1_000_000
"""Of the text of a cell that could not be read."""


def read_plan(path: Path) -> Told:
    """Reads what `tracker export json` wrote; the history is read while the plan is written.

    Raises:
        FileRefused: it is something else, of another version, or damaged; the sentence names the place.
    """
    if path.is_dir() or not path.exists():
        raise FileRefused("damaged", _("There is no file {path}.").format(path=path))
    found = JsonObject(path)
    _check_head(found)
    told = _Reader(found)
    return Told(
        told.revisions(),
        [told.snapshot(number, each) for number, each in enumerate(found.array("snapshots"), 1)],
        {name: list(told.records(name)) for name in KEPT},
        told.check,
        is_left_out=bool(found.members.get("addresses_left_out")),
    )


def _check_head(found: JsonObject) -> None:
    file, head = _shown(found.name), found.members
    if head.get("format") != FORMAT:
        raise FileRefused(
            "not-a-plan",
            _("{file} is JSON, but no plan: a plan is written by tracker export json.").format(file=file),
        )
    if head.get("public"):
        raise FileRefused(
            "public",
            _(
                "{file} is a public export: it has no history and lacks what is not public, so no plan can be made of "
                "it; export the plan itself with tracker export json."
            ).format(file=file),
        )
    version = head.get("version")
    if type(version) is not int or version < VERSION:
        raise FileRefused(
            "version",
            _(
                "{file} was written by an earlier version of tracker, without what a new plan needs: "
                "export it again with this one."
            ).format(file=file),
        )
    if version > VERSION:
        raise FileRefused(
            "version",
            _("{file} was made by a newer version of tracker; install that version to read it.").format(
                file=file
            ),
        )
    missing = [name for name in (*ROWS.values(), "snapshots", *KEPT, "history") if name != CHARTER_NAME]
    missing = [name for name in missing if not found.is_array(name)]
    if not isinstance(head.get(CHARTER_NAME), dict):
        missing.append(CHARTER_NAME)
    if missing:
        raise FileRefused(
            "damaged", _("{file} is not whole: it lacks {parts}.").format(file=file, parts=", ".join(missing))
        )


class _Reader:
    """What the arrays of one file tell."""

    def __init__(self, found: JsonObject) -> None:
        self._found = found

    def _refused(self, where: str, why: str) -> FileRefused:
        return FileRefused(
            "damaged", _("{file}, {where}: {why}").format(file=_shown(self._found.name), where=where, why=why)
        )

    def _fact(self, record: Any, name: str, type_: str, where: str, *, optional: bool = False) -> Any:
        """One fact of a record by its type; see `models.interchange.Item`."""
        if not isinstance(record, dict):
            raise self._refused(where, _("an object is missing."))
        value = record.get(name)
        if value is None and optional:
            return None
        read = _READERS[type_](value)
        if read is None:
            raise self._refused(
                where, _("“{value}” does not fit {field}.").format(value=_shown(value), field=name)
            )
        return read

    # The history.

    def revisions(self) -> Iterator[ToldRevision]:
        """The revisions in their order."""
        for number, each in enumerate(self._found.array("history"), 1):
            where = _("revision {number}").format(number=number_text(number))
            source = self._fact(each, "source", "text", where)
            edits = each.get("edits")
            if source not in SOURCES or not isinstance(edits, list):
                raise self._refused(
                    where, _("“{value}” does not fit {field}.").format(value=_shown(source), field="source")
                )
            yield ToldRevision(
                self._fact(each, "revision", "number", where),
                self._fact(each, "at", "moment", where),
                self._fact(each, "known", "day", where),
                self._fact(each, "person", "key", where),
                source,
                self._fact(each, "reason", "text", where, optional=True),
                self._fact(each, "reverses", "number", where, optional=True),
                [self._edit(edit, where, place) for place, edit in enumerate(edits, 1)],
            )

    def _edit(self, told: Any, where: str, place: int) -> Edit:
        kind = told.get("kind") if isinstance(told, dict) else None
        if not isinstance(kind, str) or kind not in KINDS:
            raise self._refused(
                _("{where}, edit {number}").format(where=where, number=number_text(place)),
                _("the plan has no rows of the kind “{kind}”.").format(kind=_shown(kind)),
            )
        uid, name = told.get("uid"), told.get("field")
        field = KINDS[kind].field(name) if isinstance(name, str) else None
        is_set = isinstance(name, str) and name in KINDS[kind].sets
        is_other = is_set or (field is not None and field.type is FieldType.REFERENCE)
        old, new = (told.get(key) for key in (("old_uid", "new_uid") if is_other else ("old", "new")))
        is_told = not is_other or (
            (old is None) == (told.get("old") is None) and (new is None) == (told.get("new") is None)
        )
        member = old if old is not None else new
        origin = told.get("origin")
        if (
            not isinstance(uid, str)
            or not isinstance(name, str)
            or not (field or is_set or name == EXISTS)
            or not is_told
            or (is_other and not all(value is None or _uid(value) for value in (old, new)))
            or (is_set and (old is None) == (new is None))
            or not (origin is None or _text(origin))
        ):
            raise self._refused(
                _("{where}, edit {number}").format(where=where, number=number_text(place)),
                _("{kind} {id}: “{field}” is not told as the program tells it.").format(
                    kind=_(KINDS[kind].label), id=_shown(told.get("id")), field=_shown(name)
                ),
            )
        if is_set:
            return Edit(
                kind,
                uid,
                member_field(name, str(member)),
                old is not None or None,
                new is not None or None,
                origin,
            )
        is_day = field is not None and field.type is FieldType.DATE
        if is_day:
            old, new = (value if value is None else _day(value) or value for value in (old, new))
        return Edit(kind, uid, name, old, new, origin)

    # Snapshots, and what is remembered beside the rows.

    def snapshot(self, number: int, told: Any) -> ToldSnapshot:
        """One snapshot."""
        where = _("snapshot {number}").format(number=number_text(number))

        def fact(name: str, type_: str, *, optional: bool = False) -> Any:
            return self._fact(told, name, type_, where, optional=optional)

        frozen = told.get("frozen") if isinstance(told, dict) else None
        if frozen is not None and not _is_frozen(frozen):
            raise self._refused(where, _("its frozen rows cannot be read."))
        return ToldSnapshot(
            number=fact("number", "number"),
            week=fact("week", "number"),
            iso_week=fact("iso_week", "text"),
            version=fact("version", "number"),
            day=fact("day", "day"),
            revision=fact("revision", "number"),
            at=fact("taken_at", "moment"),
            person=fact("person", "key"),
            reason=fact("reason", "text", optional=True),
            form=told.get("form") if told.get("form") == "" else fact("form", "key"),
            previous=told.get("previous") if told.get("previous") == "" else fact("previous", "sha256"),
            seal=fact("seal", "sha256"),
            figures=told,
            frozen=frozen,
        )

    def records(self, name: str) -> Iterator[dict[str, Any]]:
        """The records of one of the arrays of `models.interchange.KEPT`."""
        for number, told in enumerate(self._found.array(name), 1):
            where = _("{name}, record {number}").format(name=name, number=number_text(number))
            yield {
                item.name: self._fact(told, item.name, item.type, where, optional=item.optional)
                for item in KEPT[name]
            }

    # The rows, which the history makes.

    def check(self, fold: Fold) -> None:
        """Compares the rows that the file tells with those of its history; raises FileRefused where they differ."""
        ids = {uid: str(row.fields.get("id") or uid) for (_kind, uid), row in fold.rows.items()}
        alive = {key for key, row in fold.rows.items() if row.alive}
        for kind, name in ROWS.items():
            told = [self._found.members[name]] if kind == "charter" else self._found.array(name)
            for number, each in enumerate(told, 1):
                where = (
                    name
                    if kind == "charter"
                    else _("{name}, row {number}").format(name=name, number=number_text(number))
                )
                uid = self._fact(each, "uid", "uid", where)
                if (kind, uid) not in alive:
                    raise self._refused(where, _("the history does not make it."))
                alive.discard((kind, uid))
                self._check_row(kind, each, fold.whole_row(kind, uid), ids, where)
        for kind, uid in sorted(alive):
            raise self._refused(
                ROWS[kind], _("{row} is missing, which the history makes.").format(row=fold.label(kind, uid))
            )

    def _check_row(
        self,
        kind: str,
        told: Mapping[str, Any],
        made: Mapping[str, Value],
        ids: Mapping[str, str],
        where: str,
    ) -> None:
        wanted: dict[str, Any] = {}
        for field in KINDS[kind].fields:
            value = made[field.name]
            if field.type is FieldType.REFERENCE and value is not None:
                value = ids.get(str(value), str(value))
            wanted[field.name] = value.isoformat() if isinstance(value, date) else value
        for set_name in KINDS[kind].sets:
            members = [parts[1] for name in made if (parts := split_member(name)) and parts[0] == set_name]
            wanted[set_name] = sorted(ids.get(uid, uid) for uid in members)
        for name, value in wanted.items():
            found = told.get(name)
            if name in KINDS[kind].sets:
                found = sorted(map(str, found)) if isinstance(found, list) else found
            if name != "position" and (found != value or type(found) is not type(value)):
                raise self._refused(
                    where,
                    _("{field} reads “{found}”, by the history “{told}”; the history counts.").format(
                        field=name, found=_shown(found), told=_shown(value)
                    ),
                )


def _is_frozen(told: Any) -> bool:
    return (
        isinstance(told, dict)
        and isinstance(told.get("figures"), dict)
        and isinstance(told.get("rows"), dict)
        and all(
            kind in KINDS
            and isinstance(rows, dict)
            and all(_uid(uid) and isinstance(row, dict) for uid, row in rows.items())
            for kind, rows in told["rows"].items()
        )
    )


# Facts by their types: what each is read as, None where it does not fit.


def _text(value: Any) -> str | None:
    """A text as it stands: what a program wrote of files and reasons is no field of the plan."""
    if not isinstance(value, str) or problem_in(value, MAX_TEXT) is not None:
        return None
    return value


def _raw(value: Any) -> str | None:
    """A text that may hold anything that a file can be saved with."""
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        return None
    return value if value.isascii() or value.encode("utf-8", "ignore").decode() == value else None


def _number(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= MOST else None


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _moment(value: Any) -> str | None:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return None
    return value


def _matching(pattern: re.Pattern[str]) -> Any:
    return lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else None


_uid: Final = _matching(UID)


def _uids(value: Any) -> dict[str, list[str]] | None:
    if not isinstance(value, dict) or not all(kind in KINDS for kind in value):
        return None
    fits = all(isinstance(uids, list) and all(map(_uid, uids)) for uids in value.values())
    return value if fits else None


_READERS: Final[dict[str, Any]] = {
    "text": _text,
    "raw": _raw,
    "number": _number,
    "revision": _number,
    "day": _day,
    "moment": _moment,
    "sha256": _matching(_SHA256),
    "key": _matching(_KEY),
    "uid": _uid,
    "uids": _uids,
    "language": lambda value: value if value in LANGUAGES else None,
}


def _shown(value: object) -> str:
    """A value from outside as one short piece of a sentence."""
    line = " ".join(visible("" if value is None else str(value)).split())
    return line if len(line) <= 60 else f"{line[:59]}…"
