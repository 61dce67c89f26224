"""A clock that stands before what the plan knows, as in a replay, does not get in the way of honest edits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models.clock import Clock
from models.edits import changes
from models.errors import InvalidValue
from models.store import open_plan


def test_a_milestone_met_later_than_the_clock_can_be_edited_and_the_edit_undone(
    whole_plan_path: Path,
) -> None:
    with open_plan(whole_plan_path, clock=Clock(date(2018, 10, 19)), person="office") as plan:
        milestone = plan.state().find("milestone", "A1.3")
        plan.apply(changes("milestone", milestone, {"note": "seen"}), source="command")
        plan.apply(changes("milestone", milestone, {"status": "in_progress"}), source="command")
        plan.undo()
        assert plan.state().find("milestone", "A1.3").actual == milestone.actual


def test_an_actual_date_after_today_cannot_be_set(whole_plan_path: Path) -> None:
    with open_plan(whole_plan_path, clock=Clock(date(2018, 10, 19)), person="office") as plan:
        milestone = plan.state().find("milestone", "A1.2")
        with pytest.raises(InvalidValue, match="in the future"):
            plan.apply(changes("milestone", milestone, {"actual": date(2018, 10, 20)}), source="command")
