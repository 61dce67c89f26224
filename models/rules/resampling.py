"""How long it takes until random draws from past days add up to a target, and how far they get in some days.

What Monte Carlo resampling with replacement estimates, computed by convolution: the same on every run.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from operator import mul
from typing import Final

CELLS: Final = 512
"""Up to this target amounts are counted one by one. A larger one is counted in so many equal steps, an amount between
two steps being split between them so that its mean stays; a date may then come out a working day off."""
BITS: Final = 60
"""Probabilities are whole multiples of 2**-60: whole numbers multiply ten times as fast as lists of floats."""
ONE: Final = 1 << BITS
SLACK: Final = ONE >> 36
"""A chance that lies this little below a share reaches it: 85 of 100 days are 85 %, whatever was rounded."""
LANE: Final = 2 * 64
"""Bits of one cell in a packed distribution: room for the product of two probabilities."""


class Sum:
    """The distribution of a sum of draws, as far as it lies below the target; the rest has reached it."""

    def __init__(self, cells: Sequence[int]) -> None:
        self.cells = cells
        """The probability of each amount, in multiples of 2**-60; as long as the target or shorter."""

    @cached_property
    def _packed(self) -> int:
        lanes = [0] * (2 * len(self.cells))
        lanes[::2] = self.cells
        return int.from_bytes(struct.pack(f"<{len(lanes)}Q", *lanes), "little")

    def plus(self, other: Sum, target: int) -> Sum:
        """The distribution of the two sums together: one multiplication of two long numbers, a lane for each cell."""
        count = min(len(self.cells) + len(other.cells) - 1, target)
        if count < 1:
            return Sum(())
        product = (self._packed * other._packed) & ((1 << (LANE * count)) - 1)
        words = struct.unpack(f"<{2 * count}Q", product.to_bytes(LANE // 8 * count, "little"))
        low, high = words[::2], words[1::2]
        return Sum([(h << (64 - BITS)) | (w >> BITS) for w, h in zip(low, high, strict=True)])

    def below(self, target: int) -> list[int]:
        """The chance that the sum is at most 0, 1, … up to one below the target."""
        chances = list(accumulate(self.cells))
        return chances + [chances[-1] if chances else 0] * (target - len(chances))


class Draws:
    """Draws with replacement from what past days brought, and a target to be reached by adding them up."""

    def __init__(self, days: Sequence[int], target: int) -> None:
        """Takes the amounts of past days, none of them negative, at least one day; the target is above 0."""
        self._cells = min(target, CELLS)
        self._step: float = max(target / CELLS, 1.0)
        self._target = target
        self._powers = [Sum(self._first(days))]
        """The sums of 1, 2, 4, 8, … days."""

    def _first(self, days: Sequence[int]) -> list[int]:
        shares = [0.0] * (self._cells + 1)
        for amount in days:
            whole, rest = divmod(amount / self._step, 1.0)
            place = int(whole)
            if place < self._cells:
                shares[place] += 1.0 - rest
                shares[place + 1] += rest
        cells = [int(share * ONE / len(days)) for share in shares[: self._cells]]
        while cells and not cells[-1]:
            cells.pop()
        return cells

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
        days, so_far = 0, Sum((ONE,))
        top = horizon.bit_length()
        for percent in percents:
            wanted = percent * ONE // 100 - SLACK
            while self._reached(so_far, self._power(0)) < wanted:
                place = 0
                # Doubled until it would be enough: what a long time brings is not reckoned where a short one does.
                while place + 1 < top and self._reached(so_far, self._power(place + 1)) < wanted:
                    place += 1
                if days + (1 << place) > horizon:
                    break
                so_far, days = so_far.plus(self._power(place), self._cells), days + (1 << place)
            is_within = days < horizon and self._reached(so_far, self._power(0)) >= wanted
            found.append(days + 1 if is_within else None)
        return found

    def _reached(self, one: Sum, other: Sum) -> int:
        """The chance that two sums together reach the target."""
        below = other.below(self._cells)
        # Of `one` being an amount, the other has to stay below what is missing then.
        missing: int = sum(map(mul, one.cells, reversed(below)))
        return ONE - (missing >> BITS)

    def least_after(self, days: int, percent: int) -> int:
        """What is reached at least in so many days with a chance: the lower count, at most the target."""
        so_far, place = Sum((ONE,)), 0
        while days >> place:
            if days >> place & 1:
                so_far = so_far.plus(self._power(place), self._cells)
            place += 1
        wanted = (100 - percent) * ONE // 100 - SLACK
        for amount, chance in enumerate(accumulate(so_far.cells)):
            if chance >= wanted:
                return int(amount * self._step)
        return self._target
