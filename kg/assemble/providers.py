"""Provider nodes, and the sizes of images."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.mentions import Image, Mention
from kg.model import drop_absent, sorted_unique
from kg.resolve import Taxonomy, choose_name, largest_image, preference

if TYPE_CHECKING:
    import networkx as nx


def add_providers(graph: nx.MultiDiGraph[str], mentions: Iterable[Mention], taxonomy: Taxonomy) -> None:
    """Add the providers of the mentions, under their most usual names."""
    names: dict[str, list[str]] = defaultdict(list)
    logos: dict[str, set[Image]] = defaultdict(set)
    for mention in mentions:
        found = names[mention.provider_domain]
        if mention.provider_name is not None:
            found.append(mention.provider_name)
        logos[mention.provider_domain].update(mention.provider_images)
    for domain in sorted(names):
        organization = taxonomy.organizations.get(domain)
        other_names: tuple[str, ...] = ()
        name = choose_name(names[domain]) or domain
        if organization:
            name = organization.name or name
            other_names = organization.other_names
            logos[domain].update(organization.images)
        logo = largest_image(logos[domain])
        values = {
            "label": name,
            "name": name,
            "alternative_names": sorted_unique(n for n in (*names[domain], *other_names) if n != name),
            "domain": domain,
            "logo": logo.url if logo else None,
        }
        graph.add_node(f"provider:{domain}", kind="provider", **drop_absent(values))


def image_sizes(
    graph: nx.MultiDiGraph[str], mentions: Iterable[Mention], taxonomy: Taxonomy
) -> dict[str, tuple[int, int]]:
    """Return the size in pixels of each image that the graph names; the preferred mention's."""
    named = {url for _, data in graph.nodes(data=True) for url in data.get("images", ())}
    named |= {data["logo"] for _, data in graph.nodes(data=True) if "logo" in data}
    sizes: dict[str, tuple[int, int]] = {}
    chosen: dict[str, Mention] = {}
    for mention in mentions:
        for image in (*mention.images, *mention.provider_images):
            if image.width is None or image.height is None or image.url not in named:
                continue
            size = image.width, image.height
            known = sizes.setdefault(image.url, size)
            if known == size:
                chosen.setdefault(image.url, mention)
            elif preference(mention) < preference(chosen[image.url]):
                sizes[image.url], chosen[image.url] = size, mention
    for _, organization in sorted(taxonomy.organizations.items()):
        for image in organization.images:
            if image.width is not None and image.height is not None and image.url in named:
                sizes.setdefault(image.url, (image.width, image.height))
    return dict(sorted(sizes.items()))
