"""`tracker history`, `undo` and `redo`: what was changed, and how to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from exports.data import edits_json
from models.errors import NotFound
from models.language import N_, _, date_text, number_text
from models.telling import names_for, reversal_text, told
from tracker.cli.grammar import Command, Whole
from tracker.cli.output import write_json, write_line
from tracker.cli.rows import find
from tracker.cli.session import Session

if TYPE_CHECKING:
    from models.history import Reversal, Revision
    from models.plan import Plan
    from models.rules.state import PlanState

SHOWN: Final = 20
"""Revisions that are shown unless told otherwise; JSON has all."""
LINES: Final = 8
"""Edits of one revision that are shown; JSON has all."""

SOURCES: Final = {
    "created": N_("made"),
    "loaded": N_("loaded"),
    "screen": N_("screen"),
    "command": N_("command line"),
    "import": N_("import"),
    "undo": N_("undo"),
    "redo": N_("redo"),
}
"""Where a change came from."""


@click.command(
    cls=Command,
    help=N_("The newest change comes first; of one row where an ID is given."),
    examples=("tracker history", "tracker history A1.2", "tracker history --limit 5 --json"),
)
@click.argument("said", metavar="[ID]", required=False)
@click.option("--limit", type=Whole(1, 1_000_000), metavar="N", help=N_("At most so many changes."))
@click.pass_obj
def history(session: Session, said: str | None, limit: int | None) -> None:
    """Writes revisions and their edits."""
    with session.open() as plan:
        state = plan.state()
        uid = None if said is None else _uid_of(plan, state, said)
        wanted = limit if limit is not None or session.as_json else SHOWN
        if session.as_of is None:
            revisions = plan.history(uid=uid, limit=wanted)
        else:
            revisions = tuple(r for r in plan.history(uid=uid) if r.known <= session.as_of)[:wanted]
        names = names_for(plan, state, [edit for revision in revisions for edit in revision.told])
        if session.as_json:
            write_json([_revision_json(revision, edits_json(revision.told, names)) for revision in revisions])
            return
        for revision in revisions:
            write_line(_heading(revision))
            lines = told(revision.told, names, briefly=True)
            for line in lines[:LINES]:
                write_line(f"  {line.sentence}")
            if (
                not revision.edits
            ):  # An undo that found everything changed since, or a file that brought nothing.
                write_line("  " + _("nothing was changed"))
            elif not lines:  # Of one row: a confirmation only dates its last update.
                write_line("  " + _("confirmed without change"))
            if len(lines) > LINES:
                write_line("  " + _("… and {count} more").format(count=number_text(len(lines) - LINES)))
        if not revisions:
            write_line(_("Nothing was changed yet."))


def _uid_of(plan: Plan, state: PlanState, said: str) -> str:
    """The uid of the row that is meant; one that was removed is found by the id it had."""
    try:
        return str(find(state, said).row.uid)
    except NotFound:
        for revision in plan.history():
            for edit in revision.edits:
                if edit.field == "id" and str(edit.new or "").casefold() == said.strip().casefold():
                    return edit.uid
        raise


def _heading(revision: Revision) -> str:
    heading = f"{revision.number}  {date_text(revision.known)}  {revision.person}"
    source = _(SOURCES.get(revision.source, revision.source))
    if revision.reverses is not None:
        source = f"{source} {revision.reverses}"
    return f"{heading}  ({source})" + (f"  {revision.reason}" if revision.reason else "")


def _revision_json(revision: Revision, edits: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "revision": revision.number,
        "at": revision.at,
        "known": revision.known,
        "person": revision.person,
        "source": revision.source,
        "reason": revision.reason,
        "reverses": revision.reverses,
        "edits": edits,
    }


@click.command(
    cls=Command,
    help=N_("What somebody changed since is kept, and named."),
    examples=("tracker undo", "tracker undo 44"),
)
@click.argument("revision", metavar="[REVISION]", type=Whole(1, 10**9), required=False)
@click.pass_obj
def undo(session: Session, revision: int | None) -> None:
    """Takes back a revision."""
    with session.writing() as plan:
        _tell_reversal(session, plan, plan.undo(revision))


@click.command(cls=Command, examples=("tracker redo",))
@click.pass_obj
def redo(session: Session) -> None:
    """Does again what was undone last."""
    with session.writing() as plan:
        _tell_reversal(session, plan, plan.redo())


def _tell_reversal(session: Session, plan: Plan, reversal: Reversal) -> None:
    names = names_for(plan, plan.state(), [*reversal.of.told, *reversal.revision.told, *reversal.kept])
    if not session.as_json:
        write_line(reversal_text(reversal, names))
        return
    write_json(
        {
            "revision": reversal.revision.number,
            "of": reversal.of.number,
            "edits": edits_json(reversal.revision.told, names),
            "kept": edits_json(reversal.kept, names),
        }
    )
