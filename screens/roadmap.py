"""Screen 2: the roadmap, on which dates are moved by keys once it is seen whom that hits."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from models.rules.timeline import Zoom
from screens.commands import bindings
from screens.roadmap_moving import RoadmapMoving
from screens.widgets.table import LineTable


class RoadmapScreen(RoadmapMoving):
    """When does each initiative begin and end, what does day 90 cut off, and what would a later date do?"""

    NAME = "roadmap"
    CSS_PATH = "roadmap.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("roadmap")

    @on(LineTable.Highlighted, "#road")
    def _cursor_moved(self, message: LineTable.Highlighted) -> None:
        message.stop()
        self.show_about()
        self.refresh_bindings()

    # Folding and moving along.

    @on(LineTable.Activated)
    def _open(self, message: LineTable.Activated) -> None:
        message.stop()
        self.action_open_row()

    def action_open_row(self) -> None:
        """Saves a date that is being moved; else folds or unfolds, or goes to a milestone."""
        if self.draft is not None:
            self.save_draft(is_all=False)
            return
        found = self.row_of(self.table.cursor_key)
        if found is not None and found[0] == "milestone":
            self.action_go_to_row()
        else:
            self.action_fold_row()

    def action_fold_row(self) -> None:
        """Folds the row at the cursor or unfolds it; from a milestone its initiative is folded."""
        key, found = self.table.cursor_key, self.row_of(self.table.cursor_key)
        if key is None or found is None:
            return
        kind, row = found
        if kind == "milestone":
            key = f"initiative {row.initiative}"
            self.opened ^= {key}
            self.show_rows()
            self.table.move_cursor(key)
            return
        if kind == "initiative":
            self.opened ^= {key}
        else:
            self.folded ^= {key}
        self.show_rows()

    def action_fold_all(self) -> None:
        """Folds all groups; unfolds them where all are folded."""
        if self.answer is None:
            return
        keys = frozenset(self.answer.groups[self.group_kind])
        found = self.row_of(self.table.cursor_key)
        self.folded = self.folded - keys if keys <= self.folded else self.folded | keys
        self.show_rows()
        if found is not None and found[0] in {"initiative", "milestone"}:
            self.table.move_cursor(self.group_key(*found))

    def action_toggle_zoom(self) -> None:
        """Shows weeks or days."""
        self.zoom = Zoom.DAY if self.zoom is Zoom.WEEK else Zoom.WEEK
        self.pan_to_today()

    def action_toggle_groups(self) -> None:
        """Groups by stream or by division; the cursor stays on its row."""
        current = self.current_row()
        self.group_kind = "division" if self.group_kind == "stream" else "stream"
        self.lay_out()
        self.show_rows()
        if current is not None and current[0] in {"initiative", "milestone"}:
            self.go_to(*current)
        else:
            self.table.action_first_row()

    def action_pan(self, weeks: int) -> None:
        """Moves along the days."""
        self.pan(weeks)

    def action_show_today(self) -> None:
        """Brings today's line into view."""
        self.pan_to_today()

    def reveal(self, kind: str, uid: str) -> None:
        """Goes to a stream, a division, an initiative or a milestone."""
        self._wanted = (kind, uid)
        self.go_to(kind, uid)

    def step_back(self) -> bool:
        """Drops a date that is being moved, then leaves the days for the weeks."""
        if self.draft is not None:
            self.drop_draft()
        elif self.zoom is Zoom.DAY:
            self.action_toggle_zoom()
        else:
            return False
        return True

    # Other screens.

    def action_go_to_row(self) -> None:
        """Shows the row on its own screen; of a stream or division its milestones."""
        row = self.current_row()
        if row is None:
            return
        kind, uid = row
        if kind in {"stream", "division"}:
            kind = f"milestones-of-{kind}"
        if not self.shell.open_row(kind, uid):
            self.tell_no_screen()

    def action_show_provenance(self) -> None:
        """Shows the edits behind a milestone's forecast, or behind the row."""
        from screens.history import HistoryScreen

        row = self.current_row()
        if row is not None:
            self.app.push_screen(HistoryScreen(row, "forecast" if row[0] == "milestone" else None))
