"""An open plan: answers questions with frozen records, and applies edits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, Self

from sqlalchemy import Connection, Engine, PoolProxiedConnection

from models import history, queries
from models.apply import write
from models.clock import Clock
from models.edits import Edit, changes, creation, removal
from models.engine import plan_file_errors, reading, writing
from models.errors import NothingToUndo, RuleBroken
from models.history import Reversal, Revision
from models.holidays import keep_holidays
from models.imports import Inbox
from models.language import _, date_text
from models.latest import Latest
from models.person import person_key
from models.reversal import reversing
from models.rounds import Rounds
from models.rules.calendar import WorkCalendar
from models.rules.fields import Value
from models.rules.records import Charter
from models.rules.state import PlanState
from models.series import Series
from models.snapshots import Snapshots
from models.weekly import Weekly


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
        self.rounds = Rounds(self)
        self.inbox = Inbox(self)
        self.snapshots = Snapshots(self)
        self.series = Series(self)
        self.weekly = Weekly(self)
        with reading(engine, path) as connection:
            self.zone = queries.charter_now(connection).zone
            """The plan's time zone."""

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
        return self.clock.today(self.zone)

    def now(self) -> datetime:
        """The moment in the plan's time zone."""
        return self.clock.now(self.zone)

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that reads; for what `models` is made of."""
        return reading(self._engine, self.path)

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that writes all of it or nothing; for what `models` is made of."""
        return writing(self._engine, self.path)

    def state(self, day: date | None = None, *, at_revision: int | None = None) -> PlanState:
        """The plan as known by the end of a day and evaluated on it; without a day, as it stands now, evaluated today.

        The two differ only where a clock was put back: what people are shown is what was known by its day, and a
        command makes its edits on the plan as it stands.

        Args:
            at_revision: the plan as it stood with that revision; `day` is then the day of evaluation alone.
        """
        with self.reading() as connection:
            today = self.today
            if at_revision is None and (
                day is None or (day == today and queries.is_all_known(connection, day))
            ):
                return self._latest.state(connection, today)
            return queries.plan_state(connection, day or today, at_revision=at_revision)

    def charter(self) -> Charter:
        """The plan's frame as it stands now."""
        with self.reading() as connection:
            return queries.charter_now(connection)

    def history(
        self, *, uid: str | None = None, field: str | None = None, limit: int | None = None
    ) -> tuple[Revision, ...]:
        """Revisions, the newest first; of one row, or of one of its fields, where asked."""
        with self.reading() as connection:
            return history.revisions(connection, uid=uid, field=field, limit=limit)

    def revision(self, number: int) -> Revision:
        """One revision with its edits; raises NotFound."""
        with self.reading() as connection:
            return history.revision(connection, number)

    def moment_of(self, number: int) -> str | None:
        """When a revision was written, ISO text in UTC; None where there is none of that number."""
        with self.reading() as connection:
            return history.moment_of(connection, number)

    def last_changes(self, fields: Mapping[str, Collection[str]], day: date) -> dict[str, tuple[int, str]]:
        """The last revision up to a day that changed one of some fields of a row, and its moment, by the row's uid.

        Args:
            fields: by kind.
        """
        with self.reading() as connection:
            return history.last_changes(connection, fields, day)

    def removed(self, kind: str) -> tuple[Any, ...]:
        """The rows of a kind that were removed, in the order of their uids."""
        with self.reading() as connection:
            return queries.by_uid(queries.living_rows(connection, kind, "removed"))

    def last_revision(self) -> int:
        """The number of the newest revision."""
        with self.reading() as connection:
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
        with self.writing() as connection:
            number = self.write(connection, list(edits), source=source, reason=reason)
            return history.revision(connection, number)

    def write(
        self,
        connection: Connection,
        edits: list[Edit],
        *,
        source: str,
        reason: str | None = None,
        reverses: int | None = None,
    ) -> int:
        """Applies edits as one revision within a transaction that writes, and returns its number; see `apply`."""
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
            self.frame_changed(connection)
        return number

    def frame_changed(self, connection: Connection) -> None:
        """Follows the frame, within a transaction that wrote it: the time zone, the public holidays."""
        charter = queries.charter_now(connection)
        self.zone = charter.zone
        end = WorkCalendar(charter.start, charter.days).end
        keep_holidays(connection, charter.country, charter.start, max(end, self.today))

    def undo(self, number: int | None = None) -> Reversal:
        """Takes back a revision: the given one, else the last that this person made.

        Cells that somebody changed since are kept, and named in the answer.
        """
        with self.writing() as connection:
            if number is None:
                undoable, _redoable = history.stacks(connection, person_key(connection, self.person))
                if not undoable:
                    raise NothingToUndo(_("There is nothing of yours to undo."))
                number = undoable[-1]
            target = history.revision(connection, number)
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
        with self.writing() as connection:
            _undoable, redoable = history.stacks(connection, person_key(connection, self.person))
            if not redoable:
                raise NothingToUndo(_("There is nothing of yours to redo."))
            target = history.revision(connection, redoable[-1])
            return self._reverse(connection, target, "redo")

    def _reverse(self, connection: Connection, target: Revision, source: Literal["undo", "redo"]) -> Reversal:
        edits, kept = reversing(connection, target, source)
        number = self.write(connection, edits, source=source, reverses=target.number)
        return Reversal(history.revision(connection, number), target, kept)

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
