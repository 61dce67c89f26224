"""The commands of the weekly page."""

from __future__ import annotations

from typing import Final

from models.language import N_
from screens.command import Command

PAGE: Final = (
    Command(
        "page.save",
        "s",
        "save_page",
        N_("Save"),
        N_("Saves the page as text, or as Markdown where the name ends in .md."),
        "page",
        hint=True,
    ),
    Command(
        "page.language",
        "l",
        "next_language",
        N_("Language of the page"),
        N_("Shows the page in Finnish, Swedish or English; the program keeps its language."),
        "page",
        hint=True,
    ),
)

SNAPSHOT_PAGE: Final = Command(
    "snapshots.page",
    "p",
    "show_page",
    N_("Weekly page"),
    N_("Shows the page of the week at the cursor, as it goes to the Mayor."),
    "snapshots",
    hint=True,
)

PLAN_PAGE: Final = Command(
    "plan.page",
    "",
    "show_weekly_page",
    N_("Weekly page"),
    N_("Shows the page of this week: a draft until the week is frozen."),
    "plan",
)
