"""pyoxigraph's own serializer: the same triples, parsed outside the clock.

``python -m bench.peers.pyoxigraph_serializer SOURCE WORK turtle|ntriples list|dataset|store`` starts
from a list of the triples in the order of their subjects, the fastest way to hold them, or from what
pyoxigraph has to hold a graph. Turtle has the prefixes of the file that kg writes, so that both write
the same names.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Final

from pyoxigraph import Dataset, DefaultGraph, Quad, RdfFormat, Store, parse, serialize

from bench.peers.clock import clocked, places, tell
from bench.peers.syntaxes import FILES, MEDIA_TYPES

_Write = Callable[[Path, RdfFormat | None, dict[str, str]], object]


def _prefixes(work: Path) -> dict[str, str]:
    """Return the prefixes of kg's Turtle."""
    with (work / FILES["turtle"]).open(encoding="utf-8") as stream:
        declared = takewhile(lambda line: line.startswith("@prefix "), stream)
        parts = [line.split() for line in declared]
    return {name.removesuffix(":"): iri[1:-1] for _, name, iri, _ in parts}


def _list(source: Path) -> tuple[int, _Write]:
    triples = list(parse(path=source, format=RdfFormat.N_TRIPLES))
    return len(triples), lambda path, format_, prefixes: serialize(triples, path, format_, prefixes=prefixes)


def _dataset(source: Path) -> tuple[int, _Write]:
    triples = parse(path=source, format=RdfFormat.N_TRIPLES)
    dataset = Dataset([Quad(triple.subject, triple.predicate, triple.object) for triple in triples])
    return len(dataset), lambda path, format_, prefixes: serialize(dataset, path, format_, prefixes=prefixes)


def _store(source: Path) -> tuple[int, _Write]:
    store = Store()
    store.bulk_load(path=source, format=RdfFormat.N_TRIPLES)
    return len(store), lambda path, format_, prefixes: store.dump(
        path, format_, from_graph=DefaultGraph(), prefixes=prefixes
    )


HOLDERS: Final[dict[str, Callable[[Path], tuple[int, _Write]]]] = {
    "list": _list,
    "dataset": _dataset,
    "store": _store,
}
"""What holds the triples; each returns how many there are, and what writes them."""

if __name__ == "__main__":
    work, syntax, holder = places()[1], *sys.argv[3:]
    number, write = HOLDERS[holder](work / FILES["ntriples"])
    target = work / f"pyoxigraph-{holder}-{syntax}.out"
    prefixes, format_ = _prefixes(work), RdfFormat.from_media_type(MEDIA_TYPES[syntax])
    seconds, _ = clocked(lambda: write(target, format_, prefixes))
    target.unlink()
    tell(seconds, triples=number)
