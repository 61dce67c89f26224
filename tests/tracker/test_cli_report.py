"""`tracker report`: the page of a week on the terminal and in files, and what speaks against writing it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run

WEEK_9 = "2018-10-19"


def test_the_page_of_the_current_week_goes_to_the_terminal(run: Run, plan_path: Path) -> None:
    ran = run("--plan", plan_path, "--today", WEEK_9, "report")
    assert (ran.status, ran.stdout.splitlines()[0]) == (0, "Helsinki's digitalisation plan: week 9")


def test_a_past_week_is_asked_for_by_its_number(run: Run, whole_plan_path: Path) -> None:
    ran = run("--plan", whole_plan_path, "--today", "2018-11-16", "report", "--week", "3")
    assert "Week 3/13 (2018-W36), 2018-09-07" in ran.stdout


def test_as_of_asks_for_the_page_of_that_day(run: Run, whole_plan_path: Path) -> None:
    ran = run("--plan", whole_plan_path, "report", "--as-of", "2018-10-17")
    assert "Draft: week 9 is not frozen yet." in ran.stdout


def test_the_language_is_that_of_the_program(run: Run, plan_path: Path) -> None:
    ran = run("--plan", plan_path, "--today", WEEK_9, "report", "--language", "sv")
    assert ran.stdout.splitlines()[0] == "Helsingfors digitaliseringsplan: vecka 9"


def test_the_page_fits_the_terminal(run: Run, plan_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ran = run("--plan", plan_path, "--today", WEEK_9, "report")
    assert max(map(len, ran.stdout.splitlines())) == 60


def test_json_is_one_object(run: Run, plan_path: Path) -> None:
    found = run("--plan", plan_path, "--today", WEEK_9, "report", "--json").json
    assert (found["week"], found["is_frozen"], found["figures"]["in_scope"]) == (9, True, 113)


def test_the_figures_are_those_of_status(run: Run, plan_path: Path) -> None:
    status = run("--plan", plan_path, "--today", WEEK_9, "status", "--json").json
    assert run("--plan", plan_path, "--today", WEEK_9, "report", "--json").json["figures"] == status


def test_only_ascii_where_it_is_asked_for(run: Run, plan_path: Path) -> None:
    ran = run("--plan", plan_path, "--today", WEEK_9, "report", "--language", "fi", "--ascii")
    assert ran.stdout.isascii()


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("page.txt", "Helsinki's"),
        ("page.md", "# Helsinki's"),
        ("PAGE.MD", "# Helsinki's"),
        ("page", "Helsinki's"),
    ],
)
def test_the_name_of_the_file_tells_the_format(
    run: Run, plan_path: Path, tmp_path: Path, name: str, start: str
) -> None:
    run("--plan", plan_path, "--today", WEEK_9, "report", "--out", tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_format_beats_the_name_of_the_file(run: Run, plan_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    run("--plan", plan_path, "--today", WEEK_9, "report", "--format", "json", "--out", path)
    assert json.loads(path.read_text(encoding="utf-8"))["week"] == 9


def test_where_it_was_written_is_told(run: Run, plan_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    ran = run("--plan", plan_path, "--today", WEEK_9, "report", "--out", path)
    assert ran.stdout == f"The page of week 9 is written to {path}.\n"


def test_where_it_was_written_is_told_in_json_too(run: Run, plan_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    ran = run("--plan", plan_path, "--today", WEEK_9, "report", "--out", path, "--json")
    assert ran.json == {"path": str(path), "format": "md", "week": 9, "is_frozen": True}


def test_a_public_page_leaves_out_what_is_not(run: Run, plan_path: Path) -> None:
    ran = run("--plan", plan_path, "--today", WEEK_9, "report", "--public")
    assert "Not public: 2 initiatives, 7 milestones, 1 dependency." in ran.stdout
    assert "A2.2" not in ran.stdout


# What speaks against it.


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--week", "10"], "Week 10 has not begun on 2018-10-19; it begins on 2018-10-22."),
        (["--week", "0"], "There is no week 0: the plan has the weeks 1 to 13."),
        (["--week", "99"], "There is no week 99: the plan has the weeks 1 to 13."),
        (
            ["--as-of", "2018-08-01"],
            "2018-08-01 is before the plan begins on 2018-08-20, so there is no weekly",
        ),
        (["--out", "page.doc"], "--out: no page is written as “.doc”; name it .txt"),
        (["--template", "x.html"], "--template changes a page in HTML, not one in the format text."),
        (["--out", "missing/page.md"], "missing/page.md cannot be written, as its folder is missing"),
        (["--out", "."], ". is a folder: name a file in it."),
    ],
)
def test_one_sentence_says_why_there_is_no_page(
    run: Run,
    plan_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("--plan", plan_path, "--today", WEEK_9, "report", *options)
    assert (ran.status, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert sentence in ran.stderr


def test_a_file_that_is_there_is_kept(run: Run, plan_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("mine", encoding="utf-8")
    ran = run("--plan", plan_path, "--today", WEEK_9, "report", "--out", path)
    assert (ran.status, path.read_text(encoding="utf-8")) == (1, "mine")


def test_force_replaces_a_file_that_is_there(run: Run, plan_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("mine", encoding="utf-8")
    run("--plan", plan_path, "--today", WEEK_9, "report", "--out", path, "--force")
    assert path.read_text(encoding="utf-8").startswith("# Helsinki's")


def test_no_page_replaces_a_plan(run: Run, plan_path: Path) -> None:
    before = plan_path.read_bytes()
    ran = run(
        "--plan", plan_path, "--today", WEEK_9, "report", "--format", "md", "--out", plan_path, "--force"
    )
    assert (ran.status, plan_path.read_bytes()) == (1, before)
