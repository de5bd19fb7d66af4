"""Providers that cover the same stories."""

from __future__ import annotations

from itertools import combinations
from math import sqrt
from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.cocoverage import CoCoverage, co_coverage, to_co_coverage_graph
from kg.analytics.stories import covered_by, stories
from tests.analytics.coverage import coverage, coverages, shuffled


def _pair(row: CoCoverage) -> str:
    return row.provider_name + row.other_name


def test_three_providers() -> None:
    """X covers four stories, Y three, Z two, W one; Z's undated article counts, X's loner doesn't."""
    graph = coverage(
        {
            "a": ("x", 0), "b": ("y", 0),
            "c": ("x", 0), "d": ("y", 0), "e": ("z", None),
            "f": ("x", 0), "g": ("x", 0),
            "h": ("x", 0), "i": ("y", 0), "j": ("y", 1),
            "k": ("z", 0), "l": ("w", 0),
            "m": ("x", 0),
        },
        "ab cd de fg hi ij kl",
    )  # fmt: skip
    rows = co_coverage(graph)
    assert [(_pair(row), row.stories) for row in rows] == [("XY", 3), ("WZ", 1), ("XZ", 1), ("YZ", 1)]
    by_pair = {_pair(row): row for row in rows}
    assert {pair: row.jaccard for pair, row in by_pair.items()} == {
        "XY": 3 / 4,
        "WZ": 1 / 2,
        "XZ": 1 / 5,
        "YZ": 1 / 4,
    }
    assert {pair: row.cosine for pair, row in by_pair.items()} == {
        "XY": 3 / sqrt(4 * 3),
        "WZ": 1 / sqrt(1 * 2),
        "XZ": 1 / sqrt(4 * 2),
        "YZ": 1 / sqrt(3 * 2),
    }
    assert {pair: row.p_value for pair, row in by_pair.items()} == {
        "XY": 1 / 4,  # three of X's four shared stories, two partners; the same for Y
        "WZ": pytest.approx((2 / 3) ** 2),  # one of Z's three, three partners; W's only partner says nothing
        "XZ": pytest.approx((2 / 3) ** 2),
        "YZ": pytest.approx((2 / 3) ** 2),
    }
    assert [row.backbone for row in rows] == [False] * 4
    assert [row.backbone for row in co_coverage(graph, alpha=0.25)] == [False] * 4
    assert [row.backbone for row in co_coverage(graph, alpha=0.3)] == [True, False, False, False]


def test_an_only_partner_is_no_evidence() -> None:
    (row,) = co_coverage(coverage({"a": ("x", 0), "b": ("y", 0)}, "ab"))
    assert (row.stories, row.jaccard, row.cosine, row.p_value, row.backbone) == (1, 1.0, 1.0, 1.0, False)


def test_the_network_holds_the_rows() -> None:
    graph = coverage(
        {"a": ("x", 0), "b": ("y", 0), "c": ("x", 0), "d": ("z", 0), "e": ("w", 0), "f": ("w", 0)}, "ab cd ef"
    )
    network = to_co_coverage_graph(graph, alpha=0.7)
    assert dict(network.nodes(data=True)) == {
        "provider:w.com": {"label": "W", "stories": 1},
        "provider:x.com": {"label": "X", "stories": 2},
        "provider:y.com": {"label": "Y", "stories": 1},
        "provider:z.com": {"label": "Z", "stories": 1},
    }
    values = {"weight": 1, "jaccard": 0.5, "cosine": 1 / sqrt(2), "p_value": 0.5, "backbone": True}
    assert list(network.edges(data=True)) == [
        ("provider:x.com", "provider:y.com", values),
        ("provider:x.com", "provider:z.com", values),
    ]


@given(coverages(), st.randoms(use_true_random=False), st.integers(2, 6))
def test_order_does_not_matter(graph: nx.MultiDiGraph[str], random: Random, largest: int) -> None:
    other = shuffled(graph, random)
    assert co_coverage(other, largest=largest) == co_coverage(graph, largest=largest)
    first, second = to_co_coverage_graph(graph, largest=largest), to_co_coverage_graph(other, largest=largest)
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
    assert list(first.edges(data=True)) == list(second.edges(data=True))


@given(coverages())
def test_bounds(graph: nx.MultiDiGraph[str]) -> None:
    for row in co_coverage(graph):
        assert row.provider < row.other
        assert row.stories >= 1
        assert 0 < row.jaccard <= row.cosine <= 1
        assert 0 <= row.p_value <= 1


def test_as_scikit_learn_and_an_integral_have_it(corpus_graph: nx.MultiDiGraph[str]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    pairwise = pytest.importorskip("sklearn.metrics.pairwise")
    integrate = pytest.importorskip("scipy.integrate")
    found = stories(corpus_graph)
    covered = covered_by(found)
    membership = {p: [int(story.id in covered[p]) for story in found] for p in covered}
    providers = list(covered)
    cosines = pairwise.cosine_similarity([membership[p] for p in providers])
    rows = co_coverage(corpus_graph)
    assert {(row.provider, row.other) for row in rows} == {
        pair for pair in combinations(providers, 2) if covered[pair[0]] & covered[pair[1]]
    }
    network = nx.Graph()
    network.add_weighted_edges_from((row.provider, row.other, row.stories) for row in rows)

    def significance(provider: str, other: str) -> float:
        degree = network.degree(provider)
        part = network[provider][other]["weight"] / network.degree(provider, weight="weight")
        return 1 - (degree - 1) * integrate.quad(lambda x: (1 - x) ** (degree - 2), 0, part)[0]

    for row in rows:
        one, other = membership[row.provider], membership[row.other]
        assert row.stories == sum(a * b for a, b in zip(one, other, strict=True))
        assert row.jaccard == pytest.approx(metrics.jaccard_score(one, other))
        assert row.cosine == pytest.approx(cosines[providers.index(row.provider)][providers.index(row.other)])
        ends = [
            significance(*pair) for pair in ((row.provider, row.other), (row.other, row.provider))
            if network.degree(pair[0]) > 1
        ]  # fmt: skip
        assert row.p_value == pytest.approx(min(ends, default=1.0), abs=1e-9)
    assert any(row.backbone for row in rows)
