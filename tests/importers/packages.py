"""Workbooks as packages of parts, made by hand and damaged part by part, and how the gate answers to them."""

import io
import struct
import warnings
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.packaging.custom import StringProperty

from importers.workbook import open_workbook
from models.errors import FileRefused

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CODES = {
    *("lock-file", "empty", "not-a-workbook", "xls", "xlsb", "ods"),
    *("encrypted", "damaged", "bomb", "unsafe-xml", "strict-ooxml"),
}


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain_workbook():
    """A workbook as openpyxl writes it, with one of each kind of cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Välitavoitteet"
    sheet.append(["Tunnus", "Nimi", "Ennuste", "Paino"])
    sheet.append(["A1.2", "Päätös", date(2018, 10, 17), 3])
    sheet.append(["A1.3", "Rivi\nkaksi", datetime(2018, 10, 18, 12), 2.5])
    sheet["A3"].hyperlink = "https://example.org/"
    sheet.row_dimensions[3].hidden = True
    hidden = book.create_sheet("_lists")
    hidden.sheet_state = "hidden"
    hidden.append(["kesken"])
    book.create_sheet("_meta").sheet_state = "veryHidden"
    book.properties.keywords = "TRACKER1|x"
    book.custom_doc_props.append(StringProperty(name="tracker", value="TRACKER1|y"))
    return saved(book)


BASE = plain_workbook()


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")  # a name twice is meant
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(name, content)
    return out.getvalue()


def changed(part, change, data=BASE):
    """A copy of a workbook with one part put through a function."""
    parts = parts_of(data)
    before = parts[part]
    parts[part] = change(before)
    assert parts[part] != before
    return zipped(parts)


def with_cells(rows, tail=""):
    """The base workbook with other rows in its first sheet."""
    xml = f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{tail}</worksheet>"
    return changed(SHEET, lambda _: xml.encode())


def first_sheet(data):
    return open_workbook(data, "returned.xlsx").sheets[0]


def refusal(data, name="returned.xlsx"):
    with pytest.raises(FileRefused) as caught:
        open_workbook(data, name)
    return caught.value


def code(data, name="returned.xlsx"):
    return refusal(data, name).code


def entry_fields(data, name):
    """Where the central and the local header of an entry begin."""
    place = data.find(b"PK\1\2")
    while place >= 0:
        length = struct.unpack_from("<H", data, place + 28)[0]
        if data[place + 46 : place + 46 + length] == name.encode():
            return place, struct.unpack_from("<I", data, place + 42)[0]
        place = data.find(b"PK\1\2", place + 4)
    raise KeyError(name)


def patched(*writes, data=BASE):
    out = bytearray(data)
    for place, layout, value in writes:
        struct.pack_into(layout, out, place, value)
    return bytes(out)


def with_shared_strings(count=1, index=0):
    table = f"<sst {MAIN}>" + "<si><t>jaettu</t></si>" * count + "</sst>"
    parts = parts_of(with_cells(f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>'))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    )
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdS" Type="{relation}" Target="/xl/sharedStrings.xml"/></Relationships>'.encode(),
    )
    return parts | {"xl/sharedStrings.xml": table.encode()}
