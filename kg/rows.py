"""A graph as rows in a fixed order: what every writer is given, one row at a time.

Writers do not know the graph itself: rows can come from another process, or from a corpus that
is too large for a graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.model import IMAGE, images_of

if TYPE_CHECKING:
    import networkx as nx

Edge = tuple[str, str, Mapping[str, Any]]
"""Relation, target, and attributes of an edge; its source is the row's node."""

Row = tuple[str, Mapping[str, Any], Sequence[Edge]]
"""A node, its attributes, and the edges that leave it, by relation and target.

After the nodes come the images that they name, each as its URL, with `IMAGE` as its kind, its
``width`` and ``height`` in pixels where they are known, and no edges.
"""


def to_rows(graph: nx.MultiDiGraph[str]) -> Iterator[Row]:
    """Yield a graph's rows: articles, providers and topics by id, then images by URL."""
    # Looking up single nodes and neighbours in the graph's views would take five times as long.
    attributes = dict(iter(graph.nodes(data=True)))
    neighbours = dict(graph.adjacency())
    images: set[str] = set(graph.graph.get("images", ()))
    for node in sorted(attributes):
        images.update(images_of(attributes[node]))
        edges = [
            (relation, target, values)
            for target, keyed in neighbours[node].items()
            for relation, values in keyed.items()
        ]
        edges.sort()  # no two have the same relation and target, so that attributes are not compared
        yield node, attributes[node], edges
    sizes = graph.graph.get("images", {})
    for url in sorted(images):
        yield image_row(url, sizes.get(url))


def image_row(url: str, size: tuple[int, int] | None) -> Row:
    """Return the row of an image whose width and height are known, or not."""
    return url, {"kind": IMAGE} if size is None else {"kind": IMAGE, "width": size[0], "height": size[1]}, ()


def batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Yield the rows, up to `size` of them together."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some
