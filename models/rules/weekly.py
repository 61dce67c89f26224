"""The weekly page that goes to the Mayor: what stands in its eleven parts, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from models.rules.attention import Item
from models.rules.burndown import BurndownDay, BurndownSummary
from models.rules.calendar import FRIDAY, WorkCalendar
from models.rules.course import Stood
from models.rules.coverage import QuestionCoverage
from models.rules.figures import Figures
from models.rules.forecast import Forecast
from models.rules.lights import LightCounts
from models.rules.lights_by_week import LightsByWeek
from models.rules.publicity import LeftOut
from models.rules.records import (
    Decision,
    Dependency,
    Handoff,
    Initiative,
    Milestone,
    Narrative,
    Stream,
    Theme,
)
from models.rules.slips import PastSlip
from models.rules.state import PlanState
from models.rules.words import Publicity

WEEKS_BEFORE: Final = 3
"""So many weeks before this one have their lights on the page."""
DECISIONS_WITHIN_DAYS: Final = 14
"""A decision is on the page when it is needed at most so many calendar days ahead."""
BIGGEST_SLIPS: Final = 5
"""So many slips are told one by one."""


@dataclass(frozen=True)
class Mark:
    """The snapshot that a page is made from."""

    number: int
    version: int
    """1, or more for a correction."""
    seal: str
    at: str
    """When it was taken: ISO text in UTC."""
    revision: int
    reason: str | None
    """Why it was corrected; None for a first version, and on a public page."""


@dataclass(frozen=True)
class Before:
    """How things stood when the page before was made: the newest frozen week, or the day before the week began."""

    day: date
    week: int | None
    """The plan's week whose snapshot it is; None where no earlier week is frozen."""
    milestones: Mapping[str, Stood]
    """By uid."""
    handoffs: Mapping[str, Handoff]
    """By uid."""


@dataclass(frozen=True)
class WeekLights:
    """The lights of one week before this one."""

    week: int
    day: date | None = None
    """The day of its snapshot; None where the week is not frozen."""
    streams: Mapping[str, LightCounts] = field(default_factory=dict)
    """By visible id."""
    themes: Mapping[str, LightCounts] = field(default_factory=dict)
    """By visible id."""


@dataclass(frozen=True)
class PartLights:
    """The light of one stream or theme, and how it came about."""

    kind: str
    """`stream` or `theme`."""
    row: Stream | Theme
    weeks: tuple[LightCounts | None, ...]
    """Its lights in the weeks of the page, this week last; None where nothing is known of it."""
    worst: Item | None
    """The milestone that weighs most among those of the worst light; None where that is green, or none is open."""
    others: int
    """How many more milestones have that light."""

    @property
    def counts(self) -> LightCounts:
        """Its lights now."""
        return self.weeks[-1] or LightCounts()


@dataclass(frozen=True)
class Lights:
    """The fourth part: traffic lights."""

    plan: LightsByWeek
    """Those of the whole plan in the weeks of the page, this week last."""
    streams: tuple[PartLights, ...]
    themes: tuple[PartLights, ...]
    given: tuple[tuple[Initiative, LightCounts], ...]
    """Initiatives with a light that a person set, each with those that were computed."""


@dataclass(frozen=True)
class DecisionNeeded:
    """A decision that is needed."""

    decision: Decision
    days: int
    """Calendar days overdue: 0 on the day itself, negative while the day lies ahead."""
    agenda_by: date | None
    """The day by which it must be on its body's agenda, where the body meets in a rhythm."""


@dataclass(frozen=True)
class Results:
    """What came of the week, since the page before."""

    done: tuple[Milestone, ...]
    dropped: tuple[Milestone, ...]
    added: tuple[Milestone, ...]
    """Those that came after the baseline; before it all is planning."""
    removed: tuple[Milestone, ...]


@dataclass(frozen=True)
class Burndown:
    """The burndown as series and in figures."""

    days: tuple[BurndownDay, ...]
    """Every day of the plan."""
    summary: BurndownSummary
    forecast: Forecast

    def by_week(self, calendar: WorkCalendar, day: date) -> tuple[tuple[int, BurndownDay], ...]:
        """A row for each week of the plan: that of its Friday, and of the page's day in the week of the page."""
        rows = {row.day: row for row in self.days}
        found = []
        for week in range(1, calendar.weeks + 1):
            friday = monday_of_week(calendar, week) + timedelta(days=FRIDAY)
            when = day if week == calendar.week_number(day) else friday
            when = min(max(when, calendar.start), calendar.end)
            if when in rows:
                found.append((week, rows[when]))
        return tuple(found)


@dataclass(frozen=True)
class OverdueLink:
    """A division waits for another one's milestone that is late."""

    link: Dependency
    waiting: Milestone
    provider: Milestone
    since: date
    """The provider's forecast."""
    workdays: int
    """Working days that the provider is late."""


@dataclass(frozen=True)
class Approvals:
    """Date changes of flagged milestones after the baseline, which somebody must approve."""

    moved: tuple[PastSlip, ...]
    """Those of the week, to an earlier day too: the working days are negative then."""
    changes: int
    """How many date changes there were since the baseline."""
    milestones: int
    """Of how many milestones."""
    flagged: int
    """How many milestones are flagged."""


@dataclass(frozen=True)
class Rounds:
    """Hand-offs of the week, since the page before."""

    sent: tuple[Handoff, ...]
    returned: tuple[Handoff, ...]
    missing: tuple[Handoff, ...]
    """Those still missing, of earlier weeks too."""

    @property
    def all(self) -> tuple[Handoff, ...]:
        """Each of them once."""
        return tuple({each.uid: each for each in (*self.missing, *self.returned, *self.sent)}.values())


@dataclass(frozen=True)
class Told:
    """What a person says of the week."""

    narrative: Narrative
    written_on: date | None
    """Where it was written after the week was frozen: the day; None where it is frozen with it."""


@dataclass(frozen=True)
class WeeklyPage:
    """The page of one week; its parts stand in the order in which they are told."""

    state: PlanState
    """What the page is made from: the frozen week, or the plan as it stands for a draft; its public part alone where
    the page is public."""
    week: int
    iso_week: str
    mark: Mark | None
    """The snapshot; None for a draft of the current week."""
    publicity: Publicity
    """The class of the page: the strictest of the initiatives that it names."""
    grounds: tuple[str, ...]
    """The legal grounds of the secret ones among these."""
    is_public: bool
    """Whether what is not public was left out."""
    before: Before
    figures: Figures
    told: Told | None
    is_told_left_out: bool
    """Whether the narrative names what is not public, and was left out for it."""
    decisions: tuple[DecisionNeeded, ...]
    lights: Lights
    results: Results
    burndown: Burndown
    slips: tuple[PastSlip, ...]
    """All of the week, the biggest first."""
    dependencies: tuple[OverdueLink, ...]
    next_week: tuple[Milestone, ...]
    coverage: tuple[QuestionCoverage, ...]
    approvals: Approvals
    rounds: Rounds
    left_out: tuple[LeftOut, ...]

    @property
    def day(self) -> date:
        """The day of evaluation."""
        return self.state.day

    @property
    def calendar(self) -> WorkCalendar:
        """The plan's calendar."""
        return self.state.calendar

    @property
    def weeks(self) -> Sequence[tuple[int, date | None]]:
        """The weeks whose lights are on the page and the days of their snapshots, this week last."""
        return [(week.week, week.day) for week in self.lights.plan.weeks]


def monday_of_week(calendar: WorkCalendar, week: int) -> date:
    """The Monday of a week of the plan."""
    first = calendar.start - timedelta(days=calendar.start.weekday())
    return first + timedelta(days=7 * (week - 1))
