"""The matrix: which division waits for which, how often, how bad it is, and the dependencies of one cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import Static

from models.language import _, ngettext, number_text
from models.rules.dependencies import EVERY, MatrixCell
from models.rules.lights import WORST_FIRST
from models.rules.records import text
from models.rules.words import SHAPES, WORDS
from screens.widgets.columns import LIGHT_TONES
from screens.widgets.dependency_lines import OF_TWO, SPACIOUS, LinesTable
from screens.widgets.dependency_look import BROKEN, OVERDUE, Line
from screens.widgets.dependency_pane import DependencyPane, Ends, Facts
from screens.widgets.dependency_words import counts_text
from screens.widgets.table import Cell, CellValue, Column, LineTable
from screens.widgets.table_columns import GUTTER

NOBODY: Final = "–"
"""Stands in a cell without dependencies."""

LEAST_LINES: Final = 6
"""Lines that are left to the dependencies of a cell."""


class MatrixPane(DependencyPane):
    """Waiting divisions down, providing ones across; below it the dependencies of the cell at the cursor."""

    _is_short = False
    """Whether the cells leave out what does not line up, because there is no room."""

    def compose(self) -> ComposeResult:
        """The matrix, a sentence about the cell at the cursor, its dependencies."""
        yield LineTable(id="matrix")
        yield Static(id="cell-told", classes="told", markup=False)
        yield LinesTable(OF_TWO, id="cell")

    @property
    def matrix(self) -> LineTable:
        """The upper table."""
        return self.query_one("#matrix", LineTable)

    @property
    def lines(self) -> LinesTable:
        """The lower table."""
        return self.query_one("#cell", LinesTable)

    def show(self, facts: Facts) -> None:
        is_first = self.facts is None
        self.facts = facts
        self.matrix.set_source(self._row_cells)
        self._lay_out()
        keys = [each.uid for each in facts.look.state.divisions]
        self.matrix.set_rows([*keys, EVERY] if len(keys) > 1 else keys)
        self.matrix.refresh_all()
        if is_first and (ends := self._worst_ends()) is not None:
            self.matrix.move_cursor(*ends)
        self._show_cell()

    def _worst_ends(self) -> Ends | None:
        """Where one division blocks another most: there the cursor begins."""
        if self.facts is None:
            return None
        between = {
            ends: cell for ends, cell in self.facts.cells.items() if ends[0] != ends[1] and EVERY not in ends
        }
        return max(between, key=lambda ends: _weight(between[ends]), default=None)

    # The matrix.

    def on_resize(self, _event: Resize) -> None:
        """Lays the matrix out for the new size."""
        self._lay_out()
        self.matrix.refresh_all()

    def _lay_out(self) -> None:
        if self.facts is None:
            return
        self._is_short = False
        divisions = self.facts.look.state.divisions
        ids = max((cell_len(each.id) for each in divisions), default=4)
        title = _("Waits")
        widest = max(cell_len(title), cell_len(_("In all")), min(ids, 12))
        columns = self._columns(widest)
        self._is_short = sum(column.width + 1 for column in columns) + GUTTER >= self.app.size.width
        if self._is_short:
            columns = self._columns(widest)
        self.matrix.set_columns(columns)
        # One line for the titles; the lower table needs its own.
        most = max(3, self.app.size.height - 7 - LEAST_LINES)
        self.matrix.styles.height = min(len(divisions) + (2 if len(divisions) > 1 else 1), most)

    def _columns(self, widest: int) -> list[Column]:
        """The columns; that of the divisions which wait is `widest` cells wide."""
        assert self.facts is not None
        divisions = self.facts.look.state.divisions
        widths: defaultdict[str, int] = defaultdict(lambda: 5)
        for (_waiting, provider), cell in self.facts.cells.items():
            widths[provider] = max(widths[provider], cell_len(self._cell_text(cell)))
        columns = [Column("waiting", _("Waits"), widest, frozen=True)]
        columns += [
            Column(each.uid, each.id, max(widths[each.uid], min(cell_len(each.id), 12))) for each in divisions
        ]
        if len(divisions) > 1:
            columns.append(Column(EVERY, _("In all"), max(widths[EVERY], cell_len(_("In all")))))
        return columns

    def _cell_text(self, cell: MatrixCell) -> str:
        """The worst light, how many, how many overdue; those that do not line up where there is room."""
        told = f"{SHAPES[cell.worst]:3} {number_text(cell.count)}"
        if cell.overdue:
            told += f" {OVERDUE}{number_text(cell.overdue)}"
        if cell.broken and not self._is_short:
            told += f" {BROKEN}{number_text(cell.broken)}"
        return told

    def _row_cells(self, key: str) -> list[CellValue]:
        if self.facts is None:
            return []
        look = self.facts.look
        told: list[CellValue] = [Cell(_("In all"), "dim") if key == EVERY else look.division_ids.get(key, "")]
        for column in self.matrix.columns[1:]:
            cell = self.facts.cells.get((key, column.key))
            told.append(
                Cell(NOBODY, "dim") if cell is None else Cell(self._cell_text(cell), LIGHT_TONES[cell.worst])
            )
        return told

    # The cell at the cursor.

    @property
    def ends(self) -> Ends | None:
        """The divisions of the cell at the cursor; `EVERY` for all of them."""
        key, column = self.matrix.cursor_key, self.matrix.cursor_column
        if key is None:
            return None
        return key, EVERY if column == "waiting" else column

    @on(LineTable.Highlighted, "#matrix")
    def _cell_changed(self, message: LineTable.Highlighted) -> None:
        message.stop()
        self._show_cell()

    def _show_cell(self) -> None:
        ends = self.ends
        if self.facts is None or ends is None:
            return
        look = self.facts.look
        cell = self.facts.cells.get(ends)
        lines = [] if cell is None else look.lines(cell.links)
        self.lines.empty_text = Text(self._sentence(ends, lines))
        self.lines.show_lines(look, lines)
        self.query_one("#cell-told", Static).update(self._sentence(ends, lines))

    def _sentence(self, ends: Ends, lines: Sequence[Line]) -> str:
        """Who waits for whom, and how it stands, in words."""
        assert self.facts is not None
        state = self.facts.look.state
        is_wide = self.app.size.width >= SPACIOUS
        names = [
            _("every division")
            if uid == EVERY
            else text(state.get("division", uid), "name") * is_wide or str(state.id_of("division", uid))
            for uid in ends
        ]
        who = _("{waiting} waits for {provider}").format(waiting=names[0], provider=names[1])
        if ends[0] == ends[1] != EVERY:
            who = _("{division} waits for itself").format(division=names[0])
        who = who[:1].upper() + who[1:]
        if not lines:
            return _("{who}: nowhere.").format(who=who)
        cell = self.facts.cells.get(ends)
        count = len(lines)
        told = [
            ngettext("{count} dependency", "{count} dependencies", count).format(count=number_text(count))
        ]
        if wrong := counts_text(lines):
            told.append(wrong)
        if cell is not None and cell.worst is not None:
            told.insert(1, _("worst light {light}").format(light=_(WORDS[cell.worst])))
        return f"{who} · {', '.join(told)}"

    # What the screen asks.

    def open_here(self) -> bool:
        """Opens the list of the cell."""
        if not self.matrix.has_focus:
            return False
        if self.lines.keys:
            self.lines.focus()
        return True

    def go_to(self, uid: str) -> bool:
        if self.facts is None:
            return False
        line = self.facts.look.line(uid)
        if not self.matrix.move_cursor(line.waiting.division, line.provider.division):
            return False
        self._show_cell()
        found = self.lines.move_cursor(uid)
        if found:
            self.lines.focus()
        return found


def _weight(cell: MatrixCell) -> tuple[int, int, int, int]:
    """How much a cell needs attention: overdue ones first, then dates apart, the worst light, the count."""
    light = len(WORST_FIRST) if cell.worst is None else WORST_FIRST.index(cell.worst)
    return cell.overdue, cell.broken, -light, cell.count
