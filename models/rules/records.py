"""The plan's rows as frozen records: what every floor reads, and the rules reckon with.

They are named tuples because 10,000 of them are made in a fifth of the time that frozen dataclasses take.
A reference to another row holds its uid. Text in three languages stands in three fields; `text()` picks one.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from models.language import LANGUAGES, current
from models.rules.words import (
    ConfirmationSource,
    DependencyKind,
    DependencyState,
    LanguageCode,
    Light,
    Mode,
    Outcome,
    Phase,
    Publicity,
    Status,
    Weekday,
)

CLOSED: Final = (Status.DONE, Status.DROPPED)
"""What a milestone is no longer open with. Tuples: a set would hash its members in Python at every question."""
STANDING: Final = (DependencyState.ACCEPTED, DependencyState.ASKED)
"""What a dependency stands with: it is neither declined nor delivered."""


class Charter(NamedTuple):
    """The frame of a plan: one row."""

    uid: str
    name_fi: str | None
    name_sv: str | None
    name_en: str | None
    start: date
    """Day 1."""
    days: int
    """Length in calendar days; the last one is start + days - 1."""
    country: str
    """Whose public holidays are not worked: an ISO 3166 code of two letters."""
    zone: str
    """The time zone in which a day ends: an IANA name."""
    language: LanguageCode
    """The plan's working language."""
    baseline_on: date | None
    """The day on which the baseline was confirmed."""


class Narrative(NamedTuple):
    """What a person says of one week of the plan, in at most 100 words."""

    uid: str
    week: int
    """The plan's week; one narrative each."""
    text_fi: str | None
    text_sv: str | None
    text_en: str | None


class ClosedWeek(NamedTuple):
    """A week in which a division, or everybody, does not work on the plan."""

    uid: str
    division: str | None
    monday: date
    name_fi: str | None
    name_sv: str | None
    name_en: str | None


class Division(NamedTuple):
    """A division of the city, or its central administration."""

    uid: str
    id: str
    name_fi: str | None
    name_sv: str | None
    name_en: str | None
    headcount: int | None
    central: bool
    language: LanguageCode | None
    """The language of its hand-offs; None for the plan's."""
    valid_from: date | None
    valid_to: date | None
    position: int


class Unit(NamedTuple):
    """A part of a division that keeps a name of its own."""

    uid: str
    id: str
    division: str
    name_fi: str | None
    name_sv: str | None
    name_en: str | None
    headcount: int | None
    valid_from: date | None
    valid_to: date | None


class Owner(NamedTuple):
    """A role title that answers for things; never a person's name."""

    uid: str
    id: str
    role_fi: str | None
    role_sv: str | None
    role_en: str | None
    division: str | None


class Stream(NamedTuple):
    """A programme entity that groups initiatives."""

    uid: str
    id: str
    name_fi: str | None
    name_sv: str | None
    name_en: str | None
    position: int


class Theme(NamedTuple):
    """A theme that initiatives serve."""

    uid: str
    id: str
    name_fi: str | None
    name_sv: str | None
    name_en: str | None
    short_fi: str | None
    short_sv: str | None
    short_en: str | None


class Question(NamedTuple):
    """A question that the plan must answer."""

    uid: str
    id: str
    parent: str | None
    name_fi: str | None
    name_sv: str | None
    name_en: str | None


class Reason(NamedTuple):
    """A reason that people give for a slip, a block or a drop."""

    uid: str
    id: str
    name_fi: str | None
    name_sv: str | None
    name_en: str | None


class Initiative(NamedTuple):
    """Work that carries a goal of the plan."""

    uid: str
    id: str
    stream: str
    title_fi: str | None
    title_sv: str | None
    title_en: str | None
    lead: str
    """The division that leads it."""
    owner: str | None
    flagship: bool
    phase: Phase
    mode: Mode | None
    priority: int | None
    publicity: Publicity
    secrecy_ground: str | None
    light: Light | None
    """The light that a person set over the computed one."""
    light_reason: str | None
    supporting: frozenset[str] = frozenset()
    """Uids of the divisions that help."""
    themes: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()


class Milestone(NamedTuple):
    """A dated, weighted result of an initiative."""

    uid: str
    id: str
    initiative: str
    division: str
    title_fi: str | None
    title_sv: str | None
    title_en: str | None
    owner: str | None
    """Its own owner; None means the initiative's."""
    weight: int
    """1 to 13."""
    status: Status
    reason: str | None
    note: str | None
    baseline: date | None
    """The forecast at the moment the baseline was confirmed; None for what came later."""
    baseline_weight: int | None
    """The weight at that moment, so that a later change of weight never tilts the ideal line."""
    forecast: date
    actual: date | None
    """When it was met; every done milestone has one."""
    trend: bool
    """Flagged for the milestone trend chart."""
    created_on: date
    updated_on: date
    """The last change or confirmation."""
    course_on: date
    """The last change of its forecast, status or reason."""
    alive: bool = True
    """False for a removed row; only the burndown of days before its removal still counts it."""

    @property
    def in_scope(self) -> bool:
        """Not dropped and not removed."""
        return self.alive and self.status is not Status.DROPPED

    @property
    def is_open(self) -> bool:
        """In scope and not done."""
        return self.alive and self.status not in CLOSED


class Dependency(NamedTuple):
    """An agreement between two milestones: one waits for what the other provides."""

    uid: str
    id: str
    waiting: str
    provider: str
    kind: DependencyKind
    what_fi: str | None
    what_sv: str | None
    what_en: str | None
    need_by: date | None
    """When the waiting side needs it."""
    promised: date | None
    """When the providing side promises it."""
    state: DependencyState
    note: str | None
    state_on: date
    """The day on which its state became what it is."""

    @property
    def is_standing(self) -> bool:
        """Asked for or accepted: neither declined nor delivered yet."""
        return self.state in STANDING


class Body(NamedTuple):
    """Who decides: a board, a council, an office holder; and when it meets."""

    uid: str
    id: str
    name_fi: str | None
    name_sv: str | None
    name_en: str | None
    meets: Weekday | None
    """The weekday of its meetings; None where it has no rhythm."""
    every_weeks: int
    """Weeks from one meeting to the next."""
    first_meeting: date | None
    """A day on which it meets, from which every second or third week is counted."""
    agenda: Weekday | None
    """The weekday before a meeting by which matters must be on its agenda; None: the day of the meeting itself."""


class Decision(NamedTuple):
    """Something that a body must decide."""

    uid: str
    id: str
    title_fi: str | None
    title_sv: str | None
    title_en: str | None
    body_fi: str | None
    body_sv: str | None
    body_en: str | None
    needed: date
    made: date | None
    outcome: Outcome
    question: str | None
    initiative: str | None
    stops: str | None
    """What stops without it, in one sentence."""
    case_number: str | None
    """The city's own case number; the record itself stays in the city's case system."""
    decider: str | None = None
    """The body that decides, where the plan has a row of it; its name then stands before `body`."""


class Confirmation(NamedTuple):
    """Somebody said of a milestone: no change."""

    uid: str
    milestone: str
    day: date
    source: ConfirmationSource
    reference: str | None


class Handoff(NamedTuple):
    """A round of questions to one division, sent as a workbook."""

    uid: str
    id: str
    division: str
    week: int
    """The plan's week in which it was made."""
    sent: date | None
    """None while nobody said that the workbook was sent."""
    due: date
    returned: date | None
    """When it first came back."""
    cancelled: date | None
    rows_sent: int | None
    """Rows of the division's own."""
    rows_changed: int | None
    """Rows in which anything came back otherwise than it was sent, new ones included."""
    rows_confirmed: int | None
    """Rows of which the division said that nothing changed."""
    conflicts: int | None
    """Cells that both sides had changed, as far as they were met."""
    rejects: int | None
    """Cells of its last return that could not be read."""
    undecided: int | None
    """What still waits for a person: decisions that its last return asks for, and cells under review."""
    note: str | None


def text(record: Any, base: str, language: str | None = None) -> str:
    """The text `base` of a record (`title`, `name`, `role`, `what`) in a language, else in the next that has it.

    Args:
        language: `fi`, `sv` or `en`; None for the language in which messages are made now.
    """
    for candidate in (language or current(), *LANGUAGES):
        found = getattr(record, f"{base}_{candidate}")
        if found:
            return str(found)
    return ""


_DIGITS = re.compile(r"([0-9]+)")


@lru_cache(maxsize=100_000)
def natural_key(visible_id: str) -> tuple[str | int, ...]:
    """Orders visible ids as people do: A1.2 before A1.10, P1 before P10. Text and numbers alternate."""
    parts = _DIGITS.split(visible_id.casefold())
    return tuple([int(part) if place % 2 else part for place, part in enumerate(parts)])
