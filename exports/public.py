"""What of a plan goes into a public export, and the plan as public data files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from exports.data import CHARTER_NAME, FILES, row_json, write_csv
from exports.data_json import write_object
from models.errors import ExportFailed
from models.language import _, date_text, speaking
from models.plan import Plan
from models.rules.fields import KINDS
from models.rules.publicity import LeftOut, public_part
from models.rules.publicity_words import internal_text, left_out_sentences, left_out_text
from models.rules.records import text
from models.rules.state import PlanState
from models.rules.text import visible, without_addresses

FORMAT: Final = "tracker90-public"
"""Another name than that of the whole plan: nobody can take the one for the other."""
VERSION: Final = 1
README: Final = "README.txt"

INTERNAL_KINDS: Final = ("handoff", "narrative")
"""What is between the office and the divisions, or written for the weekly page alone."""
INTERNAL_FIELDS: Final = ("note",)
"""Free text that people write for each other."""

PUBLIC_FILES: Final = {kind: name for kind, name in FILES.items() if kind not in INTERNAL_KINDS}


@dataclass(frozen=True)
class PublicPlan:
    """What of a plan may leave the office for everybody."""

    state: PlanState
    """Without what is not public, hand-offs, narratives and notes."""
    left_out: tuple[LeftOut, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was left out, in the current language."""
        return (*left_out_sentences(self.left_out), internal_text())


def public_plan(plan: Plan, day: date) -> PublicPlan:
    """What may be published of a plan as known on a day; what is not public by now stays out too."""
    found = public_part(plan.state(day), plan.state())
    rows = {
        kind: () if kind in INTERNAL_KINDS else tuple(map(_without_notes, of_kind))
        for kind, of_kind in found.state.rows.items()
    }
    removed = tuple(map(_without_notes, found.state.removed_milestones))
    return PublicPlan(replace(found.state, rows=rows, removed_milestones=removed), found.left_out)


def _without_notes(row: Any) -> Any:
    emptied = {name: None for name in INTERNAL_FIELDS if getattr(row, name, None) is not None}
    return row._replace(**emptied) if emptied else row


def public_csv(public: PublicPlan, folder: Path, *, language: str, force: bool = False) -> None:
    """Writes the public rows as a folder of CSV files, with a README that says what was left out.

    Raises ExportFailed, also where the folder holds files of a whole export, which nobody should find beside these; see
    `exports.data.write_csv`.
    """
    if inner := [
        name for kind, name in FILES.items() if kind in INTERNAL_KINDS and (folder / f"{name}.csv").exists()
    ]:
        raise ExportFailed(
            _("{path} holds {file}, which is no part of a public export: choose another folder.").format(
                path=visible(str(folder)), file=f"{inner[0]}.csv"
            )
        )
    with speaking(language):
        lines = [
            without_addresses(text(public.state.charter, "name")),
            _("The public part of the plan as known on {date}.").format(date=date_text(public.state.day)),
            "",
            *public.sentences,
        ]
    write_csv(
        public.state,
        folder,
        force,
        files=PUBLIC_FILES,
        leave_out=INTERNAL_FIELDS,
        also={README: "\n".join(lines) + "\n"},
    )


def public_json(public: PublicPlan, path: Path, *, language: str, force: bool = False) -> None:
    """Writes the public rows as one object, without history and snapshots; raises ExportFailed."""
    state = public.state
    with speaking(language):
        told = {"left_out_text": left_out_text(public.left_out), "internal_text": internal_text()}
    rows = {
        name: [_row(state, kind, row) for row in state.rows[kind]]
        for kind, name in PUBLIC_FILES.items()
        if kind != "charter"
    }
    write_object(
        {
            "format": FORMAT,
            "version": VERSION,
            "day": state.day,
            CHARTER_NAME: _row(state, "charter", state.charter),
            **rows,
            "left_out": [left_out_json(each) for each in public.left_out],
            **told,
        },
        path,
        force,
    )


def _row(state: PlanState, kind: str, row: Any) -> dict[str, Any]:
    found = row_json(state, KINDS[kind], row, all_languages=True)
    return {name: value for name, value in found.items() if name not in INTERNAL_FIELDS}


def left_out_json(each: LeftOut) -> dict[str, Any]:
    """How many rows of one kind were left out, and on which ground."""
    return {
        "kind": each.kind,
        "publicity": str(each.publicity),
        "ground": without_addresses(each.ground) if each.ground else None,
        "count": each.count,
    }
