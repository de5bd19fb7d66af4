"""RDF files to the graph they were written from: the mapping of `kg.formats.rdf`, inverted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from sys import intern
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple
from urllib.parse import unquote

from kg.errors import GraphFileError
from kg.model import BY_OWNER, GRAPH, IMAGE, KINDS, RELATIONS, TYPE_TERMS, expand, sorted_unique

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph


class Description(NamedTuple):
    """What is said of one subject, terms as their text.

    Attributes
    ----------
    first
        The first value of each predicate.
    more
        The others, of the few predicates that have some.
    """

    first: dict[str, str]
    more: dict[str, list[str]]

    def all(self, predicate: str) -> Sequence[str]:
        """Return all values of a predicate."""
        if predicate not in self.first:
            return ()
        return (self.first[predicate], *self.more.get(predicate, ()))


_TYPE: Final = expand("rdf:type")
_KIND_OF: Final = {
    **{expand(row.term): kind for kind, row in KINDS.items()},
    **{expand(term): "article" for term in TYPE_TERMS.values()},
}
_ROWS: Final = {  # each as the parts that are needed, for every subject
    owner: [(row.name, expand(row.term), row.values.read, row.many) for row in rows]
    for owner, rows in BY_OWNER.items()
}
_PLAIN: Final = [(name, expand(row.term)) for name, row in RELATIONS.items() if not row.reified]
_REIFIED: Final = next(name for name, row in RELATIONS.items() if row.reified)
_ENDS: Final = (expand("kg:from"), expand("kg:to"))
_SIDES: Final = tuple([predicate for _, predicate, *_ in _ROWS[IMAGE]])
_SPACE: Final = expand("void:uriSpace")


def _describe(quads: Iterable[pyoxigraph.Quad]) -> dict[str, Description]:
    """Return what is said of each subject."""
    described: dict[str, Description] = {}
    last: Any = None
    first, more = Description({}, {})
    try:
        for quad in quads:
            # To ask a quad for its terms is faster than to unpack it, and to compare subjects, most
            # of which are the one before, than to ask them for their text.
            subject: Any = quad.subject
            if subject != last:
                last = subject
                name = subject.value
                if name not in described:
                    described[name] = Description({}, {})
                first, more = described[name]
            predicate = intern(quad.predicate.value)  # of which there are few: less memory, and found sooner
            target: Any = quad.object
            if predicate in first:
                more.setdefault(predicate, []).append(target.value)
            else:
                first[predicate] = target.value
    except AttributeError:
        raise GraphFileError("it holds a triple term, so it was not written by kg") from None
    return described


def _attributes(owner: str, description: Description) -> dict[str, Any]:
    first, more = description
    values: dict[str, Any] = {}
    for name, predicate, read, many in _ROWS[owner]:
        text = first.get(predicate)
        if text is None:
            continue
        if predicate in more:
            parsed = [read(each) for each in description.all(predicate)]
            values[name] = sorted_unique(parsed) if many else parsed[0]
        else:
            value = text if read is str else read(text)
            values[name] = (value,) if many else value
    return values


def _kind_of(iri: str, base: str, description: Description) -> str | None:
    """Return the kind of node that a subject is; ``None`` where it is none."""
    for class_ in description.all(_TYPE):
        kind = _KIND_OF.get(class_)
        if kind is not None and f"{iri}/".startswith(f"{base}{kind}/"):
            return kind
    return None


def _dataset(described: Mapping[str, Description]) -> Description:
    for description in described.values():
        if description.first.get(_SPACE) and expand("void:Dataset") in description.all(_TYPE):
            return description
    raise GraphFileError("it describes no void:Dataset with a void:uriSpace, so it was not written by kg")


def to_graph(quads: Iterable[pyoxigraph.Quad]) -> nx.MultiDiGraph[str]:
    """Return the coverage graph that triples say.

    Raises
    ------
    GraphFileError
        Where they do not describe one.
    """
    import networkx as nx

    described = _describe(quads)
    dataset = _dataset(described)
    base = dataset.first[_SPACE]
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(_attributes(GRAPH, dataset))
    asked = ((iri, _kind_of(iri, base, description)) for iri, description in described.items())
    kinds = {iri: kind for iri, kind in asked if kind is not None}
    ids = {iri: f"{kind}:{unquote(iri[len(base) + len(kind) + 1 :])}" for iri, kind in kinds.items()}
    graph.add_nodes_from(
        (ids[iri], {"kind": kind} | _attributes(kind, described[iri])) for iri, kind in kinds.items()
    )
    try:
        _add_edges(graph, described, ids)
    except KeyError as error:
        raise GraphFileError(f"it says nothing of {error.args[0]}, which it links to") from None
    graph.graph["images"] = _image_sizes(described)
    return graph


def _add_edges(
    graph: nx.MultiDiGraph[str], described: Mapping[str, Description], ids: Mapping[str, str]
) -> None:
    for iri, node in ids.items():
        first, more = described[iri]
        for relation, predicate in _PLAIN:
            if predicate in first:
                graph.add_edge(node, ids[first[predicate]], key=relation)
            for target in more.get(predicate, ()):
                graph.add_edge(node, ids[target], key=relation)
    for description in described.values():
        start, end = map(description.first.get, _ENDS)
        if start is not None and end is not None:
            graph.add_edge(ids[start], ids[end], key=_REIFIED, **_attributes(_REIFIED, description))


def _image_sizes(described: Mapping[str, Description]) -> dict[str, tuple[int, int]]:
    sizes = {}
    for iri, description in described.items():
        width, height = map(description.first.get, _SIDES)
        if width is not None and height is not None:
            sizes[iri] = int(width), int(height)
    return dict(sorted(sizes.items()))


def read_rdf(stream: BinaryIO, media_type: str) -> nx.MultiDiGraph[str]:
    """Return the graph that an RDF file written by this package holds.

    Parameters
    ----------
    stream
        The file.
    media_type
        The media type of its syntax, as in ``text/turtle``.

    Raises
    ------
    GraphFileError
        Where the file is not of that syntax, or holds no coverage graph.
    """
    import pyoxigraph

    syntax = pyoxigraph.RdfFormat.from_media_type(media_type)
    try:
        return to_graph(pyoxigraph.parse(stream, format=syntax))
    except SyntaxError as error:
        raise GraphFileError(f"not valid: {error.msg}") from error
