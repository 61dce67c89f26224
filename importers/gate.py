"""Looks a file over before anything parses it: what is no workbook, is broken or means harm stops here."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from importers import refusals
from importers.markup import STRICT, elements
from importers.package import MAX_TOTAL, Package, key_of
from models.errors import FileRefused

MAX_CELLS: Final = 400_000
"""Cells of all sheets together, the empty formatted ones included."""
MAX_INDEX: Final = 4 * 1024 * 1024
"""The largest list of parts (content types, relationships) in bytes; ordinary ones stay under 100 kB."""

_TYPES: Final = "[Content_Types].xml"
_ROOT_RELATIONS: Final = "_rels/.rels"
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")

_WORKBOOK_TYPE = re.compile(
    r"application/vnd\.(openxmlformats-officedocument\.spreadsheetml\.(sheet|template)"
    r"|ms-excel\.(sheet|template|addin)\.macroenabled)\.main\+xml"
)
_BINARY_TYPE: Final = "application/vnd.ms-excel.sheet.binary.macroenabled.main"

# Declarations in encodings of one, two and four bytes a character. Most parts hold not even an opening, and a
# search for that is far cheaper than the expression.
_OPENINGS: Final = (b"<!", b"<\0!", b"<\0\0\0!")
_DECLARATION = re.compile(
    b"|".join(
        gap.join(b"%c" % letter for letter in word)
        for word in (b"<!DOCTYPE", b"<!ENTITY")
        for gap in (b"", b"\\0", b"\\0\\0\\0")
    ),
    re.IGNORECASE,
)
_LONGEST: Final = 4 * len(b"<!DOCTYPE")
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml\b([^>]*)>?")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_KNOWN_ENCODING = re.compile(rb"utf-?8|utf-?16(le|be)?|(us-)?ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE)
_EBCDIC_XML: Final = b"\x4c\x6f\xa7\x94"
_CELL = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?c[\s/>]")


@dataclass(frozen=True)
class Relation:
    """One relationship of a part to another inside the package."""

    id: str
    type: str
    """The last word of its type, such as `worksheet`."""
    target: str
    """The name of the other part."""


@dataclass(frozen=True)
class Checked:
    """A package in which everything that is named is there and nothing means harm."""

    package: Package
    relations: dict[str, tuple[Relation, ...]]
    """By `key_of` the part they belong to; those of the package itself under the empty name."""
    workbook: str
    """The name of the workbook part."""
    has_macros: bool
    cells: dict[str, int]
    """How many cells the XML of each part holds, by `key_of` its name."""

    @property
    def of_workbook(self) -> tuple[Relation, ...]:
        """What the workbook part is related to."""
        return self.relations.get(key_of(self.workbook), ())

    def cells_in(self, part: str) -> int:
        """How many cells the XML of a part holds."""
        return self.cells[key_of(part)]

    def related(self, part: str, kind: str) -> str | None:
        """The part to which `part` has a relationship of that kind, if any."""
        return next((r.target for r in self.relations.get(key_of(part), ()) if r.type == kind), None)


def bytes_of(source: Path | str | bytes, file: str) -> bytes:
    """The bytes of a file that may be a workbook; raises FileRefused for what needs no look inside."""
    base = posixpath.basename(file.replace("\\", "/"))
    if base.startswith("~$") or (base.startswith(".~lock.") and base.endswith("#")):
        raise refusals.lock_file(file)
    if isinstance(source, bytes):
        data = source
    else:
        try:
            path = Path(source)
            if not path.is_file():
                raise refusals.unreadable(file)
            if path.stat().st_size > MAX_TOTAL:
                raise refusals.bomb(file)
            data = path.read_bytes()
        except (OSError, ValueError) as error:
            raise refusals.unreadable(file) from error
    if not data:
        raise refusals.empty(file)
    if len(data) > MAX_TOTAL:
        raise refusals.bomb(file)
    return data


def checked(data: bytes, file: str) -> Checked:
    """Opens the container and checks all of it; raises FileRefused with the code that says what is wrong."""
    if not data.startswith((b"PK\3\4", b"PK\5\6")):
        raise _no_zip(data, file)
    package = Package(data, file)
    types = _content_types(package)
    cells = {key: _looked_through(package, key) for key in package.entries}
    relations = _relations(package)
    workbook = _workbook_part(package, types, relations)
    for name in types.overrides:
        package.entry(name)
    macros = "macroenabled" in types.of(workbook) or any(key.endswith("vbaproject.bin") for key in cells)
    return Checked(package, relations, workbook, macros, cells)


def _no_zip(data: bytes, file: str) -> FileRefused:
    """What a file that is not a zip container is, as far as its first bytes tell."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if data.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return refusals.encrypted(file)
        names = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
        return (
            refusals.xls(file) if any(n in data for n in names) else refusals.not_a_workbook(file, "document")
        )
    if data.startswith(_OLD_BIFF):
        return refusals.xls(file)
    if head.startswith(b"%pdf"):
        return refusals.not_a_workbook(file, "pdf")
    if data.startswith(_PICTURES):
        return refusals.not_a_workbook(file, "picture")
    if b"opendocument.spreadsheet" in head:
        return refusals.ods(file)
    if b"<html" in head or b"<!doctype html" in head or b"<table" in head:
        return refusals.not_a_workbook(file, "web-page")
    if data.rfind(b"PK\5\6", -70_000) > 0:
        return refusals.damaged(file)
    is_text = not re.search(rb"[\x00-\x08\x0e-\x1f]", head)
    return refusals.not_a_workbook(file, "text" if is_text else "")


@dataclass(frozen=True)
class _Types:
    """The content types of the parts, in lower case."""

    defaults: dict[str, str]
    overrides: dict[str, str]

    def of(self, part: str) -> str:
        own = next((kind for name, kind in self.overrides.items() if key_of(name) == key_of(part)), None)
        return own or self.defaults.get(part.rpartition(".")[2].casefold(), "")

    def all(self) -> set[str]:
        return {*self.defaults.values(), *self.overrides.values()}


def _content_types(package: Package) -> _Types:
    """The list of content types; refuses what is no workbook of Open XML."""
    file = package.file
    if "mimetype" in package and b"opendocument.spreadsheet" in b"".join(package.chunks("mimetype"))[:200]:
        raise refusals.ods(file)
    if _TYPES not in package:
        raise refusals.not_a_workbook(file, "zip")
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for path, attributes, _text in _index(package, _TYPES):
        kind = attributes.get("ContentType", "").casefold()
        if path == "Types/Default":
            defaults[attributes.get("Extension", "").casefold()] = kind
        elif path == "Types/Override":
            overrides[attributes.get("PartName", "")] = kind
    types = _Types(defaults, overrides)
    if _BINARY_TYPE in types.all() or "xl/workbook.bin" in package:
        raise refusals.xlsb(file)
    if not any(_WORKBOOK_TYPE.fullmatch(kind) for kind in types.all()):
        raise refusals.not_a_workbook(file, "document")
    return types


def _index(package: Package, name: str) -> list[tuple[str, dict[str, str], str]]:
    """The elements of a small part that lists others."""
    if package.entry(name).size > MAX_INDEX:
        raise refusals.bomb(package.file)
    _looked_through(package, name)
    return list(elements(package.chunks(name), package.file, name))


def _looked_through(package: Package, name: str) -> int:
    """Unpacks a part once, checks its sums and that it declares nothing; returns how many cells it holds."""
    cells, rest = 0, b""
    for number, chunk in enumerate(package.chunks(name)):
        if number == 0:
            _check_encoding(package, name, chunk)
        text = rest + chunk
        if any(opening in text for opening in _OPENINGS) and _DECLARATION.search(text):
            raise refusals.unsafe_xml(package.file, name)
        # What follows the last bracket may be the beginning of a cell or of a declaration.
        cut = text.rfind(b"<")
        cut = cut if cut >= len(text) - _LONGEST else len(text)
        rest, text = text[cut:], text[:cut].replace(b"\0", b"")
        cells += len(_CELL.findall(text))
    return cells


def _check_encoding(package: Package, name: str, start: bytes) -> None:
    """Refuses a part in an encoding in which a declaration would look like something else."""
    if start.startswith(_EBCDIC_XML):
        raise refusals.unsafe_xml(package.file, name)
    if declared := _XML_START.match(start):
        encoding = _ENCODING.search(declared[1])
        if encoding and not _KNOWN_ENCODING.fullmatch(encoding[1]):
            raise refusals.unsafe_xml(package.file, name)


def _relations(package: Package) -> dict[str, tuple[Relation, ...]]:
    """The relationships of every part; refuses a package in which one leads nowhere, or that is Strict."""
    package.entry(_ROOT_RELATIONS)
    found: dict[str, tuple[Relation, ...]] = {}
    for entry in package.entries.values():
        folder, _slash, base = entry.name.replace("\\", "/").lstrip("/").rpartition("/")
        if not base.casefold().endswith(".rels") or posixpath.basename(folder).casefold() != "_rels":
            continue
        home = posixpath.dirname(folder)
        relations = []
        for path, attributes, _text in _index(package, entry.name):
            if (
                path != "Relationships/Relationship"
                or attributes.get("TargetMode", "").casefold() == "external"
            ):
                continue
            type_, target = attributes.get("Type", ""), attributes.get("Target", "")
            kind = type_.rpartition("/")[2]
            # A link inside the workbook, and what Excel leaves behind for a picture that was lost.
            if kind == "hyperlink" or target.startswith("#") or target.upper() == "NULL":
                continue
            if type_.startswith(STRICT):
                raise refusals.strict_ooxml(package.file)
            name = posixpath.normpath(posixpath.join("/", home, target.partition("#")[0]))
            relations.append(Relation(attributes.get("Id", ""), kind, package.entry(name).name))
        found[key_of(posixpath.join(home, base[: -len(".rels")]))] = tuple(relations)
    return found


def _workbook_part(package: Package, types: _Types, relations: dict[str, tuple[Relation, ...]]) -> str:
    """The one workbook part: some readers find it by its type, some by its relationship, here both agree."""
    mains = [r.target for r in relations.get("", ()) if r.type == "officeDocument"]
    typed = {key_of(name) for name, kind in types.overrides.items() if _WORKBOOK_TYPE.fullmatch(kind)}
    if len(mains) != 1 or not _WORKBOOK_TYPE.fullmatch(types.of(mains[0])):
        raise refusals.damaged(package.file, _ROOT_RELATIONS)
    if typed and typed != {key_of(mains[0])}:
        raise refusals.damaged(package.file, _TYPES)
    return mains[0]
