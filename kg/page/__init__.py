"""The HTML page: one file that shows the coverage graph offline, in any browser."""

from __future__ import annotations

from collections.abc import Iterator

from kg.collector import collector_paused
from kg.drawing import renderer_for
from kg.formats.sections import Section, Whole


def render(whole: Whole, renderer: str) -> Iterator[str | Section]:
    """Yield the page around the details of its nodes, the same for equal graphs.

    Parameters
    ----------
    whole
        What the graph is called, how much it holds, and its ties.
    renderer
        A key of `kg.drawing.RENDERERS`.
    """
    from kg.page.document import to_html
    from kg.page.network import to_network
    from kg.page.ties import Ties

    with collector_paused():
        network = to_network((whole.ties or Ties()).numbered())
    yield from to_html(whole, network, renderer_for(renderer, len(network.nodes)))
