"""Nodes and edges put into a graph as networkx itself would."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

import kg
from kg.assemble.placing import join, place


def test_a_placed_graph_is_one_that_networkx_made() -> None:
    placed: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in ("a", "b"):
        place(placed, node, "article", {"title": node.upper()})
    join(placed, "a", "b", "related_to", {"position": 1})
    join(placed, "a", "b", "about", {})
    join(placed, "b", "a", "related_to", {})
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made.add_node("a", title="A", kind="article")
    made.add_node("b", title="B", kind="article")
    made.add_edge("a", "b", key="related_to", position=1)
    made.add_edge("a", "b", key="about")
    made.add_edge("b", "a", key="related_to")
    assert nx.utils.graphs_equal(placed, made)
    assert nx.utils.graphs_equal(placed.reverse(), made.reverse())


def test_a_built_graph_can_be_changed_and_copied(corpus: Path) -> None:
    graph = kg.build(corpus)
    copied = nx.MultiDiGraph(graph)
    assert nx.utils.graphs_equal(copied, graph)
    source, target, key = next(iter(graph.edges(keys=True)))
    graph.edges[source, target, key]["weight"] = 2.0
    assert [data["weight"] for *_, data in graph.in_edges(target, data=True) if "weight" in data] == [2.0]
    assert sum("weight" in data for *_, data in graph.edges(data=True)) == 1
    graph.remove_node(source)
    assert source not in graph.pred[target]
    assert sum(len(edges) for _, edges in graph.adjacency()) == sum(len(graph.pred[node]) for node in graph)
