"""Links between articles that lists make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.assemble.findings import Findings, enumerate_values, field_of
from kg.assemble.placing import join
from kg.mentions import Mention
from kg.resolve import observed

if TYPE_CHECKING:
    import networkx as nx


def add_related(graph: nx.MultiDiGraph[str], mentions: Iterable[Mention], findings: Findings) -> None:
    """Add a ``related_to`` edge for each pair that a list makes; the first of several is kept.

    What a dropped link observed of its article is in the issue that reports it.
    """
    kept: dict[tuple[str, str], Mention] = {}
    listed = (mention for mention in mentions if mention.listed_by is not None)
    for mention in sorted(listed, key=lambda m: (m.position, m.path)):
        source, target = str(mention.listed_by), mention.article
        if source == target:
            what = "the article lists itself; the link is dropped"
            findings.add("self-link", field_of(mention), what + _said(mention, graph))
            continue
        first = kept.setdefault((source, target), mention)
        if first is not mention:
            findings.merged["related_to"] += 1
            what = "the same article as {other}, whose link is kept"
            findings.add("duplicate-link", field_of(mention), what + _said(mention, graph), field_of(first))
    nodes = graph.nodes
    for (source, target), mention in kept.items():
        values = {"position": mention.position, "listed_in": mention.path}
        values |= observed(mention, nodes[target])
        join(graph, source, target, "related_to", values)


def _said(mention: Mention, graph: nx.MultiDiGraph[str]) -> str:
    """Return what a dropped link observed of its article, as the end of a message."""
    lost = observed(mention, graph.nodes[mention.article])
    lost.pop("observed_title", None)  # an alternative title of the article
    return f"; not taken: {enumerate_values(lost)}" if lost else ""
