"""`tracker report`: the page of a week that goes to the Mayor, on the terminal or as a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from models.errors import UsageError
from models.language import N_, _
from tracker.cli.grammar import Command, OneOf, PathText, Whole, only_ascii
from tracker.cli.output import knows_shapes, terminal_width, write, write_json, write_line
from tracker.cli.session import Session

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.weekly import WeeklyPage

WIDTH: Final = 80
"""Cells across of a page that goes to a file or a pipe."""
LEAST_WIDTH, MOST_WIDTH = 40, 120
"""Between these it follows the terminal; longer lines are hard to read."""


@dataclass(frozen=True)
class Wanted:
    """What a person asks for."""

    plan: Plan
    page: WeeklyPage
    ascii: bool
    """Only ASCII signs and letters."""
    width: int = WIDTH
    """Cells across."""
    template: Path | None = None
    """A template of the person's own."""


def _text(wanted: Wanted) -> str:
    from exports.document_text import text_of
    from exports.report import document_of

    return text_of(document_of(wanted.page), wanted.width, wanted.ascii)


def _markdown(wanted: Wanted) -> str:
    from exports.document_markdown import markdown_of
    from exports.report import document_of

    return markdown_of(document_of(wanted.page))


def _html(wanted: Wanted) -> str:
    from exports.document_html import html_of
    from exports.report import document_of

    return html_of(document_of(wanted.page), wanted.template)


def _pdf(wanted: Wanted, target: Path, force: bool) -> None:
    from exports.document_pdf import check_pdf, write_pdf
    from exports.files import write_atomically

    html = _html(wanted)
    write_atomically(lambda draft: write_pdf(html, draft), target, check_pdf, overwrite=force)


def _workbook(wanted: Wanted, target: Path, force: bool) -> None:
    from exports.stakeholders import write_stakeholders

    write_stakeholders(wanted.plan, wanted.page, target, force=force)


def _json(wanted: Wanted) -> str:
    from exports.data import plain
    from exports.report_json import page_json

    return json.dumps(page_json(wanted.page), ensure_ascii=False, indent=2, default=plain) + "\n"


TEXTS: Final[dict[str, Callable[[Wanted], str]]] = {
    "text": _text,
    "md": _markdown,
    "html": _html,
    "json": _json,
}
"""What makes the text of each format that is text."""
FILES: Final[dict[str, Callable[[Wanted, Path, bool], None]]] = {"pdf": _pdf, "xlsx": _workbook}
"""What writes each format that is no text to a path, and whether it may replace what is there."""
FORMATS: Final = (*TEXTS, *FILES, "template")
TEMPLATED: Final = ("html", "pdf")
"""The formats that a template can change."""
ENDINGS: Final = {
    ".txt": "text",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".j2": "template",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
}
"""The format that the name of a file asks for."""


@click.command(
    cls=Command,
    help=N_(
        "The page of a frozen week says what was said then; that of the current week is a draft until it is frozen. "
        "Without --format the name of the file tells the format, and the terminal gets text."
    ),
    examples=(
        "tracker report",
        "tracker report --week 9 --language sv",
        "tracker report --week 9 --public --out week9.md",
    ),
)
@click.option("--week", type=Whole(0, 999), metavar="N", help=N_("The plan's week; else the current one."))
@click.option(
    "--format", "form", type=OneOf(FORMATS), metavar="|".join(FORMATS), help=N_("How it is written.")
)
@click.option("--out", type=PathText(), metavar="FILE", help=N_("Write it to a file."))
@click.option("--template", type=PathText(), metavar="FILE", help=N_("A template of your own, for HTML."))
@click.option("--public", is_flag=True, help=N_("Leave out what is not public, and say how much that is."))
@click.option("--force", is_flag=True, help=N_("Replace what is there already."))
@only_ascii
@click.pass_obj
def report(
    session: Session,
    week: int | None,
    form: str | None,
    out: str | None,
    template: str | None,
    public: bool,
    force: bool,
) -> None:
    """Writes the page."""
    target = Path(out).expanduser() if out is not None else None
    form = _form(session, form, target)
    if form == "template":
        # It is the same for every plan and week, so none is needed.
        _hand_out_template(target, force)
        return
    if template is not None and form not in TEMPLATED:
        raise UsageError(
            _("--template changes a page in HTML, not one in the format {form}.").format(form=form)
        )
    own = Path(template).expanduser() if template is not None else None
    with session.open() as plan:
        page = plan.weekly.page(week, day=session.as_of, public=public)
        if form in FILES and target is None:
            target = Path(f"{session.path().stem}-{page.week:02d}.{form}")
        if target is None:
            width = min(max(terminal_width() or WIDTH, LEAST_WIDTH), MOST_WIDTH)
            is_ascii = session.only_ascii or not knows_shapes()
            _print(session, form, Wanted(plan, page, is_ascii, width, own))
            return
        wanted = Wanted(plan, page, session.only_ascii, template=own)
        if form in FILES:
            FILES[form](wanted, target, force)
        else:
            from exports.files import write_content

            write_content(TEXTS[form](wanted), target, force)
    if session.as_json:
        is_frozen = page.mark is not None
        write_json({"path": str(target), "format": form, "week": page.week, "is_frozen": is_frozen})
    else:
        write_line(_("The page of week {week} is written to {path}.").format(week=page.week, path=target))


def _hand_out_template(target: Path | None, force: bool) -> None:
    from exports.document_html import template_text

    if target is None:
        write(template_text().rstrip("\n"))
        return
    from exports.files import write_content

    write_content(template_text(), target, force)
    write_line(_("The template is written to {path}; tracker report --template uses it.").format(path=target))


def _form(session: Session, form: str | None, target: Path | None) -> str:
    """The format: as told, as the file's name says, text; raises UsageError where that cannot be."""
    if target is None:
        return "json" if session.as_json and form not in FILES else form or "text"
    ending = target.suffix.casefold()
    if form is not None or not ending:
        return form or "text"
    found = ENDINGS.get(ending)
    if found is None:
        raise UsageError(
            _("--out: no page is written as “{ending}”; name it {endings}, or say --format.").format(
                ending=ending, endings=", ".join(ENDINGS)
            )
        )
    return found


def _print(session: Session, form: str, wanted: Wanted) -> None:
    if form == "json":
        from exports.report_json import page_json

        write_json(page_json(wanted.page))
    else:
        # Each line of a page is harmless already.
        write(TEXTS[form](wanted).rstrip("\n"))
