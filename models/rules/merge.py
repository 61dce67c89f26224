"""Merging a returned workbook: what was sent, what the plan holds and what came back, compared cell by cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from models.rules.fields import FieldType
from models.rules.text import normalised


class Verdict(StrEnum):
    """What the comparison of one cell says."""

    UNCHANGED = "unchanged"
    THEIRS = "theirs"
    """Only they changed it: their value is taken."""
    OURS = "ours"
    """Only we changed it: our value stands."""
    SAME = "same"
    """Both changed it to the same."""
    CONFLICT = "conflict"
    """Both changed it, differently: ours stands until somebody chooses."""


Cells = Sequence[Any]
"""The values of one row, a place for each column: None for an empty cell."""


class NotReturned:
    """Stands where a returned row says nothing of a cell: its column is missing, or its value could not be read."""

    def __repr__(self) -> str:
        return "NOT_RETURNED"


NOT_RETURNED: Final = NotReturned()

DAYS_OF_1904: Final = timedelta(days=1462)
"""How far dates move when a workbook changes between counting from 1900 and from 1904."""
ALIKE_SHARE: Final = 0.6
"""A row without its token is a sent row of which at least this share of the cells is found in it."""
ACCIDENT_SHARE: Final = 0.3
ACCIDENT_ROWS: Final = 3
"""So large a share of a sheet's rows missing, and at least so many, looks like an accident."""
COMMON: Final = 200
"""A value that so many rows share tells none of them from another."""

_NEVER_SORTED: Final = frozenset({FieldType.WORD, FieldType.FLAG})
"""Where two rows often swap their values honestly, as they change between few words."""


def alike(one: Any, other: Any) -> bool:
    """Whether two values are equal, texts compared by what a reader sees."""
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str):
        return normalised(one) == normalised(other)
    return (one is None and other == "") or (other is None and one == "")


def verdict(base: Any, ours: Any, theirs: Any) -> Verdict:
    """Compares what was sent, what the plan holds now and what came back."""
    if alike(theirs, base):
        return Verdict.UNCHANGED if alike(ours, base) else Verdict.OURS
    if alike(ours, base):
        return Verdict.THEIRS
    return Verdict.SAME if alike(ours, theirs) else Verdict.CONFLICT


def merge_row(base: Cells, ours: Cells, theirs: Cells) -> list[tuple[int, Verdict]]:
    """The verdict of every returned cell of a row, by its place."""
    return [
        (place, verdict(base[place], ours[place], value))
        for place, value in enumerate(theirs)
        if value is not NOT_RETURNED
    ]


def taken(base: Cells, ours: Cells, theirs: Cells, *, conflicts: Verdict = Verdict.OURS) -> list[Any]:
    """A row as it stands once what came back is taken.

    Args:
        conflicts: whose value stands where both changed a cell: `OURS` or `THEIRS`.
    """
    row = list(ours)
    for place, found in merge_row(base, ours, theirs):
        if found is Verdict.THEIRS or (found is Verdict.CONFLICT and conflicts is Verdict.THEIRS):
            row[place] = theirs[place]
    return row


def looks_sorted(type_: FieldType, changed: Sequence[tuple[Any, Any]]) -> bool:
    """Whether the changed cells of one column hold each other's values, as when it was sorted alone.

    Args:
        changed: base and returned value of each changed cell. Words and flags never look sorted; references do from
            three different values on.
    """
    if len(changed) < 2 or type_ in _NEVER_SORTED:
        return False
    before = Counter(_comparable(base) for base, _theirs in changed)
    if type_ is FieldType.REFERENCE and len(before) < 3:
        return False
    return before == Counter(_comparable(theirs) for _base, theirs in changed)


def looks_shifted(changed: Iterable[tuple[date, date]]) -> bool:
    """Whether most of the changed dates, and at least two, moved by the 1,462 days of the other date system."""
    moves = [theirs - base for base, theirs in changed]
    shifted = sum(abs(move) == DAYS_OF_1904 for move in moves)
    return shifted >= 2 and shifted * 2 > len(moves)


def looks_like_accident(sent: int, missing: int) -> bool:
    """Whether so many rows of a sheet are missing that somebody deleted them by mistake."""
    return missing >= ACCIDENT_ROWS and missing >= ACCIDENT_SHARE * sent


def likeness(sent: Cells, found: Cells) -> float:
    """The share of a sent row's filled cells that stands in a found row; 0 to 1, columns not returned left out."""
    filled = [
        (_comparable(one), _comparable(other))
        for one, other in zip(sent, found, strict=True)
        if other is not NOT_RETURNED and one is not None and one != ""
    ]
    return sum(one == other for one, other in filled) / len(filled) if filled else 0.0


def match_by_content(found: Sequence[Cells], sent: Mapping[str, Cells]) -> dict[int, tuple[str, float]]:
    """Which sent row each found row is, by its content; one to one, the most alike first.

    Args:
        found: rows that came back without a token to trust.
        sent: the sent rows that nobody claims yet, by uid.

    Returns:
        for each place in `found` that has one: the uid and the likeness, from `ALIKE_SHARE` to 1.
    """
    holders: defaultdict[tuple[int, Any], list[str]] = defaultdict(list)
    for uid, cells in sent.items():
        for place, value in enumerate(cells):
            if value is not None and value != "":
                holders[place, _comparable(value)].append(uid)
    pairs: list[tuple[float, int, str]] = []
    for number, cells in enumerate(found):
        shared: Counter[str] = Counter()
        for place, value in enumerate(cells):
            if value is not NOT_RETURNED and value is not None:
                same = holders.get((place, _comparable(value)), ())
                if len(same) <= COMMON:
                    shared.update(same)
        # Of 10,000 rows some hundred share a date with a row, and few share much: only those are compared whole.
        least = max(shared.values(), default=0) / 2
        for uid in [uid for uid, count in shared.items() if count >= least]:
            share = likeness(sent[uid], cells)
            if share >= ALIKE_SHARE:
                pairs.append((share, number, uid))
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    matched: dict[int, tuple[str, float]] = {}
    claimed: set[str] = set()
    for share, number, uid in pairs:
        if number not in matched and uid not in claimed:
            matched[number] = (uid, share)
            claimed.add(uid)
    return matched


class Copies(StrEnum):
    """What several rows with one token are."""

    IDENTICAL = "identical"
    """All say the same: the first one counts."""
    ONE_EDITED = "one edited"
    """One stands as it was sent, and one was edited: it looks like a new row made from a copy."""
    SEVERAL_EDITED = "several edited"
    """A person must say which one counts."""


def judge_copies(sent: Cells, copies: Sequence[Cells]) -> tuple[Copies, int]:
    """What several rows with one token are, and the place of the copy that counts (or, where none does, 0)."""
    different = [copies[0]]
    for copy in copies[1:]:
        if not any(same_row(copy, other) for other in different):
            different.append(copy)
    if len(different) == 1:
        return Copies.IDENTICAL, 0
    untouched = [place for place, copy in enumerate(copies) if same_row(sent, copy)]
    if untouched and len(different) == 2:
        return Copies.ONE_EDITED, untouched[0]
    return Copies.SEVERAL_EDITED, 0


def same_row(one: Cells, other: Cells) -> bool:
    """Whether two rows say the same in every cell that both return."""
    return all(a is NOT_RETURNED or b is NOT_RETURNED or alike(a, b) for a, b in zip(one, other, strict=True))


def _comparable(value: Any) -> Any:
    return normalised(value) if isinstance(value, str) else value
