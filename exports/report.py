"""The weekly page as a document in the reader's language: what stands where, in which words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from exports.document import Block, Document, Section
from exports.report_lights import lights
from exports.report_parts import (
    approvals,
    coverage,
    decisions,
    dependencies,
    handoffs,
    narrative,
    next_week,
    results,
    slips,
)
from exports.report_words import Teller
from models.clock import in_zone
from models.language import N_, _, current, date_text, moment_text
from models.rules.publicity_words import left_out_sentences
from models.rules.text import without_addresses
from models.rules.weekly import WeeklyPage
from models.rules.words import WORDS

SECTIONS: Final[dict[str, tuple[str, Callable[[WeeklyPage, Teller], Sequence[Block]]]]] = {
    "narrative": (N_("In brief"), narrative),
    "decisions": (N_("Decisions needed"), decisions),
    "lights": (N_("Traffic lights"), lights),
    "results": (N_("Results of the week and work remaining"), results),
    "slips": (N_("The biggest slips of the week"), slips),
    "dependencies": (N_("Overdue dependencies between divisions"), dependencies),
    "next": (N_("Next week's milestones"), next_week),
    "coverage": (N_("Coverage of the questions, and participation"), coverage),
    "approvals": (N_("Date changes that need approval"), approvals),
    "handoffs": (N_("Hand-offs"), handoffs),
}
"""By key, the parts in their order, each with its English title and what makes it."""


def document_of(page: WeeklyPage) -> Document:
    """The page in the language that messages are made in now."""
    teller = Teller(page.state)
    name = teller.text(page.state.charter, "name", _("name of the plan")) or _("Plan without a name")
    sections = tuple(Section(key, _(title), make(page, teller)) for key, (title, make) in SECTIONS.items())
    return Document(
        title=_("{plan}: week {week}").format(plan=name, week=page.week),
        language=current(),
        lead=lead(page),
        sections=sections,
        footer=footer(page, teller),
    )


def lead(page: WeeklyPage) -> tuple[str, ...]:
    """Which week and day it is, for whom the page may be, and whether it is frozen."""
    return tuple(line for line in (_when_text(page), _publicity_text(page), frozen_text(page)) if line)


def _when_text(page: WeeklyPage) -> str:
    day, days = page.calendar.day_number(page.day), page.calendar.days
    if day > days:
        sentence = _("Week {week} ({iso_week}), {date}; the plan ended on {last}, its day {days}")
    else:
        sentence = _(
            "Week {week}/{weeks} ({iso_week}), {date}, day {day}/{days} (calendar days, the first is day 1)"
        )
    return sentence.format(
        week=page.week,
        weeks=page.calendar.weeks,
        iso_week=page.iso_week,
        date=date_text(page.day),
        day=day,
        days=days,
        last=date_text(page.calendar.end),
    )


def _publicity_text(page: WeeklyPage) -> str:
    word = _(WORDS[page.publicity])
    if page.grounds and not page.is_public:
        return _("Publicity: {publicity} ({grounds})").format(
            publicity=word, grounds="; ".join(map(without_addresses, page.grounds))
        )
    return _("Publicity: {publicity}").format(publicity=word)


def frozen_text(page: WeeklyPage) -> str:
    """Whether the page is of a frozen week, and of which version."""
    mark = page.mark
    if mark is None:
        return _("Draft: week {week} is not frozen yet.").format(week=page.week)
    if mark.version == 1:
        return _("Frozen, version 1")
    if mark.reason:
        return _("Frozen, version {version}; corrected: {reason}").format(
            version=mark.version, reason=without_addresses(mark.reason)
        )
    return _("Frozen, version {version}, a correction").format(version=mark.version)


def footer(page: WeeklyPage, teller: Teller) -> tuple[str, ...]:
    """The seal, what was left out, and what is not translated of all that was told."""
    lines = []
    if page.mark is not None:
        lines.append(
            _("Snapshot {number}, revision {revision}, taken {moment}").format(
                number=page.mark.number,
                revision=page.mark.revision,
                moment=moment_text(in_zone(page.mark.at, page.state.charter.zone)),
            )
        )
        if page.mark.seal:
            lines.append(_("Seal: {seal}").format(seal=page.mark.seal))
    if page.is_public:
        lines += left_out_sentences(page.left_out)
    if missing := teller.missing_text():
        lines.append(missing)
    return tuple(lines)
