"""Throughput by week: what was done in each, whether it is over, and the pace that it takes to finish."""

from __future__ import annotations

from datetime import date, timedelta

from builders import calendar, day, milestone, new_office, properties
from histories import Step, played, steps
from hypothesis import given
from hypothesis import strategies as st

from models.plan import Plan
from models.rules.records import Milestone
from models.rules.throughput import ThroughputWeeks, throughput, throughput_text, throughput_weeks
from models.rules.words import Status


def done(number: int, weight: int = 1) -> Milestone:
    return milestone(weight=weight, status=Status.DONE, actual=day(number))


def weeks(*milestones: Milestone, asked: int = 90, **more: object) -> ThroughputWeeks:
    return throughput_weeks(milestones, calendar=calendar(**more), day=day(asked))


def test_weight_counts_in_the_week_of_its_actual_date() -> None:
    found = weeks(done(1, 2), done(5, 3), done(8, 5))
    assert [week.done for week in found.weeks[:3]] == [5, 5, 0]


def test_what_was_done_on_a_weekend_counts_in_the_week_before_it() -> None:
    assert [week.done for week in weeks(done(7, 3)).weeks[:2]] == [3, 0]


def test_what_was_done_on_the_weekend_after_the_last_day_is_not_done_in_the_last_week() -> None:
    found = weeks(done(89, 2), done(91, 3), asked=100)
    assert (found.weeks[-1].done, found.remaining) == (2, 3)


def test_weeks_go_up_to_that_of_the_day_of_evaluation() -> None:
    assert [len(weeks(asked=n).weeks) for n in (0, 1, 7, 8, 61, 90, 200)] == [0, 1, 1, 2, 9, 13, 13]


def test_a_plan_that_does_not_start_on_a_monday_has_one_week_more() -> None:
    found = weeks(start=day(3), asked=95)
    assert (found.count, len(found.weeks), found.weeks[0].first) == (14, 14, day(3))


def test_a_week_is_over_once_its_last_working_day_is_known() -> None:
    assert [weeks(asked=n).weeks[0].is_over for n in (4, 5, 6, 7)] == [False, True, True, True]


def test_a_week_has_its_working_days_so_far() -> None:
    assert [each.day for each in weeks(asked=3).weeks[0].days] == [day(1), day(2), day(3)]


def test_what_is_neither_done_nor_dropped_remains() -> None:
    found = weeks(done(1, 2), milestone(weight=5), milestone(weight=7, status=Status.DROPPED))
    assert found.remaining == 5


def test_the_needed_pace_is_what_remains_by_the_working_days_left() -> None:
    assert weeks(milestone(weight=26), asked=40, days=47).needed_pace == 26.0


def test_after_the_last_working_day_no_pace_is_enough() -> None:
    assert weeks(milestone(weight=26), asked=90).needed_pace is None


def test_before_the_start_the_whole_plan_is_left() -> None:
    assert weeks(milestone(weight=13), asked=-5, days=7).needed_pace == 13.0


def test_the_sample_has_the_weeks_that_its_milestones_tell(whole_plan: Plan) -> None:
    found = whole_plan.state(day(90)).throughput()
    assert [week.done for week in found.weeks] == [2, 1, 5, 6, 21, 11, 22, 26, 9, 37, 38, 35, 28]


@properties
@given(steps(), st.integers(-5, 110))
def test_the_weeks_hold_the_working_days_from_which_the_forecast_draws(
    history: list[Step], asked: int
) -> None:
    with new_office() as office:
        played(office, history)
        state = office.plan.state(day(asked))
    until = min(state.day, state.calendar.end)
    drawn = throughput(state.milestones, calendar=state.calendar, day=until)
    assert tuple(each for week in state.throughput().weeks for each in week.days) == drawn


@properties
@given(st.integers(0, 6), st.integers(1, 120), st.integers(-5, 130))
def test_the_weeks_cover_the_days_of_the_plan_without_gaps(weekday: int, days: int, asked: int) -> None:
    start = day(1) + timedelta(days=weekday)
    own = calendar(start=start, days=days)
    found = throughput_weeks((), calendar=own, day=day(asked)).weeks
    covered: list[date] = []
    for week in found:
        covered += [week.first + timedelta(days=n) for n in range((week.last - week.first).days + 1)]
    assert covered == [each for each in own.all_days() if found and each <= found[-1].last]


# In words.


def test_the_pace_is_told_beside_the_one_that_is_needed(plan: Plan) -> None:
    assert throughput_text(plan.state().throughput()) == (
        "103 done by 2018-10-19: 11.4 a week. To finish the other 176 in time takes 44.0 a week."
    )


def test_after_the_last_day_what_remains_is_told(whole_plan: Plan) -> None:
    assert throughput_text(whole_plan.state(day(90)).throughput()) == (
        "241 done by 2018-11-17: 18.5 a week. 32 remain."
    )


def test_a_plan_that_has_not_begun_says_so() -> None:
    assert throughput_text(weeks(asked=0)).startswith("The plan has not begun yet")


def test_a_plan_without_work_says_so() -> None:
    assert throughput_text(weeks()) == "Nothing is in scope yet."
