"""Writes a history that comes from elsewhere into a new plan: what became known on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from models import queries, snapshots
from models.apply import write
from models.clock import Clock
from models.edits import Edit
from models.language import monday_of
from models.person import person_key
from models.rules.calendar import FRIDAY, WorkCalendar
from models.tables.triggers import many_edits

if TYPE_CHECKING:
    from models.plan import Plan


@dataclass(frozen=True)
class Batch:
    """Edits of a loaded history that became known on one day."""

    day: date
    edits: Sequence[Edit]
    reason: str | None = None


def load(plan: Plan, batches: Sequence[Batch], *, reason: str, until: date | None = None) -> None:
    """Writes a loaded history, a revision for each batch, and a snapshot for each of its Fridays.

    Args:
        until: the last day of which the history tells; None for the week of the last batch, as far as it is over.
    """
    with plan.writing() as connection:
        person, zone = person_key(connection, plan.person), plan.zone
        with many_edits(connection):
            for batch in batches:
                write(
                    connection,
                    batch.edits,
                    day=batch.day,
                    at=Clock(batch.day).now(zone),
                    person=person,
                    source="loaded",
                    reason=batch.reason or reason,
                )
        plan.frame_changed(connection)
        charter = queries.charter_now(connection)
        latest = max((batch.day for batch in batches), default=charter.start)
        # A week that is over by now is frozen too, although nothing happened on its Friday.
        friday = monday_of(latest) + timedelta(days=FRIDAY)
        is_over = friday <= plan.clock.today(plan.zone)
        told = until or (max(latest, friday) if is_over else latest)
        last = min(told, WorkCalendar(charter.start, charter.days).end)
        for friday in snapshots.fridays(charter.start, last):
            if friday >= charter.start:
                state = queries.plan_state(connection, friday)
                snapshots.take(connection, state, at=Clock(friday).now(plan.zone), person=person)
