"""What a forecast says, in sentences: the same on the screen, on the command line and in a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from models.language import N_, _, date_text, ngettext, number_text, percent_text
from models.rules.forecast import (
    FIRM_WORKDAYS,
    HORIZON_WORKDAYS,
    LEAST_WORKDAYS,
    SURE_PERCENT,
    Basis,
    Forecast,
    Refusal,
)

TOLD_AFTER: Final = timedelta(weeks=3)
"""How old the forecast is that people are reminded of."""

REFUSALS: Final[dict[Refusal, str]] = {
    Refusal.NO_WORK: N_("no work"),
    Refusal.DONE: N_("done"),
    Refusal.TOO_LITTLE_HISTORY: N_("too little history"),
    Refusal.DOES_NOT_CONVERGE: N_("does not converge"),
}
"""Why there is no date, in a word or two; `_()` translates it."""


def _sure() -> str:
    return percent_text(SURE_PERCENT / 100)


def basis_text(basis: Basis) -> str:
    """What the forecast rests on."""
    days = basis.workdays
    return ngettext(
        "A weight of {done} was done in {days} working day since {first}; {remaining} of {scope} remain.",
        "A weight of {done} was done in {days} working days since {first}; {remaining} of {scope} remain.",
        days,
    ).format(
        days=number_text(days),
        first=date_text(basis.first),
        done=number_text(basis.throughput),
        remaining=number_text(basis.remaining),
        scope=number_text(basis.weights.scope),
    )


def summary_text(found: Forecast) -> str:
    """By when all is done at 85 %, or why that cannot be said."""
    date = found.at(SURE_PERCENT)
    if date is None:
        return refusal_text(found)
    sentence = (
        _("All is done by {date} at {percent}, within the plan's {days} days.")
        if date <= found.basis.last
        else _("All is done by {date} at {percent}; day {days} is {last}.")
    )
    told = sentence.format(
        date=date_text(date),
        percent=_sure(),
        days=number_text(found.basis.days),
        last=date_text(found.basis.last),
    )
    return f"{told} {weak_text()}" if found.is_weak else told


def weak_text() -> str:
    """What is said of a forecast with little history."""
    return _("That is a weak forecast: it rests on fewer than {days} working days.").format(
        days=FIRM_WORKDAYS
    )


def refusal_text(found: Forecast) -> str:
    """Why there is no date, as a sentence; nothing where there is one."""
    if found.refusal is Refusal.NO_WORK:
        return _("There is no work to forecast.")
    if found.refusal is Refusal.DONE:
        return _("All is done since {date}.").format(date=date_text(found.basis.finished_on))
    if found.refusal is Refusal.TOO_LITTLE_HISTORY:
        return ngettext(
            "{days} working day is too little history for a forecast; it takes {least}.",
            "{days} working days are too little history for a forecast; it takes {least}.",
            found.basis.workdays,
        ).format(days=found.basis.workdays, least=LEAST_WORKDAYS)
    if found.refusal is Refusal.DOES_NOT_CONVERGE:
        return _(
            "The forecast does not converge: at the pace so far the work is not done in {days} working days."
        ).format(days=number_text(HORIZON_WORKDAYS))
    return ""


def by_end_text(found: Forecast) -> str:
    """How much is done by the plan's last day, the lower count, or was; nothing where that cannot be said."""
    if found.basis.done_by_end is not None and found.refusal is not Refusal.NO_WORK:
        return _("A weight of {weight} was done by day {days}, {last}.").format(
            days=number_text(found.basis.days),
            last=date_text(found.basis.last),
            weight=number_text(found.basis.done_by_end),
        )
    if found.by_end is None or found.refusal is Refusal.DONE:
        return ""
    return _(
        "By day {days}, {last}, at least {weight} of {scope} in weight and {milestones} of {all} milestones"
        " are done at {percent}."
    ).format(
        days=number_text(found.basis.days),
        last=date_text(found.basis.last),
        weight=number_text(found.by_end.weight),
        scope=number_text(found.basis.weights.scope),
        milestones=number_text(found.by_end.milestones),
        all=number_text(found.basis.milestones_in_scope),
        percent=_sure(),
    )


def weeks_text(basis: Basis) -> str:
    """The weeks ahead in which less is done; nothing where there are none."""
    if not basis.reduced_weeks:
        return ""
    told = ", ".join(
        f"{date_text(week.monday)} {percent_text(float(week.factor))}" for week in basis.reduced_weeks
    )
    return _("Closed weeks count in part, by who is away: {weeks}.").format(weeks=told)


def record_to_tell(record: Sequence[Forecast], now: Forecast) -> Forecast | None:
    """The past forecast of which people are reminded: the newest that is three weeks old, else the oldest."""
    dated = [past for past in record if past.dates]
    old = [past for past in dated if past.day <= now.day - TOLD_AFTER]
    return old[-1] if old else dated[0] if dated else None


def past_text(past: Forecast, now: Forecast) -> str:
    """What was said on an earlier day, and what came of it; nothing where nothing was said."""
    said = past.at(SURE_PERCENT)
    if said is None:
        return ""
    weeks = (now.day - past.day).days // 7
    sentence = (
        ngettext(
            "{weeks} week ago ({day}) we said {date} at {percent}.",
            "{weeks} weeks ago ({day}) we said {date} at {percent}.",
            weeks,
        )
        if weeks
        else _("On {day} we said {date} at {percent}.")
    )
    told = sentence.format(weeks=weeks, day=date_text(past.day), date=date_text(said), percent=_sure())
    now_said = now.at(SURE_PERCENT)
    if now.basis.finished_on is not None:
        happened = _("All was done on {date}.").format(date=date_text(now.basis.finished_on))
    elif said < now.day:
        happened = _("That day has passed, and {remaining} remain.").format(
            remaining=number_text(now.basis.remaining)
        )
    elif now_said == said:
        happened = _("We still say so.")
    elif now_said is not None:
        happened = _("Now we say {date}.").format(date=date_text(now_said))
    else:
        return told
    return f"{told} {happened}"
