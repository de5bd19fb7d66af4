"""JSON-LD: RDF for programs that read JSON."""

from __future__ import annotations

import os
from collections.abc import Sequence
from json import dumps
from typing import TYPE_CHECKING, Any

from kg.formats.rdf import RdfRenderer
from kg.formats.sections import Renderer, Section
from kg.formats.single import write_single
from kg.formats.syntax import Affixes, Attributes, Block, affixes, base_of
from kg.formats.texts import affixed, quoted_texts, written
from kg.model import expand
from kg.valuetypes import VALUE_TYPES, ValueType
from kg.vocabulary import CLASSES, NODE, PROPERTIES, SHORT_NAMES

if TYPE_CHECKING:
    import networkx as nx


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


class JsonLd:
    """How JSON-LD writes triples: an object a subject, one a line.

    Addresses and literals are both strings, told apart by the context, which has their types and
    their language too.
    """

    block = Block(b'{"@id": ', b", ", b", ", b"},\n")

    def __init__(self, attributes: Attributes) -> None:
        self.base = base_of(attributes)
        context = dumps(to_context(attributes.get("language")), ensure_ascii=False)
        self.head = f'{{"@context": {context},\n"@graph": [\n'

    @property
    def description(self) -> JsonLd:
        """How the description is written: the same way."""
        return self

    def iris(self, iris: Sequence[str]) -> list[bytes]:
        """Return IRIs, always in full."""
        return affixed('"', iris, '"')

    def local(self, prefix: str, key: str) -> str:
        """Return an IRI of the graph's own."""
        return f'"{self.base}{prefix}/{key}"' if key else f'"{self.base}{prefix}"'

    def locals(self, prefix: str, keys: Sequence[str]) -> list[bytes]:
        """Return IRIs of the graph's own."""
        return affixed(f'"{self.base}{prefix}/', keys, '"')

    def name(self, curie: str) -> str:
        """Return the name of a class."""
        return f'"{SHORT_NAMES[curie]}"'

    def around_terms(self, curie: str, *, several: bool) -> Affixes:
        """Return the name of a property, and the brackets of a list where there are or may be several."""
        name = '"@type"' if curie == "rdf:type" else self.name(curie)
        if several or (curie in PROPERTIES and PROPERTIES[curie].many):
            return affixes(f"{name}: [", ", ", "]")
        return affixes(f"{name}: ", ", ", "")

    def around_values(self, curie: str, values: ValueType, language: str | None) -> Affixes:
        """Return the name of a property with quotes, and the brackets of a list."""
        around = self.around_terms(curie, several=False)
        if values is VALUE_TYPES["text"]:
            return around
        start, between, end = around
        return Affixes(start + b'"', b'"' + between + b'"', b'"' + end)

    def texts(self, values: ValueType, column: Sequence[Any]) -> list[bytes]:
        """Return the text of each value of a type, with the quotes of what is text."""
        return quoted_texts(column) if values is VALUE_TYPES["text"] else written(values, column)

    def section(self, linked: Affixes) -> Section:
        """Return how the targets of links become one more property of their source."""
        before, ending = self.block.before(b"") + linked.start, self.block.end
        return Section(before=before, between=linked.between, after=linked.end + ending, ending=ending)

    def short(self, subject: bytes, linked: Affixes, target: bytes) -> bytes:
        """Return the target."""
        return target

    def end(self, scheme: str, description: str) -> str:
        """Return the last objects, and what closes the document."""
        return (scheme + description).removesuffix(",\n") + "\n]}\n"


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
