"""What a short command imports: nothing that a person would have to wait for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "textual",
    "rich",
    "openpyxl",
    "icalendar",
    "jinja2",
    "weasyprint",
    "xlsxwriter",
    "lxml",
    "jinja2",
    "weasyprint",
    "xlsxwriter",
    "alembic",
    "plotext",
    "babel",
    "holidays",
    "pendulum",
    "tomllib",
    "sqlalchemy.orm",
)
"""Each takes from 10 to 200 ms to import."""


def imported_by(*arguments: object) -> set[str]:
    """The modules that a command line has imported when it ends: top-level ones, and those right below them."""
    script = (
        "import json, sys; from tracker.cli import run; status = run(sys.argv[1:]); "
        "print(json.dumps(sorted({'.'.join(name.split('.')[:2]) for name in sys.modules})), file=sys.stderr); "
        "sys.exit(status)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return set(json.loads(ran.stderr))


@pytest.mark.parametrize("options", [[], ["--json"], ["--as-of", "2018-10-19"], ["--today", "2018-10-19"]])
def test_status_imports_nothing_heavy(whole_plan_path: Path, options: list[str]) -> None:
    assert imported_by("status", "--plan", whole_plan_path, *options).isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "line",
    [
        "list milestones",
        "show A1.2",
        "burndown --json",
        "history",
        "snapshot list",
        "forecast",
        "report --week 9",
        "snapshot compare 8 9",
    ],
)
def test_no_question_imports_a_screen_or_a_workbook(whole_plan_path: Path, line: str) -> None:
    found = imported_by(*line.split(), "--plan", whole_plan_path)
    assert found.isdisjoint({"textual", "openpyxl", "alembic", "plotext", "holidays"})


@pytest.mark.parametrize("line", ["--version", "--help", "status --help"])
def test_help_imports_no_database(line: str) -> None:
    # The command that is asked about is imported, and with it the pure rules.
    assert imported_by(*line.split()).isdisjoint({"sqlalchemy", *HEAVY})


def test_a_command_imports_what_it_needs(whole_plan_path: Path) -> None:
    assert "plotext" in imported_by("burndown", "--plan", whole_plan_path)
