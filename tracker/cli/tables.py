"""What a list says of each row: the columns of its table, and its JSON object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from exports.data import row_json
from models.edits import stored
from models.language import N_, _, date_text, number_text
from models.rules import agenda, dependencies, figures, lights
from models.rules.fields import KINDS
from models.rules.records import Body, Decision, Dependency, Initiative, Milestone, text
from models.rules.state import PlanState, Scope
from models.rules.words import WORDS
from tracker.cli.output import Column, light_text

COLUMNS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "milestone": (
        ("id", N_("id")),
        ("title", N_("title")),
        ("division", N_("division")),
        ("owner", N_("owner")),
        ("status", N_("status")),
        ("light", N_("light")),
        ("baseline", N_("baseline")),
        ("forecast", N_("forecast")),
        ("actual", N_("actual")),
        ("late", N_("late")),
        ("weight", N_("weight")),
    ),
    "initiative": (
        ("id", N_("id")),
        ("title", N_("title")),
        ("stream", N_("stream")),
        ("lead", N_("leads")),
        ("owner", N_("owner")),
        ("phase", N_("phase")),
        ("light", N_("light")),
        ("done", N_("done")),
        ("open", N_("open")),
    ),
    "dependency": (
        ("id", N_("id")),
        ("waiting", N_("waits")),
        ("provider", N_("provides")),
        ("kind", N_("kind")),
        ("state", N_("state")),
        ("need_by", N_("need by")),
        ("promised", N_("promised")),
        ("overdue", N_("overdue")),
        ("what", N_("what is handed over")),
    ),
    "decision": (
        ("id", N_("id")),
        ("title", N_("title")),
        ("body", N_("decided by")),
        ("needed", N_("needed by")),
        ("agenda_by", N_("on the agenda by")),
        ("made", N_("made on")),
        ("outcome", N_("outcome")),
        ("due", N_("due")),
    ),
    "body": (
        ("id", N_("id")),
        ("name", N_("name")),
        ("meets", N_("meets on")),
        ("every_weeks", N_("every how many weeks")),
        ("agenda", N_("agenda closes on")),
        ("next_meeting", N_("next meeting")),
        ("agenda_by", N_("on the agenda by")),
    ),
    "division": (("id", N_("id")), ("name", N_("name")), ("headcount", N_("headcount")), ("light", N_("light"))),
    "unit": (("id", N_("id")), ("name", N_("name")), ("division", N_("division")), ("headcount", N_("headcount"))),
    "owner": (("id", N_("id")), ("role", N_("role title")), ("division", N_("division"))),
    "stream": (("id", N_("id")), ("name", N_("name")), ("light", N_("light"))),
    "theme": (("id", N_("id")), ("short", N_("short name")), ("name", N_("name"))),
    "question": (("id", N_("id")), ("parent", N_("part of")), ("name", N_("question"))),
    "reason": (("id", N_("id")), ("name", N_("reason"))),
    "handoff": (
        ("id", N_("id")),
        ("division", N_("division")),
        ("week", N_("week")),
        ("sent", N_("sent")),
        ("due", N_("due")),
        ("returned", N_("returned")),
        ("late", N_("late")),
    ),
}  # fmt: skip
"""Of each kind: what a column shows, and its English title."""
GIVES_WAY: Final = frozenset({"title", "name", "what", "body", "role"})
LEAVES: Final = ("actual", "baseline", "kind", "phase", "body", "weight", "owner")
"""What is left out where the terminal is too narrow, the first first."""
NUMBERS: Final = frozenset({"weight", "headcount", "week", "done", "open"})


@dataclass(frozen=True)
class View:
    """A plan on a day, and what is found once for all of its rows."""

    state: PlanState

    @cached_property
    def due_decisions(self) -> frozenset[str]:
        """Uids of the decisions that are due."""
        return frozenset(decision.uid for decision in figures.due_decisions(self.state))

    @cached_property
    def late_handoffs(self) -> frozenset[str]:
        """Uids of the hand-offs that did not come back in time."""
        return frozenset(handoff.uid for handoff in figures.late_handoffs(self.state))


def columns_of(kind: str) -> list[Column]:
    """The columns of a kind's table."""
    return [
        Column(
            _(title),
            is_number=key in NUMBERS or (kind, key) == ("milestone", "late"),
            gives_way=key in GIVES_WAY,
            leaves=len(LEAVES) - LEAVES.index(key) if key in LEAVES else 0,
        )
        for key, title in COLUMNS[kind]
    ]


def texts_of(view: View, kind: str, row: Any) -> list[str]:
    """A row as its table shows it, in the reader's language."""
    special = TEXTS.get(kind, {})
    return [
        special[key](view, row) if key in special else _field_text(view.state, kind, key, row)
        for key, _title in COLUMNS[kind]
    ]


def _field_text(state: PlanState, kind: str, key: str, row: Any) -> str:
    described = KINDS[kind].field(key)
    if described is None:
        return text(row, key)
    value = getattr(row, key)
    if described.refers_to is not None:
        return state.id_of(described.refers_to, value) or ""
    if described.words is not None:
        return "" if value is None else _(WORDS[value])
    if value is None or isinstance(value, str):
        return value or ""
    return number_text(value) if isinstance(value, int) else date_text(value)


def _late_text(state: PlanState, milestone: Milestone) -> str:
    if not lights.is_late(milestone, state.day):
        return ""
    return number_text(state.late_workdays(milestone))


def _owner_id(state: PlanState, milestone: Milestone) -> str | None:
    owner = state.owner_of(milestone)
    return owner.id if owner is not None else None


def _counts(state: PlanState, initiative: Initiative) -> lights.LightCounts:
    return state.light_counts(state.milestones_of_initiative.get(initiative.uid, ()))


def _part_light(state: PlanState, kind: str, uid: str) -> str:
    return light_text(state.light_counts(state.milestones_of(Scope(kind, uid))).worst)


def _initiative_light(state: PlanState, initiative: Initiative) -> str:
    """The computed light, and the one that a person set beside it."""
    computed = light_text(_counts(state, initiative).worst)
    if initiative.light is None:
        return computed
    return _("{computed}, set to {given}").format(computed=computed, given=light_text(initiative.light))


TEXTS: Final[dict[str, dict[str, Callable[[View, Any], str]]]] = {
    "milestone": {
        "owner": lambda view, row: _owner_id(view.state, row) or "",
        "light": lambda view, row: light_text(view.state.light_by_milestone[row.uid]),
        "late": lambda view, row: _late_text(view.state, row),
    },
    "initiative": {
        "light": lambda view, row: _initiative_light(view.state, row),
        "done": lambda view, row: number_text(_counts(view.state, row).done),
        "open": lambda view, row: number_text(sum(m.is_open for m in _milestones(view.state, row))),
    },
    "dependency": {
        "overdue": lambda view, row: _("overdue") if dependencies.is_overdue(row, view.state) else ""
    },
    "decision": {
        "body": lambda view, row: agenda.decider_text(row, view.state),
        "agenda_by": lambda view, row: date_text(agenda.agenda_by(row, view.state)),
        "due": lambda view, row: _("due") if row.uid in view.due_decisions else "",
    },
    "body": {
        "every_weeks": lambda _view, row: "" if row.meets is None else number_text(row.every_weeks),
        "next_meeting": lambda view, row: date_text(next_dates(view.state, row)[0]),
        "agenda_by": lambda view, row: date_text(next_dates(view.state, row)[1]),
    },
    "handoff": {"late": lambda view, row: _("late") if row.uid in view.late_handoffs else ""},
    "division": {"light": lambda view, row: _part_light(view.state, "division", row.uid)},
    "stream": {"light": lambda view, row: _part_light(view.state, "stream", row.uid)},
}
"""What a column shows that no field of the row holds."""


def _milestones(state: PlanState, initiative: Initiative) -> tuple[Milestone, ...]:
    return tuple(state.milestones_of_initiative.get(initiative.uid, ()))


def next_dates(state: PlanState, body: Body) -> tuple[date | None, date | None]:
    """The next meeting of a body, today's included, and the day by which matters must be on its agenda."""
    meeting = agenda.next_meeting(body, state.day, state.calendar)
    return meeting, None if meeting is None else agenda.agenda_day(body, meeting, state.calendar)


# JSON.


def json_of(view: View, kind: str, row: Any, *, all_languages: bool = False) -> dict[str, Any]:
    """A row as the object that `list` and `show` write; ids and codes, never uids.

    Args:
        all_languages: each text in its three languages too.
    """
    make = JSON.get(kind)
    found = make(view, row) if make is not None else row_json(view.state, KINDS[kind], row)
    if all_languages:
        found = row_json(view.state, KINDS[kind], row, all_languages=True) | found
    return found


def _milestone_json(view: View, row: Milestone) -> dict[str, Any]:
    """A milestone with what the rules say of it on the state's day."""
    state = view.state
    return {
        "id": row.id,
        "initiative": state.id_of("initiative", row.initiative),
        "stream": state.id_of("stream", state.stream_of(row)),
        "division": state.id_of("division", row.division),
        "title": text(row, "title"),
        "owner": _owner_id(state, row),
        "status": stored(row.status),
        "reason": state.id_of("reason", row.reason),
        "baseline": row.baseline,
        "forecast": row.forecast,
        "actual": row.actual,
        "weight": row.weight,
        "light": stored(state.light_by_milestone[row.uid]),
        "late_workdays": state.late_workdays(row),
        "is_stale": lights.is_stale(row, state.day),
        "is_silent_slip": lights.is_silent_slip(row, state.day),
    }


def _initiative_json(view: View, row: Initiative) -> dict[str, Any]:
    """The computed light stands beside the one that a person set."""
    counts = _counts(view.state, row)
    found = row_json(view.state, KINDS["initiative"], row)
    return found | {
        "light": stored(counts.worst),
        "given_light": stored(row.light),
        "milestones": asdict(counts),
    }


def _dependency_json(view: View, row: Dependency) -> dict[str, Any]:
    state = view.state
    return row_json(state, KINDS["dependency"], row) | {
        "is_overdue": dependencies.is_overdue(row, state),
        "is_cross_division": dependencies.is_cross_division(row, state),
    }


def _decision_json(view: View, row: Decision) -> dict[str, Any]:
    return row_json(view.state, KINDS["decision"], row) | {
        "body": agenda.decider_text(row, view.state) or None,
        "agenda_by": agenda.agenda_by(row, view.state),
        "is_due": row.uid in view.due_decisions,
    }


def _body_json(view: View, row: Body) -> dict[str, Any]:
    meeting, closes = next_dates(view.state, row)
    return row_json(view.state, KINDS["body"], row) | {"next_meeting": meeting, "agenda_by": closes}


def _part_json(kind: str) -> Callable[[View, Any], dict[str, Any]]:
    def make(view: View, row: Any) -> dict[str, Any]:
        state = view.state
        counts = state.light_counts(state.milestones_of(Scope(kind, row.uid)))
        return row_json(state, KINDS[kind], row) | {
            "light": stored(counts.worst),
            "milestones": asdict(counts),
        }

    return make


JSON: Final[dict[str, Callable[[View, Any], dict[str, Any]]]] = {
    "milestone": _milestone_json,
    "initiative": _initiative_json,
    "dependency": _dependency_json,
    "decision": _decision_json,
    "body": _body_json,
    "division": _part_json("division"),
    "stream": _part_json("stream"),
    "theme": _part_json("theme"),
    "handoff": lambda view, row: (
        row_json(view.state, KINDS["handoff"], row) | {"is_late": row.uid in view.late_handoffs}
    ),
}
"""The kinds of which more is told than their fields."""
