"""Topic nodes, what articles are about, and the hierarchy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.assemble.findings import Findings
from kg.mentions import Mention
from kg.model import drop_absent, sorted_unique
from kg.resolve import Taxonomy, broader_cycles, choose_name
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
            findings.merged["about"] += edge in about
            about.add(edge)
    for key in sorted({*names, *taxonomy.topics}):
        graph.add_node(f"topic:{key}", kind="topic", **_attributes(key, names[key], taxonomy))
    for article, topic in sorted(about):
        graph.add_edge(article, topic, key="about")
    _add_broader(graph, taxonomy, findings)


def _attributes(key: str, mentioned: list[str], taxonomy: Taxonomy) -> dict[str, Any]:
    entry = taxonomy.topics.get(key)
    if entry is None:
        name = choose_name(mentioned)
        return {
            "label": name,
            "name": name,
            **drop_absent({"alternative_names": sorted_unique(n for n in mentioned if n != name)}),
            "in_taxonomy": False,
        }
    names = (entry.shortname, *mentioned) if entry.shortname else mentioned
    return drop_absent(
        {
            "label": entry.name,
            "name": entry.name,
            "alternative_names": sorted_unique(name for name in names if name != entry.name),
            "description": entry.description,
            "keywords": sorted_unique(entry.keywords),
            "hashtags": sorted_unique(entry.hashtags),
            "in_taxonomy": True,
        }
    )


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
            findings.add("unknown-topic-parent", entry.path, ("parent",), message)
    for cycle in broader_cycles(parents):
        ring = " → ".join(f"topic:{key}" for key in (*cycle, cycle[0]))
        message = f"parent: {ring}; the edge that leaves topic:{cycle[0]} is dropped"
        findings.add("topic-cycle", taxonomy.topics[cycle[0]].path, ("parent",), message)
        del parents[cycle[0]]
    for key, parent in sorted(parents.items()):
        graph.add_edge(f"topic:{key}", f"topic:{parent}", key="broader")
