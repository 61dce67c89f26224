"""What a file of an archive bundle is told by: its place, who may see it, how long it is kept, and its bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from exports.data import plain
from models.rules.text import without_addresses
from models.rules.words import Publicity


class Retention(StrEnum):
    """How long a record is kept unless the city's own records plan says otherwise."""

    PERMANENT = "permanent"
    TEN_YEARS = "10-years"


STRICTEST_FIRST: Final = (
    Publicity.SECRET,
    Publicity.PARTLY_SECRET,
    Publicity.NOT_PUBLIC,
    Publicity.PUBLIC,
)
CSV: Final = "text/csv; charset=utf-8; header=present"
JSON: Final = "application/json"
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA: Final = {
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".xlsx": WORKBOOK,
    ".csv": CSV,
    ".json": JSON,
}
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9.-]+")
LONGEST_NAME: Final = 80
"""Characters of the name of a file that came from elsewhere."""


@dataclass(frozen=True)
class Class:
    """Who may see a file: the strictest class of what lies in it, and the legal grounds of what is secret."""

    publicity: Publicity = Publicity.PUBLIC
    grounds: tuple[str, ...] = ()

    @classmethod
    def of(cls, found: Iterable[tuple[Publicity, str | None]]) -> Class:
        """The class of what holds rows of these classes and grounds."""
        known = list(found)
        publicity = next(
            (each for each in STRICTEST_FIRST if any(p is each for p, _g in known)), Publicity.PUBLIC
        )
        return cls(publicity, tuple(sorted({ground for _p, ground in known if ground})))

    def at_least(self, publicity: Publicity) -> Class:
        """The same, unless the other class is stricter."""
        strictest = min(self.publicity, publicity, key=STRICTEST_FIRST.index)
        return Class(strictest, self.grounds)


@dataclass(frozen=True)
class Piece:
    """One file of the bundle."""

    path: str
    what: str
    """In English; the manifest tells it in three languages."""
    media: str
    access: Class
    retention: Retention
    content: Callable[[], Iterable[bytes]]
    holds_logins: bool = False


@dataclass(frozen=True)
class Missing:
    """A file of which the plan knows only the name and the hash."""

    name: str
    sha256: str


def safe_name(name: str) -> str:
    """A name from elsewhere as one that every system takes, and that leads nowhere else; it has an ending."""
    stem, dot, ending = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    stem, ending = (_UNSAFE.sub("-", part).strip("-.") for part in (stem or ending, ending if dot else ""))
    return f"{stem[:LONGEST_NAME] or 'file'}.{ending[:10] or 'bin'}"


def json_bytes(value: Any) -> bytes:
    """A JSON file for readers: without addresses."""
    return (json.dumps(_without(value), ensure_ascii=False, indent=1, default=plain) + "\n").encode()


def _without(value: Any) -> Any:
    if isinstance(value, str):
        return without_addresses(value)
    if isinstance(value, dict):
        return {name: _without(each) for name, each in value.items()}
    return [_without(each) for each in value] if isinstance(value, (list, tuple)) else value
