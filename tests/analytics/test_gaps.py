"""What only one provider covers, and providers that never meet."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.diversity import diversity
from kg.analytics.gaps import CoverageGap, NeverMeet, coverage_gaps, never_meet
from kg.analytics.stories import covered_by, stories
from tests.analytics.coverage import coverage, coverages, shuffled


def test_topics_and_stories_of_one_provider() -> None:
    graph = coverage(
        {
            "a": ("x", 0, "ai"), "b": ("x", 1, "ai vision"), "c": ("y", 0, "law"), "d": ("x", 3, "vision"),
            "e": ("y", 4, "tax"),
        },
        "ab bd ce",
        broader={"vision": "ai", "ai": "tech", "law": "tech", "empty": "law"},
        quality={"b": 1},
    )  # fmt: skip
    by_size = {story.providers: story.id for story in stories(graph)}
    x, y = ("provider:x.com", "X"), ("provider:y.com", "Y")
    assert (
        coverage_gaps(graph, broader=True)
        == (
            CoverageGap("topic", "topic:ai", "AI", *x, 3),  # with what is about vision
            CoverageGap("topic", "topic:vision", "VISION", *x, 2),
            CoverageGap("topic", "topic:law", "LAW", *y, 1),
            CoverageGap("topic", "topic:tax", "TAX", *y, 1),
            CoverageGap("story", by_size[x[:1]], "Title b", *x, 3),
            CoverageGap("story", by_size[y[:1]], "Title c", *y, 2),
        )
    )


def test_only_its_own_topics_count_unless_asked_otherwise() -> None:
    graph = coverage({"a": ("x", 0, "vision"), "b": ("x", 1, "ai")}, broader={"vision": "ai", "ai": "tech"})
    own = [(gap.id, gap.articles) for gap in coverage_gaps(graph)]
    assert own == [("topic:ai", 1), ("topic:vision", 1)]
    wider = [(gap.id, gap.articles) for gap in coverage_gaps(graph, broader=True)]
    assert wider == [("topic:ai", 2), ("topic:tech", 2), ("topic:vision", 1)]


def test_a_shared_narrower_topic_closes_the_gap() -> None:
    graph = coverage({"a": ("x", 0, "ai"), "b": ("y", 1, "vision")}, broader={"vision": "ai"})
    assert [gap.id for gap in coverage_gaps(graph)] == ["topic:ai", "topic:vision"]
    assert [gap.id for gap in coverage_gaps(graph, broader=True)] == ["topic:vision"]


def test_providers_that_never_meet() -> None:
    """X covers three of five stories, Y and Z two each, W one."""
    graph = coverage(
        {
            "a": ("x", 0), "b": ("z", 0), "c": ("x", 0), "d": ("z", 0), "e": ("x", 0), "f": ("x", 0),
            "g": ("y", 0), "h": ("y", 0), "i": ("y", 0), "j": ("w", 0),
        },
        "ab cd ef gh ij",
    )  # fmt: skip
    rows = never_meet(graph)
    assert [(row.provider_name + row.other_name, row.expected, row.chance) for row in rows] == [
        ("XY", 6 / 5, pytest.approx(1 / 10)),  # of C(5, 2) pairs of stories, one has none of X's three
        ("YZ", 4 / 5, pytest.approx(3 / 10)),
        ("WX", 3 / 5, pytest.approx(2 / 5)),
        ("WZ", 2 / 5, pytest.approx(3 / 5)),
    ]
    assert rows[0] == NeverMeet("provider:x.com", "X", "provider:y.com", "Y", 3, 2, 6 / 5, rows[0].chance)
    assert [row.other_name for row in never_meet(graph, compared=2)] == ["Y"]


@given(coverages(), st.randoms(use_true_random=False), st.integers(2, 5))
def test_order_does_not_matter(graph: nx.MultiDiGraph[str], random: Random, compared: int) -> None:
    other = shuffled(graph, random)
    assert coverage_gaps(other) == coverage_gaps(graph)
    assert coverage_gaps(other, broader=True) == coverage_gaps(graph, broader=True)
    assert never_meet(other, compared=compared) == never_meet(graph, compared=compared)


@given(coverages())
def test_bounds(graph: nx.MultiDiGraph[str]) -> None:
    assert all(gap.articles >= (2 if gap.kind == "story" else 1) for gap in coverage_gaps(graph))
    for row in never_meet(graph):
        assert row.expected > 0
        assert 0 <= row.chance < 1


def test_as_counted_otherwise(corpus_graph: nx.MultiDiGraph[str]) -> None:
    reach = nx.DiGraph()
    reach.add_nodes_from(corpus_graph)
    reach.add_edges_from(
        pair[:2] for pair in corpus_graph.edges(keys=True) if pair[2] in ("about", "broader")
    )
    publisher = {a: p for a, p, key in corpus_graph.edges(keys=True) if key == "published_by"}
    providers = defaultdict(list)
    for article, provider in publisher.items():
        for topic in nx.descendants(reach, article):
            providers[topic].append(provider)
    gaps = coverage_gaps(corpus_graph, broader=True)
    assert {gap.id: gap.articles for gap in gaps if gap.kind == "topic"} == {
        topic: len(found) for topic, found in providers.items() if len(set(found)) == 1
    }
    topics = {row.group: row.articles for row in diversity(corpus_graph) if row.providers == 1}
    own = coverage_gaps(corpus_graph)
    assert {gap.id: gap.articles for gap in own if gap.kind == "topic"} == topics
    found = [story for story in stories(corpus_graph) if len({publisher[a] for a in story.articles}) == 1]
    assert [gap.id for gap in gaps if gap.kind == "story"] == [story.id for story in found]
    assert found


def test_the_chance_is_hypergeometric(corpus_graph: nx.MultiDiGraph[str]) -> None:
    stats = pytest.importorskip("scipy.stats")
    found = stories(corpus_graph)
    covered = covered_by(found)
    rows = never_meet(corpus_graph)
    assert rows
    for row in rows:
        assert not covered[row.provider] & covered[row.other]
        distribution = stats.hypergeom(len(found), row.stories, row.other_stories)
        assert row.expected == pytest.approx(distribution.mean())
        assert row.chance == pytest.approx(distribution.pmf(0))
