"""HTML: the map of the coverage, one page that needs no network."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from kg.formats.single import write_single
from kg.rows import Header, Row

if TYPE_CHECKING:
    import networkx as nx


def stream_html(header: Header, rows: Iterable[Row], stream: TextIO) -> None:
    """Write the rows of a graph that follows the model."""
    from kg.page import render

    stream.writelines(render(header, rows))


def write_html(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
    """Write the graph as one HTML page, an interactive map that opens without a network.

    The file takes its place when all is written. Raises `GraphError` for a graph that does not
    follow the model, `OutputError` where the file cannot be written.
    """
    write_single(graph, path, stream_html)
