"""Whether a graph follows the model, so that every format can hold it without loss."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from operator import lt
from typing import TYPE_CHECKING, Any, Final, cast

from kg.errors import GraphError, Issue
from kg.model import BY_NAME, GRAPH, IMAGE, KINDS, LANGUAGE_TAG, RELATIONS, Attribute
from kg.text import FORBIDDEN
from kg.urls import is_iri
from kg.valuetypes import INT64

if TYPE_CHECKING:
    import networkx as nx


_Check = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return type(value) is str and (value.isprintable() or not FORBIDDEN.search(value))


def _is_instant(value: Any) -> bool:
    return (
        isinstance(value, datetime) and value.tzinfo is not None and value.utcoffset() == UTC.utcoffset(value)
    )


_CHECKS: Final[dict[str, _Check]] = {
    "text": _is_text,
    "iri": lambda value: type(value) is str and is_iri(value),
    "integer": lambda value: type(value) is int and -INT64 <= value < INT64,
    "boolean": lambda value: type(value) is bool,
    "double": lambda value: type(value) is float and math.isfinite(value),
    "instant": _is_instant,
}


def _several(check: _Check) -> _Check:
    def check_all(value: Any) -> bool:
        if type(value) is not tuple or not value or not all(map(check, value)):
            return False
        return all(map(lt, value, value[1:]))

    return check_all


def _check_of(row: Attribute) -> _Check:
    return _several(_CHECKS[row.type]) if row.many else _CHECKS[row.type]


_BY_OWNER: Final[dict[str, dict[str, _Check]]] = {
    owner: {name: _check_of(row) for name, row in rows.items()} for owner, rows in BY_NAME.items()
}
for _kind in KINDS:
    _BY_OWNER[_kind]["kind"] = _kind.__eq__


@lru_cache(maxsize=2**12)  # the nodes of a graph have few sets of attributes
def _plan(owner: str, *names: str) -> tuple[_Check, ...] | None:
    """Return what checks the values of attributes, in their order; ``None`` where one is unknown."""
    checks = tuple(_BY_OWNER[owner].get(name) for name in names)
    return None if None in checks else cast("tuple[_Check, ...]", checks)


def _follows(owner: str, values: Mapping[str, Any]) -> bool:
    plan = _plan(owner, *values)
    if plan is None:
        return False
    for check, value in zip(plan, values.values(), strict=True):  # noqa: SIM110 (all() takes twice as long)
        if not check(value):
            return False
    return True


_BESIDES: Final = ("images", "issues")
"""Attributes of the graph itself that no dataset has."""


def _complaint(what: str, owner: str, values: Mapping[str, Any]) -> GraphError:
    """Return what is wrong with attributes, some of which do not follow the model."""
    rows = BY_NAME[owner]
    for name, value in values.items():
        row = rows.get(name)
        if row is None:
            others = _BESIDES if owner == GRAPH else ()
            known = ", ".join((*rows, *others)) or "none"
            return GraphError(f"{what}: unknown attribute {name!r}; {owner} has {known}")
        if not _check_of(row)(value):
            expected = f"a sorted tuple of {row.type}" if row.many else row.values.meaning
            return GraphError(f"{what}: {name} must be {expected}, not {value!r}")
    raise AssertionError(what)


def _check_nodes(nodes: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, str]:
    """Check nodes with their attributes, and return the kind of each."""
    kinds = {}
    for node, data in nodes:
        kind = data.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            raise GraphError(f"node {node!r}: kind must be one of {', '.join(KINDS)}, not {kind!r}")
        prefix, _, key = node.partition(":") if _is_text(node) else ("", "", "")
        if prefix != kind or not key:
            raise GraphError(f"node {node!r}: the id of a {kind} must be text like {kind}:KEY")
        if not _follows(kind, data):
            raise _complaint(f"node {node!r}", kind, {n: value for n, value in data.items() if n != "kind"})
        kinds[node] = kind
    return kinds


def _check_edges(
    neighbours: Iterable[tuple[str, Mapping[str, Mapping[str, Mapping[str, Any]]]]], kinds: Mapping[str, str]
) -> None:
    """Check edges, by source, target and key."""
    for source, targets in neighbours:
        for target, keyed in targets.items():
            for key, values in keyed.items():
                relation = RELATIONS.get(key)
                if relation is None:
                    raise GraphError(
                        f"edge {source!r} to {target!r}: the key must be one of {', '.join(RELATIONS)},"
                        f" not {key!r}"
                    )
                for node, kind in ((source, relation.source), (target, relation.target)):
                    if kinds[node] != kind:
                        raise GraphError(
                            f"edge {source!r} to {target!r}: {key} joins {relation.source} and"
                            f" {relation.target}; {node!r} is no {kind}"
                        )
                if values and not _follows(key, values):
                    raise _complaint(f"edge {source!r} to {target!r}", key, values)


_SIDES: Final = tuple(BY_NAME[IMAGE])

_GRAPH_CHECKS: Final[dict[str, tuple[_Check, str]]] = {
    "language": (lambda value: LANGUAGE_TAG.match(value) is not None, "a BCP 47 tag in lower case"),
    "base": (
        lambda value: is_iri(value) and value.endswith(("/", "#")),
        "an absolute IRI that ends with / or #",
    ),
    "images": (lambda value: isinstance(value, dict), "a dictionary of IRI to (width, height)"),
    "issues": (
        lambda value: isinstance(value, tuple) and all(isinstance(i, Issue) for i in value),
        "a tuple of Issue",
    ),
}
"""What is asked of the graph's own attributes beyond the model, or of those that no file holds so."""


def _check_graph_attributes(values: Mapping[str, Any]) -> None:
    modelled = {name: value for name, value in values.items() if name not in _BESIDES}
    if not _follows(GRAPH, modelled):
        raise _complaint("the graph", GRAPH, modelled)
    for name, (check, expected) in _GRAPH_CHECKS.items():
        if name in values and not check(values[name]):
            raise GraphError(f"the graph: {name} must be {expected}, not {values[name]!r}")
    for url, size in values.get("images", {}).items():
        if not (
            _CHECKS["iri"](url)
            and type(size) is tuple
            and len(size) == len(_SIDES)
            and _follows(IMAGE, dict(zip(_SIDES, size, strict=True)))
        ):
            raise GraphError(f"the graph: images must map IRIs to (width, height), not {url!r} to {size!r}")


def check_graph(graph: nx.MultiDiGraph[str]) -> None:
    """Raise `GraphError` where a graph holds what the model does not know.

    Every graph that `kg.build` and `kg.read_graph` return conforms.
    """
    import networkx as nx

    if not (isinstance(graph, nx.MultiDiGraph)):
        raise GraphError(f"expected a networkx.MultiDiGraph, not {type(graph).__name__}")
    _check_graph_attributes(graph.graph)
    # Looking up single nodes and edges in the graph's views would take several times as long.
    _check_edges(graph.adjacency(), _check_nodes(iter(graph.nodes(data=True))))
