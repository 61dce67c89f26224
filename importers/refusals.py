"""Why a file is refused before anybody looks for a hand-off in it: one sentence each, and what to do next."""

from __future__ import annotations

from models.errors import FileRefused
from models.language import _
from models.rules.text import visible


def _shown(name: str) -> str:
    """A name from outside as one short line: names of files and parts are text like any other."""
    line = " ".join(visible(name).split())
    return line if len(line) <= 120 else f"{line[:119]}…"


def lock_file(file: str) -> FileRefused:
    """Excel or LibreOffice keeps such a file beside a workbook that is open."""
    return FileRefused(
        "lock-file",
        _(
            "{file} is only the lock file of an open workbook: "
            "close the workbook and choose the file of the same name without the mark in front."
        ).format(file=_shown(file)),
    )


def empty(file: str) -> FileRefused:
    """A file of 0 bytes."""
    return FileRefused("empty", _("{file} is empty: ask for it to be sent again.").format(file=_shown(file)))


def not_a_workbook(file: str, kind: str = "") -> FileRefused:
    """Neither a workbook nor the remains of one; `kind` is text, web-page, pdf, picture, document or zip."""
    match kind:
        case "text":
            sentence = _("{file} holds plain text, not a workbook: open it in Excel and save it as .xlsx.")
        case "web-page":
            sentence = _("{file} is a web page, not a workbook: open it in Excel and save it as .xlsx.")
        case "pdf":
            sentence = _("{file} is a PDF, not a workbook: ask for the workbook (.xlsx) it was printed from.")
        case "picture":
            sentence = _("{file} is a picture, not a workbook: ask for the workbook (.xlsx) it shows.")
        case "document":
            sentence = _("{file} is a document of another program, not a workbook: ask for the .xlsx file.")
        case "zip":
            sentence = _("{file} is a zip archive, not a workbook: unpack it and choose the .xlsx inside.")
        case _:
            sentence = _("{file} is not a workbook: choose the .xlsx file that the division sent back.")
    return FileRefused("not-a-workbook", sentence.format(file=_shown(file)))


def xls(file: str) -> FileRefused:
    """The binary format of Excel 97-2003, whatever the file's name says."""
    return FileRefused(
        "xls",
        _("{file} is in the old format .xls: open it in Excel and save it as .xlsx.").format(
            file=_shown(file)
        ),
    )


def xlsb(file: str) -> FileRefused:
    """Excel's binary workbook."""
    return FileRefused(
        "xlsb",
        _("{file} is a binary workbook (.xlsb): open it in Excel and save it as .xlsx.").format(
            file=_shown(file)
        ),
    )


def ods(file: str) -> FileRefused:
    """A workbook of LibreOffice."""
    return FileRefused(
        "ods",
        _("{file} is an OpenDocument workbook (.ods): open it in LibreOffice and save it as .xlsx.").format(
            file=_shown(file)
        ),
    )


def encrypted(file: str) -> FileRefused:
    """Behind a password, as a whole or in one of its parts."""
    return FileRefused(
        "encrypted",
        _(
            "{file} is encrypted with a password: "
            "take the password off in Excel (File, Info, Protect Workbook) and save it as .xlsx."
        ).format(file=_shown(file)),
    )


def unreadable(file: str) -> FileRefused:
    """The system does not give the file's bytes."""
    return FileRefused(
        "damaged",
        _("{file} cannot be read: check that it is there and that you may open it.").format(
            file=_shown(file)
        ),
    )


def damaged(file: str, part: str = "") -> FileRefused:
    """Broken in a way that no reader mends alike; `part` names the place where that is known."""
    if part:
        sentence = _("{file} is damaged at {part}: open it in Excel and save it anew, or ask for it again.")
    else:
        sentence = _("{file} is damaged: open it in Excel and save it anew, or ask for it to be sent again.")
    return FileRefused("damaged", sentence.format(file=_shown(file), part=_shown(part)))


def incomplete(file: str) -> FileRefused:
    """Its end is missing, as after a broken download."""
    return FileRefused(
        "damaged",
        _("{file} is not complete, its end is missing: ask for it to be sent again.").format(
            file=_shown(file)
        ),
    )


def part_missing(file: str, part: str) -> FileRefused:
    """A part that the file itself names is not in it."""
    return FileRefused(
        "damaged",
        _("{file} is damaged, its part {part} is missing: ask for it to be sent again.").format(
            file=_shown(file), part=_shown(part)
        ),
    )


def bomb(file: str) -> FileRefused:
    """Larger, once unpacked, than any workbook that somebody filled in."""
    return FileRefused(
        "bomb",
        _(
            "{file} is far larger inside than a hand-off can be (over 400,000 cells or 120 MB): "
            "delete the rows and columns that are not needed and save it as .xlsx."
        ).format(file=_shown(file)),
    )


def unsafe_xml(file: str, part: str) -> FileRefused:
    """A document type, an entity or an encoding that could hide one."""
    return FileRefused(
        "unsafe-xml",
        _(
            "{file} holds declarations that no workbook needs and that can do harm (in {part}): "
            "do not open it, and ask the sender for the workbook saved anew by Excel."
        ).format(file=_shown(file), part=_shown(part)),
    )


def strict_ooxml(file: str) -> FileRefused:
    """Strict Open XML, which openpyxl and others read as a workbook without rows."""
    return FileRefused(
        "strict-ooxml",
        _(
            "{file} is saved as Strict Open XML: "
            "open it in Excel, choose Save As and the type Excel Workbook (.xlsx)."
        ).format(file=_shown(file)),
    )
