"""What a large graph's page opens on: its stories, topics and providers as bubbles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from kg.drawing import WHOLE
from kg.page.field import Point, total
from kg.page.numbered import Numbered
from kg.page.tellings import NONE

MOST: Final[dict[str, int]] = {"topic": 60, "story": 30, "provider": 40}
"""How many bubbles there are of each kind at most: those with the most articles."""

LEAST: Final[dict[str, int]] = {"topic": 1, "story": 3, "provider": 2}
"""How many articles a bubble of each kind has at least."""

AREA: Final[dict[str, float]] = {"topic": 1.25, "story": 1.17, "provider": 0.89}
"""How large a shape has to be drawn for the area of a circle of radius 1: diamond, triangle, square."""

SHARE: Final = 0.3
"""The share of the picture that bubbles cover together."""

SMALLEST: Final = 0.12
"""The least radius of a bubble, as a share of the largest one's: any can be seen and clicked."""

GAP: Final = 0.016
"""Free room around each bubble, for its name, as a share of the picture's width."""

STEP: Final = 0.5
"""How densely places are tried for a bubble, as a share of its radius."""

GOLDEN_TURN: Final = (-0.7373688780783197, 0.6754902942615238)
"""Cosine and sine of the golden angle, by which sunflower seeds follow each other."""

FLATNESS: Final = 1.5
"""How much further sideways than up and down places are tried: screens are wider than high."""

Key = tuple[str, int]
"""The kind of a bubble, and the number of its topic or provider, or of its story."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Bubbles, the largest last, so that small ones stay in front.

    Attributes
    ----------
    groups
        ``topic``, ``provider`` or ``story``.
    keys
        The number of a bubble's node; of a story, its own.
    counts
        How many articles each has.
    sizes, xs, ys
        Radius and place of each, in canvas units.
    """

    groups: Sequence[str]
    keys: Sequence[int]
    counts: Sequence[int]
    sizes: Sequence[float]
    xs: Sequence[int]
    ys: Sequence[int]

    def columns(self) -> dict[str, Sequence[str] | Sequence[int] | Sequence[float]]:
        """Return what is known of the bubbles, by the name that the page has for it."""
        return {
            "group": self.groups,
            "key": self.keys,
            "count": self.counts,
            "size": self.sizes,
            "x": self.xs,
            "y": self.ys,
        }


def overview(
    graph: Numbered, places: tuple[Sequence[int], Sequence[int]], stories: Sequence[int]
) -> Overview | None:
    """Return the bubbles of a graph of more than `WHOLE` nodes, each about where its articles are.

    Parameters
    ----------
    graph
        The nodes and edges of a coverage graph.
    places
        Where its nodes are drawn, x and y.
    stories
        The number of the story that each node tells, or `NONE`; see `kg.page.tellings.story_numbers`.
    """
    if len(graph) <= WHOLE:
        return None
    members = _articles(graph, stories)
    keys = [key for kind in MOST for key in _largest(members, kind)]
    keys.sort(key=lambda key: (len(members[key]), key))
    counts = [len(members[key]) for key in keys]
    if not keys:
        return None
    width, height = (max(axis) - min(axis) for axis in places)
    unit = sqrt(SHARE * width * height / sum(counts)) / 2.0
    largest = unit * sqrt(counts[-1])
    sizes = [max(SMALLEST * largest, unit * sqrt(count)) for count in counts]
    homes = [_middle(places, members[key]) for key in keys]
    xs, ys = zip(*_apart(homes, [size + GAP * width for size in sizes]), strict=True)
    return Overview(
        [group for group, _ in keys],
        [number for _, number in keys],
        counts,
        [round(size * AREA[group], 1) for size, (group, _) in zip(sizes, keys, strict=True)],
        [round(x) for x in xs],
        [round(y) for y in ys],
    )


def _apart(homes: Sequence[Point], radii: Sequence[float]) -> list[Point]:
    """Return a place for each circle, chosen from the last to the first: a free one near its home."""
    placed: list[tuple[float, float, float]] = []
    turn_cosine, turn_sine = GOLDEN_TURN
    for (home_x, home_y), radius in zip(reversed(homes), reversed(radii), strict=True):
        x, y, cosine, sine = home_x, home_y, 1.0, 0.0
        tried = 0
        while any(
            (x - other_x) * (x - other_x) + (y - other_y) * (y - other_y)
            < (radius + other) * (radius + other)
            for other_x, other_y, other in placed
        ):
            tried += 1
            distance = STEP * radius * sqrt(tried)
            x, y = home_x + FLATNESS * distance * cosine, home_y + distance * sine
            cosine, sine = cosine * turn_cosine - sine * turn_sine, cosine * turn_sine + sine * turn_cosine
        placed.append((x, y, radius))
    return [(x, y) for x, y, _ in reversed(placed)]


def _articles(graph: Numbered, stories: Sequence[int]) -> dict[Key, list[int]]:
    """Return the articles of each topic, provider and story."""
    members: dict[Key, list[int]] = {}
    for group, relation in (("topic", "about"), ("provider", "published_by")):
        for article, target in graph.edges[relation]:
            members.setdefault((group, target), []).append(article)
    for node, story in enumerate(stories):
        if story != NONE and graph.groups[node] != "story":
            members.setdefault(("story", story), []).append(node)
    return members


def _largest(members: Mapping[Key, Sequence[int]], kind: str) -> list[Key]:
    """Return the bubbles of a kind, those of most articles."""
    counts = Counter({key: len(some) for key, some in members.items() if key[0] == kind})
    chosen = [key for key, count in counts.items() if count >= LEAST[kind]]
    return sorted(chosen, key=lambda key: (-counts[key], key))[: MOST[kind]]


def _middle(places: tuple[Sequence[int], Sequence[int]], nodes: Sequence[int]) -> Point:
    """Return the mean place of nodes."""
    x, y = (total(map(axis.__getitem__, nodes)) / len(nodes) for axis in places)
    return x, y
