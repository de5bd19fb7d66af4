"""Whether a graph follows the model, so that every format can hold it without loss."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import repeat
from operator import lt
from typing import TYPE_CHECKING, Any, Final, NoReturn

from kg.batches import to_batches
from kg.columns import Batch, Columns, Edges, Node, flattened
from kg.errors import GraphError, Issue
from kg.iris import are_iris, is_iri
from kg.model import (
    BY_NAME,
    GRAPH,
    IMAGE,
    KINDS,
    LANGUAGE_TAG,
    LINK,
    ONE_IMAGE,
    RELATIONS,
    SEVERAL_IMAGES,
    Attribute,
)
from kg.text import are_allowed
from kg.valuetypes import INT64

if TYPE_CHECKING:
    import networkx as nx


_KIND: Final = "kind"

_Column = Sequence[Any]
_Check = Callable[[_Column, set[str]], bool]
"""Tells whether all values of a column are as the model says.

The set holds the URLs of images that were found to be IRIs before, as many are named more than
once, and gets those that are found to be.
"""


def _are(type_: type, column: _Column) -> bool:
    return list(map(type, column)).count(type_) == len(column)


def _are_texts(column: _Column, known: set[str]) -> bool:
    return _are(str, column) and are_allowed(column)


def _are_iris(column: _Column, known: set[str]) -> bool:
    return _are(str, column) and are_iris(column)


def _are_images(column: _Column, known: set[str]) -> bool:
    if not _are(str, column):
        return False
    others = [url for url in column if url not in known]
    if not are_iris(others):
        return False
    known.update(others)
    return True


def _are_integers(column: _Column, known: set[str]) -> bool:
    return _are(int, column) and (not column or (min(column) >= -INT64 and max(column) < INT64))


def _is_instant(value: Any) -> bool:
    return type(value) is datetime and value.tzinfo is not None and value.utcoffset() == UTC.utcoffset(value)


def _are_instants(column: _Column, known: set[str]) -> bool:
    if _are(datetime, column) and [value.tzinfo for value in column].count(UTC) == len(column):
        return True
    return all(map(_is_instant, column))


_CHECKS: Final[dict[str, _Check]] = {
    "text": _are_texts,
    "iri": _are_iris,
    "integer": _are_integers,
    "boolean": lambda column, known: _are(bool, column),
    "double": lambda column, known: _are(float, column) and all(map(math.isfinite, column)),
    "instant": _are_instants,
}


def _several(check: _Check) -> _Check:
    def check_all(column: _Column, known: set[str]) -> bool:
        if not _are(tuple, column) or not all(column) or not check(flattened(column), known):
            return False
        return all(all(map(lt, values, values[1:])) for values in column if len(values) > 1)

    return check_all


def _check_of(row: Attribute) -> _Check:
    check = _are_images if row.name in (*ONE_IMAGE, SEVERAL_IMAGES) else _CHECKS[row.type]
    return _several(check) if row.many else check


_BY_OWNER: Final[dict[str, dict[str, _Check]]] = {
    owner: {name: _check_of(row) for name, row in rows.items()} for owner, rows in BY_NAME.items()
}
for _owner in (*KINDS, IMAGE):
    _BY_OWNER[_owner][_KIND] = lambda column, known: True  # by which its columns were told from others


def _columns_follow(owner: str, columns: Mapping[str, _Column], known: set[str]) -> bool:
    """Tell whether attributes by column are as the model says; the kind was looked at before."""
    checks = _BY_OWNER[owner]
    return all(name in checks and checks[name](column, known) for name, column in columns.items())


def _values_follow(owner: str, values: Mapping[str, Any]) -> bool:
    return _columns_follow(owner, {name: (value,) for name, value in values.items()}, set())


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
        if not _check_of(row)((value,), set()):
            expected = f"a sorted tuple of {row.type}" if row.many else row.values.meaning
            return GraphError(f"{what}: {name} must be {expected}, not {value!r}")
    raise AssertionError(what)


_PREFIXES: Final = {kind: f"{kind}:" for kind in KINDS}


def _are_kinds(kinds: _Column) -> bool:
    try:
        return KINDS.keys() >= set(kinds)
    except TypeError:  # what has no hash is no kind
        return False


def _are_nodes(ids: _Column, kinds: _Column) -> bool:
    """Tell whether nodes have kinds, and ids of their kind."""
    if not _are_texts(ids, set()) or not _are_kinds(kinds):
        return False
    prefixes = list(map(_PREFIXES.__getitem__, kinds))
    return all(map(str.startswith, ids, prefixes)) and set(prefixes).isdisjoint(ids)


def _check_nodes(nodes: Mapping[str, Mapping[str, Any]]) -> None:
    """Check the ids of nodes, and that they have kinds."""
    if _are_nodes(tuple(nodes), [data.get(_KIND) for data in nodes.values()]):
        return
    for node, data in nodes.items():
        kind = data.get(_KIND)
        if not isinstance(kind, str) or kind not in KINDS:
            raise GraphError(f"node {node!r}: kind must be one of {', '.join(KINDS)}, not {kind!r}")
        if not _are_nodes((node,), (kind,)):
            raise GraphError(f"node {node!r}: the id of a {kind} must be text like {kind}:KEY")


def _kind_of(node: str) -> str:
    return node.partition(":")[0]


def _check_edges(key: str, edges: Edges, nodes: Sequence[Node]) -> None:
    """Check what edges join, and that only links have attributes."""
    relation = RELATIONS.get(key)
    if relation is not None:
        # Nodes and sources are sorted: what the first and the last begin with, all between them do.
        ends = (nodes[edges.sources[0]][0], nodes[edges.sources[-1]][0])
        joined = all(map(str.startswith, ends, repeat(_PREFIXES[relation.source])))
        joined = joined and all(map(str.startswith, set(edges.targets), repeat(_PREFIXES[relation.target])))
        if joined and (key == LINK or not any(edges.values)):
            return
    for place, target, values in zip(*edges, strict=True):
        source = nodes[place][0]
        edge = f"edge {source!r} to {target!r}"
        if relation is None:
            raise GraphError(f"{edge}: the key must be one of {', '.join(RELATIONS)}, not {key!r}")
        for node, kind in ((source, relation.source), (target, relation.target)):
            if _kind_of(node) != kind:
                raise GraphError(
                    f"{edge}: {key} joins {relation.source} and {relation.target}; {node!r} is no {kind}"
                )
        if values and key != LINK:
            raise _complaint(edge, key, values)


_SIDES: Final = tuple(BY_NAME[IMAGE])


def _are_sizes(urls: _Column, sizes: _Column) -> bool:
    if not (_are_iris(urls, set()) and _are(tuple, sizes) and set(map(len, sizes)) <= {len(_SIDES)}):
        return False
    return _columns_follow(IMAGE, dict(zip(_SIDES, zip(*sizes, strict=True), strict=False)), set())


_GRAPH_CHECKS: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
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
    if not _values_follow(GRAPH, modelled):
        raise _complaint("the graph", GRAPH, modelled)
    for name, (check, expected) in _GRAPH_CHECKS.items():
        if name in values and not check(values[name]):
            raise GraphError(f"the graph: {name} must be {expected}, not {values[name]!r}")
    images = values.get("images", {})
    if not _are_sizes(tuple(images), tuple(images.values())):
        for url, size in images.items():
            if not _are_sizes((url,), (size,)):
                raise GraphError(
                    f"the graph: images must map IRIs to (width, height), not {url!r} to {size!r}"
                )


def check_structure(graph: nx.MultiDiGraph[str]) -> None:
    """Raise `GraphError` where the graph's own attributes, or its nodes' ids or kinds, break the model.

    What else nodes and edges say is checked by `checked_batches`, where a graph is written.
    """
    import networkx as nx

    if not (isinstance(graph, nx.MultiDiGraph)):
        raise GraphError(f"expected a networkx.MultiDiGraph, not {type(graph).__name__}")
    _check_graph_attributes(graph.graph)
    _check_nodes(dict(iter(graph.nodes(data=True))))


def _check_batch(batch: Batch, known: set[str]) -> None:
    """Raise `GraphError` where nodes or edges are not as the model says.

    Parameters
    ----------
    batch
        Some nodes, sorted by id, and the images they name.
    known
        The URLs of images that are known to be IRIs, to which theirs are added.
    """
    for name, edges in batch.edges.items():
        _check_edges(name, edges, batch.nodes.items)
    for columns in batch.nodes.columns:
        if not _columns_follow(columns.owner, columns.values, known):
            _raise_first(columns, [(f"node {node!r}", values) for node, values in batch.nodes.items])
    for columns in batch.links.columns:
        if not _columns_follow(columns.owner, columns.values, known):
            links = batch.links.items
            _raise_first(
                columns, [(f"edge {link.source!r} to {link.target!r}", link.values) for link in links]
            )


def _raise_first(columns: Columns, items: Sequence[tuple[str, Mapping[str, Any]]]) -> NoReturn:
    """Raise what is wrong with the first of the items whose attributes are not as the model says."""
    for place in sorted([place for some in columns.alike for place in some.places]):
        what, values = items[place]
        if not _values_follow(columns.owner, values):
            own = {name: value for name, value in values.items() if columns.owner == LINK or name != _KIND}
            raise _complaint(what, columns.owner, own)
    raise AssertionError(columns.owner)


def checked_batches(graph: nx.MultiDiGraph[str]) -> Iterator[Batch]:
    """Yield a graph that has passed `check_structure` in batches, each when it was checked.

    Raises `GraphError` where nodes or edges are not as the model says.
    """
    known = set(graph.graph.get("images", ()))
    for batch in to_batches(graph):
        _check_batch(batch, known)
        yield batch


def check_graph(graph: nx.MultiDiGraph[str]) -> None:
    """Raise `GraphError` where a graph holds what the model does not know.

    Every graph that `kg.build` and `kg.read_graph` return conforms.
    """
    check_structure(graph)
    for _ in checked_batches(graph):
        pass
