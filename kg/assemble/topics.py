"""Topic nodes, what articles are about, and the hierarchy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.assemble.findings import Field, Findings
from kg.assemble.placing import join, place
from kg.mentions import Mention
from kg.resolve import Taxonomy, broader_cycles, resolve_topic
from kg.values import quote

if TYPE_CHECKING:
    import networkx as nx


def add_topics(
    graph: nx.MultiDiGraph[str],
    groups: Mapping[str, Sequence[Mention]],
    taxonomy: Taxonomy,
    findings: Findings,
) -> None:
    """Add the topics of the articles and of the taxonomy, with their edges, to the articles' graph."""
    names: dict[str, list[str]] = {key: [] for key in taxonomy.topics}
    about: list[tuple[str, list[str]]] = []
    keys: dict[str, str] = {}
    for article, mentions in groups.items():
        found = [name for mention in mentions for name in mention.topics]
        if found:
            for name in found:
                key = keys.get(name) or keys.setdefault(name, taxonomy.topic_key(name))
                names.setdefault(key, []).append(name)
            targets = sorted({keys[name] for name in found})
            if len(found) > len(targets):
                findings.merged["about"] += len(found) - len(targets)
            about.append((article, targets))
    ids = {key: f"topic:{key}" for key in sorted(names)}
    for key, node in ids.items():
        place(graph, node, "topic", resolve_topic(key, names[key], taxonomy.topics.get(key)))
    for article, targets in about:
        for key in targets:
            join(graph, article, ids[key], "about", {})
    _add_broader(graph, taxonomy, findings)


def _add_broader(graph: nx.MultiDiGraph[str], taxonomy: Taxonomy, findings: Findings) -> None:
    parents: dict[str, str] = {}
    for key, entry in sorted(taxonomy.topics.items()):
        if entry.parent is None:
            continue
        parent = taxonomy.topic_key(entry.parent)
        if parent in taxonomy.topics:
            parents[key] = parent
        else:
            message = f"parent: {quote(entry.parent)} is no topic of the taxonomy; no broader edge is made"
            findings.add("unknown-topic-parent", Field(entry.path, ("parent",)), message)
    for cycle in broader_cycles(parents):
        ring = " → ".join(f"topic:{key}" for key in (*cycle, cycle[0]))
        message = f"parent: {ring}; the edge that leaves topic:{cycle[0]} is dropped"
        findings.add("topic-cycle", Field(taxonomy.topics[cycle[0]].path, ("parent",)), message)
        del parents[cycle[0]]
    for key, parent in sorted(parents.items()):
        join(graph, f"topic:{key}", f"topic:{parent}", "broader", {})
