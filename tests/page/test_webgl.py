"""What WebGL draws, looked at as pixels; how one moves in it; and what happens without it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import networkx as nx
import pytest

from tests.page import samples
from tests.page.conftest import Page

Opener = Callable[..., Page]

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


@pytest.fixture
def renderer() -> str:
    return "webgl"


@pytest.fixture
def light(browser: Any) -> Iterator[None]:
    features = [{"name": "prefers-color-scheme", "value": "light"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    yield
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def _pixels(page: Page, places: list[tuple[float, float]], script: str = PIXELS) -> list[tuple[int, ...]]:
    return [tuple(pixel[:3]) for pixel in page.run(script, places)]


def _places(page: Page) -> dict[str, tuple[float, float]]:
    found = page.run(
        "coverage.picture().drawn().nodes.map(({ id }) => [id, coverage.picture().at(id)])",
    )
    return {node: (at["x"], at["y"]) for node, at in found}


def _apart(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _view(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.run("coverage.picture().camera()")
    return found


def _field(articles: int = 40) -> nx.MultiDiGraph[str]:
    """Return articles that stand apart, one provider and one topic; too few to have names on them."""
    graph = samples.new()
    graph.add_node("topic:t", kind="topic", label="", name="")
    graph.add_node("provider:p.example", kind="provider", label="", name="", domain="p.example")
    for number in range(articles):
        node = samples.add_article(graph, f"{number:016}", "")
        graph.add_edge(node, "topic:t", "about")
        graph.add_edge(node, "provider:p.example", "published_by")
    return graph


def _pair() -> tuple[nx.MultiDiGraph[str], str, str]:
    """Return two articles of which one lists the other, without names that would lie on the line."""
    graph = samples.new()
    one, other = (samples.add_article(graph, key * 16, "") for key in "ab")
    graph.add_edge(one, other, "related_to", position=0, listed_in="a.md")
    return graph, one, other


def test_each_node_has_its_colour_on_the_screen(open_page: Opener, light: None) -> None:
    graph = _field()
    page = open_page(graph)
    assert page.drawn()["renderer"] == "webgl"
    places = _places(page)
    assert set(places) == set(graph)
    for node, pixel in zip(places, _pixels(page, list(places.values())), strict=True):
        assert _apart(pixel, LIGHT[graph.nodes[node]["kind"]]) <= 2, node


def test_what_is_hidden_is_not_on_the_screen(open_page: Opener, light: None) -> None:
    graph = _field()
    page = open_page(graph)
    places = {node: place for node, place in _places(page).items() if graph.nodes[node]["kind"] != "article"}
    page.run("(location.hash = 'hide=topic&hide=provider', 0)")
    page.settle()
    for pixel in _pixels(page, list(places.values())):
        assert _apart(pixel, LIGHT["page"]) <= 2


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
    places = _places(page)
    for node, pixel in zip(alone, _pixels(page, [places[node] for node in alone], BARE), strict=True):
        wanted = drawn[node]["colour"]
        assert _apart(pixel, tuple(bytes.fromhex(wanted[1:]))) <= 12, node  # some are a few pixels wide


def _coloured(page: Page, one: str, other: str, shares: list[float]) -> list[tuple[int, ...]]:
    places = _places(page)
    (x, y), (end_x, end_y) = places[one], places[other]
    return _pixels(page, [(x + share * (end_x - x), y + share * (end_y - y)) for share in shares])


def test_an_edge_is_a_line_between_its_ends(open_page: Opener, light: None) -> None:
    graph, one, other = _pair()
    page = open_page(graph)
    for pixel in _coloured(page, one, other, [0.3, 0.4, 0.5, 0.6, 0.7]):
        assert _apart(pixel, LIGHT["article"]) <= 60
    # Beside the line, a little before its end: there is nothing but the arrow's head.
    (x, y), (end_x, end_y) = (_places(page)[node] for node in (one, other))
    scale, size = _view(page)["scale"], page.drawn()["nodes"][0]["size"]
    far = ((end_x - x) ** 2 + (end_y - y) ** 2) ** 0.5
    right, down = (end_x - x) / far, (end_y - y) / far
    back, aside = scale * (size + 7.5), scale * 2
    head = (end_x - back * right - aside * down, end_y - back * down + aside * right)
    tail = (x + back * right - aside * down, y + back * down + aside * right)
    in_head, beside_tail = _pixels(page, [head, tail])
    assert _apart(in_head, LIGHT["article"]) <= 60
    assert _apart(beside_tail, LIGHT["page"]) <= 60


def test_edges_of_what_one_points_at_are_strong(open_page: Opener, light: None) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    graph, one, other = _pair()
    page = open_page(graph)
    page.hover(one)
    page.settle()
    [strong] = _coloured(page, one, other, [0.5])
    assert _apart(strong, LIGHT["text"]) <= 40
    button = page.browser.find_element("id", "as-table")
    ActionChains(page.browser, duration=0).move_to_element(button).perform()
    page.settle()
    [usual] = _coloured(page, one, other, [0.5])
    assert _apart(usual, LIGHT["article"]) <= 60


def test_parallel_edges_are_lines_of_their_own(open_page: Opener, light: None) -> None:
    page = open_page(samples.parallel())
    bends = sorted(page.drawn()["bends"])
    assert bends == [0, 0, pytest.approx(0.15)]


def test_the_chosen_node_has_a_strong_rim(open_page: Opener, light: None) -> None:
    graph = _field(1)
    page = open_page(graph, view="node=topic:t")
    node = next(node for node in page.drawn()["nodes"] if node["id"] == "topic:t")
    x, y = _places(page)["topic:t"]
    scale = _view(page)["scale"]
    [rim] = _pixels(page, [(x, y - node["size"] * scale)])
    assert _apart(rim, LIGHT["text"]) <= 30
    assert page.run("coverage.picture().selected()") == "topic:t"


def test_the_mouse_moves_and_zooms(open_page: Opener) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.actions.wheel_input import ScrollOrigin

    page = open_page(_field())
    canvas = page.browser.find_element("css selector", "#network")
    before = _view(page)
    chain = ActionChains(page.browser, duration=0).move_to_element_with_offset(canvas, 100, 200)
    chain.click_and_hold().move_by_offset(30, 0).move_by_offset(50, -40).release().perform()
    after = _view(page)
    assert after["scale"] == before["scale"]
    assert (before["x"] - after["x"]) * after["scale"] == pytest.approx(80, abs=1.5)
    assert (before["y"] - after["y"]) * after["scale"] == pytest.approx(-40, abs=1.5)
    assert page.panel_node() is None

    place = _places(page)["topic:t"]
    width, height = page.run("[network.clientWidth, network.clientHeight]")
    origin = ScrollOrigin.from_element(canvas, round(place[0] - width / 2), round(place[1] - height / 2))
    ActionChains(page.browser, duration=0).scroll_from_origin(origin, 0, -400).perform()
    page.settle()
    assert _view(page)["scale"] > 1.3 * after["scale"]
    assert _places(page)["topic:t"] == pytest.approx(place, abs=1.5)
    assert page.messages() == []


def test_keys_move_and_zoom(open_page: Opener) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    page = open_page(_field())
    page.run("(document.getElementById('network').focus(), 0)")

    def press(key: str) -> tuple[dict[str, float], dict[str, float]]:
        before = _view(page)
        ActionChains(page.browser, duration=0).send_keys(key).perform()
        return before, _view(page)

    for key, axis, sign in (
        (Keys.ARROW_LEFT, "x", -1),
        (Keys.ARROW_RIGHT, "x", 1),
        (Keys.ARROW_UP, "y", -1),
        (Keys.ARROW_DOWN, "y", 1),
    ):
        before, after = press(key)
        assert (after[axis] - before[axis]) * sign > 0
    before, after = press("+")
    assert after["scale"] > before["scale"]
    before, after = press("-")
    assert after["scale"] < before["scale"]
    assert page.run("document.activeElement.id") == "network"


def test_two_fingers_zoom(open_page: Opener, browser: Any) -> None:
    touch = browser.execute_cdp_cmd
    touch("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    try:
        page = open_page(_field())
        left, top, width, height = page.run(
            "(({ x, y, width, height }) => [x, y, width, height])(network.getBoundingClientRect())"
        )
        x, y = left + width / 2, top + height / 2
        before = _view(page)

        def at(apart: float) -> list[dict[str, float]]:
            return [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]

        touch("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at(50)})
        for apart in (60, 80, 100):
            touch("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": at(apart)})
        touch("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.settle()
        after = _view(page)
        assert after["scale"] == pytest.approx(2 * before["scale"], rel=0.15)
        assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=20)
        assert page.panel_node() is None
    finally:
        touch("Emulation.setTouchEmulationEnabled", {"enabled": False})


def test_the_grid_finds_what_a_search_through_all_finds(open_page: Opener) -> None:
    page = open_page(_field(1))
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
    graph = _field()
    page = open_page(graph)
    places = _places(page)
    page.run(
        "(window.lost = document.querySelectorAll('#network canvas')[1].getContext('webgl2')"
        ".getExtension('WEBGL_lose_context'), lost.loseContext(), 0)"
    )
    page.settle()
    assert _apart(_pixels(page, [places["topic:t"]])[0], LIGHT["page"]) <= 2
    page.run("(lost.restoreContext(), 0)")

    def is_back() -> bool:
        return _apart(_pixels(page, [places["topic:t"]])[0], LIGHT["topic"]) <= 2

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
        _pixels(open_html(samples.rendered(_field(), renderer)), places) for renderer in ("canvas", "webgl")
    ]
    far = sum(_apart(one, other) > 90 for one, other in zip(*pictures, strict=True))
    drawn = sum(_apart(one, LIGHT["page"]) > 90 for one in pictures[0])
    assert drawn > 40
    assert far < 0.25 * drawn


SLOW_PAGE = """
performance.now = ((now, late) => () => now.call(performance) + (late += 100))(performance.now, 0);
window.resting = [];
window.setTimeout = ((later) => (call, ms, ...rest) =>
  ms === 250 ? resting.push(call) : later(call, ms, ...rest))(window.setTimeout);
"""
"""Makes every frame a slow one, and nothing rest until `resting` is called."""

STRONG = """
const layer = document.querySelectorAll("#network canvas")[1];
const copy = Object.assign(document.createElement("canvas"), { width: layer.width, height: layer.height });
const context = copy.getContext("2d");
context.drawImage(layer, 0, 0);
const { data } = context.getImageData(0, 0, copy.width, copy.height);
let [coloured, strong] = [0, 0];
for (let i = 0; i < data.length; i += 4) {
  coloured += data[i + 3] > 0;
  strong += data[i + 3] > 200 && data[i] < 60 && data[i + 1] < 60 && data[i + 2] < 60;
}
return [coloured, strong];
"""
"""Counts the pixels that are drawn at all, and those of strong lines."""


def _count_after(page: Page, event: str) -> tuple[int, int]:
    """Do something; return what is drawn in the frame that follows it: all pixels, and strong ones."""
    coloured, strong = page.browser.execute_async_script(
        f"""
        const done = arguments[0];
        const count = () => {{ {STRONG} }};
        const area = document.getElementById("network");
        {event};
        requestAnimationFrame(() => done(count()));
        """
    )
    return coloured, strong


def test_a_slow_page_leaves_lines_out_while_it_moves(open_page: Opener, browser: Any, light: None) -> None:
    wheel = "area.dispatchEvent(new WheelEvent('wheel', { deltaY: 1, clientX: 700, clientY: 500 }))"
    rest = "resting.splice(0).forEach((call) => call())"
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": SLOW_PAGE})
    try:
        page = open_page(samples.large(), view="draw=all")
        page.run("(location.hash = 'draw=all&hide=story', 0)")
        page.settle()
        moving, _ = _count_after(page, wheel)
        whole, _ = _count_after(page, rest)
        assert moving < 0.7 * whole
        assert _count_after(page, wheel)[0] < 0.7 * whole
        page.hover("topic:t1")
        _, strong = _count_after(page, rest)
        assert strong == 0
        assert page.run("coverage.picture().pointed()") == "topic:t1"
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
