"""Done weight, the next milestone and variance."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import calendar, day, milestone
from hypothesis import given
from hypothesis import strategies as st

from models.rules.lights import late_workdays
from models.rules.progress import next_milestone, variance_workdays, weights
from models.rules.words import Status

FRIDAY = date(2018, 8, 24)


def test_dropped_and_removed_weight_is_not_in_scope() -> None:
    rows = [
        milestone(weight=3, status=Status.DONE, actual=FRIDAY),
        milestone(weight=5),
        milestone(weight=8, status=Status.DROPPED),
        milestone(weight=13, alive=False),
    ]
    assert weights(rows) == (3, 8)


def test_the_share_of_nothing_is_none_done() -> None:
    assert weights([]).share == 0


def test_the_next_milestone_is_the_open_one_with_the_earliest_forecast() -> None:
    rows = [
        milestone(uid="done", forecast=day(1), status=Status.DONE, actual=day(1)),
        milestone(uid="later", forecast=day(9)),
        milestone(uid="next", forecast=day(5)),
        milestone(uid="same", forecast=day(5)),
    ]
    found = next_milestone(rows)
    assert found is not None
    assert found.uid == "next"


def test_nothing_is_next_where_nothing_is_open() -> None:
    assert next_milestone([milestone(status=Status.DROPPED)]) is None


@pytest.mark.parametrize(
    ("forecast", "days"),
    [
        (FRIDAY, 0),
        (FRIDAY + timedelta(days=2), 0),
        (FRIDAY + timedelta(days=3), 1),
        (FRIDAY + timedelta(days=7), 5),
        (FRIDAY - timedelta(days=1), -1),
    ],
)
def test_variance_counts_working_days_from_the_baseline_to_the_forecast(forecast: date, days: int) -> None:
    row = milestone(baseline=FRIDAY, forecast=forecast)
    assert variance_workdays(row, calendar()) == days


def test_variance_of_a_done_milestone_counts_to_its_actual_date() -> None:
    row = milestone(baseline=FRIDAY, forecast=FRIDAY, status=Status.DONE, actual=FRIDAY + timedelta(days=4))
    assert variance_workdays(row, calendar()) == 2


def test_without_a_baseline_there_is_no_variance() -> None:
    assert variance_workdays(milestone(), calendar()) is None


def test_a_public_holiday_does_not_count_and_a_closed_week_does() -> None:
    days = calendar(
        holidays=frozenset({FRIDAY + timedelta(days=3)}),
        closed_mondays=frozenset({FRIDAY + timedelta(days=3)}),
    )
    assert variance_workdays(milestone(baseline=FRIDAY, forecast=FRIDAY + timedelta(days=7)), days) == 4


@given(st.integers(0, 120))
def test_a_milestone_whose_baseline_was_its_forecast_is_late_by_the_variance_to_today(days: int) -> None:
    today = FRIDAY + timedelta(days=days)
    late = late_workdays(milestone(forecast=FRIDAY), today, calendar())
    assert late == variance_workdays(milestone(baseline=FRIDAY, forecast=today), calendar())
