"""The first answers on one page: each is that of the question it comes from."""

from __future__ import annotations

from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import analytics
from kg.analytics.summary import Fact
from tests.analytics.coverage import Graph, at, coverage, coverages, shuffled

PIECE = "One very same title of a piece"


def _by_name(page: tuple[Fact, ...]) -> dict[tuple[str, str], Fact]:
    found = {(fact.section, fact.name): fact for fact in page}
    assert len(found) == len(page)
    return found


@pytest.fixture(scope="module")
def small() -> Graph[str]:
    """Two stories of x and y; in the second y copies x."""
    return coverage(
        {
            "a": ("x", 0, "ai"),
            "b": ("y", 30, "ai"),
            "c": ("x", 60, "ai law"),
            "d": ("y", 61),
            "e": ("z", None),
        },
        "ab cd",
        title={"c": PIECE, "d": PIECE},
        stub={"d": True, "e": True},
    )


def test_what_a_page_says(small: Graph[str]) -> None:
    page = _by_name(analytics.summary(small))

    def said(section: str, name: str) -> tuple[Any, Any]:
        fact = page[section, name]
        return fact.value, fact.without_copies

    assert said("Graph", "Articles") == (5, 4)
    assert page["Graph", "Articles"].note == "of them 2 stubs, which were only ever listed"
    assert said("Graph", "First published") == (at(0), at(0))
    assert said("Graph", "Last published") == (at(61), at(60))
    assert page["Graph", "Last published"].note == "1 article without a date"
    assert said("Graph", "Articles with a topic") == (3, 3)
    assert said("Stories", "Stories") == (2, 1)
    assert said("Stories", "Articles in a story") == (4, 2)
    assert said("Stories", "Span, the median") == (15.5, 30.0)
    assert said("Largest stories", "Title a") == (2, 2)
    assert said("Largest stories", PIECE) == (2, None)
    assert said("First movers", "X") == (2, 1)
    assert page["First movers", "X"].note == "of 2: 100%, 95 %: 34% to 100%; 0 tied"
    assert said("Copies", "Pieces of two or more providers") == (1, None)
    assert said("Copies", "Articles that are copies") == (0.2, None)
    assert said("Copies", PIECE) == (2, None)
    assert page["Copies", PIECE].note == "2 providers, the first recorded is X"
    assert said("Same stories", "X and Y") == (2, 1)
    assert said("Topics together", "AI and LAW") == (1, 1)
    assert said("Gaps", "Topics of one provider") == (1, 1)
    assert said("Gaps", "Stories of one provider") == (0, 0)
    assert said("Central providers", "X") == (0.5, 0.5)
    assert page["Central providers", "X"].note == "rank 1; without copies 1"
    assert said("Central articles", "Title a") == pytest.approx(
        # Who is joined to none is left to where everyone begins: d = 0.15 / n + 0.85 k d / n, of k such.
        ((1 - 0.03 / 0.83) / 4, (1 - 2 * 0.0375 / 0.575) / 2)
    )
    assert page["Central articles", "Title a"].note == "of X, rank 1; without copies 1"
    assert said("Never meet", "Pairs of large providers") == (0, 0)


def test_articles_with_a_topic_without_copies() -> None:
    """What is copied keeps the topics, and is one article: of three with a topic two are left."""
    graph = coverage(
        {"a": ("x", 0, "ai"), "b": ("y", 1, "law"), "c": ("z", 2, "ai")}, title={"a": PIECE, "b": PIECE}
    )
    fact = next(fact for fact in analytics.summary(graph) if fact.name == "Articles with a topic")
    assert (fact.value, fact.without_copies) == (3, 2)


def test_a_burst_of_copies() -> None:
    """Each day three articles are about law; on the fifth ten are about AI, nine of them copies."""
    rows: dict[str, tuple[Any, ...]] = {
        chr(0x4E00 + n): ("x", 1440 * (n // 3) + n % 3, "law") for n in range(30)
    }
    copies = {chr(0x5E00 + n): ("vwxyz"[n % 5], 1440 * 4 + 100 + n, "ai") for n in range(10)}
    title = dict.fromkeys(copies, PIECE)
    page = _by_name(analytics.summary(coverage(rows | copies, title=title)))
    fact = page["Bursts", "AI"]
    assert (fact.value, fact.without_copies) == (at(1440 * 4), None)
    assert (
        page["Bursts", "Bursts by the day"].value,
        page["Bursts", "Bursts by the day"].without_copies,
    ) == (1, 0)
    title = {key: f"{PIECE} {number}" for number, key in enumerate(copies)}
    fact = _by_name(analytics.summary(coverage(rows | copies, title=title)))["Bursts", "AI"]
    assert fact.value == fact.without_copies == at(1440 * 4)


def test_providers_that_never_meet() -> None:
    """X covers two of three stories, Y one of them and Z the third; in one of X's, Y copies it."""
    graph = coverage(
        {
            "a": ("x", 0), "b": ("y", 1), "c": ("x", 2), "d": ("w", 3), "e": ("z", 4), "f": ("w", 5),
        },
        "ab cd ef",
        title={"c": PIECE, "d": PIECE},
    )  # fmt: skip
    page = _by_name(analytics.summary(graph))
    pairs = page["Never meet", "Pairs of large providers"]
    assert (pairs.value, pairs.without_copies) == (3, 4)
    fact = page["Never meet", "X and Z"]
    assert (fact.value, fact.without_copies) == (2 / 3, 1 / 2)
    assert fact.note == "they cover 2 and 1; by chance none with 33.3%"


def test_voices_are_compared_where_there_are_enough() -> None:
    rows = {chr(0x4E00 + n): ("vwxyz"[n % 5], n, "ai" if n < 10 else "law") for n in range(20)}
    rows |= {chr(0x5E00 + n): ("x", n, "ai few" if n < 9 else "one") for n in range(21)}
    page = analytics.summary(coverage(rows))
    assert [(fact.section, fact.name) for fact in page if "voices" in fact.section] == [
        ("Most voices", "LAW"),
        ("Fewest voices", "ONE"),
    ]


def test_of_nothing() -> None:
    page = analytics.summary(nx.MultiDiGraph())
    assert {fact.value for fact in page} == {0, None}


@given(coverages(), st.randoms(use_true_random=False))
def test_the_order_of_the_graph_does_not_matter(graph: Graph[str], random: Random) -> None:
    assert analytics.summary(shuffled(graph, random)) == analytics.summary(graph)


def test_figures_are_those_of_the_questions(corpus_graph: nx.MultiDiGraph[str]) -> None:
    page = _by_name(analytics.summary(corpus_graph))
    single = analytics.without_copies(corpus_graph)
    found, fewer = analytics.stories(corpus_graph), analytics.stories(single)
    stories = page["Stories", "Stories"]
    assert (stories.value, stories.without_copies) == (len(found), len(fewer))
    for of in ("articles", "providers"):
        row = analytics.centrality(corpus_graph, of=of)[0]
        again = {other.id: other.score for other in analytics.centrality(single, of=of)}
        fact = page[f"Central {of}", row.label]
        assert (fact.value, fact.without_copies) == (row.score, again.get(row.id))
    strangers = page["Never meet", "Pairs of large providers"]
    without_strangers = len(analytics.never_meet(single))
    assert (strangers.value, strangers.without_copies) == (
        len(analytics.never_meet(corpus_graph)),
        without_strangers,
    )
    mover = analytics.first_movers(corpus_graph)[0]
    without = next(row for row in analytics.first_movers(single) if row.provider == mover.provider)
    fact = page["First movers", mover.name]
    assert (fact.value, fact.without_copies) == (mover.first, without.first)
    assert mover.first > without.first
