"""N-Triples: one triple a line, for loading in bulk."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from kg.formats.rdf import Affixes, Attributes, RdfRenderer, base_of
from kg.formats.sections import Renderer, Section
from kg.formats.single import write_single
from kg.model import expand
from kg.valuetypes import VALUE_TYPES, ValueType

if TYPE_CHECKING:
    import networkx as nx

_LINE: Final = "\n"
_ESCAPES: Final = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))
"""What stands for characters, the backslash first; a text of the graph holds no other controls."""


def escaped(text: str) -> str:
    r"""Return a text as it stands between the quotes of a literal of N-Triples and Turtle.

    >>> print(escaped('say "hi"'))
    say \"hi\"
    """
    # Looking for each is done in no time, where `str.translate` goes through a text one by one.
    if '"' in text or "\\" in text or "\n" in text or "\r" in text or "\t" in text:
        for character, escape in _ESCAPES:
            text = text.replace(character, escape)
    return text


def quoted(text: str) -> str:
    """Return a text as a literal of N-Triples and Turtle."""
    return f'"{escaped(text)}"'


def literal_end(values: ValueType, language: str | None, datatype: str) -> str:
    """Return what ends a literal of N-Triples and Turtle.

    Parameters
    ----------
    language
        The language of a text; ``None`` for none.
    datatype
        The term of the datatype, for what is no text.
    """
    if values is VALUE_TYPES["text"]:
        return '"' if language is None else f'"@{language}'
    return f'"^^{datatype}'


class NTriples:
    """How N-Triples writes triples: one a line.

    A piece is lines without their subject.

    Parameters
    ----------
    base
        What the graph's ids are appended to.
    graph
        The IRI of the graph that the lines name; with one they are N-Quads.
    """

    head = ""
    separator = ""

    def __init__(self, base: str, *, graph: str | None = None) -> None:
        self.base = base
        self._end = " .\n" if graph is None else f" {self.iri(graph)} .\n"

    @property
    def description(self) -> NTriples:
        """How the description is written: the same way."""
        return self

    def iri(self, iri: str) -> str:
        """Return an IRI in angle brackets."""
        return f"<{iri}>"

    def local(self, prefix: str, key: str) -> str:
        """Return an IRI of the graph's own."""
        return f"<{self.base}{prefix}/{key}>" if key else f"<{self.base}{prefix}>"

    def name(self, curie: str) -> str:
        """Return a term of a vocabulary."""
        return self.iri(expand(curie))

    def _around(self, curie: str, before: str, behind: str) -> Affixes:
        start, end = f" {self.name(curie)} {before}", f"{behind}{self._end}"
        return Affixes(start, end + start, end)

    def around_terms(self, curie: str, *, several: bool) -> Affixes:
        """Return a property, and the ends of lines."""
        return self._around(curie, "", "")

    def around_values(self, curie: str, values: ValueType, language: str | None) -> Affixes:
        """Return a property with what makes literals or IRIs, and the ends of lines."""
        if not values.datatype:
            return self._around(curie, "<", ">")
        return self._around(curie, '"', literal_end(values, language, self.name(values.datatype)))

    def writer(self, values: ValueType) -> Callable[[Any], str] | None:
        """Return what escapes text, and writes other values."""
        if values is VALUE_TYPES["text"]:
            return escaped
        return values.write if values.datatype else None

    def block(self, subject: str, pieces: str) -> str:
        """Return the lines of a subject, which hold line feeds at their ends only."""
        return f"{subject}{pieces[:-1].replace(_LINE, _LINE + subject)}\n"

    def section(self, linked: Affixes) -> Section:
        """Return how the lines of links follow those of their source."""
        return Section()

    def short(self, subject: str, linked: Affixes, target: str) -> str:
        """Return a line."""
        return f"{subject}{linked.start}{target}{linked.end}"

    def end(self, scheme: str, description: str) -> str:
        """Return the lines that come last."""
        return scheme + description


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
