"""Since when the state of a dependency stands: dated with every change of it, undone with it, known as of any day."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import Office, day, office_at
from older import first_form

from models.clock import Clock
from models.doctor import doctor
from models.plan import Plan
from models.store import open_plan


@pytest.fixture
def working(office: Office) -> Office:
    """A1.1 waits for A1.2 since day 2; the clock stands on day 5."""
    office.add("A1.1")
    office.add("A1.2")
    office.at(day(2)).link("X1", "A1.1", "A1.2")
    return office.at(day(5))


def state_on(office: Office, as_of: date | None = None) -> date:
    found = office.plan.state(as_of).find("dependency", "X1")
    assert isinstance(found.state_on, date)
    return found.state_on


def test_the_state_of_a_new_dependency_stands_since_its_day(working: Office) -> None:
    assert state_on(working) == day(2)


def test_a_change_of_state_is_dated(working: Office) -> None:
    working.set("X1", "dependency", state="accepted")
    assert state_on(working) == day(5)


def test_a_promised_date_changes_no_state(working: Office) -> None:
    working.set("X1", "dependency", promised=day(40))
    assert state_on(working) == day(2)


def test_as_of_a_day_the_state_stands_since_the_change_before_it(working: Office) -> None:
    working.set("X1", "dependency", state="accepted")
    working.at(day(9)).set("X1", "dependency", state="delivered")
    assert [state_on(working, day(number)) for number in (4, 5, 8, 9)] == [day(2), day(5), day(5), day(9)]


def test_an_undone_change_of_state_restores_its_day(working: Office) -> None:
    working.set("X1", "dependency", state="accepted")
    working.at(day(9)).plan.undo()
    assert state_on(working) == day(2)


def test_a_change_of_state_done_again_has_its_first_day(working: Office) -> None:
    working.set("X1", "dependency", state="accepted")
    working.at(day(9)).plan.undo()
    working.at(day(10)).plan.redo()
    assert state_on(working) == day(5)


def test_an_earlier_change_undone_leaves_the_day_of_a_later_one(working: Office) -> None:
    number = working.set("X1", "dependency", promised=day(40), state="accepted").number
    working.at(day(9)).set("X1", "dependency", state="delivered")
    working.at(day(10)).plan.undo(number)
    assert state_on(working) == day(9)


def test_a_dependency_that_comes_back_stands_as_it_stood(working: Office) -> None:
    working.remove("X1", "dependency")
    working.at(day(9)).plan.undo()
    assert state_on(working) == day(2)


def test_the_day_is_bookkeeping_and_not_told(working: Office) -> None:
    revision = working.set("X1", "dependency", state="accepted")
    assert [edit.field for edit in revision.told] == ["state"]


def test_a_plan_whose_states_changed_is_sound(working: Office) -> None:
    working.set("X1", "dependency", state="accepted")
    working.plan.undo()
    assert doctor(working.path) == []


def test_a_loaded_dependency_stands_since_the_day_on_which_both_milestones_were_known(
    plan: Plan,
) -> None:
    state = plan.state()
    for link in state.dependencies:
        ends = [state.get("milestone", uid) for uid in (link.waiting, link.provider)]
        assert (link.state, link.state_on) == ("accepted", max(end.created_on for end in ends))


# A plan of the form before it.


def told(path: Path) -> list[tuple[Any, ...]]:
    """What the history says of the days: the revision, the row, and the value before and after."""
    question = "SELECT revision, uid, old, new, known FROM edit WHERE field = 'state_on' ORDER BY uid, number"
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def migrated(path: Path) -> Path:
    open_plan(first_form(path), clock=Clock(day(30)), person="writer").close()
    return path


@pytest.fixture
def with_history(working: Office, tmp_path: Path) -> Path:
    """A plan in which states changed, were undone and done again, and a dependency came and went."""
    number = working.set("X1", "dependency", state="accepted").number
    working.at(day(7)).set("X1", "dependency", state="declined")
    working.at(day(8)).plan.undo(number)
    working.at(day(9)).plan.undo()
    working.at(day(10)).plan.redo()
    working.at(day(11)).add("A1.3")
    working.at(day(12)).link("X2", "A1.3", "A1.2", state="accepted")
    working.at(day(13)).plan.undo()
    working.plan.redo()
    working.at(day(14)).remove("X2", "dependency")
    return Path(shutil.copyfile(working.path, tmp_path / "older.db"))


def test_a_migrated_history_tells_the_days_as_the_program_would_have(with_history: Path) -> None:
    before = told(with_history)
    assert told(migrated(with_history)) == before


def test_a_migrated_plan_is_sound(with_history: Path) -> None:
    assert doctor(migrated(with_history)) == []


def test_a_migrated_plan_knows_the_days_as_of_any_day(with_history: Path) -> None:
    def known(path: Path) -> list[object]:
        with open_plan(path, clock=Clock(day(30)), person="writer") as plan:
            return [
                [(link.id, link.state, link.state_on) for link in plan.state(day(number)).dependencies]
                for number in range(1, 16)
            ]

    before = known(with_history)
    assert known(migrated(with_history)) == before


def test_a_migrated_sample_tells_the_days_of_its_dependencies(whole_template: Path, tmp_path: Path) -> None:
    path = Path(shutil.copyfile(whole_template, tmp_path / "older.db"))
    before = told(path)
    assert told(migrated(path)) == before


def test_a_plan_without_dependencies_is_migrated(tmp_path: Path) -> None:
    office = office_at(tmp_path / "plan.db")
    office.plan.close()
    assert doctor(migrated(office.path)) == []
