"""The graph with each piece once."""

from __future__ import annotations

import networkx as nx

from kg.analytics.copies import without_copies
from kg.analytics.diversity import diversity
from kg.analytics.stories import stories
from kg.analytics.syndication import syndication
from kg.conform import check_graph
from tests.analytics.coverage import coverage
from tests.graphs import assert_same

TITLE = "Reno rodeo canceled this June"


def test_the_first_stands_for_the_piece() -> None:
    graph = coverage(
        {
            "a": ("x", 5, "ai"), "b": ("y", 1), "c": ("z", 9, "law"),
            "d": ("w", 0, "ai"), "e": ("w", 0), "f": ("w", 0),
        },
        "ad ea cf ab de",
        title={"a": TITLE, "b": TITLE, "c": TITLE},
        quality={"a": 7, "b": 3},
    )  # fmt: skip
    before = graph.copy()
    single = without_copies(graph)
    assert_same(graph, before)
    assert {node for node in single if node.startswith("article:")} == {f"article:{key}" for key in "bdef"}
    assert single.nodes["article:b"] == graph.nodes["article:b"]
    assert {other for _, other in single.out_edges("article:b")} == {
        "provider:y.com",
        "topic:ai",
        "topic:law",
        "article:d",
        "article:f",
    }
    assert single.edges["article:e", "article:b", "related_to"] == {
        "position": 1,
        "listed_in": "a.md",
        "observed_quality": 7,
        "observed_at": graph.nodes["article:a"]["published_at"],
    }
    assert "provider:x.com" in single
    assert (len(stories(graph)), len(stories(single))) == (2, 1)


def test_of_two_links_the_first_stays() -> None:
    graph = coverage({"a": ("x", 0), "b": ("y", 1), "c": ("z", 0)}, title={"a": TITLE, "b": TITLE})
    graph.add_edge("article:c", "article:a", "related_to", position=3, listed_in="c.md")
    graph.add_edge(
        "article:c", "article:b", "related_to", position=2, listed_in="c.md", observed_title="Reno"
    )
    link = without_copies(graph).edges["article:c", "article:a", "related_to"]
    assert link == {
        "position": 2,
        "listed_in": "c.md",
        "observed_title": "Reno",
        "observed_at": graph.nodes["article:b"]["published_at"],
    }
    graph.edges["article:c", "article:a", "related_to"]["position"] = 1
    assert without_copies(graph).edges["article:c", "article:a", "related_to"] == {
        "position": 1,
        "listed_in": "c.md",
    }


def test_nothing_to_leave_out() -> None:
    graph = coverage({"a": ("x", 0, "ai"), "b": ("y", 1)}, "ab")
    assert_same(without_copies(graph), graph)


def test_corpus(corpus_graph: nx.MultiDiGraph[str]) -> None:
    single = without_copies(corpus_graph)
    check_graph(single)
    found = syndication(corpus_graph)
    copies = sum(len(piece.articles) - 1 for piece in found)
    assert len(corpus_graph) - len(single) == copies > 50
    assert syndication(single) == ()
    # Pieces are joined to what their copies were joined to, so no topic loses its last article.
    assert [row.group for row in diversity(single)] == [row.group for row in diversity(corpus_graph)]
