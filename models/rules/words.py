"""The closed lists of the plan: what a status, a light or a publicity class can be, and their words for people."""

from __future__ import annotations

from enum import StrEnum

from models.language import LANGUAGES, N_, _, speaking
from models.rules.signs import with_ascii_signs


class Status(StrEnum):
    """Where a milestone stands. Done and dropped are no longer open."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    AT_RISK = "at_risk"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"


class Light(StrEnum):
    """A traffic light, in the order of "worst" first."""

    RED = "red"
    AMBER = "amber"
    GREY = "grey"
    GREEN = "green"


class Phase(StrEnum):
    """How far an initiative has come, apart from its status."""

    PREPARATION = "preparation"
    TRIAL = "trial"
    IN_USE = "in_use"


class Mode(StrEnum):
    """Whether an initiative is carried by several divisions or by its own."""

    JOINT = "joint"
    DIVISION = "division"


class Publicity(StrEnum):
    """The publicity class of a record; secret ones need their legal ground."""

    PUBLIC = "public"
    NOT_PUBLIC = "not_public"
    PARTLY_SECRET = "partly_secret"
    SECRET = "secret"


class DependencyKind(StrEnum):
    """Hard: the waiting milestone cannot be met before its provider. Soft: it would be better after it."""

    HARD = "hard"
    SOFT = "soft"


class DependencyState(StrEnum):
    """How far two divisions have agreed on a dependency."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DELIVERED = "delivered"


class Outcome(StrEnum):
    """What a body decided."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    NOTED = "noted"


class Weekday(StrEnum):
    """A day of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """As `date.weekday()` counts: 0 for Monday."""
        return list(Weekday).index(self)


class ConfirmationSource(StrEnum):
    """Who said that nothing had changed: the office on its round, a returned hand-off, or somebody at the screen."""

    ROUND = "round"
    HANDOFF = "handoff"
    OFFICE = "office"


class HandoffState(StrEnum):
    """How far a hand-off has come."""

    MADE = "made"
    """The workbook is written; nobody said that it was sent."""
    SENT = "sent"
    RETURNED = "returned"
    """It came back, and something of it is not decided yet."""
    MERGED = "merged"
    MISSING = "missing"
    """It is due and did not come back."""
    CANCELLED = "cancelled"


class LanguageCode(StrEnum):
    """A language in which the plan works or a division reads."""

    FI = "fi"
    SV = "sv"
    EN = "en"


WORDS: dict[StrEnum, str] = {
    Status.NOT_STARTED: N_("not started"),
    Status.IN_PROGRESS: N_("in progress"),
    Status.AT_RISK: N_("at risk"),
    Status.BLOCKED: N_("blocked"),
    Status.DONE: N_("done"),
    Status.DROPPED: N_("dropped"),
    Light.RED: N_("red"),
    Light.AMBER: N_("amber"),
    Light.GREY: N_("grey"),
    Light.GREEN: N_("green"),
    Phase.PREPARATION: N_("preparation"),
    Phase.TRIAL: N_("trial"),
    Phase.IN_USE: N_("in use"),
    Mode.JOINT: N_("joint"),
    Mode.DIVISION: N_("one division"),
    Publicity.PUBLIC: N_("public"),
    Publicity.NOT_PUBLIC: N_("not public"),
    Publicity.PARTLY_SECRET: N_("partly secret"),
    Publicity.SECRET: N_("secret"),
    DependencyKind.HARD: N_("hard"),
    DependencyKind.SOFT: N_("soft"),
    DependencyState.ASKED: N_("asked"),
    DependencyState.ACCEPTED: N_("accepted"),
    DependencyState.DECLINED: N_("declined"),
    DependencyState.DELIVERED: N_("delivered"),
    Outcome.OPEN: N_("open"),
    Outcome.APPROVED: N_("approved"),
    Outcome.REJECTED: N_("rejected"),
    Outcome.NOTED: N_("noted"),
    Weekday.MONDAY: N_("Monday"),
    Weekday.TUESDAY: N_("Tuesday"),
    Weekday.WEDNESDAY: N_("Wednesday"),
    Weekday.THURSDAY: N_("Thursday"),
    Weekday.FRIDAY: N_("Friday"),
    Weekday.SATURDAY: N_("Saturday"),
    Weekday.SUNDAY: N_("Sunday"),
    ConfirmationSource.ROUND: N_("round"),
    ConfirmationSource.HANDOFF: N_("hand-off"),
    ConfirmationSource.OFFICE: N_("office"),
    HandoffState.MADE: N_("made"),
    HandoffState.SENT: N_("sent"),
    HandoffState.RETURNED: N_("returned in part"),
    HandoffState.MERGED: N_("merged"),
    HandoffState.MISSING: N_("missing"),
    HandoffState.CANCELLED: N_("cancelled"),
    LanguageCode.FI: N_("Finnish"),
    LanguageCode.SV: N_("Swedish"),
    LanguageCode.EN: N_("English"),
}
"""The English word of each member; `_()` of it is what a person sees."""


def light_word(light: Light | None) -> str:
    """A light in the reader's language; empty where there is none, because all is done or dropped."""
    return _(WORDS[light]) if light is not None else ""


SHAPES: dict[Light | None, str] = {
    Light.RED: "■ R",
    Light.AMBER: "▲ A",
    Light.GREEN: "● G",
    Light.GREY: "○ –",
    None: "",
}
"""A light by shape and letter, so that nothing depends on its colour."""

ASCII_SHAPES: dict[Light | None, str] = {light: with_ascii_signs(shape) for light, shape in SHAPES.items()}
"""The same for terminals and readers that know only ASCII."""

ROUND_SHAPES: dict[HandoffState, str] = {
    HandoffState.MADE: "○",
    HandoffState.SENT: "→",
    HandoffState.RETURNED: "◐",
    HandoffState.MERGED: "●",
    HandoffState.MISSING: "■",
    HandoffState.CANCELLED: "×",
}
"""How far a hand-off has come in one cell; no two look alike without their colours."""


def words_in_all_languages(words: type[StrEnum]) -> dict[str, tuple[str, ...]]:
    """The words of a closed list in every language of the interface, by code."""
    found: dict[str, list[str]] = {member.value: [] for member in words}
    for language in LANGUAGES:
        with speaking(language):
            for member in words:
                found[member.value].append(_(WORDS[member]))
    return {code: tuple(said) for code, said in found.items()}
