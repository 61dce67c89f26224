"""The forms of milestones: a new one, and one change of many; what they make of the values is told before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from models.edits import Edit, changes, creation
from models.language import N_, _, ngettext, signed_text
from models.rules.fields import KINDS, Value
from models.rules.numbering import next_milestone_id, next_position
from models.rules.records import Initiative, Milestone
from models.rules.state import PlanState
from models.rules.words import Status
from models.telling import Names, value_text
from screens.widgets.form import Fault, FormField, Values
from screens.widgets.form_entries import Choice, ChoiceEntry, DateEntry, ShiftEntry, choices_of, entry_for

NONE: Final = ""
"""In a change of many: take the owner or the reason away; None leaves it as it is."""

BULK_FIELDS: Final = {"status": N_("status"), "owner": N_("owner"), "reason": N_("reason")}


def new_milestone(state: PlanState, initiative: Initiative | None) -> list[FormField]:
    """The fields of a new milestone, filled as far as its initiative says."""

    def entry(name: str, nothing: str | None = None) -> FormField:
        return FormField(name, entry_for(state, "milestone", name, nothing=nothing))

    title = f"title_{state.charter.language}"
    suggested = {} if initiative is None else _suggested(state, initiative)
    fields = [
        FormField(
            "initiative",
            entry_for(state, "milestone", "initiative"),
            None if initiative is None else initiative.uid,
        ),
        entry("id"),
        entry(title),
        FormField("forecast", DateEntry(_("forecast"), state.calendar, state.day, state.day, required=True)),
        FormField("weight", entry_for(state, "milestone", "weight"), 1),
        entry("division"),
        entry("owner", _("the initiative's owner")),
    ]
    return [FormField(field.name, field.entry, suggested.get(field.name, field.value)) for field in fields]


def _suggested(state: PlanState, initiative: Initiative) -> dict[str, Value]:
    return {"id": next_milestone_id(state, initiative), "division": initiative.lead}


def suggest_for_milestone(state: PlanState, changed: str, values: Values) -> Mapping[str, Value]:
    """What other fields of a new milestone begin with, once its initiative is chosen."""
    initiative = state.get("initiative", _uid(values.get("initiative"))) if changed == "initiative" else None
    return {} if initiative is None else _suggested(state, initiative)


def _uid(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def creation_of(state: PlanState, kind: str, values: Values) -> list[Edit] | Fault:
    """The edits that create the row of a form, or what stands in the way."""
    for name, value in values.items():
        field = KINDS[kind].field(name)
        if field is not None and (field.required or field.base) and value in (None, ""):
            return Fault(_("This cannot be empty."), name)
    visible_id = str(values["id"])
    if state.find(kind, visible_id) is not None:
        return Fault(_("“{id}” is taken already.").format(id=visible_id), "id")
    if KINDS[kind].field("position") is not None:
        values = {**values, "position": next_position(state, kind)}
    return creation(kind, values)


def bulk_fields(state: PlanState) -> list[FormField]:
    """The fields of a change of many milestones; an empty one changes nothing."""
    as_is = _("as it is")
    statuses = entry_for(state, "milestone", "status")
    assert isinstance(statuses, ChoiceEntry)
    own = Choice(NONE, _("the initiative's owner"))
    none = Choice(NONE, _("no reason"))
    return [
        FormField("status", ChoiceEntry(statuses.label, statuses.options, as_is)),
        FormField("shift", ShiftEntry(_("forecast"))),
        FormField("owner", ChoiceEntry(_("owner"), (own, *choices_of(state, "owner")), as_is)),
        FormField("reason", ChoiceEntry(_("reason"), (none, *choices_of(state, "reason")), as_is)),
    ]


def bulk_edits(state: PlanState, milestones: Sequence[Milestone], values: Values) -> list[Edit]:
    """The edits that change many milestones alike; a shift moves the open ones alone, by working days."""
    edits: list[Edit] = []
    shift = values.get("shift")
    for milestone in milestones:
        wanted: dict[str, Value] = {}
        for name in BULK_FIELDS:
            value = values.get(name)
            if value is not None:
                wanted[name] = value or None
        if isinstance(shift, int) and milestone.is_open:
            wanted["forecast"] = state.calendar.add_workdays(milestone.forecast, shift)
        edits += changes("milestone", milestone, wanted)
    return edits


def bulk_preview(state: PlanState, milestones: Sequence[Milestone], values: Values) -> str:
    """What `bulk_edits` would do, in one line: `12 milestones: status → blocked`."""
    names = Names([state])
    told = []
    for name, label in BULK_FIELDS.items():
        value = values.get(name)
        if value is not None:
            shown = value_text("milestone", name, value, names) if value else _("none")
            told.append(f"{_(label)} → {shown}")
    shift = values.get("shift")
    if isinstance(shift, int):
        days = _("{days} working days").format(days=signed_text(shift))
        told.append(" ".join([_("forecast"), days]))
        closed = sum(not milestone.is_open for milestone in milestones)
        if closed:
            told[-1] += " " + _("(not of {count} done or dropped)").format(count=closed)
    count = ngettext("{count} milestone", "{count} milestones", len(milestones)).format(count=len(milestones))
    nothing = _("nothing changes")
    return f"{count}: {', '.join(told) if told else nothing}"


def edit_values(milestone: Milestone, field: str, value: Value) -> dict[str, Value]:
    """The fields that one typed value changes: a day on which an open milestone was met makes it done."""
    if field == "actual" and isinstance(value, date) and milestone.is_open:
        return {"actual": value, "status": Status.DONE.value}
    return {field: value}


def wants_reason(before: Milestone, values: Values) -> bool:
    """Whether a person is asked why: for a later date, and for a block or a drop without a reason."""
    forecast = values.get("forecast")
    if isinstance(forecast, date) and before.is_open and forecast > before.forecast:
        return True
    stops = values.get("status") in {Status.BLOCKED, Status.DROPPED}
    return stops and before.reason is None and values.get("reason") is None
