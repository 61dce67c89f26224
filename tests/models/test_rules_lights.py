"""Late, stale, silently slipping and the traffic light: every clause at both sides of its border."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import calendar, milestone

from models.rules import lights
from models.rules.lights import LightCounts
from models.rules.words import Light, Status

FRIDAY = date(2018, 10, 19)
"""The day of evaluation."""
PLAIN = calendar()
FRESH = {"updated_on": FRIDAY, "course_on": FRIDAY}


def light(day: date = FRIDAY, holidays: frozenset[date] = frozenset(), **fields: object) -> Light | None:
    return lights.light(milestone(**(FRESH | fields)), day, calendar(holidays=holidays))


def ago(days: int) -> date:
    return FRIDAY - timedelta(days=days)


def ahead(days: int) -> date:
    return FRIDAY + timedelta(days=days)


def test_on_the_day_of_its_forecast_a_milestone_is_not_late() -> None:
    assert not lights.is_late(milestone(forecast=FRIDAY), FRIDAY)


def test_the_day_after_its_forecast_it_is_late() -> None:
    assert lights.is_late(milestone(forecast=ago(1)), FRIDAY)


@pytest.mark.parametrize("status", [Status.DONE, Status.DROPPED])
def test_what_is_closed_is_never_late(status: Status) -> None:
    assert not lights.is_late(milestone(forecast=ago(30), status=status), FRIDAY)


def test_a_removed_milestone_is_never_late() -> None:
    assert not lights.is_late(milestone(forecast=ago(30), alive=False), FRIDAY)


def test_a_milestone_that_is_not_late_is_late_by_no_working_days() -> None:
    assert lights.late_workdays(milestone(forecast=ahead(10)), FRIDAY, PLAIN) == 0


def test_the_saturday_after_a_friday_it_is_late_by_no_working_days() -> None:
    assert lights.late_workdays(milestone(forecast=FRIDAY), ahead(1), PLAIN) == 0


def test_late_by_no_working_days_is_late_all_the_same() -> None:
    assert lights.is_late(milestone(forecast=FRIDAY), ahead(1))


def test_late_by_no_working_days_is_green() -> None:
    assert light(day=ahead(1), forecast=FRIDAY) is Light.GREEN


def test_on_the_monday_after_a_friday_it_is_late_by_one_working_day_and_amber() -> None:
    assert light(day=ahead(3), forecast=FRIDAY) is Light.AMBER


def test_five_working_days_late_is_amber() -> None:
    assert light(forecast=ago(7)) is Light.AMBER


def test_six_working_days_late_is_red() -> None:
    assert light(forecast=ago(8)) is Light.RED


def test_a_public_holiday_makes_six_working_days_five() -> None:
    assert light(forecast=ago(8), holidays=frozenset({ago(3)})) is Light.AMBER


def test_six_working_days_late_beside_a_public_holiday_is_red() -> None:
    assert light(forecast=ago(9), holidays=frozenset({ago(3)})) is Light.RED


def test_a_closed_week_does_not_make_a_milestone_less_late() -> None:
    closed = calendar(closed_mondays=frozenset({date(2018, 10, 15)}))
    assert lights.late_workdays(milestone(forecast=ago(7)), FRIDAY, closed) == 5


def test_blocked_with_the_date_ten_days_away_is_red() -> None:
    assert light(status=Status.BLOCKED, forecast=ahead(10)) is Light.RED


def test_blocked_with_the_date_eleven_days_away_is_amber() -> None:
    assert light(status=Status.BLOCKED, forecast=ahead(11)) is Light.AMBER


def test_blocked_with_the_date_past_is_red() -> None:
    assert light(status=Status.BLOCKED, forecast=ago(1)) is Light.RED


def test_at_risk_is_amber_however_far_the_date() -> None:
    assert light(status=Status.AT_RISK, forecast=ahead(300)) is Light.AMBER


def test_not_started_with_the_date_seven_days_away_is_amber() -> None:
    assert light(status=Status.NOT_STARTED, forecast=ahead(7)) is Light.AMBER


def test_not_started_with_the_date_eight_days_away_is_green() -> None:
    assert light(status=Status.NOT_STARTED, forecast=ahead(8)) is Light.GREEN


def test_not_started_with_the_date_past_by_no_working_day_is_amber() -> None:
    assert light(day=ahead(1), status=Status.NOT_STARTED, forecast=FRIDAY) is Light.AMBER


def test_ten_days_without_an_update_are_green() -> None:
    assert light(updated_on=ago(10), forecast=ahead(20)) is Light.GREEN


def test_eleven_days_without_an_update_are_grey() -> None:
    assert light(updated_on=ago(11), forecast=ahead(20)) is Light.GREY


def test_what_is_not_started_never_grows_stale() -> None:
    assert not lights.is_stale(milestone(status=Status.NOT_STARTED, updated_on=ago(60)), FRIDAY)


@pytest.mark.parametrize("status", [Status.DONE, Status.DROPPED])
def test_what_is_closed_never_grows_stale(status: Status) -> None:
    assert not lights.is_stale(milestone(status=status, updated_on=ago(60)), FRIDAY)


@pytest.mark.parametrize("status", [Status.IN_PROGRESS, Status.AT_RISK, Status.BLOCKED])
def test_what_is_started_and_open_grows_stale(status: Status) -> None:
    assert lights.is_stale(milestone(status=status, updated_on=ago(11)), FRIDAY)


def test_amber_comes_before_grey() -> None:
    assert light(status=Status.AT_RISK, updated_on=ago(30)) is Light.AMBER


def test_red_comes_before_grey() -> None:
    assert light(forecast=ago(20), updated_on=ago(30)) is Light.RED


def test_grey_comes_before_green() -> None:
    assert light(forecast=ahead(60), updated_on=ago(30)) is Light.GREY


def test_red_by_lateness_comes_before_amber_by_status() -> None:
    assert light(status=Status.AT_RISK, forecast=ago(20)) is Light.RED


@pytest.mark.parametrize("status", [Status.DONE, Status.DROPPED])
def test_what_is_closed_has_no_light(status: Status) -> None:
    assert light(status=status, forecast=ago(20)) is None


def test_a_removed_milestone_has_no_light() -> None:
    assert light(alive=False) is None


def test_late_and_unchanged_since_before_the_forecast_is_a_silent_slip() -> None:
    assert lights.is_silent_slip(milestone(forecast=ago(3), course_on=ago(9)), FRIDAY)


def test_a_change_on_the_day_of_the_forecast_itself_leaves_the_slip_silent() -> None:
    assert lights.is_silent_slip(milestone(forecast=ago(3), course_on=ago(3)), FRIDAY)


def test_a_change_on_the_day_after_the_forecast_breaks_the_silence() -> None:
    assert not lights.is_silent_slip(milestone(forecast=ago(3), course_on=ago(2)), FRIDAY)


def test_what_is_due_today_does_not_slip_yet() -> None:
    assert not lights.is_silent_slip(milestone(forecast=FRIDAY, course_on=ago(9)), FRIDAY)


def test_an_update_that_changes_no_course_does_not_break_the_silence() -> None:
    quiet = milestone(forecast=ago(3), course_on=ago(9), updated_on=FRIDAY)
    assert lights.is_silent_slip(quiet, FRIDAY)


def test_the_worst_of_all_lights_is_red() -> None:
    assert lights.worst([Light.GREEN, Light.GREY, None, Light.AMBER, Light.RED]) is Light.RED


def test_grey_is_worse_than_green() -> None:
    assert lights.worst([Light.GREEN, Light.GREY]) is Light.GREY


def test_the_worst_of_no_lights_is_none() -> None:
    assert lights.worst([None]) is None


def test_counts_name_every_milestone_once() -> None:
    some = [
        milestone(forecast=ago(30)),
        milestone(status=Status.AT_RISK, **FRESH),
        milestone(**FRESH),
        milestone(updated_on=ago(11)),
        milestone(status=Status.DONE),
        milestone(status=Status.DROPPED),
        milestone(status=Status.DROPPED),
    ]
    assert lights.light_counts(some, FRIDAY, PLAIN) == LightCounts(1, 1, 1, 1, 1, 2)


def test_removed_milestones_are_not_counted() -> None:
    gone = [milestone(alive=False), milestone(alive=False, status=Status.DONE)]
    assert lights.light_counts(gone, FRIDAY, PLAIN) == LightCounts()


def test_the_worst_of_counts_is_the_worst_light_that_any_has() -> None:
    assert LightCounts(green=3, grey=1, done=2).worst is Light.GREY


def test_counts_of_closed_milestones_have_no_worst_light() -> None:
    assert LightCounts(done=2, dropped=1).worst is None
