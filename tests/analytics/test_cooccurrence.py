"""Topics that go together, against scikit-learn."""

from __future__ import annotations

from math import log, log2
from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.cooccurrence import topic_cooccurrence
from tests.analytics.coverage import coverage, coverages, shuffled


def test_by_hand() -> None:
    graph = coverage(
        {
            "a": ("x", 0, "ai law"), "b": ("x", None, "ai law"), "c": ("x", 0, "ai vision"),
            "d": ("x", 0, "vision"), "e": ("x", 0), "f": ("x", 0, "law"),
            "g": ("x", 0, "art"), "h": ("x", 0, "art"),
        }
    )  # fmt: skip
    first, second = topic_cooccurrence(graph)
    assert (first.topic, first.other, first.label, first.other_label) == (
        "topic:ai",
        "topic:law",
        "AI",
        "LAW",
    )
    assert (first.articles, first.topic_articles, first.other_articles) == (2, 3, 3)
    assert first.pmi == pytest.approx(log2((2 / 7) / (3 / 7 * 3 / 7)))
    assert first.npmi == pytest.approx(first.pmi / -log2(2 / 7))
    assert first.jaccard == 2 / 4
    assert (second.other, second.articles, second.jaccard) == ("topic:vision", 1, 1 / 4)


def test_only_ever_together() -> None:
    (row,) = topic_cooccurrence(coverage({"a": ("x", 0, "ai law"), "b": ("x", 0, "art")}))
    assert (row.pmi, row.npmi, row.jaccard) == (1.0, 1.0, 1.0)


def test_all_articles_about_both() -> None:
    (row,) = topic_cooccurrence(coverage({"a": ("x", 0, "ai law")}))
    assert (row.pmi, row.npmi) == (0.0, None)


def test_broader_topics() -> None:
    graph = coverage({"a": ("x", 0, "ai")}, broader={"ai": "tech"})
    assert topic_cooccurrence(graph) == ()
    assert [(row.topic, row.other) for row in topic_cooccurrence(graph, broader=True)] == [
        ("topic:ai", "topic:tech")
    ]


@given(coverages(), st.randoms(use_true_random=False))
def test_ranges_and_order(graph: nx.MultiDiGraph[str], random: Random) -> None:
    rows = topic_cooccurrence(graph, broader=True)
    for row in rows:
        assert 0 < row.jaccard <= 1
        assert row.npmi is None or -1 <= row.npmi <= 1
        assert row.topic < row.other
    assert rows == topic_cooccurrence(shuffled(graph, random), broader=True)


def test_mutual_information_of_scikit_learn(corpus_graph: nx.MultiDiGraph[str]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    about: dict[str, set[str]] = {}
    for article, topic, key in corpus_graph.edges(keys=True):
        if key == "about":
            about.setdefault(article, set()).add(topic)
    whole = len(about)
    rows = topic_cooccurrence(corpus_graph)
    assert len(rows) > 20
    for row in rows:
        one = [row.topic in topics for topics in about.values()]
        other = [row.other in topics for topics in about.values()]
        # Mutual information in nats is the mean of PMI over the four outcomes: the one where both
        # are there is ours, and the other three follow from the counts.
        both, left, right = row.articles, row.topic_articles, row.other_articles
        outcomes = (
            (left - both, left, whole - right),
            (right - both, whole - left, right),
            (whole - left - right + both, whole - left, whole - right),
        )
        total = both / whole * row.pmi * log(2)
        for joint, first, second in outcomes:
            if joint:
                total += joint / whole * log(joint * whole / (first * second))
        assert total == pytest.approx(metrics.mutual_info_score(one, other), abs=1e-12)
        assert row.jaccard == pytest.approx(metrics.jaccard_score(one, other))
