"""A long text goes to the person's editor and comes back, or one sentence says why not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from driving import DEMO_DAY, driven
from textual.app import SuspendNotSupported

from models.errors import UsageError
from screens import editor
from screens.editor import edited_in_editor


class Lent:
    """An application whose terminal can be lent."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield


class Watched:
    """An application whose screen comes back only when nothing was raised while it rested, as Textual's does."""

    is_back = False

    @contextmanager
    def suspend(self) -> Iterator[None]:
        self.is_back = False
        yield
        self.is_back = True


class NotLent:
    """An application whose terminal cannot be lent."""

    def suspend(self) -> None:
        raise SuspendNotSupported("no")


def set_editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str) -> None:
    """Makes a Python program the editor; it finds the path of the file in `sys.argv[1]`."""
    program = tmp_path / "my editor.py"
    program.write_text(f"import sys, pathlib\npath = pathlib.Path(sys.argv[1])\n{source}\n")
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{program}"')


def test_the_text_comes_back_as_it_was_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    set_editor(monkeypatch, tmp_path, "path.write_text(path.read_text() + 'second line\\n')")
    assert edited_in_editor(Lent(), "first line") == "first line\nsecond line"  # type: ignore[arg-type]


def test_a_text_that_was_left_alone_comes_back_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    set_editor(monkeypatch, tmp_path, "pass")
    assert edited_in_editor(Lent(), "päällä\n\nkaksi") == "päällä\n\nkaksi"  # type: ignore[arg-type]


def test_an_editor_that_fails_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    set_editor(monkeypatch, tmp_path, "sys.exit(3)")
    with pytest.raises(UsageError, match="ended with status 3, so nothing was changed"):
        edited_in_editor(Lent(), "text")  # type: ignore[arg-type]


def test_what_is_no_text_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    set_editor(monkeypatch, tmp_path, "path.write_bytes(b'\\xff\\xfe\\x00')")
    with pytest.raises(UsageError, match="cannot be read as text"):
        edited_in_editor(Lent(), "text")  # type: ignore[arg-type]


def test_an_editor_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor-at-all")
    with pytest.raises(UsageError, match="The editor no-such-editor-at-all could not be started"):
        edited_in_editor(Lent(), "text")  # type: ignore[arg-type]


def test_the_screen_comes_back_after_an_editor_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    app = Watched()
    with pytest.raises(UsageError):
        edited_in_editor(app, "text")  # type: ignore[arg-type]
    assert app.is_back


def test_an_interrupt_meant_for_the_editor_ends_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    set_editor(monkeypatch, tmp_path, "import os, signal; os.kill(os.getppid(), signal.SIGINT)")
    assert edited_in_editor(Lent(), "text") == "text"  # type: ignore[arg-type]


def test_a_variable_that_is_no_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "'vi")
    with pytest.raises(UsageError, match="The variable EDITOR is no command: 'vi"):
        edited_in_editor(Lent(), "text")  # type: ignore[arg-type]


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("VISUAL", "true")
    monkeypatch.setattr(editor.tempfile, "TemporaryDirectory", full)
    with pytest.raises(UsageError, match="could not be handed to the editor: No space left"):
        edited_in_editor(Lent(), "text")  # type: ignore[arg-type]


def test_without_any_editor_it_says_which_variable_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr(editor, "USUAL_EDITORS", ())
    with pytest.raises(UsageError, match="set the variable EDITOR"):
        edited_in_editor(Lent(), "text")  # type: ignore[arg-type]


def test_a_terminal_that_cannot_be_lent_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    set_editor(monkeypatch, tmp_path, "pass")
    with pytest.raises(UsageError, match="cannot be lent to an editor"):
        edited_in_editor(NotLent(), "text")  # type: ignore[arg-type]


async def test_a_screen_tells_what_went_wrong(plan_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor-at-all")
    async with driven(plan_path, day=DEMO_DAY) as run:
        assert run.screen.edit_text("text") is None
        await run.settle()
        assert run.notices()[-1].startswith(("The editor", "This terminal"))
