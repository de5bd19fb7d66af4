"""Topic nodes, what articles are about, and the hierarchy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.assemble.findings import Field, Findings
from kg.mentions import Mention
from kg.resolve import Taxonomy, broader_cycles, resolve_topic
from kg.values import quote


class TopicIds:
    """The ids of the topics that names mean; each combination of names is looked up once."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._key = taxonomy.topic_key
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def about(self, mentions: Sequence[Mention], findings: Findings) -> tuple[str, ...]:
        """Return the topics that the mentions of one article name, sorted."""
        if len(mentions) == 1:
            names = mentions[0].topics
        else:
            names = tuple([name for mention in mentions for name in mention.topics])
        known = self._known.get(names)
        if known is None:
            known = self._known[names] = tuple(sorted({f"topic:{self._key(name)}" for name in names}))
        if len(names) > len(known):
            findings.merged["about"] += len(names) - len(known)
        return known


def resolve_topics(names: Mapping[str, int], taxonomy: Taxonomy) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the topics of the taxonomy and of the articles with their attributes, by id.

    Parameters
    ----------
    names
        The names that articles give topics, and how often.
    taxonomy
        What the corpus says of topics.
    """
    by_key: dict[str, Counter[str]] = {key: Counter() for key in taxonomy.topics}
    for name, count in names.items():
        by_key.setdefault(taxonomy.topic_key(name), Counter())[name] = count
    for key, given in sorted(by_key.items()):
        yield f"topic:{key}", resolve_topic(key, given, taxonomy.topics.get(key))


def broader_topics(taxonomy: Taxonomy, findings: Findings) -> Iterator[tuple[str, str]]:
    """Yield the topics that have a broader one with that, by id; cycles are broken."""
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
        yield f"topic:{key}", f"topic:{parent}"
