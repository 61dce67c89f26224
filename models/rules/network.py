"""The network of dependencies between milestones: its order, longest chain and slack, and what a slip does to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import heappop, heappush
from itertools import pairwise
from operator import attrgetter
from typing import Final

from models.language import _
from models.rules.calendar import WorkCalendar
from models.rules.records import STANDING, Dependency, Milestone
from models.rules.words import DependencyKind

_NOBODY: Final = date.max.toordinal() + 1


@dataclass(frozen=True)
class Moved:
    """An open milestone that a slip pushes."""

    uid: str
    start: date
    """Its forecast now."""
    end: date
    """The date to which it is pushed."""
    workdays: int
    """Working days after `start` up to and including `end`, by the plan's calendar."""
    because: str
    """The uid of the provider whose new date it takes; where several push it, the first of them in the chain."""


@dataclass(frozen=True)
class Slip:
    """What a later date of one milestone does to those who wait for it."""

    uid: str
    """The milestone that slips."""
    day: date
    """The date to which it slips."""
    moved: tuple[Moved, ...] = ()
    """In the order of the chain: providers before those who wait for them. The one that slips is not among them."""
    soft: tuple[str, ...] = ()
    """Uids of open milestones that wait softly, keep their date, and are passed by the new date of what they wait for;
    in the order of the chain."""

    def carried_over(self, end: date) -> tuple[Moved, ...]:
        """The milestones that it pushes over the plan's last day."""
        return tuple(moved for moved in self.moved if moved.start <= end < moved.end)


@dataclass(frozen=True)
class Branch:
    """A milestone in the tree of what one waits for, or of who waits for it."""

    uid: str
    link: Dependency | None
    """The dependency that leads to it from the milestone above; None at the root."""
    branches: tuple[Branch, ...] = ()
    """What is one step further, in the order of the dependencies; empty for a repeated one."""
    is_repeated: bool = False
    """It stands further up in the tree with its branches, which are not told again."""

    def walk(self) -> Iterator[tuple[int, Branch]]:
        """Itself and all branches from top to bottom, each with its depth, 0 being the root."""
        pending = [(0, self)]
        while pending:
            depth, branch = pending.pop()
            yield depth, branch
            pending.extend((depth + 1, each) for each in reversed(branch.branches))


class Network:
    """Who waits for whom among the living milestones of a plan.

    A dependency *stands* while it is asked for or accepted. A delivered one no longer binds: what was waited for is
    there. A declined one does not bind either: nothing will be handed over, so the provider's date says nothing about
    when the waiting side can be met; until the two agree anew it waits for a decision and not for a date. Both keep
    their place in the order and in the trees, as do those whose ends are done or dropped.
    """

    def __init__(
        self, milestones: Iterable[Milestone], links: Iterable[Dependency], calendar: WorkCalendar
    ) -> None:
        self._milestones = {milestone.uid: milestone for milestone in milestones}
        self._calendar = calendar
        self._links = tuple(links)

    # Neighbours.

    @cached_property
    def _needs(self) -> dict[str, list[Dependency]]:
        found: defaultdict[str, list[Dependency]] = defaultdict(list)
        for link in self._links:
            found[link.waiting].append(link)
        return found

    @cached_property
    def _serves(self) -> dict[str, list[Dependency]]:
        found: defaultdict[str, list[Dependency]] = defaultdict(list)
        for link in self._links:
            found[link.provider].append(link)
        return found

    def needs(self, uid: str) -> tuple[Dependency, ...]:
        """The dependencies in which a milestone waits, in the order of the plan."""
        return tuple(self._needs.get(uid, ()))

    def serves(self, uid: str) -> tuple[Dependency, ...]:
        """The dependencies in which a milestone provides, in the order of the plan."""
        return tuple(self._serves.get(uid, ()))

    # Order and chains. Milestones are numbered while they are reckoned with: first by their place in the plan, then
    # by their rank in the order; 30,000 dependencies are looked up by number in a third of the time.

    @cached_property
    def _ends(self) -> tuple[list[int], list[int]]:
        """The places of the waiting, and of the providing milestone of every dependency."""
        place = {uid: number for number, uid in enumerate(self._milestones)}
        waiting, provider = attrgetter("waiting"), attrgetter("provider")
        return (
            [*map(place.__getitem__, map(waiting, self._links))],
            [*map(place.__getitem__, map(provider, self._links))],
        )

    @cached_property
    def _places(self) -> list[int]:
        """The places of the milestones in the order of the network."""
        count = len(self._milestones)
        waits: list[list[int]] = [[] for _place in range(count)]
        missing = [0] * count
        for waiting, provider in zip(*self._ends, strict=True):
            waits[provider].append(waiting)
            missing[waiting] += 1
        ready = [place for place, providers in enumerate(missing) if not providers]
        ordered: list[int] = []
        while ready:
            place = heappop(ready)
            ordered.append(place)
            for waiting in waits[place]:
                missing[waiting] -= 1
                if not missing[waiting]:
                    heappush(ready, waiting)
        if len(ordered) < count:
            ordered += sorted(set(range(count)).difference(ordered))
        return ordered

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All living milestones, each provider before those who wait for it; else as the plan orders them.

        Milestones that wait for each other in a circle, which no plan holds, come last.
        """
        uids = list(self._milestones)
        return tuple([uids[place] for place in self._places])

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {uid: rank for rank, uid in enumerate(self.order)}

    @cached_property
    def _waits(self) -> _Waits:
        """Who still waits for whom, found in one pass."""
        count = len(self._milestones)
        ranks = [0] * count
        for rank, place in enumerate(self._places):
            ranks[place] = rank
        forecasts = [milestone.forecast.toordinal() for milestone in self._milestones.values()]
        is_open = [milestone.is_open for milestone in self._milestones.values()]
        hard: list[list[int]] = [[] for _rank in range(count)]
        soft: defaultdict[int, list[int]] = defaultdict(list)
        earliest = [_NOBODY] * count
        hard_kind, standing = DependencyKind.HARD, STANDING
        states, kinds = map(attrgetter("state"), self._links), map(attrgetter("kind"), self._links)
        for waiting, provider, state, kind in zip(*self._ends, states, kinds, strict=True):
            if is_open[waiting] and state in standing:
                rank, forecast = ranks[provider], forecasts[waiting]
                if forecast < earliest[rank]:
                    earliest[rank] = forecast
                if is_open[provider]:
                    (hard if kind is hard_kind else soft)[rank].append(ranks[waiting])
        return _Waits([forecasts[place] for place in self._places], earliest, hard, soft)

    @cached_property
    def longest_chain(self) -> tuple[str, ...]:
        """The chain with the most open hard links, from the first provider to the last that waits; () for none.

        A link is open while it stands and both its ends are open. Of equals it is the one that ends first in the order.
        """
        hard = self._waits.hard
        length = [0] * len(hard)
        before: list[int | None] = [None] * len(hard)
        for provider, waits in enumerate(hard):
            reached = length[provider] + 1
            for waiting in waits:
                if reached > length[waiting]:
                    length[waiting], before[waiting] = reached, provider
        longest = max(length, default=0)
        if not longest:
            return ()
        chain = []
        step: int | None = length.index(longest)
        while step is not None:
            chain.append(self.order[step])
            step = before[step]
        return tuple(reversed(chain))

    # Slack, in working days.

    @cached_property
    def _slacks(self) -> dict[str, tuple[int | None, int]]:
        """Of each milestone, its slack and its slack to the end."""
        # 10,000 milestones share about a hundred dates: each is counted once, from day 1.
        start, workdays = self._calendar.start, self._calendar.workdays
        waits, end = self._waits, workdays(start, self._calendar.end)
        number = {each: workdays(start, date.fromordinal(each)) for each in set(waits.forecasts)}
        return {
            uid: (None if earliest == _NOBODY else number[earliest] - number[own], end - number[own])
            for uid, own, earliest in zip(self.order, waits.forecasts, waits.earliest, strict=True)
        }

    def slack(self, uid: str) -> int | None:
        """Working days from a milestone's forecast to the earliest forecast of the open milestones that wait for it.

        Hard and soft dependencies count, as long as they stand. None where nobody waits; negative where somebody waits
        who wants to be met earlier.
        """
        return self._slacks[uid][0]

    def slack_to_end(self, uid: str) -> int:
        """Working days from a milestone's forecast to the plan's last day (day 90); negative where it is after that."""
        return self._slacks[uid][1]

    # What a later date does.

    def slip(self, uid: str, day: date) -> Slip:
        """Who is hit when a milestone's forecast becomes `day`.

        An open milestone that waits hard is pushed to its provider's new date where that is later than its own, and no
        further, and so on down the chain; as no gap is kept, all that are pushed end on `day`. Who waits softly is
        reported and keeps the date. Done and dropped milestones, and dependencies that no longer stand, stop a slip;
        one of a done or dropped milestone, or to a day that is not later than its forecast, moves nothing.
        """
        milestone = self._milestones[uid]
        if not milestone.is_open or day <= milestone.forecast:
            return Slip(uid, day)
        waits, order = self._waits, self.order
        forecasts, first, end = waits.forecasts, self._rank[uid], day.toordinal()
        because: dict[int, int] = {first: first}
        passed: set[int] = set()
        pending = [first]
        chain: list[int] = []
        while pending:
            provider = heappop(pending)
            chain.append(provider)
            for waiting in waits.hard[provider]:
                if waiting not in because and forecasts[waiting] < end:
                    because[waiting] = provider
                    heappush(pending, waiting)
            for waiting in waits.soft.get(provider, ()):
                if forecasts[waiting] < end:
                    passed.add(waiting)
        days: dict[date, int] = {}
        moved = []
        for rank in chain[1:]:
            start = self._milestones[order[rank]].forecast
            if start not in days:
                days[start] = self._calendar.workdays(start, day)
            moved.append(Moved(order[rank], start, day, days[start], order[because[rank]]))
        # One that is pushed by another dependency stands with its new date among the moved.
        kept = sorted(passed - because.keys())
        return Slip(uid, day, tuple(moved), tuple([order[rank] for rank in kept]))

    def held_by(self, uid: str, day: date) -> str | None:
        """The open provider, waited for hard, before whose forecast an open milestone would be met on `day`.

        Of several the one with the latest forecast, which comes first of equals; None where nothing holds it.
        """
        if not self._milestones[uid].is_open:
            return None
        held = [
            provider
            for link in self.needs(uid)
            if link.kind is DependencyKind.HARD and link.is_standing
            if (provider := self._milestones[link.provider]).is_open and provider.forecast > day
        ]
        return max(held, key=attrgetter("forecast")).uid if held else None

    # Trees.

    def upstream(self, uid: str) -> Branch:
        """What a milestone waits for, what that waits for, and so on."""
        return self._tree(uid, self._needs, "provider")

    def downstream(self, uid: str) -> Branch:
        """Who waits for a milestone, who waits for those, and so on."""
        return self._tree(uid, self._serves, "waiting")

    def _tree(self, uid: str, links: dict[str, list[Dependency]], end: str) -> Branch:
        told: set[str] = set()

        def level(step: str, link: Dependency | None) -> _Level:
            told.add(step)
            return _Level(step, link, iter(links.get(step, ())), [])

        # Not recursive: a chain may be longer than Python's stack is deep.
        path = [level(uid, None)]
        while True:
            here = path[-1]
            link = next(here.links, None)
            if link is None:
                path.pop()
                branch = Branch(here.uid, here.link, tuple(here.branches))
                if not path:
                    return branch
                path[-1].branches.append(branch)
            elif (step := getattr(link, end)) in told:
                here.branches.append(Branch(step, link, is_repeated=True))
            else:
                path.append(level(step, link))


@dataclass(frozen=True)
class _Waits:
    """Who still waits for whom: lists by the rank of a milestone in the order."""

    forecasts: list[int]
    """As ordinals, which are compared in half the time of dates."""
    earliest: list[int]
    """The earliest forecast of the open milestones that wait for it, `_NOBODY` where none does."""
    hard: list[list[int]]
    """The ranks of those who wait hard; both ends open and the dependency standing."""
    soft: dict[int, list[int]]
    """The same of those who wait softly, of the providers that have any."""


@dataclass(frozen=True)
class _Level:
    """A branch that is being told."""

    uid: str
    link: Dependency | None
    links: Iterator[Dependency]
    branches: list[Branch]


def find_cycle(links: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    """A loop in who waits for whom, its first member repeated at the end; None where there is none.

    Args:
        links: pairs of (waiting, provider).
    """
    providers: defaultdict[str, list[str]] = defaultdict(list)
    for waiting, provider in links:
        providers[waiting].append(provider)
    finished: set[str] = set()
    for root in list(providers):
        if root in finished:
            continue
        path = [root]
        on_path = {root}
        pending = [iter(providers[root])]
        while path:
            step = next(pending[-1], None)
            if step is None:
                pending.pop()
                finished.add(path[-1])
                on_path.discard(path.pop())
            elif step in on_path:
                return (*path[path.index(step) :], step)
            elif step not in finished:
                path.append(step)
                on_path.add(step)
                pending.append(iter(providers.get(step, ())))
    return None


def begun_with(loop: tuple[str, ...], links: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The same loop, told from the milestone that waits in the first of some links that lie on it.

    Args:
        loop: as `find_cycle` answers it, its first member repeated at the end.
        links: pairs of (waiting, provider), such as those that somebody is about to add.
    """
    steps = list(pairwise(loop))
    place = next((steps.index(link) for link in links if link in steps), 0)
    return (*loop[place:-1], *loop[: place + 1])


def circle_text(ids: Iterable[str]) -> str:
    """Why dependencies are refused that close a circle.

    Args:
        ids: the visible ids of the loop, the first repeated at the end.
    """
    return _("Milestones would wait for each other in a circle: {loop}.").format(loop=" → ".join(ids))
