"""Small graphs that WebGL draws, and the pixels it draws them with."""

from __future__ import annotations

import networkx as nx

from tests.page import samples
from tests.page.conftest import Page

LIGHT = {
    "article": (0x00, 0x72, 0xB2),
    "provider": (0xE6, 0x9F, 0x00),
    "topic": (0x00, 0x9E, 0x73),
    "story": (0xCC, 0x79, 0xA7),
    "page": (0xFF, 0xFF, 0xFF),
    "text": (0x1B, 0x20, 0x26),
}
"""The colours of the light theme."""

PIXELS = """((context, ratio) => arguments[0].map(
    ([x, y]) => [...context.getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1).data]
))(coverage.picture().image().getContext("2d"), devicePixelRatio)"""
"""Returns the colours at places of the picture."""

BARE = PIXELS.replace(
    'coverage.picture().image().getContext("2d")',
    """((layer, copy) => (
        coverage.picture().image(),
        Object.assign(copy, { width: layer.width, height: layer.height }),
        copy.getContext("2d").drawImage(layer, 0, 0),
        copy.getContext("2d")
    ))(document.querySelectorAll("#network canvas")[1], document.createElement("canvas"))""",
)
"""The same of nodes and edges alone, without the names above them."""


def pixels(page: Page, places: list[tuple[float, float]], script: str = PIXELS) -> list[tuple[int, ...]]:
    return [tuple(pixel[:3]) for pixel in page.run(script, places)]


def places(page: Page) -> dict[str, tuple[float, float]]:
    found = page.run(
        "coverage.picture().drawn().nodes.map(({ id }) => [id, coverage.picture().at(id)])",
    )
    return {node: (at["x"], at["y"]) for node, at in found}


def apart(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def view(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.run("coverage.picture().camera()")
    return found


def field(articles: int = 40) -> nx.MultiDiGraph[str]:
    """Return articles that stand apart, one provider and one topic; too few to have names on them."""
    graph = samples.new()
    graph.add_node("topic:t", kind="topic", label="", name="")
    graph.add_node("provider:p.example", kind="provider", label="", name="", domain="p.example")
    for number in range(articles):
        node = samples.add_article(graph, f"{number:016}", "")
        graph.add_edge(node, "topic:t", "about")
        graph.add_edge(node, "provider:p.example", "published_by")
    return graph


def pair() -> tuple[nx.MultiDiGraph[str], str, str]:
    """Return two articles of which one lists the other, without names that would lie on the line."""
    graph = samples.new()
    one, other = (samples.add_article(graph, key * 16, "") for key in "ab")
    graph.add_edge(one, other, "related_to", position=0, listed_in="a.md")
    return graph, one, other


def coloured(page: Page, one: str, other: str, shares: list[float]) -> list[tuple[int, ...]]:
    found = places(page)
    (x, y), (end_x, end_y) = found[one], found[other]
    return pixels(page, [(x + share * (end_x - x), y + share * (end_y - y)) for share in shares])
