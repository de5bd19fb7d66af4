"""Nodes and edges put into a graph, at a fifth of what its own methods take.

`networkx.MultiDiGraph` is a dictionary of nodes and two of neighbours; its ``add_node`` and
``add_edge`` test at each call what a builder that adds each node first, and once, knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx


def place(graph: nx.MultiDiGraph[str], node: str, kind: str, values: dict[str, Any]) -> None:
    """Add a node that is not there; `values` becomes its attributes."""
    inside: Any = graph
    values["kind"] = kind
    inside._node[node] = values
    inside._succ[node] = {}
    inside._pred[node] = {}


def join(
    graph: nx.MultiDiGraph[str], source: str, target: str, relation: str, values: Mapping[str, Any]
) -> None:
    """Add an edge that is not there between nodes that are."""
    inside: Any = graph
    keyed = inside._succ[source].get(target)
    if keyed is None:
        inside._succ[source][target] = inside._pred[target][source] = {relation: values}
    else:
        keyed[relation] = values


def join_first(graph: nx.MultiDiGraph[str], source: str, targets: Iterable[str], relation: str) -> None:
    """Add edges without attributes to several nodes, where no other edge leads to them from the source."""
    inside: Any = graph
    successors, predecessors = inside._succ[source], inside._pred
    for target in targets:
        successors[target] = predecessors[target][source] = {relation: {}}
