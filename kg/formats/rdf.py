"""The graph as RDF: which triples say what it holds, whatever they are written in.

The mapping is written once, over `Terms`: a writer brings terms that are text in its syntax,
`to_rdflib` brings rdflib's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

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
    named_images,
)
from kg.ordering import attributes_of, sorted_edges
from kg.urls import encode_key
from kg.valuetypes import VALUE_TYPES, ValueType

if TYPE_CHECKING:
    import networkx as nx

Term = TypeVar("Term")

Term_co = TypeVar("Term_co", covariant=True)

Block = tuple[Term, list[tuple[Term, list[Term]]]]
"""A subject with its predicates and their objects."""

REIFIED: Final = tuple(relation.name for relation in RELATIONS.values() if relation.reified)
"""The relations whose edges are resources of their own."""

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


def base_of(graph: nx.MultiDiGraph[str]) -> str:
    """Return the IRI that the graph's ids are appended to."""
    return str(graph.graph.get("base", BASE))


class _Mapping(Generic[Term]):
    """The triples of one graph in one kind of terms; each method makes those of one kind of subject."""

    def __init__(self, graph: nx.MultiDiGraph[str], terms: Terms[Term]) -> None:
        self.graph = graph
        self.terms = terms
        self.language: str | None = graph.graph.get("language")
        self.type = terms.name("rdf:type")
        self.triples = 0
        self.nodes: dict[str, Term] = {node: self._node(node) for node in sorted(graph)}
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

    def _node(self, node: str) -> Term:
        kind, _, key = node.partition(":")
        return self.terms.local(kind, encode_key(key))

    def _language_of(self, row: Attribute) -> str | None:
        return self.language if row.translatable else None

    def _counted(self, subject: Term, pairs: list[tuple[Term, list[Term]]]) -> Block[Term]:
        self.triples += sum([len(objects) for _, objects in pairs])
        return subject, pairs

    def _values(self, owner: str, values: Mapping[str, Any]) -> list[tuple[Term, list[Term]]]:
        return [
            (predicate, [encode(item) for item in values[name]] if many else [encode(values[name])])
            for name, many, predicate, encode in self.attributes[owner]
            if name in values
        ]

    def node_blocks(self) -> Iterator[Block[Term]]:
        """Articles, providers and topics, with the plain triples of their edges."""
        scheme = self.terms.local("topics", "")
        attributes, neighbours = attributes_of(self.graph), dict(self.graph.adjacency())
        for node, term in self.nodes.items():
            data = attributes[node]
            kind = data["kind"]
            word = data.get("type", "").casefold() if kind == "article" else ""
            pairs = [(self.type, [self.classes[TYPE_TERMS.get(word, KINDS[kind].term)]])]
            pairs += self._values(kind, data)
            if kind == "topic":
                pairs.append((self.terms.name("skos:inScheme"), [scheme]))
            targets: dict[str, list[str]] = {}
            for target, edges in neighbours[node].items():
                for relation in edges:
                    targets.setdefault(relation, []).append(target)
            for relation, predicate in self.relations.items():
                if relation in targets:
                    pairs.append((predicate, [self.nodes[target] for target in sorted(targets[relation])]))
            yield self._counted(term, pairs)

    def link_blocks(self) -> Iterator[Block[Term]]:
        """One resource for each edge that carries attributes."""
        terms = self.terms
        link, from_, to = terms.name("kg:RelatedLink"), terms.name("kg:from"), terms.name("kg:to")
        for source, relation, target, values in sorted_edges(self.graph, REIFIED):
            pairs = [(self.type, [link]), (from_, [self.nodes[source]]), (to, [self.nodes[target]])]
            pairs += self._values(relation, values)
            yield self._counted(terms.local("link", link_id(source, relation, target)), pairs)

    def image_blocks(self) -> Iterator[Block[Term]]:
        """The images that nodes name, with their sizes."""
        terms = self.terms
        image, width, height = (terms.name(f"schema:{name}") for name in ("ImageObject", "width", "height"))
        sizes = self.graph.graph.get("images", {})
        for url in sorted({*sizes, *named_images(self.graph)}):
            pairs = [(self.type, [image])]
            if url in sizes:
                sides = zip((width, height), sizes[url], strict=True)
                pairs += [(side, [self.integer(pixels)]) for side, pixels in sides]
            yield self._counted(terms.iri(url), pairs)

    def scheme_block(self) -> Block[Term]:
        """The concept scheme that all topics are in."""
        name = self.terms.name
        return self._counted(self.terms.local("topics", ""), [(self.type, [name("skos:ConceptScheme")])])

    def dataset_block(self) -> Block[Term]:
        """The description of the whole: it comes last, as it counts the triples before it."""
        name, text = self.terms.name, self.terms.encoder(VALUE_TYPES["text"])
        values = {**self.graph.graph, "base": base_of(self.graph)}
        pairs = [(self.type, [name("void:Dataset"), name("dcat:Dataset")])]
        for attribute, term in GRAPH_TERMS.items():
            if attribute in values:
                encode = self.terms.iri if attribute == "licence" else text
                pairs.append((name(term), [encode(values[attribute])]))
        numbers = (("void:entities", len(self.nodes)), ("void:triples", self.triples))
        pairs += [(name(term), [self.integer(number)]) for term, number in numbers]
        pairs.append((name("void:vocabulary"), [self.terms.iri(PREFIXES[prefix]) for prefix in VOCABULARIES]))
        return self.terms.local("dataset", ""), pairs


def blocks(graph: nx.MultiDiGraph[str], terms: Terms[Term]) -> Iterator[Block[Term]]:
    """Yield the graph's triples, subject by subject, always in the same order.

    Articles, providers and topics by id, then links, images, the concept scheme, and last the
    description of the dataset. No blank nodes.
    """
    mapping = _Mapping(graph, terms)
    yield from mapping.node_blocks()
    yield from mapping.link_blocks()
    yield from mapping.image_blocks()
    yield mapping.scheme_block()
    yield mapping.dataset_block()
