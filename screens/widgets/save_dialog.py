"""Asks where a text shall be saved, writes it there, and never over a file that stands there without asking."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from exports.files import write_content
from models.errors import TrackerError
from models.language import _
from screens.dialog import Dialog


class SaveDialog(Dialog[Path]):
    """Gives back the path of the file that was written."""

    CSS_PATH = "save_dialog.tcss"

    def __init__(
        self,
        content: str,
        suggested: str,
        *,
        picture: str | None = None,
        others: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        """Saves `content` as UTF-8; `suggested` is the name that stands in the field, for the working directory.

        Args:
            picture: saved instead where the name ends in .svg.
            others: by the ending of a name, what is saved then and instead: what people call it, and the content.
        """
        super().__init__()
        self._content = content
        self._picture = picture
        self._others = dict(others or {})
        self._suggested = suggested
        self._to_replace: Path | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Input(self._suggested, select_on_focus=False, id="path")
            yield Static(self._hint(), id="say", markup=False)

    def on_mount(self) -> None:
        """Says what the field is for."""
        self.query_one("#box").border_title = _("Save as")

    @on(Input.Changed, "#path")
    def _forget_question(self, event: Input.Changed) -> None:
        """Another name is another question."""
        if self._to_replace is not None and event.value != str(self._to_replace):
            self._to_replace = None
            self._say(self._hint())

    @on(Input.Submitted, "#path")
    def _submit(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.run_worker(self._save(event.value), exclusive=True, group="save")

    async def _save(self, typed: str) -> None:
        replace = self._to_replace is not None and typed == str(self._to_replace)
        try:
            path = await asyncio.to_thread(_written, typed, self._content_for(typed), replace)
        except TrackerError as error:
            self._say(error.sentence)
            return
        if path is not None:
            self.dismiss(path)
            return
        self._to_replace = Path(typed)
        self._say(
            _("{path} is there already: enter again replaces it, another name keeps it.").format(path=typed)
        )

    def _hint(self) -> str:
        if self._others:
            forms = ", ".join(f"{ending} {name}" for ending, (name, _content) in self._others.items())
            return _("enter saves, esc leaves it; by its ending also {forms}").format(forms=forms)
        if self._picture is None:
            return _("enter saves, esc leaves it")
        return _("enter saves, esc leaves it; a name that ends in .svg saves a picture")

    def _content_for(self, typed: str) -> str:
        for ending, (_name, content) in self._others.items():
            if typed.strip().casefold().endswith(ending):
                return content
        is_picture = typed.strip().casefold().endswith(".svg")
        return self._picture if is_picture and self._picture is not None else self._content

    def _say(self, sentence: str) -> None:
        self.query_one("#say", Static).update(sentence)


def _written(typed: str, content: str, replace: bool) -> Path | None:
    """Writes the file, in a thread; None when one stands there that may not be replaced.

    Raises ExportFailed when it cannot be written.
    """
    path = Path(typed.strip()).expanduser()
    try:
        if path.is_file() and not replace:
            return None
    except (OSError, ValueError):
        pass  # What is no path is told in a sentence by the writing.
    write_content(content, path, overwrite=replace)
    return path
