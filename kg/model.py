"""The coverage graph's model: node kinds, relations, attributes and terms.

The tables here drive the builder, every writer and reader of graph files, and the reference
page. A new attribute is one row of `ATTRIBUTES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kg.rows import PREFIXES as PREFIXES
from kg.rows import Attribute as Attribute
from kg.rows import Kind as Kind
from kg.rows import Relation as Relation
from kg.rows import expand as expand

NAME: Final = "Coverage graph"
BASE: Final = "https://example.org/kg/"

LANGUAGE_TAG: Final = re.compile(
    r"(?:x(?:-[a-z0-9]{1,8})+"
    r"|(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)\Z"
)
"""A language tag of BCP 47 (RFC 5646) in lower case, without the irregular ones of old."""

DIGEST: Final = "[a-z2-7]{16}"
"""What a key of 16 characters of base32 matches."""

# fmt: off
KINDS: Final[dict[str, Kind]] = {
    "article": Kind("article", "schema:CreativeWork", "title", ":Article", "articles", DIGEST,
                    "an article of another type"),
    "provider": Kind("provider", "schema:NewsMediaOrganization", "name", ":Provider", "providers", "[^/]+",
                     "who publishes articles"),
    "topic": Kind("topic", "skos:Concept", "name", ":Topic", "topics", "[^/]+", "what articles are about"),
    "story": Kind("story", "kg:Story", "headline", ":Story", "stories", DIGEST,
                  "articles that are listed next to each other, as one story", derived=True),
}
# fmt: on

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
    "part_of": Relation(
        "part_of",
        "article",
        "story",
        "schema:isPartOf",
        "the story that it tells with others",
        many=False,
        derived=True,
    ),
}

LINK: Final = "related_to"
"""The relation whose edges have attributes, which depend on both articles."""

IMAGE: Final = "image"
"""What carries the attributes of images, which are no nodes."""

GRAPH: Final = "graph"
"""What carries the attributes of the graph itself, which in RDF describe its dataset."""

WEB_ADDRESS: Final = "^[Hh][Tt][Tt][Pp][Ss]?://"

_ARTICLES: Final = "how many articles it has, from 0"
_PROVIDERS: Final = "how many providers have an article of it, from 0"
_PAGERANK: Final = (
    "PageRank by the ties to others of its kind, 0 to 1: the probability that a walk along ties, which begins"
    " anew with probability 0.15, is here; all of a kind sum to 1"
)
_BETWEENNESS: Final = (
    "the share of the pairs of others of its kind whose shortest way leads through it, 0 to 1; estimated in"
    " networks of more than 2,000"
)

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
    Attribute("article", "pagerank", "double", "kg:pagerank", _PAGERANK, minimum=0, maximum=1, derived=True),
    Attribute("article", "degree", "integer", "kg:degree",
              "how many articles it lists or is listed by, from 0", minimum=0, derived=True),
    Attribute("article", "betweenness", "double", "kg:betweenness", _BETWEENNESS, minimum=0, maximum=1,
              derived=True),
    Attribute("provider", "label", "text", "rdfs:label", "what to show for it", translatable=True,
              required=True),
    Attribute("provider", "name", "text", "schema:name", "its most usual name", required=True),
    Attribute("provider", "alternative_names", "text", "schema:alternateName", "its other names", many=True,
              apart_from="name"),
    Attribute("provider", "domain", "text", "kg:domain", "the domain that identifies it", required=True,
              pattern=r"^[^\s/?#@]+$"),
    Attribute("provider", "logo", "iri", "schema:logo", "its largest logo", pattern=WEB_ADDRESS),
    Attribute("provider", "article_count", "integer", "kg:articleCount", _ARTICLES, minimum=0, derived=True),
    Attribute("provider", "story_count", "integer", "kg:storyCount",
              "how many stories it has an article of, from 0", minimum=0, derived=True),
    Attribute("provider", "contested_count", "integer", "kg:contestedCount",
              "how many stories it and at least one other provider have dated articles of, from 0", minimum=0,
              derived=True),
    Attribute("provider", "first_count", "integer", "kg:firstCount",
              "how many of the contested stories it is recorded first in, alone or with others, from 0",
              minimum=0, derived=True),
    Attribute("provider", "first_share", "double", "kg:firstShare",
              "the part of the contested stories that it is recorded first in, 0 to 1", minimum=0, maximum=1,
              derived=True),
    Attribute("provider", "median_lag_minutes", "double", "kg:medianLagMinutes",
              "the median, over the contested stories, of how many minutes after the first it came, from 0",
              minimum=0, derived=True),
    Attribute("provider", "pagerank", "double", "kg:pagerank", _PAGERANK, minimum=0, maximum=1, derived=True),
    Attribute("provider", "strength", "integer", "kg:strength",
              "how many stories it shares with each other provider, in sum, from 0", minimum=0, derived=True),
    Attribute("provider", "betweenness", "double", "kg:betweenness", _BETWEENNESS, minimum=0, maximum=1,
              derived=True),
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
    Attribute("topic", "article_count", "integer", "kg:articleCount", _ARTICLES, minimum=0, derived=True),
    Attribute("topic", "provider_count", "integer", "kg:providerCount", _PROVIDERS, minimum=0, derived=True),
    Attribute("topic", "entropy", "double", "kg:entropy",
              "Shannon's entropy of the providers of its articles in bits, from 0 (one provider)",
              minimum=0, derived=True),
    Attribute("topic", "hhi", "double", "kg:hhi",
              "the Herfindahl-Hirschman index of the providers of its articles, above 0 to 1 (one provider)",
              minimum=0, maximum=1, derived=True),
    Attribute("topic", "effective_providers", "double", "kg:effectiveProviders",
              "how many providers with equal shares have the same entropy, from 1", minimum=1, derived=True),
    Attribute("story", "label", "text", "rdfs:label", "what to show for it", translatable=True,
              required=True, derived=True),
    Attribute("story", "headline", "text", "schema:headline", "the headline of its best article",
              translatable=True, required=True, derived=True),
    Attribute("story", "first_published_at", "instant", "kg:firstPublishedAt",
              "the earliest date of its articles", derived=True),
    Attribute("story", "last_published_at", "instant", "kg:lastPublishedAt",
              "the latest date of its articles", derived=True),
    Attribute("story", "span_minutes", "double", "kg:spanMinutes", "the minutes between these, from 0",
              minimum=0, derived=True),
    Attribute("story", "article_count", "integer", "kg:articleCount", _ARTICLES, required=True, minimum=1,
              derived=True),
    Attribute("story", "provider_count", "integer", "kg:providerCount", _PROVIDERS, required=True, minimum=0,
              derived=True),
    Attribute("story", "attention", "double", "kg:attention",
              "how many others of its articles one is linked with on average, from 0", required=True,
              minimum=0, derived=True),
    Attribute("story", "is_event", "boolean", "kg:isEvent",
              "whether its attention is 3 or more, and three providers or more tell it", required=True,
              derived=True),
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


ONE_IMAGE: Final = ("image", "logo")
"""The attributes of nodes that name an image by its URL."""
SEVERAL_IMAGES: Final = "images"
"""The attribute of nodes that names several."""


def images_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the URLs of the images that a node's attributes name."""
    return (*values.get(SEVERAL_IMAGES, ()), *(values[name] for name in ONE_IMAGE if name in values))
