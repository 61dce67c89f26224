"""What the gate lets in and how it is read: kinds of cells, other encodings, agreement with another reader, chance."""

import io
import random
import re
import struct
import zipfile
import zlib
from datetime import date, datetime
from datetime import time as clock_time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import (
    BASE,
    CODES,
    SHEET,
    changed,
    first_sheet,
    parts_of,
    saved,
    with_cells,
    with_shared_strings,
    zipped,
)

from importers.workbook import Workbook, open_workbook
from models.errors import Cancelled, FileRefused

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
