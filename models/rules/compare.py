"""Compares two states of a plan; what comes of it is described in `models.rules.comparison`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from models.rules import lights
from models.rules.comparison import (
    COMPARED,
    Change,
    Comparison,
    Entry,
    Facet,
    LightChange,
    Side,
    Summary,
    Tally,
    Total,
    by_id,
    light_change,
)
from models.rules.course import CourseChange, by_milestone
from models.rules.progress import weights
from models.rules.records import Decision, Dependency, Initiative, Milestone
from models.rules.slips import course_moves
from models.rules.state import PlanState
from models.rules.words import DependencyState, Light, Status

STOPPED: Final = frozenset({Status.AT_RISK, Status.BLOCKED, Status.DROPPED})
"""What a reason that stands is a reason for."""


def compare(
    then: PlanState,
    now: PlanState,
    *,
    sides: tuple[Side, Side],
    course: Iterable[CourseChange] = (),
    came_before: Collection[str] = (),
) -> Comparison:
    """Compares two states.

    Args:
        sides: what the two are.
        course: the changes of the course of milestones that `now` holds and `then` does not, in their order.
        came_before: uids of rows that were there before `then` and removed by it, as far as `now` has them.
    """
    pair = _Pair(then, now, by_milestone(course), came_before)
    entries = tuple(
        entry
        for kind in COMPARED
        for entry in sorted(pair.entries(kind), key=by_id)
    )  # fmt: skip
    parts = {kind: (*now.rows[kind], *_gone(kind, then, now)) for kind in ("stream", "division")}
    return Comparison(
        *sides, entries, _summary(then, now, entries, {**pair.lights, LightChange.SAME: pair.same}), parts
    )


def _gone(kind: str, then: PlanState, now: PlanState) -> list[Any]:
    return [row for row in then.rows[kind] if now.get(kind, row.uid) is None]


class _Pair:
    """Two states beside each other."""

    def __init__(
        self,
        then: PlanState,
        now: PlanState,
        course: Mapping[str, Sequence[CourseChange]],
        came_before: Collection[str],
    ) -> None:
        self.then, self.now, self._course, self._came_before = then, now, course, frozenset(came_before)
        self.lights: Counter[LightChange] = Counter()
        self.same = 0
        """Lights that are the same on both sides."""

    def row(self, kind: str, uid: str | None) -> Any:
        """A row as it is, else as it was."""
        return self.now.get(kind, uid) or self.then.get(kind, uid)

    def entries(self, kind: str) -> Iterator[Entry]:
        """The entries of a kind, in no order."""
        if kind == "milestone":
            yield from self._milestones()
            return
        makers: dict[str, Callable[[Any, Any], Entry]] = {
            "initiative": self._initiative,
            "dependency": self._dependency,
            "decision": self._decision,
        }
        for before, after in self._rows(kind):
            if before == after and kind != "decision":
                continue  # A decision is made on its day although nobody writes anything then.
            entry = makers[kind](before, after)
            if entry.facets:
                yield entry

    def _rows(self, kind: str) -> Iterator[tuple[Any, Any]]:
        """Each row of a kind as it was and as it is; None where it is not there."""
        earlier = {row.uid: row for row in self.then.rows[kind]}
        for after in self.now.rows[kind]:
            yield earlier.pop(after.uid, None), after
        for before in earlier.values():
            yield before, None

    def _presence(self, before: Any, after: Any, name: str | None = None) -> list[Facet]:
        """Whether a row came or went.

        Args:
            name: the field that tells its date.
        """
        if after is None:
            return [Facet(Change.REMOVED, old=getattr(before, name) if name else None)]
        if before is None:
            is_back = after.uid in self._came_before
            return [
                Facet(
                    Change.BROUGHT_BACK if is_back else Change.ADDED,
                    new=getattr(after, name) if name else None,
                )
            ]
        return []

    def _dates(self, change: Change, old: date | None, new: date | None) -> list[Facet]:
        if old == new:
            return []
        workdays = None if old is None or new is None else self.now.calendar.variance(old, new)
        return [Facet(change, old, new, workdays)]

    # Milestones.

    def _milestones(self) -> Iterator[Entry]:
        lit_then, lit_now = self.then.light_by_milestone, self.now.light_by_milestone
        owned_then = {row.uid: row.owner for row in self.then.initiatives}
        owned_now = {row.uid: row.owner for row in self.now.initiatives}
        for before, after in self._rows("milestone"):
            uid = (after or before).uid
            old, new = lit_then.get(uid), lit_now.get(uid)
            light = None
            if old is new:
                self.same += old is not None
            elif (light := light_change(old, new)) is not None:
                self.lights[light] += 1
            if (
                light is None
                and before == after
                and (before.owner or owned_then[before.initiative] == owned_now[after.initiative])
            ):
                continue  # As nearly all of 10,000 are: their fields need no second look.
            facets = self._milestone(before, after)
            if light is not None:
                facets.append(self._light(light, old, new, after))
            if facets:
                yield self._milestone_entry(before, after, facets, new)

    def _milestone_entry(self, before: Any, after: Any, facets: list[Facet], light: Light | None) -> Entry:
        row, state = (after, self.now) if after is not None else (before, self.then)
        return Entry(
            "milestone",
            before,
            after,
            tuple(facets),
            stream=state.stream_of(row),
            division=row.division,
            light=light,
        )

    def _light(
        self, change: LightChange, old: Light | None, new: Light | None, after: Milestone | None
    ) -> Facet:
        is_silent = (
            change is LightChange.WORSE
            and after is not None
            and lights.is_silent_slip(after, self.now.day)
        )  # fmt: skip
        passed = after.forecast if is_silent and after is not None else None
        return Facet(Change.LIGHT, old, new, passed=passed)

    def _milestone(self, before: Milestone | None, after: Milestone | None) -> list[Facet]:
        facets = self._presence(before, after, "forecast")
        if after is None:
            return facets
        moved = self._moved(before, after)
        facets += sorted([*self._status(before, after, moved), *moved], key=_what_first)
        if before is None:
            return facets
        if before.status is after.status is Status.DONE:
            facets += self._dates(Change.ACTUAL, before.actual, after.actual)
        if before.weight != after.weight:
            facets.append(Facet(Change.WEIGHT, before.weight, after.weight))
        facets += self._rows_differ(
            Change.OWNER, self.then.owner_of(before), self.now.owner_of(after)
        ) + self._belonging(Change.INITIATIVE, "initiative", before.initiative, after.initiative)
        return facets + self._belonging(Change.DIVISION, "division", before.division, after.division)

    def _status(self, before: Milestone | None, after: Milestone, moved: Sequence[Facet]) -> list[Facet]:
        old, new = None if before is None else before.status, after.status
        if old is new:
            return []
        given = self.row("reason", after.reason)
        is_new = before is None or before.reason != after.reason
        # A reason that the date has given already is not told twice, and one that stood before says why of nothing.
        is_told = not (is_new or new in STOPPED) or any(given is facet.reason for facet in moved)
        reason = None if is_told else given
        facets = []
        if old is Status.DROPPED:
            facets.append(Facet(Change.BROUGHT_BACK, new=after.forecast))
        if new is Status.DROPPED:
            facets.append(Facet(Change.DROPPED, reason=reason))
        elif new is Status.DONE:
            facets.append(Facet(Change.DONE, new=after.actual))
        elif old is Status.DONE:
            facets.append(Facet(Change.REOPENED, new=new, reason=reason))
        elif old not in {None, Status.DROPPED}:
            facets.append(Facet(Change.STATUS, old, new, reason=reason))
        return facets

    def _moved(self, before: Milestone | None, after: Milestone) -> list[Facet]:
        if before is None or before.forecast == after.forecast:
            return []
        workdays = self.now.calendar.variance(before.forecast, after.forecast)
        way = list(course_moves(date.min, self._course.get(after.uid, ()), before.reason))
        # Without a way, as when the later of the two comes first, nobody knows why.
        reason = self.row("reason", way[-1].reason) if way else None
        return [
            Facet(
                Change.MOVED, before.forecast, after.forecast, workdays, reason, times=max(len(way), 1)
            )
        ]  # fmt: skip

    def _rows_differ(self, change: Change, old: Any, new: Any) -> list[Facet]:
        """Nothing where the two are the same row, whatever it says."""
        is_same = (old and old.uid) == (new and new.uid)
        return [] if is_same else [Facet(change, old, new)]

    def _belonging(self, change: Change, kind: str, old: str, new: str) -> list[Facet]:
        if old == new:
            return []
        return self._rows_differ(change, self.then.get(kind, old), self.now.get(kind, new))

    # The others.

    def _initiative(self, before: Initiative | None, after: Initiative | None) -> Entry:
        facets = self._presence(before, after)
        if before is not None and after is not None:
            facets += self._rows_differ(
                Change.OWNER, self.then.get("owner", before.owner), self.now.get("owner", after.owner)
            )
            if (before.light, before.light_reason) != (after.light, after.light_reason):
                facets.append(
                    Facet(Change.GIVEN_LIGHT, before.light, after.light, said=after.light_reason)
                )  # fmt: skip
            facets += self._belonging(Change.STREAM, "stream", before.stream, after.stream)
            facets += self._belonging(Change.DIVISION, "division", before.lead, after.lead)
        row: Any = after or before
        return Entry("initiative", before, after, tuple(facets), stream=row.stream, division=row.lead)

    def _dependency(self, before: Dependency | None, after: Dependency | None) -> Entry:
        facets = self._presence(before, after)
        if after is not None:
            old, new = None if before is None else before.state, after.state
            if new is DependencyState.DELIVERED and old is not new:
                facets.append(Facet(Change.DELIVERED))
            elif old is not None and old is not new:
                facets.append(Facet(Change.STATE, old, new))
        if before is not None and after is not None:
            facets += self._dates(Change.NEED_BY, before.need_by, after.need_by)
            facets += self._dates(Change.PROMISED, before.promised, after.promised)
        row: Any = after or before
        ends = [self.row("milestone", uid) for uid in (row.waiting, row.provider)]
        return Entry("dependency", before, after, tuple(facets), waiting=ends[0], provider=ends[1])

    def _decision(self, before: Decision | None, after: Decision | None) -> Entry:
        facets = self._presence(before, after, "needed")
        if after is not None:
            was_made = before is not None and _is_by(before.made, self.then.day)
            is_made = _is_by(after.made, self.now.day)
            if is_made and not was_made:
                facets.append(Facet(Change.MADE, after.outcome, after.made))
            elif before is not None and was_made and not is_made:
                facets.append(Facet(Change.REOPENED, new=after.outcome))
            elif before is not None and before.outcome is not after.outcome:
                facets.append(Facet(Change.OUTCOME, before.outcome, after.outcome))
        if before is not None and after is not None:
            facets += self._dates(Change.MOVED, before.needed, after.needed)
        return Entry("decision", before, after, tuple(facets))


def _is_by(when: date | None, day: date) -> bool:
    return when is not None and when <= day


def _what_first(facet: Facet) -> bool:
    """What became of a milestone comes first, then its date, then another open status."""
    return facet.change is Change.STATUS


# The numbers.


def _summary(
    then: PlanState, now: PlanState, entries: Sequence[Entry], found: Mapping[LightChange, int]
) -> Summary:
    kinds: dict[str, Counter[Change]] = {kind: Counter() for kind in COMPARED}
    for entry in entries:
        kinds[entry.kind].update(facet.change for facet in entry.facets)
    milestones = [entry for entry in entries if entry.kind == "milestone"]
    having: defaultdict[Change, list[Entry]] = defaultdict(list)
    for entry in milestones:
        for facet in entry.facets:
            having[facet.change].append(entry)
    moved = [one for entry in having[Change.MOVED] if (one := entry.facet(Change.MOVED)) is not None]
    stayed = [e for e in having[Change.WEIGHT] if _in_scope(e.before) and _in_scope(e.after)]
    gone = [*having[Change.DROPPED], *having[Change.REMOVED]]
    return Summary(
        then=_total(then),
        now=_total(now),
        added=_came(having[Change.ADDED]),
        brought_back=_came(having[Change.BROUGHT_BACK]),
        dropped=_went(having[Change.DROPPED], _in_scope),
        removed=_went(having[Change.REMOVED], _in_scope),
        done=_came(having[Change.DONE]),
        reopened=_went(having[Change.REOPENED], _is_done),
        done_gone=_went([entry for entry in gone if _is_done(entry.before)], _is_done),
        reweighed=sum(e.after.weight - e.before.weight for e in stayed),
        done_reweighed=sum(
            e.after.weight - e.before.weight for e in stayed if _is_done(e.before) and _is_done(e.after)
        ),
        later=sum(facet.new > facet.old for facet in moved),
        earlier=sum(facet.new < facet.old for facet in moved),
        lights={change: found.get(change, 0) for change in LightChange},
        kinds=kinds,
    )


def _total(state: PlanState) -> Total:
    sums, dropped, done = weights(state.milestones), 0, 0
    for milestone in state.milestones:
        dropped += milestone.status is Status.DROPPED
        done += milestone.status is Status.DONE
    return Total(len(state.milestones) - dropped, sums.scope, done, sums.done)


def _in_scope(milestone: Milestone | None) -> bool:
    return milestone is not None and milestone.in_scope


def _is_done(milestone: Milestone | None) -> bool:
    return milestone is not None and milestone.status is Status.DONE


def _came(entries: Sequence[Entry]) -> Tally:
    """What came in; what was dropped at once did not."""
    return _tally(entries, [entry.after for entry in entries if entry.after.in_scope])


def _went(entries: Sequence[Entry], counted: Callable[[Milestone | None], bool]) -> Tally:
    """What went out of what was counted."""
    return _tally(entries, [entry.before for entry in entries if counted(entry.before)])


def _tally(entries: Sequence[Entry], rows: Sequence[Milestone]) -> Tally:
    return Tally(len(entries), len(rows), sum(row.weight for row in rows))
