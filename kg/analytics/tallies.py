"""Articles by topic and by period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kg.analytics.lookups import nodes_of, targets, wider_topics
from kg.analytics.periods import length_of, period_start, periods_between

if TYPE_CHECKING:
    import networkx as nx


def topics_by_article(graph: nx.MultiDiGraph[str], *, broader: bool) -> dict[str, tuple[str, ...]]:
    """Return the topics of each article that has any, with their broader ones if these count; sorted."""
    about = targets(graph, "about")
    if not broader:
        return about
    wider = wider_topics(graph)
    return {
        article: tuple(sorted(set().union(*(wider[topic] for topic in topics))))
        for article, topics in about.items()
    }


@dataclass(frozen=True, slots=True)
class Tally:
    """Dated articles that have a topic, by the start of their period.

    Attributes
    ----------
    freq
        How long a period is.
    totals
        Articles about any topic.
    topics
        Articles about each topic that has any; topics sorted by id.
    """

    freq: str
    totals: Counter[datetime]
    topics: dict[str, Counter[datetime]]

    def periods(self) -> list[datetime]:
        """Return all periods from the first that has an article to the last.

        Raises
        ------
        SettingsError
            Where there are too many to be looked at together.
        """
        return periods_between(self.totals, self.freq)


def tally(graph: nx.MultiDiGraph[str], freq: str, *, broader: bool) -> Tally:
    """Return how many articles each topic has in each period."""
    length_of(freq)
    articles = nodes_of(graph, "article")
    totals: Counter[datetime] = Counter()
    topics: dict[str, Counter[datetime]] = {}
    for article, about in topics_by_article(graph, broader=broader).items():
        moment = articles[article].get("published_at")
        if moment is not None:
            start = period_start(moment, freq)
            totals[start] += 1
            for topic in about:
                topics.setdefault(topic, Counter())[start] += 1
    return Tally(freq, totals, dict(sorted(topics.items())))
