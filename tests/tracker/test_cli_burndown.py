"""`tracker burndown`: a row for each day of the plan, or the chart."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from running import Run

WEEKS = Path(__file__).parents[1] / "data" / "snapshots.csv"


@pytest.fixture
def friday(whole_plan_path: Path) -> list[object]:
    """The options that ask for the sample as of the Friday of week 9."""
    return ["--plan", whole_plan_path, "--as-of", "2018-10-19"]


def test_json_has_an_object_for_each_day_with_the_agreed_names(run: Run, friday: list[object]) -> None:
    rows = run("burndown", "--json", *friday).json
    assert (len(rows), rows[0]["date"], rows[-1]["date"]) == (90, "2018-08-20", "2018-11-17")
    assert list(rows[0]) == ["date", "remaining", "ideal", "scope", "added", "dropped"]


def test_the_rows_of_past_fridays_are_the_figures_of_the_snapshots(run: Run, whole_plan_path: Path) -> None:
    rows = {
        row["date"]: row
        for row in run("burndown", "--json", "--plan", whole_plan_path, "--as-of", "2018-11-16").json
    }
    with WEEKS.open(encoding="utf-8") as file:
        for week in csv.DictReader(file):
            row = rows[week["snapshot_date"]]
            assert (row["remaining"], row["scope"]) == (
                int(week["weight_remaining"]),
                int(week["weight_in_scope"]),
            )


def test_nothing_is_known_after_the_day_of_evaluation_but_the_ideal_line(
    run: Run, friday: list[object]
) -> None:
    later = [row for row in run("burndown", "--json", *friday).json if row["date"] > "2018-10-19"]
    assert {(row["remaining"], row["scope"], row["added"], row["dropped"]) for row in later} == {
        (None, None, 0, 0)
    }
    assert (later[0]["ideal"], later[-1]["ideal"]) == (120, 0)


def test_what_was_added_up_to_the_baseline_is_planning(run: Run, friday: list[object]) -> None:
    rows = run("burndown", "--json", *friday).json
    assert {(row["added"], row["dropped"]) for row in rows if row["date"] <= "2018-08-31"} == {(0, 0)}
    assert sum(row["added"] for row in rows) > 0


def test_the_streams_add_up_to_the_plan(run: Run, friday: list[object]) -> None:
    whole = run("burndown", "--json", *friday).json
    parts = [run("burndown", "--json", "--for", stream, *friday).json for stream in "PABCD"]
    for name in ("remaining", "ideal", "scope", "added", "dropped"):
        sums = [sum(day[name] or 0 for day in days) for days in zip(*parts, strict=True)]
        assert sums == [day[name] or 0 for day in whole]


@pytest.mark.parametrize(("part", "title"), [("SOTE", "SOTE Social"), ("A1", "A1 Pro"), ("T1", "T1 Serv")])
def test_a_part_of_the_plan_has_a_chart_of_its_own(
    run: Run, friday: list[object], part: str, title: str
) -> None:
    assert run("burndown", "--for", part, *friday).stdout.startswith(title)


def test_the_chart_has_the_size_that_was_asked_for(run: Run, friday: list[object]) -> None:
    lines = run("burndown", "--width", "70", "--height", "15", *friday).stdout.splitlines()
    assert len(lines) == 15
    assert max(map(len, lines)) <= 70


def test_the_chart_can_be_drawn_in_ascii(run: Run, friday: list[object]) -> None:
    assert run("burndown", "--ascii", *friday).stdout.isascii()


def test_a_chart_for_a_file_has_no_colours(run: Run, friday: list[object]) -> None:
    assert "\x1b" not in run("burndown", *friday).stdout


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (
            "A1.2",
            "“A1.2” is another kind of thing (milestone); asked for here: stream, division, initiative, theme.",
        ),
        ("§§§", "Nothing in the plan has the id “§§§”; tracker list milestones shows those of milestones."),
    ],
)
def test_what_has_no_burndown_is_a_sentence(run: Run, friday: list[object], part: str, sentence: str) -> None:
    ran = run("burndown", "--for", part, *friday)
    assert (ran.status, ran.stdout, ran.stderr) == (1, "", f"{sentence}\n")


def test_an_empty_plan_has_a_burndown_of_nothing(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "p.db", "--start", "2019-01-07", "--today", "2019-01-07")
    rows = run("burndown", "--json", "--plan", tmp_path / "p.db", "--today", "2019-01-08").json
    assert rows[1] == {
        "date": "2019-01-08",
        "remaining": 0,
        "ideal": None,
        "scope": 0,
        "added": 0,
        "dropped": 0,
    }


def test_a_past_day_of_a_stream_stays_when_an_initiative_with_its_milestones_is_removed(
    run: Run, whole_plan_path: Path
) -> None:
    plan = ["--plan", whole_plan_path, "--today"]
    run("add", "initiative", "id=A9", "stream=A", "lead=SOTE", "title_en=New", *plan, "2018-11-14")
    run(
        *("add", "milestone", "id=A9.1", "initiative=A9", "division=SOTE", "title_en=New", "weight=7"),
        *("forecast=2018-11-16", *plan, "2018-11-14"),
    )
    before = run("burndown", "--for", "A", "--json", *plan, "2018-11-15").json
    for visible_id in ("A9.1", "A9"):
        assert run("remove", visible_id, *plan, "2018-11-16").status == 0
    after = run("burndown", "--for", "A", "--json", *plan, "2018-11-16").json
    assert after[87] == before[87]
    assert after[88]["dropped"] == 7
