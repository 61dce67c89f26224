"""What every workbook we write shares: text stays text, looks, protection, lists; files whole or not at all."""

import gc
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import LineChart, Reference

import exports.workbook as module
from exports.workbook import Book, Column, Format, Look, put, write_atomically
from importers.workbook import open_workbook
from models.errors import Cancelled, ExportFailed, FileRefused
from models.rules.text import normalised, problem_in
from models.rules.words import Light

MOMENT = datetime(2018, 10, 17, 12, 30, tzinfo=UTC)
TRAPS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "#N/A",
    "00042",
    "1/2",
    "TOSI",
    "31.12.2018",
    "_x0041_",
    " a ",
    "a\nb",
    "[red]x",
]
COLUMNS = (
    Column(10, hidden=True),
    Column(40),
    Column(12, Format.DATE),
    Column(8, Format.WHOLE),
    Column(12, Format.DECIMAL),
)
LOOKS = (Look.CONTEXT, Look.REQUIRED, Look.INPUT, Look.INPUT, Look.INPUT)
ROW = ("token", "Nimi", date(2018, 10, 17), 3, 2.5)


def book_of(rows=(ROW,)):
    """A workbook with a data sheet such as hand-offs have, and a list."""
    book = Book(title="Suunnitelma", moment=MOMENT, keywords="TRACKER1|x", custom={"tracker": "TRACKER1|y"})
    page = book.add_page("Välitavoitteet", COLUMNS, freeze="C5", data_look=Look.INPUT)
    page.write(["stamp", "Välitavoitteet", None, None, None], Look.TITLE)
    page.write([None, "Täytä valkoiset solut.", None, None, None], Look.INSTRUCTION)
    page.write(["token", "title", "forecast", "weight", "cost"], Look.PLAIN, hidden=True)
    page.write(["Tunniste", "Nimi", "Ennuste", "Paino", "Hinta"], Look.HEADER)
    for row in rows:
        page.write(row, LOOKS)
    page.write_empty(50, LOOKS)
    page.filter_and_print(4)
    page.protect()
    page.drop_down("B5:B60", "status_words", hint="Tila")
    page.colour("B5:B60", {'vaar"assa': Light.RED, "kesken": Light.GREEN})
    book.add_lists("_lists", {"status_words": ["kesken", "vaarassa"], "owners": ["Rehtori"]})
    book.add_page("_meta", [Column(20)], state="veryHidden").write(["stamp"], Look.PLAIN)
    return book


def bytes_of(book, folder):
    path = folder / "book.xlsx"
    book.save(path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return bytes_of(book_of(), tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def sheet(data):
    """The data sheet as openpyxl loads it."""
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


# cells


@pytest.mark.parametrize("text", TRAPS)
def test_text_that_looks_like_more_is_written_as_text(text, tmp_path):
    path = tmp_path / "a.xlsx"
    book = Book(title="x", moment=MOMENT)
    book.add_page("x", [Column(10)]).write([text], Look.INPUT)
    book.save(path)
    cell = open_workbook(path).sheets[0].at(1, 1)
    assert (cell.value, cell.formula, cell.error, cell.number_format) == (text, False, None, "@")


@pytest.mark.parametrize("text", TRAPS)
def test_text_put_in_an_ordinary_cell_is_text(text):
    cell = openpyxl.Workbook().active["A1"]
    put(cell, text)
    assert cell.data_type == "s"


@given(st.lists(st.text(max_size=30).filter(lambda text: problem_in(text) is None), min_size=1, max_size=5))
def test_every_text_comes_back_as_it_went_out(texts):
    book = Book(title="x", moment=MOMENT)
    page = book.add_page("x", [Column(10)])
    for text in texts:
        page.write([text], Look.INPUT)
    memory = _Memory()
    book.save(memory)
    sheet = open_workbook(memory.data, "x.xlsx").sheets[0]
    returned = [sheet.at(row, 1).value or "" for row in range(1, len(texts) + 1)]
    assert [normalised(text) for text in returned] == [normalised(text) for text in texts]


class _Memory:
    """Stands for a path, so that a property need not touch the disk."""

    data = b""

    def write_bytes(self, data):
        self.data = bytes(data)


@given(st.text())
def test_no_text_whatever_makes_a_cell_that_cannot_be_read(text):
    book = Book(title=text, moment=MOMENT)
    book.add_page("x", [Column(10)]).write([text], Look.INPUT)
    memory = _Memory()
    book.save(memory)
    assert open_workbook(memory.data, "x.xlsx").sheets


def test_dates_and_numbers_come_back_as_they_went_out(data):
    sheet = open_workbook(data, "x.xlsx").sheets[0]
    assert [sheet.at(5, column).value for column in range(1, 6)] == list(ROW)


def test_a_moment_is_written_as_its_day():
    cell = openpyxl.Workbook().active["A1"]
    put(cell, datetime(2018, 10, 17, 18))
    assert cell.value == date(2018, 10, 17)


@pytest.mark.parametrize("value", [datetime(2018, 10, 17, tzinfo=UTC), object(), [1]])
def test_what_no_cell_has_is_a_fault_of_the_program(value):
    with pytest.raises(TypeError):
        put(openpyxl.Workbook().active["A1"], value)


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_an_infinite_number_is_a_fault_of_the_program(value):
    with pytest.raises(ValueError, match="no cell"):
        put(openpyxl.Workbook().active["A1"], value)


def test_a_text_that_no_cell_can_hold_is_refused_and_not_cut():
    with pytest.raises(ExportFailed):
        put(openpyxl.Workbook().active["A1"], "😀" * 16_384)


def test_a_workbook_that_is_given_up_halfway_leaves_nothing_behind(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    page = Book(title="x", moment=MOMENT).add_page("x", COLUMNS)
    page.write(ROW, LOOKS)
    del page
    gc.collect()
    assert (list(tmp_path.iterdir()), capfd.readouterr()) == ([], ("", ""))


def test_a_row_of_another_length_than_its_looks_is_a_fault_of_the_program():
    page = Book(title="x", moment=MOMENT).add_page("x", COLUMNS)
    with pytest.raises(ValueError, match="5 looks"):
        page.write(["a"], LOOKS)


# the look


def test_only_four_number_formats_are_used(data):
    book = open_workbook(data, "x.xlsx")
    used = {cell.number_format for sheet in book.sheets for cell in sheet.cells.values()}
    assert used == {"@", "yyyy-mm-dd", "0", "#,##0.00"}


def test_empty_rows_have_the_formats_of_their_columns(sheet):
    assert [sheet.cell(40, column).number_format for column in range(1, 6)] == [
        "@",
        "@",
        "yyyy-mm-dd",
        "0",
        "#,##0.00",
    ]


def test_the_styles_have_names(data):
    styles = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode()
    assert [look for look in Look if f'name="{look}"' not in styles] == []


def test_context_is_grey_and_input_is_not(sheet):
    assert (sheet["A5"].fill.fgColor.rgb, sheet["C5"].fill.fill_type) == ("00E7E6E6", None)


def test_text_wraps_in_data_cells(sheet):
    assert sheet["B5"].alignment.wrap_text


def test_columns_have_their_widths_and_the_first_is_hidden(sheet):
    assert (sheet.column_dimensions["B"].width, sheet.column_dimensions["A"].hidden) == (40, True)


def test_the_row_of_keys_is_hidden(sheet):
    assert sheet.row_dimensions[3].hidden


def test_panes_are_frozen(sheet):
    assert sheet.freeze_panes == "C5"


def test_the_filter_covers_the_headers_and_all_rows(sheet):
    assert sheet.auto_filter.ref == "A4:E55"


def test_a_page_is_printed_on_a4_landscape_as_wide_as_the_paper(sheet):
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize), setup.fitToWidth, setup.fitToHeight) == (
        "landscape",
        9,
        1,
        0,
    )


def test_the_page_is_told_to_fit(sheet):
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_headers_are_repeated_on_every_printed_page(sheet):
    assert sheet.print_title_rows == "$4:$4"


def test_sheets_have_their_states(data):
    assert [s.state for s in open_workbook(data, "x.xlsx").sheets] == ["visible", "hidden", "veryHidden"]


# protection


def test_the_sheet_is_protected_without_a_password(sheet):
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)


@pytest.mark.parametrize("action", ["sort", "autoFilter", "insertRows", "deleteRows"])
def test_an_honest_edit_is_allowed(sheet, action):
    assert not getattr(sheet.protection, action)


@pytest.mark.parametrize(
    "action", ["formatCells", "formatColumns", "formatRows", "insertColumns", "deleteColumns"]
)
def test_what_would_break_the_sheet_is_forbidden(sheet, action):
    assert getattr(sheet.protection, action)


def test_every_data_cell_is_unlocked_the_tokens_too(sheet):
    assert not [cell.coordinate for row in sheet["A5:E55"] for cell in row if cell.protection.locked]


def test_headers_are_locked(sheet):
    assert all(cell.protection.locked for row in sheet["A1:E4"] for cell in row)


def test_the_columns_beside_the_data_are_unlocked_so_that_rows_can_be_deleted(sheet):
    beside = sheet.column_dimensions["F"]
    assert (beside.min, beside.max, beside.protection.locked) == (6, 16_384, False)


# lists and lights


def test_a_drop_down_names_its_list_without_an_equals_sign(sheet):
    rule = sheet.data_validations.dataValidation[0]
    assert (rule.formula1, rule.type, str(rule.sqref), rule.showErrorMessage) == (
        "status_words",
        "list",
        "B5:B60",
        True,
    )


def test_a_suggestion_refuses_nothing(tmp_path):
    book = Book(title="x", moment=MOMENT)
    page = book.add_page("x", [Column(10)])
    page.write(["a"], Look.INPUT)
    page.drop_down("A1:A9", "owners", strict=False)
    book.add_lists("_lists", {"owners": ["Rehtori"]})
    loaded = openpyxl.load_workbook(io.BytesIO(bytes_of(book, tmp_path)))
    assert not loaded["x"].data_validations.dataValidation[0].showErrorMessage


def test_a_defined_name_leads_to_the_values_of_its_list(data):
    loaded = openpyxl.load_workbook(io.BytesIO(data))
    title, _, area = loaded.defined_names["status_words"].attr_text.partition("!")
    assert [cell.value for (cell,) in loaded[title.strip("'")][area]] == ["kesken", "vaarassa"]


def test_a_list_that_looks_like_a_cell_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="AB12"):
        Book(title="x", moment=MOMENT).add_lists("_lists", {"AB12": ["x"]})


def test_lights_are_coloured_by_their_words(sheet):
    found = [rule.formula for area in sheet.conditional_formatting for rule in area.rules]
    assert found == [['"vaar""assa"'], ['"kesken"']]


# what the file says of itself


def test_the_stamps_stand_in_the_properties(data):
    book = open_workbook(data, "x.xlsx")
    assert (book.keywords, book.custom) == ("TRACKER1|x", {"tracker": "TRACKER1|y"})


def test_the_workbook_is_dated_by_the_moment_it_is_given(data):
    assert openpyxl.load_workbook(io.BytesIO(data)).properties.modified == datetime(2018, 10, 17, 12, 30)


def test_no_formula_link_merge_or_table_is_written(data):
    parts = zipfile.ZipFile(io.BytesIO(data))
    xml = b"".join(parts.read(name) for name in parts.namelist() if "worksheets" in name)
    assert [
        tag for tag in (b"<f>", b"<hyperlink", b"<mergeCell", b"<tablePart", b"http://127") if tag in xml
    ] == []


def test_a_chart_can_stand_on_a_page(tmp_path):
    book = Book(title="x", moment=MOMENT)
    page = book.add_page("Kaavio", [Column(10, Format.WHOLE)])
    for number in range(5):
        page.write([number], Look.INPUT)
    chart = LineChart()
    chart.add_data(Reference(page.sheet, min_col=1, min_row=1, max_row=5))
    page.sheet.add_chart(chart, "C2")
    loaded = openpyxl.load_workbook(io.BytesIO(bytes_of(book, tmp_path)))
    assert len(loaded["Kaavio"]._charts) == 1


def test_libreoffice_opens_what_we_write(data, tmp_path):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "in.xlsx").write_bytes(data)
    out = tmp_path / "out"
    command = [program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--norestore"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(tmp_path / "in.xlsx")]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    sheet = open_workbook(out / "in.xlsx").sheets[0]
    assert [sheet.at(5, column).value for column in range(1, 6)] == list(ROW)


# files, whole or not at all


def writes(content):
    return lambda path: path.write_text(content)


def accepts(_path):
    """A check that finds nothing wrong."""


def test_a_file_is_written(tmp_path):
    write_atomically(writes("uusi"), tmp_path / "a.xlsx", accepts)
    assert (tmp_path / "a.xlsx").read_text() == "uusi"


def test_the_check_sees_the_finished_file_under_its_kind_of_name(tmp_path):
    seen = []
    write_atomically(
        writes("uusi"),
        tmp_path / "a.xlsx",
        lambda path: seen.append((path.read_text(), path.suffix, path.parent)),
    )
    assert seen == [("uusi", ".xlsx", tmp_path)]


def test_an_existing_file_is_not_replaced_unasked(tmp_path):
    (tmp_path / "a.xlsx").write_text("vanha")
    with pytest.raises(ExportFailed, match="--force"):
        write_atomically(writes("uusi"), tmp_path / "a.xlsx", accepts)


def test_an_existing_file_is_replaced_when_asked(tmp_path):
    (tmp_path / "a.xlsx").write_text("vanha")
    write_atomically(writes("uusi"), tmp_path / "a.xlsx", accepts, overwrite=True)
    assert (tmp_path / "a.xlsx").read_text() == "uusi"


def test_a_file_that_appeared_meanwhile_is_not_replaced(tmp_path):
    target = tmp_path / "a.xlsx"
    with pytest.raises(ExportFailed):
        write_atomically(writes("uusi"), target, lambda _path: target.write_text("toisen"))
    assert target.read_text() == "toisen"


def failing(error):
    def fail(path):
        path.write_text("puolikas")
        raise error

    return fail


@pytest.mark.parametrize(
    ("build", "verify"),
    [
        (failing(OSError(28, "No space left on device")), accepts),
        (writes("uusi"), failing(OSError(5, "Input/output error"))),
        (writes("uusi"), failing(FileRefused("damaged", "It is damaged."))),
        (lambda _path: None, lambda path: path.read_text()),
    ],
)
def test_after_a_failure_the_old_file_is_whole_and_nothing_else_is_left(build, verify, tmp_path):
    (tmp_path / "a.xlsx").write_text("vanha")
    with pytest.raises(ExportFailed):
        write_atomically(build, tmp_path / "a.xlsx", verify, overwrite=True)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.xlsx": "vanha"}


def test_the_sentence_of_a_failed_check_tells_its_reason(tmp_path):
    with pytest.raises(ExportFailed, match=r"It is damaged\."):
        write_atomically(writes("x"), tmp_path / "a.xlsx", failing(FileRefused("damaged", "It is damaged.")))


def test_a_fault_of_the_program_passes_through_and_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError):
        write_atomically(failing(ZeroDivisionError()), tmp_path / "a.xlsx", accepts)
    assert list(tmp_path.iterdir()) == []


def test_work_that_is_cancelled_leaves_nothing_and_says_so(tmp_path):
    with pytest.raises(Cancelled):
        write_atomically(writes("x"), tmp_path / "a.xlsx", failing(Cancelled("Stopped.")))
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(ExportFailed, match="folder is missing"):
        write_atomically(writes("x"), tmp_path / "gone" / "a.xlsx", accepts)


def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    with pytest.raises(ExportFailed, match="is a folder"):
        write_atomically(writes("x"), tmp_path, accepts, overwrite=True)


@pytest.mark.parametrize("name", ["a\0b.xlsx", "x" * 300 + ".xlsx"])
def test_a_name_that_no_file_can_have_is_told(name, tmp_path):
    with pytest.raises(ExportFailed):
        write_atomically(writes("x"), tmp_path / name, accepts)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ExportFailed):
            write_atomically(writes("x"), tmp_path / "a.xlsx", accepts)
    finally:
        tmp_path.chmod(0o700)


def test_a_refused_write_is_told_as_of_a_read_only_folder(tmp_path):
    with pytest.raises(ExportFailed, match="Permission denied"):
        write_atomically(failing(PermissionError(13, "Permission denied")), tmp_path / "a.xlsx", accepts)


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_disk_that_fills_up_leaves_the_old_workbook_whole(tmp_path):
    (tmp_path / "a.xlsx").write_text("vanha")
    program = (
        "import resource, signal, sys; from pathlib import Path; from datetime import date, datetime\n"
        "from exports.workbook import Book, Column, Look, write_atomically; from models.errors import ExportFailed\n"
        "def build(path):\n"
        "    book = Book(title='x', moment=datetime(2018, 10, 17)); page = book.add_page('x', [Column(9)] * 9)\n"
        "    for row in range(3000): page.write([f'rivi {row}'] * 9, Look.INPUT)\n"
        "    book.save(path)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "try: write_atomically(build, Path(sys.argv[1]), lambda path: None, overwrite=True)\n"
        "except ExportFailed as error: print(error.sentence)\n"
    )
    root = Path(module.__file__).parents[1]
    for limit in ("0", "5000"):
        command = [sys.executable, "-c", program, str(tmp_path / "a.xlsx"), limit]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert (done.stdout.count("could not be written"), done.stderr) == (1, "")
        assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.xlsx": "vanha"}


@pytest.mark.skipif(os.name != "posix", reason="needs the permissions of POSIX")
def test_a_replaced_file_keeps_its_permissions(tmp_path):
    target = tmp_path / "a.xlsx"
    target.write_text("vanha")
    target.chmod(0o640)
    write_atomically(writes("uusi"), target, accepts, overwrite=True)
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_keeps_pointing_where_it_pointed(tmp_path):
    (tmp_path / "a.xlsx").write_text("vanha")
    link = tmp_path / "latest.xlsx"
    try:
        link.symlink_to(tmp_path / "a.xlsx")
    except OSError:
        pytest.skip("the system makes no links")
    write_atomically(writes("uusi"), link, accepts, overwrite=True)
    assert (link.is_symlink(), (tmp_path / "a.xlsx").read_text()) == (True, "uusi")
