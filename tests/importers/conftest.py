"""The sample plan's workbook and a hand-off for the tests of their way back, written once, opened for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from returned import HandoffWorkbook, Workbook

from models.clock import Clock
from models.edits import changes
from models.plan import Plan
from models.store import open_plan

DEMO_DAY = date(2018, 10, 19)


@pytest.fixture(scope="session")
def sent(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The sample plan's workbook, as it went out."""
    with open_plan(sample_template, clock=Clock(DEMO_DAY), person="tester") as opened:
        return Workbook.of(opened, tmp_path_factory.mktemp("sent")).raw


@pytest.fixture
def book(plan: Plan, sent: bytes) -> Workbook:
    """The sample plan's workbook, open to be edited."""
    return Workbook(plan, sent)


@pytest.fixture(scope="session")
def round_made(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The sample plan with a hand-off of SOTE that is on its way, and its workbook; copy the plan."""
    folder = tmp_path_factory.mktemp("round")
    path = Path(shutil.copyfile(sample_template, folder / "plan.db"))
    with open_plan(path, clock=Clock(DEMO_DAY), person="tester") as opened:
        made = HandoffWorkbook.made(opened, "SOTE", folder)
        opened.apply(changes("handoff", made.round, {"sent": DEMO_DAY}), source="command")
        return path, made.raw


@pytest.fixture
def handoff(round_made: tuple[Path, bytes], tmp_path: Path) -> Iterator[HandoffWorkbook]:
    """The hand-off of SOTE, open to be edited, and the plan that sent it."""
    path, raw = round_made
    copy = shutil.copyfile(path, tmp_path / "sent.db")
    with open_plan(copy, clock=Clock(DEMO_DAY), person="tester") as opened:
        yield HandoffWorkbook(opened, raw)
