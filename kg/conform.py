"""Whether a graph follows the model, so that every format can hold it without loss."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from kg.errors import GraphError, Issue
from kg.model import BY_NAME, KINDS, LANGUAGE_TAG, RELATIONS, Attribute
from kg.text import FORBIDDEN
from kg.urls import is_iri
from kg.valuetypes import INT64

if TYPE_CHECKING:
    import networkx as nx


def _is_text(value: Any) -> bool:
    return type(value) is str and (value.isprintable() or not FORBIDDEN.search(value))


def _is_instant(value: Any) -> bool:
    return (
        isinstance(value, datetime) and value.tzinfo is not None and value.utcoffset() == UTC.utcoffset(value)
    )


_CHECKS: Final[dict[str, Callable[[Any], bool]]] = {
    "text": _is_text,
    "iri": lambda value: type(value) is str and is_iri(value),
    "integer": lambda value: type(value) is int and -INT64 <= value < INT64,
    "boolean": lambda value: type(value) is bool,
    "double": lambda value: type(value) is float and math.isfinite(value),
    "instant": _is_instant,
}


def _is_valid(row: Attribute, value: Any) -> bool:
    check = _CHECKS[row.type]
    if not row.many:
        return check(value)
    if type(value) is not tuple or not value or not all(check(item) for item in value):
        return False
    return all(first < second for first, second in pairwise(value))


def _check_attributes(what: str, owner: str, values: Mapping[str, Any]) -> None:
    rows = BY_NAME[owner]
    for name, value in values.items():
        row = rows.get(name)
        if row is None:
            known = ", ".join(rows) or "none"
            raise GraphError(f"{what}: unknown attribute {name!r}; {owner} has {known}")
        if not _is_valid(row, value):
            expected = f"a sorted tuple of {row.type}" if row.many else row.values.meaning
            raise GraphError(f"{what}: {name} must be {expected}, not {value!r}")


def _check_node(node: Any, data: Mapping[str, Any]) -> None:
    kind = data.get("kind")
    if kind not in KINDS:
        raise GraphError(f"node {node!r}: kind must be one of {', '.join(KINDS)}, not {kind!r}")
    prefix, _, key = node.partition(":") if _is_text(node) else ("", "", "")
    if prefix != kind or not key:
        raise GraphError(f"node {node!r}: the id of a {kind} must be text like {kind}:KEY")
    _check_attributes(f"node {node!r}", kind, {name: value for name, value in data.items() if name != "kind"})


def _check_edge(graph: nx.MultiDiGraph[str], source: str, target: str, key: Any) -> None:
    what = f"edge {source!r} to {target!r}"
    relation = RELATIONS.get(key)
    if relation is None:
        raise GraphError(f"{what}: the key must be one of {', '.join(RELATIONS)}, not {key!r}")
    for node, kind in ((source, relation.source), (target, relation.target)):
        if graph.nodes[node].get("kind") != kind:
            raise GraphError(
                f"{what}: {key} joins {relation.source} and {relation.target}; {node!r} is no {kind}"
            )
    _check_attributes(what, key, graph.edges[source, target, key])


_GRAPH_CHECKS: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "name": (_is_text, "text"),
    "language": (
        lambda value: _is_text(value) and LANGUAGE_TAG.match(value) is not None,
        "a BCP 47 tag in lower case",
    ),
    "licence": (_CHECKS["iri"], "an absolute IRI"),
    "base": (
        lambda value: _CHECKS["iri"](value) and value.endswith(("/", "#")),
        "an absolute IRI that ends with / or #",
    ),
    "images": (lambda value: isinstance(value, dict), "a dictionary of IRI to (width, height)"),
    "issues": (
        lambda value: isinstance(value, tuple) and all(isinstance(i, Issue) for i in value),
        "a tuple of Issue",
    ),
}


def _check_graph_attributes(values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in _GRAPH_CHECKS:
            raise GraphError(f"the graph: unknown attribute {name!r}; it has {', '.join(_GRAPH_CHECKS)}")
        check, expected = _GRAPH_CHECKS[name]
        if not check(value):
            raise GraphError(f"the graph: {name} must be {expected}, not {value!r}")
    for url, size in values.get("images", {}).items():
        if not (_CHECKS["iri"](url) and type(size) is tuple and [type(side) for side in size] == [int, int]):
            raise GraphError(f"the graph: images must map IRIs to (width, height), not {url!r} to {size!r}")


def check_graph(graph: nx.MultiDiGraph[str]) -> None:
    """Raise `GraphError` where a graph holds what the model does not know.

    Every graph that `kg.build` and `kg.read_graph` return conforms.
    """
    import networkx as nx

    if not (isinstance(graph, nx.MultiDiGraph)):
        raise GraphError(f"expected a networkx.MultiDiGraph, not {type(graph).__name__}")
    _check_graph_attributes(graph.graph)
    for node, data in graph.nodes(data=True):
        _check_node(node, data)
    for source, target, key in graph.edges(keys=True):
        _check_edge(graph, source, target, key)
