"""Who is next to whom: what the page draws, without what it tells."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import count, islice
from operator import gt
from typing import Final

from kg.columns import Batch
from kg.model import IMAGE, RELATIONS
from kg.page.numbered import NUMBER, Numbered, Pairs

_LISTED: Final = "related_to"
_UNKNOWN: Final = -1


class Ties:
    """The nodes of a graph and their edges, gathered in any order.

    >>> ties = Ties()
    >>> ties.add_node("article:b", "article", [("published_by", "provider:c.example")])
    >>> ties.add_node("provider:c.example", "provider", [])
    >>> ties.add_link("article:b", "article:a", 1)
    >>> ties.add_node("article:a", "stub", [])
    >>> graph = ties.numbered()
    >>> graph.ids
    ['article:a', 'article:b', 'provider:c.example']
    >>> list(graph.edges["related_to"])
    [(1, 0)]
    """

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._groups: list[str] = []
        self._ends: defaultdict[str, int] = defaultdict(count().__next__)
        self._ties = {name: (array(NUMBER), array(NUMBER)) for name in RELATIONS if name != _LISTED}
        self._links = array(NUMBER), array(NUMBER)
        self._positions: list[int] = []

    def add_node(self, node: str, group: str, ties: Iterable[tuple[str, str]]) -> None:
        """Take in a node and the edges that leave it, but for those to related articles.

        Parameters
        ----------
        node
            Its id.
        group
            Its style: its kind, or ``stub`` for an article that was only ever listed.
        ties
            Relation and target of each edge.
        """
        number = len(self._ids)
        self._ids.append(node)
        self._groups.append(group)
        columns, ends = self._ties, self._ends
        for relation, target in ties:
            sources, targets = columns[relation]
            sources.append(number)
            targets.append(ends[target])

    def add_link(self, source: str, target: str, position: int) -> None:
        """Take in an edge to a related article, at its place in the list of those."""
        sources, targets = self._links
        sources.append(self._ends[source])
        targets.append(self._ends[target])
        self._positions.append(position)

    def add(self, batch: Batch) -> None:
        """Take in nodes and all the edges that leave them."""
        nodes = batch.nodes.items
        ties: list[list[tuple[str, str]]] = [[] for _ in nodes]
        for relation, edges in batch.edges.items():
            for place, target, values in zip(*edges, strict=True):
                if relation == _LISTED:
                    self.add_link(nodes[place][0], target, values.get("position", 0))
                else:
                    ties[place].append((relation, target))
        for (node, values), own in zip(nodes, ties, strict=True):
            if values["kind"] != IMAGE:
                self.add_node(node, "stub" if values.get("stub") else values["kind"], own)

    def numbered(self) -> Numbered:
        """Return what was gathered; each edge must end at a node that was taken in.

        Edges are in the order of their sources, then of their targets; those to related articles
        in the order of their positions.
        """
        order = sorted(range(len(self._ids)), key=self._ids.__getitem__)
        ids = [self._ids[number] for number in order]
        groups = [self._groups[number] for number in order]
        of_node, of_end = order[:], [_UNKNOWN] * len(self._ends)
        for place, number in enumerate(order):
            of_node[number] = place
        for place, node in enumerate(ids):
            if node in self._ends:
                of_end[self._ends[node]] = place
        assert _UNKNOWN not in of_end, "an edge ends at a node that was not taken in"
        edges = {
            relation: _in_order(map(of_node.__getitem__, sources), map(of_end.__getitem__, targets))
            for relation, (sources, targets) in self._ties.items()
        }
        sources, targets = self._links
        edges[_LISTED] = _in_order(
            map(of_end.__getitem__, sources), self._positions, map(of_end.__getitem__, targets)
        )
        return Numbered(ids, groups, {relation: edges[relation] for relation in RELATIONS})


def _in_order(*columns: Iterable[int]) -> Pairs:
    """Return the edges by source and, of one source, by the next columns, of which the last is the target."""
    rows = [list(column) for column in columns]
    following = islice(zip(*rows, strict=True), 1, None)
    if any(map(gt, zip(*rows, strict=True), following)):
        rows = [list(column) for column in zip(*sorted(zip(*rows, strict=True)), strict=True)]
    return Pairs(array(NUMBER, rows[0]), array(NUMBER, rows[-1]))
