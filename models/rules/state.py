"""The plan as it was known at the end of one day: the input of every rule, screen, workbook and report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from models.rules import lights
from models.rules.burndown import BurndownDay, ScopeChange, burndown
from models.rules.calendar import WorkCalendar
from models.rules.fields import KINDS
from models.rules.network import Network
from models.rules.records import (
    Charter,
    ClosedWeek,
    Decision,
    Dependency,
    Division,
    Handoff,
    Initiative,
    Milestone,
    Owner,
    Question,
    Reason,
    Stream,
    Theme,
    Unit,
    natural_key,
)
from models.rules.throughput import ThroughputWeeks, throughput_weeks
from models.rules.words import Light

if TYPE_CHECKING:
    from models.rules.forecast import Forecast


@dataclass(frozen=True)
class PlanState:
    """All rows of a plan as known on a day, and the day, which is also the day of evaluation.

    Rows are ordered as people expect: by position where a kind has one, else by visible id.
    """

    day: date
    revision: int
    """The last revision that it holds; 0 for none."""
    charter: Charter
    calendar: WorkCalendar
    rows: Mapping[str, tuple[Any, ...]]
    """Living rows by kind."""
    removed_milestones: tuple[Milestone, ...] = ()
    removed_initiatives: tuple[Initiative, ...] = ()
    """By uid: they tell to which stream and themes their removed milestones belonged."""
    scope_changes: tuple[ScopeChange, ...] = ()
    """All changes of weight in scope in the order in which they were written, later ones included."""

    @property
    def divisions(self) -> tuple[Division, ...]:
        """In their order in the plan."""
        return self.rows["division"]

    @property
    def units(self) -> tuple[Unit, ...]:
        """Parts of divisions."""
        return self.rows["unit"]

    @property
    def owners(self) -> tuple[Owner, ...]:
        """Role titles."""
        return self.rows["owner"]

    @property
    def streams(self) -> tuple[Stream, ...]:
        """In their order in the plan."""
        return self.rows["stream"]

    @property
    def themes(self) -> tuple[Theme, ...]:
        """Themes by id."""
        return self.rows["theme"]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Questions by id."""
        return self.rows["question"]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Reasons that people may give."""
        return self.rows["reason"]

    @property
    def closed_weeks(self) -> tuple[ClosedWeek, ...]:
        """Weeks without work on the plan, of divisions or of all."""
        return self.rows["closed_week"]

    @property
    def initiatives(self) -> tuple[Initiative, ...]:
        """Initiatives by id."""
        return self.rows["initiative"]

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """Milestones by id, done and dropped ones included."""
        return self.rows["milestone"]

    @property
    def dependencies(self) -> tuple[Dependency, ...]:
        """Dependencies by id."""
        return self.rows["dependency"]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Decisions by id."""
        return self.rows["decision"]

    @property
    def handoffs(self) -> tuple[Handoff, ...]:
        """Hand-off rounds by id."""
        return self.rows["handoff"]

    @cached_property
    def _by_uid(self) -> dict[str, dict[str, Any]]:
        return {kind: {row.uid: row for row in rows} for kind, rows in self.rows.items()}

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Any]]:
        return {
            kind: {row.id.casefold(): row for row in rows}
            for kind, rows in self.rows.items()
            if KINDS[kind].has_id
        }

    def get(self, kind: str, uid: str | None) -> Any:
        """The living row of a kind with that uid, or None."""
        return self._by_uid[kind].get(uid) if uid is not None else None

    def find(self, kind: str, visible_id: str) -> Any:
        """The living row of a kind with that visible id, in any case of letters, or None."""
        return self._by_id[kind].get(visible_id.strip().casefold())

    def id_of(self, kind: str, uid: str | None) -> str | None:
        """The visible id behind a reference; None for an empty one."""
        row = self.get(kind, uid)
        return row.id if row is not None else None

    # What a milestone is, seen with its plan.

    def stream_of(self, milestone: Milestone) -> str:
        """The uid of the stream to which the milestone's initiative belongs."""
        return str(self.get("initiative", milestone.initiative).stream)

    def initiative_ever(self, uid: str) -> Initiative | None:
        """An initiative that is there, or was until it was removed."""
        found: Initiative | None = self.get("initiative", uid)
        return found or next((each for each in self.removed_initiatives if each.uid == uid), None)

    def owner_of(self, milestone: Milestone) -> Owner | None:
        """The milestone's own owner, else its initiative's; None where nobody is named yet."""
        initiative = self.get("initiative", milestone.initiative)
        owner: Owner | None = self.get("owner", milestone.owner or initiative.owner)
        return owner

    @cached_property
    def light_by_milestone(self) -> dict[str, Light | None]:
        """The light of every living milestone, by uid."""
        return {m.uid: lights.light(m, self.day, self.calendar) for m in self.milestones}

    def late_workdays(self, milestone: Milestone) -> int:
        """Working days by which it is late on the day of evaluation."""
        return lights.late_workdays(milestone, self.day, self.calendar)

    def light_counts(self, milestones: Iterable[Milestone]) -> lights.LightCounts:
        """Lights, done and dropped among some milestones on the day of evaluation."""
        known = self.light_by_milestone
        return lights.counts((known[m.uid], m) for m in milestones)

    @cached_property
    def milestones_of_initiative(self) -> Mapping[str, Sequence[Milestone]]:
        """Living milestones by the uid of their initiative."""
        found: defaultdict[str, list[Milestone]] = defaultdict(list)
        for milestone in self.milestones:
            found[milestone.initiative].append(milestone)
        return found

    def milestones_of(self, scope: Scope | None) -> tuple[Milestone, ...]:
        """The living milestones of a part of the plan; all of them for None."""
        if scope is None:
            return self.milestones
        return tuple(m for m in self.milestones if scope.holds(m, self))

    @cached_property
    def network(self) -> Network:
        """Who waits for whom among the living milestones."""
        return Network(self.milestones, self.dependencies, self.calendar)

    def burndown(self, scope: Scope | None = None) -> tuple[BurndownDay, ...]:
        """The burndown of the plan or of a part of it, with what is known on the day of evaluation."""
        return burndown(
            self.milestones_ever_of(scope),
            self.scope_changes,
            calendar=self.calendar,
            baseline_on=self.charter.baseline_on,
            day=self.day,
        )

    def throughput(self, scope: Scope | None = None) -> ThroughputWeeks:
        """Weight done week by week, of the plan or of a part of it."""
        return throughput_weeks(self.milestones_of(scope), calendar=self.calendar, day=self.day)

    def milestones_ever_of(self, scope: Scope | None) -> tuple[Milestone, ...]:
        """The milestones of a part of the plan, those that were removed by the day included."""
        everything = (*self.milestones, *self.removed_milestones)
        return everything if scope is None else tuple(m for m in everything if scope.holds(m, self))

    def forecast(self, scope: Scope | None = None) -> Forecast:
        """When the plan or a part of it will be done, by its own pace so far."""
        from models.rules.forecast import forecast  # Seldom asked for, and 4 ms to import.

        return forecast(
            self.milestones_of(scope), calendar=self.calendar, closed_weeks=self.closed_weeks, day=self.day
        )


@dataclass(frozen=True)
class Scope:
    """A part of a plan: the milestones of one stream, division, initiative or theme."""

    kind: str
    """`stream`, `division`, `initiative` or `theme`."""
    uid: str

    def holds(self, milestone: Milestone, state: PlanState) -> bool:
        """Whether the milestone belongs to it; what belongs to a removed initiative, to what that belonged to."""
        if self.kind == "division":
            return milestone.division == self.uid
        if self.kind == "initiative":
            return milestone.initiative == self.uid
        initiative = state.initiative_ever(milestone.initiative)
        if initiative is None:
            return False
        return bool(initiative.stream == self.uid if self.kind == "stream" else self.uid in initiative.themes)


def order_rows(kind: str, rows: Iterable[Any]) -> tuple[Any, ...]:
    """Rows in the order in which people expect them."""
    description = KINDS[kind]
    if description.field("position"):
        return tuple(sorted(rows, key=lambda row: (row.position, natural_key(row.id), row.id)))
    if description.has_id:
        return tuple(sorted(rows, key=lambda row: (natural_key(row.id), row.id)))
    return tuple(rows)
