"""The columns of the list of milestones, and what its filter looks at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from models.language import N_, _, signed_text
from models.rules.lights import WORST_FIRST, is_late, is_stale
from models.rules.progress import variance_workdays
from models.rules.records import Milestone, natural_key, text
from models.rules.words import SHAPES, WORDS, Light, Status
from screens.listing import Roll, alphabetical
from screens.widgets.columns import ListColumn, Look, day_cell, light_cell, word, yes
from screens.widgets.table_lines import Cell, CellValue, Tone

LIGHT_ORDER: Final[dict[Light | None, int | None]] = {
    None: None,
    **{each: n for n, each in enumerate(WORST_FIRST)},
}
STATUS_ORDER: Final = {each: place for place, each in enumerate(Status)}
STATUS_TONES: Final[dict[Status, Tone]] = {
    Status.NOT_STARTED: "",
    Status.IN_PROGRESS: "",
    Status.AT_RISK: "warning",
    Status.BLOCKED: "error",
    Status.DONE: "success",
    Status.DROPPED: "dim",
}


def owner_uid(look: Look, milestone: Milestone) -> str | None:
    """The uid of the owner who answers for it: its own, else its initiative's."""
    owner = look.state.owner_of(milestone)
    return None if owner is None else owner.uid


def _owner(look: Look, milestone: Milestone) -> CellValue:
    uid = owner_uid(look, milestone)
    if uid is None:
        return Cell(_("owner missing"), "warning" if milestone.is_open else "dim")
    return look.owner_names[uid]


def _owner_order(look: Look, milestone: Milestone) -> str | None:
    uid = owner_uid(look, milestone)
    return None if uid is None else alphabetical(look.owner_names[uid])


def _late(look: Look, milestone: Milestone) -> int | None:
    return look.state.late_workdays(milestone) if is_late(milestone, look.state.day) else None


def _late_cell(look: Look, milestone: Milestone) -> CellValue:
    late = _late(look, milestone)
    return "" if late is None else Cell(str(late), "error")


def _variance(look: Look, milestone: Milestone) -> int | None:
    return variance_workdays(milestone, look.state.calendar)


def _variance_cell(look: Look, milestone: Milestone) -> CellValue:
    variance = _variance(look, milestone)
    if not variance:
        return "" if variance is None else Cell("0", "dim")
    return Cell(signed_text(variance), "warning" if variance > 0 else "")


def _reason(look: Look, milestone: Milestone) -> str:
    reason = look.state.get("reason", milestone.reason)
    return "" if reason is None else text(reason, "name")


def _initiative(look: Look, milestone: Milestone) -> Any:
    return look.state.get("initiative", milestone.initiative)


def _stream(look: Look, milestone: Milestone) -> str:
    return look.stream_names[_initiative(look, milestone).stream]


def _first_line(note: str | None) -> str:
    return (note or "").partition("\n")[0]


def _or_none(words: str) -> str | None:
    return alphabetical(words) if words else None


def _title_in(code: str) -> Callable[[Look, Milestone], str]:
    return lambda look, m: getattr(m, f"title_{code}") or ""


def _title_order_in(code: str) -> Callable[[Look, Milestone], str | None]:
    return lambda look, m: _or_none(getattr(m, f"title_{code}") or "")


_TITLES: Final = {
    "fi": N_("title in Finnish"),
    "sv": N_("title in Swedish"),
    "en": N_("title in English"),
}

_Column = ListColumn[Look, Milestone]

MILESTONE_COLUMNS: Final[tuple[_Column, ...]] = (
    _Column(
        "light",
        N_("light"),
        3,
        lambda look, m: light_cell(look.state.light_by_milestone[m.uid]),
        lambda look, m: LIGHT_ORDER[look.state.light_by_milestone[m.uid]],
        frozen=True,
    ),
    _Column("id", N_("Id"), 5, lambda look, m: m.id, lambda look, m: natural_key(m.id), "id", frozen=True),
    _Column(
        "title",
        N_("title"),
        27,
        lambda look, m: text(m, "title"),
        lambda look, m: alphabetical(text(m, "title")),
        "title",
        flexible=True,
    ),
    _Column(
        "status",
        N_("status"),
        12,
        lambda look, m: Cell(word(m.status), STATUS_TONES[m.status]),
        lambda look, m: STATUS_ORDER[m.status],
        "status",
        words=Status,
    ),
    _Column(
        "forecast",
        N_("forecast"),
        10,
        lambda look, m: day_cell(m.forecast, "error" if is_late(m, look.state.day) else ""),
        lambda look, m: m.forecast,
        "forecast",
    ),
    _Column("late", N_("late by"), 4, _late_cell, _late, align="right"),
    _Column(
        "division",
        N_("division"),
        6,
        lambda look, m: look.division_ids[m.division],
        lambda look, m: natural_key(look.division_ids[m.division]),
        "division",
    ),
    _Column("owner", N_("owner"), 20, _owner, _owner_order, "owner"),
    _Column("variance", N_("variance"), 4, _variance_cell, _variance, align="right"),
    _Column(
        "weight", N_("weight"), 3, lambda look, m: str(m.weight), lambda look, m: m.weight, "weight", "right"
    ),
    _Column(
        "updated",
        N_("last update"),
        10,
        lambda look, m: day_cell(m.updated_on, "warning" if is_stale(m, look.state.day) else ""),
        lambda look, m: m.updated_on,
    ),
    _Column("reason", N_("reason"), 22, _reason, lambda look, m: _or_none(_reason(look, m)), "reason"),
    _Column(
        "actual", N_("actual"), 10, lambda look, m: day_cell(m.actual), lambda look, m: m.actual, "actual"
    ),
    _Column(
        "baseline",
        N_("baseline"),
        10,
        lambda look, m: day_cell(m.baseline),
        lambda look, m: m.baseline,
        is_usual=False,
    ),
    _Column(
        "initiative",
        N_("initiative"),
        24,
        lambda look, m: f"{_initiative(look, m).id} {text(_initiative(look, m), 'title')}",
        lambda look, m: natural_key(_initiative(look, m).id),
        "initiative",
        is_usual=False,
    ),
    _Column(
        "stream",
        N_("stream"),
        20,
        _stream,
        lambda look, m: natural_key(_stream(look, m)),
        is_usual=False,
    ),
    _Column(
        "note",
        N_("note"),
        30,
        lambda look, m: _first_line(m.note),
        lambda look, m: _or_none(_first_line(m.note)),
        is_usual=False,
    ),
    _Column(
        "trend",
        N_("in the trend chart"),
        5,
        lambda look, m: yes(m.trend),
        lambda look, m: not m.trend,
        "trend",
        is_usual=False,
    ),
    _Column(
        "created",
        N_("created on"),
        10,
        lambda look, m: day_cell(m.created_on),
        lambda look, m: m.created_on,
        is_usual=False,
    ),
    *(
        _Column(
            f"title_{code}",
            title,
            27,
            _title_in(code),
            _title_order_in(code),
            f"title_{code}",
            is_usual=False,
        )
        for code, title in _TITLES.items()
    ),
)
"""Every column that the list can show, in their usual order."""


def milestone_roll(look: Look, milestones: tuple[Milestone, ...]) -> Roll:
    """The milestones as rows to search and order.

    The filter looks at ids, title, division, owner, status, light and stream, and at the words for late and stale.
    """
    by_uid = {milestone.uid: milestone for milestone in milestones}
    columns = {column.key: column for column in MILESTONE_COLUMNS}
    lights = {light: f"{_(WORDS[light])} {SHAPES[light]}" if light else "" for light in (None, *Light)}
    statuses = {status: word(status) for status in Status}
    late, stale, missing, day = _("late"), _("stale"), _("owner missing"), look.state.day
    owners, light_of = look.owner_names, look.state.light_by_milestone

    def text_of(key: str) -> str:
        milestone = by_uid[key]
        initiative = look.state.get("initiative", milestone.initiative)
        owner = milestone.owner or initiative.owner
        return " ".join(
            (
                milestone.id,
                text(milestone, "title"),
                look.division_ids[milestone.division],
                owners.get(owner) or missing,
                statuses[milestone.status],
                lights[light_of[key]],
                look.stream_names[initiative.stream],
                late if is_late(milestone, day) else "",
                stale if is_stale(milestone, day) else "",
            )
        )

    def order_of(column: str) -> Callable[[str], Any]:
        value_of = columns[column].order
        return lambda key: value_of(look, by_uid[key])

    return Roll(tuple(by_uid), text_of, order_of)
