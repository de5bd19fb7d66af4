"""The graph as RDF: which triples say what it holds, whatever syntax they are written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from kg.formats.description import describe
from kg.formats.sections import LinkText, Section, Whole
from kg.model import BASE, BY_OWNER, IMAGE, LINK, RELATIONS, Attribute
from kg.rows import Row
from kg.urls import encode_key
from kg.valuetypes import VALUE_TYPES, ValueType
from kg.vocabulary import CLASS_OF, SCHEME, class_of

Attributes = Mapping[str, Any]
"""Attributes by name: of a graph, a node or an edge."""


class Affixes(NamedTuple):
    """What stands around the values of a property: before the first, between two, behind the last."""

    start: str
    between: str
    end: str


class Syntax(Protocol):
    """How a syntax writes triples: those of a subject are pieces, one for each property."""

    @property
    def head(self) -> str:
        """What stands before the first triple."""

    @property
    def description(self) -> Syntax:
        """How the description of the dataset is written, which may be in a graph of its own."""

    def iri(self, iri: str) -> str:
        """Return the term of an absolute IRI."""

    def local(self, prefix: str, key: str) -> str:
        """Return the term of ``base + prefix + "/" + key``, the key already encoded; of
        ``base + prefix`` where the key is empty.
        """

    def name(self, curie: str) -> str:
        """Return the term of a prefixed name of `kg.model.PREFIXES`."""

    def around_terms(self, curie: str, *, several: bool) -> Affixes:
        """Return what stands around terms, as the values of a property, or as its only value."""

    def around_values(self, curie: str, values: ValueType, language: str | None) -> Affixes:
        """Return what stands around values of a type as text; around text in a language, where it has one."""

    def writer(self, values: ValueType) -> Callable[[Any], str] | None:
        """Return what makes text of values of a type; ``None`` where they are text that needs no escapes."""

    @property
    def separator(self) -> str:
        """What stands between pieces."""

    def block(self, subject: str, pieces: str) -> str:
        """Return the text of a subject, whose pieces are joined."""

    def section(self, linked: Affixes) -> Section:
        """Return how the targets of links join a node's text."""

    def short(self, subject: str, linked: Affixes, target: str) -> str:
        """Return what a link adds to its source's text."""

    def end(self, scheme: str, description: str) -> str:
        """Return what stands behind the nodes: what topics are in, and the description of the whole."""


def base_of(attributes: Attributes) -> str:
    """Return the IRI that the graph's ids are appended to."""
    return str(attributes.get("base", BASE))


_Write = Callable[[Any], str]


class _Template(NamedTuple):
    """The text that tells the class and the attributes of a subject, but for the values.

    Attributes
    ----------
    names
        The attributes.
    parts
        What stands around their values, with room for these at the odd places.
    writes
        What makes text of values that are no text, or need escapes, by their place among the names.
    """

    names: tuple[str, ...]
    parts: list[str]
    writes: list[tuple[int, _Write]]

    def filled(self, values: Attributes) -> str:
        """Return the text with values."""
        found = list(map(values.__getitem__, self.names))
        for place, write in self.writes:
            found[place] = write(found[place])
        parts = self.parts[:]
        parts[1::2] = found
        return "".join(parts)


def _joined(write: _Write | None, between: str) -> _Write:
    """Return what makes one text of several values."""
    if write is None:
        return between.join
    return lambda values: between.join([write(value) for value in values])


class _Speech:
    """How a syntax says something of a subject."""

    def __init__(self, syntax: Syntax) -> None:
        self._syntax = syntax

    def terms(self, curie: str, terms: Sequence[str]) -> str:
        """Return the piece that tells the terms a property leads to."""
        start, between, end = self._syntax.around_terms(curie, several=len(terms) > 1)
        return f"{start}{between.join(terms)}{end}"

    def type(self, *curies: str) -> str:
        """Return the piece that tells the classes of a subject."""
        return self.terms("rdf:type", list(map(self._syntax.name, curies)))

    def values(self, curie: str, type_: ValueType, values: Sequence[Any]) -> str:
        """Return the piece that tells the values of a property."""
        start, between, end = self._syntax.around_values(curie, type_, None)
        return f"{start}{_joined(self._syntax.writer(type_), between)(values)}{end}"

    def template(
        self, before: str, rows: Sequence[Attribute], behind: Sequence[str], language: str | None
    ) -> _Template:
        """Return the text that tells attributes, between other pieces."""
        syntax = self._syntax
        parts, writes = [before], list[tuple[int, _Write]]()
        for place, row in enumerate(rows):
            around = syntax.around_values(row.term, row.values, language if row.translatable else None)
            write = syntax.writer(row.values)
            if row.many:
                write = _joined(write, around.between)
            if write is not None:
                writes.append((place, write))
            parts[-1] += syntax.separator + around.start
            parts += ["", around.end]
        parts[-1] += "".join([syntax.separator + piece for piece in behind])
        return _Template(tuple([row.name for row in rows]), parts, writes)


class RdfRenderer:
    """Turns nodes and links into triples of one syntax.

    Parameters
    ----------
    syntax
        The syntax.
    attributes
        Those of the graph itself.
    """

    images = True

    def __init__(self, syntax: Syntax, attributes: Attributes) -> None:
        self._syntax = syntax
        self._attributes = attributes
        self._speech = _Speech(syntax)
        self._relations = {
            name: [syntax.around_terms(row.term, several=several) for several in (False, True)]
            for name, row in RELATIONS.items()
            if name != LINK
        }
        self._scheme = syntax.local("topics", "")
        self._ends = self._around_ends()
        self._linked = syntax.around_terms(RELATIONS[LINK].term, several=True)
        self._templates: dict[tuple[str, ...], _Template] = {}
        self._known: dict[str, str] = {}
        self.head = syntax.head
        self.links = syntax.section(self._linked)
        self.sections = (self.links,)

    def _around_ends(self) -> Affixes:
        """Return the class of links, and what stands around the two nodes that each joins."""
        syntax = self._syntax
        source, target = [syntax.around_terms(f"kg:{end}", several=False) for end in ("from", "to")]
        return Affixes(
            self._speech.type(CLASS_OF[LINK]) + syntax.separator + source.start,
            source.end + syntax.separator + target.start,
            target.end,
        )

    def _template(self, owner: str, names: tuple[str, ...]) -> _Template:
        """Return how a subject of a class with some attributes is told; the class is the first name."""
        speech = self._speech
        rows = [row for row in BY_OWNER[owner] if row.name in names[1:]]
        behind = [speech.terms("skos:inScheme", [self._scheme])] if owner == "topic" else []
        language: str | None = self._attributes.get("language")
        before = "" if owner == LINK else speech.type(names[0])
        self._templates[names] = speech.template(before, rows, behind, language)
        return self._templates[names]

    def _told(self, owner: str, values: Attributes) -> str:
        """Return the text that tells the attributes of a subject, and before them its class but of links."""
        names = (class_of(owner, values), *values)
        return (self._templates.get(names) or self._template(owner, names)).filled(values)

    def _node(self, node: str) -> str:
        """Return the term of a node; those that many edges lead to are kept."""
        term = self._known.get(node)
        if term is None:
            kind, _, key = node.partition(":")
            term = self._syntax.local(kind, encode_key(key))
            if kind != "article":
                self._known[node] = term
        return term

    def node(self, row: Row) -> Sequence[str]:
        """Return a node with the plain triples of its edges that are no links, or an image."""
        node, values, edges = row
        kind = values["kind"]
        told = self._told(kind, values)
        if kind == IMAGE:
            return (self._syntax.block(self._syntax.iri(node), told),)
        targets: dict[str, list[str]] = {}
        for relation, target, _ in edges:
            if relation != LINK:
                targets.setdefault(relation, []).append(self._node(target))
        for name, around in self._relations.items():
            if name in targets:
                start, between, end = around[len(targets[name]) > 1]
                told += f"{self._syntax.separator}{start}{between.join(targets[name])}{end}"
        return (self._syntax.block(self._node(node), told),)

    def link(self, source: str, target: str, values: Attributes, key: str) -> LinkText:
        """Return a link's triples, the plain one first; it is a resource because it has attributes."""
        start, end = self._node(source), self._node(target)
        before, between, behind = self._ends
        told = f"{before}{start}{between}{end}{behind}{self._told(LINK, values)}"
        return LinkText(
            self._syntax.short(start, self._linked, end),
            self._syntax.block(self._syntax.local("link", key), told),
        )

    def frame(self, whole: Whole) -> Iterator[str | Section]:
        """Yield the triples, and what tells of the whole."""
        yield self.links
        scheme = self._syntax.block(self._scheme, self._speech.type(SCHEME))
        yield self._syntax.end(scheme, "".join(self._description(whole)))

    def _description(self, whole: Whole) -> Iterator[str]:
        """Yield the text of each subject that describes the dataset."""
        syntax = self._syntax.description
        speech = _Speech(syntax)
        attributes = {**whole.attributes, "base": base_of(whole.attributes)}
        for key, classes, statements in describe(attributes, whole.census):
            pieces = [speech.type(*classes)] if classes else []
            for curie, type_, values in statements:
                if type_ is None:
                    pieces.append(speech.terms(curie, [syntax.local("dataset", part) for part in values]))
                else:
                    pieces.append(speech.values(curie, VALUE_TYPES[type_], values))
            yield syntax.block(syntax.local("dataset", key), syntax.separator.join(pieces))
