"""Turtle: RDF for people to read."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.formats.ntriples import NTriples, around_literal, literal_texts
from kg.formats.rdf import RdfRenderer
from kg.formats.sections import Renderer, Section
from kg.formats.single import write_single
from kg.formats.syntax import Affixes, Attributes, Block, affixes, base_of
from kg.formats.texts import affixed, is_plain
from kg.model import KINDS, PREFIXES
from kg.valuetypes import ValueType

if TYPE_CHECKING:
    import networkx as nx

_LOCAL_PREFIXES: Final = (*KINDS, "link")
_LOCAL_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\Z")
_BARE: Final = frozenset(("xsd:integer", "xsd:boolean"))


class Turtle:
    """How Turtle writes triples: subject by subject, a line for each property."""

    block = Block(b"\n", b" ", b" ;\n    ", b" .\n")

    def __init__(self, base: str) -> None:
        self._plain = NTriples(base)
        prefixes = {**PREFIXES, **{prefix: f"{base}{prefix}/" for prefix in _LOCAL_PREFIXES}}
        self.head = "".join([f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(prefixes)])
        self.iris = self._plain.iris

    @property
    def description(self) -> Turtle:
        """How the description is written: the same way."""
        return self

    def local(self, prefix: str, key: str) -> str:
        """Return a prefixed name, or the whole IRI where its local part would need escapes.

        Virtuoso 7 takes the backslashes of an escaped local part for part of the name, and
        rdflib refuses some escapes.
        """
        if prefix in _LOCAL_PREFIXES and _LOCAL_NAME.match(key):
            return f"{prefix}:{key}"
        return self._plain.local(prefix, key)

    def locals(self, prefix: str, keys: Sequence[str]) -> list[bytes]:
        """Return the terms of several keys; those of articles and links are such that all are names."""
        joined = "".join(keys)
        if is_plain(joined) and joined == joined.lower():
            return affixed(f"{prefix}:", keys, "")
        return [self.local(prefix, key).encode() for key in keys]

    def name(self, curie: str) -> str:
        """Return the prefixed name itself."""
        return "a" if curie == "rdf:type" else curie

    def around_terms(self, curie: str, *, several: bool) -> Affixes:
        """Return a property, and commas."""
        return affixes(f"{self.name(curie)} ", ", ", "")

    def around_values(self, curie: str, values: ValueType, language: str | None) -> Affixes:
        """Return a property with what makes literals or IRIs of values, but bare numbers, and commas."""
        if values.datatype in _BARE:
            return self.around_terms(curie, several=False)
        before, behind = around_literal(values, language, values.datatype)
        return affixes(f"{self.name(curie)} {before}", f"{behind}, {before}", behind)

    def texts(self, values: ValueType, column: Sequence[Any]) -> list[bytes]:
        """Return the text of each value of a type."""
        return literal_texts(values, column)

    def section(self, linked: Affixes) -> Section:
        """Return how the targets of links become the objects of one more property."""
        before, ending = self.block.before(b"") + linked.start, self.block.end
        return Section(before=before, between=linked.between, after=linked.end + ending, ending=ending)

    def short(self, subject: bytes, linked: Affixes, target: bytes) -> bytes:
        """Return the target."""
        return target

    def end(self, scheme: str, description: str) -> str:
        """Return the subjects that come last."""
        return scheme + description


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
