"""The burndown and its ideal line, on small plans that were really made and changed."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from builders import START, Office, calendar, day, milestone

from models.rules.burndown import BurndownDay, burndown
from models.rules.words import Status


def row(office: Office, number: int, asked: int = 90) -> BurndownDay:
    """The row of a day, asked for on another day, both by their numbers."""
    return office.plan.state(day(asked)).burndown()[number - 1]


def test_every_day_from_the_first_to_the_last_has_its_row(office: Office) -> None:
    assert [each.day for each in office.plan.state(day(1)).burndown()] == list(calendar().all_days())


def test_an_empty_plan_has_nothing_remaining(office: Office) -> None:
    assert (row(office, 1).remaining, row(office, 1).scope) == (0, 0)


def test_what_was_created_before_the_start_is_in_scope_on_day_1(office: Office) -> None:
    office.at(day(-3)).add("A1.1", weight=5)
    assert row(office, 1).scope == 5


def test_what_was_done_before_the_start_is_done_on_day_1(office: Office) -> None:
    office.at(day(-3)).add("A1.1", weight=5)
    office.at(day(0)).set("A1.1", status="done", actual=day(-1))
    assert row(office, 1).remaining == 0


def test_weight_comes_into_scope_on_the_day_of_creation(office: Office) -> None:
    office.at(day(4)).add("A1.1", weight=3)
    assert (row(office, 3).scope, row(office, 4).scope) == (0, 3)


def test_weight_is_done_on_the_actual_date(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(9)).set("A1.1", status="done", actual=day(6))
    assert (row(office, 5).remaining, row(office, 6).remaining) == (3, 0)


def test_without_an_actual_date_it_is_done_on_the_day_on_which_its_status_became_done(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(9)).set("A1.1", status="done")
    assert (row(office, 8).remaining, row(office, 9).remaining) == (3, 0)


def test_a_day_asked_before_the_actual_date_was_known_does_not_know_it(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(9)).set("A1.1", status="done", actual=day(6))
    assert row(office, 7, asked=7).remaining == 3


def test_what_was_done_before_it_was_created_is_done_from_its_creation(office: Office) -> None:
    office.at(day(5)).add("A1.1", weight=3, status="done", actual=day(2))
    assert [(row(office, n).scope, row(office, n).remaining) for n in (2, 4, 5)] == [(0, 0), (0, 0), (3, 0)]


def test_a_done_milestone_that_is_reopened_was_never_done(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(5)).set("A1.1", status="done")
    office.at(day(8)).set("A1.1", status="in_progress")
    assert row(office, 6).remaining == 3


def test_a_done_milestone_that_is_removed_stays_done_in_the_days_before(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(5)).set("A1.1", status="done")
    office.at(day(10)).remove("A1.1")
    assert [(row(office, n).scope, row(office, n).remaining) for n in (4, 7, 10)] == [(3, 3), (3, 0), (0, 0)]


def test_a_removed_milestone_was_in_scope_until_its_removal(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(10)).remove("A1.1")
    assert (row(office, 9).scope, row(office, 10).scope) == (3, 0)


def test_a_milestone_done_after_it_was_taken_back_into_scope_is_not_done_while_it_was_out(
    office: Office,
) -> None:
    office.add("A1.1", weight=3)
    office.at(day(5)).set("A1.1", status="dropped")
    office.at(day(9)).set("A1.1", status="done", actual=day(7))
    rows = [row(office, n) for n in (4, 7, 9)]
    assert [(each.scope, each.remaining) for each in rows] == [(3, 3), (0, 0), (3, 0)]


def test_a_change_of_weight_counts_from_its_day(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(6)).set("A1.1", weight=8)
    assert (row(office, 5).scope, row(office, 6).scope) == (3, 8)


def test_a_change_of_weight_after_it_was_done_stays_done(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(4)).set("A1.1", status="done")
    office.at(day(6)).set("A1.1", weight=8)
    assert [(row(office, n).scope, row(office, n).done) for n in (5, 6)] == [(3, 3), (8, 8)]


def test_days_after_the_evaluation_have_no_remaining_weight(office: Office) -> None:
    office.add("A1.1", weight=3)
    assert (row(office, 8, asked=8).remaining, row(office, 9, asked=8).remaining) == (3, None)


def test_days_after_the_evaluation_have_no_scope_and_nothing_done(office: Office) -> None:
    office.add("A1.1", weight=3)
    later = row(office, 9, asked=8)
    assert (later.scope, later.done) == (None, None)


def test_asked_after_the_end_every_day_is_known(office: Office) -> None:
    office.add("A1.1", weight=3)
    assert row(office, 90, asked=400).remaining == 3


def test_asked_before_the_start_no_day_is_known(office: Office) -> None:
    office.add("A1.1", weight=3)
    assert row(office, 1, asked=0).remaining is None


# The ideal line.


def with_baseline(office: Office) -> Office:
    """Two milestones due on a Friday and after the last day; the baseline is confirmed on day 10."""
    office.add("A1.1", weight=3, forecast=day(19))
    office.add("A1.2", weight=5, forecast=day(120))
    office.at(day(10)).plan.confirm_baseline()
    return office


def test_without_a_baseline_there_is_no_ideal_line(office: Office) -> None:
    office.add("A1.1", weight=3)
    assert row(office, 40).ideal is None


def test_before_the_baseline_was_known_there_is_no_ideal_line(office: Office) -> None:
    assert row(with_baseline(office), 9, asked=9).ideal is None


def test_once_known_the_ideal_line_covers_the_days_before_the_baseline_too(office: Office) -> None:
    assert row(with_baseline(office), 1).ideal == 8


def test_once_known_the_ideal_line_covers_the_days_after_the_evaluation(office: Office) -> None:
    assert row(with_baseline(office), 80, asked=12).ideal == 5


def test_the_ideal_line_falls_on_the_baseline_date_itself(office: Office) -> None:
    with_baseline(office)
    assert (row(office, 18).ideal, row(office, 19).ideal) == (8, 5)


def test_a_baseline_date_after_the_last_day_keeps_the_ideal_line_above_zero(office: Office) -> None:
    assert row(with_baseline(office), 90).ideal == 5


def test_a_baseline_date_before_the_first_day_is_not_in_the_ideal_line(office: Office) -> None:
    office.add("A1.1", weight=3, forecast=day(-5))
    office.plan.confirm_baseline()
    assert row(office, 1).ideal == 0


def test_a_later_forecast_does_not_tilt_the_ideal_line(office: Office) -> None:
    with_baseline(office).at(day(15)).set("A1.1", forecast=day(60))
    assert row(office, 19).ideal == 5


def test_a_later_weight_does_not_tilt_the_ideal_line(office: Office) -> None:
    with_baseline(office).at(day(15)).set("A1.1", weight=13)
    assert [row(office, n).ideal for n in (1, 18, 19)] == [8, 8, 5]


def test_a_drop_does_not_tilt_the_ideal_line(office: Office) -> None:
    with_baseline(office).at(day(15)).set("A1.1", status="dropped")
    assert [row(office, n).ideal for n in (1, 18, 19)] == [8, 8, 5]


def test_a_removal_does_not_tilt_the_ideal_line(office: Office) -> None:
    with_baseline(office).at(day(15)).remove("A1.1")
    assert [row(office, n).ideal for n in (1, 18, 19)] == [8, 8, 5]


def test_what_comes_after_the_baseline_is_not_in_the_ideal_line(office: Office) -> None:
    with_baseline(office).at(day(15)).add("A1.3", weight=13, forecast=day(30))
    assert row(office, 1).ideal == 8


def test_what_is_dropped_before_the_baseline_is_not_in_the_ideal_line(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.add("A1.2", weight=5)
    office.at(day(4)).set("A1.1", status="dropped")
    office.at(day(10)).plan.confirm_baseline()
    assert row(office, 1).ideal == 5


def test_the_ideal_line_is_flat_over_weekends_where_dates_are_working_days(office: Office) -> None:
    for number in range(8):
        office.add(f"A1.{number}", forecast=calendar().add_workdays(START, number * 3))
    office.plan.confirm_baseline()
    rows = office.plan.state(day(90)).burndown()
    weekends = [(a.ideal, b.ideal) for a, b in pairwise(rows) if b.day.weekday() >= 5]
    assert [before for before, _after in weekends] == [after for _before, after in weekends]


# Added and dropped.


def test_what_comes_before_the_baseline_is_not_shown_as_added(office: Office) -> None:
    assert row(with_baseline(office), 1).added == 0


def test_what_comes_on_the_day_of_the_baseline_is_not_shown_as_added(office: Office) -> None:
    with_baseline(office).add("A1.3", weight=2)
    assert row(office, 10).added == 0


def test_what_comes_after_the_baseline_is_shown_on_its_day(office: Office) -> None:
    with_baseline(office).at(day(15)).add("A1.3", weight=2)
    assert [row(office, n).added for n in (14, 15, 16)] == [0, 2, 0]


def test_what_is_dropped_after_the_baseline_is_shown_on_its_day(office: Office) -> None:
    with_baseline(office).at(day(15)).set("A1.2", status="dropped")
    assert [row(office, n).dropped for n in (14, 15, 16)] == [0, 5, 0]


def test_what_is_dropped_on_the_day_of_the_baseline_is_not_shown(office: Office) -> None:
    with_baseline(office).set("A1.2", status="dropped")
    assert row(office, 10).dropped == 0


def test_more_weight_is_shown_as_added_and_less_as_dropped(office: Office) -> None:
    with_baseline(office).at(day(15)).set("A1.1", weight=4)
    office.at(day(16)).set("A1.2", weight=1)
    assert (row(office, 15).added, row(office, 16).dropped) == (1, 4)


def test_a_removal_is_shown_as_dropped(office: Office) -> None:
    with_baseline(office).at(day(15)).remove("A1.2")
    assert row(office, 15).dropped == 5


def test_what_is_added_after_the_evaluation_is_not_shown(office: Office) -> None:
    with_baseline(office).at(day(15)).add("A1.3", weight=2)
    assert row(office, 15, asked=14).added == 0


def test_a_drop_that_is_undone_the_same_day_leaves_the_burndown_as_it_was(office: Office) -> None:
    with_baseline(office).at(day(15))
    before = office.plan.state().burndown()
    office.set("A1.2", status="dropped")
    office.plan.undo()
    assert office.plan.state().burndown() == before


def test_a_milestone_that_is_made_by_mistake_and_undone_the_same_day_leaves_no_trace(office: Office) -> None:
    with_baseline(office).at(day(15))
    before = office.plan.state().burndown()
    office.add("A1.3", weight=2)
    office.plan.undo()
    assert office.plan.state().burndown() == before


def test_a_drop_that_is_undone_later_is_shown_on_both_days(office: Office) -> None:
    with_baseline(office).at(day(15)).set("A1.2", status="dropped")
    office.at(day(18)).plan.undo()
    assert (row(office, 15).dropped, row(office, 18).added) == (5, 5)


def test_a_change_written_with_an_earlier_day_counts_from_that_day_until_the_next_one_known(
    office: Office,
) -> None:
    office.add("A1.1", weight=1)
    office.at(day(60)).set("A1.1", weight=5)
    office.at(day(40)).set("A1.1", weight=3)
    assert [row(office, n).scope for n in (39, 40, 59, 60)] == [1, 3, 3, 3]


def test_a_part_of_the_plan_has_a_burndown_of_its_own_milestones() -> None:
    own = [milestone(weight=2), milestone(uid="n", weight=3, status=Status.DONE, actual=day(4))]
    rows = burndown(own, (), calendar=calendar(), baseline_on=None, day=START + timedelta(days=9))
    assert [(each.scope, each.remaining) for each in rows[2:4]] == [(5, 5), (5, 2)]
