"""The way back of the plan workbook: what applying it would do to the plan, as a proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from importers import stamps
from importers.proposal import Choices, Proposal, expect_nothing
from importers.proposing import Proposing, Sent
from importers.rows import Candidate, FoundSheet, candidates, find_sheets
from importers.stamps import Identity
from importers.workbook import Progress, Workbook, open_workbook
from models.errors import FileRefused
from models.handoff import (
    BASE_SHEET,
    META_LANGUAGE,
    META_MOMENT,
    META_PLAN_NAME,
    plan_file_revision,
)
from models.imports import Standing
from models.language import LANGUAGES, as_language
from models.presenting import sent_texts
from models.rules.records import Charter, text
from models.rules.state import PlanState
from models.sheets import plan_forms

KEYS: Final[Mapping[str, frozenset[str]]] = {
    kind: frozenset(column.key for language in LANGUAGES for column in plan_forms(language)[kind].columns)
    for kind in plan_forms("en")
    if plan_forms("en")[kind].is_editable
}
"""By kind, the keys that a sheet of the plan workbook can have, whatever its language."""


def other_plan(file: str, identity: Identity, charter: Charter) -> FileRefused:
    """A file of another plan; names both."""
    theirs = identity.meta.facts.get(META_PLAN_NAME) or identity.plan or ""
    return stamps.other_plan(file, theirs, text(charter, "name") or charter.uid)


def propose(
    workbook: Workbook,
    found: Sequence[Candidate],
    identity: Identity,
    standing: Standing,
    choices: Choices,
    *,
    sha256: str,
) -> Proposal:
    """What applying a returned plan workbook would do.

    Raises FileRefused with other-plan, unknown-handoff or not-a-handoff, and UsageError for a choice there is not.
    """
    moment = identity.meta.facts.get(META_MOMENT)
    if moment is not None and standing.moment is not None and moment != standing.moment:
        raise stamps.unknown_handoff(workbook.name, identity.sent_file)
    kind_of = {row.uid: kind for kind in KEYS for row in standing.base.rows[kind]}
    tokens = [token for candidate in found for token in candidate.tokens]
    if tokens and not any(token.uid in kind_of for token in tokens):
        raise other_plan(workbook.name, identity, standing.now.charter)
    sheets = find_sheets(found, KEYS, kind_of.get)
    if not sheets:
        raise stamps.lost_sheets(workbook.name)
    language = _language(identity, sheets, standing)
    own = plan_file_revision(identity.sent_file) or 0
    sent = Sent(
        kind="plan",
        forms=plan_forms(language),
        language=language,
        confirmed_by="office",
        base_texts=_base_texts(workbook, standing, identity.sent_file, language),
        newer=tuple(
            past.sent_file
            for past in standing.past
            if past.in_force and past.sent_file and (plan_file_revision(past.sent_file) or 0) > own
        ),
    )
    return Proposing(workbook, identity, standing, choices, sent).proposal(sheets, sha256)


def _base_texts(
    workbook: Workbook, standing: Standing, sent_file: str, language: str
) -> Mapping[str, tuple[str | None, ...]]:
    if workbook.sheet(BASE_SHEET) is None:
        return {}
    rows = {kind: standing.base.rows[kind] for kind in KEYS}
    return sent_texts(rows, sent_file, language)


def _language(identity: Identity, sheets: Sequence[FoundSheet], standing: Standing) -> str:
    """The language of the workbook: as `_meta` says, else the one whose texts have no column of their own."""
    told = as_language(identity.meta.facts.get(META_LANGUAGE))
    if told is not None:
        return told
    others = {key[-2:] for sheet in sheets for key in sheet.columns if key[-3:-2] == "_"}
    own = [language for language in LANGUAGES if language not in others]
    return own[0] if len(own) == 1 else str(standing.base.charter.language)


def expect_no_difference(path: Path, state: PlanState, *, progress: Progress | None = None) -> None:
    """Imports a plan workbook against the plan it was just written from; raises ExportFailed for any difference."""
    workbook = open_workbook(path, progress=progress)
    found = tuple(candidates(workbook.sheets))
    identity = stamps.identify(workbook, found)
    proposal = propose(workbook, found, identity, Standing.still(state), Choices(), sha256="")
    expect_nothing(proposal, is_itself=plan_file_revision(identity.sent_file) == state.revision)
