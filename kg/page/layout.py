"""Where each node is drawn, computed beforehand so that the page has nothing left to move.

Articles gather in discs, one for each topic, and stand beside their provider and the articles of
the same story; then neighbours draw each other closer while nothing may overlap.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import Final

from kg.page.field import Field, Links, Point, total
from kg.page.ties import Ties

Related = Mapping[str, Sequence[str]]
"""By article, the articles next to it in some list."""

SPACING: Final = 56.0
"""Least distance between two article centres, before the picture is widened, in canvas units."""

WIDENING: Final = 1.7
"""How much further apart nodes stand sideways: labels and screens are wider than high."""

SETTLED: Final = 5000
"""Up to how many nodes leave their place in the disc for their neighbours, which takes the longest."""

UNSETTLED_ROOM: Final = 1.4
"""How much more room a spiral of nodes takes than their areas, with a gap to the next disc."""

PULL: Final[dict[str, float]] = {"related_to": 1.0, "published_by": 0.5, "about": 0.2, "broader": 0.5}
"""How strongly the ends of an edge of this relation draw each other."""

MARGIN: Final = 11.0
"""Free room around a node larger than an article, in canvas units."""

GOLDEN_TURN: Final = (-0.7373688780783197, 0.6754902942615238)
"""Cosine and sine of the golden angle, by which sunflower seeds follow each other."""

ALONE: Final = ""
"""The name of the disc of those that nothing links to anything."""


def positions(ties: Ties, sizes: Mapping[str, float]) -> dict[str, tuple[int, int]]:
    """Return the place of each node in canvas units, x to the right and y down.

    Parameters
    ----------
    ties
        The nodes and edges of a coverage graph; their order does not matter.
    sizes
        The radius each node is drawn with, in canvas units.
    """
    nodes = sorted(ties.group)
    number = {node: index for index, node in enumerate(nodes)}
    discs = _discs(ties)
    radii = [max(SPACING / 2, sizes[node] + MARGIN) for node in nodes]
    field = Field([0.0] * len(nodes), [0.0] * len(nodes), radii)
    settles = len(nodes) <= SETTLED
    centres = _disc_centres(ties, discs, radii, number, room=1.0 if settles else UNSETTLED_ROOM)
    for members, (cx, cy) in zip(discs.values(), centres, strict=True):
        indices = [number[node] for node in members]
        for index, (dx, dy) in zip(indices, _spiral([radii[index] for index in indices]), strict=True):
            field.xs[index] = cx + dx
            field.ys[index] = cy + dy
    if settles:
        field.settle(_links(ties, number), passes=max(6, min(40, 20_000 // (len(nodes) + 1))))
    return {node: (round(x * WIDENING), round(y)) for node, x, y in zip(nodes, *field.centred(), strict=True)}


def _discs(ties: Ties) -> dict[str, list[str]]:
    """Return the nodes that stand together, by the node they stand around, largest disc first."""
    related = ties.related()
    home = _homes(ties, related)
    members: dict[str, list[str]] = {}
    for node in _neighbourly(ties, related, home):
        members.setdefault(home[node], []).append(node)
    return dict(sorted(members.items(), key=lambda item: (-len(item[1]), item[0])))


def _homes(ties: Ties, related: Related) -> dict[str, str]:
    """Return for each node the topic (or, without any, the provider) it stands around.

    An article's is the rarest of its topics, which says most about it; a listed article goes
    where those that list it are, a provider or any other topic where most of its articles are.
    """
    home: dict[str, str] = {}
    articles = sorted(node for node in ties.group if ties.kind(node) == "article")
    for article in articles:
        topics = ties.of(article, "about")
        if topics:
            home[article] = min(topics, key=lambda topic: (len(ties.sources[topic]), topic))
    _share_homes(related, home, articles)
    for article in articles:
        if article not in home:
            home[article] = min(ties.of(article, "published_by"), default=ALONE)
            _share_homes(related, home, [article])
    inhabited = {home[article] for article in articles}
    others = sorted(node for node in ties.group if ties.kind(node) != "article")
    home.update((node, node) for node in others if node in inhabited)
    for node in others:
        if node not in inhabited:
            counts = Counter(home[source] for source in ties.sources.get(node, ()) if source in home)
            home[node] = min(counts, key=lambda name: (-counts[name], name), default=ALONE)
    return home


def _share_homes(related: Related, home: dict[str, str], articles: Iterable[str]) -> None:
    """Give these articles' homes to those of their stories that have none, from near to far."""
    waiting = deque(article for article in articles if article in home)
    while waiting:
        article = waiting.popleft()
        for other in related.get(article, ()):
            if other not in home:
                home[other] = home[article]
                waiting.append(other)


def _neighbourly(ties: Ties, related: Related, home: Mapping[str, str]) -> Iterator[str]:
    """Yield all nodes so that a story's articles, and their providers, follow each other."""
    seen: set[str] = set()
    degree = ties.degree
    busiest_first = sorted(ties.group, key=lambda node: (home[node] != node, -degree[node], node))
    for start in busiest_first:
        if ties.group[start] == "provider" and degree[start]:
            continue
        waiting = deque([start])
        while waiting:
            node = waiting.popleft()
            if node in seen:
                continue
            seen.add(node)
            yield node
            for provider in ties.of(node, "published_by"):
                if provider not in seen and home[provider] == home[node]:
                    seen.add(provider)
                    yield provider
            waiting.extend(other for other in related.get(node, ()) if home[other] == home[node])
    yield from sorted(set(ties.group) - seen)


def _disc_centres(
    ties: Ties,
    discs: Mapping[str, Sequence[str]],
    radii: Sequence[float],
    number: Mapping[str, int],
    *,
    room: float,
) -> list[Point]:
    """Return the centre of each disc: side by side, those that share topics near each other.

    A disc has `room` times the area of its nodes.
    """
    areas = [room * total(radii[number[node]] ** 2 for node in members) for members in discs.values()]
    centres = list(_sunflower(areas))
    field = Field([x for x, _ in centres], [y for _, y in centres], [sqrt(area) for area in areas])
    place = {name: index for index, name in enumerate(discs)}
    shared = Counter(
        (place[name], place[topic])
        for name, members in discs.items()
        for node in members
        for topic in ties.of(node, "about")
        if topic in place and topic != name
    )
    links: Links = [[] for _ in discs]
    for (one, other), count in sorted(shared.items()):
        links[one].append((other, float(count)))
        links[other].append((one, float(count)))
    field.settle(links, passes=max(4, min(60, 20_000 // (len(discs) + 1))))
    return list(zip(field.xs, field.ys, strict=True))


def _sunflower(areas: Iterable[float]) -> Iterator[Point]:
    """Yield places that give each item its area, the first in the middle."""
    cosine, sine, covered = 1.0, 0.0, 0.0
    turn_cosine, turn_sine = GOLDEN_TURN
    for area in areas:
        distance = sqrt(covered) * 1.2 + (sqrt(area) if covered else 0.0)
        yield distance * cosine, distance * sine
        cosine, sine = cosine * turn_cosine - sine * turn_sine, cosine * turn_sine + sine * turn_cosine
        covered += area


def _spiral(radii: Iterable[float]) -> Iterator[Point]:
    """Yield places along a spiral, each beside the one before it and beside the previous turn."""
    cosine, sine, distance, before = 1.0, 0.0, 0.0, 0.0
    for radius in radii:
        step = before + radius
        if not before:
            yield 0.0, 0.0
        else:
            distance = max(distance, step)
            yield distance * cosine, distance * sine
            half = step / (2.0 * distance)
            scale = 1.0 / (1.0 + half * half)
            turn_cosine, turn_sine = (1.0 - half * half) * scale, 2.0 * half * scale
            cosine, sine = cosine * turn_cosine - sine * turn_sine, cosine * turn_sine + sine * turn_cosine
            distance += step * step / (6.283185307179586 * distance)
        before = radius


def _links(ties: Ties, number: Mapping[str, int]) -> Links:
    """Return for each node what draws it and how strongly; a hub draws each of its many less."""
    links: Links = [[] for _ in number]
    reach = {node: sqrt(ties.degree[node]) for node in number}
    edges = sorted(
        (source, target, relation)
        for relation, by_source in ties.targets.items()
        for source, targets in by_source.items()
        for target in targets
    )
    for source, target, relation in edges:
        one, other = number[source], number[target]
        links[one].append((other, PULL[relation] / reach[target]))
        links[other].append((one, PULL[relation] / reach[source]))
    return links
