"""The HTML page: one file that shows the coverage graph offline, in any browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


def render(graph: nx.MultiDiGraph[str]) -> str:
    """Return the page as text, the same for equal graphs."""
    from kg.page.document import to_html
    from kg.page.network import to_network

    return to_html(to_network(graph), graph)
