"""Days, weeks and working days of a plan: counted one by one, and laws that hold for any calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from builders import properties
from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import WorkCalendar

ONE = timedelta(days=1)
dates = st.dates(date(2015, 1, 1), date(2022, 12, 31))
mondays = dates.map(lambda each: each - timedelta(days=each.weekday()))
calendars = st.builds(
    WorkCalendar,
    start=dates,
    days=st.integers(1, 400),
    holidays=st.frozensets(dates, max_size=60),
    closed_mondays=st.frozensets(mondays, max_size=12),
)


def counted(plan: WorkCalendar, after: date, up_to: date, closed_weeks: bool) -> int:
    """Working days between two dates, looked at one by one."""
    found = 0
    each = after + ONE
    while each <= up_to:
        weekend = each.isoweekday() in (6, 7)
        closed = closed_weeks and any(monday <= each < monday + 7 * ONE for monday in plan.closed_mondays)
        found += not (weekend or closed or each in plan.holidays)
        each += ONE
    return found


def counting(plan: WorkCalendar, closed_weeks: bool) -> Callable[[date, date], int]:
    """The count that leaves closed weeks out, or the one that does not."""
    return plan.workdays if closed_weeks else plan.variance


@properties
@given(calendars, dates, st.integers(0, 500), st.booleans())
def test_working_days_are_those_that_are_counted_one_by_one(
    plan: WorkCalendar, after: date, length: int, closed_weeks: bool
) -> None:
    up_to = after + length * ONE
    assert counting(plan, closed_weeks)(after, up_to) == counted(plan, after, up_to, closed_weeks)


@properties
@given(calendars, dates, dates, dates, st.booleans())
def test_two_spans_make_one(
    plan: WorkCalendar, first: date, middle: date, last: date, closed_weeks: bool
) -> None:
    def between(a: date, b: date) -> int:
        return counting(plan, closed_weeks)(a, b)

    assert between(first, middle) + between(middle, last) == between(first, last)


@properties
@given(calendars, dates, st.integers(-60, 60).filter(bool))
def test_adding_working_days_and_counting_them_are_inverse(
    plan: WorkCalendar, start: date, count: int
) -> None:
    reached = plan.add_workdays(start, count)
    back = plan.workdays(start, reached) if count > 0 else plan.workdays(reached - ONE, start - ONE)
    assert (plan.is_workday(reached), back) == (True, abs(count))


@properties
@given(calendars, dates)
def test_between_a_day_and_the_working_day_on_or_before_it_nobody_works(
    plan: WorkCalendar, day: date
) -> None:
    found = plan.workday_on_or_before(day)
    assert plan.is_workday(found)
    assert counted(plan, found, day, closed_weeks=True) == 0


@properties
@given(calendars, dates)
def test_a_week_begins_on_monday_and_nowhere_else(plan: WorkCalendar, day: date) -> None:
    assert plan.week_number(day) - plan.week_number(day - ONE) == (day.isoweekday() == 1)


@properties
@given(calendars)
def test_the_weeks_of_a_plan_are_the_iso_weeks_that_its_days_touch(plan: WorkCalendar) -> None:
    assert plan.weeks == len({day.isocalendar()[:2] for day in plan.all_days()})


@properties
@given(calendars)
def test_the_last_day_has_the_number_of_days(plan: WorkCalendar) -> None:
    assert (plan.day_number(plan.end), len(list(plan.all_days()))) == (plan.days, plan.days)
