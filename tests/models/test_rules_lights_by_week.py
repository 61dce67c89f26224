"""Lights by week: those that each snapshot kept, weeks without one apart."""

from __future__ import annotations

import csv
from pathlib import Path

from builders import Office, calendar, day

from models.plan import Plan
from models.rules.lights import LightCounts
from models.rules.lights_by_week import LightsByWeek, LightsWeek, lights_by_week, lights_text, total
from models.rules.state import Scope

KNOWN = Path(__file__).parent.parent / "data" / "rag_by_stream.csv"
COUNTS = ("red", "amber", "green", "grey", "done", "dropped")


def known(stream: str | None = None) -> list[tuple[int, ...]]:
    """The counts of each week that the sample's known figures tell, of a stream or of all together."""
    weeks: dict[int, list[int]] = {}
    with KNOWN.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if stream in (None, row["stream"]):
                counts = weeks.setdefault(int(row["week"]), [0] * len(COUNTS))
                for place, name in enumerate(COUNTS):
                    counts[place] += int(row[name])
    return [tuple(counts) for counts in weeks.values()]


def counts_of(series: LightsByWeek) -> list[tuple[int, ...]]:
    return [tuple(getattr(counts, name) for name in COUNTS) for _week, counts in series.known]


def test_the_sample_has_the_known_lights_of_all_streams(whole_plan: Plan) -> None:
    assert counts_of(whole_plan.series.lights(whole_plan.state(day(90)))) == known()


def test_a_stream_has_the_lights_that_its_snapshots_kept(whole_plan: Plan) -> None:
    state = whole_plan.state(day(90))
    for stream in state.streams:
        assert counts_of(whole_plan.series.lights(state, Scope("stream", stream.uid))) == known(stream.id)


def test_a_stream_that_has_another_id_now_has_its_lights_of_then(whole_plan: Plan) -> None:
    from models.edits import changes

    stream = whole_plan.state().find("stream", "A")
    whole_plan.apply(changes("stream", stream, {"id": "Z"}), source="command")
    state = whole_plan.state(day(90))
    assert counts_of(whole_plan.series.lights(state, Scope("stream", stream.uid))) == known("A")


def test_the_divisions_together_have_the_lights_of_the_plan(whole_plan: Plan) -> None:
    state = whole_plan.state(day(90))
    parts = [whole_plan.series.lights(state, Scope("division", each.uid)) for each in state.divisions]
    sums = [tuple(map(sum, zip(*week, strict=True))) for week in zip(*map(counts_of, parts), strict=True)]
    assert sums == known()


def test_the_lights_of_a_part_are_those_of_the_plan_as_of_the_day(whole_plan: Plan) -> None:
    scope = Scope("theme", whole_plan.state().themes[0].uid)
    series = whole_plan.series.lights(whole_plan.state(day(90)), scope)
    for week, counts in series.known:
        assert week.day is not None
        then = whole_plan.state(week.day)
        assert counts == then.light_counts(then.milestones_of(scope))


def test_as_of_a_day_only_the_weeks_frozen_by_then_are_told(whole_plan: Plan) -> None:
    weeks = [len(whole_plan.series.lights(whole_plan.state(day(n))).weeks) for n in (4, 5, 60, 61, 62)]
    assert weeks == [0, 1, 8, 9, 9]


def test_the_last_version_of_a_week_counts(office: Office) -> None:
    office.add("A1.1", forecast=day(60))
    office.at(day(5)).plan.snapshots.take()
    office.set("A1.1", status="blocked")
    office.plan.snapshots.take(correction="A status was wrong")
    (week,) = office.plan.series.lights(office.plan.state(day(5))).weeks
    assert week.counts == LightCounts(amber=1)


def test_a_week_that_was_not_frozen_has_no_data(office: Office) -> None:
    office.add("A1.1", forecast=day(60))
    office.at(day(12)).plan.snapshots.take()
    found = office.plan.series.lights(office.plan.state(day(12))).weeks
    assert [(week.week, week.day, week.counts is None) for week in found] == [
        (1, None, True),
        (2, day(12), False),
    ]


def test_the_week_of_the_day_itself_is_told_once_it_is_frozen() -> None:
    frozen = {1: (day(5), LightCounts(green=1))}
    found = [len(lights_by_week(frozen, calendar=calendar(), day=day(n)).weeks) for n in (7, 8, 14, 15)]
    assert found == [1, 1, 1, 2]


def test_after_the_plan_its_weeks_are_told() -> None:
    assert len(lights_by_week({}, calendar=calendar(), day=day(200)).weeks) == 13


def test_lights_of_several_streams_are_added() -> None:
    assert total([LightCounts(red=1, done=2), LightCounts(red=3, grey=1)]) == LightCounts(
        red=4, grey=1, done=2
    )


def test_only_open_milestones_are_lit() -> None:
    assert LightsWeek(1, day(5), LightCounts(red=1, green=2, done=5, dropped=3)).lit == 3


def test_lights_are_told_with_those_of_the_frozen_week_before(plan: Plan) -> None:
    assert lights_text(plan.series.lights(plan.state())) == (
        "Of 63 open milestones in week 9, 0 are red and 18 amber. In week 8 it was 0 and 8."
    )


def test_without_a_snapshot_there_are_no_lights_to_tell(office: Office) -> None:
    assert lights_text(office.plan.series.lights(office.plan.state())).startswith("No week is frozen yet")
