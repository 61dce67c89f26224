"""Sends random rows through other programs and back: `python -m tests.roundtrip 5000`; nothing may come back changed.

Texts that look like numbers, dates, formulas and errors, of all scripts, dates and numbers go out in a plan workbook
and in a hand-off, are saved by LibreOffice (English, Finnish, by way of .ods) and Gnumeric, and come back.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from models.edits import Edit
from models.plan import Plan
from tests.clients import gnumeric, minimal, office, through_gnumeric, through_office, through_openpyxl
from tests.importers.returned import HandoffWorkbook, Workbook, difference, warned
from tests.models.builders import START, Office, office_at

ODD: Final = (
    *(
        "=1+1",
        "+358 9 310",
        "-5",
        "@user",
        "'quoted",
        "00042",
        "1/2",
        "1.2",
        "1,5",
        "1.234",
        "12:30",
        "3 %",
        "1E5",
    ),
    *(
        "TOSI",
        "TRUE",
        "true",
        "FALSE",
        "#N/A",
        "#REF!",
        "NaN",
        "null",
        "19.10.2018",
        "2018-10-19",
        "10/19/2018",
    ),
    *(
        "_x0041_",
        "_x005F_x0041_",
        "a_x000D_b",
        "<b>&amp;</b>",
        "]]>",
        "[red]",
        "{0}",
        "%s",
        "\\n",
        "C:\\temp",
        "€ 5,00",
    ),
    *(
        "äöåÄÖÅ",
        "ΑΒΓ",
        "Пуск",
        "漢字",
        "שלום",
        "مرحبا",
        "🚀 lift",
        "e\u0301",
        "½ ∑ → “”",
        "a\u00a0b",
        "ﬁ",
        "K\u030c",
    ),
    *("x" * 300, "word " * 60, "a,b;c\td".replace("\t", " "), '"quoted"', "tab  two  blanks"),
)
LETTERS: Final = "abcdefghijklmnopqrstuvwxyzåäöÅÄÖ 0123456789=+-.,:;/%'\"<>&_#()[]{}éñčßøþЖλ漢🚀"
STATUSES: Final = ("not_started", "in_progress", "at_risk", "blocked")


def random_text(chance: random.Random, *, lines: bool) -> str:
    """A text that somebody could have typed; of several lines where allowed."""
    letters = "".join(chance.choices(LETTERS, k=chance.randrange(1, 60)))
    text = chance.choice((*ODD, *[letters] * len(ODD)))
    if lines and chance.random() < 0.3:
        text = f"{text}\n{chance.choice(ODD)}"
    return text.strip() or "x"


def random_plan(path: Path, rows: int, seed: int = 2018) -> Office:
    """A plan with so many milestones of one division, each with random values."""
    chance = random.Random(seed)
    office = office_at(path)
    edits: list[Edit] = []
    for number in range(rows):
        edits += office.milestone_edits(
            f"A1.{number + 1}",
            title_en=random_text(chance, lines=False),
            note=random_text(chance, lines=True),
            forecast=START + timedelta(chance.randrange(0, 400)),
            weight=chance.randrange(1, 14),
            status=chance.choice(STATUSES),
        )
    office.plan.apply(edits, source="screen")
    return office


Way = Callable[[bytes], bytes]


def ways() -> Iterator[tuple[str, Way]]:
    """The programs that are installed, and the ways through them."""
    yield "openpyxl", through_openpyxl
    yield "minimal writer", minimal
    if office() is not None:
        yield "LibreOffice, English", lambda content: through_office(content, "xlsx", locale="en-US")
        yield "LibreOffice, Finnish", lambda content: through_office(content, "xlsx", locale="fi-FI")
        yield (
            "LibreOffice, .ods and back",
            lambda content: through_office(content, "ods", "xlsx", locale="fi-FI"),
        )
    if gnumeric() is not None:
        yield "Gnumeric", through_gnumeric


def books(plan: Plan, folder: Path) -> dict[str, Workbook]:
    """The plan's workbook and the hand-off of all its rows."""
    whole = Workbook.of(plan, folder)
    return {"plan": whole, "hand-off": HandoffWorkbook.made(plan, "SOTE", folder)}


def fault_of(book: Workbook, content: bytes) -> str | None:
    """What came back otherwise than it was sent; None where nothing did."""
    proposal = book.look(content)
    if proposal.outcome == "refuse" or difference(proposal) or warned(proposal) or proposal.decisions:
        told = {"outcome": proposal.outcome, **difference(proposal)}
        return f"{told} {sorted(warned(proposal))} first at {proposal.first_difference}"
    return None


def main() -> int:
    """Sends the rows on every way and prints what came back changed."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 2018
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        made = random_plan(Path(name, "plan.db"), rows, seed)
        for kind, book in books(made.plan, Path(name)).items():
            for way, through in ways():
                start = time.perf_counter()
                fault = fault_of(book, through(book.raw))
                wrong += fault is not None
                taken = time.perf_counter() - start
                print(f"{kind:<10}{way:<28}{taken:6.1f} s  {fault or 'no difference'}", flush=True)  # noqa: T201
        made.plan.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
