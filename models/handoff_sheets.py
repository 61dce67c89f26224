"""The two sheets of a hand-off, and who may change what on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, Final

from models.rounds import SentFile
from models.rules.state import PlanState
from models.sheets import SHEET_LABELS, Column, Form, make_column

_COLUMNS: Final = {
    "milestone": "id:7 initiative:9 title:38 owner:26 status:14 reason:20 baseline:12 forecast:12 actual:12"
    " confirmed:10 note:30 light:10",
    "dependency": "id:7 waiting:11 waiting_division:11 provider:11 provider_division:11 what:40 need_by:12 promised:12"
    " state:13 note:30",
}
"""Keys and widths, from left to right."""

_SHOWN: Final = {
    "milestone": frozenset({"baseline", "light"}),
    "dependency": frozenset({"waiting_division", "provider_division"}),
}
"""Columns that are never edited."""

_ONLY_NEW: Final = {
    "milestone": frozenset({"id", "initiative"}),
    "dependency": frozenset({"id", "waiting", "provider"}),
}
"""Columns that are filled in for a new row alone."""

_REQUIRED: Final = {
    "milestone": frozenset({"initiative", "title", "status", "forecast"}),
    "dependency": frozenset({"waiting", "provider", "what", "state"}),
}

WAITING_EDITS: Final = frozenset({"need_by", "what", "note"})
PROVIDER_EDITS: Final = frozenset({"promised", "state", "note"})
"""What the two sides of a dependency may change."""


@cache
def handoff_forms(language: str) -> dict[str, Form]:
    """The sheets of a hand-off in a language, by kind."""
    return {kind: _form(kind, language) for kind in _COLUMNS}


def _form(kind: str, language: str) -> Form:
    columns = []
    for entry in _COLUMNS[kind].split():
        key, _colon, width = entry.partition(":")
        column = make_column(kind, key, float(width), language, editable=key not in _SHOWN[kind])
        columns.append(
            replace(
                column,
                only_new=key in _ONLY_NEW[kind],
                required=key in _REQUIRED[kind],
                coins=key == "owner",
                falls_back=column.field is not None and column.field.language is not None,
            )
        )
    return Form(kind, SHEET_LABELS[kind], tuple(columns), len(columns))


def may_edit(state: PlanState, division: str) -> Callable[[str, Column], bool]:
    """Whether a division may change a column of a sent row: of its own milestones, of its side of a dependency.

    Args:
        state: the plan as it was sent.
        division: its uid.
    """

    def allowed(uid: str, column: Column) -> bool:
        if not column.editable or column.only_new:
            return False
        milestone = state.get("milestone", uid)
        if milestone is not None:
            return bool(milestone.division == division)
        dependency = state.get("dependency", uid)
        if dependency is None:
            # A row that an earlier return of the same file brought in.
            return True
        keys: frozenset[str] = frozenset()
        if _is_of(state, dependency.waiting, division):
            keys |= WAITING_EDITS
        if _is_of(state, dependency.provider, division):
            keys |= PROVIDER_EDITS
        return column.key in keys

    return allowed


def _is_of(state: PlanState, milestone: str, division: str) -> bool:
    found = state.get("milestone", milestone)
    return found is not None and bool(found.division == division)


def sent_rows(state: PlanState, sent: SentFile) -> dict[str, tuple[Any, ...]]:
    """The rows of a hand-off by kind, in the order of its sheets: of milestones the division's own come first."""
    found = {
        kind: tuple(row for row in state.rows[kind] if row.uid in sent.rows.get(kind, ()))
        for kind in _COLUMNS
    }
    found["milestone"] = tuple(sorted(found["milestone"], key=lambda row: row.division != sent.division))
    return found
