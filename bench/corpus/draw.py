"""Random draws that are the same for a seed on every machine and Python.

Only `random.Random.random` is used, the one method whose sequence Python guarantees.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from bench.corpus.measured import COUNTS, DECILES, DEFECTS, SHARES

Value = TypeVar("Value")


class Weighted(Generic[Value]):
    """Values to draw by their weights."""

    def __init__(self, weights: Mapping[Value, float]) -> None:
        self._values = tuple(weights)
        self._bounds = tuple(accumulate(weights.values()))

    def at(self, uniform: float) -> Value:
        """Return the value for a number from 0 to 1."""
        return self._values[bisect_right(self._bounds, uniform * self._bounds[-1])]


_COUNTS = {name: Weighted(weights) for name, weights in COUNTS.items()}


class Draw:
    """Draws of one corpus.

    Parameters
    ----------
    seed
        The same seed gives the same corpus.
    defects
        What the rates of `bench.corpus.measured.DEFECTS` are multiplied by.
    """

    def __init__(self, seed: int, defects: float = 1.0) -> None:
        self.uniform = Random(seed).random
        self._rates = {name: min(rate * defects, 0.5) for name, (rate, _) in DEFECTS.items()}

    def has(self, share: str) -> bool:
        """Tell whether something is so, in its measured share of cases."""
        return self.uniform() < SHARES[share][0]

    def defect(self, name: str) -> bool:
        """Tell whether a defect occurs here."""
        return self.uniform() < self._rates[name]

    def one(self, values: Sequence[Value]) -> Value:
        """Return one of the values, all as likely."""
        return values[int(self.uniform() * len(values))]

    def below(self, limit: int) -> int:
        """Return a number from 0 up to, not including, `limit`."""
        return int(self.uniform() * limit)

    def of(self, weighted: Weighted[Value]) -> Value:
        """Return one of the values by weight."""
        return weighted.at(self.uniform())

    def count(self, name: str) -> int:
        """Return a number as often as `bench.corpus.measured.COUNTS` has it."""
        return _COUNTS[name].at(self.uniform())

    def quantity(self, name: str) -> int:
        """Return a number distributed as `bench.corpus.measured.DECILES` has it.

        Even within a decile; in the outer two most are near the others, as in life.
        """
        deciles = DECILES[name]
        place = self.uniform() * 10
        decile = int(place)
        low, high, part = deciles[decile], deciles[decile + 1], place - decile
        if decile == 9:
            part = part**4
        elif decile == 0:
            part = 1 - (1 - part) ** 4
        return low + round((high - low) * part)
