"""Reads one large JSON object member by member, so that what it holds need not stand in memory all at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from models.errors import FileRefused
from models.language import _, number_text
from models.rules.text import visible

MAX_BYTES: Final = 512 * 1024 * 1024
"""The largest file that is read: a plan of 100,000 milestones takes 400 MB."""

_BLANKS: Final = re.compile(r"[ \t\n\r]*")


class _Twice(ValueError):
    """A name that stands twice in one object: which of the two is meant, nobody can tell."""


class _NoNumber(ValueError):
    """A number that no whole number is, or none at all."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def _no_number(text: str) -> Any:
    raise _NoNumber(text)


def _whole_number(text: str) -> int:
    if len(text) > 18:
        raise _NoNumber(text)
    return int(text)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_no_number, parse_float=_no_number, parse_int=_whole_number
)


class JsonObject:
    """One JSON object in a file: its members by name, the elements of its arrays one at a time.

    It is walked through once at first, so that nothing is begun with a file that is broken at its end.

    Raises FileRefused with the place where the text is no JSON, or is JSON that cannot be trusted.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._text = _text_of(path)
        self._arrays: dict[str, int] = {}
        """Where the elements of each array begin."""
        self.members: dict[str, Any] = {}
        """The members that are no arrays."""
        at = self._after_blanks(0)
        if self._text[at : at + 1] != "{":
            raise self.refused(_("it does not begin with an object"), at)
        at = self._after_blanks(at + 1)
        while self._text[at : at + 1] != "}":
            at = self._member(at)
        rest = self._after_blanks(at + 1)
        if rest < len(self._text):
            raise self.refused(_("something follows after its end"), rest)

    def array(self, name: str) -> Iterator[Any]:
        """The elements of an array in their order; none where there is no such array."""
        at = self._arrays.get(name)
        while at is not None and self._text[at] != "]":
            value, at = self._value(at)
            yield value
            at = self._next(at, "]")

    def is_array(self, name: str) -> bool:
        """Whether there is an array of that name."""
        return name in self._arrays

    def _member(self, at: int) -> int:
        name, at = self._value(at)
        at = self._after_blanks(at)
        if not isinstance(name, str) or self._text[at : at + 1] != ":":
            raise self.refused(_("a name and a colon are missing"), at)
        if name in self.members or name in self._arrays:
            raise self.refused(_("the name “{name}” stands twice").format(name=_short(name)), at)
        at = self._after_blanks(at + 1)
        if self._text[at : at + 1] != "[":
            self.members[name], at = self._value(at)
        else:
            at = self._arrays[name] = self._after_blanks(at + 1)
            while self._text[at : at + 1] != "]":
                _element, at = self._value(at)
                at = self._next(at, "]")
            at += 1
        return self._next(at, "}")

    def _next(self, at: int, end: str) -> int:
        """From behind a value to the next one, or to the sign that ends them all."""
        at = self._after_blanks(at)
        sign = self._text[at : at + 1]
        if sign == end:
            return at
        if sign != ",":
            raise self.refused(_("its end is missing") if not sign else _("a comma is missing"), at)
        at = self._after_blanks(at + 1)
        if self._text[at : at + 1] in ("", end):
            raise self.refused(
                _("its end is missing") if at == len(self._text) else _("a comma is too many"), at
            )
        return at

    def _value(self, at: int) -> tuple[Any, int]:
        try:
            return _DECODER.raw_decode(self._text, at)
        except _Twice as error:
            raise self.refused(
                _("the name “{name}” stands twice").format(name=_short(str(error))), at
            ) from error
        except _NoNumber as error:
            raise self.refused(
                _("“{text}” is no whole number").format(text=_short(str(error))), at
            ) from error
        except json.JSONDecodeError as error:
            is_end = error.msg.startswith("Unterminated") or not self._text[error.pos :].strip()
            raise self.refused(
                _("its end is missing") if is_end else _("it is no JSON"), error.pos
            ) from error
        except RecursionError as error:
            raise self.refused(_("it is nested too deeply"), at) from error

    def _after_blanks(self, at: int) -> int:
        found = _BLANKS.match(self._text, at)
        return found.end() if found else at

    def refused(self, why: str, at: int) -> FileRefused:
        """The refusal that names the line."""
        return FileRefused(
            "damaged",
            _("{file} cannot be read at line {line}: {why}.").format(
                file=_short(self.name), line=number_text(self._text.count("\n", 0, at) + 1), why=why
            ),
        )


def _text_of(path: Path) -> str:
    name = _short(path.name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileRefused(
                "bomb",
                _("{file} is larger than any plan ({limit} MB).").format(
                    file=name, limit=number_text(MAX_BYTES >> 20)
                ),
            )
        if not path.is_file():
            raise FileRefused("damaged", _("{file} is no ordinary file.").format(file=name))
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused("damaged", _("{file} is not saved as UTF-8.").format(file=name)) from error
    except (OSError, ValueError) as error:
        raise FileRefused(
            "damaged",
            _("{file} cannot be read: check that it is there and that you may open it.").format(file=name),
        ) from error
    if not text.strip():
        raise FileRefused("empty", _("{file} is empty: ask for it to be sent again.").format(file=name))
    return text


def _short(text: str) -> str:
    """A text from outside as one short line."""
    line = " ".join(visible(text).split())
    return line if len(line) <= 80 else f"{line[:79]}…"
