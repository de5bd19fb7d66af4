"""The HTML page: one file that shows the coverage graph offline, in any browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


def render(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    """Yield the page part by part, the same for equal graphs."""
    from kg.page.document import to_html
    from kg.page.network import to_network

    yield from to_html(to_network(graph), graph)
