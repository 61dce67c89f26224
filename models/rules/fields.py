"""What each kind of row is made of: the one description that edits, workbooks, forms and the command line share."""

from __future__ import annotations

import builtins
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import Any, Final

from models.language import LANGUAGES, N_
from models.rules import records
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

Value = str | int | bool | date | None
"""What a field can hold; a member of a closed list is its code, a reference the uid of the other row."""

EXISTS: Final = "exists"
"""The pseudo-field whose edits create (None to True), remove (True to False) and bring back (False to True) a row."""

MAX_LINE: Final = 400
"""Longest text of one line, in UTF-16 units."""
MAX_TEXT: Final = 32_000
"""Longest text a workbook cell takes safely, in UTF-16 units."""
MAX_ID: Final = 40
"""Longest visible id, in UTF-16 units."""
MAX_WEIGHT: Final = 13


class FieldType(Enum):
    """How a field's value is read, checked and shown."""

    ID = "id"
    """The visible id: one line, unique among the rows of its kind."""
    LINE = "line"
    TEXT = "text"
    """Text of several lines."""
    NUMBER = "number"
    DATE = "date"
    WORD = "word"
    """A member of a closed list."""
    FLAG = "flag"
    REFERENCE = "reference"
    """The uid of a row of another kind."""


@dataclass(frozen=True)
class Field:
    """One field of a kind."""

    name: str
    type: FieldType
    label: str
    """Its name for people, in English; `_()` translates it."""
    required: bool = False
    refers_to: str | None = None
    """The kind whose uid a reference holds."""
    words: builtins.type[StrEnum] | None = None
    """The closed list of a word."""
    low: int = 0
    high: int = 10_000_000
    by_program: bool = False
    """Kept by the program itself; no form, workbook or command sets it."""
    default: Value = None
    within_plan: bool = False
    """A date that is expected to be one of the plan's days; one that is not is kept, and told."""
    base: str | None = None
    """`title` of `title_fi`: the text of which this is one language."""
    language: str | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of row."""

    name: str
    label: str
    """Its name for people, in English; `_()` translates it."""
    record: Any
    """The frozen record that holds a row."""
    fields: tuple[Field, ...]
    named_by: str | None = None
    """The text in three languages by which people know a row: `title` or `name`."""
    sets: dict[str, str] = field(default_factory=dict)
    """Names of sets of other rows, and the kind of their members; one edit per member."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {f.name: f for f in self.fields})

    def field(self, name: str) -> Field | None:
        """The field called `name`, or None."""
        found: Field | None = self._by_name.get(name)  # type: ignore[attr-defined]
        return found

    @property
    def has_id(self) -> bool:
        """Whether its rows have a visible id."""
        return self.fields[0].type is FieldType.ID


def _id() -> Field:
    return Field("id", FieldType.ID, N_("id"), required=True)


def _line(name: str, label: str, **more: Any) -> Field:
    return Field(name, FieldType.LINE, label, **more)


def _number(name: str, label: str, **more: Any) -> Field:
    return Field(name, FieldType.NUMBER, label, **more)


def _date(name: str, label: str, **more: Any) -> Field:
    return Field(name, FieldType.DATE, label, **more)


def _flag(name: str, label: str, **more: Any) -> Field:
    return Field(name, FieldType.FLAG, label, required=True, default=False, **more)


def _word(name: str, label: str, words: type[StrEnum], **more: Any) -> Field:
    return Field(name, FieldType.WORD, label, words=words, **more)


def _reference(name: str, label: str, kind: str, **more: Any) -> Field:
    return Field(name, FieldType.REFERENCE, label, refers_to=kind, **more)


def _three(base: str, label: str) -> tuple[Field, ...]:
    return tuple(_line(f"{base}_{code}", label, base=base, language=code) for code in LANGUAGES)


_ALL: Final = (
    Kind(
        "charter",
        N_("plan"),
        records.Charter,
        (
            *_three("name", N_("name")),
            _date("start", N_("first day"), required=True),
            _number("days", N_("length in days"), required=True, low=1, high=1000, default=90),
            _line("country", N_("country"), required=True, default="FI"),
            _line("zone", N_("time zone"), required=True, default="Europe/Helsinki"),
            _word("language", N_("working language"), LanguageCode, required=True, default="en"),
            _date("baseline_on", N_("baseline confirmed on"), by_program=True),
        ),
        named_by="name",
    ),
    Kind(
        "narrative",
        N_("narrative"),
        records.Narrative,
        (
            _number("week", N_("week"), required=True, low=1, high=200),
            *(
                Field(f"text_{code}", FieldType.TEXT, N_("narrative"), base="text", language=code)
                for code in LANGUAGES
            ),
        ),
        named_by="text",
    ),
    Kind(
        "division",
        N_("division"),
        records.Division,
        (
            _id(),
            *_three("name", N_("name")),
            _number("headcount", N_("headcount")),
            _flag("central", N_("central administration")),
            _word("language", N_("language of hand-offs"), LanguageCode),
            _date("valid_from", N_("valid from")),
            _date("valid_to", N_("valid to")),
            _number("position", N_("position"), required=True, by_program=True, default=0),
        ),
        named_by="name",
    ),
    Kind(
        "closed_week",
        N_("closed week"),
        records.ClosedWeek,
        (
            _reference("division", N_("division"), "division"),
            _date("monday", N_("Monday"), required=True),
            *_three("name", N_("name")),
        ),
        named_by="name",
    ),
    Kind(
        "unit",
        N_("unit"),
        records.Unit,
        (
            _id(),
            _reference("division", N_("division"), "division", required=True),
            *_three("name", N_("name")),
            _number("headcount", N_("headcount")),
            _date("valid_from", N_("valid from")),
            _date("valid_to", N_("valid to")),
        ),
        named_by="name",
    ),
    Kind(
        "owner",
        N_("owner"),
        records.Owner,
        (_id(), *_three("role", N_("role title")), _reference("division", N_("division"), "division")),
        named_by="role",
    ),
    Kind(
        "stream",
        N_("stream"),
        records.Stream,
        (
            _id(),
            *_three("name", N_("name")),
            _number("position", N_("position"), required=True, by_program=True, default=0),
        ),
        named_by="name",
    ),
    Kind(
        "theme",
        N_("theme"),
        records.Theme,
        (_id(), *_three("name", N_("name")), *_three("short", N_("short name"))),
        named_by="name",
    ),
    Kind(
        "question",
        N_("question"),
        records.Question,
        (_id(), _reference("parent", N_("part of"), "question"), *_three("name", N_("question"))),
        named_by="name",
    ),
    Kind("reason", N_("reason"), records.Reason, (_id(), *_three("name", N_("reason"))), named_by="name"),
    Kind(
        "initiative",
        N_("initiative"),
        records.Initiative,
        (
            _id(),
            _reference("stream", N_("stream"), "stream", required=True),
            *_three("title", N_("title")),
            _reference("lead", N_("leading division"), "division", required=True),
            _reference("owner", N_("owner"), "owner"),
            _flag("flagship", N_("flagship")),
            _word("phase", N_("phase"), Phase, required=True, default="preparation"),
            _word("mode", N_("carried by"), Mode),
            _number("priority", N_("priority"), low=1, high=9),
            _word("publicity", N_("publicity"), Publicity, required=True, default="public"),
            _line("secrecy_ground", N_("legal ground of secrecy")),
            _word("light", N_("light set by a person"), Light),
            _line("light_reason", N_("reason for that light")),
        ),
        named_by="title",
        sets={"supporting": "division", "themes": "theme", "questions": "question"},
    ),
    Kind(
        "milestone",
        N_("milestone"),
        records.Milestone,
        (
            _id(),
            _reference("initiative", N_("initiative"), "initiative", required=True),
            _reference("division", N_("division"), "division", required=True),
            *_three("title", N_("title")),
            _reference("owner", N_("owner"), "owner"),
            _number("weight", N_("weight"), required=True, low=1, high=MAX_WEIGHT, default=1),
            _word("status", N_("status"), Status, required=True, default="not_started"),
            _reference("reason", N_("reason"), "reason"),
            Field("note", FieldType.TEXT, N_("note")),
            _date("baseline", N_("baseline"), by_program=True),
            _number("baseline_weight", N_("weight in the baseline"), by_program=True),
            _date("forecast", N_("forecast"), required=True, within_plan=True),
            _date("actual", N_("actual"), within_plan=True),
            _flag("trend", N_("in the trend chart")),
            _date("created_on", N_("created on"), required=True, by_program=True),
            _date("updated_on", N_("last update"), required=True, by_program=True),
            _date("course_on", N_("last change of date, status or reason"), required=True, by_program=True),
        ),
        named_by="title",
    ),
    Kind(
        "dependency",
        N_("dependency"),
        records.Dependency,
        (
            _id(),
            _reference("waiting", N_("waiting milestone"), "milestone", required=True),
            _reference("provider", N_("providing milestone"), "milestone", required=True),
            _word("kind", N_("kind"), DependencyKind, required=True, default="hard"),
            *_three("what", N_("what is handed over")),
            _date("need_by", N_("need by"), within_plan=True),
            _date("promised", N_("promised"), within_plan=True),
            _word("state", N_("state"), DependencyState, required=True, default="asked"),
            Field("note", FieldType.TEXT, N_("note")),
            _date("state_on", N_("last change of state"), required=True, by_program=True),
        ),
        named_by="what",
    ),
    Kind(
        "body",
        N_("decision-making body"),
        records.Body,
        (
            _id(),
            *_three("name", N_("name")),
            _word("meets", N_("meets on"), Weekday),
            _number("every_weeks", N_("every how many weeks"), required=True, low=1, high=52, default=1),
            _date("first_meeting", N_("a day on which it meets")),
            _word("agenda", N_("agenda closes on"), Weekday),
        ),
        named_by="name",
    ),
    Kind(
        "decision",
        N_("decision"),
        records.Decision,
        (
            _id(),
            *_three("title", N_("title")),
            *_three("body", N_("decided by")),
            _date("needed", N_("needed by"), required=True, within_plan=True),
            _date("made", N_("made on"), within_plan=True),
            _word("outcome", N_("outcome"), Outcome, required=True, default="open"),
            _reference("question", N_("question"), "question"),
            _reference("initiative", N_("initiative"), "initiative"),
            _line("stops", N_("what stops without it")),
            _line("case_number", N_("case number")),
            _reference("decider", N_("body that decides"), "body"),
        ),
        named_by="title",
    ),
    Kind(
        "confirmation",
        N_("confirmation"),
        records.Confirmation,
        (
            _reference("milestone", N_("milestone"), "milestone", required=True),
            _date("day", N_("day"), required=True),
            _word("source", N_("source"), ConfirmationSource, required=True, default="office"),
            _line("reference", N_("reference")),
        ),
    ),
    Kind(
        "handoff",
        N_("hand-off"),
        records.Handoff,
        (
            _id(),
            _reference("division", N_("division"), "division", required=True),
            _number("week", N_("week"), required=True, low=0, high=200),
            _date("sent", N_("sent")),
            _date("due", N_("due"), required=True),
            _date("returned", N_("returned")),
            _date("cancelled", N_("cancelled")),
            _number("rows_sent", N_("rows sent")),
            _number("rows_changed", N_("rows changed")),
            _number("rows_confirmed", N_("rows confirmed")),
            _number("conflicts", N_("conflicts")),
            _number("rejects", N_("cells not readable")),
            _number("undecided", N_("not decided")),
            _line("note", N_("note")),
        ),
    ),
)

KINDS: Final[dict[str, Kind]] = {kind.name: kind for kind in _ALL}
"""Every kind, ordered so that a row's references point to kinds before its own (or to its own kind)."""


def member_field(set_name: str, uid: str) -> str:
    """The name of the field that says whether `uid` belongs to a row's set; a uid holds no dot."""
    return f"{set_name}.{uid}"


def split_member(name: str) -> tuple[str, str] | None:
    """The set and the member that a field name such as `themes.k3v…` speaks of; None for an ordinary field."""
    set_name, dot, uid = name.partition(".")
    return (set_name, uid) if dot else None
