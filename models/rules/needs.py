"""Which rows need others, so that a person hears it before a row is removed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from models.rules.fields import KINDS
from models.rules.state import PlanState


def needed_by(state: PlanState, kind: str, uids: Collection[str]) -> tuple[tuple[str, Any], ...]:
    """The living rows, each with its kind, that refer to some rows of `kind` and are not among them."""
    wanted, found = set(uids), []
    for user in KINDS.values():
        fields = [field.name for field in user.fields if field.refers_to == kind]
        sets = [name for name, member in user.sets.items() if member == kind]
        for row in state.rows.get(user.name, ()) if fields or sets else ():
            if user.name == kind and row.uid in wanted:
                continue
            if any(getattr(row, name) in wanted for name in fields) or any(
                getattr(row, name) & wanted for name in sets
            ):
                found.append((user.name, row))
    return tuple(found)
