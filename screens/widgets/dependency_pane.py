"""What the four views of dependencies have in common: what stands at the cursor, and how it is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from textual.containers import Vertical

from models.rules.dependencies import Board, MatrixCell, Sides
from models.rules.network import Branch
from models.rules.records import Division, Milestone
from screens.widgets.dependency_lines import LinesTable
from screens.widgets.dependency_look import DependencyLook, Line, View
from screens.widgets.table import LineTable

Ends = tuple[str, str]
"""A waiting and a providing division, by their uids."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What the screen asks the plan for: all dependencies, and what the view that shows is made of."""

    look: DependencyLook
    view: View
    cells: Mapping[Ends, MatrixCell] = field(default_factory=dict)
    """The matrix with its totals, in that view: by the uids of the waiting and the providing division, or `EVERY`."""
    board: Board | None = None
    """The board, in that view."""
    division: Division | None = None
    """The one whose needs and services show, in that view."""
    sides: Sides | None = None
    """What it needs and serves."""
    root: Milestone | None = None
    """The one whose chain shows, in that view."""
    upstream: Branch | None = None
    downstream: Branch | None = None


class DependencyPane(Vertical):
    """One view. The screen asks it what stands at the cursor, and tells it what to show."""

    facts: Facts | None = None

    def show(self, facts: Facts) -> None:
        """Shows an answer."""
        raise NotImplementedError

    @property
    def tables(self) -> Sequence[LineTable]:
        """Its tables, the main one first."""
        return list(self.query(LineTable))

    @property
    def table(self) -> LineTable:
        """The table that has the cursor."""
        return next((each for each in self.tables if each.has_focus), self.tables[0])

    @property
    def line(self) -> Line | None:
        """The dependency at the cursor."""
        return self.table.line if isinstance(self.table, LinesTable) else None

    @property
    def chosen_lines(self) -> list[Line]:
        """The selected dependencies, else the one at the cursor."""
        if isinstance(self.table, LinesTable):
            return self.table.chosen_lines
        return [self.line] if self.line is not None else []

    @property
    def milestone(self) -> str | None:
        """The uid of the milestone at the cursor: the providing one, unless the cursor is on the waiting one."""
        line = self.line
        if line is None:
            return None
        is_waiting = self.table.cursor_column in {"waiting", "our-waiting"}
        return line.link.waiting if is_waiting else line.link.provider

    @property
    def row(self) -> tuple[str, str] | None:
        """Kind and uid of what stands at the cursor."""
        return None if self.line is None else ("dependency", self.line.link.uid)

    @property
    def row_text(self) -> str:
        """What copying takes, cells with tabs between them."""
        table = self.table
        if table.cursor_key is None:
            return ""
        return "\t".join(_plain(cell) for cell in table._source(table.cursor_key))

    def open_here(self) -> bool:
        """Opens what is within the view itself; False where the milestone at the cursor is meant."""
        return False

    def go_to(self, uid: str) -> bool:
        """Puts the cursor on a dependency; False where it does not show."""
        return False

    def step_back(self) -> bool:
        """From a lower table to the main one; False where the cursor is there already."""
        if self.tables[0].has_focus:
            return False
        self.tables[0].focus()
        return True


def _plain(cell: Any) -> str:
    return cell if isinstance(cell, str) else str(getattr(cell, "plain", None) or cell.text)
