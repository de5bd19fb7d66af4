"""A graph that no format could hold is refused with its place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import networkx as nx
import pytest

import kg
from kg.conform import check_graph

ARTICLE = "article:aaaaaaaaaaaaaaaa"


def _graph(**attributes: Any) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="G", base="https://a.example/")
    graph.add_node(ARTICLE, kind="article", **attributes)
    graph.add_node("topic:t", kind="topic")
    return graph


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("colour", "red", "unknown attribute 'colour'"),
        ("title", 3, "title must be text"),
        ("title", None, "title must be text"),
        ("title", "a\x07", "title must be text"),
        ("title", "a\ud800", "title must be text"),
        ("url", "https://a b/", "url must be an absolute IRI"),
        ("url", "/relative", "url must be an absolute IRI"),
        ("quality", 1.0, "quality must be a whole number"),
        ("quality", True, "quality must be a whole number"),
        ("quality", 2**63, "quality must be a whole number"),
        ("stub", 1, "stub must be true or false"),
        ("published_at", "2020-01-01", "published_at must be an instant"),
        ("published_at", datetime(2020, 1, 1), "published_at must be an instant"),
        ("published_at", datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=1))), "an instant in UTC"),
        ("tags", ["a"], "tags must be a sorted tuple"),
        ("tags", ("b", "a"), "tags must be a sorted tuple"),
        ("tags", ("a", "a"), "tags must be a sorted tuple"),
        ("tags", (), "tags must be a sorted tuple"),
    ],
)
def test_bad_values(name: str, value: Any, message: str) -> None:
    with pytest.raises(kg.GraphError, match=f"node '{ARTICLE}': .*{message}"):
        check_graph(_graph(**{name: value}))


def test_good_values() -> None:
    check_graph(_graph(title="", url="https://a.example/", published_at=datetime(2020, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("node", ["nokind", "article:", "provider:x", 7])
def test_bad_ids(node: Any) -> None:
    graph = _graph()
    graph.add_node(node, kind="article")
    with pytest.raises(kg.GraphError, match="the id of"):
        check_graph(graph)


@pytest.mark.parametrize(
    ("target", "key", "message"),
    [
        ("topic:t", "likes", "must be one of"),
        ("topic:t", 0, "must be one of"),
        ("topic:t", "published_by", "no provider"),
    ],
)
def test_bad_edges(target: str, key: Any, message: str) -> None:
    graph = _graph()
    graph.add_edge(ARTICLE, target, key=key)
    with pytest.raises(kg.GraphError, match=message):
        check_graph(graph)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base", "kg/"),
        ("name", 1),
        ("owner", "me"),
        ("images", {"https://a.example/i": (1.5, 2)}),
        ("images", {"https://a.example/i": (2**70, 2)}),
        ("images", {"https://a.example/i": (1, 2, 3)}),
        ("dumps", ("https://b.example/", "https://a.example/")),
        ("licence", "MIT"),
        ("language", "en us"),
        ("base", "https://a.example"),
        ("images", None),
        ("issues", ["x"]),
    ],
)
def test_bad_graph_attributes(name: str, value: Any) -> None:
    graph = _graph()
    graph.graph[name] = value
    with pytest.raises(kg.GraphError, match=f"the graph: .*{name}"):
        check_graph(graph)


def test_not_a_multidigraph() -> None:
    with pytest.raises(kg.GraphError, match="not Graph"):
        kg.write_turtle(nx.Graph(), "unused.ttl")  # type: ignore[arg-type]
