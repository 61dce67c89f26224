"""The keys of a table, each with an id under which the person's settings can put another key."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from models.language import N_


def _binding(key: str, action: str, name: str, description: str, tooltip: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"table.{name}", tooltip=tooltip)


BINDINGS: Final[list[BindingType]] = [
    _binding("up,k", "move(-1, 0)", "up", N_("Up"), N_("Go to the row above.")),
    _binding("down,j", "move(1, 0)", "down", N_("Down"), N_("Go to the row below.")),
    _binding("left,h", "move(0, -1)", "left", N_("Left"), N_("Go to the column on the left.")),
    _binding("right,l", "move(0, 1)", "right", N_("Right"), N_("Go to the column on the right.")),
    _binding("pageup", "page(-1)", "page-up", N_("Page up"), N_("Go up by a page.")),
    _binding("pagedown", "page(1)", "page-down", N_("Page down"), N_("Go down by a page.")),
    _binding("ctrl+u", "page(-0.5)", "half-page-up", N_("Half a page up"), N_("Go up by half a page.")),
    _binding("ctrl+d", "page(0.5)", "half-page-down", N_("Half a page down"), N_("Go down by half a page.")),
    _binding("home,g,ctrl+home", "first_row", "first-row", N_("First row"), N_("Go to the first row.")),
    _binding("end,G,ctrl+end", "last_row", "last-row", N_("Last row"), N_("Go to the last row.")),
    _binding(
        "shift+home,^", "first_column", "first-column", N_("First column"), N_("Go to the first column.")
    ),
    _binding("shift+end,$", "last_column", "last-column", N_("Last column"), N_("Go to the last column.")),
    _binding("space", "toggle_row", "select", N_("Select"), N_("Select the row or not, and go to the next.")),
    _binding("*,ctrl+a", "select_rows", "select-all", N_("Select all"), N_("Select all rows of the list.")),
    _binding("escape", "clear_selection", "clear", N_("Clear selection"), N_("Select no row.")),
    _binding("enter", "activate", "open", N_("Open"), N_("Open the row.")),
]

_OF_ROWS: Final = {
    f"table.{name}"
    for name in (
        "up",
        "down",
        "page-up",
        "page-down",
        "half-page-up",
        "half-page-down",
        "first-row",
        "last-row",
        "open",
    )
}
ROW_BINDINGS: Final[list[BindingType]] = [
    each for each in BINDINGS if isinstance(each, Binding) and each.id in _OF_ROWS
]
"""The keys of a table that has no columns to go to and selects nothing."""
