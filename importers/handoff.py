"""The way back of a hand-off: what applying it would do to the plan, as a proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from importers import stamps
from importers.plan import other_plan
from importers.proposal import Choices, Proposal, expect_nothing
from importers.proposing import Proposing, Sent
from importers.rows import Candidate, candidates, find_sheets
from importers.settling import CONFIRMED
from importers.stamps import Identity
from importers.workbook import Progress, Workbook, open_workbook
from models.edits import Edit, changes
from models.handoff_sheets import handoff_forms, may_edit, sent_rows
from models.imports import Standing
from models.language import LANGUAGES
from models.presenting import sent_texts
from models.rounds import SentFile
from models.rules.merge import Verdict
from models.rules.state import PlanState

KEYS: Final[Mapping[str, frozenset[str]]] = {
    kind: frozenset(column.key for column in form.columns)
    for kind, form in handoff_forms(LANGUAGES[0]).items()
}
"""By kind, the keys that a sheet of a hand-off can have."""


def propose(
    workbook: Workbook,
    found: Sequence[Candidate],
    identity: Identity,
    standing: Standing,
    choices: Choices,
    *,
    sent: SentFile,
    newer: Sequence[str] = (),
    sha256: str,
) -> Proposal:
    """What applying a returned hand-off would do, its own row in the plan included.

    Args:
        newer: ids of later hand-offs of the division that came back already.

    Raises FileRefused with other-plan or not-a-handoff, and UsageError for a choice there is not.
    """
    kind_of = {uid: kind for kind, uids in sent.rows.items() for uid in uids}
    tokens = [token for candidate in found for token in candidate.tokens]
    known = {row.uid for kind in KEYS for row in standing.base.rows[kind]}
    if tokens and not any(token.uid in known for token in tokens):
        raise other_plan(workbook.name, identity, standing.now.charter)
    sheets = find_sheets(found, KEYS, kind_of.get)
    if not sheets:
        raise stamps.lost_sheets(workbook.name)
    base = standing.base
    texts = sent_texts(sent_rows(base, sent), sent.id, sent.language)
    division = base.get("division", sent.division)
    proposal = Proposing(
        workbook,
        identity,
        standing,
        choices,
        Sent(
            kind="handoff",
            forms=handoff_forms(sent.language),
            language=sent.language,
            confirmed_by="handoff",
            base_texts=texts,
            division=division.id,
            division_uid=sent.division,
            uids=sent.rows,
            may_edit=may_edit(base, sent.division),
            newer=tuple(newer),
        ),
    ).proposal(sheets, sha256)
    return replace(proposal, edits=(*proposal.edits, *_round_edits(proposal, standing, sent)))


def _round_edits(proposal: Proposal, standing: Standing, sent: SentFile) -> list[Edit]:
    """What the plan notes of the round: when it came back, and what it brought so far."""
    handoff = standing.now.get("handoff", sent.handoff)
    if handoff is None:
        return []
    said = {(uid, name): value for uid, fields in standing.brought.items() for name, value in fields.items()}
    said |= {(each.uid, each.field): each.value for each in proposal.brought if each.uid != proposal.sha256}
    changed = {uid for uid, name in said if name != CONFIRMED}
    changed |= {
        cell.uid
        for cell in proposal.cells
        if cell.verdict in (Verdict.THEIRS, Verdict.CONFLICT) and cell.key != CONFIRMED
    }
    confirmed = {uid for (uid, name), value in said.items() if name == CONFIRMED and value}
    waiting = standing.kept.waiting_after(
        [each.unread for each in proposal.rejects], [(each.uid, each.field) for each in proposal.brought]
    )
    conflicts = proposal.counts[Verdict.CONFLICT.value]
    return changes(
        "handoff",
        handoff,
        {
            "returned": handoff.returned or standing.now.day,
            "rows_changed": len(changed),
            "rows_confirmed": len(confirmed),
            "conflicts": max(conflicts, handoff.conflicts or 0),
            "rejects": len(proposal.rejects),
            "undecided": waiting + len(proposal.decisions),
        },
    )


def expect_no_difference(
    path: Path, state: PlanState, sent: SentFile, *, progress: Progress | None = None
) -> None:
    """Imports a hand-off against the plan it was just written from; raises ExportFailed for any difference."""
    workbook = open_workbook(path, progress=progress)
    found = tuple(candidates(workbook.sheets))
    identity = stamps.identify(workbook, found)
    proposal = propose(workbook, found, identity, Standing.still(state), Choices(), sent=sent, sha256="")
    expect_nothing(proposal, is_itself=identity.sent_file == sent.id)
