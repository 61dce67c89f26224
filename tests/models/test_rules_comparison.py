"""What lies between two states of a plan: one entry for each row that differs, and what all of them come to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from builders import Office, day, new_office, properties
from histories import Step, played, steps
from hypothesis import given
from hypothesis import strategies as st

from models.comparing import Compared
from models.rules.compare import compare
from models.rules.comparison import Change, Entry, Facet, LightChange, groups, light_change
from models.rules.figures import figures
from models.rules.state import PlanState
from models.rules.words import Light, Status


@pytest.fixture
def working(office: Office) -> Office:
    """The office on the Friday of week 1, frozen, with A1.1 of weight 3 and A1.2 of weight 5; now it is week 2."""
    office.add("A1.1", weight=3, forecast=day(30))
    office.add("A1.2", weight=5, forecast=day(30))
    office.at(day(5)).plan.snapshots.take()
    return office.at(day(8))


def compared(office: Office) -> Compared:
    """From week 1 to now."""
    return office.plan.snapshots.comparison(office.plan.snapshots.of_week(1))


def entry(office: Office, visible_id: str = "A1.1") -> Entry:
    return next(each for each in compared(office).comparison.entries if each.row.id == visible_id)


def changes(office: Office, visible_id: str = "A1.1") -> list[Change]:
    return [facet.change for facet in entry(office, visible_id).facets]


def facet(office: Office, change: Change, visible_id: str = "A1.1") -> Facet:
    found = entry(office, visible_id).facet(change)
    assert found is not None
    return found


def test_what_is_the_same_has_no_entry(working: Office) -> None:
    working.set("A1.1", weight=8)
    assert [each.row.id for each in compared(working).comparison.entries] == ["A1.1"]


def test_a_new_milestone_is_added_and_newly_rated(working: Office) -> None:
    working.add("A1.3")
    assert changes(working, "A1.3") == [Change.ADDED, Change.LIGHT]


def test_a_removed_milestone_is_told_with_its_last_title(working: Office) -> None:
    working.remove("A1.1")
    assert (changes(working), entry(working).row.title_en) == (
        [Change.REMOVED, Change.LIGHT],
        "Title of A1.1",
    )


def test_what_was_removed_before_and_is_there_again_is_brought_back(working: Office) -> None:
    revision = working.remove("A1.1")
    working.plan.snapshots.take()
    working.at(day(15)).plan.undo(revision.number)
    found = working.plan.snapshots.comparison(working.plan.snapshots.of_week(2))
    assert found.comparison.entries[0].facets[0].change is Change.BROUGHT_BACK


def test_a_dropped_milestone_is_dropped_for_its_reason(working: Office) -> None:
    reason = working.row("reason", "funding")
    working.set("A1.1", status="dropped", reason=reason.uid)
    assert facet(working, Change.DROPPED).reason == reason


def test_a_dropped_milestone_that_is_taken_up_is_brought_back(working: Office) -> None:
    working.set("A1.1", status="dropped")
    working.plan.snapshots.take()
    working.at(day(15)).set("A1.1", status="in_progress")
    found = working.plan.snapshots.comparison(working.plan.snapshots.of_week(2))
    assert found.comparison.summary.brought_back.weight == 3


def test_a_done_milestone_is_done_on_its_actual_date(working: Office) -> None:
    working.set("A1.1", status="done", actual=day(6))
    assert facet(working, Change.DONE).new == day(6)


def test_a_done_milestone_that_is_open_again_is_reopened(working: Office) -> None:
    working.set("A1.1", status="done")
    working.plan.snapshots.take()
    working.at(day(15)).set("A1.1", status="in_progress", actual=None)
    found = working.plan.snapshots.comparison(working.plan.snapshots.of_week(2))
    assert found.comparison.entries[0].facets[0] == Facet(Change.REOPENED, new=Status.IN_PROGRESS)


def test_a_date_moves_by_working_days(working: Office) -> None:
    working.set("A1.1", forecast=day(37))
    assert facet(working, Change.MOVED).workdays == 5


def test_a_date_that_moved_twice_has_its_net_move(working: Office) -> None:
    working.set("A1.1", forecast=day(37))
    working.at(day(9)).set("A1.1", forecast=day(31))
    found = facet(working, Change.MOVED)
    assert (found.old, found.new, found.workdays, found.times) == (day(30), day(31), 1, 2)


def test_a_date_that_moved_and_came_back_is_the_same(working: Office) -> None:
    working.set("A1.1", forecast=day(37))
    working.at(day(9)).set("A1.1", forecast=day(30))
    assert compared(working).comparison.entries == ()


def test_the_reason_of_a_move_is_the_one_given_with_it_though_it_is_gone_from_the_row(
    working: Office,
) -> None:
    reason = working.row("reason", "supplier")
    working.set("A1.1", forecast=day(37), reason=reason.uid)
    working.at(day(9)).set("A1.1", status="done", reason=None)
    assert facet(working, Change.MOVED).reason == reason


def test_a_move_made_on_the_day_of_the_snapshot_after_it_was_taken_has_its_reason(working: Office) -> None:
    reason = working.row("reason", "supplier")
    working.at(day(5)).set("A1.1", forecast=day(37), reason=reason.uid)
    assert facet(working, Change.MOVED).reason == reason


def test_a_silent_slip_has_a_worse_light_and_has_not_moved(working: Office) -> None:
    working.set("A1.1", status="in_progress")
    working.at(day(33))
    light = facet(working, Change.LIGHT)
    assert (Change.MOVED in changes(working), light.old, light.new, light.passed) == (
        False,
        Light.GREEN,
        Light.AMBER,
        day(30),
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (Light.RED, Light.AMBER, LightChange.BETTER),
        (Light.GREEN, Light.GREY, LightChange.WORSE),
        (Light.GREY, Light.AMBER, LightChange.WORSE),
        (Light.RED, Light.RED, LightChange.SAME),
        (None, Light.RED, LightChange.NEWLY_RATED),
        (Light.GREEN, None, LightChange.NO_LONGER_RATED),
        (None, None, None),
    ],
)
def test_lights_are_compared_in_the_order_of_worst(
    old: Light | None, new: Light | None, expected: LightChange | None
) -> None:
    assert light_change(old, new) is expected


def test_an_initiatives_new_owner_is_told_of_it_and_of_its_milestones_without_their_own(
    working: Office,
) -> None:
    working.set("A1.2", owner=working.uid("owner", "CDO"))
    working.plan.snapshots.take()
    working.at(day(15)).set("A1", "initiative", owner=working.uid("owner", "CIO"))
    found = working.plan.snapshots.comparison(working.plan.snapshots.of_week(2)).comparison
    assert [each.row.id for each in found.entries if each.facet(Change.OWNER)] == ["A1", "A1.1"]


def test_an_owner_of_its_own_that_is_the_initiatives_already_is_no_change(working: Office) -> None:
    working.set("A1.1", owner=working.uid("owner", "CDO"))
    assert compared(working).comparison.entries == ()


def test_a_light_that_a_person_sets_is_told_with_what_they_say(working: Office) -> None:
    working.set("A1", "initiative", light="red", light_reason="The supplier is gone")
    found = facet(working, Change.GIVEN_LIGHT, "A1")
    assert (found.new, found.said) == (Light.RED, "The supplier is gone")


def test_a_milestone_of_another_division_stands_where_it_is_now(working: Office) -> None:
    working.set("A1.1", division=working.uid("division", "KASKO"))
    (group,) = groups(compared(working).comparison, "division")
    assert (group.part.id, changes(working)) == ("KASKO", [Change.DIVISION])


def test_a_removed_milestone_stands_where_it_was(working: Office) -> None:
    working.remove("A1.1")
    (group,) = groups(compared(working).comparison, "stream")
    assert group.part.id == "A"


def test_a_dependency_is_added_then_its_dates_change_then_it_is_delivered(working: Office) -> None:
    working.link("X1", "A1.1", "A1.2", need_by=day(20))
    assert changes(working, "X1") == [Change.ADDED]
    working.plan.snapshots.take()
    working.at(day(15)).set("X1", "dependency", need_by=day(27), state="delivered")
    found = working.plan.snapshots.comparison(working.plan.snapshots.of_week(2)).comparison.entries[0]
    assert [(each.change, each.workdays) for each in found.facets] == [
        (Change.DELIVERED, None),
        (Change.NEED_BY, 5),
    ]


def test_a_decision_is_made_on_its_day_and_not_when_that_was_written(working: Office) -> None:
    working.add_row("decision", id="D1", title_en="Funding", body_en="Board", needed=day(30), made=day(20))
    working.plan.snapshots.take()
    working.at(day(21))
    found = working.plan.snapshots.comparison(working.plan.snapshots.of_week(2)).comparison
    assert [facet.change for facet in found.entries[-1].facets] == [Change.MADE]


def test_what_no_entry_tells_stands_among_the_plain_edits(working: Office) -> None:
    working.set("A1.1", note="Ask the board", weight=8)
    assert [(each.field, each.new) for each in compared(working).edits] == [("note", "Ask the board")]


def test_the_first_of_two_that_is_the_later_one_leads_backwards(working: Office) -> None:
    working.set("A1.1", forecast=day(37))
    second, _ = working.plan.snapshots.take()
    found = working.plan.snapshots.comparison(second, working.plan.snapshots.of_week(1)).comparison
    assert (found.is_backwards, found.entries[0].facets[0].workdays) == (True, -5)


def test_a_correction_is_compared_with_the_version_before(working: Office) -> None:
    working.plan.snapshots.take()
    working.set("A1.1", weight=8)
    working.plan.snapshots.take(correction="The weight was wrong")
    snapshots = working.plan.snapshots
    found = snapshots.comparison(snapshots.of_week(2, 1), snapshots.of_week(2, 2)).comparison
    assert (found.is_backwards, found.summary.reweighed) == (False, 5)


# What all of it comes to.


def totals(state: PlanState) -> tuple[int, int, int, int]:
    found = figures(state)
    return found.in_scope, found.weight_in_scope, found.done, found.weight_done


@properties
@given(steps(), st.integers(-5, 60), st.integers(-5, 90))
def test_property_the_numbers_of_a_comparison_lead_from_the_figures_of_the_one_side_to_those_of_the_other(
    history: list[Step], first: int, second: int
) -> None:
    with new_office() as office:
        played(office, history)
        snapshots = office.plan.snapshots
        taken = [snapshots.take(day(max(number, 1)))[0] for number in (first, second)]
        states = [snapshots.state(each) for each in taken]
        then, now = map(totals, states)
        found = snapshots.comparison(*taken).comparison.summary
        came, back, dropped, removed = found.added, found.brought_back, found.dropped, found.removed
        assert now[0] == then[0] + came.counted + back.counted - dropped.counted - removed.counted
        assert (
            now[1] == then[1] + came.weight + back.weight - dropped.weight - removed.weight + found.reweighed
        )
        assert now[2] == then[2] + found.done.counted - found.reopened.counted - found.done_gone.counted
        assert (
            now[3]
            == (then[3] + found.done.weight - found.reopened.weight - found.done_gone.weight)
            + found.done_reweighed
        )
        assert found.then == type(found.then)(*then)
        assert found.now == type(found.now)(*now)


@properties
@given(steps(backwards=True), st.integers(1, 40), st.integers(20, 90))
def test_property_two_snapshots_compare_as_the_states_that_they_hold(
    history: list[Step], first: int, second: int
) -> None:
    with new_office() as office:
        played(office, history)
        snapshots = office.plan.snapshots
        taken = [snapshots.take(day(number))[0] for number in (first, second)]
        then, now = map(snapshots.state, taken)
        gone = [row.uid for row in then.removed_milestones]
        quick = snapshots.comparison(*taken).comparison
        whole = compare(then, now, sides=(quick.then, quick.now), came_before=gone)
        assert bare(quick.entries) == bare(whole.entries)


def bare(entries: Iterable[Entry]) -> list[tuple[Any, ...]]:
    """What differs, without what the history says of it."""
    return [
        (each.before, each.after, each.light, [(facet.change, facet.old, facet.new) for facet in each.facets])
        for each in entries
    ]
