"""The commands of Dependencies."""

from __future__ import annotations

from typing import Final

from models.language import N_
from screens.command import Command

DEPENDENCIES: Final = (
    Command(
        "dependencies.open",
        "enter,o",
        "open_item",
        N_("Open"),
        N_(
            "Opens the list of a cell of the matrix; elsewhere the milestone at the cursor on its own screen."
        ),
        "dependencies",
        hint=True,
    ),
    Command(
        "dependencies.edit",
        "e",
        "edit_cell",
        N_("Edit"),
        N_("Edits the dependency at the cursor in its place: dates, state, kind, what is handed over."),
        "dependencies",
        hint=True,
    ),
    Command(
        "dependencies.state",
        "s",
        "choose_state",
        N_("State"),
        N_(
            "Says of the selected dependencies, or the one at the cursor: asked, accepted, declined, delivered."
        ),
        "dependencies",
        hint=True,
    ),
    Command(
        "dependencies.new",
        "n",
        "add_row",
        N_("New"),
        N_("Adds a dependency: who waits, for what, and by when."),
        "dependencies",
        hint=True,
    ),
    Command(
        "dependencies.find",
        "slash",
        "find_milestone",
        N_("Chain of"),
        N_("Shows the chain of a milestone that is found by typing."),
        "dependencies",
        hint=True,
    ),
    Command(
        "dependencies.matrix",
        "m",
        "show_view('matrix')",
        N_("Matrix"),
        N_("Shows which division waits for which: how often, the worst light, what is overdue."),
        "dependencies",
    ),
    Command(
        "dependencies.division",
        "d",
        "choose_division",
        N_("One division"),
        N_("Shows what a division needs from the others, and what they need from it."),
        "dependencies",
    ),
    Command(
        "dependencies.board",
        "b",
        "show_view('board')",
        N_("Board"),
        N_("Shows the milestones of dependencies by division and week."),
        "dependencies",
    ),
    Command(
        "dependencies.chain",
        "c",
        "show_chain",
        N_("Chain"),
        N_("Shows all that the milestone at the cursor waits for and all that wait for it, however far."),
        "dependencies",
    ),
    Command(
        "dependencies.filter-division",
        "f",
        "filter_division",
        N_("Of a division"),
        N_("Shows only the dependencies in which a division waits or provides; esc shows all again."),
        "dependencies",
    ),
    Command(
        "dependencies.filter-overdue",
        "v",
        "toggle_overdue",
        N_("Overdue"),
        N_("Shows only overdue dependencies, or all again."),
        "dependencies",
    ),
    Command(
        "dependencies.filter-cross",
        "x",
        "toggle_cross",
        N_("Between divisions"),
        N_("Shows only dependencies between two divisions, or all again."),
        "dependencies",
    ),
    Command(
        "dependencies.filter-closed",
        "a",
        "toggle_closed",
        N_("Closed too"),
        N_("Shows also dependencies of which an end is done or dropped, or leaves them out again."),
        "dependencies",
    ),
    Command(
        "dependencies.note",
        "E",
        "edit_note",
        N_("Note"),
        N_("Opens the dependency's note in your editor."),
        "dependencies",
    ),
    Command(
        "dependencies.provenance",
        "w",
        "show_provenance",
        N_("Where from"),
        N_("Shows the edits behind the value at the cursor: when, who, from which file, sheet and cell."),
        "dependencies",
    ),
    Command(
        "dependencies.remove",
        "delete",
        "remove_rows",
        N_("Remove"),
        N_("Removes the selected dependencies or the one at the cursor."),
        "dependencies",
    ),
    Command(
        "dependencies.other-table",
        "tab",
        "app.focus_next",
        N_("Other table"),
        N_("Goes from one table of the screen to the other."),
        "dependencies",
    ),
)
