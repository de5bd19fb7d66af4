"""Texts that are nearly the same, against comparing each with each."""

from __future__ import annotations

import sys
from itertools import combinations
from random import Random

import networkx as nx
import pytest

from kg.analytics.similarity import bands, jaccard, shingles, similar_texts, words_of
from kg.errors import MissingLibraryError


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


@pytest.mark.parametrize("threshold", [0.05, 0.2, 0.5, 0.7, 0.8, 0.9, 1.0])
def test_bands_find_what_is_just_similar_enough(threshold: float) -> None:
    count, rows = bands(threshold)
    assert count * rows <= 128
    assert 1 - (1 - threshold**rows) ** count >= 0.998


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
    found = similar_texts(texts, threshold=threshold, seed=0)
    assert {frozenset(group) for group in found} == groups_by_hand(texts, threshold)
    shuffled = random.sample(sorted(texts), len(texts))
    assert similar_texts(shuffled, threshold=threshold, seed=0) == found


@pytest.mark.parametrize("threshold", [0.5, 0.8])
def test_corpus(corpus_graph: nx.MultiDiGraph[str], threshold: float) -> None:
    texts = {
        words_of(f"{data['title']} {data.get('excerpt', '')}")
        for _, data in corpus_graph.nodes(data=True)
        if data["kind"] == "article"
    }
    found = {frozenset(group) for group in similar_texts(texts, threshold=threshold, seed=0)}
    assert len(found) > 10
    assert found == groups_by_hand(texts, threshold)


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasketch", None)
    with pytest.raises(
        MissingLibraryError,
        match=r"datasketch; python -m pip install 'kg-exporter\[analytics\]'$",
    ):
        similar_texts([("a", "b", "c")], threshold=0.8, seed=0)
