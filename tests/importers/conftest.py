"""The sample plan's workbook for the tests of its way back, written once and opened anew for each test."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from returned import Workbook

from models.clock import Clock
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
