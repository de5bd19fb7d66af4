"""RDF files to the graph they were written from: the mapping of `kg.formats.rdf`, inverted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from urllib.parse import unquote

from kg.errors import GraphFileError
from kg.model import BY_OWNER, GRAPH, KINDS, RELATIONS, TYPE_TERMS, expand, sorted_unique

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph

Description = dict[str, list[str]]
"""What is said of one subject: the values by predicate."""

_TYPE: Final = expand("rdf:type")
_CLASSES: Final = {
    kind: {expand(row.term)}
    | ({expand(term) for term in TYPE_TERMS.values()} if kind == "article" else set())
    for kind, row in KINDS.items()
}
_PREDICATES: Final = {owner: [(row, expand(row.term)) for row in rows] for owner, rows in BY_OWNER.items()}
_PLAIN: Final = [(name, expand(row.term)) for name, row in RELATIONS.items() if not row.reified]
_REIFIED: Final = next(name for name, row in RELATIONS.items() if row.reified)


def _describe(quads: Iterable[pyoxigraph.Quad]) -> dict[str, Description]:
    """Return the triples by subject and predicate, terms as their text."""
    described: dict[str, Description] = {}
    last, of_last = "", dict[str, list[str]]()
    try:
        for subject, predicate, target, _ in quads:
            name = subject.value
            if name != last:  # most follow another of the same subject
                last, of_last = name, described.setdefault(name, {})
            of_last.setdefault(predicate.value, []).append(target.value)
    except AttributeError:
        raise GraphFileError("it holds a triple term, so it was not written by kg") from None
    return described


def _attributes(owner: str, description: Description) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for row, predicate in _PREDICATES[owner]:
        if predicate in description:
            parsed = [row.values.read(text) for text in description[predicate]]
            values[row.name] = sorted_unique(parsed) if row.many else parsed[0]
    return values


def _kind_of(iri: str, base: str, description: Description) -> str | None:
    """Return the kind of node that a subject is; ``None`` where it is none."""
    kind = iri[len(base) :].split("/", 1)[0] if iri.startswith(base) else ""
    return kind if kind in KINDS and not _CLASSES[kind].isdisjoint(description.get(_TYPE, ())) else None


def _first(description: Mapping[str, list[str]], curie: str) -> str | None:
    return next(iter(description.get(expand(curie), ())), None)


def _dataset(described: Mapping[str, Description]) -> Description:
    for description in described.values():
        if expand("void:Dataset") in description.get(_TYPE, ()) and _first(description, "void:uriSpace"):
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
    base = str(_first(dataset, "void:uriSpace"))
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(_attributes(GRAPH, dataset))
    ids: dict[str, str] = {}
    for iri, description in described.items():
        kind = _kind_of(iri, base, description)
        if kind is not None:
            ids[iri] = f"{kind}:{unquote(iri[len(base) + len(kind) + 1 :])}"
            graph.add_node(ids[iri], kind=kind, **_attributes(kind, description))
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
        for relation, predicate in _PLAIN:
            for target in described[iri].get(predicate, ()):
                graph.add_edge(node, ids[target], key=relation)
    for description in described.values():
        start, end = _first(description, "kg:from"), _first(description, "kg:to")
        if start is not None and end is not None:
            graph.add_edge(ids[start], ids[end], key=_REIFIED, **_attributes(_REIFIED, description))


def _image_sizes(described: Mapping[str, Description]) -> dict[str, tuple[int, int]]:
    sizes = {}
    for iri in sorted(described):
        width, height = _first(described[iri], "schema:width"), _first(described[iri], "schema:height")
        if width is not None and height is not None:
            sizes[iri] = int(width), int(height)
    return sizes


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
