"""What the workbook for stakeholders tells: the weekly page with the series behind its charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from exports.report_words import Teller
from models.language import _
from models.plan import Plan
from models.rules.burndown import BurndownDay
from models.rules.figures import Figures
from models.rules.lights_by_week import LightsByWeek
from models.rules.records import text
from models.rules.slips import Slips
from models.rules.state import PlanState
from models.rules.weekly import WeeklyPage

LONGEST_NAME: Final = 80
"""Letters of a plan's name in a footer."""


@dataclass(frozen=True)
class Told:
    """One week of the plan as stakeholders are told of it."""

    page: WeeklyPage
    lights: LightsByWeek
    """Of all weeks so far."""
    slips: Slips
    teller: Teller
    """Names the rows and notes those that lack the reader's language."""

    @property
    def state(self) -> PlanState:
        """What of the plan is told: where only what is public is, every series and figure is of that part."""
        return self.page.state

    @property
    def figures(self) -> Figures:
        """The figures of the day."""
        return self.page.figures

    @property
    def burndown(self) -> tuple[BurndownDay, ...]:
        """One row for each day of the plan."""
        return self.page.burndown.days

    @property
    def name(self) -> str:
        """What the plan is called."""
        return text(self.state.charter, "name") or _("plan")

    @property
    def week_text(self) -> str:
        """The plan and its week, for titles; says so where it is a draft."""
        return self._week_of(self.name)

    @property
    def footer(self) -> str:
        """The same for the foot of a page, where a long name would push the week off the paper."""
        name = self.name
        return self._week_of(name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…")

    def _week_of(self, name: str) -> str:
        sentence = (
            _("{plan}, week {week}") if self.page.mark is not None else _("{plan}, week {week} (draft)")
        )
        return sentence.format(plan=name, week=self.page.week)


def told(plan: Plan, page: WeeklyPage) -> Told:
    """What is told of the week of a page."""
    state, frozen = page.state, plan.weekly.frozen(page)
    lights = (
        plan.series.public_lights(state, plan.state(), frozen)
        if page.is_public
        else plan.series.lights(state, among=frozen)
    )
    return Told(page, lights, plan.series.slips(state), Teller(state))
