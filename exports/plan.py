"""Writes the whole plan as a workbook that can be edited and imported back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from exports.files import write_atomically
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
    plan_file,
    token,
)
from models.language import N_, _, date_text, number_text, speaking
from models.plan import Plan
from models.rules.fields import FieldType
from models.rules.records import text
from models.rules.state import PlanState
from models.rules.words import WORDS, Light
from models.sheets import (
    TOKEN_KEY,
    TOKEN_LABEL,
    Column,
    Form,
    Presenter,
    Shows,
    names_of,
    plan_forms,
    sent_texts,
)

GUIDE_WIDTH: Final = 110
SPARE_ROWS: Final = 50
"""Empty formatted rows below the data, for what people add."""
HEADER_ROW: Final = 4
FIRST_ROW: Final = 5
LONGEST_LIST: Final = 2000
"""A drop-down longer than this helps nobody."""
PROGRESS_STEP: Final = 500

Progress = Callable[[int, int], None]
"""Called with the rows written so far and the rows in all; may raise Cancelled."""
Verify = Callable[[Path, PlanState], None]
"""Opens the finished file and raises unless it reads back as the plan; `importers.plan.expect_no_difference`."""

_FORMATS: Final = {FieldType.DATE: Format.DATE, FieldType.NUMBER: Format.WHOLE}

_GUIDE: Final = (
    N_(
        "This workbook holds the whole plan. Edit it, save it as .xlsx and import it back: "
        "tracker import FILE --dry-run shows first what would change."
    ),
    N_(
        "White and yellow cells can be edited; yellow ones may not be left empty. "
        "Grey cells are only shown: an edit there changes nothing."
    ),
    N_(
        "Rows can be sorted, filtered and moved, and columns too: every row is known by a hidden mark of its own."
    ),
    N_(
        "A new row goes into the empty rows below the others, or between them by inserting a row. "
        "Leave its id empty and it gets the next one."
    ),
    N_(
        "Do not delete a row: set its status to dropped instead. "
        "A deleted row is only proposed for removal, and stays until somebody ticks it."
    ),
    N_(
        "Dates are written as 2018-10-19 or 19.10.2018. Lists offer the words that a cell takes; "
        "words of all three languages are understood."
    ),
    N_(
        "Rows that refer to others name them by their id, several of them with blanks between; "
        "owners and reasons are named by their words."
    ),
    N_(
        "What others change in the plan meanwhile is not lost: the import compares every cell three ways "
        "and asks where both sides changed it."
    ),
)


def write_plan(
    plan: Plan,
    path: Path,
    *,
    verify: Verify,
    language: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> PlanState:
    """Writes the plan workbook, reads it back and puts it in place; returns the plan as it was written.

    Args:
        verify: see `Verify`; exports do not know importers, so whoever knows both hands it in.
        language: of its words and of the texts in its main columns; None for the plan's own.
        force: whether a file that is there already is replaced.

    Raises ExportFailed when it cannot be written, is too large or does not read back; nothing is left then.
    """
    state = plan.state(at_revision=plan.last_revision())
    spoken = language or str(state.charter.language)
    moment = plan.moment_of(state.revision) or ""

    def build(draft: Path) -> None:
        # What goes wrong is told in the reader's language, not in the workbook's.
        book = _PlanBook(state, spoken, plan, moment, progress)
        with speaking(spoken):
            book.save(draft)

    write_atomically(build, path, partial(_verified, verify, state), overwrite=force)
    return state


def _verified(verify: Verify, state: PlanState, draft: Path) -> None:
    verify(draft, state)


@dataclass
class _Lists:
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


class _PlanBook:
    """One plan workbook in the making; words are those of the language that is current."""

    def __init__(
        self, state: PlanState, language: str, plan: Plan, moment: str, progress: Progress | None
    ) -> None:
        self._state, self._language, self._moment = state, language, moment
        self._progress, self._written = progress, 0
        self._forms = plan_forms(language)
        self._total = sum(len(state.rows[kind]) for kind in self._forms)
        self._sent_file = plan_file(state.revision)
        self._stamp = str(Stamp(state.charter.uid, self._sent_file, state.revision))
        self._name = text(state.charter, "name") or self._sent_file
        self._lists = _Lists({})
        self._check_size()
        self._book = Book(
            title=self._name,
            moment=plan.now(),
            keywords=self._stamp,
            custom={CUSTOM_PROPERTY: self._stamp},
        )

    def _check_size(self) -> None:
        """Refuses what the import would refuse, before it is written."""
        cells = sum(
            (len(self._state.rows[kind]) + SPARE_ROWS + FIRST_ROW) * (len(form.columns) + 1)
            + len(self._state.rows[kind]) * 3
            for kind, form in self._forms.items()
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
        self._write_guide()
        for form in self._forms.values():
            self._write_sheet(form)
        self._book.add_lists(LISTS_SHEET, self._lists.found)
        self._write_base()
        self._write_meta()
        self._book.save(path)

    def _tick(self) -> None:
        self._written += 1
        if self._progress is not None and (
            self._written % PROGRESS_STEP == 0 or self._written == self._total
        ):
            self._progress(self._written, self._total)

    def _write_guide(self) -> None:
        page = self._book.add_page(_("Guide"), [Width(4), Width(GUIDE_WIDTH)])
        page.write((None, self._name), Look.TITLE)
        page.write(
            (
                None,
                _("The whole plan on {date}, day {day} of {days}.").format(
                    date=date_text(self._state.day),
                    day=self._state.calendar.day_number(self._state.day),
                    days=self._state.charter.days,
                ),
            ),
            Look.INSTRUCTION,
        )
        page.write((None, None), Look.PLAIN)
        for number, line in enumerate(_GUIDE, 1):
            row = page.write((str(number), _(line)), Look.PLAIN)
            set_height(page.sheet, row, (_(line),), (GUIDE_WIDTH,), least_lines=2)
        page.write((None, None), Look.PLAIN)
        page.write((None, _("The sheets")), Look.TITLE)
        for form in self._forms.values():
            count = number_text(len(self._state.rows[form.kind]))
            page.write((None, _("{sheet}: {count} rows").format(sheet=form.name, count=count)), Look.PLAIN)
        set_paper(page.sheet, footer=self._name)
        page.protect()

    def _write_sheet(self, form: Form) -> None:
        state, presenter = self._state, Presenter(self._state, form)
        text_widths = [fitting(column.width, column.header) for column in form.columns]
        widths = [Width(34, hidden=True)]
        widths += [
            Width(width, _FORMATS.get(column.type, Format.TEXT))
            for width, column in zip(text_widths, form.columns, strict=True)
        ]
        freeze = f"{'D' if form.columns[1].required else 'C'}{FIRST_ROW}"
        page = self._book.add_page(form.name, widths, freeze=freeze, data_look=Look.INPUT)
        empty: list[Any] = [None] * (len(form.columns) - 1)
        title = _("{plan}: {sheet}").format(plan=self._name, sheet=form.name)
        page.write([self._stamp, title, *empty], Look.TITLE)
        page.write([f"{KIND_MARK}{form.kind}", self._instruction(form), *empty], Look.INSTRUCTION)
        page.write([TOKEN_KEY, *(column.key for column in form.columns)], Look.PLAIN, hidden=True)
        page.write([_(TOKEN_LABEL), *(column.header for column in form.columns)], Look.HEADER)
        headers = [column.header for column in form.columns]
        set_height(page.sheet, page.rows, headers, text_widths, is_bold=True)
        looks = (Look.INPUT, *(_look(column) for column in form.columns))
        for row in state.rows[form.kind]:
            shown = presenter.shown(presenter.values(row))
            number = page.write((token(row.uid, self._sent_file), *shown), looks)
            set_height(page.sheet, number, shown, text_widths)
            self._tick()
        last_row = page.rows
        page.filter_and_print(HEADER_ROW)
        page.write_empty(SPARE_ROWS if form.is_editable else 0, looks)
        self._offer_lists(page, form)
        self._colour_lights(page, form)
        set_paper(page.sheet, footer=title)
        set_print_area(page.sheet, first=2, last=form.printed + 1, last_row=last_row)
        page.protect()

    def _instruction(self, form: Form) -> str:
        if not form.is_editable:
            return _("These rows are only shown here; nothing on this sheet is imported.")
        return _("Yellow cells may not be empty, grey cells are only shown; new rows go below the others.")

    def _offer_lists(self, page: Page, form: Form) -> None:
        for column, area in _areas(page, form):
            if not column.editable:
                continue
            name = self._lists.name(self._state, column)
            if name is not None:
                # New rows of the same file can be named too, so only closed lists of words refuse other values.
                page.drop_down(area, name, strict=column.shows is Shows.WORD)

    def _colour_lights(self, page: Page, form: Form) -> None:
        words: Mapping[str, Light] = {_(WORDS[light]): light for light in Light}
        for column, area in _areas(page, form):
            if column.volatile or (column.field is not None and column.field.words is Light):
                page.colour(area, words)

    def _write_base(self) -> None:
        page = self._book.add_page(BASE_SHEET, [Width(34), Width(12), Width(60)], state="veryHidden")
        page.write((TOKEN_KEY, "id", "name"), Look.PLAIN)
        for row_token, texts in sent_texts(self._state, self._sent_file, self._language).items():
            page.write((row_token, *texts), Look.PLAIN)

    def _write_meta(self) -> None:
        widths = [Width(24), Width(60), Width(12, Format.DATE), Width(12, Format.DECIMAL)]
        page = self._book.add_page(META_SHEET, widths, state="veryHidden")
        facts = (
            ("stamp", self._stamp),
            (META_PLAN_NAME, self._name),
            (META_LANGUAGE, self._language),
            (META_MOMENT, self._moment),
            ("rows", str(self._total)),
            ("canary text", CANARY_TEXT),
        )
        for name, value in facts:
            page.write((name, value), Look.PLAIN)
        page.write((META_CANARY_DAY, None, CANARY_DAY), (Look.PLAIN, Look.PLAIN, Look.INPUT))
        canary = (Look.PLAIN, Look.PLAIN, Look.PLAIN, Look.INPUT)
        page.write(("canary number", None, None, CANARY_NUMBER), canary)


def _look(column: Column) -> Look:
    if not column.editable:
        return Look.CONTEXT
    return Look.REQUIRED if column.required else Look.INPUT


def _areas(page: Page, form: Form) -> list[tuple[Column, str]]:
    """Each column with the cells of its rows, the spare ones included."""
    from openpyxl.utils import get_column_letter

    last = max(page.rows, FIRST_ROW)
    letters = [get_column_letter(number) for number in range(2, len(form.columns) + 2)]
    return [
        (column, f"{letter}{FIRST_ROW}:{letter}{last}")
        for column, letter in zip(form.columns, letters, strict=True)
    ]
