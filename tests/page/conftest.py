"""A real browser, and what a person does in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.drawing import AUTO
from tests.page import samples

FLAGS = (
    "--headless=new",
    "--disable-dev-shm-usage",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1366,900",
)

Transform = Callable[[str], str]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("chromium or chromedriver is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield opened
    opened.quit()


@dataclass
class Page:
    """One page in the browser."""

    browser: Any
    address: str

    def run(self, script: str, *arguments: Any) -> Any:
        return self.browser.execute_script(f"return {script}", *arguments)

    def messages(self) -> list[str]:
        """Return what was written to the console since the last call.

        But not what a driver says of its own speed: a browser without a graphics card reads each frame of
        WebGL back to compose it, and warns of that itself.
        """
        told = [entry["message"] for entry in self.browser.get_log("browser")]
        return [message for message in told if "GL Driver Message (OpenGL, Performance" not in message]

    def requests(self) -> list[str]:
        """Return the addresses requested since the last call."""
        events = (json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance"))
        return [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]

    def settle(self) -> None:
        """Wait until what was changed is drawn."""
        self.browser.execute_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))"
        )

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so, or fail."""
        deadline = time.monotonic() + 5
        while not is_so():
            assert time.monotonic() < deadline, "it did not come to be so"
            time.sleep(0.02)

    def drawn(self) -> dict[str, Any]:
        """Return the renderer, and the nodes and edges that it draws."""
        return self.run("coverage.picture().drawn()")

    def _mouse_to(self, node: str) -> Any:
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.by import By

        place = self.run("coverage.picture().at(arguments[0])", node)
        canvas = self.browser.find_element(By.CSS_SELECTOR, "#stage > :not([hidden]) canvas")
        right = round(place["x"] - canvas.size["width"] / 2)
        down = round(place["y"] - canvas.size["height"] / 2)
        return ActionChains(self.browser, duration=0).move_to_element_with_offset(canvas, right, down)

    def hover(self, node: str) -> None:
        self._mouse_to(node).perform()

    def click(self, node: str) -> None:
        """Click where the node is drawn, and wait until the page has told a click from a double click."""
        self._mouse_to(node).click().perform()
        deadline = time.monotonic() + 5
        while self.panel_node() != node and time.monotonic() < deadline:
            time.sleep(0.02)

    def panel_node(self) -> str | None:
        """Return the node the panel shows."""
        if self.run("document.getElementById('panel').hidden"):
            return None
        return self.run("coverage.picture().selected()")

    def escape(self) -> None:
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys

        ActionChains(self.browser, duration=0).send_keys(Keys.ESCAPE).perform()

    def text(self, selector: str) -> str:
        return self.run("document.querySelector(arguments[0]).textContent", selector)

    def texts(self, selector: str) -> list[str]:
        return self.run(
            "[...document.querySelectorAll(arguments[0])].map((found) => found.textContent)", selector
        )


@pytest.fixture
def open_html(browser: Any, tmp_path: Path) -> Callable[..., Page]:
    """Return what opens a page's HTML; `view` stands in the address."""

    def opened(html: str, view: str = "") -> Page:
        path = tmp_path / "graph.html"
        path.write_text(html, encoding="utf-8", newline="\n")
        browser.get("about:blank")
        browser.get_log("browser")
        browser.get_log("performance")
        browser.get(f"{path.as_uri()}#{view}")
        page = Page(browser, path.as_uri())
        page.settle()
        return page

    return opened


@pytest.fixture
def renderer() -> str:
    """Return what draws the pages; tests that look at what is drawn have it both ways."""
    return AUTO


@pytest.fixture
def open_page(open_html: Callable[..., Page], renderer: str) -> Callable[..., Page]:
    """Return what opens a graph's page; `changed` may change its HTML first, `view` stands in the address."""

    def opened(graph: nx.MultiDiGraph[str], changed: Transform | None = None, view: str = "") -> Page:
        html = samples.rendered(graph, renderer)
        return open_html(changed(html) if changed else html, view)

    return opened


def without_policy(html: str) -> str:
    changed, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    assert count == 1
    return changed


@pytest.fixture(scope="session")
def varied() -> nx.MultiDiGraph[str]:
    return samples.varied()


@pytest.fixture
def light(browser: Any) -> Iterator[None]:
    features = [{"name": "prefers-color-scheme", "value": "light"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    yield
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
