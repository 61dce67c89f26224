"""plotext is imported in one place only, and not before the first chart."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def test_nothing_but_exports_charts_imports_plotext() -> None:
    importers = set()
    for package in ("tracker", "screens", "importers", "exports", "models"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = (
                    [alias.name for alias in node.names]
                    if isinstance(node, ast.Import)
                    else [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else []
                )
                if any(name.split(".")[0] == "plotext" for name in names):
                    importers.add(path.relative_to(ROOT).as_posix())
    assert importers == {"exports/charts.py"}


def test_plotext_is_imported_by_the_first_chart_and_not_before() -> None:
    program = (
        "import sys; from datetime import date; import exports.chart_burndown as c; before = 'plotext' in sys.modules;"
        "from models.rules.burndown import BurndownDay as D; day = date(2018, 8, 20);"
        "c.burndown_chart([D(day, 1, 1, 1, 0, 0)], width=80, height=24, day=day, title='');"
        "print(before, 'plotext' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert ran.stdout.split() == ["False", "True"]


@pytest.mark.parametrize("module", ["exports.charts", "screens.charts", "screens.widgets.chart"])
def test_a_module_of_charts_imports_no_plotext(module: str) -> None:
    program = f"import sys; import {module}; print('plotext' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert ran.stdout.strip() == "False"
