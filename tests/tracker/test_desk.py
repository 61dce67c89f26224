"""The desk: a plan is opened, read, written and watched off the screen's thread."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.clock import Clock
from models.edits import changes
from models.errors import PlanFileError
from models.plan import Plan
from models.store import open_plan
from tracker.desk import Desk, Seen

DEMO_DAY = date(2018, 10, 19)


@dataclass
class Watched:
    """A desk and what its watching thread told."""

    desk: Desk
    told: list[Seen] = field(default_factory=list)

    async def hears(self, what: str) -> Seen:
        """The first thing of that kind; fails when none comes in two seconds."""
        for _look in range(200):
            for seen in self.told:
                if seen.what == what:
                    return seen
            await asyncio.sleep(0.01)
        raise AssertionError(f"never heard of {what}, but of {self.told}")


@asynccontextmanager
async def a_desk(path: Path, clock: Clock | None = None) -> AsyncIterator[Watched]:
    told: list[Seen] = []
    desk = Desk(told.append, poll_seconds=0.01)
    await desk.open(path, clock or Clock(DEMO_DAY), "tester")
    # The watcher looks for the first time before it can tell a difference.
    await asyncio.sleep(0.05)
    yield Watched(desk, told)
    await desk.close()


def weigh(plan: Plan, weight: int) -> int:
    """Gives D1.2 another weight; answers with the revision."""
    milestone = plan.state().find("milestone", "D1.2")
    return plan.apply(changes("milestone", milestone, {"weight": weight}), source="screen").number


async def test_a_question_is_asked_in_another_thread(plan_path: Path) -> None:
    async with a_desk(plan_path) as watched:
        asked_in = await watched.desk.read(lambda _plan: threading.current_thread())
        assert asked_in is not threading.current_thread()


async def test_changes_are_made_in_the_order_they_were_asked_for(plan_path: Path) -> None:
    async with a_desk(plan_path) as watched:
        revisions = await asyncio.gather(
            *(watched.desk.write(lambda plan, n=n: weigh(plan, n)) for n in range(2, 10))
        )
        assert revisions == sorted(revisions)


async def test_a_change_of_ones_own_is_not_told(plan_path: Path) -> None:
    async with a_desk(plan_path) as watched:
        await watched.desk.write(lambda plan: weigh(plan, 8))
        await asyncio.sleep(0.1)
        assert watched.told == []


async def test_a_change_of_another_program_is_told_with_its_revision(plan_path: Path) -> None:
    async with a_desk(plan_path) as watched:
        with open_plan(plan_path, clock=Clock(DEMO_DAY), person="other") as plan:
            revision = weigh(plan, 8)
        assert await watched.hears("others") == Seen("others", revision)


async def test_a_snapshot_of_another_program_is_told_as_a_change(plan_path: Path) -> None:
    async with a_desk(plan_path) as watched:
        with open_plan(plan_path, clock=Clock(DEMO_DAY + timedelta(days=3)), person="other") as plan:
            plan.snapshots.take()
        assert (await watched.hears("change")).what == "change"


async def test_a_new_day_is_told(plan_path: Path) -> None:
    class Turning:
        """A clock whose day is set by hand."""

        fixed: date | None = DEMO_DAY

        def today(self, zone: str) -> date:
            return self.fixed or DEMO_DAY

        def now(self, zone: str) -> object:
            return Clock(self.fixed).now(zone)

    clock = Turning()
    async with a_desk(plan_path, clock) as watched:  # type: ignore[arg-type]
        clock.fixed = DEMO_DAY + timedelta(days=1)
        assert (await watched.hears("day")).what == "day"


async def test_another_file_in_the_plans_place_is_told(plan_path: Path, tmp_path: Path) -> None:
    other = Path(shutil.copyfile(plan_path, tmp_path / "other.db"))
    async with a_desk(plan_path) as watched:
        other.replace(plan_path)
        assert (await watched.hears("replaced")).what == "replaced"


async def test_a_file_that_is_gone_and_back_is_told_as_both(plan_path: Path, tmp_path: Path) -> None:
    async with a_desk(plan_path) as watched:
        plan_path.rename(tmp_path / "elsewhere.db")
        await watched.hears("gone")
        (tmp_path / "elsewhere.db").rename(plan_path)
        await watched.hears("back")
        assert [seen.what for seen in watched.told] == ["gone", "back"]


async def test_nothing_is_written_to_a_file_that_lost_its_place(plan_path: Path, tmp_path: Path) -> None:
    other = Path(shutil.copyfile(plan_path, tmp_path / "other.db"))
    async with a_desk(plan_path) as watched:
        other.replace(plan_path)
        with pytest.raises(PlanFileError, match="was moved or replaced"):
            await watched.desk.write(lambda plan: weigh(plan, 8))


async def test_a_plan_that_cannot_be_opened_leaves_the_other_open(plan_path: Path, tmp_path: Path) -> None:
    async with a_desk(plan_path) as watched:
        with pytest.raises(PlanFileError):
            await watched.desk.open(tmp_path / "missing.db", Clock(DEMO_DAY), "tester")
        assert await watched.desk.read(lambda plan: plan.path) == plan_path


async def test_a_question_without_a_plan_is_refused() -> None:
    desk = Desk(lambda _seen: None)
    with pytest.raises(PlanFileError, match="No plan is open"):
        await desk.read(lambda plan: plan.path)


async def test_the_watching_ends_with_the_desk(plan_path: Path) -> None:
    async with a_desk(plan_path):
        pass
    assert "watcher" not in {thread.name for thread in threading.enumerate()}
