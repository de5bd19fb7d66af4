"""Bursts, against all sequences of states."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from math import comb, isclose, log
from random import Random

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.analytics.bursts import Burst, bursts
from kg.analytics.trends import topic_trends
from kg.errors import SettingsError
from tests.analytics.coverage import at, coverage, coverages, shuffled

DAY = 1440


def series(relevant: list[int], others: list[int]) -> nx.MultiDiGraph[str]:
    """Return a graph with so many articles about AI, and so many about law, on each day."""
    rows = {}
    for day, (ai, law) in enumerate(zip(relevant, others, strict=True)):
        for number in range(ai + law):
            rows[f"{day}-{number}"] = ("x", day * DAY + number, "ai" if number < ai else "law")
    return coverage(rows)


def cost(states: tuple[int, ...], r: list[int], d: list[int], s: float, gamma: float) -> float:
    """Return what a sequence of states costs, as the paper has it."""
    usual = sum(r) / sum(d)
    rates = (usual, usual * s)
    total, before = 0.0, 0
    for state, found, all_of_them in zip(states, r, d, strict=True):
        total += max(0, state - before) * gamma * log(len(d))
        rate = rates[state]
        total -= log(comb(all_of_them, found) * rate**found * (1 - rate) ** (all_of_them - found))
        before = state
    return total


def states_of(rows: tuple[Burst, ...], days: int) -> tuple[int, ...]:
    return tuple(int(any(row.start <= at(day * DAY) < row.end for row in rows)) for day in range(days))


def test_a_burst_by_hand() -> None:
    graph = series([1, 1, 8, 8, 1, 1], [9, 9, 2, 2, 9, 9])
    (row,) = (row for row in bursts(graph) if row.label == "AI")
    assert (row.start, row.end, row.periods, row.articles, row.total) == (at(2 * DAY), at(4 * DAY), 2, 16, 20)
    usual = 20 / 60
    assert row.weight == pytest.approx(16 * log(2) + 4 * log((1 - 2 * usual) / (1 - usual)), abs=1e-11)
    assert row.weight > log(6)
    assert [row.label for row in bursts(graph, gamma=10)] == []


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=7),
    st.sampled_from((1.2, 1.5, 2.0, 3.0)),
    st.sampled_from((0.0, 0.3, 1.0)),
)
def test_no_sequence_of_states_is_cheaper(days: list[tuple[int, int]], s: float, gamma: float) -> None:
    relevant, others = [ai for ai, _ in days], [law for _, law in days]
    documents = [ai + law for ai, law in days]
    # Days at the ends without any article are outside of the corpus's span.
    assume(documents[0] and documents[-1] and sum(relevant))
    found = tuple(row for row in bursts(series(relevant, others), s=s, gamma=gamma) if row.label == "AI")
    if sum(relevant) * s >= sum(documents):
        assert found == ()
        return
    costs = {
        states: cost(states, relevant, documents, s, gamma) for states in product((0, 1), repeat=len(days))
    }
    states = states_of(found, len(days))
    assert isclose(costs[states], min(costs.values()), rel_tol=1e-9, abs_tol=1e-9)
    usual = tuple(0 for _ in states)
    entries = len(found) * gamma * log(len(days))
    gained = sum(row.weight for row in found) - entries
    assert isclose(costs[usual] - costs[states], gained, rel_tol=1e-9, abs_tol=1e-9)
    assert all(row.weight > 0 for row in found)


def test_a_topic_of_half_of_all_articles_cannot_be_twice_as_frequent() -> None:
    graph = series([0, 4, 0], [2, 0, 2])
    assert bursts(graph) == ()
    assert [row.label for row in bursts(graph, s=1.5, gamma=0.1)] == ["AI", "LAW", "LAW"]


def test_empty_days_are_no_part_of_a_burst() -> None:
    graph = series([0, 0, 6, 0, 0], [9, 0, 0, 0, 9])
    (row,) = bursts(graph)
    assert (row.start, row.periods) == (at(2 * DAY), 1)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"s": 1.0}, r"^s is 1\.0; it must be above 1$"),
        ({"gamma": -0.1}, r"^gamma is -0\.1; it must be 0 or more$"),
    ],
)
def test_settings_out_of_range(settings: dict[str, float], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        bursts(coverage({}), **settings)  # type: ignore[arg-type]


@given(coverages(), st.randoms(use_true_random=False))
def test_order_does_not_matter(graph: nx.MultiDiGraph[str], random: Random) -> None:
    rows = bursts(graph, "hour", s=1.5, gamma=0.1, broader=True)
    assert rows == bursts(shuffled(graph, random), "hour", s=1.5, gamma=0.1, broader=True)


def test_corpus(corpus_graph: nx.MultiDiGraph[str]) -> None:
    trends = topic_trends(corpus_graph, "day")
    days = sorted({row.start for row in trends})
    found = bursts(corpus_graph, s=1.2, gamma=0.2)
    assert found
    for row in found:
        within = [
            trend for trend in trends if trend.topic == row.topic and row.start <= trend.start < row.end
        ]
        assert sum(trend.articles for trend in within) == row.articles
        assert len(within) == row.periods
        assert row.end - row.start == timedelta(days=row.periods)
        assert days[0] <= row.start <= days[-1]
