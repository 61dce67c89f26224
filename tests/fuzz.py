"""Damages workbooks for a long time: `make fuzz`, or `python -m tests.fuzz 20000 1`.

Every mutated file must be read or refused within 20 seconds, with nothing on standard output and no other exception.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import random
import sys
import time
import zipfile

from models.errors import FileRefused

LIMIT_S = 20.0


def seed_workbook() -> bytes:
    """A small workbook with text, dates, numbers, a formula, a list and a hidden sheet."""
    from datetime import date

    import openpyxl
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Välitavoitteet"
    sheet.append(["token", "id", "title", "forecast", "weight"])
    for number in range(30):
        sheet.append(
            [f"u{number}.PLAN-1.abcd", f"A1.{number}", "Palvelu käytössä äö", date(2018, 10, 1), number]
        )
    sheet["F2"] = "=1+1"
    rule = DataValidation(type="list", formula1='"a,b"')
    sheet.add_data_validation(rule)
    rule.add("G2:G9")
    book.create_sheet("_meta").sheet_state = "veryHidden"
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """One mutation of the bytes, of the zip's entries, or of the text of one part."""
    choice = chance.randrange(4)
    if choice == 0:
        spoilt = bytearray(content)
        for _number in range(chance.randrange(1, 12)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        return bytes(spoilt)
    if choice == 1:
        start = chance.randrange(len(content))
        return content[:start] + content[start + chance.randrange(1, 200) :]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    place = chance.randrange(len(parts))
    name, text = parts[place]
    if choice == 2:
        parts[place] = (chance.choice([name, name.upper(), "../" + name, "xl/x.bin"]), text)
        if chance.random() < 0.4:
            del parts[place]
    else:
        at = chance.randrange(max(1, len(text)))
        piece = chance.choice(
            [b"<", b"&", b"</c>", b"<f>1+</f>", b'r="ZZZ9999999"', b't="e"', b"\x00", b"1e999", b'"']
        )
        parts[place] = (name, text[:at] + piece + text[at + chance.randrange(6) :])
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, inside in parts:
            archive.writestr(part, inside)
    return memory.getvalue()


def try_one(task: tuple[bytes, int]) -> str | None:
    """Opens one mutation; what went wrong, or None."""
    from importers.workbook import open_workbook

    content, seed = task
    out, start = io.StringIO(), time.monotonic()
    try:
        with contextlib.redirect_stdout(out):
            open_workbook(mutated(content, random.Random(seed)), "mutated.xlsx")
    except FileRefused:
        pass
    except Exception as error:
        return f"seed {seed}: {type(error).__name__}: {error}"
    if out.getvalue():
        return f"seed {seed}: printed {out.getvalue()[:80]!r}"
    if time.monotonic() - start > LIMIT_S:
        return f"seed {seed}: took longer than {LIMIT_S:.0f} s"
    return None


def main() -> int:
    """Runs the mutations on all cores and prints the faults."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    content = seed_workbook()
    with multiprocessing.Pool() as pool:
        tasks = ((content, seed) for seed in range(first, first + count))
        faults = [fault for fault in pool.imap_unordered(try_one, tasks, chunksize=50) if fault]
    for fault in faults:
        print(fault)  # noqa: T201
    print(f"{count - len(faults)} passed, {len(faults)} failed")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
