"""The form of a new initiative."""

from __future__ import annotations

from collections.abc import Mapping

from models.rules.fields import Value
from models.rules.numbering import next_initiative_id
from models.rules.records import Stream
from models.rules.state import PlanState
from screens.widgets.form import FormField, Values
from screens.widgets.form_entries import entry_for


def new_initiative(state: PlanState, stream: Stream | None) -> list[FormField]:
    """The fields of a new initiative, with the next free id of its stream."""
    title = f"title_{state.charter.language}"
    begins: dict[str, Value] = {"phase": "preparation", "flagship": False}
    if stream is not None:
        begins |= {"stream": stream.uid, "id": next_initiative_id(state, stream)}
    return [
        FormField(name, entry_for(state, "initiative", name), begins.get(name))
        for name in ("stream", "id", title, "lead", "owner", "phase", "flagship")
    ]


def suggest_for_initiative(state: PlanState, changed: str, values: Values) -> Mapping[str, Value]:
    """The next free id, once its stream is chosen."""
    uid = values.get("stream") if changed == "stream" else None
    stream = state.get("stream", uid if isinstance(uid, str) else None)
    return {} if stream is None else {"id": next_initiative_id(state, stream)}
