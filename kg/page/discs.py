"""Which nodes stand together, and in which order.

Articles gather in discs, one for each topic, and follow their provider and the articles of the
same story there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from kg.page.numbered import Numbered, Related
from kg.page.tellings import NONE

Company = list[int]
"""Nodes that stand close together."""

Discs = dict[int, list[Company]]
"""The companies of each disc, by the node that they stand around."""

ALONE: Final = -1
"""Where those stand that nothing links to anything."""

FEW: Final = 4
"""How many edges a topic has at least around which articles gather, if they have another."""

SMALL: Final = 3
"""Up to how many edges a provider stands beside an article of its own."""

_NOWHERE: Final = -2  # not yet


def discs(graph: Numbered, related: Related, stories: Sequence[int], turns: Sequence[float]) -> Discs:
    """Return the companies that stand together, those of a disc from its middle outwards.

    After that of the node they stand around come the larger ones, then the smaller ones. Size
    counts in doublings and chance decides within one, so that the order hardly ever changes.

    Parameters
    ----------
    related
        What `Numbered.related` returns.
    stories
        The number of the story of each node, or `kg.page.tellings.NONE`.
    turns
        For each node a number from 0 to 1 that its id alone says.
    """
    home = _homes(graph, related, stories)
    degree = graph.degree

    def place(company: Company) -> tuple[bool, int, float]:
        first = company[0]
        size = max(len(company), degree[first]).bit_length()
        return first != home[first], -size, 65536.0 * turns[first] % 1.0  # independent of the turn

    found: Discs = {name: [] for name in sorted(set(home))}
    for company in sorted(_companies(graph, stories, home), key=place):
        found[home[company[0]]].append(company)
    return found


def _companies(graph: Numbered, stories: Sequence[int], home: Sequence[int]) -> Iterable[Company]:
    """Return the articles of each story that have the same home, and each node that is of none.

    A small provider goes along with the first of its articles.
    """
    beside: dict[int, list[int]] = {}
    placed = bytearray(len(graph))
    for article, provider in graph.edges["published_by"]:
        if graph.degree[provider] <= SMALL and home[provider] == home[article] and not placed[provider]:
            placed[provider] = 1
            beside.setdefault(article, []).append(provider)
    found: dict[tuple[int, int], Company] = {}
    for node, (story, name) in enumerate(zip(stories, home, strict=True)):
        if not placed[node]:
            company = found.setdefault((NONE, node) if story == NONE else (name, story), [])
            company.append(node)
            company += beside.get(node, ())
    return found.values()


def _homes(graph: Numbered, related: Related, stories: Sequence[int]) -> list[int]:
    """Return for each node the topic (or, without any, the provider) it stands around.

    An article's is the rarest of its topics, which says most about it, a story's what most of its
    articles have; a listed article goes where those that list it are, a provider or any other
    topic where most of its articles are.
    """
    providers = graph.edges["published_by"].by_source(len(graph))
    home = _rarest_topics(graph)
    _keep_stories_together(stories, home)
    _share_homes(related, home, related)
    others = []
    for node, group in enumerate(graph.groups):
        if group != "article" and group != "stub":
            others.append(node)
        elif home[node] == _NOWHERE:
            home[node] = min(providers[node], default=ALONE)
            _share_homes(related, home, [node])
    for node in set(home).intersection(others):
        home[node] = node
    _settle_amid_sources(graph, home, [node for node in others if home[node] == _NOWHERE])
    return home


def _rarest_topics(graph: Numbered) -> list[int]:
    """Return for each article the topic with the fewest edges, but not very few; for others `_NOWHERE`."""
    about = graph.edges["about"]
    topics = sorted(
        set(about.targets), key=lambda topic: (graph.incoming[topic] < FEW, graph.incoming[topic], topic)
    )
    rarity = {topic: rank for rank, topic in enumerate(topics)}
    rarest = [len(topics)] * len(graph)
    for article, topic in about:
        rank = rarity[topic]
        if rank < rarest[article]:
            rarest[article] = rank
    topics.append(_NOWHERE)
    return [topics[rank] for rank in rarest]


def _keep_stories_together(stories: Sequence[int], home: list[int]) -> None:
    """Give the articles of a story, of which some have a home, the one that most of these have."""
    members: dict[int, list[int]] = {}
    for node, story in enumerate(stories):
        if story != NONE and home[node] != _NOWHERE:
            members.setdefault(story, []).append(node)
    for nodes in members.values():
        counts = Counter(home[node] for node in nodes)
        most = min(counts, key=lambda name: (-counts[name], name))
        for node in nodes:
            home[node] = most


def _share_homes(related: Related, home: list[int], articles: Iterable[int]) -> None:
    """Give these articles' homes to those of their stories that have none, from near to far."""
    waiting = [article for article in articles if home[article] != _NOWHERE]
    for article in waiting:
        for other in related.get(article, ()):
            if home[other] == _NOWHERE:
                home[other] = home[article]
                waiting.append(other)


def _settle_amid_sources(graph: Numbered, home: list[int], nodes: Sequence[int]) -> None:
    """Give these nodes the home that most of the nodes with an edge to them have."""
    around: dict[int, list[int]] = {node: [] for node in nodes}
    later: dict[int, list[int]] = {}
    for pairs in graph.edges.values():
        if around.keys().isdisjoint(pairs.targets):
            continue
        for source, target in pairs:
            homes = around.get(target)
            if homes is None:
                continue
            if home[source] == _NOWHERE:
                later.setdefault(source, []).append(target)
            else:
                homes.append(home[source])
    for node in nodes:
        counts = Counter(around[node])
        home[node] = min(counts, key=lambda name: (-counts[name], name), default=ALONE)
        for target in later.get(node, ()):
            around[target].append(home[node])
