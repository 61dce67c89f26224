"""`tracker snapshot check`: what is looked through before a week is frozen."""

from __future__ import annotations

from typing import Any

import click

from models.language import N_, _, date_text, number_text
from models.rules.checklist import Checklist, checklist, lines, open_text
from models.rules.state import PlanState
from tracker.cli.grammar import Command
from tracker.cli.output import Column, write_json, write_line, write_table
from tracker.cli.session import Session


@click.command(
    cls=Command,
    help=N_(
        "Stale milestones, hand-offs that have not come back, decisions that are due, silent slips, the week's "
        "narrative, and what lacks a translation. JSON names them all, text the worst ones."
    ),
    examples=("tracker snapshot check", "tracker snapshot check --json"),
)
@click.pass_obj
def check(session: Session) -> None:
    """Writes the check-list."""
    with session.reading() as (_plan, state):
        found = checklist(state)
        if session.as_json:
            write_json(checklist_json(found))
            return
        write_line(f"{date_text(found.day)}: {open_text(found)}")
        write_checklist(found, state)


def write_checklist(found: Checklist, state: PlanState, *, briefly: bool = False) -> None:
    """Writes the check-list as a table.

    Args:
        briefly: only what was found.
    """
    told = [line for line in lines(found, state) if line.count or not briefly]
    if told:
        write_table(
            [Column(_("looked for")), Column(_("found"), is_number=True), Column("", gives_way=True)],
            [[line.title, number_text(line.count), line.what] for line in told],
            "",
        )


def checklist_json(found: Checklist) -> dict[str, Any]:
    """The check-list with all ids, the worst first; languages as codes."""
    return {
        "date": found.day,
        "week": found.week,
        "open": found.open_count,
        **{section.value: [item.row.id for item in items] for section, items in found.open.items()},
        "narrative": {
            "needed": found.language,
            "is_missing": found.is_narrative_missing,
            "missing": found.without_narrative,
        },
        "untranslated": [
            {"kind": each.kind, "id": getattr(each.row, "id", None), "missing": each.languages}
            for each in found.untranslated
        ],
    }
