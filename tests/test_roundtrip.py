"""Random rows through the programs that divisions use, and back; `python -m tests.roundtrip` sends thousands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.importers.returned import Workbook
from tests.roundtrip import books, fault_of, random_plan, ways

ROWS = 60
WAYS = dict(ways())


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Workbook]]:
    folder = tmp_path_factory.mktemp("roundtrip")
    made = random_plan(folder / "plan.db", ROWS)
    yield books(made.plan, folder)
    made.plan.close()


@pytest.mark.parametrize("way", WAYS)
def test_random_rows_of_a_hand_off_come_back_as_they_were_sent(sent: dict[str, Workbook], way: str) -> None:
    book = sent["hand-off"]
    assert fault_of(book, WAYS[way](book.raw)) is None


@pytest.mark.parametrize("way", [way for way in WAYS if way != "LibreOffice, English"])
def test_random_rows_of_a_plan_come_back_as_they_were_sent(sent: dict[str, Workbook], way: str) -> None:
    book = sent["plan"]
    assert fault_of(book, WAYS[way](book.raw)) is None
