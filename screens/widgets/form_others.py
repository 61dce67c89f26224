"""The forms of what initiatives and milestones refer to: a stream, a division, an owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from models.language import N_
from models.rules.fields import KINDS, Value
from models.rules.numbering import next_id
from models.rules.state import PlanState
from screens.widgets.form import FormField
from screens.widgets.form_entries import entry_for

OTHERS: Final[Mapping[str, tuple[str, str, tuple[str, ...]]]] = {
    "stream": (N_("New stream"), N_("Stream {id} is added."), ()),
    "division": (N_("New division"), N_("Division {id} is added."), ("headcount", "language")),
    "owner": (N_("New owner"), N_("Owner {id} is added."), ("division",)),
}
"""By kind: the title of its form, what is told afterwards, and the fields beside its id and its name."""


def new_other(state: PlanState, kind: str) -> list[FormField]:
    """The fields of a new row; its name in the plan's working language."""
    _title, _told, more = OTHERS[kind]
    name = f"{KINDS[kind].named_by}_{state.charter.language}"
    begins: dict[str, Value] = {}
    if kind == "owner":
        # An owner is known by the role; the id is for workbooks and the command line.
        begins["id"] = next_id("O", (row.id for row in state.rows[kind]))
    return [
        FormField(field, entry_for(state, kind, field), begins.get(field)) for field in ("id", name, *more)
    ]
