"""The burndown of random histories, made through the real plan, against a replay that knows nothing of its rules."""

from __future__ import annotations

from datetime import date

from builders import day, new_office, properties
from histories import Step, Told, played, steps
from hypothesis import given
from hypothesis import strategies as st

from models.rules.figures import figures
from models.rules.state import Scope

days = st.integers(-5, 110).map(day)


def expected(told: Told, asked: int) -> list[tuple[object, ...]]:
    """Date, remaining, ideal, scope, added and dropped of every day, counted from the list of writes."""
    rows: list[tuple[object, ...]] = []
    for number in range(1, 91):
        when = day(number)
        known = when <= day(asked)
        scope = told.scope(when) if known else None
        remaining = None if scope is None else scope - told.done(when, day(asked))
        added, dropped = told.added_and_dropped(when, day(asked))
        rows.append((when, remaining, told.ideal(when, day(asked)), scope, added, dropped))
    return rows


def test_the_replay_itself_counts_a_small_history_as_a_person_does() -> None:
    history = [
        Step(11, "create", 10, 5),
        Step(1, "create", 10, 3),
        Step(1, "baseline", 0, 1),
        Step(2, "done", 0, 2),
        Step(1, "drop", 1, 1),
    ]
    with new_office() as office:
        told = played(office, history)
    rows = expected(told, 7)
    assert [row[1:] for row in rows[:7]] == [
        (5, 8, 5, 0, 0),
        (8, 8, 8, 0, 0),
        (8, 8, 8, 0, 0),
        (3, 8, 8, 0, 0),
        (3, 8, 8, 0, 0),
        (0, 8, 5, 0, 3),
        (0, 8, 5, 0, 0),
    ]


@properties
@given(steps(), st.integers(-5, 110))
def test_the_burndown_is_what_a_replay_of_the_history_counts(history: list[Step], asked: int) -> None:
    with new_office() as office:
        told = played(office, history)
        found = [tuple(row.__dict__.values()) for row in office.plan.state(day(asked)).burndown()]
    assert found == expected(told, asked)


@properties
@given(steps(backwards=True, baseline=False), st.integers(-5, 110))
def test_the_burndown_holds_too_where_the_clock_was_put_back(history: list[Step], asked: int) -> None:
    with new_office() as office:
        told = played(office, history)
        found = [tuple(row.__dict__.values()) for row in office.plan.state(day(asked)).burndown()]
    assert found == expected(told, asked)


@properties
@given(steps(), st.integers(1, 90), st.integers(0, 60))
def test_a_past_day_keeps_its_scope_its_ideal_line_and_what_was_added_and_dropped(
    history: list[Step], number: int, later: int
) -> None:
    with new_office() as office:
        played(office, history)
        then = office.plan.state(day(number)).burndown()[number - 1]
        now = office.plan.state(day(number + later)).burndown()[number - 1]
    assert (now.scope, now.added, now.dropped) == (then.scope, then.added, then.dropped)
    assert then.ideal in (None, now.ideal)


@properties
@given(steps(), st.integers(1, 90), st.integers(0, 60))
def test_a_past_day_has_other_remaining_weight_only_through_an_actual_date_on_or_before_it(
    history: list[Step], number: int, later: int
) -> None:
    with new_office() as office:
        played(office, history)
        asked = [office.plan.state(day(number + more)) for more in (0, later)]
        met = [
            {m.uid for m in (*s.milestones, *s.removed_milestones) if m.actual and m.actual <= day(number)}
            for s in asked
        ]
        then, now = (state.burndown()[number - 1].remaining for state in asked)
    assert then == now or met[0] != met[1]


@properties
@given(steps(), st.integers(1, 90))
def test_what_remains_is_the_scope_less_what_is_done(history: list[Step], number: int) -> None:
    with new_office() as office:
        told = played(office, history)
        found = office.plan.state(day(number)).burndown()[number - 1]
    assert (found.scope, found.done) == (told.scope(day(number)), told.done(day(number), day(number)))


@properties
@given(steps(), days)
def test_the_parts_of_a_plan_add_up_to_the_whole(history: list[Step], asked: date) -> None:
    with new_office() as office:
        played(office, history)
        state = office.plan.state(asked)
        whole = state.burndown()
        parts = [state.burndown(Scope("stream", stream.uid)) for stream in state.streams]
    sums = [tuple(sum(r.scope or 0 for r in rows) for rows in zip(*parts, strict=True))]
    assert sums == [tuple(row.scope or 0 for row in whole)]


@properties
@given(steps(), st.integers(1, 90))
def test_the_burndown_on_its_day_says_what_the_figures_say(history: list[Step], number: int) -> None:
    with new_office() as office:
        played(office, history)
        state = office.plan.state(day(number))
        row, found = state.burndown()[number - 1], figures(state)
    # A milestone whose actual date is ahead cannot be: the plan refuses it.
    assert (row.remaining, row.scope, row.ideal) == (
        found.weight_remaining,
        found.weight_in_scope,
        found.ideal_remaining,
    )
