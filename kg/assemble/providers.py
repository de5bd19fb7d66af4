"""Provider nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.assemble.findings import Findings
from kg.assemble.placing import place
from kg.mentions import Image, Mention
from kg.resolve import Taxonomy, resolve_provider

if TYPE_CHECKING:
    import networkx as nx


def add_providers(
    graph: nx.MultiDiGraph[str], mentions: Iterable[Mention], taxonomy: Taxonomy, findings: Findings
) -> None:
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
        images = logos[domain].union(organization.images if organization else ())
        if len(images) > 1:
            findings.differing["logo"] += len(images) - 1
        resolved = resolve_provider(domain, names[domain], images, organization)
        place(graph, f"provider:{domain}", "provider", resolved)
