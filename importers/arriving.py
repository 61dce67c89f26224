"""Which files are meant by a path: itself, or the workbooks of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from models.errors import UsageError
from models.language import _

WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
"""What an import takes from a folder; the gate says of each what it is."""


def workbooks_at(path: Path) -> list[Path]:
    """The path itself, or the workbooks of a folder in the order of their names.

    Raises UsageError for a folder without one, and for one that cannot be read.
    """
    try:
        if not path.is_dir():
            return [path]
        found = sorted(each for each in path.iterdir() if _is_workbook(each))
    except (OSError, ValueError) as error:
        raise UsageError(
            _("{path} cannot be read: {detail}.").format(
                path=path, detail=getattr(error, "strerror", None) or error
            )
        ) from error
    if not found:
        raise UsageError(_("There is no workbook in {path}.").format(path=path))
    return found


def _is_workbook(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in WORKBOOKS and not path.name.startswith(("~$", "."))
