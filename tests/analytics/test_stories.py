"""Stories: connected articles, and what is said of them."""

from __future__ import annotations

from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.stories import Story, covered_by, stories, story_ids
from kg.ids import digest
from tests.analytics.coverage import at, clique, coverage, coverages, ids, shuffled
from tests.graphs import graphs


def _projection(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(node for node, kind in graph.nodes(data="kind") if kind == "article")
    simple.add_edges_from(
        (one, other) for one, other, key in graph.edges(keys=True) if key == "related_to" and one != other
    )
    return simple


def test_one_story() -> None:
    graph = coverage(
        {"a": ("x", 7, "ai"), "b": ("y", 4, "law"), "c": ("x", None), "d": ("z", 4), "e": ("y", 0)},
        "ab ba bc bd",
        quality={"b": 3, "d": 3, "a": 1},
    )
    (story,) = stories(graph)
    assert story == Story(
        id=f"story:{digest('article:b')}",
        headline="Title b",
        earliest="article:b",
        articles=ids("bdac"),
        providers=("provider:x.com", "provider:y.com", "provider:z.com"),
        topics=("topic:ai", "topic:law"),
        first=at(4),
        last=at(7),
        span_minutes=3.0,
        attention=2 * 3 / 4,
        is_event=False,
    )


def test_the_best_article_gives_the_headline() -> None:
    graph = coverage(
        {"a": ("x", 0), "b": ("x", 2), "c": ("x", 1), "d": ("x", 1)},
        "ab bc cd",
        quality={"b": 5, "c": 5, "d": 5, "a": 4},
    )
    assert stories(graph)[0].headline == "Title c"


def test_without_dates_the_smallest_id_stands_for_the_story() -> None:
    (story,) = stories(coverage({"b": ("x", None), "a": ("x", None)}, "ba"))
    assert (story.earliest, story.first, story.last, story.span_minutes) == ("article:a", None, None, None)
    assert story.headline == "Title a"


def test_the_id_stays_while_a_story_grows() -> None:
    small = coverage({"b": ("x", 0), "c": ("y", 1)}, "bc")
    grown = coverage({"a": ("z", 1), "b": ("x", 0), "c": ("y", 1), "d": ("z", 9)}, "bc ab cd")
    assert stories(small)[0].id == stories(grown)[0].id


def test_largest_story_first_then_by_id() -> None:
    graph = coverage(dict.fromkeys("abcdefg", ("x", 0)), "ab cd ef fg")
    sizes = [(len(story.articles), story.id) for story in stories(graph)]
    assert [size for size, _ in sizes] == [3, 2, 2]
    assert sizes[1:] == sorted(sizes[1:])


def test_a_loner_is_a_story_only_where_asked_for() -> None:
    graph = coverage({"a": ("x", 0), "b": ("x", 0), "c": ("y", None)}, "ab")
    assert [story.articles for story in stories(graph)] == [ids("ab")]
    (_, single) = stories(graph, singles=True)
    assert (single.articles, single.attention, single.is_event) == (ids("c"), 0.0, False)


@pytest.mark.parametrize(
    ("providers", "links", "attention", "is_event"),
    [
        ("wxyz", clique("abcd"), 3.0, True),
        ("xxyz", clique("abcd"), 3.0, True),
        ("xxyy", clique("abcd"), 3.0, False),
        ("wxyz", "ab ac ad bc bd", 2.5, False),
        ("wxyz", "ab ba ac ca ad da bc cb bd db", 2.5, False),
    ],
)
def test_events(providers: str, links: str, attention: float, is_event: bool) -> None:
    rows = {key: (provider, 0) for key, provider in zip("abcd", providers, strict=True)}
    (story,) = stories(coverage(rows, links))
    assert (story.attention, story.is_event) == (attention, is_event)


def test_large_components_are_divided() -> None:
    keys = "abcdefghijkl"
    links = f"{clique('abcdef')} {clique('ghijkl')} fg"
    graph = coverage(dict.fromkeys(keys, ("x", 0)), links)
    assert [story.articles for story in stories(graph, largest=12)] == [ids(keys)]
    assert {story.articles for story in stories(graph, largest=11)} == {ids("abcdef"), ids("ghijkl")}
    assert {story.attention for story in stories(graph, largest=11)} == {5.0}


def test_parts_are_divided_again() -> None:
    """Of a ring of 30 triangles, Louvain takes several together: the limit of modularity's resolution."""
    characters = [chr(0x4E00 + n) for n in range(90)]
    triangles = ["".join(characters[n : n + 3]) for n in range(0, 90, 3)]
    ring = [triangles[n - 1][2] + triangles[n][0] for n in range(30)]
    links = " ".join([*map(clique, triangles), *ring])
    graph = coverage(dict.fromkeys(characters, ("x", 0)), links)
    at_once = nx.community.louvain_communities(_projection(graph), seed=0)
    assert max(map(len, at_once)) > 3
    assert {story.articles for story in stories(graph, largest=3)} == {tuple(ids(t)) for t in triangles}


def test_an_article_is_not_listed_next_to_itself() -> None:
    graph = coverage({"a": ("x", 0), "b": ("y", 0)}, "aa ab")
    assert [story.attention for story in stories(graph)] == [1.0]


def test_a_clique_stays_whole() -> None:
    graph = coverage(dict.fromkeys("abcdefgh", ("x", 0)), clique("abcdefgh"))
    assert [len(story.articles) for story in stories(graph, largest=3)] == [8]


def test_ids_of_articles_and_providers() -> None:
    graph = coverage({"a": ("x", 0), "b": ("y", 1), "c": ("x", 2), "d": ("x", 3), "e": ("y", 3)}, "ab cd")
    found = stories(graph)
    by_article = {story.articles[0]: story.id for story in found}
    first, second = by_article["article:a"], by_article["article:c"]
    assert story_ids(graph) == dict(zip(ids("abcd"), (first, first, second, second), strict=True))
    assert covered_by(found) == {"provider:x.com": {first, second}, "provider:y.com": {first}}


@given(coverages(), st.randoms(use_true_random=False), st.integers(1, 6))
def test_order_does_not_matter(graph: nx.MultiDiGraph[str], random: Random, largest: int) -> None:
    assert stories(shuffled(graph, random), largest=largest) == stories(graph, largest=largest)


@given(coverages(), st.integers(1, 6), st.integers(0, 3))
def test_stories_share_the_articles_out(graph: nx.MultiDiGraph[str], largest: int, seed: int) -> None:
    simple = _projection(graph)
    found = stories(graph, largest=largest, seed=seed, singles=True)
    assert sorted(article for story in found for article in story.articles) == sorted(simple)
    for story in found:
        part = simple.subgraph(story.articles)
        assert nx.is_connected(part)
        assert story.attention == 2 * part.number_of_edges() / len(part)
    assert len({story.id for story in found}) == len(found)
    several = tuple(story for story in found if len(story.articles) > 1)
    assert stories(graph, largest=largest, seed=seed) == several


@given(graphs())
def test_any_graph_of_the_model_has_an_answer(graph: nx.MultiDiGraph[str]) -> None:
    for story in stories(graph, singles=True):
        assert story.articles[0] == story.earliest
        assert story.first is None or story.first <= story.last


def test_as_networkx_finds_them(corpus_graph: nx.MultiDiGraph[str]) -> None:
    simple = _projection(corpus_graph)
    components = {frozenset(part) for part in nx.connected_components(simple) if len(part) > 1}
    found = stories(corpus_graph)
    assert {frozenset(story.articles) for story in found} == components
    for story in found:
        degrees = [degree for _, degree in simple.subgraph(story.articles).degree()]
        assert story.attention == pytest.approx(sum(degrees) / len(degrees))
    assert any(story.is_event for story in found)
