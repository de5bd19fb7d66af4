"""How much of everything a graph holds, counted row by row, in any process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from kg.model import BY_NAME, IMAGE, KINDS, LINK, RELATIONS
from kg.rows import Row
from kg.vocabulary import OWNER_OF, SCHEME, class_of

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


def shape_of(owner: str, values: Mapping[str, Any]) -> Shape:
    """Return the shape of a node, link or image with these attributes.

    Parameters
    ----------
    owner
        The kind of the node, `kg.model.LINK` or `kg.model.IMAGE`.
    """
    names = (class_of(owner, values), *values)
    return names, tuple([len(values[name]) for name in _several(*names)])


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

    def add(self, row: Row) -> None:
        """Count a row with its edges."""
        _, values, edges = row
        kind = values["kind"]
        self.shapes[shape_of(kind, values)] += 1
        if kind != IMAGE:
            self.counts[kind] += 1
        for relation, _, attributes in edges:
            self.counts[relation] += 1
            if relation == LINK:
                self.shapes[shape_of(LINK, attributes)] += 1

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
