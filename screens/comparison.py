"""What lies between two snapshots, or a snapshot and now: by stream or by division, in words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from models.language import _, ngettext, number_text
from models.rules.words import SHAPES, Light
from screens.base import PlanScreen
from screens.commands import bindings
from screens.widgets.columns import LIGHT_TONES
from screens.widgets.edits import EditLine
from screens.widgets.sections import Group, SectionTable
from screens.widgets.table import Cell, CellValue, Column, LineTable, Tone

if TYPE_CHECKING:
    from models.comparing import Compared
    from models.plan import Plan
    from models.rules.comparison import By, Entry
    from models.snapshots import Snapshot
    from models.telling import ToldEdit

LIGHT_CELLS: Final = 3
BESIDE: Final = 10
"""Cells of a line beside its id and its text: marks, gaps, the light."""


@dataclass(frozen=True)
class Line:
    """One line of the list."""

    text: str
    id: str = ""
    light: Light | None = None
    row: tuple[str, str] | None = None
    """Kind and uid of the row that it is about; None for the numbers at the top."""
    is_there: bool = True
    """Whether the row is still there."""
    edit: EditLine | None = None
    """Of another change: its two values in full."""
    tone: Tone = ""


class ComparisonScreen(PlanScreen["Compared"]):
    """The list of what differs, the numbers at the top; enter leads to the row, of a removed one to its history."""

    NAME = "comparison"
    CSS_PATH = "edits_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("comparison")

    def __init__(self, then: Snapshot, now: Snapshot | None) -> None:
        """Compares two snapshots; `now` None stands for the plan as it is."""
        super().__init__()
        self._then, self._now = then, now
        self._by: By = "stream"
        self._lines: dict[str, Line] = {}

    def compose_body(self) -> ComposeResult:
        """The heading and the list."""
        yield Static(id="heading", markup=False)
        yield SectionTable(id="changes")

    @property
    def table(self) -> SectionTable:
        """The list."""
        return self.query_one("#changes", SectionTable)

    def ask(self, plan: Plan) -> Compared:
        return plan.snapshots.comparison(self._then, self._now)

    def show(self, result: Compared) -> None:
        from models.rules.comparison_words import heading_text

        rows = ngettext("{rows} row changed", "{rows} rows changed", result.rows)
        rows = rows.format(rows=number_text(result.rows))
        heading = f"{heading_text(result.comparison)}: {rows}"
        self.query_one("#heading", Static).update(heading)
        self._lines = {}
        groups = [] if result.is_empty else list(self._groups(result))
        table = self.table
        table.empty_text = Text(_("Nothing changed between the two."))
        table.set_columns(self._columns())
        table.set_source(self._cells)
        table.refresh_all()
        table.set_groups(groups)

    # The list.

    def _groups(self, found: Compared) -> Iterator[Group]:
        from models.rules.comparison import groups
        from models.rules.comparison_words import backwards_text, group_text, summary_texts

        comparison = found.comparison
        told = [f"{label}: {said}" for label, said in summary_texts(comparison)]
        told += [note for note in (backwards_text(comparison),) if note]
        yield self._group("numbers", _("In numbers"), "", [Line(said) for said in told])
        for group in groups(comparison, self._by):
            key = group.kind if group.part is None else group.part.uid
            lines = [line for entry in group.entries for line in _entry_lines(entry)]
            yield self._group(key, group_text(group), number_text(len(group.entries)), lines)
        if others := found.told():
            count = number_text(len(others))
            yield self._group("other", _("Other changes"), count, [_other_line(each) for each in others])

    def _group(self, key: str, title: str, count: str, lines: Iterable[Line]) -> Group:
        """A group of lines, long ones broken so that nothing is cut."""
        keys: list[str] = []
        for line in lines:
            for place, part in enumerate(self._broken(line)):
                key_of_line = f"{key}.{len(keys)}"
                is_first = place == 0
                self._lines[key_of_line] = Line(
                    part,
                    line.id if is_first else "",
                    line.light if is_first else None,
                    line.row,
                    line.is_there,
                    line.edit,
                    line.tone,
                )
                keys.append(key_of_line)
        return Group(f"#{key}", title, tuple(keys), count)

    def _broken(self, line: Line) -> list[str]:
        room = max(self.size.width - self._id_width - BESIDE, 20)
        if len(line.text) <= room or line.edit is not None:
            return [line.text]
        indent = " " * (len(line.text) - len(line.text.lstrip()))
        return textwrap.wrap(line.text, room, subsequent_indent=f"{indent}  ", break_on_hyphens=False)

    @property
    def _id_width(self) -> int:
        if self.answer is None:
            return 0
        rows = self.answer.comparison.entries
        return max(4, min(max((len(entry.row.id) for entry in rows), default=0), 12))

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("id", _("Id"), self._id_width),
            Column("what", _("What changed"), 16, flexible=True),
            Column("light", "", LIGHT_CELLS),
        )

    def _cells(self, key: str) -> list[CellValue]:
        line = self._lines.get(key)
        if line is None:
            return []
        return [line.id, Cell(line.text, line.tone), Cell(SHAPES[line.light], LIGHT_TONES[line.light])]

    def on_resize(self) -> None:
        """Lays the list out for the new width."""
        if self.answer is not None:
            self.show(self.answer)

    # What stands at the cursor.

    @property
    def _line(self) -> Line | None:
        return self._lines.get(self.table.cursor_item or "")

    def current_row(self) -> tuple[str, str] | None:
        return self._line.row if self._line is not None else None

    def row_as_text(self) -> str:
        line = self._line
        return f"{line.id}\t{line.text.strip()}".strip() if line is not None else ""

    # Actions.

    def step_back(self) -> bool:
        """Closes this screen."""
        self.app.pop_screen()
        return True

    @on(LineTable.Activated, "#changes")
    def _open(self, message: LineTable.Activated) -> None:
        message.stop()
        self.action_open_row()

    def action_open_row(self) -> None:
        """Goes to the row; to its history where it is gone or has no screen; shows another change in full."""
        line = self._line
        if line is None or line.row is None:
            if line is None and (key := self.table.cursor_key) is not None:
                self.table.fold(key)
            return
        if line.edit is not None:
            self._show_edit(line.edit)
        else:
            self._go(line)

    def _go(self, line: Line) -> None:
        if line.row is not None and not (line.is_there and self.shell.open_row(*line.row)):
            self.action_show_history()

    def _show_edit(self, edit: EditLine) -> None:
        from screens.edit_detail import EditDetail

        def go(wanted: bool | None) -> None:
            if wanted and not self.shell.open_row(edit.kind, edit.uid):
                self.tell_no_screen()

        self.app.push_screen(EditDetail(edit), go)

    def action_group_by(self, by: By) -> None:
        """Groups the list by stream or by division."""
        self._by = by
        if self.answer is not None:
            self.show(self.answer)

    def action_go_group(self, step: int) -> None:
        """Goes to another group."""
        self.table.go_to_group(step)


def _entry_lines(entry: Entry) -> Iterator[Line]:
    """The row by its id and title, and below it what differs."""
    from models.rules.comparison_words import facet_texts, title_text

    row, is_there = (entry.kind, entry.row.uid), entry.after is not None
    yield Line(title_text(entry), entry.row.id, entry.light, row, is_there, tone="accent")
    for said in facet_texts(entry):
        yield Line(f"  {said}", row=row, is_there=is_there)


def _other_line(each: ToldEdit) -> Line:
    title = f"{each.id}  {each.title}".strip()
    edit = EditLine("", "", title, each.kind, each.uid, each.field, each.old, each.new)
    return Line(each.sentence, "", None, (each.kind, each.uid), edit=edit)
