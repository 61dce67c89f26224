"""Plans that nobody has seen, made of folders of the sample's shape, against a replay of their events."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from builders import FAST, loaded_plan, properties
from folders import write_folder
from hypothesis import given, settings
from hypothesis import strategies as st
from replay import LIGHTS, Replay

from models.rules.figures import figures
from models.rules.state import PlanState

seeds = st.integers(0, 10_000_000)
FEW = settings(properties, max_examples=max(12, properties.max_examples // 5))
"""Making a plan of a folder takes a third of a second."""


@contextmanager
def folder_of(seed: int) -> Iterator[tuple[Path, Replay, random.Random]]:
    """A folder, its replay, and a source of days to ask for."""
    with tempfile.TemporaryDirectory(prefix="folder-", dir=FAST) as name:
        start = write_folder(Path(name), seed)
        yield Path(name), Replay(Path(name), start), random.Random(seed)


def facts(state: PlanState) -> dict[str, Any]:
    """Figures, lights and burndown of a state, as a replay counts them."""
    found = figures(state)
    lights = {
        stream: {name: getattr(counts, name) for name in LIGHTS} for stream, counts in found.lights.items()
    }
    rows = [tuple(row.__dict__.values()) for row in state.burndown()]
    return {**found.__dict__, "snapshot_date": state.day.isoformat(), "lights": lights, "burndown": rows}


def expected(replay: Replay, day: date) -> dict[str, Any]:
    return replay.figures(day) | {"lights": replay.lights(day), "burndown": replay.burndown(day)}


@FEW
@given(seeds)
def test_a_plan_of_any_folder_says_on_any_day_what_a_replay_of_its_events_says(seed: int) -> None:
    with folder_of(seed) as (folder, replay, chance):
        plan = loaded_plan(folder / "plan.db", folder)
        for number in sorted(chance.sample(range(1, 96), 12)):
            state = plan.state(replay.start + timedelta(days=number - 1))
            wanted = expected(replay, state.day)
            found = {name: value for name, value in facts(state).items() if name in wanted}
            assert found == wanted, f"seed {seed}, day {number}"
        plan.close()


@FEW
@given(seeds, st.integers(5, 95))
def test_a_plan_loaded_until_a_day_says_what_the_whole_one_says_as_of_that_day(
    seed: int, number: int
) -> None:
    with folder_of(seed) as (folder, replay, _chance):
        when = replay.start + timedelta(days=number - 1)
        with loaded_plan(folder / "until.db", folder, until=when) as plan:
            found = facts(plan.state(when))
        wanted = expected(replay, when)
    assert {name: found[name] for name in wanted} == wanted
