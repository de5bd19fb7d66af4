"""Which nodes stand together, and in which order.

Articles gather in discs, one for each topic, and follow their provider and the articles of the
same story there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from kg.page.numbered import Numbered, Related
from kg.page.tellings import NONE

Providers = Sequence[tuple[int, ...]]
"""The providers of each node, if it is an article."""

Discs = dict[int, list[int]]
"""The nodes of each disc, by the node that they stand around."""

ALONE: Final = -1
"""Where those stand that nothing links to anything."""

_NOWHERE: Final = -2  # not yet


def discs(graph: Numbered, related: Related, stories: Sequence[int]) -> Discs:
    """Return the nodes that stand together, the largest disc first.

    Parameters
    ----------
    related
        What `Numbered.related` returns.
    stories
        The number of the story of each node, or `kg.page.tellings.NONE`.
    """
    providers = graph.edges["published_by"].by_source(len(graph))
    home = _homes(graph, related, providers, stories)
    members = _neighbourly(graph, related, providers, home)
    return dict(sorted(members.items(), key=lambda item: (-len(item[1]), item[0])))


def _homes(graph: Numbered, related: Related, providers: Providers, stories: Sequence[int]) -> list[int]:
    """Return for each node the topic (or, without any, the provider) it stands around.

    An article's is the rarest of its topics, which says most about it, a story's what most of its
    articles have; a listed article goes where those that list it are, a provider or any other
    topic where most of its articles are.
    """
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
    """Return for each article the topic with the fewest edges, for all other nodes `_NOWHERE`."""
    about = graph.edges["about"]
    topics = sorted(set(about.targets), key=lambda topic: (graph.incoming[topic], topic))
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


def _neighbourly(graph: Numbered, related: Related, providers: Providers, home: Sequence[int]) -> Discs:
    """Return the nodes of each home so that a story's articles, and their providers, follow each other."""
    members: Discs = {name: [] for name in set(home)}
    seen = bytearray(len(graph))
    for start in _busiest_first(graph, home):
        if seen[start]:
            continue
        own = home[start]
        disc = members[own]
        waiting = [start]
        for node in waiting:
            if seen[node]:
                continue
            seen[node] = 1
            disc.append(node)
            for provider in providers[node]:
                if home[provider] == own and not seen[provider]:
                    seen[provider] = 1
                    disc.append(provider)
            if node in related:
                waiting += [other for other in related[node] if home[other] == own]
    for node, was_seen in enumerate(seen):
        if not was_seen:
            members[home[node]].append(node)
    return members


def _busiest_first(graph: Numbered, home: Sequence[int]) -> Iterator[int]:
    """Return the nodes that others stand around, then all; of providers only those without edges."""
    degree, groups = graph.degree, graph.groups
    busiest = sorted(range(len(graph)), key=degree.__getitem__, reverse=True)
    busiest = [node for node in busiest if groups[node] != "provider" or not degree[node]]
    return chain((node for node in busiest if home[node] == node), busiest)
