"""pyoxigraph's own serializer: the same triples, parsed outside the clock."""

from __future__ import annotations

import sys

from pyoxigraph import RdfFormat, parse, serialize

from bench.peers.clock import clocked, places, tell

if __name__ == "__main__":
    work = places()[1]
    name = sys.argv[3]
    format_ = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES}[name]
    triples = list(parse(path=work / "graph.nt", format=RdfFormat.N_TRIPLES))
    prefixes = {"schema": "https://schema.org/", "kg": "https://example.org/kg/ns#"}
    seconds, _ = clocked(
        lambda: serialize(triples, work / f"pyoxigraph-{name}.out", format_, prefixes=prefixes)
    )
    tell(seconds, triples=len(triples))
