"""The speed and memory of hand-offs: each is written and looked at by a fresh process."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

from models.rules.rounds import rows_for
from tests.bench.generator import generated_plan

SIZES = {500: (1.0, 2.0), 10_000: (6.0, 10.0)}
"""Rows of a hand-off, with the aims in seconds to write it and to look at what came back."""
MEMORY = 300
"""The aim in megabytes."""

_COMMON = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from models.clock import Clock
from models.store import open_plan
path, out = Path(sys.argv[1]), Path(sys.argv[2])
plan = open_plan(path, clock=Clock(date(2018, 10, 19)), person="bench")
"""
_WRITE = (
    _COMMON
    + """
from exports.handoff import make_handoff
from importers.handoff import expect_no_difference
division = plan.state().divisions[0]
start = time.perf_counter()
made = make_handoff(plan, division, date(2018, 10, 26), out, verify=expect_no_difference, language="en")
taken = time.perf_counter() - start
print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, str(made.path)]))
"""
)
_LOOK = (
    _COMMON
    + """
from importers.incoming import examine
content = out.read_bytes()
start = time.perf_counter()
proposal = examine(plan, content, out.name)
taken = time.perf_counter() - start
assert proposal.outcome == "preview", proposal.message
print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
)


def _run(code: str, *arguments: object) -> list[float | str]:
    call = [sys.executable, "-c", code, *map(str, arguments)]
    found: list[float | str] = json.loads(subprocess.run(call, check=True, capture_output=True).stdout)
    return found


def measure(folder: Path, times: int = 3) -> None:
    """Prints seconds, the median of some runs, and the peak of a process' memory."""
    for size, aims in SIZES.items():
        path = folder / f"handoff-{size}.db"
        with generated_plan(path, _milestones_for(folder, size), division_count=1) as plan:
            state = plan.state()
            rows = rows_for(state, state.divisions[0].uid)
        out = folder / f"handoffs-{size}"
        out.mkdir()
        written = [_run(_WRITE, path, out) for _time in range(times)]
        looked = [_run(_LOOK, path, written[0][2]) for _time in range(times)]
        print(f"hand-off of {len(rows.own)} milestones and {len(rows.dependencies)} dependencies")  # noqa: T201
        for what, runs, aim in (("written and verified", written, aims[0]), ("previewed", looked, aims[1])):
            seconds = statistics.median(float(run[0]) for run in runs)
            memory = max(float(run[1]) for run in runs)
            print(  # noqa: T201
                f"  {what:<58}{seconds:>9.2f} s   aim {aim:.0f} s, {memory:.0f} MiB (aim {MEMORY})",
                flush=True,
            )


def _milestones_for(folder: Path, size: int) -> int:
    """How many milestones a generated plan needs so that a hand-off has about `size` rows: many are done by week 9."""
    with generated_plan(folder / f"probe-{size}.db", 300, division_count=1) as plan:
        state = plan.state()
        rows = rows_for(state, state.divisions[0].uid)
    return round(size * 300 / (len(rows.own) + len(rows.dependencies)))
