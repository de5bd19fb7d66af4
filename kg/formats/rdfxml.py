"""RDF/XML: RDF for tools that read nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.sax.saxutils import escape

from kg.formats.rdf import Attributes, Block, base_of
from kg.formats.rdf_text import RdfRenderer
from kg.formats.sections import Renderer, Section
from kg.formats.single import write_single
from kg.model import PREFIXES, expand
from kg.valuetypes import VALUE_TYPES, ValueType

if TYPE_CHECKING:
    import networkx as nx

_QUOTE: Final = {'"': "&quot;"}
_RETURN: Final = {"\r": "&#13;"}  # which an XML reader would take for a line feed


class XmlTerm(NamedTuple):
    """A term as RDF/XML needs it, by the place where it stands.

    Attributes
    ----------
    iri
        What it is as a subject or object, escaped; empty for a literal.
    name
        What it is as a predicate.
    attributes, text
        What a literal's element has and holds.
    """

    iri: str
    name: str = ""
    attributes: str = ""
    text: str = ""


class XmlTerms:
    """Makes the terms of RDF/XML."""

    def __init__(self, base: str) -> None:
        self.base = base

    def iri(self, iri: str) -> XmlTerm:
        """Return an IRI."""
        return XmlTerm(escape(iri, _QUOTE))

    def local(self, prefix: str, key: str) -> XmlTerm:
        """Return an IRI of the graph's own."""
        return self.iri(f"{self.base}{prefix}/{key}" if key else f"{self.base}{prefix}")

    def name(self, curie: str) -> XmlTerm:
        """Return a term of a vocabulary."""
        return XmlTerm(expand(curie), curie)

    def encoder(self, values: ValueType, language: str | None = None) -> Callable[[Any], XmlTerm]:
        """Return what makes literals, or IRIs, of values of a type."""
        if not values.datatype:
            return self.iri
        write, attributes = values.write, ""
        if language is not None:
            attributes = f' xml:lang="{language}"'
        elif values is not VALUE_TYPES["text"]:
            attributes = f' rdf:datatype="{expand(values.datatype)}"'
        return lambda value: XmlTerm("", "", attributes, escape(write(value), _RETURN))


def _element(predicate: XmlTerm, term: XmlTerm) -> str:
    if term.iri:
        return f'    <{predicate.name} rdf:resource="{term.iri}"/>\n'
    return f"    <{predicate.name}{term.attributes}>{term.text}</{predicate.name}>\n"


class RdfXml:
    """How RDF/XML writes triples: an element a subject."""

    def __init__(self, base: str) -> None:
        self.terms = XmlTerms(base)
        names = "".join([f'\n    xmlns:{prefix}="{iri}"' for prefix, iri in sorted(PREFIXES.items())])
        self.head = f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'

    def block(self, block: Block[XmlTerm]) -> str:
        """Return the element of a subject."""
        subject, pairs = block
        lines = [_element(predicate, term) for predicate, terms in pairs for term in terms]
        return f'  <rdf:Description rdf:about="{subject.iri}">\n{"".join(lines)}  </rdf:Description>\n'

    def section(self, linked: XmlTerm) -> Section:
        """Return how links become elements at the end of their source's."""
        return Section(after="  </rdf:Description>\n", ending="  </rdf:Description>\n")

    def short(self, subject: XmlTerm, linked: XmlTerm, target: XmlTerm) -> str:
        """Return an element."""
        return _element(linked, target)

    def end(self, scheme: Block[XmlTerm], dataset: Block[XmlTerm]) -> str:
        """Return the last elements, and what closes the document."""
        return f"{self.block(scheme)}{self.block(dataset)}</rdf:RDF>\n"


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
