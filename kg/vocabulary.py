"""The classes and properties that the graph is said with in RDF, each with what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from kg.model import ATTRIBUTES, GRAPH, IMAGE, KINDS, LINK, RELATIONS, TYPE_TERMS, Attribute

OWN: Final = "kg:"
"""The prefix of what no other vocabulary has."""

NODE: Final = "node"
"""The type of a property whose values are resources of the graph itself."""

RELATED_LINK: Final = "kg:RelatedLink"
"""The class of links, which are resources because they have attributes."""

SCHEME: Final = "skos:ConceptScheme"
IMAGE_CLASS: Final = "schema:ImageObject"
DATASET: Final = ("void:Dataset", "dcat:Dataset")
DISTRIBUTION: Final = "dcat:Distribution"

CLASS_OF: Final[dict[str, str]] = {kind.name: kind.term for kind in KINDS.values()} | {
    LINK: RELATED_LINK,
    IMAGE: IMAGE_CLASS,
}
"""The class of nodes of each kind, of links and of images; of articles, where their type has none."""

OWNER_OF: Final[dict[str, str]] = dict.fromkeys(TYPE_TERMS.values(), "article") | {
    term: owner for owner, term in CLASS_OF.items()
}
"""What each of these classes is the class of."""


def class_of(owner: str, values: Mapping[str, Any]) -> str:
    """Return the class of a node, link or image with these attributes."""
    if owner == "article" and isinstance(values.get("type"), str):
        return TYPE_TERMS.get(values["type"].casefold(), CLASS_OF[owner])
    return CLASS_OF[owner]


@dataclass(frozen=True, slots=True)
class Class:
    """One RDF class.

    Attributes
    ----------
    term
        It as a prefixed name.
    meaning
        One line.
    specialises
        The wider class, of a vocabulary that is not ours.
    """

    term: str
    meaning: str
    specialises: str = ""


CLASSES: Final[dict[str, Class]] = {
    row.term: row
    for row in (
        *(Class(term, f"an article whose type is {word}") for word, term in TYPE_TERMS.items()),
        *(Class(kind.term, kind.meaning) for kind in KINDS.values()),
        Class(
            RELATED_LINK,
            "that one article's document lists another, with the place in the list and what it says of it",
            "schema:ListItem",
        ),
        Class(IMAGE_CLASS, "an image; its IRI is its address"),
        Class(SCHEME, "all topics together"),
        *(Class(term, "the whole graph") for term in DATASET),
        Class(DISTRIBUTION, "one of the files that it is published in"),
    )
}


@dataclass(frozen=True, slots=True)
class Property:
    """One RDF property.

    Attributes
    ----------
    term
        It as a prefixed name.
    type
        A key of `kg.valuetypes.VALUE_TYPES`, or `NODE`.
    meaning
        One line.
    domain
        The classes of its subjects.
    range
        The class or datatype of its values.
    many
        Whether one subject can have several values.
    translatable
        Whether its literals carry the graph's language.
    specialises
        The wider property, of a vocabulary that is not ours.
    """

    term: str
    type: str
    meaning: str
    domain: tuple[str, ...]
    range: str
    many: bool = False
    translatable: bool = False
    specialises: str = ""


_DESCRIPTION: Final = (
    ("void:entities", "integer", "how many nodes it has; of a class, how many instances"),
    ("void:triples", "integer", "how many triples of data it has; of a property, how many triples"),
    ("void:classes", "integer", "how many classes occur in it"),
    ("void:properties", "integer", "how many properties occur in it"),
    ("void:vocabulary", "iri", "a vocabulary it is said with"),
    ("void:classPartition", "iri", "the instances of one class"),
    ("void:propertyPartition", "iri", "the triples of one property"),
)
PARTS: Final = ("void:classPartition", "void:propertyPartition", "dcat:distribution")
"""What leads from a dataset to all other subjects of its description."""

_PARTITION: Final = {"void:class": "the class", "void:property": "the property"}
_DISTRIBUTION: Final = {
    "dcat:downloadURL": "where the file is",
    "dcat:mediaType": "the media type of its syntax",
    "dcat:compressFormat": "how it is compressed",
}


def _structure() -> Iterator[Property]:
    article, topic = CLASS_OF["article"], CLASS_OF["topic"]
    yield Property("kg:from", NODE, "the article whose document lists the other", (RELATED_LINK,), article)
    yield Property("kg:to", NODE, "the article that is listed", (RELATED_LINK,), article)
    yield Property("skos:inScheme", NODE, "the scheme of all topics", (topic,), SCHEME)


def _description() -> Iterator[Property]:
    for term, type_, meaning in _DESCRIPTION:
        range_ = "xsd:integer" if type_ == "integer" else "rdfs:Resource"
        yield Property(term, type_, meaning, DATASET, range_, many=type_ != "integer")
    for term, meaning in _PARTITION.items():
        yield Property(term, "iri", meaning, DATASET[:1], "rdfs:Resource")
    yield Property("dcat:distribution", NODE, "a file of it", DATASET, DISTRIBUTION, many=True)
    for term, meaning in _DISTRIBUTION.items():
        yield Property(term, "iri", meaning, (DISTRIBUTION,), "rdfs:Resource")


def _of_attribute(row: Attribute) -> Property:
    return Property(
        row.term,
        row.type,
        row.meaning,
        DATASET if row.owner == GRAPH else (CLASS_OF[row.owner],),
        row.values.datatype or "rdfs:Resource",
        row.many,
        row.translatable,
        row.specialises,
    )


def _rows() -> Iterator[Property]:
    yield from (_of_attribute(row) for row in ATTRIBUTES if row.owner != GRAPH)
    for relation in RELATIONS.values():
        yield Property(
            relation.term,
            NODE,
            relation.meaning,
            (CLASS_OF[relation.source],),
            CLASS_OF[relation.target],
            relation.many,
            specialises=relation.specialises,
        )
    yield from _structure()
    yield from (_of_attribute(row) for row in ATTRIBUTES if row.owner == GRAPH)
    yield from _description()


def _merged(rows: Iterable[Property]) -> dict[str, Property]:
    """Return the properties by name; one that several kinds of subjects have is one."""
    found: dict[str, Property] = {}
    for row in rows:
        other = found.get(row.term)
        if other is None:
            found[row.term] = row
            continue
        assert (other.type, other.translatable) == (row.type, row.translatable), row.term
        domain = tuple(dict.fromkeys((*other.domain, *row.domain)))
        found[row.term] = replace(other, domain=domain, many=row.many or other.many)
    return found


PROPERTIES: Final[dict[str, Property]] = _merged(_rows())


def _short_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for term in (*CLASSES, *PROPERTIES):
        prefix, _, local = term.partition(":")
        names[local if local not in names else f"{prefix}{local[0].upper()}{local[1:]}"] = term
    return {term: name for name, term in names.items()}


SHORT_NAMES: Final[dict[str, str]] = _short_names()
"""What JSON calls each class and property: its local name, with the prefix where another has that."""
