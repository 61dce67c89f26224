"""The weekly snapshots of an open plan: taken, listed, compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, insert, select

from models import queries
from models.edits import Edit, checked
from models.errors import NotFound, RuleBroken
from models.frozen import (
    Rows,
    differences,
    figures_from,
    figures_text,
    frozen_forecasts,
    frozen_records,
    frozen_rows,
    frozen_state,
    rows_of_state,
    rows_to_freeze,
    whole_frozen_state,
)
from models.language import N_, _, monday_of
from models.migrations import HEAD
from models.person import person_key
from models.rules.calendar import FRIDAY, iso_week
from models.rules.fields import Field, FieldType
from models.rules.figures import LIGHT_NAMES, Figures, figures, lights_by_part
from models.rules.lights import LightCounts
from models.rules.publicity import public_part
from models.rules.seal import seal
from models.rules.state import PlanState, Scope
from models.rules.trend import Report, Trend, trend, trend_milestones
from models.rules.watermelon import LAST_SNAPSHOTS, Dates
from models.rules.weeks import check_day, no_snapshot
from models.tables import PERSON, SNAPSHOT, SNAPSHOT_ROW
from models.verifying import Progress, Verification, verified

if TYPE_CHECKING:
    from models.comparing import Compared
    from models.plan import Plan
    from models.rules.forecast import Forecast


@dataclass(frozen=True)
class Snapshot:
    """One frozen week."""

    number: int
    week: int
    """The plan's week."""
    iso_week: str
    version: int
    """1, or more for a correction that stands beside it."""
    day: date
    """The day of evaluation."""
    revision: int
    at: str
    person: str
    reason: str | None
    figures: Figures
    form: str
    """The form of the file in which it was taken; empty for one from before snapshots told it."""
    previous: str
    """The seal of the snapshot numbered before it; empty for the first."""
    seal: str
    """See `models.rules.seal`."""


class Snapshots:
    """The frozen weeks of an open plan; `plan.snapshots`."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._said: dict[tuple[int, Scope | None], Forecast] = {}
        """Forecasts by snapshot and part of the plan: what is frozen says the same whenever it is asked."""
        self._dates: dict[int, Dates] = {}
        """The forecast dates of the milestones, by snapshot."""

    def take(self, day: date | None = None, *, correction: str | None = None) -> tuple[Snapshot, bool]:
        """Freezes the week of a day (None: today); returns the snapshot and whether it is new.

        See `take` for a week that is frozen already, and for what is raised.
        """
        plan = self._plan
        with plan.writing() as connection, queries.collector_paused():
            number, is_new = take(
                connection,
                queries.plan_state(connection, day or plan.today),
                at=plan.now(),
                person=person_key(connection, plan.person),
                correction=correction,
            )
            return next(each for each in snapshots(connection) if each.number == number), is_new

    def all(self) -> tuple[Snapshot, ...]:
        """Every snapshot, by week and version."""
        with self._plan.reading() as connection:
            return snapshots(connection)

    def of_week(self, week: int, version: int | None = None) -> Snapshot:
        """A version of a week's snapshot, the last one where none is asked for; raises NotFound."""
        with self._plan.reading() as connection:
            return snapshot_of(connection, week, version)

    def state(self, snapshot: Snapshot) -> PlanState:
        """The plan as a snapshot holds it, evaluated on its day."""
        with self._plan.reading() as connection:
            return whole_frozen_state(
                connection, snapshot.number, snapshot.day, snapshot.revision, snapshot.form
            )

    def lights(
        self, snapshot: Snapshot, public_of: PlanState | None = None
    ) -> Mapping[str, Mapping[str, LightCounts]]:
        """The lights of streams, themes and divisions in a snapshot, by what `Figures` calls them.

        Args:
            public_of: count only what may be published, of that state of the plan too.
        """
        if public_of is None and snapshot.form:
            return {name: getattr(snapshot.figures, name) for name in LIGHT_NAMES}
        # The first snapshots kept the lights of streams alone, and their rows lack fields that lights need.
        then = self.state(snapshot) if not snapshot.form else self._work(snapshot)
        return lights_by_part(then if public_of is None else public_part(then, public_of).state)

    def _work(self, snapshot: Snapshot) -> PlanState:
        with self._plan.reading() as connection:
            return frozen_state(connection, snapshot.number, snapshot.day)

    def rows(self, number: int) -> Rows:
        """The frozen rows of a snapshot."""
        with self._plan.reading() as connection:
            return frozen_rows(connection, number)

    def verify(self, week: int | None = None, *, progress: Progress | None = None) -> Verification:
        """Makes snapshots again from the history, and their seals of what they hold, and says what differs.

        See `models.verifying.verified` for what cannot be found.

        Args:
            week: only the snapshots of this week; None for all. Raises NotFound where it has none.
        """
        return verified(self._plan.reading, week, progress=progress)

    def up_to(self, day: date) -> tuple[Snapshot, ...]:
        """The snapshots of days up to `day`, of each week the newest of these, by week."""
        return newest_versions(self.all(), day)

    def reports(self, day: date, uids: Collection[str]) -> tuple[Report, ...]:
        """What the snapshots up to a day say of some milestones, for their trend."""
        with self._plan.reading() as connection:
            return tuple(
                Report(
                    each.day,
                    {m.uid: m for m in frozen_records(connection, each.number, "milestone", list(uids))},
                )
                for each in newest_versions(snapshots(connection), day)
            )

    def trend(self, state: PlanState, scope: Scope | None = None) -> Trend:
        """The milestone trend of the plan or of a part of it, up to the state's day."""
        _is_flagged, milestones = trend_milestones(state, scope)
        return trend(state, self.reports(state.day, [m.uid for m in milestones]), scope)

    def track_record(self, day: date, scope: Scope | None = None) -> tuple[Forecast, ...]:
        """What each snapshot before a day would have forecast, from what is frozen in it; by day."""
        found = []
        with self._plan.reading() as connection:
            for each in newest_versions(snapshots(connection), day):
                if each.day < day:
                    key = each.number, scope
                    if key not in self._said:
                        self._said[key] = frozen_state(connection, each.number, each.day).forecast(scope)
                    found.append(self._said[key])
        return tuple(found)

    def last_dates(self, day: date) -> tuple[Dates, ...]:
        """The forecast dates in the last snapshots up to a day, for watermelons; the oldest first."""
        with self._plan.reading() as connection:
            last = newest_versions(snapshots(connection), day)[-LAST_SNAPSHOTS:]
            for each in last:
                if each.number not in self._dates:
                    self._dates[each.number] = Dates(each.day, frozen_forecasts(connection, each.number))
            return tuple(self._dates[each.number] for each in last)

    def compare(self, week: int, other: int | None = None, *, day: date | None = None) -> tuple[Edit, ...]:
        """What changed from one week's snapshot to another's, or to a day (None: today), as edits."""
        return self.edits_between(self.of_week(week), None if other is None else self.of_week(other), day=day)

    def edits_between(
        self, then: Snapshot, now: Snapshot | None = None, *, day: date | None = None
    ) -> tuple[Edit, ...]:
        """What changed from one snapshot to another, or to a day (None: today), as edits: every field that differs."""
        with self._plan.reading() as connection:
            if now is None:
                rows = rows_of_state(queries.plan_state(connection, day or self._plan.today))
            else:
                rows = frozen_rows(connection, now.number)
            return differences(frozen_rows(connection, then.number), rows)

    def comparison(self, then: Snapshot, now: Snapshot | None = None, *, day: date | None = None) -> Compared:
        """What lies between two snapshots, or a snapshot and the plan on a day (None: today), as people read it."""
        from models.comparing import compared, compared_with_state  # Seldom asked for.

        state = None if now is not None else self._plan.state(day or self._plan.today)
        with self._plan.reading() as connection:
            if state is not None:
                return compared_with_state(connection, then, state)
            assert now is not None
            return compared(connection, then, now)


def newest_versions(found: Iterable[Snapshot], day: date) -> tuple[Snapshot, ...]:
    """The newest version of each week among the snapshots of days up to `day`; they come by week and version."""
    return tuple({each.week: each for each in found if each.day <= day}.values())


def take(
    connection: Connection,
    state: PlanState,
    *,
    at: datetime,
    person: str,
    correction: str | None = None,
) -> tuple[int, bool]:
    """Freezes the week of the state's day; returns the snapshot's number and whether it is new.

    A week that is frozen already is left as it is, unless `correction` says why a further version is needed.

    Raises:
        RuleBroken: the day lies outside the plan's weeks, nothing was known on it yet, or a week is to be corrected
            that is not frozen.
        InvalidValue: the reason of a correction is empty or cannot be kept.
    """
    week = state.calendar.week_number(state.day)
    check_day(state)
    if correction is not None:
        correction = str(checked(_REASON, correction, _("Correction")))
    earlier = connection.execute(
        select(SNAPSHOT.c.number, SNAPSHOT.c.version)
        .where(SNAPSHOT.c.week == week)
        .order_by(SNAPSHOT.c.version.desc())
    ).first()
    if earlier is not None and correction is None:
        return int(earlier.number), False
    if earlier is None and correction is not None:
        raise RuleBroken(
            _("Week {week} is not frozen yet, so there is nothing to correct.").format(week=week)
        )
    last = connection.execute(
        select(SNAPSHOT.c.number, SNAPSHOT.c.seal).order_by(SNAPSHOT.c.number.desc()).limit(1)
    ).first()
    number = 1 if last is None else int(last.number) + 1
    rows = rows_to_freeze(state)
    found = {
        "previous": "" if last is None else last.seal,
        "number": number,
        "week": week,
        "iso_week": iso_week(state.day),
        "version": 1 if earlier is None else earlier.version + 1,
        "day": state.day.isoformat(),
        "revision": state.revision,
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "person": person,
        "reason": correction,
        "figures": figures_text(figures(state)),
        "form": HEAD,
    }
    # The rows come first: a trigger lets none in once the snapshot itself is there. Straight to the driver and in the
    # order of their key: twice as fast.
    connection.exec_driver_sql(
        f"INSERT INTO {SNAPSHOT_ROW.name} (snapshot, kind, uid, fields) VALUES ({number}, ?, ?, ?)", rows
    )
    connection.execute(insert(SNAPSHOT), found | {"day": state.day, "seal": seal(found, rows)})
    return number, True


_REASON: Final = Field("reason", FieldType.LINE, N_("reason"), required=True)


def snapshots(connection: Connection) -> tuple[Snapshot, ...]:
    """All snapshots, by week and version."""
    rows = connection.execute(
        select(SNAPSHOT, PERSON.c.login)
        .join(PERSON, PERSON.c.key == SNAPSHOT.c.person)
        .order_by(SNAPSHOT.c.week, SNAPSHOT.c.version)
    )
    return tuple(
        Snapshot(
            number=row.number,
            week=row.week,
            iso_week=row.iso_week,
            version=row.version,
            day=row.day,
            revision=row.revision,
            at=row.at,
            person=row.login or "–",
            reason=row.reason,
            figures=figures_from(row.figures),
            form=row.form,
            previous=row.previous,
            seal=row.seal,
        )
        for row in rows
    )


def snapshot_of(connection: Connection, week: int, version: int | None = None) -> Snapshot:
    """A version of a week's snapshot, the last one where none is asked for; raises NotFound."""
    found = [snapshot for snapshot in snapshots(connection) if snapshot.week == week]
    if not found:
        raise no_snapshot(week)
    if version is None:
        return found[-1]
    chosen = next((each for each in found if each.version == version), None)
    if chosen is None:
        raise NotFound(
            _("Week {week} has no version {version}: its versions are 1 to {count}.").format(
                week=week, version=version, count=len(found)
            )
        )
    return chosen


def fridays(first: date, last: date) -> list[date]:
    """The Fridays from the week of `first` up to `last`."""
    friday = monday_of(first) + timedelta(days=FRIDAY)
    found = []
    while friday <= last:
        found.append(friday)
        friday += timedelta(days=7)
    return found
