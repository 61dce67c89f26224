"""What the workbooks that come back share: sheets of data with their hidden marks, lists, base and meta."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from openpyxl.utils import get_column_letter

from exports.layout import fitting, set_height, set_paper, set_print_area
from exports.workbook import Book, Format, Look, Page
from exports.workbook import Column as Width
from models.errors import ExportFailed
from models.handoff import (
    BASE_SHEET,
    CANARY_DAY,
    CANARY_NUMBER,
    CANARY_TEXT,
    CUSTOM_PROPERTY,
    KIND_MARK,
    LISTS_SHEET,
    MAX_CELLS,
    META_CANARY_DAY,
    META_LANGUAGE,
    META_MOMENT,
    META_PLAN_NAME,
    META_SHEET,
    Stamp,
    token,
)
from models.language import _, number_text
from models.plan import Plan
from models.presenting import Presenter, names_of, sent_texts
from models.rules.fields import KINDS, FieldType
from models.rules.records import text
from models.rules.state import PlanState
from models.rules.text import without_addresses
from models.rules.words import WORDS, Light
from models.sheets import TOKEN_KEY, TOKEN_LABEL, Column, Form, Shows

GUIDE_WIDTH: Final = 110
SPARE_ROWS: Final = 50
"""Empty formatted rows below the data, for what people add."""
HEADER_ROW: Final = 4
FIRST_ROW: Final = 5
MOST_FROZEN: Final = 3
"""Columns that stay in view at most: more of them leave no room for the rest."""
LONGEST_LIST: Final = 2000
"""A drop-down longer than this helps nobody."""
PROGRESS_STEP: Final = 500

Progress = Callable[[int, int], None]
"""Called with the rows written so far and the rows in all; may raise Cancelled."""

_FORMATS: Final = {FieldType.DATE: Format.DATE, FieldType.NUMBER: Format.WHOLE}


@dataclass
class Lists:
    """The lists behind the drop-downs, by name."""

    found: dict[str, list[str]]

    def name(self, state: PlanState, column: Column) -> str | None:
        """The list of a column; None where it has none."""
        if column.shows in (Shows.FLAG, Shows.CONFIRMED):
            return self._add("list_yes", [_("yes")])
        if column.shows is Shows.WORD and column.field is not None and column.field.words is not None:
            words = column.field.words
            return self._add(f"list_{words.__name__.lower()}", [_(WORDS[member]) for member in words])
        if column.shows is Shows.NAME:
            kind = str(column.refers_to)
            return self._add(f"list_{kind}_names", list(dict.fromkeys(names_of(state, kind).values())))
        if column.shows is Shows.ID:
            kind = str(column.refers_to)
            return self._add(f"list_{kind}_ids", [row.id for row in state.rows[kind]])
        return None

    def _add(self, name: str, values: list[str]) -> str | None:
        if not values or len(values) > LONGEST_LIST:
            return None
        self.found.setdefault(name, values)
        return name


class SheetBook:
    """A workbook of sheets of data in the making; words are those of the language that is current.

    Fill in `write_guide` and, where some cells of a row are only shown, `is_shown`.
    """

    def __init__(
        self,
        state: PlanState,
        forms: Mapping[str, Form],
        rows: Mapping[str, Sequence[Any]],
        *,
        plan: Plan,
        language: str,
        sent_file: str,
        progress: Progress | None = None,
    ) -> None:
        """A workbook that goes out as `sent_file` with the rows of each kind.

        Raises ExportFailed where it holds more cells than can be read back.
        """
        self.state, self.forms, self.rows, self.language = state, forms, rows, language
        self.sent_file = sent_file
        self.name = without_addresses(text(state.charter, "name")) or sent_file
        self._moment = plan.moment_of(state.revision) or ""
        self._progress, self._written = progress, 0
        self._total = sum(len(rows[kind]) for kind in forms)
        self._stamp = str(Stamp(state.charter.uid, sent_file, state.revision))
        self._lists = Lists({})
        self._check_size()
        self.book = Book(
            title=self.name,
            moment=plan.now(),
            keywords=self._stamp,
            custom={CUSTOM_PROPERTY: self._stamp},
        )

    # What a workbook fills in.

    def write_guide(self) -> None:
        """Writes the first sheet."""
        raise NotImplementedError

    def title_of(self, form: Form) -> str:
        """What stands on top of a sheet."""
        return _("{plan}: {sheet}").format(plan=self.name, sheet=form.name)

    def instruction(self, form: Form) -> str:
        """One line of what to do on a sheet."""
        raise NotImplementedError

    def is_shown(self, column: Column, row: Any) -> bool:
        """Whether a cell is only shown; `row` is None for an empty one."""
        return not column.editable

    # What all share.

    def _check_size(self) -> None:
        """Refuses what the import would refuse, before it is written."""
        cells = sum(
            (len(self.rows[kind]) + SPARE_ROWS + FIRST_ROW) * (len(form.columns) + 1)
            + len(self.rows[kind]) * 3
            for kind, form in self.forms.items()
        )
        if cells > MAX_CELLS:
            raise ExportFailed(
                _(
                    "The plan is too large for a workbook ({cells} cells, at most {limit} can be read back): "
                    "export it as CSV or JSON instead."
                ).format(cells=number_text(cells), limit=number_text(MAX_CELLS))
            )

    def save(self, path: Path) -> None:
        """Writes everything."""
        self.write_guide()
        for form in self.forms.values():
            self._write_sheet(form)
        self.book.add_lists(LISTS_SHEET, self._lists.found)
        self._write_base()
        self._write_meta()
        self.book.save(path)

    def _tick(self) -> None:
        self._written += 1
        if self._progress is not None and (
            self._written % PROGRESS_STEP == 0 or self._written == self._total
        ):
            self._progress(self._written, self._total)

    def _write_sheet(self, form: Form) -> None:
        presenter = Presenter(self.state, form)
        text_widths = [fitting(column.width, column.header) for column in form.columns]
        widths = [Width(34, hidden=True)]
        widths += [
            Width(width, _FORMATS.get(column.type, Format.TEXT))
            for width, column in zip(text_widths, form.columns, strict=True)
        ]
        freeze = f"{get_column_letter(_last_frozen(form) + 1)}{FIRST_ROW}"
        page = self.book.add_page(form.name, widths, freeze=freeze, data_look=Look.INPUT)
        empty: list[Any] = [None] * (len(form.columns) - 1)
        title = self.title_of(form)
        page.write([self._stamp, title, *empty], Look.TITLE)
        page.write([f"{KIND_MARK}{form.kind}", self.instruction(form), *empty], Look.INSTRUCTION)
        page.write([TOKEN_KEY, *(column.key for column in form.columns)], Look.PLAIN, hidden=True)
        page.write([_(TOKEN_LABEL), *(column.header for column in form.columns)], Look.HEADER)
        headers = [column.header for column in form.columns]
        set_height(page.sheet, page.rows, headers, text_widths, is_bold=True)
        for row in self.rows[form.kind]:
            shown = presenter.shown(presenter.values(row))
            number = page.write((token(row.uid, self.sent_file), *shown), self._looks(form, row))
            set_height(page.sheet, number, shown, text_widths)
            self._tick()
        last_row = page.rows
        page.filter_and_print(HEADER_ROW)
        page.write_empty(SPARE_ROWS if form.is_editable else 0, self._looks(form, None))
        self._offer_lists(page, form)
        self._colour_lights(page, form)
        set_paper(page.sheet, footer=title)
        set_print_area(page.sheet, first=2, last=form.printed + 1, last_row=last_row)
        page.protect()

    def _looks(self, form: Form, row: Any) -> tuple[Look, ...]:
        return (Look.INPUT, *(self._look(column, row) for column in form.columns))

    def _look(self, column: Column, row: Any) -> Look:
        if self.is_shown(column, row):
            return Look.CONTEXT
        return Look.REQUIRED if column.required else Look.INPUT

    def _offer_lists(self, page: Page, form: Form) -> None:
        for column, area in _areas(page, form):
            if not column.editable:
                continue
            name = self._lists.name(self.state, column)
            if name is not None:
                # New rows of the same file can be named too, so only closed lists of words refuse other values.
                page.drop_down(area, name, strict=column.shows is Shows.WORD)

    def _colour_lights(self, page: Page, form: Form) -> None:
        words: Mapping[str, Light] = {_(WORDS[light]): light for light in Light}
        for column, area in _areas(page, form):
            if column.volatile or (column.field is not None and column.field.words is Light):
                page.colour(area, words)

    def _write_base(self) -> None:
        page = self.book.add_page(BASE_SHEET, [Width(34), Width(12), Width(60)], state="veryHidden")
        page.write((TOKEN_KEY, "id", "name"), Look.PLAIN)
        rows = {kind: self.rows[kind] for kind, form in self.forms.items() if form.is_editable}
        for row_token, texts in sent_texts(rows, self.sent_file, self.language).items():
            page.write((row_token, *texts), Look.PLAIN)

    def _write_meta(self) -> None:
        widths = [Width(24), Width(60), Width(12, Format.DATE), Width(12, Format.DECIMAL)]
        page = self.book.add_page(META_SHEET, widths, state="veryHidden")
        facts = (
            ("stamp", self._stamp),
            (META_PLAN_NAME, self.name),
            (META_LANGUAGE, self.language),
            (META_MOMENT, self._moment),
            ("rows", str(self._total)),
            ("canary text", CANARY_TEXT),
        )
        for name, value in facts:
            page.write((name, value), Look.PLAIN)
        page.write((META_CANARY_DAY, None, CANARY_DAY), (Look.PLAIN, Look.PLAIN, Look.INPUT))
        canary = (Look.PLAIN, Look.PLAIN, Look.PLAIN, Look.INPUT)
        page.write(("canary number", None, None, CANARY_NUMBER), canary)


def _last_frozen(form: Form) -> int:
    """The last column that stays in view: the row's name where it stands near the beginning, else its id."""
    place = form.places.get(KINDS[form.kind].named_by or "", MOST_FROZEN)
    return 2 + (place if place < MOST_FROZEN else 0)


def _areas(page: Page, form: Form) -> list[tuple[Column, str]]:
    """Each column with the cells of its rows, the spare ones included."""
    last = max(page.rows, FIRST_ROW)
    letters = [get_column_letter(number) for number in range(2, len(form.columns) + 2)]
    return [
        (column, f"{letter}{FIRST_ROW}:{letter}{last}")
        for column, letter in zip(form.columns, letters, strict=True)
    ]
