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
    assert said("Graph", "First published") == (at(0), None)
    assert said("Graph", "Last published") == (at(61), None)
    assert page["Graph", "Last published"].note == "1 article without a date"
    assert said("Graph", "Articles with a topic") == (3, None)
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
    mover = analytics.first_movers(corpus_graph)[0]
    without = next(row for row in analytics.first_movers(single) if row.provider == mover.provider)
    fact = page["First movers", mover.name]
    assert (fact.value, fact.without_copies) == (mover.first, without.first)
    assert mover.first > without.first
