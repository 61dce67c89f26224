"""Who changed a row or one of its fields, when, why and from where; or the latest changes of the whole plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual.binding import BindingType

from models.language import N_, _, clock_text, date_text, number_text
from screens.commands import bindings
from screens.edits_screen import EditsScreen
from screens.widgets.edits import EditLine

if TYPE_CHECKING:
    from models.history import Revision
    from models.plan import Plan
    from models.telling import Names

MOST_REVISIONS: Final = 200
"""Revisions of the whole plan that are listed."""

MOST_EDITS: Final = 500
"""Edits of one revision that are listed: a loaded plan begins with one of thousands."""

SOURCES: Final[dict[str, str]] = {
    "screen": N_("on the screen"),
    "command": N_("by the command line"),
    "import": N_("from a file"),
    "loaded": N_("loaded"),
    "created": N_("with the plan"),
    "undo": N_("undo"),
    "redo": N_("redo"),
}
"""How a revision came about, in English."""


@dataclass(frozen=True)
class Told:
    """The history of a row or of the plan in words."""

    heading: str
    lines: tuple[EditLine, ...]


class HistoryScreen(EditsScreen[Told]):
    """The revisions of one row, or the latest of the plan, the newest first."""

    NAME = "history"
    CSS_PATH = "edits_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("history")

    def __init__(self, row: tuple[str, str] | None = None, field: str | None = None) -> None:
        """Shows the history of a row, by kind and uid; None for the whole plan's.

        Args:
            field: of the row, the one field whose history is told.
        """
        super().__init__()
        self._row, self._field = row, field

    def ask(self, plan: Plan) -> Told:
        from models.telling import field_text, names_for

        state, zone = plan.state(), plan.now().tzinfo
        if self._row is None:
            revisions = plan.history(limit=MOST_REVISIONS)
            heading = _("The plan's latest changes")
        else:
            kind, uid = self._row
            revisions = plan.history(uid=uid, field=self._field)
        names = names_for(plan, state, (e for revision in revisions for e in revision.edits))
        if self._row is not None:
            row = f"{names.id_of(kind, uid)} {names.title_of(kind, uid)}".strip()
            heading = _("History of {row}").format(row=row)
            if self._field is not None:
                label = field_text(kind, self._field, names)
                heading = _("Where {field} of {row} comes from").format(field=label, row=row)
        lines = [
            line for revision in revisions for line in _lines_of(revision, names, zone, self._row is None)
        ]
        if self._field is not None and lines:
            # The whole of where the value comes from, however long its file's name; a heading of the list is cut.
            last = lines[0]
            heading += "\n" + " · ".join(part for part in (last.new or "–", last.title, last.note) if part)
        return Told(heading, tuple(lines))

    def show(self, result: Told) -> None:
        self.say_heading(result.heading)
        self.edits.note_title = _("From")
        self.edits.empty_text = Text(_("Nothing has changed here yet."))
        self.edits.show(result.lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The whole plan is offered while one row's history is shown, the row while one of its fields is."""
        if action == "show_whole_plan":
            return self._row is not None
        return super().check_action(action, parameters)

    def action_show_whole_plan(self) -> None:
        """Shows the plan's latest changes instead of one row's."""
        self._row = self._field = None
        self.reload()

    def action_show_history(self) -> None:
        """Shows the history of the row at the cursor, in this same place."""
        if (row := self.current_row()) is not None and (row != self._row or self._field is not None):
            self._row, self._field = row, None
            self.reload()


def _lines_of(revision: Revision, names: Names, zone: tzinfo | None, of_plan: bool) -> list[EditLine]:
    from models.telling import told

    title, group = _title_of(revision, zone), str(revision.number)
    edits = told(revision.told, names, briefly=of_plan)
    lines = [
        EditLine(
            key=f"{revision.number}.{place}",
            group=group,
            title=title,
            kind=each.kind,
            uid=each.uid,
            field=f"{each.id} {each.field}" if of_plan else each.field,
            old=each.old,
            new=each.new,
            note=each.edit.origin or "",
            tone="dim",
        )
        for place, each in enumerate(edits[:MOST_EDITS])
    ]
    if len(edits) > MOST_EDITS:
        more = _("and {count} more").format(count=number_text(len(edits) - MOST_EDITS))
        lines.append(EditLine(f"{revision.number}.more", group, title, "", "", more, "", ""))
    return lines


def _title_of(revision: Revision, zone: tzinfo | None) -> str:
    """The moment, person, source and reason of a revision."""
    moment = datetime.fromisoformat(revision.at).astimezone(zone)
    when = date_text(revision.known)
    if moment.date() == revision.known and revision.source != "loaded":
        when += f" {clock_text(moment)}"
    source = _(SOURCES[revision.source]) if revision.source in SOURCES else revision.source
    if revision.source == "import" and revision.reason:
        # The reason names the file.
        source = ""
    return " · ".join(part for part in (when, revision.person, source, revision.reason or "") if part)
