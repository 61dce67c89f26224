"""`tracker status` says what the sample's own files of figures say, on each of its 13 Fridays."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from running import Run

from models.rules.figures import FIGURE_NAMES

DATA = Path(__file__).parents[1] / "data"
with (DATA / "snapshots.csv").open(encoding="utf-8") as _file:
    WEEKS = list(csv.DictReader(_file))
with (DATA / "rag_by_stream.csv").open(encoding="utf-8") as _file:
    LIGHTS = list(csv.DictReader(_file))


def expected(week: dict[str, str]) -> dict[str, Any]:
    """A row of the two files as `status --json` should answer."""
    found: dict[str, Any] = {}
    for name in FIGURE_NAMES:
        text = week[name]
        found[name] = text if name == "snapshot_date" else int(text) if text else None
    found["lights"] = {
        row["stream"]: {name: int(row[name]) for name in ("red", "amber", "green", "grey", "done", "dropped")}
        for row in LIGHTS
        if row["week"] == week["week"]
    }
    return found


@pytest.mark.parametrize("week", WEEKS, ids=[week["week"] for week in WEEKS])
def test_the_figures_of_a_past_friday_are_those_of_the_file(
    run: Run, whole_plan_path: Path, week: dict[str, str]
) -> None:
    ran = run("status", "--json", "--as-of", week["snapshot_date"], "--plan", whole_plan_path)
    assert ran.json == expected(week)


@pytest.mark.parametrize("week", WEEKS, ids=[week["week"] for week in WEEKS])
def test_the_figures_of_a_plan_loaded_until_a_friday_are_those_of_the_file(
    run: Run, tmp_path: Path, sample_folder: Path, week: dict[str, str]
) -> None:
    path, day = tmp_path / "p.db", week["snapshot_date"]
    run("new", path, "--from", sample_folder, "--until", day)
    ran = run("--plan", path, "status", "--json", "--as-of", day)
    assert ran.json == expected(week)


def test_the_answer_in_text_holds_every_figure(run: Run, plan_path: Path) -> None:
    lines = run("--plan", plan_path, "--today", "2018-10-19", "status").stdout.splitlines()
    told = {line.rsplit(maxsplit=1)[0]: line.rsplit(maxsplit=1)[1] for line in lines[3:20]}
    assert told == {
        "milestones in scope": "113",
        "of these done": "50",
        "of these open": "63",
        "weight in scope": "279",
        "weight done": "103",
        "weight remaining": "176",
        "weight remaining by the baseline": "120",
        "late": "6",
        "blocked": "3",
        "at risk": "9",
        "stale": "3",
        "decisions due and not made": "1",
        "dependencies overdue": "3",
        "of these between divisions": "1",
        "hand-offs not returned in time": "2",
        "dropped so far": "1",
        "added after the baseline": "9",
    }


def test_the_day_is_told_with_its_counting(run: Run, plan_path: Path) -> None:
    ran = run("--plan", plan_path, "--today", "2018-10-19", "status")
    assert "2018-10-19: day 61 of 90 (calendar days, the first is day 1), week 9 of 13" in ran.stdout


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2018-08-19", "2018-08-19: the plan begins on 2018-08-20"),
        ("2018-11-18", "2018-11-18: the plan ended on 2018-11-17, its day 90"),
    ],
)
def test_a_day_outside_the_plan_is_told_as_such(run: Run, plan_path: Path, day: str, sentence: str) -> None:
    assert sentence in run("--plan", plan_path, "status", "--as-of", day).stdout


def test_today_is_the_day_of_evaluation_unless_as_of_names_another(run: Run, whole_plan_path: Path) -> None:
    by_clock = run("--plan", whole_plan_path, "status", "--json", "--today", "2018-09-14").json
    by_day = run("--plan", whole_plan_path, "status", "--json", "--as-of", "2018-09-14").json
    assert by_clock == by_day


def test_a_new_plan_has_figures_and_no_ideal_line(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "p.db", "--start", "2019-01-07", "--today", "2019-01-07")
    found = run("status", "--plan", tmp_path / "p.db", "--json", "--today", "2019-01-09").json
    assert (found["day_no"], found["in_scope"], found["ideal_remaining"], found["lights"]) == (3, 0, None, {})


def test_a_day_that_is_no_friday_counts_what_was_done_by_then(
    run: Run, whole_plan_path: Path, sample_folder: Path
) -> None:
    with (sample_folder / "milestones.csv").open(encoding="utf-8") as file:
        done_on = [row["done"] for row in csv.DictReader(file) if row["done"]]
    ran = run("status", "--plan", whole_plan_path, "--json", "--as-of", "17.10.2018")
    assert ran.json["done"] == sum(day <= "2018-10-17" for day in done_on)
