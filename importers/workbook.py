"""Opens a workbook that came in: the gate, then its sheets as plain cells; nothing of it is run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast, get_args

from importers import gate, refusals
from importers.grid import Cell, Sheet, State, Value
from importers.markup import Damaged, elements
from importers.sheets import Commons, Format, read_formats, read_sheet, read_strings
from models.errors import TrackerError

__all__ = ["Cell", "Progress", "Sheet", "State", "Value", "Workbook", "open_workbook"]

Progress = Callable[[int, int], None]
"""Called with the cells read so far and the cells in all; may raise Cancelled."""

_RELATION_ID: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"


@dataclass(frozen=True)
class Workbook:
    """What stands in a workbook, as far as a hand-off or a plan can use it."""

    name: str
    """The file's name, for messages."""
    sheets: tuple[Sheet, ...]
    """The worksheets in the order of their tabs; sheets of charts and macros are left out."""
    keywords: str | None
    """The core property `keywords`; None where it is missing or unreadable."""
    custom: dict[str, str]
    """The custom properties that are texts."""
    has_macros: bool
    date1904: bool
    """Whether its days count from 1904, 1,462 days later than usual; the dates of the cells follow it."""

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, whatever the case."""
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)


def open_workbook(
    source: Path | str | bytes, name: str = "", *, progress: Progress | None = None
) -> Workbook:
    """The workbook in a file or in its bytes; `name` is what messages call it, by default the file's name.

    Raises FileRefused with one of the codes lock-file, empty, not-a-workbook, xls, xlsb, ods, encrypted,
    damaged, bomb, unsafe-xml and strict-ooxml, and what `progress` raises of the program's own errors.
    """
    if not name:
        name = "" if isinstance(source, bytes) else Path(source).name
    data = gate.bytes_of(source, name)
    try:
        return _Loader(gate.checked(data, name), progress).workbook()
    except TrackerError:
        raise
    # Broken XML draws errors of a dozen classes; to the person who sent it they are all one.
    except Exception as error:
        raise refusals.damaged(name) from error


class _Loader:
    """Reads the parts of a checked package."""

    def __init__(self, checked: gate.Checked, progress: Progress | None) -> None:
        self._checked, self._progress = checked, progress
        self._package = checked.package
        self._file = checked.package.file
        self._done = 0

    def workbook(self) -> Workbook:
        """The whole workbook."""
        part = self._checked.workbook
        date1904 = False
        listed: list[tuple[str, State, str]] = []
        for path, attributes, _text in elements(self._package.chunks(part), self._file, part):
            if path == "workbook/workbookPr":
                date1904 = attributes.get("date1904") in ("1", "true")
            elif path == "workbook/sheets/sheet":
                state = attributes.get("state", "visible")
                if state not in get_args(State):
                    raise Damaged
                listed.append((attributes["name"], cast(State, state), attributes[_RELATION_ID]))
        return Workbook(
            name=self._file,
            sheets=self._sheets(listed, self._commons(date1904)),
            keywords=self._keywords(),
            custom=self._custom(),
            has_macros=self._checked.has_macros,
            date1904=date1904,
        )

    def _commons(self, date1904: bool) -> Commons:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

        strings: list[str] = []
        formats: list[Format | None] = [Format("General", False, False)]
        if part := self._checked.related(self._checked.workbook, "sharedStrings"):
            strings = read_strings(self._package.chunks(part), self._file, part)
        if part := self._checked.related(self._checked.workbook, "styles"):
            formats = read_formats(self._package.chunks(part), self._file, part)
        return Commons(strings, formats, MAC_EPOCH if date1904 else WINDOWS_EPOCH)

    def _sheets(self, listed: list[tuple[str, State, str]], commons: Commons) -> tuple[Sheet, ...]:
        relations = {relation.id: relation for relation in self._checked.of_workbook}
        parts = [relations[id_].target for _name, _state, id_ in listed if relations[id_].type == "worksheet"]
        total = sum(self._checked.cells_in(part) for part in parts)
        if total > gate.MAX_CELLS:
            raise refusals.bomb(self._file)
        # Two tabs on one part: readers disagree whether that is a copy or a mistake.
        if len(set(parts)) != len(parts) or not listed:
            raise Damaged
        sheets = []
        for name, state, id_ in listed:
            if relations[id_].type != "worksheet":
                continue
            part = relations[id_].target
            sheet, seen = read_sheet(
                name,
                state,
                self._package.chunks(part),
                commons,
                file=self._file,
                part=part,
                allowed=gate.MAX_CELLS - self._done,
                tick=lambda seen: self._report(seen, total),
            )
            self._done += seen
            self._report(0, total)
            sheets.append(sheet)
        return tuple(sheets)

    def _report(self, seen: int, total: int) -> None:
        if self._progress is not None:
            self._progress(min(self._done + seen, total), total)

    def _keywords(self) -> str | None:
        return next(
            (text for path, _a, text in self._properties("core-properties") if path.endswith("/keywords")),
            None,
        )

    def _custom(self) -> dict[str, str]:
        found: dict[str, str] = {}
        text = ""
        for path, attributes, content in self._properties("custom-properties"):
            if path == "Properties/property":
                found[attributes.get("name", "")] = text
                text = ""
            elif path.startswith("Properties/property/"):
                text = content
        return found

    def _properties(self, kind: str) -> list[tuple[str, dict[str, str], str]]:
        """The elements of a part with properties; a broken one is passed by: stamps stand elsewhere too."""
        part = self._checked.related("", kind)
        if part is None:
            return []
        try:
            return list(elements(self._package.chunks(part), self._file, part))
        except TrackerError:
            raise
        except Exception:
            return []
