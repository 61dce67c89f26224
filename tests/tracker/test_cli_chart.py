"""`tracker chart`: every chart drawn, and the series behind each in JSON."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from running import Run

from exports.chart_kinds import NAMES
from tracker.cli.charts import CHART_NAMES

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def friday(whole_plan_path: Path) -> list[object]:
    """The options that ask for the sample as of the Friday of week 9."""
    return ["--plan", whole_plan_path, "--as-of", "2018-10-19"]


@pytest.fixture
def last(whole_plan_path: Path) -> list[object]:
    """The options that ask for the sample as of its last day."""
    return ["--plan", whole_plan_path, "--as-of", "2018-11-17"]


def test_the_command_line_knows_every_chart() -> None:
    assert CHART_NAMES == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_drawn_in_the_size_and_the_signs_that_were_asked_for(
    run: Run, friday: list[object], name: str
) -> None:
    size = ("--width", "90", "--height", "25")
    ran = run("chart", name, "--ascii", "--language", "fi", *size, *friday)
    lines = ran.stdout.splitlines()
    found = (ran.status, len(lines) > 20, max(map(len, lines)) <= 90, ran.stdout.isascii())
    assert found == (0, True, True, True)


@pytest.mark.parametrize(
    ("name", "part"), [("flow", "A"), ("slips", "KASKO"), ("lights", "T1"), ("forecast", "C3")]
)
def test_a_part_of_the_plan_has_charts_of_its_own(
    run: Run, friday: list[object], name: str, part: str
) -> None:
    ran = run("chart", name, "--for", part, *friday)
    assert (ran.status, f": {part} " in ran.stdout.splitlines()[0]) == (0, True)


def test_a_plan_without_a_name_is_called_the_whole_plan(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "plan.db", "--start", "2018-08-20")
    ran = run("chart", "burndown", "--plan", tmp_path / "plan.db", "--today", "2018-10-19")
    assert ran.stdout.startswith("Burndown: The whole plan – ")


def test_an_unknown_chart_is_a_sentence_that_names_the_nearest(run: Run, friday: list[object]) -> None:
    ran = run("chart", "burn-down", *friday)
    assert (ran.status, ran.stderr) == (1, "KIND: “burn-down” is not on the list; did you mean “burndown”?\n")


def test_an_unknown_part_is_a_sentence(run: Run, friday: list[object]) -> None:
    ran = run("chart", "flow", "--for", "§§§", *friday)
    assert (ran.status, ran.stdout, len(ran.stderr.splitlines())) == (1, "", 1)


# The series.


def test_the_burndown_has_the_rows_of_the_older_command(run: Run, friday: list[object]) -> None:
    assert run("chart", "burndown", "--json", *friday).json == run("burndown", "--json", *friday).json


def test_the_burn_up_is_the_other_side_of_the_burndown(run: Run, friday: list[object]) -> None:
    up = run("chart", "burnup", "--json", *friday).json
    down = run("burndown", "--json", *friday).json
    assert list(up[0]) == ["date", "done", "scope"]
    assert [row["scope"] and row["scope"] - row["done"] for row in up] == [row["remaining"] for row in down]


def test_the_flow_has_a_row_for_each_day_and_no_line_falls(run: Run, friday: list[object]) -> None:
    rows = run("chart", "flow", "--json", *friday).json
    known = [row for row in rows if row["arrivals"] is not None]
    assert (len(rows), known[-1]["date"]) == (90, "2018-10-19")
    for name in ("arrivals", "begun", "departures", "done", "dropped"):
        assert all(a[name] <= b[name] for a, b in pairwise(known))


def test_the_throughput_of_a_week_is_that_of_its_working_days(run: Run, last: list[object]) -> None:
    weeks = run("chart", "throughput", "--json", *last).json
    assert [week["week"] for week in weeks] == list(range(1, 14))
    assert all(week["done"] == sum(day["done"] for day in week["workdays"]) for week in weeks)
    assert sum(week["done"] for week in weeks) == 241


def test_the_slips_are_those_that_the_sample_tells(run: Run, last: list[object], sample_folder: Path) -> None:
    milestones = defaultdict(set)
    with (sample_folder / "slips.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["new_due"] > row["old_due"]:
                milestones[row["reason"]].add(row["milestone"])
    found = run("chart", "slips", "--json", *last).json
    assert {row["reason"]: {slip["id"] for slip in row["slips"]} for row in found} == milestones
    assert [row["workdays"] for row in found] == sorted((row["workdays"] for row in found), reverse=True)


@pytest.mark.parametrize("stream", "PABCD")
def test_the_lights_of_a_stream_are_the_known_ones(run: Run, last: list[object], stream: str) -> None:
    with (DATA / "rag_by_stream.csv").open(encoding="utf-8") as file:
        known = [row for row in csv.DictReader(file) if row["stream"] == stream]
    found = run("chart", "lights", "--for", f"stream:{stream}", "--json", *last).json
    names = ("week", "red", "amber", "green", "grey", "done", "dropped")
    assert [[row[name] for name in names] for row in found] == [
        [int(row[name]) for name in names] for row in known
    ]


def test_the_trend_has_the_planted_silent_slips(run: Run, last: list[object]) -> None:
    found = run("chart", "trend", "--json", *last).json
    silent = {line["id"] for line in found["lines"] if line["is_silent"]}
    assert (found["start"], found["wall"]) == ("2018-08-20", "2018-11-17")
    assert silent == {"C3.3", "D4.3", "B5.3", "D2.3"}


def test_the_forecast_has_the_dates_of_its_own_command(run: Run, friday: list[object]) -> None:
    chart = run("chart", "forecast", "--json", *friday).json
    own = run("forecast", "--json", *friday).json
    names = ("date", "refusal", "is_weak", "dates", "by_end")
    assert {name: chart[name] for name in names} == {name: own[name] for name in names}


def test_a_chart_in_json_imports_nothing_that_draws(whole_plan_path: Path) -> None:
    program = (
        "import sys; from tracker.cli import run;"
        f"run(['chart', 'flow', '--json', '--plan', {str(whole_plan_path)!r}]);"
        "print('plotext' in sys.modules, 'textual' in sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stderr.split() == ["False", "False"]
