"""The coverage graph's model: node kinds, relations, attributes and terms.

The tables here drive the builder, every writer and reader of graph files, and the reference
page. A new attribute is one row of `ATTRIBUTES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kg.valuetypes import VALUE_TYPES, ValueType

NAME: Final = "Coverage graph"
BASE: Final = "https://example.org/kg/"

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


LANGUAGE_TAG: Final = re.compile(
    r"(?:x(?:-[a-z0-9]{1,8})+"
    r"|(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)\Z"
)
"""A language tag of BCP 47 (RFC 5646) in lower case, without the irregular ones of old."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a node kind, of a relation, or of the graph itself.

    Attributes
    ----------
    owner
        The node kind, or the relation, that carries it; or `IMAGE`, or `GRAPH`.
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
    minimum
        The least value of a whole number.
    pattern
        What its text matches somewhere, as a regular expression of XPath.
    apart_from
        The attribute of the same owner that none of its values may equal.
    specialises
        The wider RDF property, of a vocabulary that is not ours.
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
    pattern: str = ""
    apart_from: str = ""
    specialises: str = ""

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
        Its RDF class as a prefixed name (articles: where `TYPE_TERMS` has no row for the type).
    label
        The attribute that the node attribute ``label`` repeats.
    labels
        What property-graph stores call such a node.
    """

    name: str
    term: str
    label: str
    labels: str


KINDS: Final[dict[str, Kind]] = {
    "article": Kind("article", "schema:CreativeWork", "title", ":Article"),
    "provider": Kind("provider", "schema:NewsMediaOrganization", "name", ":Provider"),
    "topic": Kind("topic", "skos:Concept", "name", ":Topic"),
}

TYPE_TERMS: Final[dict[str, str]] = {
    "answer": "schema:Answer",
    "article": "schema:NewsArticle",
    "blog": "schema:BlogPosting",
    "book": "schema:Book",
    "collection": "schema:Collection",
    "course": "schema:Course",
    "dataset": "schema:Dataset",
    "podcast": "schema:PodcastEpisode",
    "report": "schema:Report",
    "video": "schema:VideoObject",
}


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


RELATIONS: Final[dict[str, Relation]] = {
    "published_by": Relation(
        "published_by",
        "article",
        "provider",
        "schema:publisher",
        "who published it",
        many=False,
        required=True,
    ),
    "about": Relation("about", "article", "topic", "schema:about", "what it is about"),
    "related_to": Relation(
        "related_to",
        "article",
        "article",
        "kg:relatedTo",
        "an article of the same story, listed next to it",
        reified=True,
        specialises="dcterms:relation",
    ),
    "broader": Relation("broader", "topic", "topic", "skos:broader", "the wider topic"),
}

LINK: Final = "related_to"
"""The relation whose edges have attributes, which depend on both articles."""

IMAGE: Final = "image"
"""What carries the attributes of images, which are no nodes."""

GRAPH: Final = "graph"
"""What carries the attributes of the graph itself, which in RDF describe its dataset."""

WEB_ADDRESS: Final = "^[Hh][Tt][Tt][Pp][Ss]?://"

# fmt: off
ATTRIBUTES: Final[tuple[Attribute, ...]] = (
    Attribute("article", "label", "text", "rdfs:label", "what to show for it", translatable=True,
              required=True),
    Attribute("article", "title", "text", "schema:headline", "its headline", translatable=True,
              required=True),
    Attribute("article", "alternative_titles", "text", "schema:alternativeHeadline",
              "headlines other mentions gave it", many=True, translatable=True, apart_from="title"),
    Attribute("article", "excerpt", "text", "schema:abstract", "its first sentences", translatable=True),
    Attribute("article", "url", "iri", "schema:url", "where it was published", required=True,
              pattern=WEB_ADDRESS),
    Attribute("article", "original_url", "iri", "kg:originalUrl", "where it first was, if elsewhere",
              pattern=WEB_ADDRESS),
    Attribute("article", "published_at", "instant", "schema:datePublished", "the earliest date recorded"),
    Attribute("article", "modified_at", "instant", "schema:dateModified", "the latest date, if later"),
    Attribute("article", "type", "text", "kg:type", "the kind of work, in the file's own word"),
    Attribute("article", "category", "text", "schema:articleSection", "the section it was filed under"),
    Attribute("article", "quality", "integer", "kg:quality", "the collector's quality score", minimum=0),
    Attribute("article", "heat", "integer", "kg:heat", "the collector's measure of attention", minimum=-1),
    Attribute("article", "featured", "boolean", "kg:featured", "whether the collector published it"),
    Attribute("article", "amp_url", "iri", "kg:ampUrl", "its AMP page", pattern=WEB_ADDRESS,
              specialises="dcterms:hasFormat"),
    Attribute("article", "amp_cache_url", "iri", "kg:ampCacheUrl", "its AMP page in the cache",
              pattern=WEB_ADDRESS, specialises="dcterms:hasFormat"),
    Attribute("article", "image", "iri", "kg:leadImage", "its lead image", pattern=WEB_ADDRESS,
              specialises="schema:image"),
    Attribute("article", "images", "iri", "schema:image", "all its images", many=True, pattern=WEB_ADDRESS),
    Attribute("article", "tags", "text", "schema:keywords", "its tags", many=True),
    Attribute("article", "authors", "text", "schema:author", "who wrote it", many=True),
    Attribute("article", "sources", "text", "dcterms:source", "paths of its documents", many=True),
    Attribute("article", "stub", "boolean", "kg:stub", "whether it was only ever listed", required=True),
    Attribute("provider", "label", "text", "rdfs:label", "what to show for it", translatable=True,
              required=True),
    Attribute("provider", "name", "text", "schema:name", "its most usual name", required=True),
    Attribute("provider", "alternative_names", "text", "schema:alternateName", "its other names", many=True,
              apart_from="name"),
    Attribute("provider", "domain", "text", "kg:domain", "the domain that identifies it", required=True,
              pattern=r"^[^\s/?#@]+$"),
    Attribute("provider", "logo", "iri", "schema:logo", "its largest logo", pattern=WEB_ADDRESS),
    Attribute("topic", "label", "text", "rdfs:label", "what to show for it", translatable=True,
              required=True),
    Attribute("topic", "name", "text", "skos:prefLabel", "its name", translatable=True, required=True),
    Attribute("topic", "alternative_names", "text", "skos:altLabel", "its other names", many=True,
              translatable=True, apart_from="name"),
    Attribute("topic", "description", "text", "skos:definition", "what it covers", translatable=True),
    Attribute("topic", "keywords", "text", "schema:keywords", "words that go with it", many=True),
    Attribute("topic", "hashtags", "text", "kg:hashtag", "its hashtags", many=True),
    Attribute("topic", "in_taxonomy", "boolean", "kg:inTaxonomy", "whether the taxonomy lists it",
              required=True),
    Attribute("related_to", "position", "integer", "schema:position", "its place in the list, from 1",
              required=True, minimum=1),
    Attribute("related_to", "listed_in", "text", "dcterms:source", "the path of the listing document",
              required=True),
    Attribute("related_to", "observed_title", "text", "kg:observedTitle",
              "the title listed, where the article has another", translatable=True),
    Attribute("related_to", "observed_quality", "integer", "kg:observedQuality",
              "the quality listed, where the article has another", minimum=0),
    Attribute("related_to", "observed_at", "instant", "kg:observedAt",
              "the date listed, where the article has another"),
    Attribute(IMAGE, "width", "integer", "schema:width", "its width in pixels", minimum=1),
    Attribute(IMAGE, "height", "integer", "schema:height", "its height in pixels", minimum=1),
    Attribute(GRAPH, "name", "text", "dcterms:title", "what it is called", required=True),
    Attribute(GRAPH, "language", "text", "dcterms:language", "the language of its texts"),
    Attribute(GRAPH, "licence", "iri", "dcterms:license", "its licence"),
    Attribute(GRAPH, "publisher", "iri", "dcterms:publisher", "who publishes it"),
    Attribute(GRAPH, "homepage", "iri", "foaf:homepage", "the page about it"),
    Attribute(GRAPH, "dumps", "iri", "void:dataDump", "where its files are published", many=True),
    Attribute(GRAPH, "base", "text", "void:uriSpace", "what its ids begin with", required=True),
)
# fmt: on


BY_OWNER: Final[dict[str, tuple[Attribute, ...]]] = {
    owner: tuple(row for row in ATTRIBUTES if row.owner == owner)
    for owner in (*KINDS, *RELATIONS, IMAGE, GRAPH)
}


BY_NAME: Final[dict[str, dict[str, Attribute]]] = {
    owner: {row.name: row for row in rows} for owner, rows in BY_OWNER.items()
}


def sorted_unique(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values as the graph holds them: sorted, without duplicates."""
    return tuple(sorted(set(values)))


def drop_absent(values: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes that have a value: absent ones are absent, never ``None`` or ``()``."""
    return {name: value for name, value in values.items() if value is not None and value != ()}


def images_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the URLs of the images that a node's attributes name."""
    return (*values.get("images", ()), *(values[name] for name in ("image", "logo") if name in values))
