"""The dependencies of a plan as a screen sees them: what is reckoned of each, which of them show, and in which view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from models.language import N_, _
from models.rules.dependencies import (
    ALL,
    CONCERN_WORDS,
    Concern,
    Wanted,
    chosen,
    ends,
    is_broken,
    is_cross_division,
    is_live,
    is_overdue,
    is_promise_missing,
    is_unanswered,
    need_by_of,
    promised_of,
    slack,
)
from models.rules.records import Dependency, Milestone
from models.rules.words import DependencyState, Light
from screens.widgets.columns import Look
from screens.widgets.table_lines import Tone


class View(StrEnum):
    """The four ways to look at the same dependencies."""

    MATRIX = "matrix"
    DIVISION = "division"
    BOARD = "board"
    CHAIN = "chain"


OVERDUE, BROKEN, UNANSWERED = "!", "≠", "?"
"""Marks of a dependency: overdue; its dates do not line up; nobody answered for five working days."""

FORECAST: Final = "~"
"""Before a date that is the forecast of that end's milestone, because nobody gave one."""

STATE_TONES: Final[dict[DependencyState, Tone]] = {
    DependencyState.ASKED: "warning",
    DependencyState.ACCEPTED: "",
    DependencyState.DECLINED: "error",
    DependencyState.DELIVERED: "success",
}


@dataclass(frozen=True, eq=False)
class Line:
    """A dependency with its two ends, and what the rules say of it on the day."""

    link: Dependency
    waiting: Milestone
    provider: Milestone
    is_active: bool
    """Both ends are open and it still stands, so that its dates matter."""
    need_by: date
    """The waiting side's date, its forecast where none is given."""
    promised: date
    """The providing side's date, its forecast where none is given."""
    slack: int
    """Working days from the promised date to the needed one; negative where they do not line up."""
    is_overdue: bool
    is_cross: bool
    """Two divisions answer for its ends."""
    is_broken: bool
    """Its dates do not line up."""
    is_promise_missing: bool
    is_unanswered: bool
    light: Light | None
    """That of the providing milestone."""

    @property
    def marks(self) -> str:
        """What is wrong with it, a sign each."""
        return OVERDUE * self.is_overdue + BROKEN * self.is_broken + UNANSWERED * self.is_unanswered

    @property
    def tone(self) -> Tone:
        """The colour of its marks."""
        return "error" if self.is_overdue or self.is_broken else "warning"


@dataclass(frozen=True, eq=False)
class DependencyLook(Look):
    """A state as the screen of dependencies sees it."""

    wanted: Wanted = ALL
    """Which dependencies show."""

    @cached_property
    def links(self) -> tuple[Dependency, ...]:
        """The dependencies that show, those that need attention first."""
        return chosen(self.state, self.wanted)

    @cached_property
    def shown(self) -> frozenset[str]:
        """Their uids."""
        return frozenset(link.uid for link in self.links)

    @cached_property
    def known(self) -> int:
        """How many would show without a filter."""
        if self.wanted.with_closed:
            return len(self.state.dependencies)
        return sum(is_live(link, self.state) for link in self.state.dependencies)

    @cached_property
    def _lines(self) -> dict[str, Line]:
        return {}

    def line(self, uid: str) -> Line:
        """A dependency of the plan, whether it shows or not."""
        if uid not in self._lines:
            self._lines[uid] = self._reckoned(self.state.get("dependency", uid))
        return self._lines[uid]

    def lines(self, links: Iterable[Dependency]) -> list[Line]:
        """Some dependencies in their order."""
        return [self.line(link.uid) for link in links]

    def _reckoned(self, link: Dependency) -> Line:
        state = self.state
        waiting, provider = ends(link, state)
        return Line(
            link=link,
            waiting=waiting,
            provider=provider,
            is_active=link.is_standing and is_live(link, state),
            need_by=need_by_of(link, state),
            promised=promised_of(link, state),
            slack=slack(link, state),
            is_overdue=is_overdue(link, state),
            is_cross=is_cross_division(link, state),
            is_broken=is_broken(link, state),
            is_promise_missing=is_promise_missing(link, state),
            is_unanswered=is_unanswered(link, state),
            light=state.light_by_milestone[provider.uid],
        )

    @property
    def this_week(self) -> int:
        """The week of the day of evaluation."""
        return self.state.calendar.week_number(self.state.day)

    def division_of(self, milestone: Milestone) -> str:
        """The visible id of the division that answers for a milestone."""
        return self.division_ids[milestone.division]


def legend_text() -> str:
    """What the marks mean, and how slack is counted."""
    told = (
        (OVERDUE, _(CONCERN_WORDS[Concern.OVERDUE])),
        (BROKEN, _(CONCERN_WORDS[Concern.BROKEN])),
        (UNANSWERED, _("no answer")),
        (FORECAST, _("forecast")),
    )
    marks = "   ".join(f"{mark} {words}" for mark, words in told)
    return "   ".join((marks, _("slack in working days")))


VIEW_TITLES: Final[dict[View, str]] = {
    View.MATRIX: N_("Matrix"),
    View.DIVISION: N_("One division"),
    View.BOARD: N_("Board"),
    View.CHAIN: N_("Chain"),
}
