"""The series behind the charts that need more than the plan as it stands: its history and its snapshots."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from models import queries
from models.frozen import frozen_state
from models.rules.course import CourseChange
from models.rules.flow import FlowDay, flow
from models.rules.lights import LightCounts
from models.rules.lights_by_week import LightsByWeek, lights_by_week, total
from models.rules.publicity import public_part
from models.rules.slips import Slips, by_reason, slips
from models.rules.state import PlanState, Scope
from models.snapshots import Snapshot, newest_versions, snapshots

if TYPE_CHECKING:
    from models.plan import Plan


class Series:
    """The series of an open plan; `plan.series`. Each is of the plan or of a part, with what a state knows."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lights: dict[tuple[int, Scope], LightCounts] = {}
        """Lights by snapshot and part of the plan: what is frozen says the same whenever it is asked."""

    def course_changes(self, state: PlanState | None = None) -> tuple[CourseChange, ...]:
        """All changes of the course of milestones, later ones than a state's day included.

        Args:
            state: leave out the revisions that it does not hold, such as those after a freeze on the same day.
        """
        with self._plan.reading() as connection:
            found = queries.course_changes(connection)
        return found if state is None else tuple(each for each in found if each.revision <= state.revision)

    def flow(self, state: PlanState, scope: Scope | None = None) -> tuple[FlowDay, ...]:
        """The cumulative flow."""
        return flow(
            state.milestones_ever_of(scope),
            state.scope_changes,
            self.course_changes(state),
            calendar=state.calendar,
            day=state.day,
        )

    def slips(self, state: PlanState, scope: Scope | None = None) -> Slips:
        """The slips by reason, removed milestones left out."""
        baseline_on = state.charter.baseline_on
        found = slips(
            state.milestones_of(scope),
            self.course_changes(state),
            calendar=state.calendar,
            baseline_on=baseline_on,
            day=state.day,
        )
        return by_reason(found, {row.uid: row for row in state.reasons}, baseline_on=baseline_on)

    def lights(
        self, state: PlanState, scope: Scope | None = None, *, among: Collection[Snapshot] | None = None
    ) -> LightsByWeek:
        """The lights by week, from the last version of each snapshot up to the state's day.

        Args:
            among: from these snapshots, of each week one, such as `plan.weekly.frozen` gives.
        """
        with self._plan.reading() as connection:
            if among is None:
                among = newest_versions(snapshots(connection), state.day)
            frozen = {
                each.week: (each.day, self._lights_of(connection, each, state, scope)) for each in among
            }
        return lights_by_week(frozen, calendar=state.calendar, day=state.day)

    def public_lights(self, state: PlanState, now: PlanState, among: Iterable[Snapshot]) -> LightsByWeek:
        """The lights by week of what may be published: then, and as the plan stands `now`.

        Those that were kept with the snapshots count the rest too, so they are counted again.

        Args:
            among: the snapshots to count, of each week one.
        """
        frozen = {}
        with self._plan.reading() as connection:
            for each in among:
                part = public_part(frozen_state(connection, each.number, each.day), now).state
                frozen[each.week] = each.day, part.light_counts(part.milestones)
        return lights_by_week(frozen, calendar=state.calendar, day=state.day)

    def _lights_of(
        self, connection: Connection, snapshot: Snapshot, state: PlanState, scope: Scope | None
    ) -> LightCounts:
        """The lights of a part in a snapshot: those of streams were kept, those of other parts are counted again."""
        kept = snapshot.figures.lights
        if scope is None:
            return total(kept.values())
        if scope.kind == "stream" and (visible_id := state.id_of("stream", scope.uid)) in kept:
            return kept[str(visible_id)]
        key = snapshot.number, scope
        if key not in self._lights:
            then = frozen_state(connection, snapshot.number, snapshot.day)
            self._lights[key] = then.light_counts(then.milestones_of(scope))
        return self._lights[key]
