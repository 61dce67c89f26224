"""What a person says of a week: the edits that write it, in one language at a time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from models.edits import Edit, changes, creation, removal
from models.language import LANGUAGES, Language, _, date_text
from models.rules.checklist import language_text
from models.rules.narrative import MAX_WORDS, narrative_of, word_count
from models.rules.state import PlanState
from models.rules.text import tidied
from models.rules.weeks import check_week

if TYPE_CHECKING:
    from models.plan import Plan


def narrative_edits(state: PlanState, week: int, language: Language, text: str, *, today: date) -> list[Edit]:
    """The edits that give a week its narrative in a language; none where it reads so already.

    A text without words takes the narrative of that language away, and the last one with it the whole row.

    Args:
        state: the plan as the person saw it who writes; what others wrote meanwhile is refused as a stale edit.

    Raises:
        RuleBroken: the week is none of the plan's, or has not begun.
    """
    check_week(state.calendar, week, today)
    field, kept = f"text_{language}", tidied(text) or None
    found = narrative_of(state, week)
    if found is None:
        return creation("narrative", {"week": week, field: kept}) if kept else []
    others = [code for code in LANGUAGES if code != language and getattr(found, f"text_{code}")]
    if kept is None and not others:
        return [removal("narrative", found)]
    return changes("narrative", found, {field: kept})


def written_text(week: int, language: Language, kept: str | None, *, is_changed: bool = True) -> str:
    """Says what became of the narrative of a week in a language.

    Args:
        kept: how it reads now; None where it was taken away.
    """
    if not is_changed:
        sentence = _("The narrative of week {week} reads so already ({language}, {words}).")
    elif kept:
        sentence = _("The narrative of week {week} is written ({language}, {words}).")
    else:
        sentence = _("The narrative of week {week} is taken away ({language}); undo brings it back.")
    return sentence.format(week=week, language=language_text(language), words=words_text(kept))


def words_text(text: str | None) -> str:
    """How long a narrative is, and how long it may be."""
    return _("{count} of {most} words").format(count=word_count(text), most=MAX_WORDS)


def frozen_text(plan: Plan, week: int) -> str:
    """What becomes of a narrative that is written once its week is frozen; empty while it is not."""
    versions = [each for each in plan.snapshots.all() if each.week == week]
    if not versions:
        return ""
    frozen = versions[-1]
    sentence = _(
        "Week {week} is frozen as of {date}: the snapshot keeps what it holds, and the page shows a later narrative "
        "with its date."
    )
    if narrative_of(plan.snapshots.state(frozen), week) is not None:
        sentence = _("Week {week} is frozen as of {date} with its narrative, and its page keeps that one.")
    sentence = sentence.format(week=week, date=date_text(frozen.day))
    if plan.state().calendar.week_number(plan.today) == week:
        sentence += " " + _("A correction of the snapshot takes it in.")
    return sentence
