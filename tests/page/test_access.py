"""Whether everybody can use the page: axe-core, the keyboard, a finger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.page import samples
from tests.page.conftest import Page

Opener = Callable[..., Page]

pytestmark = pytest.mark.parametrize("renderer", ["canvas", "webgl"])

AXE = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}

ASKED = """
const done = arguments[0];
axe.run(document, { resultTypes: ["violations"] }).then(
  ({ violations }) => done(
    violations.map(({ id, impact, nodes }) => [id, impact, nodes.map(({ html }) => html)]),
  ),
  (error) => done([["error", "critical", [String(error)]]]),
);
"""


@pytest.fixture
def axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci --prefix tests/node)")
    return AXE.read_text("utf-8")


def _complaints(page: Page, axe: str) -> list[Any]:
    page.browser.execute_script(axe)
    return page.browser.execute_async_script(ASKED)


STATES = {
    "open": "",
    "a panel": "node=article:aaaaaaaaaaaaaaaa",
    "a provider": "node=provider:herald.example",
    "a table": "table=-published",
    "nothing found": "q=nothing",
    "a message": "node=article:gone",
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(open_page: Opener, browser: Any, axe: str, name: str, theme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": theme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        page = open_page(samples.told())
        page.run("(location.hash = arguments[0], 0)", STATES[name])
        page.settle()
        assert _complaints(page, axe) == []
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_axe_finds_what_is_wrong(open_page: Opener, axe: str) -> None:
    def spoilt(html: str) -> str:
        return html.replace(' for="search"', "").replace("--text: #1b2026", "--text: #c0c4c8")

    page = open_page(samples.told(), spoilt)
    assert {name for name, _, _ in _complaints(page, axe)} >= {"label"}


@pytest.fixture
def phone(browser: Any) -> Iterator[None]:
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    yield
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("name", ["open", "a panel", "a table"])
def test_axe_finds_nothing_on_a_phone(open_page: Opener, phone: None, axe: str, name: str) -> None:
    page = open_page(samples.told())
    page.run("(location.hash = arguments[0], 0)", STATES[name])
    page.settle()
    assert _complaints(page, axe) == []
    assert page.run("document.documentElement.scrollWidth") == PHONE["width"]


def _tap(page: Page, x: float, y: float) -> None:
    touch = page.browser.execute_cdp_cmd
    touch("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    touch("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.settle()


def _tap_on(page: Page, selector: str) -> None:
    box = page.run(
        "(({ x, y, width, height }) => [x + width / 2, y + height / 2])"
        "(document.querySelector(arguments[0]).getBoundingClientRect())",
        selector,
    )
    _tap(page, *box)


def test_a_finger_selects_filters_and_closes(open_page: Opener, phone: None) -> None:
    page = open_page(samples.told())
    x, y = page.run(
        "(({ x, y }, box) => [x + box.x, y + box.y])("
        "coverage.picture().at('topic:city'),"
        "document.getElementById('network').getBoundingClientRect())"
    )
    _tap(page, x, y)
    page.wait(lambda: page.panel_node() == "topic:city")
    assert page.text("#panel h2") == "City"
    _tap_on(page, "#close")
    page.wait(lambda: page.panel_node() is None)
    assert page.run("document.getElementById('filters').hidden")
    _tap_on(page, "#as-filters")
    assert not page.run("document.getElementById('filters').hidden")
    _tap_on(page, "#filters input[value=topic]")
    assert page.run("coverage.view().hidden") == ["topic"]
    _tap_on(page, "#as-filters")
    assert page.run("document.getElementById('filters').hidden")
    assert page.messages() == []


def test_the_timeline_is_as_wide_as_a_phone(open_page: Opener, phone: None) -> None:
    graph = samples.star(42)
    for number, node in enumerate(sorted(node for node in graph if node.startswith("article:"))):
        graph.nodes[node]["published_at"] = datetime(2020 if number else 2000, 5, 1, 0, number, tzinfo=UTC)
    page = open_page(graph)
    assert page.text("#timeline .first") == "1 earlier, then 2020-05-01 00:01 UTC"
    assert page.run("document.querySelector('#timeline canvas').clientWidth") > 0.9 * PHONE["width"]
    assert page.run("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_keyboard_reaches_everything(open_page: Opener) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    page = open_page(samples.told())
    page.run("(location.hash = 'table=title&node=article:aaaaaaaaaaaaaaaa', 0)")
    page.settle()
    wanted = page.run(
        "[...document.querySelectorAll('button, input, select, summary, a[href], [tabindex=\"0\"]')]"
        ".filter((found) => found.checkVisibility()).length"
    )
    page.run(
        "(document.body.tabIndex = -1, document.body.focus(), document.body.removeAttribute('tabindex'))"
    )
    seen = []
    for _ in range(2 * wanted):
        ActionChains(page.browser, duration=0).send_keys(Keys.TAB).perform()
        at = page.run("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        if at in seen or page.run("document.activeElement === document.body"):
            break
        seen.append(at)
    assert len(seen) == wanted


def test_nothing_is_animated(open_page: Opener) -> None:
    page = open_page(samples.told())
    assert page.run("document.getAnimations().length") == 0
    times = page.run(
        "[...document.querySelectorAll('*')].map((found) => getComputedStyle(found).transitionDuration)"
    )
    assert set(times) == {"0s"}


@pytest.mark.parametrize("size", [(1366, 900), (700, 900), (390, 844)])
def test_the_panel_covers_no_control(open_page: Opener, browser: Any, size: tuple[int, int]) -> None:
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        page = open_page(samples.told(), view="node=article:aaaaaaaaaaaaaaaa")
        covered = (
            "[...document.querySelectorAll(arguments[0])]"
            ".filter((control) => { const { x, y, width, height } = control.getBoundingClientRect();"
            " return [0.1, 0.9].some((share) =>"
            " !control.contains(document.elementFromPoint(x + share * width, y + height / 2))); })"
            ".map(({ id, tagName }) => id || tagName)"
        )
        assert page.run(covered, "#bar > button, #save summary, #timeline canvas, #close") == []
        page.run("(document.getElementById('save').open = true)")
        assert page.run(covered, "#save button") == []
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
