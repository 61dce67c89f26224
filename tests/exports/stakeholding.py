"""What the tests of the workbook for stakeholders share: written weeks of the sample, and ways to read their parts."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl

from exports.stakeholders import write_stakeholders
from models.clock import Clock
from models.language import speaking
from models.plan import Plan
from models.store import open_plan

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@dataclass(frozen=True)
class Written:
    """A workbook as another program sees it."""

    path: Path
    book: Any
    """openpyxl's."""

    def table(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table by their headers."""
        sheet = next(sheet for sheet in self.book.worksheets if name in sheet.tables)
        rows = [[cell.value for cell in row] for row in sheet[sheet.tables[name].ref]]
        return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """The rows of a table without their headers; days as days."""
        return [tuple(day_of(value) for value in row.values()) for row in self.table(name)]

    def words(self) -> str:
        """All text outside tables and in them."""
        values = (cell.value for sheet in self.book.worksheets for row in sheet.iter_rows() for cell in row)
        return "\n".join(value for value in values if isinstance(value, str))

    def parts(self, folder: str) -> list[tuple[str, str]]:
        """The names and the texts of the parts in a folder of the file."""
        with zipfile.ZipFile(self.path) as file:
            names = [name for name in file.namelist() if name.startswith(folder)]
            return [(name, file.read(name).decode("utf-8")) for name in names]

    def charts(self) -> list[ElementTree.Element]:
        """The charts, in the order in which they stand."""
        return [ElementTree.fromstring(text) for name, text in self.parts("xl/charts/chart")]

    def descriptions(self) -> list[str]:
        """The texts of all drawings."""
        return [
            frame.get("descr", "")
            for _name, text in self.parts("xl/drawings/drawing")
            for frame in ElementTree.fromstring(text).iter(f"{DRAWING}cNvPr")
        ]


def day_of(value: Any) -> Any:
    """A day where openpyxl reads a moment."""
    return value.date() if hasattr(value, "date") else value


def written(
    plan: Plan,
    path: Path,
    *,
    language: str = "en",
    week: int | None = None,
    public: bool = False,
    force: bool = False,
) -> Written:
    """Writes the workbook and opens it again."""
    with speaking(language):
        write_stakeholders(plan, plan.weekly.page(week, public=public), path, force=force)
    return Written(path, openpyxl.load_workbook(path))


def opened(template: Path, folder: Path, clock: Clock) -> Iterator[Plan]:
    """A copy of a plan, open."""
    with open_plan(Path(shutil.copyfile(template, folder / "plan.db")), clock=clock, person="tester") as plan:
        yield plan
