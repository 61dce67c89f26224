"""A folder of CSV files replayed by hand: what was true on each day, with nothing taken from the program's rules."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

Row = dict[str, str]
ONE = timedelta(days=1)
LIGHTS = ("red", "amber", "green", "grey", "done", "dropped")


def finnish_holidays(year: int) -> set[date]:
    """Finland's days off of one year, Easter reckoned by Gauss's rule for the Gregorian calendar."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    w = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    n = h + w - 7 * ((a + 11 * h + 22 * w) // 451) + 114
    easter = date(year, n // 31, n % 31 + 1)
    midsummer = next(d for d in (date(year, 6, 20) + k * ONE for k in range(7)) if d.isoweekday() == 6)
    saints = next(d for d in (date(year, 10, 31) + k * ONE for k in range(7)) if d.isoweekday() == 6)
    fixed = [(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)]
    return {date(year, month, day) for month, day in fixed} | {
        easter - 2 * ONE,
        easter,
        easter + ONE,
        easter + 39 * ONE,
        easter + 49 * ONE,
        midsummer - ONE,
        midsummer,
        saints,
    }


@dataclass
class Told:
    """One milestone and what its events said, each with its day."""

    row: Row
    created: date | None = None
    dues: list[tuple[date, date]] = field(default_factory=list)
    statuses: list[tuple[date, str]] = field(default_factory=list)
    touched: list[date] = field(default_factory=list)
    first_status: str = "not_started"

    @property
    def weight(self) -> int:
        return int(self.row["weight"])

    @property
    def in_baseline(self) -> bool:
        return self.row["added_to_scope"] == "no"

    def is_there(self, day: date) -> bool:
        return self.created is not None and self.created <= day

    def due(self, day: date) -> date:
        return [due for when, due in self.dues if when <= day][-1]

    def status(self, day: date) -> str:
        return ([self.first_status] + [status for when, status in self.statuses if when <= day])[-1]

    def done_on(self, day: date) -> date:
        """When it was done, of what is known on a day on which it is."""
        return [when for when, status in self.statuses if when <= day and status == "done"][-1]

    def in_scope(self, day: date) -> bool:
        return self.is_there(day) and self.status(day) != "dropped"

    def is_open(self, day: date) -> bool:
        return self.in_scope(day) and self.status(day) != "done"

    def is_late(self, day: date) -> bool:
        return self.is_open(day) and self.due(day) < day

    def is_stale(self, day: date) -> bool:
        last = max(when for when in self.touched if when <= day)
        return self.is_open(day) and self.status(day) != "not_started" and (day - last).days > 10


class Replay:
    """The plan of a folder on any of its days."""

    def __init__(self, folder: Path, start: date) -> None:
        self.folder, self.start = folder, start
        events = self._read("events")
        self.milestones = {row["id"]: Told(row) for row in self._read("milestones")}
        self.initiatives = {row["id"]: row for row in self._read("initiatives")}
        self.streams = [row["id"] for row in self._read("streams")]
        self.decisions, self.handoffs = self._read("decisions"), self._read("handoffs")
        self.dependencies = self._read("dependencies")
        self.holidays = {
            day for year in range(start.year - 1, start.year + 3) for day in finnish_holidays(year)
        }
        self.baseline_on: date | None = None
        for event in sorted(events, key=lambda event: event["date"]):
            self._take(event)
        for row in self._read("confirmations"):
            self.milestones[row["milestone_id"]].touched.append(date.fromisoformat(row["date"]))

    def _read(self, name: str) -> list[Row]:
        path = self.folder / f"{name}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _take(self, event: Row) -> None:
        when, kind = date.fromisoformat(event["date"]), event["kind"]
        if kind == "baseline_confirmed":
            self.baseline_on = when
            return
        milestone = self.milestones.get(event["milestone_id"])
        if milestone is None:
            return
        milestone.touched.append(when)
        if kind == "created":
            milestone.created = when
            milestone.dues.append((when, date.fromisoformat(event["new"])))
        elif kind == "due_changed":
            milestone.dues.append((when, date.fromisoformat(event["new"])))
        elif kind == "status":
            if not milestone.statuses:
                milestone.first_status = event["old"]
            milestone.statuses.append((when, event["new"]))

    def _late_workdays(self, milestone: Told, day: date) -> int:
        count, each = 0, milestone.due(day)
        while each < day:
            each += ONE
            count += each.isoweekday() <= 5 and each not in self.holidays
        return count

    def light(self, milestone: Told, day: date) -> str:
        """One of `LIGHTS`."""
        status, days_away = milestone.status(day), (milestone.due(day) - day).days
        if status in ("done", "dropped"):
            return status
        late = self._late_workdays(milestone, day)
        if late > 5 or (status == "blocked" and days_away <= 10):
            return "red"
        if late or status in ("blocked", "at_risk") or (status == "not_started" and days_away <= 7):
            return "amber"
        return "grey" if milestone.is_stale(day) else "green"

    def lights(self, day: date) -> dict[str, dict[str, int]]:
        """Counts by stream."""
        found = {stream: dict.fromkeys(LIGHTS, 0) for stream in self.streams}
        for milestone in self.milestones.values():
            if milestone.is_there(day):
                stream = self.initiatives[milestone.row["initiative"]]["stream"]
                found[stream][self.light(milestone, day)] += 1
        return found

    def _ideal(self, day: date, asked: date) -> int | None:
        if self.baseline_on is None or self.baseline_on > asked:
            return None
        return sum(
            m.weight
            for m in self.milestones.values()
            if m.in_baseline and date.fromisoformat(m.row["baseline_due"]) > day
        )

    def figures(self, day: date) -> dict[str, int | str | None]:
        """The columns of snapshots.csv that are counted."""
        there = [m for m in self.milestones.values() if m.is_there(day)]
        scope = [m for m in there if m.in_scope(day)]
        done = [m for m in scope if m.status(day) == "done"]
        overdue_links = [
            (waiting, provider)
            for link in self.dependencies
            if (waiting := self.milestones[link["waiting"]]).is_open(day)
            and (provider := self.milestones[link["provider"]]).is_late(day)
        ]
        return {
            "snapshot_date": day.isoformat(),
            "day_no": (day - self.start).days + 1,
            "in_scope": len(scope),
            "done": len(done),
            "open": len(scope) - len(done),
            "weight_in_scope": sum(m.weight for m in scope),
            "weight_done": sum(m.weight for m in done),
            "weight_remaining": sum(m.weight for m in scope) - sum(m.weight for m in done),
            "ideal_remaining": self._ideal(day, day),
            "overdue": sum(m.is_late(day) for m in scope),
            "blocked": sum(m.status(day) == "blocked" for m in scope),
            "at_risk": sum(m.status(day) == "at_risk" for m in scope),
            "stale": sum(m.is_stale(day) for m in scope),
            "decisions_open": sum(
                d["needed"] <= day.isoformat() and not "" < d["made"] <= day.isoformat()
                for d in self.decisions
            ),
            "deps_overdue": len(overdue_links),
            "deps_overdue_cross_division": sum(
                a.row["division"] != b.row["division"] for a, b in overdue_links
            ),
            "handoffs_late": sum(self._is_late(each, day.isoformat()) for each in self.handoffs),
            "dropped_total": sum(m.status(day) == "dropped" for m in there),
            "added_total": sum(not m.in_baseline for m in there),
        }

    def _is_late(self, handoff: Row, day: str) -> bool:
        rounds = [
            each
            for each in self.handoffs
            if each["division"] == handoff["division"] and each["sent"] >= handoff["sent"]
        ]
        return handoff["due"] < day and not any("" < each["returned"] <= day for each in rounds)

    def burndown(self, asked: date, days: int = 90) -> list[tuple[object, ...]]:
        """Date, remaining, ideal, scope, added and dropped of every day."""
        rows: list[tuple[object, ...]] = []
        for when in (self.start + n * ONE for n in range(days)):
            ideal = self._ideal(when, asked)
            if when > asked:
                rows.append((when, None, ideal, None, 0, 0))
                continue
            now = {m.row["id"]: m.weight for m in self.milestones.values() if m.in_scope(when)}
            then = {m.row["id"]: m.weight for m in self.milestones.values() if m.in_scope(when - ONE)}
            done = [
                name
                for name in now
                if (m := self.milestones[name]).status(asked) == "done" and m.done_on(asked) <= when
            ]
            shown = self.baseline_on is not None and self.baseline_on < when
            added = sum(now[name] for name in now.keys() - then.keys()) if shown else 0
            dropped = sum(then[name] for name in then.keys() - now.keys()) if shown else 0
            remaining = sum(now.values()) - sum(now[name] for name in done)
            rows.append((when, remaining, ideal, sum(now.values()), added, dropped))
        return rows
