"""Links between articles that lists make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.assemble.findings import Findings, enumerate_values, path_of
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
            _report_dropped(
                "self-link", "the article lists itself; the link is dropped", mention, graph, findings
            )
            continue
        first = kept.setdefault((source, target), mention)
        if first is not mention:
            findings.merged["related_to"] += 1
            what = f"the same article as {findings.where(first.path, path_of(first))}, whose link is kept"
            _report_dropped("duplicate-link", what, mention, graph, findings)
    for (source, target), mention in sorted(kept.items()):
        values = {"position": mention.position, "listed_in": mention.path}
        values |= observed(mention, graph.nodes[target])
        graph.add_edge(source, target, key="related_to", **values)


def _report_dropped(
    code: str, what: str, mention: Mention, graph: nx.MultiDiGraph[str], findings: Findings
) -> None:
    lost = observed(mention, graph.nodes[mention.article])
    lost.pop("observed_title", None)  # an alternative title of the article
    said = f"; not taken: {enumerate_values(lost)}" if lost else ""
    findings.add(code, mention.path, path_of(mention), what + said)
