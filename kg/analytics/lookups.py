"""What a graph says, as plain dictionaries that are made in one pass over it.

All are in the order of ids, so that nothing that is counted from them depends on the graph's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import networkx as nx

_UNDATED: Final = datetime.max.replace(tzinfo=UTC)


def nodes_of(graph: nx.MultiDiGraph[str], kind: str) -> dict[str, Mapping[str, Any]]:
    """Return the attributes of the nodes of a kind, by id."""
    found = [(node, data) for node, data in graph.nodes(data=True) if data["kind"] == kind]
    found.sort(key=lambda pair: pair[0])
    return dict(found)


def published(article: Mapping[str, Any]) -> datetime:
    """Return when an article with these attributes was published; without a date the last of all."""
    date: datetime = article.get("published_at", _UNDATED)
    return date


def targets(graph: nx.MultiDiGraph[str], relation: str) -> dict[str, tuple[str, ...]]:
    """Return where the edges of a relation lead, sorted, by the node they leave."""
    found = {}
    for source, neighbours in graph.adjacency():
        reached = [target for target, keyed in neighbours.items() if relation in keyed]
        if reached:
            found[source] = tuple(sorted(reached))
    return dict(sorted(found.items()))


def publishers(graph: nx.MultiDiGraph[str]) -> dict[str, str]:
    """Return the provider of each article that has one; of several, the smallest id."""
    return {article: providers[0] for article, providers in targets(graph, "published_by").items()}


def wider_topics(graph: nx.MultiDiGraph[str]) -> dict[str, frozenset[str]]:
    """Return for each topic all that are wider, at whatever distance, and itself."""
    direct = targets(graph, "broader")
    found = {}
    for topic in nodes_of(graph, "topic"):
        reached, left = {topic}, [topic]
        while left:
            further = set(direct.get(left.pop(), ())) - reached
            reached |= further
            left += further
        found[topic] = frozenset(reached)
    return found


def label_of(nodes: Mapping[str, Mapping[str, Any]], node: str) -> str:
    """Return what to show for a node: its label, else its id."""
    label: str = nodes[node].get("label", node)
    return label
