"""RDF as text: what the syntaxes of one triple after another have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, Protocol

from kg.formats.rdf import Attributes, Block, Term, Terms, Triples, count_triples
from kg.formats.sections import LinkText, NodeText, Section, Whole
from kg.model import KINDS
from kg.rows import Row


class Syntax(Protocol[Term]):
    """How a syntax writes triples."""

    @property
    def head(self) -> str:
        """What stands before the first triple."""

    @property
    def terms(self) -> Terms[Term]:
        """What makes terms."""

    def block(self, block: Block[Term]) -> str:
        """Return the text of a subject with its predicates and objects."""

    def section(self, linked: Term) -> Section:
        """Return how the targets of links join a node's text."""

    def short(self, subject: Term, linked: Term, target: Term) -> str:
        """Return what a link adds to its source's text."""

    def end(self, scheme: Block[Term], dataset: Block[Term]) -> str:
        """Return what stands behind the nodes: what topics are in, and the description of the whole."""


class RdfRenderer(Generic[Term]):
    """Turns nodes and links into triples of one syntax; a mark is a number of triples.

    Parameters
    ----------
    syntax
        The syntax.
    attributes
        Those of the graph itself.
    """

    images = True

    def __init__(self, syntax: Syntax[Term], attributes: Attributes) -> None:
        self._syntax = syntax
        self._triples: Triples[Term] = Triples(attributes, syntax.terms)
        self.links = syntax.section(self._triples.linked)
        self.sections = (self.links,)

    def node(self, row: Row) -> NodeText:
        """Return a node's triples."""
        block = self._triples.node_block(row)
        return (self._syntax.block(block),), count_triples(block)

    def link(self, source: str, target: str, values: Mapping[str, Any], key: str) -> tuple[LinkText, int]:
        """Return a link's triples, the plain one first."""
        triples = self._triples
        block = triples.link_block(source, target, values, key)
        short = self._syntax.short(triples.node(source), triples.linked, triples.node(target))
        return LinkText(short, self._syntax.block(block)), count_triples(block) + 1

    def frame(self, whole: Whole) -> Iterator[str | Section]:
        """Yield what declares prefixes, the triples, and what tells of the whole."""
        scheme = self._triples.scheme_block()
        count = sum(number * nodes for number, nodes in whole.marks.items()) + count_triples(scheme)
        entities = sum(whole.counts.get(kind, 0) for kind in KINDS)
        yield self._syntax.head
        yield self.links
        yield self._syntax.end(scheme, self._triples.dataset_block(entities, count))
