"""Nodes and edges, gathered in any order and numbered."""

from __future__ import annotations

from random import Random
from typing import Any

import networkx as nx
import pytest

from kg.page.numbered import Numbered
from kg.page.ties import Ties
from tests.page import samples

GRAPHS = {
    "story": samples.story(),
    "hostile": samples.hostile(),
    "parallel": samples.parallel(),
    "empty": samples.new(),
    "large": samples.large(300),
}


@pytest.fixture(params=GRAPHS)
def graph(request: pytest.FixtureRequest) -> nx.MultiDiGraph[str]:
    return GRAPHS[request.param]


def _columns(numbered: Numbered) -> dict[str, Any]:
    edges = {relation: list(pairs) for relation, pairs in numbered.edges.items()}
    return {
        "ids": list(numbered.ids),
        "groups": list(numbered.groups),
        "edges": edges,
        "incoming": list(numbered.incoming),
        "degree": list(numbered.degree),
    }


def _fed_at_random(graph: nx.MultiDiGraph[str], seed: int) -> Numbered:
    """Feed the nodes, the edges of each and the links apart from them, in an order of their own."""
    random = Random(seed)
    ties = Ties()
    feeds = []
    for node, values in graph.nodes(data=True):
        leaving = [
            (relation, target)
            for _, target, relation in graph.out_edges(node, keys=True)
            if relation != "related_to"
        ]
        random.shuffle(leaving)
        feeds.append((ties.add_node, (node, "stub" if values.get("stub") else values["kind"], leaving)))
    for source, target, relation, own in graph.edges(keys=True, data=True):
        if relation == "related_to":
            feeds.append((ties.add_link, (source, target, own["position"])))
    random.shuffle(feeds)
    for feed, arguments in feeds:
        feed(*arguments)
    return ties.numbered()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_feeding_does_not_matter(graph: nx.MultiDiGraph[str], seed: int) -> None:
    assert _columns(_fed_at_random(graph, seed)) == _columns(samples.numbered(graph))


def test_nodes_and_edges_are_those_of_the_graph(graph: nx.MultiDiGraph[str]) -> None:
    numbered = samples.numbered(graph)
    ids = numbered.ids
    assert list(ids) == sorted(graph)
    edges = [
        (ids[source], ids[target], relation)
        for relation, pairs in numbered.edges.items()
        for source, target in pairs
    ]
    assert sorted(edges) == sorted(graph.edges(keys=True))
    assert dict(zip(ids, numbered.degree, strict=True)) == dict(graph.degree())
    assert dict(zip(ids, numbered.incoming, strict=True)) == dict(graph.in_degree())


def test_links_are_in_the_order_of_their_list_and_other_edges_in_that_of_their_targets() -> None:
    ties = Ties()
    ties.add_link("article:a", "article:b", 2)
    ties.add_link("article:a", "article:c", 1)
    ties.add_node("article:c", "stub", [])
    ties.add_node("article:b", "stub", [])
    ties.add_node("article:a", "article", [("about", "topic:y"), ("about", "topic:x")])
    ties.add_node("topic:y", "topic", [])
    ties.add_node("topic:x", "topic", [])
    numbered = ties.numbered()
    assert list(numbered.edges["related_to"]) == [(0, 2), (0, 1)]
    assert list(numbered.edges["about"]) == [(0, 3), (0, 4)]
    assert numbered.edges["about"].by_source(5) == [(3, 4), (), (), (), ()]


def test_an_edge_to_nowhere_is_not_drawn_elsewhere() -> None:
    ties = Ties()
    ties.add_node("article:a", "article", [("about", "topic:x")])
    with pytest.raises(AssertionError, match="not taken in"):
        ties.numbered()
