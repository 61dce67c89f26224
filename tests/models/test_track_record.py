"""What earlier snapshots would have forecast, from what is frozen in them alone."""

from __future__ import annotations

from datetime import date

from builders import Office, day, new_office, properties
from histories import Step, played, steps
from hypothesis import given
from hypothesis import strategies as st

from models.edits import creation
from models.plan import Plan
from models.rules.fields import Value
from models.rules.forecast import Refusal
from models.rules.state import Scope


def test_each_earlier_snapshot_of_the_sample_says_what_the_plan_said_on_its_day(whole_plan: Plan) -> None:
    record = whole_plan.snapshots.track_record(date(2018, 11, 20))
    assert record == tuple(whole_plan.state(each.day).forecast() for each in whole_plan.snapshots.all())


def test_a_part_of_the_plan_has_a_record_of_its_own(whole_plan: Plan) -> None:
    state = whole_plan.state()
    for scope in (
        Scope("stream", state.find("stream", "B").uid),
        Scope("division", state.find("division", "SOTE").uid),
        Scope("theme", state.find("theme", "T1").uid),
        Scope("initiative", state.find("initiative", "P1").uid),
    ):
        record = whole_plan.snapshots.track_record(date(2018, 10, 19), scope)
        assert record == tuple(whole_plan.state(each.day).forecast(scope) for each in record)


def test_only_snapshots_before_the_day_are_in_it(whole_plan: Plan) -> None:
    record = whole_plan.snapshots.track_record(date(2018, 9, 14))
    assert [each.day for each in record] == [date(2018, 8, 24), date(2018, 8, 31), date(2018, 9, 7)]


def test_a_plan_without_snapshots_has_none(office: Office) -> None:
    assert office.plan.snapshots.track_record(day(90)) == ()


def test_a_later_actual_date_does_not_change_what_was_said(office: Office) -> None:
    office.add("A1.1", weight=5)
    office.at(day(19)).plan.snapshots.take()
    office.at(day(22)).set("A1.1", status="done", actual=day(2))
    (said,) = office.plan.snapshots.track_record(day(30))
    assert (said.refusal, said.basis.remaining) == (Refusal.DOES_NOT_CONVERGE, 5)


def test_closed_weeks_are_those_that_were_known_then(office: Office) -> None:
    office.add("A1.1", weight=5)
    office.add("A1.2", weight=5, status="done")
    office.at(day(19)).plan.snapshots.take()
    closed: dict[str, Value] = {"monday": day(22), "division": office.uid("division", "SOTE")}
    office.at(day(20)).plan.apply(creation("closed_week", closed), source="screen")
    (said,) = office.plan.snapshots.track_record(day(21))
    assert (
        said.basis.reduced_weeks,
        len(office.at(day(21)).plan.state().forecast().basis.reduced_weeks),
    ) == (
        (),
        1,
    )


@properties
@given(steps(), st.lists(st.integers(1, 13), unique=True, min_size=1, max_size=2))
def test_a_frozen_week_forecasts_what_the_plan_of_its_day_forecasts(
    history: list[Step], weeks: list[int]
) -> None:
    with new_office() as office:
        played(office, history)
        for week in weeks:
            office.plan.snapshots.take(day(7 * week - 2))
        record = office.plan.snapshots.track_record(day(200))
        assert record == tuple(office.plan.state(said.day).forecast() for said in record)
        assert len(record) == len(weeks)
