"""Topic nodes, what articles are about, and the hierarchy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.assemble.findings import Field, Findings
from kg.mentions import Mention
from kg.model import drop_absent
from kg.resolve import Taxonomy, broader_cycles, resolve_topic
from kg.values import quote

if TYPE_CHECKING:
    import networkx as nx


def add_topics(
    graph: nx.MultiDiGraph[str], mentions: Iterable[Mention], taxonomy: Taxonomy, findings: Findings
) -> None:
    """Add the topics of the articles and of the taxonomy, with their edges."""
    names: dict[str, list[str]] = defaultdict(list)
    about: set[tuple[str, str]] = set()
    keys: dict[str, str] = {}
    for mention in mentions:
        for name in mention.topics:
            key = keys.get(name) or keys.setdefault(name, taxonomy.topic_key(name))
            names[key].append(name)
            edge = mention.article, f"topic:{key}"
            if edge in about:
                findings.merged["about"] += 1
            about.add(edge)
    for key in sorted({*names, *taxonomy.topics}):
        resolved = resolve_topic(key, names[key], taxonomy.topics.get(key))
        graph.add_node(f"topic:{key}", kind="topic", **drop_absent(resolved))
    for article, topic in sorted(about):
        graph.add_edge(article, topic, key="about")
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
        graph.add_edge(f"topic:{key}", f"topic:{parent}", key="broader")
