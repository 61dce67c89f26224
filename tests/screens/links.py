"""Drives the screen of dependencies by keys, for its tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from driving import DEMO_DAY, Driven, opened
from textual.widgets import Static

from models.edits import changes
from models.rules.records import Dependency
from screens.widgets.dependency_look import Line


def dependency(path: Path, id_: str) -> Dependency:
    with opened(path, DEMO_DAY) as plan:
        found: Dependency = plan.state().find("dependency", id_)
        return found


def change(path: Path, id_: str, **values: Any) -> None:
    """Changes a dependency from outside the program."""
    with opened(path, DEMO_DAY) as plan:
        plan.apply(changes("dependency", plan.state().find("dependency", id_), values), source="command")


def told(run: Driven, name: str) -> str:
    """The sentence in a line of the screen."""
    return str(run.screen.query_one(f"#{name}-told", Static).render())


def shown_ids(run: Driven, table: str) -> list[str]:
    """The ids of the dependencies in a table."""
    lines = run.screen.query_one(f"#{table}")._lines.values()
    return [line.link.id for line in lines]


def tree(run: Driven) -> list[str]:
    """The tree of a chain as ids behind their twigs; what stands twice says so."""
    pane = run.screen.pane
    return [
        node.twig + run.screen.state.id_of("milestone", node.branch.uid) + " above" * node.branch.is_repeated
        for node in pane._rows_of_tree.values()
    ]


async def go_to_cell(run: Driven, waiting: str, provider: str) -> None:
    """Puts the cursor of the matrix on a cell."""
    state = run.screen.state
    ends = (state.find("division", each).uid for each in (waiting, provider))
    assert run.screen.pane.matrix.move_cursor(*ends)
    await run.settle()


async def go_to_line(run: Driven, id_: str, column: str | None = None) -> None:
    """Puts the cursor on a dependency, as another screen would."""
    run.screen.reveal("dependency", run.screen.state.find("dependency", id_).uid)
    await run.settle()
    if column is not None:
        assert run.screen.table.move_cursor(column=column)
        await run.settle()


def line_of(run: Driven, id_: str) -> Line:
    look = run.screen.answer.look
    found: Line = look.line(look.state.find("dependency", id_).uid)
    return found


async def fill_new(run: Driven, waiting: str, provider: str) -> None:
    """Fills the form of a new dependency and saves it."""
    await run.press("n")
    await run.type(waiting)
    await run.press("enter")
    await run.type(provider)
    await run.press("enter")
    await run.type("A list")
    await run.press("ctrl+s")
