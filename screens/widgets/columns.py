"""What a column of a list is: its cell, its order and the field that is edited in it, declared once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from rich.cells import cell_len

from models.language import _, date_text
from models.rules.records import text
from models.rules.state import PlanState
from models.rules.words import SHAPES, WORDS, Light
from screens.widgets.table_columns import Align, Column
from screens.widgets.table_lines import Cell, CellValue, Tone

Row = TypeVar("Row")

LIGHT_TONES: Final[dict[Light | None, Tone]] = {
    Light.RED: "error",
    Light.AMBER: "warning",
    Light.GREEN: "success",
    Light.GREY: "dim",
    None: "",
}
"""The colour of a light, beside its shape and letter."""

WIDEST_TITLE: Final = 14
"""A title that needs more cells than its column has makes the column wider, up to this."""


@dataclass(frozen=True, eq=False)
class Look:
    """A state as a list sees it; the words that many rows share are found once."""

    state: PlanState

    @cached_property
    def owner_names(self) -> dict[str | None, str]:
        """Role titles by uid; nothing for nobody."""
        return {None: "", **{owner.uid: text(owner, "role") for owner in self.state.owners}}

    @cached_property
    def stream_names(self) -> dict[str, str]:
        """Streams by uid, as id and name."""
        return {each.uid: f"{each.id} {text(each, 'name')}".strip() for each in self.state.streams}

    @cached_property
    def division_ids(self) -> dict[str, str]:
        """Visible ids of divisions by uid."""
        return {each.uid: each.id for each in self.state.divisions}


Seen = TypeVar("Seen", bound=Look)


@dataclass(frozen=True)
class ListColumn(Generic[Seen, Row]):
    """One column that a list can show."""

    key: str
    title: str
    """In English; `_()` translates it. A label of a field does."""
    width: int
    """Cells; a longer title may make it wider."""
    cell: Callable[[Seen, Row], CellValue]
    order: Callable[[Seen, Row], Any]
    """By what rows are ordered; None comes last."""
    field: str | None = None
    """The field that is edited in its cells; None where nothing is."""
    align: Align = "left"
    frozen: bool = False
    flexible: bool = False
    is_usual: bool = True
    """Shown until a person chooses columns."""
    is_shown_empty: bool = True
    """Whether it takes room while no row has a value in it."""
    words: Iterable[StrEnum] = ()
    """The words that its cells show, where they are few: it is as wide as the longest of them."""


def heading(title: str) -> str:
    """A title as a header shows it: translated, with a capital."""
    words = _(title)
    return words[:1].upper() + words[1:]


def table_columns(columns: Sequence[ListColumn[Any, Any]], widths: Mapping[str, int]) -> list[Column]:
    """The columns as a table takes them, in the reader's language.

    Args:
        widths: cells of some columns, by key, in place of those declared.
    """
    made = []
    for column in columns:
        title = heading(column.title)
        width = widths.get(column.key, column.width)
        if column.words:
            width = max(cell_len(word(each)) for each in column.words)
        width = max(width, min(cell_len(title), WIDEST_TITLE))
        made.append(Column(column.key, title, width, column.align, column.frozen, column.flexible))
    return made


def id_width(rows: Sequence[Any]) -> int:
    """Cells that the visible ids of some rows need, from 4 to 14."""
    return max(4, min(max((len(row.id) for row in rows), default=4), 14))


def word(member: Any) -> str:
    """A member of a closed list in the reader's language; nothing for None."""
    return "" if member is None else _(WORDS[member])


def light_cell(light: Light | None) -> CellValue:
    """A light by shape and letter, in its colour."""
    return Cell(SHAPES[light], LIGHT_TONES[light])


def day_cell(day: date | None, tone: Tone = "") -> CellValue:
    """A date as a cell."""
    return Cell(date_text(day), tone)


def yes(value: bool) -> str:
    """A flag in a table: a word where it is set, else nothing."""
    return _("yes") if value else ""
