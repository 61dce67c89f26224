"""Small plans for the tests: one template file is made for a run, and every test works on a copy of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings

from importers.folder import read_folder, with_charter
from models.clock import Clock
from models.edits import Edit, changes, creation, removal
from models.history import Revision
from models.loading import load
from models.plan import Plan
from models.rules.calendar import WorkCalendar
from models.rules.fields import Value
from models.rules.records import Dependency, Milestone
from models.rules.words import DependencyKind, DependencyState, Status
from models.store import create, open_plan

START = date(2018, 8, 20)
"""The Monday on which the small plans begin."""
FOUNDED = START - timedelta(days=60)
"""The day on which they were made, with their organisation."""
CHARTER: dict[str, Value] = {"name_en": "Plan of the tests", "start": START, "days": 90, "language": "en"}
REVIEWER = "reviewer"
"""Somebody else than the person who works in most tests."""
FAR = date(2020, 12, 31)
"""A day after everything that a test does."""

FAST = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""A folder in memory, where there is one: a property makes many plans."""

properties = settings(
    max_examples=5_000 if os.environ.get("HYPOTHESIS_PROFILE") == "many" else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
"""How many examples a property gets: 60, or 5,000 with HYPOTHESIS_PROFILE=many."""
merges = settings(
    properties, max_examples=200 if os.environ.get("HYPOTHESIS_PROFILE") == "ci" else properties.max_examples
)
"""The same for the merge of returned workbooks, which CI tries more often."""


def day(number: int) -> date:
    """A day of the small plans by its number, 1 being the start."""
    return START + timedelta(days=number - 1)


def calendar(**more: Any) -> WorkCalendar:
    """The calendar of the small plans, without holidays unless given."""
    return WorkCalendar(more.pop("start", START), more.pop("days", 90), **more)


def milestone(**fields: Any) -> Milestone:
    """A record of a milestone for rules that need no plan."""
    values: dict[str, Any] = {
        "uid": "m",
        "id": "A1.1",
        "initiative": "i",
        "division": "d",
        "title_fi": None,
        "title_sv": None,
        "title_en": "Something",
        "owner": None,
        "weight": 1,
        "status": Status.IN_PROGRESS,
        "reason": None,
        "note": None,
        "baseline": None,
        "baseline_weight": None,
        "forecast": day(90),
        "actual": None,
        "trend": False,
        "created_on": START,
        "updated_on": START,
        "course_on": START,
    }
    return Milestone(**values | fields)


def dependency(**fields: Any) -> Dependency:
    """A record of a dependency for rules that need no plan: `a` waits for `b`."""
    values: dict[str, Any] = {
        "uid": "x",
        "id": "X1",
        "waiting": "a",
        "provider": "b",
        "kind": DependencyKind.HARD,
        "what_fi": None,
        "what_sv": None,
        "what_en": "Something",
        "need_by": None,
        "promised": None,
        "state": DependencyState.ACCEPTED,
        "note": None,
        "state_on": START,
    }
    return Dependency(**values | fields)


@dataclass
class Office:
    """A plan at work: its clock is moved by hand and its rows are known by their ids."""

    plan: Plan
    _home: dict[str, Value] = field(default_factory=dict)
    """Initiative A1 and division SOTE, where milestones are made."""

    @property
    def path(self) -> Path:
        return self.plan.path

    def at(self, when: date) -> Office:
        """Moves the clock."""
        self.plan.clock = Clock(when)
        return self

    def row(self, kind: str, visible_id: str) -> Any:
        """A living row by its id, as it stands now."""
        found = self.plan.state(FAR).find(kind, visible_id)
        assert found is not None, f"no {kind} {visible_id}"
        return found

    def uid(self, kind: str, visible_id: str) -> str:
        return str(self.row(kind, visible_id).uid)

    def milestone(self, visible_id: str) -> Milestone:
        found: Milestone = self.row("milestone", visible_id)
        return found

    def milestone_edits(self, visible_id: str, **values: Value) -> list[Edit]:
        """The edits that create a milestone, of initiative A1 and division SOTE unless told otherwise."""
        if not self._home:
            self._home = {
                "initiative": self.uid("initiative", "A1"),
                "division": self.uid("division", "SOTE"),
            }
        fields: dict[str, Value] = {
            **self._home,
            "id": visible_id,
            "title_en": f"Title of {visible_id}",
            "forecast": day(80),
        }
        return creation("milestone", fields | values)

    def add(self, visible_id: str, **values: Value) -> Milestone:
        """Creates a milestone."""
        self.plan.apply(self.milestone_edits(visible_id, **values), source="screen")
        return self.milestone(visible_id)

    def add_row(self, kind: str, /, **values: Value) -> Any:
        """Creates a row of any kind with an id."""
        self.plan.apply(creation(kind, values), source="screen")
        return self.row(kind, str(values["id"]))

    def link(self, visible_id: str, waiting: str, provider: str, **values: Value) -> Any:
        """Creates a dependency between two milestones."""
        ends = {"waiting": self.uid("milestone", waiting), "provider": self.uid("milestone", provider)}
        return self.add_row("dependency", id=visible_id, what_en="Something", **(ends | values))

    def edits(self, visible_id: str, kind: str = "milestone", /, **values: Value) -> list[Edit]:
        """The edits that give a row these values."""
        return changes(kind, self.row(kind, visible_id), values)

    def set(self, visible_id: str, kind: str = "milestone", /, **values: Value) -> Revision:
        """Changes fields of a row."""
        return self.plan.apply(self.edits(visible_id, kind, **values), source="screen")

    def set_frame(self, **values: Value) -> Revision:
        """Changes the frame of the plan."""
        return self.plan.apply(changes("charter", self.plan.charter(), values), source="screen")

    def remove(self, visible_id: str, kind: str = "milestone") -> Revision:
        return self.plan.apply([removal(kind, self.row(kind, visible_id))], source="screen")

    @contextmanager
    def somebody_else(self) -> Iterator[Office]:
        """The same file, opened by another person at the same moment."""
        with open_plan(self.path, clock=self.plan.clock, person=REVIEWER) as other:
            yield Office(other)


@cache
def template() -> Path:
    """A plan file with an organisation and two initiatives, to be copied."""
    path = Path(tempfile.mkdtemp(prefix="plans-", dir=FAST)) / "template.db"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    with create(path, CHARTER, clock=Clock(FOUNDED), person="founder") as plan:
        plan.apply(_organisation(), source="screen")
    return path


def _organisation() -> list[Edit]:
    divisions = {
        code: creation("division", {"id": code, "name_en": code.title(), "position": place})
        for place, code in enumerate(("SOTE", "KASKO"))
    }
    streams = {
        code: creation("stream", {"id": code, "name_en": code, "position": place})
        for place, code in enumerate(("A", "B"))
    }
    owners = {code: creation("owner", {"id": code, "role_en": code}) for code in ("CDO", "CIO")}
    themes = {code: creation("theme", {"id": code, "name_en": code}) for code in ("T1", "T2")}
    initiatives = [
        creation(
            "initiative",
            {
                "id": visible_id,
                "title_en": f"Initiative {visible_id}",
                "stream": streams[visible_id[0]][0].uid,
                "lead": divisions[lead][0].uid,
                "owner": owners["CDO"][0].uid,
            },
            members={"themes": [themes["T1"][0].uid]},
        )
        for visible_id, lead in (("A1", "SOTE"), ("B1", "KASKO"))
    ]
    groups: list[Iterable[Edit]] = [
        *divisions.values(),
        *streams.values(),
        *owners.values(),
        *themes.values(),
    ]
    return [edit for group in (*groups, *initiatives) for edit in group]


def office_at(path: Path, when: date = START) -> Office:
    """A copy of the template at `path`, opened on a day."""
    shutil.copyfile(template(), path)
    return Office(open_plan(path, clock=Clock(when), person="writer"))


@contextmanager
def new_office(when: date = START) -> Iterator[Office]:
    """A copy of the template in a folder that is gone afterwards, for properties that need many."""
    with tempfile.TemporaryDirectory(prefix="plan-", dir=FAST) as folder:
        office = office_at(Path(folder) / "plan.db", when)
        try:
            yield office
        finally:
            office.plan.close()


def loaded_plan(path: Path, folder: Path, *, until: date | None = None) -> Plan:
    """A plan made of a folder of CSV files, history included."""
    loaded = read_folder(folder, until=until)
    plan = create(path, loaded.charter, clock=Clock(until), person="loader", history_from=loaded.first_day)
    load(plan, with_charter(loaded.batches, plan.charter().uid), reason="folder", until=until)
    return plan
