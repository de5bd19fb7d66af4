"""What is in a corpus, at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kg.report import count_graph

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Share:
    """How many articles have something; `share` is their part of all articles, 0 to 1."""

    name: str
    articles: int
    share: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """A corpus in numbers.

    Attributes
    ----------
    counts
        Nodes by kind and edges by relation.
    first, last
        The earliest and latest date of publication; ``None`` without any.
    providers, topics, types
        Articles per provider, topic and type, most first, then by name.
    complete
        Articles that have a date, an excerpt, an image, a topic, a list of related articles.
    """

    counts: dict[str, int]
    first: datetime | None
    last: datetime | None
    providers: tuple[Share, ...]
    topics: tuple[Share, ...]
    types: tuple[Share, ...]
    complete: tuple[Share, ...]


def _share(name: str, articles: int, total: int) -> Share:
    return Share(name, articles, articles / total if total else 0.0)


def _shares(counts: Mapping[str, int], total: int) -> tuple[Share, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(_share(name, count, total) for name, count in ordered)


def _ranked(graph: nx.MultiDiGraph[str], nodes: Iterable[str], total: int) -> tuple[Share, ...]:
    """Return how often nodes occur, under their labels; under their ids too where a label is not unique."""
    counts = Counter(nodes)
    labels = Counter(graph.nodes[node]["label"] for node in counts)

    def name(node: str) -> str:
        label: str = graph.nodes[node]["label"]
        return label if labels[label] == 1 else f"{label} ({node.partition(':')[2]})"

    return _shares({name(node): count for node, count in counts.items()}, total)


def _targets(graph: nx.MultiDiGraph[str], relation: str) -> list[tuple[str, str]]:
    return [(source, target) for source, target, key in graph.edges(keys=True) if key == relation]


def describe(graph: nx.MultiDiGraph[str]) -> Statistics:
    """Return what is in a graph, in numbers."""
    articles: dict[str, dict[str, Any]] = {
        node: data for node, data in graph.nodes(data=True) if data["kind"] == "article"
    }
    total = len(articles)
    dates = [data["published_at"] for data in articles.values() if "published_at" in data]
    about = _targets(graph, "about")
    having = {
        name: sum(name in data for data in articles.values()) for name in ("published_at", "excerpt", "image")
    }
    having["topics"] = len({source for source, _ in about})
    having["related articles"] = len({source for source, _ in _targets(graph, "related_to")})
    return Statistics(
        counts=count_graph(graph),
        first=min(dates, default=None),
        last=max(dates, default=None),
        providers=_ranked(graph, (target for _, target in _targets(graph, "published_by")), total),
        topics=_ranked(graph, (target for _, target in about), total),
        types=_shares(Counter(data.get("type", "(none)") for data in articles.values()), total),
        complete=tuple(_share(name, count, total) for name, count in having.items()),
    )
