"""Texts that are nearly the same, against comparing each with each."""

from __future__ import annotations

from itertools import combinations
from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics import similarity
from kg.analytics.similarity import jaccard, least_common, shingles, similar_texts, words_of


def groups_by_hand(texts: set[tuple[str, ...]], threshold: float) -> set[frozenset[tuple[str, ...]]]:
    joined: nx.Graph[tuple[str, ...]] = nx.Graph()
    sets = {text: shingles(text) for text in texts}
    joined.add_edges_from(
        (one, other)
        for one, other in combinations(sorted(texts), 2)
        if jaccard(sets[one], sets[other]) >= threshold
    )
    return {frozenset(group) for group in nx.connected_components(joined)}


def test_words_and_shingles() -> None:
    assert words_of("Reno’s RODEO — is off!") == ("reno", "s", "rodeo", "is", "off")
    assert shingles(("a", "b", "c", "d")) == {"a b c", "b c d"}
    assert shingles(("a", "b")) == {"a b"}
    assert shingles(()) == frozenset()


def test_jaccard() -> None:
    assert jaccard(frozenset("abc"), frozenset("bcd")) == 2 / 4
    assert jaccard(frozenset("a"), frozenset("a")) == 1.0
    assert jaccard(frozenset(), frozenset()) == 0.0


THRESHOLDS = st.sampled_from((0.05, 0.2, 1 / 3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)) | st.floats(0.01, 1)


@given(st.integers(1, 60), st.integers(1, 60), THRESHOLDS)
def test_what_two_sets_must_have_in_common(one: int, other: int, threshold: float) -> None:
    possible = range(1, min(one, other) + 1)
    similar = [both for both in possible if jaccard(*sets_of(one, other, both)) >= threshold]
    least = least_common(one + other, threshold)
    assert similar == [both for both in possible if both >= least]


def sets_of(one: int, other: int, both: int) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(str, range(one))), frozenset(map(str, range(one - both, one - both + other)))


SLOTS = st.sampled_from(("", "a", "b", "c", "a b"))


@given(st.lists(st.lists(SLOTS, min_size=4, max_size=4), max_size=20), st.integers(0, 6), THRESHOLDS)
def test_texts_of_a_template(rows: list[list[str]], between: int, threshold: float) -> None:
    """What is put in makes texts similar by any measure, and of several sizes."""
    parts = [" ".join(f"{part}{number}" for number in range(between)) for part in "wxyz"]
    texts = {tuple(f"{part} {put}" for part, put in zip(parts, row, strict=True)) for row in rows}
    words = {tuple(" ".join(text).split()) for text in texts}
    found = similar_texts(words, threshold=threshold)
    assert {frozenset(group) for group in found} == groups_by_hand(words - {()}, threshold)


def test_no_text_is_in_two_groups_or_alone() -> None:
    texts = [("a", "b", "c", "d"), ("a", "b", "c", "d"), (), ("x",)]
    assert similar_texts(texts, threshold=0.1) == ()
    assert similar_texts([*texts, ("a", "b", "c")], threshold=0.5) == (
        (("a", "b", "c"), ("a", "b", "c", "d")),
    )


REST = tuple(f"word{number}" for number in range(60))
TOWNS = [("town", str(number), *("upon", str(-number)) * (number % 3)) for number in range(2000)]


@pytest.mark.parametrize(("rest", "groups"), [(REST[:6], 0), (REST[:16], 0), (REST, 1)])
def test_few_of_one_template_are_compared(
    rest: tuple[str, ...], groups: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether they are similar or not: two million pairs, of which hardly any is looked at."""
    compared = []

    def counted(one: frozenset[str], other: frozenset[str]) -> float:
        compared.append((one, other))
        return jaccard(one, other)

    monkeypatch.setattr(similarity, "jaccard", counted)
    found = similar_texts([("weather", "for", *town, *rest) for town in TOWNS], threshold=0.8)
    assert len(found) == groups
    assert sum(map(len, found)) == groups * len(TOWNS)
    assert len(compared) < 2 * len(TOWNS)


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.8])
def test_random_texts(threshold: float) -> None:
    random = Random(1)
    texts = set()
    for _ in range(25):
        text = [random.choice("abcdefghijklmnop") for _ in range(30)]
        texts.add(tuple(text))
        for _ in range(6):
            text[random.randrange(30)] = random.choice("xyz")
            texts.add(tuple(text))
    found = similar_texts(texts, threshold=threshold)
    assert {frozenset(group) for group in found} == groups_by_hand(texts, threshold)
    shuffled = random.sample(sorted(texts), len(texts))
    assert similar_texts(shuffled, threshold=threshold) == found


@pytest.mark.parametrize("seed", range(0, 250, 50))
def test_texts_that_change_word_by_word(seed: int) -> None:
    """Groups that grow from several sides, and meet."""
    for random in map(Random, range(seed, seed + 50)):
        text = [random.choice("abcdefghijklmnop") for _ in range(30)]
        texts = {tuple(text)}
        for _ in range(30):
            text[random.randrange(30)] = random.choice("xyz")
            texts.add(tuple(text))
        found = similar_texts(texts, threshold=0.8)
        assert {frozenset(group) for group in found} == groups_by_hand(texts, 0.8)


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.8])
def test_corpus(corpus_graph: nx.MultiDiGraph[str], threshold: float) -> None:
    texts = {
        words_of(f"{data['title']} {data.get('excerpt', '')}")
        for _, data in corpus_graph.nodes(data=True)
        if data["kind"] == "article"
    }
    found = {frozenset(group) for group in similar_texts(texts, threshold=threshold)}
    assert len(found) > 10
    assert found == groups_by_hand(texts, threshold)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ताज़ा समाचार", 2),  # of Hindi, whose vowels are marks
        ("আজকের খবর", 2),
        ("חֲדָשׁוֹת הַיּוֹם", 2),
        ("It’s “new”—in 2020", 5),
        ("A_b  c-d", 3),
        ("新闻 и новости", 3),
    ],
)
def test_a_word_keeps_its_marks(text: str, words: int) -> None:
    assert len(words_of(text)) == words
