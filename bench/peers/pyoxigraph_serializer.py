"""pyoxigraph's own serializer: the same triples, parsed outside the clock.

``python -m bench.peers.pyoxigraph_serializer SOURCE WORK turtle|ntriples list|dataset|store`` starts
from a list that has the triples in the order of their subjects, which no other way to hold them is as
fast as, or from what pyoxigraph has to hold a graph.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pyoxigraph import Dataset, DefaultGraph, Quad, RdfFormat, Store, parse, serialize

from bench.peers.clock import clocked, places, tell

_PREFIXES: Final = {"schema": "https://schema.org/", "kg": "https://example.org/kg/ns#"}
_FORMATS: Final = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES}

_Write = Callable[[Path, RdfFormat], object]


def _list(source: Path) -> tuple[int, _Write]:
    triples = list(parse(path=source, format=RdfFormat.N_TRIPLES))
    return len(triples), lambda path, format_: serialize(triples, path, format_, prefixes=_PREFIXES)


def _dataset(source: Path) -> tuple[int, _Write]:
    triples = parse(path=source, format=RdfFormat.N_TRIPLES)
    dataset = Dataset([Quad(triple.subject, triple.predicate, triple.object) for triple in triples])
    return len(dataset), lambda path, format_: serialize(dataset, path, format_, prefixes=_PREFIXES)


def _store(source: Path) -> tuple[int, _Write]:
    store = Store()
    store.bulk_load(path=source, format=RdfFormat.N_TRIPLES)
    return len(store), lambda path, format_: store.dump(
        path, format_, from_graph=DefaultGraph(), prefixes=_PREFIXES
    )


HOLDERS: Final[dict[str, Callable[[Path], tuple[int, _Write]]]] = {
    "list": _list,
    "dataset": _dataset,
    "store": _store,
}
"""What holds the triples; each returns how many there are, and what writes them."""

if __name__ == "__main__":
    work, syntax, holder = places()[1], *sys.argv[3:]
    number, write = HOLDERS[holder](work / "graph.nt")
    target = work / f"pyoxigraph-{holder}-{syntax}.out"
    seconds, _ = clocked(lambda: write(target, _FORMATS[syntax]))
    target.unlink()
    tell(seconds, triples=number)
