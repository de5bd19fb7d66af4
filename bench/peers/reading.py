"""Other libraries' readers: the same file, read into what they hold triples in.

``python -m bench.peers.reading SOURCE WORK rdflib|networkx|pyoxigraph turtle|ntriples``; networkx is
rdflib's graph turned into one of networkx, which is what kg reads, by the function that rdflib has for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.peers.clock import clocked, places, tell
from bench.peers.syntaxes import FILES, MEDIA_TYPES

_Read = Callable[[Path, str], int]
"""Reads a file of a syntax, and returns how many triples it holds."""


def _rdflib() -> _Read:
    from rdflib import Graph

    return lambda path, syntax: len(Graph().parse(path, format=MEDIA_TYPES[syntax]))


def _networkx() -> _Read:
    from rdflib import Graph
    from rdflib.extras.external_graph_libs import rdflib_to_networkx_multidigraph

    def read(path: Path, syntax: str) -> int:
        graph = rdflib_to_networkx_multidigraph(Graph().parse(path, format=MEDIA_TYPES[syntax]))
        return int(graph.number_of_edges())

    return read


def _pyoxigraph() -> _Read:
    from pyoxigraph import RdfFormat, parse

    def read(path: Path, syntax: str) -> int:
        return len(list(parse(path=path, format=RdfFormat.from_media_type(MEDIA_TYPES[syntax]))))

    return read


LIBRARIES: Final[dict[str, Callable[[], _Read]]] = {
    "rdflib": _rdflib,
    "networkx": _networkx,
    "pyoxigraph": _pyoxigraph,
}

if __name__ == "__main__":
    work, library, syntax = places()[1], *sys.argv[3:]
    path = work / FILES[syntax]
    read = LIBRARIES[library]()
    seconds, triples = clocked(lambda: read(path, syntax))
    tell(seconds, triples=triples)
