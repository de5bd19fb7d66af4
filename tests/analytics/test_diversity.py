"""How evenly articles are spread over providers."""

from __future__ import annotations

from collections import Counter
from math import exp, log, log2
from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.diversity import GROUPINGS, diversity
from kg.analytics.stories import stories
from kg.errors import SettingsError
from tests.analytics.coverage import at, coverage, coverages, shuffled

DAY = 1440


def test_by_hand() -> None:
    graph = coverage(
        {
            "a": ("x", 0, "ai"),
            "b": ("x", 0, "ai"),
            "c": ("y", 0, "ai"),
            "d": ("z", 0, "ai"),
            "e": ("x", 0, "law"),
        }
    )
    ai, law = diversity(graph)
    assert (ai.group, ai.label, ai.start, ai.articles, ai.providers) == ("topic:ai", "AI", None, 4, 3)
    assert (ai.entropy, ai.hhi, ai.largest_share) == (1.5, 6 / 16, 0.5)
    assert ai.evenness == pytest.approx(1.5 / log2(3), rel=1e-11)
    assert ai.effective_providers == pytest.approx(2**1.5, rel=1e-11)
    assert ai.inverse_hhi == 16 / 6
    assert (law.articles, law.providers, law.entropy, law.evenness, law.hhi) == (1, 1, 0.0, None, 1.0)
    assert (law.effective_providers, law.inverse_hhi, law.largest_share) == (1.0, 1.0, 1.0)


def test_equal_shares() -> None:
    (row,) = diversity(coverage({key: (key, 0, "ai") for key in "abcdefg"}))
    assert (row.entropy, row.evenness) == (pytest.approx(log2(7), rel=1e-11), 1.0)
    assert (row.effective_providers, row.inverse_hhi, row.hhi) == (7.0, 7.0, 1 / 7)


def test_by_story() -> None:
    graph = coverage({"a": ("x", 3), "b": ("y", 1), "c": ("x", None), "d": ("z", 0)}, "ab bc")
    (row,) = diversity(graph, "story")
    (story,) = stories(graph)
    assert (row.group, row.label, row.start) == (story.id, story.headline, at(1))
    assert (row.articles, row.providers, row.largest_share) == (3, 2, 2 / 3)


def test_by_period() -> None:
    graph = coverage(
        {"a": ("x", 61), "b": ("y", 70), "c": ("x", 4 * DAY), "d": ("x", 5 * DAY), "e": ("z", None)}
    )
    assert [(row.group, row.start, row.articles, row.providers) for row in diversity(graph, "day")] == [
        ("2020-05-06", at(0), 2, 2),
        ("2020-05-10", at(4 * DAY), 1, 1),
        ("2020-05-11", at(5 * DAY), 1, 1),
    ]
    assert [(row.group, row.articles) for row in diversity(graph, "week")] == [
        ("2020-05-04", 3),
        ("2020-05-11", 1),
    ]
    assert diversity(graph, "hour")[0].group == "2020-05-06T01:00Z"


def test_unknown_grouping() -> None:
    with pytest.raises(SettingsError, match="'year'; choose one of topic, story, hour, day, week"):
        diversity(coverage({}), "year")  # type: ignore[arg-type]


@given(coverages(), st.sampled_from(GROUPINGS), st.randoms(use_true_random=False))
def test_ranges_and_order(graph: nx.MultiDiGraph[str], by: str, random: Random) -> None:
    rows = diversity(graph, by)  # type: ignore[arg-type]
    for row in rows:
        n = row.providers
        assert 1 / n - 1e-12 <= row.hhi <= 1
        assert 0 <= row.entropy <= log2(n) + 1e-11
        assert row.evenness is None if n == 1 else 0 < row.evenness <= 1
        assert 1 <= row.inverse_hhi <= row.effective_providers * (1 + 1e-11) <= n * (1 + 2e-11)
        assert 1 / n <= row.largest_share <= 1
        assert n <= row.articles
    assert rows == diversity(shuffled(graph, random), by)  # type: ignore[arg-type]


def test_entropy_of_scipy(corpus_graph: nx.MultiDiGraph[str]) -> None:
    stats = pytest.importorskip("scipy.stats")
    publisher = {one: other for one, other, key in corpus_graph.edges(keys=True) if key == "published_by"}
    counts: dict[str, Counter[str]] = {}
    for article, topic, key in corpus_graph.edges(keys=True):
        if key == "about":
            counts.setdefault(topic, Counter())[publisher[article]] += 1
    rows = diversity(corpus_graph)
    assert [row.group for row in rows] == sorted(counts)
    for row in rows:
        found = list(counts[row.group].values())
        assert row.entropy == pytest.approx(stats.entropy(found, base=2), rel=1e-11)
        assert row.effective_providers == pytest.approx(exp(stats.entropy(found)), rel=1e-11)
        # Hill's number of order 2 is Rényi's entropy of order 2, raised.
        assert log(row.inverse_hhi) == pytest.approx(-log(sum((n / sum(found)) ** 2 for n in found)))


def test_broader_topics() -> None:
    graph = coverage({"a": ("x", 0, "vision"), "b": ("y", 1, "ai")}, broader={"vision": "ai"})
    assert [(row.group, row.providers) for row in diversity(graph)] == [("topic:ai", 1), ("topic:vision", 1)]
    wider = diversity(graph, broader=True)
    assert [(row.group, row.providers) for row in wider] == [("topic:ai", 2), ("topic:vision", 1)]
    assert diversity(graph, "day", broader=True) == diversity(graph, "day")
