"""The coverage graph as a pyvis network: what is drawn, where and how large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from kg.page.layout import positions
from kg.page.ties import Ties

if TYPE_CHECKING:
    from pyvis.network import Network

SIZES: Final[dict[str, tuple[float, float, float]]] = {
    "article": (11.0, 0.0, 11.0),
    "stub": (9.0, 0.0, 9.0),
    "provider": (4.5, 3.0, 32.0),
    "topic": (18.0, 2.0, 56.0),
}
"""Radius of a node without edges, its growth with their square root, and its limit, in canvas units."""


def to_network(ties: Ties) -> Network:
    """Return a directed pyvis network of all nodes and edges at fixed places.

    Nodes come kind by kind, topics last and so drawn on top; edges by relation and source, the
    related articles of one in the order of its list.
    """
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    network.inherit_edge_colors(False)
    network.options.edges.smooth.enabled = False
    network.nodes = _nodes(ties)
    network.edges = Edges(ties)
    network.toggle_hide_edges_on_drag(len(network.edges) > 3000)
    return network


def _nodes(ties: Ties) -> list[dict[str, Any]]:
    # pyvis' own add_node and add_edge search their lists on every call. Ids begin with their kind.
    sizes = _sizes(ties)
    places = positions(ties, sizes)
    return [
        {"id": node, "group": group, "size": sizes[node], "x": places[node][0], "y": places[node][1]}
        for node, group in sorted(ties.group.items())
    ]


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges as pyvis has them, each made when it is looked at: there may be millions."""

    ties: Ties

    def __len__(self) -> int:
        return sum(len(targets) for by_source in self.ties.targets.values() for targets in by_source.values())

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for relation, by_source in self.ties.targets.items():
            for source, targets in sorted(by_source.items()):
                for target in targets:
                    yield {"from": source, "to": target, "relation": relation}


def _sizes(ties: Ties) -> dict[str, float]:
    """Return the radius of each node; in a large graph they fill more of the room they have."""
    scale = 1.0 + 0.5 * min(1.0, len(ties.group) / 1500)
    sizes = {}
    for node, group in ties.group.items():
        start, growth, limit = SIZES[group]
        sizes[node] = round(scale * min(limit, start + growth * sqrt(ties.degree[node])), 1)
    return sizes
