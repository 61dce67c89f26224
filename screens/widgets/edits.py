"""A list of edits as people read it: history, the comparison of two snapshots, the preview of an import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from models.language import _, ngettext, number_text
from screens.widgets.sections import Group, SectionTable
from screens.widgets.table import Cell, CellValue, Column, Tone

if TYPE_CHECKING:
    from models.telling import ToldEdit

WIDE: Final = 100
"""From this many cells on, the columns have more room."""


@dataclass(frozen=True)
class EditLine:
    """One line: a field of a row, what it was and what it becomes, in words."""

    key: str
    """Unlike any other line's."""
    group: str
    """Lines of one group stand together, under the title of the first."""
    title: str
    """The heading of the group: the row's id and title, or the revision's moment, person and reason."""
    kind: str
    uid: str
    field: str
    old: str
    new: str
    note: str = ""
    """Where it came from, or what an import makes of it."""
    tone: Tone = ""
    """The colour of the note; it never says anything that the note does not."""


class EditList(SectionTable):
    """Draws edits in groups; `LineTable.Activated` tells the key of an opened line."""

    note_title: str = ""
    """The header of the last column; without one the notes have no column."""

    _lines: dict[str, EditLine] = {}

    def show(self, lines: Iterable[EditLine], *, counted: bool = True) -> None:
        """Shows these lines, those of a group in their order.

        Args:
            counted: whether a heading says how many lines it has.
        """
        lines = tuple(lines)
        self._lines = {line.key: line for line in lines}
        self.set_source(self._cells)
        self.set_columns(self._columns(any(line.note for line in lines)))
        groups = []
        for key, members in groupby(lines, key=lambda line: line.group):
            some = tuple(members)
            count = ngettext("{count} change", "{count} changes", len(some))
            groups.append(
                Group(
                    f"#{key}",
                    some[0].title,
                    tuple(line.key for line in some),
                    count.format(count=number_text(len(some))) if counted else "",
                )
            )
        self.set_groups(groups)

    def line(self, key: str | None) -> EditLine | None:
        """The line with a key; None for a heading or no key."""
        return self._lines.get(key) if key is not None else None

    def _columns(self, with_notes: bool) -> list[Column]:
        is_wide = self.app.size.width >= WIDE
        longest = max((cell_len(line.field) for line in self._lines.values()), default=0)
        field = max(cell_len(_("Field")), min(longest, 30 if is_wide else 20))
        columns = [
            Column("field", _("Field"), field),
            Column("old", _("Was"), 30 if is_wide else 14 + 20 - field),
            Column("arrow", "", 1),
            Column("new", _("Becomes"), 16, flexible=True),
        ]
        return [*columns, Column("note", self.note_title, 24 if is_wide else 18)] if with_notes else columns

    def _cells(self, key: str) -> Sequence[CellValue]:
        line = self._lines.get(key)
        if line is None:
            return ()
        return (
            Cell(line.field, "dim"),
            line.old or Cell("–", "dim"),
            Cell("→", "accent"),
            line.new or Cell("–", "dim"),
            Cell(line.note, line.tone),
        )


def by_row(edits: Iterable[ToldEdit], *, notes: bool = False) -> tuple[EditLine, ...]:
    """Edits as lines, all those of one row together, in the order of each row's first edit.

    Args:
        notes: whether a line says where the edit came from.
    """
    rows: dict[tuple[str, str], list[tuple[int, ToldEdit]]] = {}
    for place, each in enumerate(edits):
        rows.setdefault((each.kind, each.uid), []).append((place, each))
    return tuple(
        EditLine(
            key=str(place),
            group=uid,
            title=f"{each.id}  {each.title}".strip(),
            kind=each.kind,
            uid=each.uid,
            field=each.field,
            old=each.old,
            new=each.new,
            note=(each.edit.origin or "") if notes else "",
            tone="dim",
        )
        for (_kind, uid), members in rows.items()
        for place, each in members
    )
