"""Verifies all snapshots while a window tells how far it has come; esc ends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from models.errors import Cancelled, TrackerError
from models.language import _, number_text
from screens.base import Shell
from screens.dialog import Dialog

if TYPE_CHECKING:
    from models.plan import Plan
    from models.verifying import Verification


class VerifyDialog(Dialog["Verification | TrackerError"]):
    """Gives back what was found, or what went wrong; None when the person ended it."""

    CSS_PATH = "verifying.tcss"

    @dataclass
    class Progressed(Message):
        """So many snapshots are done; posted from the worker's thread."""

        done: int
        count: int

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._is_stopped = False

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(_("Verifying the snapshots… esc stops"), id="say", markup=False)

    def on_mount(self) -> None:
        """Begins."""
        self.query_one("#box").border_title = Text(_("Verify"))
        self.run_worker(self._verify(), group="verify")

    def on_unmount(self) -> None:
        """The work ends with the window, however that was closed."""
        self._is_stopped = True

    @on(Progressed)
    def _show_progress(self, message: Progressed) -> None:
        told = _("Verifying the snapshots: {done} of {count}… esc stops")
        if not self._is_stopped:
            self.query_one("#say", Static).update(
                told.format(done=number_text(message.done), count=number_text(message.count))
            )

    def _progress(self, done: int, count: int) -> None:
        if self._is_stopped:
            raise Cancelled(_("Stopped."))
        self.post_message(self.Progressed(done, count))

    async def _verify(self) -> None:
        def verify(plan: Plan) -> Verification:
            return plan.snapshots.verify(progress=self._progress)

        try:
            found = await self._shell.read(verify)
        except TrackerError as error:
            self.dismiss(None if isinstance(error, Cancelled) else error)
            return
        self.dismiss(found)

    def action_close_dialog(self) -> None:
        """Ends the work; the window closes with it."""
        self._is_stopped = True
        self.query_one("#say", Static).update(_("Stopping…"))
