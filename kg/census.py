"""How much of everything a graph holds, counted batch by batch, in any process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from kg.columns import Alike, Batch, Columns, Table
from kg.model import BY_NAME, IMAGE, KINDS, LINK, RELATIONS
from kg.vocabulary import OWNER_OF, SCHEME

Shape = tuple[tuple[str, ...], tuple[int, ...]]
"""What of a node, link or image is counted.

Its class with the names of its attributes, in any order; and how many values those of its
attributes have, in the same order, that can have several.
"""

_TYPE: Final = "rdf:type"


@lru_cache(maxsize=2**12)  # the nodes of a graph have few sets of attributes
def _several(class_: str, *names: str) -> tuple[str, ...]:
    """Return which of the attributes can have several values."""
    rows = BY_NAME[OWNER_OF[class_]]
    return tuple([name for name in names if name in rows and rows[name].many])


def _counted(columns: Columns) -> Iterator[tuple[Alike, tuple[str, ...], list[tuple[int, ...]]]]:
    """Yield each group, with the names its shapes begin with, and the lengths of each item's tuples."""
    for some in columns.alike:
        names = (some.class_, *some.slices)
        several = [map(len, columns.values[name][some.slices[name]]) for name in _several(*names)]
        yield some, names, list(zip(*several, strict=True)) or [()] * len(some.places)


def shapes_of(table: Table[Any]) -> list[Shape]:
    """Return the shape of each node, link or image."""
    shapes: list[Shape] = [((), ())] * len(table.items)
    for columns in table.columns:
        for some, names, lengths in _counted(columns):
            for place, counted in zip(some.places, lengths, strict=True):
                shapes[place] = names, counted
    return shapes


@dataclass(slots=True)
class Census:
    """What a graph holds.

    Attributes
    ----------
    shapes
        How many nodes, links and images of each shape there are.
    counts
        How many nodes of each kind and edges of each relation there are.
    """

    shapes: Counter[Shape] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, batch: Batch) -> None:
        """Count nodes and images with the edges that leave them."""
        for columns in (*batch.nodes.columns, *batch.links.columns):
            for _, names, lengths in _counted(columns):
                for counted, times in Counter(lengths).items():
                    self.shapes[names, counted] += times
        for columns in batch.nodes.columns:
            if columns.owner != IMAGE:
                self.counts[columns.owner] += sum([len(some.places) for some in columns.alike])
        for relation, edges in batch.edges.items():
            self.counts[relation] += len(edges.targets)

    def extend(self, other: Census) -> None:
        """Count what another has counted."""
        self.shapes.update(other.shapes)
        self.counts.update(other.counts)

    @property
    def entities(self) -> int:
        """How many nodes there are."""
        return sum([self.counts[kind] for kind in KINDS])

    def values(self) -> Counter[tuple[str, str]]:
        """Return how many values each attribute has, by owner and name."""
        found: Counter[tuple[str, str]] = Counter()
        for ((class_, *names), lengths), times in self.shapes.items():
            owner, several = OWNER_OF[class_], dict(zip(_several(class_, *names), lengths, strict=True))
            for name in names:
                found[owner, name] += several.get(name, 1) * times
        return found

    def instances(self) -> Counter[str]:
        """Return how many instances each class has in RDF."""
        found = Counter({SCHEME: 1})
        for (names, _), times in self.shapes.items():
            found[names[0]] += times
        return found

    def triples(self) -> Counter[str]:
        """Return how many triples each property has in RDF, without the description of the dataset."""
        found: Counter[str] = Counter()
        for (owner, name), number in self.values().items():
            if name in BY_NAME[owner]:
                found[BY_NAME[owner][name].term] += number
        for name, relation in RELATIONS.items():
            found[relation.term] += self.counts[name]
        found[_TYPE] += self.instances().total()
        found["skos:inScheme"] += self.counts["topic"]
        found["kg:from"] += self.counts[LINK]
        found["kg:to"] += self.counts[LINK]
        return +found
