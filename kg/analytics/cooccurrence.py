"""Which topics go together?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from math import log2
from typing import TYPE_CHECKING

from kg.analytics.lookups import label_of, nodes_of
from kg.analytics.rounding import significant
from kg.analytics.tallies import topics_by_article

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class TopicPair:
    """Two topics that some articles have in common.

    Attributes
    ----------
    topic, other, label, other_label
        Their ids, the smaller one first, and their names.
    articles
        Articles about both.
    topic_articles, other_articles
        Articles about the one, and about the other.
    pmi
        Pointwise mutual information, in bits: 0 where the topics are independent.
    npmi
        The same by its greatest possible value, -1 to 1 (only ever together); ``None`` where all
        articles are about both.
    jaccard
        Articles about both over articles about either, 0 to 1.
    """

    topic: str
    other: str
    label: str
    other_label: str
    articles: int
    topic_articles: int
    other_articles: int
    pmi: float
    npmi: float | None
    jaccard: float


def topic_cooccurrence(graph: nx.MultiDiGraph[str], *, broader: bool = False) -> tuple[TopicPair, ...]:
    """Return the pairs of topics that articles have in common, most articles first.

    With ``p(x)`` the share of articles about ``x`` among the articles that have a topic, dated or
    not: ``pmi = log2(p(x, y) / (p(x) * p(y)))`` and ``npmi = pmi / -log2(p(x, y))``. PMI is
    greatest for rare topics, and says little where a pair has only a few articles.

    Parameters
    ----------
    graph
        A coverage graph.
    broader
        Whether an article about a topic is about its broader topics as well.

    References
    ----------
    G. Bouma (2009): Normalized (pointwise) mutual information in collocation extraction.

    Examples
    --------
    >>> import kg
    >>> row = topic_cooccurrence(kg.build("seeds"))[1]
    >>> row.label, row.other_label, row.articles, row.pmi, row.jaccard
    ('AI', 'AWS AI', 1, 0.0, 0.2)
    """
    about = topics_by_article(graph, broader=broader)
    nodes = nodes_of(graph, "topic")
    single = Counter(topic for topics in about.values() for topic in topics)
    pairs = Counter(pair for topics in about.values() for pair in combinations(topics, 2))
    whole = len(about)

    def row(topic: str, other: str, both: int) -> TopicPair:
        pmi = log2(both * whole) - log2(single[topic] * single[other])
        return TopicPair(
            topic=topic,
            other=other,
            label=label_of(nodes, topic),
            other_label=label_of(nodes, other),
            articles=both,
            topic_articles=single[topic],
            other_articles=single[other],
            pmi=significant(pmi),
            npmi=significant(pmi / (log2(whole) - log2(both))) if both < whole else None,
            jaccard=both / (single[topic] + single[other] - both),
        )

    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return tuple(row(topic, other, both) for (topic, other), both in ordered)
