"""TriG: Turtle with named graphs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kg.formats.rdf import RdfRenderer
from kg.formats.sections import Renderer
from kg.formats.single import write_single
from kg.formats.syntax import Attributes, base_of
from kg.formats.turtle import Turtle
from kg.ids import named_graphs

if TYPE_CHECKING:
    import networkx as nx


class TriG(Turtle):
    """How TriG writes triples: the data in one named graph, its description in another."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self._graphs = named_graphs(base)
        self.head += f"\n<{self._graphs.data}> {{\n"

    def end(self, scheme: str, description: str) -> str:
        """Return what ends the data, and the graph that describes it."""
        return f"{scheme}}}\n\n<{self._graphs.description}> {{\n{description}}}\n"


def trig_renderer(attributes: Attributes) -> Renderer:
    """Return what turns the nodes and links of a graph with these attributes into TriG."""
    return RdfRenderer(TriG(base_of(attributes)), attributes)


def write_trig(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
    """Write the graph as TriG (W3C RDF 1.1), subject by subject, in two named graphs.

    A path that ends with ``.gz`` is compressed. The file takes its place when all is written.
    Raises `GraphError` for a graph that does not follow the model, `OutputError` where the file
    cannot be written.
    """
    write_single(graph, path, trig_renderer)
