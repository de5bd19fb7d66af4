"""Where each node is drawn, computed beforehand so that the page has nothing left to move.

Articles gather in discs, one for each topic, and stand beside their provider and the articles of
the same story; then neighbours draw each other closer while nothing may overlap.

A few articles more move the others little: in which direction something stands its id alone says,
and how far out follows from areas, which change little by little. No single article decides how
all of them are ranked or how the picture is turned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import frexp, sqrt
from typing import Final
from zlib import crc32

from kg.page.discs import ALONE, Discs, discs
from kg.page.field import Field, Links, Point, total
from kg.page.lattice import Lattice
from kg.page.numbered import Numbered, Related

SPACING: Final = 56.0
"""Least distance between two article centres, before the picture is widened, in canvas units."""

WIDENING: Final = 1.7
"""How much further apart nodes stand sideways: labels and screens are wider than high."""

SETTLED: Final = 5000
"""Up to how many nodes leave their place in the disc for their neighbours, which takes the longest."""

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

PI: Final = 3.141592653589793

ROOM: Final = 1.2
"""How much more room a disc has than its nodes take: they stand nearer to their places then."""

OUT: Final = 1.1
"""How far out discs stand at first, where 1 would just do if they were fluid."""

FLAT: Final = 1.25
"""How much further places lie sideways, and nearer up and down, than on a circle."""

DISC_PULL: Final = 0.2
"""How strongly the discs with which one shares topics draw it, all together."""

UNLINKED: Final = 0.8
"""How much nearer to the middle a disc stands at first that none will draw there."""

WIDEST: Final = 2.5
"""How much further apart nodes stand sideways at most, so that a picture is wider than high."""

ASPECT: Final = 1.4
"""How much wider than high a picture is, if that makes it so."""


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
    turns = [crc32(node.encode()) / 2.0**32 for node in graph.ids]
    xs, ys = _places(graph, discs(graph, related, stories, turns), radii, turns)
    field = Field(xs, ys, radii)
    if len(graph) <= SETTLED:
        field.settle(_links(graph), _passes(len(graph)), _partings(len(graph)))
    across, down = field.centred()
    widening = _widening(max(across, default=0.0), max(down, default=0.0))
    return [round(x * widening) for x in across], [round(y) for y in down]


def _passes(circles: int) -> float:
    """Return how often to draw circles together: the more there are, the less, which takes the longest."""
    return max(0.0, min(40.0, 30_000.0 / (circles + 1) - 30_000.0 / (SETTLED + 1)))


def _partings(circles: int) -> int:
    """Return how often to part circles at most, in the end."""
    return max(4, min(100, 30_000 // (circles + 1)))


def _widening(width: float, height: float) -> float:
    """Return how much to widen a picture of this size."""
    return min(WIDEST, max(WIDENING, ASPECT * height / width)) if width else WIDENING


def _places(
    graph: Numbered, together: Discs, radii: Sequence[float], turns: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Return where each node stands at first: side by side with its company, in the direction of that."""
    lattice = Lattice(SPACING)
    area = {radius: ROOM * lattice.room(radius) / PI for radius in set(radii)}
    offsets, reaches = [], []
    for companies in together.values():
        points, covered = [], 0.0
        for company in companies:
            own = 0.0
            for node in company:
                own += area[radii[node]]
            points.append(_towards(turns[company[0]], sqrt(covered + own / 2.0) if covered else 0.0))
            covered += own
        offsets.append(points)
        reaches.append(sqrt(covered))
    xs, ys = [0.0] * len(graph), [0.0] * len(graph)
    centres = _disc_centres(graph, together, reaches, turns)
    for companies, points, (middle_x, middle_y) in zip(together.values(), offsets, centres, strict=True):
        for company, (x, y) in zip(companies, points, strict=True):
            places = lattice.take((middle_x + x, middle_y + y), map(radii.__getitem__, company))
            for node, place in zip(company, places, strict=True):
                xs[node], ys[node] = place
    return xs, ys


def _disc_centres(
    graph: Numbered, together: Discs, reaches: Sequence[float], turns: Sequence[float]
) -> list[Point]:
    """Return the centre of each disc: in its own direction, near those that share topics with it."""
    areas = [reach * reach for reach in reaches]
    distance = _distances(areas)
    links = _disc_links(graph, together)
    centres = [
        _towards(0.0 if name == ALONE else turns[name], distance[area] * (1.0 if linked else UNLINKED))
        for name, area, linked in zip(together, areas, links, strict=True)
    ]
    field = Field([x for x, _ in centres], [y for _, y in centres], reaches)
    field.settle(links, _passes(len(together)), _partings(len(together)))
    return list(zip(field.xs, field.ys, strict=True))


def _distances(areas: Sequence[float]) -> dict[float, float]:
    """Return how far out a disc of each area stands: there larger ones have filled the middle.

    Of one much larger all counts, of one as large half, of one much smaller nothing, so that discs
    that outgrow each other change places little by little. Areas that agree to 6 % are taken together.
    """
    alike: dict[tuple[int, int], list[float]] = {}
    for area in areas:
        fraction, exponent = frexp(area)
        alike.setdefault((exponent, int(16.0 * fraction)), []).append(area)
    sums = [(total(some) / len(some), total(some)) for _, some in sorted(alike.items())]
    found = {}
    for area in set(areas):
        larger = total(whole * mean * mean / (mean * mean + area * area) for mean, whole in sums)
        found[area] = OUT * sqrt(max(0.0, larger - area / 2.0))
    return found


def _disc_links(graph: Numbered, together: Discs) -> Links:
    """Return for each disc which others draw it, and how strongly: by how many topics they share."""
    links: Links = [[] for _ in together]
    disc = {name: index for index, name in enumerate(together)}
    for (one, other), count in sorted(_shared_topics(graph, together, disc).items()):
        links[one].append((other, float(count)))
        links[other].append((one, float(count)))
    for linked in links:
        weight = total(count for _, count in linked)
        linked[:] = [(other, DISC_PULL * count / weight) for other, count in linked]
    return links


def _towards(turn: float, distance: float) -> Point:
    """Return a point of an ellipse that lies on its side, at this share of a whole turn.

    Sine and cosine are sums of powers here, good to two digits.
    """
    quarter = int(4.0 * turn)
    angle = (4.0 * turn - quarter - 0.5) * PI / 2.0
    square = angle * angle
    sine = angle * (1.0 - square / 6.0) * distance
    cosine = (1.0 - square * (0.5 - square / 24.0)) * distance
    x, y = cosine - sine, cosine + sine
    if quarter & 1:
        x, y = -y, x
    if quarter & 2:
        x, y = -x, -y
    return sqrt(0.5) * FLAT * x, sqrt(0.5) / FLAT * y


def _shared_topics(graph: Numbered, together: Discs, disc: Mapping[int, int]) -> Counter[tuple[int, int]]:
    """Return how many edges lead from the articles of one disc to the topic of another."""
    home = [0] * len(graph)
    for name, companies in together.items():
        for company in companies:
            for node in company:
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
