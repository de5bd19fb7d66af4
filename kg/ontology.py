"""The vocabulary that is kg's own, as an ontology: ``kg/ontology.ttl``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.model import PREFIXES
from kg.vocabulary import CLASSES, NODE, OWN, PROPERTIES, Class, Property

_PREFIXES: Final = {
    **{name: PREFIXES[name] for name in ("dcterms", "kg", "rdf", "rdfs", "schema", "skos", "xsd")},
    "owl": "http://www.w3.org/2002/07/owl#",
}
_TITLE: Final = "Vocabulary of coverage graphs"
_COMMENT: Final = (
    "What a graph of news coverage says that schema.org, SKOS and Dublin Core have no words for."
    " It is the same whatever the ids of a graph begin with."
)


def label_of(term: str) -> str:
    """Return a term's label in English.

    >>> label_of("kg:ampCacheUrl"), label_of("kg:RelatedLink")
    ('AMP cache URL', 'related link')
    """
    words = re.findall(r"[A-Z]?[a-z]+", term.partition(":")[2])
    return " ".join(word.upper() if word.lower() in ("amp", "hhi", "url") else word.lower() for word in words)


def turtle_text(text: str) -> str:
    """Return a text as a Turtle literal in English."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@en'


def prefix_lines(prefixes: dict[str, str]) -> str:
    """Return the declarations of prefixes, sorted."""
    return "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in sorted(prefixes))


def _described(term: str, meaning: str) -> list[str]:
    return [
        f"rdfs:label {turtle_text(label_of(term))}",
        f"rdfs:comment {turtle_text(f'{meaning[0].upper()}{meaning[1:]}.')}",
        f"rdfs:isDefinedBy <{PREFIXES['kg']}>",
    ]


def _class(row: Class) -> list[str]:
    wider = [f"rdfs:subClassOf {row.specialises}"] if row.specialises else []
    return [f"{row.term} a owl:Class", *_described(row.term, row.meaning), *wider]


def _union(terms: tuple[str, ...]) -> str:
    return terms[0] if len(terms) == 1 else f"[ a owl:Class ; owl:unionOf ( {' '.join(terms)} ) ]"


def _property(row: Property) -> list[str]:
    kind = "owl:ObjectProperty" if row.type in (NODE, "iri") else "owl:DatatypeProperty"
    lines = [
        f"{row.term} a {kind}",
        *_described(row.term, row.meaning),
        f"rdfs:domain {_union(row.domain)}",
        # A text has a language or none, as the graph has.
        f"rdfs:range {'rdfs:Literal' if row.translatable else row.range}",
    ]
    if row.specialises:
        lines.append(f"rdfs:subPropertyOf {row.specialises}")
    return lines


def _subjects() -> Iterator[list[str]]:
    yield [
        f"<{PREFIXES['kg']}> a owl:Ontology",
        f"dcterms:title {turtle_text(_TITLE)}",
        f"dcterms:description {turtle_text(_COMMENT)}",
    ]
    yield from (_class(row) for row in CLASSES.values() if row.term.startswith(OWN))
    yield from (_property(row) for row in PROPERTIES.values() if row.term.startswith(OWN))


def ontology_text() -> str:
    """Return the text of ``kg/ontology.ttl``."""
    blocks = [" ;\n    ".join(lines) + " .\n" for lines in _subjects()]
    return "\n".join([prefix_lines(_PREFIXES), *blocks])
