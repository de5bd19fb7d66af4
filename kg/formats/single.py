"""Writing one file of one format."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol, TextIO

from kg.conform import check_graph
from kg.formats.atomic import atomic_files

if TYPE_CHECKING:
    import networkx as nx

Stream = Callable[["nx.MultiDiGraph[str]", TextIO], None]
"""What writes a graph that follows the model to an open file."""


class Writer(Protocol):
    """What writes a graph to a path."""

    def __call__(self, graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
        """Write the graph."""


_DOCSTRING: Final = """{summary}

    Parameters
    ----------
    graph
        A graph of the model, as `kg.build` makes it.
    path
        The file, in UTF-8; what is there is replaced when all is written.

    Raises
    ------
    GraphError
        Where the graph does not follow the model.
    OutputError
        Where the file cannot be written.
    """


def make_writer(name: str, summary: str, stream: Stream) -> Writer:
    """Return the public function of a format: it checks a graph, and writes it whole or not at all.

    Parameters
    ----------
    name
        What the function is called.
    summary
        What it does, in a sentence or two.
    stream
        What writes the format.
    """

    def write(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
        check_graph(graph)
        with atomic_files() as files:
            stream(graph, files.open(path))

    write.__name__ = write.__qualname__ = name
    write.__doc__ = _DOCSTRING.format(summary=summary)
    return write
