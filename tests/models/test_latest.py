"""The plan as it stands, followed from change to change, is the same as read anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import Office, day, new_office, properties
from hypothesis import given
from hypothesis import strategies as st
from test_history_properties import Worker, moves

from models.edits import removal
from models.latest import MANY_ROWS
from models.rules.state import PlanState


def read_anew(office: Office) -> PlanState:
    """The whole plan as it stands, from the file."""
    return office.plan.state(office.plan.today, at_revision=office.plan.last_revision())


def comparable(state: PlanState) -> PlanState:
    return replace(state, removed_milestones=tuple(sorted(state.removed_milestones, key=lambda m: m.uid)))


@properties
@given(st.lists(moves, max_size=25))
def test_a_state_that_followed_every_change_is_the_state_read_anew(history: list[object]) -> None:
    with new_office() as office:
        worker = Worker(office)
        for move in history:
            if move == "undo":
                worker.undo()
            elif move == "redo":
                worker.redo()
            else:
                worker.act(move)  # type: ignore[arg-type]
            assert comparable(office.plan.state()) == comparable(read_anew(office))


@pytest.fixture
def office() -> Iterator[Office]:
    with new_office() as made:
        made.add("A1.1")
        made.add("A1.2")
        yield made


def test_without_a_change_everybody_gets_the_same_state(office: Office) -> None:
    assert office.plan.state() is office.plan.state(office.plan.today)


def test_rows_that_a_change_left_alone_are_the_same_records(office: Office) -> None:
    before = office.plan.state().find("milestone", "A1.2")
    office.set("A1.1", note="x")
    assert office.plan.state().find("milestone", "A1.2") is before


def test_under_a_clock_that_was_put_back_the_plan_as_of_its_day_is_not_the_plan_as_it_stands(
    office: Office,
) -> None:
    office.at(day(20)).set("A1.1", note="later")
    office.at(day(10))
    now, then = office.plan.state(), office.plan.state(day(10))
    assert (now.find("milestone", "A1.1").note, then.find("milestone", "A1.1").note) == ("later", None)


def test_an_initiative_that_is_removed_with_its_milestones_is_followed_there_and_back(office: Office) -> None:
    state = office.plan.state()
    gone = [removal("milestone", each) for each in state.milestones]
    office.plan.apply([*gone, removal("initiative", state.initiatives[0])], source="screen")
    assert comparable(office.plan.state()) == comparable(read_anew(office))
    office.plan.undo()
    assert comparable(office.plan.state()) == comparable(read_anew(office))


def test_what_somebody_else_changed_is_seen(office: Office) -> None:
    office.plan.state()
    with office.somebody_else() as other:
        other.set("A1.1", note="theirs")
    assert office.plan.state().find("milestone", "A1.1").note == "theirs"


def test_on_the_next_day_the_state_is_evaluated_on_that_day(office: Office) -> None:
    today = office.plan.state().day
    office.at(today + timedelta(days=1))
    assert office.plan.state().day == today + timedelta(days=1)


def test_a_change_of_the_frame_moves_the_calendar(office: Office) -> None:
    office.plan.state()
    office.set_frame(start=day(8))
    assert office.plan.state().calendar.start == day(8)


def test_a_change_of_more_rows_than_are_followed_one_by_one_is_seen_whole(office: Office) -> None:
    edits = [edit for n in range(MANY_ROWS) for edit in office.milestone_edits(f"C{n}.1")]
    office.plan.apply(edits, source="screen")
    office.plan.state()
    office.at(day(20)).plan.state()
    uids = [milestone.uid for milestone in office.plan.state().milestones]
    office.plan.confirm(uids)
    assert {milestone.updated_on for milestone in office.plan.state().milestones} == {day(20)}
