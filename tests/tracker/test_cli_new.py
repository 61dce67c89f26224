"""`tracker new` and `tracker demo`: a whole plan stands at the path, or nothing."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from running import Run

from tracker import demo as samples


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    """The sample's folder, to be changed."""
    return Path(shutil.copytree(sample_folder, tmp_path / "folder"))


def change_cell(path: Path, row_number: int, column: str, value: str) -> None:
    """Writes another value into a cell of a CSV file; rows count from 0, the header left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row_number][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def left_in(folder: Path) -> list[str]:
    """The names of the files in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_an_empty_plan_has_what_it_was_told(run: Run, tmp_path: Path) -> None:
    options = (
        "--start 7.1.2019 --days 60 --name Plan --country se --zone Europe/Stockholm --language-of-plan sv"
    )
    run("new", tmp_path / "p.db", *options.split())
    found = run("show", "plan", "--json", "--plan", tmp_path / "p.db").json
    assert {name: found[name] for name in ("name_sv", "start", "days", "country", "zone", "language")} == {
        "name_sv": "Plan",
        "start": "2019-01-07",
        "days": 60,
        "country": "SE",
        "zone": "Europe/Stockholm",
        "language": "sv",
    }


def test_an_empty_plan_begins_today_and_lasts_90_days_in_the_reader_s_language(
    run: Run, tmp_path: Path
) -> None:
    ran = run("new", tmp_path / "p.db", "--today", "2019-01-07", "--language", "fi", "--json")
    found = run("show", "plan", "--json", "--plan", tmp_path / "p.db").json
    assert (ran.json["end"], found["days"], found["country"], found["language"]) == (
        "2019-04-06",
        90,
        "FI",
        "fi",
    )


def test_an_empty_plan_offers_the_usual_reasons(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "p.db")
    assert len(run("list", "reasons", "--json", "--plan", tmp_path / "p.db").json) == 14


def test_a_loaded_plan_has_a_snapshot_for_each_friday(run: Run, tmp_path: Path, sample_folder: Path) -> None:
    ran = run("new", tmp_path / "p.db", "--from", sample_folder, "--json")
    assert ran.json == {
        "path": str(tmp_path / "p.db"),
        "start": "2018-08-20",
        "end": "2018-11-17",
        "initiatives": 34,
        "milestones": 114,
        "dependencies": 42,
        "snapshots": 13,
    }


def test_a_week_that_is_not_over_gets_no_snapshot(run: Run, tmp_path: Path, sample_folder: Path) -> None:
    ran = run("new", tmp_path / "p.db", "--from", sample_folder, "--until", "2018-10-18", "--json")
    assert ran.json["snapshots"] == 8


def test_what_became_known_later_is_left_out(run: Run, tmp_path: Path, sample_folder: Path) -> None:
    run("new", tmp_path / "p.db", "--from", sample_folder, "--until", "2018-09-14")
    days = [revision["known"] for revision in run("history", "--json", "--plan", tmp_path / "p.db").json]
    assert max(days) <= "2018-09-14"


def test_a_folder_s_first_day_and_name_can_be_overruled(
    run: Run, tmp_path: Path, sample_folder: Path
) -> None:
    path = tmp_path / "p.db"
    run("new", path, "--from", sample_folder, "--start", "2018-08-27", "--days", "60", "--name", "Other")
    found = run("show", "plan", "--json", "--plan", path).json
    assert (found["start"], found["days"], found["name_en"]) == ("2018-08-27", 60, "Other")


@pytest.mark.parametrize("extra", [[], ["--from", "folder"]])
def test_nothing_is_written_over(run: Run, tmp_path: Path, extra: list[str]) -> None:
    path = tmp_path / "p.db"
    path.write_text("precious", encoding="utf-8")
    ran = run("new", path, *extra)
    assert (ran.status, ran.stderr) == (
        1,
        f"{path} is there already; nothing was written. Choose another name.\n",
    )
    assert path.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--days 0", "--days: “0” is no whole number from 1 to 1000."),
        ("--start 31.2.2019", "--start: “31.2.2019” is no date; write it as 2018-10-19 or 19.10.2018."),
        ("--zone Mars/Base", "There is no time zone “Mars/Base”; write one such as Europe/Helsinki."),
        (
            "--country ZZ",
            "No public holidays are known for the country “ZZ”; use its two letters, such as FI.",
        ),
    ],
)
def test_a_wrong_frame_is_refused_and_leaves_no_file(
    run: Run, tmp_path: Path, options: str, sentence: str
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    ran = run("new", place / "p.db", *options.split())
    assert (ran.status, ran.stderr, left_in(place)) == (1, f"{sentence}\n", [])


def test_a_missing_folder_for_the_plan_is_a_sentence(run: Run, tmp_path: Path) -> None:
    ran = run("new", tmp_path / "none" / "p.db")
    assert (ran.status, ran.stderr) == (1, f"There is no folder {tmp_path / 'none'}; make it first.\n")


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no folder": (lambda folder: shutil.rmtree(folder), "There is no folder"),
    "a file is missing": (lambda folder: (folder / "milestones.csv").unlink(), "it lacks milestones.csv"),
    "a wrong date": (
        lambda folder: change_cell(folder / "events.csv", 3, "date", "2018-02-31"),
        "“2018-02-31” is no date",
    ),
    "an unknown id": (
        lambda folder: change_cell(folder / "milestones.csv", 3, "initiative", "ZZ9"),
        "there is no initiative “ZZ9”",
    ),
    "an unknown status": (
        lambda folder: change_cell(folder / "events.csv", 60, "new", "asleep"),
        "events.csv",
    ),
    "a cycle": (
        lambda folder: [
            change_cell(folder / "dependencies.csv", 1, *cell)
            for cell in (("waiting", "P1.1"), ("provider", "P1.2"))
        ],
        "in a circle",
    ),
    "too heavy": (lambda folder: change_cell(folder / "milestones.csv", 3, "weight", "99"), "weight"),
    "a control character": (
        lambda folder: change_cell(folder / "milestones.csv", 3, "fi", "x\x1b[31m"),
        "control character",
    ),
    "another encoding": (
        lambda folder: (folder / "owners.csv").write_bytes("code;role_fi\nX;p\xe4\xe4".encode("latin-1")),
        "owners.csv is not saved as UTF-8",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_folder_that_cannot_be_loaded_ends_with_status_2_and_leaves_no_file(
    run: Run, tmp_path: Path, folder: Path, case: str
) -> None:
    spoil, words = REFUSED[case]
    spoil(folder)
    place = tmp_path / "place"
    place.mkdir()
    ran = run("new", place / "p.db", "--from", folder)
    assert (ran.status, ran.stderr.count("\n"), left_in(place)) == (2, 1, [])
    assert words in ran.stderr


def test_an_export_of_markup_in_titles_comes_through(run: Run, tmp_path: Path, folder: Path) -> None:
    change_cell(folder / "milestones.csv", 0, "en", "[P1] x [/wip]")
    run("new", tmp_path / "p.db", "--from", folder)
    assert "[P1] x [/wip]" in run("show", "P1.1", "--plan", tmp_path / "p.db").stdout


# From JSON.


def test_a_json_export_becomes_the_same_plan(run: Run, plan_path: Path, tmp_path: Path) -> None:
    run("export", "json", tmp_path / "plan.json", "--plan", plan_path)
    ran = run("new", tmp_path / "p.db", "--from", tmp_path / "plan.json", "--json")
    assert (ran.status, ran.stderr, ran.json["milestones"], ran.json["snapshots"]) == (0, "", 114, 9)
    asked = ("status", "--json", "--as-of", "2018-10-19", "--plan")
    assert run(*asked, tmp_path / "p.db").json == run(*asked, plan_path).json


def test_what_would_change_an_exported_plan_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("{}", encoding="utf-8")
    ran = run("new", tmp_path / "p.db", "--from", tmp_path / "plan.json", "--start", "2018-01-01")
    assert (ran.status, left_in(tmp_path)) == (1, ["plan.json"])
    assert "is the plan that was exported" in ran.stderr


def test_a_json_file_that_is_no_plan_ends_with_status_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("[]", encoding="utf-8")
    ran = run("new", tmp_path / "p.db", "--from", tmp_path / "plan.json")
    assert (ran.status, ran.stderr, left_in(tmp_path)) == (
        2,
        "plan.json cannot be read at line 1: it does not begin with an object.\n",
        ["plan.json"],
    )


# The sample.


def test_the_check_of_the_sample_writes_a_line_for_each_week_and_ok(run: Run) -> None:
    ran = run("demo", "--check")
    lines = ran.stdout.splitlines()
    assert (ran.status, len(lines), lines[-1]) == (0, 14, "ok")
    assert lines[8] == "week 9, 2018-10-19: 50 of 113 milestones done, weight 176 remains"


def test_the_check_of_the_sample_answers_in_json_with_the_figures_of_each_week(run: Run) -> None:
    found = run("demo", "--check", "--json").json
    assert [(week["week"], week["weight_remaining"]) for week in found][8:10] == [(9, 176), (10, 137)]


def test_a_demonstration_is_not_remembered_as_a_plan(run: Run) -> None:
    run("demo", "--check")
    assert run("status").stderr.startswith("Say which plan is meant")


def test_a_day_outside_the_sample_is_refused(run: Run) -> None:
    ran = run("demo", "--as-of", "2019-01-01")
    assert (ran.status, ran.stderr) == (
        1,
        "The sample plan runs from 2018-08-20 to 2018-11-17; 2019-01-01 is not one of its days.\n",
    )


def test_the_copy_of_the_sample_knows_nothing_after_its_day_and_goes_away(run: Run) -> None:
    with samples.sample_plan(samples.SAMPLE_DAY, "tester") as path:
        newest = run("history", "--limit", "1", "--json", "--plan", path).json[0]["known"]
    assert (newest <= "2018-10-19", path.exists(), path.parent.exists()) == (True, False, False)
