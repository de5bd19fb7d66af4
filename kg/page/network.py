"""The coverage graph as a pyvis network: what is drawn, where and how large."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from kg.model import KINDS, link_id
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
    source, and the related articles of one in the order of its list.
    """
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    network.inherit_edge_colors(False)
    network.options.edges.smooth.enabled = False
    network.toggle_hide_edges_on_drag(graph.number_of_edges() > 3000)
    network.nodes = _nodes(graph)
    network.edges = _edges(graph)
    return network


def _nodes(graph: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    # pyvis' own add_node and add_edge search their lists on every call.
    degree = dict(graph.degree())
    sizes = _sizes(graph, degree)
    places = positions(graph, sizes)
    rank = {kind: index for index, kind in enumerate(KINDS)}
    kind_of = {node: attributes["kind"] for node, attributes in graph.nodes(data=True)}
    return [
        {
            "id": node,
            "group": _group(graph.nodes[node]),
            "size": sizes[node],
            "x": places[node][0],
            "y": places[node][1],
        }
        for node in sorted(graph, key=lambda node: (rank[kind_of[node]], node))
    ]


def _edges(graph: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    # An edge without a position, as all but those of `related_to` are, goes by its target.
    ordered = sorted(
        (source, relation, attributes.get("position", 0), target)
        for source, target, relation, attributes in graph.edges(keys=True, data=True)
    )
    edges = []
    parallel: dict[tuple[str, str], int] = {}
    for source, relation, _, target in ordered:
        edge: dict[str, Any] = {
            "id": link_id(source, relation, target),
            "from": source,
            "to": target,
            "relation": relation,
        }
        beside = parallel.get((source, target), 0)
        if beside:
            edge["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": round(0.15 * beside, 2)}
        parallel[source, target] = beside + 1
        edges.append(edge)
    return edges


def _group(attributes: Mapping[str, Any]) -> str:
    """Return the style of a node: its kind, or ``stub`` for an article that was only ever listed."""
    return "stub" if attributes.get("stub") else str(attributes["kind"])


def _sizes(graph: nx.MultiDiGraph[str], degree: Mapping[str, int]) -> dict[str, float]:
    """Return the radius of each node; in a large graph they fill more of the room they have."""
    scale = 1.0 + 0.5 * min(1.0, len(graph) / 1500)
    sizes = {}
    for node, attributes in graph.nodes(data=True):
        start, growth, limit = SIZES[_group(attributes)]
        sizes[node] = round(scale * min(limit, start + growth * sqrt(degree[node])), 1)
    return sizes
