"""Sums of draws from past days: against every possible sequence, against chance, and laws that hold for any days."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import product
from math import ceil, sqrt

import pytest
from builders import properties
from hypothesis import given
from hypothesis import strategies as st

from models.rules.resampling import CELLS, Draws

HORIZON = 1_300
PERCENTS = (50, 70, 85, 95)

amounts = st.lists(st.integers(0, 40), min_size=10, max_size=70).filter(any)
targets = st.integers(1, CELLS)


def sums(days: list[int], count: int) -> dict[int, Fraction]:
    """The probability of every sum of `count` draws, sequence by sequence."""
    counts = Counter(sum(drawn) for drawn in product(days, repeat=count))
    return {total: Fraction(number, len(days) ** count) for total, number in counts.items()}


def days_by_enumeration(days: list[int], target: int, percent: int, limit: int) -> int | None:
    """The first day on which so many percent of all sequences have reached the target."""
    for count in range(1, limit + 1):
        chance = sum((p for total, p in sums(days, count).items() if total >= target), Fraction(0))
        if chance >= Fraction(percent, 100):
            return count
    return None


@pytest.mark.parametrize("percent", PERCENTS)
@pytest.mark.parametrize(
    ("days", "target"),
    [([0, 1], 1), ([0, 1], 2), ([0, 0, 3], 4), ([1, 2, 5], 9), ([0, 1, 2, 3], 6), ([2], 7), ([0, 5, 5], 5)],
)
def test_small_cases_are_those_of_all_sequences(days: list[int], target: int, percent: int) -> None:
    expected = days_by_enumeration(days, target, percent, 8)
    assert Draws(days, target).days_until((percent,), 8) == [expected]


@pytest.mark.parametrize("count", range(6))
@pytest.mark.parametrize("days", [[0, 1], [0, 0, 3], [1, 2, 5]])
def test_the_lower_count_is_that_of_all_sequences(days: list[int], count: int) -> None:
    chances, so_far = sums(days, count), Fraction(0)
    for expected in sorted(chances):
        so_far += chances[expected]
        if so_far > Fraction(15, 100):
            break
    assert Draws(days, 40).least_after(count, 85) == expected


def test_a_chance_that_is_met_exactly_counts() -> None:
    # On 17 of 20 days one is done: 85 % of all draws are there after a day.
    assert Draws([1] * 17 + [0] * 3, 1).days_until((85,), HORIZON) == [1]


def test_a_hair_more_than_a_chance_takes_a_day_more() -> None:
    assert Draws([1] * 16 + [0] * 4, 1).days_until((85,), HORIZON) == [2]


def test_what_is_there_with_just_the_chance_counts() -> None:
    assert Draws([1] * 17 + [0] * 3, 1).least_after(1, 85) == 1


def test_what_takes_longer_than_the_horizon_has_no_day() -> None:
    assert Draws([0] * 29 + [1], 100).days_until(PERCENTS, HORIZON) == [None] * 4


def test_the_horizon_itself_is_within_it() -> None:
    assert [Draws([1], 20).days_until((50,), horizon) for horizon in (19, 20)] == [[None], [20]]


def test_nothing_ever_done_has_no_day() -> None:
    assert Draws([0] * 12, 5).days_until(PERCENTS, HORIZON) == [None] * 4


def simulated(days: list[int], target: int, runs: int, seed: int) -> list[int]:
    """How many draws each of some random runs takes, in rising order."""
    chance, taken = random.Random(seed), []
    for _run in range(runs):
        total = count = 0
        while total < target:
            total += chance.choice(days)
            count += 1
        taken.append(count)
    return sorted(taken)


@pytest.mark.parametrize("seed", range(12))
def test_the_days_are_those_that_random_runs_estimate(seed: int) -> None:
    chance, runs = random.Random(seed), 3_000
    days = [chance.choice((0, 0, 0, 1, 2, 3, 5, 8, 13)) for _day in range(chance.randrange(10, 66))] + [3]
    target = chance.randrange(20, 300)
    taken = simulated(days, target, runs, seed)
    for percent, found in zip(PERCENTS, Draws(days, target).days_until(PERCENTS, HORIZON), strict=True):
        share = percent / 100
        # The rank of an order statistic spreads as a binomial does; 4 deviations are missed once in 16,000.
        spread = 4 * sqrt(runs * share * (1 - share))
        low, high = taken[ceil(runs * share - spread) - 1], taken[min(ceil(runs * share + spread), runs) - 1]
        assert found is not None
        assert low <= found <= high, (percent, low, found, high)


@pytest.mark.parametrize("target", [CELLS + 1, 5_000, 100_000])
def test_a_steady_pace_is_exact_however_large_the_target(target: int) -> None:
    draws, days = Draws([100] * 12, target), -(-target // 100)
    assert (draws.days_until(PERCENTS, HORIZON), draws.least_after(days - 1, 85)) == (
        [days] * 4,
        (days - 1) * 100,
    )


@pytest.mark.parametrize("seed", range(4))
def test_many_steps_stand_for_a_large_target_to_a_day(seed: int) -> None:
    chance = random.Random(seed)
    days = [chance.randrange(0, 400) for _day in range(45)]
    target = 12_000
    taken = simulated(days, target, 1_000, seed)
    spread = 4 * sqrt(1_000 * 0.5 * 0.5)
    (found,) = Draws(days, target).days_until((50,), HORIZON)
    assert found is not None
    assert taken[round(500 - spread)] - 1 <= found <= taken[round(500 + spread)] + 1


@properties
@given(amounts, targets)
def test_more_certainty_is_never_earlier(days: list[int], target: int) -> None:
    found = [HORIZON + 1 if day is None else day for day in Draws(days, target).days_until(PERCENTS, HORIZON)]
    assert found == sorted(found)


@properties
@given(amounts, targets, st.data())
def test_more_done_on_a_past_day_is_never_later(days: list[int], target: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(days) - 1))
    more = [*days[:place], days[place] + data.draw(st.integers(1, 20)), *days[place + 1 :]]
    before, after = (Draws(each, target).days_until(PERCENTS, HORIZON) for each in (days, more))
    assert all(b is None or (a is not None and a <= b) for a, b in zip(after, before, strict=True))


@properties
@given(amounts, st.integers(1, CELLS - 1))
def test_more_that_remains_is_never_earlier(days: list[int], target: int) -> None:
    less, more = (Draws(days, each).days_until(PERCENTS, HORIZON) for each in (target, target + 1))
    assert all(b is None or (a is not None and a <= b) for a, b in zip(less, more, strict=True))


@properties
@given(amounts, targets, st.integers(0, 60))
def test_more_days_never_bring_less(days: list[int], target: int, count: int) -> None:
    draws = Draws(days, target)
    assert draws.least_after(count, 85) <= draws.least_after(count + 1, 85) <= target


@properties
@given(amounts, targets)
def test_the_day_with_a_chance_brings_the_target_with_that_chance(days: list[int], target: int) -> None:
    draws = Draws(days, target)
    (found,) = draws.days_until((85,), HORIZON)
    if found is not None:
        assert (draws.least_after(found, 85), draws.least_after(found - 1, 85) < target) == (target, True)


@properties
@given(amounts, targets)
def test_the_answer_is_the_same_on_every_run_and_in_any_order(days: list[int], target: int) -> None:
    asked = [Draws(each, target).days_until(PERCENTS, HORIZON) for each in (days, days, sorted(days))]
    assert asked[0] == asked[1] == asked[2]
