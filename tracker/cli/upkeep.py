"""`tracker backup`, `doctor` and `completion`: care for the plan's file and for the shell."""

from __future__ import annotations

from pathlib import Path

import click

from models.errors import PlanFileError, UsageError
from models.language import N_, _, ngettext, number_text
from tracker.cli.grammar import Command, OneOf, PathText
from tracker.cli.main import COMPLETION
from tracker.cli.output import write, write_json, write_line
from tracker.cli.session import Session

MOST_FAULTS = 20
"""Faults that are told as text; JSON has all."""
ZONE_OF_NAMES = "Europe/Helsinki"
"""In which a backup is dated where the plan itself cannot be opened to ask."""


@click.command(
    cls=Command,
    help=N_(
        "The copy stands beside the plan, named by the moment, or at TARGET. --restore goes back to a copy and keeps "
        "what stood there."
    ),
    examples=(
        "tracker backup",
        "tracker backup copies/",
        "tracker backup --restore plan.2018-10-19-1200.backup.db",
    ),
)
@click.argument("target", metavar="[TARGET]", type=PathText(), required=False)
@click.option(
    "--restore", "source", type=PathText(), metavar="FILE", help=N_("Put this copy in the place of the plan.")
)
@click.pass_obj
def backup(session: Session, target: str | None, source: str | None) -> None:
    """Copies the plan, or goes back to a copy."""
    from models import store

    session.refuse_as_of()
    path, at = session.path(), session.clock.now(ZONE_OF_NAMES)
    if source is not None:
        if target is not None:
            raise UsageError(_("--restore takes no TARGET: the copy goes in the place of the plan."))
        kept = store.restore(path, Path(source).expanduser(), at)
        if session.as_json:
            write_json({"path": str(path), "kept": None if kept is None else str(kept)})
            return
        write_line(_("{path} is again what {source} holds.").format(path=path, source=source))
        if kept is not None:
            write_line(_("What stood there is kept as {path}.").format(path=kept))
        return
    wanted = store.backup_name(path, at)
    if target is not None:
        wanted = Path(target).expanduser()
        if wanted.is_dir():
            wanted = wanted / store.backup_name(path, at).name
        elif not wanted.parent.is_dir():
            raise PlanFileError(_("There is no folder {path}; make it first.").format(path=wanted.parent))
    copy = store.backup(path, wanted)
    if session.as_json:
        write_json({"path": str(copy)})
    else:
        write_line(_("The plan is copied to {path}.").format(path=copy))


@click.command(
    cls=Command,
    help=N_(
        "Looks for damage, missing parts and safeguards, and rows that refer to nothing or say something else than "
        "their history."
    ),
    examples=("tracker doctor", "tracker doctor --json"),
)
@click.pass_obj
def doctor(session: Session) -> None:
    """Examines the plan's file; a fault in it makes the exit status 1."""
    from models.doctor import doctor as faults_of

    path = session.path()
    faults = faults_of(path)
    if faults:
        if session.as_json:
            write_json({"path": str(path), "faults": faults})
        else:
            _write_faults(faults)
        raise PlanFileError(
            ngettext(
                "{path} has {count} fault; go back to its last backup with tracker backup --restore.",
                "{path} has {count} faults; go back to its last backup with tracker backup --restore.",
                len(faults),
            ).format(path=path, count=number_text(len(faults)))
        )
    with session.open() as plan:
        milestones, revisions = len(plan.state().milestones), plan.last_revision()
    if session.as_json:
        write_json({"path": str(path), "faults": []})
        return
    write_line(
        _("{path} is sound (milestones: {milestones}, revisions: {revisions}).").format(
            path=path, milestones=number_text(milestones), revisions=number_text(revisions)
        )
    )


def _write_faults(faults: list[str]) -> None:
    for fault in faults[:MOST_FAULTS]:
        write_line(fault)
    if len(faults) > MOST_FAULTS:
        write_line(_("… and {count} more").format(count=number_text(len(faults) - MOST_FAULTS)))


@click.command(
    cls=Command,
    help=N_("SHELL is bash, zsh or fish. Put the line into its start-up file, or run it now."),
    examples=(
        'eval "$(tracker completion bash)"',
        'eval "$(tracker completion zsh)"',
        "tracker completion fish > ~/.config/fish/completions/tracker.fish",
    ),
)
@click.argument("shell", metavar="SHELL", type=OneOf(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Prints the script."""
    from click.shell_completion import get_completion_class

    from tracker.cli.commands import root

    found = get_completion_class(shell)
    if found is None:
        raise LookupError(shell)
    complete = found(root, {}, "tracker", COMPLETION)
    # Not complete.source(): for bash it runs bash to ask for its version.
    write(complete.source_template % complete.source_vars())
