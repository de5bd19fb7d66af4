"""The graph as RDF: which triples say what it holds, whatever they are written in.

The mapping is written once, over `Terms`: a writer brings terms that are text in its syntax,
`to_rdflib` brings rdflib's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Generic, Protocol, TypeVar

from kg.ids import link_id
from kg.model import BASE, BY_OWNER, GRAPH_TERMS, KINDS, LINK, PREFIXES, RELATIONS, TYPE_TERMS
from kg.rows import IMAGE, Row
from kg.urls import encode_key
from kg.valuetypes import VALUE_TYPES, ValueType

Term = TypeVar("Term")

Term_co = TypeVar("Term_co", covariant=True)

Attributes = Mapping[str, Any]
"""Attributes by name: of a graph, a node or an edge."""

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


def base_of(attributes: Attributes) -> str:
    """Return the IRI that the graph's ids are appended to."""
    return str(attributes.get("base", BASE))


class Triples(Generic[Term]):
    """The triples of one graph in one kind of terms; each method makes those of one kind of subject.

    Parameters
    ----------
    attributes
        Those of the graph itself.
    terms
        What makes the terms.
    """

    def __init__(self, attributes: Attributes, terms: Terms[Term]) -> None:
        self._attributes = attributes
        self._terms = terms
        language: str | None = attributes.get("language")
        self._type = terms.name("rdf:type")
        self._known: dict[str, Term] = {}
        self._classes = {
            term: terms.name(term) for term in (*TYPE_TERMS.values(), *(k.term for k in KINDS.values()))
        }
        self._relations = {name: terms.name(relation.term) for name, relation in RELATIONS.items()}
        self._rows = {
            owner: [
                (
                    row.name,
                    row.many,
                    terms.name(row.term),
                    terms.encoder(row.values, language if row.translatable else None),
                )
                for row in rows
            ]
            for owner, rows in BY_OWNER.items()
        }
        self._integer = terms.encoder(VALUE_TYPES["integer"])
        self._scheme = terms.local("topics", "")
        self._in_scheme = terms.name("skos:inScheme")
        self._image = terms.name("schema:ImageObject")
        self._sides = [(name, terms.name(f"schema:{name}")) for name in ("width", "height")]
        self._link, self._from, self._to = map(terms.name, ("kg:RelatedLink", "kg:from", "kg:to"))

    def node(self, node: str) -> Term:
        """Return the term of a node; those that many edges lead to are kept."""
        term = self._known.get(node)
        if term is None:
            kind, _, key = node.partition(":")
            term = self._terms.local(kind, encode_key(key))
            if kind != "article":
                self._known[node] = term
        return term

    def _values(self, owner: str, values: Attributes) -> list[tuple[Term, list[Term]]]:
        return [
            (predicate, [encode(item) for item in values[name]] if many else [encode(values[name])])
            for name, many, predicate, encode in self._rows[owner]
            if name in values
        ]

    def node_block(self, row: Row) -> Block[Term]:
        """A node with the plain triples of its edges that are no links, or an image."""
        node, values, edges = row
        kind = values["kind"]
        if kind == IMAGE:
            pairs = [(self._type, [self._image])]
            pairs += [(term, [self._integer(values[name])]) for name, term in self._sides if name in values]
            return self._terms.iri(node), pairs
        word = values.get("type", "").casefold() if kind == "article" else ""
        pairs = [(self._type, [self._classes[TYPE_TERMS.get(word, KINDS[kind].term)]])]
        pairs += self._values(kind, values)
        if kind == "topic":
            pairs.append((self._in_scheme, [self._scheme]))
        targets: dict[str, list[Term]] = {}
        for relation, target, _ in edges:
            if relation != LINK:
                targets.setdefault(relation, []).append(self.node(target))
        pairs += [(term, targets[name]) for name, term in self._relations.items() if name in targets]
        return self.node(node), pairs

    @property
    def linked(self) -> Term:
        """The predicate of the plain triple that a link adds to its source."""
        return self._relations[LINK]

    def link_block(self, source: str, target: str, values: Attributes, key: str) -> Block[Term]:
        """A link, which is a resource because it has attributes; `key` is its id."""
        pairs = [
            (self._type, [self._link]),
            (self._from, [self.node(source)]),
            (self._to, [self.node(target)]),
            *self._values(LINK, values),
        ]
        return self._terms.local("link", key), pairs

    def scheme_block(self) -> Block[Term]:
        """The concept scheme that all topics are in."""
        return self._scheme, [(self._type, [self._terms.name("skos:ConceptScheme")])]

    def dataset_block(self, entities: int, triples: int) -> Block[Term]:
        """The description of the whole, which counts nodes and the triples before it."""
        name, text = self._terms.name, self._terms.encoder(VALUE_TYPES["text"])
        values = {**self._attributes, "base": base_of(self._attributes)}
        pairs = [(self._type, [name("void:Dataset"), name("dcat:Dataset")])]
        for attribute, term in GRAPH_TERMS.items():
            if attribute in values:
                encode = self._terms.iri if attribute == "licence" else text
                pairs.append((name(term), [encode(values[attribute])]))
        numbers = (("void:entities", entities), ("void:triples", triples))
        pairs += [(name(term), [self._integer(number)]) for term, number in numbers]
        vocabularies = [self._terms.iri(PREFIXES[prefix]) for prefix in VOCABULARIES]
        pairs.append((name("void:vocabulary"), vocabularies))
        return self._terms.local("dataset", ""), pairs


def count_triples(block: Block[Term]) -> int:
    """Return how many triples a block is."""
    return sum([len(objects) for _, objects in block[1]])


def blocks(attributes: Attributes, rows: Iterable[Row], terms: Terms[Term]) -> Iterator[Block[Term]]:
    """Yield the graph's triples, subject by subject, always in the same order.

    Articles, providers and topics by id, each article followed by its links; then images, the
    concept scheme, and last the description of the dataset. No blank nodes.
    """
    mapping = Triples(attributes, terms)
    entities = triples = 0
    for row in rows:
        node, _, edges = row
        subject, pairs = mapping.node_block(row)
        links = [(target, values) for relation, target, values in edges if relation == LINK]
        if links:
            pairs.append((mapping.linked, [mapping.node(target) for target, _ in links]))
        found = [(subject, pairs)]
        found += [mapping.link_block(node, to, values, link_id(node, LINK, to)) for to, values in links]
        entities += row[1]["kind"] != IMAGE
        triples += sum(map(count_triples, found))
        yield from found
    scheme = mapping.scheme_block()
    yield scheme
    yield mapping.dataset_block(entities, triples + count_triples(scheme))
