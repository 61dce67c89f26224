"""What lies between the snapshots of the sample, against its files and a replay of its events."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from builders import START, loaded_plan
from replay import Replay

from models.plan import Plan
from models.rules.comparison import Change, Comparison, Facet, LightChange, light_change
from models.rules.lights import WORST_FIRST
from models.rules.words import Light


@pytest.fixture(scope="module")
def whole(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The sample, all of it."""
    return loaded_plan(tmp_path_factory.mktemp("whole") / "plan.db", sample_folder)


@pytest.fixture(scope="module")
def weeks(whole: Plan) -> list[Comparison]:
    """From each Friday to the next."""
    return [whole.snapshots.comparison(then, now).comparison for then, now in pairwise(whole.snapshots.all())]


@pytest.fixture(scope="module")
def replay(sample_folder: Path) -> Replay:
    return Replay(sample_folder, START)


def facets(found: Comparison, change: Change) -> Iterator[tuple[str, Facet]]:
    """What milestones have of one change, by their ids."""
    for entry in found.entries:
        if entry.kind == "milestone" and (facet := entry.facet(change)) is not None:
            yield entry.row.id, facet


def test_the_moves_between_all_fridays_are_the_slips_of_the_file(
    weeks: list[Comparison], sample_folder: Path
) -> None:
    with (sample_folder / "slips.csv").open(encoding="utf-8", newline="") as file:
        expected = [
            (row["milestone"], row["old_due"], row["new_due"], row["reason"]) for row in csv.DictReader(file)
        ]
    found = [
        (name, facet.old.isoformat(), facet.new.isoformat(), facet.reason.id if facet.reason else "")
        for each in weeks
        for name, facet in facets(each, Change.MOVED)
    ]
    assert sorted(found) == sorted(expected)


def test_what_is_new_between_two_fridays_and_what_is_done_is_that_of_a_replay(
    weeks: list[Comparison], replay: Replay
) -> None:
    for each in weeks:
        then, now = each.then.day, each.now.day
        there = [m for m in replay.milestones.values() if m.is_there(now)]
        added = {m.row["id"] for m in there if not m.is_there(then)}
        done = {
            m.row["id"]: m.done_on(now)
            for m in there
            if m.status(now) == "done" and not (m.is_there(then) and m.status(then) == "done")
        }
        assert {name for name, _facet in facets(each, Change.ADDED)} == added
        assert {name: facet.new for name, facet in facets(each, Change.DONE)} == done


def test_the_lights_that_changed_between_two_fridays_are_those_of_a_replay(
    weeks: list[Comparison], replay: Replay
) -> None:
    lit = {light.value: light for light in WORST_FIRST}
    for each in weeks:
        then, now = each.then.day, each.now.day
        expected: dict[LightChange, int] = dict.fromkeys(LightChange, 0)
        for m in replay.milestones.values():
            old = lit.get(replay.light(m, then)) if m.is_there(then) else None
            new = lit.get(replay.light(m, now)) if m.is_there(now) else None
            if (change := light_change(old, new)) is not None:
                expected[change] += 1
        assert each.summary.lights == expected


def test_the_four_dropped_are_found(weeks: list[Comparison], sample_folder: Path) -> None:
    with (sample_folder / "drops.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["milestone"] for row in csv.DictReader(file)}
    found = [name for each in weeks for name, _facet in facets(each, Change.DROPPED)]
    assert (sorted(found), len(found)) == (sorted(expected), 4)


def test_the_nine_that_came_after_the_baseline_are_found(weeks: list[Comparison], replay: Replay) -> None:
    expected = {name for name, m in replay.milestones.items() if not m.in_baseline}
    assert replay.baseline_on is not None
    found = {
        name
        for each in weeks
        if each.now.day > replay.baseline_on
        for name, _facet in facets(each, Change.ADDED)
        if name in expected
    }
    assert (found, len(found)) == (expected, 9)


def test_a_silent_slip_of_week_9_is_a_worse_light_without_a_move(weeks: list[Comparison]) -> None:
    entry = next(each for each in weeks[7].entries if each.row.id == "P8.2")
    assert entry.facets == (Facet(Change.LIGHT, Light.GREEN, Light.AMBER, passed=date(2018, 10, 18)),)


def test_the_owner_of_c1_is_named_in_week_6_for_its_milestones_too(weeks: list[Comparison]) -> None:
    named = [entry.row.id for entry in weeks[4].entries if entry.facet(Change.OWNER)]
    assert named == ["C1", "C1.1", "C1.2", "C1.3"]
