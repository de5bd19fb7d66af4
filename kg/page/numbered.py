"""The coverage graph as the page draws it: nodes are numbers, edges pairs of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

NUMBER: Final = "i"
"""The type of the arrays of node numbers: 32 bits are enough for any graph that a page could show."""


Related = Mapping[int, Sequence[int]]
"""By article, those that it lists or that list it, all of them in order."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The edges of one relation, by source; where they have an order of their own, in that.

    Attributes
    ----------
    sources, targets
        The numbers of the two nodes that each edge joins.
    """

    sources: array[int] = field(default_factory=lambda: array(NUMBER))
    targets: array[int] = field(default_factory=lambda: array(NUMBER))

    def __len__(self) -> int:
        return len(self.sources)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.sources, self.targets, strict=True)

    def by_source(self, nodes: int) -> Sequence[tuple[int, ...]]:
        """Return the targets of each node, in order.

        Parameters
        ----------
        nodes
            How many nodes the graph has.
        """
        single = {target: (target,) for target in set(self.targets)}
        found: list[tuple[int, ...]] = [()] * nodes
        for source, target in self:
            found[source] = (*found[source], target) if found[source] else single[target]
        return found


@dataclass(frozen=True, slots=True)
class Numbered:
    """The nodes of a graph, each known by its place among the sorted ids, and their edges.

    Attributes
    ----------
    ids
        The ids of the nodes, sorted.
    groups
        The style of each node: its kind, or ``stub`` for an article that was only ever listed.
    edges
        All edges, by relation.
    incoming
        How many edges end at each node.
    degree
        How many edges each node has.
    """

    ids: Sequence[str]
    groups: Sequence[str]
    edges: Mapping[str, Pairs]
    incoming: Sequence[int] = field(init=False)
    degree: Sequence[int] = field(init=False)

    def __post_init__(self) -> None:
        counts = [0] * len(self.ids)
        for target in chain.from_iterable(pairs.targets for pairs in self.edges.values()):
            counts[target] += 1
        object.__setattr__(self, "incoming", array(NUMBER, counts))
        for source in chain.from_iterable(pairs.sources for pairs in self.edges.values()):
            counts[source] += 1
        object.__setattr__(self, "degree", array(NUMBER, counts))

    def __len__(self) -> int:
        return len(self.ids)

    def related(self) -> Related:
        """Return which articles are related to which, in either direction."""
        found: dict[int, list[int]] = {}
        for source, target in self.edges["related_to"]:
            found.setdefault(source, []).append(target)
            found.setdefault(target, []).append(source)
        return {article: sorted(set(found[article])) for article in sorted(found)}
