"""The commands of the other screens: Today, Charts, Snapshots, history, import preview, welcome."""

from __future__ import annotations

from typing import Final

from models.language import N_
from screens.command import Command

TODAY: Final = (
    Command(
        "today.open",
        "enter",
        "open_item",
        N_("Open"),
        N_("Opens the row on its own screen, or folds the section."),
        "today",
        hint=True,
    ),
    Command(
        "today.confirm",
        "c",
        "confirm_item",
        N_("No change"),
        N_("Confirms that the milestone is as it stands: it counts as updated today."),
        "today",
        hint=True,
    ),
    Command(
        "today.status",
        "s",
        "choose_status",
        N_("Status"),
        N_("Sets the milestone's status."),
        "today",
        hint=True,
    ),
    Command(
        "today.next-section",
        "right_square_bracket",
        "go_section(1)",
        N_("Next section"),
        N_("Goes to the next section."),
        "today",
    ),
    Command(
        "today.previous-section",
        "left_square_bracket",
        "go_section(-1)",
        N_("Previous section"),
        N_("Goes to the section before."),
        "today",
    ),
)

CHARTS: Final = (
    Command(
        "charts.part",
        "f",
        "choose_part",
        N_("Part"),
        N_("Chooses of which part of the plan the chart is: all, a stream, division, initiative or theme."),
        "charts",
        hint=True,
    ),
    Command(
        "charts.table",
        "t",
        "toggle_table",
        N_("Table"),
        N_("Shows the figures behind the chart, or the chart again."),
        "charts",
        hint=True,
    ),
    Command(
        "charts.save",
        "s",
        "save_chart",
        N_("Save"),
        N_("Saves the chart, or the table, as text or as an SVG picture."),
        "charts",
        hint=True,
    ),
    Command(
        "charts.burndown",
        "b",
        "show_chart('burndown')",
        N_("Burndown"),
        N_("Shows remaining weight against the ideal line and scope."),
        "charts",
    ),
    Command(
        "charts.burnup",
        "p",
        "show_chart('burnup')",
        N_("Burn-up"),
        N_("Shows done weight against scope."),
        "charts",
    ),
    Command(
        "charts.flow",
        "w",
        "show_chart('flow')",
        N_("Flow"),
        N_("Shows the weight that came in, was begun and left, day by day."),
        "charts",
    ),
    Command(
        "charts.trend",
        "r",
        "show_chart('trend')",
        N_("Trend"),
        N_("Shows how the dates of milestones moved from one snapshot to the next."),
        "charts",
    ),
    Command(
        "charts.forecast",
        "o",
        "show_chart('forecast')",
        N_("Forecast"),
        N_("Shows by when all is done, by the pace so far."),
        "charts",
    ),
    Command(
        "charts.throughput",
        "d",
        "show_chart('throughput')",
        N_("Throughput"),
        N_("Shows the weight done in each week, and the pace that is needed."),
        "charts",
    ),
    Command(
        "charts.slips",
        "i",
        "show_chart('slips')",
        N_("Slips"),
        N_("Shows by how many working days dates moved later, by reason."),
        "charts",
    ),
    Command(
        "charts.lights",
        "c",
        "show_chart('lights')",
        N_("Lights"),
        N_("Shows the lights of open milestones in each frozen week."),
        "charts",
    ),
    Command("charts.next", "right", "step_chart(1)", N_("Next chart"), N_("Shows the next chart."), "charts"),
    Command(
        "charts.previous",
        "left",
        "step_chart(-1)",
        N_("Previous chart"),
        N_("Shows the chart before."),
        "charts",
    ),
)

SNAPSHOTS: Final = (
    Command(
        "snapshots.take",
        "t",
        "take_snapshot",
        N_("Take"),
        N_("Shows what is open and freezes this week; a week that is frozen already stays as it is."),
        "snapshots",
        hint=True,
    ),
    Command(
        "snapshots.correct",
        "c",
        "correct_snapshot",
        N_("Correct"),
        N_("Takes a further version of this week beside the old one, with the reason."),
        "snapshots",
    ),
    Command(
        "snapshots.narrative",
        "n",
        "write_narrative",
        N_("Narrative"),
        N_("Opens what is said of this week in your editor, in the language that you choose."),
        "snapshots",
        hint=True,
    ),
    Command(
        "snapshots.verify",
        "v",
        "verify",
        N_("Verify"),
        N_("Makes every snapshot again from the history, and tells what differs."),
        "snapshots",
        hint=True,
    ),
    Command(
        "snapshots.compare",
        "d",
        "compare",
        N_("Compare"),
        N_("Compares the two marked snapshots, or the one at the cursor with the plan as it is now."),
        "snapshots",
        hint=True,
    ),
)

COMPARISON: Final = (
    Command(
        "comparison.open",
        "enter",
        "open_edit",
        N_("Whole text"),
        N_("Shows the whole of both values, and leads to the row."),
        "comparison",
        hint=True,
    ),
)

HISTORY: Final = (
    Command(
        "history.open",
        "enter",
        "open_edit",
        N_("Whole text"),
        N_("Shows the whole of both values, and leads to the row."),
        "history",
        hint=True,
    ),
    Command(
        "history.whole",
        "w",
        "show_whole_plan",
        N_("Whole plan"),
        N_("Shows the latest changes of the whole plan instead of one row's."),
        "history",
        hint=True,
    ),
)

PREVIEW: Final = (
    Command(
        "preview.apply",
        "a",
        "apply_proposal",
        N_("Apply"),
        N_("Writes what is taken as one change that undo takes back; what is not decided stays open."),
        "preview",
        hint=True,
    ),
    Command(
        "preview.theirs",
        "t",
        "choose_side('theirs')",
        N_("Theirs"),
        N_(
            "Takes what came back: in the marked cells, in a whole row on its heading, or in the one at the cursor."
        ),
        "preview",
        hint=True,
    ),
    Command(
        "preview.ours",
        "o",
        "choose_side('ours')",
        N_("Ours"),
        N_("Keeps what stands in the plan; a new row is left out, a missing one stays."),
        "preview",
        hint=True,
    ),
    Command(
        "preview.next",
        "n",
        "go_to_open",
        N_("Next open"),
        N_("Goes to the next thing that a person must decide."),
        "preview",
        hint=True,
    ),
    Command(
        "preview.provenance",
        "w",
        "show_provenance",
        N_("Where from"),
        N_("Shows the edits behind our value of the cell: when, who, from which file, sheet and cell."),
        "preview",
    ),
    Command(
        "preview.next-file",
        "f",
        "go_to_next_file",
        N_("Next file"),
        N_("Goes to the next of the files that were opened together; what was chosen here is kept."),
        "preview",
        hint=True,
    ),
    Command(
        "preview.next-section",
        "right_square_bracket",
        "go_section(1)",
        N_("Next row"),
        N_("Goes to the next row or section."),
        "preview",
    ),
    Command(
        "preview.previous-section",
        "left_square_bracket",
        "go_section(-1)",
        N_("Previous row"),
        N_("Goes to the row or section before."),
        "preview",
    ),
)

WELCOME: Final = (
    Command(
        "welcome.back",
        "escape",
        "return_to_plan",
        N_("Back"),
        N_("Goes back to the plan that is open."),
        "welcome",
    ),
)
