"""What WebGL draws, looked at as pixels; and what happens without it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from tests.page import looking, samples
from tests.page.conftest import Page

Opener = Callable[..., Page]


@pytest.fixture
def renderer() -> str:
    return "webgl"


def test_each_node_has_its_colour_on_the_screen(open_page: Opener, light: None) -> None:
    graph = looking.field()
    page = open_page(graph)
    assert page.drawn()["renderer"] == "webgl"
    places = looking.places(page)
    assert set(places) == set(graph)
    for node, pixel in zip(places, looking.pixels(page, list(places.values())), strict=True):
        assert looking.apart(pixel, looking.LIGHT[graph.nodes[node]["kind"]]) <= 2, node


def test_what_is_hidden_is_not_on_the_screen(open_page: Opener, light: None) -> None:
    page = open_page(looking.field())
    hidden = [place for node, place in looking.places(page).items() if not node.startswith("article:")]
    assert len(hidden) == 2
    page.run("(location.hash = 'hide=topic&hide=provider', 0)")
    page.settle()
    for pixel in looking.pixels(page, hidden):
        assert looking.apart(pixel, looking.LIGHT["page"]) <= 2


def test_colours_and_sizes_reach_the_screen(open_page: Opener, light: None) -> None:
    graph = samples.varied()
    page = open_page(graph, view="colour=quality&size=quality")
    drawn = {node["id"]: node for node in page.drawn()["nodes"]}
    covered = page.run("coverage.picture().drawn().nodes.map(({ id, x, y, size }) => [id, x, y, size])")
    alone = [
        node
        for node, x, y, size in covered
        if node.startswith("article:")
        and all(other == node or abs(x - p) + abs(y - q) > size + r + 60 for other, p, q, r in covered)
    ]
    assert len(alone) >= 5
    places = looking.places(page)
    for node, pixel in zip(
        alone, looking.pixels(page, [places[node] for node in alone], looking.BARE), strict=True
    ):
        wanted = drawn[node]["colour"]
        assert looking.apart(pixel, tuple(bytes.fromhex(wanted[1:]))) <= 12, (
            node
        )  # some are a few pixels wide


def test_an_edge_is_a_line_between_its_ends(open_page: Opener, light: None) -> None:
    graph, one, other = looking.pair()
    page = open_page(graph)
    for pixel in looking.coloured(page, one, other, [0.3, 0.4, 0.5, 0.6, 0.7]):
        assert looking.apart(pixel, looking.LIGHT["article"]) <= 60
    # Beside the line, a little before its end: there is nothing but the arrow's head.
    (x, y), (end_x, end_y) = (looking.places(page)[node] for node in (one, other))
    scale, size = looking.view(page)["scale"], page.drawn()["nodes"][0]["size"]
    far = ((end_x - x) ** 2 + (end_y - y) ** 2) ** 0.5
    right, down = (end_x - x) / far, (end_y - y) / far
    back, aside = scale * (size + 7.5), scale * 2
    head = (end_x - back * right - aside * down, end_y - back * down + aside * right)
    tail = (x + back * right - aside * down, y + back * down + aside * right)
    in_head, beside_tail = looking.pixels(page, [head, tail])
    assert looking.apart(in_head, looking.LIGHT["article"]) <= 60
    assert looking.apart(beside_tail, looking.LIGHT["page"]) <= 60


def test_edges_of_what_one_points_at_are_strong(open_page: Opener, light: None) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    graph, one, other = looking.pair()
    page = open_page(graph)
    page.hover(one)
    page.settle()
    [strong] = looking.coloured(page, one, other, [0.5])
    assert looking.apart(strong, looking.LIGHT["text"]) <= 40
    button = page.browser.find_element("id", "as-table")
    ActionChains(page.browser, duration=0).move_to_element(button).perform()
    page.settle()
    [usual] = looking.coloured(page, one, other, [0.5])
    assert looking.apart(usual, looking.LIGHT["article"]) <= 60


def test_parallel_edges_are_lines_of_their_own(open_page: Opener, light: None) -> None:
    page = open_page(samples.parallel())
    bends = sorted(page.drawn()["bends"])
    assert bends == [0, 0, pytest.approx(0.15)]


def test_the_chosen_node_has_a_strong_rim(open_page: Opener, light: None) -> None:
    graph = looking.field(1)
    page = open_page(graph, view="node=topic:t")
    node = next(node for node in page.drawn()["nodes"] if node["id"] == "topic:t")
    x, y = looking.places(page)["topic:t"]
    scale = looking.view(page)["scale"]
    [rim] = looking.pixels(page, [(x, y - node["size"] * scale)])
    assert looking.apart(rim, looking.LIGHT["text"]) <= 30
    assert page.run("coverage.picture().selected()") == "topic:t"


def test_the_grid_finds_what_a_search_through_all_finds(open_page: Opener) -> None:
    page = open_page(looking.field(1))
    generator = random.Random(1)
    nodes = [
        (generator.uniform(-500, 500), generator.uniform(-300, 300), generator.choice([2, 5, 60]))
        for _ in range(400)
    ]
    asked = [
        (generator.uniform(-600, 600), generator.uniform(-400, 400), generator.choice([0, 3, 40]))
        for _ in range(2000)
    ]
    found = page.run(
        "((places, asked) => { const find = makeGrid(Float32Array.from(places), places.length / 4);"
        " return asked.map(([x, y, near]) => find(x, y, near)); })(arguments[0], arguments[1])",
        [number for x, y, radius in nodes for number in (x, y, radius, 0)],
        asked,
    )

    def expected(x: float, y: float, near: float) -> int | None:
        away = [max(0.0, ((x - p) ** 2 + (y - q) ** 2) ** 0.5 - radius) for p, q, radius in nodes]
        least = min(away)
        if least and least >= near:
            return None
        return max(number for number, distance in enumerate(away) if distance == least)

    wrong = [
        (place, one, other)
        for place, one in zip(asked, found, strict=True)
        if one != (other := expected(*place))
    ]
    assert wrong == []
    assert sum(one is not None for one in found) > 500
    assert sum(one is None for one in found) > 100


def test_a_lost_context_comes_back(open_page: Opener, light: None) -> None:
    graph = looking.field()
    page = open_page(graph)
    places = looking.places(page)
    page.run(
        "(window.lost = document.querySelectorAll('#network canvas')[1].getContext('webgl2')"
        ".getExtension('WEBGL_lose_context'), lost.loseContext(), 0)"
    )
    page.settle()
    assert looking.apart(looking.pixels(page, [places["topic:t"]])[0], looking.LIGHT["page"]) <= 2
    page.run("(lost.restoreContext(), 0)")

    def is_back() -> bool:
        return looking.apart(looking.pixels(page, [places["topic:t"]])[0], looking.LIGHT["topic"]) <= 2

    page.wait(is_back)


def test_without_webgl_the_page_steps_back(open_page: Opener, browser: Any) -> None:
    without = (
        "HTMLCanvasElement.prototype.getContext = ((get) => function (kind, ...rest)"
        " { return kind === 'webgl2' ? null : get.call(this, kind, ...rest); })"
        "(HTMLCanvasElement.prototype.getContext)"
    )
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": without})
    try:
        graph = samples.large()
        page = open_page(graph, view="draw=all")
        drawn = page.drawn()
        assert drawn["renderer"] == "canvas"
        assert {node["id"] for node in drawn["nodes"]} == set(graph)
        assert "WebGL2" in page.text("#shown")
        assert page.messages() == []
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


@pytest.mark.parametrize(
    ("asked", "graph", "used"),
    [("auto", samples.told, "canvas"), ("auto", samples.large, "webgl"), ("canvas", samples.large, "canvas")],
)
def test_the_renderer_is_chosen_by_size_or_by_name(
    open_html: Callable[..., Page], asked: str, graph: Callable[[], nx.MultiDiGraph[str]], used: str
) -> None:
    page = open_html(samples.rendered(graph(), asked), "draw=all")
    assert page.drawn()["renderer"] == used


def test_both_renderers_draw_the_same(open_html: Callable[..., Page], light: None) -> None:
    """In all places of a coarse pattern but few, the two pictures have nearly the same colour."""
    places = [(x, y) for x in range(20, 1000, 14) for y in range(20, 640, 14)]
    pictures = [
        looking.pixels(open_html(samples.rendered(looking.field(), renderer)), places)
        for renderer in ("canvas", "webgl")
    ]
    far = sum(looking.apart(one, other) > 90 for one, other in zip(*pictures, strict=True))
    drawn = sum(looking.apart(one, looking.LIGHT["page"]) > 90 for one in pictures[0])
    assert drawn > 40
    assert far < 0.25 * drawn


def test_a_dashed_line_has_gaps(open_page: Opener, light: None) -> None:
    page = open_page(looking.field(1), view="hide=topic")
    shares = [0.3 + 0.4 * number / 60 for number in range(61)]
    found = looking.coloured(page, "article:" + "0" * 16, "provider:p.example", shares)
    gaps = [looking.apart(pixel, looking.LIGHT["page"]) < 30 for pixel in found]
    assert 10 < sum(gaps) < 51
