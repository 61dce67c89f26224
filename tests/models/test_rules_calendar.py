"""Days, weeks and working days of a plan: the borders."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import calendar, day

from models.rules.calendar import WorkCalendar
from models.snapshots import iso_week

MONDAY = date(2018, 8, 20)


def test_the_start_is_day_1() -> None:
    assert calendar().day_number(MONDAY) == 1


def test_the_day_before_the_start_is_day_0() -> None:
    assert calendar().day_number(date(2018, 8, 19)) == 0


def test_day_90_is_the_saturday_17_november_2018() -> None:
    assert calendar().end == date(2018, 11, 17)


def test_the_last_working_day_is_friday_16_november_2018() -> None:
    assert calendar().last_workday == date(2018, 11, 16)


def test_the_last_working_day_is_earlier_where_the_end_is_a_holiday() -> None:
    assert calendar(holidays=frozenset({date(2018, 11, 16)})).last_workday == date(2018, 11, 15)


def test_all_days_are_the_90_from_first_to_last() -> None:
    days = list(calendar().all_days())
    assert (days[0], days[-1], len(days)) == (MONDAY, date(2018, 11, 17), 90)


def test_a_plan_from_a_monday_has_13_weeks() -> None:
    assert calendar().weeks == 13


@pytest.mark.parametrize("weekday", range(2, 7))
def test_a_plan_from_a_wednesday_or_later_has_one_week_more(weekday: int) -> None:
    assert calendar(start=MONDAY + timedelta(days=weekday)).weeks == 14


def test_a_plan_from_a_tuesday_ends_on_a_sunday_and_touches_13_weeks() -> None:
    assert calendar(start=MONDAY + timedelta(days=1)).weeks == 13


def test_the_sunday_of_the_first_week_is_in_week_1_and_the_next_day_in_week_2() -> None:
    plan = calendar(start=date(2018, 8, 22))
    assert (plan.week_number(date(2018, 8, 26)), plan.week_number(date(2018, 8, 27))) == (1, 2)


def test_the_monday_before_a_start_in_the_middle_of_a_week_is_in_week_1() -> None:
    assert calendar(start=date(2018, 8, 22)).week_number(MONDAY) == 1


def test_the_sunday_before_the_first_week_is_in_week_0() -> None:
    assert calendar().week_number(date(2018, 8, 19)) == 0


def test_weeks_go_on_over_the_turn_of_a_year_with_53_weeks() -> None:
    plan = WorkCalendar(date(2020, 10, 5), 100)
    fridays = [date(2020, 12, 25), date(2021, 1, 1), date(2021, 1, 8)]
    assert [plan.week_number(friday) for friday in fridays] == [12, 13, 14]


def test_new_year_2021_belongs_to_week_53_of_2020() -> None:
    assert iso_week(date(2021, 1, 1)) == "2020-W53"


def test_new_years_eve_2018_belongs_to_week_1_of_2019() -> None:
    assert iso_week(date(2018, 12, 31)) == "2019-W01"


def test_the_working_days_of_a_week_are_five() -> None:
    assert calendar().workdays(date(2018, 8, 19), date(2018, 8, 26)) == 5


def test_the_day_counted_from_does_not_count_and_the_last_one_does() -> None:
    assert calendar().workdays(date(2018, 8, 20), date(2018, 8, 21)) == 1


def test_from_a_friday_to_the_sunday_there_is_no_working_day() -> None:
    assert calendar().workdays(date(2018, 8, 24), date(2018, 8, 26)) == 0


def test_a_span_backwards_is_the_same_count_negative() -> None:
    assert calendar().workdays(date(2018, 8, 31), date(2018, 8, 24)) == -5


CHRISTMAS = frozenset({date(2018, 12, 25), date(2018, 12, 26), date(2019, 1, 1)})


def test_public_holidays_are_left_out_over_the_turn_of_the_year() -> None:
    assert calendar(holidays=CHRISTMAS).workdays(date(2018, 12, 21), date(2019, 1, 4)) == 10 - 3


def test_a_public_holiday_on_a_weekend_takes_no_working_day() -> None:
    saturday = frozenset({date(2018, 11, 3)})
    assert calendar(holidays=saturday).workdays(date(2018, 10, 28), date(2018, 11, 4)) == 5


def test_a_closed_week_has_no_working_days() -> None:
    closed = frozenset({date(2018, 10, 15)})
    assert calendar(closed_mondays=closed).workdays(date(2018, 10, 12), date(2018, 10, 26)) == 5


def test_a_closed_week_counts_where_asked_for() -> None:
    plan = calendar(closed_mondays=frozenset({date(2018, 10, 15)}))
    assert plan.variance(date(2018, 10, 12), date(2018, 10, 26)) == 10


def test_a_holiday_inside_a_closed_week_is_not_taken_off_twice() -> None:
    plan = calendar(holidays=frozenset({date(2018, 10, 17)}), closed_mondays=frozenset({date(2018, 10, 15)}))
    assert plan.workdays(date(2018, 10, 12), date(2018, 10, 26)) == 5


def test_a_holiday_inside_a_closed_week_that_counts_is_still_left_out() -> None:
    plan = calendar(holidays=frozenset({date(2018, 10, 17)}), closed_mondays=frozenset({date(2018, 10, 15)}))
    assert plan.variance(date(2018, 10, 12), date(2018, 10, 26)) == 9


def test_five_working_days_after_a_wednesday_are_the_next_wednesday() -> None:
    assert calendar().add_workdays(day(3), 5) == day(10)


def test_adding_working_days_steps_over_holidays() -> None:
    assert calendar(holidays=CHRISTMAS).add_workdays(date(2018, 12, 24), 1) == date(2018, 12, 27)


def test_adding_working_days_backwards_steps_over_holidays() -> None:
    assert calendar(holidays=CHRISTMAS).add_workdays(date(2018, 12, 27), -1) == date(2018, 12, 24)
