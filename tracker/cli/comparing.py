"""`tracker snapshot compare`: what changed since a frozen week, as lines, data, a document or a workbook."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import click

from models.errors import UsageError
from models.language import N_, _
from models.rules.signs import with_ascii_signs
from tracker.cli.grammar import Command, OneOf, PathText, option_name
from tracker.cli.output import (
    Column,
    knows_shapes,
    one_line,
    terminal_width,
    write,
    write_json,
    write_line,
    write_table,
)
from tracker.cli.session import Session

if TYPE_CHECKING:
    from exports.document import Document
    from models.comparing import Compared
    from models.plan import Plan
    from models.rules.comparison import By
    from models.snapshots import Snapshot

FORMATS: Final = ("text", "md", "html", "xlsx", "json")
INDENT: Final = 4
"""Cells before what changed of a row."""
MOST_WEEK: Final = 999
MOST_VERSION: Final = 999


class Named(NamedTuple):
    """The snapshot that a person names."""

    week: int
    version: int | None
    """None for the last one."""


class SnapshotName(click.ParamType):  # type: ignore[type-arg]
    """A week, such as 3, or a version of its snapshot, such as 3.1."""

    name = "snapshot"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Named:
        """The week and the version; raises UsageError."""
        if isinstance(value, Named):
            return value
        week, dot, version = str(value).strip().partition(".")
        numbers = [
            int(part)
            for part, most in ((week, MOST_WEEK), (version, MOST_VERSION))
            if part.isascii() and part.isdigit() and len(part) < 4 and int(part) <= most
        ]
        if len(numbers) != (2 if dot else 1) or (dot and not numbers[1]):
            raise UsageError(
                _("{where}: “{text}” is no week; write 3, or 3.1 for the first version of week 3.").format(
                    where=option_name(param), text=value
                )
            )
        return Named(numbers[0], numbers[1] if dot else None)


@click.command(
    cls=Command,
    help=N_(
        "From the snapshot of WEEK to that of OTHER, or to the plan as it is or as --as-of asks for it: what was "
        "added, dropped, removed, done, moved, what has another light or owner, by stream or division. 3 means the "
        "last version of week 3, 3.1 the first. --json alone lists every field that differs as edits; --format json "
        "has the list. xlsx is written beside you unless --out says where; the others are printed."
    ),
    examples=(
        "tracker snapshot compare 8 9",
        "tracker snapshot compare 9 --by division",
        "tracker snapshot compare 3.1 3.2",
        "tracker snapshot compare 8 9 --format xlsx --out week9.xlsx",
        "tracker snapshot compare 8 9 --json",
    ),
)
@click.argument("week", metavar="WEEK", type=SnapshotName())
@click.argument("other", metavar="[OTHER]", type=SnapshotName(), required=False)
@click.option(
    "--by",
    type=OneOf(("stream", "division")),
    default="stream",
    metavar="stream|division",
    help=N_("By what the list is grouped; by stream unless told."),
)
@click.option(
    "--format", "form", type=OneOf(FORMATS), metavar="|".join(FORMATS), help=N_("Text unless told otherwise.")
)
@click.option("--out", type=PathText(), metavar="PATH", help=N_("Write to that file instead of printing."))
@click.option("--force", is_flag=True, help=N_("Replace what is there already."))
@click.pass_obj
def compare(
    session: Session,
    week: Named,
    other: Named | None,
    by: str,
    form: str | None,
    out: str | None,
    force: bool,
) -> None:
    """Tells what lies between the two."""
    with session.open() as plan:
        then = plan.snapshots.of_week(*week)
        now = None if other is None else plan.snapshots.of_week(*other)
        if session.as_json and form is None and out is None:
            _write_edits(session, plan, then, now)
            return
        found = plan.snapshots.comparison(then, now, day=session.as_of)
        grouped = cast("By", by)
        form = form or "text"
        target = Path(out).expanduser() if out else None
        if target is None and form == "xlsx":
            later = f"{found.comparison.now.day}" if now is None else f"week-{now.week}"
            target = Path(f"{session.path().stem}-week-{then.week}-{later}.xlsx")
        if target is None and form in {"text", "json"}:
            if form == "json":
                from exports.comparison import comparison_json

                write_json(comparison_json(found, grouped))
            else:
                _write_text(found, grouped)
            return
        _write_document(session, plan, found, grouped, form, target, force)


def _write_edits(session: Session, plan: Plan, then: Snapshot, now: Snapshot | None) -> None:
    """Every field that differs, as edits."""
    from exports.comparison import outgoing_edits
    from models.history import is_bookkeeping
    from models.telling import names_for

    edits = [
        edit
        for edit in plan.snapshots.edits_between(then, now, day=session.as_of)
        if not is_bookkeeping(edit)
    ]
    write_json(outgoing_edits(edits, names_for(plan, plan.state(), edits)))


# On the terminal.


def _write_text(found: Compared, by: By) -> None:
    from models.rules.comparison import groups
    from models.rules.comparison_words import (
        backwards_text,
        facet_texts,
        group_text,
        heading_text,
        summary_texts,
        title_text,
    )

    if found.is_empty:
        write_line(_("Nothing differs."))
        return
    comparison = found.comparison
    _write_lines(heading_text(comparison))
    if note := backwards_text(comparison):
        _write_lines(note)
    for label, said in summary_texts(comparison):
        _write_lines(f"{label}: {said}")
    for group in groups(comparison, by):
        write_line()
        _write_lines(group_text(group))
        for entry in group.entries:
            _write_lines(f"{entry.row.id}  {title_text(entry)}", 2)
            for said in facet_texts(entry):
                _write_lines(said, INDENT)
    if found.edits:
        write_line()
        _write_lines(_("Other changes"))
        write_table(
            [
                Column(_("id")),
                Column(_("title"), gives_way=True, leaves=1),
                Column(_("field")),
                Column(_("before"), gives_way=True),
                Column(_("after"), gives_way=True),
            ],
            [[each.id, each.title, each.field, each.old, each.new] for each in found.told()],
            "",
        )


def _write_lines(text: str, indent: int = 0) -> None:
    """Writes a text in the terminal's width; what follows its first line is set in further."""
    said = one_line(text)
    if not knows_shapes():
        said = with_ascii_signs(said)
    blanks, width = " " * indent, terminal_width()
    if width is None:
        write(f"{blanks}{said}")
        return
    lines = textwrap.wrap(
        said,
        max(width, 20),
        initial_indent=blanks,
        subsequent_indent=f"{blanks}    ",
        break_on_hyphens=False,
    )
    for line in lines or [""]:
        write(line)


# In a file, or printed as it would stand in one.


def _write_document(
    session: Session, plan: Plan, found: Compared, by: By, form: str, target: Path | None, force: bool
) -> None:
    from models.rules.records import text

    name = text(plan.charter(), "name")
    if form == "xlsx" and target is not None:
        from exports.comparison_workbook import write_comparison

        write_comparison(found, target, plan_name=name, moment=plan.now(), by=by, force=force)
    else:
        if form == "json":
            from exports.comparison import comparison_json
            from exports.data import plain

            content = _json_text(comparison_json(found, by), plain)
        else:
            from exports.comparison import comparison_document

            content = _rendered(form, comparison_document(found, name, by))
        if target is None:
            write(content.rstrip("\n"))
            return
        from exports.files import write_content

        write_content(content, target, force)
    if session.as_json:
        write_json({"path": str(target)})
    else:
        write_line(_("The comparison is written to {path}.").format(path=target))


def _rendered(form: str, document: Document) -> str:
    """A document in one of the forms of text; each is imported when it is asked for."""
    if form == "md":
        from exports.document_markdown import markdown_of

        return markdown_of(document)
    if form == "html":
        from exports.document_html import html_of

        return html_of(document)
    from exports.document_text import text_of

    return text_of(document)


def _json_text(value: Any, plain: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2, default=plain) + "\n"
