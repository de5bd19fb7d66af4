"""rdflib's serializers: the same triples, parsed outside the clock."""

from __future__ import annotations

import sys

from rdflib import Graph

from bench.peers.clock import clocked, places, tell
from bench.peers.syntaxes import FILES, MEDIA_TYPES

if __name__ == "__main__":
    work = places()[1]
    name = sys.argv[3]
    graph = Graph()
    graph.parse(work / FILES["ntriples"], format=MEDIA_TYPES["ntriples"])
    seconds, _ = clocked(lambda: graph.serialize(work / f"rdflib-{name}.out", format=MEDIA_TYPES[name]))
    tell(seconds, triples=len(graph))
