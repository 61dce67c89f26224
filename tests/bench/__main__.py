"""Prints the speed of this machine as medians and ratios: `make bench`, or `python -m tests.bench 1000 10000`.

Ratios compare with something bare that was measured in the same run, so that they mean the same on any machine.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from models.clock import Clock
from models.edits import changes
from models.plan import Plan
from models.rules.figures import figures
from models.rules.network import Network
from models.store import open_plan
from tests.bench import handoffs
from tests.bench.generator import generated_plan

SIZES = (114, 1_000, 10_000, 50_000)
TODAY = date(2018, 10, 19)
MID = date(2018, 9, 20)
LATE = date(2018, 12, 31)
"""Later than every forecast."""
COMPILED = str(Path(tempfile.gettempdir()) / "tracker-bench-compiled")
"""Where Python keeps the compiled modules of the processes that are measured."""

EMPTY_APP = """
from textual.app import App
{imports}
class Empty(App):
    def on_mount(self): self.call_after_refresh(self.exit)
Empty().run(headless=True, size=(120, 40))
"""
FIRST_FRAME = """
from tracker.garbage import hold_off
hold_off()
from pathlib import Path
from datetime import date
from models.clock import Clock
from tracker.app import TrackerApp
from tracker.settings import Settings
class Timed(TrackerApp):
    {hook}
Timed(Path({path!r}), Clock(date(2018, 10, 19)), Settings(), "bench").run(headless=True, size=(120, 40))
"""
PAINTED = "def on_mount(self): self.call_after_refresh(self.exit)"
FIRST_ROWS = """
    async def _begin(self):
        from screens.widgets.table import LineTable
        set_rows = LineTable.set_rows
        def shown(table, keys):
            set_rows(table, keys)
            if len(keys):
                self.call_after_refresh(self.exit)
        LineTable.set_rows = shown
        await super()._begin()
        await self.action_go("milestones")
"""
"""The digit of the milestones is pressed as soon as the first frame stands."""


def milliseconds(work: Callable[[], object], times: int = 7) -> list[float]:
    """How long `work` takes, `times` times, the collector quiet before each."""
    taken = []
    for _number in range(times):
        gc.collect()
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def fresh(*arguments: str, times: int) -> float:
    """The median of a fresh Python, in milliseconds, with the compiled modules that an installed program has."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": COMPILED}
    call = [sys.executable, *arguments]

    def run() -> None:
        subprocess.run(call, check=True, capture_output=True, env=environment)

    run()
    return statistics.median(milliseconds(run, times))


def process(code: str, times: int = 7) -> float:
    """The median of a fresh Python that runs `code`, in milliseconds."""
    return fresh("-c", code, times=times)


def command(plan: Path, *arguments: str, times: int = 7) -> float:
    """The median of a call of the program, in milliseconds."""
    return fresh("-m", "tracker", "--plan", str(plan), "--today", TODAY.isoformat(), *arguments, times=times)


def tell(what: str, value: float, unit: str = "ms", aim: str = "") -> None:
    """One line of the report."""
    print(f"  {what:<58}{value:>9.2f} {unit:<4}{aim}", flush=True)  # noqa: T201


def ratio(what: str, value: float, bare: float, aim: str) -> None:
    """One line that compares with something bare."""
    print(f"  {what:<58}{value / bare:>9.2f} x   {aim:<12}({value:.0f} against {bare:.0f} ms)", flush=True)  # noqa: T201


def network(folder: Path, size: int) -> None:
    """The whole network, and one slip, with three dependencies to a milestone."""
    with generated_plan(folder / f"network-{size}.db", size, links=3 * size) as plan:
        state = plan.state()

    def fresh_network() -> Network:
        return Network(state.milestones, state.dependencies, state.calendar)

    def everything() -> None:
        found = fresh_network()
        found.longest_chain  # noqa: B018
        for uid in found.order:
            found.slack(uid)
            found.slack_to_end(uid)

    def bare() -> None:
        sorter = TopologicalSorter[str]()
        for link in state.dependencies:
            sorter.add(link.waiting, link.provider)
        for _uid in sorter.static_order():
            pass

    found = fresh_network()
    hits = {one.uid: len(found.slip(one.uid, LATE).moved) for one in state.milestones}
    widest = max(hits, key=lambda uid: hits[uid])
    whole = statistics.median(milliseconds(everything))
    tell(f"network of {3 * size} links: order, chain, all slacks", whole, aim="aim 50")
    ratio("the same (bare: graphlib's order alone)", whole, statistics.median(milliseconds(bare)), "aim 1.7")
    tell(
        f"the slip that pushes most ({hits[widest]})",
        statistics.median(milliseconds(lambda: found.slip(widest, LATE))),
        aim="aim 10",
    )
    tell(
        "the same in a network just read",
        statistics.median(milliseconds(lambda: fresh_network().slip(widest, LATE))),
    )


def rules_and_store(path: Path, plan: Plan) -> None:
    """Questions, rules and writes on one plan."""
    state = plan.state()
    tell("state of today", statistics.median(milliseconds(plan.state)))
    tell(
        "state as of a day in week 5", statistics.median(milliseconds(lambda: plan.state(MID))), aim="aim 100"
    )
    tell("burndown of 90 days", statistics.median(milliseconds(state.burndown)), aim="aim 50")
    tell("forecast", statistics.median(milliseconds(state.forecast)), aim="aim 20")
    tell("the weekly page, a draft", statistics.median(milliseconds(plan.weekly.page, 3)), aim="aim 1000")
    tell("figures", statistics.median(milliseconds(lambda: figures(state))))
    milestone = state.milestones[0]
    notes = iter(range(1000))
    uid = milestone.uid

    def one_edit() -> None:
        now = plan.state().get("milestone", uid)
        edits = changes("milestone", now, {"note": f"note {next(notes)}"})
        start = time.perf_counter()
        plan.apply(edits, source="command")
        taken.append((time.perf_counter() - start) * 1000)

    taken: list[float] = []
    for _number in range(7):
        one_edit()
    tell("an edit committed", statistics.median(taken), aim="aim 10")
    tell(
        "a snapshot",
        statistics.median(milliseconds(lambda: plan.snapshots.take(correction="bench"), 3)),
        aim="aim 500",
    )
    first, last = plan.snapshots.of_week(8), plan.snapshots.of_week(9)
    tell(
        "comparison of two snapshots",
        statistics.median(milliseconds(lambda: plan.snapshots.comparison(first, last))),
        aim="aim 300",
    )


async def keys(path: Path) -> None:
    """A key to its last repaint, and a letter typed into the filter, in the real program without a terminal."""
    from screens.widgets.table import LineTable
    from tracker.app import TrackerApp
    from tracker.settings import Settings

    class Watched(TrackerApp):
        """Notes when it painted last: the test driver itself waits in steps of 20 ms."""

        painted = 0.0

        def _display(self, screen: Any, renderable: Any) -> None:
            super()._display(screen, renderable)
            self.painted = time.perf_counter()

    app = Watched(path, Clock(TODAY), Settings(), "bench")
    async with app.run_test(size=(120, 40)) as pilot:

        async def repainted(key: str) -> float:
            start = time.perf_counter()
            await pilot.press(key)
            return (app.painted - start) * 1000

        for _turn in range(400):
            await pilot.pause(0.02)
            if app.plan is not None:
                break
        await pilot.press("4")
        for _turn in range(400):
            await pilot.pause(0.02)
            tables = list(app.screen.query(LineTable))
            if tables and tables[0].keys:
                break
        await pilot.pause(0.3)
        moves = sorted([await repainted("pagedown" if number % 3 == 0 else "down") for number in range(60)])
        tell("key to repaint, median", moves[30], aim="aim 10")
        tell("key to repaint, 95th percentile", moves[56], aim="aim 25")
        await pilot.press("slash")
        typed = [await repainted(letter) for letter in "service"]
        tell("a letter typed into the filter, median", statistics.median(typed), aim="aim 50")


def workbooks(plan: Plan, folder: Path) -> None:
    """The plan's workbook out and in, against bare openpyxl with the same cells."""
    import openpyxl

    from exports.plan import write_plan
    from importers.incoming import examine
    from importers.plan import expect_no_difference
    from importers.proposal import Choices

    target = folder / "plan.xlsx"
    out = min(
        milliseconds(
            lambda: write_plan(plan, target, verify=expect_no_difference, language="en", force=True), 2
        )
    )
    cells = [
        (sheet.title, list(sheet.iter_rows(values_only=True)))
        for sheet in openpyxl.load_workbook(target).worksheets
    ]

    def bare_out() -> None:
        book = openpyxl.Workbook(write_only=True)
        for title, rows in cells:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(folder / "bare.xlsx")

    def bare_in() -> None:
        for sheet in openpyxl.load_workbook(target).worksheets:
            for row in sheet.iter_rows(values_only=True):
                len(row)

    bare_write, bare_read = min(milliseconds(bare_out, 2)), min(milliseconds(bare_in, 2))
    # What is written is opened again and compared before it is put in place, so writing includes a reading.
    ratio("workbook out, verified (bare: write and load)", out, bare_write + bare_read, "aim 1.5")
    back = min(milliseconds(lambda: examine(plan, target.read_bytes(), target.name, Choices()), 2))
    ratio("workbook in, to the preview", back, bare_read, "aim 1.5")


def startup(path: Path) -> None:
    """Fresh processes."""
    ratio(
        "tracker status",
        command(path, "status"),
        process("import sqlalchemy.orm, click"),
        "aim 1.3",
    )
    ratio(
        "first painted frame",
        process(FIRST_FRAME.format(hook=PAINTED, path=str(path))),
        process(EMPTY_APP.format(imports="")),
        "aim 1.2",
    )
    ratio(
        "first rows of the milestones",
        process(FIRST_FRAME.format(hook=FIRST_ROWS, path=str(path))),
        process(EMPTY_APP.format(imports="import sqlalchemy.orm")),
        "aim 1.3",
    )


def main() -> None:
    """Measures every size that was asked for."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for size in sizes:
            path = folder / f"{size}.db"
            start = time.perf_counter()
            generated_plan(path, size).close()
            print(f"{size} milestones (made in {time.perf_counter() - start:.1f} s)")  # noqa: T201
            startup(path)
            with open_plan(path, clock=Clock(TODAY), person="bench") as plan:
                rules_and_store(path, plan)
                if size <= 10_000:
                    network(folder, size)
                if size <= 10_000:
                    workbooks(plan, folder)
            asyncio.run(keys(path))
        handoffs.measure(folder)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of this run at its peak: {megabytes:.0f} MiB")  # noqa: T201


if __name__ == "__main__":
    main()
