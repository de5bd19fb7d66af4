"""What the rows of the model's tables say: of kinds of nodes, of relations, and of attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.valuetypes import VALUE_TYPES, ValueType

PREFIXES: Final[dict[str, str]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "kg": "https://example.org/kg/ns#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(curie: str) -> str:
    """Return the IRI of a prefixed name of one of `PREFIXES`.

    >>> expand("schema:headline")
    'https://schema.org/headline'
    """
    prefix, local = curie.split(":", 1)
    return PREFIXES[prefix] + local


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a node kind, of a relation, or of the graph itself.

    Attributes
    ----------
    owner
        The node kind, or the relation, that carries it; or `kg.model.IMAGE`, or `kg.model.GRAPH`.
    name
        The key in the attribute dictionary.
    type
        A key of `VALUE_TYPES`.
    term
        The RDF property as a prefixed name.
    meaning
        One line for the reference page.
    many
        Whether the value is a tuple: sorted, without duplicates.
    translatable
        Whether its RDF literals carry the graph's language.
    required
        Whether each node or link of a corpus, or each corpus, has it.
    minimum, maximum
        The least and the greatest value of a number, where they are less than its type allows.
    pattern
        What its text matches somewhere, as a regular expression of XPath.
    apart_from
        The attribute of the same owner that none of its values may equal.
    specialises
        The wider RDF property, of a vocabulary that is not ours.
    derived
        Whether it is no file's but what `kg.analytics.with_analytics` adds.
    """

    owner: str
    name: str
    type: str
    term: str
    meaning: str
    many: bool = False
    translatable: bool = False
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    apart_from: str = ""
    specialises: str = ""
    derived: bool = False

    @property
    def values(self) -> ValueType:
        """The row of `VALUE_TYPES`."""
        return VALUE_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of node.

    Attributes
    ----------
    name
        The value of the node attribute ``kind`` and the prefix of its ids.
    term
        Its RDF class as a prefixed name (articles: where `kg.model.TYPE_TERMS` has no row for the type).
    label
        The attribute that the node attribute ``label`` repeats.
    labels
        What property-graph stores call such a node.
    several
        What several of them are called.
    key
        What the keys of their ids match, as they stand in IRIs: a regular expression of XPath.
    meaning
        One line.
    derived
        Whether it is no file's but what `kg.analytics.with_analytics` adds.
    """

    name: str
    term: str
    label: str
    labels: str
    several: str
    key: str
    meaning: str
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation; its name is the edge's key in the multigraph.

    Attributes
    ----------
    name
        The edge key.
    source, target
        The node kinds it joins.
    term
        The RDF property of the plain triple.
    meaning
        One line for the reference page.
    reified
        Whether each edge is a resource of its own as well, because it carries attributes.
    many
        Whether a node of a corpus may have several such edges.
    required
        Whether each node of a corpus has one.
    specialises
        The wider RDF property, of a vocabulary that is not ours.
    derived
        Whether it is no file's but what `kg.analytics.with_analytics` adds.
    """

    name: str
    source: str
    target: str
    term: str
    meaning: str
    reified: bool = False
    many: bool = True
    required: bool = False
    specialises: str = ""
    derived: bool = False
