"""How long it takes until random draws from past days add up to a target, and how far they get in some days.

What Monte Carlo resampling with replacement estimates, computed by convolution: the same on every run.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, dropwhile
from math import ceil, sqrt
from operator import mul, not_
from typing import Final

CELLS: Final = 1024
"""Amounts are counted one by one while so many cells hold them: always up to this target. Sums that spread over more
are counted in larger steps, an amount between two steps being split between them so that its mean stays; that widens a
spread by a hundredth or so, and a date may come out a working day off."""
SPREADS: Final = 18
"""So many standard deviations hold a sum: what lies outside has a chance below 2**-60."""
BITS: Final = 60
"""Probabilities are whole multiples of 2**-60: whole numbers multiply ten times as fast as lists of floats."""
ONE: Final = 1 << BITS
SLACK: Final = ONE >> 36
"""A chance that lies this little below a share reaches it: 85 of 100 days are 85 %, whatever was rounded."""
LANE: Final = 2 * 64
"""Bits of one cell in a packed distribution: room for the product of two probabilities."""


class Sum:
    """The distribution of a sum of draws, as far as it lies below the target; the rest has reached it."""

    def __init__(self, first: int, cells: Sequence[int]) -> None:
        kept = list(dropwhile(not_, cells))
        self.first = first + len(cells) - len(kept)
        """The least amount that has a chance."""
        while kept and not kept[-1]:
            kept.pop()
        self.cells = kept
        """The chance of that amount and of each one above it, in multiples of 2**-60."""

    @cached_property
    def _packed(self) -> int:
        lanes = [0] * (2 * len(self.cells))
        lanes[::2] = self.cells
        return int.from_bytes(struct.pack(f"<{len(lanes)}Q", *lanes), "little")

    @cached_property
    def at_most(self) -> list[int]:
        """The chance of at most each amount that has one."""
        return list(accumulate(self.cells))

    def plus(self, other: Sum, target: int) -> Sum:
        """The distribution of the two sums together: one multiplication of two long numbers, a lane for each cell."""
        first = self.first + other.first
        count = min(len(self.cells) + len(other.cells) - 1, target - first)
        if count < 1 or not self.cells or not other.cells:
            return Sum(target, ())
        product = (self._packed * other._packed) & ((1 << (LANE * count)) - 1)
        words = struct.unpack(f"<{2 * count}Q", product.to_bytes(LANE // 8 * count, "little"))
        low, high = words[::2], words[1::2]
        return Sum(first, [(h << (64 - BITS)) | (w >> BITS) for w, h in zip(low, high, strict=True)])

    def reached_with(self, other: Sum, target: int) -> int:
        """The chance that the two sums together reach the target."""
        # What the other may bring at most where this one brings its least, counted from the other's least.
        most = target - 1 - self.first - other.first
        if most < 0 or not self.cells or not other.cells:
            return ONE
        # Where this one brings so little that nothing of the other reaches the target, and where some of it does.
        free = max(most - len(other.cells) + 1, 0)
        missing: int = sum(self.cells[:free]) * other.at_most[-1]
        missing += sum(map(mul, self.cells[free:], reversed(other.at_most[: most - free + 1])))
        return ONE - (missing >> BITS)


class Draws:
    """Draws with replacement from what past days brought, and a target to be reached by adding them up."""

    def __init__(self, days: Sequence[int], target: int) -> None:
        """Takes the amounts of past days, none of them negative, at least one day; the target is above 0."""
        mean = sum(days) / len(days)
        variance = sum((amount - mean) ** 2 for amount in days) / len(days)
        spread = SPREADS * sqrt(variance * target / mean) if mean else 0.0
        self._cells = ceil(target / max(min(target, spread) / CELLS, 1.0))
        """The target in steps."""
        self._step = target / self._cells
        """1 where amounts are counted one by one."""
        self._target = target
        self._powers = [self._one_day(days)]
        """The sums of 1, 2, 4, 8, … days."""

    def _one_day(self, days: Sequence[int]) -> Sum:
        shares = [0.0] * (self._cells + 1)
        for amount in days:
            whole, rest = divmod(amount / self._step, 1.0)
            place = int(whole)
            if place < self._cells:
                shares[place] += 1.0 - rest
                shares[place + 1] += rest
        return Sum(0, [int(share * ONE / len(days)) for share in shares[: self._cells]])

    def _power(self, place: int) -> Sum:
        while len(self._powers) <= place:
            last = self._powers[-1]
            self._powers.append(last.plus(last, self._cells))
        return self._powers[place]

    def days_until(self, percents: Sequence[int], horizon: int) -> list[int | None]:
        """After how many days the target is reached with each of some chances, by nearest rank.

        Args:
            percents: chances in percent, rising.
            horizon: a number of days; None stands for what takes longer.
        """
        found: list[int | None] = []
        days, so_far = 0, Sum(0, (ONE,))
        top = horizon.bit_length()
        for percent in percents:
            wanted = percent * ONE // 100 - SLACK
            while self._reached(so_far, 0) < wanted:
                place = 0
                # Doubled until it would be enough: what a long time brings is not reckoned where a short one does.
                while place + 1 < top and self._reached(so_far, place + 1) < wanted:
                    place += 1
                if days + (1 << place) > horizon:
                    break
                so_far, days = so_far.plus(self._power(place), self._cells), days + (1 << place)
            is_within = days < horizon and self._reached(so_far, 0) >= wanted
            found.append(days + 1 if is_within else None)
        return found

    def _reached(self, so_far: Sum, place: int) -> int:
        return so_far.reached_with(self._power(place), self._cells)

    def least_after(self, days: int, percent: int) -> int:
        """The most that is reached in so many days with a chance at least: the lower count, at most the target."""
        so_far, place = Sum(0, (ONE,)), 0
        while days >> place:
            if days >> place & 1:
                so_far = so_far.plus(self._power(place), self._cells)
            place += 1
        allowed = (100 - percent) * ONE // 100 + SLACK
        for amount, chance in enumerate(so_far.at_most, so_far.first):
            if chance > allowed:
                return int(amount * self._step)
        return self._target
