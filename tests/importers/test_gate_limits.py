"""What is too much for the gate: bombs, and what the largest workbook that it lets in costs."""

import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from packages import BASE, MAIN, SHEET, code, entry_fields, first_sheet, parts_of, patched, with_cells, zipped

from importers import package as package_module
from importers.workbook import open_workbook
from models.errors import FileRefused

# what is too much


def test_a_zip_bomb_is_refused_from_its_directory():
    padded = parts_of(BASE)[SHEET].replace(b"</sheetData>", b" " * (61 << 20) + b"</sheetData>")
    data = zipped(parts_of(BASE) | {SHEET: padded})
    start = time.perf_counter()
    assert (code(data), time.perf_counter() - start < 10) == ("bomb", True)


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
    assert (code(with_cells(rows)), time.perf_counter() - start < 20) == ("bomb", True)


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
    assert time.perf_counter() - start < 10


def test_merges_over_a_wide_and_long_sheet_are_a_bomb():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert code(with_cells(rows, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')) == "bomb"


# cost


def large_sheet(rows):
    line = "".join(
        f'<c r="{letter}%d" t="inlineStr"><is><t>Välitavoite %d</t></is></c>' for letter in "ABCDEFGHIJKLMNO"
    )
    return with_cells("".join(f'<row r="{n}">' + line % ((n,) * 30) + "</row>" for n in range(1, rows + 1)))


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
