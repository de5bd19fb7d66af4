"""Writing one file of one format."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kg.collector import collector_paused
from kg.compression import is_compressed
from kg.conform import check_structure, checked_batches
from kg.formats.atomic import atomic_files
from kg.formats.rendering import MakeRenderer, Output, write_batches

if TYPE_CHECKING:
    import networkx as nx


def write_single(
    graph: nx.MultiDiGraph[str],
    path: str | os.PathLike[str],
    make_renderer: MakeRenderer,
    *,
    ties: bool = False,
) -> None:
    """Check a graph and write it, in UTF-8; the file appears when all of it is written.

    A path that ends with ``.gz`` is compressed.

    Raises
    ------
    GraphError
        Where the graph does not follow the model.
    OutputError
        Where the file cannot be written.
    """
    with collector_paused():
        check_structure(graph)
        with atomic_files() as files:
            output = Output(make_renderer, files.open(path), ties, is_compressed(path))
            write_batches([output], graph.graph, checked_batches(graph))
