"""A small form that asks for a few lines, does its slow work while it stands, and says what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, LoadingIndicator, Static

from models.errors import TrackerError, UsageError
from models.language import _
from screens.base import Shell
from screens.dialog import Chosen, Dialog


class FormError(UsageError):
    """An answer that the form cannot take."""


@dataclass(frozen=True)
class Question:
    """One line of the form."""

    name: str
    label: str
    """In the reader's language."""
    answer: str = ""
    """What stands there at first."""


class PathForm(Dialog[Chosen], Generic[Chosen]):
    """Gives back what its work made of the answers; without questions it begins to work at once."""

    CSS_PATH = "path_form.tcss"

    def __init__(
        self, title: str, questions: Sequence[Question], make: Callable[[dict[str, str]], Chosen]
    ) -> None:
        """Asks `questions` under a title.

        Args:
            make: the work, called in a worker with the answers by name; it raises a TrackerError.
        """
        super().__init__()
        self._title = title
        self._questions = tuple(questions)
        self._make = make

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            for question in self._questions:
                yield Static(question.label, classes="label", markup=False)
                yield Input(question.answer, id=f"answer-{question.name}", select_on_focus=False)
            yield Static(id="sentence", markup=False)
            yield LoadingIndicator(id="working")
            with Horizontal(id="buttons"):
                yield Button(Content(_("OK")), id="ok", variant="primary")
                yield Button(Content(_("Cancel")), id="cancel")

    def on_mount(self) -> None:
        """Asks, or begins to work."""
        self.query_one("#box").border_title = Text(self._title)
        self._show_working(False)
        if not self._questions:
            self._begin()

    def _show_working(self, is_working: bool) -> None:
        self.query_one("#working").display = is_working
        self.query_one("#ok").display = not is_working and bool(self._questions)
        for entry in self.query(Input):
            entry.disabled = is_working

    @on(Input.Submitted)
    def _next_or_begin(self, event: Input.Submitted) -> None:
        entries = list(self.query(Input))
        place = entries.index(event.input) + 1
        if place < len(entries):
            entries[place].focus()
        else:
            self._begin()

    @on(Button.Pressed, "#ok")
    def _begin(self) -> None:
        self._show_working(True)
        self.query_one("#sentence", Static).update("")
        answers = {q.name: self.query_one(f"#answer-{q.name}", Input).value.strip() for q in self._questions}
        self.run_worker(self._work(answers), group="form")

    async def _work(self, answers: dict[str, str]) -> None:
        try:
            made = await cast(Shell, self.app).aside(lambda: self._make(answers))
        except TrackerError as error:
            self._show_working(False)
            self.query_one("#sentence", Static).update(error.sentence)
            if self._questions:
                self.query_one(f"#answer-{self._questions[0].name}").focus()
            return
        self.dismiss(made)

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)
