"""A file that came in: opened, told which sent file it is, and turned into a proposal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from importers import handoff, stamps
from importers import plan as plan_workbook
from importers.gate import bytes_of
from importers.proposal import CellChange, Choices, Proposal, refused
from importers.rows import Candidate, candidates
from importers.stamps import Identity
from importers.workbook import Progress, Workbook, open_workbook
from models.errors import FileRefused
from models.handoff import plan_file_revision
from models.history import Revision
from models.imports import Standing, sha256_of
from models.language import _
from models.plan import Plan
from models.rounds import SentFile
from models.rules.text import visible


@dataclass(frozen=True)
class Compared:
    """What a file that came in is compared with."""

    standing: Standing
    sent: SentFile | None = None
    """The hand-off that it is; None for a plan workbook."""
    newer: tuple[str, ...] = ()
    """Later hand-offs of the same division that came back already."""


@dataclass(frozen=True)
class Incoming:
    """An opened file, of which a proposal can be made again and again as a person decides."""

    name: str
    content: bytes
    sha256: str
    workbook: Workbook
    found: tuple[Candidate, ...]
    identity: Identity

    def propose(self, compared: Compared, choices: Choices) -> Proposal:
        """What applying the file would do; raises FileRefused, and UsageError for a choice that there is not."""
        choices = replace(choices, remembered=compared.standing.decided.get(self.sha256, {}))
        if compared.sent is None:
            return plan_workbook.propose(
                self.workbook, self.found, self.identity, compared.standing, choices, sha256=self.sha256
            )
        return handoff.propose(
            self.workbook,
            self.found,
            self.identity,
            compared.standing,
            choices,
            sent=compared.sent,
            newer=compared.newer,
            sha256=self.sha256,
        )


def open_incoming(content: bytes, name: str, *, progress: Progress | None = None) -> Incoming:
    """Opens a file and tells which sent file it is; raises FileRefused."""
    workbook = open_workbook(content, name, progress=progress)
    found = tuple(candidates(workbook.sheets))
    return Incoming(name, content, sha256_of(content), workbook, found, stamps.identify(workbook, found))


def compared_with(plan: Plan, incoming: Incoming) -> Compared:
    """What a file is compared with; raises FileRefused with other-plan or unknown-handoff."""
    identity, charter = incoming.identity, plan.charter()
    if identity.plan is not None and identity.plan != charter.uid:
        raise plan_workbook.other_plan(incoming.name, identity, charter)
    revision = plan_file_revision(identity.sent_file)
    if revision is not None and revision <= plan.last_revision():
        return Compared(plan.inbox.standing(identity.sent_file, revision))
    files = plan.rounds.sent_files()
    sent = next((each for each in files if each.id == identity.sent_file), None)
    if sent is None or identity.revision not in (None, sent.revision):
        raise stamps.unknown_handoff(incoming.name, identity.sent_file)
    standing = plan.inbox.standing(sent.id, sent.revision)
    came_back = {past.sent_file for past in standing.past if past.in_force}
    later = files[files.index(sent) + 1 :]
    newer = tuple(each.id for each in later if each.division == sent.division and each.id in came_back)
    return Compared(standing, sent, newer)


def examine(
    plan: Plan,
    content: bytes,
    name: str,
    choices: Choices | None = None,
    *,
    progress: Progress | None = None,
) -> Proposal:
    """What applying a file to a plan would do; a file of which nothing can be taken is a refused proposal.

    Raises UsageError for a choice that there is not, and what `progress` raises of the program's own errors.
    """
    try:
        incoming = open_incoming(content, name, progress=progress)
        return incoming.propose(compared_with(plan, incoming), choices or Choices())
    except FileRefused as error:
        return refused(name, sha256_of(content), error.code, error.sentence)


def apply(plan: Plan, proposal: Proposal) -> Revision | None:
    """Writes what a proposal takes, as one revision; None where it takes nothing.

    The file must be in the inbox. Raises StaleEdit when the plan changed since the proposal was made.
    """
    return plan.inbox.apply(
        proposal.edits,
        proposal.brought,
        sha256=proposal.sha256,
        sent_file=proposal.sent_file,
        reason=_("imported from {file}").format(file=proposal.name),
        file=proposal.name,
        unread=[each.unread for each in proposal.rejects],
    )


def keep_and_apply(plan: Plan, incoming: Incoming, proposal: Proposal) -> Revision | None:
    """Puts the file into the inbox, then writes what a proposal takes; see `apply`."""
    plan.inbox.keep(incoming.name, incoming.content)
    return apply(plan, proposal)


def last_change(plan: Plan, cell: CellChange) -> Revision | None:
    """The revision that gave a cell the value it has in the plan; None where none is told apart."""
    if cell.field is None:
        return None
    found = plan.history(uid=cell.uid, field=cell.field, limit=1)
    return found[0] if found else None


def name_of(path: Path) -> str:
    """The name of a file, as it may be shown anywhere and stored: systems allow names that are no text."""
    return visible(path.name)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises FileRefused with lock-file or damaged."""
    return bytes_of(path, name_of(path))
