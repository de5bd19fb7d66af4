"""rdflib's serializers: the same triples, parsed outside the clock."""

from __future__ import annotations

import sys

from rdflib import Graph

from bench.peers.clock import clocked, places, tell

if __name__ == "__main__":
    work = places()[1]
    name = sys.argv[3]
    graph = Graph()
    graph.parse(work / "graph.nt", format="nt")
    seconds, _ = clocked(
        lambda: graph.serialize(
            work / f"rdflib-{name}.out", format={"turtle": "turtle", "ntriples": "nt"}[name]
        )
    )
    tell(seconds, triples=len(graph))
