"""Circles in the plane that are drawn together and kept apart.

Only addition, multiplication, division and square roots are used: those give the same digits on
every machine, which sines, cosines and Python's own `sum` of floats do not promise.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableSequence, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

HOLD: Final = 0.35
"""How strongly a node is held where its disc put it."""

LOOSE: Final = 0.5
"""The overlap, as a share of the smallest radius, that may remain: drawn nodes do not touch then."""

DIRECTIONS: Final = ((1.0, 0.0), (0.6, 0.8), (-0.8, 0.6), (0.0, -1.0), (-0.6, -0.8), (0.8, -0.6), (-1.0, 0.0))
"""Where to push nodes that stand on the very same spot."""

Point = tuple[float, float]
Links = list[list[tuple[int, float]]]
"""For each circle, by its index, the circles that draw it and how strongly."""

Grid = dict[tuple[float, float], list[int]]
"""The circles whose centres lie in each square, by its column and row."""


def total(values: Iterable[float]) -> float:
    """Return the sum, added from first to last."""
    result = 0.0
    for value in values:
        result += value
    return result


@dataclass(slots=True)
class Field:
    """Circles in the plane that are drawn together and kept apart."""

    xs: MutableSequence[float]
    ys: MutableSequence[float]
    radii: Sequence[float]

    def centred(self) -> tuple[list[float], list[float]]:
        """Return the coordinates, the middle of the picture at the origin."""
        middle_x = (min(self.xs, default=0.0) + max(self.xs, default=0.0)) / 2.0
        middle_y = (min(self.ys, default=0.0) + max(self.ys, default=0.0)) / 2.0
        return [x - middle_x for x in self.xs], [y - middle_y for y in self.ys]

    def settle(self, links: Links, passes: float, partings: int) -> None:
        """Draw linked circles together ever more gently, then only part them.

        Parameters
        ----------
        links
            What draws each circle.
        passes
            How often they are drawn; of a last pass that is not whole, less.
        partings
            How often they are parted in the end, at most.
        """
        if not self.xs:
            return
        homes = list(zip(self.xs, self.ys, strict=True))
        for turn in range(ceil(passes)):
            self._draw(links, homes, 0.4 * (1.0 - turn / passes))
            self._part()
        loose = LOOSE * min(self.radii)
        any(self._part() <= loose for _ in range(partings))

    def _draw(self, links: Links, homes: Sequence[Point], share: float) -> None:
        """Move each circle some of the way to the weighted mean of its links and its home."""
        xs, ys = self.xs, self.ys
        for index, linked in enumerate(links):
            weight = HOLD
            x, y = homes[index][0] * HOLD, homes[index][1] * HOLD
            for other, pull in linked:
                x += xs[other] * pull
                y += ys[other] * pull
                weight += pull
            xs[index] += (x / weight - xs[index]) * share
            ys[index] += (y / weight - ys[index]) * share

    def _part(self) -> float:
        """Push overlapping circles apart, the smaller one giving way; return the deepest overlap."""
        usual = 1.2 * sqrt(total(radius * radius for radius in self.radii) / len(self.radii))
        cell = 2.0 * usual
        grid: Grid = {}
        for index, (x, y) in enumerate(zip(self.xs, self.ys, strict=True)):
            grid.setdefault((x // cell, y // cell), []).append(index)
        deepest = 0.0
        for (column, row), crowd in grid.items():
            near = crowd[:]
            for neighbour in (
                (column + 1, row - 1),
                (column + 1, row),
                (column + 1, row + 1),
                (column, row + 1),
            ):
                near += grid.get(neighbour, ())
            for rank, index in enumerate(crowd, 1):
                if rank < len(near):
                    deepest = max(deepest, self._part_from(index, near[rank:]))
        for index, radius in enumerate(self.radii):
            if radius > usual:
                deepest = max(deepest, self._part_from(index, self._within_reach(grid, cell, index)))
        return deepest

    def _part_from(self, index: int, others: Iterable[int]) -> float:
        """Push this circle and the others it overlaps apart; return the deepest overlap."""
        xs, ys, radii = self.xs, self.ys, self.radii
        x, y, radius = xs[index], ys[index], radii[index]
        deepest = 0.0
        for other in others:
            wanted = radius + radii[other]
            dx = xs[other] - x
            if dx >= wanted or dx <= -wanted:
                continue
            dy = ys[other] - y
            squared = dx * dx + dy * dy
            if squared >= wanted * wanted:
                continue
            distance = sqrt(squared)
            overlap = wanted - distance
            if distance < 1e-6:
                dx, dy = DIRECTIONS[other % len(DIRECTIONS)]
                distance = 1.0
            if overlap > deepest:
                deepest = overlap
            push = overlap / distance
            mine = push * 0.5
            if radius != radii[other]:
                mine = push * radii[other] * radii[other] / (radius * radius + radii[other] * radii[other])
            x -= dx * mine
            y -= dy * mine
            xs[other] += dx * (push - mine)
            ys[other] += dy * (push - mine)
        xs[index], ys[index] = x, y
        return deepest

    def _within_reach(self, grid: Grid, cell: float, index: int) -> list[int]:
        """Return the circles around this one that are not larger, each pair once."""
        x, y, radius = self.xs[index], self.ys[index], self.radii[index]
        reach = 2.0 * radius
        radii = self.radii
        return [
            other
            for column in range(int((x - reach) // cell), int((x + reach) // cell) + 1)
            for row in range(int((y - reach) // cell), int((y + reach) // cell) + 1)
            for other in grid.get((column, row), ())
            if radii[other] < radius or (radii[other] == radius and other > index)
        ]
