"""The commands of the roadmap."""

from __future__ import annotations

from typing import Final

from models.language import N_
from screens.command import Command

ROADMAP: Final = (
    Command(
        "roadmap.open",
        "enter",
        "open_row",
        N_("Open"),
        N_(
            "Folds a stream, shows the milestones of an initiative, goes to a milestone; saves a date being moved."
        ),
        "roadmap",
        hint=True,
    ),
    Command(
        "roadmap.later",
        "right_square_bracket,shift+right",
        "move_date(1, 'day')",
        N_("Later"),
        N_(
            "Moves the milestone's date a working day later; whom that hits is shown before anything is saved."
        ),
        "roadmap",
        hint=True,
    ),
    Command(
        "roadmap.earlier",
        "left_square_bracket,shift+left",
        "move_date(-1, 'day')",
        N_("Earlier"),
        N_("Moves the milestone's date a working day earlier."),
        "roadmap",
    ),
    Command(
        "roadmap.week-later",
        "greater_than_sign,ctrl+right",
        "move_date(1, 'week')",
        N_("A week later"),
        N_("Moves the milestone's date a week later."),
        "roadmap",
    ),
    Command(
        "roadmap.week-earlier",
        "less_than_sign,ctrl+left",
        "move_date(-1, 'week')",
        N_("A week earlier"),
        N_("Moves the milestone's date a week earlier."),
        "roadmap",
    ),
    Command(
        "roadmap.save-all",
        "a",
        "save_all",
        N_("Move all"),
        N_("Saves the date being moved and moves all that are pushed by it, as one change."),
        "roadmap",
        hint=True,
    ),
    Command(
        "roadmap.zoom",
        "z",
        "toggle_zoom",
        N_("Days or weeks"),
        N_("Shows each day apart, or the whole plan by its weeks."),
        "roadmap",
        hint=True,
    ),
    Command(
        "roadmap.groups",
        "d",
        "toggle_groups",
        N_("Divisions or streams"),
        N_("Groups the initiatives by the division that leads them, or by stream."),
        "roadmap",
        hint=True,
    ),
    Command(
        "roadmap.fold",
        "space",
        "fold_row",
        N_("Fold"),
        N_("Folds the row at the cursor or unfolds it: a stream, a division, an initiative."),
        "roadmap",
    ),
    Command(
        "roadmap.fold-all",
        "f",
        "fold_all",
        N_("Fold all"),
        N_("Folds all streams or divisions, or unfolds them."),
        "roadmap",
    ),
    Command(
        "roadmap.pan-left",
        "left,h",
        "pan(-1)",
        N_("Earlier days"),
        N_("Shows the days a week earlier, where not all of them show."),
        "roadmap",
    ),
    Command(
        "roadmap.pan-right",
        "right,l",
        "pan(1)",
        N_("Later days"),
        N_("Shows the days a week later, where not all of them show."),
        "roadmap",
    ),
    Command(
        "roadmap.today",
        "t",
        "show_today",
        N_("Go to today"),
        N_("Brings today's line into view."),
        "roadmap",
    ),
    Command(
        "roadmap.own-screen",
        "o",
        "go_to_row",
        N_("Own screen"),
        N_("Goes to the initiative or milestone on its own screen; from a stream to its milestones."),
        "roadmap",
    ),
    Command(
        "roadmap.provenance",
        "w",
        "show_provenance",
        N_("Where from"),
        N_("Shows the edits behind the milestone's forecast, or behind the row."),
        "roadmap",
    ),
)
