"""Where each node is drawn, computed beforehand so that the page has nothing left to move.

Articles gather in discs, one for each topic, and stand beside their provider and the articles of
the same story; then neighbours draw each other closer while nothing may overlap.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import Final

from kg.page.discs import Discs, discs
from kg.page.field import Field, Links, Point, total
from kg.page.numbered import Numbered, Related

SPACING: Final = 56.0
"""Least distance between two article centres, before the picture is widened, in canvas units."""

WIDENING: Final = 1.7
"""How much further apart nodes stand sideways: labels and screens are wider than high."""

SETTLED: Final = 5000
"""Up to how many nodes leave their place in the disc for their neighbours, which takes the longest."""

UNSETTLED_ROOM: Final = 1.4
"""How much more room a spiral of nodes takes than their areas, with a gap to the next disc."""

PULL: Final[dict[str, float]] = {
    "related_to": 1.0,
    "published_by": 0.5,
    "about": 0.2,
    "broader": 0.5,
    "part_of": 1.0,
}
"""How strongly the ends of an edge of this relation draw each other."""

MARGIN: Final = 11.0
"""Free room around a node larger than an article, in canvas units."""

GOLDEN_TURN: Final = (-0.7373688780783197, 0.6754902942615238)
"""Cosine and sine of the golden angle, by which sunflower seeds follow each other."""


def positions(
    graph: Numbered, sizes: Sequence[float], related: Related, stories: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Return the places of the nodes in canvas units, x to the right and y down.

    Parameters
    ----------
    graph
        The nodes and edges of a coverage graph.
    sizes
        The radius each node is drawn with, in canvas units.
    related, stories
        See `kg.page.discs.discs`.
    """
    radius = {size: max(SPACING / 2, size + MARGIN) for size in set(sizes)}
    radii = [radius[size] for size in sizes]
    xs, ys = (array("d", bytes(8 * len(graph))) for _ in "xy")
    settles = len(graph) <= SETTLED
    together = discs(graph, related, stories)
    centres = _disc_centres(graph, together, radii, room=1.0 if settles else UNSETTLED_ROOM)
    for members, centre in zip(together.values(), centres, strict=True):
        _place_in_spiral(xs, ys, radii, members, centre)
    field = Field(xs, ys, radii)
    if settles:
        field = Field(xs.tolist(), ys.tolist(), radii)
        field.settle(_links(graph), passes=max(6, min(40, 20_000 // (len(graph) + 1))))
    across, down = field.centred()
    return [round(x * WIDENING) for x in across], [round(y) for y in down]


def _disc_centres(graph: Numbered, together: Discs, radii: Sequence[float], *, room: float) -> list[Point]:
    """Return the centre of each disc: side by side, those that share topics near each other.

    A disc has `room` times the area of its nodes.
    """
    areas = [room * total(radii[node] * radii[node] for node in members) for members in together.values()]
    centres = list(_sunflower(areas))
    field = Field([x for x, _ in centres], [y for _, y in centres], [sqrt(area) for area in areas])
    disc = {name: index for index, name in enumerate(together)}
    links: Links = [[] for _ in together]
    for (one, other), count in sorted(_shared_topics(graph, together, disc).items()):
        links[one].append((other, float(count)))
        links[other].append((one, float(count)))
    field.settle(links, passes=max(4, min(60, 20_000 // (len(together) + 1))))
    return list(zip(field.xs, field.ys, strict=True))


def _shared_topics(graph: Numbered, together: Discs, disc: Mapping[int, int]) -> Counter[tuple[int, int]]:
    """Return how many edges lead from the articles of one disc to the topic of another."""
    home = [0] * len(graph)
    for name, members in together.items():
        for node in members:
            home[node] = disc[name]
    about = graph.edges["about"]
    counts = Counter(zip(map(home.__getitem__, about.sources), about.targets, strict=True))
    return Counter(
        {
            (one, disc[topic]): count
            for (one, topic), count in counts.items()
            if topic in disc and disc[topic] != one
        }
    )


def _sunflower(areas: Iterable[float]) -> Iterator[Point]:
    """Yield places that give each item its area, the first in the middle."""
    cosine, sine, covered = 1.0, 0.0, 0.0
    turn_cosine, turn_sine = GOLDEN_TURN
    for area in areas:
        distance = sqrt(covered) * 1.2 + (sqrt(area) if covered else 0.0)
        yield distance * cosine, distance * sine
        cosine, sine = cosine * turn_cosine - sine * turn_sine, cosine * turn_sine + sine * turn_cosine
        covered += area


def _place_in_spiral(
    xs: array[float], ys: array[float], radii: Sequence[float], nodes: Iterable[int], middle: Point
) -> None:
    """Place nodes along a spiral, each beside the one before it and beside the previous turn."""
    middle_x, middle_y = middle
    cosine, sine, distance, before = 1.0, 0.0, 0.0, 0.0
    for node in nodes:
        radius = radii[node]
        if before:
            step = before + radius
            if step > distance:
                distance = step
            xs[node] = middle_x + distance * cosine
            ys[node] = middle_y + distance * sine
            half = step / (2.0 * distance)
            square = half * half
            scale = 1.0 / (1.0 + square)
            turn_cosine, turn_sine = (1.0 - square) * scale, 2.0 * half * scale
            cosine, sine = cosine * turn_cosine - sine * turn_sine, cosine * turn_sine + sine * turn_cosine
            distance += step * step / (6.283185307179586 * distance)
        else:
            xs[node], ys[node] = middle
        before = radius


def _links(graph: Numbered) -> Links:
    """Return for each node what draws it and how strongly; a hub draws each of its many less."""
    links: Links = [[] for _ in graph.ids]
    reach = [sqrt(degree) for degree in graph.degree]
    edges = sorted(
        (source, target, relation) for relation, pairs in graph.edges.items() for source, target in pairs
    )
    for source, target, relation in edges:
        links[source].append((target, PULL[relation] / reach[target]))
        links[target].append((source, PULL[relation] / reach[source]))
    return links
