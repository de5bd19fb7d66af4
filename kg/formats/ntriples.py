"""N-Triples: one triple a line, for loading in bulk."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kg.formats.rdf import Attributes, Block, base_of
from kg.formats.rdf_text import RdfRenderer
from kg.formats.sections import Renderer, Section
from kg.formats.single import write_single
from kg.model import expand
from kg.valuetypes import VALUE_TYPES, ValueType

if TYPE_CHECKING:
    import networkx as nx

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def quoted(text: str) -> str:
    r"""Return a text as a literal of N-Triples and Turtle, in quotes.

    >>> print(quoted('say "hi"'))
    "say \"hi\""
    """
    if '"' not in text and "\\" not in text and text.isprintable():
        return f'"{text}"'
    return f'"{text.translate(_ESCAPES)}"'


class NTriplesTerms:
    """Terms as N-Triples writes them."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._names: dict[str, str] = {}

    def iri(self, iri: str) -> str:
        """Return an IRI in angle brackets."""
        return f"<{iri}>"

    def local(self, prefix: str, key: str) -> str:
        """Return an IRI of the graph's own."""
        return f"<{self.base}{prefix}/{key}>" if key else f"<{self.base}{prefix}>"

    def name(self, curie: str) -> str:
        """Return a term of a vocabulary."""
        known = self._names.get(curie)
        return known or self._names.setdefault(curie, f"<{expand(curie)}>")

    def encoder(self, values: ValueType, language: str | None = None) -> Callable[[Any], str]:
        """Return what makes literals, or IRIs, of values of a type."""
        if not values.datatype:
            return self.iri
        if values is VALUE_TYPES["text"]:
            return quoted if language is None else lambda text: f"{quoted(text)}@{language}"
        write, datatype = values.write, self.name(values.datatype)
        return lambda value: f'"{write(value)}"^^{datatype}'


class NTriples:
    """How N-Triples writes triples: one a line.

    Parameters
    ----------
    base
        What the graph's ids are appended to.
    graph
        The IRI of the graph that the lines name; with one they are N-Quads.
    """

    head = ""

    def __init__(self, base: str, *, graph: str | None = None) -> None:
        self.terms = NTriplesTerms(base)
        self._end = " .\n" if graph is None else f" {self.terms.iri(graph)} .\n"

    def block(self, block: Block[str]) -> str:
        """Return the lines of a subject."""
        (subject, pairs), end = block, self._end
        return "".join([f"{subject} {predicate} {term}{end}" for predicate, terms in pairs for term in terms])

    def section(self, linked: str) -> Section:
        """Return how the lines of links follow those of their source."""
        return Section()

    def short(self, subject: str, linked: str, target: str) -> str:
        """Return a line."""
        return f"{subject} {linked} {target}{self._end}"

    def end(self, scheme: Block[str], dataset: Block[str]) -> str:
        """Return the lines that come last."""
        return self.block(scheme) + self.block(dataset)


def ntriples_renderer(attributes: Attributes) -> Renderer:
    """Return what turns the nodes and links of a graph with these attributes into N-Triples."""
    return RdfRenderer(NTriples(base_of(attributes)), attributes)


def write_ntriples(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
    """Write the graph as N-Triples (W3C RDF 1.1), one triple a line.

    A path that ends with ``.gz`` is compressed. The file takes its place when all is written.
    Raises `GraphError` for a graph that does not follow the model, `OutputError` where the file
    cannot be written.
    """
    write_single(graph, path, ntriples_renderer)
