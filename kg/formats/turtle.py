"""Turtle: RDF for people to read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from kg.formats.ntriples import NTriplesTerms
from kg.formats.rdf import Attributes, Block, base_of
from kg.formats.rdf_text import RdfRenderer
from kg.formats.sections import Renderer, Section
from kg.formats.single import write_single
from kg.model import KINDS, PREFIXES
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


class Turtle:
    """How Turtle writes triples: subject by subject."""

    def __init__(self, base: str) -> None:
        self.terms = TurtleTerms(base)
        prefixes = {**PREFIXES, **{prefix: f"{base}{prefix}/" for prefix in _LOCAL_PREFIXES}}
        self.head = "".join([f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(prefixes)])

    def block(self, block: Block[str]) -> str:
        """Return the text of a subject, a line for each predicate."""
        subject, pairs = block
        lines = " ;\n    ".join([f"{predicate} {', '.join(terms)}" for predicate, terms in pairs])
        return f"\n{subject} {lines} .\n"

    def section(self, linked: str) -> Section:
        """Return how the targets of links become the objects of one more predicate."""
        return Section(before=f" ;\n    {linked} ", between=", ", after=" .\n", ending=" .\n")

    def short(self, subject: str, linked: str, target: str) -> str:
        """Return the target."""
        return target

    def end(self, scheme: Block[str], dataset: Block[str]) -> str:
        """Return the subjects that come last."""
        return self.block(scheme) + self.block(dataset)


def turtle_renderer(attributes: Attributes) -> Renderer:
    """Return what turns the nodes and links of a graph with these attributes into Turtle."""
    return RdfRenderer(Turtle(base_of(attributes)), attributes)


def write_turtle(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
    """Write the graph as Turtle (W3C RDF 1.1), subject by subject.

    A path that ends with ``.gz`` is compressed. The file takes its place when all is written.
    Raises `GraphError` for a graph that does not follow the model, `OutputError` where the file
    cannot be written.
    """
    write_single(graph, path, turtle_renderer)
