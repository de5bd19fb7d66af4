"""Small coverage graphs, written down in a line or drawn by Hypothesis, and the same in another order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import networkx as nx
from hypothesis import strategies as st

from tests.page.samples import add_article, add_provider, add_related, add_topic, new

START = datetime(2020, 5, 6, tzinfo=UTC)

Graph = nx.MultiDiGraph


def at(minute: int) -> datetime:
    """Return the date so many minutes after `START`."""
    return START + timedelta(minutes=minute)


def coverage(
    articles: Mapping[str, tuple[Any, ...]],
    links: str = "",
    *,
    broader: Mapping[str, str] | None = None,
    **attributes: Mapping[str, Any],
) -> Graph[str]:
    """Return a graph of a few articles.

    Parameters
    ----------
    articles
        By a key of one character: the provider's key, the minute of publication or ``None``,
        and the topics' keys as words.
    links
        Which article lists which: pairs of keys as words.
    broader
        The wider topic of a topic.
    attributes
        More attributes: their name, with their values by the article's key.
    """
    graph = new()
    for key, (provider, minute, *topics) in articles.items():
        dated = {} if minute is None else {"published_at": at(minute)}
        more: dict[str, Any] = {name: values[key] for name, values in attributes.items() if key in values}
        title = more.pop("title", f"Title {key}")
        article = add_article(graph, key, title, **dated, **more)
        graph.add_edge(article, add_provider(graph, f"{provider}.com", provider.upper()), "published_by")
        for topic in " ".join(topics).split():
            graph.add_edge(article, add_topic(graph, topic, topic.upper(), in_taxonomy=True), "about")
    for narrow, wide in (broader or {}).items():
        narrow_id = add_topic(graph, narrow, narrow.upper(), in_taxonomy=True)
        graph.add_edge(narrow_id, add_topic(graph, wide, wide.upper(), in_taxonomy=True), "broader")
    for source in articles:
        listed = [f"article:{pair[1]}" for pair in links.split() if pair[0] == source]
        add_related(graph, f"article:{source}", listed)
    return graph


def clique(keys: str) -> str:
    """Return links from each article to each that comes later."""
    return " ".join(f"{one}{other}" for i, one in enumerate(keys) for other in keys[i + 1 :])


def shuffled(graph: Graph[str], random: Random) -> Graph[str]:
    """Return an equal graph whose nodes and edges come in another order."""
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    random.shuffle(nodes)
    random.shuffle(edges)
    other: Graph[str] = nx.MultiDiGraph(**graph.graph)
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    return other


def ids(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of articles with these keys."""
    return tuple(f"article:{key}" for key in keys)


KEYS = "abcdefghijkl"


@st.composite
def coverages(draw: st.DrawFn) -> Graph[str]:
    """Return graphs of up to twelve articles, with ties, gaps, loners and stories of one provider."""
    keys = KEYS[: draw(st.integers(0, len(KEYS)))]
    minutes = st.one_of(st.none(), st.integers(0, 6))
    topics = st.sampled_from(("", "ai", "law", "ai law", "vision"))
    rows = {key: draw(st.tuples(st.sampled_from("wxyz"), minutes, topics)) for key in keys}
    possible = [one + other for one in keys for other in keys if one != other]
    links = draw(st.lists(st.sampled_from(possible), unique=True, max_size=14)) if possible else ()
    qualities = {key: draw(st.integers(0, 2)) for key in keys if draw(st.booleans())}
    broader = {"vision": "ai", "ai": "tech", "law": "society"}
    return coverage(rows, " ".join(sorted(links)), broader=broader, quality=qualities)
