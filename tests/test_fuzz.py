"""A few hundred damaged workbooks; `make fuzz` tries many more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.clock import Clock
from models.store import open_plan
from tests.fuzz import World, fault_of, world_of

SHARES, EACH = 10, 30
"""300 files, in tests that can be told apart."""


@pytest.fixture(scope="module")
def world(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    from conftest import DEMO_DAY

    folder = tmp_path_factory.mktemp("fuzz")
    copy = shutil.copyfile(sample_template, folder / "plan.db")
    with open_plan(copy, clock=Clock(DEMO_DAY), person="fuzz") as plan:
        return world_of(plan, folder)


@pytest.mark.parametrize("share", range(SHARES))
def test_a_damaged_workbook_is_refused_or_read_and_never_a_fault(world: World, share: int) -> None:
    seeds = range(share * EACH + 1, (share + 1) * EACH + 1)
    assert [fault for seed in seeds if (fault := fault_of(world, seed))] == []
