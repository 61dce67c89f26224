"""The threads around an open plan: two that read, one that writes, one that watches the file."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from models.errors import PlanFileError, TrackerError
from models.language import _

if TYPE_CHECKING:
    from models.clock import Clock
    from models.plan import Plan

Result = TypeVar("Result")

POLL_SECONDS: Final = 1.0
"""How often the file is asked whether another program wrote to it."""


@dataclass(frozen=True)
class Seen:
    """What the watching thread saw."""

    what: Literal["change", "others", "day", "replaced", "gone", "back"]
    """`others`: another program changed the plan; `change`: something else in the file, such as a snapshot;
    `day`: midnight passed; `replaced`: another file stands where the plan was; `gone`: none does; `back`: the
    plan's own does again."""
    revision: int = 0


class Desk:
    """One plan at a time, opened, read, written and watched off the screen's thread.

    `plan` is None while none is open. Calls raise what the plan raises.
    """

    def __init__(self, tell: Callable[[Seen], object], *, poll_seconds: float = POLL_SECONDS) -> None:
        """`tell` is called in the watching thread."""
        self.plan: Plan | None = None
        self._tell = tell
        self._poll_seconds = poll_seconds
        self._readers = ThreadPoolExecutor(2, "reader")
        self._writer = ThreadPoolExecutor(1, "writer")
        self._writing = threading.Lock()
        self._known_revision = 0
        self._wrote = False
        self._identity: tuple[int, int] | None = None
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None

    async def open(self, path: Path, clock: Clock, person: str) -> Plan:
        """Opens a plan in place of the one that is open, which stays open when this fails."""

        def opened() -> tuple[Plan, int]:
            # The store's import takes as long as Textual's own; it happens here, behind the first frame.
            from models.store import open_plan

            plan = open_plan(path, clock=clock, person=person)
            return plan, plan.last_revision()

        plan, revision = await self._run(self._writer, opened)
        await self._close_plan()
        self.plan, self._known_revision, self._wrote = plan, revision, False
        self._identity = _identity(path)
        self._stop = threading.Event()
        self._watcher = threading.Thread(
            target=self._watch, args=(plan, self._stop), name="watcher", daemon=True
        )
        self._watcher.start()
        return plan

    async def read(self, call: Callable[[Plan], Result]) -> Result:
        """Runs a question in a thread that reads."""
        plan = self._open_plan()
        return await self._run(self._readers, lambda: call(plan))

    async def write(self, call: Callable[[Plan], Result]) -> Result:
        """Runs a change in the thread that writes, after those asked for before it."""
        plan = self._open_plan()

        def written() -> Result:
            if _identity(plan.path) != self._identity:
                raise PlanFileError(
                    _("{path} was moved or replaced meanwhile, so nothing was saved; open it again.").format(
                        path=plan.path
                    )
                )
            # The watcher must not see the new revision before this thread says that it is its own.
            with self._writing:
                result = call(plan)
                self._known_revision, self._wrote = plan.last_revision(), True
            return result

        return await self._run(self._writer, written)

    async def aside(self, call: Callable[[], Result]) -> Result:
        """Runs work that needs no open plan, such as making a new one or saving the settings."""
        return await self._run(self._writer, call)

    async def close(self) -> None:
        """Waits for what is being written, closes the plan and ends the threads."""
        await self._close_plan()
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown(wait=False)

    async def _close_plan(self) -> None:
        self._stop.set()
        if self._watcher is not None:
            await self._run(self._writer, self._watcher.join)
            self._watcher = None
        if self.plan is not None:
            await self._run(self._writer, self.plan.close)
            self.plan = None

    async def _run(self, threads: ThreadPoolExecutor, call: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(threads, call)

    def _open_plan(self) -> Plan:
        if self.plan is None:
            raise PlanFileError(_("No plan is open."))
        return self.plan

    def _watch(self, plan: Plan, stop: threading.Event) -> None:
        """Asks the file once a second; the question's connection lives and dies in this thread."""
        version = plan.watch()
        last, day, is_gone = version(), plan.today, False
        while not stop.wait(self._poll_seconds):
            found = _identity(plan.path)
            if found is not None and found != self._identity:
                self._tell(Seen("replaced"))
                return
            if (found is None) != is_gone:
                is_gone = found is None
                self._tell(Seen("gone" if is_gone else "back", self._known_revision))
            if is_gone:
                continue
            # A file that cannot be read just now is asked again in a second; whoever needs it says so.
            with suppress(TrackerError, OSError):
                last, day = self._look(plan, version, last, day)

    def _look(self, plan: Plan, version: Callable[[], int], last: int, day: date) -> tuple[int, date]:
        now, today = version(), plan.today
        if now != last:
            with self._writing:
                revision = plan.last_revision()
                by_others, wrote = revision != self._known_revision, self._wrote
                self._known_revision, self._wrote = revision, False
            if by_others or not wrote:
                self._tell(Seen("others" if by_others else "change", revision))
        elif today != day:
            self._tell(Seen("day", self._known_revision))
        return now, today


def _identity(path: Path) -> tuple[int, int] | None:
    """Tells one file from another that took its name; None for a missing one."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
