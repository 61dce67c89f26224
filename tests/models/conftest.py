"""A small plan for each test of the models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Office, office_at


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A plan of one's own with two divisions, streams and initiatives, no milestones, on its first day."""
    opened = office_at(tmp_path / "plan.db")
    yield opened
    opened.plan.close()
