"""A graph that no format could hold is refused with its place."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from kg.conform import check_graph
from kg.model import ATTRIBUTES, GRAPH, KINDS, LINK
from tests.page import samples

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


class _Moment(datetime):
    """What the libraries that writers use do not know."""


HOSTILE = (
    None,
    5,
    -1,
    2**63,
    1.5,
    math.nan,
    True,
    "",
    "a\x00",
    "\ud800",
    "x" * 3,
    "https://a b/",
    "https://a.example/\n",
    b"x",
    (),
    ("",),
    ("b", "a"),
    ("a", "a"),
    ("a", 5),
    (["x"],),
    ["a"],
    {"a": 1},
    {"a"},
    object(),
    datetime(2020, 1, 1),
    datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=1))),
    _Moment(2020, 1, 1, tzinfo=UTC),
)
NAMES = sorted({row.name for row in ATTRIBUTES} | {"kind", "images", "issues", "colour"})
OWNERS = (*KINDS, LINK, GRAPH)


def _with(owner: str, name: str, value: Any) -> nx.MultiDiGraph[str]:
    """Return a graph in which one attribute, of a node, a link or the graph itself, is another."""
    graph = samples.told()
    graph.graph["images"] = {}
    if owner == GRAPH:
        graph.graph[name] = value
    elif owner == LINK:
        next(own for *_, key, own in graph.edges(keys=True, data=True) if key == LINK)[name] = value
    else:
        next(own for _, own in graph.nodes(data=True) if own["kind"] == owner)[name] = value
    return graph


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_can_be_read_back_or_is_refused(owner: str, name: str, tmp_path: Path) -> None:
    for value in HOSTILE:
        graph = _with(owner, name, value)
        try:
            kg.write_ntriples(graph, tmp_path / "graph.nt")
        except kg.GraphError as error:
            assert name in str(error) or "issues" in str(error)
            assert not (tmp_path / "graph.nt").exists()
            with pytest.raises(kg.GraphError):
                check_graph(graph)
            continue
        graph.graph.pop("issues", None)
        assert nx.utils.graphs_equal(kg.read_graph(tmp_path / "graph.nt"), graph), value
        (tmp_path / "graph.nt").unlink()
