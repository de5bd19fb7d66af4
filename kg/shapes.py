"""What a coverage graph must be like, as SHACL: ``kg/shapes.ttl``.

A node shape for each kind of subject, and a property shape of its own name for each row of the
model's table, so that a report names the row that a value breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.model import (
    BY_NAME,
    BY_OWNER,
    DIGEST,
    GRAPH,
    IMAGE,
    KINDS,
    LINK,
    PREFIXES,
    RELATIONS,
    TYPE_TERMS,
    Attribute,
    Relation,
)
from kg.ontology import prefix_lines, turtle_text
from kg.valuetypes import INT64
from kg.vocabulary import CLASS_OF, DATASET, IMAGE_CLASS, RELATED_LINK, SCHEME

SHAPES: Final = "https://example.org/kg/shapes#"
"""The namespace of the shapes, the same whatever the ids of a graph begin with."""

_PREFIXES: Final = {**PREFIXES, "sh": "http://www.w3.org/ns/shacl#", "shape": SHAPES}
_KEYS: Final = {kind.name: f"/{kind.name}/{kind.key}$" for kind in KINDS.values()}


@dataclass(frozen=True, slots=True)
class Rule:
    """What is asked of the values of one property of a subject.

    Attributes
    ----------
    name
        The local name of its shape.
    path
        The property.
    meaning
        One line.
    constraints
        What SHACL says of it.
    """

    name: str
    path: str
    meaning: str
    constraints: tuple[str, ...]


def _quoted(pattern: str) -> str:
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _count(*, required: bool, many: bool) -> Iterator[str]:
    if required:
        yield "sh:minCount 1"
    if not many:
        yield "sh:maxCount 1"


def _value_constraints(row: Attribute) -> Iterator[str]:
    if row.type == "iri":
        yield "sh:nodeKind sh:IRI"
    elif row.translatable:
        yield "sh:or ( [ sh:datatype xsd:string ] [ sh:datatype rdf:langString ] )"
    else:
        yield f"sh:datatype {row.values.datatype}"
    least, greatest = (-INT64, INT64 - 1) if row.type == "integer" else (None, None)
    if row.minimum is not None or least is not None:
        yield f"sh:minInclusive {least if row.minimum is None else row.minimum}"
    if row.maximum is not None or greatest is not None:
        yield f"sh:maxInclusive {greatest if row.maximum is None else row.maximum}"
    if row.type == "text" and row.required:
        yield "sh:minLength 1"
    pattern = row.pattern or row.values.pattern
    if pattern:
        yield f"sh:pattern {_quoted(pattern)}"
    if row.apart_from:
        yield f"sh:disjoint {BY_NAME[row.owner][row.apart_from].term}"


def _attribute_rule(row: Attribute) -> Rule:
    constraints = (*_count(required=row.required, many=row.many), *_value_constraints(row))
    return Rule(f"{row.owner}-{row.name}", row.term, row.meaning, constraints)


def _relation_rule(row: Relation) -> Rule:
    constraints = [*_count(required=row.required, many=row.many), "sh:nodeKind sh:IRI"]
    if row.target != "article":  # which have a class for each type
        constraints.append(f"sh:class {CLASS_OF[row.target]}")
    return Rule(f"{row.source}-{row.name}", row.term, row.meaning, tuple(constraints))


def _one(name: str, path: str, meaning: str, *constraints: str) -> Rule:
    return Rule(name, path, meaning, ("sh:minCount 1", "sh:maxCount 1", *constraints))


def _rules(owner: str) -> Iterator[Rule]:
    yield from map(_attribute_rule, BY_OWNER[owner])
    yield from (_relation_rule(row) for row in RELATIONS.values() if row.source == owner)
    if owner == "topic":
        yield _one("topic-in_scheme", "skos:inScheme", "the scheme of all topics", f"sh:class {SCHEME}")
    if owner == LINK:
        for end, meaning in (
            ("from", "the article whose document lists the other"),
            ("to", "the one listed"),
        ):
            constraints = ("sh:nodeKind sh:IRI", f"sh:pattern {_quoted(_KEYS['article'])}")
            yield _one(f"{LINK}-{end}", f"kg:{end}", meaning, *constraints)


def _dataset_rules() -> Iterator[Rule]:
    count = ("sh:datatype xsd:integer", "sh:minInclusive 0")
    yield from map(_attribute_rule, BY_OWNER[GRAPH])
    yield _one(f"{GRAPH}-entities", "void:entities", "how many nodes it has", *count)
    yield _one(f"{GRAPH}-triples", "void:triples", "how many triples of data it has", *count)


@dataclass(frozen=True, slots=True)
class NodeShape:
    """What is asked of a kind of subject.

    Attributes
    ----------
    name
        The local name of the shape.
    targets
        The classes of the subjects.
    rules
        What is asked of their properties.
    pattern
        What their IRIs match somewhere.
    """

    name: str
    targets: tuple[str, ...]
    rules: tuple[Rule, ...]
    pattern: str = ""


def _article_classes() -> tuple[str, ...]:
    return tuple(dict.fromkeys((CLASS_OF["article"], *TYPE_TERMS.values())))


def node_shapes() -> Iterator[NodeShape]:
    """Yield the shapes of all kinds of subjects."""
    for kind in KINDS:
        targets = _article_classes() if kind == "article" else (CLASS_OF[kind],)
        yield NodeShape(kind, targets, tuple(_rules(kind)), _KEYS[kind])
    yield NodeShape(LINK, (RELATED_LINK,), tuple(_rules(LINK)), f"/link/{DIGEST}$")
    yield NodeShape(IMAGE, (IMAGE_CLASS,), tuple(_rules(IMAGE)), "^[Hh][Tt][Tt][Pp][Ss]?://")
    yield NodeShape(GRAPH, DATASET[:1], tuple(_dataset_rules()))


def _node_block(shape: NodeShape) -> str:
    lines = [
        f"shape:{shape.name} a sh:NodeShape",
        f"sh:targetClass {', '.join(shape.targets)}",
        "sh:nodeKind sh:IRI",
        *([f"sh:pattern {_quoted(shape.pattern)}"] if shape.pattern else []),
        f"sh:property {', '.join(f'shape:{rule.name}' for rule in shape.rules)}",
    ]
    return " ;\n    ".join(lines) + " .\n"


def _property_block(rule: Rule) -> str:
    lines = [
        f"shape:{rule.name} a sh:PropertyShape",
        f"sh:path {rule.path}",
        f"sh:description {turtle_text(rule.meaning)}",
        *rule.constraints,
    ]
    return " ;\n    ".join(lines) + " .\n"


def shapes_text() -> str:
    """Return the text of ``kg/shapes.ttl``."""
    blocks = [prefix_lines(_PREFIXES)]
    for shape in node_shapes():
        blocks += [_node_block(shape), *map(_property_block, shape.rules)]
    return "\n".join(blocks)
