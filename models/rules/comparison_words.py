"""A comparison in words of the reader's language: each thing that differs, and what all of them come to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from models.language import N_, _, date_text, ngettext, number_text, signed_text
from models.rules.comparison import (
    Change,
    Comparison,
    Entry,
    Facet,
    Group,
    LightChange,
    Side,
    Summary,
    Tally,
    light_change,
)
from models.rules.fields import KINDS
from models.rules.records import text
from models.rules.words import WORDS

CHANGE_WORDS: Final[dict[Change, str]] = {
    Change.ADDED: N_("added"),
    Change.BROUGHT_BACK: N_("brought back"),
    Change.REMOVED: N_("removed"),
    Change.DROPPED: N_("dropped"),
    Change.DONE: N_("done"),
    Change.REOPENED: N_("reopened"),
    Change.DELIVERED: N_("delivered"),
    Change.MADE: N_("decided"),
    Change.MOVED: N_("date moved"),
    Change.NEED_BY: N_("need-by date"),
    Change.PROMISED: N_("promised date"),
    Change.STATUS: N_("status"),
    Change.STATE: N_("state"),
    Change.OUTCOME: N_("outcome"),
    Change.ACTUAL: N_("actual date"),
    Change.LIGHT: N_("light"),
    Change.GIVEN_LIGHT: N_("light set by a person"),
    Change.OWNER: N_("owner"),
    Change.WEIGHT: N_("weight"),
    Change.INITIATIVE: N_("initiative"),
    Change.STREAM: N_("stream"),
    Change.DIVISION: N_("division"),
}
"""What each kind of change is called in a column or a count, in English."""

LIGHT_CHANGE_WORDS: Final[dict[LightChange, str]] = {
    LightChange.WORSE: N_("worse"),
    LightChange.BETTER: N_("better"),
    LightChange.SAME: N_("the same"),
    LightChange.NEWLY_RATED: N_("newly rated"),
    LightChange.NO_LONGER_RATED: N_("no longer rated"),
}
"""How a light changed, in English."""


# The two sides and the groups.


def side_text(side: Side) -> str:
    """A snapshot or the plan, as a heading names it: week 8, 12.10.2018."""
    if side.version is None:
        return _("the plan on {date}").format(date=date_text(side.day))
    told = _("week {week}, {date}").format(week=side.week, date=date_text(side.day))
    if side.version == 1:
        return told
    return _("{week}, version {version}").format(week=told, version=side.version)


def heading_text(found: Comparison) -> str:
    """Between what the comparison is."""
    told = _("From {earlier} to {later}").format(earlier=side_text(found.then), later=side_text(found.now))
    return told[:1].upper() + told[1:]


def backwards_text(found: Comparison) -> str:
    """That the comparison leads back in time; empty where it does not."""
    if not found.is_backwards:
        return ""
    return _("The first of the two is the later one: the list tells the way back.")


def group_text(group: Group) -> str:
    """The heading of a group: a stream or division by id and name, or the kind of its rows."""
    if group.part is not None:
        return f"{group.part.id} {text(group.part, 'name')}".strip()
    return _("Dependencies") if group.kind == "dependency" else _("Decisions")


def title_text(entry: Entry) -> str:
    """What a row is about, without its id; of a dependency, who waits for whom and for what."""
    if entry.kind != "dependency":
        return text(entry.row, "title")
    what = text(entry.row, "what")
    if entry.waiting is None or entry.provider is None:
        return what
    return _("{waiting} waits for {provider}: {what}").format(
        waiting=entry.waiting.id, provider=entry.provider.id, what=what
    )


# One thing that differs.


def facet_text(facet: Facet, entry: Entry) -> str:
    """One thing that differs, in a few words."""
    return _TEXTS.get(facet.change, _between_text)(facet, entry)


def told_facets(entry: Entry) -> list[Facet]:
    """What differs of a row, as people are told it.

    That a light is there no longer is left out: that the milestone is done, dropped or removed says it.
    """
    return [
        facet for facet in entry.facets if facet.change is not Change.LIGHT or facet.new is not None
    ]  # fmt: skip


def facet_texts(entry: Entry) -> list[str]:
    """The same, each in a few words."""
    return [facet_text(facet, entry) for facet in told_facets(entry)]


def entry_text(entry: Entry) -> str:
    """The same on one line."""
    return "; ".join(facet_texts(entry))


def why_text(facet: Facet) -> str:
    """The reason that was given, or what a person said; empty for none."""
    return facet.said or (text(facet.reason, "name") if facet.reason is not None else "")


def value_text(value: Any) -> str:
    """What a facet holds, in words: a date, a word of a closed list, a number, a row by its name or id."""
    if value is None:
        return ""
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, int):
        return number_text(value)
    if isinstance(value, str):
        return _(WORDS[value])  # type: ignore[index]
    return text(value, "role") if hasattr(value, "role_en") else str(value.id)


def workdays_text(workdays: int) -> str:
    """How much later or earlier a date is, in working days."""
    if not workdays:
        return _("no working day between")
    if workdays > 0:
        return ngettext(
            "{count} working day later", "{count} working days later", workdays
        ).format(count=number_text(workdays))  # fmt: skip
    return ngettext(
        "{count} working day earlier", "{count} working days earlier", -workdays
    ).format(count=number_text(-workdays))  # fmt: skip


def _came_text(facet: Facet, entry: Entry) -> str:
    word = _(CHANGE_WORDS[facet.change])
    if entry.kind == "milestone":
        return _("{what}, forecast {date}, weight {weight}").format(
            what=word, date=date_text(facet.new), weight=number_text(entry.row.weight)
        )
    if entry.kind == "decision":
        return _("{what}, needed by {date}").format(what=word, date=date_text(facet.new))
    return word


def _went_text(facet: Facet, entry: Entry) -> str:
    told = _(CHANGE_WORDS[facet.change])
    if entry.kind == "milestone":
        counted = entry.before if facet.change is Change.REMOVED else entry.row
        told = _("{what}, weight {weight}").format(what=told, weight=number_text(counted.weight))
        if facet.change is Change.REMOVED and not entry.before.is_open:
            # It did not count as open any more, and a reader would think so.
            told += ", " + _("before that {status}").format(status=_(WORDS[entry.before.status]))
    return _with_reason(told, facet)


def _done_text(facet: Facet, _entry: Entry) -> str:
    return _("done on {date}").format(date=date_text(facet.new))


def _made_text(facet: Facet, _entry: Entry) -> str:
    return _("decided on {date}: {outcome}").format(date=date_text(facet.new), outcome=_(WORDS[facet.old]))


def _reopened_text(facet: Facet, entry: Entry) -> str:
    if entry.kind == "decision":
        return _("no longer decided")
    told = _("reopened, now {status}").format(status=_(WORDS[facet.new]))
    return _with_reason(told, facet)


def _delivered_text(facet: Facet, _entry: Entry) -> str:
    return _(CHANGE_WORDS[facet.change])


def _moved_text(facet: Facet, entry: Entry) -> str:
    old, new, days = date_text(facet.old), date_text(facet.new), workdays_text(facet.workdays or 0)
    if entry.kind == "decision":
        return _("needed by {new} instead of {old}, {days}").format(old=old, new=new, days=days)
    told = _("moved from {old} to {new}, {days}").format(old=old, new=new, days=days)
    if facet.times > 1:
        told += ", " + ngettext("in {count} move", "in {count} moves", facet.times).format(
            count=number_text(facet.times)
        )
    return _with_reason(told, facet)


def _date_text(facet: Facet, entry: Entry) -> str:
    told = _between_text(facet, entry)
    return told if facet.workdays is None else f"{told}, {workdays_text(facet.workdays)}"


def _between_text(facet: Facet, _entry: Entry) -> str:
    """From what to what; says so where it was, or is, nothing."""
    what, old, new = _(CHANGE_WORDS[facet.change]), value_text(facet.old), value_text(facet.new)
    if not old:
        return _with_reason(_("{what}: {new}, none before").format(what=what, new=new), facet)
    if not new:
        return _with_reason(_("{what}: none, {old} before").format(what=what, old=old), facet)
    return _with_reason(_("{what}: from {old} to {new}").format(what=what, old=old, new=new), facet)


def _owner_text(facet: Facet, _entry: Entry) -> str:
    missing = _("owner missing")
    return _("{what}: from {old} to {new}").format(
        what=_(CHANGE_WORDS[Change.OWNER]),
        old=value_text(facet.old) or missing,
        new=value_text(facet.new) or missing,
    )


def _light_text(facet: Facet, _entry: Entry) -> str:
    change = light_change(facet.old, facet.new)
    told = {"old": value_text(facet.old), "new": value_text(facet.new)}
    if change is LightChange.NEWLY_RATED:
        return _("light: newly rated, {new}").format(**told)
    if change is LightChange.NO_LONGER_RATED:
        return _("light: no longer rated, {old} before").format(**told)
    sentence = (
        _("light: worse, from {old} to {new}")
        if change is LightChange.WORSE
        else _("light: better, from {old} to {new}")
    ).format(**told)
    if facet.passed is not None:
        sentence += ", " + _("{date} passed and nobody moved it").format(date=date_text(facet.passed))
    return sentence


def _with_reason(told: str, facet: Facet) -> str:
    why = why_text(facet)
    return _("{what}, reason: {reason}").format(what=told, reason=why) if why else told


_TEXTS: Final[dict[Change, Callable[[Facet, Entry], str]]] = {
    Change.ADDED: _came_text,
    Change.BROUGHT_BACK: _came_text,
    Change.REMOVED: _went_text,
    Change.DROPPED: _went_text,
    Change.DONE: _done_text,
    Change.REOPENED: _reopened_text,
    Change.DELIVERED: _delivered_text,
    Change.MADE: _made_text,
    Change.MOVED: _moved_text,
    Change.NEED_BY: _date_text,
    Change.PROMISED: _date_text,
    Change.ACTUAL: _date_text,
    Change.LIGHT: _light_text,
    Change.OWNER: _owner_text,
}


# All of them.


def summary_texts(found: Comparison) -> tuple[tuple[str, str], ...]:
    """The comparison in numbers, as labels and what stands beside them; what did not happen is left out."""
    summary = found.summary
    told = [
        (_("Scope"), _scope_text(summary)),
        (_("Done"), _done_total_text(summary)),
        (_("Dates"), _dates_text(summary)),
        (_("Lights"), _lights_text(summary)),
        (_("Other"), _counts_text(summary, "milestone", _ALSO)),
    ]
    told += [
        (label, _counts_text(summary, kind, tuple(Change)))
        for kind, label in (
            ("initiative", _("Initiatives")),
            ("dependency", _("Dependencies")),
            ("decision", _("Decisions")),
        )
    ]
    return tuple((label, said) for label, said in told if said)


_ALSO: Final = (
    Change.STATUS,
    Change.OWNER,
    Change.WEIGHT,
    Change.ACTUAL,
    Change.INITIATIVE,
    Change.DIVISION,
)
"""Of milestones, what the other lines of a summary do not count."""


def _scope_text(summary: Summary) -> str:
    then, now = summary.then, summary.now
    told = [
        _tally_text(_("added"), summary.added, 1),
        _tally_text(_("brought back"), summary.brought_back, 1),
        _tally_text(_("dropped"), summary.dropped, -1),
        _tally_text(_("removed"), summary.removed, -1),
        _reweighed_text(summary.reweighed),
    ]
    return _total_text(
        (then.in_scope, now.in_scope), (then.weight_in_scope, now.weight_in_scope), told
    )  # fmt: skip


def _done_total_text(summary: Summary) -> str:
    then, now = summary.then, summary.now
    told = [
        _tally_text(_("done"), summary.done, 1),
        _tally_text(_("reopened"), summary.reopened, -1),
        _tally_text(_("dropped or removed"), summary.done_gone, -1),
        _reweighed_text(summary.done_reweighed),
    ]
    return _total_text((then.done, now.done), (then.weight_done, now.weight_done), told)


def _total_text(rows: tuple[int, int], weights: tuple[int, int], parts: list[str]) -> str:
    (then, now), (weight_then, weight_now) = map(number_text, rows), map(number_text, weights)
    told = _("milestones {then} → {now}, weight {weight_then} → {weight_now}").format(
        then=then, now=now, weight_then=weight_then, weight_now=weight_now
    )
    said = ", ".join(part for part in parts if part)
    return f"{told}: {said}" if said else told


def _tally_text(what: str, tally: Tally, sign: int) -> str:
    """How many, and their weight with its sign; where not all of them counted, how many did."""
    if not tally.rows:
        return ""
    weight = signed_text(sign * tally.weight)
    if tally.counted != tally.rows:
        sentence = (
            _("{what} {count}, {counted} of them in scope now ({weight})")
            if sign > 0
            else _("{what} {count}, {counted} of them in scope before ({weight})")
        )
        return sentence.format(
            what=what, count=number_text(tally.rows), counted=number_text(tally.counted), weight=weight
        )
    return _("{what} {count} ({weight})").format(what=what, count=number_text(tally.rows), weight=weight)


def _reweighed_text(weight: int) -> str:
    return _("weights changed ({weight})").format(weight=signed_text(weight)) if weight else ""


def _dates_text(summary: Summary) -> str:
    told = {_("moved later"): summary.later, _("moved earlier"): summary.earlier}
    return ", ".join(f"{what} {number_text(count)}" for what, count in told.items() if count)


def _lights_text(summary: Summary) -> str:
    return ", ".join(
        f"{_(LIGHT_CHANGE_WORDS[change])} {number_text(count)}"
        for change, count in summary.lights.items()
        if count
    )


def _counts_text(summary: Summary, kind: str, changes: tuple[Change, ...]) -> str:
    counts = summary.kinds[kind]
    return ", ".join(
        f"{_(CHANGE_WORDS[change])} {number_text(counts[change])}" for change in changes if counts.get(change)
    )


def kind_text(entry: Entry) -> str:
    """What kind of row it is."""
    return _(KINDS[entry.kind].label)
