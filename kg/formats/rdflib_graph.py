"""The graph as an `rdflib.Graph`, for the API that people know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kg.conform import check_graph
from kg.formats.rdf import base_of, blocks
from kg.model import KINDS, PREFIXES, expand
from kg.rows import to_rows
from kg.valuetypes import VALUE_TYPES, ValueType

if TYPE_CHECKING:
    import networkx as nx
    import rdflib
    from rdflib.term import Identifier


class _RdflibTerms:
    """Terms as rdflib's own."""

    def __init__(self, base: str) -> None:
        self.base = base

    def iri(self, iri: str) -> Identifier:
        from rdflib import URIRef

        return URIRef(iri)

    def local(self, prefix: str, key: str) -> Identifier:
        return self.iri(f"{self.base}{prefix}/{key}" if key else f"{self.base}{prefix}")

    def name(self, curie: str) -> Identifier:
        return self.iri(expand(curie))

    def encoder(self, values: ValueType, language: str | None = None) -> Callable[[Any], Identifier]:
        from rdflib import Literal, URIRef

        if not values.datatype:
            return self.iri
        if values is VALUE_TYPES["text"]:
            return lambda text: Literal(text, lang=language)
        datatype = URIRef(expand(values.datatype))
        return lambda value: Literal(values.write(value), datatype=datatype, normalize=False)


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
    from rdflib import Graph

    check_graph(graph)
    base = base_of(graph.graph)
    rdf = Graph()
    for prefix, namespace in PREFIXES.items():
        rdf.bind(prefix, namespace, replace=True)
    for prefix in (*KINDS, "link"):
        rdf.bind(prefix, f"{base}{prefix}/", replace=True)
    for subject, pairs in blocks(graph.graph, to_rows(graph), _RdflibTerms(base)):
        for predicate, terms in pairs:
            for term in terms:
                rdf.add((subject, predicate, term))
    return rdf
