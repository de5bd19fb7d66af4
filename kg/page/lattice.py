"""Circles on a triangular lattice, each as near as can be to where it would stand.

The lattice lies still: what is elsewhere, or comes later, moves none that stands already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, count, filterfalse
from math import sqrt
from typing import Final

from kg.page.field import Point

ROW: Final = sqrt(0.75)
"""How far apart rows are, where the points of a row are 1 apart."""

STRIDE: Final = 1 << 20
"""How much the numbers of a point and of the one above it differ: more than a row ever has points."""

TOUCHING: Final = 0.4
"""How near to a circle a point may be that another takes, where points are 1 apart."""


class Lattice:
    """The points that are taken.

    Parameters
    ----------
    spacing
        How far apart points are.
    """

    def __init__(self, spacing: float) -> None:
        self._spacing = spacing
        self._taken: set[int] = set()

    def room(self, radius: float) -> float:
        """Return the area that a circle takes."""
        return len(_covered(radius / self._spacing)) * ROW * self._spacing * self._spacing

    def take(self, place: Point, radii: Iterable[float]) -> Iterator[Point]:
        """Yield for each circle the free point nearest to a place, which is free no more."""
        taken, spacing, height = self._taken, self._spacing, ROW * self._spacing
        row = round(place[1] / height)
        target = row * STRIDE + round(place[0] / spacing - row / 2.0)
        nearby = chain.from_iterable(map(target.__add__, ways) for ways in map(_hexagon, count()))
        free = filterfalse(taken.__contains__, nearby)
        for radius in radii:
            point = next(free)
            if radius <= spacing / 2.0:
                taken.add(point)
            else:
                covered = _covered(radius / spacing)
                while not taken.isdisjoint(map(point.__add__, covered)):
                    point = next(free)
                taken.update(map(point.__add__, covered))
            row = (point + STRIDE // 2) // STRIDE
            yield spacing * (point - row * STRIDE + row / 2.0), height * row


@cache
def _hexagon(size: int) -> tuple[int, ...]:
    """Return the ways from a point to those that are this many steps away."""
    if not size:
        return (0,)
    ways = [-size * STRIDE]
    for step in (1, STRIDE, STRIDE - 1, -1, -STRIDE, 1 - STRIDE):
        ways += [ways[-1] + times * step for times in range(1, size + 1)]
    return tuple(ways[1:])


@cache
def _covered(radius: float) -> tuple[int, ...]:
    """Return the ways from a point to those that a circle around it leaves no room for."""
    reach = radius + TOUCHING
    most = range(-int(2.0 * reach), int(2.0 * reach) + 1)
    return tuple(
        row * STRIDE + column
        for row in most
        for column in most
        if column * column + column * row + row * row < reach * reach
    )
