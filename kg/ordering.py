"""The order in which every writer goes through a graph, whatever order it was built in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.model import RELATIONS

if TYPE_CHECKING:
    import networkx as nx

Edge = tuple[str, str, str, Mapping[str, Any]]
"""Source, relation, target and attributes."""


def attributes_of(graph: nx.MultiDiGraph[str]) -> dict[str, dict[str, Any]]:
    """Return the attributes of all nodes; looking them up in ``graph.nodes`` takes five times as long."""
    return {node: values for node, values in graph.nodes(data=True)}  # noqa: C416 (a view that is no mapping)


def sorted_edges(
    graph: nx.MultiDiGraph[str], relations: Collection[str] = tuple(RELATIONS)
) -> Iterator[Edge]:
    """Yield the edges of some relations, by source, relation and target."""
    neighbours = dict(graph.adjacency())
    for source in sorted(neighbours):
        edges = [
            (relation, target)
            for target, keyed in neighbours[source].items()
            for relation in keyed
            if relation in relations
        ]
        edges.sort()
        for relation, target in edges:
            yield source, relation, target, neighbours[source][target][relation]
