"""What is said of the whole graph in RDF: a dataset described by VoID and DCAT."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kg.census import Census
from kg.compression import is_compressed, plain_name
from kg.formats.mediatypes import GZIP, MEDIA_TYPES
from kg.model import BY_OWNER, GRAPH, PREFIXES, expand
from kg.vocabulary import DATASET, DISTRIBUTION

_MEDIA_TYPE: Final = "https://www.iana.org/assignments/media-types/"
"""What DCAT has before the name of a media type."""

_NO_VOCABULARIES: Final = ("rdf", "xsd")  # without which no RDF is said


class Statement(NamedTuple):
    """What is said of a subject by one property.

    Attributes
    ----------
    property
        It as a prefixed name.
    type
        The type of the values, a key of `kg.valuetypes.VALUE_TYPES`; ``None`` where they are keys
        of other subjects of the description.
    values
        One or several.
    """

    property: str
    type: str | None
    values: Sequence[Any]


Description = tuple[str, tuple[str, ...], list[Statement]]
"""A subject's key, which is empty for the dataset itself, its classes, and what is said of it."""


def describe(attributes: Mapping[str, Any], census: Census) -> Iterator[Description]:
    """Yield the subjects that describe a dataset, itself first.

    Parameters
    ----------
    attributes
        Those of the graph itself.
    census
        What it holds.
    """
    instances, triples = census.instances(), census.triples()
    classes = {f"class/{curie}": (curie, instances[curie]) for curie in sorted(instances)}
    properties = {f"property/{curie}": (curie, triples[curie]) for curie in sorted(triples)}
    dumps = {f"dump/{n}": url for n, url in enumerate(attributes.get("dumps", ()), 1)}
    statements = [
        Statement(row.term, row.type, attributes[row.name] if row.many else (attributes[row.name],))
        for row in BY_OWNER[GRAPH]
        if row.name in attributes
    ]
    if dumps:
        statements.append(Statement("dcat:distribution", None, list(dumps)))
    numbers = {
        "void:entities": census.entities,
        "void:triples": triples.total(),
        "void:classes": len(classes),
        "void:properties": len(properties),
    }
    statements += [Statement(curie, "integer", (number,)) for curie, number in numbers.items()]
    said = {curie.partition(":")[0] for curie in (*instances, *triples, *DATASET)}
    said |= {statement.property.partition(":")[0] for statement in statements}
    vocabularies = [PREFIXES[prefix] for prefix in sorted(said) if prefix not in _NO_VOCABULARIES]
    statements += [
        Statement("void:vocabulary", "iri", vocabularies),
        Statement("void:classPartition", None, list(classes)),
        Statement("void:propertyPartition", None, list(properties)),
    ]
    yield "", DATASET, statements
    for key, (curie, number) in classes.items():
        yield key, (), _partition("void:class", curie, "void:entities", number)
    for key, (curie, number) in properties.items():
        yield key, (), _partition("void:property", curie, "void:triples", number)
    for key, url in dumps.items():
        yield key, (DISTRIBUTION,), list(_distribution(url))


def _partition(of: str, curie: str, counted: str, number: int) -> list[Statement]:
    return [Statement(of, "iri", (expand(curie),)), Statement(counted, "integer", (number,))]


def _distribution(url: str) -> Iterator[Statement]:
    """Yield what is said of a published file, whose syntax its name tells."""
    yield Statement("dcat:downloadURL", "iri", (url,))
    path = url.partition("#")[0].partition("?")[0].lower()
    name = path.rpartition("/")[2] if path.count("/") > 2 else ""  # else a host
    media_type = MEDIA_TYPES.get(os.path.splitext(plain_name(name))[1])
    if media_type is not None:
        yield Statement("dcat:mediaType", "iri", (_MEDIA_TYPE + media_type,))
    if is_compressed(name):
        yield Statement("dcat:compressFormat", "iri", (_MEDIA_TYPE + GZIP,))
