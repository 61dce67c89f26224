"""Days as cells: laws that hold for any plan at any width."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import properties
from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import WorkCalendar
from models.rules.timeline import (
    DAY_CELLS,
    Axis,
    Shade,
    View,
    Zoom,
    axis_for,
    labels_in,
    room_after,
    shades,
)

ONE = timedelta(days=1)
MONDAY, THURSDAY = date(2018, 8, 20), date(2018, 8, 23)
starts = st.dates(date(2015, 1, 1), date(2022, 12, 31))
calendars = st.builds(WorkCalendar, start=starts, days=st.integers(1, 200))
axes = st.builds(
    lambda calendar, cells: Axis(calendar.start, calendar.end, cells), calendars, st.integers(1, 21)
)
distances = st.integers(-150, 150)


@properties
@given(axes, st.data())
def test_every_day_has_one_cell_and_a_later_day_none_before_it(axis: Axis, data: st.DataObject) -> None:
    days = [axis.start + n * ONE for n in range(-20, (axis.end - axis.start).days + 60)]
    columns = [axis.column(day) for day in days]
    assert columns == sorted(columns)


@properties
@given(axes)
def test_day_one_comes_first_and_the_days_before_it_lie_to_its_left(axis: Axis) -> None:
    assert (axis.begins(axis.start), axis.column(axis.start - ONE) < 0) == (0, True)


@properties
@given(axes)
def test_the_wall_stands_between_the_last_day_and_the_next_and_in_no_days_cell(axis: Axis) -> None:
    assert axis.column(axis.end) < axis.wall < axis.begins(axis.end + ONE) == axis.wall + 1


@properties
@given(axes, distances)
def test_a_cell_tells_the_days_that_fall_into_it(axis: Axis, distance: int) -> None:
    day = axis.start + distance * ONE
    found = axis.days_in(axis.column(day))
    assert found is not None
    first, last = found
    assert first <= day <= last


@properties
@given(axes, st.integers(-100, 400))
def test_the_days_of_a_cell_begin_there_or_in_the_last_cell_before_it(axis: Axis, column: int) -> None:
    found = axis.days_in(column)
    if found is None:
        assert column == axis.wall
        return
    first, last = found
    assert axis.begins(first) == axis.begins(last) <= column


@properties
@given(axes)
def test_the_cells_of_a_plan_hold_all_its_days_and_no_other(axis: Axis) -> None:
    cells = [axis.days_in(column) for column in range(axis.wall)]
    days = {first + n * ONE for first, last in filter(None, cells) for n in range((last - first).days + 1)}
    assert days == {axis.start + n * ONE for n in range((axis.end - axis.start).days + 1)}


@properties
@given(st.builds(WorkCalendar, start=starts, days=st.just(90)), st.integers(30, 220))
def test_a_plan_of_ninety_days_fits_with_its_wall_and_room_after_it(
    calendar: WorkCalendar, width: int
) -> None:
    axis = axis_for(calendar, width, Zoom.WEEK)
    assert axis.week_cells == 1 or axis.wall + 1 + room_after(width) <= width


@properties
@given(calendars, st.integers(30, 220))
def test_where_days_are_shown_each_has_three_cells(calendar: WorkCalendar, width: int) -> None:
    axis = axis_for(calendar, width, Zoom.DAY)
    assert axis.begins(calendar.end) - axis.begins(calendar.start) == DAY_CELLS * (calendar.days - 1)


def test_where_a_week_has_five_cells_each_working_day_has_its_own() -> None:
    axis = Axis(MONDAY, MONDAY + 89 * ONE, 5)
    assert [axis.column(MONDAY + n * ONE) for n in range(8)] == [0, 1, 2, 3, 4, 4, 4, 5]


def test_where_a_week_has_three_cells_a_weekend_shares_fridays() -> None:
    axis = Axis(MONDAY, MONDAY + 89 * ONE, 3)
    assert [axis.column(MONDAY + n * ONE) for n in range(8)] == [0, 0, 1, 1, 2, 2, 2, 3]


@pytest.mark.parametrize(("start", "weeks"), [(MONDAY, 13), (THURSDAY, 14)])
def test_a_plan_that_does_not_start_on_a_monday_has_a_week_more(start: date, weeks: int) -> None:
    axis = Axis(start, start + 89 * ONE, 3)
    view = View(axis, 0, axis.wall)
    assert [week for _place, week in view.week_starts()] == list(range(1, weeks + 1))


def test_weeks_go_on_counting_over_new_year() -> None:
    axis = Axis(date(2020, 12, 7), date(2020, 12, 7) + 89 * ONE, 5)
    places = View(axis, 0, 30).week_starts()
    assert places == [(0, 1), (5, 2), (10, 3), (15, 4), (20, 5), (25, 6)]


def test_a_plan_of_one_day_is_one_cell_and_its_wall() -> None:
    axis = Axis(THURSDAY, THURSDAY, 1)
    assert (axis.column(THURSDAY), axis.wall, axis.column(THURSDAY + ONE)) == (0, 1, 2)


def test_the_wall_is_no_day() -> None:
    axis = Axis(MONDAY, MONDAY + 89 * ONE, 3)
    assert View(axis, axis.wall, 1).cells == (None,)


def cells_of_week(cells: int, **closed: frozenset[date]) -> list[Shade]:
    calendar = WorkCalendar(MONDAY, 90, **closed)
    view = View(Axis(calendar.start, calendar.end, cells), 0, cells)
    return list(shades(view, calendar))


def test_a_holiday_is_shaded() -> None:
    assert cells_of_week(5, holidays=frozenset({THURSDAY}))[3] is Shade.CLOSED


def test_a_cell_of_two_days_is_shaded_for_a_holiday_on_one() -> None:
    assert cells_of_week(3, holidays=frozenset({THURSDAY})) == [Shade.NONE, Shade.CLOSED, Shade.NONE]


def test_a_cell_of_a_whole_week_is_not_shaded_for_one_holiday() -> None:
    assert cells_of_week(1, holidays=frozenset({THURSDAY})) == [Shade.NONE]


def test_a_closed_week_is_shaded() -> None:
    assert set(cells_of_week(5, closed_mondays=frozenset({MONDAY}))) == {Shade.CLOSED}


def test_a_week_that_is_closed_for_one_division_is_shaded_where_asked() -> None:
    calendar = WorkCalendar(MONDAY, 90)
    view = View(Axis(calendar.start, calendar.end, 5), 0, 6)
    assert list(shades(view, calendar, {MONDAY})) == [Shade.CLOSED] * 5 + [Shade.NONE]


def test_weekends_are_shaded_where_they_have_cells_of_their_own() -> None:
    assert cells_of_week(7) == [Shade.NONE] * 5 + [Shade.WEEKEND] * 2


def test_the_sunday_after_the_wall_is_not_shaded_where_other_weekends_are_not() -> None:
    calendar = WorkCalendar(MONDAY, 90)
    axis = Axis(calendar.start, calendar.end, 5)
    assert shades(View(axis, axis.wall + 1, 1), calendar) == (Shade.NONE,)


def test_a_label_without_room_is_left_out() -> None:
    assert labels_in([(0, "one"), (3, "two"), (4, "three"), (9, "four")], 12) == "one three   "


def test_no_label_covers_a_cell_that_is_taken() -> None:
    assert labels_in([(0, "one"), (4, "two")], 8, taken={5}) == "one     "
