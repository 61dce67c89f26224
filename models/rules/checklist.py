"""What is looked through before a week is frozen: what is still open in it, its narrative, and missing translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from models.language import LANGUAGES, Language, _, ngettext, number_text
from models.rules.attention import TITLES, Item, Section, attention
from models.rules.fields import KINDS
from models.rules.narrative import narrative_of
from models.rules.records import text
from models.rules.state import PlanState
from models.rules.words import WORDS, LanguageCode, Status

SECTIONS: Final = (Section.STALE, Section.HANDOFFS, Section.DECISIONS, Section.SILENT)
"""What Today shows and somebody can still mend before the week is frozen."""

MOST_NAMED: Final = 8
"""Ids that a line of the check-list names before it says how many more there are."""


@dataclass(frozen=True)
class Untranslated:
    """A row whose title, name or the like is there in one language and missing in another."""

    kind: str
    row: Any
    languages: tuple[Language, ...]
    """Those in which it is missing."""


@dataclass(frozen=True)
class Checklist:
    """The check-list of a week."""

    day: date
    week: int
    open: Mapping[Section, tuple[Item, ...]]
    """The items of `SECTIONS` as Today has them, worst first; every section is there."""
    language: Language
    """The plan's working language, in which the week needs a narrative."""
    without_narrative: tuple[Language, ...]
    """The languages in which the week has none."""
    untranslated: tuple[Untranslated, ...]

    @property
    def is_narrative_missing(self) -> bool:
        """Whether nobody has written of the week in the plan's working language."""
        return self.language in self.without_narrative

    @property
    def open_count(self) -> int:
        """How many things are open; translations that are missing hinder nobody."""
        return sum(map(len, self.open.values())) + self.is_narrative_missing


def checklist(state: PlanState) -> Checklist:
    """The check-list of the week of the state's day."""
    found = attention(state).sections
    week = state.calendar.week_number(state.day)
    narrative = narrative_of(state, week)
    missing = tuple(code for code in LANGUAGES if narrative is None or not getattr(narrative, f"text_{code}"))
    return Checklist(
        day=state.day,
        week=week,
        open={section: found[section] for section in SECTIONS},
        language=state.charter.language.value,
        without_narrative=missing,
        untranslated=tuple(_untranslated(state)),
    )


def _untranslated(state: PlanState) -> Iterator[Untranslated]:
    for kind, rows in state.rows.items():
        base = KINDS[kind].named_by
        if base is None or kind == "narrative":
            continue
        for row in rows:
            if kind == "milestone" and row.status is Status.DROPPED:
                continue
            missing = tuple(code for code in LANGUAGES if not getattr(row, f"{base}_{code}"))
            if missing and len(missing) < len(LANGUAGES):
                yield Untranslated(kind, row, missing)


# In words.


@dataclass(frozen=True)
class Line:
    """One line of the check-list."""

    title: str
    count: int
    what: str
    """The first ids and how many more there are; of the narrative, what it lacks."""
    is_open: bool
    """Whether it is something to mend before the week is frozen."""


def lines(found: Checklist, state: PlanState, *, most: int = MOST_NAMED) -> tuple[Line, ...]:
    """The check-list in words, a line for each thing that is looked for, also where nothing was found.

    Args:
        most: how many ids a line names.
    """
    told = [
        Line(
            _(TITLES[section]),
            len(items),
            cut([str(item.row.id) for item in items], most),
            bool(items),
        )
        for section, items in found.open.items()
    ]
    told.append(
        Line(
            _("Narrative missing"),
            int(found.is_narrative_missing),
            language_text(found.language) if found.is_narrative_missing else "",
            found.is_narrative_missing,
        )
    )
    others = [language_text(code) for code in found.without_narrative if code != found.language]
    rows = [row_name(each, state) for each in found.untranslated]
    told.append(Line(_("Narrative not translated"), len(others), ", ".join(others), False))
    told.append(Line(_("Titles not translated"), len(rows), cut(rows, most), False))
    return tuple(told)


def row_name(each: Untranslated, state: PlanState) -> str:
    """How a line names a row: by its id; the plan itself, or a closed week, by what it is."""
    if KINDS[each.kind].has_id:
        return str(each.row.id)
    return text(each.row, str(KINDS[each.kind].named_by)) or _(KINDS[each.kind].label)


def language_text(code: Language) -> str:
    """The name of a language in the reader's."""
    return _(WORDS[LanguageCode(code)])


def cut(ids: list[str], most: int) -> str:
    """The first of some ids, and how many more there are."""
    if len(ids) <= most:
        return ", ".join(ids)
    return _("{ids} and {count} more").format(ids=", ".join(ids[:most]), count=number_text(len(ids) - most))


def open_text(found: Checklist) -> str:
    """One sentence: how much is open."""
    count = found.open_count
    if not count:
        return _("Nothing is open in week {week}.").format(week=found.week)
    return ngettext(
        "{count} thing is open in week {week}.", "{count} things are open in week {week}.", count
    ).format(count=number_text(count), week=found.week)
