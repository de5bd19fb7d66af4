"""Parts of a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.analytics.selection import Selection, find_nodes, select
from kg.conform import check_graph
from kg.errors import KGError, NotInGraphError, SettingsError
from tests.analytics.coverage import at, coverage, coverages, ids, shuffled
from tests.graphs import assert_same, graphs

BROADER = {"vision": "ai", "ai": "tech", "law": "society"}


@pytest.fixture
def graph() -> nx.MultiDiGraph[str]:
    graph = coverage(
        {
            "a": ("x", 0, "ai"), "b": ("y", 5, "vision law"), "c": ("x", 9, "law"), "d": ("z", None, "tech"),
            "e": ("z", 10),
        },
        "ab bc cd de",
        broader=BROADER,
        image={"a": "https://x.com/a.jpg", "e": "https://z.com/e.jpg"},
    )  # fmt: skip
    sizes = {"https://x.com/a.jpg": (1, 2), "https://z.com/e.jpg": (3, 4), "https://z.com/none.jpg": (5, 6)}
    graph.graph.update(images=sizes, issues=(), dumps=("https://x.com/dump",), language="en")
    return graph


def _articles(graph: nx.MultiDiGraph[str]) -> tuple[str, ...]:
    return tuple(sorted(node for node in graph if node.startswith("article:")))


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({}, "abcde"),
        ({"since": at(5)}, "bce"),
        ({"until": at(9)}, "ab"),
        ({"since": at(5), "until": at(9)}, "b"),
        ({"since": at(5), "until": at(5)}, ""),
        ({"topics": "ai"}, "ab"),
        ({"topics": "topic:tech"}, "abd"),
        ({"topics": "Society"}, "bc"),
        ({"topics": ("vision", "LAW")}, "bc"),
        ({"providers": "provider:x.com"}, "ac"),
        ({"providers": "https://www.X.com/news"}, "ac"),
        ({"providers": ("x", "Z")}, "acde"),
        ({"topics": "law", "providers": "y.com"}, "b"),
        ({"topics": "law", "providers": "z.com"}, ""),
        ({"topics": "tech", "since": at(0)}, "ab"),
    ],
)
def test_articles_that_meet_all(graph: nx.MultiDiGraph[str], asked: dict[str, Any], kept: str) -> None:
    assert _articles(select(graph, **asked)) == ids(kept)


def test_what_comes_with_them(graph: nx.MultiDiGraph[str]) -> None:
    part = select(graph, until=at(9))
    assert set(part) == {
        *ids("ab"), "provider:x.com", "provider:y.com", "topic:ai", "topic:vision", "topic:law", "topic:tech",
        "topic:society",
    }  # fmt: skip
    assert set(part.edges(keys=True)) == {
        ("article:a", "provider:x.com", "published_by"),
        ("article:a", "topic:ai", "about"),
        ("article:a", "article:b", "related_to"),
        ("article:b", "provider:y.com", "published_by"),
        ("article:b", "topic:vision", "about"),
        ("article:b", "topic:law", "about"),
        ("topic:vision", "topic:ai", "broader"),
        ("topic:ai", "topic:tech", "broader"),
        ("topic:law", "topic:society", "broader"),
    }
    assert part["article:a"]["article:b"]["related_to"] == {"position": 1, "listed_in": "a.md"}
    assert part.nodes["article:a"] == graph.nodes["article:a"]


def test_what_is_said_of_the_graph(graph: nx.MultiDiGraph[str]) -> None:
    assert select(graph, until=at(9)).graph == {
        "name": "Sample",
        "base": "https://example.org/kg/",
        "language": "en",
        "images": {"https://x.com/a.jpg": (1, 2)},
    }


def test_the_part_is_a_copy(graph: nx.MultiDiGraph[str]) -> None:
    part = select(graph, providers="x.com")
    part.nodes["article:a"]["title"] = "Another"
    part["article:a"]["topic:ai"]["about"]["more"] = 1
    assert graph.nodes["article:a"]["title"] == "Title a"
    assert graph["article:a"]["topic:ai"]["about"] == {}


def test_a_name_means_all_that_have_it() -> None:
    graph = coverage({"a": ("x", 0), "b": ("y", 0), "c": ("z", 0)})
    for key in "xy":
        graph.nodes[f"provider:{key}.com"]["name"] = "The Herald"
    graph.nodes["provider:z.com"]["alternative_names"] = ("Herald of Z", "the  herald")
    assert find_nodes(graph, "provider", ["the herald"]) == {"provider:x.com", "provider:y.com"}
    assert find_nodes(graph, "provider", ["herald of z"]) == {"provider:z.com"}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"topics": "visoin"}, r"no topic 'visoin' in this graph; did you mean VISION \(topic:vision\)\?"),
        ({"topics": ("ai", "topic:laww")}, r"no topic 'topic:laww' .* LAW \(topic:law\)\?"),
        (
            {"topics": "basket weaving"},
            "no topic 'basket weaving' in this graph; see kg stats for the topics",
        ),
        (
            {"providers": "xx.com"},
            r"no provider 'xx.com' in this graph; did you mean X \(provider:x.com\) or",
        ),
    ],
)
def test_unknown_names(graph: nx.MultiDiGraph[str], asked: dict[str, Any], message: str) -> None:
    with pytest.raises(NotInGraphError, match=message):
        select(graph, **asked)


def test_dates_that_make_no_sense(graph: nx.MultiDiGraph[str]) -> None:
    with pytest.raises(SettingsError, match=r"since has no time zone: 2020-05-06 00:00:00; give one"):
        select(graph, since=datetime(2020, 5, 6))
    with pytest.raises(SettingsError, match=r"until, .*, is before since, .*; exchange them"):
        Selection(since=at(2), until=at(1))
    for value in ("2020-05-06", at(1).date()):
        with pytest.raises(SettingsError, match=r"^until is no datetime: .*; give one with a time zone$"):
            select(graph, until=value)  # type: ignore[arg-type]


FILTERS = st.lists(
    st.sampled_from(
        (
            {"since": at(2)}, {"until": at(4)}, {"topics": ("ai",)}, {"topics": ("society", "vision")},
            {"providers": ("w.com", "x.com")}, {"providers": ("y.com",)},
        )
    ),
    max_size=3,
    unique_by=lambda asked: next(iter(asked)),
)  # fmt: skip


@given(coverages(), FILTERS)
def test_filters_commute(graph: nx.MultiDiGraph[str], filters: list[Mapping[str, Any]]) -> None:
    """One after the other, in either order, filters keep what they keep at once."""
    try:
        at_once = select(graph, **{name: value for asked in filters for name, value in asked.items()})
        results = [select(graph), select(graph)]
        for one, other in zip(filters, reversed(filters), strict=True):
            results = [select(results[0], **one), select(results[1], **other)]
    except KGError:
        return  # the part that is left has not the topic or provider any more
    for result in results:
        assert_same(result, at_once)


@given(coverages(), FILTERS)
def test_counting_a_part_is_passing_over_the_others(
    graph: nx.MultiDiGraph[str], filters: list[Mapping[str, Any]]
) -> None:
    below = {"ai": {"topic:ai", "topic:vision"}, "society": {"topic:society", "topic:law"}}
    asked = {name: value for one in filters for name, value in one.items()}

    def met(article: str) -> bool:
        date = graph.nodes[article].get("published_at")
        topics = {t for name in asked.get("topics", ()) for t in below.get(name, {f"topic:{name}"})}
        return (
            ("since" not in asked or (date is not None and date >= asked["since"]))
            and ("until" not in asked or (date is not None and date < asked["until"]))
            and ("topics" not in asked or bool(topics & set(graph[article])))
            and (
                not (of := asked.get("providers"))
                or bool({f"provider:{name}" for name in of} & set(graph[article]))
            )
        )

    def counts(of: nx.MultiDiGraph[str]) -> Counter[tuple[str, str]]:
        return Counter((key, end) for a, end, key in of.edges(keys=True) if key != "broader" and met(a)
                       and (key != "related_to" or met(end)))  # fmt: skip

    try:
        part = select(graph, **asked)
    except NotInGraphError:
        return
    assert counts(part) == counts(graph)
    assert _articles(part) == tuple(article for article in _articles(graph) if met(article))


@given(coverages(), st.randoms(use_true_random=False))
def test_order_does_not_matter(graph: nx.MultiDiGraph[str], random: Random) -> None:
    assert_same(select(shuffled(graph, random), since=at(2)), select(graph, since=at(2)))


@given(graphs(), st.booleans())
def test_parts_follow_the_model(graph: nx.MultiDiGraph[str], dated: bool) -> None:
    check_graph(select(graph, since=datetime(2000, 1, 1, tzinfo=UTC) if dated else None))


def test_a_part_of_the_corpus(corpus_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    provider = "provider:reuters.com"
    part = select(corpus_graph, providers="Reuters", topics="Coronavirus")
    published = {a for a, _ in corpus_graph.in_edges(provider)}
    assert part.nodes[provider]["name"] == "Reuters"
    assert 0 < len(_articles(part)) < len(published)
    assert set(_articles(part)) <= published
    kg.write_turtle(part, tmp_path / "part.ttl")
    assert_same(kg.read_graph(tmp_path / "part.ttl"), part)
