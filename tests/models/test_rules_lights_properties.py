"""The traffic light against the definition written out a second time, on milestones and calendars of any kind."""

from __future__ import annotations

from datetime import date, timedelta

from builders import calendar, milestone, properties
from hypothesis import given
from hypothesis import strategies as st

from models.rules import lights
from models.rules.records import Milestone
from models.rules.words import Light, Status

DAY = date(2019, 4, 17)
"""The Wednesday before Easter."""
near = st.integers(-40, 40).map(lambda days: DAY + timedelta(days=days))
past = st.integers(0, 40).map(lambda days: DAY - timedelta(days=days))
holidays = st.frozensets(near, max_size=8)
milestones = st.builds(
    milestone,
    status=st.sampled_from(Status),
    forecast=near,
    updated_on=past,
    course_on=past,
    alive=st.booleans(),
)


def said_by_the_definition(one: Milestone, off: frozenset[date]) -> str | None:
    """The light, word for word from the definition."""
    if not one.alive or one.status.value in ("done", "dropped"):
        return None
    late, each = 0, one.forecast
    while each < DAY:
        each += timedelta(days=1)
        late += each.isoweekday() <= 5 and each not in off
    days_away = (one.forecast - DAY).days
    tests = [
        ("red", late > 5),
        ("red", one.status.value == "blocked" and days_away <= 10),
        ("amber", 1 <= late <= 5),
        ("amber", one.status.value in ("blocked", "at_risk")),
        ("amber", one.status.value == "not_started" and days_away <= 7),
        ("grey", one.status.value != "not_started" and (DAY - one.updated_on).days > 10),
        ("green", True),
    ]
    return next(name for name, fits in tests if fits)


@properties
@given(milestones, holidays)
def test_a_light_is_what_the_definition_says(one: Milestone, off: frozenset[date]) -> None:
    found = lights.light(one, DAY, calendar(holidays=off))
    assert (found and found.value) == said_by_the_definition(one, off)


@properties
@given(st.lists(milestones, max_size=12), holidays)
def test_counts_add_up_to_the_living_milestones(some: list[Milestone], off: frozenset[date]) -> None:
    counts = lights.light_counts(some, DAY, calendar(holidays=off))
    total = counts.red + counts.amber + counts.green + counts.grey + counts.done + counts.dropped
    assert total == sum(one.alive for one in some)


@properties
@given(st.lists(milestones, max_size=12), holidays)
def test_the_worst_light_of_counts_is_the_worst_of_their_milestones(
    some: list[Milestone], off: frozenset[date]
) -> None:
    work = calendar(holidays=off)
    each = [lights.light(one, DAY, work) for one in some]
    assert lights.light_counts(some, DAY, work).worst is lights.worst(each)


@properties
@given(milestones, holidays)
def test_only_what_is_late_slips_silently(one: Milestone, off: frozenset[date]) -> None:
    assert lights.is_late(one, DAY) or not lights.is_silent_slip(one, DAY)


@properties
@given(milestones, holidays)
def test_a_holiday_never_makes_a_light_worse(one: Milestone, off: frozenset[date]) -> None:
    order: list[Light | None] = [Light.RED, Light.AMBER, Light.GREY, Light.GREEN, None]
    without, with_holidays = (
        lights.light(one, DAY, calendar()),
        lights.light(one, DAY, calendar(holidays=off)),
    )
    assert order.index(with_holidays) >= order.index(without)
