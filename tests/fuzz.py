"""Damages plan workbooks for a long time: `make fuzz`, or `python -m tests.fuzz --count 20000 --first 1`.

Every damaged file must become a proposal or a refusal within 20 seconds, with nothing on standard output, no other
exception, and an answer that a script can read.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import multiprocessing
import random
import re
import sys
import tempfile
import time
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "models"))

from builders import START, Office, day, office_at

from exports.plan import write_plan
from importers.incoming import examine
from importers.plan import expect_no_difference
from importers.proposal import Choices
from models.plan import Plan

LIMIT_S = 20.0
SHEETS = re.compile(r"xl/worksheets/sheet\d+\.xml")
CELL = re.compile(rb"<c r=\"[A-Z]+\d+\"[^>]*?(?:/>|>.*?</c>)", re.DOTALL)
INSIDE = re.compile(rb"(<c r=\"[A-Z]+\d+\")([^>]*?)(?:/>|>.*?</c>)", re.DOTALL)
ODD_CELLS = (
    b' t="inlineStr"><is><t>=1+1</t></is></c>',
    b' t="inlineStr"><is><t>A1.2 \xc3\xa4 [/]</t></is></c>',
    b' t="inlineStr"><is><t xml:space="preserve"> \xc2\xa0 </t></is></c>',
    b' t="inlineStr"><is><t>_x001B_[31m_xD800_</t></is></c>',
    b' t="inlineStr"><is><t>31.2.2018</t></is></c>',
    b' t="inlineStr"><is><t>valmis</t></is></c>',
    b' t="e"><v>#N/A</v></c>',
    b' t="b"><v>1</v></c>',
    b' t="d"><v>2018-11-01</v></c>',
    b"><f>1+1</f></c>",
    b"><f>1+1</f><v>2</v></c>",
    b"><v>43405</v></c>",
    b"><v>-1.5</v></c>",
    b"><v>1e300</v></c>",
    b"/>",
)


def seed_plan(path: Path) -> Plan:
    """A small plan in which every sheet of the workbook has rows."""
    office: Office = office_at(path, date(2018, 10, 19))
    for number in range(1, 7):
        office.add(f"A1.{number}", note="Huomautus äö\nkaksi riviä", weight=number, forecast=day(60 + number))
    for number in range(1, 4):
        office.link(f"X{number:02}", f"A1.{number}", f"A1.{number + 3}", need_by=day(70))
    office.add_row("decision", id="D01", title_en="Decide", needed=START)
    office.add_row("question", id="Q1", name_en="Why?")
    office.add_row("reason", id="late", name_en="A supplier is late")
    return office.plan


def damaged(content: bytes, chance: random.Random) -> bytes:
    """One mutation of the bytes, of the zip's entries, of the text of one part, or of some cells."""
    choice = chance.randrange(6)
    if choice == 0:
        spoilt = bytearray(content)
        for _number in range(chance.randrange(1, 12)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        return bytes(spoilt)
    if choice == 1:
        start = chance.randrange(len(content))
        return content[:start] + content[start + chance.randrange(1, 200) :]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    if choice > 3:
        parts = [
            (name, _with_odd_cells(text, chance) if SHEETS.fullmatch(name) else text) for name, text in parts
        ]
    else:
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


def _with_odd_cells(sheet: bytes, chance: random.Random) -> bytes:
    """A sheet of which some cells hold another cell's content, or something odd."""
    cells = CELL.findall(sheet)
    if not cells:
        return sheet
    share = chance.choice([0.0, 0.002, 0.02, 0.2])

    def other(found: re.Match[bytes]) -> bytes:
        if chance.random() >= share:
            return found[0]
        if chance.random() < 0.6:
            copied = INSIDE.fullmatch(chance.choice(cells))
            return found[1] + copied[0][len(copied[1]) :] if copied else found[0]
        style = re.search(rb' s="\d+"', found[2])
        return found[1] + (style[0] if style else b"") + chance.choice(ODD_CELLS)

    return INSIDE.sub(other, sheet)


@cache
def opened(path: Path) -> Plan:
    """The plan in this process."""
    from models.clock import Clock
    from models.store import open_plan

    return open_plan(path, clock=Clock(date(2018, 10, 19)), person="fuzz")


def try_one(task: tuple[Path, bytes, int]) -> str | None:
    """Examines one damaged file; what went wrong, or None."""
    path, content, seed = task
    chance = random.Random(seed)
    out, start = io.StringIO(), time.monotonic()
    try:
        plan = opened(path)
        with contextlib.redirect_stdout(out):
            data = damaged(content, chance)
            side = chance.choice([None, "theirs", "ours"])
            proposal = examine(plan, data, "damaged.xlsx", Choices(accept=side))
            json.dumps(proposal.as_json()).encode()
    except Exception as error:
        return f"seed {seed}: {type(error).__name__}: {error}"
    if out.getvalue():
        return f"seed {seed}: printed {out.getvalue()[:80]!r}"
    if time.monotonic() - start > LIMIT_S:
        return f"seed {seed}: took longer than {LIMIT_S:.0f} s"
    return None


def main() -> int:
    """Runs the mutations on all cores and prints the faults."""
    parser = argparse.ArgumentParser(description="Damages plan workbooks for a long time.")
    parser.add_argument("--count", type=int, default=20_000, help="how many files are damaged")
    parser.add_argument("--first", type=int, default=1, help="the first seed; each file has its own")
    parser.add_argument("--processes", type=int, default=None, help="by default as many as there are cores")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.db")
        with seed_plan(path) as plan:
            write_plan(plan, Path(folder, "plan.xlsx"), verify=expect_no_difference)
        content = Path(folder, "plan.xlsx").read_bytes()
        with multiprocessing.Pool(asked.processes) as pool:
            tasks = ((path, content, seed) for seed in range(asked.first, asked.first + asked.count))
            faults = [fault for fault in pool.imap_unordered(try_one, tasks, chunksize=20) if fault]
    for fault in faults:
        print(fault)  # noqa: T201
    print(f"{asked.count - len(faults)} passed, {len(faults)} failed")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
