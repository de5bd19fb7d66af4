"""What does only one provider cover, and which providers never meet?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING

from kg.analytics.bounds import check_numbers
from kg.analytics.lookups import label_of, nodes_of, publishers
from kg.analytics.stories import covered_by, stories
from kg.analytics.tallies import topics_by_article

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class CoverageGap:
    """A topic or a story that only one provider covers.

    Attributes
    ----------
    kind
        ``topic`` or ``story``.
    id, label
        The topic's id and name, or the story's id and headline.
    provider, provider_name
        The only provider's id and name.
    articles
        How many articles it has of it, from 1; of a story from 2.
    """

    kind: str
    id: str
    label: str
    provider: str
    provider_name: str
    articles: int


@dataclass(frozen=True, slots=True)
class NeverMeet:
    """Two providers that share no story.

    Attributes
    ----------
    provider, provider_name, other, other_name
        Their ids and names; `provider` is the smaller id.
    stories, other_stories
        How many stories each of them covers.
    expected
        How many both would cover if they chose independently: ``a b / n`` for `a` and `b` stories of
        `n`, above 0.
    chance
        How likely they would share none then, 0 to 1.
    """

    provider: str
    provider_name: str
    other: str
    other_name: str
    stories: int
    other_stories: int
    expected: float
    chance: float


def coverage_gaps(
    graph: nx.MultiDiGraph[str], *, broader: bool = False, largest: int = 50, seed: int = 0
) -> tuple[CoverageGap, ...]:
    """Return what only one provider covers: topics, then stories, those of most articles first.

    A topic that no article is about has no row; nor has a story whose articles have no provider.
    An article that was only ever listed has no topics, so that its provider may cover more than is
    recorded.

    Parameters
    ----------
    graph
        A coverage graph.
    broader
        Whether an article about a topic is about its broader topics as well. Then a broad topic
        that other providers have only narrower ones of is no gap.
    largest, seed
        See `stories`.

    Raises
    ------
    SettingsError
        Where a setting is out of its range.

    Examples
    --------
    >>> import kg
    >>> [(gap.label, gap.provider_name) for gap in coverage_gaps(kg.build("seeds"))]
    [('AWS AI', 'Salon'), ('Natural Language Processing', 'Salon')]
    """
    gaps = (*_topics(graph, broader), *_stories(graph, largest, seed))
    return tuple(sorted(gaps, key=lambda gap: (gap.kind != "topic", -gap.articles, gap.id)))


def _topics(graph: nx.MultiDiGraph[str], broader: bool) -> Iterator[CoverageGap]:
    publisher = publishers(graph)
    counts: dict[str, dict[str, int]] = {}
    for article, about in topics_by_article(graph, broader=broader).items():
        if article in publisher:
            for topic in about:
                by_provider = counts.setdefault(topic, {})
                by_provider[publisher[article]] = by_provider.get(publisher[article], 0) + 1
    topics, providers = nodes_of(graph, "topic"), nodes_of(graph, "provider")
    for topic, by_provider in counts.items():
        if len(by_provider) == 1:
            ((provider, articles),) = by_provider.items()
            label, name = label_of(topics, topic), label_of(providers, provider)
            yield CoverageGap("topic", topic, label, provider, name, articles)


def _stories(graph: nx.MultiDiGraph[str], largest: int, seed: int) -> Iterator[CoverageGap]:
    publisher, providers = publishers(graph), nodes_of(graph, "provider")
    for story in stories(graph, largest=largest, seed=seed):
        if len(story.providers) == 1:
            (provider,) = story.providers
            articles = sum(article in publisher for article in story.articles)
            name = label_of(providers, provider)
            yield CoverageGap("story", story.id, story.headline, provider, name, articles)


def never_meet(
    graph: nx.MultiDiGraph[str], *, compared: int = 20, largest: int = 50, seed: int = 0
) -> tuple[NeverMeet, ...]:
    """Return pairs of large providers that share no story: those expected to share most first.

    Compared are those that cover most stories (of equals the smaller ids), as most pairs of small
    ones never meet. If two that cover `a` and `b` of all `n` stories chose independently,
    they would share ``a b / n`` on average, and none with the hypergeometric probability
    ``C(n - a, b) / C(n, b)``. A pair of many is unlikely by that measure somewhere: it is a
    reason to look, no proof that they avoid each other.

    Parameters
    ----------
    graph
        A coverage graph.
    compared
        How many providers are compared, each with each; 2 or more.
    largest, seed
        See `stories`.

    Raises
    ------
    SettingsError
        Where a setting is out of its range.

    Examples
    --------
    >>> import kg
    >>> row = never_meet(kg.build("seeds"))[0]
    >>> row.provider_name, row.stories, row.other_name, row.other_stories, row.expected
    ('Biometric Companies', 1, 'ZDNet', 2, 0.5)
    """
    check_numbers(compared=compared)
    found = stories(graph, largest=largest, seed=seed)
    covered = covered_by(found)
    large = sorted(covered, key=lambda provider: (-len(covered[provider]), provider))[:compared]
    names = nodes_of(graph, "provider")
    rows = []
    for one, other in combinations(sorted(large), 2):
        if covered[one].isdisjoint(covered[other]):
            stories_of_one, stories_of_other = len(covered[one]), len(covered[other])
            rows.append(
                NeverMeet(
                    provider=one,
                    provider_name=label_of(names, one),
                    other=other,
                    other_name=label_of(names, other),
                    stories=stories_of_one,
                    other_stories=stories_of_other,
                    expected=stories_of_one * stories_of_other / len(found),
                    chance=_chance_of_none(stories_of_one, stories_of_other, len(found)),
                )
            )
    return tuple(sorted(rows, key=lambda row: (-row.expected, row.provider, row.other)))


def _chance_of_none(one: int, other: int, of: int) -> float:
    """Return how likely two sets of so many out of a number share nothing: hypergeometric."""
    fewer, more = sorted((one, other))
    return prod((of - more - drawn) / (of - drawn) for drawn in range(fewer))
