"""A comparison as data and as a document: the same list that the screen shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from exports.data import edits_json
from exports.document import Bullets, Cell, Column, Document, Lit, Section, Table
from models.comparing import Compared
from models.edits import Edit
from models.language import _, current, number_text
from models.rules.comparison import By, Entry, Facet, Group, Side, Summary, Tally, Total, groups
from models.rules.comparison_words import (
    backwards_text,
    entry_text,
    facet_text,
    group_text,
    heading_text,
    side_text,
    summary_texts,
    title_text,
    why_text,
)
from models.rules.text import without_addresses
from models.rules.words import WORDS, light_word
from models.telling import Names

# As data.

TALLIES: Final = ("added", "brought_back", "dropped", "removed", "done", "reopened", "done_gone")


def comparison_json(found: Compared, by: By = "stream") -> dict[str, Any]:
    """The list as plain objects: `from`, `to`, `summary`, `entries` in the order of their groups, and `edits`.

    Codes, ISO dates and visible ids; `text` of a change is in the current language. E-mail addresses are left out.
    """
    comparison = found.comparison
    return {
        "from": _side_json(comparison.then),
        "to": _side_json(comparison.now),
        "summary": _summary_json(comparison.summary),
        "entries": [_entry_json(entry, found) for group in groups(comparison, by) for entry in group.entries],
        "edits": outgoing_edits(found.edits, found.names),
    }


def _side_json(side: Side) -> dict[str, Any]:
    return {
        "week": side.week,
        "version": side.version,
        "day": side.day,
        "is_snapshot": side.version is not None,
        "seal": side.seal or None,
    }


def _summary_json(summary: Summary) -> dict[str, Any]:
    return {
        "from": _total_json(summary.then),
        "to": _total_json(summary.now),
        **{name: _tally_json(getattr(summary, name)) for name in TALLIES},
        "reweighed": summary.reweighed,
        "done_reweighed": summary.done_reweighed,
        "moved_later": summary.later,
        "moved_earlier": summary.earlier,
        "lights": {change.value: count for change, count in summary.lights.items()},
        "counts": {
            kind: {change.value: count for change, count in counts.items()}
            for kind, counts in summary.kinds.items()
        },
    }


def _total_json(total: Total) -> dict[str, int]:
    return {
        "in_scope": total.in_scope,
        "weight_in_scope": total.weight_in_scope,
        "done": total.done,
        "weight_done": total.weight_done,
    }


def _tally_json(tally: Tally) -> dict[str, int]:
    return {"rows": tally.rows, "counted": tally.counted, "weight": tally.weight}


def _entry_json(entry: Entry, found: Compared) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "id": entry.row.id,
        "title": without_addresses(title_text(entry)),
        "stream": part_id(entry.stream, "stream", found),
        "division": part_id(entry.division, "division", found),
        "is_there": entry.after is not None,
        "light": entry.light.value if entry.light is not None else None,
        "changes": [_facet_json(facet, entry) for facet in entry.facets],
    }


def _facet_json(facet: Facet, entry: Entry) -> dict[str, Any]:
    return {
        "change": facet.change.value,
        "old": _plain(facet.old),
        "new": _plain(facet.new),
        "workdays": facet.workdays,
        "moves": facet.times if facet.workdays is not None else None,
        "reason": facet.reason.id if facet.reason is not None else None,
        "passed": facet.passed,
        "text": without_addresses(facet_text(facet, entry)),
    }


def _plain(value: Any) -> Any:
    """A date, number or code as it is; of a row its visible id."""
    if value is None or isinstance(value, (int, date)):
        return value
    return str(value) if isinstance(value, str) else value.id


def outgoing_edits(edits: Iterable[Edit], names: Names) -> list[dict[str, Any]]:
    """Edits as plain objects without e-mail addresses: the result may be kept as a file and sent on."""
    return [
        {name: without_addresses(value) if isinstance(value, str) else value for name, value in edit.items()}
        for edit in edits_json(edits, names)
    ]


def part_id(uid: str | None, kind: str, found: Compared) -> str | None:
    """The visible id of the stream or division of an entry; None where it has none."""
    rows = found.comparison.parts[kind]
    return next((str(row.id) for row in rows if row.uid == uid), None)


# As a document.


def comparison_document(found: Compared, plan_name: str, by: By = "stream") -> Document:
    """The list as a document of the current language: in numbers, by stream or division, and what else differs."""
    comparison = found.comparison
    lead = [without_addresses(plan_name)] if plan_name else []
    if note := backwards_text(comparison):
        lead.append(note)
    if found.is_empty:
        lead.append(_("Nothing differs."))
    sections = [_summary_section(found)]
    for number, group in enumerate(groups(comparison, by), start=1):
        sections.append(_group_section(group, number, found, by))
    if found.edits:
        sections.append(_other_section(found))
    return Document(
        title=heading_text(comparison),
        language=current(),
        lead=lead,
        sections=sections,
        footer=list(seal_texts(found)),
    )


def seal_texts(found: Compared) -> Iterator[str]:
    """The seals of the snapshots that were compared, a line each."""
    for side in (found.comparison.then, found.comparison.now):
        if side.seal:
            yield _("Seal of {snapshot}: {seal}").format(snapshot=side_text(side), seal=side.seal)


def _summary_section(found: Compared) -> Section:
    told = [f"{label}: {said}" for label, said in summary_texts(found.comparison)]
    return Section("summary", _("In numbers"), [Bullets(told)])


def _group_section(group: Group, number: int, found: Compared, by: By) -> Section:
    heading = without_addresses(group_text(group))
    columns = [Column(_("Id")), Column(_("Title"), gives_way=True)]
    has_part = group.part is not None
    other = "division" if by == "stream" else "stream"
    if has_part:
        columns.append(Column(_("Division") if by == "stream" else _("Stream")))
    columns.append(Column(_("What changed"), gives_way=True))
    if has_part:
        columns.append(Column(_("Light now")))
    rows: list[list[Cell]] = []
    for entry in group.entries:
        row: list[Cell] = [entry.row.id, without_addresses(title_text(entry))]
        if has_part:
            row.append(part_id(getattr(entry, other), other, found) or "")
        row.append(without_addresses(entry_text(entry)))
        if has_part:
            row.append(light_cell(entry))
        rows.append(row)
    return Section(
        f"group-{number}",
        f"{heading} ({number_text(len(rows))})",
        [Table(_("What changed: {part}").format(part=heading), columns, rows)],
    )


def light_cell(entry: Entry) -> Cell:
    """The light of a milestone now; where it has none, why."""
    if entry.kind != "milestone":
        return ""
    if entry.light is not None:
        return Lit(entry.light, light_word(entry.light))
    return Lit(None, _("removed") if entry.after is None else _(WORDS[entry.after.status]))


def _other_section(found: Compared) -> Section:
    rows = [
        [each.id, *(without_addresses(cell) for cell in (each.title, each.field, each.old, each.new))]
        for each in found.told()
    ]
    columns = [
        Column(_("Id")),
        Column(_("Title"), gives_way=True),
        Column(_("Field")),
        Column(_("Was"), gives_way=True),
        Column(_("Becomes"), gives_way=True),
    ]
    heading = _("Other changes")
    return Section("other", f"{heading} ({number_text(len(rows))})", [Table(heading, columns, rows)])


def why(facet: Facet) -> str:
    """The reason of a facet, free of e-mail addresses."""
    return without_addresses(why_text(facet))
