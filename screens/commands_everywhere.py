"""The screens with their digits, and the commands of every screen of a plan and of the program."""

from __future__ import annotations

from typing import Final

from models.language import N_
from screens.command import Command, Place

PLACES: Final[tuple[Place, ...]] = (
    Place("today", "1", N_("Today"), N_("What needs attention now."), "screens.today:TodayScreen"),
    Place(
        "roadmap",
        "2",
        N_("Roadmap"),
        N_("Streams and initiatives by the weeks of the plan, and what a later date does to others."),
        "screens.roadmap:RoadmapScreen",
        ("stream", "division"),
    ),
    Place(
        "initiatives",
        "3",
        N_("Initiatives"),
        N_("The initiatives with their lights and how far they have come."),
        "screens.initiatives:InitiativesScreen",
        ("initiative",),
    ),
    Place(
        "milestones",
        "4",
        N_("Milestones"),
        N_("The milestones, edited in place or in bulk."),
        "screens.milestones:MilestonesScreen",
        ("milestone", "milestones-of-initiative", "milestones-of-stream", "milestones-of-division"),
    ),
    Place(
        "dependencies",
        "5",
        N_("Dependencies"),
        N_(
            "Who waits for whom: divisions by divisions, one division, by weeks, and the chain of a milestone."
        ),
        "screens.dependencies:DependenciesScreen",
        ("dependency", "chain-of-milestone"),
    ),
    Place(
        "charts",
        "6",
        N_("Charts"),
        N_("Burndown and burn-up of the plan or a part of it."),
        "screens.charts:ChartsScreen",
    ),
    Place(
        "handoffs",
        "7",
        N_("Hand-offs"),
        N_("The workbooks sent to the divisions: which came back, and how each division answers."),
        "screens.handoffs:HandoffsScreen",
        ("handoff",),
    ),
    Place(
        "snapshots",
        "8",
        N_("Snapshots"),
        N_("The frozen weeks, and what changed between them."),
        "screens.snapshots:SnapshotsScreen",
    ),
)
"""The screens in the order of their digits."""

PLAN: Final = (
    *(
        Command(
            f"plan.{place.name}",
            place.digit,
            f"app.go('{place.name}')",
            place.title,
            place.help,
            "plan",
        )
        for place in PLACES
    ),
    Command(
        "plan.undo",
        "u",
        "app.undo",
        N_("Undo"),
        N_("Takes back your last change and says which it was."),
        "plan",
        hint=True,
    ),
    Command("plan.redo", "ctrl+r", "app.redo", N_("Redo"), N_("Does again what you undid last."), "plan"),
    Command(
        "plan.history",
        "H",
        "show_history",
        N_("History"),
        N_("Shows who changed the row, when and from where; without a row, the plan's latest changes."),
        "plan",
        hint=True,
    ),
    Command(
        "plan.copy",
        "y",
        "copy_row",
        N_("Copy"),
        N_("Copies the row at the cursor to the clipboard."),
        "plan",
    ),
    Command(
        "plan.back",
        "escape",
        "step_back",
        N_("Back"),
        N_("Steps back one level: closes what is open, or returns to the screen you came from."),
        "plan",
    ),
    Command(
        "plan.reload",
        "f5",
        "reload",
        N_("Read again"),
        N_("Reads the plan again; changes of others show by themselves within two seconds."),
        "plan",
    ),
    Command(
        "plan.import",
        "I",
        "import_workbook",
        N_("Import a workbook"),
        N_(
            "Asks for a workbook that came back, or a folder of them, and shows what it would change; "
            "nothing is written before you apply it."
        ),
        "plan",
    ),
    Command(
        "plan.open",
        "ctrl+o",
        "app.show_welcome",
        N_("Another plan"),
        N_("Opens another plan, makes a new one or imports a folder."),
        "plan",
    ),
)

PROGRAM: Final = (
    Command(
        "program.palette",
        "ctrl+p",
        "app.show_palette",
        N_("Commands"),
        N_("Finds any command by its name."),
        "program",
        hint=True,
    ),
    Command(
        "program.help",
        "question_mark,f1",
        "app.show_help",
        N_("Keys"),
        N_("Shows the keys of this screen."),
        "program",
    ),
    Command(
        "program.theme",
        "ctrl+t",
        "app.next_theme",
        N_("Colours"),
        N_("Changes the colours: dark, light, or the terminal's own."),
        "program",
    ),
    Command(
        "program.ascii",
        "",
        "app.toggle_ascii",
        N_("ASCII signs"),
        N_(
            "Draws with ASCII signs alone, for fonts and terminals that lack the others; again brings them back."
        ),
        "program",
    ),
    Command(
        "program.finnish", "", "app.speak('fi')", N_("Finnish"), N_("Speaks Finnish from now on."), "program"
    ),
    Command(
        "program.swedish", "", "app.speak('sv')", N_("Swedish"), N_("Speaks Swedish from now on."), "program"
    ),
    Command(
        "program.english", "", "app.speak('en')", N_("English"), N_("Speaks English from now on."), "program"
    ),
    Command(
        "program.quit",
        "q,ctrl+q",
        "app.quit",
        N_("Quit"),
        N_("Ends the program; every change is saved already."),
        "program",
        hint=True,
    ),
)
