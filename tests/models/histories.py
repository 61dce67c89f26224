"""Random histories of milestones: made through the real plan and, beside it, by hand in a list of writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from builders import FAR, Office, day
from hypothesis import strategies as st

from models.edits import Edit

ONE = timedelta(days=1)
FIRST = day(-10)
"""The day from which a history's first gap is counted."""
WORK = ("create", "weight", "drop", "take_up", "done", "redate", "remove", "bring_back", "move")
"""What can happen to a milestone."""


@dataclass(frozen=True)
class Step:
    """Something that happens some days after the step before (days before it, where negative)."""

    gap: int
    work: str
    place: int
    """Which of the milestones that there are."""
    number: int
    """A weight, or how many days ago, as the work needs it."""


def steps(*, backwards: bool = False, baseline: bool = True) -> st.SearchStrategy[list[Step]]:
    """Lists of steps.

    Args:
        backwards: whether the clock is now and then put back.
        baseline: whether the baseline is confirmed at some time.
    """
    work = st.sampled_from(("create", *WORK, *(("baseline",) if baseline else ())))
    gap = st.one_of(st.integers(0, 6), st.integers(-25 if backwards else 0, 20))
    return st.lists(st.builds(Step, gap, work, st.integers(0, 50), st.integers(1, 13)), max_size=25)


@dataclass(frozen=True)
class Write:
    """One field of one milestone gets a value."""

    known: date
    id: str
    field: str
    value: Any


Rows = dict[str, dict[str, Any]]
"""Milestones by id, their fields by name."""


@dataclass
class Told:
    """A history as a plain list of writes."""

    writes: list[Write] = field(default_factory=list)
    baseline_on: date | None = None
    baseline: list[tuple[date, int]] = field(default_factory=list)
    """Date and weight of what the baseline holds."""

    def rows(self, asked: date) -> Rows:
        """The milestones as known on a day: every write known by then, in the order of writing."""
        found: Rows = {}
        for write in self.writes:
            if write.known <= asked:
                found.setdefault(write.id, {})[write.field] = write.value
        return {name: row for name, row in found.items() if "born" in row}

    def in_scope(self, asked: date) -> dict[str, int]:
        """Weight of the milestones that are in scope at the end of a day, by id."""
        return {
            name: row["weight"]
            for name, row in self.rows(asked).items()
            if row["exists"] and row["status"] != "dropped"
        }

    def scope(self, when: date) -> int:
        return sum(self.in_scope(when).values())

    def done(self, when: date, asked: date) -> int:
        """Weight in scope on a day whose actual date, as known on another day, lies on or before it."""
        known = self.rows(asked)
        return sum(
            weight
            for name, weight in self.in_scope(when).items()
            if known[name]["status"] == "done" and known[name]["actual"] <= when
        )

    def added_and_dropped(self, when: date, asked: date) -> tuple[int, int]:
        if self.baseline_on is None or not self.baseline_on < when <= asked:
            return 0, 0
        before, after = self.in_scope(when - ONE), self.in_scope(when)
        moved = [after.get(name, 0) - before.get(name, 0) for name in before.keys() | after.keys()]
        return sum(m for m in moved if m > 0), -sum(m for m in moved if m < 0)

    def ideal(self, when: date, asked: date) -> int | None:
        if self.baseline_on is None or self.baseline_on > asked:
            return None
        return sum(weight for due, weight in self.baseline if due > when)


def played(office: Office, history: list[Step], *, told: Told | None = None, first: date = FIRST) -> Told:
    """Does every step in the plan and writes it down; steps that make no sense are left out.

    Args:
        told: what is known of the plan already.
        first: the day from which the first step's gap is counted.
    """
    told, today = told or Told(), first
    for step in history:
        today += timedelta(days=step.gap)
        office.at(today)
        if step.work == "baseline":
            if told.baseline_on is None:
                _confirm_baseline(office, told, today)
        else:
            _play(office, told, today, step)
    return told


def _confirm_baseline(office: Office, told: Told, today: date) -> None:
    office.plan.confirm_baseline()
    told.baseline_on = today
    known = told.rows(today)
    told.baseline = [(known[name]["forecast"], weight) for name, weight in told.in_scope(today).items()]


def _play(office: Office, told: Told, today: date, step: Step) -> None:
    def write(name: str, **fields: Any) -> None:
        told.writes.extend(Write(today, name, key, value) for key, value in fields.items())

    if step.work == "create":
        name = f"A1.{len(told.rows(FAR)) + 1}"
        due = day(step.place * 2)
        office.plan.apply(office.milestone_edits(name, weight=step.number, forecast=due), source="screen")
        write(
            name,
            born=today,
            exists=True,
            weight=step.number,
            status="not_started",
            actual=None,
            forecast=due,
        )
        return
    rows = told.rows(FAR)
    if not rows:
        return
    name = sorted(rows)[step.place % len(rows)]
    row = rows[name]
    changes = _changes(row, today, step)
    if not changes:
        return
    if "exists" in changes:
        uid = _uid(office, name)
        office.plan.apply(
            [Edit("milestone", uid, "exists", row["exists"], changes["exists"])], source="screen"
        )
    else:
        office.set(name, **{key: value for key, value in changes.items() if value is not None})
    write(name, **changes)


def _uid(office: Office, name: str) -> str:
    state = office.plan.state(FAR)
    return next(m.uid for m in (*state.milestones, *state.removed_milestones) if m.id == name)


def _changes(row: dict[str, Any], today: date, step: Step) -> dict[str, Any]:
    """The fields that a step changes in a milestone as it stands; empty where it makes no sense."""
    if step.work == "bring_back":
        return {} if row["exists"] else {"exists": True}
    if not row["exists"]:
        return {}
    status, ago = row["status"], today - timedelta(days=step.number - 1)
    was_done = {"actual": None} if status == "done" else {}
    offered: dict[str, dict[str, Any]] = {
        "weight": {"weight": step.number} if row["weight"] != step.number else {},
        "move": {"forecast": day(step.place)} if row["forecast"] != day(step.place) else {},
        "drop": {"status": "dropped", **was_done} if status != "dropped" else {},
        "take_up": {"status": "in_progress", **was_done} if status != "in_progress" else {},
        "done": {"status": "done", "actual": ago} if status != "done" else {},
        "redate": {"actual": ago} if status == "done" and row["actual"] != ago else {},
        "remove": {"exists": False},
    }
    return offered[step.work]
