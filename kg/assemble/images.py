"""The sizes of the images that nodes name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.assemble.findings import Findings
from kg.mentions import Image, Mention
from kg.model import named_images
from kg.resolve import Taxonomy, by_preference

if TYPE_CHECKING:
    import networkx as nx


def _images(mentions: Iterable[Mention], taxonomy: Taxonomy) -> Iterator[Image]:
    """Yield all images, those of preferred mentions first and the taxonomy's last."""
    for mention in by_preference(mentions):
        yield from mention.images
        yield from mention.provider_images
    for _, organization in sorted(taxonomy.organizations.items()):
        yield from organization.images


def add_image_sizes(
    graph: nx.MultiDiGraph[str], mentions: Iterable[Mention], taxonomy: Taxonomy, findings: Findings
) -> None:
    """Set ``graph.graph["images"]``: URL to width and height in pixels, as the preferred mention has them."""
    named = named_images(graph)
    sizes: dict[str, tuple[int, int]] = {}
    for image in _images(mentions, taxonomy):
        if image.width is not None and image.height is not None and image.url in named:
            size = image.width, image.height
            if sizes.setdefault(image.url, size) != size:
                findings.differing["image size"] += 1
    graph.graph["images"] = dict(sorted(sizes.items()))
