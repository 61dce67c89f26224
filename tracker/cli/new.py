"""`tracker new`: an empty plan, or one from a folder of CSV files with its history."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from models.errors import UsageError
from models.language import LANGUAGES, N_, _, current, date_text, number_text
from models.rules.fields import Value
from tracker.cli.grammar import Command, Day, OneOf, PathText, Whole
from tracker.cli.main import tell
from tracker.cli.output import write_json, write_line
from tracker.cli.session import Session
from tracker.settings import SettingsNotSaved


@click.command(
    cls=Command,
    help=N_(
        "Nothing is written over: PLAN is the path of a file that is not there yet. A file that tracker export json "
        "wrote becomes the same plan again, with its history and snapshots. A folder "
        "says itself when its plan begins: in the column start of its plan.csv (where days, country, zone, language "
        "and names may stand too), else by the day_no of its events, else by the day of the first event. The options "
        "come before what a folder says."
    ),
    examples=(
        'tracker new plan.db --start 2019-01-07 --name "Digital plan"',
        "tracker new plan.db --from folder --until 2018-10-19",
        "tracker new plan.db --from plan.json",
    ),
)
@click.argument("path", metavar="PLAN", type=PathText(), required=False)
@click.option(
    "--start", type=Day(), metavar="DATE", help=N_("Day 1; today, or what the folder says, unless told.")
)
@click.option("--days", type=Whole(1, 1000), metavar="N", help=N_("Length in calendar days; 90 unless told."))
@click.option("--name", metavar="TEXT", help=N_("What the plan is called, in its working language."))
@click.option("--country", metavar="CODE", help=N_("Whose public holidays are kept; FI unless told."))
@click.option(
    "--zone", metavar="ZONE", help=N_("In which time zone a day ends; Europe/Helsinki unless told.")
)
@click.option(
    "--language-of-plan",
    type=OneOf(LANGUAGES),
    metavar="|".join(LANGUAGES),
    help=N_("The plan's working language; yours unless told."),
)
@click.option(
    "--from",
    "source",
    type=PathText(),
    metavar="FOLDER|FILE.json",
    help=N_("Load the CSV files of this folder, or a JSON export with its history."),
)
@click.option("--until", type=Day(), metavar="DATE", help=N_("Leave out what became known after that day."))
@click.pass_obj
def new(
    session: Session,
    path: str | None,
    start: date | None,
    days: int | None,
    name: str | None,
    country: str | None,
    zone: str | None,
    language_of_plan: str | None,
    source: str | None,
    until: date | None,
) -> None:
    """Makes a plan."""
    session.refuse_as_of()
    said = path or session.plan
    if not said:
        raise UsageError(_("tracker new needs the path of the file to make; see tracker new --help."))
    if until is not None and source is None:
        raise UsageError(_("--until goes with --from, the folder whose later rows are left out."))
    target = Path(said).expanduser()
    spoken = language_of_plan or current()
    charter: dict[str, Value] = {
        f"name_{spoken}": name,
        "country": country.strip().upper() if country else None,
        "zone": zone,
        "language": language_of_plan,
    }
    given = {field: value for field, value in charter.items() if value is not None}
    said_of_seals = None
    if source is not None and _is_file(Path(source).expanduser()):
        from tracker.loading import plan_from_json

        if given or start or days or until:
            raise UsageError(
                _(
                    "A plan from JSON is the plan that was exported: leave out what would change it, such as --start."
                )
            )
        said_of_seals = plan_from_json(
            Path(source).expanduser(), target, clock=session.clock, person=session.person
        )
    elif source is not None:
        from tracker.loading import plan_from_folder

        plan_from_folder(
            Path(source).expanduser(),
            target,
            clock=session.clock,
            person=session.person,
            until=until,
            start=start,
            days=days,
            charter=given,
        )
    else:
        from tracker.loading import empty_plan

        frame = {"start": start or _today(session, zone), "days": days or 90, "language": spoken, **given}
        empty_plan(target, frame, clock=session.clock, person=session.person)
    _tell_made(session, target, until)
    if said_of_seals is not None:
        tell(said_of_seals)
    if session.settings.problem is not None:
        return  # Which was told when they were read.
    try:
        session.remember(target)
    except SettingsNotSaved as error:
        tell(error.sentence)


def _is_file(source: Path) -> bool:
    """Whether a plan is made of a file and not of a folder; one that is missing is what its name says."""
    return source.is_file() or (source.suffix.casefold() == ".json" and not source.is_dir())


def _today(session: Session, zone: str | None) -> date:
    from models.clock import check_zone

    check_zone(zone or "Europe/Helsinki")
    return session.clock.today(zone or "Europe/Helsinki")


def _tell_made(session: Session, target: Path, until: date | None) -> None:
    """Says what was made, as it is read back from the file."""
    session.plan = str(target)
    with session.open() as plan:
        state = plan.state(until)
        snapshots = len(plan.snapshots.all())
    calendar = state.calendar
    if session.as_json:
        write_json(
            {
                "path": str(target),
                "start": calendar.start,
                "end": calendar.end,
                "initiatives": len(state.initiatives),
                "milestones": len(state.milestones),
                "dependencies": len(state.dependencies),
                "snapshots": snapshots,
            }
        )
        return
    write_line(
        _("{path} is made: day 1 is {first}, day {days} is {last}.").format(
            path=target, first=date_text(calendar.start), days=calendar.days, last=date_text(calendar.end)
        )
    )
    if state.milestones:
        write_line(
            _(
                "It holds: initiatives {initiatives}, milestones {milestones}, dependencies {dependencies}, "
                "weekly snapshots {snapshots}."
            ).format(
                initiatives=number_text(len(state.initiatives)),
                milestones=number_text(len(state.milestones)),
                dependencies=number_text(len(state.dependencies)),
                snapshots=number_text(snapshots),
            )
        )
