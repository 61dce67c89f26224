"""The gate: what is no workbook, what is broken and what means harm is refused in one sentence."""

import re
import zipfile

import pytest
from packages import (
    BASE,
    SHEET,
    changed,
    code,
    entry_fields,
    first_sheet,
    parts_of,
    patched,
    refusal,
    with_cells,
    with_shared_strings,
    zipped,
)

from importers import package as package_module
from importers.workbook import open_workbook
from models.errors import FileRefused

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
