"""The classes and properties that the graph is said with in RDF, each with what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from kg.model import ATTRIBUTES, GRAPH_TERMS, KINDS, LINK, RELATIONS, TYPE_TERMS

OWN: Final = "kg:"
"""The prefix of what no other vocabulary has."""

NODE: Final = "node"
"""The type of a property whose values are resources of the graph itself."""

RELATED_LINK: Final = "kg:RelatedLink"
"""The class of links, which are resources because they have attributes."""

SCHEME: Final = "skos:ConceptScheme"
IMAGE_CLASS: Final = "schema:ImageObject"
DATASET: Final = ("void:Dataset", "dcat:Dataset")

CLASS_OF: Final[dict[str, str]] = {kind.name: kind.term for kind in KINDS.values()} | {LINK: RELATED_LINK}
"""The class of what has attributes, by the owner of those."""


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
        Class(KINDS["article"].term, "an article of another type"),
        Class(KINDS["provider"].term, "who publishes articles"),
        Class(KINDS["topic"].term, "what articles are about"),
        Class(
            RELATED_LINK,
            "that one article's document lists another, with the place in the list and what it says of it",
            "schema:ListItem",
        ),
        Class(IMAGE_CLASS, "an image; its IRI is its address"),
        Class(SCHEME, "all topics together"),
        *(Class(term, "the whole graph") for term in DATASET),
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


def _of_graph(name: str, term: str) -> Property:
    if name == "licence":
        return Property(term, "iri", "its licence", DATASET, "rdfs:Resource")
    meaning = {"name": "what it is called", "language": "its language", "base": "what its ids begin with"}
    return Property(term, "text", meaning[name], DATASET, "xsd:string")


def _structure() -> Iterator[Property]:
    article, topic = CLASS_OF["article"], CLASS_OF["topic"]
    yield Property("kg:from", NODE, "the article whose document lists the other", (RELATED_LINK,), article)
    yield Property("kg:to", NODE, "the article that is listed", (RELATED_LINK,), article)
    yield Property("skos:inScheme", NODE, "the scheme of all topics", (topic,), SCHEME)
    for side in ("width", "height"):
        yield Property(f"schema:{side}", "integer", f"its {side} in pixels", (IMAGE_CLASS,), "xsd:integer")
    yield from (_of_graph(name, term) for name, term in GRAPH_TERMS.items())
    yield Property("void:entities", "integer", "how many nodes it has", DATASET, "xsd:integer")
    yield Property("void:triples", "integer", "how many triples of data it has", DATASET, "xsd:integer")
    yield Property(
        "void:vocabulary", "iri", "a vocabulary it is said with", DATASET, "rdfs:Resource", many=True
    )


def _rows() -> Iterator[Property]:
    for row in ATTRIBUTES:
        yield Property(
            row.term,
            row.type,
            row.meaning,
            (CLASS_OF[row.owner],),
            row.values.datatype or "rdfs:Resource",
            row.many,
            row.translatable,
            row.specialises,
        )
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
    terms = (*CLASSES, *PROPERTIES)
    count = Counter(term.partition(":")[2] for term in terms)
    names = {}
    for term in terms:
        prefix, _, local = term.partition(":")
        names[term] = local if count[local] == 1 else f"{prefix}{local[0].upper()}{local[1:]}"
    return names


SHORT_NAMES: Final[dict[str, str]] = _short_names()
"""What JSON calls each class and property: its local name, with the prefix where several have that."""
