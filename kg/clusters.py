"""What hangs together in a network, and its denser parts where that is too much."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, TypeVar

Node = TypeVar("Node", int, str)

OWN_BACKEND: Final = "networkx"
"""What is asked for networkx's algorithms, so that no setting of a machine puts other ones in their place."""


def clusters(
    members: set[Node], neighbours: Mapping[Node, Collection[Node]], largest: int, seed: int
) -> Iterator[set[Node]]:
    """Yield components, those of more than `largest` nodes divided by the Louvain method.

    The parts that are still larger are divided again, until none comes apart.

    Parameters
    ----------
    members
        The nodes.
    neighbours
        What each node is joined to, in both directions.
    seed
        What the Louvain method begins with. The same seed gives the same parts of nodes that are in
        the same order.
    """
    for component in _components(members, neighbours):
        communities = _communities(component, neighbours, seed) if len(component) > largest else ()
        if len(communities) < 2:
            yield component
        else:
            for community in communities:
                # Louvain's communities need not hang together: they are taken apart as well.
                yield from clusters(community, neighbours, largest, seed)


def _components(members: set[Node], neighbours: Mapping[Node, Collection[Node]]) -> Iterator[set[Node]]:
    left = set(members)
    for start in sorted(members):
        if start not in left:
            continue
        left.remove(start)
        component, waiting = {start}, [start]
        while waiting:
            further = left.intersection(neighbours[waiting.pop()])
            left -= further
            component |= further
            waiting += further
        yield component


def _communities(
    members: set[Node], neighbours: Mapping[Node, Collection[Node]], seed: int
) -> list[set[Node]]:
    import networkx as nx

    ordered = sorted(members)
    numbers = {node: number for number, node in enumerate(ordered)}
    simple: nx.Graph[int] = nx.Graph()  # of numbers, which sets hold in the same order every time
    simple.add_nodes_from(range(len(ordered)))
    for node, number in numbers.items():
        others = sorted(numbers[other] for other in neighbours[node] if other in numbers)
        simple.add_edges_from((number, other) for other in others if number < other)
    found = nx.community.louvain_communities(simple, seed=seed, backend=OWN_BACKEND)
    return [{ordered[number] for number in community} for community in found]
