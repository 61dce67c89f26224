"""Workbooks as other programs save them: openpyxl, LibreOffice, Gnumeric where installed, and a minimal writer."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl


def office() -> str | None:
    """The program of LibreOffice; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def gnumeric() -> str | None:
    """The program of Gnumeric; None where it is not installed."""
    return shutil.which("ssconvert")


def clients(content: bytes) -> dict[str, bytes]:
    """A workbook as each client that is installed saves it, by its name."""
    found = {"openpyxl": through_openpyxl(content), "minimal writer": minimal(content)}
    if office() is not None:
        found["LibreOffice"] = through_office(content, "xlsx")
    if gnumeric() is not None:
        found["Gnumeric"] = through_gnumeric(content)
    return found


def through_openpyxl(content: bytes) -> bytes:
    """A workbook saved by openpyxl."""
    memory = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(content)).save(memory)
    return memory.getvalue()


def through_office(content: bytes, *extensions: str, locale: str = "en-US") -> bytes:
    """A workbook saved through LibreOffice, in one format after another; its language is that of a locale."""
    program = office()
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder, "profile")
        _speaks(profile, locale)
        path = Path(folder, "in.xlsx")
        path.write_bytes(content)
        for number, extension in enumerate(extensions):
            out = Path(folder, str(number))
            command = [program, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
            command += ["--convert-to", extension, "--outdir", str(out), str(path)]
            subprocess.run(command, capture_output=True, timeout=600, check=True)
            path = out / f"{path.stem}.{extension}"
        return path.read_bytes()


def _speaks(profile: Path, locale: str) -> None:
    """Has LibreOffice write dates and numbers as a locale does."""
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        '<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">'
        f"<value>{locale}</value></prop></item></oor:items>",
        encoding="utf-8",
    )


def through_gnumeric(content: bytes) -> bytes:
    """A workbook saved through Gnumeric."""
    program = gnumeric()
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.xlsx"), Path(folder, "out.xlsx")
        source.write_bytes(content)
        subprocess.run([program, str(source), str(target)], capture_output=True, timeout=600, check=True)
        return target.read_bytes()


# A writer of our own: no shared strings, no styles, no properties, nothing that a reader can do without.

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def minimal(content: bytes) -> bytes:
    """The cells of a workbook in as few parts and words as the format allows; dates as ISO text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    parts = {
        "[Content_Types].xml": _types(len(book.worksheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(book),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(book.worksheets) + 1)]
        ),
    }
    for number, sheet in enumerate(book.worksheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(sheet)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, _HEAD + text)
    return memory.getvalue()


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = [f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>']
    overrides += [
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(1, sheets + 1)
    ]
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(overrides)}</Types>'
    )


def _relations(targets: list[tuple[str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _workbook(book: Any) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(sheet.title)} sheetId="{n}" state="{sheet.sheet_state}" r:id="rId{n}"/>'
        for n, sheet in enumerate(book.worksheets, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _sheet(sheet: Any) -> str:
    rows = []
    for line in sheet.iter_rows():
        cells = "".join(_cell(cell) for cell in line if cell.value is not None)
        if cells:
            rows.append(f'<row r="{line[0].row}">{cells}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def _cell(cell: Any) -> str:
    value = cell.value
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f'<c r="{cell.coordinate}"><v>{value}</v></c>'
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f'<c r="{cell.coordinate}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
