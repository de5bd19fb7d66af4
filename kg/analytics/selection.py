"""Part of a coverage graph: a stretch of time, some topics, some providers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from kg.analytics.derived import without_analytics
from kg.analytics.lookups import label_of, nodes_of, targets, wider_topics
from kg.errors import NotInGraphError, SettingsError
from kg.model import images_of
from kg.text import slug
from kg.urls import provider_domain

if TYPE_CHECKING:
    import networkx as nx

_OF_THE_WHOLE: Final = ("images", "issues", "dumps")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles are meant; one that asks for nothing means all.

    Attributes
    ----------
    since, until
        The dates of publication that are meant: from `since` on, and before `until`.
    topics
        Topics by id, slug or name; an article about any of them, or about a topic below one.
    providers
        Providers by id, domain or name; an article of any of them.

    Raises
    ------
    SettingsError
        For what is no date, or one without a time zone, and where `until` is before `since`.
    """

    since: datetime | None = None
    until: datetime | None = None
    topics: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, date in (("since", self.since), ("until", self.until)):
            if date is not None and not isinstance(date, datetime):
                raise SettingsError(f"{name} is no datetime: {date!r}; give one with a time zone")
            if date is not None and date.utcoffset() is None:
                raise SettingsError(f"{name} has no time zone: {date}; give one, as in tzinfo=datetime.UTC")
        if self.since and self.until and self.until < self.since:
            raise SettingsError(f"until, {self.until}, is before since, {self.since}; exchange them")

    def apply(self, graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
        """Return the part of a graph that is meant, as `select` does."""
        graph = without_analytics(graph)
        articles = self._articles(graph)
        kept = set(articles)
        for providers in _among(targets(graph, "published_by"), articles):
            kept.update(providers)
        wider = wider_topics(graph)
        for topics in _among(targets(graph, "about"), articles):
            for topic in topics:
                kept |= wider[topic]
        return _part(graph, kept)

    def meant(self, graph: nx.MultiDiGraph[str], name: str) -> set[str]:
        """Return the ids of the ``topics``, with those below them, or of the ``providers`` that are meant."""
        if name == "providers":
            return find_nodes(graph, "provider", self.providers)
        named = find_nodes(graph, "topic", self.topics)
        return {topic for topic, reached in wider_topics(graph).items() if reached & named}

    def _articles(self, graph: nx.MultiDiGraph[str]) -> Mapping[str, Mapping[str, Any]]:
        articles = nodes_of(graph, "article")
        if self.since is not None or self.until is not None:
            articles = {node: data for node, data in articles.items() if self._meets(data)}
        if self.topics:
            articles = _joined(articles, targets(graph, "about"), self.meant(graph, "topics"))
        if self.providers:
            articles = _joined(articles, targets(graph, "published_by"), self.meant(graph, "providers"))
        return articles

    def _meets(self, article: Mapping[str, Any]) -> bool:
        date: datetime | None = article.get("published_at")
        if date is None:
            return False
        return (self.since is None or date >= self.since) and (self.until is None or date < self.until)


def _joined(
    articles: Mapping[str, Mapping[str, Any]], reached: Mapping[str, tuple[str, ...]], wanted: set[str]
) -> dict[str, Mapping[str, Any]]:
    return {node: data for node, data in articles.items() if not wanted.isdisjoint(reached.get(node, ()))}


def _among(
    reached: Mapping[str, tuple[str, ...]], articles: Mapping[str, Mapping[str, Any]]
) -> Iterable[tuple[str, ...]]:
    return (others for article, others in reached.items() if article in articles)


def _part(graph: nx.MultiDiGraph[str], kept: set[str]) -> nx.MultiDiGraph[str]:
    """Return a copy of the nodes that are kept and of the edges among them, in the graph's order."""
    import networkx as nx

    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.graph.update({name: value for name, value in graph.graph.items() if name not in _OF_THE_WHOLE})
    part.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in kept)
    for source, target, key, data in graph.edges(keys=True, data=True):
        if source in kept and target in kept:
            part.add_edge(source, target, key, **data)
    part.graph["images"] = sizes_of_named(part, graph.graph.get("images", {}))
    return part


def sizes_of_named(
    graph: nx.MultiDiGraph[str], sizes: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """Return the sizes of those images that nodes of a graph name."""
    named = {url for _, data in graph.nodes(data=True) for url in images_of(data)}
    return {url: size for url, size in sizes.items() if url in named}


def find_nodes(graph: nx.MultiDiGraph[str], kind: str, names: Iterable[str]) -> set[str]:
    """Return the topics or providers that are meant by ids, keys or names.

    A name means all nodes that have it; where none has, those that have it among their other
    names. Names are compared as slugs.

    Parameters
    ----------
    graph
        A coverage graph.
    kind
        ``topic`` or ``provider``.

    Raises
    ------
    NotInGraphError
        Where one of `names` means nothing; with the names that come closest.
    """
    nodes = nodes_of(graph, kind)
    found: set[str] = set()
    for name in names:
        meant = _meant(kind, name, nodes)
        if not meant:
            raise NotInGraphError(f"no {kind} {name!r} in this graph; {_advice(kind, name, nodes)}")
        found |= meant
    return found


def _meant(kind: str, name: str, nodes: Mapping[str, Mapping[str, Any]]) -> set[str]:
    key = name.removeprefix(f"{kind}:")
    canonical = slug(key) if kind == "topic" else provider_domain(key)
    for node in (f"{kind}:{key}", f"{kind}:{canonical}"):
        if node in nodes:
            return {node}
    wanted = slug(name)
    same = {node for node, data in nodes.items() if slug(data.get("name", "")) == wanted}
    return same or {
        node for node, data in nodes.items() if wanted in map(slug, data.get("alternative_names", ()))
    }


def _advice(kind: str, name: str, nodes: Mapping[str, Mapping[str, Any]]) -> str:
    from difflib import get_close_matches

    spellings: dict[str, str] = {}
    for node in nodes:
        for text in (
            node.partition(":")[2],
            label_of(nodes, node),
            *nodes[node].get("alternative_names", ()),
        ):
            spellings.setdefault(slug(text), node)
    near = get_close_matches(slug(name.removeprefix(f"{kind}:")), sorted(spellings), n=5)
    closest = dict.fromkeys(spellings[text] for text in near)
    if not closest:
        return f"see kg stats for the {kind}s"
    return "did you mean " + " or ".join(f"{label_of(nodes, node)} ({node})" for node in closest) + "?"


def select(
    graph: nx.MultiDiGraph[str],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    topics: str | Iterable[str] = (),
    providers: str | Iterable[str] = (),
) -> nx.MultiDiGraph[str]:
    """Return the coverage graph of the articles that meet all that is asked.

    With them come the providers and topics they are joined to, all topics that are wider than
    those, and the edges among all these. Whatever counts articles gives the same for the part as
    for the whole when the others are passed over; a story whose articles are not all meant is
    cut, and may come apart.

    Parameters
    ----------
    graph
        A coverage graph.
    since, until
        Articles published from `since` on, and before `until`. An article without a date is in
        no stretch of time: with either of them it is left out.
    topics
        Articles about any of these topics, or about a topic below one of them. Ids, slugs or
        names, or one. An article that was only ever listed has no topics.
    providers
        Articles of any of these providers. Ids, domains or names, or one; a name means all
        providers that have it.

    Returns
    -------
    A graph of its own, which follows the model. What is said of the whole alone, its issues,
    where its files are published, and what `with_analytics` added, is not in it.

    Raises
    ------
    NotInGraphError
        For a topic or provider that is not in the graph; with the names that come closest.
    SettingsError
        For what is no date, or one without a time zone, and where `until` is before `since`.

    Examples
    --------
    >>> import kg
    >>> graph = kg.build("seeds")
    >>> part = select(graph, providers="vice.com")
    >>> [part.nodes[node]["label"] for node in part if part.nodes[node]["kind"] != "topic"]
    ['VICE', "Amazon Spent $24,000 To Kill Portland's Facial Recognition Ban"]
    """
    return Selection(since, until, _several(topics), _several(providers)).apply(graph)


def _several(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
