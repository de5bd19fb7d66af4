"""The sizes of the images that nodes name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from kg.assemble.findings import Findings
from kg.mentions import Image, Mention
from kg.model import images_of
from kg.resolve import Taxonomy, preference

if TYPE_CHECKING:
    import networkx as nx


def _sizes(images: Iterable[Image], named: Collection[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    for image in images:
        if image.width is not None and image.height is not None and image.url in named:
            yield image.url, (image.width, image.height)


def add_image_sizes(
    graph: nx.MultiDiGraph[str], mentions: Iterable[Mention], taxonomy: Taxonomy, findings: Findings
) -> None:
    """Set ``graph.graph["images"]``: URL to width and height in pixels.

    Of several sizes the preferred mention's is taken; what the taxonomy says comes last.
    """
    named = {url for _, values in graph.nodes(data=True) for url in images_of(values)}
    sizes: dict[str, tuple[int, int]] = {}
    giver: dict[str, Mention] = {}
    every: Counter[tuple[str, tuple[int, int]]] = Counter()
    for mention in mentions:
        for url, size in _sizes((*mention.images, *mention.provider_images), named):
            every[url, size] += 1
            if url not in sizes or preference(mention) < preference(giver[url]):
                sizes[url], giver[url] = size, mention
    for _, organization in sorted(taxonomy.organizations.items()):
        for url, size in _sizes(organization.images, named):
            every[url, size] += 1
            sizes.setdefault(url, size)
    differing = sum(count for (url, size), count in every.items() if sizes[url] != size)
    if differing:
        findings.differing["image size"] += differing
    graph.graph["images"] = dict(sorted(sizes.items()))
