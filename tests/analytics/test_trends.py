"""Topics over time."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import fsum, isclose
from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.periods import LENGTHS, period_start, periods_between
from kg.analytics.trends import topic_trends
from kg.errors import SettingsError
from tests.analytics.coverage import at, coverage, coverages, shuffled

HOUR, DAY = 60, 1440


def test_shares_of_articles_and_of_mentions() -> None:
    graph = coverage(
        {
            "a": ("x", 0, "ai"), "b": ("x", 5, "ai law"), "c": ("y", DAY - 1, "law"),
            "d": ("y", 2 * DAY, "ai"), "e": ("y", 7), "f": ("y", None, "ai"),
        }
    )  # fmt: skip
    rows = topic_trends(graph)
    assert [
        (row.label, row.start, row.articles, row.total, row.share, row.mention_share) for row in rows
    ] == [
        ("AI", at(0), 2, 3, 2 / 3, 2 / 4),
        ("AI", at(DAY), 0, 0, None, None),
        ("AI", at(2 * DAY), 1, 1, 1.0, 1.0),
        ("LAW", at(0), 2, 3, 2 / 3, 2 / 4),
        ("LAW", at(DAY), 0, 0, None, None),
        ("LAW", at(2 * DAY), 0, 1, 0.0, 0.0),
    ]
    assert topic_trends(graph, fill=False) == tuple(row for row in rows if row.articles)


def test_broader_topics_count_once_an_article() -> None:
    graph = coverage({"a": ("x", 0, "ai law"), "b": ("x", 0, "tech")}, broader={"ai": "tech", "law": "tech"})
    assert [(row.label, row.articles) for row in topic_trends(graph)] == [("AI", 1), ("LAW", 1), ("TECH", 1)]
    assert [(row.label, row.articles) for row in topic_trends(graph, broader=True)] == [
        ("AI", 1),
        ("LAW", 1),
        ("TECH", 2),
    ]


def test_weeks_begin_on_monday_and_hours_on_the_hour() -> None:
    graph = coverage({"a": ("x", 61, "ai"), "b": ("x", 5 * DAY, "ai")})  # a Wednesday, and the Monday after
    weeks = [row.start for row in topic_trends(graph, "week")]
    assert weeks == [datetime(2020, 5, 4, tzinfo=UTC), datetime(2020, 5, 11, tzinfo=UTC)]
    hours = topic_trends(graph, "hour")
    assert (hours[0].start, len(hours), sum(row.articles for row in hours)) == (at(HOUR), 5 * 24, 2)


def test_nothing_dated() -> None:
    assert topic_trends(coverage({"a": ("x", None, "ai")})) == ()


def test_unknown_period() -> None:
    with pytest.raises(SettingsError, match="'month'; choose one of hour, day, week"):
        topic_trends(coverage({}), "month")  # type: ignore[arg-type]


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.just(UTC)))
def test_a_moment_lies_in_its_period(moment: datetime) -> None:
    for freq, length in LENGTHS.items():
        start = period_start(moment, freq)
        assert start <= moment < start + length
        assert period_start(start, freq) == start
        assert periods_between([start + length, start], freq) == [start, start + length]
    assert period_start(moment, "week").isocalendar()[:2] == moment.isocalendar()[:2]


def test_other_time_zones_are_taken_to_utc() -> None:
    zone = datetime.fromisoformat("2020-05-07T01:30:00+02:00")
    assert period_start(zone, "day") == datetime(2020, 5, 6, tzinfo=UTC)


@given(coverages(), st.sampled_from(tuple(LENGTHS)), st.booleans(), st.randoms(use_true_random=False))
def test_mention_shares_sum_to_one(
    graph: nx.MultiDiGraph[str], freq: str, broader: bool, random: Random
) -> None:
    rows = topic_trends(graph, freq, broader=broader)  # type: ignore[arg-type]
    shares = defaultdict(list)
    for row in rows:
        if row.mention_share is not None:
            assert row.share is not None
            assert 0 <= row.mention_share <= row.share <= 1
            shares[row.start].append(row.mention_share)
    assert all(isclose(fsum(found), 1, abs_tol=1e-12) for found in shares.values())
    assert rows == topic_trends(shuffled(graph, random), freq, broader=broader)  # type: ignore[arg-type]


def test_corpus(corpus_graph: nx.MultiDiGraph[str]) -> None:
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for article, topic, key in corpus_graph.edges(keys=True):
        if key == "about" and "published_at" in corpus_graph.nodes[article]:
            counted[topic, corpus_graph.nodes[article]["published_at"].isoformat()[:10]] += 1
    rows = topic_trends(corpus_graph)
    assert {(row.topic, row.start.isoformat()[:10]): row.articles for row in rows if row.articles} == counted
    starts = sorted({row.start for row in rows})
    assert {later - earlier for earlier, later in pairwise(starts)} == {timedelta(days=1)}
    assert len(rows) == len(starts) * len({row.topic for row in rows})
