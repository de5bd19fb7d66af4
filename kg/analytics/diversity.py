"""How many voices does a topic, a story or a day really have?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import fsum, log2
from typing import TYPE_CHECKING, Final, Literal

from kg.analytics.bounds import check_numbers
from kg.analytics.lookups import label_of, nodes_of, publishers
from kg.analytics.periods import LENGTHS, period_start
from kg.analytics.rounding import significant
from kg.analytics.stories import stories
from kg.analytics.tallies import topics_by_article
from kg.errors import SettingsError

if TYPE_CHECKING:
    import networkx as nx

Grouping = Literal["topic", "story", "hour", "day", "week"]

GROUPINGS: Final = ("topic", "story", *LENGTHS)


@dataclass(frozen=True, slots=True)
class Diversity:
    """How evenly the articles of a group are spread over providers.

    With ``p`` a provider's share of the group's articles, and ``n`` providers that have any:

    Attributes
    ----------
    group, label
        The id and name of a topic; the id and headline of a story; when a period begins, twice.
    start
        When the period begins, UTC; the first date of a story; ``None`` for a topic.
    articles, providers
        How many articles, and ``n``.
    entropy
        Shannon's, ``-sum(p * log2(p))``, in bits: 0 (one provider) to ``log2(n)`` (equal shares).
    evenness
        Pielou's, ``entropy / log2(n)``: 0 to 1 (equal shares); ``None`` for one provider, whose
        share is neither even nor uneven.
    hhi
        The Herfindahl-Hirschman index ``sum(p**2)``: ``1 / n`` (equal shares) to 1 (one provider).
    effective_providers
        ``2**entropy``, Hill's number of order 1: how many providers with equal shares have the
        same entropy; 1 to ``n``.
    inverse_hhi
        ``1 / hhi``, Hill's number of order 2: the same by HHI, in which small providers count
        less; 1 to ``n``.
    largest_share
        The greatest ``p``.
    """

    group: str
    label: str
    start: datetime | None
    articles: int
    providers: int
    entropy: float
    evenness: float | None
    hhi: float
    effective_providers: float
    inverse_hhi: float
    largest_share: float


def most_voices(rows: Iterable[Diversity]) -> list[Diversity]:
    """Return the rows of the most effective providers first, then by group."""
    return sorted(rows, key=lambda row: (-row.effective_providers, row.group))


def _measure(group: str, label: str, start: datetime | None, counts: Mapping[str, int]) -> Diversity:
    articles, providers = sum(counts.values()), len(counts)
    squares = sum(count * count for count in counts.values())
    entropy = fsum(count / articles * log2(articles / count) for count in counts.values())
    return Diversity(
        group=group,
        label=label,
        start=start,
        articles=articles,
        providers=providers,
        entropy=significant(entropy),
        evenness=significant(entropy / log2(providers)) if providers > 1 else None,
        hhi=squares / articles**2,
        effective_providers=significant(2**entropy),
        inverse_hhi=articles**2 / squares,
        largest_share=max(counts.values()) / articles,
    )


def _by_topic(
    graph: nx.MultiDiGraph[str], publisher: Mapping[str, str], broader: bool
) -> Iterator[Diversity]:
    nodes = nodes_of(graph, "topic")
    counts: dict[str, Counter[str]] = {}
    for article, topics in topics_by_article(graph, broader=broader).items():
        if article in publisher:
            for topic in topics:
                counts.setdefault(topic, Counter())[publisher[article]] += 1
    for topic in sorted(counts):
        yield _measure(topic, label_of(nodes, topic), None, counts[topic])


def _by_story(
    graph: nx.MultiDiGraph[str], publisher: Mapping[str, str], largest: int, seed: int
) -> Iterator[Diversity]:
    for story in sorted(stories(graph, largest=largest, seed=seed), key=lambda story: story.id):
        counts = Counter(publisher[article] for article in story.articles if article in publisher)
        if counts:
            yield _measure(story.id, story.headline, story.first, counts)


def _by_period(graph: nx.MultiDiGraph[str], publisher: Mapping[str, str], freq: str) -> Iterator[Diversity]:
    counts: dict[datetime, Counter[str]] = {}
    for article, values in nodes_of(graph, "article").items():
        if "published_at" in values and article in publisher:
            start = period_start(values["published_at"], freq)
            counts.setdefault(start, Counter())[publisher[article]] += 1
    for start in sorted(counts):
        name = f"{start.date()}T{start.hour:02}:00Z" if freq == "hour" else str(start.date())
        yield _measure(name, name, start, counts[start])


def diversity(
    graph: nx.MultiDiGraph[str],
    by: Grouping = "topic",
    *,
    broader: bool = False,
    largest: int = 50,
    seed: int = 0,
) -> tuple[Diversity, ...]:
    """Return how diverse the providers of each group are, by group.

    What counts are articles, not their reach: a provider that is copied by ten others makes ten
    voices. `without_copies` makes the graph in which it is one.

    Parameters
    ----------
    graph
        A coverage graph.
    by
        ``topic``: an article counts for each of its topics, and one that was only ever listed
        for none, since it has none; ``story``: see `stories`; ``hour``, ``day`` or ``week`` (from
        Monday) in UTC: an article counts when it was first recorded, one without a date never.
        There is no row for a period without articles.
    broader
        Whether an article about a topic is about its broader topics as well; of other groups it
        changes nothing.
    largest, seed
        See `stories`.

    Raises
    ------
    SettingsError
        Where there is no such grouping, or a setting is out of its range.

    References
    ----------
    M. O. Hill (1973): Diversity and evenness: a unifying notation and its consequences. Ecology
    54, 427-432. E. C. Pielou (1966): The measurement of diversity in different types of biological
    collections. Journal of Theoretical Biology 13, 131-144.

    Examples
    --------
    >>> import kg
    >>> row = diversity(kg.build("seeds"))[0]
    >>> row.label, row.articles, row.providers, row.evenness, row.effective_providers
    ('AI', 5, 5, 1.0, 5.0)
    """
    if by not in GROUPINGS:
        raise SettingsError(f"unknown grouping {by!r}; choose one of {', '.join(GROUPINGS)}")
    check_numbers(largest=largest, seed=seed)
    publisher = publishers(graph)
    if by == "topic":
        return tuple(_by_topic(graph, publisher, broader))
    if by == "story":
        return tuple(_by_story(graph, publisher, largest, seed))
    return tuple(_by_period(graph, publisher, by))
