"""The coverage graph as a pyvis network: what is drawn, where and how large."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from kg.model import KINDS
from kg.ordering import sorted_edges
from kg.page.layout import positions

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network

SIZES: Final[dict[str, tuple[float, float, float]]] = {
    "article": (11.0, 0.0, 11.0),
    "stub": (9.0, 0.0, 9.0),
    "provider": (4.5, 3.0, 32.0),
    "topic": (18.0, 2.0, 56.0),
}
"""Radius of a node without edges, its growth with their square root, and its limit, in canvas units."""


def to_network(graph: nx.MultiDiGraph[str]) -> Network:
    """Return a directed pyvis network of all nodes and edges at fixed places.

    Nodes come kind by kind, topics last and so drawn on top; edges in the order of their
    source, then the related articles of each article in the order of its list.
    """
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    network.inherit_edge_colors(False)
    network.options.edges.smooth.enabled = False
    network.nodes = _nodes(graph)
    network.edges = _edges(graph)
    network.toggle_hide_edges_on_drag(len(network.edges) > 3000)
    return network


def _nodes(graph: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    # pyvis' own add_node and add_edge search their lists on every call.
    sizes = _sizes(graph)
    places = positions(graph, sizes)
    by_kind: dict[str, list[str]] = {kind: [] for kind in KINDS}
    groups = {}
    for node, attributes in graph.nodes(data=True):
        by_kind[attributes["kind"]].append(node)
        groups[node] = _group(attributes)
    return [
        {"id": node, "group": groups[node], "size": sizes[node], "x": places[node][0], "y": places[node][1]}
        for nodes in by_kind.values()
        for node in sorted(nodes)
    ]


def _edges(graph: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    edges = []
    listed: dict[str, list[tuple[int, str]]] = {}
    for source, relation, target, values in sorted_edges(graph):
        if relation == "related_to":
            listed.setdefault(source, []).append((values.get("position", 0), target))
        else:
            edges.append({"from": source, "to": target, "relation": relation})
    for source, targets in listed.items():
        edges += [{"from": source, "to": target, "relation": "related_to"} for _, target in sorted(targets)]
    return edges


def _group(attributes: Mapping[str, Any]) -> str:
    """Return the style of a node: its kind, or ``stub`` for an article that was only ever listed."""
    return "stub" if attributes.get("stub") else str(attributes["kind"])


def _sizes(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    """Return the radius of each node; in a large graph they fill more of the room they have."""
    scale = 1.0 + 0.5 * min(1.0, len(graph) / 1500)
    sizes = {}
    for node, attributes in graph.nodes(data=True):
        start, growth, limit = SIZES[_group(attributes)]
        degree = graph.degree(node) if growth else 0
        sizes[node] = round(scale * min(limit, start + growth * sqrt(degree)), 1)
    return sizes
