"""RDF/XML: RDF for tools that read nothing else."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from kg.formats.rdf import RdfRenderer
from kg.formats.sections import Renderer, Section
from kg.formats.single import write_single
from kg.formats.syntax import Affixes, Attributes, Block, affixes, base_of
from kg.formats.texts import affixed, encoded, written
from kg.model import PREFIXES, expand
from kg.valuetypes import VALUE_TYPES, ValueType

if TYPE_CHECKING:
    import networkx as nx

_QUOTE: Final = {'"': "&quot;"}
_END: Final = b"  </rdf:Description>\n"


def _escaped_iri(iri: str) -> str:
    return escape(iri, _QUOTE)


class RdfXml:
    """How RDF/XML writes triples: an element a subject."""

    block = Block(b'  <rdf:Description rdf:about="', b'">\n', b"", _END)

    def __init__(self, base: str) -> None:
        self.base = base
        names = "".join([f'\n    xmlns:{prefix}="{iri}"' for prefix, iri in sorted(PREFIXES.items())])
        self.head = f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'

    @property
    def description(self) -> RdfXml:
        """How the description is written: the same way."""
        return self

    def iris(self, iris: Sequence[str]) -> list[bytes]:
        """Return IRIs as they stand in attributes."""
        return encoded(map(_escaped_iri, iris))

    def local(self, prefix: str, key: str) -> str:
        """Return an IRI of the graph's own."""
        return _escaped_iri(f"{self.base}{prefix}/{key}" if key else f"{self.base}{prefix}")

    def locals(self, prefix: str, keys: Sequence[str]) -> list[bytes]:
        """Return IRIs of the graph's own; nothing in a key needs to be escaped."""
        return affixed(self.local(prefix, "") + "/", keys, "")

    def name(self, curie: str) -> str:
        """Return a term of a vocabulary."""
        return _escaped_iri(expand(curie))

    def around_terms(self, curie: str, *, several: bool) -> Affixes:
        """Return the tag of an element that names a resource."""
        start, end = f'    <{curie} rdf:resource="', '"/>\n'
        return affixes(start, end + start, end)

    def around_values(self, curie: str, values: ValueType, language: str | None) -> Affixes:
        """Return the tags of an element that holds a literal, or names an IRI."""
        if not values.datatype:
            return self.around_terms(curie, several=False)
        attributes = ""
        if language is not None:
            attributes = f' xml:lang="{language}"'
        elif values is not VALUE_TYPES["text"]:
            attributes = f' rdf:datatype="{expand(values.datatype)}"'
        start, end = f"    <{curie}{attributes}>", f"</{curie}>\n"
        return affixes(start, end + start, end)

    def texts(self, values: ValueType, column: Sequence[Any]) -> list[bytes]:
        """Return the text of each value of a type, text and IRIs escaped."""
        if not values.datatype:
            return encoded(map(_escaped_iri, column))
        return encoded(map(escape, column)) if values is VALUE_TYPES["text"] else written(values, column)

    def section(self, linked: Affixes) -> Section:
        """Return how links become elements at the end of their source's."""
        return Section(after=_END, ending=_END)

    def short(self, subject: bytes, linked: Affixes, target: bytes) -> bytes:
        """Return an element."""
        return b"".join((linked.start, target, linked.end))

    def end(self, scheme: str, description: str) -> str:
        """Return the last elements, and what closes the document."""
        return f"{scheme}{description}</rdf:RDF>\n"


def rdfxml_renderer(attributes: Attributes) -> Renderer:
    """Return what turns the nodes and links of a graph with these attributes into RDF/XML."""
    return RdfRenderer(RdfXml(base_of(attributes)), attributes)


def write_rdfxml(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
    """Write the graph as RDF/XML (W3C RDF 1.1), an element a subject.

    A path that ends with ``.gz`` is compressed. The file takes its place when all is written.
    Raises `GraphError` for a graph that does not follow the model, `OutputError` where the file
    cannot be written.
    """
    write_single(graph, path, rdfxml_renderer)
