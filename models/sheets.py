"""The sheets and columns of a workbook that goes out and comes back, and how a plan's values look in their cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from typing import Any, Final

from models.language import LANGUAGES, N_, _, speaking
from models.rules.fields import KINDS, Field, FieldType
from models.rules.lights import worst
from models.rules.state import PlanState
from models.rules.words import light_word

CellValue = Any
"""What a cell stands for, in no language: text, number, date, flag, the code of a word, the uid of another row, or a
frozenset of uids; None for an empty cell."""

TOKEN_KEY: Final = "token"


class Shows(Enum):
    """How a column shows its values."""

    VALUE = "value"
    """A text, a number or a date, as it is."""
    WORD = "word"
    FLAG = "flag"
    """`yes`, or nothing."""
    ID = "id"
    """Another row by its visible id."""
    NAME = "name"
    """Another row by its name: an owner by its role title, a reason by its words."""
    SET = "set"
    """Other rows by their visible ids; see `models.presenting.joined`."""
    CONFIRMED = "confirmed"
    """Empty as sent; `yes` says that nothing changed."""
    COMPUTED = "computed"
    """Something that the plan's rules say of a row, as text."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet."""

    key: str
    """The machine key in the hidden row, the same in every language."""
    label: str
    """Its name for people, in English; `_()` translates it."""
    shows: Shows
    type: FieldType
    """As what a cell is read."""
    width: float
    """In characters."""
    field: Field | None = None
    """The plan's field behind it; None for a set and for what is no field."""
    set_name: str | None = None
    editable: bool = True
    """Whether an edit there is a change; otherwise the column stands there for reference."""
    only_new: bool = False
    """Whether it is filled in for a new row alone; of a row that was sent it stands there for reference."""
    coins: bool = False
    """Whether a name that no row has makes a new row of that name."""
    falls_back: bool = False
    """Whether a text that is missing in the column's language stands there in another one."""
    required: bool = False
    """Whether an emptied cell is refused."""
    language: str | None = None
    """The language of its texts, where that is not the workbook's own."""
    computed: Callable[[PlanState, Any], CellValue] | None = None
    volatile: bool = False
    """Whether its values change from day to day by themselves: what comes back there is never looked at."""

    @property
    def refers_to(self) -> str | None:
        """The kind of the rows it shows, by id, name or as a set."""
        return self.field.refers_to if self.field is not None else None

    @property
    def header(self) -> str:
        """What stands above the column, in the current language."""
        label = _(self.label)
        label = label[:1].upper() + label[1:]
        return f"{label} ({self.language})" if self.language else label


@dataclass(frozen=True)
class Form:
    """One sheet of data: which kind of rows, and its columns from left to right, the token's left out."""

    kind: str
    label: str
    """Its visible name, in English; `_()` translates it."""
    columns: tuple[Column, ...]
    printed: int
    """How many of the first columns go on paper."""

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each column by its key."""
        return {column.key: place for place, column in enumerate(self.columns)}

    @cached_property
    def place_of_field(self) -> dict[str, int]:
        """The place of each column by the name of its field or set."""
        names = {}
        for place, column in enumerate(self.columns):
            if column.field is not None:
                names[column.field.name] = place
            elif column.set_name is not None or column.shows is Shows.CONFIRMED:
                names[column.set_name or column.key] = place
        return names

    @property
    def is_editable(self) -> bool:
        """Whether anything that comes back on it is looked at."""
        return any(column.editable for column in self.columns)

    @property
    def name(self) -> str:
        """The name on its tab, in the current language."""
        return _(self.label)


# Lights and divisions, as the rules say them.


def _milestone_light(state: PlanState, milestone: Any) -> CellValue:
    return light_word(state.light_by_milestone[milestone.uid]) or None


def _initiative_light(state: PlanState, initiative: Any) -> CellValue:
    milestones = state.milestones_of_initiative.get(initiative.uid, ())
    return light_word(worst(state.light_by_milestone[m.uid] for m in milestones)) or None


def _division_of(end: str) -> Callable[[PlanState, Any], CellValue]:
    def division(state: PlanState, dependency: Any) -> CellValue:
        milestone = state.get("milestone", getattr(dependency, end))
        return state.id_of("division", milestone.division) if milestone is not None else None

    return division


_COMPUTED: Final[dict[tuple[str, str], tuple[str, Callable[[PlanState, Any], CellValue], bool]]] = {
    ("milestone", "light"): (N_("traffic light"), _milestone_light, True),
    ("initiative", "worst"): (N_("traffic light"), _initiative_light, True),
    ("dependency", "waiting_division"): (N_("waiting division"), _division_of("waiting"), False),
    ("dependency", "provider_division"): (N_("providing division"), _division_of("provider"), False),
}

_SET_LABELS: Final = {
    "supporting": N_("supporting divisions"),
    "themes": N_("themes"),
    "questions": N_("questions"),
}

_SHOWN_BY_NAME: Final = frozenset({"owner", "reason"})
"""Kinds whose rows people know by name rather than by id."""

SHEET_LABELS: Final = {
    "milestone": N_("Milestones"),
    "initiative": N_("Initiatives"),
    "dependency": N_("Dependencies"),
    "decision": N_("Decisions"),
    "body": N_("Bodies that decide"),
    "division": N_("Divisions"),
    "unit": N_("Units"),
    "owner": N_("Owners"),
    "stream": N_("Streams"),
    "theme": N_("Themes"),
    "question": N_("Questions"),
    "reason": N_("Reasons"),
    "handoff": N_("Hand-offs"),
}
"""The visible name of each kind's sheet, in the order of the plan workbook."""

_PLAN_COLUMNS: Final = {
    "milestone": "id:8 title:40 initiative:11 owner:34 status:14 light:10 reason:24 baseline:12 forecast:12 actual:12"
    " note:30 | confirmed:12 weight:8 division:11 trend:18",
    "initiative": "id:7 title:44 stream:11 lead:12 owner:34 worst:12 supporting:22 themes:12 questions:12 flagship:10"
    " phase:14 | mode:14 priority:11 publicity:20 secrecy_ground:26 light:14 light_reason:28",
    "dependency": "id:8 waiting:12 waiting_division:12 provider:12 provider_division:12 kind:10 what:44 need_by:13"
    " promised:13 state:13 note:36",
    "decision": "id:8 title:44 body:26 needed:13 made:12 outcome:14 question:12 initiative:11 stops:40 case_number:18"
    " decider:14",
    "body": "id:10 name:44 meets:14 every_weeks:14 first_meeting:14 agenda:14",
    "division": "id:10 name:44 headcount:14 central:16 language:16 valid_from:13 valid_to:13",
    "unit": "id:10 division:12 name:44 headcount:14 valid_from:13 valid_to:13",
    "owner": "id:12 role:60 division:12",
    "stream": "id:8 name:60",
    "theme": "id:8 name:60 short:26",
    "question": "id:8 parent:10 name:70",
    "reason": "id:18 name:50",
    "handoff": "id:16 division:12 week:8 sent:12 due:12 returned:12 cancelled:12 rows_sent:12 rows_changed:12"
    " rows_confirmed:12 conflicts:12 rejects:12 undecided:12 note:40",
}
"""Keys and widths, from left to right; what stands behind a bar is not printed. Texts in the other languages follow."""

OTHER_TEXT_WIDTH: Final = 60.0
"""Texts in the other languages are not printed, so they may be as wide as keeps them on one line."""

_ONLY_SHOWN: Final = frozenset({"handoff"})
"""Kinds that a plan workbook shows and nobody edits there."""


@cache
def plan_forms(language: str) -> dict[str, Form]:
    """The sheets of the plan workbook in a language, by kind, in their order."""
    return {kind: plan_form(kind, language) for kind in SHEET_LABELS}


def plan_form(kind: str, language: str) -> Form:
    """The sheet of one kind in the plan workbook; `title` and its like hold the texts of `language`."""
    others: list[Column] = []
    columns: list[Column] = []
    printed, _bar, unprinted = _PLAN_COLUMNS[kind].partition("|")
    for entry in (*printed.split(), *unprinted.split()):
        key, _colon, width = entry.partition(":")
        columns.append(make_column(kind, key, float(width), language, editable=kind not in _ONLY_SHOWN))
        if KINDS[kind].field(f"{key}_{language}") is not None:
            others += [
                make_column(kind, f"{key}_{code}", max(float(width), OTHER_TEXT_WIDTH), language)
                for code in LANGUAGES
                if code != language
            ]
    return Form(kind, SHEET_LABELS[kind], (*columns, *others), len(printed.split()))


def make_column(kind: str, key: str, width: float, language: str, *, editable: bool = True) -> Column:
    """The column of a kind with that key: a field, a text in the workbook's language, a set, or a computed one."""
    if (kind, key) in _COMPUTED and KINDS[kind].field(key) is None:
        label, computed, volatile = _COMPUTED[kind, key]
        return Column(
            key,
            label,
            Shows.COMPUTED,
            FieldType.LINE,
            width,
            editable=False,
            computed=computed,
            volatile=volatile,
        )
    if key == "confirmed":
        return Column(key, N_("no change"), Shows.CONFIRMED, FieldType.FLAG, width, editable=editable)
    if key in KINDS[kind].sets:
        return Column(
            key, _SET_LABELS[key], Shows.SET, FieldType.LINE, width, set_name=key, editable=editable
        )
    field = KINDS[kind].field(key)
    of_language = KINDS[kind].field(f"{key}_{language}")
    if of_language is not None:
        return Column(
            key,
            of_language.label,
            Shows.VALUE,
            of_language.type,
            width,
            field=of_language,
            editable=editable,
            required=key == KINDS[kind].named_by,
        )
    if field is None:
        raise KeyError(key)
    return Column(
        key,
        field.label,
        _how(field),
        field.type,
        width,
        field=field,
        editable=editable and not field.by_program,
        required=field.required and not field.by_program and field.type is not FieldType.FLAG,
        language=field.language,
    )


def _how(field: Field) -> Shows:
    if field.type is FieldType.WORD:
        return Shows.WORD
    if field.type is FieldType.FLAG:
        return Shows.FLAG
    if field.type is FieldType.REFERENCE:
        return Shows.NAME if field.refers_to in _SHOWN_BY_NAME else Shows.ID
    return Shows.VALUE


TOKEN_LABEL: Final = N_("row token")


@cache
def header_words(kind: str) -> dict[str, frozenset[str]]:
    """What the header of each key of a kind may read, in every language, by key; the token's included."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        form = plan_form(kind, language)
        for spoken in LANGUAGES:
            with speaking(spoken):
                for column in form.columns:
                    found.setdefault(column.key, set()).add(column.header)
                found.setdefault(TOKEN_KEY, set()).add(_(TOKEN_LABEL))
    return {key: frozenset(words) for key, words in found.items()}
