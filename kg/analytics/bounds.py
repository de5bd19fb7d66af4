"""Between what bounds the numbers are that can be set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from numbers import Integral, Real
from typing import Any, Final

from kg.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number must be.

    Attributes
    ----------
    least
        The least that it may be.
    most
        The most that it may be; ``None`` for no such thing.
    whole
        Whether it is a whole number.
    exclusive
        Whether it must be more than `least`.
    """

    least: float
    most: float | None = None
    whole: bool = False
    exclusive: bool = False

    def __str__(self) -> str:
        least = f"above {self.least:,}" if self.exclusive else f"{self.least:,} or more"
        return least if self.most is None else f"{least}, at most {self.most:,}"

    def hold(self, value: Any) -> bool:
        """Tell whether a value is such a number."""
        if not isinstance(value, Integral if self.whole else Real) or isinstance(value, bool):
            return False
        if not _is_finite(value):
            return False
        number: Any = value
        enough = number > self.least if self.exclusive else number >= self.least
        return bool(enough and (self.most is None or number <= self.most))


def _is_finite(value: Any) -> bool:
    try:
        return isfinite(value)
    except OverflowError:  # of a whole number that no float holds
        return False


BOUNDS: Final[Mapping[str, Bounds]] = {
    "s": Bounds(1, exclusive=True),
    "gamma": Bounds(0),
    "sample_above": Bounds(0, whole=True),
    "pivots": Bounds(2, whole=True),
    "alpha": Bounds(0, 1),
    "compared": Bounds(2, whole=True),
    "largest": Bounds(1, whole=True),
    "threshold": Bounds(0, 1, exclusive=True),
    "days": Bounds(0),
    "seed": Bounds(0, 2**32 - 1, whole=True),
}
"""By what the numbers are called."""


def check_numbers(**values: Any) -> None:
    """Raise `SettingsError` for the first of some values that is out of the bounds of its name.

    >>> check_numbers(gamma=0.5, largest=0)
    Traceback (most recent call last):
    kg.errors.SettingsError: largest is 0; it must be a whole number, 1 or more
    """
    for name, value in values.items():
        bounds = BOUNDS[name]
        if not bounds.hold(value):
            kind = "a whole number, " if bounds.whole else ""
            raise SettingsError(f"{name} is {value!r}; it must be {kind}{bounds}")
