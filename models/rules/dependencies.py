"""A dependency as an agreement: its dates, its slack, what is wrong with it, and where it stands between divisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from models.language import N_, _
from models.rules import lights
from models.rules.calendar import WorkCalendar
from models.rules.records import Dependency, Milestone, natural_key
from models.rules.state import PlanState
from models.rules.words import DependencyState, Light

ANSWER_WORKDAYS: Final = 5
"""What is asked for and not answered for so many working days needs attention."""


# One dependency.


def ends(link: Dependency, state: PlanState) -> tuple[Milestone, Milestone]:
    """The waiting and the providing milestone."""
    return state.get("milestone", link.waiting), state.get("milestone", link.provider)


def is_live(link: Dependency, state: PlanState) -> bool:
    """Both ends are open: only then does anybody wait for anything."""
    waiting, provider = ends(link, state)
    return waiting.is_open and provider.is_open


def is_overdue(link: Dependency, state: PlanState) -> bool:
    """Both ends open, and the provider's forecast has passed."""
    waiting, provider = ends(link, state)
    return waiting.is_open and lights.is_late(provider, state.day)


def overdue_dependencies(state: PlanState) -> tuple[Dependency, ...]:
    """Dependencies of which both ends are open and the provider's forecast has passed."""
    return tuple(link for link in state.dependencies if is_overdue(link, state))


def is_cross_division(link: Dependency, state: PlanState) -> bool:
    """The two milestones are answered for by different divisions."""
    waiting, provider = ends(link, state)
    return waiting.division != provider.division


def need_by_of(link: Dependency, state: PlanState) -> date:
    """When the waiting side needs it: as it says, else its own forecast."""
    return link.need_by or ends(link, state)[0].forecast


def promised_of(link: Dependency, state: PlanState) -> date:
    """When the providing side promises it: as it says, else its own forecast."""
    return link.promised or ends(link, state)[1].forecast


def slack(link: Dependency, state: PlanState) -> int:
    """Working days from the promised to the need-by date; negative where it is promised too late.

    It is 0 where both are the same day, and where only days off lie between the two.
    """
    return state.calendar.workdays(promised_of(link, state), need_by_of(link, state))


def does_line_up(link: Dependency, state: PlanState) -> bool:
    """The promised date is not after the need-by date."""
    return promised_of(link, state) <= need_by_of(link, state)


def is_broken(link: Dependency, state: PlanState) -> bool:
    """Both ends open, and its dates do not line up.

    One that is delivered has nothing left to line up, and one that is declined promises nothing.
    """
    return link.is_standing and is_live(link, state) and not does_line_up(link, state)


def is_promise_missing(link: Dependency, state: PlanState) -> bool:
    """Both ends open, asked for or accepted, and the providing side has named no date."""
    return link.promised is None and link.is_standing and is_live(link, state)


def unanswered_workdays(link: Dependency, state: PlanState) -> int:
    """Working days since it was asked for, without an answer; 0 for one that is answered or that nobody waits for."""
    if link.state is not DependencyState.ASKED or not is_live(link, state):
        return 0
    return state.calendar.workdays(link.state_on, state.day)


def is_unanswered(link: Dependency, state: PlanState) -> bool:
    """Both ends open, and asked for without an answer for five working days or more."""
    return unanswered_workdays(link, state) >= ANSWER_WORKDAYS


class Concern(StrEnum):
    """Why a dependency needs attention, the worst first."""

    OVERDUE = "overdue"
    BROKEN = "broken"
    """Its dates do not line up."""
    UNANSWERED = "unanswered"
    NO_PROMISE = "no_promise"


CONCERN_WORDS: Final = {
    Concern.OVERDUE: N_("overdue"),
    Concern.BROKEN: N_("dates do not line up"),
    Concern.UNANSWERED: N_("no answer yet"),
    Concern.NO_PROMISE: N_("no promised date"),
}
"""What people call it, in English; `_()` translates it."""

_TESTS: Final = {
    Concern.OVERDUE: is_overdue,
    Concern.BROKEN: is_broken,
    Concern.UNANSWERED: is_unanswered,
    Concern.NO_PROMISE: is_promise_missing,
}


def concern(link: Dependency, state: PlanState) -> Concern | None:
    """The worst of what is wrong with a dependency; None where nothing is, as where an end is closed."""
    if not is_live(link, state):
        return None
    return next((each for each, test in _TESTS.items() if test(link, state)), None)


def dropped_text(end: str, visible_id: str) -> str:
    """Why a dependency cannot be agreed on where one of its ends is a dropped milestone.

    Args:
        end: `waiting` or `provider`.
        visible_id: the milestone's.
    """
    if end == "provider":
        return _("{id} is dropped, so nobody can wait for it.").format(id=visible_id)
    return _("{id} is dropped, so it waits for nothing any more.").format(id=visible_id)


# Some of them.


@dataclass(frozen=True)
class Wanted:
    """Which dependencies are asked for; all given conditions must fit."""

    division: str | None = None
    """The uid of a division that answers for one of the ends."""
    is_overdue: bool = False
    is_cross_division: bool = False
    with_closed: bool = False
    """Also those of which an end is done or dropped, which nobody waits for any more."""


ALL: Final = Wanted()


def chosen(state: PlanState, wanted: Wanted = ALL) -> tuple[Dependency, ...]:
    """The dependencies that are asked for; those with both ends open, unless closed ones are asked for too.

    In the order in which people look at them: overdue ones, those whose dates do not line up, then by need-by date;
    closed ones last.
    """
    found = [link for link in state.dependencies if _fits(link, state, wanted)]
    return tuple(sorted(found, key=lambda link: _urgency(link, state)))


def _fits(link: Dependency, state: PlanState, wanted: Wanted) -> bool:
    if not (wanted.with_closed or is_live(link, state)):
        return False
    if wanted.division is not None and wanted.division not in {m.division for m in ends(link, state)}:
        return False
    if wanted.is_overdue and not is_overdue(link, state):
        return False
    return not wanted.is_cross_division or is_cross_division(link, state)


def _urgency(link: Dependency, state: PlanState) -> tuple[bool, bool, bool, date]:
    is_closed = not is_live(link, state)
    return is_closed, not is_overdue(link, state), not is_broken(link, state), need_by_of(link, state)


@dataclass(frozen=True)
class Sides:
    """The dependencies of one division."""

    needs: tuple[Dependency, ...]
    """In which it waits, for another division or for itself."""
    serves: tuple[Dependency, ...]
    """In which another division waits for it."""


def sides(division: str, state: PlanState, wanted: Wanted = ALL) -> Sides:
    """What a division needs, and what others need from it; each dependency once, in the order of `chosen`.

    Args:
        division: its uid.
    """
    needs, serves = [], []
    for link in chosen(state, wanted):
        waiting, provider = ends(link, state)
        if waiting.division == division:
            needs.append(link)
        elif provider.division == division:
            serves.append(link)
    return Sides(tuple(needs), tuple(serves))


# The matrix of divisions.


@dataclass(frozen=True)
class MatrixCell:
    """What one division waits for from another."""

    waiting: str
    """The uid of the division that waits."""
    providing: str
    links: tuple[Dependency, ...]
    """In the order of `chosen`."""
    worst: Light | None
    """The worst light of the providing milestones."""
    overdue: int
    broken: int
    """How many have dates that do not line up."""

    @property
    def count(self) -> int:
        """How many dependencies it holds."""
        return len(self.links)


EVERY: Final = "#every"
"""Stands for every division in the sums of the matrix; no uid holds such a sign."""


def matrix(state: PlanState, wanted: Wanted = ALL) -> tuple[MatrixCell, ...]:
    """The cells that hold live dependencies, by waiting and then by providing division in the order of the plan."""
    found: defaultdict[tuple[str, str], list[Dependency]] = defaultdict(list)
    for link in chosen(state, wanted):
        waiting, provider = ends(link, state)
        found[waiting.division, provider.division].append(link)
    place = {division.uid: number for number, division in enumerate(state.divisions)}
    return tuple(
        _cell(waiting, providing, links, state)
        for (waiting, providing), links in sorted(
            found.items(), key=lambda item: (place[item[0][0]], place[item[0][1]])
        )
    )


def _cell(waiting: str, providing: str, links: Sequence[Dependency], state: PlanState) -> MatrixCell:
    return MatrixCell(
        waiting,
        providing,
        tuple(links),
        lights.worst(state.light_by_milestone[link.provider] for link in links),
        sum(is_overdue(link, state) for link in links),
        sum(is_broken(link, state) for link in links),
    )


def matrix_totals(state: PlanState, wanted: Wanted = ALL) -> tuple[MatrixCell, ...]:
    """The sums of the matrix: of each row, of each column and of all, `EVERY` in the place of the divisions summed."""
    found: defaultdict[tuple[str, str], list[Dependency]] = defaultdict(list)
    for link in chosen(state, wanted):
        waiting, provider = ends(link, state)
        for key in ((waiting.division, EVERY), (EVERY, provider.division), (EVERY, EVERY)):
            found[key].append(link)
    return tuple(_cell(*key, links, state) for key, links in found.items())


# The board of divisions by weeks.


@dataclass(frozen=True)
class Card:
    """An open milestone on the board that waits or is waited for."""

    milestone: Milestone
    needs: tuple[Dependency, ...]
    serves: tuple[Dependency, ...]
    is_overdue: bool
    """One of its dependencies is overdue."""
    is_broken: bool
    """The dates of one of its dependencies do not line up."""


@dataclass(frozen=True)
class Board:
    """Cards by division and week."""

    weeks: tuple[int, ...]
    """The plan's weeks, and where cards lie there 0 for what is before them and one more for what is after."""
    rows: tuple[tuple[str, dict[int, tuple[Card, ...]]], ...]
    """The uid of each division that has cards, in the order of the plan, and its cards by week."""


def week_on_board(day: date, calendar: WorkCalendar) -> int:
    """The week into which a forecast falls: 0 before the plan's first, one more than its last after that."""
    return min(max(calendar.week_number(day), 0), calendar.weeks + 1)


def board(state: PlanState, wanted: Wanted = ALL) -> Board:
    """The milestones of live dependencies by division and by the week of their forecast.

    In a cell by forecast, then by id. Of a division that is asked for, those of others that it waits for or that wait
    for it are there too.
    """
    needs: defaultdict[str, list[Dependency]] = defaultdict(list)
    serves: defaultdict[str, list[Dependency]] = defaultdict(list)
    for link in chosen(state, wanted):
        needs[link.waiting].append(link)
        serves[link.provider].append(link)
    found: defaultdict[str, defaultdict[int, list[Card]]] = defaultdict(lambda: defaultdict(list))
    for milestone in _by_forecast(state, needs.keys() | serves.keys()):
        links = (*needs[milestone.uid], *serves[milestone.uid])
        card = Card(
            milestone,
            tuple(needs[milestone.uid]),
            tuple(serves[milestone.uid]),
            any(is_overdue(link, state) for link in links),
            any(is_broken(link, state) for link in links),
        )
        found[milestone.division][week_on_board(milestone.forecast, state.calendar)].append(card)
    taken = {week for weeks in found.values() for week in weeks}
    return Board(
        tuple(sorted({*range(1, state.calendar.weeks + 1), *taken})),
        tuple(
            (division.uid, {week: tuple(cards) for week, cards in sorted(found[division.uid].items())})
            for division in state.divisions
            if division.uid in found
        ),
    )


def _by_forecast(state: PlanState, uids: Iterable[str]) -> list[Milestone]:
    milestones: list[Milestone] = [state.get("milestone", uid) for uid in uids]
    return sorted(milestones, key=lambda each: (each.forecast, natural_key(each.id)))
