"""The roadmap: bars, ghosts, marks and their cells, and the order of groups."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from builders import START, calendar, day, milestone, properties
from hypothesis import given
from hypothesis import strategies as st

from models.plan import Plan
from models.rules.records import Milestone
from models.rules.roadmap import (
    CLOSED_SIGN,
    LAYER_SIGNS,
    MARK_SIGNS,
    Lane,
    Layer,
    Mark,
    MarkKind,
    Span,
    StepUnit,
    baseline_span,
    by_date,
    carried_over,
    groups,
    lane_of,
    lane_variance,
    mark_of,
    milestone_lane,
    past_baseline,
    sign_of,
    span_of,
    spots,
    stepped,
)
from models.rules.signs import with_ascii_signs
from models.rules.timeline import Axis, Shade, View
from models.rules.words import Status

PLAN = calendar()
AXIS = Axis(PLAN.start, PLAN.end, 5)
WHOLE = View(AXIS, 0, AXIS.wall + 12)
TODAY = day(40)

days = st.integers(-40, 200).map(lambda n: START + timedelta(days=n))
marks = st.builds(Mark, st.sampled_from(MarkKind), days, st.uuids().map(str))
spans = st.none() | st.lists(days, min_size=2, max_size=2).map(lambda two: Span(min(two), max(two)))
views = st.builds(
    View,
    st.integers(1, 21).map(lambda cells: Axis(PLAN.start, PLAN.end, cells)),
    st.integers(-30, 120),
    st.integers(2, 120),
)


def done(number: int, **fields: object) -> Milestone:
    return milestone(status=Status.DONE, actual=day(number), forecast=day(number), **fields)


def signs(lane: Lane, view: View = WHOLE, today: date = TODAY) -> str:
    return "".join(sign_of(spot) for spot in spots(lane, view, today))


# What a bar spans.


def test_a_bar_goes_from_the_first_to_the_last_milestone() -> None:
    rows = [milestone(forecast=day(30)), done(8), milestone(forecast=day(50))]
    assert span_of(rows) == Span(day(8), day(50))


def test_a_done_milestone_stands_where_it_was_met() -> None:
    row = milestone(status=Status.DONE, forecast=day(20), actual=day(15))
    assert span_of([row]) == Span(day(15), day(15))


def test_a_dropped_milestone_makes_no_bar_longer() -> None:
    rows = [milestone(forecast=day(30)), milestone(status=Status.DROPPED, forecast=day(80))]
    assert span_of(rows) == Span(day(30), day(30))


def test_where_all_is_dropped_there_is_no_bar() -> None:
    assert span_of([milestone(status=Status.DROPPED)]) is None


def test_the_ghost_is_where_the_baseline_put_what_was_dropped_too() -> None:
    rows = [milestone(baseline=day(10)), milestone(baseline=day(70), status=Status.DROPPED)]
    assert baseline_span(rows) == Span(day(10), day(70))


def test_without_a_baseline_there_is_no_ghost() -> None:
    assert baseline_span([milestone()]) is None


def test_carried_over_is_what_is_open_and_expected_after_the_last_day() -> None:
    rows = [
        milestone(uid="last", forecast=day(90)),
        milestone(uid="after", forecast=day(91)),
        milestone(uid="dropped", forecast=day(91), status=Status.DROPPED),
    ]
    assert [each.uid for each in carried_over(rows, PLAN)] == ["after"]


# Marks.


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (milestone(forecast=day(30)), MarkKind.RED),
        (milestone(status=Status.AT_RISK, updated_on=day(39)), MarkKind.AMBER),
        (milestone(updated_on=day(1)), MarkKind.GREY),
        (milestone(updated_on=day(39)), MarkKind.GREEN),
        (done(20), MarkKind.DONE),
        (milestone(status=Status.DROPPED), MarkKind.DROPPED),
    ],
)
def test_a_mark_is_the_light_or_how_it_ended(row: Milestone, kind: MarkKind) -> None:
    assert mark_of(row, day(40), PLAN).kind is kind


def test_no_two_signs_are_the_same() -> None:
    drawn = [*MARK_SIGNS.values(), *LAYER_SIGNS.values(), CLOSED_SIGN]
    assert [sign for sign, count in Counter(drawn).items() if count > 1] == []


def test_no_two_signs_are_the_same_in_ascii() -> None:
    drawn = [with_ascii_signs(sign) for sign in (*MARK_SIGNS.values(), CLOSED_SIGN)]
    drawn += [with_ascii_signs(LAYER_SIGNS[each]) for each in Layer if each is not Layer.MARK]
    assert [sign for sign, count in Counter(drawn).items() if count > 1] == []


# Cells.


@properties
@given(st.lists(marks, max_size=12), spans, spans, views, days)
def test_every_mark_is_in_just_one_cell(
    some: list[Mark], bar: Span | None, ghost: Span | None, view: View, today: date
) -> None:
    found = spots(Lane(tuple(some), bar, ghost), view, today)
    assert Counter(mark for spot in found for mark in spot.marks) == Counter(some)


@properties
@given(st.lists(marks, max_size=12), spans, spans, views, days)
def test_a_row_has_as_many_cells_as_there_is_room(
    some: list[Mark], bar: Span | None, ghost: Span | None, view: View, today: date
) -> None:
    assert len(spots(Lane(tuple(some), bar, ghost), view, today)) == view.width


@properties
@given(st.lists(marks, max_size=12), views, days)
def test_a_mark_that_shows_stands_in_the_cell_of_its_day(some: list[Mark], view: View, today: date) -> None:
    found = spots(Lane(tuple(some)), view, today)
    wrong = [
        mark
        for place, spot in enumerate(found)
        for mark in spot.marks
        if 0 <= view.place(mark.day) < view.width and view.place(mark.day) != place
    ]
    assert wrong == []


@properties
@given(st.lists(marks, min_size=1, max_size=12), views, days)
def test_marks_out_of_view_are_told_at_the_edge(some: list[Mark], view: View, today: date) -> None:
    found = spots(Lane(tuple(some)), view, today)
    left = any(view.place(mark.day) < 0 for mark in some)
    right = any(view.place(mark.day) >= view.width for mark in some)
    assert (found[0].layer is Layer.BEFORE, found[-1].layer is Layer.AFTER) == (left, right)


@properties
@given(st.lists(marks, max_size=12), spans, spans, days)
def test_nothing_hides_the_wall(some: list[Mark], bar: Span | None, ghost: Span | None, today: date) -> None:
    found = spots(Lane(tuple(some), bar, ghost), WHOLE, today)
    assert found[AXIS.wall].layer is Layer.WALL


def test_the_worst_mark_of_a_cell_is_drawn() -> None:
    some = (
        Mark(MarkKind.DONE, day(1), "a"),
        Mark(MarkKind.RED, day(1), "b"),
        Mark(MarkKind.GREEN, day(1), "c"),
    )
    assert sign_of(spots(Lane(some), WHOLE, day(40))[0]) == "■"


def test_a_bar_that_goes_on_after_its_baseline_changes_its_sign_there() -> None:
    lane = Lane((), Span(day(1), day(5)), Span(day(1), day(3)))
    assert signs(lane).startswith("═══≈≈ ")


def test_a_baseline_before_and_after_the_bar_is_a_ghost() -> None:
    lane = Lane((), Span(day(3), day(3)), Span(day(1), day(5)))
    assert signs(lane).startswith("┄┄═┄┄ ")


def test_a_bar_without_a_baseline_slips_nowhere() -> None:
    assert signs(Lane((), Span(day(1), day(5)))).startswith("═════ ")


def test_todays_line_goes_through_bars() -> None:
    assert signs(Lane((), Span(day(1), day(5))), today=day(3)).startswith("══┊══ ")


def test_what_goes_on_after_the_last_day_stands_to_the_right_of_the_wall() -> None:
    lane = Lane((Mark(MarkKind.AMBER, day(92), "a"),), Span(day(88), day(92)))
    assert signs(lane).rstrip().endswith(" ══║═▲")


def test_a_milestone_shows_how_far_it_went_from_its_baseline(plan: Plan) -> None:
    row = milestone(baseline=plan.charter().start, forecast=day(4), updated_on=plan.today)
    lane = milestone_lane(plan.state(), row, {})
    assert signs(lane, today=day(60)).startswith("◇≈≈■ ")


def test_a_blank_cell_of_a_closed_week_is_filled() -> None:
    (spot,) = spots(Lane(), View(AXIS, 0, 1), day(40))
    assert sign_of(spot, Shade.CLOSED) == CLOSED_SIGN


# Dates that are not saved.


def test_a_moved_date_is_drawn_where_it_would_be(plan: Plan) -> None:
    row = milestone(forecast=day(1))
    lane = lane_of(plan.state(), [row], {"m": day(4)})
    assert (lane.marks, lane.bar) == ((Mark(MarkKind.MOVED, day(4), "m"),), Span(day(4), day(4)))


def test_a_done_milestone_is_not_moved(plan: Plan) -> None:
    lane = lane_of(plan.state(), [done(3)], {"m": day(9)})
    assert lane.bar == Span(day(3), day(3))


# Order.


def test_groups_stand_in_the_order_of_the_plan_and_lose_no_initiative(plan: Plan) -> None:
    state = plan.state()
    for kind, rows in (("stream", state.streams), ("division", state.divisions)):
        found = groups(state, kind)  # type: ignore[arg-type]
        assert [each.row for each in found] == list(rows)
        assert sorted(i.uid for each in found for i in each.initiatives) == sorted(
            i.uid for i in state.initiatives
        )


def test_milestones_stand_by_their_days_and_dropped_ones_apart_at_the_end() -> None:
    rows = [
        milestone(id="A1.3", forecast=day(9)),
        milestone(id="A1.2", forecast=day(2), status=Status.DROPPED),
        milestone(id="A1.10", forecast=day(5)),
        milestone(id="A1.9", forecast=day(5)),
    ]
    assert [each.id for each in by_date(rows)] == ["A1.9", "A1.10", "A1.3", "A1.2"]


# Dates that are moved.


@pytest.mark.parametrize(
    ("number", "step", "unit", "expected"),
    [
        (1, 1, "day", 2),
        (5, 1, "day", 8),
        (8, -1, "day", 5),
        (6, 1, "day", 8),
        (3, 1, "week", 10),
        (3, -1, "week", -4),
        (6, 1, "week", 12),
    ],
)
def test_a_date_steps_by_working_days_and_weeks(
    number: int, step: int, unit: StepUnit, expected: int
) -> None:
    assert stepped(PLAN, day(number), step, unit) == day(expected)


def test_a_week_further_than_the_last_day_before_a_closed_week_is_the_first_day_after_it() -> None:
    closed = calendar(closed_mondays=frozenset({day(8)}))
    assert stepped(closed, day(5), 1, "week") == day(15)


@pytest.mark.parametrize(("edge", "step"), [(date(2100, 12, 31), 1), (date(2000, 1, 3), -1)])
def test_a_date_does_not_step_out_of_the_years_that_a_plan_holds(edge: date, step: int) -> None:
    assert stepped(PLAN, edge, step, "day") is None


def test_the_variance_of_a_lane_leads_from_its_baseline_to_its_bar() -> None:
    lane = Lane((), Span(day(1), day(15)), Span(day(1), day(8)))
    assert lane_variance(lane, PLAN) == 5


def test_a_lane_without_a_baseline_has_no_variance() -> None:
    assert lane_variance(Lane((), Span(day(1), day(15))), PLAN) is None


@pytest.mark.parametrize(
    ("bar", "baseline", "past"),
    [
        (Span(day(1), day(15)), Span(day(1), day(8)), Span(day(9), day(15))),
        (Span(day(12), day(15)), Span(day(1), day(8)), Span(day(12), day(15))),
        (Span(day(1), day(8)), Span(day(1), day(8)), None),
        (Span(day(1), day(8)), None, None),
        (None, Span(day(1), day(8)), None),
    ],
)
def test_what_goes_on_after_the_baseline_begins_on_the_day_after_it(
    bar: Span | None, baseline: Span | None, past: Span | None
) -> None:
    assert past_baseline(Lane((), bar, baseline)) == past
