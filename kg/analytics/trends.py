"""Which topics rise, and which fall?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kg.analytics.lookups import label_of, nodes_of
from kg.analytics.periods import Frequency
from kg.analytics.tallies import tally

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class TopicTrend:
    """A topic in a period.

    Attributes
    ----------
    topic, label
        The topic's id and name.
    start
        When the period begins, UTC.
    articles
        Articles of the period about the topic.
    total
        Articles of the period about any topic.
    share
        ``articles / total``, 0 to 1; ``None`` in a period with no article about anything. An
        article counts for each of its topics, so that the shares of a period sum to more than 1.
    mention_share
        ``articles`` over the sum of all topics' ``articles``, 0 to 1: the shares of a period sum
        to 1. ``None`` likewise.
    """

    topic: str
    label: str
    start: datetime
    articles: int
    total: int
    share: float | None
    mention_share: float | None


def topic_trends(
    graph: nx.MultiDiGraph[str],
    freq: Frequency = "day",
    *,
    topics: Collection[str] | None = None,
    broader: bool = False,
    fill: bool = True,
) -> tuple[TopicTrend, ...]:
    """Return how many articles are about each topic in each period, by topic and time.

    An article counts in the period in which it was first recorded. One without a date or without
    a topic does not count, and so no stub does, since a stub has no topics. The first and the last
    period may be covered only in part.

    Parameters
    ----------
    graph
        A coverage graph.
    freq
        ``hour``, ``day``, or ``week`` (from Monday), in UTC.
    topics
        Ids of the topics that rows are wanted of; ``None`` for all. Their shares are those of all
        articles nevertheless.
    broader
        Whether an article counts for the broader topics of its topics as well.
    fill
        Whether there are rows for periods without an article about the topic: one for each topic
        and period from the corpus's first to its last, as plots and averages need them. Without
        them the rows are as many as there are (topic, period) pairs with articles.

    Raises
    ------
    SettingsError
        Where there is no such period; with `fill`, where there are more than 100,000 of them.

    Examples
    --------
    >>> import kg
    >>> row = topic_trends(kg.build("seeds"), "week")[0]
    >>> row.label, row.start.date().isoformat(), row.articles, row.total, row.mention_share
    ('AI', '2020-09-07', 3, 3, 0.375)
    """
    counted = tally(graph, freq, broader=broader)
    nodes = nodes_of(graph, "topic")
    mentions: Counter[datetime] = Counter()
    for counts in counted.topics.values():
        mentions.update(counts)

    def row(topic: str, start: datetime, articles: int) -> TopicTrend:
        total = counted.totals.get(start, 0)
        return TopicTrend(
            topic=topic,
            label=label_of(nodes, topic),
            start=start,
            articles=articles,
            total=total,
            share=articles / total if total else None,
            mention_share=articles / mentions[start] if total else None,
        )

    periods = counted.periods() if fill else ()
    return tuple(
        row(topic, start, counts.get(start, 0))
        for topic, counts in counted.topics.items()
        if topics is None or topic in topics
        for start in periods or sorted(counts)
    )
