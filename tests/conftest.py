"""What all tests share: the sample plan, built once and copied for each test, and the command line run in-process."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from running import Ran, Run

import tracker
from importers.folder import read_folder, with_charter
from models import language
from models.clock import Clock
from models.loading import load
from models.plan import Plan
from models.store import create, open_plan

# In memory where the system has such a folder: a plan is written to disk with full sync, thousands of times.
if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")

settings.register_profile("default", deadline=None, derandomize=True, database=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.register_profile("many", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

DEMO_DAY = date(2018, 10, 19)
"""The Friday of week 9, at which the clock of `plan` stands."""
LAST_DAY = date(2018, 11, 16)
"""The last Friday of the sample, at which the clock of `whole_plan` stands."""


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the settings, the plan, the day or the language of whoever runs it."""
    for name in (
        "TRACKER_PLAN",
        "TRACKER_TODAY",
        "TRACKER_LANGUAGE",
        "TRACKER_PERSON",
        "LC_ALL",
        "LC_MESSAGES",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TRACKER_CONFIG", str(tmp_path / "settings" / "config.toml"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "120")
    language.use("en")
    yield
    language.use("en")


def load_sample(path: Path, folder: Path, until: date | None) -> Path:
    """Makes a plan file of a folder of CSV files, known until a day."""
    loaded = read_folder(folder, until=until)
    clock = Clock(until)
    with create(path, loaded.charter, clock=clock, person="tester", history_from=loaded.first_day) as plan:
        load(plan, with_charter(loaded.batches, plan.charter().uid), reason="folder")
    return path


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """The bundled sample's CSV files; copy them before you change one."""
    return Path(tracker.__file__).parent / "sample"


@pytest.fixture(scope="session")
def sample_template(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as known on `DEMO_DAY`; copy it, never write to it."""
    return load_sample(tmp_path_factory.mktemp("sample") / "sample.db", sample_folder, DEMO_DAY)


@pytest.fixture(scope="session")
def whole_template(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with all that became known in its 90 days; copy it, never write to it."""
    return load_sample(tmp_path_factory.mktemp("whole") / "whole.db", sample_folder, None)


@pytest.fixture
def plan_path(sample_template: Path, tmp_path: Path) -> Path:
    """A plan file of one's own: the sample as known on `DEMO_DAY`, a Friday, nothing later in it."""
    return Path(shutil.copyfile(sample_template, tmp_path / "plan.db"))


@pytest.fixture
def whole_plan_path(whole_template: Path, tmp_path: Path) -> Path:
    """A plan file of one's own: the sample with its 13 weeks."""
    return Path(shutil.copyfile(whole_template, tmp_path / "whole.db"))


@pytest.fixture
def plan(plan_path: Path) -> Iterator[Plan]:
    """The plan of `plan_path`, open, with a clock that stands at `DEMO_DAY`."""
    with open_plan(plan_path, clock=Clock(DEMO_DAY), person="tester") as opened:
        yield opened


@pytest.fixture
def whole_plan(whole_plan_path: Path) -> Iterator[Plan]:
    """The plan of `whole_plan_path`, open, with a clock that stands at `LAST_DAY`."""
    with open_plan(whole_plan_path, clock=Clock(LAST_DAY), person="tester") as opened:
        yield opened


@pytest.fixture
def run() -> Run:
    """Runs a command line and answers with its exit status and what it wrote."""

    def run_in_process(*arguments: object) -> Ran:
        from tracker.cli import run as run_command

        out, err = _captured(), _captured()
        before = language.current()
        try:
            with redirect_stdout(out), redirect_stderr(err):
                status = run_command([str(argument) for argument in arguments])
        finally:
            language.use(before)
        return Ran(status, _written(out), _written(err))

    return run_in_process


def _captured() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer: Any = stream.buffer
    return str(buffer.getvalue().decode("utf-8"))
