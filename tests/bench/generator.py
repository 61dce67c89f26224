"""Makes a plan of any size from a seed: the same seed and size give the same plan."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from models.clock import Clock
from models.edits import Edit, creation
from models.loading import Batch, load
from models.plan import Plan
from models.store import create

START = date(2018, 8, 20)
STATUSES = ("in_progress", "at_risk", "blocked", "done")


def generated_plan(
    path: Path,
    milestones: int,
    *,
    seed: int = 2018,
    day: date = date(2018, 10, 19),
    division_count: int = 5,
    links: int | None = None,
) -> Plan:
    """A plan in week 9 with `milestones` milestones, three to an initiative, with dependencies and a history.

    Args:
        day: where its clock stands; nothing later is in it.
        links: how many dependencies; one for three milestones where it is not given.
    """
    chance = random.Random(f"{seed}-{milestones}")
    plan = create(
        path,
        {"name_en": f"{milestones} milestones", "start": START},
        clock=Clock(day),
        person="generator",
        history_from=START,
    )
    by_day: defaultdict[date, list[Edit]] = defaultdict(list)
    frame = by_day[START]

    def row(kind: str, values: dict[str, object], uid: str) -> str:
        frame.extend(creation(kind, values, uid=uid))  # type: ignore[arg-type]
        return uid

    divisions = [
        row("division", {"id": f"DIV{n}", "name_en": f"Division {n}", "position": n}, f"division{n}")
        for n in range(division_count)
    ]
    streams = [
        row("stream", {"id": f"S{n}", "name_en": f"Stream {n}", "position": n}, f"stream{n}")
        for n in range(6)
    ]
    owners = [
        row(
            "owner",
            {"id": f"ROLE{n}", "role_en": f"Head of {n}", "division": divisions[n % division_count]},
            f"owner{n}",
        )
        for n in range(16)
    ]
    for number in range(max(1, milestones // 3)):
        row(
            "initiative",
            {
                "id": f"{chr(65 + number % 6)}{number // 6 + 1}",
                "title_en": f"Initiative {number} of the city",
                "stream": streams[number % 6],
                "lead": divisions[number % division_count],
                "owner": owners[number % 16],
            },
            f"initiative{number}",
        )
    for number in range(milestones):
        _milestone(by_day, chance, number, milestones, divisions, day)
    for number in range(milestones // 3 if links is None else links):
        provider = chance.randrange(milestones - 1)
        values = {
            "id": f"X{number + 1}",
            "waiting": f"milestone{chance.randrange(provider + 1, milestones)}",
            "provider": f"milestone{provider}",
            "what_en": f"Handed over {number}",
            "state": "accepted",
        }
        row("dependency", values, f"dependency{number}")
    load(plan, [Batch(when, edits) for when, edits in sorted(by_day.items())], reason="generated")
    return plan


def _milestone(
    by_day: defaultdict[date, list[Edit]],
    chance: random.Random,
    number: int,
    milestones: int,
    divisions: list[str],
    day: date,
) -> None:
    initiative = min(number // 3, max(1, milestones // 3) - 1)
    uid, forecast = f"milestone{number}", START + timedelta(days=chance.randrange(5, 100))
    by_day[START] += creation(
        "milestone",
        {
            "id": f"{chr(65 + initiative % 6)}{initiative // 6 + 1}.{number - initiative * 3 + 1}",
            "initiative": f"initiative{initiative}",
            "division": divisions[number % len(divisions)],
            "title_en": f"Milestone {number}: the service is in use",
            "weight": chance.choice((1, 1, 2, 2, 3, 5, 8)),
            "forecast": forecast,
            "baseline": forecast,
            "baseline_weight": 1,
        },
        uid=uid,
    )
    status, when = "not_started", START
    while chance.random() < 0.6:
        when += timedelta(days=chance.randrange(1, 25))
        if when > day or status == "done":
            break
        if chance.random() < 0.3:
            moved = forecast + timedelta(days=chance.randrange(1, 15))
            by_day[when].append(Edit("milestone", uid, "forecast", forecast, moved))
            forecast = moved
            continue
        new = chance.choice([each for each in STATUSES if each != status])
        by_day[when].append(Edit("milestone", uid, "status", status, new))
        status = new
