"""One dependency as an agreement, and many of them between divisions: matrix, two sides of a division, board."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from builders import Office, calendar, day, dependency, milestone, properties
from hypothesis import given
from hypothesis import strategies as st

from models.rules import dependencies as rules
from models.rules.dependencies import Concern, Wanted
from models.rules.records import Charter, Dependency, Division, Milestone
from models.rules.state import PlanState
from models.rules.words import DependencyState, LanguageCode, Light, Status

WORK = calendar(holidays=frozenset({day(18)}))
TODAY = day(10)
DIVISIONS = ("SOTE", "KASKO", "KYMP")


def division(uid: str, position: int) -> Division:
    return Division(uid, uid, None, None, uid, None, False, None, None, None, position)


def state_of(milestones: list[Milestone], links: list[Dependency], on: date = TODAY) -> PlanState:
    """A plan on a day, of milestones and dependencies alone."""
    charter = Charter("c", None, None, "Plan", day(1), 90, "FI", "UTC", LanguageCode.EN, None)
    rows = {
        "milestone": tuple(milestones),
        "dependency": tuple(links),
        "division": tuple(division(uid, place) for place, uid in enumerate(DIVISIONS)),
    }
    return PlanState(on, 1, charter, WORK, rows)


def pair(
    waiting: dict[str, Any] | None = None, provider: dict[str, Any] | None = None, **link: Any
) -> PlanState:
    """`a`, due on day 40, waits for `b`, due on day 30."""
    ends = [
        milestone(**({"uid": "a", "id": "A", "forecast": day(40), "division": "SOTE"} | (waiting or {}))),
        milestone(**({"uid": "b", "id": "B", "forecast": day(30), "division": "KASKO"} | (provider or {}))),
    ]
    return state_of(ends, [dependency(**link)])


def only(state: PlanState) -> Dependency:
    return state.dependencies[0]


# Dates.


def test_the_need_by_date_is_what_the_waiting_side_says() -> None:
    state = pair(need_by=day(35))
    assert rules.need_by_of(only(state), state) == day(35)


def test_without_a_need_by_date_the_forecast_of_the_waiting_side_stands_for_it() -> None:
    state = pair()
    assert rules.need_by_of(only(state), state) == day(40)


def test_without_a_promised_date_the_forecast_of_the_providing_side_stands_for_it() -> None:
    state = pair()
    assert rules.promised_of(only(state), state) == day(30)


def test_slack_is_counted_in_working_days_from_the_promise_to_the_need() -> None:
    state = pair(promised=day(16), need_by=day(19))
    assert rules.slack(only(state), state) == 2


def test_slack_is_negative_where_the_promise_comes_too_late() -> None:
    state = pair(promised=day(19), need_by=day(16))
    assert rules.slack(only(state), state) == -2


def test_a_promise_for_the_day_of_the_need_lines_up() -> None:
    state = pair(promised=day(40), need_by=day(40))
    assert rules.does_line_up(only(state), state)


def test_a_promise_a_day_off_later_does_not_line_up_though_its_slack_is_none() -> None:
    state = pair(promised=day(27), need_by=day(26))
    link = only(state)
    assert (rules.does_line_up(link, state), rules.slack(link, state)) == (False, 0)


dates = st.integers(1, 60).map(day)
agreements = st.builds(
    dependency,
    state=st.sampled_from(DependencyState),
    need_by=st.none() | dates,
    promised=st.none() | dates,
    state_on=st.integers(1, 10).map(day),
)
milestones = st.tuples(dates, st.sampled_from(Status))


@properties
@given(agreements, milestones, milestones)
def test_a_dependency_is_told_by_the_worst_that_the_definitions_say_of_it(
    link: Dependency, waiting: tuple[date, Status], provider: tuple[date, Status]
) -> None:
    today = day(17)
    ends = [
        milestone(uid="a", forecast=waiting[0], status=waiting[1]),
        milestone(uid="b", forecast=provider[0], status=provider[1]),
    ]
    state = state_of(ends, [link], today)
    is_open = all(end.status.value not in ("done", "dropped") for end in ends)
    stands = link.state.value in ("asked", "accepted")
    asked_for = sum(WORK.is_workday(day(n)) for n in range(1, 18) if link.state_on < day(n))
    tests = {
        Concern.OVERDUE: provider[0] < today,
        Concern.BROKEN: stands and (link.promised or provider[0]) > (link.need_by or waiting[0]),
        Concern.UNANSWERED: link.state.value == "asked" and asked_for >= 5,
        Concern.NO_PROMISE: stands and link.promised is None,
    }
    expected = next((each for each, holds in tests.items() if holds), None) if is_open else None
    assert rules.concern(link, state) == expected


@pytest.mark.parametrize(("asked_on", "unanswered"), [(3, True), (4, False)])
def test_an_answer_is_missing_after_five_working_days(asked_on: int, unanswered: bool) -> None:
    state = pair(state=DependencyState.ASKED, state_on=day(asked_on))
    assert rules.is_unanswered(only(state), state) == unanswered


@pytest.mark.parametrize("state_word", ["accepted", "declined", "delivered"])
def test_what_is_answered_is_never_unanswered(state_word: str) -> None:
    state = pair(state=DependencyState(state_word), state_on=day(1))
    assert not rules.is_unanswered(only(state), state)


@pytest.mark.parametrize("state_word", ["declined", "delivered"])
def test_one_that_no_longer_stands_is_not_broken(state_word: str) -> None:
    state = pair(state=DependencyState(state_word), promised=day(50))
    assert not rules.is_broken(only(state), state)


# Which are asked for.


def many() -> PlanState:
    """Six dependencies between three divisions on day 10; X5 has a closed end."""
    made = [
        milestone(uid="s1", id="S1", division="SOTE", forecast=day(30), status=Status.AT_RISK),
        milestone(uid="s2", id="S2", division="SOTE", forecast=day(20)),
        milestone(uid="k1", id="K1", division="KASKO", forecast=day(8)),
        milestone(uid="k2", id="K2", division="KASKO", forecast=day(25)),
        milestone(uid="y1", id="Y1", division="KYMP", forecast=day(95)),
        milestone(uid="y2", id="Y2", division="KYMP", forecast=day(9), status=Status.DONE),
    ]
    links = [
        dependency(uid=f"x{n}", id=f"X{n}", waiting=waiting, provider=provider)
        for n, (waiting, provider) in enumerate(
            [("s1", "k2"), ("s2", "k1"), ("s2", "k2"), ("s1", "s2"), ("y1", "s1"), ("s1", "y2")]
        )
    ]
    return state_of(made, links)


def ids(links: tuple[Dependency, ...]) -> list[str]:
    return [link.id for link in links]


def test_those_with_a_closed_end_are_left_out() -> None:
    assert "X5" not in ids(rules.chosen(many()))


def test_overdue_ones_come_first_then_those_that_do_not_line_up_then_by_need() -> None:
    assert ids(rules.chosen(many())) == ["X1", "X2", "X0", "X3", "X4"]


def test_a_division_is_asked_for_at_either_end() -> None:
    assert ids(rules.chosen(many(), Wanted("KASKO"))) == ["X1", "X2", "X0"]


def test_only_overdue_ones_are_asked_for() -> None:
    assert ids(rules.chosen(many(), Wanted(is_overdue=True))) == ["X1"]


def test_only_those_between_divisions_are_asked_for() -> None:
    assert ids(rules.chosen(many(), Wanted(is_cross_division=True))) == ["X1", "X2", "X0", "X4"]


def test_a_division_needs_from_others_and_itself_and_serves_others() -> None:
    found = rules.sides("SOTE", many())
    assert (ids(found.needs), ids(found.serves)) == (["X1", "X2", "X0", "X3"], ["X4"])


# The matrix.


def test_a_cell_counts_what_one_division_waits_for_from_another() -> None:
    found = {(c.waiting, c.providing): (c.count, c.overdue, c.broken) for c in rules.matrix(many())}
    assert found == {
        ("SOTE", "KASKO"): (3, 1, 1),
        ("SOTE", "SOTE"): (1, 0, 0),
        ("KYMP", "SOTE"): (1, 0, 0),
    }


def test_a_cell_has_the_worst_light_of_its_providers() -> None:
    found = {(c.waiting, c.providing): c.worst for c in rules.matrix(many())}
    assert found == {
        ("SOTE", "KASKO"): Light.AMBER,
        ("SOTE", "SOTE"): Light.GREEN,
        ("KYMP", "SOTE"): Light.AMBER,
    }


def test_the_cells_stand_in_the_order_of_the_divisions() -> None:
    assert [(c.waiting, c.providing) for c in rules.matrix(many())] == [
        ("SOTE", "SOTE"),
        ("SOTE", "KASKO"),
        ("KYMP", "SOTE"),
    ]


# The board.


def cards(state: PlanState, wanted: Wanted = rules.ALL) -> dict[str, dict[int, list[str]]]:
    return {
        row: {week: [card.milestone.id for card in some] for week, some in weeks.items()}
        for row, weeks in rules.board(state, wanted).rows
    }


def test_a_card_lies_in_the_week_of_its_forecast() -> None:
    assert cards(many()) == {
        "SOTE": {3: ["S2"], 5: ["S1"]},
        "KASKO": {2: ["K1"], 4: ["K2"]},
        "KYMP": {14: ["Y1"]},
    }


def test_what_lies_after_the_plan_has_one_week_of_its_own() -> None:
    assert rules.board(many()).weeks == tuple(range(1, 15))


def test_the_board_of_a_division_shows_the_cards_at_both_ends() -> None:
    assert set(cards(many(), Wanted("KASKO"))) == {"SOTE", "KASKO"}


def test_a_card_is_red_where_its_dates_do_not_line_up() -> None:
    board = rules.board(many())
    red = [
        c.milestone.id for _row, weeks in board.rows for some in weeks.values() for c in some if c.is_broken
    ]
    assert red == ["S2", "K2"]


def test_cards_of_a_week_stand_by_forecast_and_id() -> None:
    made = [
        milestone(uid=name, id=name, division="SOTE", forecast=day(number))
        for name, number in (("A1.10", 9), ("A1.2", 9), ("A1.3", 8), ("A1.1", 60))
    ]
    links = [dependency(waiting="A1.1", provider=each.uid) for each in made[:3]]
    assert cards(state_of(made, links))["SOTE"][2] == ["A1.3", "A1.2", "A1.10"]


def test_a_plan_without_dependencies_has_an_empty_board_and_matrix(office: Office) -> None:
    state = office.plan.state()
    assert (rules.board(state).rows, rules.matrix(state), rules.chosen(state)) == ((), (), ())


@properties
@given(st.integers(-30, 200))
def test_every_day_falls_into_a_week_of_the_board(number: int) -> None:
    week = rules.week_on_board(day(number), WORK)
    if 1 <= number <= 91:
        assert week == (number - 1) // 7 + 1
    else:
        assert week == (0 if number < 1 else 14)
