"""How one moves in what WebGL draws: by mouse, fingers and keys; and how that stays quick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.page import looking, samples
from tests.page.conftest import Page

Opener = Callable[..., Page]


@pytest.fixture
def renderer() -> str:
    return "webgl"


def test_the_mouse_moves_and_zooms(open_page: Opener) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.actions.wheel_input import ScrollOrigin

    page = open_page(looking.field())
    canvas = page.browser.find_element("css selector", "#network")
    before = looking.view(page)
    chain = ActionChains(page.browser, duration=0).move_to_element_with_offset(canvas, 100, 200)
    chain.click_and_hold().move_by_offset(30, 0).move_by_offset(50, -40).release().perform()
    after = looking.view(page)
    assert after["scale"] == before["scale"]
    assert (before["x"] - after["x"]) * after["scale"] == pytest.approx(80, abs=1.5)
    assert (before["y"] - after["y"]) * after["scale"] == pytest.approx(-40, abs=1.5)
    assert page.panel_node() is None

    place = looking.places(page)["topic:t"]
    width, height = page.run("[network.clientWidth, network.clientHeight]")
    origin = ScrollOrigin.from_element(canvas, round(place[0] - width / 2), round(place[1] - height / 2))
    ActionChains(page.browser, duration=0).scroll_from_origin(origin, 0, -400).perform()
    page.settle()
    assert looking.view(page)["scale"] > 1.3 * after["scale"]
    assert looking.places(page)["topic:t"] == pytest.approx(place, abs=1.5)
    assert page.messages() == []


def test_keys_move_and_zoom(open_page: Opener) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    page = open_page(looking.field())
    page.run("(document.getElementById('network').focus(), 0)")

    def press(key: str) -> tuple[dict[str, float], dict[str, float]]:
        before = looking.view(page)
        ActionChains(page.browser, duration=0).send_keys(key).perform()
        return before, looking.view(page)

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
        page = open_page(looking.field())
        left, top, width, height = page.run(
            "(({ x, y, width, height }) => [x, y, width, height])(network.getBoundingClientRect())"
        )
        x, y = left + width / 2, top + height / 2
        before = looking.view(page)

        def at(apart: float) -> list[dict[str, float]]:
            return [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]

        touch("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at(50)})
        for apart in (60, 80, 100):
            touch("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": at(apart)})
        touch("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.settle()
        after = looking.view(page)
        assert after["scale"] == pytest.approx(2 * before["scale"], rel=0.15)
        assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=20)
        assert page.panel_node() is None
    finally:
        touch("Emulation.setTouchEmulationEnabled", {"enabled": False})


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
