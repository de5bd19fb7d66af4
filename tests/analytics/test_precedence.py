"""Who was first, as far as is recorded."""

from __future__ import annotations

from collections import defaultdict
from random import Random
from statistics import median

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.precedence import FirstMover, first_movers, wilson_interval
from kg.analytics.stories import stories
from tests.analytics.coverage import coverage, coverages, shuffled


def _rows(graph: nx.MultiDiGraph[str]) -> dict[str, FirstMover]:
    return {row.name: row for row in first_movers(graph)}


def test_firsts_ties_and_lags() -> None:
    graph = coverage(
        {
            "a": ("x", 0), "b": ("y", 10), "c": ("y", 4),
            "d": ("x", 5), "e": ("y", 5), "f": ("z", 8),
            "g": ("y", 7), "h": ("x", 1447), "i": ("z", None),
            "j": ("x", 1), "k": ("x", 2),
        },
        "ab bc de ef gh hi jk",
    )  # fmt: skip
    rows = _rows(graph)
    assert [(row.name, row.stories, row.first, row.tied, row.first_shared) for row in rows.values()] == [
        ("X", 3, 2, 1, 1.5),
        ("Y", 3, 2, 1, 1.5),
        ("Z", 1, 0, 0, 0.0),
    ]
    assert [row.share for row in rows.values()] == [2 / 3, 2 / 3, 0.0]
    lags = {"X": (0, 0, 1440), "Y": (4, 0, 0), "Z": (3,)}
    assert {name: row.median_lag_minutes for name, row in rows.items()} == {
        name: median(found) for name, found in lags.items()
    }
    assert [row.alone for row in rows.values()] == [1, 0, 0]
    assert rows["X"].provider == "provider:x.com"


def test_three_at_the_same_minute() -> None:
    rows = _rows(coverage({"a": ("x", 3), "b": ("y", 3), "c": ("z", 3), "d": ("w", 4)}, "ab bc cd"))
    assert [(row.first, row.tied, row.first_shared) for row in rows.values()] == [
        (1, 1, pytest.approx(1 / 3)),
        (1, 1, pytest.approx(1 / 3)),
        (1, 1, pytest.approx(1 / 3)),
        (0, 0, 0),
    ]


def test_a_story_of_one_dated_provider_says_nothing() -> None:
    (row,) = first_movers(coverage({"a": ("x", 3), "b": ("y", None), "c": ("x", 4)}, "ab bc"))
    assert (row.name, row.stories, row.first, row.alone) == ("X", 0, 0, 1)
    assert (row.share, row.share_low, row.share_high, row.median_lag_minutes) == (None,) * 4


def test_no_stories() -> None:
    assert first_movers(coverage({"a": ("x", 3), "b": ("y", 4)})) == ()


@pytest.mark.parametrize("trials", [1, 2, 3, 7, 10, 98, 1000])
def test_wilson_as_scipy_has_it(trials: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    for successes in {0, 1, trials // 3, trials // 2, trials - 1, trials}:
        interval = stats.binomtest(successes, trials).proportion_ci(method="wilson")
        assert wilson_interval(successes, trials) == pytest.approx((interval.low, interval.high), abs=1e-12)


@given(coverages(), st.randoms(use_true_random=False))
def test_order_does_not_matter(graph: nx.MultiDiGraph[str], random: Random) -> None:
    assert first_movers(shuffled(graph, random)) == first_movers(graph)


@given(coverages())
def test_bounds(graph: nx.MultiDiGraph[str]) -> None:
    for row in first_movers(graph):
        assert 0 <= row.tied <= row.first <= row.stories
        assert row.first - row.tied <= row.first_shared <= row.first
        assert row.stories or row.alone
        if row.stories:
            assert 0 <= row.share_low <= row.share <= row.share_high <= 1
            assert row.median_lag_minutes >= 0


@given(coverages())
def test_each_story_has_one_first_in_all(graph: nx.MultiDiGraph[str]) -> None:
    contested = 0
    for story in stories(graph):
        dated = [a for a in story.articles if "published_at" in graph.nodes[a]]
        contested += len({p for a in dated for p in graph[a] if p.startswith("provider:")}) > 1
    assert sum(row.first_shared for row in first_movers(graph)) == pytest.approx(contested)


def test_as_counted_from_pairs(corpus_graph: nx.MultiDiGraph[str]) -> None:
    """A provider is first where no article of another provider in its story is earlier."""
    dates = dict(corpus_graph.nodes(data="published_at"))
    publisher = {a: p for a, p, key in corpus_graph.edges(keys=True) if key == "published_by"}
    first, covered = defaultdict(int), defaultdict(int)
    for story in stories(corpus_graph):
        dated = [(publisher[a], dates[a]) for a in story.articles if dates[a]]
        for provider in {provider for provider, _ in dated}:
            others = [date for other, date in dated if other != provider]
            own = [date for other, date in dated if other == provider]
            covered[provider] += bool(others)
            first[provider] += bool(others) and not any(all(date < mine for mine in own) for date in others)
    found = {row.provider: (row.stories, row.first) for row in first_movers(corpus_graph)}
    assert found == {provider: (covered[provider], first[provider]) for provider in covered}
    assert any(row.tied for row in first_movers(corpus_graph))
