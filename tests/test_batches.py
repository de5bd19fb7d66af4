"""A graph in batches, its attributes by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kg.batches import to_batches
from kg.columns import Batch, Edges
from kg.ids import link_id
from kg.model import IMAGE, LINK
from kg.vocabulary import class_of
from tests.graphs import graphs

SIZES = st.integers(1, 7)


def _nodes(batches: list[Batch]) -> list[tuple[str, Mapping[str, Any]]]:
    return [node for batch in batches for node in batch.nodes.items]


def _edges(batch: Batch) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    for relation, edges in batch.edges.items():
        for place, target, values in zip(*edges, strict=True):
            yield batch.nodes.items[place][0], relation, target, values


@given(graphs(), SIZES)
def test_batches_hold_the_graph(graph: nx.MultiDiGraph[str], size: int) -> None:
    batches = list(to_batches(graph, size))
    nodes = [(node, values) for node, values in _nodes(batches) if values["kind"] != IMAGE]
    assert nodes == sorted(graph.nodes(data=True), key=lambda pair: pair[0])
    assert all(0 < len(batch.nodes.items) <= size for batch in batches)
    edges = [(source, target, relation, own) for b in batches for source, relation, target, own in _edges(b)]
    expected = sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[2], edge[0], edge[1]))
    assert sorted(edges, key=lambda edge: edge[2]) == expected


@given(graphs(), SIZES)
def test_links_are_edges_with_their_ids(graph: nx.MultiDiGraph[str], size: int) -> None:
    for batch in to_batches(graph, size):
        links = [(source, target, own) for source, relation, target, own in _edges(batch) if relation == LINK]
        assert [tuple(link[:3]) for link in batch.links.items] == links
        assert [link.key for link in batch.links.items] == [link_id(s, LINK, t) for s, t, _ in links]
        assert [batch.nodes.items[place][0] for place in batch.linking] == [s for s, _, _ in links]


@given(graphs(), SIZES)
def test_columns_hold_the_attributes(graph: nx.MultiDiGraph[str], size: int) -> None:
    for batch in to_batches(graph, size):
        found: dict[int, dict[str, Any]] = {}
        for columns in batch.nodes.columns:
            for some in columns.alike:
                for name in some.slices:
                    for place, value in zip(
                        some.places, columns.values[name][some.slices[name]], strict=True
                    ):
                        found.setdefault(place, {})[name] = value
                for place in some.places:
                    assert some.class_ == class_of(columns.owner, batch.nodes.items[place][1])
            for name, values in columns.values.items():
                places = columns.places(name)
                assert values == [batch.nodes.items[place][1][name] for place in places]
        assert found == {place: dict(values) for place, (_, values) in enumerate(batch.nodes.items)}


@given(graphs(), SIZES)
def test_edges_by_source(graph: nx.MultiDiGraph[str], size: int) -> None:
    for batch in to_batches(graph, size):
        for edges in batch.edges.values():
            parts = list(edges.by_source())
            assert [number for _, some in parts for number in some] == list(range(len(edges.sources)))
            assert all({edges.sources[number] for number in some} == {place} for place, some in parts)
            assert [place for place, _ in parts] == sorted(set(edges.sources))


def test_no_edges_leave_no_source() -> None:
    assert list(Edges([], [], []).by_source()) == []


@given(graphs(), SIZES)
def test_images_come_last_with_their_sizes(graph: nx.MultiDiGraph[str], size: int) -> None:
    nodes = _nodes(list(to_batches(graph, size)))
    images = {node: values for node, values in nodes if values["kind"] == IMAGE}
    assert [node for node, _ in nodes[len(graph) :]] == sorted(images)
    named = {values.get(name) for _, values in graph.nodes(data=True) for name in ("image", "logo")}
    named |= {url for _, values in graph.nodes(data=True) for url in values.get("images", ())}
    assert set(images) == (named - {None}) | set(graph.graph["images"])
    sizes = {url: (values["width"], values["height"]) for url, values in images.items() if "width" in values}
    assert sizes == graph.graph["images"]
