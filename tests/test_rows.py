"""A graph as rows."""

from __future__ import annotations

import networkx as nx
from hypothesis import given

from kg.model import IMAGE
from kg.rows import batches, to_rows
from tests.graphs import graphs
from tests.page import samples


@given(graphs())
def test_rows_hold_the_graph(graph: nx.MultiDiGraph[str]) -> None:
    rows = list(to_rows(graph))
    nodes = [(node, values) for node, values, _ in rows if values["kind"] != IMAGE]
    edges = [(node, target, relation, own) for node, _, out in rows for relation, target, own in out]
    assert nodes == sorted(graph.nodes(data=True), key=lambda pair: pair[0])
    assert edges == sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[0], edge[2], edge[1]))


@given(graphs())
def test_images_come_last_with_their_sizes(graph: nx.MultiDiGraph[str]) -> None:
    rows = list(to_rows(graph))
    images = {node: values for node, values, _ in rows if values["kind"] == IMAGE}
    assert [node for node, _, _ in rows[len(graph) :]] == sorted(images)
    named = {values.get(name) for _, values in graph.nodes(data=True) for name in ("image", "logo")}
    named |= {url for _, values in graph.nodes(data=True) for url in values.get("images", ())}
    assert set(images) == (named - {None}) | set(graph.graph["images"])
    sizes = {url: (row["width"], row["height"]) for url, row in images.items() if "width" in row}
    assert sizes == graph.graph["images"]


def test_batches_keep_the_rows() -> None:
    rows = list(to_rows(samples.large(300)))
    assert [row for some in batches(iter(rows), 7) for row in some] == rows
    assert {len(some) for some in batches(rows, 7)} <= {7, len(rows) % 7}
