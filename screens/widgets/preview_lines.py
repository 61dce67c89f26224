"""The lines of an import preview: what a person must decide, what changed in each row, what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from models.language import _, ngettext, number_text
from models.rules.merge import Verdict
from screens.widgets.sections import Group
from screens.widgets.table_lines import Tone

if TYPE_CHECKING:
    from importers.proposal import CellChange, Proposal

Target = tuple[str, ...]
"""What a choice is about: `cell uid key`, `new sheet row`, `missing uid`, `decision name`."""


@dataclass(frozen=True)
class PreviewLine:
    """One line of a preview."""

    key: str
    where: str = ""
    """The cell's address."""
    name: str = ""
    """The field, or what else the line is about."""
    base: str = ""
    ours: str = ""
    theirs: str = ""
    by: str = ""
    """Who gave our value, and when."""
    state: str = ""
    tone: Tone = ""
    why: str = ""
    """More to say than a line holds."""
    target: Target | None = None
    row: tuple[str, str] | None = None
    """Kind and uid of the row it is about."""
    field: str | None = None
    """The field of that row; None where it is about no single one."""
    is_open: bool = False
    """A person must decide it."""
    choices: tuple[str, ...] = ()
    """Of a decision."""

    @property
    def is_cell(self) -> bool:
        """Whether it is about a changed cell, with a value as sent, one here and one there."""
        return self.target is not None and self.target[0] == "cell"

    @property
    def told(self) -> str:
        """All of a line that is not about a changed cell."""
        if self.theirs and self.why:
            return _("{name}: “{text}”. {why}").format(name=self.name, text=self.theirs, why=self.why)
        return "  ".join(part for part in (self.name, self.theirs or self.ours, self.by) if part)


@dataclass
class PreviewLines:
    """All lines of a preview, in their groups."""

    lines: dict[str, PreviewLine] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)

    def add(self, key: str, title: str, lines: Iterable[PreviewLine]) -> None:
        """Adds a group, unless it is empty."""
        found = tuple(lines)
        if not found:
            return
        self.lines.update({line.key: line for line in found})
        self.groups.append(
            Group(f"#{key}", title, tuple(line.key for line in found), number_text(len(found)))
        )

    def under(self, key: str | None) -> tuple[PreviewLine, ...]:
        """The line of a key, or all lines under a heading."""
        if key in self.lines:
            return (self.lines[str(key)],)
        group = next((group for group in self.groups if group.key == key), None)
        return tuple(self.lines[each] for each in group.keys) if group is not None else ()


def preview_lines(
    proposal: Proposal, titles: Mapping[tuple[str, str], str], changed_by: Mapping[tuple[str, str], str]
) -> PreviewLines:
    """The lines of a proposal.

    Args:
        titles: the title of each changed row, by kind and uid.
        changed_by: who gave our value of a cell in conflict, and when, by uid and key.
    """
    found = PreviewLines()
    found.add("decisions", _("To decide"), _decisions(proposal))
    shown = [cell for cell in proposal.cells if cell.verdict is not Verdict.OURS]
    for (kind, uid), cells in groupby(shown, key=lambda cell: (cell.kind, cell.uid)):
        some = tuple(cells)
        title = f"{some[0].id}  {titles.get((kind, uid), '')}".rstrip()
        lines = (_cell(cell, changed_by.get((cell.uid, cell.key), "")) for cell in some)
        found.add(f"{kind} {uid}", f"{title} · {some[0].sheet}", lines)
    found.add("rejects", _("Not readable, so left as they are"), _rejects(proposal))
    found.add("new", _("New rows"), _new_rows(proposal))
    found.add("missing", _("Missing rows, which stay unless they are removed"), _missing(proposal))
    notes = (PreviewLine(f"w:{each.code}", name=each.message, why=each.message) for each in proposal.warnings)
    found.add("notes", _("To know"), notes)
    return found


def _decisions(proposal: Proposal) -> Iterable[PreviewLine]:
    for decision in proposal.decisions:
        if decision.code != "conflict":
            yield PreviewLine(
                f"d:{decision.name}",
                name=decision.message,
                state=_("open"),
                tone="warning",
                why=decision.message,
                target=("decision", decision.name),
                is_open=True,
                choices=decision.choices,
            )


def _cell(cell: CellChange, by: str) -> PreviewLine:
    state, tone = _state(cell)
    return PreviewLine(
        f"c:{cell.uid}:{cell.key}",
        where=cell.cell,
        name=cell.label,
        base=cell.shown[0],
        ours=cell.shown[1],
        theirs=cell.shown[2],
        by=by,
        state=state,
        tone=tone,
        target=("cell", cell.uid, cell.key),
        row=(cell.kind, cell.uid),
        field=cell.field,
        is_open=cell.verdict is Verdict.CONFLICT and cell.stands is None,
    )


def _state(cell: CellChange) -> tuple[str, Tone]:
    if cell.verdict is Verdict.SAME:
        return _("same"), "dim"
    if cell.held is not None:
        return _("waits"), "warning"
    if cell.stands is None:
        return _("conflict"), "error"
    return (_("theirs"), "success") if cell.stands == "theirs" else (_("ours"), "dim")


def _rejects(proposal: Proposal) -> Iterable[PreviewLine]:
    for number, reject in enumerate(proposal.rejects):
        yield PreviewLine(
            f"r:{number}",
            where=reject.cell,
            name=f"{reject.id or ''} {reject.label}".strip(),
            theirs=reject.text,
            state=_("left"),
            tone="warning",
            why=reject.why,
            row=(reject.kind, reject.uid) if reject.uid is not None else None,
            field=reject.field,
        )


def _new_rows(proposal: Proposal) -> Iterable[PreviewLine]:
    for row in proposal.new_rows:
        state, tone = (_("created"), "success") if row.is_taken else (_("left out"), "dim")
        if not row.edits:
            state, tone = _("incomplete"), "warning"
        elif row.held is not None:
            state, tone = _("waits"), "warning"
        told = ", ".join(text for key, text in row.shown.items() if text and key != "id")
        yield PreviewLine(
            f"n:{row.sheet}:{row.row}",
            where=str(row.row),
            name=row.shown.get("id", ""),
            theirs=told,
            state=state,
            tone="success" if tone == "success" else "warning" if tone == "warning" else "dim",
            target=("new", row.sheet, str(row.row)),
        )


def _missing(proposal: Proposal) -> Iterable[PreviewLine]:
    for row in proposal.missing_rows:
        note = _("changed here meanwhile") if row.edited_here else ""
        yield PreviewLine(
            f"m:{row.uid}",
            name=row.id,
            ours=row.title or row.id,
            by=note,
            state=_("removed") if row.is_removed else _("stays"),
            tone="error" if row.is_removed else "dim",
            target=("missing", row.uid),
            row=(row.kind, row.uid),
        )


def taken_text(proposal: Proposal) -> str:
    """What applying the proposal writes as it stands."""
    cells = sum(cell.is_taken for cell in proposal.cells)
    rows = sum(row.is_taken for row in proposal.new_rows)
    removed = sum(row.is_removed for row in proposal.missing_rows)
    parts = [
        ngettext("{count} cell", "{count} cells", cells).format(count=number_text(cells)) if cells else "",
        ngettext("{count} new row", "{count} new rows", rows).format(count=number_text(rows)) if rows else "",
        ngettext("{count} removal", "{count} removals", removed).format(count=number_text(removed))
        if removed
        else "",
    ]
    told = ", ".join(part for part in parts if part)
    if told:
        return _("Applying now writes {parts}.").format(parts=told)
    if proposal.only_notes_return:
        return _("Applying now only notes that it came back.")
    return _("Applying now writes nothing.")
