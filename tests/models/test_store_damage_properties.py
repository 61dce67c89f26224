"""A damaged file is refused in a sentence or read; whatever was done to its bytes, nothing else happens."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from builders import FAST, START, Office, day, office_at, properties
from hypothesis import given
from hypothesis import strategies as st

from models.clock import Clock
from models.doctor import doctor
from models.errors import TrackerError
from models.store import backup, open_plan


@cache
def sound() -> bytes:
    """The bytes of a plan with milestones, a history and a snapshot."""
    with tempfile.TemporaryDirectory(dir=FAST) as folder:
        office = office_at(Path(folder) / "plan.db")
        for number in range(20):
            office.add(f"A1.{number}", weight=number % 13 + 1)
        office.link("X1", "A1.1", "A1.2")
        office.at(day(5)).plan.confirm_baseline()
        office.set("A1.3", status="done")
        office.plan.snapshots.take()
        office.plan.close()
        return office.path.read_bytes()


@contextmanager
def file_of(content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=FAST) as folder:
        path = Path(folder) / "plan.db"
        path.write_bytes(content)
        yield path


def use(path: Path) -> None:
    """Does with a file what people do with a plan; only errors with a sentence are swallowed."""
    with suppress(TrackerError), open_plan(path, clock=Clock(day(6)), person="writer") as plan:
        state = plan.state()
        state.burndown()
        plan.state(START).burndown()
        plan.history()
        plan.snapshots.all()
        if state.find("milestone", "A1.4") is not None:
            Office(plan).set("A1.4", note="changed")
            plan.undo()
        plan.snapshots.take(day(13))
        plan.snapshots.compare(1)


def examine(path: Path) -> None:
    with suppress(TrackerError):
        doctor(path)
        backup(path, path.with_name("backup.db"))


places = st.floats(0, 1, exclude_max=True)


@properties
@given(places)
def test_a_truncated_plan_is_refused_or_read(share: float) -> None:
    with file_of(sound()[: int(len(sound()) * share)]) as path:
        use(path)
        examine(path)


@properties
@given(st.lists(st.tuples(places, st.binary(min_size=1, max_size=64)), min_size=1, max_size=8))
def test_a_plan_with_other_bytes_in_it_is_refused_or_read(damage: list[tuple[float, bytes]]) -> None:
    content = bytearray(sound())
    for share, other in damage:
        place = int(len(content) * share)
        content[place : place + len(other)] = other[: len(content) - place]
    with file_of(bytes(content)) as path:
        examine(path)
        use(path)


@properties
@given(st.integers(0, 9), places)
def test_a_plan_with_a_page_of_nothing_is_refused_or_read(pages: int, share: float) -> None:
    content = bytearray(sound())
    place = int(len(content) // 4096 * share) * 4096
    content[place : place + 4096 * (pages + 1)] = b"\0" * len(content[place : place + 4096 * (pages + 1)])
    with file_of(bytes(content)) as path:
        examine(path)
        use(path)


def test_the_sound_plan_itself_has_no_faults() -> None:
    with file_of(sound()) as path:
        use(path)
        assert doctor(path) == []
