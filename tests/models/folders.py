"""Writes folders of CSV files of the sample's shape about plans that nobody has seen: any year, any organisation."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

STATUSES = ("not_started", "in_progress", "at_risk", "blocked", "done", "dropped")
EVENT_COLUMNS = (
    "event_id",
    "date",
    "week",
    "day_no",
    "milestone_id",
    "kind",
    "field",
    "old",
    "new",
    "reason",
)


@dataclass
class Folder:
    """A plan in the making, all of it following from a seed."""

    path: Path
    chance: random.Random
    start: date
    events: list[tuple[date, str, str, str, str, str]] = field(default_factory=list)
    """Day, id, kind, old, new, reason."""

    def day(self, first: int, last: int) -> date:
        """Some day between two days of the plan, by their numbers."""
        return self.start + timedelta(days=self.chance.randint(first, last) - 1)

    def write(self, name: str, rows: Sequence[Mapping[str, object]], columns: tuple[str, ...] = ()) -> None:
        with (self.path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns or list(rows[0]) if rows else columns or ("id",))
            writer.writeheader()
            writer.writerows(rows)


def write_folder(path: Path, seed: int) -> date:
    """Writes a folder and returns the plan's first day."""
    chance = random.Random(seed)
    start = date(2018, 1, 1) + timedelta(days=chance.randrange(7 * 365))
    folder = Folder(path, chance, start)
    divisions = [f"DIV{n}" for n in range(chance.randint(1, 6))]
    streams = [chr(65 + n) for n in range(chance.randint(1, 5))]
    folder.write("divisions", [{"code": code, "name_sv": code, "headcount": "1 250"} for code in divisions])
    folder.write("streams", [{"id": code, "fi": code} for code in streams])
    initiatives = []
    for n in range(chance.randint(1, 8)):
        stream, lead = chance.choice(streams), chance.choice(divisions)
        initiatives.append({"id": f"{stream}{n}", "stream": stream, "en": f"Initiative {n}", "lead": lead})
    folder.write("initiatives", initiatives)
    baseline_on = folder.day(2, 40) if chance.random() < 0.85 else None
    ids = [f"{chance.choice(initiatives)['id']}.{n}" for n in range(chance.randint(1, 25))]
    created = {name: _write_milestone_events(folder, name, baseline_on) for name in ids}
    _write_milestones(folder, ids, created, divisions, baseline_on)
    _write_events(folder, baseline_on)
    _write_others(folder, ids, created, divisions)
    return start


def _write_milestone_events(folder: Folder, name: str, baseline_on: date | None) -> date:
    chance = folder.chance
    born = folder.day(1, 30) if chance.random() < 0.9 else folder.day(-4, 0)
    due = folder.day(1, 110)
    folder.events.append((born, name, "created", "", due.isoformat(), ""))
    status, when = "not_started", born
    for _ in range(chance.randint(0, 7)):
        when += timedelta(days=chance.randint(0, 15))
        if chance.random() < 0.3:
            new = folder.day(-3, 120)
            folder.events.append((when, name, "due_changed", due.isoformat(), new.isoformat(), "other"))
            due = new
        else:
            new_status = chance.choice([each for each in STATUSES if each != status])
            folder.events.append((when, name, "status", status, new_status, ""))
            status = new_status
    return born


def _write_milestones(
    folder: Folder, ids: list[str], created: dict[str, date], divisions: list[str], baseline_on: date | None
) -> None:
    rows: list[dict[str, object]] = []
    for name in ids:
        later = baseline_on is not None and created[name] > baseline_on
        rows.append(
            {
                "id": name,
                "initiative": name.split(".")[0],
                "division": folder.chance.choice(divisions),
                "fi": f"Välitavoite {name}",
                "weight": folder.chance.randint(1, 13),
                "baseline_due": "" if later else folder.day(-5, 120).isoformat(),
                "added_to_scope": "yes" if later else "no",
            }
        )
    folder.write("milestones", rows)


def _write_events(folder: Folder, baseline_on: date | None) -> None:
    if baseline_on is not None:
        folder.events.append((baseline_on, "*", "baseline_confirmed", "", "confirmed", ""))
    # Within a day the events keep their order, and a milestone is created before anything else happens to it.
    folder.events.sort(key=lambda event: (event[0], event[2] != "created"))
    rows: list[dict[str, object]] = [
        dict(
            zip(
                EVENT_COLUMNS,
                (f"E{n}", day, "", (day - folder.start).days + 1, name, kind, "", old, new, reason),
                strict=True,
            )
        )
        for n, (day, name, kind, old, new, reason) in enumerate(folder.events)
    ]
    folder.write("events", rows, EVENT_COLUMNS)


def _write_others(folder: Folder, ids: list[str], created: dict[str, date], divisions: list[str]) -> None:
    chance = folder.chance
    confirmed = [chance.choice(ids) for _ in range(chance.randint(0, 15))]
    folder.write(
        "confirmations",
        [
            {
                "date": created[name] + timedelta(days=chance.randint(0, 80)),
                "milestone_id": name,
                "source": "round",
            }
            for name in confirmed
        ],
    )
    links = [sorted(chance.sample(range(len(ids)), 2)) for _ in range(chance.randint(0, 8)) if len(ids) > 1]
    folder.write(
        "dependencies",
        [
            {"id": f"X{n}", "waiting": ids[b], "provider": ids[a], "kind": "hard", "fi": "Jotain"}
            for n, (a, b) in enumerate(links)
        ],
    )
    folder.write(
        "decisions",
        [
            {
                "id": f"D{n}",
                "needed": folder.day(1, 90),
                "made": chance.choice(["", folder.day(1, 90)]),
                "en": "What",
            }
            for n in range(chance.randint(0, 6))
        ],
    )
    rounds: list[dict[str, object]] = []
    for week in range(1, chance.randint(1, 6)):
        for division in divisions:
            sent = folder.start + timedelta(days=7 * week)
            returned = sent + timedelta(days=chance.randint(0, 20)) if chance.random() < 0.6 else ""
            rounds.append(
                {"handoff_id": f"H{week}-{division}", "week": week, "division": division, "sent": sent}
                | {"due": sent + timedelta(days=6), "returned": returned, "rows_sent": 4}
            )
    folder.write("handoffs", rounds)
