"""Opens a long text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

from models.errors import UsageError
from models.language import _

USUAL_EDITORS = ("sensible-editor", "nano", "vi", "notepad")
"""Tried in this order where neither VISUAL nor EDITOR is set."""


def editor_command() -> list[str]:
    """The person's editor as a command; raises UsageError when there is none."""
    for variable in ("VISUAL", "EDITOR"):
        if wanted := os.environ.get(variable, "").strip():
            return shlex.split(wanted, posix=os.name == "posix")
    for name in USUAL_EDITORS:
        if found := shutil.which(name):
            return [found]
    raise UsageError(_("No editor was found; set the variable EDITOR to the name of yours."))


def edited_in_editor(app: App[object], text: str) -> str:
    """The text as the person left it in the editor; the screen rests meanwhile.

    Raises UsageError when the editor is missing, fails, or saves something that is no UTF-8 text.
    """
    command = editor_command()
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        path = Path(folder) / "text.txt"
        path.write_text(f"{text}\n" if text else "", encoding="utf-8")
        try:
            with app.suspend():
                status = subprocess.run([*command, str(path)], check=False).returncode
        except SuspendNotSupported:
            raise UsageError(_("This terminal cannot be lent to an editor; edit the text here.")) from None
        except OSError as error:
            raise UsageError(
                _("The editor {name} could not be started: {detail}.").format(
                    name=command[0], detail=os.strerror(error.errno or 0)
                )
            ) from error
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
