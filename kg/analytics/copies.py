"""The coverage graph with each piece once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kg.analytics.derived import without_analytics
from kg.analytics.selection import sizes_of_named
from kg.analytics.syndication import SyndicatedPiece, syndication
from kg.model import LINK

if TYPE_CHECKING:
    import networkx as nx

_OBSERVED: Final = {
    "observed_title": "title",
    "observed_quality": "quality",
    "observed_at": "published_at",
}
"""What a link says of its target where that has another value."""


def without_copies(
    graph: nx.MultiDiGraph[str], *, threshold: float = 0.8, days: float = 3.0
) -> nx.MultiDiGraph[str]:
    """Return a copy of the graph with only the first recorded article of each syndicated piece.

    The first article stands for the piece: it is about all topics of its copies, since it is
    often one that was only ever listed and has none, and links from and to the copies are its
    own. Its values and its provider stay. Providers stay as well when all their articles are
    copies. Of several links that become one, that of the smallest (position, path) stays; links
    within a piece go, and so does what `with_analytics` added.

    Parameters
    ----------
    graph
        A coverage graph, which is not changed.
    threshold, days
        What counts as one piece; see `syndication`.

    Raises
    ------
    SettingsError
        See `syndication`.
    """
    return keep_first(graph, syndication(graph, threshold=threshold, days=days))


def keep_first(graph: nx.MultiDiGraph[str], pieces: Iterable[SyndicatedPiece]) -> nx.MultiDiGraph[str]:
    """Return a copy of the graph with only the first article of each of these pieces."""
    stands_for = {
        copy: piece.first_article
        for piece in pieces
        for copy in piece.articles
        if copy != piece.first_article
    }
    graph = without_analytics(graph)
    single: nx.MultiDiGraph[str] = graph.copy()
    single.remove_nodes_from(stands_for)
    if "images" in single.graph:
        single.graph["images"] = sizes_of_named(single, single.graph["images"])
    for source, target, relation in graph.out_edges(stands_for, keys=True):
        if relation == "about":
            single.add_edge(stands_for[source], target, key=relation)
    for (source, target), values in _links(graph, stands_for).items():
        kept = single.get_edge_data(source, target, LINK)
        if kept is None or _place(values) < _place(kept):
            if kept is not None:
                single.remove_edge(source, target, key=LINK)
            single.add_edge(source, target, key=LINK, **values)
    return single


def _place(link: Mapping[str, Any]) -> tuple[int, str]:
    return link["position"], link["listed_in"]


def _links(
    graph: nx.MultiDiGraph[str], stands_for: Mapping[str, str]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the links from and to copies as links of what stands for them."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    edges: Iterable[tuple[str, str, str, dict[str, Any]]] = (
        *graph.out_edges(stands_for, keys=True, data=True),
        *graph.in_edges(stands_for, keys=True, data=True),
    )
    for source, target, relation, values in sorted(edges, key=lambda edge: edge[:3]):
        ends = stands_for.get(source, source), stands_for.get(target, target)
        if relation == LINK and ends[0] != ends[1]:
            moved = _observing(values, graph.nodes[target], graph.nodes[ends[1]])
            if ends not in found or _place(moved) < _place(found[ends]):
                found[ends] = moved
    return dict(sorted(found.items()))


def _observing(link: Mapping[str, Any], copy: Mapping[str, Any], first: Mapping[str, Any]) -> dict[str, Any]:
    """Return a link's values, now that it leads from the copy that it listed to the first article."""
    values = {name: value for name, value in link.items() if name not in _OBSERVED}
    for name, attribute in _OBSERVED.items():
        observed = link.get(name, copy.get(attribute))
        if observed is not None and observed != first.get(attribute):
            values[name] = observed
    return values
