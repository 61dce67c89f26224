"""The dependencies of a plan as a screen sees them: what is reckoned of each, which of them show, and in which view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from models.language import N_, _
from models.rules.dependencies import (
    does_line_up,
    is_cross_division,
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


OVERDUE, APART, SILENT = "!", "×", "?"
"""Marks of a dependency: overdue; its dates do not line up; a promise or an answer is missing."""

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
    slack: int | None
    """Working days from the promised date to the needed one; negative where they do not line up."""
    is_overdue: bool
    is_cross: bool
    """Two divisions answer for its ends."""
    is_apart: bool
    """Its dates do not line up."""
    is_promise_missing: bool
    is_unanswered: bool
    light: Light | None
    """That of the providing milestone."""

    @property
    def marks(self) -> str:
        """What is wrong with it, a sign each."""
        is_silent = self.is_promise_missing or self.is_unanswered
        return OVERDUE * self.is_overdue + APART * self.is_apart + SILENT * is_silent

    @property
    def tone(self) -> Tone:
        """The colour of its marks."""
        return "error" if self.is_overdue or self.is_apart else "warning"

    def touches(self, division: str) -> bool:
        """Whether a division, by its uid, waits or provides in it."""
        return division in (self.waiting.division, self.provider.division)


@dataclass(frozen=True)
class Sieve:
    """Which dependencies show."""

    division: str | None = None
    """Only those in which this division, by its uid, waits or provides."""
    is_overdue: bool = False
    is_cross: bool = False

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return self == Sieve()

    def passes(self, line: Line) -> bool:
        """Whether a dependency shows."""
        return (
            (self.division is None or line.touches(self.division))
            and (line.is_overdue or not self.is_overdue)
            and (line.is_cross or not self.is_cross)
        )


@dataclass(frozen=True, eq=False)
class DependencyLook(Look):
    """A state as the screen of dependencies sees it."""

    sieve: Sieve = field(default_factory=Sieve)

    @cached_property
    def every_line(self) -> Mapping[str, Line]:
        """All dependencies by uid, in the order of the plan."""
        return {link.uid: self._line(link) for link in self.state.dependencies}

    def _line(self, link: Dependency) -> Line:
        state = self.state
        waiting, provider = state.get("milestone", link.waiting), state.get("milestone", link.provider)
        is_active = waiting.is_open and provider.is_open and link.is_standing
        return Line(
            link=link,
            waiting=waiting,
            provider=provider,
            is_active=is_active,
            need_by=need_by_of(link, state),
            promised=promised_of(link, state),
            slack=slack(link, state) if is_active else None,
            is_overdue=is_overdue(link, state),
            is_cross=is_cross_division(link, state),
            is_apart=not does_line_up(link, state),
            is_promise_missing=is_promise_missing(link, state),
            is_unanswered=is_unanswered(link, state),
            light=state.light_by_milestone[provider.uid],
        )

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The dependencies that show, by the day on which they are needed."""
        found = [line for line in self.every_line.values() if self.sieve.passes(line)]
        return tuple(by_need(found))

    @cached_property
    def lines_by_milestone(self) -> Mapping[str, Sequence[Line]]:
        """The dependencies that show, by the uid of either end."""
        found: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.link.waiting].append(line)
            found[line.link.provider].append(line)
        return found

    @property
    def this_week(self) -> int:
        """The week of the day of evaluation."""
        return self.state.calendar.week_number(self.state.day)

    def division_of(self, milestone: Milestone) -> str:
        """The visible id of the division that answers for a milestone."""
        return self.division_ids[milestone.division]


def by_need(lines: Iterable[Line]) -> Sequence[Line]:
    """Lines by the day on which they are needed; those that are settled come last."""
    return sorted(lines, key=lambda line: (not line.is_active, line.need_by))


def legend_text() -> str:
    """What the marks mean, and how slack is counted."""
    told = (
        (OVERDUE, _("overdue")),
        (APART, _("dates do not line up")),
        (SILENT, _("no promise or no answer")),
        (FORECAST, _("by forecast")),
    )
    marks = "   ".join(f"{mark} {words}" for mark, words in told)
    return f"{marks}   {_('slack in working days')}"


VIEW_TITLES: Final[dict[View, str]] = {
    View.MATRIX: N_("Matrix"),
    View.DIVISION: N_("One division"),
    View.BOARD: N_("Board"),
    View.CHAIN: N_("Chain"),
}
