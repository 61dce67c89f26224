"""Reads one cell of a workbook as a text, a date, a number, a word or a flag, or says why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Generic, Literal, TypeVar

from importers.grid import Cell
from models.language import _, number_text, parse_date
from models.rules.fields import MAX_TEXT
from models.rules.text import normalised, problem_in, sentence, tidied, visible

Warned = Literal["formula", "number-in-text"]
T = TypeVar("T")

FIRST_YEAR, LAST_YEAR = 2000, 2100

YES: Final = frozenset({"yes", "y", "kyllä", "k", "ja", "j", "x", "true", "tosi", "sant"})
"""What counts as a yes, whoever wrote it; `TRUE` is written TOSI and SANT in the two other languages."""
NO: Final = frozenset({"no", "n", "ei", "e", "nej", "false", "epätosi", "falskt"})


@dataclass(frozen=True)
class Read(Generic[T]):
    """What a cell says; None where it is empty."""

    value: T
    warnings: tuple[Warned, ...] = ()
    """Codes of what the person should hear of although the value was taken."""


@dataclass(frozen=True)
class Reject:
    """A cell whose value cannot be taken; the value it had before stays."""

    text: str
    """What stands in the cell, as it may be shown and mended; nothing is cut off."""
    why: str
    """One sentence in the current language."""


def text_of(cell: Cell) -> str:
    """What a person sees in a cell, in plain letters; dates in ISO form."""
    value = cell.value
    if cell.error is not None:
        return visible(cell.error)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number_as_text(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return visible(value)


def required(result: Read[T | None] | Reject) -> Read[T] | Reject:
    """Turns an empty cell of a field that may not be empty into a reject."""
    if isinstance(result, Reject):
        return result
    if result.value is None:
        return Reject("", _("The cell is empty, but this value is needed."))
    return Read(result.value, result.warnings)


def read_text(cell: Cell, max_units: int = MAX_TEXT) -> Read[str | None] | Reject:
    """The cell's text, tidied, of at most `max_units` UTF-16 units.

    A number is taken as its text (42 for 42.0) with a warning. A date or a logical value is a reject: the program
    that wrote it changed what the person had typed.
    """
    if (fault := _unreadable(cell)) is not None:
        return fault
    value = cell.value
    warnings = _warnings(cell)
    if value is None:
        return Read(None, warnings)
    if isinstance(value, bool):
        return _reject(
            cell, _("The cell holds a logical value instead of text: format it as text, type it again.")
        )
    if isinstance(value, int | float):
        return Read(_number_as_text(value), (*warnings, "number-in-text"))
    if not isinstance(value, str):
        return _reject(cell, _("The cell holds a date instead of text: format it as text and type it again."))
    problem = problem_in(value, max_units)
    if problem is not None:
        return _reject(cell, sentence(problem, max_units))
    return Read(tidied(value) or None, warnings)


def read_date(cell: Cell) -> Read[date | None] | Reject:
    """The cell's day: a date cell, or text in ISO form, d.m.yyyy or d.m.yy; a time of day is dropped.

    Not d/m/y, and not a bare number: without a date's format nobody can tell a day from a count of something.
    """
    if (fault := _unreadable(cell)) is not None:
        return fault
    value = cell.value
    warnings = _warnings(cell)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        if FIRST_YEAR <= value.year <= LAST_YEAR:
            return Read(value, warnings)
        return _reject(cell, _("The date is not between the years 2000 and 2100: check its year."))
    if value is None:
        return Read(None, warnings)
    if not isinstance(value, str):
        return _reject(cell, _("The cell holds no date: format it as a date and type the date again."))
    text = normalised(value)
    if not text:
        return Read(None, warnings)
    day = parse_date(_TIME_OF_DAY.sub("", text))
    if day is None:
        return _reject(
            cell, _("This is no date between 2000 and 2100: write it as 2018-10-17 or 17.10.2018.")
        )
    return Read(day, warnings)


def read_number(cell: Cell, low: float, high: float) -> Read[float | None] | Reject:
    """The cell's number, from `low` to `high`: with a decimal comma, and blanks between thousands.

    `1.234` is refused, as it is a thousand to one reader and one and a bit to the other.
    """
    if (fault := _unreadable(cell)) is not None:
        return fault
    value = cell.value
    warnings = _warnings(cell)
    if isinstance(value, str):
        text = normalised(value)
        if not text:
            return Read(None, warnings)
        if _AMBIGUOUS.fullmatch(text):
            return _reject(
                cell,
                _("Nobody can tell whether the point parts thousands or decimals: use a comma for decimals."),
            )
        if not _NUMBER.fullmatch(text):
            return _reject(cell, _("This is not a number: write it in digits, such as 1 250 or 2,5."))
        value = float(_BLANK.sub("", text).replace("\u2212", "-").replace(",", "."))
    elif value is None:
        return Read(None, warnings)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        return _reject(cell, _("This is not a number: write it in digits, such as 1 250 or 2,5."))
    if not low <= value <= high:
        return _reject(
            cell,
            _("The number is not between {low} and {high}.").format(low=_limit(low), high=_limit(high)),
        )
    return Read(float(value), warnings)


def read_whole(cell: Cell, low: int, high: int) -> Read[int | None] | Reject:
    """The cell's whole number, from `low` to `high`, such as a weight; written like any number."""
    found = read_number(cell, low, high)
    if isinstance(found, Reject):
        return found
    if found.value is None:
        return Read(None, found.warnings)
    # A spreadsheet's sums miss whole numbers by less than it shows.
    if abs(found.value - round(found.value)) > 1e-9:
        return _reject(cell, _("The number must be whole, without decimals."))
    return Read(round(found.value), found.warnings)


def read_word(cell: Cell, words: Mapping[str, Iterable[str]]) -> Read[str | None] | Reject:
    """The code of the word in the cell; `words` gives for each code its words in all languages.

    Any case; blanks, hyphens and underscores are alike; the code itself is a word too.
    """
    if (fault := _unreadable(cell)) is not None:
        return fault
    if cell.value is None:
        return Read(None, _warnings(cell))
    if isinstance(cell.value, str):
        said = _alike(cell.value)
        if not said:
            return Read(None, _warnings(cell))
        meant = [code for code, names in words.items() if said in {_alike(code), *map(_alike, names)}]
        if len(meant) == 1:
            return Read(meant[0], _warnings(cell))
        if meant:
            return _reject(
                cell, _("This word means more than one thing on the list: choose it from the list.")
            )
    return _reject(cell, _("This word is not on the list: choose one from the list."))


def read_flag(cell: Cell) -> Read[bool | None] | Reject:
    """Whether the cell says yes, in any of three languages, by an `x` or by a logical value; None if it is empty."""
    if (fault := _unreadable(cell)) is not None:
        return fault
    value = cell.value
    if isinstance(value, bool):
        return Read(value, _warnings(cell))
    if value is None:
        return Read(None, _warnings(cell))
    if isinstance(value, str):
        said = _alike(value)
        if said in YES or said in NO or not said:
            return Read(said in YES if said else None, _warnings(cell))
    return _reject(cell, _("This is neither yes nor empty: write yes, or leave the cell empty."))


_TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d\d(:\d\d(\.\d+)?)?$")
_BLANK = re.compile(r"[^\S\n]")
_NUMBER = re.compile(r"[-+\u2212]?([0-9]+|[0-9]{1,3}([^\S\n][0-9]{3})+)([,.][0-9]+)?")
"""With a point only where it cannot part thousands: `_AMBIGUOUS` is asked before."""
_AMBIGUOUS = re.compile(r"[-+\u2212]?[0-9\s]+(\.[0-9]{3})+(,[0-9]+)?")


def _unreadable(cell: Cell) -> Reject | None:
    """Why a cell cannot be read as anything, whatever its field."""
    if cell.covered:
        return _reject(cell, _("The cell lies hidden under merged cells: unmerge them and fill each cell."))
    if cell.error is not None:
        return _reject(cell, _("The cell shows an error: type the value itself."))
    if cell.formula and not cell.cached:
        return _reject(
            cell, _("The formula has no calculated value: open the file in Excel, save it, or type it.")
        )
    return None


def _warnings(cell: Cell) -> tuple[Warned, ...]:
    return ("formula",) if cell.formula else ()


def _reject(cell: Cell, why: str) -> Reject:
    return Reject(text_of(cell), why)


def _number_as_text(value: float) -> str:
    """A number as a cell of no particular format shows it: at most 15 digits, no `.0`."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.15g}"


def _alike(text: str) -> str:
    return " ".join(normalised(text).casefold().replace("_", " ").replace("-", " ").split())


def _limit(value: float) -> str:
    return number_text(int(value)) if float(value).is_integer() else f"{value:g}"
