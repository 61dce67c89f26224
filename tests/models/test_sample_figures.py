"""The sample plan with its known figures: on its Fridays by the files, on every other day by a replay of the events."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import START, day, loaded_plan
from replay import Replay

from models.plan import Plan
from models.rules.figures import FIGURE_NAMES, Figures, figures
from models.rules.records import natural_key
from models.rules.state import PlanState

DATA = Path(__file__).parent.parent / "data"


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


WEEKS = {int(row["week"]): row for row in read("snapshots.csv")}
LIGHTS = [(int(row["week"]), row["stream"], row) for row in read("rag_by_stream.csv")]
COUNTS = ("red", "amber", "green", "grey", "done", "dropped")


def friday(week: int) -> date:
    return date.fromisoformat(WEEKS[week]["snapshot_date"])


def said(found: Figures) -> dict[str, str]:
    """Figures as the file writes them."""
    values = {name: getattr(found, name) for name in FIGURE_NAMES}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def lights(found: Figures) -> dict[str, dict[str, int]]:
    return {
        stream: {name: getattr(counts, name) for name in COUNTS} for stream, counts in found.lights.items()
    }


def expected_lights(week: int) -> dict[str, dict[str, int]]:
    return {
        stream: {name: int(row[name]) for name in COUNTS} for other, stream, row in LIGHTS if other == week
    }


@pytest.fixture(scope="module")
def whole(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The sample, all of it."""
    return loaded_plan(tmp_path_factory.mktemp("whole") / "plan.db", sample_folder)


@pytest.fixture(scope="module")
def states(whole: Plan) -> dict[date, PlanState]:
    """The whole sample as known on each of its days."""
    return {day(number): whole.state(day(number)) for number in range(1, 91)}


@pytest.fixture(scope="module")
def replay(sample_folder: Path) -> Replay:
    return Replay(sample_folder, START)


def test_the_known_figures_are_those_of_13_fridays() -> None:
    assert [friday(week).isoweekday() for week in WEEKS] == [5] * 13


@pytest.mark.parametrize("week", WEEKS)
def test_the_figures_of_a_friday_are_the_known_ones_when_the_whole_plan_is_asked_as_of_it(
    states: dict[date, PlanState], week: int
) -> None:
    assert said(figures(states[friday(week)])) == WEEKS[week]


@pytest.mark.parametrize("week", WEEKS)
def test_the_lights_of_a_friday_are_the_known_ones_when_the_whole_plan_is_asked_as_of_it(
    states: dict[date, PlanState], week: int
) -> None:
    assert lights(figures(states[friday(week)])) == expected_lights(week)


@pytest.mark.parametrize("week", WEEKS)
def test_the_figures_and_lights_of_a_friday_are_the_known_ones_when_nothing_later_is_loaded(
    tmp_path: Path, sample_folder: Path, week: int
) -> None:
    with loaded_plan(tmp_path / "plan.db", sample_folder, until=friday(week)) as plan:
        found = figures(plan.state(friday(week)))
    assert (said(found), lights(found)) == (WEEKS[week], expected_lights(week))


@pytest.mark.parametrize("week", WEEKS)
def test_the_snapshots_of_a_loaded_plan_keep_the_known_figures(whole: Plan, week: int) -> None:
    assert said(whole.snapshots.of_week(week).figures) == WEEKS[week]


@pytest.mark.parametrize("number", range(1, 91))
def test_the_figures_of_any_day_are_those_of_a_replay(
    states: dict[date, PlanState], replay: Replay, number: int
) -> None:
    expected = {
        name: "" if value is None else str(value) for name, value in replay.figures(day(number)).items()
    }
    found = said(figures(states[day(number)]))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("number", range(1, 91))
def test_the_lights_of_any_day_are_those_of_a_replay(
    states: dict[date, PlanState], replay: Replay, number: int
) -> None:
    assert lights(figures(states[day(number)])) == replay.lights(day(number))


@pytest.mark.parametrize("number", range(1, 91))
def test_the_burndown_of_any_day_is_that_of_a_replay(
    states: dict[date, PlanState], replay: Replay, number: int
) -> None:
    found = [tuple(row.__dict__.values()) for row in states[day(number)].burndown()]
    assert found == replay.burndown(day(number))


def by_ids(state: PlanState) -> dict[str, list[dict[str, Any]]]:
    """The rows of a state with visible ids for uids, so that two plans can be compared."""
    ids = {row.uid: getattr(row, "id", "") for rows in state.rows.values() for row in rows}

    def plain(value: Any) -> Any:
        if isinstance(value, frozenset):
            return sorted(ids[each] for each in value)
        return ids.get(value, value) if isinstance(value, str) else value

    found = {
        kind: [{name: plain(value) for name, value in row._asdict().items()} for row in rows]
        for kind, rows in state.rows.items()
        if kind != "charter"
    }
    return {
        kind: sorted(rows, key=lambda row: natural_key(row.get("id", ""))) for kind, rows in found.items()
    }


@pytest.mark.parametrize("number", [1, 12, 40, 61, 62, 88])
def test_a_plan_loaded_until_a_day_has_the_rows_of_the_whole_plan_as_of_that_day(
    tmp_path: Path, sample_folder: Path, states: dict[date, PlanState], number: int
) -> None:
    with loaded_plan(tmp_path / "plan.db", sample_folder, until=day(number)) as plan:
        assert by_ids(plan.state(day(number))) == by_ids(states[day(number)])


def test_c1_has_no_owner_until_the_friday_of_week_6(states: dict[date, PlanState]) -> None:
    owners = [states[when].find("initiative", "C1").owner for when in (day(39), day(40))]
    assert [owner is None for owner in owners] == [True, False]


def test_nine_milestones_came_after_the_baseline_and_four_were_dropped(states: dict[date, PlanState]) -> None:
    last = figures(states[day(90)])
    assert (last.added_total, last.dropped_total) == (9, 4)


def test_the_snapshot_of_a_week_comes_out_the_same_when_it_is_made_again_from_the_history(
    whole: Plan,
) -> None:
    from models.frozen import rows_of_state

    for snapshot in whole.snapshots.all():
        again = whole.state(snapshot.day, at_revision=snapshot.revision)
        assert rows_of_state(again) == whole.snapshots.rows(snapshot.number)
