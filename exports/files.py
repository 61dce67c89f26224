"""Puts a finished file in its place, whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from models.errors import ExportFailed, FileRefused
from models.language import _
from models.rules.text import visible


def write_atomically(
    build: Callable[[Path], None], target: Path, verify: Callable[[Path], None], overwrite: bool = False
) -> None:
    """Writes a file beside `target`, opens it again with `verify`, flushes it to disk and only then moves it there.

    `build` writes to the path it is given, which ends like `target`; `verify` raises where the file is not what it
    should be. Raises ExportFailed when any of that fails: what stood at `target` stands there still, and nothing
    else is left in the folder. What `build` and `verify` raise as faults of the program passes through.
    """
    place = _place_of(target, overwrite)
    draft = place.with_name(f".tracker-{secrets.token_hex(6)}{place.suffix}")
    try:
        build(draft)
        try:
            verify(draft)
        except FileRefused as error:
            raise ExportFailed(
                _(
                    "{path} was not written, as its check failed ({reason}): try again, and report it if it recurs."
                ).format(path=visible(str(target)), reason=error.sentence)
            ) from error
        if place.exists():
            shutil.copymode(place, draft)
        _flush(draft)
        _place_of(target, overwrite)
        os.replace(draft, place)
    except OSError as error:
        raise ExportFailed(
            _(
                "{path} could not be written ({reason}): choose another folder or make room on the disk."
            ).format(path=visible(str(target)), reason=error.strerror or error)
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    # Some network drives cannot flush a folder; the file is whole by now either way.
    with suppress(OSError):
        _flush(place.parent)


def write_content(content: str | bytes, target: Path, overwrite: bool = False) -> None:
    """Writes a text, in UTF-8 with its line ends as they are, or bytes; see `write_atomically`.

    What lies in the file is compared byte for byte: that is quicker than to read it as what it is, and finds more.
    """
    written = content.encode("utf-8") if isinstance(content, str) else content

    def build(draft: Path) -> None:
        draft.write_bytes(written)

    def verify(draft: Path) -> None:
        if draft.read_bytes() != written:
            raise FileRefused("damaged", _("it does not read back as it was written"))

    write_atomically(build, target, verify, overwrite)


def make_folder(folder: Path) -> None:
    """Makes a folder, and those above it, unless it is there; raises ExportFailed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise ExportFailed(
            _("The folder {path} cannot be made: {detail}.").format(
                path=visible(str(folder)), detail=getattr(error, "strerror", None) or error
            )
        ) from error


def _place_of(target: Path, overwrite: bool) -> Path:
    """Where a file for `target` goes; refuses a target where none can or may be put."""
    from models.engine import (
        is_plan,  # Not before a file is written: screens import this module, and not the store.
    )

    try:
        # A link keeps pointing where it pointed: the file behind it is replaced.
        place = Path(os.path.realpath(target))
        if place.is_dir():
            raise ExportFailed(_("{path} is a folder: name a file in it.").format(path=visible(str(target))))
        if place.exists() and not place.is_file():
            # Even a replacement in the right place would take a device or a pipe away from the system.
            raise ExportFailed(
                _("{path} is no ordinary file: choose another name.").format(path=visible(str(target)))
            )
        if not place.parent.is_dir():
            raise ExportFailed(
                _("{path} cannot be written, as its folder is missing: create it or choose another.").format(
                    path=visible(str(target))
                )
            )
        if place.exists() and not place.is_file():
            raise ExportFailed(
                _("{path} is no place for a file ({reason}): choose another.").format(
                    path=visible(str(target)), reason=_("something else stands there")
                )
            )
        if is_plan(place):
            raise ExportFailed(
                _("{path} is a plan, and no export replaces one: choose another name.").format(
                    path=visible(str(target))
                )
            )
        if place.exists() and not overwrite:
            raise ExportFailed(
                _("{path} is there already: choose another name, or replace it with --force.").format(
                    path=visible(str(target))
                )
            )
    except (OSError, ValueError) as error:
        raise ExportFailed(
            _("{path} is no place for a file ({reason}): choose another.").format(
                path=visible(str(target)), reason=getattr(error, "strerror", None) or error
            )
        ) from error
    return place


def _flush(path: Path) -> None:
    """Has the system write a file or a folder to disk."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
