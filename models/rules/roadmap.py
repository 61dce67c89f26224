"""The roadmap: what a bar spans, the marks of a cell and its signs, and in which order initiatives stand in groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import Any, Final, Literal, NamedTuple

from models.language import N_
from models.rules import lights
from models.rules.calendar import ONE_DAY, WorkCalendar
from models.rules.records import Initiative, Milestone, natural_key
from models.rules.state import PlanState
from models.rules.timeline import Shade, View
from models.rules.words import SHAPES, Light, Status

GroupKind = Literal["stream", "division"]
StepUnit = Literal["day", "week"]


class Span(NamedTuple):
    """From a first to a last day, both included."""

    first: date
    last: date


def reached_on(milestone: Milestone) -> date:
    """When a milestone was met, or is expected to be."""
    if milestone.status is Status.DONE and milestone.actual is not None:
        return milestone.actual
    return milestone.forecast


def span_of(milestones: Iterable[Milestone]) -> Span | None:
    """From the first to the last milestone in scope, as met or expected; None where nothing is in scope."""
    days = [reached_on(each) for each in milestones if each.in_scope]
    return Span(min(days), max(days)) if days else None


def baseline_span(milestones: Iterable[Milestone]) -> Span | None:
    """Where the baseline put them, those dropped since included; None without one."""
    days = [each.baseline for each in milestones if each.baseline is not None and each.alive]
    return Span(min(days), max(days)) if days else None


def carried_over(milestones: Iterable[Milestone], calendar: WorkCalendar) -> list[Milestone]:
    """The open milestones that are expected after the plan's last day."""
    return [each for each in milestones if each.is_open and each.forecast > calendar.end]


class MarkKind(IntEnum):
    """What a mark tells of its milestone, in the order in which the marks of one cell are told."""

    MOVED = 0
    """Where a date that is not saved yet would put it."""
    RED = 1
    AMBER = 2
    GREY = 3
    GREEN = 4
    DONE = 5
    DROPPED = 6
    BASELINE = 7
    """Where the baseline put it."""


_KIND_OF_LIGHT: Final = {
    Light.RED: MarkKind.RED,
    Light.AMBER: MarkKind.AMBER,
    Light.GREY: MarkKind.GREY,
    Light.GREEN: MarkKind.GREEN,
}
LIGHT_OF_KIND: Final = {kind: light for light, kind in _KIND_OF_LIGHT.items()}


class Mark(NamedTuple):
    """A milestone on its day."""

    kind: MarkKind
    day: date
    uid: str


def mark_of(milestone: Milestone, day: date, calendar: WorkCalendar) -> Mark:
    """The mark of a milestone on a day of evaluation: open ones by their light."""
    if milestone.status is Status.DROPPED:
        kind = MarkKind.DROPPED
    else:
        light = lights.light(milestone, day, calendar)
        kind = MarkKind.DONE if light is None else _KIND_OF_LIGHT[light]
    return Mark(kind, reached_on(milestone), milestone.uid)


class Lane(NamedTuple):
    """What one row of a roadmap draws."""

    marks: tuple[Mark, ...] = ()
    bar: Span | None = None
    baseline: Span | None = None
    """Its ghost."""
    closed: frozenset[date] = frozenset()
    """Mondays of closed weeks beside those of the whole plan."""


def closed_mondays(state: PlanState, division: str | None) -> frozenset[date]:
    """Mondays of the weeks in which one division does not work."""
    return frozenset(
        each.monday for each in state.closed_weeks if each.division is not None and each.division == division
    )


def _moved(milestones: Iterable[Milestone], moved: Mapping[str, date]) -> list[Milestone]:
    return [
        each._replace(forecast=moved[each.uid]) if each.uid in moved and each.is_open else each
        for each in milestones
    ]


def lane_of(
    state: PlanState,
    milestones: Sequence[Milestone],
    moved: Mapping[str, date],
    *,
    division: str | None = None,
    has_marks: bool = True,
) -> Lane:
    """The row of an initiative, or of a group of them.

    Args:
        moved: dates that are not saved yet, by the uid of their milestone.
        division: whose closed weeks are shown beside everybody's.
        has_marks: whether its milestones show, or only its bar.
    """
    milestones = _moved(milestones, moved)
    marks = [mark_of(each, state.day, state.calendar) for each in milestones] if has_marks else []
    marks = [each._replace(kind=MarkKind.MOVED) if each.uid in moved else each for each in marks]
    return Lane(tuple(marks), span_of(milestones), baseline_span(milestones), closed_mondays(state, division))


def milestone_lane(state: PlanState, milestone: Milestone, moved: Mapping[str, date]) -> Lane:
    """The row of one milestone: itself, where the baseline put it, and the way between them."""
    (milestone,) = _moved([milestone], moved)
    mark = mark_of(milestone, state.day, state.calendar)
    if milestone.uid in moved:
        mark = mark._replace(kind=MarkKind.MOVED)
    marks, closed, bar, ghost = [mark], closed_mondays(state, milestone.division), None, None
    if (planned := milestone.baseline) is not None:
        marks.append(Mark(MarkKind.BASELINE, planned, milestone.uid))
        if milestone.in_scope:
            ghost = Span(min(planned, mark.day), planned)
            bar = Span(planned, mark.day) if mark.day > planned else None
    return Lane(tuple(marks), bar, ghost, closed)


def past_baseline(lane: Lane) -> Span | None:
    """The part of a bar that goes on after the last day of its baseline; None where it does not, or without one."""
    if lane.bar is None or lane.baseline is None or lane.bar.last <= lane.baseline.last:
        return None
    return Span(max(lane.bar.first, lane.baseline.last + ONE_DAY), lane.bar.last)


def lane_variance(lane: Lane, calendar: WorkCalendar) -> int | None:
    """Working days from the last day of a baseline to that of the bar, counted as lateness is; None without both."""
    if lane.bar is None or lane.baseline is None:
        return None
    return calendar.variance(lane.baseline.last, lane.bar.last)


class Layer(StrEnum):
    """What a cell shows."""

    BLANK = "blank"
    GHOST = "ghost"
    """The baseline alone."""
    BAR = "bar"
    PAST = "past"
    """A bar that goes on after the last day of its baseline."""
    TODAY = "today"
    WALL = "wall"
    MARK = "mark"
    BEFORE = "before"
    """There are marks further to the left."""
    AFTER = "after"
    """There are marks further to the right."""


class Spot(NamedTuple):
    """One cell of a row."""

    layer: Layer
    marks: tuple[Mark, ...] = ()
    """The milestones in it, the first being the one that is drawn; at an edge also those beyond it."""


def spots(lane: Lane, view: View, today: date) -> tuple[Spot, ...]:
    """The cells of a row from left to right; every mark is in one of them."""
    layers = [Layer.BLANK] * view.width

    def paint(span: Span | None, layer: Layer) -> None:
        if span is not None:
            for place in range(max(view.place(span.first), 0), min(view.place(span.last) + 1, view.width)):
                layers[place] = layer

    paint(lane.baseline, Layer.GHOST)
    paint(lane.bar, Layer.BAR)
    if lane.bar is not None and lane.baseline is not None and lane.bar.last > lane.baseline.last:
        begins = max(view.place(lane.baseline.last) + 1, view.place(lane.bar.first))
        for place in range(max(begins, 0), min(view.place(lane.bar.last) + 1, view.width)):
            layers[place] = Layer.PAST
    for place, layer in ((view.place(today), Layer.TODAY), (view.wall, Layer.WALL)):
        if 0 <= place < view.width:
            layers[place] = layer
    marks: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in lane.marks:
        place = view.place(mark.day)
        marks[max(0, min(place, view.width - 1))].append(mark)
        if place < 0:
            layers[0] = Layer.BEFORE
        elif place >= view.width:
            layers[-1] = Layer.AFTER
        elif layers[place] not in (Layer.BEFORE, Layer.AFTER):
            layers[place] = Layer.MARK
    return tuple(
        Spot(layer, tuple(sorted(marks[place]))) if place in marks else Spot(layer)
        for place, layer in enumerate(layers)
    )


LAYER_SIGNS: Final[Mapping[Layer, str]] = {
    Layer.BLANK: " ",
    Layer.GHOST: "┄",
    Layer.BAR: "═",
    Layer.PAST: "≈",
    Layer.TODAY: "┊",
    Layer.WALL: "║",
    Layer.BEFORE: "◂",
    Layer.AFTER: "▸",
}
MARK_SIGNS: Final[Mapping[MarkKind, str]] = {
    MarkKind.MOVED: "◆",
    **{kind: SHAPES[light][0] for kind, light in LIGHT_OF_KIND.items()},
    MarkKind.DONE: "✓",
    MarkKind.DROPPED: "╳",
    MarkKind.BASELINE: "◇",
}
"""A sign of one cell each; no two look alike without their colours."""
CLOSED_SIGN: Final = "▒"
"""Fills a blank cell in which nobody works for another reason than the weekend."""


def sign_of(spot: Spot, shade: Shade = Shade.NONE) -> str:
    """What is drawn in a cell."""
    if spot.layer is Layer.MARK:
        return MARK_SIGNS[spot.marks[0].kind]
    if spot.layer is Layer.BLANK and shade is Shade.CLOSED:
        return CLOSED_SIGN
    return LAYER_SIGNS[spot.layer]


LEGEND: Final[tuple[tuple[str, str], ...]] = (
    *((SHAPES[light][0], word) for light, word in (
        (Light.RED, N_("red")), (Light.AMBER, N_("amber")), (Light.GREY, N_("grey")), (Light.GREEN, N_("green"))
    )),
    (MARK_SIGNS[MarkKind.DONE], N_("done")),
    (MARK_SIGNS[MarkKind.DROPPED], N_("dropped")),
    (LAYER_SIGNS[Layer.BAR], N_("work")),
    (LAYER_SIGNS[Layer.PAST], N_("slipped")),
    (LAYER_SIGNS[Layer.GHOST], N_("baseline")),
    (CLOSED_SIGN, N_("closed")),
    (LAYER_SIGNS[Layer.TODAY], N_("today")),
    (LAYER_SIGNS[Layer.WALL], N_("day {days}")),
)  # fmt: skip
"""The signs and what they mean; `{days}` is the length of the plan."""


class Group(NamedTuple):
    """A stream or a division, and the initiatives under it."""

    kind: GroupKind
    row: Any
    """The record of the stream or division."""
    initiatives: tuple[Initiative, ...]


def groups(state: PlanState, kind: GroupKind) -> tuple[Group, ...]:
    """Streams, or divisions with the initiatives that they lead, in their order in the plan; empty ones too."""
    found: defaultdict[str, list[Initiative]] = defaultdict(list)
    for each in state.initiatives:
        found[each.stream if kind == "stream" else each.lead].append(each)
    rows = state.streams if kind == "stream" else state.divisions
    return tuple(Group(kind, row, tuple(found[row.uid])) for row in rows)


def by_date(milestones: Iterable[Milestone]) -> list[Milestone]:
    """Milestones in the order of their days, dropped ones apart at the end."""
    return sorted(
        milestones,
        key=lambda each: (each.status is Status.DROPPED, reached_on(each), natural_key(each.id), each.id),
    )


def stepped(calendar: WorkCalendar, day: date, step: int, unit: StepUnit) -> date | None:
    """The day that is so many working days or weeks further; None where there is none that a plan can hold.

    A week ends on a working day: on the last one before where that day is off.
    """
    wanted = calendar.add_workdays(day, step)
    if unit == "week":
        further = calendar.workday_on_or_before(day + timedelta(weeks=step))
        # Over a closed week there may be no working day in that direction yet.
        wanted = max(wanted, further) if step > 0 else min(wanted, further)
    return wanted if 2000 <= wanted.year <= 2100 else None
