"""Opens a long text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textual.app import App, SuspendNotSupported

from models.errors import UsageError
from models.language import _

USUAL_EDITORS = ("sensible-editor", "nano", "vi", "notepad")
"""Tried in this order where neither VISUAL nor EDITOR is set."""


def editor_command() -> list[str]:
    """The person's editor as a command; raises UsageError when there is none, or a variable that is no command."""
    for variable in ("VISUAL", "EDITOR"):
        if wanted := os.environ.get(variable, "").strip():
            try:
                return shlex.split(wanted, posix=os.name == "posix")
            except ValueError:
                raise UsageError(
                    _("The variable {name} is no command: {text}.").format(name=variable, text=wanted)
                ) from None
    for name in USUAL_EDITORS:
        if found := shutil.which(name):
            return [found]
    raise UsageError(_("No editor was found; set the variable EDITOR to the name of yours."))


def edited_in_editor(app: App[object], text: str) -> str:
    """The text as the person left it in the editor; the screen rests meanwhile.

    Raises UsageError when the editor is missing, fails, or saves something that is no UTF-8 text, and when there is
    no room for a temporary file.
    """
    command = editor_command()
    try:
        with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
            path = Path(folder) / "text.txt"
            path.write_text(f"{text}\n" if text else "", encoding="utf-8")
            return _edited(app, command, path)
    except OSError as error:
        raise UsageError(
            _("The text could not be handed to the editor: {detail}.").format(
                detail=os.strerror(error.errno or 0)
            )
        ) from error


def _edited(app: App[object], command: list[str], path: Path) -> str:
    try:
        with app.suspend():
            status = _status_of([*command, str(path)])
    except SuspendNotSupported:
        raise UsageError(_("This terminal cannot be lent to an editor; edit the text here.")) from None
    if isinstance(status, OSError):
        raise UsageError(
            _("The editor {name} could not be started: {detail}.").format(
                name=command[0], detail=os.strerror(status.errno or 0)
            )
        )
    if status != 0:
        raise UsageError(
            _("The editor {name} ended with status {status}, so nothing was changed.").format(
                name=command[0], status=status
            )
        )
    try:
        return path.read_text(encoding="utf-8").rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            _("What the editor saved cannot be read as text, so nothing was changed.")
        ) from error


def _status_of(command: list[str]) -> int | OSError:
    """The exit status of a command, or why it did not start: an error leaving `suspend` would keep the screen dark."""
    try:
        with _interrupts_left_to_the_editor():
            return subprocess.run(command, check=False).returncode
    except OSError as error:
        return error


@contextmanager
def _interrupts_left_to_the_editor() -> Iterator[None]:
    """ctrl+c in the editor reaches this process too; it is the editor's own affair."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
