"""Who is next to whom: what the page draws, without what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from sys import intern

from kg.model import RELATIONS
from kg.rows import Row


@dataclass(slots=True)
class Ties:
    """The nodes of a graph and their edges, gathered from its rows.

    Attributes
    ----------
    group
        The style of each node, by id: its kind, or ``stub`` for an article that was only ever listed.
    targets
        By relation and source, the targets; of related articles in the order of the list.
    sources
        By target, the sources of all relations.
    degree
        How many edges each node has.
    """

    group: dict[str, str] = field(default_factory=dict)
    targets: dict[str, dict[str, list[str]]] = field(default_factory=lambda: {name: {} for name in RELATIONS})
    sources: dict[str, list[str]] = field(default_factory=dict)
    degree: dict[str, int] = field(default_factory=dict)
    links: dict = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take in a node and the edges that leave it."""
        node, values, edges = intern(row[0]), row[1], row[2]
        self.group[node] = "stub" if values.get("stub") else values["kind"]
        self.degree[node] = self.degree.get(node, 0) + len(edges)
        listed = []
        for relation, text, own in edges:
            target = intern(text)
            self.sources.setdefault(target, []).append(node)
            self.degree[target] = self.degree.get(target, 0) + 1
            if relation == "related_to":
                listed.append((own.get("position", 0), target))
            else:
                self.targets[relation].setdefault(node, []).append(target)
        if listed:
            self.targets["related_to"][node] = [target for _, target in sorted(listed)]

    def add_node(self, node: str, group: str, ties: Sequence[tuple[str, str]]) -> None:
        node = intern(node)
        self.group[node] = group
        self.degree[node] = self.degree.get(node, 0) + len(ties)
        for relation, text in ties:
            target = intern(text)
            self.sources.setdefault(target, []).append(node)
            self.degree[target] = self.degree.get(target, 0) + 1
            self.targets[relation].setdefault(node, []).append(target)

    def add_link(self, source: str, target: str, position: int) -> None:
        source, target = intern(source), intern(target)
        self.sources.setdefault(target, []).append(source)
        self.degree[source] = self.degree.get(source, 0) + 1
        self.degree[target] = self.degree.get(target, 0) + 1
        l=self.links.setdefault(source, []); l.append((position, target)); l.sort()
        self.targets["related_to"][source]=[t for _,t in l]

    def kind(self, node: str) -> str:
        """Return the kind of a node."""
        group = self.group[node]
        return "article" if group == "stub" else group

    def of(self, node: str, relation: str) -> Sequence[str]:
        """Return the targets of a node's edges of a relation."""
        return self.targets[relation].get(node, ())

    def related(self) -> dict[str, list[str]]:
        """Return by article the articles that it lists or that list it, sorted."""
        found: dict[str, set[str]] = {}
        for source, targets in self.targets["related_to"].items():
            for target in targets:
                found.setdefault(source, set()).add(target)
                found.setdefault(target, set()).add(source)
        return {article: sorted(others) for article, others in found.items()}
