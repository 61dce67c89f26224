"""Dependencies told in words: how one stands, seen from either end, and how many of some need attention."""

from __future__ import annotations

from collections.abc import Sequence

from models.language import _, date_text, ngettext, number_text, short_date_text
from models.rules.dependencies import CONCERN_WORDS, Concern
from models.rules.records import text
from models.rules.words import Status
from screens.widgets.columns import word
from screens.widgets.dependency_look import DependencyLook, Line


def timing_text(line: Line) -> str:
    """How the promised date lies to the needed one."""
    days = line.slack
    if line.is_broken:
        return after_text(-days)
    if line.promised == line.need_by:
        return _("on the day it is needed")
    return ngettext("{days} working day before needed", "{days} working days before needed", days).format(
        days=number_text(days)
    )


def after_text(days: int) -> str:
    """So many working days later than needed; on a weekend it may be none."""
    if not days:
        return _("after it is needed")
    return ngettext("{days} working day after needed", "{days} working days after needed", days).format(
        days=number_text(days)
    )


def overdue_text(look: DependencyLook, line: Line) -> str:
    """By how many working days it is overdue."""
    days = look.state.late_workdays(line.provider)
    if not days:
        return _(CONCERN_WORDS[Concern.OVERDUE])
    return ngettext("overdue by {days} working day", "overdue by {days} working days", days).format(
        days=number_text(days)
    )


def trouble_text(look: DependencyLook, line: Line) -> str:
    """What is wrong with a dependency, in a few words; nothing where nothing is."""
    told = []
    if line.is_overdue:
        told.append(overdue_text(look, line))
    if line.is_broken:
        told.append(after_text(-line.slack))
    if line.is_unanswered:
        told.append(_(CONCERN_WORDS[Concern.UNANSWERED]))
    return ", ".join(told)


def arrow_text(look: DependencyLook, line: Line, seen_from: str) -> str:
    """A dependency as one of its ends sees it: `waits for B3.1 of KYMP, promised 12.11., 3 working days after needed`.

    Args:
        seen_from: the uid of that milestone.
    """
    is_waiting = seen_from == line.link.waiting
    other = line.provider if is_waiting else line.waiting
    names = {"id": other.id, "division": look.division_of(other)}
    if is_waiting:
        told = [_("waits for {id} of {division}").format(**names)]
    else:
        told = [
            _("{id} of {division} waits for it, by {date}").format(
                **names, date=short_date_text(line.need_by)
            )
        ]
    if line.is_active:
        day = short_date_text(line.promised)
        is_given = line.link.promised is not None
        told.append(
            _("promised {date}").format(date=day) if is_given else _("forecast {date}").format(date=day)
        )
        if line.is_overdue:
            told.append(overdue_text(look, line))
        if line.is_broken or not line.is_overdue:
            told.append(timing_text(line))
        if line.is_unanswered:
            told.append(_(CONCERN_WORDS[Concern.UNANSWERED]))
    else:
        told.append(settled_text(line))
    what = text(line.link, "what")
    return ", ".join(told) + (f": {what}" if what else "")


def line_text(look: DependencyLook, line: Line) -> str:
    """Everything about a dependency in one line."""
    waiting, provider = (f"{each.id} {text(each, 'title')}" for each in (line.waiting, line.provider))
    what = text(line.link, "what")
    told = [
        f"{line.link.id} {what}".strip(),
        f"{word(line.link.kind)}, {word(line.link.state)}",
        _("{waiting} waits for {provider}").format(waiting=waiting, provider=provider),
    ]
    if not line.is_active:
        told.append(settled_text(line))
    else:
        told.append(trouble_text(look, line) or timing_text(line))
    if line.link.note:
        told.append(line.link.note.partition("\n")[0])
    return " · ".join(told)


def settled_text(line: Line) -> str:
    """Why nobody waits any more: it is declined or delivered, or one of its ends is done or dropped."""
    if not line.link.is_standing:
        return word(line.link.state)
    closed = line.provider if not line.provider.is_open else line.waiting
    if closed.status is Status.DONE and closed.actual is not None:
        return _("{id} done on {date}").format(id=closed.id, date=date_text(closed.actual))
    return f"{closed.id} {word(closed.status)}"


def counts_text(lines: Sequence[Line]) -> str:
    """What is wrong with how many of some dependencies; nothing where nothing is."""
    overdue = sum(line.is_overdue for line in lines)
    broken = sum(line.is_broken for line in lines)
    told = []
    for found, words in (
        (overdue, ngettext("{count} overdue", "{count} overdue", overdue)),
        (
            broken,
            ngettext(
                "{count} with dates that do not line up", "{count} with dates that do not line up", broken
            ),
        ),
        (sum(line.is_unanswered for line in lines), _("{count} without an answer")),
        (sum(line.is_promise_missing for line in lines), _("{count} without a promise")),
    ):
        if found:
            told.append(words.format(count=number_text(found)))
    return ", ".join(told)
