"""Who is in the middle, against other ways to compute it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from fractions import Fraction
from itertools import combinations, pairwise
from math import fsum
from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.centrality import KINDS_OF, MEASURES, Centrality, _Sampling, centrality
from kg.analytics.cocoverage import to_co_coverage_graph
from kg.errors import MissingLibraryError, SettingsError
from tests.analytics.coverage import coverage, coverages, shuffled
from tests.conftest import ROOT


def scores(rows: tuple[Centrality, ...]) -> dict[str, float]:
    return {row.id.partition(":")[2]: row.score for row in rows}


def path() -> nx.MultiDiGraph[str]:
    """Return articles a - b - c - d, linked in several directions, and one alone."""
    return coverage({key: (key, 0) for key in "abcde"}, "ba ab bc dc")


def test_degree() -> None:
    rows = centrality(path(), "degree")
    assert [(row.id[-1], row.score, row.rank, row.pivots) for row in rows] == [
        ("b", 2.0, 1, None),
        ("c", 2.0, 1, None),
        ("a", 1.0, 3, None),
        ("d", 1.0, 3, None),
        ("e", 0.0, 5, None),
    ]
    assert rows[0] == Centrality("article:b", "Title b", "degree", 2.0, 1, None)


def test_betweenness() -> None:
    # b and c are each between two pairs, of the six that the other four make.
    assert scores(centrality(path(), "betweenness")) == {
        "b": significant(2 / 6),
        "c": significant(2 / 6),
        "a": 0,
        "d": 0,
        "e": 0,
    }


def significant(value: float) -> float:
    return float(f"{value:.12g}")


def test_pagerank() -> None:
    found = scores(centrality(coverage({key: (key, 0) for key in "abc"}, "ab cb")))
    # b = 0.05 + 0.85 (a + c), a = c = 0.05 + 0.85 b / 2
    middle = (0.05 + 0.85 * 0.1) / (1 - 0.85**2)
    assert found["b"] == pytest.approx(middle, rel=1e-11)
    assert found["a"] == found["c"] == pytest.approx(0.05 + 0.425 * middle, rel=1e-11)


def test_providers_are_joined_by_stories() -> None:
    graph = coverage(
        {
            "a": ("x", 0),
            "b": ("y", 0),
            "c": ("x", 0),
            "d": ("y", 0),
            "e": ("y", 0),
            "f": ("z", 0),
            "g": ("w", 0),
        },
        "ab cd ef",
    )
    rows = centrality(graph, "degree", "providers")
    assert [(row.label, row.score) for row in rows] == [("Y", 3.0), ("X", 2.0), ("Z", 1.0)]
    assert scores(centrality(graph, "betweenness", "providers")) == {"y.com": 1.0, "x.com": 0.0, "z.com": 0.0}


def test_a_heavy_tie_is_short() -> None:
    """From x to z it is 1/3 + 1/6 through y, which is as far as 1/2."""
    rows: dict[str, tuple[Any, ...]] = {}
    links = []

    def story(*providers: str) -> None:
        keys = [chr(0x4E00 + len(rows) + number) for number in range(len(providers))]
        rows.update({key: (provider, 0) for key, provider in zip(keys, providers, strict=True)})
        links.extend(one + other for one, other in pairwise(keys))

    for one, other, count in (("x", "y", 3), ("y", "z", 6), ("x", "z", 2)):
        for _ in range(count):
            story(one, other)
    found = scores(centrality(coverage(rows, " ".join(links)), "betweenness", "providers"))
    assert found == {"x.com": 0.0, "y.com": 0.5, "z.com": 0.0}


def test_nothing_and_little() -> None:
    for measure in MEASURES:
        for of in KINDS_OF:
            assert centrality(coverage({}), measure, of) == ()  # type: ignore[arg-type]
        assert len(centrality(coverage({"a": ("x", 0), "b": ("y", 0)}, "ab"), measure)) == 2  # type: ignore[arg-type]


def ways(network: nx.Graph[str]) -> dict[str, Fraction]:
    """Return betweenness by counting all shortest ways, with exact numbers: slow and plain."""
    distance: dict[str, dict[str, int]] = {}
    number: dict[str, dict[str, int]] = {}
    for source in network:
        distance[source], number[source] = {source: 0}, {source: 1}
        waiting = deque([source])
        while waiting:
            node = waiting.popleft()
            for other in network[node]:
                if other not in distance[source]:
                    distance[source][other], number[source][other] = distance[source][node] + 1, 0
                    waiting.append(other)
                if distance[source][other] == distance[source][node] + 1:
                    number[source][other] += number[source][node]
    found = {node: Fraction(0) for node in network}
    for one, other in combinations(network, 2):
        for node in distance[one].keys() & distance[other].keys() - {one, other}:
            if distance[one][node] + distance[other][node] == distance[one].get(other):
                found[node] += Fraction(number[one][node] * number[other][node], number[one][other])
    return found


@given(coverages(), st.randoms(use_true_random=False))
def test_betweenness_by_counting_ways(graph: nx.MultiDiGraph[str], random: Random) -> None:
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(node for node, kind in graph.nodes(data="kind") if kind == "article")
    network.add_edges_from((one, other) for one, other, key in graph.edges(keys=True) if key == "related_to")
    pairs = max(1, (len(network) - 1) * (len(network) - 2) // 2)
    rows = centrality(graph, "betweenness")
    assert {row.id: row.score for row in rows} == {
        node: pytest.approx(float(found / pairs), rel=1e-11, abs=1e-15)
        for node, found in ways(network).items()
    }


@given(
    coverages(),
    st.sampled_from(MEASURES),
    st.sampled_from(tuple(KINDS_OF)),
    st.integers(0, 8),
    st.randoms(use_true_random=False),
)
def test_order_does_not_matter(
    graph: nx.MultiDiGraph[str], measure: Any, of: Any, sample_above: int, random: Random
) -> None:
    rows = centrality(graph, measure, of, sample_above=sample_above, pivots=3)
    assert rows == centrality(shuffled(graph, random), measure, of, sample_above=sample_above, pivots=3)
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    for row in rows:
        assert row.rank == 1 + sum(other.score > row.score for other in rows)
    if measure == "pagerank" and rows:
        assert fsum(row.score for row in rows) == pytest.approx(1, abs=1e-11)


@pytest.mark.parametrize("of", KINDS_OF)
def test_pagerank_by_solving_the_equations(corpus_graph: nx.MultiDiGraph[str], of: Any) -> None:
    numpy = pytest.importorskip("numpy")
    if of == "providers":
        network = to_co_coverage_graph(corpus_graph)
    else:
        network = nx.Graph()
        network.add_nodes_from(node for node, kind in corpus_graph.nodes(data="kind") if kind == "article")
        network.add_edges_from(
            (one, other) for one, other, key in corpus_graph.edges(keys=True) if key == "related_to"
        )
    nodes = list(network)
    steps = nx.to_numpy_array(network, nodelist=nodes, weight="weight")
    sums = steps.sum(axis=1, keepdims=True)
    steps = numpy.where(sums > 0, steps / numpy.where(sums > 0, sums, 1), 1 / len(nodes))
    ranks = numpy.linalg.solve(
        numpy.eye(len(nodes)) - 0.85 * steps.T, numpy.full(len(nodes), 0.15 / len(nodes))
    )
    found = {row.id: row.score for row in centrality(corpus_graph, "pagerank", of)}
    assert found == {node: pytest.approx(rank, rel=1e-10) for node, rank in zip(nodes, ranks, strict=True)}


def test_betweenness_of_igraph(corpus_graph: nx.MultiDiGraph[str]) -> None:
    igraph = pytest.importorskip("igraph")
    network = to_co_coverage_graph(corpus_graph)
    other = igraph.Graph.from_networkx(network)
    n = len(network)
    lengths = [1 / weight for weight in other.es["weight"]]
    expected = dict(zip(other.vs["_nx_name"], other.betweenness(weights=lengths), strict=True))
    found = {
        row.id: row.score * (n - 1) * (n - 2) / 2
        for row in centrality(corpus_graph, "betweenness", "providers")
    }
    assert found == {node: pytest.approx(score, rel=1e-9, abs=1e-9) for node, score in expected.items()}


def test_estimates_come_close_and_say_so(corpus_graph: nx.MultiDiGraph[str]) -> None:
    exact = centrality(corpus_graph, "betweenness", "providers")
    estimated = centrality(corpus_graph, "betweenness", "providers", sample_above=50, pivots=60)
    assert {row.pivots for row in exact} == {None}
    assert {row.pivots for row in estimated} == {None, 60}
    assert estimated == centrality(corpus_graph, "betweenness", "providers", sample_above=50, pivots=60)
    assert estimated[0].id == exact[0].id
    by_id = {row.id: row.score for row in exact}
    assert max(abs(row.score - by_id[row.id]) for row in estimated) < 0.04
    for row in estimated:
        if row.pivots is None:
            assert row.score == by_id[row.id]


def test_hashes_do_not_matter() -> None:
    """Estimates in a part whose nodes a set could put in any order."""
    script = (
        "import networkx as nx; from kg.analytics.centrality import centrality\n"
        "from tests.analytics.coverage import coverage\n"
        "keys = [chr(0x4e00 + n) for n in range(80)]\n"
        "edges = nx.connected_watts_strogatz_graph(80, 4, 0.2, seed=1).edges\n"
        "graph = coverage({key: (key, 0) for key in keys}, ' '.join(keys[i] + keys[j] for i, j in edges))\n"
        "for measure in ('betweenness', 'pagerank'):\n"
        "    print(ascii(centrality(graph, measure, sample_above=9, pivots=9)))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hashes},
        ).stdout
        for hashes in ("1", "2", "3")
    }
    assert len(answers) == 1
    assert answers.pop().count(b"pivots=9") == 80


def test_the_larger_the_part_the_fewer_the_pivots() -> None:
    def pivots(nodes: int, ties: int) -> int | None:
        network: nx.Graph[int] = nx.gnm_random_graph(nodes, ties, seed=1)
        return _Sampling(2000, None, 0).of(network, network)

    assert pivots(2000, 100) is None
    assert pivots(2001, 100) == 100
    assert pivots(3000, 247_000) == 60


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"measure": "closeness"}, "'closeness'; choose one of pagerank, degree, betweenness"),
        ({"of": "topics"}, "'topics'; choose one of articles, providers"),
        ({"pivots": 1}, "pivots is 1; it must be a whole number, 2 or more"),
    ],
)
def test_settings_that_make_no_sense(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        centrality(coverage({}), **settings)


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingLibraryError, match="no backend 'none' here, but networkx"):
        centrality(path(), backend="none")
    monkeypatch.setitem(sys.modules, "scipy", None)
    with pytest.raises(
        MissingLibraryError,
        match=r"scipy; python -m pip install 'kg-exporter\[analytics\]'$",
    ):
        centrality(path())
