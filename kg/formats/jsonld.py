"""JSON-LD: RDF for programs that read JSON."""

from __future__ import annotations

import os
from collections.abc import Callable
from json import dumps
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any, Final

from kg.formats.rdf import Attributes, Block, base_of
from kg.formats.rdf_text import RdfRenderer
from kg.formats.sections import Renderer, Section
from kg.formats.single import write_single
from kg.model import expand
from kg.valuetypes import VALUE_TYPES, ValueType
from kg.vocabulary import CLASSES, NODE, PROPERTIES, SHORT_NAMES

if TYPE_CHECKING:
    import networkx as nx

_TYPE: Final = '"@type"'
_STRINGS: Final = ("", "xsd:string")  # the datatypes of values that are text already


def to_context(language: str | None = None) -> dict[str, Any]:
    """Return the context: what the names in the file mean, and the types of their values.

    Nothing else is needed to read a file, no address on the network. Terms are no prefixes, so
    that no address in the data can be taken for a shortened one.

    Parameters
    ----------
    language
        That of headlines, abstracts and labels.
    """
    context: dict[str, Any] = {"@version": 1.1}
    context |= {SHORT_NAMES[term]: {"@id": expand(term)} for term in CLASSES}
    for term, row in PROPERTIES.items():
        defined = {"@id": expand(term)}
        if row.type in (NODE, "iri"):
            defined["@type"] = "@id"
        elif row.type != "text":
            defined["@type"] = expand(VALUE_TYPES[row.type].datatype)
        elif row.translatable and language is not None:
            defined["@language"] = language
        if row.many:
            defined["@container"] = "@set"
        context[SHORT_NAMES[term]] = defined
    return context


def context_text() -> str:
    """Return the text of ``kg/context.jsonld``: the context of a graph without a language."""
    return dumps({"@context": to_context()}, indent=2, ensure_ascii=False) + "\n"


class JsonLdTerms:
    """Terms as JSON: addresses and literals are both strings, told apart by the context."""

    def __init__(self, base: str) -> None:
        self.base = base

    def iri(self, iri: str) -> str:
        """Return an IRI, always in full."""
        return quoted(iri)

    def local(self, prefix: str, key: str) -> str:
        """Return an IRI of the graph's own."""
        return quoted(f"{self.base}{prefix}/{key}" if key else f"{self.base}{prefix}")

    def name(self, curie: str) -> str:
        """Return the name of a class or property."""
        return _TYPE if curie == "rdf:type" else quoted(SHORT_NAMES[curie])

    def encoder(self, values: ValueType, language: str | None = None) -> Callable[[Any], str]:
        """Return what makes strings of values; the context has their types and their language."""
        write = values.write
        return quoted if values.datatype in _STRINGS else lambda value: quoted(write(value))


class JsonLd:
    """How JSON-LD writes triples: an object a subject, one a line."""

    def __init__(self, attributes: Attributes) -> None:
        self.terms = JsonLdTerms(base_of(attributes))
        context = dumps(to_context(attributes.get("language")), ensure_ascii=False)
        self.head = f'{{"@context": {context},\n"@graph": [\n'
        self._sets = {self.terms.name(term) for term, row in PROPERTIES.items() if row.many}

    def _pair(self, predicate: str, terms: list[str]) -> str:
        several = len(terms) > 1 or predicate in self._sets
        return f"{predicate}: [{', '.join(terms)}]" if several else f"{predicate}: {terms[0]}"

    def block(self, block: Block[str]) -> str:
        """Return the object of a subject."""
        subject, pairs = block
        return f'{{"@id": {subject}, {", ".join([self._pair(*pair) for pair in pairs])}}},\n'

    def section(self, linked: str) -> Section:
        """Return how the targets of links become one more property of their source."""
        return Section(before=f", {linked}: [", between=", ", after="]},\n", ending="},\n")

    def short(self, subject: str, linked: str, target: str) -> str:
        """Return the target."""
        return target

    def end(self, scheme: Block[str], dataset: Block[str]) -> str:
        """Return the last objects, and what closes the document."""
        objects = self.block(scheme) + self.block(dataset)
        return objects.removesuffix(",\n") + "\n]}\n"


def jsonld_renderer(attributes: Attributes) -> Renderer:
    """Return what turns the nodes and links of a graph with these attributes into JSON-LD."""
    return RdfRenderer(JsonLd(attributes), attributes)


def write_jsonld(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
    """Write the graph as JSON-LD 1.1 (W3C) with its context in the file, an object a subject.

    The context comes first, and in each object its id and type, so that it can be read as it
    comes. A path that ends with ``.gz`` is compressed. The file takes its place when all is
    written. Raises `GraphError` for a graph that does not follow the model, `OutputError` where
    the file cannot be written.
    """
    write_single(graph, path, jsonld_renderer)
