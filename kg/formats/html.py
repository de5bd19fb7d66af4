"""HTML: the map of the coverage, one page that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from kg.formats.single import make_writer

if TYPE_CHECKING:
    import networkx as nx


def stream_html(graph: nx.MultiDiGraph[str], stream: TextIO) -> None:
    """Write a graph that follows the model."""
    from kg.page import render

    stream.write(render(graph))


write_html: Final = make_writer(
    "write_html",
    "Write the graph as one HTML page, an interactive map that opens without a network.",
    stream_html,
)
