"""HTML: the map of the coverage, one page that needs no network."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kg.columns import Edges, Link, Node, Table
from kg.drawing import AUTO, check_renderer
from kg.formats.rendering import MakeRenderer
from kg.formats.sections import LinkText, Renderer, Section, Whole
from kg.formats.single import write_single
from kg.model import IMAGE

if TYPE_CHECKING:
    import networkx as nx


class HtmlRenderer:
    """Turns nodes into what the page tells of them."""

    head = ""
    links = None
    images = False

    def __init__(self, renderer: str) -> None:
        from kg.page.document import DETAILS, details_text

        self.sections = (DETAILS,)
        self._details_text = details_text
        self._renderer = renderer

    def nodes(self, table: Table[Node], edges: Mapping[str, Edges]) -> Sequence[Sequence[bytes]]:
        """Return the details of each node as JSON."""
        texts = [b"" if values["kind"] == IMAGE else self._details_text(values) for _, values in table.items]
        return (texts,)

    def link_texts(self, table: Table[Link]) -> Sequence[LinkText]:
        """Return nothing: the page's links are in its ties."""
        return [LinkText(b"", b"")] * len(table.items)

    def frame(self, whole: Whole) -> Iterator[str | Section]:
        """Yield the page around the details; it asks for the ties."""
        from kg.page import render

        yield from render(whole, self._renderer)


def html_renderer(attributes: Mapping[str, Any], renderer: str = AUTO) -> Renderer:
    """Return what turns nodes into the page's details; what the graph itself says makes no difference.

    Parameters
    ----------
    renderer
        What draws the map in the browser, a key of `kg.drawing.RENDERERS`.
    """
    return HtmlRenderer(renderer)


def drawn_by(renderer: str) -> MakeRenderer:
    """Return `html_renderer` for a renderer; raises `SettingsError` for an unknown one."""
    return partial(html_renderer, renderer=check_renderer(renderer))


def write_html(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str], *, renderer: str = AUTO) -> None:
    """Write the graph as one HTML page, an interactive map that opens without a network.

    The file takes its place when all is written.

    Parameters
    ----------
    graph
        A coverage graph.
    path
        The file to write.
    renderer
        What draws the map: ``canvas``, ``webgl``, or ``auto`` for one by the number of nodes.

    Raises
    ------
    SettingsError
        For an unknown renderer.
    GraphError
        Where the graph does not follow the model.
    OutputError
        Where the file cannot be written.
    """
    write_single(graph, path, drawn_by(renderer), ties=True)
