"""The weekly page of an open plan: a frozen week as it was frozen, or a draft of the current one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from models.errors import NotFound, RuleBroken
from models.language import _, date_text, monday_of
from models.rules.calendar import WorkCalendar
from models.rules.weeks import no_snapshot

if TYPE_CHECKING:
    from models.plan import Plan
    from models.rules.course import CourseChange
    from models.rules.records import Handoff, Milestone
    from models.rules.state import PlanState
    from models.rules.weekly import Before, Mark, Told, WeekLights, WeeklyPage
    from models.snapshots import Snapshot


class Weekly:
    """The weekly pages of an open plan; `plan.weekly`."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def page(self, week: int | None = None, *, day: date | None = None, public: bool = False) -> WeeklyPage:
        """The page of a week, from the newest version of its snapshot; the current week without one is a draft.

        Args:
            week: the plan's week; None for that of `day`, or after the plan's end for the last frozen one.
            day: the page as it was known on that day; None for today.
            public: whether what is not public is left out.

        Raises:
            NotFound: the week has passed and is not frozen, or the plan has no such week.
            RuleBroken: the week, or the plan, has not begun.
        """
        day = day or self._plan.today
        snapshots = self._plan.snapshots.up_to(day)
        charter = self._plan.charter()
        calendar = WorkCalendar(charter.start, charter.days)
        now = calendar.week_number(day)
        if now < 1:
            raise RuleBroken(
                _("{date} is before the plan begins on {start}, so there is no weekly page yet.").format(
                    date=date_text(day), start=date_text(calendar.start)
                )
            )
        if week is None:
            week = now if now <= calendar.weeks or not snapshots else snapshots[-1].week
        found = next((each for each in snapshots if each.week == week), None)
        if found is not None:
            return self.page_of(found, day=day, public=public)
        if week == now > calendar.weeks and not snapshots:
            raise NotFound(
                _("The plan ended on {date}, and no week of it is frozen that could be told of.").format(
                    date=date_text(calendar.end)
                )
            )
        if not 1 <= week <= calendar.weeks:
            raise NotFound(
                _("There is no week {week}: the plan has the weeks 1 to {weeks}.").format(
                    week=week, weeks=calendar.weeks
                )
            )
        if week > now:
            raise RuleBroken(
                _("Week {week} has not begun on {date}; it begins on {monday}.").format(
                    week=week,
                    date=date_text(day),
                    monday=date_text(monday_of(calendar.start) + timedelta(days=7 * (week - 1))),
                )
            )
        if week < now:
            raise no_snapshot(week)
        state = self._plan.state(day)
        if not state.revision:
            raise RuleBroken(
                _("Nothing of the plan was known on {date} yet, so there is no weekly page.").format(
                    date=date_text(day)
                )
            )
        return self._made(state, week, None, day, public)

    def page_of(self, snapshot: Snapshot, *, day: date | None = None, public: bool = False) -> WeeklyPage:
        """The page of one snapshot, of an older version too; of what came later it tells only a late narrative.

        Args:
            day: a narrative that was written later than this is left out; None for today.
        """
        state = self._plan.snapshots.state(snapshot)
        return self._made(state, snapshot.week, snapshot, day or self._plan.today, public)

    def frozen(self, page: WeeklyPage) -> tuple[Snapshot, ...]:
        """The snapshots that a page tells of, of each week one: those of the weeks before it, and its own."""
        own = [
            each
            for each in self._plan.snapshots.all()
            if page.mark is not None and each.number == page.mark.number
        ]
        return (*self._weeks_before(page.state, page.week, own[0] if own else None), *own)

    def _made(
        self, whole: PlanState, week: int, snapshot: Snapshot | None, day: date, public: bool
    ) -> WeeklyPage:
        from models.rules import weekly
        from models.rules import weekly_parts as parts
        from models.rules.calendar import iso_week
        from models.rules.coverage import coverage
        from models.rules.figures import figures
        from models.rules.publicity import public_part, publicity_of
        from models.rules.words import Publicity

        later = self._plan.state() if public else None
        part = public_part(whole, later) if public else None
        state = whole if part is None else part.state
        weeks_before = self._weeks_before(state, week, snapshot)
        before = self._before(state, weeks_before)
        # What was frozen is told as it was kept: the rules may have become others since.
        kept = snapshot.figures if snapshot is not None and snapshot.form and part is None else figures(state)
        earlier = self._earlier(week, weeks_before, later)
        moved = parts.moved_dates(state, before)
        course = self._course(
            state, {each.uid for each, _old in moved} | {m.uid for m in state.milestones if m.trend}
        )
        changes = parts.date_changes(state, moved, course)
        told = self._told(whole, week, snapshot, day)
        is_hidden = told is not None and part is not None and parts.names_hidden(told.narrative, part.hidden)
        decisions = parts.decisions_needed(state)
        lights = parts.lights_part(state, kept, earlier)
        results = parts.results_part(state, before)
        slips = parts.slips_part(changes)
        links = parts.dependencies_part(state)
        ahead = parts.next_week_part(state)
        approvals = parts.approvals_part(state, changes, course)
        worst = (each.worst for each in (*lights.streams, *lights.themes))
        named: Iterable[Milestone] = (
            *(item.row for item in worst if item is not None),
            *results.done, *results.dropped, *results.added, *results.removed,
            *(each.milestone for each in (*slips, *approvals.moved)),
            *(end for link in links for end in (link.waiting, link.provider)),
            *ahead,
        )  # fmt: skip
        behind = parts.initiatives_named(
            state, named, [each.decision for each in decisions], [each for each, _counts in lights.given]
        )
        return weekly.WeeklyPage(
            state=state,
            week=week,
            iso_week=iso_week(state.day),
            mark=None if snapshot is None else _mark(snapshot, public),
            publicity=Publicity.PUBLIC if public else publicity_of(behind),
            grounds=tuple(sorted({each.secrecy_ground for each in behind if each.secrecy_ground})),
            is_public=public,
            before=before,
            figures=kept,
            told=None if is_hidden else told,
            is_told_left_out=is_hidden,
            decisions=decisions,
            lights=lights,
            results=results,
            burndown=parts.burndown_part(state),
            slips=slips,
            dependencies=links,
            next_week=ahead,
            coverage=coverage(state),
            approvals=approvals,
            # Hand-offs are between the office and the divisions, on no page and in no export for the public.
            rounds=parts.rounds_part(state, before) if part is None else weekly.Rounds((), (), ()),
            left_out=() if part is None else part.left_out,
        )

    # What came before.

    def _weeks_before(self, state: PlanState, week: int, snapshot: Snapshot | None) -> Sequence[Snapshot]:
        """The frozen weeks before this one as they were known when the page was made, by week."""
        from models.snapshots import newest_versions

        known = (
            each
            for each in self._plan.snapshots.all()
            # A correction that came later is none of a page that was sent before.
            if each.week < week and (snapshot is None or each.number < snapshot.number)
        )
        return newest_versions(known, state.day)

    def _before(self, state: PlanState, weeks_before: Sequence[Snapshot]) -> Before:
        """How things stood in the newest of the frozen weeks, else at the end of the day before the week."""
        from models import queries
        from models.frozen import frozen_courses, frozen_records
        from models.rules.course import Stood
        from models.rules.weekly import Before

        with self._plan.reading() as connection:
            if weeks_before:
                last = weeks_before[-1]
                rounds: Iterable[Handoff] = frozen_records(connection, last.number, "handoff")
                courses = frozen_courses(connection, last.number)
                return Before(last.day, last.week, courses, {each.uid: each for each in rounds})
            day = monday_of(state.day) - timedelta(days=1)
            then = queries.state_as_frozen(connection, day, state.revision)
        return Before(
            day,
            None,
            {m.uid: Stood(m.forecast, m.status) for m in then.milestones},
            {each.uid: each for each in then.handoffs},
        )

    def _earlier(
        self, week: int, weeks_before: Sequence[Snapshot], later: PlanState | None
    ) -> tuple[WeekLights, ...]:
        """The lights of the weeks before, the oldest first; of public rows alone where `later` says what is public."""
        from models.rules.weekly import WEEKS_BEFORE, WeekLights

        frozen = {each.week: each for each in weeks_before}
        found = []
        for number in range(max(1, week - WEEKS_BEFORE), week):
            each = frozen.get(number)
            if each is None:
                found.append(WeekLights(number))
                continue
            lights = self._plan.snapshots.lights(each, later)
            found.append(WeekLights(number, each.day, lights["lights"], lights["theme_lights"]))
        return tuple(found)

    def _course(self, state: PlanState, uids: Collection[str]) -> tuple[CourseChange, ...]:
        """The course of some milestones, as far as the state knows it."""
        from models import queries

        with self._plan.reading() as connection:
            found = queries.course_changes(connection, uids=uids)
        return tuple(each for each in found if each.revision <= state.revision)

    def _told(self, state: PlanState, week: int, snapshot: Snapshot | None, day: date) -> Told | None:
        """The narrative that is frozen with the week, else one that was written since, by `day`."""
        from models import queries
        from models.rules.narrative import narrative_of
        from models.rules.weekly import Told

        frozen = narrative_of(state, week)
        if frozen is not None or snapshot is None:
            return Told(frozen, None) if frozen is not None else None
        with self._plan.reading() as connection:
            found = [each for each in queries.living_rows(connection, "narrative") if each.week == week]
        if not found:
            return None
        written_on = self._plan.history(uid=found[0].uid, limit=1)[0].known
        return Told(found[0], written_on) if written_on <= day else None


def _mark(snapshot: Snapshot, public: bool) -> Mark:
    """What a page says of its snapshot; a reason is free text, and nobody has looked whether it may be published."""
    from models.rules.weekly import Mark

    reason = None if public else snapshot.reason
    return Mark(snapshot.number, snapshot.version, snapshot.seal, snapshot.at, snapshot.revision, reason)
