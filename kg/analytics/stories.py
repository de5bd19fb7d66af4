"""Which articles tell the same story?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from kg.analytics.bounds import check_numbers
from kg.analytics.lookups import label_of, nodes_of, published, publishers, targets
from kg.clusters import clusters
from kg.ids import digest
from kg.model import LINK, sorted_unique

if TYPE_CHECKING:
    import networkx as nx

EVENT_ATTENTION: Final = 3.0
EVENT_PROVIDERS: Final = 3
"""From what attention and number of providers on StoryGraph calls a story an event."""

Neighbours = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that are listed next to each other.

    Attributes
    ----------
    id
        ``story:`` and 16 characters that stand for the earliest article, so that it stays when
        the story goes on.
    headline
        The title of the article with the highest quality; of several, the earliest's.
    earliest
        The article that was published first, as far as is recorded; of several, the smallest id.
    articles
        All its articles by date of publication, then id; those without a date last.
    providers, topics
        Their providers and topics. An article that was only ever listed has no topics.
    first, last
        The first and the last date of publication; ``None`` without any.
    span_minutes
        The time between them in minutes, from 0; ``None`` without any date.
    attention
        With how many others of the story a link joins an article on average, from 0: the average
        degree.
    is_event
        Whether the attention is 3 or more, and there are three or more providers.
    """

    id: str
    headline: str
    earliest: str
    articles: tuple[str, ...]
    providers: tuple[str, ...]
    topics: tuple[str, ...]
    first: datetime | None
    last: datetime | None
    span_minutes: float | None
    attention: float
    is_event: bool


def stories(
    graph: nx.MultiDiGraph[str], *, largest: int = 50, singles: bool = False, seed: int = 0
) -> tuple[Story, ...]:
    """Return the stories that articles tell together, those of most articles first, then by id.

    Articles are of one story where related links lead from one to the other, in either
    direction: a story is a weakly connected component. One list that names two stories joins
    them, so a component of more than `largest` articles is divided by the Louvain method, and
    the parts that are still larger are again, until none comes apart. Something that has no
    denser parts, such as a clique, stays whole.

    The attention is that of StoryGraph: ``2 m / n`` for `n` articles and `m` pairs of them that a
    link joins; two links back and forth are one pair. A story of an attention of 3 or more and of
    three or more providers is what StoryGraph calls an event. There similar texts are joined, here
    what the corpus lists as related: compare scores within a corpus.

    Parameters
    ----------
    graph
        A coverage graph.
    largest
        From how many articles on, exclusively, a component is divided; 1 or more.
    singles
        Whether an article that is joined to none, or to none of its part, is a story as well.
    seed
        What the Louvain method begins with, 0 to 2**32 - 1. The same seed gives the same parts.

    Raises
    ------
    SettingsError
        Where a setting is out of its range.

    References
    ----------
    A. C. Nwala, M. C. Weigle, M. L. Nelson: 365 Dots in 2019: Quantifying Attention of News
    Sources, 2020. V. D. Blondel, J.-L. Guillaume, R. Lambiotte, E. Lefebvre: Fast unfolding of
    communities in large networks, Journal of Statistical Mechanics, 2008.

    Examples
    --------
    >>> import kg
    >>> found = stories(kg.build("seeds"))
    >>> [(len(story.articles), len(story.providers), story.attention) for story in found]
    [(5, 5, 1.6), (5, 5, 2.4), (4, 4, 1.5), (2, 2, 1.0)]
    """
    check_numbers(largest=largest, seed=seed)
    articles = nodes_of(graph, "article")
    neighbours = _neighbours(graph, articles)
    publisher, topics = publishers(graph), targets(graph, "about")
    found = []
    for members in clusters(set(articles), neighbours, largest, seed):
        if singles or len(members) > 1:
            ordered = sorted(members, key=lambda node: (published(articles[node]), node))
            found.append(_story(ordered, articles, neighbours, publisher, topics))
    return tuple(sorted(found, key=lambda story: (-len(story.articles), story.id)))


def story_ids(
    graph: nx.MultiDiGraph[str], *, largest: int = 50, singles: bool = False, seed: int = 0
) -> dict[str, str]:
    """Return the id of the story that each article tells, by the article's id.

    Articles without a story are left out. For the options, see `stories`.
    """
    found = stories(graph, largest=largest, singles=singles, seed=seed)
    return dict(sorted((article, story.id) for story in found for article in story.articles))


def covered_by(found: Iterable[Story]) -> dict[str, set[str]]:
    """Return the ids of the stories that each provider has an article of, by its id."""
    covered: dict[str, set[str]] = {}
    for story in found:
        for provider in story.providers:
            covered.setdefault(provider, set()).add(story.id)
    return dict(sorted(covered.items()))


def _neighbours(graph: nx.MultiDiGraph[str], articles: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {article: set() for article in articles}
    for source, others in targets(graph, LINK).items():
        for other in others:
            if other != source:
                found[source].add(other)
                found[other].add(source)
    return found


def _story(
    ordered: list[str],
    articles: Mapping[str, Mapping[str, Any]],
    neighbours: Neighbours,
    publisher: Mapping[str, str],
    topics: Mapping[str, tuple[str, ...]],
) -> Story:
    """Return the story of articles that are in the order of publication."""
    members = set(ordered)
    degrees = sum(len(members.intersection(neighbours[article])) for article in ordered)
    attention = degrees / len(ordered)
    providers = sorted_unique(publisher[article] for article in ordered if article in publisher)
    dates = [articles[article]["published_at"] for article in ordered if "published_at" in articles[article]]
    best = max(ordered, key=lambda article: articles[article].get("quality", float("-inf")))
    return Story(
        id=f"story:{digest(ordered[0])}",
        headline=label_of(articles, best),
        earliest=ordered[0],
        articles=tuple(ordered),
        providers=providers,
        topics=sorted_unique(topic for article in ordered for topic in topics.get(article, ())),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        span_minutes=(dates[-1] - dates[0]).total_seconds() / 60 if dates else None,
        attention=attention,
        is_event=attention >= EVENT_ATTENTION and len(providers) >= EVENT_PROVIDERS,
    )
