"""Writing one file of one format."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TextIO

from kg.conform import check_graph
from kg.formats.atomic import atomic_files
from kg.rows import Header, Row, header_of, to_rows

if TYPE_CHECKING:
    import networkx as nx

Stream = Callable[[Header, Iterable[Row], TextIO], None]
"""What writes the rows of a graph that follows the model to an open file."""


def write_single(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str], stream: Stream) -> None:
    """Check a graph and write it, in UTF-8; the file appears when all of it is written.

    Raises
    ------
    GraphError
        Where the graph does not follow the model.
    OutputError
        Where the file cannot be written.
    """
    check_graph(graph)
    with atomic_files() as files:
        stream(header_of(graph), to_rows(graph), files.open(path))
