"""A graph in batches, in the one order that all writers see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kg.columns import Batch, Edges, Node, make_batch
from kg.model import IMAGE, ONE_IMAGE, SEVERAL_IMAGES

if TYPE_CHECKING:
    import networkx as nx

Item = TypeVar("Item")

AT_ONCE: Final = 1024  # nodes: few enough for a processor's cache, and enough for columns to be worth it


def to_batches(graph: nx.MultiDiGraph[str], size: int = AT_ONCE) -> Iterator[Batch]:
    """Yield a graph's articles, providers and topics by id, then the images they name by URL.

    The edges that leave a node are sorted by target.

    Parameters
    ----------
    graph
        One that has passed `kg.conform.check_structure`.
    size
        The most nodes of a batch.
    """
    # Looking up single nodes and neighbours in the graph's views would take five times as long.
    attributes = dict(iter(graph.nodes(data=True)))
    neighbours = dict(graph.adjacency())
    images: set[str] = set(graph.graph.get("images", ()))
    for ids in batched(sorted(attributes), size):
        nodes = [(node, attributes[node]) for node in ids]
        batch = make_batch(nodes, _edges([neighbours[node] for node in ids]))
        yield batch
        # Whoever takes batches may check each before the next is made, so that these are tuples and texts.
        for _, _, values in batch.nodes.columns:
            images.update(*values.get(SEVERAL_IMAGES, ()), *[values.get(name, ()) for name in ONE_IMAGE])
    sizes = graph.graph.get("images", {})
    for urls in batched(sorted(images), size):
        yield make_batch([image_node(url, sizes.get(url)) for url in urls], {})


def _edges(neighbours: Iterable[Mapping[str, Mapping[str, Mapping[str, Any]]]]) -> dict[str, Edges]:
    """Return the edges from nodes to their neighbours, by relation."""
    found: dict[str, tuple[list[int], list[str], list[Mapping[str, Any]]]] = {}
    for place, targets in enumerate(neighbours):
        for target in sorted(targets) if len(targets) > 1 else targets:
            for relation, own in targets[target].items():
                if relation not in found:
                    found[relation] = [], [], []
                sources, ends, values = found[relation]
                sources.append(place)
                ends.append(target)
                values.append(own)
    return {relation: Edges(*some) for relation, some in found.items()}


def image_node(url: str, size: tuple[int, int] | None) -> Node:
    """Return what stands for an image whose width and height are known, or not."""
    if size is None:
        return url, {"kind": IMAGE}
    width, height = size
    return url, {"kind": IMAGE, "width": width, "height": height}


def batched(items: Iterable[Item], size: int) -> Iterator[Sequence[Item]]:
    """Yield the items, up to `size` of them together."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
