"""Traffic lights by week, as they stood when each week was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from models.language import _, ngettext, number_text
from models.rules.calendar import WorkCalendar
from models.rules.lights import LightCounts
from models.rules.words import Light


@dataclass(frozen=True)
class LightsWeek:
    """The lights of one week of the plan."""

    week: int
    day: date | None
    """The day of its snapshot; None where the week was not frozen."""
    counts: LightCounts | None
    """None: no data."""

    @property
    def lit(self) -> int:
        """How many milestones had a light: those that were open."""
        return 0 if self.counts is None else sum(getattr(self.counts, light.value) for light in Light)


def total(counts: Iterable[LightCounts]) -> LightCounts:
    """The lights of several streams together."""
    found = list(counts)
    names = [field.name for field in fields(LightCounts)]
    return LightCounts(**{name: sum(getattr(each, name) for each in found) for name in names})


@dataclass(frozen=True)
class LightsByWeek:
    """The lights of each week of a plan so far."""

    weeks: tuple[LightsWeek, ...]
    """From week 1 to that of the day of evaluation, which itself is there only once it is frozen."""
    count: int
    """How many weeks the plan has."""

    @property
    def known(self) -> tuple[tuple[LightsWeek, LightCounts], ...]:
        """The frozen weeks with their counts."""
        return tuple((week, week.counts) for week in self.weeks if week.counts is not None)


def lights_by_week(
    frozen: Mapping[int, tuple[date, LightCounts]], *, calendar: WorkCalendar, day: date
) -> LightsByWeek:
    """The lights of each week of the plan up to that of `day`.

    Args:
        frozen: by week, the day of its snapshot and the lights on it.
    """
    until = min(calendar.week_number(day), calendar.weeks)
    weeks = []
    for week in range(1, until + 1):
        when, counts = frozen.get(week, (None, None))
        if counts is not None or week < calendar.week_number(day):
            weeks.append(LightsWeek(week, when, counts))
    return LightsByWeek(tuple(weeks), calendar.weeks)


def lights_text(series: LightsByWeek) -> str:
    """What lights by week say, in one or two sentences in the reader's language."""
    known = series.known
    if not known:
        return _("No week is frozen yet, so there are no lights to show.")
    week, now = known[-1]
    lit = week.lit
    sentence = ngettext(
        "Of {count} open milestone in week {week}, {red} is red and {amber} amber.",
        "Of {count} open milestones in week {week}, {red} are red and {amber} amber.",
        lit,
    ).format(count=number_text(lit), week=week.week, red=number_text(now.red), amber=number_text(now.amber))
    if len(known) > 1:
        before, then = known[-2]
        sentence += " " + _("In week {week} it was {red} and {amber}.").format(
            week=before.week, red=number_text(then.red), amber=number_text(then.amber)
        )
    return sentence
