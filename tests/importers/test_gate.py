"""The gate and the loader: what a file must not be, and that what passes is read as openpyxl and people read it."""

import io
import random
import re
import struct
import subprocess
import sys
import time
import warnings
import zipfile
import zlib
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.packaging.custom import StringProperty

from importers import package as package_module
from importers.workbook import Workbook, open_workbook
from models.errors import Cancelled, FileRefused

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


# what is no workbook


def test_a_lock_file_is_refused_with_its_name():
    assert "~$returned.xlsx" in refusal(b"\x07CDO", "~$returned.xlsx").sentence


@pytest.mark.parametrize("name", ["~$a.xlsx", ".~lock.a.xlsx#", "folder/~$a.xlsx", "C:\\folder\\~$a.xlsx"])
def test_lock_files_of_excel_and_libreoffice_are_known_by_name(name):
    assert code(BASE, name) == "lock-file"


def test_an_empty_file_is_refused_as_empty():
    assert code(b"") == "empty"


@pytest.mark.parametrize(
    "data",
    [
        "Hei, tässä tiedosto!\n".encode(),
        "Tunnus;Nimi\nA1.2;Pilotti\n".encode("cp1252"),
        "Tunnus\tNimi\n".encode("utf-16"),
        b"<html><body><table><tr><td>A1.2</td></tr></table></body></html>",
        b"\xef\xbb\xbf<!DOCTYPE html><html></html>",
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"PK, hei",
        bytes(range(256)),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
        zipped({"lueminut.txt": "hei"}),
        zipped({}),
        zipped(
            {
                "[Content_Types].xml": '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.'
                'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
                "word/document.xml": "<w/>",
            }
        ),
    ],
)
def test_what_is_no_workbook_is_refused_as_such(data):
    assert code(data) == "not-a-workbook"


@pytest.mark.parametrize(
    ("data", "word"),
    [(b"%PDF-1.7", "PDF"), (b"<html></html>", "web page"), (b"\x89PNG", "picture"), (b"a;b", "text")],
)
def test_the_sentence_says_what_the_file_is(data, word):
    assert word in refusal(data).sentence


@pytest.mark.parametrize("stream", ["Workbook", "Book"])
def test_an_old_binary_workbook_is_refused_as_xls(stream):
    assert code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le")) == "xls"


def test_a_workbook_behind_a_password_is_refused_as_encrypted():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    assert code(data) == "encrypted"


def test_a_binary_workbook_is_refused_as_xlsb():
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    types = f'<Types><Default Extension="bin" ContentType="{kind}"/></Types>'
    assert code(zipped({"[Content_Types].xml": types, "xl/workbook.bin": b"\x83\x01"})) == "xlsb"


def test_an_opendocument_workbook_is_refused_as_ods():
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    assert code(zipped({"mimetype": mimetype, "content.xml": "<x/>"})) == "ods"


def test_a_folder_in_place_of_a_file_is_refused(tmp_path):
    with pytest.raises(FileRefused):
        open_workbook(tmp_path)


def test_a_missing_file_is_refused_with_its_name(tmp_path):
    with pytest.raises(FileRefused, match=r"gone\.xlsx"):
        open_workbook(tmp_path / "gone.xlsx")


def test_a_file_is_called_by_its_name_and_never_by_its_path(tmp_path):
    path = tmp_path / "rikki.xlsx"
    path.write_bytes(BASE[:500])
    with pytest.raises(FileRefused) as caught:
        open_workbook(path)
    assert str(tmp_path) not in caught.value.sentence


def test_a_name_with_terminal_escapes_stays_one_harmless_line():
    sentence = refusal(b"", "a\x1b[31m\n\u202eb.xlsx").sentence
    assert not re.search("[\x00-\x1f\u202e]", sentence)


# what is broken


# The ids say no length: it follows from the moment at which the workbook was made.
@pytest.mark.parametrize(
    "cut", [len(BASE) // 2, len(BASE) - 100, len(BASE) - 1, 40], ids=["half", "100", "1", "all but 40"]
)
def test_a_file_whose_end_is_missing_is_refused_as_damaged(cut):
    assert code(BASE[:cut]) == "damaged"


def test_a_file_with_its_first_bytes_lost_is_refused_as_damaged():
    assert code(bytes(4) + BASE[4:]) == "damaged"


def test_bytes_after_the_end_are_refused_as_damaged():
    assert code(BASE + b"x") == "damaged"


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


def test_bits_flipped_inside_a_part_are_refused_as_damaged():
    _central, local = entry_fields(BASE, SHEET)
    place = local + 30 + len(SHEET) + 60
    assert code(patched((place, "<B", BASE[place] ^ 0xFF))) == "damaged"


def test_a_wrong_checksum_is_refused_as_damaged():
    central, local = entry_fields(BASE, SHEET)
    assert code(patched((central + 16, "<I", 1), (local + 14, "<I", 1))) == "damaged"


def test_a_flag_of_encryption_is_refused_as_encrypted():
    central, local = entry_fields(BASE, SHEET)
    assert code(patched((central + 8, "<H", 1), (local + 6, "<H", 1))) == "encrypted"


def test_a_directory_that_disagrees_with_a_local_header_is_refused_as_damaged():
    _central, local = entry_fields(BASE, SHEET)
    assert code(patched((local + 30, "<B", ord("y")))) == "damaged"


def test_a_part_twice_is_refused_as_damaged():
    assert code(zipped([*parts_of(BASE).items(), (SHEET, b"<x/>")])) == "damaged"


def test_a_part_twice_in_another_case_is_refused_as_damaged():
    assert code(zipped([*parts_of(BASE).items(), (SHEET.upper(), b"<x/>")])) == "damaged"


def test_overlapping_parts_are_refused_as_damaged():
    inner = zipped({"b.xml": b"<x/>"}, zipfile.ZIP_STORED)
    record = inner[: inner.find(b"PK\1\2")]
    data = zipped([*parts_of(BASE).items(), ("a.xml", record), ("b.xml", b"<x/>")], zipfile.ZIP_STORED)
    _central, outer = entry_fields(data, "a.xml")
    second, _local = entry_fields(data, "b.xml")
    # The second part lies whole inside the first, as in a bomb that unpacks the same bytes many times over.
    assert code(patched((second + 42, "<I", outer + 30 + len("a.xml")), data=data)) == "damaged"


def test_a_compression_that_excel_does_not_know_is_refused_as_damaged():
    assert code(zipped(parts_of(BASE), zipfile.ZIP_BZIP2)) == "damaged"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", SHEET, "xl/styles.xml", "_rels/.rels", "docProps/core.xml"]
)
def test_a_missing_part_is_refused_as_damaged(part):
    parts = parts_of(BASE)
    del parts[part]
    assert code(zipped(parts)) == "damaged"


def test_a_missing_part_is_named():
    parts = parts_of(BASE)
    del parts[SHEET]
    assert SHEET in refusal(zipped(parts)).sentence


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


def test_a_shared_string_is_read():
    assert first_sheet(zipped(with_shared_strings())).at(1, 1).value == "jaettu"


@pytest.mark.parametrize("index", [1, 999_999, -1, "x"])
def test_a_shared_string_that_does_not_exist_is_refused_as_damaged(index):
    assert code(zipped(with_shared_strings(index=index))) == "damaged"


def test_a_missing_table_of_shared_strings_is_refused_as_damaged():
    parts = with_shared_strings()
    del parts["xl/sharedStrings.xml"]
    assert code(zipped(parts)) == "damaged"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>abc</v></c></row>',
        '<row r="1"><c r="A1"><v>NaN</v></c></row>',
        '<row r="1"><c r="A1" t="zz"><v>1</v></c></row>',
        '<row r="1"><c r="A1" s="999"><v>1</v></c></row>',
        '<row r="1"><c r="A1" s="-1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
    ],
)
def test_a_sheet_that_makes_no_sense_is_refused_as_damaged(rows):
    assert code(with_cells(rows)) == "damaged"


def test_a_number_format_that_is_not_defined_is_refused_as_damaged():
    data = changed(
        "xl/styles.xml", lambda xml: re.sub(rb'(<cellXfs.*?numFmtId=")0', rb"\g<1>198", xml, count=1)
    )
    assert code(data) == "damaged"


def test_a_sheet_with_another_root_is_no_empty_sheet():
    assert (
        code(
            changed(
                SHEET,
                lambda xml: xml.replace(b"<worksheet", b"<worksheets").replace(
                    b"/worksheet>", b"/worksheets>"
                ),
            )
        )
        == "damaged"
    )


def test_a_tab_without_a_part_is_no_missing_sheet():
    assert (
        code(changed("xl/workbook.xml", lambda xml: xml.replace(b'r:id="rId1"', b'r:id="rId99"')))
        == "damaged"
    )


def test_two_tabs_on_one_part_are_refused_as_damaged():
    assert (
        code(changed("xl/workbook.xml", lambda xml: xml.replace(b'r:id="rId2"', b'r:id="rId1"'))) == "damaged"
    )


# what is too much


def test_a_zip_bomb_is_refused_from_its_directory():
    padded = parts_of(BASE)[SHEET].replace(b"</sheetData>", b" " * (61 << 20) + b"</sheetData>")
    data = zipped(parts_of(BASE) | {SHEET: padded})
    start = time.perf_counter()
    assert (code(data), time.perf_counter() - start < 0.5) == ("bomb", True)


def test_a_part_that_grows_more_than_two_hundred_times_is_a_bomb():
    assert code(zipped(parts_of(BASE) | {"xl/media/image1.png": bytes(1 << 20)})) == "bomb"


def test_a_small_part_of_zeros_is_no_bomb():
    assert open_workbook(
        zipped(parts_of(BASE) | {"xl/printerSettings/p.bin": bytes(100_000)}), "x.xlsx"
    ).sheets


def test_many_parts_that_are_too_much_together_are_a_bomb(monkeypatch):
    monkeypatch.setattr(package_module, "MAX_TOTAL", 100_000)
    noise = random.Random(1).randbytes(60_000)
    parts = parts_of(BASE) | {"a.bin": noise, "b.bin": noise}
    with pytest.raises(FileRefused) as caught:
        package_module.Package(zipped(parts), "x.xlsx")
    assert caught.value.code == "bomb"


def test_more_than_two_thousand_parts_are_a_bomb():
    assert code(zipped(parts_of(BASE) | {f"x/{number}.xml": b"<x/>" for number in range(2000)})) == "bomb"


def test_a_part_that_is_larger_than_its_directory_says_is_never_unpacked_further():
    content = b"<x>" + b" " * (30 << 20) + b"</x>"
    data = zipped(parts_of(BASE) | {"x.xml": content})
    central, local = entry_fields(data, "x.xml")
    lying = patched((central + 24, "<I", 1000), (local + 22, "<I", 1000), data=data)
    package = package_module.Package(lying, "x.xlsx")
    taken = []
    with pytest.raises(FileRefused):
        taken.extend(map(len, package.chunks("x.xml")))
    assert sum(taken) <= 1000


def test_a_million_cells_are_a_bomb_before_they_are_read():
    rows = "".join(f'<row r="{n}"><c r="B{n}" t="b"><v>1</v></c></row>' for n in range(1, 400_002))
    start = time.perf_counter()
    assert (code(with_cells(rows)), time.perf_counter() - start < 4) == ("bomb", True)


def test_cells_hidden_from_the_count_by_a_prefix_are_counted_as_they_are_read():
    prefix = "p" * 100
    rows = "".join(
        f'<{prefix}:row r="{n}">' + f"<{prefix}:c/>" * 400 + f"</{prefix}:row>" for n in range(1, 1002)
    )
    data = f"<{prefix}:sheetData>{rows}</{prefix}:sheetData>"
    xml = f'<{prefix}:worksheet xmlns:{prefix}="{MAIN[7:-1]}">{data}</{prefix}:worksheet>'
    assert code(zipped(parts_of(BASE) | {SHEET: xml.encode()}, zipfile.ZIP_STORED)) == "bomb"


def test_a_merge_over_the_whole_sheet_costs_nothing():
    tail = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    start = time.perf_counter()
    first_sheet(with_cells('<row r="1"><c r="A1"><v>1</v></c></row>', tail))
    assert time.perf_counter() - start < 1


def test_merges_over_a_wide_and_long_sheet_are_a_bomb():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert code(with_cells(rows, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')) == "bomb"


# what means harm

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_prologue(prologue):
    return lambda xml: prologue.encode() + re.sub(rb"^\s*<\?xml[^>]*\?>", b"", xml)


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "docProps/core.xml", "[Content_Types].xml"]
)
def test_a_document_type_in_any_part_is_unsafe(part):
    assert code(changed(part, with_prologue(LAUGHS))) == "unsafe-xml"


def test_a_document_type_in_a_part_nobody_reads_is_unsafe():
    assert code(zipped(parts_of(BASE) | {"xl/media/image1.svg": "<!DOCTYPE svg><svg/>"})) == "unsafe-xml"


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"]
)
def test_a_document_type_in_any_encoding_is_unsafe(encoding):
    assert code(changed(SHEET, lambda xml: (LAUGHS + xml.decode()).encode(encoding))) == "unsafe-xml"


@pytest.mark.parametrize("gap", range(package_module.CHUNK - 12, package_module.CHUNK + 1))
def test_a_document_type_across_two_pieces_is_seen(gap):
    xml = "<x>" + "y" * (gap - 3) + "<!ENTITY a 'b'>"
    assert code(zipped(parts_of(BASE) | {"x.xml": xml})) == "unsafe-xml"


@pytest.mark.parametrize("encoding", ["cp037", "utf-7", "cp1026"])
def test_an_encoding_that_could_hide_a_document_type_is_unsafe(encoding):
    prologue = f'<?xml version="1.0" encoding="{encoding}"?>'
    assert code(changed(SHEET, lambda xml: prologue.encode() + xml.decode().encode(encoding))) == "unsafe-xml"


def test_xml_in_ebcdic_is_unsafe():
    assert (
        code(changed(SHEET, lambda xml: ('<?xml version="1.0"?>' + xml.decode()).encode("cp037")))
        == "unsafe-xml"
    )


def test_a_file_of_the_machine_is_never_shown(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("salaisuus")
    prologue = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    assert "salaisuus" not in refusal(changed(SHEET, with_prologue(prologue))).sentence


def test_names_that_climb_out_of_the_package_write_nothing(tmp_path, monkeypatch):
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    open_workbook(zipped(parts_of(BASE) | {"../planted.txt": "x", "/planted.txt": "x"}), "x.xlsx")
    assert [path.name for path in tmp_path.rglob("*")] == ["inner"]


def strict(data):
    for old, new in (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ):
        data = data.replace(old, new)
    return data


def test_strict_open_xml_is_refused_and_not_read_as_empty():
    assert code(zipped({name: strict(part) for name, part in parts_of(BASE).items()})) == "strict-ooxml"


def test_one_strict_sheet_in_an_ordinary_workbook_is_refused():
    assert code(changed(SHEET, strict)) == "strict-ooxml"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a;b",
        b"%PDF-",
        BASE[:400],
        zipped({"a": "b"}),
        changed(SHEET, strict),
        changed(SHEET, with_prologue(LAUGHS)),
    ],
)
def test_a_refusal_is_one_sentence_that_names_the_file_and_what_to_do(data):
    sentence = refusal(data, "palautus.xlsx").sentence
    assert re.fullmatch(r"palautus\.xlsx [^\n]*(: |, and )[^\n]*\.", sentence)


# what passes


def test_cells_are_read_with_their_kinds():
    sheet = first_sheet(BASE)
    assert [sheet.at(row, column).value for row in (2, 3) for column in (1, 2, 3, 4)] == [
        *("A1.2", "Päätös", date(2018, 10, 17), 3),
        *("A1.3", "Rivi\nkaksi", datetime(2018, 10, 18, 12), 2.5),
    ]


def test_a_cell_knows_its_number_format():
    assert first_sheet(BASE).at(2, 3).number_format == "yyyy-mm-dd"


def test_sheets_come_with_their_states():
    assert [(s.name, s.state) for s in open_workbook(BASE, "x.xlsx").sheets] == [
        ("Välitavoitteet", "visible"),
        ("_lists", "hidden"),
        ("_meta", "veryHidden"),
    ]


def test_hidden_rows_are_read_and_known():
    assert first_sheet(BASE).hidden_rows == {3}


def test_a_sheet_is_found_by_name_in_any_case():
    assert open_workbook(BASE, "x.xlsx").sheet("välitavoitteet").max_row == 3


def test_an_empty_place_is_an_empty_cell():
    assert first_sheet(BASE).at(99, 99).is_empty


def test_keywords_and_custom_properties_are_read():
    book = open_workbook(BASE, "x.xlsx")
    assert (book.keywords, book.custom) == ("TRACKER1|x", {"tracker": "TRACKER1|y"})


def test_broken_properties_are_passed_by():
    assert open_workbook(changed("docProps/core.xml", lambda xml: xml[:-9]), "x.xlsx").keywords is None


def test_a_macro_is_known_and_the_data_are_read():
    data = changed(
        "[Content_Types].xml",
        lambda xml: xml.replace(
            b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
        ),
    )
    book = open_workbook(zipped(parts_of(data) | {"xl/vbaProject.bin": b"\xd0\xcf" * 300}), "x.xlsm")
    assert (book.has_macros, book.sheets[0].max_row) == (True, 3)


def test_a_workbook_without_macros_is_known_as_such():
    assert not open_workbook(BASE, "x.xlsx").has_macros


def test_the_1904_date_system_is_known():
    data = changed("xl/workbook.xml", lambda xml: re.sub(rb"<workbookPr\b", b'<workbookPr date1904="1"', xml))
    book = open_workbook(data, "x.xlsx")
    assert (book.date1904, book.sheets[0].at(2, 3).value) == (True, date(2022, 10, 18))


def test_a_formula_with_and_without_its_value_is_told_apart():
    sheet = first_sheet(
        with_cells(
            '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f><v/></c>'
            '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        )
    )
    found = [sheet.at(1, column) for column in (1, 2, 3, 4)]
    assert [(c.value, c.formula, c.cached, c.error) for c in found] == [
        (2, True, True, None),
        (None, True, False, None),
        (None, True, True, None),
        (None, True, True, "#DIV/0!"),
    ]


def test_an_error_cell_has_an_error_and_no_value():
    cell = first_sheet(with_cells('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')).at(1, 1)
    assert (cell.value, cell.error) == (None, "#N/A")


@pytest.mark.parametrize(
    ("inner", "value"),
    [
        ('t="inlineStr"><is><r><rPr><b/></rPr><t>Rik</t></r><r><t>as</t></r></is>', "Rikas"),
        ('t="inlineStr"><is><t>Tokio</t><rPh sb="0" eb="1"><t>XX</t></rPh></is>', "Tokio"),
        ('t="inlineStr"><is><t>a_x000D_\n_x0041_</t></is>', "a\r\nA"),
        ('t="inlineStr"><is><t>_x005F_x0041_</t></is>', "_x0041_"),
        ('t="inlineStr"><is><t xml:space="preserve"> a </t></is>', " a "),
        ('t="inlineStr"><is><t>&lt;x&gt; &amp; y</t></is>', "<x> & y"),
        ('t="b"><v>1</v>', True),
        ('t="b"><v>false</v>', False),
        ('t="d"><v>2018-10-17T00:00:00</v>', date(2018, 10, 17)),
        ('t="d"><v>2018-10-17T08:30</v>', datetime(2018, 10, 17, 8, 30)),
        ('t="d"><v>2018-10-16T21:00:00Z</v>', "2018-10-16T21:00:00Z"),
        ('t="d"><v>2018-13-45</v>', "2018-13-45"),
        ("><v>5.0</v>", 5),
        ("><v>1E3</v>", 1000),
        ('t="str"><v>teksti</v>', "teksti"),
        ('t="inlineStr"><is><t></t></is>', None),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(inner, value):
    assert first_sheet(with_cells(f'<row r="1"><c r="A1" {inner}</c></row>')).at(1, 1).value == value


def test_a_shared_string_keeps_the_escape_of_an_escape_like_an_inline_one():
    parts = with_shared_strings()
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"jaettu", b"_x005F_x0041_")
    assert first_sheet(zipped(parts)).at(1, 1).value == "_x0041_"


def test_cells_without_addresses_are_counted_from_the_left():
    sheet = first_sheet(with_cells("<row><c/><c><v>1</v></c></row><row><c><v>2</v></c></row>"))
    assert {place: cell.value for place, cell in sheet.cells.items()} == {(1, 2): 1, (2, 1): 2}


def test_cells_under_a_merge_are_covered():
    tail = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    sheet = first_sheet(
        with_cells('<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>', tail)
    )
    assert {place for place, cell in sheet.cells.items() if cell.covered} == {(1, 2), (2, 1), (2, 2)}


def test_a_dimension_that_lies_is_not_believed():
    data = changed(SHEET, lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', xml))
    assert first_sheet(data).max_row == 3


def test_formatted_empty_cells_are_no_rows():
    assert first_sheet(with_cells('<row r="1048576"><c r="L1048576" s="0"/></row>')).max_row == 0


def test_a_sheet_in_utf16_is_read():
    data = changed(
        SHEET, lambda xml: ('<?xml version="1.0" encoding="UTF-16"?>' + xml.decode()).encode("utf-16")
    )
    assert first_sheet(data).at(2, 2).value == "Päätös"


def test_a_chart_sheet_without_a_drawing_is_left_out():
    book = openpyxl.load_workbook(io.BytesIO(BASE))
    book.create_chartsheet("Kaavio", 0)
    assert open_workbook(saved(book), "x.xlsx").sheets[0].name == "Välitavoitteet"


def test_style_values_that_openpyxl_does_not_know_do_no_harm():
    data = changed("xl/styles.xml", lambda xml: xml.replace(b"<font>", b'<font><u val="wiggly"/>', 1))
    assert first_sheet(data).at(2, 3).value == date(2018, 10, 17)


def test_an_external_relationship_is_never_followed():
    place = b'Target="http://127.0.0.1:9/e.dotm" TargetMode="External"'
    link = b'<Relationship Id="rIdX" Type="http://x/attachedTemplate" ' + place + b"/>"
    data = changed("xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"</Rel", link + b"</Rel"))
    assert first_sheet(data).max_row == 3


def test_sizes_given_after_the_data_are_read():
    class Stream(io.RawIOBase):
        def __init__(self):
            self.data = b""

        def writable(self):
            return True

        def write(self, data):
            self.data += bytes(data)
            return len(data)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(BASE).items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content)
    assert first_sheet(stream.data).max_row == 3


def test_progress_is_told_up_to_the_end():
    told = []
    open_workbook(BASE, "x.xlsx", progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (13, 13)


def test_reading_can_be_cancelled():
    def cancel(_done, _total):
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        open_workbook(BASE, "x.xlsx", progress=cancel)


# the other reader agrees

CELL_VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20).filter(
        lambda text: not text.startswith("=") and "_x" not in text and not re.search("[\ufffe\uffff]", text)
    ),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 6)),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2150, 1, 1)),
    st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.times().map(lambda moment: moment.replace(microsecond=0)),
)


def as_ours(value):
    """A value of openpyxl in our terms."""
    if isinstance(value, datetime):
        return value.date() if value.time() == clock_time() else value
    return None if value == "" else value


@given(st.lists(st.lists(CELL_VALUES, min_size=1, max_size=5), min_size=1, max_size=5))
def test_every_cell_is_read_as_openpyxl_reads_it(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = saved(book)
    theirs = {
        place: as_ours(cell.value)
        for place, cell in openpyxl.load_workbook(io.BytesIO(data)).active._cells.items()
    }
    ours = {place: cell.value for place, cell in first_sheet(data).cells.items()}
    assert ours == {place: value for place, value in theirs.items() if value is not None}


# chance


def mutations(data, seed, count):
    """Copies of a workbook with bytes, entries or tags changed at random."""
    chance = random.Random(seed)
    parts = parts_of(data)
    texts = [name for name, part in parts.items() if part.lstrip().startswith(b"<")]
    for number in range(count):
        if number % 3 == 0:
            yield flipped(data, chance)
        elif number % 3 == 1:
            yield rearranged(parts, chance)
        else:
            name = chance.choice(texts)
            yield zipped(parts | {name: retagged(parts[name], chance)})


def flipped(data, chance):
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(out))
        match chance.randrange(4):
            case 0:
                out[place] = chance.randrange(256)
            case 1:
                del out[place : place + chance.randint(1, 50)]
            case 2:
                out[place:place] = chance.randbytes(chance.randint(1, 20))
            case 3:
                out[place : place + 4] = struct.pack("<I", chance.choice([0, 1, 0xFFFF, 0xFFFFFFFF]))
    return bytes(out)


def rearranged(parts, chance):
    entries = list(parts.items())
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(entries))
        name, content = entries[place]
        match chance.randrange(5):
            case 0:
                del entries[place]
            case 1:
                entries.append((name, content[: len(content) // 2]))
            case 2:
                entries[place] = (name, chance.choice(entries)[1])
            case 3:
                entries[place] = (name.upper(), content)
            case 4:
                entries[place] = (name, zlib.compress(content))
    return zipped(entries)


def retagged(xml, chance):
    pieces = re.split(rb"(<[^>]*>|\"[^\"]*\")", xml)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(pieces))
        match chance.randrange(5):
            case 0:
                pieces[place] = b""
            case 1:
                pieces[place] = chance.choice(pieces)
            case 2:
                pieces[place] *= 2
            case 3:
                pieces[place] = re.sub(
                    rb"\d+", str(chance.choice([-1, 0, 10**6, 10**30])).encode(), pieces[place]
                )
            case 4:
                pieces[place] = pieces[place].replace(b"e", b"\x00").replace(b"a", b"&a;")
    return b"".join(pieces)


def test_no_mutation_draws_anything_but_a_workbook_or_a_refusal(capsys):
    outcomes = set()
    for seed, data in enumerate(
        [BASE, zipped(with_shared_strings(3)), zipped(parts_of(BASE), zipfile.ZIP_STORED)]
    ):
        for mutant in mutations(data, seed, 80):
            try:
                outcome = open_workbook(mutant, "x.xlsx")
            except FileRefused as refused:
                outcome = refused.code
                assert outcome in CODES
            outcomes.add(Workbook if isinstance(outcome, Workbook) else str)
    assert (outcomes, capsys.readouterr()) == ({Workbook, str}, ("", ""))


# cost


def large_sheet(rows):
    line = "".join(
        f'<c r="{letter}%d" t="inlineStr"><is><t>Välitavoite %d</t></is></c>' for letter in "ABCDEFGHIJKLMNO"
    )
    return with_cells("".join(f'<row r="{n}">' + line % ((n,) * 30) + "</row>" for n in range(1, rows + 1)))


def test_reading_takes_at_most_half_as_long_again_as_openpyxl():
    data = large_sheet(1_000)

    def seconds(read):
        start = time.perf_counter()
        read()
        return time.perf_counter() - start

    bare = min(seconds(lambda: openpyxl.load_workbook(io.BytesIO(data))) for _ in range(3))
    assert min(seconds(lambda: open_workbook(data, "x.xlsx")) for _ in range(3)) <= 1.5 * bare


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the system does not tell a process's peak"
)
def test_the_largest_workbook_is_read_within_300_megabytes(tmp_path):
    path = tmp_path / "large.xlsx"
    path.write_bytes(large_sheet(26_600))
    # Not getrusage: its peak begins with what the process that started this one had.
    program = (
        "import re, sys; from pathlib import Path; from importers.workbook import open_workbook;"
        "book = open_workbook(Path(sys.argv[1]));"
        "status = Path('/proc/self/status').read_text();"
        "print(len(book.sheets[0].cells), re.search(r'VmHWM:\\s*(\\d+)', status)[1])"
    )
    root = Path(package_module.__file__).parents[1]
    command = [sys.executable, "-c", program, str(path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    cells, peak = map(int, done.stdout.split())
    assert (cells, peak * 1024 < 300e6) == (399_000, True)
