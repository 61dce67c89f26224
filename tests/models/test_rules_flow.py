"""Cumulative flow: what arrived, was begun and departed, on small plans that were really made and changed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from builders import START, Office, calendar, day, loaded_plan, milestone, new_office, properties
from histories import Step, Told, played, steps
from hypothesis import given, settings
from hypothesis import strategies as st
from replay import Replay

from models import language
from models.rules.flow import FlowDay, flow, flow_text
from models.rules.state import Scope
from models.rules.words import Status

FEW = settings(properties, max_examples=max(20, properties.max_examples // 3))
"""Playing a history takes a tenth of a second."""
LINES = ("arrivals", "begun", "departures", "done", "dropped")


def rows(office: Office, asked: int = 90) -> tuple[FlowDay, ...]:
    return office.plan.series.flow(office.plan.state(day(asked)))


def row(office: Office, number: int, asked: int = 90) -> FlowDay:
    """The row of a day, asked for on another day, both by their numbers."""
    return rows(office, asked)[number - 1]


def figures(found: FlowDay) -> tuple[int | None, ...]:
    return tuple(getattr(found, name) for name in LINES)


def test_every_day_of_the_plan_has_its_row(office: Office) -> None:
    assert [each.day for each in rows(office)] == list(calendar().all_days())


def test_weight_arrives_on_the_day_of_creation(office: Office) -> None:
    office.at(day(4)).add("A1.1", weight=3)
    assert [row(office, n).arrivals for n in (3, 4, 90)] == [0, 3, 3]


def test_what_arrived_before_the_start_has_arrived_on_day_1(office: Office) -> None:
    office.at(day(-3)).add("A1.1", weight=5)
    assert row(office, 1).arrivals == 5


def test_nothing_is_told_of_days_after_the_evaluation(office: Office) -> None:
    office.add("A1.1", weight=3)
    assert figures(row(office, 9, asked=8)) == (None,) * 5


def test_work_is_begun_on_the_day_on_which_its_status_says_so(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(6)).set("A1.1", status="in_progress")
    assert [row(office, n).begun for n in (5, 6)] == [0, 3]


@pytest.mark.parametrize("status", ["at_risk", "blocked"])
def test_what_is_at_risk_or_blocked_has_begun(office: Office, status: str) -> None:
    office.add("A1.1", weight=3)
    office.at(day(6)).set("A1.1", status=status)
    assert row(office, 6).in_work == 3


def test_what_is_put_back_to_not_started_stays_begun(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(6)).set("A1.1", status="in_progress")
    office.at(day(8)).set("A1.1", status="not_started")
    assert row(office, 8).begun == 3


def test_what_is_begun_and_put_back_the_same_day_was_never_begun(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(6)).set("A1.1", status="in_progress")
    office.plan.undo()
    assert row(office, 9).begun == 0


def test_done_weight_departs_on_its_actual_date(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(9)).set("A1.1", status="done", actual=day(6))
    assert [figures(row(office, n)) for n in (5, 6)] == [(3, 0, 0, 0, 0), (3, 3, 3, 3, 0)]


def test_dropped_weight_departs_apart_from_done(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(6)).set("A1.1", status="dropped")
    assert figures(row(office, 6)) == (3, 3, 3, 0, 3)


def test_a_removal_is_a_departure_like_a_drop(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(6)).remove("A1.1")
    assert figures(row(office, 6)) == (3, 3, 3, 0, 3)


def test_what_was_done_and_is_removed_has_departed_once(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(5)).set("A1.1", status="done")
    office.at(day(9)).remove("A1.1")
    assert figures(row(office, 9)) == (3, 3, 3, 3, 0)


def test_more_weight_arrives_and_less_departs(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(5)).set("A1.1", weight=8)
    office.at(day(9)).set("A1.1", weight=2)
    assert [(row(office, n).arrivals, row(office, n).departures) for n in (4, 5, 9)] == [
        (3, 0),
        (8, 0),
        (8, 6),
    ]


def test_what_is_taken_up_again_arrives_a_second_time(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.at(day(5)).set("A1.1", status="dropped")
    office.at(day(9)).set("A1.1", status="in_progress")
    assert figures(row(office, 9)) == (6, 6, 3, 0, 3)


def test_the_whole_weight_of_what_was_created_begun_is_begun() -> None:
    found = flow([milestone(weight=4)], (), (), calendar=calendar(), day=day(9))
    assert found[0].begun == 4


def test_what_was_created_done_has_departed_at_once() -> None:
    own = milestone(weight=4, status=Status.DONE, actual=day(-9), created_on=day(3))
    found = flow([own], (), (), calendar=calendar(), day=day(9))
    assert [figures(found[n - 1]) for n in (2, 3)] == [(0, 0, 0, 0, 0), (4, 4, 4, 4, 0)]


# What holds for any history.


@FEW
@given(steps(backwards=True), st.integers(-5, 110))
def test_no_line_ever_falls_also_where_the_clock_was_put_back(history: list[Step], asked: int) -> None:
    with new_office() as office:
        played(office, history)
        known = [each for each in rows(office, asked) if each.arrivals is not None]
    for name in LINES:
        assert all(getattr(a, name) <= getattr(b, name) for a, b in pairwise(known)), name


@FEW
@given(steps(), st.integers(-5, 110))
def test_no_line_crosses_the_one_below_it(history: list[Step], asked: int) -> None:
    with new_office() as office:
        played(office, history)
        found = [figures(each) for each in rows(office, asked) if each.arrivals is not None]
    for arrivals, begun, departures, done, dropped in found:
        assert arrivals >= begun >= departures >= 0  # type: ignore[operator]
        assert departures == done + dropped  # type: ignore[operator]


@FEW
@given(steps(backwards=True), st.integers(-5, 110))
def test_what_arrived_and_did_not_depart_is_what_remains(history: list[Step], asked: int) -> None:
    with new_office() as office:
        played(office, history)
        state = office.plan.state(day(asked))
        found = [each.open for each in office.plan.series.flow(state)]
    assert found == [each.remaining for each in state.burndown()]


def replayed(told: Told, number: int, asked: int) -> tuple[int, int]:
    """Arrivals and departures by the end of a day, counted milestone by milestone from the list of writes."""
    known = told.rows(day(asked))
    arrivals = open_weight = 0
    for name in known:
        before = 0
        for when in range(-80, number + 1):
            now = told.in_scope(day(when)).get(name, 0)
            arrivals += max(now - before, 0)
            before = now
        is_done = known[name]["status"] == "done" and known[name]["actual"] <= day(number)
        open_weight += 0 if is_done else before
    return arrivals, arrivals - open_weight


@FEW
@given(steps(), st.integers(1, 90), st.integers(0, 20))
def test_arrivals_and_departures_are_what_a_replay_of_the_history_counts(
    history: list[Step], number: int, later: int
) -> None:
    with new_office() as office:
        told = played(office, history)
        found = row(office, number, number + later)
    assert (found.arrivals, found.departures) == replayed(told, number, number + later)


@FEW
@given(steps(), st.integers(1, 90))
def test_the_parts_of_a_plan_add_up_to_the_whole(history: list[Step], asked: int) -> None:
    with new_office() as office:
        played(office, history)
        state, series = office.plan.state(day(asked)), office.plan.series
        whole = figures(series.flow(state)[asked - 1])
        parts = [figures(series.flow(state, Scope("stream", s.uid))[asked - 1]) for s in state.streams]
    assert tuple(sum(part[n] or 0 for part in parts) for n in range(5)) == whole


def test_the_sample_has_the_flow_that_a_replay_of_its_events_counts(
    tmp_path: Path, sample_folder: Path
) -> None:
    replay = Replay(sample_folder, START)
    with loaded_plan(tmp_path / "plan.db", sample_folder) as plan:
        found = plan.series.flow(plan.state(day(90)))
    for number in range(1, 91):
        when = day(number)
        there = [m for m in replay.milestones.values() if m.is_there(when)]
        gone = [m for m in there if m.status(when) in ("done", "dropped")]
        begun = [m for m in there if m in gone or m.status(when) != "not_started"]
        expected = tuple(sum(m.weight for m in some) for some in (there, begun, gone))
        assert figures(found[number - 1])[:3] == expected, number


# In words.


def test_a_flow_is_told_in_a_sentence(office: Office) -> None:
    office.add("A1.1", weight=3)
    office.add("A1.2", weight=5, status="in_progress")
    office.add("A1.3", weight=2)
    office.at(day(4)).set("A1.3", status="dropped")
    assert flow_text(rows(office, 5), day(5)) == (
        "Of 10 that came in, 0 are done by 2018-08-24; 5 are in work, 3 not begun. 2 dropped."
    )


def test_a_plan_without_work_says_so(office: Office) -> None:
    assert flow_text(rows(office), day(90)) == "Nothing is in scope yet."


def test_before_the_first_day_nothing_is_known(office: Office) -> None:
    with language.speaking("fi"):
        assert "19.8.2018" in flow_text(rows(office, 0), day(0))
