"""What a person can type or choose for a value: reads it, offers choices, and says what it takes it for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Protocol

from rich.cells import cell_len

from models.edits import checked
from models.errors import InvalidValue
from models.language import _, date_text, parse_date, signed_text, weekday_text
from models.rules.calendar import WorkCalendar
from models.rules.fields import KINDS, Field, FieldType, Value
from models.rules.records import text
from models.rules.state import PlanState
from models.rules.words import WORDS
from screens.listing import folded, words_of

MOST_CHOICES: Final = 50
"""Choices offered at once; typing finds the others."""


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen."""

    value: Value
    text: str
    """What a person reads."""
    more: str = ""
    """What else finds it, such as a division."""


class Entry(Protocol):
    """How one value is typed or chosen."""

    @property
    def label(self) -> str:
        """The name of the field, in the reader's language."""

    def written(self, value: Value) -> str:
        """A value as a person would type it."""

    def read(self, typed: str) -> Value:
        """The value that was typed; raises InvalidValue with a sentence."""

    def hint(self, typed: str) -> str:
        """What the typed text is taken for, or what can be typed; nothing where that is plain."""

    def choices(self, typed: str) -> tuple[Choice, ...]:
        """What can be chosen, given what is typed; nothing for values that are only typed."""

    @property
    def width(self) -> int:
        """Cells in which it can be typed or chosen comfortably."""


@dataclass(frozen=True)
class TextEntry:
    """A line of text, an id or a number, checked as its field wants it."""

    field: Field
    where: str
    """The row that a sentence names."""

    @property
    def label(self) -> str:
        return _(self.field.label)

    def written(self, value: Value) -> str:
        return "" if value is None else str(value)

    def read(self, typed: str) -> Value:
        value: Value = typed.strip()
        if self.field.type is FieldType.NUMBER and re.fullmatch(r"[+-]?\d{1,9}", str(value)):
            value = int(str(value))
        return checked(self.field, value, self.where)

    def hint(self, typed: str) -> str:
        if self.field.type is FieldType.NUMBER:
            return _("{low} to {high}").format(low=self.field.low, high=self.field.high)
        return ""

    def choices(self, typed: str) -> tuple[Choice, ...]:
        return ()

    @property
    def width(self) -> int:
        return 14 if self.field.type in {FieldType.NUMBER, FieldType.ID} else 40


_STEP = re.compile(r"([+\-\N{MINUS SIGN}])\s*(\d{1,4})")


@dataclass(frozen=True)
class DateEntry:
    """A date: ISO, d.m.yyyy, `today`, or `+5` for five working days after the present one."""

    label: str
    calendar: WorkCalendar
    today: date
    base: date | None = None
    """What `+5` counts from; None for today."""
    required: bool = False

    def written(self, value: Value) -> str:
        return date_text(value) if isinstance(value, date) else ""

    def read(self, typed: str) -> date | None:
        words = typed.strip()
        if not words:
            if self.required:
                raise InvalidValue(_("{field} cannot be empty.").format(field=self.label.capitalize()))
            return None
        if folded(words) in {"today", folded(_("today"))}:
            return self.today
        if step := _STEP.fullmatch(words):
            count = int(step[2]) * (1 if step[1] == "+" else -1)
            return self.calendar.add_workdays(self.base or self.today, count)
        day = parse_date(words)
        if day is None:
            raise InvalidValue(
                _("“{text}” is no date. Write {example}, today, or +5 for five working days later.").format(
                    text=words, example=date_text(self.base or self.today)
                )
            )
        return day

    def hint(self, typed: str) -> str:
        """The weekday of what is typed, and how far it lies from the present date."""
        try:
            day = self.read(typed)
        except InvalidValue:
            day = None
        if day is None:
            return _("A date, today, or +5 for five working days later")
        told = [f"{weekday_text(day)} {date_text(day)}"]
        moved = 0 if self.base is None else self.calendar.workdays(self.base, day)
        if moved:
            told.append(_("{days} working days").format(days=signed_text(moved)))
        if not self.calendar.holds(day):
            told.append(_("outside the plan"))
        return " · ".join(told)

    def choices(self, typed: str) -> tuple[Choice, ...]:
        return ()

    @property
    def width(self) -> int:
        return 26


@dataclass(frozen=True)
class ShiftEntry:
    """A number of working days by which dates move, later or earlier."""

    label: str

    def written(self, value: Value) -> str:
        return "" if value is None else f"{value:+d}"

    def read(self, typed: str) -> int | None:
        words = typed.strip().replace("\N{MINUS SIGN}", "-")
        if not words:
            return None
        if not re.fullmatch(r"[+-]?\s*\d{1,3}", words):
            raise InvalidValue(
                _("“{text}” is no number of working days. Write +5, or -2 for earlier.").format(text=words)
            )
        return int(words.replace(" ", "")) or None

    def hint(self, typed: str) -> str:
        return _("Working days, +5 for later, -2 for earlier")

    def choices(self, typed: str) -> tuple[Choice, ...]:
        return ()

    @property
    def width(self) -> int:
        return 26


@dataclass(frozen=True)
class ChoiceEntry:
    """One of some values, by its number where they are few, or by words of it."""

    label: str
    options: Sequence[Choice]
    nothing: str = ""
    """What stands for no value; empty where one is needed."""
    _found: dict[str, tuple[Choice, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def everything(self) -> tuple[Choice, ...]:
        """All choices; that of no value stands last among few, so that the others keep their numbers, else first."""
        if not self.nothing:
            return tuple(self.options)
        none = Choice(None, self.nothing)
        return (*self.options, none) if len(self.options) < 9 else (none, *self.options)

    @property
    def is_short(self) -> bool:
        """Few enough to be picked by a digit."""
        return len(self.everything) <= 9

    @property
    def width(self) -> int:
        widest = max((cell_len(choice.text) for choice in self.everything), default=0)
        return max(16, min(widest + 6, 52))

    def written(self, value: Value) -> str:
        return next((choice.text for choice in self.options if choice.value == value), "")

    def read(self, typed: str) -> Value:
        """The choice that reads as typed, or the only one that fits."""
        wanted = folded(typed).strip()
        found = self.choices(typed)
        same = [choice for choice in found if folded(choice.text) == wanted]
        if not wanted and self.nothing:
            return None
        if len(found) != 1 and len(same) != 1:
            raise InvalidValue(
                _("Nothing on the list reads “{text}”.").format(text=typed.strip())
                if wanted and not found
                else _("Choose one from the list.")
            )
        return (same or found)[0].value

    def hint(self, typed: str) -> str:
        if not self.choices(typed):
            return _("Nothing on the list reads “{text}”.").format(text=typed.strip())
        return ""

    def choices(self, typed: str) -> tuple[Choice, ...]:
        """Those with all typed words in them; those that begin with one of them first."""
        words = words_of(typed)
        if not words:
            return self.everything
        if typed not in self._found:
            self._found.clear()
            texts = [(choice, folded(f"{choice.text} {choice.more}")) for choice in self.everything]
            fitting = [(choice, text) for choice, text in texts if all(word in text for word in words)]
            fitting.sort(key=lambda found: not f" {found[1]}".count(f" {words[0]}"))
            self._found[typed] = tuple(choice for choice, _text in fitting)
        return self._found[typed]


def named(kind: str, row: Any) -> Choice:
    """A row as a choice: its name, found by its id too."""
    base = KINDS[kind].named_by
    name = text(row, base) if base else ""
    if kind in {"initiative", "milestone", "division", "stream"}:
        return Choice(row.uid, f"{row.id}  {name}".strip())
    return Choice(row.uid, name or row.id, row.id)


def choices_of(state: PlanState, kind: str) -> tuple[Choice, ...]:
    """The rows of a kind as choices; owners are found by their division too."""
    choices = []
    for row in state.rows[kind]:
        choice = named(kind, row)
        division = state.get("division", row.division) if kind == "owner" else None
        if division is not None:
            choice = Choice(
                choice.value, choice.text, f"{choice.more} {division.id} {text(division, 'name')}"
            )
        choices.append(choice)
    return tuple(choices)


def entry_for(
    state: PlanState,
    kind: str,
    field_name: str,
    *,
    where: str = "",
    base: date | None = None,
    nothing: str | None = None,
) -> Entry:
    """How a field of a kind is typed or chosen.

    Args:
        where: the row that a sentence names.
        base: the date from which `+5` counts.
        nothing: what no value is called where the field can be empty.
    """
    described = KINDS[kind].field(field_name)
    if described is None:
        raise KeyError(field_name)
    label = _(described.label)
    empty = "" if described.required else nothing or "–"
    match described.type:
        case FieldType.DATE:
            return DateEntry(label, state.calendar, state.day, base, described.required)
        case FieldType.WORD:
            members = tuple(described.words or ())
            return ChoiceEntry(label, tuple(Choice(each.value, _(WORDS[each])) for each in members), empty)
        case FieldType.FLAG:
            return ChoiceEntry(label, (Choice(True, _("yes")), Choice(False, _("no"))))
        case FieldType.REFERENCE:
            return ChoiceEntry(label, choices_of(state, str(described.refers_to)), empty)
        case _:
            return TextEntry(described, where or label)
