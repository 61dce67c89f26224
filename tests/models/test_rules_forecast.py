"""The forecast: its history of working days, when it is refused, on which days its dates fall, what it says."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from builders import START, Office, calendar, day, milestone

from models.rules.calendar import WorkCalendar
from models.rules.forecast import Forecast, Refusal, forecast, reduced_weeks
from models.rules.forecast_words import (
    basis_text,
    by_end_text,
    past_text,
    record_to_tell,
    summary_text,
    weeks_text,
)
from models.rules.records import ClosedWeek, Milestone
from models.rules.state import Scope
from models.rules.throughput import throughput
from models.rules.words import Status

FRIDAY = day(33)
"""The Friday of week 5: 25 working days."""


def met(on: date, weight: int = 1, **fields: Any) -> Milestone:
    return milestone(status=Status.DONE, actual=on, weight=weight, **fields)


def left(*weights: int, **fields: Any) -> list[Milestone]:
    return [milestone(weight=weight, **fields) for weight in weights]


def closed(monday: date, division: str | None = None) -> ClosedWeek:
    return ClosedWeek("w", division, monday, None, None, None)


def steady(days: int = 25, *more: Milestone) -> list[Milestone]:
    """One of weight 1 met on each of so many working days from the first on, and more."""
    return [*(met(calendar().add_workdays(START, n)) for n in range(days)), *more]


def found(milestones: list[Milestone], on: date = FRIDAY, **more: Any) -> Forecast:
    return forecast(milestones, calendar=more.pop("calendar", calendar()), day=on, **more)


def weights_of(milestones: list[Milestone], on: date, frame: WorkCalendar | None = None) -> list[int]:
    return [each.weight for each in throughput(milestones, calendar=frame or calendar(), day=on)]


# The history.


def test_days_on_which_nothing_was_done_belong_to_the_history() -> None:
    assert weights_of([met(day(2), 3), met(day(2), 2), met(day(4), 8)], day(5)) == [0, 5, 0, 8, 0]


def test_weekends_do_not() -> None:
    assert len(weights_of([], day(14))) == 10


def test_what_is_met_on_a_weekend_counts_on_the_friday_before() -> None:
    assert weights_of([met(day(6), 2), met(day(7), 3)], day(7)) == [0, 0, 0, 0, 5]


def test_holidays_and_closed_weeks_are_no_days_of_the_history() -> None:
    frame = calendar(holidays=frozenset({day(2)}), closed_mondays=frozenset({day(8)}))
    assert weights_of([met(day(2), 2), met(day(10), 3)], day(15), frame) == [2, 0, 0, 3, 0]


def test_what_is_met_before_the_first_working_day_counts_on_it() -> None:
    saturday = calendar(start=day(6))
    assert weights_of([met(day(6), 4)], day(9), saturday) == [4, 0]


def test_what_was_met_before_day_1_is_no_throughput() -> None:
    assert weights_of([met(day(0), 4)], day(1)) == [0]


def test_dropped_and_removed_work_is_no_throughput() -> None:
    gone = [met(day(1), alive=False), milestone(status=Status.DROPPED)]
    assert weights_of(gone, day(1)) == [0]


def test_before_day_1_there_is_no_history() -> None:
    assert weights_of([], day(0)) == []


def test_milestones_are_counted_beside_their_weight() -> None:
    history = throughput([met(day(1), 5), met(day(1), 2)], calendar=calendar(), day=day(1))
    assert [(each.weight, each.milestones) for each in history] == [(7, 2)]


# When it is refused.


@pytest.mark.parametrize(
    ("workdays", "refusal", "is_weak"),
    [
        (9, Refusal.TOO_LITTLE_HISTORY, False),
        (10, None, True),
        (29, None, True),
        (30, None, False),
    ],
)
def test_ten_working_days_are_a_forecast_and_thirty_a_firm_one(
    workdays: int, refusal: Refusal | None, is_weak: bool
) -> None:
    on = calendar().add_workdays(START, workdays - 1)
    told = found(steady(workdays, *left(5)), on)
    assert (told.basis.workdays, told.refusal, told.is_weak) == (workdays, refusal, is_weak)


def test_a_plan_without_work_has_none_to_forecast() -> None:
    assert found([milestone(status=Status.DROPPED)]).refusal is Refusal.NO_WORK


def test_what_is_done_is_done_even_on_day_2() -> None:
    told = found([met(day(1)), met(day(2))], day(2))
    assert (told.refusal, told.basis.finished_on) == (Refusal.DONE, day(2))


def test_where_nothing_was_ever_done_it_does_not_converge() -> None:
    assert found(left(3)).refusal is Refusal.DOES_NOT_CONVERGE


def test_where_it_takes_more_than_five_years_it_does_not_converge() -> None:
    assert found([met(START), *left(*[13] * 40)]).refusal is Refusal.DOES_NOT_CONVERGE


# The dates.


def test_a_steady_pace_gives_one_date_for_all_chances() -> None:
    told = found(steady(25, *left(3)))
    assert told.dates == tuple((percent, day(38)) for percent in (50, 70, 85, 95))


def test_a_date_is_never_a_weekend_a_holiday_or_in_a_closed_week() -> None:
    frame = calendar(holidays=frozenset({day(36)}), closed_mondays=frozenset({day(43)}))
    dates = [found(steady(25, *left(n)), calendar=frame).at(85) for n in (1, 4, 5)]
    assert dates == [day(37), day(40), day(50)]


def test_the_first_day_ahead_is_the_working_day_after_the_day_of_evaluation() -> None:
    assert found(steady(25, *left(1))).at(50) == day(36)


def test_what_was_done_before_day_1_is_done_but_gives_no_pace() -> None:
    told = found([met(day(-3), 5), *steady(25, *left(2))])
    assert (told.basis.throughput, told.basis.weights.done, told.basis.remaining) == (25, 30, 2)


# Closed weeks of a division.


def test_a_closed_week_takes_out_the_share_of_its_division() -> None:
    work = [*left(3, division="kasko"), *left(2, division="sote")]
    (week,) = reduced_weeks([closed(day(36), "kasko")], work, day=FRIDAY)
    assert (week.monday, week.factor) == (day(36), Fraction(2, 5))


def test_two_divisions_that_are_closed_in_one_week_take_out_both() -> None:
    work = [*left(3, division="kasko"), *left(2, division="sote"), *left(5, division="kymp")]
    weeks = reduced_weeks([closed(day(36), "kasko"), closed(day(36), "sote")], work, day=FRIDAY)
    assert [week.factor for week in weeks] == [Fraction(1, 2)]


def test_a_closed_week_of_a_division_with_nothing_left_changes_nothing() -> None:
    work = [met(day(1), division="kasko"), *left(2, division="sote")]
    assert reduced_weeks([closed(day(36), "kasko")], work, day=FRIDAY) == ()


def test_a_closed_week_that_is_over_changes_nothing() -> None:
    assert reduced_weeks([closed(day(22), "d")], left(2), day=FRIDAY) == ()


def test_days_of_a_reduced_week_count_in_part() -> None:
    work = [*left(2, division="kasko"), *left(2, division="sote")]
    told = found(steady(25, *work), closed_weeks=[closed(day(36), "kasko")])
    # Five days at a half are two and a half; the fourth is full on the Tuesday after.
    assert told.at(85) == day(44)


def test_a_division_waits_for_the_end_of_its_own_closed_week() -> None:
    told = found(steady(25, *left(1)), closed_weeks=[closed(day(36), "d")])
    assert told.at(85) == day(43)


def test_less_is_done_by_the_end_with_a_closed_week() -> None:
    work = steady(25, *left(13, 13, 13))
    counts = [found(work, closed_weeks=weeks).by_end for weeks in ([], [closed(day(36), "d")])]
    assert [each and each.weight for each in counts] == [25 + 39, 25 + 35]


# How much by day 90.


def test_the_lower_count_by_day_90_holds_what_is_done_already() -> None:
    # Every second day brings 2; 40 working days are left.
    work = [met(calendar().add_workdays(START, n), 2) for n in range(0, 25, 2)]
    by_end = found([*work, *left(*[10] * 20)]).by_end
    assert by_end is not None
    assert (by_end.day, 26 + 30 < by_end.weight < 26 + 41.6) == (day(90), True)


def test_milestones_are_forecast_by_their_own_pace() -> None:
    by_end = found(steady(25, *left(*[13] * 50))).by_end
    assert by_end is not None
    assert (by_end.weight, by_end.milestones) == (25 + 40, 25 + 40)


def test_no_more_than_all_is_done_by_day_90() -> None:
    by_end = found(steady(25, *left(5))).by_end
    assert by_end is not None
    assert (by_end.weight, by_end.milestones) == (30, 26)


def test_after_day_90_it_says_what_was_done_by_then() -> None:
    told = found([*steady(25, *left(5)), met(day(92), 4)], day(93))
    assert (told.by_end, told.basis.done_by_end) == (None, 25)


# By parts of a plan, on the real store.


def test_a_part_has_the_pace_of_its_own_work(office: Office) -> None:
    kasko, b1 = office.uid("division", "KASKO"), office.uid("initiative", "B1")
    office.add("A1.1", weight=5)
    office.add("B1.1", weight=3, division=kasko, initiative=b1)
    for number in range(5):
        office.at(day(8 + number)).add(f"B1.{number + 2}", division=kasko, initiative=b1)
        office.set(f"B1.{number + 2}", status="done")
    state = office.at(day(19)).plan.state()
    scopes = [
        Scope(kind, office.uid(kind, visible_id))
        for kind, visible_id in (
            ("division", "KASKO"),
            ("stream", "B"),
            ("initiative", "B1"),
            ("stream", "A"),
        )
    ]
    told = [state.forecast(scope) for scope in scopes]
    assert [(each.basis.throughput, each.basis.remaining) for each in told] == [(5, 3)] * 3 + [(0, 5)]


def test_a_theme_has_a_forecast_of_its_initiatives(office: Office) -> None:
    office.add("A1.1", weight=5)
    state = office.plan.state()
    told = [
        state.forecast(Scope("theme", office.uid("theme", each))).basis.remaining for each in ("T1", "T2")
    ]
    assert told == [5, 0]


# In words.


def test_the_basis_is_told() -> None:
    assert basis_text(found(steady(25, *left(3))).basis) == (
        "A weight of 25 was done in 25 working days since 2018-08-20; 3 of 28 remain."
    )


def test_a_date_within_the_plan_is_told_as_such() -> None:
    assert summary_text(found(steady(25, *left(3)))) == (
        "All is done by 2018-09-26 at 85%, within the plan's 90 days."
        " That is a weak forecast: it rests on fewer than 30 working days."
    )


def test_a_date_after_the_plan_is_told_beside_its_last_day() -> None:
    on = calendar().add_workdays(START, 39)
    assert summary_text(found(steady(40, *left(*[13] * 3)), on)) == (
        "All is done by 2018-12-06 at 85%; day 90 is 2018-11-17."
    )


@pytest.mark.parametrize(
    ("milestones", "on", "sentence"),
    [
        ([], FRIDAY, "There is no work to forecast."),
        ([met(day(2))], FRIDAY, "All is done since 2018-08-21."),
        (left(1), day(5), "5 working days are too little history for a forecast; it takes 10."),
        (left(1), day(1), "1 working day is too little history for a forecast; it takes 10."),
        (
            left(1),
            FRIDAY,
            "The forecast does not converge: at the pace so far the work is not done in 1,300 working days.",
        ),
    ],
)
def test_a_refusal_says_why(milestones: list[Milestone], on: date, sentence: str) -> None:
    assert summary_text(found(milestones, on)) == sentence


def test_the_lower_count_is_told() -> None:
    assert by_end_text(found(steady(25, *left(*[13] * 50)))) == (
        "By day 90, 2018-11-17, at least 65 of 675 in weight and 65 of 75 milestones are done at 85%."
    )


def test_after_day_90_it_is_told_what_was_done() -> None:
    assert (
        by_end_text(found(steady(25, *left(5)), day(93))) == "A weight of 25 was done by day 90, 2018-11-17."
    )


def test_weeks_that_count_in_part_are_told() -> None:
    work = [*left(3, division="kasko"), *left(2, division="sote")]
    told = found(steady(25, *work), closed_weeks=[closed(day(36), "kasko")])
    assert weeks_text(told.basis) == "Closed weeks count in part, by who is away: 2018-09-24 40%."


def test_without_closed_weeks_nothing_is_told_of_them() -> None:
    assert weeks_text(found(left(1)).basis) == ""


THEN = found(steady(25, *left(3)))
"""It says 26 September, on 21 September."""


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (found(steady(25, *left(3)), day(35)), "On 2018-09-21 we said 2018-09-26 at 85%. We still say so."),
        (
            found(steady(25, *left(4)), day(35)),
            "On 2018-09-21 we said 2018-09-26 at 85%. Now we say 2018-09-27.",
        ),
        (
            found(steady(25, *left(4)), day(54)),
            "3 weeks ago (2018-09-21) we said 2018-09-26 at 85%. That day has passed, and 4 remain.",
        ),
        (
            found(steady(27), day(40)),
            "1 week ago (2018-09-21) we said 2018-09-26 at 85%. All was done on 2018-09-25.",
        ),
    ],
)
def test_what_was_said_is_held_against_what_happened(now: Forecast, sentence: str) -> None:
    assert past_text(THEN, now) == sentence


def test_of_a_forecast_that_was_refused_nothing_is_told() -> None:
    assert past_text(found(left(1)), THEN) == ""


def test_people_are_reminded_of_the_newest_that_is_three_weeks_old() -> None:
    record = [found(steady(25, *left(3)), FRIDAY + timedelta(weeks=n)) for n in range(5)]
    assert record_to_tell(record, found(left(1), FRIDAY + timedelta(weeks=5))) == record[2]


def test_of_a_young_record_people_are_reminded_of_the_oldest_with_a_date() -> None:
    record = [found(left(3), day(20)), THEN, found(steady(25, *left(3)), day(40))]
    assert record_to_tell(record, found(left(1), day(47))) == THEN


def test_without_a_record_there_is_nothing_to_remind_of() -> None:
    assert record_to_tell([], THEN) is None
