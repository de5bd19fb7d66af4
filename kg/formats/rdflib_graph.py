"""The graph as an `rdflib.Graph`, for the API that people know."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kg.conform import check_structure, checked_batches
from kg.errors import GraphFileError
from kg.formats.ntriples import ntriples_renderer
from kg.formats.rendering import Output, write_batches
from kg.formats.syntax import base_of
from kg.model import KINDS, PREFIXES

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph
    import rdflib
    from rdflib.term import Node


@lru_cache(maxsize=2**12)  # most predicates, classes and providers come again and again
def _node(iri: str) -> Node:
    from rdflib import URIRef

    return URIRef(iri)


def _to_term(term: Any) -> Node:
    """Return one of pyoxigraph's terms as rdflib's, its text as it is."""
    import pyoxigraph
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, pyoxigraph.NamedNode):
        return _node(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    if isinstance(term, pyoxigraph.Triple):
        raise GraphFileError("it holds a triple term, so it was not written by kg")
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def add_triples(rdf: rdflib.Graph, triples: Iterable[pyoxigraph.Triple | pyoxigraph.Quad]) -> None:
    """Add pyoxigraph's triples to one of rdflib's graphs.

    Raises
    ------
    GraphFileError
        For a triple term, which rdflib does not know.
    """
    for triple in triples:
        rdf.add((_to_term(triple.subject), _to_term(triple.predicate), _to_term(triple.object)))


def to_rdflib(graph: nx.MultiDiGraph[str]) -> rdflib.Graph:
    """Return the graph's triples, the same as in every RDF file, as an `rdflib.Graph`.

    Raises
    ------
    GraphError
        Where the graph does not follow the model.

    Examples
    --------
    >>> import kg
    >>> from rdflib.namespace import SDO
    >>> rdf = kg.to_rdflib(kg.build("seeds"))
    >>> len(set(rdf.subjects(SDO.headline)))
    16
    """
    import pyoxigraph
    from rdflib import Graph

    check_structure(graph)
    lines = BytesIO()  # read again, so that what triples say a graph is written in one place
    write_batches([Output(ntriples_renderer, lines)], graph.graph, checked_batches(graph))
    base = base_of(graph.graph)
    rdf = Graph()
    for prefix, namespace in PREFIXES.items():
        rdf.bind(prefix, namespace, replace=True)
    for prefix in (*KINDS, "link"):
        rdf.bind(prefix, f"{base}{prefix}/", replace=True)
    lines.seek(0)
    add_triples(rdf, pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_TRIPLES))
    return rdf
