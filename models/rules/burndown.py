"""Burndown and burn-up: remaining weight, the ideal line, scope, and what was added and dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from models.language import _, date_text, number_text
from models.rules.calendar import WorkCalendar
from models.rules.course import by_milestone, values_by_day
from models.rules.records import Milestone
from models.rules.words import Status


class ScopeChange(NamedTuple):
    """A change that moves weight into scope or out of it: of existence, of status to or from dropped, of weight."""

    uid: str
    """The milestone."""
    field: str
    """`exists`, `status` or `weight`."""
    old: bool | str | int | None
    new: bool | str | int | None
    day: date
    """When the program learnt it."""


@dataclass(frozen=True)
class BurndownDay:
    """The figures at the end of one day, in weight."""

    day: date
    remaining: int | None
    """In scope and not done; None after the day of evaluation."""
    ideal: int | None
    """Weight of the baseline milestones whose baseline date is later; None without a baseline."""
    scope: int | None
    """In scope; None after the day of evaluation."""
    added: int
    """Came into scope that day, after the baseline's confirmation; what left it again the same day does not count."""
    dropped: int
    """Left scope that day, after the baseline's confirmation; what came back the same day does not count."""

    @property
    def done(self) -> int | None:
        """Done weight, for the burn-up; None after the day of evaluation."""
        if self.scope is None or self.remaining is None:
            return None
        return self.scope - self.remaining


class ScopeStep(NamedTuple):
    """Weight in scope at the end of a day, and before it."""

    day: date
    before: int
    after: int


def _weight_in_scope(exists: object, status: object, weight: object) -> int:
    return int(str(weight)) if exists and status != Status.DROPPED else 0


def scope_steps(milestone: Milestone, changes: Sequence[ScopeChange]) -> list[ScopeStep]:
    """The weight that one milestone had in scope at the end of each day on which it differed from the day before.

    Args:
        changes: those of its scope, in the order in which they were written.
    """
    born = milestone.created_on
    now: dict[str, object] = {
        "exists": milestone.alive,
        "status": milestone.status,
        "weight": milestone.weight,
    }
    if not changes:
        return [ScopeStep(born, 0, _weight_in_scope(**now))]
    values = values_by_day(born, changes)
    steps, before = [], 0
    for day in sorted({born, *(day for line in values.values() for day, _value in line)}):
        now |= {field: value for field, line in values.items() for when, value in line if when == day}
        after = _weight_in_scope(**now)
        if after != before:
            steps.append(ScopeStep(day, before, after))
        before = after
    return steps


def burndown(
    milestones: Iterable[Milestone],
    changes: Iterable[ScopeChange],
    *,
    calendar: WorkCalendar,
    baseline_on: date | None,
    day: date,
) -> tuple[BurndownDay, ...]:
    """One row for each day of the plan, with what is known on `day`.

    A milestone counts as done from its actual date, even where that became known later, so a past day changes only
    through an actual date on or before it.

    Args:
        milestones: as known on `day`, removed ones included (they were in scope until they were removed).
        changes: the changes of their scope in the order in which they were written, from the first on; those that
            became known after `day` do not matter.
        baseline_on: when the baseline was confirmed; None where it is not known on `day`.
    """
    changes_of = by_milestone(changes)
    scope_by_day: defaultdict[date, int] = defaultdict(int)
    done_by_day: defaultdict[date, int] = defaultdict(int)
    added: defaultdict[date, int] = defaultdict(int)
    dropped: defaultdict[date, int] = defaultdict(int)
    ideal_by_day: defaultdict[date, int] = defaultdict(int)
    baseline_weight = 0
    for milestone in milestones:
        # A removed one counts as done too, in the days before its removal.
        done_on = milestone.actual if milestone.status is Status.DONE else None
        for step in scope_steps(milestone, changes_of.get(milestone.uid, ())):
            change_of_weight = step.after - step.before
            scope_by_day[step.day] += change_of_weight
            if done_on is not None:
                done_by_day[max(done_on, step.day)] += change_of_weight
            if change_of_weight > 0:
                added[step.day] += change_of_weight
            else:
                dropped[step.day] -= change_of_weight
        if milestone.baseline is not None and milestone.baseline_weight is not None:
            baseline_weight += milestone.baseline_weight
            ideal_by_day[milestone.baseline] += milestone.baseline_weight

    start = calendar.start
    scope = sum(weight for when, weight in scope_by_day.items() if when < start)
    done = sum(weight for when, weight in done_by_day.items() if when < start)
    ideal = baseline_weight - sum(weight for when, weight in ideal_by_day.items() if when < start)
    rows = []
    for each in calendar.all_days():
        scope += scope_by_day.get(each, 0)
        done += done_by_day.get(each, 0)
        ideal -= ideal_by_day.get(each, 0)
        known = each <= day
        after_baseline = baseline_on is not None and baseline_on < each <= day
        rows.append(
            BurndownDay(
                day=each,
                remaining=scope - done if known else None,
                ideal=ideal if baseline_on is not None else None,
                scope=scope if known else None,
                added=added.get(each, 0) if after_baseline else 0,
                dropped=dropped.get(each, 0) if after_baseline else 0,
            )
        )
    return tuple(rows)


@dataclass(frozen=True)
class BurndownSummary:
    """What a burndown says on its day of evaluation, in weight."""

    day: date
    remaining: int | None
    """None where nothing is known on the day: the plan has no days, or begins later."""
    scope: int | None
    ideal: int | None
    """None without a baseline."""
    added: int
    """Came into scope after the baseline's confirmation, up to the day."""
    dropped: int
    """Left scope after the baseline's confirmation, up to the day."""

    @property
    def above_ideal(self) -> int | None:
        """By how much more remains than the ideal line allows; negative where less does; None without one."""
        return None if self.remaining is None or self.ideal is None else self.remaining - self.ideal


def summary(rows: Sequence[BurndownDay], day: date) -> BurndownSummary:
    """The figures of a burndown on `day`; after the last day of the plan, those of the last day."""
    known = [row for row in rows if row.day <= day]
    last = known[-1] if known else None
    return BurndownSummary(
        day=last.day if last is not None else day,
        remaining=last.remaining if last is not None else None,
        scope=last.scope if last is not None else None,
        ideal=last.ideal if last is not None else None,
        added=sum(row.added for row in known),
        dropped=sum(row.dropped for row in known),
    )


def has_work(rows: Iterable[BurndownDay]) -> bool:
    """Whether any weight was ever in scope, or is in the baseline."""
    return any(row.scope or row.ideal for row in rows)


def nothing_text() -> str:
    """What is said of a plan, or of a part of it, that has no work."""
    return _("Nothing is in scope yet.")


def summary_text(figures: BurndownSummary) -> str:
    """What a burndown says, in one or two sentences in the reader's language."""
    if figures.remaining is None or figures.scope is None:
        return _("Nothing is known of the work on {date}.").format(date=date_text(figures.day))
    sentence = _("{remaining} of {scope} remain on {date}.")
    above = figures.above_ideal
    if above is not None and above > 0:
        sentence = _("{remaining} of {scope} remain on {date}, {above} more than the ideal line.")
    elif above is not None and above < 0:
        sentence = _("{remaining} of {scope} remain on {date}, {below} less than the ideal line.")
    elif above is not None:
        sentence = _("{remaining} of {scope} remain on {date}, just as on the ideal line.")
    return sentence.format(
        remaining=number_text(figures.remaining),
        scope=number_text(figures.scope),
        date=date_text(figures.day),
        above=number_text(above or 0),
        below=number_text(-(above or 0)),
    ) + _change_text(figures)


def burnup_text(figures: BurndownSummary) -> str:
    """What a burn-up says, in one or two sentences in the reader's language."""
    if figures.remaining is None or figures.scope is None:
        return summary_text(figures)
    return _("{done} of {scope} are done on {date}.").format(
        done=number_text(figures.scope - figures.remaining),
        scope=number_text(figures.scope),
        date=date_text(figures.day),
    ) + _change_text(figures)


def _change_text(figures: BurndownSummary) -> str:
    """What came and went since the baseline, as a sentence after another one; nothing where nothing did."""
    if not figures.added and not figures.dropped:
        return ""
    return " " + _("Since the baseline {added} was added and {dropped} dropped.").format(
        added=number_text(figures.added), dropped=number_text(figures.dropped)
    )
