"""Other libraries' readers: the same file, read into what they hold triples in."""

from __future__ import annotations

import sys

from bench.peers.clock import clocked, places, tell

if __name__ == "__main__":
    work, library, syntax = places()[1], *sys.argv[3:]
    path = work / {"turtle": "graph.ttl", "ntriples": "graph.nt"}[syntax]
    if library == "rdflib":
        from rdflib import Graph

        format_ = {"turtle": "turtle", "ntriples": "nt"}[syntax]
        seconds, found = clocked(lambda: len(Graph().parse(path, format=format_)))
    else:
        from pyoxigraph import RdfFormat, parse

        syntaxes = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES}
        seconds, found = clocked(lambda: len(list(parse(path=path, format=syntaxes[syntax]))))
    tell(seconds, triples=found)
