"""`tracker export` and `import`: the plan as a file, and files that come back."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from models.errors import FileRefused, UsageError
from models.language import N_, _
from models.rules.state import Scope
from tracker.cli.archiving import BUNDLES, export_archive, export_schema
from tracker.cli.grammar import Command, OneOf, PathText
from tracker.cli.main import tell
from tracker.cli.output import write_json, write_line
from tracker.cli.rows import find
from tracker.cli.session import Session

if TYPE_CHECKING:
    from importers.proposal import Choices, Proposal
    from models.plan import Plan
    from models.rules.publicity import LeftOut

FORMS: Final = ("xlsx", "csv", "json", "ics", *BUNDLES)


@click.command(
    cls=Command,
    help=N_(
        "xlsx can be edited and imported back; csv is a folder with a file for each kind of row; json holds the "
        "history too, and schema says what its names mean; ics is a calendar, and importing it again updates it; "
        "archive is a zip with everything, for the end. --public leaves out what is not public and what is internal, "
        "and says how much. --language chooses the language of a workbook or a calendar, else it is the plan's own."
    ),
    examples=(
        "tracker export xlsx --out plan.xlsx",
        "tracker export xlsx --language sv --force",
        "tracker export csv --out plan-csv",
        "tracker export ics --for SOTE --out sote.ics",
        "tracker export xlsx --public --out public.xlsx",
        "tracker export archive plan.zip",
    ),
)
@click.argument("form", metavar="|".join(FORMS), type=OneOf(FORMS))
@click.argument("place", metavar="[PATH]", type=PathText(), required=False)
@click.option(
    "--out", type=PathText(), metavar="PATH", help=N_("Where to write; else beside you, named as the plan.")
)
@click.option("--force", is_flag=True, help=N_("Replace what is there already."))
@click.option("--public", is_flag=True, help=N_("Only what may be published; says what was left out."))
@click.option(
    "--for", "part", metavar="ID", help=N_("Of a calendar: only that stream, division, initiative or theme.")
)
@click.option(
    "--without-persons", is_flag=True, help=N_("Of an archive: take the logins out of the plan in it.")
)
@click.pass_obj
def export(
    session: Session,
    form: str,
    place: str | None,
    out: str | None,
    force: bool,
    public: bool,
    part: str | None,
    without_persons: bool,
) -> None:
    """Writes the plan to a file."""
    if place is not None and out is not None:
        raise UsageError(_("The path is given twice: once behind the form, and once with --out."))
    if without_persons and form != "archive":
        raise UsageError(_("--without-persons goes with archive alone; no other export holds a login."))
    if part is not None and form != "ics":
        raise UsageError(_("--for goes with ics alone; the other exports hold the whole plan."))
    if public and form in BUNDLES:
        raise UsageError(
            _("--public goes with the forms that can be published, not with {form}.").format(form=form)
        )
    out = place or out
    if form == "schema":
        return export_schema(session, Path(out).expanduser() if out else None, force=force)
    if session.as_of is not None and (form in {"ics", "archive"} or (form != "csv" and not public)):
        raise UsageError(
            _("This export holds the plan as it is now; leave --as-of out, or export it as csv.")
        )
    middle = "-public" if public else ""
    target = Path(out).expanduser() if out else Path(session.path().stem + middle + _ENDINGS[form])
    if form == "archive":
        with _ending_tidily():
            return export_archive(session, target, force=force, persons=not without_persons)
    told: tuple[LeftOut, ...] = ()
    with _ending_tidily(), session.open() as plan:
        if form == "ics" or public:
            told = _export_public_or_calendar(session, plan, form, target, part, force=force, public=public)
        elif form == "xlsx":
            from exports.plan import write_plan
            from importers.plan import expect_no_difference

            write_plan(plan, target, verify=expect_no_difference, language=session.language, force=force)
        elif form == "csv":
            from exports.data import write_csv

            write_csv(plan.state(session.day(plan)), target, force)
        else:
            from exports.data_json import write_json as write_plan_json

            write_plan_json(plan, target, force)
    if session.as_json:
        write_json({"path": str(target)} | ({"left_out": _left_out_json(told)} if public else {}))
        return None
    write_line(_("The plan is written to {path}.").format(path=target))
    if public:
        from models.rules.publicity_words import internal_text, left_out_sentences

        for sentence in (*left_out_sentences(told), internal_text()):
            write_line(sentence)
    return None


def _left_out_json(told: tuple[LeftOut, ...]) -> list[dict[str, Any]]:
    from exports.public import left_out_json

    return [left_out_json(each) for each in told]


def _export_public_or_calendar(
    session: Session, plan: Plan, form: str, target: Path, part: str | None, *, force: bool, public: bool
) -> tuple[LeftOut, ...]:
    """Writes a calendar, or the public part in any form; returns what was left out."""
    from exports.public import public_csv, public_json, public_plan

    found = public_plan(plan, session.day(plan)) if public else None
    language = session.language or str(plan.charter().language)
    if form == "ics":
        from exports.calendar import write_calendar

        scope = None
        if part is not None:
            row = find(plan.state() if found is None else found.state, part, PARTS)
            scope = Scope(row.kind, row.row.uid)
        write_calendar(plan, target, language=language, public=found, scope=scope, force=force)
    elif found is not None and form == "xlsx":
        from exports.public_workbook import public_workbook

        public_workbook(found, target, language=language, moment=plan.now(), force=force)
    elif found is not None:
        (public_csv if form == "csv" else public_json)(found, target, language=language, force=force)
    return found.left_out if found is not None else ()


@contextmanager
def _ending_tidily() -> Iterator[None]:
    """A request to end, or a terminal that is closed, ends the export as ctrl+c does: no draft is left behind."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    wanted = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in wanted}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_ENDINGS: Final = {"xlsx": ".xlsx", "csv": "-csv", "json": ".json", "ics": ".ics", "archive": ".zip"}
PARTS: Final = ("division", "stream", "initiative", "theme")
"""What `--for` may name."""


@click.command(
    "import",
    cls=Command,
    help=N_(
        "Applies what needs no decision, and says what does. --dry-run shows it and writes nothing. FILE may be a "
        "folder. A decision is made by --decide CODE:ID=CHOICE, as the preview names it; a missing row is removed by "
        "--decide missing-row:ID=remove."
    ),
    examples=(
        "tracker import plan.xlsx --dry-run",
        "tracker import plan.xlsx --accept theirs",
        "tracker import plan.xlsx --decide duplicate-token:A1.2=new",
    ),
)
@click.argument("files", metavar="FILE…", type=PathText(), nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help=N_("Show what would change; write nothing at all."))
@click.option(
    "--accept",
    type=OneOf(("theirs", "ours")),
    metavar="theirs|ours",
    help=N_("Whose value stands where both sides changed a cell."),
)
@click.option("--decide", "decided", metavar="CODE:ID=CHOICE", multiple=True, help=N_("Make one decision."))
@click.pass_obj
def import_files(
    session: Session, files: tuple[str, ...], dry_run: bool, accept: str | None, decided: tuple[str, ...]
) -> int:
    """Takes in what files bring."""
    from importers.arriving import workbooks_at
    from importers.proposal import Choices

    session.refuse_as_of()
    paths = [path for name in files for path in workbooks_at(Path(name).expanduser())]
    choices = Choices(accept=_side(accept), decided=_decisions(decided))
    is_one = len(files) == 1 and not Path(files[0]).expanduser().is_dir()
    with _plan(session, dry_run) as plan:
        if decided:
            _check_decisions(plan, paths, choices)
        answers = []
        worst = 0
        for number, path in enumerate(paths):
            if number and not session.as_json:
                write_line()
            proposal, applied = _take(plan, path, choices, dry_run)
            worst = max(worst, proposal.exit_status)
            if session.as_json:
                answers.append(proposal.as_json() | ({} if dry_run else {"applied": applied}))
            else:
                _show(plan, proposal, applied, dry_run)
        if session.as_json:
            write_json(answers[0] if is_one else answers)
    return worst


@contextmanager
def _plan(session: Session, dry_run: bool) -> Iterator[Plan]:
    if dry_run:
        with session.open() as plan:
            yield plan
    else:
        with session.writing() as plan:
            yield plan


def _take(plan: Plan, path: Path, choices: Choices, dry_run: bool) -> tuple[Proposal, int | None]:
    """Examines a file and, unless it is a dry run, keeps and applies it."""
    from importers import incoming
    from importers.proposal import refused

    name = incoming.name_of(path)
    try:
        content = incoming.read_bytes(path)
    except FileRefused as error:
        return refused(name, "", error.code, error.sentence), None
    if not dry_run:
        plan.inbox.keep(name, content)
    proposal = incoming.examine(plan, content, name, choices)
    if dry_run or proposal.outcome == "refuse":
        return proposal, None
    revision = incoming.apply(plan, proposal)
    return proposal, revision.number if revision is not None else None


def _show(plan: Plan, proposal: Proposal, applied: int | None, dry_run: bool) -> None:
    if proposal.outcome == "refuse":
        tell(proposal.message)
        return
    from tracker.cli.previewing import preview_lines

    for line in preview_lines(plan, proposal):
        write_line(line)
    if applied is not None:
        sentence = _("Applied as revision {number}; tracker undo takes it back.")
        if proposal.only_notes_return:
            sentence = _("Only its return is noted, as revision {number}; tracker undo takes it back.")
        write_line(sentence.format(number=applied))
    elif not dry_run:
        write_line(_("Nothing was applied."))


# What was asked for.


def _side(accept: str | None) -> Any:
    return accept


def _decisions(given: Sequence[str]) -> dict[str, str]:
    """`code:id=choice`, as a person gave it; raises UsageError."""
    found = {}
    for text in given:
        name, equals, choice = text.rpartition("=")
        if not equals or not name.strip() or not choice.strip():
            raise UsageError(
                _("--decide: “{text}” is no decision; write it as CODE:ID=CHOICE.").format(text=text)
            )
        found[name.strip().casefold()] = choice.strip()
    return found


def _check_decisions(plan: Plan, paths: Sequence[Path], choices: Choices) -> None:
    """Raises UsageError for a decision that none of the files asks for, before anything is written."""
    from importers import incoming

    asked: set[str] = set()
    for path in paths:
        try:
            content = incoming.read_bytes(path)
        except FileRefused:
            continue
        names = incoming.examine(plan, content, incoming.name_of(path), choices).asked
        asked |= {name.casefold() for name in names} | {name.partition(":")[0] for name in names}
    for name in choices.decided:
        if name not in asked:
            raise UsageError(
                _("--decide: nothing asks for “{name}”; tracker import --dry-run shows what does.").format(
                    name=name
                )
            )
