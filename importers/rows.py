"""Finds the sheets of data in a returned workbook, their columns and their rows, wherever people moved them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from importers.grid import Cell, Sheet, column_letters
from models.handoff import HIDDEN_SHEETS, KIND_MARK, Stamp, Token, stamp_in, token_in
from models.rules.text import normalised, visible
from models.sheets import TOKEN_KEY, header_words

SEARCHED_ROWS: Final = 60
"""Where the keys and headers are looked for."""
LEAST_KEYS: Final = 3
"""So many keys or headers in one row make a sheet of data."""
_TOKENISH: Final = re.compile(r"[^.\s]+\.[^.\s]+\.[0-9A-Fa-f]{4}")

KindOf = Callable[[str], str | None]
"""Tells the kind of a row by its uid; None for a row that nobody knows."""


@dataclass(frozen=True)
class DataRow:
    """One row of a sheet that holds anything."""

    number: int
    token: Token | None
    """None where it is missing or damaged."""
    is_damaged: bool = False
    """Something stands in the token's place that is none."""


@dataclass(frozen=True)
class FoundSheet:
    """A sheet of data, with its columns by their keys."""

    kind: str
    sheet: Sheet
    columns: Mapping[str, int]
    """Numbers of the columns; one that is there twice is left out."""
    twice: Mapping[str, tuple[int, ...]]
    """Columns that claim the same key."""
    extra: tuple[str, ...]
    """What is written above columns that nobody knows; their letters where nothing is."""
    renamed: tuple[str, ...]
    """Addresses of headers that read otherwise than they were sent."""
    by_keys: bool
    """Whether the machine keys were there; else the headers told the columns."""
    rows: tuple[DataRow, ...]

    @property
    def name(self) -> str:
        """The name on its tab, as it may be shown."""
        return " ".join(visible(self.sheet.name).split())

    def cell(self, row: int, key: str) -> Cell | None:
        """A cell of a row; None where its column is missing or doubtful."""
        column = self.columns.get(key)
        return self.sheet.at(row, column) if column is not None else None


@dataclass(frozen=True)
class Candidate:
    """A sheet that may hold data: what stands in its first rows, and its tokens."""

    sheet: Sheet
    top: Mapping[int, Mapping[int, str]]
    """The texts of the first rows: by row, then by column."""
    token_column: int | None
    tokens: tuple[Token, ...]
    stamps: tuple[Stamp, ...]
    """Those in its first rows."""


def candidates(sheets: Iterable[Sheet]) -> list[Candidate]:
    """The sheets that may hold data: all but those that the program keeps for itself."""
    return [_candidate(sheet) for sheet in sheets if sheet.name.casefold() not in HIDDEN_SHEETS]


def _candidate(sheet: Sheet) -> Candidate:
    top: dict[int, dict[int, str]] = {}
    tokenish: Counter[int] = Counter()
    by_key = None
    for (row, column), cell in sheet.cells.items():
        if not isinstance(cell.value, str):
            continue
        if row <= SEARCHED_ROWS:
            text = normalised(cell.value)
            top.setdefault(row, {})[column] = text
            if text == TOKEN_KEY and by_key is None:
                by_key = column
        if _TOKENISH.fullmatch(cell.value.strip()):
            tokenish[column] += 1
    token_column = by_key or (tokenish.most_common(1)[0][0] if tokenish else None)
    tokens = [
        found
        for (_row, column), cell in sheet.cells.items()
        if column == token_column and isinstance(cell.value, str) and (found := token_in(cell.value))
    ]
    stamps = [stamp for row in top.values() for text in row.values() if (stamp := stamp_in(text))]
    return Candidate(sheet, top, token_column, tuple(tokens), tuple(stamps))


def find_sheets(
    found: Iterable[Candidate], keys: Mapping[str, frozenset[str]], kind_of: KindOf
) -> list[FoundSheet]:
    """The candidates that hold data.

    Args:
        keys: by kind, the keys that its sheet can have.
        kind_of: tells from its tokens what a sheet holds, where its keys do not.
    """
    sheets = []
    for candidate in found:
        sheet = _find(candidate, keys, kind_of)
        if sheet is not None:
            sheets.append(sheet)
    return sheets


def _find(candidate: Candidate, keys: Mapping[str, frozenset[str]], kind_of: KindOf) -> FoundSheet | None:
    known = frozenset().union(*keys.values())
    key_row, hits = _best_row(candidate.top, lambda text: text in known)
    by_keys = hits >= LEAST_KEYS
    header_row = None
    if not by_keys:
        words = frozenset().union(*(_folded_headers(kind).keys() for kind in keys))
        header_row, hits = _best_row(candidate.top, lambda text: text.casefold() in words)
        if hits < LEAST_KEYS:
            return None
    kind = _kind(candidate, keys, kind_of, key_row if by_keys else None, header_row)
    if kind is None:
        return None
    claims: dict[str, list[int]] = {}
    of_kind = keys[kind]
    if by_keys:
        for column, text in candidate.top.get(key_row, {}).items():
            if text in of_kind or text == TOKEN_KEY:
                claims.setdefault(text, []).append(column)
        header_row = _header_row(candidate, key_row)
    headers = candidate.top.get(header_row, {}) if header_row is not None else {}
    renamed = _claim_by_headers(candidate, kind, of_kind, claims, headers, header_row, by_keys)
    if TOKEN_KEY not in claims and candidate.token_column is not None:
        claims[TOKEN_KEY] = [candidate.token_column]
    columns = {key: places[0] for key, places in claims.items() if len(places) == 1}
    twice = {key: tuple(sorted(places)) for key, places in claims.items() if len(places) > 1}
    first = max(key_row if by_keys else 0, header_row or 0) + 1
    sheet = candidate.sheet
    return FoundSheet(
        kind=kind,
        sheet=sheet,
        columns=columns,
        twice=twice,
        extra=_extra(sheet, first, headers, {place for places in claims.values() for place in places}),
        renamed=renamed,
        by_keys=by_keys,
        rows=tuple(_rows(sheet, first, columns)),
    )


def _best_row(top: Mapping[int, Mapping[int, str]], is_one: Callable[[str], bool]) -> tuple[int, int]:
    """The row with the most texts that are one of something, and how many different ones it has."""
    best, most = 0, 0
    for row in sorted(top):
        hits = len({text for text in top[row].values() if text and is_one(text)})
        if hits > most:
            best, most = row, hits
    return best, most


@cache
def _said(kind: str, key: str) -> frozenset[str]:
    """What the header of a key may read, in small letters."""
    return frozenset(normalised(word).casefold() for word in header_words(kind).get(key, ()))


@cache
def _folded_headers(kind: str) -> dict[str, str]:
    """The key behind every header of a kind, in all languages and in small letters; unclear ones left out."""
    found: dict[str, str | None] = {}
    for key, words in header_words(kind).items():
        for word in words:
            folded = normalised(word).casefold()
            found[folded] = key if found.get(folded, key) == key else None
    return {word: key for word, key in found.items() if key is not None}


def _kind(
    candidate: Candidate,
    keys: Mapping[str, frozenset[str]],
    kind_of: KindOf,
    key_row: int | None,
    header_row: int | None,
) -> str | None:
    """What a sheet holds: as its tokens say, else its mark, else its keys or headers."""
    told = Counter(kind for token in candidate.tokens if (kind := kind_of(token.uid)) in keys)
    if told:
        return told.most_common(1)[0][0]
    for row in candidate.top.values():
        for text in row.values():
            if text.startswith(KIND_MARK):
                marked = text.removeprefix(KIND_MARK)
                return marked if marked in keys else None
    if key_row is not None:
        there = set(candidate.top[key_row].values())
        scores = {kind: _score(there, of_kind) for kind, of_kind in keys.items()}
    else:
        there = {text.casefold() for text in candidate.top.get(header_row or 0, {}).values()}
        scores = {
            kind: _score({_folded_headers(kind).get(text, text) for text in there}, of_kind)
            for kind, of_kind in keys.items()
        }
    return max(scores, key=lambda kind: scores[kind], default=None)


def _score(there: set[str], of_kind: frozenset[str]) -> float:
    return len(there & of_kind) / len((there - {TOKEN_KEY}) | of_kind)


def _header_row(candidate: Candidate, key_row: int) -> int | None:
    """The row of headers below the keys; None where data follows at once."""
    below = candidate.top.get(key_row + 1)
    if below is None:
        return None
    token = below.get(candidate.token_column or 0, "")
    return None if _TOKENISH.fullmatch(token) else key_row + 1


def _claim_by_headers(
    candidate: Candidate,
    kind: str,
    of_kind: frozenset[str],
    claims: dict[str, list[int]],
    headers: Mapping[int, str],
    header_row: int | None,
    by_keys: bool,
) -> tuple[str, ...]:
    """Gives columns without a key the one that their header names; returns the addresses of renamed headers."""
    words = _folded_headers(kind)
    key_of = {column: key for key, places in claims.items() for column in places}
    renamed = []
    for column, text in sorted(headers.items()):
        key = words.get(text.casefold())
        if column in key_of:
            if text.casefold() not in _said(kind, key_of[column]) and key_of[column] != TOKEN_KEY:
                renamed.append(f"{column_letters(column)}{header_row}")
        elif key is not None and (key in of_kind or key == TOKEN_KEY) and (not by_keys or key not in claims):
            claims.setdefault(key, []).append(column)
    if header_row is not None and by_keys:
        renamed += [
            f"{column_letters(column)}{header_row}"
            for column, key in key_of.items()
            if key != TOKEN_KEY and not headers.get(column)
        ]
    return tuple(renamed)


def _extra(sheet: Sheet, first: int, headers: Mapping[int, str], known: set[int]) -> tuple[str, ...]:
    used = {column for (row, column), cell in sheet.cells.items() if row >= first and not cell.is_empty}
    used |= {column for column, text in headers.items() if text}
    return tuple(
        " ".join(visible(headers.get(column, "")).split()) or column_letters(column)
        for column in sorted(used - known)
    )


def _rows(sheet: Sheet, first: int, columns: Mapping[str, int]) -> Iterable[DataRow]:
    """The rows from `first` on in which a known column holds anything."""
    known = set(columns.values())
    numbers = {
        row
        for (row, column), cell in sheet.cells.items()
        if row >= first and column in known and not cell.is_empty
    }
    token_column = columns.get(TOKEN_KEY)
    for number in sorted(numbers):
        cell = sheet.cells.get((number, token_column)) if token_column is not None else None
        written = normalised(str(cell.value)) if cell is not None and cell.value is not None else ""
        found = token_in(written) if written else None
        yield DataRow(number, found, bool(written) and found is None)
