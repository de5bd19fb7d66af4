"""N-Quads: one triple a line with the graph that it is in, for loading in bulk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kg.formats.ntriples import NTriples
from kg.formats.rdf import RdfRenderer
from kg.formats.sections import Renderer
from kg.formats.single import write_single
from kg.formats.syntax import Attributes, base_of
from kg.ids import named_graphs

if TYPE_CHECKING:
    import networkx as nx


class NQuads(NTriples):
    """How N-Quads writes triples: the data in one named graph, its description in another."""

    def __init__(self, base: str) -> None:
        graphs = named_graphs(base)
        super().__init__(base, graph=graphs.data)
        self._description = NTriples(base, graph=graphs.description)

    @property
    def description(self) -> NTriples:
        """How the description is written: with a graph of its own."""
        return self._description


def nquads_renderer(attributes: Attributes) -> Renderer:
    """Return what turns the nodes and links of a graph with these attributes into N-Quads."""
    return RdfRenderer(NQuads(base_of(attributes)), attributes)


def write_nquads(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
    """Write the graph as N-Quads (W3C RDF 1.1), one triple a line, in two named graphs.

    A path that ends with ``.gz`` is compressed. The file takes its place when all is written.
    Raises `GraphError` for a graph that does not follow the model, `OutputError` where the file
    cannot be written.
    """
    write_single(graph, path, nquads_renderer)
