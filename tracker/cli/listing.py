"""`tracker list`: rows of one kind, filtered, as a table or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import click

from models.errors import UsageError
from models.language import N_, _
from models.rules import dependencies, lights
from models.rules.state import PlanState
from models.rules.words import DependencyState, Light, Outcome, Status
from tracker.cli.grammar import Command, OneOf
from tracker.cli.output import write_json, write_table
from tracker.cli.rows import LISTED, find
from tracker.cli.session import Session
from tracker.cli.tables import View, columns_of, json_of, texts_of
from tracker.cli.values import word_from

Test = Callable[[View, Any], bool]


@dataclass(frozen=True)
class Asked:
    """The filters as they were given; None and False ask for nothing."""

    stream: str | None = None
    division: str | None = None
    owner: str | None = None
    status: str | None = None
    light: str | None = None
    late: bool = False
    stale: bool = False


def _is_of_stream(uid: str, state: PlanState, milestone: Any) -> bool:
    return state.stream_of(milestone) == uid


def _ends(state: PlanState, link: Any) -> tuple[Any, Any]:
    return state.get("milestone", link.waiting), state.get("milestone", link.provider)


def _owner_uid(state: PlanState, milestone: Any) -> str | None:
    owner = state.owner_of(milestone)
    return owner.uid if owner is not None else None


STATUS_WORDS: Final = {"milestone": Status, "dependency": DependencyState, "decision": Outcome}
"""What `--status` speaks of, by kind."""

TESTS: Final[Mapping[str, Mapping[str, Callable[[Any], Test]]]] = {
    "milestone": {
        "stream": lambda uid: lambda view, row: _is_of_stream(uid, view.state, row),
        "division": lambda uid: lambda _view, row: row.division == uid,
        "owner": lambda uid: lambda view, row: _owner_uid(view.state, row) == uid,
        "status": lambda word: lambda _view, row: row.status == word,
        "light": lambda word: lambda view, row: view.state.light_by_milestone[row.uid] == word,
        "late": lambda _yes: lambda view, row: lights.is_late(row, view.state.day),
        "stale": lambda _yes: lambda view, row: lights.is_stale(row, view.state.day),
    },
    "initiative": {
        "stream": lambda uid: lambda _view, row: row.stream == uid,
        "division": lambda uid: lambda _view, row: row.lead == uid or uid in row.supporting,
        "owner": lambda uid: lambda _view, row: row.owner == uid,
        "light": lambda word: lambda view, row: _worst(view.state, row) == word,
        "late": lambda _yes: (
            lambda view, row: any(
                lights.is_late(m, view.state.day)
                for m in view.state.milestones_of_initiative.get(row.uid, ())
            )
        ),
        "stale": lambda _yes: (
            lambda view, row: any(
                lights.is_stale(m, view.state.day)
                for m in view.state.milestones_of_initiative.get(row.uid, ())
            )
        ),
    },
    "dependency": {
        "stream": lambda uid: (
            lambda view, row: any(_is_of_stream(uid, view.state, m) for m in _ends(view.state, row))
        ),
        "division": lambda uid: lambda view, row: any(m.division == uid for m in _ends(view.state, row)),
        "status": lambda word: lambda _view, row: row.state == word,
        "late": lambda _yes: lambda view, row: dependencies.is_overdue(row, view.state),
    },
    "decision": {
        "status": lambda word: lambda _view, row: row.outcome == word,
        "late": lambda _yes: lambda view, row: row.uid in view.due_decisions,
    },
    "handoff": {
        "division": lambda uid: lambda _view, row: row.division == uid,
        "late": lambda _yes: lambda view, row: row.uid in view.late_handoffs,
    },
    "owner": {"division": lambda uid: lambda _view, row: row.division == uid},
    "unit": {"division": lambda uid: lambda _view, row: row.division == uid},
}
"""By kind, which filters it knows, and what each tests; a kind that is missing knows none."""


def _worst(state: PlanState, initiative: Any) -> Light | None:
    return state.light_counts(state.milestones_of_initiative.get(initiative.uid, ())).worst


@click.command(
    cls=Command,
    help=N_(
        "KIND is one of initiatives, milestones, dependencies, decisions, bodies, divisions, units, owners, streams, "
        "themes, questions, reasons, handoffs. All given filters must fit."
    ),
    examples=(
        "tracker list milestones --late",
        "tracker list milestones --division SOTE --status blocked --json",
        "tracker list dependencies --late",
    ),
)
@click.argument("listed", metavar="KIND", type=OneOf(list(LISTED)))
@click.option("--stream", metavar="ID", help=N_("Of that stream."))
@click.option("--division", metavar="ID", help=N_("Of that division; for dependencies, of either side."))
@click.option("--owner", metavar="ID", help=N_("Of that owner."))
@click.option("--status", metavar="WORD", help=N_("With that status, state or outcome; code or word."))
@click.option("--light", metavar="WORD", help=N_("With that light: red, amber, grey or green."))
@click.option(
    "--late", is_flag=True, help=N_("Late; dependencies overdue, decisions due, hand-offs not returned.")
)
@click.option("--stale", is_flag=True, help=N_("Not updated for more than ten days."))
@click.pass_obj
def list_rows(session: Session, /, listed: str, **filters: Any) -> None:
    """Writes the rows that fit."""
    kind = LISTED[listed]
    with session.reading() as (_plan, state):
        view, tests = View(state), _tests(state, listed, Asked(**filters))
        rows = [row for row in state.rows[kind] if all(test(view, row) for test in tests)]
        if session.as_json:
            write_json([json_of(view, kind, row) for row in rows])
            return
        write_table(columns_of(kind), [texts_of(view, kind, row) for row in rows], _empty(kind, bool(tests)))


def _empty(kind: str, is_filtered: bool) -> str:
    if is_filtered:
        return _("Nothing fits what was asked for.")
    if kind in {"handoff", "reason"}:
        return _("The plan has none yet.")
    return _("The plan has none yet; tracker add {kind} makes one.").format(kind=kind)


def _tests(state: PlanState, listed: str, asked: Asked) -> list[Test]:
    """What a row must pass; raises UsageError, NotFound or InvalidValue for a filter that does not fit."""
    kind = LISTED[listed]
    known = TESTS.get(kind, {})
    tests = []
    for name in Asked.__dataclass_fields__:
        value = getattr(asked, name)
        if value is None or value is False:
            continue
        if name not in known:
            options = ", ".join(f"--{each}" for each in known)
            sentence = (
                _("--{option} does not go with {list}; they take {options}.")
                if options
                else _("--{option} does not go with {list}, which take no filter.")
            )
            raise UsageError(sentence.format(option=name, list=listed, options=options))
        if name in {"stream", "division", "owner"}:
            value = find(state, value, [name]).row.uid
        elif name in {"status", "light"}:
            value = word_from(Light if name == "light" else STATUS_WORDS[kind], value, f"--{name}")
        tests.append(known[name](value))
    return tests
