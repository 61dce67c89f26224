"""The weekly page of a snapshot, or of the current week, to be read, copied and saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from exports.document_markdown import markdown_of
from exports.document_text import text_of
from exports.report import document_of
from models.errors import TrackerError
from models.language import LANGUAGES, Language, _, current, speaking
from models.rules.text import visible
from models.rules.weekly import WeeklyPage
from screens.base import PlanScreen
from screens.commands import bindings
from screens.widgets.save_dialog import SaveDialog

if TYPE_CHECKING:
    from exports.document import Document
    from models.plan import Plan
    from models.snapshots import Snapshot

MOST_WIDTH = 100
"""Longer lines are hard to read."""
BESIDE = 4
"""Cells beside the text: its edges and the scroll bar."""
SAVED_WIDTH = 80
"""Cells across of a page that is copied or saved as text."""


class Reading(VerticalScroll):
    """What scrolls: by the arrows and by the keys of vim."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("j", "scroll_down"),
        ("k", "scroll_up"),
        ("space", "page_down"),
        ("g", "scroll_home"),
        ("G", "scroll_end"),
    ]


class PageScreen(PlanScreen["WeeklyPage | str"]):
    """The page as text, as wide as the terminal; esc returns to the list it was opened from."""

    NAME = "page"
    CSS_PATH = "page.tcss"
    AUTO_FOCUS = "#reading"
    BINDINGS: ClassVar[list[BindingType]] = bindings("page")

    _language: Language | None = None
    """The language of the page; None for the program's."""

    def __init__(self, snapshot: Snapshot | None = None) -> None:
        """Shows the page of a snapshot; None for that of the current week."""
        super().__init__()
        self._snapshot = snapshot

    def compose_body(self) -> ComposeResult:
        """The text, in what scrolls."""
        with Reading(id="reading"):
            yield Static(id="page", markup=False)

    def ask(self, plan: Plan) -> WeeklyPage | str:
        """The page, or the sentence that says why there is none."""
        try:
            return plan.weekly.page() if self._snapshot is None else plan.weekly.page_of(self._snapshot)
        except TrackerError as error:
            return error.sentence

    def show(self, result: WeeklyPage | str) -> None:
        """Shows the page in its language."""
        self.query_one("#page", Static).update(self._text(result, self._width))

    @property
    def _width(self) -> int:
        # The screen's own, as what scrolls has none before it is laid out; its bar and the edges take the rest.
        return min(self.size.width - BESIDE, MOST_WIDTH)

    def _text(self, result: WeeklyPage | str, width: int) -> str:
        if isinstance(result, str):
            return result
        return text_of(self._document(result), width)

    def _document(self, page: WeeklyPage) -> Document:
        with speaking(self._language or current()):
            return document_of(page)

    def on_resize(self) -> None:
        """Lays the page out for the new width."""
        if self.answer is not None:
            self.show(self.answer)

    def step_back(self) -> bool:
        """Closes this screen."""
        self.app.pop_screen()
        return True

    def action_show_weekly_page(self) -> None:
        """Shows the page of the current week here."""
        self._snapshot = None
        self.reload()

    def action_next_language(self) -> None:
        """Shows the page in the next language; the program keeps its own."""
        place = LANGUAGES.index(self._language or current())
        self._language = LANGUAGES[(place + 1) % len(LANGUAGES)]
        if self.answer is not None:
            self.show(self.answer)

    def action_copy_row(self) -> None:
        """Copies the whole page as text."""
        if self.answer is not None:
            self.app.copy_to_clipboard(self._text(self.answer, SAVED_WIDTH))
            self.tell(_("The page is copied as text."))

    def action_save_page(self) -> None:
        """Saves the page as text or as Markdown."""
        if isinstance(self.answer, WeeklyPage):
            document = self._document(self.answer)
            name = f"week-{self.answer.week:02d}-{document.language}.txt"
            dialog = SaveDialog(
                text_of(document, SAVED_WIDTH), name, others={".md": ("Markdown", markdown_of(document))}
            )
            self.app.push_screen(dialog, self._tell_saved)

    def _tell_saved(self, path: Path | None) -> None:
        if path is not None:
            self.tell(_("Saved as {path}.").format(path=visible(str(path))))
