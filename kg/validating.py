"""Whether a graph file is as it must be: by the shapes, and by what shapes cannot say."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.compression import reading
from kg.errors import GraphFileError, Severity, missing_library
from kg.formats.rdflib_graph import add_triples, to_rdflib
from kg.formats.reading import failures_of, find_format, read_graph, syntax_of
from kg.model import KINDS, PREFIXES, expand
from kg.origins import Origins
from kg.schemas import schema_text
from kg.shapes import SHAPES
from kg.vocabulary import CLASS_OF, IMAGE_CLASS, NODE, OWNER_OF, PARTS, PROPERTIES

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class Violation:
    """Something in a graph that is not as it must be.

    Attributes
    ----------
    severity
        ``error``, or ``warning`` for what is only odd.
    rule
        The local name of the shape, as in ``article-quality``, or of another rule of `RULES`.
    node
        The IRI of what is concerned.
    message
        What is wrong, in one sentence without its subject.
    where
        ``path:line:column`` of what it comes from in the files of the corpus; empty where these
        were not given, or do not say.
    """

    severity: Severity
    rule: str
    node: str
    message: str
    where: str = ""


RULES: Final[dict[str, tuple[Severity, str]]] = {
    "dangling-link": ("error", "a link leads to what the graph does not describe"),
    "orphan-provider": ("warning", "no article is by the provider"),
    "orphan-topic": ("warning", "no article is about the topic, which the taxonomy does not list"),
    "orphan-story": ("warning", "no article is part of the story"),
    "orphan-image": ("warning", "nothing has the image"),
    "wrong-count": ("error", "the dataset's description counts otherwise"),
}
"""What is checked besides the shapes, with its severity and meaning."""


def _read(path: str) -> rdflib.Graph:
    """Return the triples of a graph file, whether or not they follow the model."""
    import pyoxigraph
    import rdflib

    syntax = syntax_of(find_format(path))
    if syntax is None:
        return to_rdflib(read_graph(path))
    rdf = rdflib.Graph()
    with failures_of(path), reading(path) as file:
        try:
            add_triples(rdf, pyoxigraph.parse(file, syntax))
        except GraphFileError as error:
            raise GraphFileError(f"{path}: {error}") from error
    return rdf


def _shorten(term: object) -> str:
    """Return a term of a vocabulary as a prefixed name, anything else in quotes."""
    text = str(term)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace):
            return f"{prefix}:{text[len(namespace) :]}"
    return repr(text)


_MESSAGES: Final = {
    "MinCount": "has no {path}",
    "MaxCount": "has several {path}, and may have one",
    "Datatype": "{path} {value} is no {parameter}",
    "Or": "{path} {value} is neither text nor text in a language",
    "NodeKind": "{what} is no IRI",
    "Class": "{path} {value} is no {parameter}",
    "MinInclusive": "{path} {value} is less than {parameter}",
    "MaxInclusive": "{path} {value} is more than {parameter}",
    "MinLength": "{path} is empty",
    "Pattern": "{what} does not match {parameter}",
    "Disjoint": "{path} {value} is its {parameter} too",
}
"""What a violation says, by the kind of constraint."""


@contextmanager
def _silence(name: str) -> Iterator[None]:
    """Have a logger say nothing: rdflib logs a traceback for each value that is not of its type."""
    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _by_shapes(rdf: rdflib.Graph) -> Iterator[Violation]:
    """Yield what the shapes do not allow."""
    import rdflib
    from rdflib.namespace import SH

    try:
        import pyshacl
    except ImportError as error:
        raise missing_library("pyshacl", "validating", "validate") from error
    shapes = rdflib.Graph().parse(data=schema_text("shapes"), format="turtle")
    _, results, _ = pyshacl.validate(rdf, shacl_graph=shapes, inference="none")
    for result in results.subjects(rdflib.RDF.type, SH.ValidationResult):
        shape = results.value(result, SH.sourceShape)
        path, value = results.value(result, SH.resultPath), results.value(result, SH.value)
        component = str(results.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH))
        kind = component.removesuffix("ConstraintComponent")
        parameter = shapes.value(shape, SH[kind[0].lower() + kind[1:]])
        shown = "" if value is None else repr(str(value))
        what = f"{_shorten(path)} {shown}" if path is not None else "it"
        message = _MESSAGES[kind].format(
            path=_shorten(path), value=shown, what=what, parameter=_shorten(parameter)
        )
        node = results.value(result, SH.focusNode)
        yield Violation("error", str(shape).removeprefix(SHAPES), str(node), message)


_LEADING: Final = tuple(expand(row.term) for row in PROPERTIES.values() if row.type == NODE)
_ORPHANS: Final = (
    ("orphan-provider", CLASS_OF["provider"], ("schema:publisher",), ""),
    ("orphan-topic", CLASS_OF["topic"], ("schema:about", "skos:broader"), "kg:inTaxonomy"),
    ("orphan-story", CLASS_OF["story"], ("schema:isPartOf",), ""),
    ("orphan-image", IMAGE_CLASS, ("schema:image", "kg:leadImage", "schema:logo"), ""),
)
"""For each rule the class, the properties one of which leads to it, and what excuses it."""


def _by_rules(rdf: rdflib.Graph) -> Iterator[Violation]:
    """Yield what shapes cannot say, or would say slowly."""
    from rdflib import RDF, URIRef

    def found(rule: str, node: object, message: str) -> Violation:
        return Violation(RULES[rule][0], rule, str(node), message)

    described = set(rdf.subjects(RDF.type))
    for predicate in _LEADING:
        for node, target in rdf.subject_objects(URIRef(predicate)):
            if target not in described:
                yield found(
                    "dangling-link", node, f"{_shorten(predicate)} leads to {target}, which is not there"
                )
    for rule, kind, properties, excuse in _ORPHANS:
        led_to = {target for term in properties for target in rdf.objects(None, URIRef(expand(term)))}
        for node in rdf.subjects(RDF.type, URIRef(expand(kind))):
            excused = excuse and str(rdf.value(node, URIRef(expand(excuse)))) in ("true", "1")
            if node not in led_to and not excused:
                yield found(rule, node, RULES[rule][1])
    yield from _by_counts(rdf)


def _by_counts(rdf: rdflib.Graph) -> Iterator[Violation]:
    """Yield what the description of the dataset counts otherwise, or not at all."""
    from rdflib import RDF, URIRef

    def found(subject: Node, message: str) -> Violation:
        return Violation(RULES["wrong-count"][0], "wrong-count", str(subject), message)

    def stated(subject: Node, term: str, number: int) -> Iterator[Violation]:
        for told in rdf.objects(subject, URIRef(expand(term))):
            if str(told) != str(number):
                yield found(subject, f"{term} is {told}, and there are {number}")

    for dataset in list(rdf.subjects(RDF.type, URIRef(expand("void:Dataset")))):
        parts = {term: set(rdf.objects(dataset, URIRef(expand(term)))) for term in PARTS}
        own = {dataset}.union(*parts.values())
        data = [triple for triple in rdf if triple[0] not in own]
        properties = Counter(predicate for _, predicate, _ in data)
        instances = Counter(target for _, predicate, target in data if predicate == RDF.type)
        numbers = {
            "void:triples": len(data),
            "void:entities": sum([instances[URIRef(term)] for term in _NODE_CLASSES]),
            "void:properties": len(properties),
            "void:classes": len(instances),
        }
        for term, number in numbers.items():
            yield from stated(dataset, term, number)
        for term, of, counted, counts in (
            ("void:propertyPartition", "void:property", "void:triples", properties),
            ("void:classPartition", "void:class", "void:entities", instances),
        ):
            told = {rdf.value(part, URIRef(expand(of))): part for part in parts[term]}
            for what, part in told.items():
                if rdf.value(part, URIRef(expand(counted))) is None:
                    yield found(part, f"has no {counted}")
                elif what is not None:
                    yield from stated(part, counted, counts[what])
            for what in counts.keys() - told.keys() if told else ():
                yield found(dataset, f"has no {term} of {_shorten(what)}")


_NODE_CLASSES: Final = [expand(term) for term, owner in OWNER_OF.items() if owner in KINDS]


def _base(rdf: rdflib.Graph) -> str | None:
    from rdflib import URIRef

    found = next(iter(rdf.objects(None, URIRef(expand("void:uriSpace")))), None)
    return None if found is None else str(found)


def _attribute(violation: Violation) -> str:
    """Return the attribute that a violation is about; empty where it is about the node."""
    owner, _, name = violation.rule.partition("-")
    return name if owner in CLASS_OF else ""


def validate(
    path: str | os.PathLike[str],
    *,
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | None = None,
    site: str | None = None,
    jobs: int | None = 1,
) -> tuple[Violation, ...]:
    """Return what is not as it must be in a graph file, sorted by node.

    The shapes (``kg ontology shapes``) are checked by pySHACL; links that lead nowhere, nodes that
    nothing leads to and counts that are wrong are checked besides.

    Parameters
    ----------
    path
        A graph file of any format that can be read back.
    source
        The folder, file, or several of them, that the graph was made of, to be told places in.
    site
        The address that relative URLs in them are resolved against.
    jobs
        Processes that read them side by side; ``None`` for one per core.

    Raises
    ------
    GraphFileError, SourceError
        Where the file or the source cannot be read.
    MissingLibraryError
        Where pySHACL is not installed.

    Examples
    --------
    >>> import kg
    >>> kg.validate("exports/graph.ttl")
    ()
    """
    with _silence("rdflib.term"):
        rdf = _read(os.fspath(path))
        if not rdf:
            raise GraphFileError(f"{os.fspath(path)} holds no triples; check the path")
        found = sorted({*_by_shapes(rdf), *_by_rules(rdf)}, key=lambda v: (v.node, v.rule, v.message))
    if source is None or not found:
        return tuple(found)
    origins = Origins(source, base=_base(rdf), site=site, jobs=jobs)
    places = origins.places({(violation.node, _attribute(violation)) for violation in found})
    return tuple(replace(v, where=places.get((v.node, _attribute(v)), "")) for v in found)
