"""What analytics add to a graph, told apart from what files say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.model import BY_OWNER, KINDS

if TYPE_CHECKING:
    import networkx as nx

_KINDS: Final = frozenset(kind.name for kind in KINDS.values() if kind.derived)
_MEASURES: Final = {kind: frozenset(row.name for row in BY_OWNER[kind] if row.derived) for kind in KINDS}


def without_analytics(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return the graph without what `with_analytics` adds; itself, where nothing is to be left out.

    Examples
    --------
    >>> import kg
    >>> from kg import analytics
    >>> graph = kg.build("seeds")
    >>> measured = analytics.with_analytics(graph)
    >>> len(graph), len(measured), len(analytics.without_analytics(measured))
    (35, 39, 35)
    """
    if not any(
        data["kind"] in _KINDS or not _MEASURES[data["kind"]].isdisjoint(data)
        for _, data in graph.nodes(data=True)
    ):
        return graph
    plain = graph.copy()
    # Edges that are derived join such nodes, and go with them.
    plain.remove_nodes_from([node for node, data in graph.nodes(data=True) if data["kind"] in _KINDS])
    for _, data in plain.nodes(data=True):
        for name in _MEASURES[data["kind"]].intersection(data):
            del data[name]
    return plain
