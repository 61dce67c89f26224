"""`tracker narrative`: shows and writes what a person says of a week."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from models.errors import UsageError
from models.language import LANGUAGES, N_, Language, _, as_language
from models.narratives import frozen_text, narrative_edits, words_text, written_text
from models.rules.checklist import language_text
from models.rules.narrative import MAX_WORDS, narrative_of, word_count
from models.rules.weeks import check_week
from tracker.cli.grammar import Command, OneOf, Whole
from tracker.cli.output import write_json, write_line
from tracker.cli.session import Session

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.state import PlanState

MAX_BYTES: Final = 100_000
"""So much is read of standard input; a narrative is far shorter."""


@click.command(
    cls=Command,
    help=N_(
        "Without TEXT it shows the narrative. TEXT writes it, or writes it anew; a hyphen reads it from standard "
        "input, and an empty text takes it away. It stands at the head of the weekly page and has 100 words at most."
    ),
    examples=(
        "tracker narrative",
        'tracker narrative "Two pilots were decided; KASKO waits for the identity service."',
        "tracker narrative --week 9 --in sv - < week9.txt",
    ),
)
@click.argument("text", metavar="[TEXT]", required=False)
@click.option(
    "--week", metavar="N", type=Whole(0, 999), help=N_("The plan's week; without it the week of today.")
)
@click.option(
    "--in",
    "spoken",
    metavar="|".join(LANGUAGES),
    type=OneOf(LANGUAGES),
    help=N_("In which language; without it, the plan's working language is written and all are shown."),
)
@click.pass_obj
def narrative(session: Session, text: str | None, week: int | None, spoken: str | None) -> None:
    """Shows or writes the narrative of a week."""
    language = as_language(spoken)
    if text is None:
        with session.reading() as (plan, state):
            _show(session, plan, state, _week(state, week), language)
        return
    if text == "-":
        text = _from_standard_input()
    with session.writing() as plan:
        state = plan.state()
        _write(session, plan, state, _week(state, week), language or state.charter.language.value, text)


def _week(state: PlanState, week: int | None) -> int:
    """The week that is meant; raises RuleBroken for one that is none of the plan's or has not begun."""
    found = state.calendar.week_number(state.day) if week is None else week
    check_week(state.calendar, found, state.day)
    return found


def _from_standard_input() -> str:
    """The whole of it; raises UsageError where it is no UTF-8 text, or far too long."""
    # Not by the encoding of the terminal: files are UTF-8.
    given = sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        if len(given) <= MAX_BYTES:
            return given.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    raise UsageError(
        _("What came on standard input is no text in UTF-8, or far too long; nothing was written.")
    )


def _write(session: Session, plan: Plan, state: PlanState, week: int, language: Language, text: str) -> None:
    edits = narrative_edits(state, week, language, text, today=plan.today)
    if edits:
        plan.apply(edits, source="command")
    written = narrative_of(plan.state(), week)
    kept = getattr(written, f"text_{language}") if written is not None else None
    frozen = frozen_text(plan, week)
    if session.as_json:
        write_json({**_text_json(week, language, kept), "is_changed": bool(edits)})
        return
    write_line(written_text(week, language, kept, is_changed=bool(edits)))
    if edits and kept and frozen:
        write_line(frozen)


def _show(session: Session, plan: Plan, state: PlanState, week: int, language: Language | None) -> None:
    found = narrative_of(state, week)
    wanted = LANGUAGES if language is None else (language,)
    texts = {code: getattr(found, f"text_{code}") if found is not None else None for code in wanted}
    if session.as_json:
        write_json(
            {
                "week": week,
                "words_at_most": MAX_WORDS,
                "texts": {code: _text_json(week, code, kept) for code, kept in texts.items()},
            }
        )
        return
    for code, kept in texts.items():
        if kept:
            write_line(f"{language_text(code)}, {words_text(kept)}:")
            for line in kept.split("\n"):
                write_line(line)
            write_line()
    missing = ", ".join(language_text(code) for code, kept in texts.items() if not kept)
    if missing:
        write_line(
            _("Week {week} has no narrative in: {languages}. tracker narrative TEXT writes one.").format(
                week=week, languages=missing
            )
        )


def _text_json(week: int, language: Language, kept: str | None) -> dict[str, Any]:
    return {"week": week, "language": language, "text": kept, "words": word_count(kept)}
