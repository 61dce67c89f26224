"""Runs one command line and answers with its exit status; whatever goes wrong becomes one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from models import language
from models.errors import TrackerError
from models.language import _, as_language
from models.rules.text import visible
from tracker import INTERRUPTED
from tracker.cli.session import Session
from tracker.settings import Settings, load_settings

USER_FAULT: Final = 1
PROGRAM_FAULT: Final = 70
"""The exit status of a fault of the program itself: EX_SOFTWARE of sysexits.h."""
BROKEN_PIPE: Final = 141
COMPLETION: Final = "_TRACKER_COMPLETE"
"""The variable by which a shell asks for completions; it wants to hear nothing else."""


def run(arguments: Sequence[str]) -> int:
    """Runs `tracker` with `arguments`: 0, 1 for a fault of the user, 2 for a refused file.

    Beyond these: 70 for a fault of the program, 130 and 141 when the user or a closed pipe ended it.
    """
    _prepare_streams()
    language.use(_first_language(arguments, Settings()))
    settings = load_settings()
    language.use(_first_language(arguments, settings))
    if settings.problem is not None and COMPLETION not in os.environ:
        tell(settings.problem)
    session = Session(settings)
    try:
        status = _run(arguments, session)
        sys.stdout.flush()
        return status
    except TrackerError as error:
        tell(error.sentence)
        return error.exit_status
    except click.ClickException as error:
        from tracker.cli.usage import usage_sentence

        tell(usage_sentence(error))
        return USER_FAULT
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return BROKEN_PIPE
    except OSError as error:
        tell(_system_sentence(error))
        _drop_output()
        return USER_FAULT
    except Exception as error:
        return _fault(error, session)


def _run(arguments: Sequence[str], session: Session) -> int:
    from tracker.cli.commands import root

    try:
        status: Any = root.main(args=list(arguments), prog_name="tracker", standalone_mode=False, obj=session)
    except SystemExit as end:
        # How click ends a request for completions, and a run whose pipe was closed.
        return end.code if isinstance(end.code, int) else USER_FAULT
    return status if isinstance(status, int) else 0


def tell(sentence: str) -> None:
    """Writes one sentence on standard error."""
    sys.stderr.write(" ".join(visible(sentence).split()) + "\n")


def _first_language(arguments: Sequence[str], settings: Settings) -> str:
    """The reader's language: `--language`, TRACKER_LANGUAGE, the setting, the locale; English where none is known.

    `--language` is looked for before the arguments are parsed, as the sentence about a wrong one is in it too.
    """
    told = None
    for place, argument in enumerate(arguments):
        if argument == "--language":
            told = "".join(arguments[place + 1 : place + 2])
        elif argument.startswith("--language="):
            told = argument.partition("=")[2]
    locale = next(
        (found for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (found := os.environ.get(name))), None
    )
    candidates = (told, os.environ.get("TRACKER_LANGUAGE"), settings.language, locale)
    return next((found for each in candidates if (found := as_language(each))), "en")


def _prepare_streams() -> None:
    """Output that lacks a letter shows a mark in its place, and one that was closed takes what nobody reads."""
    # Also so that no file of the program gets the number of a closed stream.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _system_sentence(error: OSError) -> str:
    """What the system refused: a path that it cannot even look up, or to take more of the answer."""
    detail = os.strerror(error.errno or 0)
    if error.filename is not None:
        return _("{path} cannot be used: {detail}.").format(path=error.filename, detail=detail)
    return _("The answer could not be written: {detail}.").format(detail=detail)


def _drop_output() -> None:
    """Nobody reads the output any more: what is left of it goes nowhere, without a word."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _fault(error: Exception, session: Session) -> int:
    """Says that the program failed, where the details are, or that the plan's file is damaged where it is."""
    if session.opened is not None and (damage := _damage(session.opened)):
        tell(damage)
        return USER_FAULT
    tell(
        _("The program failed, which is a fault of its own ({error}); the details are in {path}.").format(
            error=type(error).__name__, path=_write_log(error)
        )
    )
    return PROGRAM_FAULT


def _damage(path: Path) -> str | None:
    from models.doctor import doctor

    try:
        # Rows and snapshots too: what somebody wrote in them behind the program's back can stop any rule.
        faults = doctor(path)
    except TrackerError as error:
        return error.sentence
    if not faults:
        return None
    return _(
        "{path} is damaged ({detail}); go back to its last backup with tracker backup --restore."
    ).format(path=path, detail=faults[0].rstrip("."))


def _write_log(error: Exception) -> Path:
    """Keeps the traceback, without the values of variables, in a file; returns its path."""
    import tempfile
    import traceback

    from platformdirs import user_log_path

    text = "".join(traceback.format_exception(error))
    for folder in (user_log_path("tracker", appauthor=False), Path(tempfile.gettempdir())):
        path = folder / "tracker-errors.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
                log.write(f"{text}\n")
        except OSError:
            continue
        return path
    return Path(os.devnull)
