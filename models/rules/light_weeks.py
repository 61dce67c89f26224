"""Traffic lights by week, as they stood when each week was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from models.language import _, ngettext, number_text
from models.rules.calendar import WorkCalendar
from models.rules.lights import WORST_FIRST, LightCounts
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


def lights_by_week(
    frozen: Mapping[int, tuple[date, LightCounts]], *, calendar: WorkCalendar, day: date
) -> tuple[LightsWeek, ...]:
    """A row for each week of the plan up to that of `day`; the week of `day` itself only once it is frozen.

    Args:
        frozen: by week, the day of its snapshot and the lights on it.
    """
    until = min(calendar.week_number(day), calendar.weeks)
    weeks = []
    for week in range(1, until + 1):
        when, counts = frozen.get(week, (None, None))
        if counts is not None or week < calendar.week_number(day):
            weeks.append(LightsWeek(week, when, counts))
    return tuple(weeks)


def lights_text(weeks: Sequence[LightsWeek]) -> str:
    """What lights by week say, in one or two sentences in the reader's language."""
    known = [(each.week, each.counts) for each in weeks if each.counts is not None]
    if not known:
        return _("No week is frozen yet, so there are no lights to show.")
    week, now = known[-1]
    lit = sum(getattr(now, light.value) for light in WORST_FIRST)
    sentence = ngettext(
        "Of {count} open milestone in week {week}, {red} is red and {amber} amber.",
        "Of {count} open milestones in week {week}, {red} are red and {amber} amber.",
        lit,
    ).format(count=number_text(lit), week=week, red=number_text(now.red), amber=number_text(now.amber))
    if len(known) > 1:
        before, then = known[-2]
        sentence += " " + _("In week {week} it was {red} and {amber}.").format(
            week=before, red=number_text(then.red), amber=number_text(then.amber)
        )
    return sentence
