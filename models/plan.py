"""An open plan: answers questions with frozen records, and applies edits."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal, Self

from sqlalchemy import Connection, Engine, PoolProxiedConnection, insert, select

from models import history, imports, queries, snapshots
from models.apply import write
from models.clock import Clock
from models.edits import Edit, changes, creation, removal
from models.engine import plan_file_errors, reading, writing
from models.errors import NotFound, NothingToUndo, RuleBroken
from models.history import Reversal, Revision
from models.holidays import keep_holidays
from models.imports import Brought, Standing
from models.language import _, date_text, monday_of
from models.latest import Latest
from models.reversal import reversing
from models.rules.calendar import WorkCalendar
from models.rules.fields import Value
from models.rules.records import Charter
from models.rules.state import PlanState
from models.snapshots import Rows, Snapshot
from models.tables import PERSON
from models.tables.triggers import many_edits


@dataclass(frozen=True)
class Batch:
    """Edits of a loaded history that became known on one day."""

    day: date
    edits: Sequence[Edit]
    reason: str | None = None


class Plan:
    """One plan in one file. Safe to use from several threads; close it when done."""

    def __init__(self, path: Path, engine: Engine, clock: Clock, person: str) -> None:
        self.path = path
        self.clock = clock
        self.person = person
        """Login of whoever works; the history keeps only a key for it."""
        self._engine = engine
        self._watching: list[PoolProxiedConnection] = []
        self._latest = Latest()
        with reading(engine, path) as connection:
            self._zone = queries.charter_now(connection).zone

    def close(self) -> None:
        """Lets go of the file."""
        for connection in self._watching:
            connection.close()
        self._watching.clear()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # What is asked.

    @property
    def today(self) -> date:
        """Today in the plan's time zone."""
        return self.clock.today(self._zone)

    def now(self) -> datetime:
        """The moment in the plan's time zone."""
        return self.clock.now(self._zone)

    def state(self, day: date | None = None, *, at_revision: int | None = None) -> PlanState:
        """The plan as known by the end of a day and evaluated on it; without a day, as it stands now, evaluated today.

        The two differ only where a clock was put back: what people are shown is what was known by its day, and a
        command makes its edits on the plan as it stands.

        Args:
            at_revision: the plan as it stood with that revision; `day` is then the day of evaluation alone.
        """
        with reading(self._engine, self.path) as connection:
            today = self.today
            if at_revision is None and (
                day is None or (day == today and queries.is_all_known(connection, day))
            ):
                return self._latest.state(connection, today)
            return queries.plan_state(connection, day or today, at_revision=at_revision)

    def charter(self) -> Charter:
        """The plan's frame as it stands now."""
        with reading(self._engine, self.path) as connection:
            return queries.charter_now(connection)

    def history(
        self, *, uid: str | None = None, field: str | None = None, limit: int | None = None
    ) -> tuple[Revision, ...]:
        """Revisions, the newest first; of one row, or of one of its fields, where asked."""
        with reading(self._engine, self.path) as connection:
            return history.revisions(connection, uid=uid, field=field, limit=limit)

    def revision(self, number: int) -> Revision:
        """One revision with its edits; raises NotFound."""
        with reading(self._engine, self.path) as connection:
            return _revision(connection, number)

    def moment_of(self, number: int) -> str | None:
        """When a revision was written, ISO text in UTC; None where there is none of that number."""
        with reading(self._engine, self.path) as connection:
            return history.moment_of(connection, number)

    def last_revision(self) -> int:
        """The number of the newest revision."""
        with reading(self._engine, self.path) as connection:
            return queries.last_revision(connection)

    def watch(self) -> Callable[[], int]:
        """A question that costs microseconds: its answer changes whenever another program writes to the file."""
        connection = self._engine.raw_connection()
        self._watching.append(connection)

        def version() -> int:
            with plan_file_errors(self.path):
                cursor = connection.cursor()
                try:
                    row = cursor.execute("PRAGMA data_version").fetchone()
                    return int(row[0]) if row else 0
                finally:
                    cursor.close()

        return version

    # What is changed.

    def apply(self, edits: Iterable[Edit], *, source: str, reason: str | None = None) -> Revision:
        """Applies edits as one revision and returns it.

        Args:
            source: `screen`, `command` or `import`.
            reason: what the person says of it, or the name of the file it came from.

        Raises:
            StaleEdit: a cell changed since the edit was made; nothing was applied.
            InvalidValue, RuleBroken: the edits break a rule; nothing was applied.
        """
        with writing(self._engine, self.path) as connection:
            number = self._write(connection, list(edits), source=source, reason=reason)
            return _revision(connection, number)

    def _write(
        self,
        connection: Connection,
        edits: list[Edit],
        *,
        source: str,
        reason: str | None = None,
        reverses: int | None = None,
    ) -> int:
        number = write(
            connection,
            edits,
            day=self.today,
            at=self.now(),
            person=person_key(connection, self.person),
            source=source,
            reason=reason,
            reverses=reverses,
            own_dates=reverses is None,
        )
        if any(edit.kind == "charter" for edit in edits):
            self._frame_changed(connection)
        return number

    def _frame_changed(self, connection: Connection) -> None:
        charter = queries.charter_now(connection)
        self._zone = charter.zone
        end = WorkCalendar(charter.start, charter.days).end
        keep_holidays(connection, charter.country, charter.start, max(end, self.today))

    def undo(self, number: int | None = None) -> Reversal:
        """Takes back a revision: the given one, else the last that this person made.

        Cells that somebody changed since are kept, and named in the answer.
        """
        with writing(self._engine, self.path) as connection:
            if number is None:
                undoable, _redoable = history.stacks(connection, person_key(connection, self.person))
                if not undoable:
                    raise NothingToUndo(_("There is nothing of yours to undo."))
                number = undoable[-1]
            target = _revision(connection, number)
            if target.source not in history.UNDOABLE_SOURCES:
                raise NothingToUndo(
                    _("Revision {number} cannot be undone: it is not a change made by a person.").format(
                        number=number
                    )
                )
            if not history.in_force(connection, number):
                raise NothingToUndo(_("Revision {number} is undone already.").format(number=number))
            return self._reverse(connection, target, "undo")

    def redo(self) -> Reversal:
        """Does once more what this person undid last; raises NothingToUndo when nothing was."""
        with writing(self._engine, self.path) as connection:
            _undoable, redoable = history.stacks(connection, person_key(connection, self.person))
            if not redoable:
                raise NothingToUndo(_("There is nothing of yours to redo."))
            target = _revision(connection, redoable[-1])
            return self._reverse(connection, target, "redo")

    def _reverse(self, connection: Connection, target: Revision, source: Literal["undo", "redo"]) -> Reversal:
        edits, kept = reversing(connection, target, source)
        number = self._write(connection, edits, source=source, reverses=target.number)
        return Reversal(_revision(connection, number), target, kept)

    def confirm(
        self, uids: Iterable[str], *, reference: str | None = None, source: str = "command"
    ) -> Revision:
        """Says of open milestones: no change. Each counts as updated today."""
        edits: list[Edit] = []
        for uid in uids:
            values: dict[str, Value] = {
                "milestone": uid,
                "day": self.today,
                "source": "office",
                "reference": reference,
            }
            edits += creation("confirmation", values)
        return self.apply(edits, source=source, reason=_("confirmed without change"))

    def confirm_baseline(self, *, source: str = "command") -> Revision:
        """Keeps each open or done milestone's forecast and weight as its baseline, once in the life of a plan."""
        state = self.state()
        if state.charter.baseline_on is not None:
            raise RuleBroken(
                _("The baseline was confirmed on {date} already.").format(
                    date=date_text(state.charter.baseline_on)
                )
            )
        edits = changes("charter", state.charter, {"baseline_on": self.today})
        for milestone in state.milestones:
            if milestone.in_scope:
                kept: dict[str, Value] = {"baseline": milestone.forecast, "baseline_weight": milestone.weight}
                edits += changes("milestone", milestone, kept)
        return self.apply(edits, source=source, reason=_("baseline confirmed"))

    def remove(self, kind: str, row: object, *, source: str, reason: str | None = None) -> Revision:
        """Removes a row; it stays as a tombstone that undo brings back. Raises RuleBroken while others need it."""
        return self.apply([removal(kind, row)], source=source, reason=reason)

    def load(self, batches: Sequence[Batch], *, reason: str, until: date | None = None) -> None:
        """Writes a loaded history, a revision for each batch, and a snapshot for each of its Fridays.

        Args:
            until: the last day of which the history tells; None for the week of the last batch, as far as it is over.
        """
        with writing(self._engine, self.path) as connection:
            person = person_key(connection, self.person)
            with many_edits(connection):
                for batch in batches:
                    write(
                        connection,
                        batch.edits,
                        day=batch.day,
                        at=Clock(batch.day).now(self._zone),
                        person=person,
                        source="loaded",
                        reason=batch.reason or reason,
                    )
            self._frame_changed(connection)
            charter = queries.charter_now(connection)
            latest = max((batch.day for batch in batches), default=charter.start)
            # A week that is over by now is frozen too, although nothing happened on its Friday.
            friday = monday_of(latest) + timedelta(days=snapshots.FRIDAY)
            is_over = friday <= self.clock.today(self._zone)
            told = until or (max(latest, friday) if is_over else latest)
            last = min(told, WorkCalendar(charter.start, charter.days).end)
            for friday in snapshots.fridays(charter.start, last):
                if friday >= charter.start:
                    state = queries.plan_state(connection, friday)
                    snapshots.take(connection, state, at=Clock(friday).now(self._zone), person=person)

    # Files that came in.

    def standing(self, sent_file: str, at_revision: int) -> Standing:
        """What a return of a sent file is compared with.

        Args:
            at_revision: the plan's last revision when the file was sent.
        """
        with reading(self._engine, self.path) as connection:
            return imports.standing(connection, self.today, at_revision=at_revision, sent_file=sent_file)

    def keep_file(self, name: str, content: bytes) -> str:
        """Puts a file that came in into the inbox, before anything else is done with it; returns its SHA-256."""
        with writing(self._engine, self.path) as connection:
            return imports.keep_file(connection, name, content, self.now())

    def apply_import(
        self,
        edits: Sequence[Edit],
        brought: Sequence[Brought],
        *,
        sha256: str,
        sent_file: str | None,
        reason: str,
    ) -> Revision | None:
        """Applies what a file brings as one revision and remembers it; answers None where it brings nothing.

        Args:
            brought: the cells that were decided, with the values that came back; undoing the revision forgets them.
            sha256: of the file, which is in the inbox.
            reason: the file's name.

        Raises what `apply` raises; nothing was applied then.
        """
        with writing(self._engine, self.path) as connection:
            number = None
            if edits or brought:
                number = self._write(connection, list(edits), source="import", reason=reason)
            imports.remember(connection, sha256=sha256, sent_file=sent_file, revision=number, brought=brought)
            return _revision(connection, number) if number is not None else None

    # Snapshots.

    def take_snapshot(
        self, day: date | None = None, *, correction: str | None = None
    ) -> tuple[Snapshot, bool]:
        """Freezes the week of a day (None: today); returns the snapshot and whether it is new."""
        with writing(self._engine, self.path) as connection:
            state = queries.plan_state(connection, day or self.today)
            person = person_key(connection, self.person)
            number, is_new = snapshots.take(
                connection, state, at=self.now(), person=person, correction=correction
            )
            return next(s for s in snapshots.snapshots(connection) if s.number == number), is_new

    def snapshots(self) -> tuple[Snapshot, ...]:
        """All snapshots, by week and version."""
        with reading(self._engine, self.path) as connection:
            return snapshots.snapshots(connection)

    def snapshot(self, week: int) -> Snapshot:
        """The last version of a week's snapshot; raises NotFound."""
        with reading(self._engine, self.path) as connection:
            return snapshots.snapshot_of(connection, week)

    def snapshot_rows(self, number: int) -> Rows:
        """The frozen rows of a snapshot."""
        with reading(self._engine, self.path) as connection:
            return snapshots.frozen_rows(connection, number)

    def compare(self, week: int, other: int | None = None, *, day: date | None = None) -> tuple[Edit, ...]:
        """What changed from one week's snapshot to another's, or to a day (None: today), as edits."""
        with reading(self._engine, self.path) as connection:
            then = snapshots.frozen_rows(connection, snapshots.snapshot_of(connection, week).number)
            if other is None:
                now = snapshots.rows_of_state(queries.plan_state(connection, day or self.today))
            else:
                now = snapshots.frozen_rows(connection, snapshots.snapshot_of(connection, other).number)
            return snapshots.differences(then, now)


def _revision(connection: Connection, number: int) -> Revision:
    found = history.revisions(connection, numbers=[number])
    if not found:
        raise NotFound(_("There is no revision {number}.").format(number=number))
    return found[0]


def person_key(connection: Connection, login: str) -> str:
    """The key that the history keeps for a person, made on first use."""
    key = connection.scalar(select(PERSON.c.key).where(PERSON.c.login == login))
    if key is None:
        key = secrets.token_hex(8)
        connection.execute(insert(PERSON), {"key": key, "login": login})
    return str(key)
