"""A small window over a screen, which asks for something and gives back what was chosen."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Generic, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.screen import ModalScreen

from screens.base import BREAKPOINTS_ACROSS, BREAKPOINTS_DOWN, Shell

Chosen = TypeVar("Chosen")


class Dialog(ModalScreen[Chosen | None], Generic[Chosen]):
    """A small window over a screen; esc closes it with None. Put the content into a container `#box`."""

    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close_dialog")]
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS_ACROSS
    VERTICAL_BREAKPOINTS = BREAKPOINTS_DOWN

    def on_mount(self) -> None:
        """Takes away what was told before and would cover it. Textual calls this besides a subclass's own."""
        cast(Shell, self.app).hush()

    def dismiss(self, result: Chosen | None = None) -> AwaitComplete:
        """Closes it once: a second click or key may have been on its way already."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()

    def action_close_dialog(self) -> None:
        """Closes it without a choice."""
        self.dismiss(None)
