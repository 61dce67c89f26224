"""The forms of dependencies: a new one, and all that can be changed of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from models.language import LANGUAGES, current
from models.rules.fields import Value
from models.rules.numbering import next_dependency_id
from models.rules.records import Dependency
from models.rules.state import PlanState
from screens.widgets.form import FormField, Values
from screens.widgets.form_entries import entry_for

CHANGED: Final = ("state", "need_by", "promised", "kind")
"""What the form of a dependency changes, beside what is handed over and the note."""


def new_dependency(state: PlanState, waiting: str | None) -> list[FormField]:
    """The fields of a new dependency: who waits, who provides, what, by when.

    Args:
        waiting: the uid of the milestone that it begins with.
    """

    def field(name: str, value: Value = None) -> FormField:
        return FormField(name, entry_for(state, "dependency", name), value)

    begins = {} if waiting is None else suggest_for_dependency(state, "waiting", {"waiting": waiting})
    return [
        field("waiting", waiting),
        field("provider"),
        field(f"what_{state.charter.language}"),
        field("need_by", begins.get("need_by")),
        field("kind", "hard"),
        field("id", next_dependency_id(state)),
    ]


def suggest_for_dependency(state: PlanState, changed: str, values: Values) -> Mapping[str, Value]:
    """What other fields begin with once the waiting milestone is chosen: it needs what it waits for by its forecast."""
    uid = values.get("waiting")
    milestone = state.get("milestone", uid) if changed == "waiting" and isinstance(uid, str) else None
    return {} if milestone is None else {"need_by": milestone.forecast}


def dependency_fields(state: PlanState, link: Dependency) -> list[FormField]:
    """The fields of one that is there, with their values."""
    what = f"what_{state.charter.language}"
    for code in (current(), *LANGUAGES):
        if getattr(link, f"what_{code}"):
            what = f"what_{code}"
            break
    return [_field(state, link, name) for name in (*CHANGED, what, "note")]


def _field(state: PlanState, link: Dependency, name: str) -> FormField:
    value: Any = getattr(link, name)
    base = None if isinstance(value, str) else value
    shown = str(value) if isinstance(value, str) else value
    return FormField(name, entry_for(state, "dependency", name, where=link.id, base=base), shown)
