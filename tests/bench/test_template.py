"""What the benchmark takes for one piece and for many is so."""

from __future__ import annotations

import networkx as nx

from bench.template import TEMPLATES, written_from
from kg.analytics import syndication
from kg.analytics.similarity import jaccard, shingles, words_of


def test_templates(seeds_graph: nx.MultiDiGraph[str]) -> None:
    articles = {node for node, values in seeds_graph.nodes(data=True) if values["kind"] == "article"}
    (piece,) = syndication(written_from(seeds_graph, "one piece"))
    assert set(piece.articles) == articles
    assert not syndication(written_from(seeds_graph, "each its own"))


def test_what_is_just_too_different() -> None:
    texts = [" ".join(TEMPLATES["each its own"]).format(number) for number in (1, 2)]
    assert 0.3 < jaccard(*(shingles(words_of(text)) for text in texts)) < 0.8
