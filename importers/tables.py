"""Reads one CSV file into rows that know where they stand, or says in one sentence why not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.errors import FileRefused
from models.language import _, parse_date
from models.rules.text import problem_in, sentence, tidied


@dataclass(frozen=True)
class CsvRow:
    """One row of a CSV file."""

    file: str
    line: int
    """The number of its line in the file, the header being 1."""
    cells: dict[str, str]

    @property
    def place(self) -> str:
        """Where it stands, for a sentence and for the history: `events.csv:118`."""
        return f"{self.file}:{self.line}"

    def text(self, column: str) -> str | None:
        """The cell's text, tidied; None where it is empty or the file has no such column."""
        raw = self.cells.get(column) or ""
        problem = problem_in(raw)
        if problem is not None:
            raise self.refusal(column, sentence(problem))
        return tidied(raw) or None

    def needed(self, column: str) -> str:
        """The cell's text; refuses the file where it is empty."""
        found = self.text(column)
        if found is None:
            raise self.refusal(column, _("it is empty."))
        return found

    def day(self, column: str) -> date | None:
        """The cell's date; None where it is empty."""
        found = self.text(column)
        if found is None:
            return None
        day = parse_date(found)
        if day is None:
            raise self.refusal(column, _("“{text}” is no date; write it as 2018-10-19.").format(text=found))
        return day

    def needed_day(self, column: str) -> date:
        """The cell's date; refuses the file where it is empty."""
        day = self.day(column)
        if day is None:
            raise self.refusal(column, _("it is empty."))
        return day

    def number(self, column: str) -> int | None:
        """The cell's whole number, blanks between thousands allowed; None where it is empty."""
        found = self.text(column)
        if found is None:
            return None
        bare = "".join(found.split())
        if not bare.isascii() or not bare.removeprefix("-").isdigit():
            raise self.refusal(column, _("“{text}” is no whole number.").format(text=found))
        return int(bare)

    def refusal(self, column: str, why: str) -> FileRefused:
        """The error that names this cell."""
        return FileRefused(
            "damaged", _("{place}, column {column}: {why}").format(place=self.place, column=column, why=why)
        )


def read_csv(path: Path) -> list[CsvRow]:
    """All rows of a CSV file with a header; raises FileRefused when it cannot be read.

    Read as UTF-8 (with or without a mark), or UTF-16 with a mark; comma, semicolon or tab between cells.
    """
    try:
        if path.exists() and not path.is_file():  # A pipe would wait for somebody to write to it.
            raise FileRefused(
                "damaged",
                _("{file} cannot be read: {detail}.").format(file=path.name, detail=_("it is no file")),
            )
        raw = path.read_bytes()
    except OSError as error:
        raise FileRefused(
            "damaged", _("{file} cannot be read: {detail}.").format(file=path.name, detail=error.strerror)
        ) from error
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        content = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(
            "damaged",
            _("{file} is not saved as UTF-8; save it as UTF-8 and try again.").format(file=path.name),
        ) from error
    try:
        return list(_rows(path.name, content))
    except csv.Error as error:
        raise FileRefused(
            "damaged", _("{file} is no CSV file: {detail}.").format(file=path.name, detail=error)
        ) from error


def _rows(name: str, content: str) -> Iterator[CsvRow]:
    first = content.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    header = [cell.strip() for cell in next(reader, [])]
    line = reader.line_num
    for cells in reader:
        if any(cells):
            yield CsvRow(name, line + 1, dict(zip(header, cells, strict=False)))
        line = reader.line_num
