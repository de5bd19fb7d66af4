"""The coverage graph as a pyvis network: what is drawn, where and how large."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from kg.page.layout import positions
from kg.page.numbered import NUMBER, Numbered
from kg.page.overview import overview
from kg.page.tellings import story_numbers

if TYPE_CHECKING:
    from pyvis.network import Network

SIZES: Final[dict[str, tuple[float, float, float]]] = {
    "article": (11.0, 0.0, 11.0),
    "stub": (9.0, 0.0, 9.0),
    "provider": (4.5, 3.0, 32.0),
    "topic": (18.0, 2.0, 56.0),
    "story": (9.0, 2.0, 24.0),
}
"""Radius of a node without edges, its growth with their square root, and its limit, in canvas units."""


def to_network(graph: Numbered) -> Network:
    """Return a directed pyvis network of all nodes and edges at fixed places.

    A large one has an `overview` too. Nodes come kind by kind, topics last and so drawn on top;
    edges by relation and source, the related articles of one in the order of its list.
    """
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    network.inherit_edge_colors(False)
    network.options.edges.smooth.enabled = False
    network.nodes = _nodes(graph)  # pyvis' own add_node and add_edge search their lists on every call
    network.edges = Edges(graph)
    places = network.nodes.xs, network.nodes.ys
    network.overview = overview(graph, places, network.nodes.stories)
    network.toggle_hide_edges_on_drag(len(network.edges) > 3000)
    return network


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes as pyvis has them, each made when it is looked at.

    Attributes
    ----------
    ids, groups, sizes, xs, ys, stories
        What is known of each, in the order in which the nodes are drawn.
    """

    ids: Sequence[str]
    groups: Sequence[str]
    sizes: Sequence[float]
    xs: Sequence[int]
    ys: Sequence[int]
    stories: Sequence[int]

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        columns = self.columns()
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(columns, values, strict=True))

    def columns(self) -> dict[str, Sequence[Any]]:
        """Return what is known of all nodes, by the name it has in the dictionary of one."""
        return {
            "id": self.ids,
            "group": self.groups,
            "size": self.sizes,
            "x": self.xs,
            "y": self.ys,
            "story": list(self.stories),
        }


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges as pyvis has them, each made when it is looked at: there may be millions."""

    graph: Numbered

    def __len__(self) -> int:
        return sum(map(len, self.graph.edges.values()))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        ids = self.graph.ids
        for relation, pairs in self.graph.edges.items():
            for source, target in pairs:
                yield {"from": ids[source], "to": ids[target], "relation": relation}

    def ends(self, relation: str) -> array[int]:
        """Return the numbers of the two nodes that each edge of a relation joins, following each other."""
        pairs = self.graph.edges[relation]
        ends = array(NUMBER, bytes(2 * len(pairs) * array(NUMBER).itemsize))
        ends[::2], ends[1::2] = pairs.sources, pairs.targets
        return ends


def _nodes(graph: Numbered) -> Nodes:
    sizes = _sizes(graph)
    related = graph.related()
    stories = story_numbers(graph, related)
    return Nodes(graph.ids, graph.groups, sizes, *positions(graph, sizes, related, stories), stories)


def _sizes(graph: Numbered) -> list[float]:
    """Return the radius of each node; in a large graph they fill more of the room they have."""
    scale = 1.0 + 0.5 * min(1.0, len(graph) / 1500)

    @cache
    def size(group: str, degree: int) -> float:
        start, growth, limit = SIZES[group]
        return round(scale * min(limit, start + growth * sqrt(degree)), 1)

    return list(map(size, graph.groups, graph.degree))
