"""The same piece of several providers."""

from __future__ import annotations

from itertools import combinations
from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.similarity import jaccard, shingles, words_of
from kg.analytics.syndication import SyndicatedPiece, syndication
from kg.errors import SettingsError
from kg.ids import digest
from tests.analytics.coverage import at, coverage, ids, shuffled

DAY = 1440
TITLE = "Reno rodeo canceled this June"
EXCERPT = "The century-old Reno Rodeo has canceled this year's ten-day event in June because of the virus."
OTHER = "Tyson Foods is going to reopen its pork plant in Iowa on Thursday after it had closed in April."


def pieces(rows: dict[str, tuple[str, int | None, str, str]], **settings: Any) -> tuple[SyndicatedPiece, ...]:
    """Return the pieces among articles: provider, minute, title, excerpt."""
    graph = coverage(
        {key: (provider, minute) for key, (provider, minute, _, _) in rows.items()},
        title={key: title for key, (_, _, title, _) in rows.items()},
        excerpt={key: excerpt for key, (_, _, _, excerpt) in rows.items() if excerpt},
    )
    return syndication(graph, **settings)


def test_the_same_title() -> None:
    (piece,) = pieces(
        {
            "a": ("x", 9, TITLE, EXCERPT),
            "b": ("y", 4, f" {TITLE.upper()} ", EXCERPT),
            "c": ("z", 4 + DAY, TITLE.replace(" ", "  "), OTHER),
            "d": ("z", 4, "Something else entirely today", OTHER),
        }
    )
    assert piece == SyndicatedPiece(
        id=f"piece:{digest('article:b')}",
        kind="exact",
        title=f" {TITLE.upper()} ",
        articles=ids("bac"),
        providers=("provider:x.com", "provider:y.com", "provider:z.com"),
        similarity=piece.similarity,
        first_article="article:b",
        first_provider="provider:y.com",
        tied=False,
        first=at(4),
        last=at(4 + DAY),
    )
    compared = jaccard(shingles(words_of(f"{TITLE} {EXCERPT}")), shingles(words_of(f"{TITLE} {OTHER}")))
    assert piece.similarity == pytest.approx(compared, rel=1e-11)


def test_nearly_the_same_text() -> None:
    (piece,) = pieces(
        {
            "a": ("x", 3, f"{TITLE} | The Observer", EXCERPT),
            "b": ("y", 2, TITLE, EXCERPT),
            "c": ("z", 1, TITLE.replace("Reno", "Sparks"), OTHER),
        }
    )
    assert (piece.kind, piece.articles, piece.first_provider) == ("near", ids("ba"), "provider:y.com")
    one, other = (
        shingles(words_of(text)) for text in (f"{TITLE} {EXCERPT}", f"{TITLE} The Observer {EXCERPT}")
    )
    assert piece.similarity == pytest.approx(len(one & other) / len(one | other), rel=1e-11)
    assert 0.8 <= piece.similarity < 1


def test_a_standing_excerpt_is_no_copy() -> None:
    standing = "The Latest on the coronavirus pandemic, as it was told by officials."
    assert not pieces(
        {
            "a": ("x", 0, "The Latest: Tyson Foods to reopen pork plant in Iowa", standing),
            "b": ("y", 0, "The Latest: Two skiers die as Italy reopens from lockdown", standing),
        }
    )


def test_a_short_title_says_nothing_by_itself() -> None:
    short = "Coronavirus latest news"
    assert not pieces({"a": ("x", 0, short, EXCERPT), "b": ("y", 0, short, OTHER), "c": ("z", 0, short, "")})
    assert pieces({"a": ("x", 0, short, EXCERPT), "b": ("y", 0, short, EXCERPT)})[0].kind == "exact"


def test_one_provider_copies_nothing() -> None:
    assert not pieces({"a": ("x", 0, TITLE, EXCERPT), "b": ("x", 9, TITLE, EXCERPT)})


def test_an_old_title_says_nothing_by_itself() -> None:
    rows = {"a": ("x", 0, TITLE, EXCERPT), "b": ("y", 2 * DAY, TITLE, OTHER), "c": ("z", 6 * DAY, TITLE, "")}
    (piece,) = pieces(rows)
    assert piece.articles == ids("ab")
    (piece,) = pieces(rows, days=4)
    assert piece.articles == ids("abc")
    assert not pieces(rows, days=1.9)
    (piece,) = pieces(rows | {"d": ("w", 99 * DAY, TITLE, EXCERPT)}, days=0)
    assert piece.articles == ids("ad")


def test_an_undated_copy_goes_where_there_is_one_place() -> None:
    undated = {"u": ("w", None, TITLE, "")}
    (piece,) = pieces({"a": ("x", 7, TITLE, "")} | undated)
    assert (piece.articles, piece.first, piece.last, piece.tied) == (ids("au"), at(7), at(7), False)
    assert not pieces({"a": ("x", 0, TITLE, ""), "b": ("y", 9 * DAY, TITLE, "")} | undated)
    (piece,) = pieces({"t": ("x", None, TITLE, "")} | undated)
    assert (piece.first_article, piece.first, piece.last, piece.tied) == ("article:t", None, None, True)


def test_ties() -> None:
    (piece,) = pieces({"b": ("y", 5, TITLE, ""), "a": ("x", 5, TITLE, ""), "c": ("z", 6, TITLE, "")})
    assert (piece.first_article, piece.tied) == ("article:a", True)
    (piece,) = pieces({"b": ("x", 5, TITLE, ""), "a": ("x", 5, TITLE, ""), "c": ("z", 5, TITLE, "")})
    assert (piece.first_provider, piece.tied) == ("provider:x.com", True)


def test_a_provider_does_not_tie_with_itself() -> None:
    (piece,) = pieces({"b": ("x", 5, TITLE, ""), "a": ("x", 5, TITLE, ""), "c": ("z", 6, TITLE, "")})
    assert (piece.first_provider, piece.tied) == ("provider:x.com", False)


def test_most_articles_first() -> None:
    other = "Tyson Foods to reopen plant"
    found = pieces(
        {
            "a": ("x", 0, TITLE, ""), "b": ("y", 0, TITLE, ""),
            "c": ("x", 0, other, ""), "d": ("y", 0, other, ""), "e": ("z", 0, other, ""),
        }
    )  # fmt: skip
    assert [len(piece.articles) for piece in found] == [3, 2]


@pytest.mark.parametrize("settings", [{"threshold": 0.0}, {"threshold": 1.1}, {"days": -1}])
def test_settings_out_of_range(settings: dict[str, float]) -> None:
    with pytest.raises(SettingsError, match=r"it must be (above 0, at most 1|0 or more)$"):
        pieces({}, **settings)


WORDS = st.lists(st.sampled_from(("reno", "rodeo", "june", "virus")), min_size=1, max_size=6).map(" ".join)


@given(
    st.lists(
        st.tuples(st.sampled_from("xyz"), st.none() | st.integers(0, 9000), WORDS, st.just("") | WORDS),
        max_size=10,
    ),
    st.randoms(use_true_random=False),
)
def test_pieces_are_apart_and_order_does_not_matter(
    rows: list[tuple[str, int | None, str, str]], random: Random
) -> None:
    graph = coverage(
        {str(number): row[:2] for number, row in enumerate(rows)},
        title={str(number): row[2] for number, row in enumerate(rows)},
        excerpt={str(number): row[3] for number, row in enumerate(rows) if row[3]},
    )
    found = syndication(graph)
    for piece in found:
        assert len(piece.providers) > 1
        assert 0 <= piece.similarity <= 1
        assert piece.first_article == piece.articles[0]
    assert all(not {*one.articles} & {*other.articles} for one, other in combinations(found, 2))
    assert syndication(shuffled(graph, random)) == found


def test_corpus(corpus_graph: nx.MultiDiGraph[str]) -> None:
    """By hand: all pairs of the real articles that the two rules join."""
    articles = {node: data for node, data in corpus_graph.nodes(data=True) if data["kind"] == "article"}
    publisher = {one: other for one, other, key in corpus_graph.edges(keys=True) if key == "published_by"}
    sets = {
        node: shingles(words_of(f"{data['title']} {data.get('excerpt', '')}"))
        for node, data in articles.items()
    }
    joined: nx.Graph[str] = nx.Graph()
    for one, other in combinations(articles, 2):
        titles = {" ".join(articles[node]["title"].casefold().split()) for node in (one, other)}
        # Nothing in the sample is under one title and days apart.
        same = len(titles) == 1 and len(words_of(titles.pop())) > 3
        if same or (
            "excerpt" in articles[one]
            and "excerpt" in articles[other]
            and jaccard(sets[one], sets[other]) >= 0.8
        ):
            joined.add_edge(one, other)
    expected = {
        frozenset(group)
        for group in nx.connected_components(joined)
        if len({publisher[article] for article in group}) > 1
    }
    found = syndication(corpus_graph)
    assert {frozenset(piece.articles) for piece in found} == expected
    assert {piece.kind for piece in found} == {"exact", "near"}
    assert len(found) > 50
