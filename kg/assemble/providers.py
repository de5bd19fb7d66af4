"""Provider nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.assemble.findings import Findings
from kg.mentions import Image, Mention
from kg.resolve import Taxonomy, resolve_provider


@dataclass(slots=True)
class Providers:
    """The names and logos that mentions give each provider."""

    _found: dict[str, tuple[dict[str, int], set[Image]]] = field(default_factory=dict)

    def add(self, mention: Mention) -> None:
        """Take in a mention."""
        found = self._found.get(mention.provider_domain)
        if found is None:
            found = self._found[mention.provider_domain] = {}, set()
        name = mention.provider_name
        if name is not None:
            found[0][name] = found[0].get(name, 0) + 1
        if mention.provider_images:
            found[1].update(mention.provider_images)

    def extend(self, others: Providers) -> None:
        """Take in what other mentions give."""
        for domain, (names, logos) in others._found.items():
            found = self._found.setdefault(domain, (names, logos))
            if found[0] is not names:
                counts = found[0]
                for name, count in names.items():
                    counts[name] = counts.get(name, 0) + count
                found[1].update(logos)

    def resolve(self, taxonomy: Taxonomy, findings: Findings) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the providers and their attributes, by id."""
        for domain, (names, logos) in sorted(self._found.items()):
            organization = taxonomy.organizations.get(domain)
            images = logos.union(organization.images if organization else ())
            if len(images) > 1:
                findings.differing["logo"] += len(images) - 1
            yield f"provider:{domain}", resolve_provider(domain, names, images, organization)
