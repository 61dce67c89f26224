"""Finds rows by what people call them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from exports.data import CHARTER_NAME
from models.errors import NotFound, UsageError
from models.language import _
from models.rules.fields import KINDS
from models.rules.state import PlanState

KINDS_WITH_ID: Final = tuple(kind.name for kind in KINDS.values() if kind.has_id)

LISTED: Final = {
    "initiatives": "initiative",
    "milestones": "milestone",
    "dependencies": "dependency",
    "decisions": "decision",
    "bodies": "body",
    "divisions": "division",
    "units": "unit",
    "owners": "owner",
    "streams": "stream",
    "themes": "theme",
    "questions": "question",
    "reasons": "reason",
    "handoffs": "handoff",
}
"""The kinds that can be listed, by the word of the command line."""


class Found(NamedTuple):
    """A row and its kind."""

    kind: str
    row: Any

    @property
    def id(self) -> str:
        """Its visible id; `plan` for the plan's own frame."""
        return CHARTER_NAME if self.kind == "charter" else str(self.row.id)


def find(state: PlanState, said: str, kinds: Sequence[str] = KINDS_WITH_ID) -> Found:
    """The living row that a person means by a visible id, or by `kind:id` where two kinds share one.

    Raises:
        NotFound: no row has that id; the sentence suggests the nearest.
        UsageError: rows of several kinds have it.
    """
    kind, colon, rest = said.partition(":")
    if colon and kind in kinds:
        kinds, said = (kind,), rest
    found = [Found(kind, row) for kind in kinds if (row := state.find(kind, said)) is not None]
    if not found and said.strip().casefold() == CHARTER_NAME and len(kinds) == len(KINDS_WITH_ID):
        return Found("charter", state.charter)
    if len(found) > 1:
        raise UsageError(
            _("“{id}” is the id of several rows; write one of {choices}.").format(
                id=said, choices=", ".join(f"{each.kind}:{each.id}" for each in found)
            )
        )
    if not found:
        raise not_found(state, said, kinds)
    return found[0]


def not_found(state: PlanState, said: str, kinds: Sequence[str]) -> NotFound:
    """The error for an id that no row of these kinds has: the kind that has it, or the nearest id that there is."""
    from tracker.cli.grammar import nearest

    other = next((kind for kind in KINDS_WITH_ID if state.find(kind, said) is not None), None)
    if other is not None:
        return NotFound(
            _("“{id}” is another kind of thing ({kind}); asked for here: {kinds}.").format(
                id=said,
                kind=_(KINDS[other].label),
                kinds=", ".join(_(KINDS[kind].label) for kind in kinds),
            )
        )
    near = nearest(said, [row.id for kind in kinds for row in state.rows[kind]])
    words = {"kind": _(KINDS[kinds[0]].label), "id": said, "near": near}
    if len(kinds) == 1 and near:
        return NotFound(_("There is no {kind} “{id}”; did you mean {near}?").format(**words))
    if len(kinds) == 1:
        return NotFound(_("There is no {kind} “{id}” in the plan.").format(**words))
    if near:
        return NotFound(_("Nothing in the plan has the id “{id}”; did you mean {near}?").format(**words))
    return NotFound(
        _("Nothing in the plan has the id “{id}”; tracker list milestones shows those of milestones.").format(
            **words
        )
    )
