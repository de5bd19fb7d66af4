"""What a syntax of RDF has to know to write triples, subject by subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from kg.formats.sections import Section
from kg.model import BASE
from kg.valuetypes import ValueType

Attributes = Mapping[str, Any]
"""Attributes by name: of a graph, a node or an edge."""


class Affixes(NamedTuple):
    """What stands around the values of a property: before the first, between two, behind the last.

    Where `Block.separator` is ``None``, the subject stands between two values too, and `between` is
    of no account.
    """

    start: bytes
    between: bytes
    end: bytes


def affixes(start: str, between: str, end: str) -> Affixes:
    """Return affixes in UTF-8."""
    return Affixes(start.encode(), between.encode(), end.encode())


class Block(NamedTuple):
    """What stands around what is said of a subject.

    Attributes
    ----------
    start, opening
        What stands before the subject, and between it and the first property.
    separator
        What stands between properties; ``None`` where it is the subject, said again.
    end
        What stands behind the last property.
    """

    start: bytes
    opening: bytes
    separator: bytes | None
    end: bytes

    def before(self, subject: bytes) -> bytes:
        """Return what stands before each property but the first."""
        return subject if self.separator is None else self.separator

    def between(self, around: Affixes, subject: bytes) -> bytes:
        """Return what stands between two values of a property of a subject."""
        return around.between if self.separator is not None else around.end + subject + around.start


class Syntax(Protocol):
    """How a syntax writes triples: those of a subject in a block, property by property."""

    @property
    def head(self) -> str:
        """What stands before the first triple."""

    @property
    def block(self) -> Block:
        """What stands around what is said of a subject."""

    @property
    def description(self) -> Syntax:
        """How the description of the dataset is written, which may be in a graph of its own."""

    def iris(self, iris: Sequence[str]) -> list[bytes]:
        """Return the terms of absolute IRIs."""

    def local(self, prefix: str, key: str) -> str:
        """Return the term of ``base + prefix + "/" + key``, the key already encoded; of
        ``base + prefix`` where the key is empty.
        """

    def locals(self, prefix: str, keys: Sequence[str]) -> list[bytes]:
        """Return the terms of several such keys."""

    def name(self, curie: str) -> str:
        """Return the term of a prefixed name of `kg.model.PREFIXES`."""

    def around_terms(self, curie: str, *, several: bool) -> Affixes:
        """Return what stands around terms, as the values of a property, or as its only value."""

    def around_values(self, curie: str, values: ValueType, language: str | None) -> Affixes:
        """Return what stands around values of a type as text; around text in a language, where it has one."""

    def texts(self, values: ValueType, column: Sequence[Any]) -> list[bytes]:
        """Return the text of each value of a type."""

    def section(self, linked: Affixes) -> Section:
        """Return how the targets of links join a node's text."""

    def short(self, subject: bytes, linked: Affixes, target: bytes) -> bytes:
        """Return what a link adds to its source's text."""

    def end(self, scheme: str, description: str) -> str:
        """Return what stands behind the nodes: what topics are in, and the description of the whole."""


def base_of(attributes: Attributes) -> str:
    """Return the IRI that the graph's ids are appended to."""
    return str(attributes.get("base", BASE))


Piece = tuple[Affixes, Sequence[bytes]]
"""What stands around the values of a property, and these, one or several."""
