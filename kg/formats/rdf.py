"""The graph as RDF: which triples say what it holds, whatever they are written in.

The mapping is written once, over `Terms`: a writer brings terms that are text in its syntax,
`to_rdflib` brings rdflib's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Generic, Protocol, TypeVar

from kg.model import (
    BASE,
    BY_OWNER,
    GRAPH_TERMS,
    KINDS,
    PREFIXES,
    RELATIONS,
    TYPE_TERMS,
    Attribute,
    link_id,
)
from kg.rows import IMAGE, Header, Row
from kg.urls import encode_key
from kg.valuetypes import VALUE_TYPES, ValueType

Term = TypeVar("Term")

Term_co = TypeVar("Term_co", covariant=True)

Block = tuple[Term, list[tuple[Term, list[Term]]]]
"""A subject with its predicates and their objects."""

VOCABULARIES: Final = ("dcat", "dcterms", "kg", "schema", "skos", "void")


class Terms(Protocol[Term_co]):
    """Makes the terms of one syntax or library."""

    def iri(self, iri: str) -> Term_co:
        """Return the term of an absolute IRI."""

    def local(self, prefix: str, key: str) -> Term_co:
        """Return the term of ``base + prefix + "/" + key``, the key already encoded; of
        ``base + prefix`` where the key is empty.
        """

    def name(self, curie: str) -> Term_co:
        """Return the term of a prefixed name of `kg.model.PREFIXES`."""

    def encoder(self, values: ValueType, language: str | None = None) -> Callable[[Any], Term_co]:
        """Return what makes the terms of values of a type; of text in a language where there is one.

        Asked for once per attribute, it is then called for each of its values.
        """


def base_of(header: Header) -> str:
    """Return the IRI that the graph's ids are appended to."""
    return str(header.attributes.get("base", BASE))


class _Mapping(Generic[Term]):
    """The triples of one graph in one kind of terms; each method makes those of one kind of subject."""

    def __init__(self, header: Header, terms: Terms[Term]) -> None:
        self.header = header
        self.terms = terms
        self.language: str | None = header.attributes.get("language")
        self.type = terms.name("rdf:type")
        self.entities = self.triples = 0
        self.known: dict[str, Term] = {}
        self.classes = {
            term: terms.name(term) for term in (*TYPE_TERMS.values(), *(k.term for k in KINDS.values()))
        }
        self.relations = {name: terms.name(relation.term) for name, relation in RELATIONS.items()}
        self.attributes = {
            owner: [
                (row.name, row.many, terms.name(row.term), terms.encoder(row.values, self._language_of(row)))
                for row in rows
            ]
            for owner, rows in BY_OWNER.items()
        }
        self.integer = terms.encoder(VALUE_TYPES["integer"])
        self.scheme = terms.local("topics", "")
        self.in_scheme = terms.name("skos:inScheme")
        self.image = terms.name("schema:ImageObject")
        self.sides = [(name, terms.name(f"schema:{name}")) for name in ("width", "height")]
        self.link, self.from_, self.to = map(terms.name, ("kg:RelatedLink", "kg:from", "kg:to"))

    def _node(self, node: str) -> Term:
        """Return the term of a node; those that many edges lead to are kept."""
        term = self.known.get(node)
        if term is None:
            kind, _, key = node.partition(":")
            term = self.terms.local(kind, encode_key(key))
            if kind != "article":
                self.known[node] = term
        return term

    def _language_of(self, row: Attribute) -> str | None:
        return self.language if row.translatable else None

    def _counted(self, subject: Term, pairs: list[tuple[Term, list[Term]]]) -> Block[Term]:
        for _, objects in pairs:
            self.triples += len(objects)
        return subject, pairs

    def _values(self, owner: str, values: Mapping[str, Any]) -> list[tuple[Term, list[Term]]]:
        return [
            (predicate, [encode(item) for item in values[name]] if many else [encode(values[name])])
            for name, many, predicate, encode in self.attributes[owner]
            if name in values
        ]

    def row_blocks(self, row: Row) -> Iterator[Block[Term]]:
        """A node with the plain triples of its edges, and a resource for each that has attributes.

        An image is a resource without edges.
        """
        node, values, edges = row
        kind = values["kind"]
        if kind == IMAGE:
            yield self._image_block(node, values)
            return
        word = values.get("type", "").casefold() if kind == "article" else ""
        pairs = [(self.type, [self.classes[TYPE_TERMS.get(word, KINDS[kind].term)]])]
        pairs += self._values(kind, values)
        if kind == "topic":
            pairs.append((self.in_scheme, [self.scheme]))
        targets: dict[str, list[Term]] = {}
        for relation, target, _ in edges:
            targets.setdefault(relation, []).append(self._node(target))
        pairs += [(term, targets[name]) for name, term in self.relations.items() if name in targets]
        self.entities += 1
        term = self._node(node)
        yield self._counted(term, pairs)
        for relation, target, own in edges:
            if RELATIONS[relation].reified:
                pairs = [(self.type, [self.link]), (self.from_, [term]), (self.to, [self._node(target)])]
                pairs += self._values(relation, own)
                yield self._counted(self.terms.local("link", link_id(node, relation, target)), pairs)

    def _image_block(self, url: str, values: Mapping[str, Any]) -> Block[Term]:
        pairs = [(self.type, [self.image])]
        pairs += [(term, [self.integer(values[name])]) for name, term in self.sides if name in values]
        return self._counted(self.terms.iri(url), pairs)

    def scheme_block(self) -> Block[Term]:
        """The concept scheme that all topics are in."""
        name = self.terms.name
        return self._counted(self.scheme, [(self.type, [name("skos:ConceptScheme")])])

    def dataset_block(self) -> Block[Term]:
        """The description of the whole: it comes last, as it counts the triples before it."""
        name, text = self.terms.name, self.terms.encoder(VALUE_TYPES["text"])
        values = {**self.header.attributes, "base": base_of(self.header)}
        pairs = [(self.type, [name("void:Dataset"), name("dcat:Dataset")])]
        for attribute, term in GRAPH_TERMS.items():
            if attribute in values:
                encode = self.terms.iri if attribute == "licence" else text
                pairs.append((name(term), [encode(values[attribute])]))
        numbers = (("void:entities", self.entities), ("void:triples", self.triples))
        pairs += [(name(term), [self.integer(number)]) for term, number in numbers]
        pairs.append((name("void:vocabulary"), [self.terms.iri(PREFIXES[prefix]) for prefix in VOCABULARIES]))
        return self.terms.local("dataset", ""), pairs


def blocks(header: Header, rows: Iterable[Row], terms: Terms[Term]) -> Iterator[Block[Term]]:
    """Yield the graph's triples, subject by subject, always in the same order.

    Articles, providers and topics by id, each article followed by its links; then images, the
    concept scheme, and last the description of the dataset. No blank nodes.
    """
    mapping = _Mapping(header, terms)
    for row in rows:
        yield from mapping.row_blocks(row)
    yield mapping.scheme_block()
    yield mapping.dataset_block()
