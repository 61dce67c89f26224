"""The JSON Schema of a plan's export, made of the kinds and closed lists that the program itself works by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from exports.files import write_content
from models.interchange import CHARTER_NAME, FORMAT, KEPT, ROWS, SOURCES, VERSION, Item
from models.language import LANGUAGES, speaking
from models.rules.fields import EXISTS, KINDS, MAX_TEXT, Field, FieldType, Kind
from models.rules.figures import FIGURE_NAMES, LIGHT_NAMES
from models.rules.words import WORDS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_MOMENT: Final = {"type": "string", "format": "date-time", "description": "A moment in UTC."}
_DAY: Final = {"type": "string", "format": "date"}
_UID: Final = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": r"^[^\s.|]+$"}
_KEY: Final = {
    "type": "string",
    "pattern": "^[0-9A-Za-z_-]{1,64}$",
    "description": "The key of a person; logins and names never leave the plan.",
}
_SHA256: Final = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_REVISION: Final = {"type": "integer", "minimum": 1}
_COUNT: Final = {"type": "integer", "minimum": 0}
_TEXT: Final = {"type": "string"}
_IDS: Final = {"type": "array", "items": _TEXT, "uniqueItems": True}
_ITEMS: Final[dict[str, dict[str, Any]]] = {
    "text": _TEXT,
    "raw": _TEXT,
    "number": _COUNT,
    "day": _DAY,
    "moment": _MOMENT,
    "sha256": _SHA256,
    "uid": _UID,
    "revision": _REVISION,
    "language": {"enum": list(LANGUAGES)},
    "uids": {
        "type": "object",
        "propertyNames": {"enum": list(KINDS)},
        "additionalProperties": {"type": "array", "items": _UID},
    },
}


def schema() -> dict[str, Any]:
    """The schema, in English whatever the reader's language."""
    with speaking("en"):
        return _schema()


def schema_text() -> str:
    """The schema as it is published in docs/plan.schema.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def write_schema(path: Path, force: bool = False) -> None:
    """Writes the schema; raises ExportFailed."""
    write_content(schema_text(), path, overwrite=force)


def _schema() -> dict[str, Any]:
    arrays = {name: kind for kind, name in ROWS.items() if name != CHARTER_NAME}
    members: dict[str, Any] = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "day": _DAY | {"description": "The day of evaluation: the day of the export."},
        "revision": _REVISION | {"description": "The last revision that it holds."},
        "form": {**_KEY, "description": "The form of the plan's file: its newest migration."},
        CHARTER_NAME: {"$ref": "#/$defs/charter"},
        **{name: _array(kind, f"Every {KINDS[kind].label} as it stands.") for name, kind in arrays.items()},
        "snapshots": _array("snapshot", "The frozen weeks in the order in which they were taken."),
        **{name: _array(name, _KEPT_TEXTS[name]) for name in KEPT},
        "history": _array("revision", "All revisions from the first on; the rows follow from them."),
        "addresses_left_out": _COUNT
        | {
            "description": "How many texts lost an e-mail address on the way out; a snapshot of one of them changes."
        },
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:{FORMAT}:plan:{VERSION}",
        "title": "A 90-day plan with its history",
        "description": "What `tracker export json` writes and `tracker new PLAN --from FILE.json` reads.",
        **_object(members),
        "$defs": {
            **{kind.name: _row(kind) for kind in KINDS.values()},
            "snapshot": _snapshot(),
            "lights": _lights(),
            "revision": _revision(),
            "edit": _edit(),
            **{name: _record(items) for name, items in KEPT.items()},
        },
    }


_LANGUAGES: Final = {"fi": "Finnish", "sv": "Swedish", "en": "English"}
_KEPT_TEXTS: Final = {
    "holidays": "The public holidays by which working days were counted.",
    "sent_files": "What went out as hand-offs.",
    "inbox": "The files that came in, by name and hash; their bytes are in the archive bundle.",
    "imports": "The imports that were applied, the oldest first.",
    "brought": "What imports brought in for cells of workbooks: the base of their next return.",
    "reviews": "Returned cells that could not be read.",
    "reviewed": "What became of these cells.",
}


def _object(members: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """An object with just these members."""
    return {
        "type": "object",
        "required": [name for name in members if name not in optional],
        "additionalProperties": False,
        "properties": members,
    }


def _array(definition: str, description: str) -> dict[str, Any]:
    return {"type": "array", "description": description, "items": {"$ref": f"#/$defs/{definition}"}}


def _or_null(described: dict[str, Any]) -> dict[str, Any]:
    if "enum" in described:
        return {**described, "enum": [*described["enum"], None]}
    return {**described, "type": [described["type"], "null"]}


def _row(kind: Kind) -> dict[str, Any]:
    members: dict[str, Any] = {"uid": _UID | {"title": "uid", "description": "Never used for another row."}}
    members |= {field.name: _field(field) for field in kind.fields if field.name != "position"}
    for name, member in kind.sets.items():
        members[name] = {**_IDS, "title": name, "description": f"Ids of a {KINDS[member].label} each."}
    return {"title": kind.label, **_object(members)}


def _field(field: Field) -> dict[str, Any]:
    found: dict[str, Any]
    if field.type is FieldType.DATE:
        found = dict(_DAY)
    elif field.type is FieldType.NUMBER:
        found = {"type": "integer", "minimum": field.low, "maximum": field.high}
    elif field.type is FieldType.FLAG:
        found = {"type": "boolean"}
    elif field.words is not None:
        found = {"enum": [member.value for member in field.words]}
    else:
        found = {"type": "string", "minLength": 1, "maxLength": MAX_TEXT}
    if not field.required:
        found = _or_null(found)
    return {"title": field.label, **_described(field), **found}


def _described(field: Field) -> dict[str, str]:
    said = []
    if field.language is not None:
        said.append(f"In {_LANGUAGES[field.language]}.")
    if field.refers_to is not None:
        said.append(f"The id of a {KINDS[field.refers_to].label}, or its uid where that has no id.")
    if field.words is not None:
        said.append("; ".join(f"{member.value}: {WORDS[member]}" for member in field.words) + ".")
    if field.by_program:
        said.append("Kept by the program.")
    return {"description": " ".join(said)} if said else {}


def _snapshot() -> dict[str, Any]:
    figures: dict[str, Any] = {name: {"type": "integer"} for name in FIGURE_NAMES}
    figures |= {"snapshot_date": _DAY, "ideal_remaining": _or_null({"type": "integer"})}
    lights = {
        "type": "object",
        "additionalProperties": {"$ref": "#/$defs/lights"},
        "description": "By the id of a part of the plan.",
    }
    members: dict[str, Any] = {
        "number": _REVISION,
        "iso_week": {"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"},
        "version": _REVISION | {"description": "1, or more for a correction that stands beside it."},
        "taken_at": _MOMENT,
        "reason": _or_null(_TEXT) | {"description": "Why a correction was needed."},
        "previous": {"type": "string", "pattern": "^([0-9a-f]{64})?$", "description": "The seal before it."},
        "seal": _SHA256 | {"description": "See docs/seal.md."},
        **figures,
        **dict.fromkeys(LIGHT_NAMES, lights),
        "day": _DAY,
        "revision": _REVISION | {"description": "The last revision that it holds."},
        "form": _TEXT | {"description": "The form of the file in which it was taken."},
        "person": _KEY,
        "frozen": _object(
            {
                "figures": {"type": "object"},
                "rows": {
                    "type": "object",
                    "propertyNames": {"enum": list(KINDS)},
                    "additionalProperties": {"type": "object", "additionalProperties": {"type": "object"}},
                },
            }
        )
        | {"description": "As it was written, where it was taken in an earlier form of the file."},
    }
    return {"title": "snapshot", **_object(members, optional=("frozen",))}


def _lights() -> dict[str, Any]:
    return {
        "title": "milestones by their light",
        **_object(dict.fromkeys(("red", "amber", "green", "grey", "done", "dropped"), _COUNT)),
    }


def _revision() -> dict[str, Any]:
    members = {
        "revision": _REVISION,
        "at": _MOMENT,
        "known": _DAY | {"description": "The day on which the plan learnt it."},
        "person": _KEY,
        "source": {"enum": list(SOURCES)},
        "reason": _or_null(_TEXT),
        "reverses": _or_null(_REVISION) | {"description": "The revision that it undoes or redoes."},
        "edits": {"type": "array", "items": {"$ref": "#/$defs/edit"}},
    }
    return {"title": "revision", **_object(members)}


def _edit() -> dict[str, Any]:
    """An edit. Which fields each kind has stands in the rows: told here for each kind, checking would take ten times
    as long."""
    value = {"type": ["string", "integer", "boolean", "null"]}
    names = {field.name: None for kind in KINDS.values() for field in kind.fields}
    sets = [name for kind in KINDS.values() for name in kind.sets]
    others = [
        field.name for kind in KINDS.values() for field in kind.fields if field.type is FieldType.REFERENCE
    ]
    members = {
        "kind": {"enum": list(KINDS)},
        "id": _TEXT | {"description": f"The visible id of the row; {CHARTER_NAME} for the plan's frame."},
        "uid": _UID,
        "field": {
            "enum": [EXISTS, *names, *sets],
            "description": f"A field or a set of the kind, or {EXISTS}: a row is made, removed or brought back.",
        },
        "old_uid": _or_null(_UID) | {"description": "The row behind `old`, where it is one."},
        "new_uid": _or_null(_UID) | {"description": "The row behind `new`, where it is one."},
        "old": value,
        "new": value,
        "origin": _or_null(_TEXT) | {"description": "The cell or the line that it came from."},
    }
    return {
        "title": "edit",
        **_object(members, optional=("old_uid", "new_uid")),
        "if": {"properties": {"field": {"enum": list(dict.fromkeys([*others, *sets]))}}},
        "then": {"required": ["old_uid", "new_uid"]},
    }


def _record(items: tuple[Item, ...]) -> dict[str, Any]:
    members = {}
    for item in items:
        described = _ITEMS[item.type]
        members[item.name] = {"title": item.label, **(_or_null(described) if item.optional else described)}
    return _object(members)
