"""Rounds: days left and late, how a division answered, what a reminder names, what may be sent or called off."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.errors import RuleBroken
from models.plan import Plan
from models.rules.calendar import WorkCalendar
from models.rules.records import Handoff
from models.rules.rounds import (
    asked_divisions,
    check_cancelling,
    check_sending,
    days_left,
    is_overtaken,
    reminded_of,
    response_of,
    rounds_of,
    usual_due,
    workdays_to_answer,
)

WEDNESDAY, THURSDAY, TUESDAY = date(2018, 10, 17), date(2018, 10, 18), date(2018, 10, 23)
CALENDAR = WorkCalendar(date(2018, 8, 20), 90)


def handoff(**fields: Any) -> Handoff:
    """A hand-off that was sent on a Wednesday and is due on the next Tuesday."""
    values: dict[str, Any] = dict.fromkeys(Handoff._fields)
    return Handoff(
        **{**values, "id": "HO-09-X", "division": "x", "week": 9, "sent": WEDNESDAY, "due": TUESDAY, **fields}
    )


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (WEDNESDAY, 4),
        (date(2018, 10, 19), 2),
        (date(2018, 10, 20), 2),
        (TUESDAY, 0),
        (date(2018, 10, 24), -1),
        (date(2018, 10, 29), -4),
    ],
)
def test_days_left_are_working_days(day: date, left: int) -> None:
    assert days_left(CALENDAR, handoff(), day) == left


def test_a_closed_week_leaves_fewer_days() -> None:
    closed = WorkCalendar(CALENDAR.start, 90, closed_mondays=frozenset({date(2018, 10, 22)}))
    assert days_left(closed, handoff(), WEDNESDAY) == 2


def test_late_days_count_through_a_closed_week() -> None:
    closed = WorkCalendar(CALENDAR.start, 90, closed_mondays=frozenset({date(2018, 10, 22)}))
    assert days_left(closed, handoff(), date(2018, 10, 25)) == -2


@pytest.mark.parametrize("day", [date(2018, 10, 15 + n) for n in range(7)])
def test_the_usual_due_date_leaves_five_working_days(day: date) -> None:
    assert workdays_to_answer(CALENDAR, day, usual_due(CALENDAR, day)) == 5


def test_a_response_counts_what_was_sent_and_what_came_back() -> None:
    rounds = [
        handoff(rows_sent=20, returned=date(2018, 10, 22), rows_changed=5, rows_confirmed=4, rejects=1),
        handoff(rows_sent=11, returned=date(2018, 10, 18), rows_changed=1),
        handoff(rows_sent=9),
    ]
    found = response_of(rounds, TUESDAY)
    assert (found.rounds, found.answered, found.rows_sent, found.rows_changed) == (3, 2, 40, 6)
    assert (found.rows_confirmed, found.rejects, found.days_to_answer, found.rows_per_round) == (4, 1, 3, 13)


def test_a_round_that_was_never_sent_is_no_part_of_the_response() -> None:
    assert response_of([handoff(sent=None, rows_sent=9)], TUESDAY).rows_sent == 0


def test_a_cancelled_round_is_no_part_of_the_response() -> None:
    assert response_of([handoff(cancelled=THURSDAY, rows_sent=9)], TUESDAY).rounds == 0


def test_before_the_first_return_there_is_no_time_to_answer() -> None:
    assert response_of([handoff()], TUESDAY).days_to_answer is None


def test_a_round_is_overtaken_once_a_later_one_came_back() -> None:
    later = handoff(week=10, sent=date(2018, 10, 24), due=date(2018, 10, 30), returned=date(2018, 10, 29))
    assert is_overtaken(handoff(), [handoff(), later], date(2018, 10, 29))


def test_a_round_is_not_overtaken_before_the_later_one_came_back() -> None:
    later = handoff(week=10, sent=date(2018, 10, 24), due=date(2018, 10, 30), returned=date(2018, 10, 29))
    assert not is_overtaken(handoff(), [handoff(), later], date(2018, 10, 28))


def test_a_reminder_names_no_round_that_was_overtaken(whole_plan: Plan) -> None:
    state = whole_plan.state()
    late = [each.id for each in state.handoffs if each.returned is None and each.due < state.day]
    reminded = {each.id for division in state.divisions for each in reminded_of(state, division.uid)}
    assert (bool(late), reminded & set(late)) == (True, set())


def test_a_reminder_names_what_is_awaited(plan: Plan) -> None:
    state = plan.state()
    kasko = state.find("division", "KASKO")
    assert [each.id for each in reminded_of(state, kasko.uid)] == ["HO-09-KASKO"]


def test_the_rounds_of_a_division_come_the_oldest_first(plan: Plan) -> None:
    state = plan.state()
    kasko = state.find("division", "KASKO")
    weeks = [each.week for each in rounds_of(state, kasko.uid)]
    assert (len(weeks) > 3, weeks) == (True, sorted(weeks))


def test_every_asked_division_has_an_open_milestone(plan: Plan) -> None:
    state = plan.state()
    assert all(
        any(each.is_open and each.division == division.uid for each in state.milestones)
        for division in asked_divisions(state)
    )


def test_nothing_is_sent_on_a_day_to_come() -> None:
    with pytest.raises(RuleBroken, match="still to come"):
        check_sending(handoff(sent=None), TUESDAY, WEDNESDAY)


def test_nothing_is_sent_after_it_came_back() -> None:
    with pytest.raises(RuleBroken, match="came back on 2018-10-18"):
        check_sending(handoff(sent=None, returned=THURSDAY), TUESDAY, TUESDAY)


def test_a_cancelled_round_is_not_sent() -> None:
    with pytest.raises(RuleBroken, match="was cancelled on 2018-10-18"):
        check_sending(handoff(cancelled=THURSDAY), TUESDAY, TUESDAY)


def test_what_was_sent_is_sent_again_only_to_correct_its_day() -> None:
    with pytest.raises(RuleBroken, match="was sent on 2018-10-17 already"):
        check_sending(handoff(), THURSDAY, THURSDAY)
    check_sending(handoff(), THURSDAY, THURSDAY, corrects=True)


def test_what_came_back_is_not_called_off() -> None:
    with pytest.raises(RuleBroken, match="cannot be called off"):
        check_cancelling(handoff(returned=THURSDAY), TUESDAY)
