"""Turtle: RDF for people to read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, TextIO

from kg.formats.ntriples import NTriplesTerms
from kg.formats.rdf import base_of, blocks
from kg.formats.single import write_single
from kg.model import KINDS, PREFIXES
from kg.rows import Header, Row
from kg.valuetypes import ValueType

if TYPE_CHECKING:
    import networkx as nx

_LOCAL_PREFIXES: Final = (*KINDS, "link")
_LOCAL_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\Z")
_BARE: Final = frozenset(("xsd:integer", "xsd:boolean"))


class TurtleTerms(NTriplesTerms):
    """Terms as Turtle writes them: prefixed names where every store reads them, bare numbers."""

    def local(self, prefix: str, key: str) -> str:
        """Return a prefixed name, or the whole IRI where its local part would need escapes.

        Virtuoso 7 takes the backslashes of an escaped local part for part of the name, and
        rdflib refuses some escapes.
        """
        if prefix in _LOCAL_PREFIXES and _LOCAL_NAME.match(key):
            return f"{prefix}:{key}"
        return super().local(prefix, key)

    def name(self, curie: str) -> str:
        """Return the prefixed name itself."""
        return "a" if curie == "rdf:type" else curie

    def encoder(self, values: ValueType, language: str | None = None) -> Callable[[Any], str]:
        """Return what makes literals; of whole numbers and truth values the abbreviation."""
        return values.write if values.datatype in _BARE else super().encoder(values, language)


def stream_turtle(header: Header, rows: Iterable[Row], stream: TextIO) -> None:
    """Write the rows of a graph that follows the model."""
    base = base_of(header)
    prefixes = {**PREFIXES, **{prefix: f"{base}{prefix}/" for prefix in _LOCAL_PREFIXES}}
    stream.writelines(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(prefixes))
    for subject, pairs in blocks(header, rows, TurtleTerms(base)):
        lines = " ;\n    ".join([f"{predicate} {', '.join(terms)}" for predicate, terms in pairs])
        stream.write(f"\n{subject} {lines} .\n")


def write_turtle(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
    """Write the graph as Turtle (W3C RDF 1.1), subject by subject.

    The file takes its place when all is written. Raises `GraphError` for a graph that does not
    follow the model, `OutputError` where the file cannot be written.
    """
    write_single(graph, path, stream_turtle)
