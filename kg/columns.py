"""Attributes by column: those of many nodes, links or images that have the same ones.

What is done to a whole column costs a fraction of what it costs value by value, as Python spends
most of its time on looking each of them up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise, repeat
from typing import Any, Generic, NamedTuple, TypeVar

from kg.ids import link_id
from kg.model import LINK
from kg.vocabulary import class_of

Item = TypeVar("Item")


Node = tuple[str, Mapping[str, Any]]
"""A node's id and its attributes; or an image's URL, `IMAGE` as its kind, and where they are known
its ``width`` and ``height`` in pixels.
"""


class Alike(NamedTuple):
    """Nodes, links or images of one class that have the same attributes.

    Attributes
    ----------
    class_
        Their RDF class as a prefixed name.
    slices
        The attributes in the order that all of them have, and where in the columns their values are.
    places
        Which of the items they are.
    """

    class_: str
    slices: Mapping[str, slice]
    places: Sequence[int]


class Columns(NamedTuple):
    """The attributes of some nodes of one kind, of links, or of images.

    Attributes
    ----------
    owner
        The kind, `kg.model.LINK` or `kg.model.IMAGE`.
    alike
        Those that have the same attributes, one group after the other.
    values
        The values of each attribute, of those that have it, group by group.
    """

    owner: str
    alike: list[Alike]
    values: dict[str, list[Any]]

    def places(self, name: str) -> list[int]:
        """Return which of the items the values of an attribute are of."""
        return [place for some in self.alike if name in some.slices for place in some.places]


class Link(NamedTuple):
    """An edge that has attributes, with its id."""

    source: str
    target: str
    values: Mapping[str, Any]
    key: str


class Table(NamedTuple, Generic[Item]):
    """Some items, and their attributes by column."""

    items: Sequence[Item]
    columns: Sequence[Columns]


def _columns(owners: Iterable[str], described: Iterable[Mapping[str, Any]]) -> list[Columns]:
    """Return attributes by column, of those that carry them."""
    groups: dict[tuple[Any, ...], tuple[list[int], list[Mapping[str, Any]]]] = {}
    for place, (owner, own) in enumerate(zip(owners, described, strict=False)):
        type_ = own.get("type")  # which an article's class depends on, if it is text
        key = (owner, type_ if type(type_) is str else None, *own)
        group = groups.get(key)
        if group is None:
            groups[key] = [place], [own]
        else:
            group[0].append(place)
            group[1].append(own)
    found: dict[str, Columns] = {}
    for (owner, _, *names), (places, some) in groups.items():
        _, alike, columns = found.setdefault(owner, Columns(owner, [], {}))
        slices = {}
        for name, column in zip(names, zip(*[own.values() for own in some], strict=True), strict=True):
            values = columns.setdefault(name, [])
            start = len(values)
            values += column
            slices[name] = slice(start, start + len(places))
        alike.append(Alike(class_of(owner, some[0]), slices, places))
    return list(found.values())


def to_link(source: str, target: str, values: Mapping[str, Any]) -> Link:
    """Return the link from one article to another."""
    return Link(source, target, values, link_id(source, LINK, target))


def to_link_table(links: Sequence[Link]) -> Table[Link]:
    """Return some links with their attributes by column."""
    return Table(links, _columns(repeat(LINK), [link.values for link in links]))


class Edges(NamedTuple):
    """Edges of one relation that leave some nodes.

    Attributes
    ----------
    sources
        Which of the nodes each leaves, ascending.
    targets
        The id of the node where each ends; those from one node are sorted.
    values
        The attributes of each.
    """

    sources: list[int]
    targets: list[str]
    values: list[Mapping[str, Any]]

    def by_source(self) -> Iterable[tuple[int, range]]:
        """Return which node some edges leave, and where in the columns these are."""
        sources = self.sources
        if not sources:
            return ()
        ends = [place for place, (one, other) in enumerate(pairwise(sources), 1) if one != other]
        starts = [0, *ends]
        return zip(map(sources.__getitem__, starts), map(range, starts, [*ends, len(sources)]), strict=True)


class Batch(NamedTuple):
    """Some nodes and images of a graph.

    Attributes
    ----------
    nodes
        They themselves.
    edges
        The edges that leave them, by relation.
    links
        Those among the edges that have attributes, in the same order.
    """

    nodes: Table[Node]
    edges: Mapping[str, Edges]
    links: Table[Link]

    @property
    def linking(self) -> Sequence[int]:
        """Which of the nodes each link leaves."""
        return self.edges[LINK].sources if LINK in self.edges else ()


def make_batch(nodes: Sequence[Node], edges: Mapping[str, Edges]) -> Batch:
    """Return nodes and images with what leaves them."""
    some = edges.get(LINK, Edges([], [], []))
    links = map(to_link, [nodes[place][0] for place in some.sources], some.targets, some.values)
    described = [values for _, values in nodes]
    columns = _columns([values["kind"] for values in described], described)
    return Batch(Table(nodes, columns), edges, to_link_table(list(links)))


def flattened(column: Iterable[Sequence[Item]]) -> list[Item]:
    """Return the values of a column whose items are several values each."""
    return list(chain.from_iterable(column))
