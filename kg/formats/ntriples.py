"""N-Triples: one triple a line, for loading in bulk."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.formats.rdf import RdfRenderer
from kg.formats.sections import Renderer, Section
from kg.formats.single import write_single
from kg.formats.syntax import Affixes, Attributes, Block, affixes, base_of
from kg.formats.texts import affixed, quoted_texts, written
from kg.model import expand
from kg.valuetypes import VALUE_TYPES, ValueType

if TYPE_CHECKING:
    import networkx as nx

_ESCAPES: Final = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))
"""What stands for characters, the backslash first; a text of the graph holds no other controls."""


def quoted(text: str) -> str:
    r"""Return a text as a literal of N-Triples and Turtle.

    >>> print(quoted('say "hi"'))
    "say \"hi\""
    """
    # Looking for each is done in no time, where `str.translate` goes through a text one by one.
    if '"' in text or "\\" in text or "\n" in text or "\r" in text or "\t" in text:
        for character, escape in _ESCAPES:
            text = text.replace(character, escape)
    return f'"{text}"'


def around_literal(values: ValueType, language: str | None, datatype: str) -> tuple[str, str]:
    """Return what stands before and behind the text of a value in N-Triples and Turtle.

    Parameters
    ----------
    language
        The language of a text, which has its quotes; ``None`` for none.
    datatype
        The term of the datatype, for what is no text.
    """
    if not values.datatype:
        return "<", ">"
    if values is VALUE_TYPES["text"]:
        return "", "" if language is None else f"@{language}"
    return '"', f'"^^{datatype}'


def literal_texts(values: ValueType, column: Sequence[Any]) -> list[bytes]:
    """Return the text of each value of a type in N-Triples and Turtle, with the quotes of what is text."""
    return quoted_texts(column) if values is VALUE_TYPES["text"] else written(values, column)


class NTriples:
    """How N-Triples writes triples: one a line, each with its subject.

    Parameters
    ----------
    base
        What the graph's ids are appended to.
    graph
        The IRI of the graph that the lines name; with one they are N-Quads.
    """

    head = ""
    block = Block(b"", b"", None, b"")

    def __init__(self, base: str, *, graph: str | None = None) -> None:
        self.base = base
        self._end = " .\n" if graph is None else f" <{graph}> .\n"

    @property
    def description(self) -> NTriples:
        """How the description is written: the same way."""
        return self

    def iris(self, iris: Sequence[str]) -> list[bytes]:
        """Return IRIs in angle brackets."""
        return affixed("<", iris, ">")

    def local(self, prefix: str, key: str) -> str:
        """Return an IRI of the graph's own."""
        return f"<{self.base}{prefix}/{key}>" if key else f"<{self.base}{prefix}>"

    def locals(self, prefix: str, keys: Sequence[str]) -> list[bytes]:
        """Return IRIs of the graph's own."""
        return affixed(f"<{self.base}{prefix}/", keys, ">")

    def name(self, curie: str) -> str:
        """Return a term of a vocabulary."""
        return f"<{expand(curie)}>"

    def _around(self, curie: str, before: str, behind: str) -> Affixes:
        return affixes(f" {self.name(curie)} {before}", "", f"{behind}{self._end}")

    def around_terms(self, curie: str, *, several: bool) -> Affixes:
        """Return a property, and the ends of lines."""
        return self._around(curie, "", "")

    def around_values(self, curie: str, values: ValueType, language: str | None) -> Affixes:
        """Return a property with what makes literals or IRIs, and the ends of lines."""
        datatype = self.name(values.datatype) if values.datatype else ""
        return self._around(curie, *around_literal(values, language, datatype))

    def texts(self, values: ValueType, column: Sequence[Any]) -> list[bytes]:
        """Return the text of each value of a type."""
        return literal_texts(values, column)

    def section(self, linked: Affixes) -> Section:
        """Return how the lines of links follow those of their source."""
        return Section()

    def short(self, subject: bytes, linked: Affixes, target: bytes) -> bytes:
        """Return a line."""
        return b"".join((subject, linked.start, target, linked.end))

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
