"""`tracker export archive` and `schema` on the command line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from running import Run

from exports.schema import schema_text


def test_an_archive_is_written_beside_you_and_its_files_are_counted(
    run: Run, plan_path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "plan.zip"
    ran = run("export", "archive", target, "--plan", plan_path)
    with zipfile.ZipFile(target) as bundle:
        count = len(bundle.namelist())
    assert (ran.status, ran.stderr, ran.stdout) == (
        0,
        "",
        f"The archive is written to {target} and read back: {count} files.\n",
    )


def test_an_archive_answers_in_json(run: Run, plan_path: Path, tmp_path: Path) -> None:
    found = run(
        "export", "archive", tmp_path / "a.zip", "--without-persons", "--json", "--plan", plan_path
    ).json
    assert (found["path"], found["missing"], found["files"] > 30) == (str(tmp_path / "a.zip"), [], True)


def test_the_schema_is_printed_without_a_plan(run: Run) -> None:
    ran = run("export", "schema")
    assert (ran.status, json.loads(ran.stdout)) == (0, json.loads(schema_text()))


def test_the_schema_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    run("export", "schema", tmp_path / "s.json")
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == schema_text()


def test_a_path_is_given_once(run: Run, plan_path: Path, tmp_path: Path) -> None:
    ran = run("export", "json", tmp_path / "a.json", "--out", tmp_path / "b.json", "--plan", plan_path)
    assert (ran.status, "is given twice" in ran.stderr) == (1, True)


def test_only_an_archive_is_written_without_persons(run: Run, plan_path: Path) -> None:
    ran = run("export", "json", "--without-persons", "--plan", plan_path)
    assert (ran.status, "goes with archive alone" in ran.stderr) == (1, True)


def test_an_archive_holds_the_plan_as_it_is_now(run: Run, plan_path: Path, tmp_path: Path) -> None:
    ran = run("export", "archive", tmp_path / "a.zip", "--as-of", "2018-10-01", "--plan", plan_path)
    assert (ran.status, (tmp_path / "a.zip").exists()) == (1, False)
